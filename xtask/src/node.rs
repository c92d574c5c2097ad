// SPDX-License-Identifier: EUPL-1.2
//! A node of the program, for chores that ask something of it.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shell::{Failure, Workshop};

/// The program as README builds it: what is measured.
pub(crate) const PROGRAM: &str = "target/release/comity";

/// The program as the tests have it: what is checked.
pub(crate) const CHECKED: &str = "target/debug/comity";

/// LIMIT: what has not answered by then does not start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A State that was founded: where its interface will be, and who may use it.
pub(crate) struct Founded {
    pub(crate) port: u16,
    /// Of the officer with the roles asked for, and of an administrator.
    pub(crate) tokens: [String; 2],
    home: PathBuf,
    program: PathBuf,
}

impl Founded {
    /// Founds one with one officer who holds every role named.
    pub(crate) fn new(
        shop: &Workshop,
        program: &str,
        home: &Path,
        roles: &str,
    ) -> Result<Self, Failure> {
        let (port, peers) = (free_port()?, free_port()?);
        let program = shop.path(program);
        let mut init = shop.command(&program);
        init.args(["init", "--json", "--state", "XA", "--officer"]).arg(format!("Ana={roles}"));
        // A node has two administrators at least, who hold no other office.
        init.args(["--officer", "Bea=administrator", "--officer", "Cem=administrator"]);
        init.args(["--api", &format!("127.0.0.1:{port}"), "--peers"]);
        init.arg(format!("127.0.0.1:{peers}")).arg("--dir").arg(home);
        let made = shop.read(&mut init)?;
        let made: Value = serde_json::from_str(&made)
            .map_err(|error| Failure::new(format!("`comity init` printed no JSON: {error}")))?;
        let token = |n: u8| {
            let found = made.pointer(&format!("/officers/{n}/token")).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        Ok(Self { port, tokens: [token(0), token(1)], home: home.to_owned(), program })
    }

    /// Starts it, and returns when it answers.
    pub(crate) fn serve(&self, shop: &Workshop) -> Result<Running, Failure> {
        let mut node = shop.command(&self.program);
        node.args(["serve", "--config"]).arg(self.home.join("comity.toml"));
        Running::start(&mut node, self.port)
    }
}

/// A server that ends with us.
pub(crate) struct Running {
    child: Child,
    /// From its start to its first answer.
    pub(crate) took: Duration,
}

impl Running {
    /// Starts a server, and returns when it answers over HTTP at this port.
    #[expect(clippy::disallowed_methods, reason = "a process from outside rings no bell")]
    pub(crate) fn start(command: &mut Command, port: u16) -> Result<Self, Failure> {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| Failure::new(format!("not started: {error}")))?;
        let mut running = Self { child, took: Duration::ZERO };
        while !answers(port) {
            if began.elapsed() > PATIENCE {
                return Err(Failure::new(format!("nothing answers at port {port}")));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        running.took = began.elapsed();
        Ok(running)
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) else { return false };
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let mut first = [0; 5];
    asked.is_ok() && stream.read_exact(&mut first).is_ok() && &first == b"HTTP/"
}

/// A port that nobody listens at now.
pub(crate) fn free_port() -> Result<u16, Failure> {
    let found = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr());
    found.map(|address| address.port()).map_err(|error| Failure::new(error.to_string()))
}
