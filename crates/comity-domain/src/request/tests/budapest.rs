// SPDX-License-Identifier: EUPL-1.2
//! The same under the Budapest Convention: its own grounds, its own provisions, its own numbers.

use super::*;
use crate::workflow::domestic::Work;

fn refuse(ground: &str, provision: &str, reason: &str) -> Act {
    on(says(Kind::Decide, &[1], Answer::Refuse), ground, provision, reason)
}

#[test]
fn a_preservation_can_be_refused_for_a_political_offence() {
    let mut pair = Pair::open("ets185", Workflow::Preservation, &["content"]);
    let wrong =
        pair.asked.refuses(&does(refuse("political-offence", "27(4)(a)", "political-offence")));
    assert!(matches!(wrong, Refusal::FieldMissing { field: "provision", .. }), "{wrong}");
    pair.asked(Role::Decider, refuse("political-offence", "29(5)(a)", "political-offence"));
    assert_eq!(pair.state(1), State::Refused);
}

#[test]
fn a_disclosure_can_be_refused_for_a_political_offence_without_consultation() {
    let mut pair = Pair::open("ets185", Workflow::Disclosure, &["content"]);
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, refuse("political-offence", "27(4)(a)", "political-offence"));
    assert_eq!(pair.state(1), State::Refused);
}

#[test]
fn grounds_of_the_other_convention_are_not_available() {
    let pair = Pair::open("ets185", Workflow::Preservation, &["content"]);
    for ground in ["domestic-law", "discrimination", "legal-system", "dual-criminality"] {
        let refusal = pair.asked.refuses(&does(refuse(ground, "40(21)(c)", "domestic-law")));
        assert_eq!(refusal.code(), "request.ground-not-available", "{ground}");
    }
}

#[test]
fn a_postponement_asks_for_no_consultation_there() {
    let mut pair = Pair::open("ets185", Workflow::Disclosure, &["traffic"]);
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    let act =
        on(says(Kind::Decide, &[1], Answer::Postpone), "own-case", "27(5)", "own-proceedings");
    pair.asked(Role::Decider, until(act, deadline(90 * DAY)));
    assert_eq!(pair.state(1), State::Postponed);
}

#[test]
fn the_numbers_are_cited_with_its_own_provisions() {
    let mut pair = Pair::open("ets185", Workflow::Preservation, &["content"]);
    let too_long = pair.asked.refuses(&takes(served(Some(deadline(91 * DAY)))));
    assert!(too_long.to_string().contains("ets185 16(2)"), "{too_long}");
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(90 * DAY, Answer::Held);
    let held = |minute| until(says(Kind::Preserved, &[1], Answer::Held), deadline(minute));
    let too_short = pair.asked.refuses(&does(held(59 * DAY)));
    assert!(too_short.to_string().contains("ets185 29(7)"), "{too_short}");
    pair.asked(Role::Executor, held(60 * DAY));
    assert_eq!(pair.state(1), State::Preserved);
}

#[test]
fn evidence_is_handed_over_as_under_the_other() {
    let mut pair = Pair::open("ets185", Workflow::Disclosure, &["content"]);
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(0, Answer::Produced);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Evidence, put(1, 1));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked.steps(Role::Decider, take(Step::ExhibitClear));
    pair.asked(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Whole), &[1]));
    assert_eq!((pair.state(1), pair.asked.request.item_work(1)), (State::Delivered, Work::Cleared));
}

#[test]
fn an_offence_of_the_other_convention_is_not_known() {
    let mut asks = Desk::new(Side::Requesting);
    let Command::Draft(mut draft) = drafted("ets185", Workflow::Preservation, &["traffic"]) else {
        panic!("that is no draft");
    };
    draft.facts.offences = vec![code("laundering")];
    asks.does(Role::Duty, &Command::Draft(draft));
    let refusal = asks.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::LawUnknown { what: "laundering".to_owned() });
}
