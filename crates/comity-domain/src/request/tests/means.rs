// SPDX-License-Identifier: EUPL-1.2
//! Requests that came or went by letter: the same workflow, clocks and documents.

use super::*;
use crate::workflow::Clock;

fn entered_request(instrument: &str, workflow: Workflow, change: impl FnOnce(&mut Act)) -> Act {
    let mut act = Act {
        means: Some(by_letter(-DAY)),
        facts: Some(Box::new(request_facts(instrument, workflow, &["content"]))),
        body: request_body(1),
        ..Act::new(Kind::Submit)
    };
    change(&mut act);
    act
}

fn enter(act: Act) -> Command {
    Command::Enter(Box::new(act))
}

/// A request that came by letter and was entered.
fn arrived(workflow: Workflow) -> Desk {
    let mut asked = Desk::new(Side::Requested);
    asked.does(Role::Duty, &enter(entered_request("uncc", workflow, |_| {})));
    asked
}

/// A request that was sent by letter.
fn departed() -> Desk {
    let mut asks = Desk::new(Side::Requesting);
    asks.does(Role::Investigator, &drafted("uncc", Workflow::Preservation, &["content"]));
    asks.does(Role::Duty, &does(by(Act::new(Kind::Submit))));
    asks
}

fn by(act: Act) -> Act {
    Act { means: Some(by_letter(0)), ..act }
}

#[test]
fn a_request_that_came_by_letter_runs_the_same_course() {
    let mut asked = arrived(Workflow::Preservation);
    assert_eq!(asked.request.channel, Some(code("letter")));
    assert_eq!(asked.request.chains.len(Side::Requesting), 1);
    assert!(asked.request.bodies.contains_key(&asked.last()));
    let item = &asked.request.shared().unwrap().items[&1];
    let clock = item.clock.as_ref().unwrap();
    assert_eq!((clock.clock, clock.due.at), (Clock::Ack, at(60)), "an hour from when it was read");
    asked.does(Role::Duty, &does(by(Act::new(Kind::Ack))));
    asked.does(Role::Duty, &does(by(says(Kind::Decide, &[1], Answer::Accept))));
    asked.steps(Role::Executor, served(Some(deadline(90 * DAY))));
    asked.steps(Role::Executor, replied(Answer::Held, None));
    let held = until(says(Kind::Preserved, &[1], Answer::Held), deadline(60 * DAY));
    asked.does(Role::Executor, &does(by(held)));
    asked.minute = DAY;
    let wish = Act { means: Some(by_letter(DAY)), ..Act::new(Kind::ExtendAsk) };
    let undated = asked.refuses(&enter(wish.clone()));
    assert!(matches!(undated, Refusal::FieldMissing { field: "until", .. }), "{undated}");
    let items = vec![ItemFact { n: 1, until: Some(deadline(100 * DAY)), ..ItemFact::default() }];
    asked.does(Role::CentralAuthority, &enter(Act { items, ..wish }));
    assert_eq!(asked.state(1), State::ExtensionAsked);
}

#[test]
fn an_incomplete_preservation_that_arrives_is_taken_in_asked_about_and_held_provisionally() {
    let mut asked = Desk::new(Side::Requested);
    let torn = entered_request("uncc", Workflow::Preservation, |act| {
        let facts = act.facts.as_mut().unwrap();
        facts.items.clear();
        facts.offences.clear();
        act.body = Body::default();
    });
    asked.does(Role::Duty, &enter(torn));
    let head = &asked.request.chains.at(Side::Requesting, 1).unwrap().head;
    let instrument = law().instrument(&code("uncc")).unwrap();
    let body = &asked.request.bodies[&head.message];
    let missing =
        crate::completeness::missing(instrument, &code("preservation"), &head.facts, body);
    assert!(missing.len() > 5, "{missing:?}");
    asked.does(Role::Duty, &does(by(Act::new(Kind::Ack))));
    asked.does(Role::Duty, &does(by(with_text(Act::new(Kind::ClarifyAsk), "Whose mailbox?"))));
    asked.steps(Role::Duty, served(Some(deadline(30 * DAY))));
    let hold = until(says(Kind::Preserved, &[1], Answer::HeldProvisionally), deadline(5 * DAY));
    asked.does(Role::Duty, &does(by(hold)));
    let item = &asked.request.shared().unwrap().items[&1];
    assert_eq!(item.state, State::NeedsInfo);
    assert!(item.hold.as_ref().unwrap().provisional);
}

#[test]
fn a_letter_says_how_and_when_it_came_and_what_it_asks_for() {
    let asked = Desk::new(Side::Requested);
    let refused = |code: &str, change: fn(&mut Act)| {
        let act = entered_request("uncc", Workflow::Preservation, change);
        let refusal = asked.refuses(&enter(act));
        assert_eq!(refusal.code(), code, "{refusal}");
    };
    refused("request.field-missing", |act| act.means = None);
    refused("request.deadline", |act| act.means = Some(by_letter(1)));
    refused("request.field-missing", |act| act.facts = None);
    refused("request.field-missing", |act| act.facts.as_mut().unwrap().instrument = None);
    refused("request.law-unknown", |act| {
        act.facts.as_mut().unwrap().instrument = Some(code("magna-carta"));
    });
    refused("request.law-unknown", |act| {
        act.facts.as_mut().unwrap().measure = Some(code("extradition"));
    });
    refused("request.item-unknown", |act| act.body = request_body(2));
    refused("request.nothing-here", |act| act.kind = Kind::Withdraw);
}

#[test]
fn a_request_of_the_other_state_is_not_entered_where_this_state_asks() {
    let asks = Desk::new(Side::Requesting);
    let act = entered_request("uncc", Workflow::Preservation, |_| {});
    let refusal = asks.refuses(&enter(act));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
}

#[test]
fn the_answers_to_a_request_that_went_by_letter_are_entered_as_they_come() {
    let mut asks = departed();
    asks.does(Role::Duty, &enter(by(Act::new(Kind::Ack))));
    assert_eq!(asks.state(1), State::Acknowledged);
    let clock = asks.request.shared().unwrap().items[&1].clock.clone().unwrap();
    assert_eq!((clock.clock, clock.due.zone.as_str()), (Clock::Decision, "Asia/Tokyo"));
    asks.does(Role::Duty, &enter(by(says(Kind::Decide, &[1], Answer::Accept))));
    let held = says(Kind::Preserved, &[1], Answer::Held);
    let undated = asks.refuses(&enter(by(held.clone())));
    assert!(matches!(undated, Refusal::FieldMissing { field: "until", .. }), "{undated}");
    asks.does(Role::Duty, &enter(by(until(held, deadline(60 * DAY)))));
    assert_eq!(asks.state(1), State::Preserved);
    asks.does(Role::CentralAuthority, &does(by(Act::new(Kind::Release))));
    assert_eq!(asks.state(1), State::Released);
}

#[test]
fn what_is_entered_is_checked_for_form_and_not_for_turn() {
    let mut asks = departed();
    let refusal = asks.refuses(&enter(by(Act::new(Kind::Withdraw))));
    let (kind, side) = (Kind::Withdraw, Side::Requested);
    assert_eq!(refusal, Refusal::NotOfSide { kind, side });
    let refusal = asks.refuses(&enter(by(says(Kind::Decide, &[1], Answer::Postpone))));
    let known = vec![Answer::Accept, Answer::Refuse];
    let (kind, answer) = (Kind::Decide, "postpone".to_owned());
    assert_eq!(refusal, Refusal::AnswerUnknown { kind, answer, known });
    let refusal = asks.refuses(&enter(by(says(Kind::Decide, &[4], Answer::Accept))));
    assert_eq!(refusal, Refusal::ItemUnknown { item: 4 });
    // A decision before any acknowledgement is out of turn. It came all the same.
    asks.does(Role::Duty, &enter(by(says(Kind::Decide, &[1], Answer::Accept))));
    assert_eq!(asks.state(1), State::Sent);
    let effects: Vec<_> = asks.request.fold.of(asks.last()).map(|o| o.effect).collect();
    assert_eq!(effects, [Effect::OutOfTurn]);
}

#[test]
fn channels_are_not_mixed() {
    let mut pair = Pair::open("uncc", Workflow::Preservation, &["content"]);
    let refused = |desk: &Desk, command: &Command| {
        let refusal = desk.refuses(command);
        assert!(matches!(refusal, Refusal::Channel(_)), "{refusal}");
    };
    refused(&pair.asks, &does(by(with_text(Act::new(Kind::Withdraw), "Enough"))));
    refused(&pair.asks, &enter(by(says(Kind::Decide, &[1], Answer::Accept))));
    pair.asks(Role::Duty, with_text(Act::new(Kind::Withdraw), "Enough"));
    let asks = departed();
    refused(&asks, &does(with_text(Act::new(Kind::Withdraw), "Enough")));
}

#[test]
fn nothing_went_by_letter_before_it_was_written() {
    let mut asks = departed();
    let late = Act { means: Some(by_letter(1)), ..with_text(Act::new(Kind::Withdraw), "Enough") };
    assert_eq!(asks.refuses(&does(late.clone())).code(), "request.deadline");
    asks.minute = 1;
    asks.does(Role::Duty, &does(late));
    let mut draft = Desk::new(Side::Requesting);
    draft.does(Role::Duty, &drafted("uncc", Workflow::Preservation, &["content"]));
    let sent = Act { means: Some(by_letter(1)), ..Act::new(Kind::Submit) };
    assert_eq!(draft.refuses(&does(sent)).code(), "request.deadline");
}

#[test]
fn the_channel_is_stated_in_the_head() {
    let asks = departed();
    let head = &asks.request.chains.at(Side::Requesting, 1).unwrap().head;
    assert_eq!(head.facts.channel, Some(code("letter")));
}

#[test]
fn a_receipt_by_letter_names_the_delivery_it_is_about() {
    let mut asked = arrived(Workflow::Disclosure);
    let receipt = by(says(Kind::DiscloseReceipt, &[1], Answer::Intact));
    let refusal = asked.refuses(&enter(receipt.clone()));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "about", .. }), "{refusal}");
    let unknown = Act { about: Some(MessageId::from_parts(1, [9; 10])), ..receipt.clone() };
    let refusal = asked.refuses(&enter(unknown));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    asked.does(Role::CentralAuthority, &does(by(Act::new(Kind::Ack))));
    asked.steps(Role::Examiner, take(Step::Examine));
    asked.does(Role::Decider, &does(by(says(Kind::Decide, &[1], Answer::Accept))));
    asked.steps(Role::Executor, served(None));
    asked.does(Role::Executor, &does(by(Act::new(Kind::ExecStarted))));
    asked.steps(Role::Executor, replied(Answer::Produced, None));
    asked.steps(Role::Executor, put(1, 1));
    asked.steps(Role::Evidence, take(Step::ExhibitReview));
    asked.steps(Role::Supervisor, take(Step::ExhibitClear));
    let whole = handing(says(Kind::Disclose, &[1], Answer::Whole), &[1]);
    asked.does(Role::Evidence, &does(by(whole)));
    let about = Some(asked.last());
    asked.does(Role::Duty, &enter(Act { about, ..receipt }));
    assert_eq!(asked.state(1), State::Received);
}
