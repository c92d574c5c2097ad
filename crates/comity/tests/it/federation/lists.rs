// SPDX-License-Identifier: EUPL-1.2
//! Lists of requests, page by page.

use comity_domain::id::RequestId;
use comity_domain::role::Role;
use comity_node::Wanted;
use comity_testkit::World;
use serde_json::json;

use super::{Desk, desk, preservation};

async fn page(desk: &Desk<'_>, after: Option<RequestId>) -> Vec<RequestId> {
    let wanted = Wanted { mine: true, limit: 2, after, ..Wanted::default() };
    let lines = desk.post.node.list(&desk.officer, wanted).await.unwrap();
    lines.into_iter().map(|line| line.request).collect()
}

#[tokio::test]
async fn what_waits_for_us_fills_its_pages_past_what_waits_for_others() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let mut ours = Vec::new();
    for n in 0..6 {
        let id = a.draft(preservation()).await;
        if n % 2 == 0 {
            // What was sent has a clock and stands before the drafts; it waits for Borealia.
            a.act(id, json!({ "kind": "req.submit" })).await;
        } else {
            ours.push(id);
        }
    }
    ours.sort();
    let first = page(&a, None).await;
    assert_eq!(first, ours[..2], "of {ours:?}");
    assert_eq!(page(&a, first.last().copied()).await, ours[2..]);
}
