// SPDX-License-Identifier: EUPL-1.2
//! Answers about protected freedoms and persons, what lifts a rule, and how a request stands
//! against the law of the State that looks at it.

use super::*;
use crate::chain::Link;
use crate::dual::{Conduct, Dual};
use crate::law::Law;
use crate::request::{LIFTED_AFTER, ScreenText};
use crate::screen::{
    Answered, Concern, Research, Said, Sign, Transfer, may_be_research, no_to_all,
    no_to_all_of_an_attack,
};
use crate::workflow::Clock;

fn examined(answers: Vec<Answered>, transfer: Option<Transfer>) -> Take {
    let facts = StepFacts { transfer, ..StepFacts::default() };
    let text = "All points.".to_owned();
    Take {
        facts,
        detail: Some(Detail::Screen(ScreenText { text, answers, ..ScreenText::default() })),
        ..take(Step::Examine)
    }
}

fn nothing() -> Vec<Answered> {
    no_to_all_of_an_attack("A ransom was asked for.")
}

fn with(concern: Concern, said: Said) -> Vec<Answered> {
    let mut answers = nothing();
    for answer in answers.iter_mut().filter(|answer| answer.concern == concern) {
        answer.said = said;
        answer.words = "As the file shows.".to_owned();
    }
    answers
}

fn lifting(step: Step, rule: Option<&str>, why: &str) -> Take {
    let facts = StepFacts { rule: rule.map(code), ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Text(why.to_owned())), ..take(step) }
}

fn open() -> Pair {
    Pair::open("uncc", Workflow::Disclosure, &["traffic", "subscriber"])
}

fn field(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::FieldMissing { field, .. } => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_examination_answers_every_question_or_none_and_says_on_which_conditions() {
    let pair = open();
    let refused = |take: Take| field(pair.asked.refuses(&Command::Take(Box::new(take))));
    assert_eq!(refused(examined(nothing()[1..].to_vec(), None)), "answers");
    let mut silent = examined(nothing(), Some(Transfer::Unlawful));
    if let Some(Detail::Screen(found)) = &mut silent.detail {
        found.text.clear();
    }
    assert_eq!(refused(silent), "text");
    let bare = StepFacts { transfer: Some(Transfer::Lawful), ..StepFacts::default() };
    assert_eq!(refused(Take { facts: bare, ..take(Step::Examine) }), "detail");
}

#[test]
fn what_was_answered_is_what_was_written_whatever_the_facts_say() {
    let mut pair = open();
    let mut take = examined(with(Concern::Press, Said::Yes), Some(Transfer::Lawful));
    take.facts.said = [(Concern::Child, Said::Yes)].into();
    pair.asked.steps(Role::Examiner, take);
    let request = &pair.asked.request;
    assert_eq!(request.concerns(&[1, 2]), [Concern::Press].into());
    assert!(request.is_screened(&[1, 2]) && !request.is_screened_twice(&[1, 2]));
    assert_eq!(request.transfer(&[1, 2]), Some(Transfer::Lawful));
}

#[test]
fn every_item_is_answered_for_and_the_worst_of_them_stands() {
    let mut pair = open();
    let only = |n: u16, take: Take| Take { items: vec![n], ..take };
    let fine = examined(nothing(), Some(Transfer::Lawful));
    pair.asked.steps(Role::Examiner, only(1, fine));
    let request = &pair.asked.request;
    assert!(request.is_screened(&[1]) && !request.is_screened(&[1, 2]));
    assert_eq!(request.transfer(&[1, 2]), None);
    assert!(!request.is_screened(&[]), "nothing is no item");
    let odd = examined(with(Concern::Defender, Said::Unsure), Some(Transfer::Conditions));
    pair.asked.steps(Role::Examiner, only(2, odd));
    let request = &pair.asked.request;
    assert_eq!(request.concerns(&[1]), [].into());
    assert_eq!(request.concerns(&[1, 2]), [Concern::Defender].into());
    assert_eq!(request.transfer(&[1, 2]), Some(Transfer::Conditions));
}

#[test]
fn a_rule_is_lifted_where_an_answer_made_it_apply_and_a_day_later_that_holds() {
    let mut pair = open();
    let lift = |why: &str| lifting(Step::Lift, Some("protected-freedoms"), why);
    let hold = lifting(Step::LiftHold, Some("protected-freedoms"), "Show me.");
    let refuses =
        |pair: &Pair, take: &Take| pair.asked.refuses(&Command::Take(Box::new(take.clone())));
    assert!(matches!(refuses(&pair, &lift("Theft.")), Refusal::NothingHere { .. }));
    assert!(matches!(refuses(&pair, &hold), Refusal::NothingHere { .. }));
    pair.asked.steps(Role::Examiner, examined(with(Concern::Press, Said::Yes), None));
    assert_eq!(field(refuses(&pair, &lift(" "))), "detail");
    assert_eq!(field(refuses(&pair, &lifting(Step::Lift, None, "Theft."))), "rule");
    pair.asked.steps(Role::Supervisor, lift("Theft."));
    let at = pair.asked.request.lifts[&code("protected-freedoms")].at;
    let lifted = |pair: &Pair, at| pair.asked.request.lifted(at).count();
    let early = (at + LIFTED_AFTER) - jiff::SignedDuration::from_secs(1);
    assert_eq!((lifted(&pair, early), lifted(&pair, at + LIFTED_AFTER)), (0, 1));
    pair.asked.steps(Role::Oversight, hold.clone());
    assert_eq!(lifted(&pair, at + LIFTED_AFTER), 0);
    assert!(matches!(refuses(&pair, &hold), Refusal::NothingHere { .. }), "it is held");
}

#[test]
fn what_is_found_while_it_is_carried_out_counts_and_takes_no_work_back() {
    let mut pair = open();
    pair.asked.steps(Role::Examiner, examined(nothing(), Some(Transfer::Lawful)));
    pair.asked(Role::Decider, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.asked.steps(Role::Executor, Take { items: vec![1], ..served(None) });
    for (n, work) in [(1, Work::Served), (2, Work::Examined)] {
        assert_eq!(pair.asked.request.item_work(n), work);
    }
    assert!(pair.asked.request.hits(&[1, 2], law()).is_empty());
    pair.asked.steps(Role::Examiner, examined(with(Concern::Press, Said::Yes), None));
    assert_eq!(pair.asked.request.hits(&[1, 2], law()), [Concern::Press].into());
    for (n, work) in [(1, Work::Served), (2, Work::Examined)] {
        assert_eq!(pair.asked.request.item_work(n), work);
    }
}

#[test]
fn what_is_found_after_a_rule_was_lifted_is_lifted_by_nobody() {
    let mut pair = open();
    let lift = || lifting(Step::Lift, Some("protected-freedoms"), "Theft.");
    let only = |n, concern| Take { items: vec![n], ..examined(with(concern, Said::Yes), None) };
    pair.asked.steps(Role::Examiner, only(1, Concern::Press));
    pair.asked.steps(Role::Supervisor, lift());
    // The same again changes nothing; of the other item it was not known, nor that it is a lawyer.
    pair.asked.steps(Role::Examiner, only(1, Concern::Press));
    assert_eq!(pair.asked.request.lifts.len(), 1);
    for (n, concern) in [(2, Concern::Press), (1, Concern::Privilege)] {
        pair.asked.steps(Role::Examiner, only(n, concern));
        assert!(pair.asked.request.lifts.is_empty(), "{n} {concern}");
        pair.asked.steps(Role::Supervisor, lift());
    }
    // Who takes an answer back lets by what was lifted before.
    pair.asked.steps(Role::Examiner, examined(nothing(), None));
    assert_eq!(pair.asked.request.lifts.len(), 1);
}

#[test]
fn a_request_is_measured_by_the_law_of_whoever_looks() {
    let pair = open();
    let now = pair.asked.request.updated;
    let good = pair.asked.request.measured(law(), now);
    assert!(good.complete && good.bounded && good.fits && good.free_at_home, "{good:?}");
    assert_eq!(good.secrecy_days, Some(70));
    // The sample cites a provision that Borealia has put into no class.
    assert!(!good.plain && !pair.asked.request.cites_speech(law()));
    let mut asks = pair.asks.request.clone();
    let measured = |request: &Request, law: &Law| request.measured(law, now);
    let first = asks.chains.at(Side::Requesting, 1).unwrap().head.message;
    let mut body = asks.bodies[&first].clone();
    body.request.as_mut().unwrap().offences[0].provision = "PC 144".to_owned();
    body.items[0].from = Some(at(-60 * 24 * 500));
    body.authority.as_mut().unwrap().code = "xa-247".to_owned();
    asks.bodies.insert(first, body);
    asks.me = "XB".parse().unwrap();
    let bad = measured(&asks, law());
    assert!(asks.cites_speech(law()) && !bad.plain && !bad.bounded && !bad.fits, "{bad:?}");
    // What was erased counts as the worse.
    asks.bodies.clear();
    let erased = measured(&asks, law());
    assert!(!erased.complete && !erased.bounded && !erased.fits && !erased.plain, "{erased:?}");
}

#[test]
fn an_answer_to_no_question_makes_no_request_complete() {
    let incomplete = |pair: &mut Pair| {
        let first = pair.asked.request.chains.at(Side::Requesting, 1).unwrap().head.message;
        pair.asked.request.bodies.get_mut(&first).unwrap().items[0].from = None;
    };
    let complete = |pair: &Pair| {
        let request = &pair.asked.request;
        request.measured(law(), request.updated).complete
    };
    let mut pair = open();
    incomplete(&mut pair);
    assert!(!complete(&pair));
    // A peer that keeps to no table says that it answered.
    pair.asks.does(Role::Duty, &Command::Act(Box::new(with_text(Act::new(Kind::Note), "So."))));
    let (mut event, detail) = pair.asks.events.last().cloned().unwrap();
    let Event::Sent(crossing) = &mut event else { panic!("a note crosses") };
    crossing.head.kind = code("clarify.answer");
    pair.asked.receives((event, detail));
    assert!(!complete(&pair), "nobody had asked");

    // What is coded is not mended by words: a request without a period is asked for anew.
    let answered = |pair: &mut Pair| {
        pair.asked(Role::Examiner, with_text(Act::new(Kind::ClarifyAsk), "Since when, and why?"));
        pair.asks(Role::Duty, with_text(Act::new(Kind::ClarifyAnswer), "Since the first."));
    };
    let mut pair = open();
    incomplete(&mut pair);
    answered(&mut pair);
    assert!(!complete(&pair));
    // What is said in words is.
    let mut pair = open();
    let first = pair.asked.request.chains.at(Side::Requesting, 1).unwrap().head.message;
    let body = pair.asked.request.bodies.get_mut(&first).unwrap();
    body.request.as_mut().unwrap().proportionality = None;
    assert!(!complete(&pair), "whatever the instrument says, of every disclosure");
    answered(&mut pair);
    assert!(complete(&pair));
}

#[test]
fn what_is_yet_to_come_is_told_from_what_is_stored() {
    let pair = open();
    let stored = |until: Timestamp| {
        let mut request = pair.asked.request.clone();
        let first = request.chains.at(Side::Requesting, 1).unwrap().head.clone();
        request.bodies.get_mut(&first.message).unwrap().items[0].until = Some(until);
        (first.issued, request.measured(law(), first.issued).stored)
    };
    let issued = stored(at(0)).0;
    assert!(stored(issued).1, "up to the instant of the request");
    assert!(!stored(issued + jiff::SignedDuration::from_secs(1)).1);
}

#[test]
fn whether_it_is_in_scope_either_state_computes() {
    let pair = open();
    let in_scope = |change: fn(&mut Facts)| {
        let mut request = pair.asked.request.clone();
        let link = request.chains.at(Side::Requesting, 1).unwrap().clone();
        let mut head = link.head.clone();
        change(&mut head.facts);
        request.chains = Chains::new(link.head.from, link.head.to);
        request.chains.push(Side::Requesting, Link { head, ..link });
        request.measured(law(), request.updated).in_scope
    };
    assert!(in_scope(|_| ()));
    assert!(!in_scope(|facts| facts.basis = None), "no branch is named");
    assert!(!in_scope(|facts| facts.basis = Some("35(1)(z)".parse().unwrap())));
    assert!(!in_scope(|facts| facts.offences.clear()));
}

#[test]
fn what_is_urgent_by_a_word_that_was_false_has_the_clock_of_any_request() {
    let rules = open().asked.rules();
    let slowed = Rules { slowed: true, ..rules };
    let due = |rules: &Rules<'_>, said: &str| {
        rules.due(Workflow::Inquiry, Clock::Ack, Some(&code(said))).unwrap().at
    };
    assert!(due(&rules, "urgent") < due(&rules, "normal"));
    assert_eq!(due(&slowed, "urgent"), due(&rules, "normal"));
    assert_eq!(due(&slowed, "emergency"), due(&rules, "emergency"), "never of an emergency");
}

#[test]
fn after_a_protected_person_was_found_nobody_is_consulted_and_one_reason_is_stated() {
    let mut pair = open();
    let consult = || {
        let act = says(Kind::ConsultOpen, &[1], Answer::BeforeRefusal);
        let act = with_text(act, "We may have to refuse.");
        on(act, "essential-interests", "40(21)(b)", "essential-interests")
    };
    let refuse = |reason: &str, text: &str| {
        let act = says(Kind::Decide, &[1], Answer::Refuse);
        let mut act = on(act, "essential-interests", "40(21)(b)", reason);
        act.considered = true;
        if text.is_empty() { act } else { with_text(act, text) }
    };
    let command = |act: Act| Command::Act(Box::new(act));
    let listed = |desk: &Desk| {
        let possible = desk.request.possible(law(), at(desk.minute));
        possible
            .iter()
            .filter(|one| matches!(one.what, What::Message(Kind::ConsultOpen, _)))
            .count()
    };
    pair.asked.steps(Role::Examiner, examined(nothing(), Some(Transfer::Lawful)));
    assert_eq!(listed(&pair.asked), 2, "before a refusal, before a postponement");
    let first = pair.asked.refuses(&command(refuse("essential-interests", "")));
    assert!(matches!(first, Refusal::ConsultFirst { .. }), "{first}");
    pair.asked.steps(Role::Examiner, examined(with(Concern::Press, Said::Unsure), None));
    let never = pair.asked.refuses(&command(consult()));
    assert!(matches!(never, Refusal::NeverConsult { .. }), "{never}");
    assert_eq!(listed(&pair.asked), 0, "what would warn somebody is not offered");
    for (reason, text, lacks) in [
        ("essential-interests", "", "reason"),
        ("press-or-expression", "", "reason"),
        ("human-rights", "He is safe here.", "text"),
    ] {
        assert_eq!(field(pair.asked.refuses(&command(refuse(reason, text)))), lacks);
    }
    pair.asked(Role::Decider, refuse("human-rights", ""));
}

#[test]
fn an_attack_is_told_from_research_in_a_sentence_or_by_every_sign() {
    let pair = open();
    let attack = pair.asked.request.asked().unwrap().offences.clone();
    assert!(may_be_research(&attack), "{attack:?}");
    let command = |answers: Vec<Answered>, research: Vec<Sign>| {
        let mut take = examined(answers, Some(Transfer::Lawful));
        if let Some(Detail::Screen(found)) = &mut take.detail {
            found.research = research;
        }
        Command::Take(Box::new(take))
    };
    let refused = |answers, research| field(pair.asked.refuses(&command(answers, research)));
    let signs = |said: Said, words: &str| -> Vec<Sign> {
        let sign = |sign: &Research| Sign { sign: *sign, said, words: words.to_owned() };
        Research::ALL.iter().map(sign).collect()
    };
    assert_eq!(refused(no_to_all(), Vec::new()), "research", "a no says why");
    let yes = || with(Concern::Research, Said::Yes);
    assert_eq!(refused(yes(), Vec::new()), "research", "a yes looks at the signs");
    assert_eq!(refused(yes(), signs(Said::Yes, "")), "research", "and says what was seen");
    assert_eq!(refused(yes(), signs(Said::No, "")[1..].to_vec()), "research", "at each of them");
    let mut twice = signs(Said::No, "");
    twice[0] = twice[1].clone();
    assert_eq!(refused(yes(), twice), "research", "once");
    for said in [Said::No, Said::Unsure, Said::Yes] {
        pair.asked.decides(Role::Examiner, &command(yes(), signs(said, "By its report."))).unwrap();
    }
}

#[test]
fn conduct_is_found_by_each_examiner_and_a_want_of_dual_criminality_is_what_all_of_them_found() {
    let mut pair = open();
    let offences = pair.asked.request.asked().unwrap().offences.clone();
    let found = |here: Said, maximum_years: Option<u16>| -> Take {
        let of = |offence: &Code| Conduct {
            offence: offence.clone(),
            conduct: "Read the mail of a firm with a password he found.".to_owned(),
            here,
            provision: maximum_years.map_or(String::new(), |_| "CC 9".to_owned()),
            maximum_years,
        };
        let mut take = examined(nothing(), Some(Transfer::Lawful));
        if let Some(Detail::Screen(found)) = &mut take.detail {
            found.dual = offences.iter().map(of).collect();
        }
        take
    };
    let every = |pair: &Pair| pair.asked.request.dual(&[1, 2]);
    assert_eq!(every(&pair), None);
    pair.asked.steps(Role::Examiner, found(Said::No, None));
    assert_eq!(every(&pair), Some(Dual::Lacking));
    pair.asked.steps(Role::CentralAuthority, found(Said::Yes, Some(4)));
    assert_eq!(every(&pair), Some(Dual::Disputed));
    assert_eq!(pair.asked.request.maximum_found(), Some(4));
    pair.asked.steps(Role::Examiner, found(Said::Yes, Some(3)));
    assert_eq!(every(&pair), Some(Dual::Met));
    assert_eq!(pair.asked.request.maximum_found(), Some(3), "the lower of the two");
    pair.asked.steps(Role::Examiner, examined(nothing(), Some(Transfer::Conditions)));
    assert_eq!(pair.asked.request.maximum_found(), Some(3), "what was not said again stands");
    let elsewhere = |take: &mut Take| {
        if let Some(Detail::Screen(found)) = &mut take.detail {
            found.dual[0].offence = code("theft-or-fraud");
        }
    };
    let mut of_another = found(Said::No, None);
    elsewhere(&mut of_another);
    assert_eq!(field(pair.asked.refuses(&Command::Take(Box::new(of_another)))), "dual");
}
