// SPDX-License-Identifier: EUPL-1.2
//! What later versions added to events.

use comity_domain::door::Remark;
use comity_domain::law::Level;
use comity_domain::message::Kind;
use comity_domain::request::{ActFact, Detail, Event};
use comity_domain::workflow::domestic::Step;

use super::{Golden, code, crossed, stepped};

/// An act that says what it allows, a lift that the oversight body was told of, what came of an
/// item, and a message by other policies than those published.
pub(super) fn authorised() -> Vec<(String, Golden)> {
    let mut entered = stepped(Step::ActEnter);
    if let (Event::Stepped(step), Some(Detail::Act(act))) =
        (&mut entered.event, &mut entered.detail)
    {
        (act.level, act.tier, act.items) = (Some(Level::Court), Some(code("content")), vec![1]);
        let (kind, level, tier) = (code("order"), act.level, act.tier.clone());
        step.facts.allows = Some(ActFact { kind, level, tier, items: vec![1] });
    }
    let mut told = stepped(Step::Alarm);
    if let Event::Stepped(step) = &mut told.event {
        step.facts.rule = Some(code("protected-freedoms"));
    }
    let mut came_of = crossed(Kind::ExecReport, true);
    if let Event::Sent(crossing) = &mut came_of.event {
        for item in &mut crossing.head.facts.items {
            item.outcome = Some(code("retention-passed"));
        }
    }
    let mut otherwise = crossed(Kind::Ack, false);
    if let Event::Received(crossing) = &mut otherwise.event {
        crossing.remarks = vec![Remark::RulesDiffer];
    }
    let all = [(entered, "allows"), (told, "lift"), (came_of, "outcome"), (otherwise, "rules")];
    let name =
        |(golden, what): (Golden, &str)| (format!("{}@{what}.json", golden.event.name()), golden);
    all.map(name).into_iter().collect()
}
