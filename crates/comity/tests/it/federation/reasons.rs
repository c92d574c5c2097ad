// SPDX-License-Identifier: EUPL-1.2
//! Reasons: what is stated crosses, what is full stays.

use comity_domain::id::Digest;
use comity_domain::message::FullReason;
use comity_node::view::TimelineView;
use serde_json::json;

use super::{Desk, agreed, examined};
use comity_domain::id::RequestId;
use comity_testkit::World;

const FULL: &str = "An informant would be at risk.";

async fn last(desk: &Desk<'_>, id: RequestId) -> TimelineView {
    desk.see(id).await.timeline.pop().unwrap()
}

#[tokio::test]
async fn a_full_reason_stays_and_its_digest_cannot_be_guessed() {
    let world = World::new().await;
    let (a, b, id) = examined(&world, "traffic").await;
    let act = json!({ "kind": "note", "full_reason": FULL, "body": { "text": "Not now." } });
    b.act(id, act.clone()).await;
    agreed(&world, &a, &b, id, "acknowledged").await;
    let (there, here) = (last(&a, id).await, last(&b, id).await);
    assert_eq!(there.full_reason, None);
    assert!(!serde_json::to_string(&there).unwrap().contains(FULL));
    let crossed = there.facts.unwrap().full_reason.unwrap();
    assert_ne!(crossed, Digest::of(FULL.as_bytes()), "whoever guesses the text could check it");
    let kept = here.full_reason.unwrap();
    let salt = hex::decode(&kept.salt).unwrap().try_into().unwrap();
    assert_eq!(FullReason { salt, text: kept.text }.digest(), crossed);
    b.act(id, act).await;
    let again = last(&b, id).await.facts.unwrap().full_reason.unwrap();
    assert_ne!(again, crossed, "each act has a salt of its own");
}
