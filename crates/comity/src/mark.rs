// SPDX-License-Identifier: EUPL-1.2
//! The mark: where the store stood, kept outside the data folder and so outside its backups.
//!
//! A store that is put back from a backup has fewer events than the mark counts, or other ones in
//! their place; then the node starts as recovering. The mark is written at an orderly stop and now
//! and then meanwhile, so it may be behind the store and is never before it. It holds no secret. A
//! snapshot of the whole machine takes it back too: then what peers show makes the difference.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use comity_domain::id::{Digest, StateCode};
use comity_node::{Node, Restored, Why};

use crate::chance::octets;
use crate::fault::{Exit, Fault};

/// The first line of every mark.
const FORM: &str = "comity-mark 1";
/// The setting of the store that tells it from others.
const STORE: &str = "store id";
// LIMIT: five lines, the last with every State there is.
const BYTES_MAX: usize = 8 * 1024;

/// What is noted of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Which store.
    store: String,
    /// How many events it had, and the chain there.
    events: u64,
    chain: Digest,
    /// The peers it knew.
    peers: Vec<StateCode>,
}

/// Where the mark of a node lies, and the name of its store.
#[derive(Debug, Clone)]
pub(crate) struct MarkFile {
    path: PathBuf,
    store: String,
}

impl FromStr for Mark {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let mut lines = text.lines();
        if lines.next() != Some(FORM) {
            return Err("its first line is not `comity-mark 1`");
        }
        let mut next = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let store = next("store").ok_or("it names no store")?.to_owned();
        let events = next("events").and_then(|n| n.parse().ok()).ok_or("it counts no events")?;
        let chain = next("chain").and_then(|d| d.parse().ok()).ok_or("it has no chain")?;
        let peers = next("peers").ok_or("it names no peers")?.split(' ');
        let peers: Result<Vec<StateCode>, _> =
            peers.filter(|code| !code.is_empty()).map(str::parse).collect();
        Ok(Self { store, events, chain, peers: peers.map_err(|_| "a peer is no State")? })
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { store, events, chain, peers } = self;
        let peers: Vec<String> = peers.iter().map(ToString::to_string).collect();
        let peers = peers.join(" ");
        writeln!(f, "{FORM}\nstore {store}\nevents {events}\nchain {chain}\npeers {peers}")
    }
}

/// Reads a mark, if there is one.
pub(crate) fn read(path: &Path) -> Result<Option<Mark>, Fault> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) if text.len() <= BYTES_MAX => text,
        Ok(_) => return Err(unreadable(path, "it is too long")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error.to_string())),
    };
    text.parse().map(Some).map_err(|why| unreadable(path, why))
}

fn unreadable(path: &Path, why: &str) -> Fault {
    Fault::unreadable(format!("the mark `{}` cannot be read: {why}", path.display())).hint(
        "if the store is whole and was not restored, take the file away; if it was, run \
         `comity restored begin` after that",
    )
}

impl MarkFile {
    /// Holds the store against its mark. One that is older than its mark makes the node recovering
    /// before anything else happens.
    pub(crate) async fn compare(path: PathBuf, node: &Node) -> Result<Self, Fault> {
        let mark = read(&path)?;
        let there = node.store().setting(STORE).await.map_err(comity_node::Error::from)?;
        let there = there.and_then(|octets| String::from_utf8(octets).ok());
        let head = node.store().head().await.map_err(comity_node::Error::from)?;
        if let Some(mark) = mark.filter(|_| !node.is_recovering()) {
            let chain = node.store().chain_at(mark.events).await;
            let chain = chain.map_err(comity_node::Error::from)?;
            let same = there.as_deref() == Some(&mark.store)
                && (mark.events == 0 || chain == Some(mark.chain));
            if !same {
                let lost = mark.events.saturating_sub(head.position);
                let (counted, here) = (mark.events, head.position);
                tracing::error!(counted, here, "the store is not the one that the mark counted");
                let restored = Restored { why: Why::Mark, lost, peers: mark.peers };
                node.begin_recovery(restored).await?;
            }
        } else if path.exists() {
            tracing::info!("recovering already: the mark is left as it is");
        } else if head.position > 0 {
            tracing::warn!(path = %path.display(), "the store has no mark: one is made");
        }
        let store = match there {
            Some(store) => store,
            None => named(node).await?,
        };
        let file = Self { path, store };
        file.write(node).await?;
        Ok(file)
    }

    /// Notes where the store stands now. While the node recovers the mark stays: it knows more.
    pub(crate) async fn write(&self, node: &Node) -> Result<(), Fault> {
        if node.is_recovering() {
            return Ok(());
        }
        let head = node.store().head().await.map_err(comity_node::Error::from)?;
        let peers = node.store().peers().await.map_err(comity_node::Error::from)?;
        let mark = Mark {
            store: self.store.clone(),
            events: head.position,
            chain: head.chain,
            peers: peers.into_iter().map(|peer| peer.state).collect(),
        };
        if read(&self.path).ok().flatten().as_ref() == Some(&mark) {
            return Ok(());
        }
        self.replace(&mark).map_err(|error| {
            Fault::unavailable(format!("`{}` cannot be written: {error}", self.path.display()))
                .hint("without it a restored backup is found out later: let the node write here")
        })
    }

    /// The same; what goes wrong is only logged.
    pub(crate) async fn keep(&self, node: &Node) {
        if let Err(fault) = self.write(node).await {
            tracing::warn!("the mark is not kept: {}", fault.what);
        }
    }

    /// Whole or not at all: a new file in the place of the old one.
    fn replace(&self, mark: &Mark) -> std::io::Result<()> {
        let fresh = self.path.with_extension("mark-new");
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(mark.to_string().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&fresh, &self.path)?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

/// Gives the store a name that no other has.
async fn named(node: &Node) -> Result<String, Fault> {
    let name = hex::encode(octets::<16>());
    let put = node.store().put_setting(STORE, name.clone().into_bytes()).await;
    put.map_err(comity_node::Error::from)?;
    Ok(name)
}

/// Compares, where the configuration says where the mark lies.
pub(crate) async fn compare(path: Option<PathBuf>, node: &Node) -> Result<Option<MarkFile>, Fault> {
    let Some(path) = path else {
        tracing::warn!("no mark is kept: name its file as `mark` in the configuration");
        return Ok(None);
    };
    match MarkFile::compare(path, node).await {
        Ok(file) => Ok(Some(file)),
        // A place that cannot be written to must not keep a State off the network.
        Err(fault) if fault.exit == Exit::Unavailable => {
            tracing::error!("the mark is not kept: {}", fault.what);
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests;
