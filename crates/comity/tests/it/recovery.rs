// SPDX-License-Identifier: EUPL-1.2
//! Arcadia restores a backup.
//!
//! Verified here: a node that is older than what it signed signs nothing, however that becomes
//! known; it gets back from its peer what it had said, and both have the same state again; what a
//! hostile peer returns makes it neither sign nor forget; it waits for who is silent, over a
//! restart too, until an administrator goes on without them.

mod exhibit;
mod hostile;

use std::path::{Path, PathBuf};

use comity_domain::id::{MessageId, RequestId};
use comity_domain::request::{Act, Command, Draft};
use comity_domain::role::Role;
use comity_node::view::{Done, RequestView};
use comity_node::{Error, Officer, Restored, Why};
use comity_testkit::{Post, Weather, World};
use serde_json::{Value, json};

pub(crate) fn draft(to: &str) -> Draft {
    let draft = json!({
        "to": to,
        "facts": {
            "instrument": "uncc", "measure": "preservation", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }],
        },
        "body": {
            "case": "A-77/26",
            "authority": { "code": "xa-central", "name": "Ministry of Justice" },
            "request": {
                "offences": [
                    { "code": "illegal-access", "provision": "PC 202", "text": "Intrusion" },
                ],
                "case_nature": "Investigation of an intrusion, led by the Prosecutor's Office",
                "facts": "A hospital's files were encrypted at 02:40.",
                "data_link": "The addresses controlled the attack.",
                "necessity": "The server will be wiped in 40 minutes.",
                "proportionality": "One address, one hour.",
                "intention": "A request for disclosure will follow within 30 days.",
                "urgency": "The server will be wiped in 40 minutes.",
                "assistance": "Connection records", "purpose": "Prosecution of the intrusion",
            },
            "items": [{
                "n": 1,
                "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                                "at": "2026-11-20T03:02:11+00:00" },
                "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
                "provider": "nimbus",
            }],
        },
    });
    serde_json::from_value(draft).unwrap()
}

/// Two States, each with an officer of the desk; Arcadia's store can be put back to a backup.
struct Night {
    world: World,
    vera: Officer,
    bo: Officer,
    ada: Officer,
    folder: tempfile::TempDir,
}

impl Night {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = World::in_folder(&folder.path().join("world")).await;
        let vera = world.xa.officer("Vera", &[Role::Duty]).await;
        let ada = world.xa.officer("Ada", &[Role::Administrator]).await;
        let bo = world.xb.officer("Bo", &[Role::Duty]).await;
        Self { world, vera, bo, ada, folder }
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup")
    }

    /// An operator stops Arcadia's node, copies its folder, and starts it again.
    async fn back_up(&mut self) {
        let backup = self.backup();
        self.world.reopen_arcadia(|home| copy(home, &backup)).await;
    }

    /// The folder is lost, and the copy put in its place.
    async fn restore(&mut self) {
        let backup = self.backup();
        self.world
            .reopen_arcadia(|home| {
                std::fs::remove_dir_all(home).unwrap();
                copy(&backup, home);
            })
            .await;
    }

    async fn restart(&mut self) {
        self.world.reopen_arcadia(|_| {}).await;
    }

    async fn told(&self, why: Why) {
        let restored = Restored { why, lost: 0, peers: Vec::new() };
        self.world.xa.node.begin_recovery(restored).await.unwrap();
    }

    /// One round of asking; whether there is more to ask.
    async fn ask(&self) -> bool {
        let line = self.world.line.of(self.world.xa.state);
        Box::pin(self.world.xa.node.recover(&line)).await.unwrap()
    }

    async fn try_act(&self, id: RequestId, kind: &str) -> Result<Done, Error> {
        let act: Act = serde_json::from_value(json!({ "kind": kind })).unwrap();
        let command = Command::Act(Box::new(act));
        Box::pin(self.world.xa.node.perform(&self.vera, None, Some(id), command)).await
    }

    async fn query(&self, id: RequestId) {
        self.try_act(id, "status.query").await.unwrap();
        self.world.settle().await;
    }

    /// Borealia does something on a request, and it arrives.
    async fn answer(&self, id: RequestId, act: Value) {
        let act: Act = serde_json::from_value(act).unwrap();
        let command = Command::Act(Box::new(act));
        Box::pin(self.world.xb.node.perform(&self.bo, None, Some(id), command)).await.unwrap();
        self.world.settle().await;
    }

    async fn new_request(&self) -> RequestId {
        submit(&self.world.xa, &self.vera, "XB", &self.world).await
    }

    async fn here(&self, id: RequestId) -> RequestView {
        Box::pin(self.world.xa.node.show(&self.vera, id)).await.unwrap()
    }

    async fn there(&self, id: RequestId) -> RequestView {
        Box::pin(self.world.xb.node.show(&self.bo, id)).await.unwrap()
    }

    /// Both nodes have the same messages in the same state, and nothing is on its way.
    async fn agree(&self, id: RequestId) {
        self.world.settle().await;
        let (here, there) = (self.here(id).await, self.there(id).await);
        assert_eq!(here.view, there.view);
        assert_eq!(here.items[0].state, there.items[0].state);
        assert_eq!(messages(&here), messages(&there));
        assert!(here.undelivered.is_empty() && there.undelivered.is_empty(), "{here:?}");
    }

    fn is_recovering(&self) -> bool {
        self.world.xa.node.is_recovering()
    }
}

async fn submit(post: &Post, officer: &Officer, to: &str, world: &World) -> RequestId {
    let command = Command::Draft(Box::new(draft(to)));
    let done = Box::pin(post.node.perform(officer, None, None, command)).await.unwrap();
    let Done::Recorded { request, .. } = done else { panic!("{done:?}") };
    let act: Act = serde_json::from_value(json!({ "kind": "req.submit" })).unwrap();
    let command = Command::Act(Box::new(act));
    Box::pin(post.node.perform(officer, None, Some(request), command)).await.unwrap();
    world.settle().await;
    request
}

fn messages(view: &RequestView) -> std::collections::BTreeSet<MessageId> {
    let crossed = view.timeline.iter().filter(|entry| entry.what != "step");
    crossed.filter_map(|entry| entry.message).collect()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A night with a backup in its middle: one request from before it, on which both went on, one that
/// Arcadia began after it, and one that Borealia began after it.
async fn lost() -> (Night, [RequestId; 3]) {
    let mut night = Night::begin().await;
    let old = night.new_request().await;
    night.answer(old, json!({ "kind": "ack" })).await;
    night.back_up().await;
    night.query(old).await;
    night.answer(old, accept()).await;
    night.query(old).await;
    let new = night.new_request().await;
    night.answer(new, json!({ "kind": "ack" })).await;
    let theirs = submit(&night.world.xb, &night.bo, "XA", &night.world).await;
    night.try_act(theirs, "ack").await.unwrap();
    night.world.settle().await;
    (night, [old, new, theirs])
}

fn accept() -> Value {
    json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })
}

#[tokio::test]
async fn a_restored_node_signs_nothing_until_its_peer_has_returned_what_it_said() {
    let (mut night, [old, new, theirs]) = lost().await;
    let before = [night.here(old).await, night.here(new).await, night.here(theirs).await];
    night.restore().await;
    night.told(Why::Operator).await;
    let refused = night.try_act(old, "status.query").await.unwrap_err();
    assert_eq!(refused.code(), "node.recovering");
    assert!(refused.to_string().contains("0 of 1 have answered"), "{refused}");
    let drafted = Command::Draft(Box::new(draft("XB")));
    let begun = Box::pin(night.world.xa.node.perform(&night.vera, None, None, drafted)).await;
    assert_eq!(begun.unwrap_err().code(), "node.recovering", "its number might be given already");
    // What Borealia says meanwhile stays in its outbox, and is no dead letter.
    night.answer(old, json!({ "kind": "status.query" })).await;
    assert_eq!(night.there(old).await.undelivered.len(), 1);
    assert!(night.world.xb.node.dead_letters(&night.bo).await.unwrap().is_empty());
    assert_eq!(night.here(old).await.items[0].state.code(), "acknowledged", "it can be read");

    assert!(!night.ask().await);
    assert!(!night.is_recovering());
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    for (id, before) in [old, new, theirs].into_iter().zip(before) {
        night.agree(id).await;
        let after = night.here(id).await;
        assert!(messages(&after).is_superset(&messages(&before)));
        assert_eq!(after.ours, before.ours, "the number it had before");
        let lines: Vec<_> = after.timeline.iter().filter(|line| line.kind == "recovery").collect();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].remarks, ["own-steps-lost"]);
    }
    night.query(old).await;
    night.agree(old).await;
    night.world.xa.node.store().verify().await.unwrap();
    let view = night.world.xa.node.recovery().unwrap();
    assert_eq!((view.recovering, view.why, view.answered.len()), (false, "operator", 1));
    assert_eq!(view.returned, 7, "two queries and a decision; two; two");
}

#[tokio::test]
async fn a_number_is_never_given_twice() {
    let (mut night, _) = lost().await;
    night.restore().await;
    night.told(Why::Operator).await;
    night.ask().await;
    let next = night.new_request().await;
    // One was in the backup, two came back, and as many as a week's are left out.
    assert_eq!(night.here(next).await.ours.unwrap(), "XA-2026-001002");
}

#[tokio::test]
async fn a_claim_that_the_peer_can_show_makes_the_node_recover() {
    let (mut night, [old, ..]) = lost().await;
    night.restore().await;
    // Nobody told the node, and Borealia's next message has seen what is not here.
    night.answer(old, json!({ "kind": "status.query" })).await;
    assert!(!night.is_recovering(), "a claim alone is no proof");
    assert_eq!(night.try_act(old, "status.query").await.unwrap_err().code(), "node.doubted");
    assert!(night.ask().await || !night.is_recovering());
    night.ask().await;
    assert_eq!(night.world.xa.node.recovery().unwrap().why, "evidence");
    assert!(!night.is_recovering());
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.agree(old).await;
}

#[tokio::test]
async fn a_message_of_a_request_that_is_gone_makes_the_node_recover() {
    let (mut night, [_, new, theirs]) = lost().await;
    night.restore().await;
    for id in [new, theirs] {
        night.answer(id, json!({ "kind": "status.query" })).await;
    }
    assert!(night.world.xb.node.dead_letters(&night.bo).await.unwrap().is_empty());
    night.ask().await;
    night.ask().await;
    assert_eq!(night.world.xa.node.recovery().unwrap().why, "evidence");
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.agree(new).await;
    night.agree(theirs).await;
}

#[tokio::test]
async fn two_messages_in_one_place_wait_for_people_and_the_others_go_on() {
    let (mut night, [old, new, _]) = lost().await;
    night.restore().await;
    // Nobody told the node, and it signs: in that place Borealia has another message of Arcadia.
    night.try_act(old, "status.query").await.unwrap();
    night.world.settle().await;
    night.ask().await;
    night.ask().await;
    let view = night.world.xa.node.recovery().unwrap();
    assert_eq!(
        (view.why, view.recovering, view.forked.as_slice()),
        ("evidence", false, &[old][..])
    );
    assert_eq!(night.try_act(old, "status.query").await.unwrap_err().code(), "node.forked");
    night.query(new).await;
    night.agree(new).await;
    // The second message is refused for good, and what is known begins nothing anew.
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.world.settle().await;
    assert_eq!(night.world.xa.node.dead_letters(&night.vera).await.unwrap().len(), 1);
    let kept = night.world.xa.node.store().quarantined().await.unwrap();
    assert_eq!(kept.iter().filter(|piece| piece.reason == "recovery.forked").count(), 1);
    assert!(!night.ask().await && !night.is_recovering());
    // The same after a restart.
    night.restart().await;
    assert_eq!(night.try_act(old, "status.query").await.unwrap_err().code(), "node.forked");
}

#[tokio::test]
async fn a_node_waits_for_a_peer_that_is_down_over_a_restart() {
    let (mut night, [old, ..]) = lost().await;
    night.restore().await;
    night.told(Why::Mark).await;
    night.world.line.cut_off(night.world.xb.state, true);
    assert!(night.ask().await);
    let view = night.world.xa.node.recovery().unwrap();
    assert_eq!(view.waiting[0].note.as_deref(), Some("XB cannot be reached"));
    night.restart().await;
    assert!(night.is_recovering());
    assert_eq!(night.try_act(old, "status.query").await.unwrap_err().code(), "node.recovering");
    night.world.line.cut_off(night.world.xb.state, false);
    assert!(!night.ask().await);
    night.agree(old).await;
}

#[tokio::test]
async fn a_silent_peer_is_waited_for_until_an_administrator_goes_on_without_it() {
    let mut night = Night::begin().await;
    let xc = night.world.silent().await;
    let old = night.new_request().await;
    let (arcadia, place) = (&night.world.xa, (old, night.world.xa.state, 1));
    let given = Box::pin(arcadia.node.serve_statement(xc, place)).await;
    assert_eq!(given.unwrap_err().code(), "node.not-found", "it is another State's request");
    night.back_up().await;
    night.query(old).await;
    night.restore().await;
    night.told(Why::Operator).await;
    assert!(night.ask().await);
    let refused = night.try_act(old, "status.query").await.unwrap_err();
    assert!(refused.to_string().contains("1 of 2 have answered"), "{refused}");
    let node = night.world.xa.node.clone();
    let denied = node.release_from_recovery(&night.vera, xc, "gone").await.unwrap_err();
    assert!(denied.code().starts_with("policy."), "{}", denied.code());
    assert!(node.release_from_recovery(&night.ada, xc, " ").await.is_err(), "no reason");
    let released = node.release_from_recovery(&night.ada, xc, "It has no node any more.").await;
    let released = released.unwrap();
    assert!(!released.recovering);
    assert_eq!(released.released[0].reason, "It has no node any more.");
    drop(node);
    night.restart().await;
    assert_eq!(night.world.xa.node.recovery().unwrap().released.len(), 1, "it stays on record");
    night.query(old).await;
    night.agree(old).await;
}

#[tokio::test]
async fn a_peer_that_the_mark_knows_and_the_store_forgot_is_waited_for() {
    let mut night = Night::begin().await;
    night.back_up().await;
    let xc = night.world.silent().await;
    night.restore().await;
    let restored = Restored { why: Why::Mark, lost: 3, peers: vec![xc] };
    night.world.xa.node.begin_recovery(restored).await.unwrap();
    assert!(night.ask().await);
    let waiting = night.world.xa.node.recovery().unwrap().waiting;
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].note.as_ref().unwrap().contains("comity peer add"), "{waiting:?}");
}

#[tokio::test]
async fn a_message_whose_receipt_was_lost_comes_back_with_what_had_seen_it_and_is_receipted_late() {
    let mut night = Night::begin().await;
    let old = night.new_request().await;
    night.back_up().await;
    // Borealia's message arrives; its receipt does not, and Borealia is not told before the loss.
    let act: Act = serde_json::from_value(json!({ "kind": "ack" })).unwrap();
    let command = Command::Act(Box::new(act));
    Box::pin(night.world.xb.node.perform(&night.bo, None, Some(old), command)).await.unwrap();
    night.world.line.announce(&[Weather::AnswerLost]);
    let borealia = night.world.line.of(night.world.xb.state);
    assert_eq!(night.world.xb.node.deliver(&borealia).await.unwrap(), 0);
    // Arcadia's next message has seen it.
    night.try_act(old, "status.query").await.unwrap();
    let arcadia = night.world.line.of(night.world.xa.state);
    assert_eq!(night.world.xa.node.deliver(&arcadia).await.unwrap(), 1);
    night.restore().await;
    night.told(Why::Operator).await;
    assert!(!night.ask().await);
    assert_eq!(night.here(old).await.items[0].state.code(), "acknowledged");
    night.world.hands.wait(jiff::SignedDuration::from_mins(10));
    night.agree(old).await;
}
