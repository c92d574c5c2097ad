// SPDX-License-Identifier: EUPL-1.2
//! Data are handed over to save a person, and the validation comes afterwards: called back,
//! granted by one, validated within 48 hours, reviewed; else frozen, and a person decides.

use super::*;
use crate::completeness::missing;
use crate::law::{Consultation, Element};
use crate::workflow::Clock;

const HOUR: i64 = 60;

fn open() -> Pair {
    Pair::open("uncc", Workflow::Emergency, &["content"])
}

/// Handed over whole and receipted; everything happened at the minute 0.
fn handed_over() -> Pair {
    let mut pair = open();
    pair.called_back();
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(89 * DAY, Answer::Produced);
    pair.asked(Role::Duty, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Duty, put(1, 1));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Whole), &[1]));
    let about = Some(pair.asked.last());
    let receipt = Act { about, ..says(Kind::DiscloseReceipt, &[1], Answer::Intact) };
    pair.asks(Role::Evidence, receipt);
    assert_eq!(pair.state(1), State::ValidationDue);
    pair
}

/// Not validated within 48 hours, which the requested State says.
fn frozen() -> Pair {
    let mut pair = handed_over();
    pair.wait(49 * HOUR);
    pair.asked(Role::Duty, with_text(Act::new(Kind::Freeze), "No validation came"));
    assert_eq!(pair.state(1), State::Frozen);
    pair
}

/// The judicial act entered and compared at the requesting State, and the message that rests on it.
fn validation(pair: &mut Pair) -> Act {
    let act = outside(None);
    pair.asks.steps(Role::Approver, entered(1, act.clone()));
    pair.asks.steps(Role::CentralAuthority, compared(1));
    let authorisation = Some(Digest::of_json(&act));
    let body = Body { acts: vec![act], ..Body::default() };
    Act { authorisation, body, ..Act::new(Kind::Validate) }
}

fn item(desk: &Desk) -> &crate::shared::Item {
    &desk.request.shared().unwrap().items[&1]
}

fn is_frozen(pair: &Pair) -> bool {
    let now = at(pair.asks.minute);
    assert_eq!(item(&pair.asks).is_frozen(now), item(&pair.asked).is_frozen(now));
    item(&pair.asks).is_frozen(now)
}

fn clock(pair: &Pair) -> (Clock, i64) {
    let set = item(&pair.asks).clock.clone().unwrap();
    let minutes = set.due.at.duration_since(at(0)).as_mins();
    (set.clock, minutes / HOUR)
}

#[test]
fn an_emergency_is_a_danger_to_a_person_and_nothing_else() {
    let said = |change: &dyn Fn(&mut Facts)| {
        let mut facts = request_facts("uncc", Workflow::Emergency, &["content"]);
        change(&mut facts);
        let uncc = law().instrument(&code("uncc")).unwrap();
        let found = missing(uncc, &code("emergency-disclosure"), &facts, &request_body(1));
        found.iter().map(|m| (m.element, m.provision.to_string())).collect::<Vec<_>>()
    };
    assert!(said(&|_| {}).is_empty());
    assert!(said(&|facts| facts.danger = Some(code("safety"))).is_empty());
    let one = vec![(Element::Danger, "2(o)".to_owned())];
    assert_eq!(said(&|facts| facts.danger = Some(code("data"))), one);
    assert_eq!(said(&|facts| facts.danger = None), one);
    assert_eq!(said(&|facts| facts.urgency = Some(code("urgent"))), one);
}

#[test]
fn under_budapest_there_is_no_emergency_disclosure() {
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Duty, &drafted("ets185", Workflow::Emergency, &["content"]));
    let refusal = desk.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::LawUnknown { what: "emergency-disclosure".to_owned() });
}

#[test]
fn a_duty_officer_drafts_and_sends_and_the_danger_crosses_in_code() {
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Duty, &drafted("uncc", Workflow::Emergency, &["content"]));
    desk.does(Role::Duty, &does(Act::new(Kind::Submit)));
    let facts = &desk.request.chains.at(Side::Requesting, 1).unwrap().head.facts;
    assert_eq!(facts.danger, Some(code("life")));
    let ack = facts.clocks.iter().find(|fact| fact.clock == code("ack")).unwrap();
    assert_eq!(ack.due.at, at(15));
}

#[test]
fn it_is_granted_after_a_call_back_and_not_before() {
    let mut pair = open();
    pair.asked.voiced = false;
    let accept = says(Kind::Decide, &[1], Answer::Accept);
    assert_eq!(pair.asked.refuses(&does(accept.clone())), Refusal::CallBack);
    pair.called_back();
    let decided = pair.asked.decides(Role::Duty, &does(accept.clone())).unwrap();
    assert!(decided.offices.contains(&Role::Duty));
    pair.asked(Role::Duty, accept);
    assert_eq!(pair.state(1), State::Accepted);
}

#[test]
fn it_is_refused_without_a_consultation_and_under_40_22_with_none_ever() {
    for (ground, provision, rule) in [
        ("legal-system", "40(21)(d)", Consultation::None),
        ("discrimination", "40(22)", Consultation::Never),
    ] {
        let mut pair = open();
        let refuse =
            on(says(Kind::Decide, &[1], Answer::Refuse), ground, provision, "human-rights");
        let decided = pair.asked.decides(Role::Duty, &does(refuse.clone())).unwrap();
        assert_eq!(decided.consultation, Some(rule));
        pair.asked(Role::Duty, refuse);
        assert_eq!(pair.state(1), State::Refused);
    }
    let pair = open();
    let dual = on(
        says(Kind::Decide, &[1], Answer::Refuse),
        "dual-criminality",
        "40(8)",
        "dual-criminality",
    );
    let refusal = pair.asked.refuses(&does(dual));
    assert_eq!(refusal.code(), "request.ground-not-available");
}

#[test]
fn the_hand_over_says_until_when_it_is_validated_and_decided_on() {
    let pair = handed_over();
    assert_eq!(clock(&pair), (Clock::Validation, 48));
    let validation = item(&pair.asks).validation.clone().unwrap();
    assert_eq!(validation.disposal.unwrap().at, at(96 * HOUR));
    assert!(!is_frozen(&pair), "until then it may save somebody");
}

#[test]
fn a_validation_in_time_is_reviewed_and_the_data_stay_in_use() {
    let mut pair = handed_over();
    pair.wait(47 * HOUR);
    let act = validation(&mut pair);
    pair.asks(Role::Approver, act);
    assert_eq!((pair.state(1), is_frozen(&pair)), (State::Validated, false));
    assert_eq!(clock(&pair), (Clock::Review, 95));
    pair.wait(10 * HOUR);
    assert!(!is_frozen(&pair));
    pair.asked(Role::Decider, Act::new(Kind::Confirm));
    assert_eq!((pair.state(1), is_frozen(&pair)), (State::Received, false));
}

#[test]
fn a_validation_rests_on_an_act_that_was_entered_compared_and_sent_along() {
    let mut pair = handed_over();
    let authorisation =
        |refusal| matches!(refusal, Refusal::FieldMissing { field: "authorisation", .. });
    assert!(authorisation(pair.asks.refuses(&does(Act::new(Kind::Validate)))));
    pair.asks.steps(Role::Approver, entered(1, outside(None)));
    let digest = Digest::of_json(&outside(None));
    let body = Body { acts: vec![outside(None)], ..Body::default() };
    let act = Act { authorisation: Some(digest), body, ..Act::new(Kind::Validate) };
    assert!(authorisation(pair.asks.refuses(&does(act.clone()))), "nobody compared it");
    pair.asks.steps(Role::CentralAuthority, compared(1));
    let bare = Act { body: Body::default(), ..act.clone() };
    assert!(authorisation(pair.asks.refuses(&does(bare))), "it does not go along");
    pair.asks(Role::Approver, act);
    assert_eq!(pair.state(1), State::Validated);
}

#[test]
fn after_48_hours_the_data_are_frozen_although_nobody_said_anything() {
    let mut pair = handed_over();
    pair.wait(48 * HOUR - 1);
    assert!(!is_frozen(&pair));
    pair.wait(1);
    assert!(is_frozen(&pair));
    assert_eq!(pair.state(1), State::ValidationDue, "an instant changes no state");
    let freeze = does(with_text(Act::new(Kind::Freeze), "No validation came"));
    let refusal = pair.asks.refuses(&freeze);
    assert_eq!(refusal, Refusal::TooEarly { from: at(49 * HOUR) });
}

#[test]
fn frozen_data_are_decided_on_by_96_hours_and_kept_only_with_a_reason() {
    let mut pair = frozen();
    assert_eq!(clock(&pair), (Clock::Disposal, 96));
    let silent = pair.asks.refuses(&does(Act::new(Kind::Keep)));
    assert!(matches!(silent, Refusal::FieldMissing { field: "text", .. }), "{silent}");
    pair.asks(Role::Approver, with_text(Act::new(Kind::Keep), "It may clear the accused"));
    assert_eq!((pair.state(1), is_frozen(&pair)), (State::Kept, true));
    pair.wait(400 * DAY);
    assert!(is_frozen(&pair), "what is kept is not used");
}

#[test]
fn frozen_data_are_deleted_at_any_time() {
    for keep in [false, true] {
        let mut pair = frozen();
        if keep {
            pair.asks(Role::Approver, with_text(Act::new(Kind::Keep), "It may clear the accused"));
        }
        pair.tells();
        let erased = pair.asks.does(Role::Evidence, &takes(take(Step::Erase)));
        let Event::Stepped(stepped) = erased else { panic!("a step") };
        assert_eq!(stepped.facts.outcome, Some(code("unvalidated")));
        pair.asks(Role::Evidence, Act::new(Kind::DeleteDone));
        assert_eq!(pair.state(1), State::Deleted);
    }
}

#[test]
fn a_late_validation_leaves_the_data_frozen_until_the_review() {
    let mut pair = frozen();
    let act = validation(&mut pair);
    pair.asks(Role::Approver, act);
    assert_eq!((pair.state(1), is_frozen(&pair)), (State::Validated, true));
    pair.asked(Role::Decider, Act::new(Kind::Confirm));
    assert_eq!((pair.state(1), is_frozen(&pair)), (State::Received, false));
}

#[test]
fn a_validation_after_the_hour_is_late_although_nobody_froze_it() {
    let mut pair = handed_over();
    pair.wait(50 * HOUR);
    let act = validation(&mut pair);
    pair.asks(Role::Approver, act);
    assert!(is_frozen(&pair));
}

#[test]
fn the_state_that_handed_over_objects_by_an_order_to_delete_within_a_day() {
    let mut pair = handed_over();
    let act = validation(&mut pair);
    pair.asks(Role::Approver, act);
    pair.asked(Role::Decider, with_text(Act::new(Kind::DeleteOrder), "No danger was shown"));
    assert_eq!(pair.state(1), State::DeletionDue);
    assert_eq!(clock(&pair), (Clock::Deletion, 24));
    pair.tells();
    pair.asks.steps(Role::Evidence, take(Step::Erase));
    pair.asks(Role::Evidence, Act::new(Kind::DeleteDone));
    assert_eq!(pair.state(1), State::Deleted);
}

#[test]
fn a_part_that_crossed_starts_the_time_and_what_follows_does_not_lengthen_it() {
    let mut pair = open();
    pair.called_back();
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(89 * DAY, Answer::Produced);
    pair.asked(Role::Duty, Act::new(Kind::ExecStarted));
    for (n, answer) in [(1, Answer::Part), (2, Answer::Whole)] {
        pair.asked.steps(Role::Duty, put(1, n));
        pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
        pair.asked(Role::Evidence, handing(says(Kind::Disclose, &[1], answer), &[n]));
        pair.wait(10 * HOUR);
    }
    let validation = item(&pair.asks).validation.clone().unwrap();
    assert_eq!(validation.due.unwrap().at, at(48 * HOUR));
    pair.wait(28 * HOUR);
    assert!(is_frozen(&pair), "whoever does not receipt gains no time");
}

#[test]
fn a_profile_without_the_clock_cannot_hand_over_without_naming_the_instant() {
    let mut pair = open();
    pair.called_back();
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(89 * DAY, Answer::Produced);
    pair.asked(Role::Duty, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Duty, put(1, 1));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    let text = include_str!("../../../../../law/states/xb.toml");
    let without = text.replace("clock = \"disposal\"", "clock = \"expiry\"");
    let profile = StateProfile::parse("xb.toml", &without).unwrap();
    let rules = Rules { profile: &profile, ..pair.asked.rules() };
    let command = does(handing(says(Kind::Disclose, &[1], Answer::Whole), &[1]));
    let refusal = decide(&pair.asked.request, hand(Role::Evidence), &command, rules).unwrap_err();
    assert!(matches!(refusal, Refusal::FieldMissing { field: "clocks", .. }), "{refusal}");
}
