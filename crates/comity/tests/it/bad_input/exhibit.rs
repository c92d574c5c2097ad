// SPDX-License-Identifier: EUPL-1.2
//! Exhibits: truncated, altered, re-ordered on the way, or sealed to somebody else.

use std::io::Cursor;
use std::sync::Mutex;

use bytes::Bytes;
use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::role::Role;
use comity_node::network::{Address, Answer, Recall};
use comity_node::{Network, NetworkError, Node, Officer, Reply};
use comity_protocol::exhibit::CHUNK_BYTES;
use comity_testkit::{End, World, keys};
use serde_json::json;

use super::publish;
use crate::federation::{self, Page, begun, connections, examined, put};

/// What becomes of the next answers on the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bend {
    /// The piece ends one octet early.
    Cut,
    /// One bit in the middle is flipped.
    Flipped,
    /// Another piece of the same exhibit comes instead.
    Swapped,
    /// The line breaks.
    Broken,
    /// A signed parcel that was altered.
    Parcel,
}

/// A line that bends what a peer hands over; everything else passes.
struct Bent {
    end: End,
    bends: Mutex<Vec<Bend>>,
}

impl Bent {
    fn next(&self, of: &[Bend]) -> Option<Bend> {
        let mut bends = self.bends.lock().unwrap();
        bends.pop_if(|bend| of.contains(bend))
    }
}

fn flipped(octets: &Bytes) -> Bytes {
    let mut octets = octets.to_vec();
    let middle = octets.len() / 2;
    octets[middle] ^= 1;
    octets.into()
}

impl Network for Bent {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        self.end.deliver(to, sealed)
    }

    fn parcel<'a>(&'a self, from: &'a Address, id: ExhibitId, shown: &'a str) -> Answer<'a, Bytes> {
        Box::pin(async move {
            let parcel = self.end.parcel(from, id, shown).await?;
            let bent = self.next(&[Bend::Parcel]).is_some();
            Ok(if bent { flipped(&parcel) } else { parcel })
        })
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        id: ExhibitId,
        shown: &'a str,
        (offset, len): (u64, u64),
    ) -> Answer<'a, Bytes> {
        Box::pin(async move {
            let bend = self.next(&[Bend::Cut, Bend::Flipped, Bend::Swapped, Bend::Broken]);
            if bend == Some(Bend::Broken) {
                return Err(NetworkError("the line is down".to_owned()));
            }
            // The second piece in the place of the first, and the first in that of the second.
            let other = if offset == 0 { CHUNK_BYTES } else { 0 };
            let offset = if bend == Some(Bend::Swapped) { other } else { offset };
            let piece = self.end.chunk(from, id, shown, (offset, len)).await?;
            Ok(match bend {
                Some(Bend::Cut) => piece.slice(..piece.len() - 1),
                Some(Bend::Flipped) => flipped(&piece),
                _ => piece,
            })
        })
    }

    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes> {
        self.end.directory(url)
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        self.end.recall(from, what)
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        self.end.renewal(from, seq)
    }
}

/// Evidence that Borealia handed over and Arcadia has not fetched yet.
struct HandedOver {
    reader: Officer,
    id: RequestId,
    exhibit: ExhibitId,
}

fn evidence(bytes: u32) -> Vec<u8> {
    (0..bytes).map(|n| (n % 251) as u8).collect()
}

/// Two pieces on the line, the second a small one.
const TWO_PIECES: u32 = 8_500_000;
/// Five blocks of the age payload, in one piece.
const FIVE_BLOCKS: u32 = 300_000;

async fn handed_over(world: &World, bytes: u32) -> HandedOver {
    let (a, b, id) = Box::pin(examined(world, "traffic")).await;
    b.act(id, json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })).await;
    begun(world, id).await;
    put(world, id, (Role::Executor, connections()), Cursor::new(evidence(bytes))).await.unwrap();
    let exhibit = federation::handed_over(world, &a, &b, id).await;
    HandedOver { reader: a.officer.clone(), id, exhibit }
}

/// Tries to open the exhibit; what came out, and what was said.
async fn opened(node: &Node, of: &HandedOver, network: &dyn Network) -> (Vec<u8>, Option<String>) {
    let page = Page::default();
    let get = node.get_exhibit(&of.reader, network, (of.id, of.exhibit), Box::new(page.clone()));
    let said = Box::pin(get).await.err().map(|error| format!("{}: {error}", error.code()));
    let written = page.0.lock().unwrap().clone();
    (written, said)
}

#[tokio::test]
async fn a_truncated_altered_or_reordered_exhibit_is_not_opened_and_the_good_pieces_stay() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let of = handed_over(&world, TWO_PIECES).await;
    let node = &world.xa.node;
    let version = Box::pin(node.show(&of.reader, of.id)).await.unwrap().version;
    let parcel = "node.conflict: the parcel is not the one that the signed message names: ";
    let piece = "node.conflict: the exhibit does not arrive as its signed parcel says: ";
    for (bend, told, whose) in [
        (Bend::Parcel, parcel, "the peer misbehaved"),
        (Bend::Cut, piece, "chunk 0"),
        (Bend::Flipped, piece, "chunk 0"),
        (Bend::Swapped, piece, "chunk 0"),
        (Bend::Broken, "node.unavailable: the peer did not hand the exhibit over: ", "try again"),
    ] {
        let bent = Bent { end: world.line.of(world.xa.state), bends: Mutex::new(vec![bend]) };
        let (written, said) = opened(node, &of, &bent).await;
        let said = said.unwrap();
        assert!(said.starts_with(told) && said.contains(whose), "{bend:?}: {said}");
        assert!(written.is_empty(), "{bend:?} let something out");
        // Nothing says that it was opened.
        let after = Box::pin(node.show(&of.reader, of.id)).await.unwrap();
        assert_eq!(after.version, version, "{bend:?}");
    }
    let bent = Bent { end: world.line.of(world.xa.state), bends: Mutex::default() };
    assert_eq!(opened(node, &of, &bent).await, (evidence(TWO_PIECES), None));
}

#[tokio::test]
async fn an_exhibit_altered_on_our_own_disk_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let of = handed_over(&world, FIVE_BLOCKS).await;
    let end = world.line.of(world.xa.state);
    assert_eq!(opened(&world.xa.node, &of, &end).await.1, None);
    let name = of.exhibit.to_string();
    let blobs = folder.path().join("XA/blobs");
    let file = files(&blobs).into_iter().find(|path| path.to_string_lossy().contains(&name));
    let file = file.unwrap_or_else(|| panic!("{:?}", files(&blobs)));
    let whole = std::fs::read(&file).unwrap();
    let mut altered = whole.clone();
    altered[200_000] ^= 1;
    // Sixteen octets of nonce, then blocks of 64 KiB with a tag each.
    let (nonce, blocks) = whole.split_at(16);
    let (first, rest) = blocks.split_at(64 * 1024 + 16);
    let (second, rest) = rest.split_at(64 * 1024 + 16);
    let reordered = [nonce, second, first, rest].concat();
    let cut = &whole[..16 + 64 * 1024 + 16];
    for octets in [&altered[..], cut, &reordered[..]] {
        std::fs::write(&file, octets).unwrap();
        let (written, said) = opened(&world.xa.node, &of, &end).await;
        let said = said.unwrap();
        assert!(
            said.starts_with("node.conflict: the exhibit is not what was described: "),
            "{said}"
        );
        assert!(said.ends_with("send a damage report"), "{said}");
        assert!(written.len() < evidence(FIVE_BLOCKS).len());
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[tokio::test]
async fn an_exhibit_sealed_to_another_is_not_opened_and_says_so() {
    let world = World::new().await;
    // Borealia believes that Arcadia's evidence office holds another key than its node.
    let first = world.xa.node.directory();
    let root = keys(super::ARCADIA).root.public().fingerprint();
    let first = comity_protocol::directory::verify_link(None, &first, root).unwrap();
    publish(&world.xb, ("XA", super::ARCADIA), |directory| {
        (directory.seq, directory.prev) = (2, Some(first.digest()));
        let other = keys(9).exhibit.recipient().unwrap();
        directory.exhibit_recipients[0].recipient = other.to_string();
    })
    .await;
    let of = handed_over(&world, FIVE_BLOCKS).await;
    let end = world.line.of(world.xa.state);
    let (written, said) = opened(&world.xa.node, &of, &end).await;
    let said = said.unwrap();
    assert!(said.starts_with("node.conflict: the exhibit is not what was described: "), "{said}");
    assert!(said.contains("sealed to"), "{said}");
    assert!(written.is_empty());
}
