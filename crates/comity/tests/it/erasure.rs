// SPDX-License-Identifier: EUPL-1.2
//! The end of a file: what was erased opens nowhere any more, and what was done stays provable.
//!
//! ```text
//!   Arcadia (XA)  <-- evidence, order to delete --  Borealia (XB)
//!     erase (two persons) -> keys end -> epoch key turned over -> certificate -> delete.done
//! ```

use std::path::Path;
use std::sync::Arc;

use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_domain::message::Kind;
use comity_domain::role::Role;
use comity_node::view::{Done, Line};
use comity_node::{Node, Setup};
use comity_protocol::directory::verify_link;
use comity_protocol::statement::{Deletion, Verified, open};
use comity_store::{BlobId, KeyStore, Options, Store};
use comity_testkit::{Dice, Drawer, World, gate, identity, law};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::federation::{
    self, Desk, Page, agreed, begun, connections, desk, examined, preservation, put,
};

/// A disclosure whose evidence was handed over; and its exhibit.
async fn handed_over(world: &World) -> (Desk<'_>, Desk<'_>, RequestId, ExhibitId) {
    let (a, b, id) = examined(world, "traffic").await;
    b.act(id, json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })).await;
    begun(world, id).await;
    let read = std::io::Cursor::new(b"evidence".repeat(1_000));
    put(world, id, (Role::Executor, connections()), read).await.unwrap();
    let exhibit = federation::handed_over(world, &a, &b, id).await;
    (a, b, id, exhibit)
}

/// The same, opened and receipted.
async fn received(world: &World) -> (Desk<'_>, Desk<'_>, RequestId, ExhibitId) {
    let (a, b, id, exhibit) = handed_over(world).await;
    let line = world.line.of(world.xa.state);
    let page = Box::new(Page::default());
    let get = world.xa.node.get_exhibit(&a.officer, &line, (id, exhibit), page);
    Box::pin(get).await.unwrap();
    receipt(world, &a, &b, id).await;
    (a, b, id, exhibit)
}

async fn receipt(world: &World, a: &Desk<'_>, b: &Desk<'_>, id: RequestId) {
    let seen = a.see(id).await;
    let delivery = seen.timeline.iter().rev().find(|entry| entry.kind == Kind::Disclose.code());
    let receipt = json!({ "kind": "disclose.receipt", "about": delivery.unwrap().message,
                          "items": [{ "n": 1, "answer": "intact" }] });
    a.act(id, receipt).await;
    agreed(world, a, b, id, "received").await;
}

/// The same, the person was told, and Borealia has ordered that it be deleted.
async fn to_be_deleted(world: &World) -> (Desk<'_>, Desk<'_>, RequestId, ExhibitId) {
    let (a, b, id, exhibit) = received(world).await;
    federation::told(world, &a, id).await;
    b.act(id, json!({ "kind": "delete.order", "body": { "text": "The case is closed." } })).await;
    agreed(world, &a, &b, id, "deletion-due").await;
    (a, b, id, exhibit)
}

const ERASE: &str = "erase";

/// Two persons of Arcadia erase.
/// The requests that have the case number, and those that name the address.
async fn referred(a: &Desk<'_>) -> (Vec<RequestId>, Vec<RequestId>) {
    let node = &a.post.node;
    let by_case = node.referred(&a.officer, "A-77/26").await.unwrap();
    let by_address = node.search(&a.officer, (None, "203.0.113.7"), "A-77/26").await.unwrap();
    let ids = |lines: Vec<Line>| lines.into_iter().map(|line| line.request).collect();
    (ids(by_case), ids(by_address))
}

async fn erase(world: &World, a: &Desk<'_>, id: RequestId) {
    let done = a.step(id, json!({ "step": ERASE })).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    desk(&world.xa, "Sue", &[Role::Supervisor]).await.consent(id, proposal).await;
}

/// What the other State's officers read of the certificate, verified by the sender's directory.
async fn certificate(world: &World, b: &Desk<'_>, id: RequestId) -> Verified<Deletion> {
    let seen = b.see(id).await;
    let report = seen.timeline.iter().find(|entry| entry.kind == "delete.done").unwrap();
    let certificate = report.body.as_ref().unwrap().certificate.clone().unwrap();
    let directory = verify_link(None, &world.xa.node.directory(), world.xa.root).unwrap();
    open(certificate.as_bytes(), &directory.value().ring().unwrap()).unwrap()
}

#[tokio::test]
async fn an_ordered_deletion_is_done_by_two_certified_after_the_turnover_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id, exhibit) = to_be_deleted(&world).await;
    let files = Box::pin(world.xa.node.package(&a.officer, id)).await.unwrap();
    assert!(files.iter().any(|(path, _)| path.starts_with("bodies/")));
    assert_eq!(referred(&a).await, (vec![id], vec![id]));
    erase(&world, &a, id).await;

    // The words are gone, and so is what the evidence lay in; who said what and when is not.
    let seen = a.see(id).await;
    assert!(seen.timeline.iter().all(|entry| entry.body.is_none()));
    assert!(seen.timeline.len() > 10 && seen.items[0].identifier.is_none());
    assert_eq!(referred(&a).await, (vec![], vec![]));
    let store = world.xa.node.store();
    assert!(store.blob_reader(BlobId::Exhibit(exhibit), 0..1).unwrap().is_none());
    let line = world.line.of(world.xa.state);
    let get =
        world.xa.node.get_exhibit(&a.officer, &line, (id, exhibit), Box::new(Page::default()));
    assert_eq!(Box::pin(get).await.unwrap_err().code(), "node.not-found");
    store.verify().await.unwrap();

    // Not reported before it is certain, and certain only after the night.
    assert_eq!(a.refused(id, json!({ "kind": "delete.done" })).await, "node.conflict");
    assert!(world.xa.node.turn_epoch_if_due().await.unwrap().is_none());
    world.hands.wait(SignedDuration::from_hours(24));
    let turned = world.xa.node.turn_epoch_if_due().await.unwrap().unwrap();
    assert_eq!((turned.epoch, turned.certified, turned.falls_to), (2, 1, None));
    assert_eq!(world.xa.drawer.numbers(), [2]);
    agreed(&world, &a, &b, id, "deleted").await;
    assert!(world.xa.node.turn_epoch_if_due().await.unwrap().is_none(), "once is enough");

    let certificate = certificate(&world, &b, id).await;
    let deletion = certificate.value();
    assert_eq!((deletion.request, deletion.from), (id, world.xa.state));
    assert!(deletion.order.is_some() && deletion.beyond_backups == world.hands.read());
    let purposes: Vec<&str> = deletion.erased.iter().map(|key| key.purpose.as_str()).collect();
    assert_eq!(purposes, ["exhibits", "file"]);
    let left = |what: &str| deletion.left_node.iter().any(|left| left.what.as_str() == what);
    assert!(left("message") && left("exhibit") && left("package"));

    // What comes later is taken in by its head alone, and receipted.
    b.act(id, json!({ "kind": "note", "body": { "text": "Thank you." } })).await;
    agreed(&world, &a, &b, id, "deleted").await;
    let last = a.see(id).await.timeline.pop().unwrap();
    assert_eq!((last.kind.as_str(), last.body), ("note", None));
    a.act(id, json!({ "kind": "close" })).await;
    agreed(&world, &a, &b, id, "closed").await;

    let files = Box::pin(world.xa.node.package(&a.officer, id)).await.unwrap();
    let has = |start: &str| files.iter().any(|(path, _)| path.starts_with(start));
    assert!(has("statements/") && has("receipts/") && has("parcels/") && has("deletions/XA.jws"));
    assert!(!has("bodies/"));
    let bag = folder.path().join("bag");
    write_bag(&bag, &files);
    let root = format!("XA={}", world.xa.root);
    let other = format!("XB={}", world.xb.root);
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(["verify", bag.to_str().unwrap(), "--root", &root, "--root", &other])
        .output()
        .unwrap();
    let lines = String::from_utf8(said.stdout).unwrap();
    assert!(said.status.success(), "{lines}");
    assert!(lines.contains("XA erased exhibits and file for good"), "{lines}");
    assert!(lines.contains("its body is not in the package"), "{lines}");
}

/// The files of a package as a bag, as the program writes one.
fn write_bag(folder: &Path, files: &[(String, Vec<u8>)]) {
    let line = |(path, octets): &(String, Vec<u8>)| {
        [Digest::of(octets).to_string(), format!("  data/{path}\n")].concat()
    };
    let manifest: String = files.iter().map(line).collect();
    for (path, octets) in files {
        let full = folder.join("data").join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, octets).unwrap();
    }
    std::fs::write(folder.join("manifest-sha256.txt"), manifest).unwrap();
    let bagit = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    std::fs::write(folder.join("bagit.txt"), bagit).unwrap();
}

#[tokio::test]
async fn what_was_erased_is_not_fetched_any_more() {
    let world = World::new().await;
    let (a, b, id, exhibit) = handed_over(&world).await;
    receipt(&world, &a, &b, id).await;
    federation::told(&world, &a, id).await;
    b.act(id, json!({ "kind": "delete.order", "body": { "text": "The case is closed." } })).await;
    agreed(&world, &a, &b, id, "deletion-due").await;
    assert!(world.xa.node.fetch_due().await.unwrap().is_some());
    erase(&world, &a, id).await;
    let line = world.line.of(world.xa.state);
    assert_eq!(Box::pin(world.xa.node.fetch(&line)).await.unwrap(), 0);
    let store = world.xa.node.store();
    assert!(store.blob_reader(BlobId::Exhibit(exhibit), 0..1).unwrap().is_none());
    assert_eq!(world.xa.node.fetch_due().await.unwrap(), None, "it is tried no more");
}

#[tokio::test]
async fn a_replay_after_an_erasure_creates_nothing_again() {
    let world = World::new().await;
    let (a, _, id, _) = to_be_deleted(&world).await;
    erase(&world, &a, id).await;
    let before = a.see(id).await.timeline;
    for (from, sealed) in world.line.tapped() {
        if from == world.xb.state {
            Box::pin(world.xa.node.receive(from, sealed)).await.unwrap();
        }
    }
    assert_eq!(a.see(id).await.timeline, before);
    assert!(before.iter().all(|entry| entry.body.is_none()));
}

#[tokio::test]
async fn nothing_is_erased_while_a_message_has_not_arrived_or_its_time_has_not_come() {
    let world = World::new().await;
    let (a, b, id, _) = received(&world).await;
    let take = |step: Value| serde_json::from_value(step).unwrap();
    let erase = || comity_domain::request::Command::Take(take(json!({ "step": ERASE })));
    let early = a.try_do(Some(id), erase()).await.unwrap_err();
    assert_eq!(early.code(), "request.deadline");
    b.act(id, json!({ "kind": "delete.order", "body": { "text": "The case is closed." } })).await;
    world.settle().await;
    let untold = a.try_do(Some(id), erase()).await.unwrap_err();
    assert_eq!(untold.code(), "request.erasure-barred");
    assert!(untold.to_string().contains("the person was told"), "{untold}");
    a.act(id, json!({ "kind": "notice.sent" })).await;
    let barred = a.try_do(Some(id), erase()).await.unwrap_err();
    assert_eq!(barred.code(), "request.erasure-barred");
    assert!(barred.to_string().contains("has not arrived"), "{barred}");
    world.settle().await;
    assert!(matches!(a.try_do(Some(id), erase()).await.unwrap(), Done::Proposed { .. }));
}

#[tokio::test]
async fn a_key_that_is_another_persons_to_destroy_is_waited_for() {
    let world = World::with_drawers(|drawer| drawer.of_another("the ministry's safe")).await;
    let (a, b, id, _) = to_be_deleted(&world).await;
    let admin = desk(&world.xa, "Root", &[Role::Administrator]).await;
    erase(&world, &a, id).await;
    let denied = world.xa.node.turn_epoch(&a.officer).await.unwrap_err();
    assert!(denied.code().starts_with("policy."), "{}", denied.code());
    let turned = world.xa.node.turn_epoch(&admin.officer).await.unwrap();
    assert_eq!((turned.certified, turned.falls_to.as_deref()), (0, Some("the ministry's safe")));
    agreed(&world, &a, &b, id, "deletion-due").await;
    let again = world.xa.node.turn_epoch(&admin.officer).await.unwrap_err();
    assert_eq!(again.code(), "node.conflict");
    let wrong = world.xa.node.confirm_destroyed(&admin.officer, 2).await.unwrap_err();
    assert_eq!(wrong.code(), "node.conflict");
    assert_eq!(world.xa.node.confirm_destroyed(&admin.officer, 1).await.unwrap(), 1);
    agreed(&world, &a, &b, id, "deleted").await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Arcadia's node on these folders, with the epoch key of today.
async fn reopened(
    world: &World,
    home: &Path,
    keys: &Path,
) -> Result<Arc<Node>, comity_node::Error> {
    let drawer: Drawer = world.xa.drawer.clone();
    let setup = Setup {
        state: world.xa.state,
        purpose: comity_node::Purpose::Exercise,
        store: Store::open(home, &Options::default()).unwrap(),
        keys: KeyStore::open(keys).unwrap(),
        epoch: drawer.newest(),
        keeper: Arc::new(drawer),
        gate: gate(),
        law: law(),
        identity: identity(world.xa.state, 1, comity_testkit::NIGHT.parse().unwrap()).0,
        clock: Arc::new(world.hands.clone()),
        chance: Arc::new(Dice::new(99)),
    };
    Node::open(setup).await
}

#[tokio::test]
async fn a_backup_from_before_opens_nothing_that_was_erased() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, _, id, exhibit) = to_be_deleted(&world).await;
    let duty = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let other = duty.draft(preservation()).await;
    let home = folder.path().join("XA");
    let backup = folder.path().join("backup");
    copy(&home, &backup);
    erase(&world, &a, id).await;
    world.hands.wait(SignedDuration::from_hours(24));
    world.xa.node.turn_epoch_if_due().await.unwrap().unwrap();

    // Database, blobs and key store from before, the epoch key of today: not one key opens.
    let first = folder.path().join("first");
    copy(&backup, &first);
    let node = reopened(&world, &first, &first.join("keys.db")).await.unwrap();
    for request in [id, other] {
        let error = Box::pin(node.show(&duty.officer, request)).await.unwrap_err();
        assert_eq!(error.code(), "node.unavailable", "{error}");
        assert!(error.to_string().contains("key store"), "{error}");
    }
    drop(node);

    // Database and blobs from before, the key store of today: everything else opens.
    let second = folder.path().join("second");
    copy(&backup, &second);
    std::fs::copy(home.join("keys.db"), second.join("today.db")).unwrap();
    let node = reopened(&world, &second, &second.join("today.db")).await.unwrap();
    assert!(Box::pin(node.show(&duty.officer, other)).await.unwrap().draft.is_some());
    let seen = Box::pin(node.show(&a.officer, id)).await.unwrap();
    assert!(seen.timeline.len() >= 10 && seen.timeline.iter().all(|entry| entry.body.is_none()));
    // The payload came back with the backup. Nothing is left that could open it.
    assert!(node.store().blob_reader(BlobId::Exhibit(exhibit), 0..1).unwrap().is_some());
    let line = world.line.of(world.xa.state);
    let get = node.get_exhibit(&a.officer, &line, (id, exhibit), Box::new(Page::default()));
    assert_eq!(Box::pin(get).await.unwrap_err().code(), "node.not-found");
}

#[tokio::test]
async fn an_erasure_that_was_begun_is_finished_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, _, id, exhibit) = to_be_deleted(&world).await;
    // A folder where the payload should be: to remove it fails, as a full or broken disk would.
    let home = folder.path().join("XA");
    let payload = find(&home, &exhibit.to_string()).unwrap();
    std::fs::remove_file(&payload).unwrap();
    std::fs::create_dir(&payload).unwrap();
    let done = a.step(id, json!({ "step": ERASE })).await;
    let Done::Proposed { proposal, .. } = done else { panic!("{done:?}") };
    let second = desk(&world.xa, "Sue", &[Role::Supervisor]).await;
    let broken = world.xa.node.consent(&second.officer, id, proposal);
    assert_eq!(Box::pin(broken).await.unwrap_err().code(), "node.unavailable");
    let open = world.xa.node.store().erasures().await.unwrap();
    assert_eq!((open.len(), open[0].ended), (1, None));

    let after = folder.path().join("after");
    copy(&home, &after);
    std::fs::remove_dir(find(&after, &exhibit.to_string()).unwrap()).unwrap();
    let node = reopened(&world, &after, &after.join("keys.db")).await.unwrap();
    let open = node.store().erasures().await.unwrap();
    assert_eq!((open.len(), open[0].ended.unwrap().1), (1, 1));
    let seen = Box::pin(node.show(&a.officer, id)).await.unwrap();
    assert!(seen.timeline.iter().all(|entry| entry.body.is_none()));
}

/// The file or folder of this name somewhere below.
fn find(folder: &Path, name: &str) -> Option<std::path::PathBuf> {
    let mut entries = std::fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path());
    entries.find_map(|path| {
        if path.file_name().is_some_and(|found| found == name) {
            return Some(path);
        }
        find(&path, name)
    })
}
