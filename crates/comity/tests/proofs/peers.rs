// SPDX-License-Identifier: EUPL-1.2
//! What a node makes of the policies that its peers publish.

use comity_domain::id::RequestId;
use comity_domain::request::{Command, Draft};
use comity_domain::role::Role;
use comity_node::proofs::{PolicyStanding, texts};
use comity_node::solver::Cvc5;
use comity_node::view::Done;
use comity_node::{Error, Officer};
use comity_policy::{PolicyFile, Set};
use comity_protocol::directory::Directory;
use comity_testkit::{Post, World, renewed_with};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::planted;
use crate::sets::solver;

/// An officer at a node.
struct Desk<'a> {
    post: &'a Post,
    officer: Officer,
}

impl Desk<'_> {
    async fn act(&self, id: RequestId, act: Value) -> Result<Done, Error> {
        let act = Box::new(serde_json::from_value(act).unwrap());
        Box::pin(self.post.node.perform(&self.officer, None, Some(id), Command::Act(act))).await
    }

    async fn examine(&self, id: RequestId) {
        let take =
            json!({ "step": "examine", "detail": { "detail": "text", "is": "All points." } });
        let take = Command::Take(Box::new(serde_json::from_value(take).unwrap()));
        Box::pin(self.post.node.perform(&self.officer, None, Some(id), take)).await.unwrap();
    }

    async fn draft(&self) -> RequestId {
        let draft = Command::Draft(Box::new(preservation()));
        let done = Box::pin(self.post.node.perform(&self.officer, None, None, draft)).await;
        let Done::Recorded { request, .. } = done.unwrap() else { panic!("it was not recorded") };
        request
    }

    async fn known(&self) -> (PolicyStanding, Vec<String>) {
        let peers = self.post.node.peers(&self.officer).await.unwrap();
        (peers[0].policies, peers[0].broken_rules.clone())
    }
}

async fn desk<'a>(post: &'a Post, name: &str, roles: &[Role]) -> Desk<'a> {
    Desk { post, officer: post.officer(name, roles).await }
}

/// One address, to be held.
fn preservation() -> Draft {
    let facts = json!({
        "instrument": "uncc", "measure": "preservation", "basis": "35(1)(b)", "urgency": "urgent",
        "offences": ["illegal-access"], "maximum_years": 5,
        "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }],
    });
    let body = json!({
        "case": "A-77/26",
        "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
        "request": {
            "offences": [{ "code": "illegal-access", "provision": "PC 202", "text": "Intrusion" }],
            "facts": "A hospital's files were encrypted at 02:40.",
            "data_link": "The address controlled the attack.",
            "necessity": "The server will be wiped in 40 minutes.",
            "intention": "A request for disclosure will follow within 30 days.",
            "urgency": "The server will be wiped in 40 minutes.",
        },
        "items": [{
            "n": 1, "provider": "nimbus",
            "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                            "at": "2026-11-20T03:02:11+00:00" },
            "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
        }],
    });
    let (facts, body) = (serde_json::from_value(facts), serde_json::from_value(body));
    Draft::new("XB".parse().unwrap(), facts.unwrap(), body.unwrap())
}

/// One State publishes anew, with these policies, and the other has it.
async fn publish(world: &World, (from, seed): (&Post, u8), to: &Post, set: &Set) {
    let change = |next: &mut Directory| {
        next.policies = set.digest();
        next.policy_set = texts(set);
    };
    world.hands.wait(SignedDuration::from_mins(1));
    let next = renewed_with(&from.node.directory(), seed, world.hands.read(), None, change);
    assert_eq!(from.node.renew(next).await.unwrap(), 2);
    world.hands.wait(SignedDuration::from_hours(24 * 77));
    let line = world.line.of(to.node.state());
    assert_eq!(to.node.renew_peers(&line).await, 1);
}

#[tokio::test]
async fn a_set_that_fails_the_floor_costs_the_fast_track_and_not_the_help() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty, Role::Examiner]).await;
    // Nobody has looked: nothing is known, and nothing is different.
    assert_eq!(b.known().await.0, PolicyStanding::Unproven);
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 1);
    assert_eq!(b.known().await, (PolicyStanding::Kept, Vec::new()));
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 0, "once for each set");
    let grant = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] });
    let id = a.draft().await;
    publish(&world, (&world.xa, 1), &world.xb, &planted::without("two-for-release")).await;
    assert_eq!(world.xb.node.prove_peers(&solver()).await.unwrap(), 1);
    let broken = vec!["two-for-release".to_owned()];
    assert_eq!(b.known().await, (PolicyStanding::Broken, broken));
    a.act(id, json!({ "kind": "req.submit" })).await.unwrap();
    world.settle().await;
    b.act(id, json!({ "kind": "ack" })).await.unwrap();
    let denied = b.act(id, grant.clone()).await.unwrap_err();
    let Error::Denied(denied) = denied else { panic!("{denied:?}") };
    let rules: Vec<String> = denied.rules().iter().map(ToString::to_string).collect();
    assert_eq!(rules, ["examined-first"]);
    // Somebody looks at it, and it is granted as ever.
    b.examine(id).await;
    b.act(id, grant).await.unwrap();
    world.settle().await;
    let there = Box::pin(world.xa.node.show(&a.officer, id)).await.unwrap();
    assert_eq!(there.state.unwrap().code(), "accepted");
}

#[tokio::test]
async fn a_set_that_cannot_be_read_is_broken_and_a_restart_forgets_no_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::in_folder(folder.path()).await;
    let odd = PolicyFile { file: "odd.cedar".to_owned(), text: "permit (everything);".to_owned() };
    publish(&world, (&world.xb, 2), &world.xa, &Set::of_texts(vec![odd]).unwrap()).await;
    assert_eq!(world.xa.node.prove_peers(&solver()).await.unwrap(), 1);
    {
        let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
        assert_eq!(a.known().await, (PolicyStanding::Broken, Vec::new()));
    }
    world.reopen_arcadia(|_| {}).await;
    let a = desk(&world.xa, "Alma", &[Role::Duty]).await;
    assert_eq!(world.xa.node.prove_peers(&solver()).await.unwrap(), 0, "it is on record");
    assert_eq!(a.known().await.0, PolicyStanding::Broken);
}

#[tokio::test]
async fn what_the_solver_did_not_say_counts_against_a_set_until_it_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::in_folder(folder.path()).await;
    let gone = folder.path().join("solver");
    let found = std::env::var_os("PATH").unwrap();
    let mut here = std::env::split_paths(&found).map(|folder| folder.join("cvc5"));
    std::os::unix::fs::symlink(here.find(|path| path.exists()).unwrap(), &gone).unwrap();
    let leaves = Cvc5::at(&gone).unwrap();
    std::fs::remove_file(&gone).unwrap();
    assert_eq!(world.xa.node.prove_peers(&leaves).await.unwrap(), 1);
    {
        let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
        assert_eq!(a.known().await.0, PolicyStanding::Broken, "unproven is failure");
    }
    world.reopen_arcadia(|_| {}).await;
    assert_eq!(world.xa.node.prove_peers(&solver()).await.unwrap(), 1, "it was asked again");
    let a = desk(&world.xa, "Alma", &[Role::Duty]).await;
    assert_eq!(a.known().await, (PolicyStanding::Kept, Vec::new()));
}
