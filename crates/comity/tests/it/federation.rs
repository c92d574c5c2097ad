// SPDX-License-Identifier: EUPL-1.2
//! Two States, one night.
//!
//! ```text
//!   Arcadia (XA)  -- preservation, disclosure -->  Borealia (XB)
//!                 <-- held, evidence -----------
//! ```
//!
//! Verified here: the whole way of a preservation and a disclosure through two real nodes; after
//! each step both nodes have the same state; duplicates, losses and lost answers leave one effect;
//! what is forged or altered is refused and says whose fault it is; the evidence arrives as it was
//! put in.

mod alarm;
mod attachments;
mod attested;
mod authorities;
mod contacts;
mod drill;
mod emergency;
mod exhibits;
mod information;
mod inquiry;
mod lists;
mod misuse;
mod onward;
mod path;
mod patterns;
mod reasons;
mod screened;
mod searches;
mod secrecy;
mod several;
mod spoken;
mod two;

pub(crate) use exhibits::{Page, begun, connections, disclosed, handed_over, put};

use comity_domain::id::{ProposalId, RequestId};
use comity_domain::message::{Body, Facts};
use comity_domain::request::{Act, Command, Draft, Take};
use comity_domain::role::Role;
use comity_node::view::{Done, RequestView};
use comity_node::{Error, Officer};
use comity_testkit::{Post, Weather, World, examination};
use serde_json::{Value, json};

pub(crate) fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(crate) fn preservation() -> Draft {
    let item = |n: u16| json!({ "n": n, "tier": "traffic", "identifier": "ip" });
    let body = |n: u16, port: u16| {
        json!({
            "n": n,
            "identifier": { "kind": "ip", "address": "203.0.113.7", "port": port,
                            "at": "2026-11-20T03:02:11+00:00" },
            "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
            "provider": "nimbus",
        })
    };
    draft(
        "preservation",
        &json!([item(1), item(2), item(3)]),
        &json!([body(1, 5), body(2, 6), body(3, 7)]),
    )
}

pub(super) fn disclosure(tier: &str) -> Draft {
    let items = json!([{ "n": 1, "tier": tier, "identifier": "ip" }]);
    let body = json!([{
        "n": 1,
        "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                        "at": "2026-11-20T03:02:11+00:00" },
        "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
    }]);
    draft("disclosure", &items, &body)
}

fn draft(measure: &str, items: &Value, body: &Value) -> Draft {
    let facts: Facts = from(json!({
        "instrument": "uncc", "measure": measure, "basis": "35(1)(b)", "urgency": "urgent",
        "offences": ["illegal-access"], "maximum_years": 5, "items": items,
    }));
    let body: Body = from(json!({
        "case": "A-77/26",
        "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
        "request": {
            "offences": [{ "code": "illegal-access", "provision": "PC 202", "text": "Intrusion" }],
            "case_nature": "Investigation of an intrusion, led by the Prosecutor's Office",
            "facts": "A hospital's files were encrypted at 02:40.",
            "data_link": "The addresses controlled the attack.",
            "necessity": "The server will be wiped in 40 minutes.",
            "proportionality": "Three addresses, one hour.",
            "intention": "A request for disclosure will follow within 30 days.",
            "urgency": "The server will be wiped in 40 minutes.",
            "assistance": "Connection records", "purpose": "Prosecution of the intrusion",
        },
        "items": body,
    }));
    Draft::new("XB".parse().unwrap(), facts, body)
}

/// An officer at a node, who does one thing after the other on one request.
pub(crate) struct Desk<'a> {
    pub(crate) post: &'a Post,
    pub(crate) officer: Officer,
}

impl Desk<'_> {
    pub(crate) async fn try_do(
        &self,
        id: Option<RequestId>,
        command: Command,
    ) -> Result<Done, Error> {
        Box::pin(self.post.node.perform(&self.officer, None, id, command)).await
    }

    pub(crate) async fn draft(&self, draft: Draft) -> RequestId {
        let done = self.try_do(None, Command::Draft(Box::new(draft))).await.unwrap();
        let Done::Recorded { request, reference, .. } = done else { panic!("{done:?}") };
        assert!(reference.unwrap().starts_with("XA-2026-"));
        request
    }

    pub(crate) async fn act(&self, id: RequestId, act: Value) -> Done {
        let act: Act = from(act);
        self.try_do(Some(id), Command::Act(Box::new(act))).await.unwrap()
    }

    pub(crate) async fn refused(&self, id: RequestId, act: Value) -> String {
        let act: Act = from(act);
        self.try_do(Some(id), Command::Act(Box::new(act))).await.unwrap_err().code().to_owned()
    }

    pub(crate) async fn step(&self, id: RequestId, take: Value) -> Done {
        let take: Take = from(take);
        self.try_do(Some(id), Command::Take(Box::new(take))).await.unwrap()
    }

    pub(crate) async fn consent(&self, id: RequestId, proposal: ProposalId) -> Done {
        Box::pin(self.post.node.consent(&self.officer, id, proposal)).await.unwrap()
    }

    pub(crate) async fn see(&self, id: RequestId) -> RequestView {
        Box::pin(self.post.node.show(&self.officer, id)).await.unwrap()
    }
}

pub(crate) async fn desk<'a>(post: &'a Post, name: &str, roles: &[Role]) -> Desk<'a> {
    Desk { post, officer: post.officer(name, roles).await }
}

/// Everything arrives, and both nodes have the same state.
pub(crate) async fn agreed(world: &World, a: &Desk<'_>, b: &Desk<'_>, id: RequestId, state: &str) {
    world.settle().await;
    let (here, there) = (a.see(id).await, b.see(id).await);
    assert_eq!(here.view, there.view);
    assert_eq!(here.state.unwrap().code(), state);
    assert_eq!(here.owners, there.owners);
    assert!(here.undelivered.is_empty() && there.undelivered.is_empty());
}

pub(super) fn until(text: &str) -> Value {
    json!({ "at": text, "zone": "Asia/Tokyo" })
}

pub(crate) async fn serve_order(
    b: &Desk<'_>,
    id: RequestId,
    item: u16,
    outcome: &str,
    until: Option<Value>,
) {
    b.step(
        id,
        json!({
            "step": "order.serve", "items": [item],
            "facts": { "provider": "other", "channel": "phone", "until": until },
            "detail": { "detail": "order", "is": { "entity": "Nimbus Hosting", "reference": "O-1",
                                                    "text": "Hold the logs." } },
        }),
    )
    .await;
    b.step(
        id,
        json!({
            "step": "order.reply", "items": [item],
            "facts": { "outcome": outcome, "until": until },
            "detail": { "detail": "reply", "is": { "reference": "T-9", "text": "Done." } },
        }),
    )
    .await;
}

#[tokio::test]
async fn a_preservation_is_asked_for_acknowledged_and_two_of_three_items_are_held() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty, Role::Executor]).await;
    let id = a.draft(preservation()).await;
    let done = a.act(id, json!({ "kind": "req.submit" })).await;
    let Done::Recorded { words, .. } = &done else { panic!("{done:?}") };
    agreed(&world, &a, &b, id, "sent").await;
    assert_eq!(b.see(id).await.timeline[0].words, *words);
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(&world, &a, &b, id, "acknowledged").await;
    b.act(
        id,
        json!({ "kind": "decide", "items": [
            { "n": 1, "answer": "accept" }, { "n": 2, "answer": "accept" },
            { "n": 3, "answer": "accept" },
        ]}),
    )
    .await;
    agreed(&world, &a, &b, id, "accepted").await;
    let held = until("2027-01-20T03:12:00Z");
    serve_order(&b, id, 1, "held", Some(held.clone())).await;
    serve_order(&b, id, 2, "held", Some(held.clone())).await;
    serve_order(&b, id, 3, "not-held", Some(held.clone())).await;
    assert_eq!(
        b.refused(
            id,
            json!({ "kind": "preserved", "items": [
                { "n": 1, "answer": "held", "until": until("2026-12-20T03:12:00Z") }
            ]}),
        )
        .await,
        "request.deadline"
    );
    b.act(
        id,
        json!({ "kind": "preserved", "items": [
            { "n": 1, "answer": "held", "until": held },
            { "n": 2, "answer": "held", "until": held },
            { "n": 3, "answer": "not-held" },
        ]}),
    )
    .await;
    agreed(&world, &a, &b, id, "preserved").await;
    let seen = a.see(id).await;
    let states: Vec<&str> = seen.items.iter().map(|item| item.state.code()).collect();
    assert_eq!(states, ["preserved", "preserved", "not-held"]);
    let held = seen.items[0].held_until.as_ref().unwrap();
    assert!(held.theirs.contains("Asia/Tokyo") && held.mine.contains("Europe/Lisbon"));
    assert_eq!(seen.theirs.as_deref(), b.see(id).await.ours.as_deref());
}

/// The person concerned is told, and both States know of it.
pub(crate) async fn told(world: &World, a: &Desk<'_>, id: RequestId) {
    a.act(id, json!({ "kind": "notice.sent" })).await;
    world.settle().await;
}

/// A disclosure that both have, examined there; `tier` says what is asked for.
pub(crate) async fn examined<'a>(world: &'a World, tier: &str) -> (Desk<'a>, Desk<'a>, RequestId) {
    let drafter = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver, Role::Evidence]).await;
    let b = desk(&world.xb, "Bea", &[Role::CentralAuthority, Role::Examiner, Role::Decider]).await;
    let id = drafter.draft(disclosure(tier)).await;
    a.step(id, json!({ "step": "draft.approve" })).await;
    let done = a.act(id, json!({ "kind": "req.submit" })).await;
    if let Done::Proposed { proposal, .. } = done {
        assert_eq!(tier, "content", "one is enough");
        desk(&world.xa, "Sue", &[Role::Supervisor]).await.consent(id, proposal).await;
    }
    world.settle().await;
    b.act(id, json!({ "kind": "ack" })).await;
    b.step(id, examination("All points.")).await;
    agreed(world, &a, &b, id, "acknowledged").await;
    (a, b, id)
}

#[tokio::test]
async fn content_is_not_granted_by_one_person() {
    let world = World::new().await;
    let (_, b, id) = examined(&world, "content").await;
    let grant = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] });
    let done = b.act(id, grant).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    assert_eq!(b.see(id).await.items[0].state.code(), "acknowledged");
    // Nor by the same person twice.
    let again = Box::pin(world.xb.node.consent(&b.officer, id, proposal)).await.unwrap_err();
    assert!(again.code().starts_with("policy."), "{}", again.code());
    desk(&world.xb, "Cleo", &[Role::Supervisor]).await.consent(id, proposal).await;
    assert_eq!(b.see(id).await.items[0].state.code(), "accepted");
}

#[tokio::test]
async fn a_refusal_needs_a_ground_of_the_instrument_a_reason_and_a_consultation() {
    let world = World::new().await;
    let (a, b, id) = examined(&world, "traffic").await;
    let refuse = |ground: &str, provision: &str| {
        json!({ "kind": "decide", "body": { "text": "See the reason." }, "items": [{
            "n": 1, "answer": "refuse", "ground": ground, "provision": provision,
            "reason": "essential-interests" }] })
    };
    assert_eq!(b.refused(id, refuse("fiscal", "40(23)")).await, "request.ground-not-available");
    let consult_first = b.refused(id, refuse("essential-interests", "40(21)(b)")).await;
    assert_eq!(consult_first, "request.consult-first");
    let consult = |ground: &str| {
        json!({ "kind": "consult.open", "body": { "text": "May we talk?" }, "items": [{
            "n": 1, "answer": "before-refusal", "ground": ground }] })
    };
    assert_eq!(b.refused(id, consult("discrimination")).await, "request.never-consult");
    b.act(id, consult("essential-interests")).await;
    agreed(&world, &a, &b, id, "consulting").await;
    a.act(id, json!({ "kind": "consult.answer", "body": { "text": "Please consider part." } }))
        .await;
    world.settle().await;
    // Whoever refuses says that a part, or conditions, were considered.
    let refusal = refuse("essential-interests", "40(21)(b)");
    assert_eq!(b.refused(id, refusal.clone()).await, "policy.safeguard");
    let mut refusal = refusal;
    refusal["considered"] = json!(true);
    let done = b.act(id, refusal).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    let second = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    second.consent(id, proposal).await;
    agreed(&world, &a, &b, id, "refused").await;
}

#[tokio::test]
async fn bad_weather_leaves_one_effect_and_the_same_state() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    let storms = [Weather::Lost, Weather::AnswerLost, Weather::Twice, Weather::Lost];
    world.line.announce(&storms);
    a.act(id, json!({ "kind": "req.submit" })).await;
    a.act(id, json!({ "kind": "note", "body": { "text": "Please hurry." } })).await;
    a.act(id, json!({ "kind": "note", "body": { "text": "Forty minutes." } })).await;
    for _ in 0..12 {
        world.settle().await;
        world.hands.wait(jiff::SignedDuration::from_mins(6));
    }
    agreed(&world, &a, &b, id, "sent").await;
    assert_eq!(b.see(id).await.timeline.len(), 3);
}

#[tokio::test]
async fn what_is_altered_or_from_somebody_else_is_refused_and_kept() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let (from, sealed) = world.line.tapped().remove(0);
    let b = &world.xb.node;
    // A replay has the same receipt's content and no second effect.
    Box::pin(b.receive(from, sealed.clone())).await.unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for bit in (0..sealed.len() * 8).step_by(97) {
        let mut octets = sealed.to_vec();
        octets[bit / 8] ^= 1 << (bit % 8);
        let rejected = Box::pin(b.receive(from, octets.into())).await.unwrap_err();
        seen.insert(rejected.code());
    }
    assert!(seen.contains("envelope.sealed") && seen.contains("envelope.not-one"), "{seen:?}");
    for cut in [0, 1, 47, 48, 1_000, sealed.len() - 1] {
        Box::pin(b.receive(from, sealed.slice(..cut))).await.unwrap_err();
    }
    // The channel says who it is; a third State has no node here.
    let third = "XC".parse().unwrap();
    let rejected = Box::pin(b.receive(third, sealed.clone())).await.unwrap_err();
    assert_eq!(rejected.code(), "door.channel");
    // Sent back to its sender, it is not for that State.
    let back = Box::pin(world.xa.node.receive(world.xb.state, sealed)).await.unwrap_err();
    assert_eq!(back.code(), "door.channel");
    assert!(!b.store().quarantined().await.unwrap().is_empty());
}

#[tokio::test]
async fn who_has_no_office_sees_nothing_and_an_administrator_sees_no_case() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let admin = desk(&world.xa, "Root", &[Role::Administrator]).await;
    let id = a.draft(preservation()).await;
    let refused = Box::pin(world.xa.node.show(&admin.officer, id)).await.unwrap_err();
    assert_eq!(refused.code(), "node.not-found");
    let submit: Act = from(json!({ "kind": "req.submit" }));
    let sent = admin.try_do(Some(id), Command::Act(Box::new(submit))).await.unwrap_err();
    assert_eq!(sent.code(), "node.not-found");
}
