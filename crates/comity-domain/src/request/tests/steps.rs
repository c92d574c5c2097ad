// SPDX-License-Identifier: EUPL-1.2
//! Steps of any time: acts outside the system, calls, files, proposals; and the small messages.

use super::*;
use crate::message::Attachment;
use crate::workflow::domestic::Work;

fn open() -> Pair {
    Pair::open("uncc", Workflow::Disclosure, &["content", "traffic"])
}

fn proposed(n: u8, command: Command) -> Take {
    let facts = StepFacts { proposal: Some(proposal(n)), ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Proposal(Box::new(command))), ..take(Step::Propose) }
}

fn proposal(n: u8) -> ProposalId {
    ProposalId::from_parts(8, [n; 10])
}

#[test]
fn an_order_names_the_entity_that_the_register_names_and_no_person() {
    let mut pair = open();
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    let serving = |provider: &str, entity: &str| {
        let mut order = served(None);
        order.facts.provider = Some(code(provider));
        let Some(Detail::Order(text)) = &mut order.detail else { panic!("an order has a text") };
        text.entity = entity.to_owned();
        pair.asked.decides(Role::Executor, &takes(order))
    };
    let person = serving("puffin-hosting", "J. Doe, system administrator").unwrap_err();
    assert_eq!(field(&person), "entity");
    serving("puffin-hosting", "puffin hosting cooperative of borealia").unwrap();
    serving("puffin-hosting", "Puffin Hosting").unwrap();
    serving("other", "Nimbus Hosting").unwrap();
}

#[test]
fn an_act_outside_the_system_authorises_once_another_compared_it() {
    let mut asked = open().asked;
    let act = outside(Some(at(10 * DAY)));
    let digest = Digest::of_json(&act);
    assert!(!asked.request.authorised(digest, at(0)));
    asked.steps(Role::Examiner, entered(1, act));
    assert!(!asked.request.authorised(digest, at(0)), "entered is not compared");
    asked.steps(Role::Supervisor, compared(1));
    assert!(asked.request.authorised(digest, at(0)));
    assert!(asked.request.authorised(digest, at(10 * DAY - 1)));
    assert!(
        !asked.request.authorised(digest, at(10 * DAY)),
        "an act that ended authorises nothing"
    );
    assert!(!asked.request.authorised(Digest::of(b"another"), at(0)));
    let record = asked.request.acts.values().next().unwrap();
    assert_eq!(record.entered_by, officer(Role::Examiner));
    assert_eq!(record.compared_by, Some(officer(Role::Supervisor)));
}

#[test]
fn an_act_without_an_end_does_not_end() {
    let mut asked = open().asked;
    let act = outside(None);
    let digest = Digest::of_json(&act);
    asked.steps(Role::Examiner, entered(1, act));
    asked.steps(Role::Decider, compared(1));
    assert!(asked.request.authorised(digest, at(10_000 * DAY)));
}

#[test]
fn an_act_is_compared_once_as_it_was_entered() {
    let mut asked = open().asked;
    let nothing = Refusal::NothingHere { what: "act that waits for comparison" };
    assert_eq!(asked.refuses(&takes(compared(1))), nothing);
    assert_eq!(field(&asked.refuses(&takes(take(Step::ActEnter)))), "detail");
    asked.steps(Role::Examiner, entered(1, outside(None)));
    let again = asked.refuses(&takes(entered(1, outside(Some(at(1))))));
    assert_eq!(field(&again), "act", "an entry is not overwritten");
    let mut other = compared(1);
    other.facts.digest = Some(Digest::of(b"another"));
    assert_eq!(field(&asked.refuses(&takes(other))), "digest");
    asked.steps(Role::Supervisor, compared(1));
    assert_eq!(asked.refuses(&takes(compared(1))), nothing);
    let Event::Stepped(stepped) = &asked.events.last().unwrap().0 else { panic!("it is a step") };
    assert_eq!(stepped.facts.digest, Some(Digest::of_json(&outside(None))));
}

#[test]
fn content_rests_on_the_authorisation_that_the_message_names() {
    let mut pair = open();
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    let digest = Digest::of_json(&outside(None));
    let act = Act { authorisation: Some(digest), ..says(Kind::Decide, &[1], Answer::Accept) };
    pair.asked(Role::Decider, act);
    let head = &pair.asks.request.chains.last(Side::Requested).unwrap().head;
    assert_eq!(head.facts.authorisation, Some(digest));
}

#[test]
fn a_call_is_noted_with_its_number_and_office() {
    let mut asked = open().asked;
    asked.steps(Role::Duty, called(Step::PhoneNote, None));
    let mut silent = called(Step::PhoneNote, None);
    silent.detail = Some(Detail::Call(Call { number: "  ".into(), ..Call::default() }));
    assert_eq!(field(&asked.refuses(&takes(silent))), "detail");
    assert_eq!(field(&asked.refuses(&takes(take(Step::PhoneNote)))), "detail");
    let unknown = Some(MessageId::from_parts(1, [9; 10]));
    let refusal = asked.refuses(&takes(called(Step::PhoneNote, unknown)));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
}

#[test]
fn a_message_is_confirmed_by_voice() {
    let mut asked = open().asked;
    let first = asked.request.chains.at(Side::Requesting, 1).unwrap().head.message;
    assert_eq!(field(&asked.refuses(&takes(called(Step::VoiceConfirm, None)))), "about");
    asked.steps(Role::Duty, called(Step::VoiceConfirm, Some(first)));
    assert_eq!(asked.request.confirmed[&first], officer(Role::Duty));
}

#[test]
fn a_file_is_attached_by_its_digest() {
    let mut asked = open().asked;
    assert_eq!(field(&asked.refuses(&takes(take(Step::Attach)))), "detail");
    let file = Attachment {
        id: None,
        digest: Digest::of(b"file"),
        name: "letter.pdf".into(),
        kind: code("scan"),
        language: Some("en".into()),
        translation_of: None,
        certified_by: None,
    };
    let detail = Some(Detail::Attachment(file));
    asked.steps(Role::Duty, Take { detail, ..take(Step::Attach) });
    let Event::Stepped(stepped) = &asked.events.last().unwrap().0 else { panic!("it is a step") };
    assert_eq!(stepped.facts.digest, Some(Digest::of(b"file")));
}

#[test]
fn a_proposal_holds_a_command_that_could_be_carried_out() {
    let mut asked = open().asked;
    let refuse =
        on(says(Kind::Decide, &[1], Answer::Refuse), "discrimination", "40(22)", "human-rights");
    let refusal = asked.refuses(&takes(proposed(1, does(refuse.clone()))));
    assert_eq!(refusal.code(), "request.work-missing");
    asked.steps(Role::Examiner, take(Step::Examine));
    assert_eq!(field(&asked.refuses(&takes(take(Step::Propose)))), "detail");
    asked.steps(Role::Examiner, proposed(1, does(refuse.clone())));
    let waiting = &asked.request.proposals[&proposal(1)];
    assert_eq!(waiting.by.officer, officer(Role::Examiner));
    assert_eq!(waiting.digest, Digest::of_json(&does(refuse.clone())));
    assert_eq!(waiting.command.as_deref(), Some(&does(refuse.clone())));
    assert_eq!(field(&asked.refuses(&takes(proposed(1, does(refuse.clone()))))), "proposal");
    let of_a_proposal = proposed(2, takes(proposed(3, does(refuse))));
    assert_eq!(field(&asked.refuses(&takes(of_a_proposal))), "detail");
}

#[test]
fn a_proposal_waits_until_it_is_declined_or_carried_out() {
    let mut pair = open();
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    let grant = says(Kind::Decide, &[1], Answer::Accept);
    pair.asked.steps(Role::Examiner, proposed(1, does(grant.clone())));
    pair.asked.steps(Role::Examiner, proposed(2, does(grant.clone())));
    let mut decline = take(Step::ProposalDecline);
    assert_eq!(field(&pair.asked.refuses(&takes(decline.clone()))), "proposal");
    decline.facts.proposal = Some(proposal(9));
    let refusal = pair.asked.refuses(&takes(decline.clone()));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    decline.facts.proposal = Some(proposal(2));
    pair.asked.steps(Role::Supervisor, decline);
    assert_eq!(pair.asked.request.proposals.keys().collect::<Vec<_>>(), [&proposal(1)]);
    let decided = pair.asked.decides(Role::Decider, &does(grant)).unwrap();
    let (event, detail) = pair.asked.stores(Role::Decider, decided.plan);
    let Event::Sent(crossing) = event else { panic!("a decision crosses") };
    let carried = Crossing { proposal: Some(proposal(1)), ..crossing };
    pair.asked.apply(&Event::Sent(carried), detail);
    assert!(pair.asked.request.proposals.is_empty());
}

#[test]
fn a_step_may_carry_out_a_proposal_that_waits() {
    let mut asked = open().asked;
    let refusal = asked.refuses(&takes(with_proposal(take(Step::Examine), 1)));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    asked.steps(Role::Examiner, proposed(1, takes(take(Step::Examine))));
    asked.steps(Role::CentralAuthority, with_proposal(take(Step::Examine), 1));
    assert!(asked.request.proposals.is_empty());
    assert_eq!(asked.request.item_work(2), Work::Examined);
}

fn with_proposal(take: Take, n: u8) -> Take {
    let facts = StepFacts { proposal: Some(proposal(n)), ..take.facts };
    Take { facts, ..take }
}

#[test]
fn an_exhibit_is_put_in_for_one_item_and_under_one_id() {
    let mut pair = open();
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(0, Answer::Produced);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    let refused = |asked: &Desk, take: Take| field(&asked.refuses(&takes(take)));
    assert_eq!(refused(&pair.asked, Take { items: Vec::new(), ..put(1, 1) }), "items");
    assert_eq!(refused(&pair.asked, Take { items: vec![1, 2], ..put(1, 1) }), "items");
    assert_eq!(refused(&pair.asked, Take { detail: None, ..put(1, 1) }), "detail");
    assert_eq!(refused(&pair.asked, Take { detail: put(1, 2).detail, ..put(1, 1) }), "exhibits");
    assert_eq!(refused(&pair.asked, Take { facts: StepFacts::default(), ..put(1, 1) }), "exhibits");
    pair.asked.steps(Role::Executor, put(1, 1));
    assert_eq!(refused(&pair.asked, put(2, 1)), "exhibits");
    assert_eq!(pair.asked.request.exhibits[&exhibit(1).id].item, Some(1));
}

#[test]
fn an_exhibit_that_is_opened_is_one_that_is_here() {
    let mut pair = open();
    let opened = |n| {
        let facts = StepFacts { exhibits: vec![exhibit(n)], ..StepFacts::default() };
        Take { facts, ..take(Step::ExhibitOpen) }
    };
    let refusal = pair.asks.refuses(&takes(opened(1)));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    assert_eq!(field(&pair.asks.refuses(&takes(take(Step::ExhibitOpen)))), "exhibits");
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(0, Answer::Produced);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Executor, put(1, 1));
    pair.asked.steps(Role::Evidence, Take { items: vec![1], ..take(Step::ExhibitReview) });
    pair.asked.steps(Role::Supervisor, Take { items: vec![1], ..take(Step::ExhibitClear) });
    pair.asked(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Part), &[1]));
    pair.asks.steps(Role::Investigator, opened(1));
}

#[test]
fn a_step_on_an_item_that_is_not_there_is_refused() {
    let asked = open().asked;
    for step in [Step::Examine, Step::OrderServe] {
        let refusal = asked.refuses(&takes(Take { items: vec![7], ..take(step) }));
        assert_eq!(refusal, Refusal::ItemUnknown { item: 7 });
    }
    let note = Take { items: vec![7], ..called(Step::PhoneNote, None) };
    assert_eq!(asked.refuses(&takes(note)), Refusal::ItemUnknown { item: 7 });
}

#[test]
fn a_step_out_of_its_order_says_where_the_work_stands() {
    let asked = open().asked;
    let refusal = asked.refuses(&takes(served(None)));
    let (step, work) = (Step::OrderServe, Work::Nothing);
    let state = Some(State::Acknowledged);
    assert_eq!(refusal, Refusal::StepNotNow { step, work, state });
    assert!(refusal.to_string().contains("`nothing` and the item is `acknowledged`"), "{refusal}");
}

#[test]
fn an_order_and_a_reply_say_what_they_must() {
    let mut asked = Pair::open("uncc", Workflow::Preservation, &["content"]).asked;
    let until = Some(deadline(DAY));
    let refused = |asked: &Desk, take: Take| field(&asked.refuses(&takes(take)));
    let mut order = served(until.clone());
    order.facts.provider = None;
    assert_eq!(refused(&asked, order.clone()), "provider");
    order.facts.provider = Some("nobody-knows".parse().unwrap());
    assert_eq!(refused(&asked, order), "provider", "it is in no register");
    let nobody = Some(Detail::Order(OrderText::default()));
    assert_eq!(refused(&asked, Take { detail: nobody, ..served(until.clone()) }), "detail");
    assert_eq!(refused(&asked, Take { detail: None, ..served(until.clone()) }), "detail");
    let mut order = served(until);
    order.facts.provider = Some("puffin-hosting".parse().unwrap());
    let Some(Detail::Order(text)) = &mut order.detail else { panic!("an order has a text") };
    text.entity = "Puffin Hosting".to_owned();
    asked.steps(Role::Executor, order);
    assert_eq!(refused(&asked, Take { detail: None, ..replied(Answer::Held, None) }), "detail");
    assert_eq!(refused(&asked, replied(Answer::Whole, None)), "outcome");
    asked.steps(Role::Executor, replied(Answer::Held, None));
    let order = asked.request.work[&1].order.as_ref().unwrap();
    assert_eq!(order.reply, Some(code("held")));
}

#[test]
fn either_side_asks_where_it_stands_and_is_told() {
    let mut pair = open();
    pair.asks(Role::Investigator, Act::new(Kind::StatusQuery));
    let query = pair.asks.last();
    assert!(pair.asked.request.shared().unwrap().queries.contains(&query));
    let answer = |about| Act { about, ..with_text(Act::new(Kind::StatusAnswer), "With the court") };
    assert_eq!(field(&pair.asked.refuses(&does(answer(None)))), "about");
    let own = pair.asked.request.chains.at(Side::Requested, 1).unwrap().head.message;
    let refusal = pair.asked.refuses(&does(answer(Some(own))));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    pair.asked(Role::Examiner, answer(Some(query)));
    assert!(pair.asks.request.shared().unwrap().queries.is_empty());
}

#[test]
fn a_correction_names_a_message_of_its_own_state() {
    let mut pair = open();
    let request = pair.asks.request.chains.at(Side::Requesting, 1).unwrap().head.message;
    let correct =
        |about| Act { about, ..with_text(Act::new(Kind::Correct), "The 19th, not the 18th") };
    assert_eq!(field(&pair.asks.refuses(&does(correct(None)))), "about");
    let refusal = pair.asked.refuses(&does(correct(Some(request))));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    pair.asks(Role::Investigator, correct(Some(request)));
    let correction = pair.asks.last();
    assert_eq!(pair.asked.request.shared().unwrap().corrected[&request], correction);
}

#[test]
fn notes_notices_and_remedies_change_no_state_but_a_remedy_suspends() {
    let mut pair = open();
    pair.asks(Role::Investigator, with_text(Act::new(Kind::Note), "A second victim"));
    pair.asked(Role::Duty, Act::new(Kind::NoticeSent));
    let order = |answer| with_text(says(Kind::RemedyOrder, &[1], answer), "By the court");
    pair.asked(Role::Oversight, order(Answer::Suspend));
    assert!(pair.asks.request.shared().unwrap().items[&1].suspended);
    pair.asks(Role::Oversight, order(Answer::Lift));
    assert!(!pair.asked.request.shared().unwrap().items[&1].suspended);
    assert_eq!(pair.state(1), State::Acknowledged);
}

#[test]
fn a_message_says_what_it_must_in_words() {
    let pair = open();
    for kind in [Kind::ClarifyAsk, Kind::Forwarded, Kind::Note] {
        for text in ["", "  \n"] {
            assert_eq!(field(&pair.asked.refuses(&does(with_text(Act::new(kind), text)))), "text");
        }
    }
    assert_eq!(field(&pair.asks.refuses(&does(Act::new(Kind::Withdraw)))), "text");
}

#[test]
fn a_message_of_the_other_side_or_of_another_workflow_is_told_as_such() {
    let pair = open();
    let not_ours = |desk: &Desk, kind| {
        let side = desk.request.side;
        assert_eq!(desk.refuses(&does(Act::new(kind))), Refusal::NotOfSide { kind, side });
    };
    not_ours(&pair.asks, Kind::Ack);
    not_ours(&pair.asked, Kind::CondAccept);
    not_ours(&pair.asked, Kind::Expire);
}

#[test]
fn an_answer_that_is_none_is_told_with_those_that_are() {
    let pair = open();
    let known = vec![Answer::Accept, Answer::AcceptConditions, Answer::Postpone, Answer::Refuse];
    let unknown = |answer: &str| Refusal::AnswerUnknown {
        kind: Kind::Decide,
        answer: answer.to_owned(),
        known: known.clone(),
    };
    assert_eq!(pair.asked.refuses(&does(Act::new(Kind::Decide))), unknown("nothing"));
    let held = says(Kind::Decide, &[1], Answer::Held);
    assert_eq!(pair.asked.refuses(&does(held)), unknown("held"));
    let mut odd = says(Kind::Decide, &[1], Answer::Accept);
    odd.items[0].answer = Some(code("perhaps"));
    assert_eq!(pair.asked.refuses(&does(odd)), unknown("perhaps"));
    let acked = pair.asked.refuses(&does(says(Kind::Forwarded, &[1], Answer::Held)));
    assert_eq!(acked.code(), "request.field-missing", "the words come first");
    let refusal = pair.asked.refuses(&does(says(Kind::NoticeSent, &[1], Answer::Held)));
    assert!(refusal.to_string().contains("takes no answer"), "{refusal}");
}

#[test]
fn a_message_about_an_item_in_another_state_names_item_and_state() {
    let pair = open();
    let refusal = pair.asked.refuses(&does(Act::new(Kind::Ack)));
    let (kind, state) = (Kind::Ack, State::Acknowledged);
    assert_eq!(refusal, Refusal::NotNow { kind, answer: None, item: 1, state });
    let refusal = pair.asked.refuses(&does(says(Kind::Decide, &[9], Answer::Accept)));
    assert_eq!(refusal, Refusal::ItemUnknown { item: 9 });
}

/// One of each. A new kind of refusal is added here too.
fn every_refusal() -> Vec<Refusal> {
    let (kind, step, work, item) = (Kind::Ack, Step::Examine, Work::Nothing, 1);
    let (ground, provision) = (code("own-case"), "40(27)".parse().unwrap());
    let (answer, state) = (Answer::Accept, State::Sent);
    vec![
        Refusal::NothingHere { what: "draft" },
        Refusal::Incomplete { missing: Vec::new() },
        Refusal::LawUnknown { what: "x".into() },
        Refusal::NoBasis { instrument: code("uncc") },
        Refusal::ItemUnknown { item },
        Refusal::NotNow { kind, answer: Some(answer), item, state },
        Refusal::NotOfSide { kind, side: Side::Requesting },
        Refusal::AnswerUnknown { kind, answer: "x".into(), known: vec![answer] },
        Refusal::StepNotNow { step, work, state: Some(state) },
        Refusal::WorkMissing { kind, item, work, needed: vec![Work::Served, Work::Replied] },
        Refusal::ReplyDiffers { item, answer, reply: "none".into() },
        Refusal::FieldMissing { field: "until", why: "it says until when" },
        Refusal::GroundNotAvailable { ground: ground.clone(), provision: None },
        Refusal::ConsultFirst { ground: ground.clone(), provision },
        Refusal::NeverConsult { ground },
        Refusal::Deadline {
            what: "the hold",
            at: at(0),
            wrong: "earlier",
            bound: at(1),
            provision: "uncc 42(8)".into(),
        },
        Refusal::TooEarly { from: at(0) },
        Refusal::ConditionsDiffer { item },
        Refusal::Channel("say by which channel it went"),
    ]
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_a_text_of_the_house() {
    let all = every_refusal();
    let codes: std::collections::BTreeSet<_> = all.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), all.len());
    for refusal in all {
        let text = refusal.to_string();
        let first = text.chars().next().unwrap();
        assert!(first.is_lowercase() || first == '`', "{text}");
        assert!(!text.ends_with('.') && !text.contains("::"), "{text}");
    }
}
