// SPDX-License-Identifier: EUPL-1.2
//! Files that go with the words of a request.
//!
//! Verified here: a file crosses with the message that names it and with no other; it arrives by
//! itself, whole, and whoever reads the request opens it, on record; the State that is asked sends
//! none; each State of a draft has a copy that only it and we open; what is too large stays out.

use std::io::{Cursor, Read};

use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_domain::message::Attachment;
use comity_domain::request::{Command, Draft};
use comity_domain::role::Role;
use comity_node::exhibit::NewAttachment;
use comity_node::view::AttachmentView;
use comity_node::{Became, Error, Onward};
use comity_store::BlobId;
use comity_testkit::{Post, World};
use serde_json::json;

use super::exhibits::Page;
use super::several::{both, goes_on, in_french};
use super::{Desk, desk, preservation};

fn file(name: &str) -> NewAttachment {
    NewAttachment {
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        kind: "order".parse().unwrap(),
        language: Some("en".to_owned()),
        translation_of: None,
        certified_by: None,
        keep: false,
    }
}

async fn attach(
    desk: &Desk<'_>,
    id: RequestId,
    (new, octets): (NewAttachment, &[u8]),
) -> Result<Attachment, Error> {
    let read = Box::new(Cursor::new(octets.to_vec()));
    Box::pin(desk.post.node.attach(&desk.officer, None, id, new, read)).await
}

async fn files(desk: &Desk<'_>, id: RequestId) -> Vec<AttachmentView> {
    desk.see(id).await.attachments
}

async fn opened(
    world: &World,
    desk: &Desk<'_>,
    of: (RequestId, ExhibitId),
) -> Result<Vec<u8>, Error> {
    let page = Page::default();
    let line = world.line.of(desk.post.state);
    let get = desk.post.node.get_exhibit(&desk.officer, &line, of, Box::new(page.clone()));
    Box::pin(get).await?;
    let octets = page.0.lock().unwrap().clone();
    Ok(octets)
}

/// Lets everything that is due be fetched.
async fn fetched(world: &World, post: &Post) -> usize {
    Box::pin(post.node.fetch(&world.line.of(post.state))).await.unwrap()
}

#[tokio::test]
async fn a_file_goes_with_the_request_that_names_it_and_the_other_state_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    let order: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let named = attach(&a, id, (file("order.pdf"), &order)).await.unwrap();
    let kept = NewAttachment { keep: true, ..file("notes.pdf") };
    attach(&a, id, (kept, b"for us alone")).await.unwrap();
    let drafted: Vec<_> =
        files(&a, id).await.iter().map(|one| (one.drafted, one.message)).collect();
    assert_eq!(drafted, [(false, None), (true, None)], "by name");
    // Until the message goes nobody gets it, whatever they show.
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    assert_eq!(fetched(&world, &world.xb).await, 1);
    let there = files(&b, id).await;
    assert_eq!(there.len(), 1, "what was kept did not cross: {there:?}");
    assert_eq!(there[0].file.as_ref(), Some(&named));
    assert!(!there[0].mine && there[0].message.is_some());
    let exhibit = there[0].id;
    assert_eq!(opened(&world, &b, (id, exhibit)).await.unwrap(), order);
    let seen = b.see(id).await;
    assert!(seen.fetches.iter().all(|fetch| fetch.here));
    assert!(seen.timeline.iter().any(|line| line.kind == "attach.open"));
    assert!(seen.items.iter().all(|item| item.exhibits.is_empty()), "it is no evidence");
    // Our own copy opens too.
    assert_eq!(opened(&world, &a, (id, exhibit)).await.unwrap(), order);
    // Both packages hold its parcel, and nothing of what was kept.
    let package = a.post.node.package(&a.officer, id).await.unwrap();
    let parcels: Vec<_> = package.iter().filter(|(path, _)| path.starts_with("parcels/")).collect();
    assert_eq!(parcels.len(), 1, "{parcels:?}");
}

#[tokio::test]
async fn a_later_message_carries_files_of_the_state_that_asks_only() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let scan = attach(&b, id, (file("domestic.pdf"), b"a scan")).await.unwrap();
    let note = |file: &Attachment| {
        let said = json!({ "text": "See the file.", "attachments": [file] });
        json!({ "kind": "note", "body": said })
    };
    assert_eq!(b.refused(id, note(&scan)).await, "request.field-missing");
    let late = attach(&a, id, (file("late.pdf"), b"an order")).await.unwrap();
    a.act(id, note(&late)).await;
    world.settle().await;
    fetched(&world, &world.xb).await;
    let crossed = files(&b, id).await.into_iter().find(|one| !one.mine).unwrap();
    assert_eq!(opened(&world, &b, (id, crossed.id)).await.unwrap(), b"an order");
    assert_eq!(files(&a, id).await.len(), 1, "the other State's scan stays there");
    // What was not sent is not handed out to whoever guesses.
    let capability = "00".repeat(32);
    let served = b.post.node.serve_parcel(world.xa.state, scan.id.unwrap(), &capability).await;
    assert!(matches!(served, Err(Error::NotFound { .. })));
}

#[tokio::test]
async fn each_state_of_a_draft_has_a_copy_and_translations_go_to_those_who_read_them() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(in_french(both(preservation()))).await;
    let order = attach(&a, id, (file("order.pdf"), b"in English")).await.unwrap();
    let translation = NewAttachment {
        language: Some("fr".to_owned()),
        translation_of: Some(order.digest),
        ..file("ordonnance.pdf")
    };
    attach(&a, id, (translation, b"en fran\xc3\xa7ais")).await.unwrap();
    let made = goes_on(&a, id, Onward::Make).await;
    assert_eq!(made[0].1, Became::Made);
    // Once more, and nothing is copied twice.
    assert_eq!(goes_on(&a, id, Onward::Make).await[0].1, Became::Unchanged);
    let other = a.see(id).await.beside[0].request;
    let copies = files(&a, other).await;
    assert_eq!(copies.len(), 2);
    assert!(copies.iter().all(|copy| copy.drafted), "{copies:?}");
    let ours = files(&a, id).await;
    assert!(copies.iter().all(|copy| ours.iter().all(|one| one.id != copy.id)));
    let mut read = Vec::new();
    for copy in &copies {
        read.push(opened(&world, &a, (other, copy.id)).await.unwrap());
    }
    read.sort();
    assert_eq!(read, [b"en fran\xc3\xa7ais".to_vec(), b"in English".to_vec()]);
    // To Borealia, which reads no French, goes the original alone.
    goes_on(&a, id, Onward::Send).await;
    world.settle().await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let names: Vec<_> = files(&b, id).await.into_iter().map(|one| one.file.unwrap().name).collect();
    assert_eq!(names, ["order.pdf"]);
}

/// Octets without end.
struct Endless;

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        into.fill(7);
        Ok(into.len())
    }
}

#[tokio::test]
async fn what_is_too_large_or_not_allowed_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    let before = a.see(id).await.version;
    let put = a.post.node.attach(&a.officer, None, id, file("huge.pdf"), Box::new(Endless));
    let error = Box::pin(put).await.unwrap_err();
    assert!(error.to_string().contains("64 MiB"), "{error}");
    assert_eq!(a.see(id).await.version, before);
    let clerk = desk(&world.xa, "Olga", &[Role::Oversight]).await;
    assert!(attach(&clerk, id, (file("order.pdf"), b"no")).await.is_err());
    let blobs = walk(folder.path()).into_iter().filter(|path| path.contains("exhibit"));
    assert_eq!(blobs.count(), 0);
}

/// The files of a folder, however deep.
fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path));
        } else {
            all.push(path.display().to_string());
        }
    }
    all
}

#[tokio::test]
async fn a_draft_that_was_changed_meanwhile_still_names_what_is_here() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    let named = attach(&a, id, (file("order.pdf"), b"octets")).await.unwrap();
    let without = Command::Draft(Box::new(preservation()));
    a.try_do(Some(id), without).await.unwrap();
    assert!(a.see(id).await.draft.unwrap().body.attachments.is_empty());
    // A draft that names what is nowhere is not sent.
    let lost = Attachment { digest: Digest::of(b"nowhere"), ..named };
    let mut draft = preservation();
    draft.body.attachments = vec![lost];
    let command = Command::Draft(Box::new(Draft { ..draft }));
    a.try_do(Some(id), command).await.unwrap();
    assert_eq!(a.refused(id, json!({ "kind": "req.submit" })).await, "request.nothing-here");
    assert!(a.post.node.store().blob_reader(BlobId::Exhibit(named_id(&a, id).await), 0..1).is_ok());
}

async fn named_id(desk: &Desk<'_>, id: RequestId) -> ExhibitId {
    files(desk, id).await[0].id
}
