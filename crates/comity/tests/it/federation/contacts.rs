// SPDX-License-Identifier: EUPL-1.2
//! Two authorities of Borealia work on one address, and neither knows of the other.
//!
//! ```text
//!   Cascadia (XC)  -- by letter -->  Borealia (XB)  -- its own request -->  Arcadia (XA)
//! ```
//!
//! Verified here: whoever works on what came is told numbers and no more; drafts, what has ended
//! and the requests of other States do not count; who is asked is named when it agreed and not
//! before; nothing of it is told to another office or abroad.

use comity_domain::id::{Digest, RequestId};
use comity_domain::request::{Act, Command, Draft};
use comity_domain::role::Role;
use comity_node::view::Done;
use comity_node::{ContactsView, Error, NewOfficer};
use comity_testkit::{Post, World};
use serde_json::{Value, json};

use super::{Desk, desk, from, preservation};

/// An officer of this authority.
async fn of<'a>(post: &'a Post, name: &str, roles: &[Role], authority: &str) -> Desk<'a> {
    let authority = authority.parse().ok();
    let new = NewOfficer { name: name.to_owned(), login: None, authority, roles: roles.to_vec() };
    Desk { post, officer: post.node.enrol(new).await.unwrap().0 }
}

/// What Borealia's prosecutor asks Arcadia for: the same addresses.
fn own(authority: &str) -> Draft {
    let mut draft = preservation();
    draft.to = "XA".parse().unwrap();
    let named = draft.body.authority.as_mut().unwrap();
    (named.code, named.name) = (authority.to_owned(), "An authority of Borealia".to_owned());
    draft
}

async fn asked_abroad(desk: &Desk<'_>, authority: &str) -> RequestId {
    let draft = Command::Draft(Box::new(own(authority)));
    let Done::Recorded { request, .. } = desk.try_do(None, draft).await.unwrap() else { panic!() };
    desk.act(request, json!({ "kind": "req.submit" })).await;
    request
}

/// A request of Cascadia about the same addresses, taken in as it came: by letter.
async fn by_letter(desk: &Desk<'_>) -> RequestId {
    let Draft { facts, body, .. } = preservation();
    let mut act = Act::new(comity_domain::message::Kind::Submit);
    act.facts = Some(Box::new(facts));
    act.body = body;
    act.means = Some(from(json!({ "channel": "letter", "at": "2026-11-20T02:00:00Z" })));
    let xc = "XC".parse().unwrap();
    let entered = desk.post.node.enter(&desk.officer, None, xc, act);
    let Done::Recorded { request, .. } = Box::pin(entered).await.unwrap() else { panic!() };
    request
}

async fn seen(desk: &Desk<'_>, id: RequestId) -> Result<ContactsView, Error> {
    Box::pin(desk.post.node.contacts(&desk.officer, id)).await
}

async fn counted(desk: &Desk<'_>, id: RequestId) -> (usize, usize, usize) {
    let view = seen(desk, id).await.unwrap();
    (view.requests, view.authorities, view.unasked)
}

async fn asks(desk: &Desk<'_>, id: RequestId) -> Result<ContactsView, Error> {
    Box::pin(desk.post.node.ask_contact(&desk.officer, id)).await
}

async fn answers(
    desk: &Desk<'_>,
    id: RequestId,
    answer: (Digest, bool),
) -> Result<ContactsView, Error> {
    Box::pin(desk.post.node.answer_contact(&desk.officer, id, answer)).await
}

/// Everything that an officer is shown of a request, as text.
async fn shown(desk: &Desk<'_>, id: RequestId) -> String {
    let contacts = seen(desk, id).await.ok();
    json!([desk.see(id).await, contacts]).to_string()
}

/// The prosecutor's desk, the central authority's, their requests.
async fn scene(world: &World) -> (Desk<'_>, RequestId, Desk<'_>, RequestId) {
    let roles = [Role::Investigator, Role::Duty];
    let prosecutor = of(&world.xb, "Pia", &roles, "xb-prosecutor").await;
    let central = of(&world.xb, "Bea", &[Role::CentralAuthority], "xb-central").await;
    let sent = asked_abroad(&prosecutor, "xb-prosecutor").await;
    let came = by_letter(&central).await;
    (prosecutor, sent, central, came)
}

#[tokio::test]
async fn numbers_are_told_and_no_more_until_the_other_agrees() {
    let world = World::new().await;
    let (prosecutor, sent, central, came) = scene(&world).await;
    assert_eq!(counted(&central, came).await, (1, 1, 1));
    let before = shown(&central, came).await;
    for secret in ["prosecutor", "XA", &sent.to_string()] {
        assert!(!before.contains(secret), "{secret} in {before}");
    }
    asks(&central, came).await.unwrap();
    assert_eq!(counted(&central, came).await, (1, 1, 0));
    asks(&central, came).await.unwrap();
    assert_eq!(seen(&central, came).await.unwrap().contacts.len(), 1, "once is enough");
    let waiting = shown(&central, came).await;
    assert!(!waiting.contains("prosecutor") && !waiting.contains(&sent.to_string()));
    // Who is asked learns of no State, no request and no authority.
    let told = shown(&prosecutor, sent).await;
    for secret in ["XC", "central\"", &came.to_string()] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
    let contact = seen(&prosecutor, sent).await.unwrap().contacts[0].clone();
    assert!(contact.answerable && contact.answer == "waiting");
    let agreed = answers(&prosecutor, sent, (contact.contact, true)).await.unwrap();
    assert_eq!(agreed.contacts[0].authority, "xb-central".parse().ok());
    let agreed = seen(&central, came).await.unwrap().contacts[0].clone();
    assert_eq!((agreed.answer, agreed.authority), ("agreed", "xb-prosecutor".parse().ok()));
    let later = answers(&prosecutor, sent, (contact.contact, false)).await.unwrap_err();
    assert_eq!(later.code(), "node.conflict");
    // Each step is on record in the file that it concerns, and none has crossed.
    let kinds = |view: &comity_node::view::RequestView| {
        let kinds: Vec<String> = view.timeline.iter().map(|line| line.kind.clone()).collect();
        kinds.into_iter().filter(|kind| kind.starts_with("contact.")).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&central.see(came).await), ["contact.ask", "contact.answered"]);
    assert_eq!(kinds(&prosecutor.see(sent).await), ["contact.asked", "contact.agree"]);
    world.settle().await;
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority]).await;
    assert_eq!(a.see(sent).await.timeline.len(), 1, "the request, and nothing else");
    assert!(seen(&a, sent).await.unwrap().contacts.is_empty());
}

#[tokio::test]
async fn who_declines_stays_unnamed() {
    let world = World::new().await;
    let (prosecutor, sent, central, came) = scene(&world).await;
    asks(&central, came).await.unwrap();
    let contact = seen(&prosecutor, sent).await.unwrap().contacts[0].contact;
    let stranger = of(&world.xb, "Cy", &[Role::Investigator], "xb-247").await;
    assert!(!seen(&stranger, sent).await.unwrap().contacts[0].answerable);
    assert!(answers(&stranger, sent, (contact, true)).await.is_err(), "not of that authority");
    let declined = answers(&prosecutor, sent, (contact, false)).await.unwrap();
    assert_eq!((declined.contacts[0].answer, &declined.contacts[0].authority), ("declined", &None));
    let told = seen(&central, came).await.unwrap().contacts[0].clone();
    assert_eq!((told.answer, told.authority), ("declined", None));
    let file = shown(&central, came).await;
    assert!(!file.contains("prosecutor") && !file.contains(&sent.to_string()), "{file}");
}

#[tokio::test]
async fn nobody_without_the_office_sees_it_and_nobody_takes_a_step_of_it_alone() {
    let world = World::new().await;
    let (prosecutor, sent, central, came) = scene(&world).await;
    asks(&central, came).await.unwrap();
    for role in Role::ALL.iter().filter(|role| **role != Role::Administrator) {
        let reader = desk(&world.xb, role.code(), &[*role]).await;
        let may = matches!(role, Role::CentralAuthority | Role::Oversight);
        assert_eq!(seen(&reader, came).await.is_ok(), may, "{role}");
        assert_eq!(shown(&reader, came).await.contains("contact."), may, "{role}");
        let answers = may || matches!(role, Role::Investigator | Role::Approver);
        assert_eq!(shown(&reader, sent).await.contains("contact."), answers, "{role}");
        if *role != Role::CentralAuthority {
            assert!(asks(&reader, came).await.is_err(), "{role}");
        }
    }
    let step = |step: &str| {
        let take = json!({ "step": step, "facts": { "digest": Digest::of(b"any") } });
        Command::Take(from(take))
    };
    let alone = prosecutor.try_do(Some(sent), step("contact.agree")).await.unwrap_err();
    assert_eq!(alone.code(), "node.conflict");
    let put = |command: &Command| {
        let proposed: Value = serde_json::to_value(command).unwrap();
        let detail = json!({ "detail": "proposal", "is": proposed });
        Command::Take(from(json!({ "step": "propose", "detail": detail })))
    };
    let proposed = put(&step("contact.asked"));
    assert_eq!(central.try_do(Some(sent), proposed).await.unwrap_err().code(), "node.conflict");
}

#[tokio::test]
async fn drafts_what_has_ended_and_what_other_states_ask_do_not_count() {
    let world = World::new().await;
    let (prosecutor, sent, central, came) = scene(&world).await;
    // Arcadia asks about the same, and so does Cascadia once more: other States' affairs.
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let theirs = a.draft(preservation()).await;
    a.act(theirs, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    by_letter(&central).await;
    let draft = Command::Draft(Box::new(own("xb-prosecutor")));
    prosecutor.try_do(None, draft).await.unwrap();
    assert_eq!(counted(&central, came).await, (1, 1, 1));
    // A second request of the same authority, and one of another.
    asked_abroad(&prosecutor, "xb-prosecutor").await;
    let police = of(&world.xb, "Pol", &[Role::Duty], "xb-247").await;
    let third = asked_abroad(&police, "xb-247").await;
    assert_eq!(counted(&central, came).await, (3, 2, 3));
    let taken_back = json!({ "kind": "withdraw", "body": { "text": "We have it." } });
    for id in [sent, third] {
        world.settle().await;
        police.act(id, taken_back.clone()).await;
        world.settle().await;
        a.act(id, json!({ "kind": "withdraw.done" })).await;
        world.settle().await;
    }
    assert_eq!(counted(&central, came).await, (1, 1, 1));
}
