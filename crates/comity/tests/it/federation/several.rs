// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States.
//!
//! ```text
//!   Arcadia (XA)  -- the same -->  Borealia (XB)
//!                 -- the same -->  Cascadia (XC), which takes French and has no node
//! ```
//!
//! Verified here: a request of its own for each State, made once however often it is begun and
//! wherever it breaks off; what one State lacks stops no other; each goes through the hands that
//! its measure needs, and whoever wrote the draft approves none of them; nothing that crosses
//! names another State or another request.

use base64ct::{Base64UrlUnpadded, Encoding};
use comity_domain::completeness::Gap;
use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::message::{Translated, Translation};
use comity_domain::request::{Command, Draft, Other};
use comity_domain::role::Role;
use comity_node::{Became, Error, Onward};
use comity_protocol::envelope::open;
use comity_testkit::{World, keys};
use serde_json::json;

use super::{Desk, desk, disclosure, preservation};

/// The draft, for Cascadia too.
pub(super) fn both(draft: Draft) -> Draft {
    let other = Other { to: "XC".parse().unwrap(), request: None, instrument: None, basis: None };
    let mut draft = Draft { others: vec![other], ..draft };
    draft.body.language = Some("en".to_owned());
    draft
}

/// The draft with every text in French.
pub(super) fn in_french(mut draft: Draft) -> Draft {
    let texts = draft.body.texts().into_iter();
    let texts = texts.map(|(place, text)| Translated { place, text: format!("fr: {text}") });
    let translation = Translation {
        language: "fr".to_owned(),
        by: "sworn".parse().unwrap(),
        translator: Some("M. Diop".to_owned()),
        texts: texts.collect(),
    };
    draft.body.translations = vec![translation];
    draft
}

pub(super) async fn goes_on(desk: &Desk<'_>, id: RequestId, what: Onward) -> Vec<(String, Became)> {
    let done = Box::pin(desk.post.node.for_each_state(&desk.officer, None, id, what)).await;
    done.unwrap().into_iter().map(|each| (each.to.to_string(), each.done)).collect()
}

fn each(done: &[(String, Became)]) -> Vec<(&str, Became)> {
    done.iter().map(|(state, became)| (state.as_str(), *became)).collect()
}

/// The request to Cascadia.
async fn beside(desk: &Desk<'_>, id: RequestId) -> RequestId {
    desk.see(id).await.beside[0].request
}

#[tokio::test]
async fn what_one_state_lacks_stops_no_other_and_nothing_is_sent_twice() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(both(preservation())).await;
    let done = Box::pin(world.xa.node.for_each_state(&a.officer, None, id, Onward::Send)).await;
    let done = done.unwrap();
    assert_eq!((done[0].done, done[1].done), (Became::Recorded, Became::Stays));
    assert!(!done[1].missing.is_empty());
    assert!(done[1].missing.iter().all(|missing| missing.gap == Gap::Translation), "{done:?}");
    // The other goes on in a file of its own, and each knows of the other on this side.
    let other = beside(&a, id).await;
    let seen = a.see(other).await;
    assert_eq!((seen.requested.to_string(), seen.state), ("XC".to_owned(), None));
    assert!(seen.beside[0].lead && seen.beside[0].request == id);
    // Once more: what was sent is not sent again, what was made is not made again.
    let again = goes_on(&a, id, Onward::Send).await;
    assert_eq!(each(&again), [("XB", Became::Sent), ("XC", Became::Stays)]);
    world.settle().await;
    assert_eq!(b.see(id).await.timeline.len(), 1);
    let listed =
        world.xa.node.list(&a.officer, comity_node::Wanted { limit: 9, ..Default::default() });
    assert_eq!(listed.await.unwrap().len(), 2);
}

#[tokio::test]
async fn nothing_that_crosses_names_another_state_or_another_request() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(in_french(both(preservation()))).await;
    goes_on(&a, id, Onward::Make).await;
    let other = beside(&a, id).await;
    goes_on(&a, id, Onward::Send).await;
    world.settle().await;
    let (there, here) = (b.see(id).await, a.see(other).await);
    assert!(there.beside.is_empty() && there.state.is_some());
    // All that Borealia was sent, read there: statement, body and everything shown of them.
    let read = serde_json::to_string(&there).unwrap();
    let ours = here.ours.unwrap();
    for secret in ["XC", "Cascadia", "fr: ", "M. Diop", &other.to_string(), &ours, "beside"] {
        let told = read.replace("\"beside\":[]", "");
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    // And what was sealed for it, octet for octet.
    let (_, sealed) = world.line.tapped().remove(0);
    let opened = open(&sealed, world.xb.state, &keys(2).envelope).unwrap();
    let parts = opened.parts();
    let statement = String::from_utf8(parts.statement.unwrap().to_vec()).unwrap();
    let payload = statement.split('"').nth(3).unwrap();
    let head = String::from_utf8(Base64UrlUnpadded::decode_vec(payload).unwrap()).unwrap();
    let body = String::from_utf8_lossy(parts.body.unwrap()).into_owned();
    assert!(head.contains(&id.to_string()) && body.contains("A hospital"), "{head} {body}");
    for text in [head, body] {
        for secret in ["XC", "fr: ", "others", "lead", &other.to_string()] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[tokio::test]
async fn each_is_approved_by_another_than_who_wrote_the_draft() {
    let world = World::new().await;
    let wrote = desk(&world.xa, "Ivo", &[Role::Investigator, Role::Approver]).await;
    let made = desk(&world.xa, "Cora", &[Role::CentralAuthority]).await;
    let judge = desk(&world.xa, "Pat", &[Role::Approver]).await;
    let id = wrote.draft(in_french(both(disclosure("traffic")))).await;
    // Who may not draft makes nothing.
    let stays = goes_on(&judge, id, Onward::Approve).await;
    assert_eq!(each(&stays), [("XB", Became::Recorded), ("XC", Became::Stays)]);
    // Another makes it; the writer is its writer all the same.
    assert_eq!(each(&goes_on(&made, id, Onward::Make).await), [("XC", Became::Made)]);
    let own = goes_on(&wrote, id, Onward::Approve).await;
    assert_eq!(each(&own), [("XB", Became::Unchanged), ("XC", Became::Stays)]);
    let sent = goes_on(&made, id, Onward::Send).await;
    assert_eq!(each(&sent), [("XB", Became::Recorded), ("XC", Became::Stays)], "not approved");
    let approved = goes_on(&judge, id, Onward::Approve).await;
    assert_eq!(each(&approved), [("XB", Became::Sent), ("XC", Became::Recorded)]);
    // Cascadia has no node: its letter is entered where its request lies.
    let stays = goes_on(&made, id, Onward::Send).await;
    assert_eq!(each(&stays), [("XB", Became::Sent), ("XC", Became::Stays)]);
    let by_letter = json!({ "kind": "req.submit",
        "means": { "channel": "letter", "at": "2026-11-20T03:10:00Z" } });
    let other = beside(&made, id).await;
    made.act(other, by_letter).await;
    assert_eq!(made.see(other).await.state.unwrap().code(), "sent");
}

#[tokio::test]
async fn a_change_of_the_draft_reaches_what_was_made_from_it_unless_it_was_changed_there() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(both(preservation())).await;
    assert_eq!(each(&goes_on(&a, id, Onward::Make).await), [("XC", Became::Made)]);
    assert_eq!(each(&goes_on(&a, id, Onward::Make).await), [("XC", Became::Unchanged)]);
    let other = beside(&a, id).await;
    let mut draft = a.see(id).await.draft.unwrap();
    draft.body.case = Some("A-78/26".to_owned());
    let save = |draft: Draft| Command::Draft(Box::new(draft));
    a.try_do(Some(id), save(draft.clone())).await.unwrap();
    assert_eq!(each(&goes_on(&a, id, Onward::Make).await), [("XC", Became::Made)]);
    let mut own = a.see(other).await.draft.unwrap();
    assert_eq!(own.body.case.as_deref(), Some("A-78/26"));
    own.body.case = Some("C-1/26".to_owned());
    a.try_do(Some(other), save(own)).await.unwrap();
    draft.body.case = Some("A-79/26".to_owned());
    a.try_do(Some(id), save(draft.clone())).await.unwrap();
    assert_eq!(each(&goes_on(&a, id, Onward::Make).await), [("XC", Became::Changed)]);
    assert_eq!(a.see(other).await.draft.unwrap().body.case.as_deref(), Some("C-1/26"));
    // A State whose request stands is not dropped; nor can what asks it be sent over its head.
    draft.others.clear();
    let dropped = a.try_do(Some(id), save(draft.clone())).await.unwrap_err();
    assert!(matches!(dropped, Error::Conflict { .. }), "{dropped}");
    a.step(other, json!({ "step": "draft.discard" })).await;
    a.try_do(Some(id), save(draft)).await.unwrap();
}

#[tokio::test]
async fn a_draft_is_not_sent_over_the_head_of_a_state_whose_request_is_not_made() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(both(preservation())).await;
    assert_eq!(a.refused(id, json!({ "kind": "req.submit" })).await, "node.conflict");
}

#[tokio::test]
async fn what_broke_off_between_two_states_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(in_french(both(preservation()))).await;
    goes_on(&a, id, Onward::Make).await;
    let other = beside(&a, id).await;
    // The first was sent, and the node ended before the second was looked at.
    a.act(id, json!({ "kind": "req.submit" })).await;
    let officer = a.officer.clone();
    let world = Box::pin(world.restarted(folder.path())).await;
    let a = Desk { post: &world.xa, officer };
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let done = goes_on(&a, id, Onward::Send).await;
    assert_eq!(each(&done), [("XB", Became::Sent), ("XC", Became::Stays)], "no node there");
    assert_eq!(beside(&a, id).await, other, "made once");
    world.settle().await;
    assert_eq!(b.see(id).await.timeline.len(), 1);
}

#[tokio::test]
async fn the_states_of_a_draft_stand_beside_each_other_with_what_each_lacks() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let before = a.draft(preservation()).await;
    a.act(before, json!({ "kind": "req.submit" })).await;
    let mut draft = both(preservation());
    draft.body.request.as_mut().unwrap().facts = Some("As told to Borealia.".to_owned());
    let id = a.draft(draft).await;
    let states = Box::pin(world.xa.node.each_state(&a.officer, id)).await.unwrap();
    let [borealia, cascadia] = states.as_slice() else { panic!("{states:?}") };
    assert!(borealia.peer.is_some() && borealia.taken && borealia.missing.is_empty());
    assert_eq!(borealia.before[0].request, before);
    assert!(cascadia.peer.is_none() && !cascadia.taken && cascadia.before.is_empty());
    assert_eq!(cascadia.bases, ["uncc".parse::<Code>().unwrap()]);
    assert!(cascadia.missing.iter().all(|missing| missing.provision.to_string() == "40(13)"));
    assert_eq!(cascadia.told, ["XB".parse::<StateCode>().unwrap()], "our words name Borealia");
    assert_ne!(cascadia.clocks, borealia.clocks);
}
