// SPDX-License-Identifier: EUPL-1.2
//! Arcadia as the program runs it, in a process that can be killed; Borealia in this process, with
//! a real listener and a real way out. TLS over 127.0.0.1 between them.

use std::io::{BufRead as _, BufReader, Error, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

use comity_domain::id::{Digest, RequestId, StateCode};
use comity_domain::request::{Act, Command as Does};
use comity_domain::role::Role;
use comity_node::{Clock, Identity, NewOfficer, Node, Officer, Setup};
use comity_protocol::directory::verify_link;
use comity_protocol::statement::sign;
use comity_store::{KeyStore, Options, Store};
use comity_testkit::{Dice, Drawer, Keys, directory, gate, keys, law};
use comity_web::peer::tls::Credentials;
use comity_web::peer::{Client, ClientLimits, PeerLimits, serve};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A founded node of Arcadia.
pub(super) struct Arcadia {
    pub(super) folder: PathBuf,
    pub(super) api: String,
    made: Value,
}

impl Arcadia {
    pub(super) fn found(folder: &Path) -> Self {
        // Two ports that were free a moment ago.
        let bound = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let [api, peers] = bound.map(|listener| listener.local_addr().expect("an address"));
        let (api, peers) = (api.to_string(), peers.to_string());
        let output = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(["init", "--state", "XA", "--json", "--api", &api, "--peers", &peers, "--dir"])
            .arg(folder)
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let made = serde_json::from_slice(&output.stdout).expect("JSON");
        Self { folder: folder.to_owned(), api, made }
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// `comity serve`, behind these words if there are any.
    pub(super) fn spawn(&self, before: &[&str]) -> Serving {
        let mut words = before.iter().chain([&env!("CARGO_BIN_EXE_comity")]);
        let mut command = Command::new(words.next().expect("a program"));
        let config = self.folder.join("comity.toml");
        command.args(words).args(["serve", "--config"]).arg(config);
        command.stdin(Stdio::piped()).stderr(Stdio::piped());
        Serving::of(command.spawn().unwrap_or_else(|error| panic!("{before:?}: {error}")))
    }

    /// The same, once it serves.
    pub(super) fn start(&self) -> Serving {
        let mut serving = self.spawn(&[]);
        serving.serves();
        serving
    }

    pub(super) fn token(&self, role: &str) -> &str {
        let officers = self.made["officers"].as_array().expect("officers");
        let officer = officers.iter().find(|officer| officer["roles"][0] == role);
        officer.and_then(|officer| officer["token"].as_str()).expect("a token")
    }

    /// Asks the JSON interface as the duty officer, on a connection of its own. A status that came
    /// counts, whether the rest came or not.
    pub(super) fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Told, Error> {
        let mut stream = TcpStream::connect(&self.api)?;
        let (token, body) = (self.token("duty"), body.to_string());
        write!(
            stream,
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n\
             connection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            self.api,
            body.len()
        )?;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer);
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        let Some(status) = status else { return read.and(Err(Error::other("no answer"))) };
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        Ok(Told { status, body: serde_json::from_str(body).unwrap_or_default() })
    }

    /// Does something on a request.
    pub(super) fn act(&self, id: &str, act: &Value) -> Result<Told, Error> {
        let mut command = act.clone();
        command["command"] = json!("act");
        self.ask("POST", &format!("/requests/{id}/commands"), &json!({ "command": command }))
    }

    pub(super) fn note(&self, id: &str, text: &str) -> Result<Told, Error> {
        self.act(id, &json!({ "kind": "note", "body": { "text": text } }))
    }

    pub(super) fn show(&self, id: &str) -> Value {
        self.ask("GET", &format!("/requests/{id}"), &Value::Null).expect("an answer").body
    }

    /// Begins a request that Borealia hold the data of an address.
    pub(super) fn draft(&self) -> Result<Told, Error> {
        self.ask("POST", "/requests", &json!({ "command": preservation() }))
    }

    /// A request that has been sent.
    pub(super) fn submitted(&self) -> String {
        let drafted = self.draft().expect("an answer");
        let id = drafted.body["request"].as_str().unwrap_or_else(|| panic!("{drafted:?}"));
        let told = self.act(id, &json!({ "kind": "req.submit" })).expect("an answer");
        assert!(told.done(), "{told:?}");
        id.to_owned()
    }

    /// Has the running node believe Borealia.
    pub(super) fn meet(&self, borealia: &Borealia) {
        let statement = self.folder.join("xb.jws");
        std::fs::write(&statement, borealia.node.directory()).expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(["peer", "add", "XB", "--root", &borealia.root.to_string(), "--from"])
            .arg(&statement)
            .args(["--url", &format!("http://{}", self.api)])
            .env("COMITY_TOKEN", self.token("administrator"))
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// An answer of the JSON interface.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Told {
    pub(super) fn done(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

fn preservation() -> Value {
    json!({
        "command": "draft", "to": "XB",
        "facts": {
            "instrument": "uncc", "measure": "preservation", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }],
        },
        "body": {
            "case": "A-77/26",
            "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
            "request": {
                "offences": [{ "code": "illegal-access", "provision": "PC 202", "text": "x" }],
                "case_nature": "x", "facts": "x", "data_link": "x", "necessity": "x",
                "proportionality": "x", "intention": "x", "urgency": "x", "assistance": "x",
                "purpose": "x",
            },
            "items": [{
                "n": 1,
                "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                                "at": "2026-11-20T03:02:11Z" },
                "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
            }],
        },
    })
}

/// A process that serves, ended with the test.
pub(super) struct Serving {
    pub(super) child: Child,
    said: Arc<Mutex<Vec<String>>>,
    lines: mpsc::Receiver<String>,
    reader: Option<JoinHandle<()>>,
}

impl Serving {
    fn of(mut child: Child) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let (tell, lines) = mpsc::channel();
        let (from, to) = (BufReader::new(child.stderr.take().expect("a pipe")), said.clone());
        let reader = std::thread::spawn(move || {
            for line in from.lines().map_while(Result::ok) {
                to.lock().expect("a list").push(line.clone());
                // Nobody may be waiting for it any more.
                let _ = tell.send(line);
            }
        });
        Self { child, said, lines, reader: Some(reader) }
    }

    /// Waits until it serves.
    pub(super) fn serves(&mut self) {
        self.says("the node serves");
    }

    /// Waits for a line with this in it, after those that were waited for before.
    pub(super) fn says(&mut self, what: &str) {
        let said = self.lines.iter().any(|line| line.contains(what));
        assert!(said, "it ended and never said `{what}`:\n{}", self.log());
    }

    /// What it logged.
    pub(super) fn log(&self) -> String {
        self.said.lock().expect("a list").join("\n")
    }

    /// SIGKILL. Everything it still wrote to its log is in the log afterwards.
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }

    /// SIGTERM, and its end.
    pub(super) fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        assert!(self.child.wait().expect("an end").success(), "{}", self.log());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The clock of the machine, and how far it was moved on.
#[derive(Clone, Default)]
pub(super) struct Wall(Arc<AtomicI64>);

impl Wall {
    pub(super) fn wait(&self, span: SignedDuration) {
        let millis = i64::try_from(span.as_millis()).expect("a short while");
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for Wall {
    #[expect(clippy::disallowed_methods, reason = "the other node has the machine's clock too")]
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Borealia: a real node on a store in a folder, and an officer on duty.
pub(super) struct Borealia {
    pub(super) node: Arc<Node>,
    pub(super) network: Client,
    pub(super) clock: Wall,
    pub(super) bo: Officer,
    root: Digest,
    _listens: JoinSet<()>,
    _stop: watch::Sender<bool>,
}

impl Borealia {
    /// Opens it; it believes Arcadia already.
    pub(super) async fn open(folder: &Path, arcadia: &Arcadia) -> Self {
        let state: StateCode = "XB".parse().expect("a State");
        let clock = Wall::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let (server, client) = credentials();
        let mut statement = directory(state, 2, clock.now());
        statement.tls.current = server.spki();
        statement.peer_url = format!("https://{at}/").parse().expect("an address");
        let Keys { root, statement: signs, envelope, exhibit, .. } = keys(2);
        let root_at = root.public().fingerprint();
        let signed = sign(&statement, &root).expect("a statement");
        let statement = verify_link(None, &signed.bytes, root_at).expect("a statement");
        let identity = Identity::new(signs, vec![envelope], exhibit, statement, [2; 32]);
        std::fs::create_dir_all(folder).expect("a folder");
        let drawer = Drawer::new([2; 32]);
        let setup = Setup {
            state,
            purpose: comity_node::Purpose::Exercise,
            store: Store::open(&folder.join("store"), &Options::default()).expect("a store"),
            keys: KeyStore::open(&folder.join("data-keys")).expect("a key store"),
            epoch: drawer.newest(),
            keeper: Arc::new(drawer),
            gate: gate(),
            law: law(),
            identity: identity.expect("an identity"),
            clock: Arc::new(clock.clone()),
            chance: Arc::new(Dice::new(2)),
        };
        let node = Node::open(setup).await.expect("a node");
        let theirs = std::fs::read(arcadia.folder.join("keys/directory.jws")).expect("a file");
        let fingerprint = arcadia.made["fingerprint"].as_str().expect("a fingerprint");
        node.believe(fingerprint.parse().expect("a digest"), &theirs).await.expect("a peer");
        let roles = vec![Role::Duty];
        let new = NewOfficer { name: "Bo".to_owned(), login: None, authority: None, roles };
        let (bo, _) = node.enrol(new).await.expect("an officer");
        let (stop, stopped) = watch::channel(false);
        let mut listens = JoinSet::new();
        let known = Arc::clone(&node);
        listens.spawn(async move {
            serve(listener, &server, known, PeerLimits::default(), stopped).await.expect("TLS");
        });
        let network = Client::new(client, ClientLimits::default());
        Self { node, network, clock, bo, root: root_at, _listens: listens, _stop: stop }
    }

    /// A note on a request that has arrived.
    pub(super) async fn note(&self, id: RequestId, text: &str) {
        let act = json!({ "kind": "note", "body": { "text": text } });
        let act: Act = serde_json::from_value(act).expect("an act");
        let does = Does::Act(Box::new(act));
        Box::pin(self.node.perform(&self.bo, None, Some(id), does)).await.expect("a note");
    }

    pub(super) async fn deliver(&self) -> usize {
        Box::pin(self.node.deliver(&self.network)).await.expect("the store works")
    }
}

/// One key, for the listener and for the way out.
fn credentials() -> (Credentials, Credentials) {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
    let certificate = rcgen::CertificateParams::new(vec!["xb".to_owned()]).expect("parameters");
    let certificate = certificate.self_signed(&key).expect("a certificate");
    let (certificate, key) = (certificate.pem(), key.serialize_pem());
    let read = || Credentials::from_pem(certificate.as_bytes(), key.as_bytes()).expect("PEM");
    (read(), read())
}
