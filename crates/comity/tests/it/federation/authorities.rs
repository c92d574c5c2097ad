// SPDX-License-Identifier: EUPL-1.2
//! A State has several authorities: a request is given to one, and from then on is its own.

use comity_node::NewOfficer;

use super::*;

/// An officer of an authority of Borealia.
pub(super) async fn of_authority<'a>(
    world: &'a World,
    name: &str,
    of: &str,
    role: Role,
) -> Desk<'a> {
    let authority = Some(of.parse().unwrap());
    let new = NewOfficer { name: name.to_owned(), login: None, authority, roles: vec![role] };
    Desk { post: &world.xb, officer: world.xb.node.enrol(new).await.unwrap().0 }
}

#[tokio::test]
async fn what_is_given_to_an_authority_is_worked_on_by_it_and_by_no_other() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty, Role::Approver]).await;
    let drafter = desk(&world.xa, "Ira", &[Role::Investigator]).await;
    let id = drafter.draft(disclosure("traffic")).await;
    a.step(id, json!({ "step": "draft.approve" })).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let b = desk(&world.xb, "Bo", &[Role::CentralAuthority]).await;
    b.act(id, json!({ "kind": "ack" })).await;
    let police = of_authority(&world, "Pim", "xb-247", Role::Examiner).await;
    let court = of_authority(&world, "Pia", "xb-prosecutor", Role::Examiner).await;
    police.see(id).await;

    let yours = json!({ "text": "Yours to decide." });
    let forwarded = |to: &str| json!({ "kind": "forwarded", "authority": to, "body": yours });
    for nobody in ["xa-prosecutor", "nobody"] {
        assert_eq!(b.refused(id, forwarded(nobody)).await, "request.field-missing");
    }
    let noted = json!({ "kind": "note", "authority": "xb-prosecutor", "body": { "text": "x" } });
    assert_eq!(b.refused(id, noted).await, "request.field-missing");
    b.act(id, forwarded("xb-prosecutor")).await;
    agreed(&world, &a, &b, id, "forwarded").await;
    // Both States know who has it; only its officers and the central authority see and act.
    let there = a.see(id).await;
    let last = there.timeline.iter().rev().find(|line| line.kind == "forwarded").unwrap();
    assert_eq!(last.facts.as_ref().unwrap().authority.as_ref().unwrap().as_str(), "xb-prosecutor");
    let hidden = police.post.node.show(&police.officer, id).await.unwrap_err();
    assert_eq!(hidden.code(), "node.not-found");
    let take: Take = from(examination("All points."));
    let refused = police.try_do(Some(id), Command::Take(Box::new(take))).await.unwrap_err();
    assert_eq!(refused.code(), "node.not-found");
    court.step(id, examination("All points.")).await;
    b.act(id, json!({ "kind": "note", "body": { "text": "The prosecutor has it." } })).await;
    // Where we ask, it is the other State's affair which of its authorities has it.
    a.act(id, json!({ "kind": "status.query" })).await;
}
