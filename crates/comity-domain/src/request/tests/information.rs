// SPDX-License-Identifier: EUPL-1.2
//! Information that nobody asked for: what an offer may not say, who hands over to whom, and what
//! the receiver owes afterwards.

use super::*;
use crate::completeness::missing;
use crate::workflow::Clock;

const TIERS: &[&str] = &["traffic"];

pub(super) fn accepts(items: &[u16]) -> Act {
    let fact =
        |n: &u16| ItemFact { n: *n, conditions: vec![code("confidential")], ..ItemFact::default() };
    Act { items: items.iter().map(fact).collect(), ..Act::new(Kind::CondAccept) }
}

fn offered() -> Pair {
    Pair::sent("uncc", Workflow::Information, TIERS)
}

/// A file, put in, reviewed, cleared and handed over.
fn transmitted() -> Pair {
    let mut pair = offered();
    pair.asked(Role::Approver, accepts(&[1]));
    pair.asks.steps(Role::Evidence, put(1, 7));
    pair.asks.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asks.steps(Role::Approver, take(Step::ExhibitClear));
    pair.asks(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Whole), &[7]));
    pair
}

fn received() -> Pair {
    let mut pair = transmitted();
    let about = Some(pair.asks.last());
    pair.asked(Role::Evidence, Act { about, ..says(Kind::DiscloseReceipt, &[1], Answer::Intact) });
    pair
}

fn notice(answer: Answer) -> Act {
    with_text(says(Kind::UseNotice, &[1], answer), "The defence has it in the trial of March")
}

/// What makes an offer say more than it may.
type More = &'static dyn Fn(&mut Facts, &mut Body);

#[test]
fn an_offer_is_taken_handed_over_used_and_deleted() {
    let mut pair = received();
    assert_eq!(pair.state(1), State::Received);
    pair.asked(Role::Approver, Act::new(Kind::InfoUsed));
    assert_eq!(pair.state(1), State::Used);
    pair.asks(Role::Approver, with_text(Act::new(Kind::DeleteOrder), "The case here has ended"));
    assert_eq!(pair.state(1), State::DeletionDue);
    assert!(matches!(
        pair.asked.refuses(&does(Act::new(Kind::DeleteDone))),
        Refusal::WorkMissing { .. }
    ));
    pair.tells();
    pair.asked.steps(Role::Evidence, take(Step::Erase));
    pair.asked(Role::Evidence, Act::new(Kind::DeleteDone));
    pair.asks(Role::CentralAuthority, Act::new(Kind::Close));
    assert_eq!(pair.state(1), State::Closed);
}

#[test]
fn the_receiving_states_chain_is_the_spine() {
    let pair = offered();
    assert_eq!(pair.asks.request.side, Side::Requesting);
    assert_eq!(pair.asks.request.chains.requested, pair.asked.request.me);
    assert_eq!(Workflow::Information.hands_over_to(), Some(Side::Requested));
}

#[test]
fn an_offer_says_its_kind_and_its_conditions_and_nothing_more() {
    let says_more: [More; 6] = [
        &|_, body| body.text = Some("Look at box1@mail.example".to_owned()),
        &|_, body| body.items = request_body(1).items,
        &|facts, _| facts.items[0].identifier = Some(code("e-mail")),
        &|_, body| body.request = request_body(1).request,
        &|_, body| body.acts = vec![outside(None)],
        &|facts, _| facts.items[0].conditions = vec![code("confidential"), code("confidential")],
    ];
    for more in says_more {
        let mut desk = Desk::new(Side::Requesting);
        let (_, to) = states();
        let (mut facts, mut body) =
            (request_facts("uncc", Workflow::Information, TIERS), offer_body());
        more(&mut facts, &mut body);
        desk.does(Role::Duty, &Command::Draft(Box::new(Draft::new(to, facts, body))));
        let refusal = desk.refuses(&takes(take(Step::DraftCheck)));
        assert!(["body", "conditions"].contains(&field(&refusal)), "{refusal}");
    }
    let uncc = law().instrument(&code("uncc")).unwrap();
    let mut facts = request_facts("uncc", Workflow::Information, TIERS);
    let measure = code("spontaneous-information");
    assert!(missing(uncc, &measure, &facts, &offer_body()).is_empty());
    facts.offences.clear();
    facts.items[0].tier = None;
    let lacks = missing(uncc, &measure, &facts, &offer_body());
    let lacks: Vec<_> = lacks.iter().map(|m| (m.gap.code(), m.item)).collect();
    assert_eq!(lacks, [("offence", None), ("tier", Some(1))]);
}

#[test]
fn nothing_of_it_crosses_before_the_conditions_are_accepted() {
    let mut pair = offered();
    let hands = with_text(says(Kind::Disclose, &[1], Answer::Whole), "It is box1@mail.example");
    assert!(matches!(pair.asks.refuses(&does(hands.clone())), Refusal::NotNow { .. }));
    let mut note = with_text(Act::new(Kind::Note), "For the file");
    note.body.items = request_body(1).items;
    assert_eq!(field(&pair.asks.refuses(&does(note))), "body");
    let other = Act { items: vec![ItemFact { n: 1, ..ItemFact::default() }], ..accepts(&[1]) };
    assert!(matches!(pair.asked.refuses(&does(other)), Refusal::ConditionsDiffer { item: 1 }));
    pair.asked(Role::CentralAuthority, accepts(&[1]));
    let silent = says(Kind::Disclose, &[1], Answer::Whole);
    assert_eq!(field(&pair.asks.refuses(&does(silent))), "exhibits");
    pair.asks(Role::Evidence, hands);
    assert_eq!(pair.state(1), State::Delivered);
}

#[test]
fn a_file_is_reviewed_and_cleared_before_it_is_handed_over() {
    let mut pair = offered();
    pair.asked(Role::Approver, accepts(&[1]));
    let hands = || does(handing(says(Kind::Disclose, &[1], Answer::Whole), &[7]));
    pair.asks.steps(Role::Evidence, put(1, 7));
    assert!(matches!(pair.asks.refuses(&hands()), Refusal::WorkMissing { .. }));
    pair.asks.steps(Role::Evidence, take(Step::ExhibitReview));
    assert!(matches!(pair.asks.refuses(&hands()), Refusal::WorkMissing { .. }));
}

#[test]
fn nobody_owes_an_answer_and_an_offer_is_declined_without_a_reason() {
    let pair = offered();
    assert_eq!(pair.asks.request.shared().unwrap().next_clock(), None);
    let mut pair = offered();
    pair.asked(Role::Duty, Act::new(Kind::Ack));
    pair.asked(Role::Approver, Act::new(Kind::CondDecline));
    assert_eq!(pair.state(1), State::Declined);
    let mut pair = offered();
    pair.asks(Role::Duty, with_text(Act::new(Kind::Withdraw), "It was a mistake"));
    assert_eq!(pair.state(1), State::Closed);
}

#[test]
fn the_offer_states_until_when_it_may_be_kept() {
    let mut pair = offered();
    let kept = |pair: &Pair| pair.asked.request.shared().unwrap().items[&1].kept_until.clone();
    let until = kept(&pair).unwrap();
    // Six months of the calendar, by the clock on the wall of Arcadia.
    assert_eq!(until.at.to_string(), "2027-05-20T01:12:00Z");
    pair.asked(Role::Approver, accepts(&[1]));
    let pair = received();
    let clock = pair.asked.request.shared().unwrap().items[&1].clock.clone().unwrap();
    assert_eq!((clock.clock, clock.due.at), (Clock::Retention, until.at));
    let receipt = &pair.asked.request.chains.last(Side::Requested).unwrap().head;
    assert!(receipt.facts.clocks.is_empty(), "the receiver states no instant of its own");
    // An officer may name another instant, in the draft or as the offer goes.
    let mut pair = Pair { asks: Desk::new(Side::Requesting), asked: Desk::new(Side::Requested) };
    pair.asks.does(Role::Investigator, &drafted("uncc", Workflow::Information, TIERS));
    pair.asks.steps(Role::Approver, take(Step::DraftApprove));
    let own = crate::message::ClockFact { clock: code("retention"), due: deadline(30 * DAY) };
    pair.asks(Role::Duty, Act { clocks: vec![own], ..Act::new(Kind::Submit) });
    assert_eq!(kept(&pair), Some(deadline(30 * DAY)));
}

#[test]
fn what_is_not_needed_goes_before_its_time_and_what_is_used_stays_with_its_case() {
    let mut pair = received();
    pair.tells();
    pair.asked.steps(Role::Evidence, take(Step::Erase));
    let Event::Stepped(stepped) = &pair.asked.events.last().unwrap().0 else { panic!() };
    assert_eq!(stepped.facts.outcome, Some(code("unneeded")));
    let mut pair = received();
    pair.asked(Role::Approver, Act::new(Kind::InfoUsed));
    let item = pair.asked.request.shared().unwrap().items[&1].clone();
    assert_eq!(item.clock, None);
    let early = pair.asked.refuses(&takes(take(Step::Erase)));
    assert!(matches!(early, Refusal::Deadline { .. }), "{early}");
}

#[test]
fn the_sender_is_told_what_the_defence_gets_and_may_be_consulted() {
    for before in [false, true] {
        let mut pair = received();
        if before {
            pair.asked(Role::Approver, Act::new(Kind::InfoUsed));
        }
        let silent = says(Kind::UseNotice, &[1], Answer::Ahead);
        assert_eq!(field(&pair.asked.refuses(&does(silent))), "text");
        pair.asked(Role::Approver, notice(Answer::Ahead));
        assert_eq!(pair.state(1), State::Exculpatory);
        let ask =
            with_text(says(Kind::ConsultOpen, &[1], Answer::BeforeUse), "Can it be summed up?");
        pair.asks(Role::CentralAuthority, ask);
        assert_eq!(pair.state(1), State::Consulting);
        // The trial does not wait for the consultation.
        pair.asked(Role::Approver, notice(Answer::Afterwards));
        assert_eq!(pair.state(1), State::Consulting);
        pair.asked(Role::Approver, with_text(Act::new(Kind::ConsultAnswer), "It was read out"));
        assert_eq!(pair.state(1), State::Exculpatory);
        let order = does(with_text(Act::new(Kind::DeleteOrder), "Give it back"));
        assert!(matches!(pair.asks.refuses(&order), Refusal::NotNow { .. }));
    }
}

#[test]
fn a_damaged_file_is_sent_again() {
    let mut pair = transmitted();
    let about = Some(pair.asks.last());
    let damaged = Act { about, ..says(Kind::DiscloseReceipt, &[1], Answer::Damaged) };
    pair.asked(Role::Evidence, with_text(damaged, "It does not open"));
    assert_eq!(pair.state(1), State::Damaged);
    pair.asks.steps(Role::Evidence, put(1, 8));
    pair.asks.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asks.steps(Role::Supervisor, take(Step::ExhibitClear));
    pair.asks(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Whole), &[8]));
    assert_eq!(pair.state(1), State::Delivered);
}
