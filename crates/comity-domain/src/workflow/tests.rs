// SPDX-License-Identifier: EUPL-1.2
use std::collections::BTreeSet;

use super::crossing::pairs;
use super::domestic::{ANYTIME, BY_CLOCK, NEEDS, STEPS, Step, Work};
use super::*;
use crate::id::Code;

const PAGES: [(&str, &str); 2] = [
    (include_str!("../../../../docs/workflows.md"), "workflows"),
    (include_str!("../../../../docs/crossings.md"), "crossings"),
];

#[test]
fn the_pages_in_docs_are_printed_from_the_tables() {
    for (page, name) in PAGES {
        let printed = if name == "workflows" { print::workflows() } else { print::crossings() };
        assert!(
            page == printed,
            "docs/{name}.md is stale: run `cargo run -p comity-domain --example tables`"
        );
    }
}

#[test]
fn every_pair_that_can_cross_agrees_or_is_named() {
    for workflow in Workflow::ALL {
        for crossing in pairs(*workflow).iter().filter(|c| !c.agrees()) {
            assert!(
                crossing.meaning().is_some(),
                "{workflow}, {}: {} x {} ends {}, otherwise {}",
                crossing.state,
                crossing.ask.kind,
                crossing.answer.kind,
                crossing.end,
                crossing.otherwise,
            );
        }
    }
}

#[test]
fn no_name_is_given_to_a_pair_that_does_not_exist() {
    let all: Vec<_> = Workflow::ALL.iter().flat_map(|w| pairs(*w)).collect();
    for named in crossing::NAMED {
        let met = |c: &crossing::Crossing| !c.agrees() && c.meaning() == Some(named.3);
        assert!(all.iter().any(met), "{} x {} is named for nothing", named.0, named.1);
    }
}

#[test]
fn every_state_has_an_owner_and_a_clock_or_says_why_none() {
    for workflow in Workflow::ALL {
        for state in workflow.states() {
            let duty = workflow.duty(state);
            if state != State::Closed {
                assert!(duty.owner.is_ok(), "{workflow} {state} has no owner");
            }
            if let Err(why) = duty.clock {
                assert!(why.len() > 10, "{workflow} {state} has no clock and does not say why");
            }
        }
    }
}

#[test]
fn the_owner_of_a_state_can_leave_it() {
    for workflow in Workflow::ALL {
        for state in workflow.states() {
            let Ok((side, role)) = workflow.duty(state).owner else { continue };
            let leaves = workflow.rows().any(|row| {
                row.by == side
                    && row.from.contains(&state)
                    && row.lands(state) != state
                    && row.roles.contains(&role)
            });
            assert!(leaves, "{workflow}: {side} {role} cannot leave `{state}`");
        }
    }
}

#[test]
fn every_state_can_be_reached_and_can_end() {
    for workflow in Workflow::ALL {
        let mut reached = BTreeSet::from([State::Sent]);
        let mut before = 0;
        while before != reached.len() {
            before = reached.len();
            for row in workflow.rows() {
                let here: Vec<State> =
                    row.from.iter().copied().filter(|s| reached.contains(s)).collect();
                reached.extend(here.into_iter().map(|s| row.lands(s)));
            }
        }
        assert_eq!(reached, workflow.states().into_iter().collect());
        let mut ends = BTreeSet::from([State::Closed]);
        let mut before = 0;
        while before != ends.len() {
            before = ends.len();
            for row in workflow.rows() {
                let from: Vec<State> =
                    row.from.iter().copied().filter(|s| ends.contains(&row.lands(*s))).collect();
                ends.extend(from);
            }
        }
        for state in &reached {
            assert!(ends.contains(state), "{workflow}: `{state}` can never be closed");
        }
    }
}

#[test]
fn every_kind_of_message_and_every_answer_has_a_row() {
    for kind in Kind::ALL.iter().filter(|k| **k != Kind::Submit) {
        let rows = || Workflow::ALL.iter().flat_map(|w| w.rows());
        assert!(rows().any(|row| row.kind == *kind), "`{kind}` has no row");
    }
    for answer in Answer::ALL {
        let mut rows = Workflow::ALL.iter().flat_map(|w| w.rows());
        assert!(rows.any(|row| row.answer == Some(*answer)), "`{answer}` has no row");
    }
}

#[test]
fn every_step_and_every_need_can_be_met() {
    for step in Step::ALL {
        let here = STEPS.iter().any(|r| r.step == *step)
            || ANYTIME.iter().any(|a| a.0 == *step)
            || BY_CLOCK.contains(step);
        assert!(here, "the step `{step}` has no row");
    }
    for need in NEEDS {
        for work in need.at {
            let made = STEPS.iter().any(|r| r.to == Some(*work) && r.of.contains(&need.of));
            // What nothing was done to needs no step.
            let made = made || *work == Work::Nothing;
            assert!(made, "`{}` needs `{work}`, which no step reaches", need.kind);
        }
    }
    assert_eq!(Work::default(), Work::Nothing);
}

#[test]
fn every_code_of_the_tables_is_a_code() {
    let parse = |text: &str| text.parse::<Code>().unwrap();
    for c in Clock::ALL {
        assert_eq!(parse(c.code()).as_str(), c.code());
    }
    for c in Kind::ALL {
        assert_eq!(parse(c.code()).as_str(), c.code());
    }
    for c in Answer::ALL {
        assert_eq!(parse(c.code()).as_str(), c.code());
    }
    for c in Workflow::ALL {
        assert_eq!(parse(c.code()).as_str(), c.code());
    }
}
