// SPDX-License-Identifier: EUPL-1.2
//! What the running node says of itself, and whether its mark is kept.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::{Finding, Standing, unseen};
use crate::config::Config;
use crate::mark;

/// How long the node may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);
// LIMIT: an answer of one line, with its headers.
const ANSWER_BYTES_MAX: u64 = 4 * 1024;

/// Asks the node at its own address how it is.
pub(super) fn node(config: &Config) -> Finding {
    let name = "node";
    match asked(config.api.listen) {
        Ok(said) if said.starts_with("recovering") => Finding::new(name, Standing::Warn, said).hint(
            "it signs nothing until every peer has answered: `comity restored show` says who is \
             missing, and why",
        ),
        Ok(said) => Finding::new(name, Standing::Good, said),
        Err(error) => {
            let text = format!("nothing answers at {}: {error}", config.api.listen);
            Finding::new(name, Standing::Warn, text).hint("start it with `comity serve`")
        }
    }
}

/// The last line of what `/healthz` answers.
fn asked(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let ask = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes())?;
    let mut answer = String::new();
    stream.take(ANSWER_BYTES_MAX).read_to_string(&mut answer)?;
    Ok(answer.trim_end().lines().last().unwrap_or_default().to_owned())
}

/// Without a mark a backup that was put back is found out by its peers only.
pub(super) fn mark(config: &Config) -> Finding {
    let name = "mark";
    let Some(path) = config.mark_path() else {
        return Finding::new(name, Standing::Warn, "the configuration names no file for it").hint(
            "name one as `mark`, outside the data folder: it shows that a backup was put back",
        );
    };
    match mark::read(&path) {
        Ok(Some(mark)) => Finding::new(name, Standing::Good, mark.to_string().replace('\n', "  ")),
        Ok(None) => Finding::new(name, Standing::Warn, "there is none yet")
            .hint("the node makes one when it starts"),
        Err(fault) => unseen(name, fault),
    }
}
