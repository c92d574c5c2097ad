// SPDX-License-Identifier: EUPL-1.2
//! The page of a request in every state of every workflow, at both desks, in every language.
//!
//! Requests are walked through the common states by real acts, in `tests/it/states.rs`. Here one
//! that was really asked for is shown as it would be anywhere in the tables, at the ends of long
//! roads too, with all that the tables let each side do there.

use std::collections::BTreeSet;

use comity_domain::message::Kind;
use comity_domain::request::{Act, Command, Draft};
use comity_domain::workflow::domestic::{STEPS, Work};
use comity_domain::workflow::{State as Stand, Workflow};
use comity_node::view::Done;
use comity_testkit::World;
use serde_json::json;

use super::*;
use crate::pages::frame::Theme;
use crate::pages::visit::Guest;
use crate::pages::words::Lang;

#[path = "../../../tests/it/states/page.rs"]
mod page;

/// A preservation that Arcadia has asked for, as its duty officer sees it.
async fn asked(world: &World) -> RequestView {
    let facts = json!({ "instrument": "uncc", "measure": "preservation", "urgency": "urgent",
        "offences": ["illegal-access"], "maximum_years": 5, "basis": "35(1)(b)",
        "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }] });
    let said = json!({ "case_nature": "x", "facts": "x", "data_link": "x", "necessity": "x",
        "intention": "x", "urgency": "x", "assistance": "x", "purpose": "x", "custodian": "x",
        "proportionality": "x", "persons": "x",
        "offences": [{ "code": "illegal-access", "provision": "PC 202", "text": "x" }] });
    let item = json!({ "n": 1, "provider": "Example Net", "identifier": { "kind": "ip",
        "address": "203.0.113.7", "port": 50123, "at": "2026-11-19T03:02:11Z" } });
    let body = json!({ "case": "A-77/26", "language": "en", "items": [item], "request": said,
        "authority": { "code": "xa-central", "name": "Ministry of Justice" } });
    let of = |value| serde_json::from_value(value).unwrap();
    let draft = Draft::new("XB".parse().unwrap(), of(facts), serde_json::from_value(body).unwrap());
    let officer = world.xa.officer("Vera", &[Role::Duty]).await;
    let node = &world.xa.node;
    let begun = node.perform(&officer, None, None, Command::Draft(Box::new(draft)));
    let Done::Recorded { request, .. } = Box::pin(begun).await.unwrap() else { panic!("it waits") };
    let submit = Command::Act(Box::new(Act::new(Kind::Submit)));
    Box::pin(node.perform(&officer, None, Some(request), submit)).await.unwrap();
    Box::pin(node.show(&officer, request)).await.unwrap()
}

/// Every state in which an item of this workflow can be.
fn states(workflow: Workflow) -> BTreeSet<Stand> {
    let rows = workflow.rows();
    rows.flat_map(|row| row.from.iter().copied().chain(row.from.iter().map(|s| row.lands(*s))))
        .collect()
}

/// All that the tables let a side do there, whatever was done before.
fn possible(workflow: Workflow, side: Side, stand: Stand) -> Vec<PossibleView> {
    let view = |what, kind: String, answer: Option<String>, roles: &[Role]| PossibleView {
        what,
        kind,
        answer,
        items: vec![1],
        roles: roles.to_vec(),
        first: Vec::new(),
        not_before: None,
    };
    let rows = workflow.rows().filter(|row| row.by == side && row.from.contains(&stand));
    let messages = rows.map(|row| {
        let answer = row.answer.map(|answer| answer.to_string());
        view("message", row.kind.to_string(), answer, row.roles)
    });
    let steps = STEPS.iter().filter(|row| row.side == side && row.of.contains(&workflow));
    let steps = steps.filter(|row| row.during.contains(&stand));
    let steps = steps.map(|row| view("step", row.step.to_string(), None, row.roles));
    let anytime = domestic::ANYTIME.iter();
    let anytime = anytime.map(|(step, roles)| view("step", step.to_string(), None, roles));
    messages.chain(steps).chain(anytime).collect()
}

fn drawn(world: &World, lang: Lang, r: &RequestView) -> String {
    let guest = Guest { lang, theme: Theme::Auto, here: "/".to_owned() };
    let next = r.possible.iter().map(next);
    let (anytime, next) = next.partition(Next::is_anytime);
    let page = Page {
        f: Frame::guest(&world.xa.node, &guest),
        r: r.clone(),
        now: world.hands.read(),
        next,
        anytime,
        others: r.possible.iter().map(super::next).collect(),
        drafts: false,
        begins: true,
        attaches: true,
        contacts: None,
        misuse: None,
        authorities: BTreeMap::new(),
        states: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    page.render().unwrap()
}

#[tokio::test]
async fn every_state_of_every_workflow_is_shown_at_both_desks_in_every_language() {
    let world = Box::pin(World::new()).await;
    let asked = asked(&world).await;
    let mut seen = BTreeSet::new();
    for workflow in Workflow::ALL.iter().copied() {
        for (n, stand) in states(workflow).into_iter().enumerate() {
            seen.insert(stand);
            for side in [Side::Requesting, Side::Requested] {
                let mut r = asked.clone();
                r.measure = workflow.code().parse().ok();
                (r.side, r.state) = (side, Some(stand));
                r.possible = possible(workflow, side, stand);
                let item = &mut r.items[0];
                item.state = stand;
                item.work = Work::ALL[n % Work::ALL.len()].to_string();
                (item.suspended, item.frozen) = (n % 2 == 0, n % 3 == 0);
                for lang in Lang::ALL.iter().copied() {
                    let drawn = drawn(&world, lang, &r);
                    let fault = page::fault(&drawn, &lang.to_string());
                    assert_eq!(fault, None, "{workflow} {stand} {side:?} {lang}: {drawn}");
                    let code = format!("state-{stand}");
                    assert!(drawn.contains(&code), "{workflow} {stand}");
                }
            }
        }
    }
    let missing: Vec<_> = Stand::ALL.iter().filter(|stand| !seen.contains(stand)).collect();
    assert!(missing.is_empty(), "no workflow has {missing:?}");
}
