// SPDX-License-Identifier: EUPL-1.2
//! Exhibits: put in, handed over, fetched, opened.

use std::io::{Cursor, Read, Write};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::message::Kind;
use comity_domain::role::Role;
use comity_node::exhibit::{EXHIBIT_BYTES_MAX, NewExhibit};
use comity_node::network::{Address, Answer, Recall};
use comity_node::view::Done;
use comity_node::{Error, Network, NetworkError, Reply};
use comity_store::BlobId;
use comity_testkit::{End, World};
use serde_json::{Value, json};

use super::{Desk, agreed, desk, examined, serve_order};

/// A place to write to that can be looked at afterwards.
#[derive(Clone, Default)]
pub(crate) struct Page(pub(crate) Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A disclosure in whose execution evidence can be put in.
async fn executed(world: &World) -> (Desk<'_>, Desk<'_>, RequestId) {
    let (a, b, id) = examined(world, "traffic").await;
    let condition = json!({ "n": 1, "answer": "accept-with-conditions",
                            "conditions": ["only-this-case"] });
    let said = json!({ "text": "For this case only." });
    b.act(id, json!({ "kind": "decide", "items": [condition], "body": said })).await;
    agreed(world, &a, &b, id, "conditions-pending").await;
    let accept = json!({ "n": 1, "conditions": ["only-this-case"] });
    a.act(id, json!({ "kind": "cond.accept", "items": [accept] })).await;
    agreed(world, &a, &b, id, "accepted").await;
    begun(world, id).await;
    (a, b, id)
}

/// The order is served and answered, and the execution has begun.
pub(crate) async fn begun(world: &World, id: RequestId) {
    let executor = desk(&world.xb, "Ed", &[Role::Executor]).await;
    serve_order(&executor, id, 1, "produced", None).await;
    executor.act(id, json!({ "kind": "exec.started" })).await;
}

pub(crate) fn connections() -> NewExhibit {
    NewExhibit {
        item: 1,
        name: "connections.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        source: "Nimbus Hosting, order O-1".to_owned(),
        bytes: None,
    }
}

pub(crate) async fn put(
    world: &World,
    id: RequestId,
    (role, new): (Role, NewExhibit),
    read: impl Read + Send + 'static,
) -> Result<Done, Error> {
    let by = desk(&world.xb, "Ed", &[role]).await;
    Box::pin(world.xb.node.put_exhibit(&by.officer, None, id, new, Box::new(read))).await
}

/// Hands over what was put in, and names it.
pub(crate) async fn handed_over(
    world: &World,
    a: &Desk<'_>,
    b: &Desk<'_>,
    id: RequestId,
) -> ExhibitId {
    disclosed(world, id).await;
    agreed(world, a, b, id, "delivered").await;
    a.see(id).await.items[0].exhibits[0]
}

/// What was put in is reviewed by one, cleared by another, and handed over by both.
pub(crate) async fn disclosed(world: &World, id: RequestId) {
    let keeper = desk(&world.xb, "Eva", &[Role::Evidence]).await;
    let chief = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let text = |text: &str| json!({ "detail": "text", "is": text });
    keeper
        .step(id, json!({ "step": "exhibit.review", "items": [1], "detail": text("In scope.") }))
        .await;
    chief
        .step(id, json!({ "step": "exhibit.clear", "items": [1], "detail": text("Released.") }))
        .await;
    let whole = json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    let done = keeper.act(id, whole).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    chief.consent(id, proposal).await;
}

/// Fetches and opens it, and gives its plaintext.
async fn opened(world: &World, a: &Desk<'_>, of: (RequestId, ExhibitId)) -> Vec<u8> {
    let page = Page::default();
    let line = world.line.of(a.post.state);
    let get = a.post.node.get_exhibit(&a.officer, &line, of, Box::new(page.clone()));
    let view = Box::pin(get).await.unwrap();
    assert_eq!(view.name, "connections.csv");
    page.0.lock().unwrap().clone()
}

fn receipt(delivery: &Value) -> Value {
    json!({ "kind": "disclose.receipt", "about": delivery,
            "items": [{ "n": 1, "answer": "intact" }] })
}

#[tokio::test]
async fn a_disclosure_is_decided_on_a_condition_and_its_evidence_arrives_as_it_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = executed(&world).await;
    let evidence: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    put(&world, id, (Role::Executor, connections()), Cursor::new(evidence.clone())).await.unwrap();
    // Who clears it can look at it, and so can the oversight body; who is at the desk cannot.
    let waiting = b.see(id).await.items[0].waiting.clone();
    assert_eq!(waiting[0].name.as_deref(), Some("connections.csv"));
    let sealed = waiting[0].id;
    for role in [Role::Supervisor, Role::Decider, Role::Evidence, Role::Oversight] {
        let reader = desk(&world.xb, "Rea", &[role]).await;
        assert_eq!(opened(&world, &reader, (id, sealed)).await, evidence, "{role}");
    }
    let duty = desk(&world.xb, "Dai", &[Role::Duty]).await;
    let line = world.line.of(world.xb.state);
    let get =
        duty.post.node.get_exhibit(&duty.officer, &line, (id, sealed), Box::new(Page::default()));
    assert_eq!(Box::pin(get).await.unwrap_err().code(), "policy.missing-role");
    let exhibit = handed_over(&world, &a, &b, id).await;
    assert!(b.see(id).await.items[0].waiting.is_empty());
    assert_eq!(opened(&world, &a, (id, exhibit)).await, evidence);
    let seen = a.see(id).await;
    let mut delivered = seen.timeline.iter().filter(|entry| entry.kind == Kind::Disclose.code());
    a.act(id, receipt(&json!(delivered.next().unwrap().message))).await;
    agreed(&world, &a, &b, id, "received").await;
    for post in [&world.xa, &world.xb] {
        assert!(post.node.store().verify().await.unwrap().events >= 7);
    }
}

/// What must not be read.
struct Unread;

impl Read for Unread {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("it was read before it was asked whether it may come in")
    }
}

#[tokio::test]
async fn nothing_is_sealed_that_would_not_be_taken_in() {
    let world = World::new().await;
    let (_, _, early) = examined(&world, "traffic").await;
    let refused = put(&world, early, (Role::Executor, connections()), Unread).await.unwrap_err();
    assert_eq!(refused.code(), "request.step-not-now");
    let (_, _, id) = executed(&world).await;
    let refused = put(&world, id, (Role::Duty, connections()), Unread).await.unwrap_err();
    assert_eq!(refused.code(), "policy.missing-role");
    let disk = NewExhibit { bytes: Some(EXHIBIT_BYTES_MAX + 1), ..connections() };
    let refused = put(&world, id, (Role::Executor, disk), Unread).await.unwrap_err();
    assert!(refused.to_string().contains("30 GiB"), "{refused}");
}

/// Evidence that comes only after something else was done.
struct Held(std::sync::mpsc::Receiver<()>, Cursor<Vec<u8>>);

impl Read for Held {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // Once told, or nobody is left to tell it.
        let _ = self.0.recv();
        self.1.read(into)
    }
}

#[tokio::test]
async fn a_request_is_free_while_its_evidence_is_sealed_and_asked_again_afterwards() {
    let world = World::new().await;
    let (a, b, id) = executed(&world).await;
    let (told, waits) = std::sync::mpsc::channel();
    let held = Held(waits, Cursor::new(vec![7; 100_000]));
    let putting = put(&world, id, (Role::Executor, connections()), held);
    let meanwhile = async {
        a.act(id, json!({ "kind": "withdraw", "body": { "text": "No longer needed." } })).await;
        world.settle().await;
        drop(told);
    };
    let (put, ()) = tokio::join!(putting, meanwhile);
    assert_eq!(put.unwrap_err().code(), "request.step-not-now", "it was withdrawn meanwhile");
    assert_eq!(b.see(id).await.state.unwrap().code(), "withdrawn");
}

/// A line that goes dead after so many octets of payload, and counts them.
struct Failing {
    line: End,
    left: AtomicI64,
    octets: AtomicU64,
}

impl Failing {
    fn after(world: &World, chunks: i64) -> Self {
        let line = world.line.of(world.xa.state);
        Self { line, left: AtomicI64::new(chunks), octets: AtomicU64::new(0) }
    }
}

impl Network for Failing {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        self.line.deliver(to, sealed)
    }

    fn parcel<'a>(&'a self, from: &'a Address, of: ExhibitId, shown: &'a str) -> Answer<'a, Bytes> {
        self.line.parcel(from, of, shown)
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        of: ExhibitId,
        shown: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes> {
        if self.left.fetch_sub(1, Ordering::Relaxed) <= 0 {
            return Box::pin(async { Err(NetworkError("the line is down".to_owned())) });
        }
        self.octets.fetch_add(range.1, Ordering::Relaxed);
        self.line.chunk(from, of, shown, range)
    }

    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes> {
        self.line.directory(url)
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        self.line.recall(from, what)
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        self.line.renewal(from, seq)
    }
}

const MIB: u64 = 1024 * 1024;

#[tokio::test]
async fn an_exhibit_is_fetched_in_the_background_and_goes_on_from_where_it_broke_off() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = executed(&world).await;
    let evidence: Vec<u8> = (0..20 * MIB).map(|n| (n % 251) as u8).collect();
    put(&world, id, (Role::Executor, connections()), Cursor::new(evidence.clone())).await.unwrap();
    let exhibit = handed_over(&world, &a, &b, id).await;
    let node = &world.xa.node;
    let progress = async || a.see(id).await.fetches.remove(0);
    assert_eq!((progress().await.here, progress().await.bytes_here), (false, 0));
    // Two of three chunks, and the line is dead.
    let failing = Failing::after(&world, 2);
    assert_eq!(Box::pin(node.fetch(&failing)).await.unwrap(), 0);
    let seen = progress().await;
    assert_eq!((seen.here, seen.bytes_here), (false, 16 * MIB));
    assert!(seen.bytes.unwrap() > 20 * MIB && seen.error.unwrap().contains("line is down"));
    // It is patient: nothing is tried before its time.
    assert!(node.fetch_due().await.unwrap().unwrap() > world.hands.read());
    let again = Failing::after(&world, 9);
    assert_eq!(Box::pin(node.fetch(&again)).await.unwrap(), 0);
    world.hands.wait(jiff::SignedDuration::from_mins(6));
    assert_eq!(Box::pin(node.fetch(&again)).await.unwrap(), 1);
    assert!(again.octets.load(Ordering::Relaxed) < 8 * MIB, "what was here was fetched again");
    let seen = progress().await;
    assert_eq!((seen.here, seen.next, seen.error), (true, None, None));
    // That it is here is no receipt: that is an officer's.
    assert_eq!(a.see(id).await.state.unwrap().code(), "delivered");
    assert_eq!(opened(&world, &a, (id, exhibit)).await, evidence);
}

#[tokio::test]
async fn what_a_kill_left_is_checked_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = executed(&world).await;
    let evidence = vec![9; 20 * usize::try_from(MIB).unwrap()];
    put(&world, id, (Role::Executor, connections()), Cursor::new(evidence.clone())).await.unwrap();
    let exhibit = handed_over(&world, &a, &b, id).await;
    let node = &world.xa.node;
    Box::pin(node.fetch(&Failing::after(&world, 2))).await.unwrap();
    // What the disk lost of the second chunk when the power went, and half of a third.
    let blob = BlobId::Exhibit(exhibit);
    let writer = node.store().blob_writer(blob, 16 * MIB).unwrap();
    writer.write_at(9 * MIB, &[0; 4096]).unwrap();
    writer.write_at(16 * MIB, &[1; 4096]).unwrap();
    drop(writer);
    world.hands.wait(jiff::SignedDuration::from_mins(6));
    let line = Failing::after(&world, 9);
    assert_eq!(Box::pin(node.fetch(&line)).await.unwrap(), 1);
    let resent = line.octets.load(Ordering::Relaxed);
    assert!((8 * MIB..13 * MIB).contains(&resent), "{resent}: the spoilt chunk and the last");
    assert_eq!(opened(&world, &a, (id, exhibit)).await, evidence);
}

#[tokio::test]
async fn an_officer_who_asks_while_it_is_fetched_waits_and_gets_it() {
    let world = World::new().await;
    let (a, b, id) = executed(&world).await;
    put(&world, id, (Role::Executor, connections()), Cursor::new(vec![5; 9_000_000]))
        .await
        .unwrap();
    let exhibit = handed_over(&world, &a, &b, id).await;
    let line = Failing::after(&world, 9);
    let fetching = Box::pin(world.xa.node.fetch(&line));
    let (fetched, plain) = tokio::join!(fetching, opened(&world, &a, (id, exhibit)));
    assert!(fetched.is_ok());
    assert_eq!(plain.len(), 9_000_000);
    assert_eq!(world.xa.node.fetch_due().await.unwrap(), None, "nothing is left to fetch");
}
