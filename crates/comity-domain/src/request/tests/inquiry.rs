// SPDX-License-Identifier: EUPL-1.2
//! Inquiries: advice in words, a holder in code, a search that says nothing of what it finds.

use super::*;
use crate::completeness::missing;
use crate::workflow::Question;

fn facts(question: Question) -> Facts {
    let mut facts = request_facts("uncc", Workflow::Inquiry, &[""]);
    facts.question = Some(code(question.code()));
    facts
}

/// Sent with this question, and acknowledged.
fn asked(question: Question) -> Pair {
    let mut pair = Pair { asks: Desk::new(Side::Requesting), asked: Desk::new(Side::Requested) };
    let (_, to) = states();
    let draft = Draft::new(to, facts(question), request_body(1));
    pair.asks.does(Role::Duty, &Command::Draft(Box::new(draft)));
    pair.asks(Role::Duty, Act::new(Kind::Submit));
    pair.asked(Role::Duty, Act::new(Kind::Ack));
    pair
}

fn answer(answer: Answer) -> Act {
    says(Kind::InquiryAnswer, &[1], answer)
}

fn holder() -> Act {
    let mut act = answer(Answer::Held);
    act.items[0].path = Some(onward());
    act.body.path = vec![PathName { n: 1, provider: "Cirrus Relay".to_owned() }];
    act
}

fn denied() -> Act {
    let mut act = answer(Answer::Denied);
    act.items[0].reason = Some(code("domestic-law"));
    act
}

#[test]
fn advice_and_the_law_are_answered_in_words() {
    for question in [Question::TechnicalAdvice, Question::LegalInformation] {
        let mut pair = asked(question);
        assert_eq!(field(&pair.asked.refuses(&does(answer(Answer::Granted)))), "answer");
        pair.asked(Role::Duty, with_text(answer(Answer::Granted), "An order takes two days"));
        assert_eq!(pair.state(1), State::Answered);
    }
}

#[test]
fn who_holds_something_is_answered_by_state_and_provider_or_by_nobody_here() {
    let mut pair = asked(Question::Holder);
    assert_eq!(field(&pair.asked.refuses(&does(answer(Answer::Held)))), "answer");
    assert_eq!(field(&pair.asked.refuses(&does(answer(Answer::Granted)))), "answer");
    let mut here = holder();
    here.items[0].path.as_mut().unwrap().state = states().1;
    assert!(pair.asked.decides(Role::Duty, &does(here)).is_ok(), "it may be held right there");
    pair.asked(Role::Duty, holder());
    assert_eq!(pair.state(1), State::Answered);
    assert_eq!(pair.asks.request.shared().unwrap().items[&1].path, Some(onward()));
    let mut other = asked(Question::Holder);
    other.asked(Role::Duty, answer(Answer::NotHeld));
    assert_eq!(other.state(1), State::Answered);
}

#[test]
fn a_search_for_a_person_is_taken_up_and_nothing_of_it_comes_back() {
    let mut pair = asked(Question::Whereabouts);
    for act in [answer(Answer::Held), answer(Answer::NotHeld), holder()] {
        assert_eq!(field(&pair.asked.refuses(&does(act))), "answer");
    }
    let told = with_text(answer(Answer::Granted), "He is at 4 Hill Road");
    assert_eq!(field(&pair.asked.refuses(&does(told))), "body");
    pair.asked(Role::Duty, answer(Answer::Granted));
    assert_eq!(pair.state(1), State::Answered);
}

#[test]
fn no_answer_carries_a_file_an_act_or_an_item() {
    for question in Question::ALL {
        let pair = asked(*question);
        let good = match question {
            Question::Holder => holder(),
            Question::Whereabouts => answer(Answer::Granted),
            _ => with_text(answer(Answer::Granted), "An order takes two days"),
        };
        assert!(pair.asked.decides(Role::Duty, &does(good.clone())).is_ok());
        let mut acts = good.clone();
        acts.body.acts = vec![outside(None)];
        let mut items = good.clone();
        items.body.items = request_body(1).items;
        let mut exhibits = good.clone();
        exhibits.items[0].exhibits = vec![exhibit(1)];
        let mut words = good;
        words.body.request = request_body(1).request;
        for act in [acts, items, exhibits, words] {
            assert_eq!(field(&pair.asked.refuses(&does(act))), "body", "{question}");
        }
    }
}

#[test]
fn who_is_not_helped_is_told_why() {
    for question in Question::ALL {
        let mut pair = asked(*question);
        assert_eq!(field(&pair.asked.refuses(&does(answer(Answer::Denied)))), "reason");
        pair.asked(Role::Duty, denied());
        assert_eq!(pair.state(1), State::Answered);
    }
}

#[test]
fn a_question_is_one_of_the_list_and_a_search_has_grounds() {
    let lacks = |question: Question, change: &dyn Fn(&mut Facts, &mut Body)| {
        let (mut facts, mut body) = (facts(question), request_body(1));
        change(&mut facts, &mut body);
        let uncc = law().instrument(&code("uncc")).unwrap();
        let found = missing(uncc, &code("contact-point"), &facts, &body);
        found.iter().map(|m| format!("{} {}", m.element, m.provision)).collect::<Vec<_>>()
    };
    for question in Question::ALL {
        assert!(lacks(*question, &|_, _| {}).is_empty());
        let unknown = lacks(*question, &|facts, _| facts.question = Some(code("who-is-it")));
        assert_eq!(unknown, ["question 41(1)"]);
    }
    let groundless = |_: &mut Facts, body: &mut Body| {
        let said = body.request.as_mut().unwrap();
        (said.facts, said.necessity, said.persons) = (None, None, None);
    };
    let needed = ["facts 41(3)(d)", "necessity 41(3)(d)", "persons 41(3)(d)"];
    assert_eq!(lacks(Question::Whereabouts, &groundless), needed);
    assert!(lacks(Question::LegalInformation, &groundless).is_empty());
    let nothing = |facts: &mut Facts, body: &mut Body| {
        facts.items.clear();
        body.items.clear();
    };
    assert_eq!(lacks(Question::Holder, &nothing), ["question 41(1)"]);
    assert!(lacks(Question::TechnicalAdvice, &nothing).is_empty());
}

#[test]
fn an_inquiry_asks_for_no_data() {
    let mut desk = Desk::new(Side::Requesting);
    let (_, to) = states();
    let mut facts = facts(Question::Holder);
    facts.items[0].tier = Some(code("content"));
    let draft = Draft::new(to, facts, request_body(1));
    desk.does(Role::Duty, &Command::Draft(Box::new(draft)));
    let refusal = desk.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::LawUnknown { what: "content".to_owned() });
}
