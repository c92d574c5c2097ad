// SPDX-License-Identifier: EUPL-1.2
//! The shipped questions, what a file of answers may say, and what the report makes of it.

mod faults;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;
use crate::id::{Code, Provision};
use crate::law::{Checked, Instrument, Law, LawError, Modality};

const FILE: &str = "law/questions/uncc.toml";

fn law() -> &'static Law {
    static LOADED: LazyLock<Law> = LazyLock::new(|| Law::shipped().unwrap());
    &LOADED
}

fn uncc() -> &'static Instrument {
    law().instrument(&code("uncc")).unwrap()
}

fn text() -> &'static str {
    QUESTIONS.iter().find(|(file, _)| *file == FILE).unwrap().1
}

fn questions() -> &'static Questions {
    static LOADED: LazyLock<Questions> =
        LazyLock::new(|| Questions::parse(FILE, text(), law().instruments()).unwrap());
    &LOADED
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

const HEAD: &str = "\
state = \"XA\"
name = \"Arcadia\"
instrument = \"uncc\"
date = \"2026-11-22\"
author = \"Ministry of Justice\"
";

/// An answer as it is written: the question, its status, further lines.
fn answer(question: &str, status: &str, more: &str) -> String {
    format!("\n[[answer]]\nquestion = \"{question}\"\nstatus = \"{status}\"\n{more}")
}

const HERE: &str = "law = \"Code\"\nsection = \"7\"\nsince = \"2020-01-01\"\n";

fn read(answers: &str) -> Result<Assessment, LawError> {
    Assessment::parse("a.toml", &format!("{HEAD}{answers}"), questions())
}

fn report(answers: &str) -> Report {
    Report::new(uncc(), questions(), &read(answers).unwrap())
}

/// The steps of a report in their order: force, question, act.
fn steps(report: &Report) -> Vec<(Force, String, Act)> {
    let mut found = Vec::new();
    for round in &report.next {
        for step in round.stages.iter().flat_map(|stage| &stage.steps) {
            found.push((round.force, step.question.to_string(), step.act));
        }
    }
    found
}

#[test]
fn every_article_that_a_states_own_law_answers_to_is_asked_about() {
    let asked: BTreeSet<u16> =
        questions().questions().iter().map(|q| q.provision.article()).collect();
    let wanted = [4, 6].into_iter().chain(7..=31).chain([33, 34, 35, 36, 37]).chain(40..=52);
    let missing: Vec<u16> = wanted.filter(|article| !asked.contains(article)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_question_binds_no_further_than_its_article() {
    let mut beyond = Vec::new();
    for question in questions().questions() {
        let article = uncc().article(question.provision.article()).unwrap();
        let force = |modality: &Modality| match modality {
            Modality::Shall => Force::Obligation,
            Modality::ShallEndeavour | Modality::ShallConsider => Force::Effort,
            Modality::May => Force::Choice,
        };
        let strongest = article.modality.iter().map(force).min().unwrap();
        if question.force() < strongest {
            beyond.push(&question.code);
        }
    }
    assert!(beyond.is_empty(), "{beyond:?}");
}

#[test]
fn every_reservation_and_notification_of_the_convention_has_its_place() {
    let reservable: BTreeSet<&Provision> =
        questions().questions().iter().filter_map(|q| q.reservable.as_ref()).collect();
    assert_eq!(
        reservable.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["11(3)", "23(3)", "42(5)", "63(3)"]
    );
    let states: Vec<NoticeState> = report("").notices.iter().map(|n| n.state).collect();
    let count = |state| states.iter().filter(|s| **s == state).count();
    assert_eq!(states.len(), uncc().notifications().len());
    assert_eq!(count(NoticeState::Unknown), 9);
    assert_eq!((count(NoticeState::NotNeeded), count(NoticeState::OnEvent)), (4, 3));
}

#[test]
fn what_the_file_does_not_mention_is_not_answered_and_never_missing() {
    let report = report("");
    for force in Force::ALL {
        let counts = report.total.of(*force);
        assert_eq!(counts.of(Status::NotAnswered), counts.all(), "{force}");
    }
    assert!(steps(&report).iter().all(|(_, _, act)| matches!(act, Act::FindOut | Act::Choose)));
    assert!(report.assistance.is_empty(), "what nobody answered is no gap to be helped with");
}

#[test]
fn each_question_is_counted_once_in_its_chapter_and_once_in_the_total() {
    let answers = answer("illegal-access", "in-place", HERE)
        + &answer("illegal-access-security", "chosen", HERE)
        + &answer("extradition-speed", "missing", "")
        + &answer("contact-point", "missing", "");
    let report = report(&answers);
    let all = u32::try_from(questions().questions().len()).unwrap();
    let of = |tally: &Tally| Force::ALL.iter().map(|force| tally.of(*force).all()).sum::<u32>();
    assert_eq!(of(&report.total), all);
    assert_eq!(report.chapters.iter().map(of).sum::<u32>(), all);
    assert_eq!(report.articles.iter().map(|a| a.rows.len()).sum::<usize>(), all as usize);
    let compared = report.compared;
    assert_eq!(compared.text + compared.parent + compared.memory, all);
    let chapter = |number: &str| report.chapters.iter().find(|c| c.chapter == number).unwrap();
    assert_eq!(chapter("II").obligations.of(Status::InPlace), 1);
    assert_eq!(chapter("II").choices.of(Status::Chosen), 1);
    assert_eq!(chapter("V").efforts.of(Status::Missing), 1);
    assert_eq!(chapter("V").obligations.of(Status::Missing), 1);
}

#[test]
fn obligations_come_before_efforts_and_these_before_choices_and_stages_in_their_order() {
    let answers = answer("illegal-access", "missing", "")
        + &answer("extradition-speed", "missing", "")
        + &answer("preservation-secrecy", "partial", &format!("{HERE}there=\"a\"\nmissing=\"b\""))
        + &answer("foreign-path", "missing", "")
        + &answer("contact-point-staff", "missing", "");
    let report = report(&answers);
    let steps = steps(&report);
    assert!(steps.is_sorted_by_key(|(force, _, _)| *force));
    let at = |question: &str| steps.iter().position(|(_, q, _)| q == question).unwrap();
    let wanted = ["contact-point-staff", "preservation-secrecy", "foreign-path", "illegal-access"];
    assert!(wanted.map(at).is_sorted(), "{:?}", wanted.map(at));
    assert!(at("illegal-access") < at("extradition-speed"));
    assert!(at("extradition-speed") < at("illegal-access-security"));
    // What is missing in whole or in part, then what nobody answered.
    assert_eq!(steps[at("preservation-secrecy")].2, Act::Complete);
    assert_eq!(steps[at("foreign-path")].2, Act::Provide);
    assert!(at("preservation-secrecy") < at("preservation-order"));
}

#[test]
fn a_gap_says_what_rests_on_it_and_which_help_fits() {
    let report = report(&answer("preservation-order", "missing", "plan = \"A bill\"\n"));
    let steps = report.next.iter().flat_map(|r| &r.stages).flat_map(|s| &s.steps);
    let step = steps.into_iter().find(|s| s.question == code("preservation-order")).unwrap();
    let carries: Vec<String> = step.carries.iter().map(|c| c.measure.to_string()).collect();
    assert_eq!(carries, ["preservation"]);
    assert_eq!(step.plan.as_deref(), Some("A bill"));
    let helps: Vec<String> = step.help.iter().map(|h| h.code.to_string()).collect();
    assert_eq!(helps, ["drafting", "investigation"]);
    let kinds: Vec<String> = report.assistance.iter().map(|k| k.help.code.to_string()).collect();
    assert_eq!(kinds, helps);
}

#[test]
fn a_choice_made_either_way_leaves_nothing_to_do() {
    let before = steps(&report("")).len();
    let answers = answer("attempt", "chosen", HERE) + &answer("preparation", "not-chosen", "");
    assert_eq!(steps(&report(&answers)).len(), before - 2);
}

#[test]
fn a_reservation_is_no_gap_and_owes_a_notification_until_it_was_made() {
    let reserved = |more: &str| {
        let more = format!("reservation = \"Nothing for possession.\"\n{more}");
        let report = report(&answer("devices-possession", "reserved", &more));
        assert!(steps(&report).iter().all(|(_, question, _)| question != "devices-possession"));
        let notice = report.notices.into_iter().find(|n| n.code == code("reservation-devices"));
        let notice = notice.unwrap();
        (notice.state, notice.notified)
    };
    assert_eq!(reserved(""), (NoticeState::Due, None));
    let day = "2026-03-01".parse().unwrap();
    assert_eq!(reserved("notified = \"2026-03-01\"\n"), (NoticeState::Made, Some(day)));
}

#[test]
fn a_notification_is_as_its_question_was_answered() {
    for (status, more, state) in [
        ("in-place", HERE, NoticeState::Made),
        ("missing", "", NoticeState::Due),
        ("not-answered", "", NoticeState::Unknown),
    ] {
        let report = report(&answer("contact-point-notice", status, more));
        let notice = report.notices.iter().find(|n| n.code == code("contact-point")).unwrap();
        assert_eq!(notice.state, state, "{status}");
    }
    let answers = answer("extradition-basis-notice", "not-applicable", "why = \"No treaty.\"\n");
    let report = report(&answers);
    let notice = report.notices.iter().find(|n| n.code == code("extradition-basis")).unwrap();
    assert_eq!(notice.state, NoticeState::NotNeeded);
}

#[test]
fn the_template_asks_every_question_and_loads_once_its_head_is_filled_in() {
    let template = questions().template(uncc());
    assert!(Assessment::parse("t.toml", &template, questions()).is_err(), "nobody filled it in");
    let filled = template
        .replacen("state = \"\"", "state = \"XA\"", 1)
        .replacen("name = \"\"", "name = \"Arcadia\"", 1)
        .replacen("date = \"\"", "date = \"2026-11-22\"", 1)
        .replacen("author = \"\"", "author = \"Ministry of Justice\"", 1);
    let assessment = Assessment::parse("t.toml", &filled, questions()).unwrap();
    for question in questions().questions() {
        let given = assessment.answer(&question.code).unwrap();
        assert_eq!(given.answer, Answer::NotAnswered, "{}", question.code);
    }
    let wide: Vec<&str> = template.lines().filter(|line| line.chars().count() > 100).collect();
    assert!(wide.is_empty(), "{wide:?}");
}

#[test]
fn the_report_names_the_rows_it_rests_on() {
    let report = report("");
    assert_eq!(report.law, uncc().digest());
    assert_eq!(report.questions, questions().digest());
    assert!(questions().questions().iter().any(|q| q.checked == Checked::Memory));
}
