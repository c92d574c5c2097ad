// SPDX-License-Identifier: EUPL-1.2
//! Data are handed over: examination, grounds, conditions, execution, delivery, receipt, use.

use super::*;
use crate::law::Consultation;
use crate::workflow::Clock;
use crate::workflow::domestic::Work;

fn open(tiers: &[&str]) -> Pair {
    Pair::open("uncc", Workflow::Disclosure, tiers)
}

/// Acknowledged and examined.
fn examined(tiers: &[&str]) -> Pair {
    let mut pair = open(tiers);
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair
}

/// One item granted, ordered, and the holder handed something over.
fn executing() -> Pair {
    let mut pair = examined(&["content"]);
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    pair.asked.steps(Role::Executor, served(None));
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Executor, replied(Answer::Produced, None));
    pair
}

/// These exhibits put in, reviewed and cleared.
fn cleared(pair: &mut Pair, exhibits: &[u8]) {
    for n in exhibits {
        pair.asked.steps(Role::Executor, put(1, *n));
    }
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked.steps(Role::Supervisor, take(Step::ExhibitClear));
}

fn disclose(answer: Answer, exhibits: &[u8]) -> Act {
    handing(says(Kind::Disclose, &[1], answer), exhibits)
}

fn receipt(about: MessageId, answer: Answer) -> Act {
    Act { about: Some(about), ..says(Kind::DiscloseReceipt, &[1], answer) }
}

/// Delivered whole, with one exhibit; and the message that did.
fn delivered() -> (Pair, MessageId) {
    let mut pair = executing();
    cleared(&mut pair, &[1]);
    pair.asked(Role::Evidence, disclose(Answer::Whole, &[1]));
    let delivery = pair.asked.last();
    (pair, delivery)
}

fn refuse(ground: &str, provision: &str) -> Act {
    on(says(Kind::Decide, &[1], Answer::Refuse), ground, provision, "human-rights")
}

fn consult(answer: Answer, ground: &str) -> Act {
    let act = with_text(says(Kind::ConsultOpen, &[1], answer), "Your view, please");
    on(act, ground, "40(21)", "legal-system")
}

fn postpone(minute: i64) -> Act {
    let act =
        on(says(Kind::Decide, &[1], Answer::Postpone), "own-case", "40(27)", "own-proceedings");
    until(act, deadline(minute))
}

#[test]
fn nothing_is_decided_before_it_was_examined() {
    let pair = open(&["content"]);
    let needed = vec![Work::Examined, Work::Served, Work::Replied];
    for act in [says(Kind::Decide, &[1], Answer::Accept), refuse("discrimination", "40(22)")] {
        let refusal = pair.asked.refuses(&does(act));
        let (kind, work, needed) = (Kind::Decide, Work::Nothing, needed.clone());
        assert_eq!(refusal, Refusal::WorkMissing { kind, item: 1, work, needed });
    }
}

#[test]
fn a_refusal_under_40_21_needs_a_consultation_that_has_ended() {
    for (ground, provision) in [
        ("non-conforming", "40(21)(a)"),
        ("essential-interests", "40(21)(b)"),
        ("domestic-law", "40(21)(c)"),
        ("legal-system", "40(21)(d)"),
    ] {
        let mut pair = examined(&["content"]);
        let first =
            Refusal::ConsultFirst { ground: code(ground), provision: provision.parse().unwrap() };
        assert_eq!(pair.asked.refuses(&does(refuse(ground, provision))), first);
        pair.asked(Role::Examiner, consult(Answer::BeforeRefusal, ground));
        assert_eq!(pair.state(1), State::Consulting);
        pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::ConsultAnswer), "We insist"));
        let decided = pair.asked.decides(Role::Decider, &does(refuse(ground, provision))).unwrap();
        assert_eq!(decided.consultation, Some(Consultation::Required));
        pair.asked(Role::Decider, refuse(ground, provision));
        assert_eq!(pair.state(1), State::Refused);
        let decision = pair.asks.request.shared().unwrap().items[&1].decision.clone().unwrap();
        assert_eq!(
            (decision.ground, decision.reason),
            (Some(code(ground)), Some(code("human-rights")))
        );
    }
}

#[test]
fn a_consultation_that_nobody_answers_lapses_and_then_counts() {
    let mut pair = examined(&["content"]);
    pair.asked(Role::Examiner, consult(Answer::BeforeRefusal, "legal-system"));
    let refusal = pair.asked.refuses(&does(Act::new(Kind::Lapse)));
    assert_eq!(refusal, Refusal::TooEarly { from: at(15 * DAY + 60) });
    pair.wait(15 * DAY + 60);
    pair.asked(Role::Decider, Act::new(Kind::Lapse));
    pair.asked(Role::Decider, refuse("legal-system", "40(21)(d)"));
    assert_eq!(pair.state(1), State::Refused);
}

#[test]
fn under_40_22_nobody_is_consulted_and_the_refusal_is_free_at_once() {
    let mut pair = examined(&["content"]);
    let refusal = pair.asked.refuses(&does(consult(Answer::BeforeRefusal, "discrimination")));
    assert_eq!(refusal, Refusal::NeverConsult { ground: code("discrimination") });
    let decided =
        pair.asked.decides(Role::Decider, &does(refuse("discrimination", "40(22)"))).unwrap();
    assert_eq!(decided.consultation, Some(Consultation::Never));
    pair.asked(Role::Decider, refuse("discrimination", "40(22)"));
    assert_eq!(pair.state(1), State::Refused);
}

#[test]
fn what_crosses_of_a_consultation_is_that_there_is_one() {
    let mut pair = examined(&["content"]);
    let decided = pair
        .asked
        .decides(Role::Examiner, &does(consult(Answer::BeforeRefusal, "legal-system")))
        .unwrap();
    assert_eq!(decided.consultation, Some(Consultation::Required));
    pair.asked(Role::Examiner, consult(Answer::BeforeRefusal, "legal-system"));
    let head = &pair.asks.request.chains.last(Side::Requested).unwrap().head;
    let fact = &head.facts.items[0];
    assert_eq!(fact.answer, Some(code("before-refusal")));
    assert_eq!((&fact.ground, &fact.provision, &fact.reason), (&None, &None, &None));
}

#[test]
fn a_refusal_cites_an_available_ground_with_its_provision_and_a_reason() {
    let pair = examined(&["content"]);
    let code_of = |act: Act| pair.asked.refuses(&does(act)).code();
    for barred in ["fiscal-only", "bank-secrecy", "political-offence", "whim"] {
        assert_eq!(code_of(refuse(barred, "40(21)")), "request.ground-not-available", "{barred}");
    }
    let field = |act: Act| match pair.asked.refuses(&does(act)) {
        Refusal::FieldMissing { field, .. } => field,
        other => panic!("{other}"),
    };
    assert_eq!(field(says(Kind::Decide, &[1], Answer::Refuse)), "ground");
    assert_eq!(field(refuse("discrimination", "40(21)(b)")), "provision");
    let unreasoned =
        on(says(Kind::Decide, &[1], Answer::Refuse), "discrimination", "40(22)", "mood");
    assert_eq!(field(unreasoned), "reason");
}

#[test]
fn a_postponement_says_until_when_after_a_consultation_and_is_looked_at_again() {
    let mut pair = examined(&["content"]);
    let first =
        Refusal::ConsultFirst { ground: code("own-case"), provision: "40(27)".parse().unwrap() };
    assert_eq!(pair.asked.refuses(&does(postpone(60 * DAY))), first);
    let elsewhere = consult(Answer::BeforePostponement, "legal-system");
    assert_eq!(pair.asked.refuses(&does(elsewhere)).code(), "request.ground-not-available");
    // A consultation before a refusal is not one before a postponement.
    pair.asked(Role::Examiner, consult(Answer::BeforeRefusal, "legal-system"));
    pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::ConsultAnswer), "No"));
    assert_eq!(pair.asked.refuses(&does(postpone(60 * DAY))), first);
    pair.asked(Role::Examiner, consult(Answer::BeforePostponement, "own-case"));
    pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::ConsultAnswer), "Two months"));
    let undated =
        on(says(Kind::Decide, &[1], Answer::Postpone), "own-case", "40(27)", "own-proceedings");
    let refusal = pair.asked.refuses(&does(undated));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "until", .. }), "{refusal}");
    assert_eq!(pair.asked.refuses(&does(postpone(0))).code(), "request.deadline");
    pair.asked(Role::Decider, postpone(60 * DAY));
    let item = &pair.asks.request.shared().unwrap().items[&1];
    let clock = item.clock.as_ref().unwrap();
    assert_eq!((item.state, clock.clock), (State::Postponed, Clock::Review));
    assert_eq!(clock.due, deadline(60 * DAY));
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    assert_eq!(pair.state(1), State::Accepted);
}

#[test]
fn conditions_accepted_are_the_conditions_set() {
    let mut pair = examined(&["content"]);
    let with = |mut act: Act, conditions: &[&str]| {
        act.items[0].conditions = conditions.iter().map(|c| code(c)).collect();
        act
    };
    let accept = || says(Kind::Decide, &[1], Answer::AcceptConditions);
    let refusal = pair.asked.refuses(&does(accept()));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "conditions", .. }), "{refusal}");
    pair.asked(Role::Decider, with(accept(), &["use-limitation", "no-onward-transfer"]));
    assert_eq!(pair.state(1), State::ConditionsPending);
    let take = |conditions: &[&str]| {
        let items = vec![ItemFact { n: 1, ..ItemFact::default() }];
        with(Act { items, ..Act::new(Kind::CondAccept) }, conditions)
    };
    for differing in
        [&["use-limitation"][..], &["use-limitation", "no-onward-transfer", "more"], &[]]
    {
        let refusal = pair.asks.refuses(&does(take(differing)));
        assert_eq!(refusal, Refusal::ConditionsDiffer { item: 1 });
    }
    assert_eq!(
        pair.asks.refuses(&does(Act::new(Kind::CondAccept))).code(),
        "request.conditions-differ"
    );
    pair.asks(Role::Approver, take(&["no-onward-transfer", "use-limitation"]));
    let item = &pair.asked.request.shared().unwrap().items[&1];
    assert_eq!((item.state, item.conditions.len()), (State::Accepted, 2));
    // The order is due by the profile of the State that executes, whoever speaks: five working
    // days.
    let clock = item.clock.as_ref().unwrap();
    assert_eq!((clock.clock, clock.due.zone.as_str()), (Clock::Order, "Asia/Tokyo"));
}

#[test]
fn conditions_may_be_declined_or_lapse() {
    let set = || {
        let mut pair = examined(&["content"]);
        let mut act = says(Kind::Decide, &[1], Answer::AcceptConditions);
        act.items[0].conditions = vec![code("use-limitation")];
        pair.asked(Role::Decider, act);
        pair
    };
    let mut pair = set();
    pair.asks(Role::Approver, Act::new(Kind::CondDecline));
    assert_eq!(pair.state(1), State::Declined);
    let mut pair = set();
    pair.wait(10 * DAY + 60);
    pair.asked(Role::Decider, Act::new(Kind::Lapse));
    assert_eq!(pair.state(1), State::Lapsed);
}

#[test]
fn an_order_is_served_before_execution_is_reported() {
    let mut pair = examined(&["content"]);
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    let refusal = pair.asked.refuses(&does(Act::new(Kind::ExecStarted)));
    assert!(matches!(refusal, Refusal::WorkMissing { work: Work::Examined, .. }), "{refusal}");
    pair.asked.steps(Role::Executor, served(None));
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    let refusal = pair.asked.refuses(&does(says(Kind::ExecReport, &[1], Answer::NotHeld)));
    assert!(matches!(refusal, Refusal::WorkMissing { work: Work::Served, .. }), "{refusal}");
    pair.asked.steps(Role::Executor, replied(Answer::NotHeld, None));
    pair.asked(Role::Executor, says(Kind::ExecReport, &[1], Answer::NotHeld));
    assert_eq!(pair.state(1), State::NotHeld);
}

#[test]
fn an_objection_stops_the_clock_and_the_execution_goes_on_after_it() {
    let mut pair = executing();
    pair.asked(Role::Executor, says(Kind::ExecReport, &[1], Answer::Objected));
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!((item.state, &item.clock), (State::Objected, &None));
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    assert_eq!(pair.state(1), State::Executing);
}

#[test]
fn what_is_handed_over_was_put_in_reviewed_and_cleared() {
    let mut pair = executing();
    let whole = || does(disclose(Answer::Whole, &[1]));
    let work_of = |refusal: Refusal| match refusal {
        Refusal::WorkMissing { kind: Kind::Disclose, work, .. } => work,
        other => panic!("{other}"),
    };
    assert_eq!(work_of(pair.asked.refuses(&whole())), Work::Replied);
    pair.asked.steps(Role::Executor, put(1, 1));
    assert_eq!(work_of(pair.asked.refuses(&whole())), Work::Produced);
    pair.asked(Role::Executor, says(Kind::ExecReport, &[1], Answer::Produced));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    assert_eq!(work_of(pair.asked.refuses(&whole())), Work::Reviewed);
    pair.asked.steps(Role::Supervisor, take(Step::ExhibitClear));
    assert!(pair.asked.decides(Role::Evidence, &whole()).is_ok());
    // Another exhibit has to be reviewed and cleared too.
    pair.asked.steps(Role::Executor, put(1, 2));
    assert_eq!(work_of(pair.asked.refuses(&whole())), Work::Produced);
    let work = &pair.asked.request.work[&1];
    assert_eq!((work.reviewed_by, work.cleared_by), (None, None));
    assert_eq!(work.exhibits, [exhibit(1).id, exhibit(2).id]);
}

#[test]
fn only_exhibits_of_that_item_with_that_parcel_are_handed_over() {
    let mut pair = examined(&["content", "traffic"]);
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(0, Answer::Produced);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Executor, put(1, 1));
    pair.asked.steps(Role::Executor, put(2, 2));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked.steps(Role::Decider, take(Step::ExhibitClear));
    let nothing = Refusal::NothingHere { what: "exhibit of that item with that parcel" };
    assert_eq!(pair.asked.refuses(&does(disclose(Answer::Part, &[2]))), nothing);
    assert_eq!(pair.asked.refuses(&does(disclose(Answer::Part, &[7]))), nothing);
    let mut altered = disclose(Answer::Part, &[1]);
    altered.items[0].exhibits[0].parcel = Digest::of(b"another");
    assert_eq!(pair.asked.refuses(&does(altered)), nothing);
    for answer in [Answer::Part, Answer::Whole] {
        let refusal = pair.asked.refuses(&does(disclose(answer, &[])));
        assert!(matches!(refusal, Refusal::FieldMissing { field: "exhibits", .. }), "{refusal}");
    }
}

#[test]
fn parts_come_one_by_one_and_the_last_word_is_whole() {
    let mut pair = executing();
    cleared(&mut pair, &[1]);
    pair.asked(Role::Evidence, disclose(Answer::Part, &[1]));
    let part = pair.asked.last();
    assert_eq!(pair.state(1), State::Executing);
    pair.asks(Role::Evidence, receipt(part, Answer::Intact));
    assert_eq!(pair.state(1), State::Executing);
    cleared(&mut pair, &[2]);
    pair.asked(Role::Evidence, disclose(Answer::Part, &[2]));
    // That nothing more will come needs no exhibit of its own.
    pair.asked(Role::Evidence, disclose(Answer::Whole, &[]));
    assert_eq!(pair.state(1), State::Delivered);
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(item.exhibits, [exhibit(1), exhibit(2)]);
    // Once a part has left, it is too late to refuse or to set conditions.
    let refusal = pair.asked.refuses(&does(refuse("discrimination", "40(22)")));
    assert_eq!(refusal.code(), "request.not-now");
}

#[test]
fn damage_is_reported_and_it_is_delivered_again_with_exhibits() {
    let (mut pair, delivery) = delivered();
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(item.clock.as_ref().unwrap().clock, Clock::Receipt);
    pair.asks(Role::Evidence, receipt(delivery, Answer::Damaged));
    assert_eq!(pair.state(1), State::Damaged);
    let refusal = pair.asked.refuses(&does(disclose(Answer::Whole, &[])));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "exhibits", .. }), "{refusal}");
    cleared(&mut pair, &[2]);
    pair.asked(Role::Evidence, disclose(Answer::Whole, &[2]));
    let again = pair.asked.last();
    // A receipt of the first delivery is a receipt of the first delivery.
    pair.asks(Role::Evidence, receipt(delivery, Answer::Intact));
    assert_eq!(pair.state(1), State::Delivered);
    pair.asks(Role::Evidence, receipt(again, Answer::Intact));
    let item = &pair.asked.request.shared().unwrap().items[&1];
    assert_eq!((item.state, item.intact), (State::Received, true));
}

#[test]
fn a_receipt_names_the_delivery() {
    let (pair, _) = delivered();
    let unnamed = says(Kind::DiscloseReceipt, &[1], Answer::Intact);
    let refusal = pair.asks.refuses(&does(unnamed));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "about", .. }), "{refusal}");
    let unknown = receipt(MessageId::from_parts(1, [9; 10]), Answer::Intact);
    let refusal = pair.asks.refuses(&does(unknown));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
}

#[test]
fn another_use_is_asked_for_and_the_evidence_deleted_in_the_end() {
    let (mut pair, delivery) = delivered();
    pair.asks(Role::Evidence, receipt(delivery, Answer::Intact));
    let retention = pair.asked.request.shared().unwrap().items[&1].clock.clone().unwrap();
    assert_eq!((retention.clock, retention.due.zone.as_str()), (Clock::Retention, "Europe/Lisbon"));
    let refusal = pair.asks.refuses(&does(Act::new(Kind::UseAsk)));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "text", .. }), "{refusal}");
    pair.asks(Role::Approver, with_text(Act::new(Kind::UseAsk), "In a second case"));
    pair.asked(Role::Decider, says(Kind::UseDecide, &[1], Answer::Denied));
    assert_eq!(pair.state(1), State::Received);
    pair.asked(Role::Decider, with_text(Act::new(Kind::DeleteOrder), "The case is closed"));
    assert_eq!(pair.state(1), State::DeletionDue);
    let order = pair.asked.last();
    let (work, needed) = (Work::Nothing, vec![Work::Erased]);
    let unerased = Refusal::WorkMissing { kind: Kind::DeleteDone, item: 1, work, needed };
    assert_eq!(pair.asks.refuses(&does(Act::new(Kind::DeleteDone))), unerased);
    let erase = Command::Take(Box::new(take(Step::Erase)));
    let untold = pair.asks.refuses(&erase);
    assert!(untold.to_string().contains("was told"), "{untold}");
    pair.tells();
    pair.asks.does(Role::Evidence, &erase);
    let erasure = pair.asks.request.erasure.unwrap();
    assert_eq!((erasure.order, erasure.certificate), (Some(order), None));
    pair.asks(Role::Evidence, Act::new(Kind::DeleteDone));
    pair.asks(Role::CentralAuthority, Act::new(Kind::Close));
    assert_eq!(pair.state(1), State::Closed);
}

#[test]
fn nothing_is_erased_before_retention_has_ended_nor_twice() {
    let (mut pair, delivery) = delivered();
    let erase = Command::Take(Box::new(take(Step::Erase)));
    let refusal = pair.asks.refuses(&erase);
    assert!(matches!(refusal, Refusal::StepNotNow { .. }), "{refusal}");
    pair.asks(Role::Evidence, receipt(delivery, Answer::Intact));
    pair.tells();
    let retention = pair.asks.request.shared().unwrap().items[&1].clock.clone().unwrap();
    let refusal = pair.asks.refuses(&erase);
    let Refusal::Deadline { bound, .. } = refusal else { panic!("{refusal}") };
    assert_eq!(bound, retention.due.at);
    let one = Take { items: vec![1], ..take(Step::Erase) };
    let refusal = pair.asks.refuses(&Command::Take(Box::new(one)));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "items", .. }), "{refusal}");
    // The State that handed it over has its own copy until its own retention has ended.
    let refusal = pair.asked.refuses(&erase);
    assert!(matches!(refusal, Refusal::StepNotNow { .. }), "{refusal}");
    pair.wait(200 * DAY);
    pair.asks.steps(Role::Evidence, take(Step::Erase));
    assert!(pair.asks.request.bodies.is_empty());
    let refusal = pair.asks.refuses(&erase);
    assert!(matches!(refusal, Refusal::StepNotNow { .. }), "{refusal}");
    pair.asks(Role::Evidence, Act::new(Kind::DeleteDone));
    assert!(pair.asks.request.bodies.is_empty(), "what comes later is kept by its head");
    let refusal = pair.asked.refuses(&erase);
    assert!(matches!(refusal, Refusal::Deadline { .. }), "{refusal}");
    pair.wait(200 * DAY);
    pair.asked.steps(Role::CentralAuthority, take(Step::Erase));
    assert!(pair.asked.request.exhibits.values().all(|record| record.line.is_none()));
}

#[test]
fn nothing_is_erased_while_its_use_is_suspended() {
    let (mut pair, delivery) = delivered();
    pair.asks(Role::Evidence, receipt(delivery, Answer::Intact));
    let suspend = with_text(says(Kind::RemedyOrder, &[1], Answer::Suspend), "Complaint 7/26");
    pair.asked(Role::Oversight, suspend);
    pair.asked(Role::Decider, with_text(Act::new(Kind::DeleteOrder), "The case is closed"));
    let erase = Command::Take(Box::new(take(Step::Erase)));
    assert!(matches!(pair.asks.refuses(&erase), Refusal::ErasureBarred { .. }));
    let lift = with_text(says(Kind::RemedyOrder, &[1], Answer::Lift), "Complaint 7/26 ended");
    pair.asked(Role::Oversight, lift);
    pair.tells();
    pair.asks.steps(Role::Evidence, take(Step::Erase));
}

#[test]
fn a_withdrawal_after_a_part_has_crossed_is_a_duty_to_delete() {
    let mut pair = executing();
    cleared(&mut pair, &[1]);
    pair.asked(Role::Evidence, disclose(Answer::Part, &[1]));
    pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::Withdraw), "Not needed"));
    assert_eq!(pair.state(1), State::DeletionDue);
}

#[test]
fn handing_a_request_on_within_a_state_buys_it_no_time() {
    let mut pair = open(&["traffic"]);
    let due =
        |pair: &Pair| pair.asked.request.shared().unwrap().items[&1].clock.clone().unwrap().due;
    let first = due(&pair);
    pair.wait(10 * DAY);
    pair.asked(Role::CentralAuthority, with_text(Act::new(Kind::Forwarded), "To the prosecutor"));
    assert_eq!(due(&pair), first);
}

#[test]
fn deadlines_may_be_named_and_keep_their_history() {
    let mut pair = examined(&["traffic"]);
    let named = |clock: &str, minute| {
        let clocks = vec![crate::message::ClockFact { clock: code(clock), due: deadline(minute) }];
        Act { clocks, ..with_text(Act::new(Kind::ClarifyAsk), "Which day?") }
    };
    let refusal = pair.asked.refuses(&does(named("patience", DAY)));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "clocks", .. }), "{refusal}");
    assert_eq!(pair.asked.refuses(&does(named("answer", 0))).code(), "request.deadline");
    pair.asked(Role::Examiner, named("answer", 3 * DAY));
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(item.clock.as_ref().unwrap().due, deadline(3 * DAY));
    pair.wait(2 * DAY);
    pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::ClarifyAnswer), "The 19th"));
    let item = &pair.asked.request.shared().unwrap().items[&1];
    let history: Vec<_> = item.clocks.iter().map(|set| set.clock).collect();
    assert_eq!(history, [Clock::Ack, Clock::Decision, Clock::Answer, Clock::Decision]);
    assert!(
        item.clocks[1].due.at < item.clocks[3].due.at,
        "the time of the question is given back"
    );
    let zones: Vec<_> = item.clocks.iter().map(|set| set.due.zone.as_str()).collect();
    assert_eq!(zones, ["Asia/Tokyo"; 4], "the State asked keeps the time for its own work");
}

#[test]
fn some_items_are_granted_and_another_refused() {
    let mut pair = examined(&["subscriber", "content"]);
    let refused = refuse("discrimination", "40(22)").items[0].clone();
    let items = vec![
        says(Kind::Decide, &[1], Answer::Accept).items[0].clone(),
        ItemFact { n: 2, ..refused },
    ];
    let doubled = Act { items: [items.clone(), items.clone()].concat(), ..Act::new(Kind::Decide) };
    let refusal = pair.asked.refuses(&does(doubled));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "items", .. }), "{refusal}");
    pair.asked(Role::Decider, Act { items, ..Act::new(Kind::Decide) });
    assert_eq!((pair.state(1), pair.state(2)), (State::Accepted, State::Refused));
}
