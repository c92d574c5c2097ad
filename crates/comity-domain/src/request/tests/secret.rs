// SPDX-License-Identifier: EUPL-1.2
//! Secrecy: for how long it lasts, what prolongs it at either State, and what does not.

use super::*;
use crate::id::Digest;
use crate::request::{Renewal, Secrecy, Short};

/// Both desks have a preservation whose secrecy was asked for sixty days.
fn open() -> Pair {
    let mut pair = Pair::open("uncc", Workflow::Preservation, &["traffic"]);
    for desk in [&mut pair.asks, &mut pair.asked] {
        let first = desk.request.chains.at(Side::Requesting, 1).unwrap().head.message;
        let body = desk.request.bodies.get_mut(&first).unwrap();
        body.request.as_mut().unwrap().secrecy_until = Some(at(60 * DAY));
    }
    pair
}

fn act_of(reference: &str, expires: Option<Timestamp>) -> OutsideAct {
    let mut act = outside(expires);
    act.reference = reference.to_owned();
    act
}

/// Enters an act at the State that asks, and has another officer compare it.
fn enter(pair: &mut Pair, act: &OutsideAct) {
    let n = u8::try_from(pair.asks.request.acts.len()).unwrap();
    pair.asks.steps(Role::Approver, entered(n, act.clone()));
    pair.asks.steps(Role::CentralAuthority, compared(n));
}

fn renewal(pair: &Pair, until: Timestamp, act: Option<&OutsideAct>) -> Act {
    let mut renewal = with_text(Act::new(Kind::Correct), "The accounts are still being frozen");
    let first = pair.asks.request.chains.at(Side::Requesting, 1).unwrap();
    renewal.about = Some(first.head.message);
    renewal.authorisation = act.map(Digest::of_json);
    renewal.body.acts = act.into_iter().cloned().collect();
    let secrecy_until = Some(until);
    renewal.body.request = Some(crate::message::Request { secrecy_until, ..Default::default() });
    renewal
}

fn secrecy(pair: &Pair) -> Secrecy {
    let (asks, asked) = (pair.asks.request.secrecy(), pair.asked.request.secrecy());
    assert_eq!(asks, asked, "two nodes, one end");
    asked.unwrap()
}

fn wait(pair: &mut Pair, minute: i64) {
    pair.asks.minute = minute;
    pair.asked.minute = minute;
}

/// As the safeguards of the State that asks see it.
fn seen(pair: &Pair, act: &Act) -> Renewal {
    let facts = Facts { authorisation: act.authorisation, ..Facts::default() };
    pair.asks.request.renewal((act.kind, &facts, &act.body), at(pair.asks.minute)).unwrap()
}

fn last_short(pair: &Pair) -> Option<Short> {
    secrecy(pair).periods.last().unwrap().short
}

#[test]
fn a_renewal_with_an_act_of_its_own_prolongs_it_at_both() {
    let mut pair = open();
    assert_eq!(secrecy(&pair).until, at(60 * DAY));
    wait(&mut pair, 50 * DAY);
    let act = act_of("B-1", None);
    let early = renewal(&pair, at(140 * DAY), Some(&act));
    assert_eq!(field(&pair.asks.refuses(&does(early))), "authorisation", "nobody entered it");
    enter(&mut pair, &act);
    let good = renewal(&pair, at(140 * DAY), Some(&act));
    let facts = seen(&pair, &good);
    assert!(facts.longer && facts.act && !facts.past_year, "{facts:?}");
    assert_eq!(facts.days, 90);
    pair.asks(Role::CentralAuthority, good.clone());
    let found = secrecy(&pair);
    assert_eq!((found.since, found.until), (at(0), at(140 * DAY)));
    let last = found.periods.last().unwrap();
    assert_eq!((last.short, last.ended, last.act.as_ref()), (None, None, Some(&act)));
    // The same act carries no second one.
    wait(&mut pair, 130 * DAY);
    let again = renewal(&pair, at(200 * DAY), Some(&act));
    assert!(!seen(&pair, &again).act);
    pair.asks(Role::CentralAuthority, again);
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(140 * DAY), Some(Short::UsedAct)));
}

#[test]
fn what_prolongs_nothing_is_shown_with_its_reason() {
    // The domain of a State that keeps no safeguards sends what it likes.
    let mut pair = open();
    wait(&mut pair, 10 * DAY);
    let (one, two) = (act_of("B-1", None), act_of("B-2", Some(at(70 * DAY))));
    enter(&mut pair, &one);
    enter(&mut pair, &two);
    let bare = renewal(&pair, at(90 * DAY), None);
    assert!(!seen(&pair, &bare).act);
    pair.asks(Role::Duty, bare);
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(60 * DAY), Some(Short::NoAct)));
    let long = renewal(&pair, at(101 * DAY), Some(&one));
    assert_eq!(seen(&pair, &long).days, 91);
    pair.asks(Role::Duty, long);
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(60 * DAY), Some(Short::TooLong)));
    // An act that ends carries nothing beyond, and a State that keeps the rules says so itself.
    let beyond = renewal(&pair, at(80 * DAY), Some(&two));
    assert!(matches!(pair.asks.refuses(&does(beyond)), Refusal::Deadline { wrong: "later", .. }));
    let named = |kind: Kind| Act { kind, ..renewal(&pair, at(70 * DAY), Some(&two)) };
    assert_eq!(field(&pair.asks.refuses(&does(named(Kind::Note)))), "secrecy_until");
    let astray = Act { about: None, ..named(Kind::Correct) };
    pair.asks.refuses(&does(astray));
    pair.asked.refuses(&does(named(Kind::Correct)));
    let past = renewal(&pair, at(5 * DAY), Some(&two));
    pair.asks(Role::Duty, past);
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(5 * DAY), None), "it lets go");
}

#[test]
fn an_act_that_ends_earlier_carries_as_far_as_it_goes_at_the_receiver() {
    let mut pair = open();
    wait(&mut pair, 10 * DAY);
    let act = act_of("B-1", Some(at(75 * DAY)));
    enter(&mut pair, &act);
    let good = renewal(&pair, at(75 * DAY), Some(&act));
    pair.asks(Role::Duty, good);
    let last = pair.asked.request.chains.last(Side::Requesting).unwrap().head.message;
    // What crosses from a State that does not look at its acts.
    let body = pair.asked.request.bodies.get_mut(&last).unwrap();
    body.request.as_mut().unwrap().secrecy_until = Some(at(100 * DAY));
    let found = pair.asked.request.secrecy().unwrap();
    assert_eq!(found.until, at(75 * DAY));
    assert_eq!(found.periods.last().unwrap().short, Some(Short::ActEnded));
}

#[test]
fn more_than_ninety_days_with_the_request_are_ninety() {
    let mut pair = open();
    let first = pair.asked.request.chains.at(Side::Requesting, 1).unwrap().head.message;
    let body = pair.asked.request.bodies.get_mut(&first).unwrap();
    body.request.as_mut().unwrap().secrecy_until = Some(at(200 * DAY));
    let found = pair.asked.request.secrecy().unwrap();
    let begun = found.since;
    assert_eq!(found.until, begun + SECRECY_AT_A_TIME);
    assert_eq!(found.periods[0].short, Some(Short::TooLong));
}

#[test]
fn after_a_gap_it_begins_anew_and_says_so() {
    let mut pair = open();
    let act = act_of("B-1", None);
    wait(&mut pair, 65 * DAY);
    enter(&mut pair, &act);
    let late = renewal(&pair, at(80 * DAY), Some(&act));
    pair.asks(Role::Duty, late);
    let found = secrecy(&pair);
    assert_eq!(found.until, at(80 * DAY));
    assert_eq!(found.breaks().collect::<Vec<_>>(), [(at(60 * DAY), at(65 * DAY))]);
}

#[test]
fn beyond_a_year_the_oversight_body_agrees_to_each_renewal() {
    let mut pair = open();
    let mut until = 60;
    for n in 1..=4 {
        wait(&mut pair, (until - 5) * DAY);
        until += 80;
        let act = act_of(&format!("B-{n}"), None);
        enter(&mut pair, &act);
        // The last reaches beyond the year: until is day 380.
        let next = renewal(&pair, at(until * DAY), Some(&act));
        let facts = seen(&pair, &next);
        assert_eq!((facts.past_year, facts.agreed), (n == 4, false));
        pair.asks(Role::CentralAuthority, next);
    }
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(300 * DAY), Some(Short::NoSeat)));
    let agree = |until: Option<i64>, why: &str| Take {
        facts: StepFacts { until: until.map(|day| deadline(day * DAY)), ..StepFacts::default() },
        detail: Some(Detail::Text(why.to_owned())),
        ..take(Step::SecrecyAgree)
    };
    let refused = |pair: &Pair, take: Take| field(&pair.asks.refuses(&takes(take)));
    assert_eq!(refused(&pair, agree(Some(380), " ")), "detail");
    assert_eq!(refused(&pair, agree(None, "The trial begins in June")), "until");
    assert_eq!(refused(&pair, agree(Some(10), "The trial begins in June")), "until");
    let asked = Command::Take(Box::new(agree(Some(380), "Theirs to say")));
    assert!(matches!(pair.asked.refuses(&asked), Refusal::NothingHere { .. }));
    pair.asks.steps(Role::Oversight, agree(Some(380), "The trial begins in June"));
    let act = act_of("B-9", None);
    enter(&mut pair, &act);
    // No longer than it agreed to, and once.
    assert!(!seen(&pair, &renewal(&pair, at(381 * DAY), Some(&act))).agreed);
    let good = renewal(&pair, at(380 * DAY), Some(&act));
    assert!(seen(&pair, &good).agreed);
    pair.asks(Role::CentralAuthority, good.clone());
    assert_eq!((secrecy(&pair).until, last_short(&pair)), (at(380 * DAY), None));
    let head = &pair.asked.request.chains.last(Side::Requesting).unwrap().head;
    assert_eq!(head.facts.approval.as_ref().unwrap().role.as_str(), "oversight");
    assert!(pair.asks.request.agreed.is_none(), "it agreed to one");
}

#[test]
fn the_person_has_to_be_told_when_it_ends_if_data_were_held() {
    let mut pair = open();
    assert_eq!(pair.asks.request.notice_due(), None, "nothing is held");
    pair.asked.steps(Role::Duty, served(Some(deadline(30 * DAY))));
    let held = says(Kind::Preserved, &[1], Answer::HeldProvisionally);
    pair.asked(Role::Duty, until(held, deadline(7 * DAY)));
    for desk in [&pair.asks, &pair.asked] {
        assert_eq!(desk.request.notice_due(), Some(at(60 * DAY)));
    }
    pair.asks(Role::Duty, Act::new(Kind::NoticeSent));
    for desk in [&pair.asks, &pair.asked] {
        assert_eq!(desk.request.notice_due(), None);
    }
}
