// SPDX-License-Identifier: EUPL-1.2
//! What one State sent to another does not go to a third one without the first one's consent.
//!
//! Verified here: a file is known again by what it holds, under another name, sealed or named by
//! its digest alone; to the State that it came from it may go back; it goes on once that State has
//! granted a further use, and not because it was asked for one.

use std::io::Cursor;

use comity_domain::message::{Attachment, Kind};
use comity_domain::request::{Command, Draft};
use comity_domain::role::Role;
use comity_node::exhibit::NewAttachment;
use comity_testkit::World;
use serde_json::{Value, json};

use super::exhibits::{Page, begun, connections, handed_over, put};
use super::{Desk, agreed, desk, examined, from, preservation};

const EVIDENCE: &[u8] = b"203.0.113.7 at 03:12";

fn to(state: &str) -> Draft {
    Draft { to: state.parse().unwrap(), ..preservation() }
}

/// Attaches the evidence under another name to a new draft to this State.
async fn carried(a: &Desk<'_>, state: &str) -> Result<Attachment, comity_node::Error> {
    let draft = a.draft(to(state)).await;
    let new = NewAttachment {
        name: "our-own-notes.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        kind: "annex".parse().unwrap(),
        language: None,
        translation_of: None,
        certified_by: None,
        keep: false,
    };
    let read = Box::new(Cursor::new(EVIDENCE.to_vec()));
    Box::pin(a.post.node.attach(&a.officer, None, draft, new, read)).await
}

fn of(kind: &str, answer: Option<&str>) -> Value {
    json!({ "kind": kind, "items": [{ "n": 1, "answer": answer }],
            "body": { "text": "For the case in Cascadia." } })
}

#[tokio::test]
async fn what_another_state_sent_goes_on_only_with_its_consent() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = examined(&world, "traffic").await;
    b.act(id, json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })).await;
    begun(&world, id).await;
    put(&world, id, (Role::Executor, connections()), Cursor::new(EVIDENCE)).await.unwrap();
    let exhibit = handed_over(&world, &a, &b, id).await;
    carried(&a, "XC").await.expect("nobody has opened it here: whence it came nobody knows");
    let line = world.line.of(a.post.state);
    let page = Box::new(Page::default());
    Box::pin(a.post.node.get_exhibit(&a.officer, &line, (id, exhibit), page)).await.unwrap();
    let denied = carried(&a, "XC").await.unwrap_err();
    assert!(denied.to_string().contains("onward-with-consent"), "{denied}");
    // Nor is it named by its digest, as what travels by bag.
    let draft = a.draft(to("XC")).await;
    let file = json!({ "digest": comity_domain::id::Digest::of(EVIDENCE), "name": "by-bag.txt",
                       "kind": "annex" });
    let named = json!({ "step": "attach", "detail": { "detail": "attachment", "is": file } });
    let named = Command::Take(Box::new(from(named)));
    let denied = a.try_do(Some(draft), named).await.unwrap_err();
    assert_eq!(denied.code(), "policy.safeguard");
    // Whoever sent it may have it back.
    carried(&a, "XB").await.unwrap();
    let seen = a.see(id).await;
    let sent = seen.timeline.iter().find(|line| line.kind == Kind::Disclose.code()).unwrap();
    a.act(
        id,
        json!({ "kind": "disclose.receipt", "about": sent.message,
                "items": [{ "n": 1, "answer": "intact" }] }),
    )
    .await;
    let asker = desk(&world.xa, "Ann", &[Role::Approver]).await;
    asker.act(id, of("use.ask", None)).await;
    agreed(&world, &a, &b, id, "use-asked").await;
    carried(&a, "XC").await.expect_err("it was only asked for");
    b.act(id, of("use.decide", Some("granted"))).await;
    agreed(&world, &a, &b, id, "received").await;
    carried(&a, "XC").await.unwrap();
}
