// SPDX-License-Identifier: EUPL-1.2
//! What a State's lawyers answered: the file that people write.
//!
//! One `[[answer]]` for each question that was answered. Which keys go with which status is a
//! table, and every fault has a line and says what would be right.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::questions::{Force, Question, Questions};
use crate::codes;
use crate::id::{Code, StateCode};
use crate::law::load::Page;
use crate::law::{LawError, list};

// LIMIT: two pages of prose for one answer; more is an annex.
const TEXT_CHARS_MAX: usize = 6_000;

codes! {
    /// What the law of a State says on a question.
    pub enum Status is "a status" {
        /// It is there.
        InPlace = "in-place",
        /// A part of it is there.
        Partial = "partial",
        /// It is not there.
        Missing = "missing",
        /// The State made, or makes, the reservation that the instrument allows.
        Reserved = "reserved",
        /// The condition of the question is not met.
        NotApplicable = "not-applicable",
        /// The State uses what it may.
        Chosen = "chosen",
        /// The State leaves what it may.
        NotChosen = "not-chosen",
        /// Nothing was said.
        NotAnswered = "not-answered",
    }
}

/// Where it is in the State's own law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The law, or the act by which it was done.
    pub law: String,
    /// The section in it, or the number of the act.
    pub section: String,
    /// Since when it applies.
    pub since: Date,
}

/// An answer, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Answer {
    /// It is there.
    InPlace {
        /// Where.
        reference: Reference,
    },
    /// A part of it is there.
    Partial {
        /// Where that part is.
        reference: Reference,
        /// What is there.
        there: String,
        /// What is missing.
        missing: String,
    },
    /// It is not there.
    Missing {
        /// What is planned.
        plan: Option<String>,
    },
    /// The State made, or makes, the reservation.
    Reserved {
        /// What is reserved.
        reservation: String,
        /// When it was notified.
        notified: Option<Date>,
    },
    /// The condition of the question is not met.
    NotApplicable {
        /// Why.
        why: String,
    },
    /// The State uses what it may.
    Chosen {
        /// Where.
        reference: Reference,
    },
    /// The State leaves what it may.
    NotChosen,
    /// Nothing was said.
    NotAnswered,
}

impl Answer {
    /// Its status alone.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::InPlace { .. } => Status::InPlace,
            Self::Partial { .. } => Status::Partial,
            Self::Missing { .. } => Status::Missing,
            Self::Reserved { .. } => Status::Reserved,
            Self::NotApplicable { .. } => Status::NotApplicable,
            Self::Chosen { .. } => Status::Chosen,
            Self::NotChosen => Status::NotChosen,
            Self::NotAnswered => Status::NotAnswered,
        }
    }
}

impl Status {
    /// Whether a question of this force can be answered with it.
    #[must_use]
    pub fn fits(self, force: Force) -> bool {
        match self {
            Self::NotApplicable | Self::NotAnswered => true,
            Self::Chosen | Self::NotChosen => force == Force::Choice,
            Self::InPlace | Self::Partial | Self::Missing | Self::Reserved => {
                force != Force::Choice
            }
        }
    }

    /// The keys that have to go with it, and those that may; a `note` goes with any.
    #[must_use]
    pub const fn keys(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::InPlace | Self::Chosen => (&["law", "section", "since"], &[]),
            Self::Partial => (&["law", "section", "since", "there", "missing"], &[]),
            Self::Missing => (&[], &["plan"]),
            Self::Reserved => (&["reservation"], &["notified"]),
            Self::NotApplicable => (&["why"], &[]),
            Self::NotChosen | Self::NotAnswered => (&[], &[]),
        }
    }
}

/// An answer and what its author adds for readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// A remark of the author.
    pub note: Option<String>,
}

/// One State's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The State.
    pub state: StateCode,
    /// Its name.
    pub name: String,
    /// The day that the answers are true of.
    pub date: Date,
    /// Who answered.
    pub author: String,
    /// What the author says of the whole.
    pub note: Option<String>,
    answers: BTreeMap<Code, Answered>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    state: Spanned<StateCode>,
    name: Spanned<String>,
    instrument: Spanned<Code>,
    date: Day,
    author: Spanned<String>,
    note: Option<Spanned<String>>,
    #[serde(default)]
    answer: Vec<Spanned<Row>>,
}

/// A day as people write it.
#[derive(Clone, Copy)]
struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(|_| {
            let short: String = text.chars().take(32).collect();
            serde::de::Error::custom(format!("`{short}` is not a day; write it as \"2026-11-22\""))
        })
    }
}

/// An answer as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    question: Code,
    status: Status,
    law: Option<String>,
    section: Option<String>,
    since: Option<Day>,
    there: Option<String>,
    missing: Option<String>,
    plan: Option<String>,
    reservation: Option<String>,
    notified: Option<Day>,
    why: Option<String>,
    note: Option<String>,
}

impl Assessment {
    /// Reads the text of `file` strictly, as answers to these questions.
    pub fn parse(file: &str, text: &str, questions: &Questions) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        let instrument = written.instrument.get_ref();
        if instrument != questions.instrument() {
            let what = format!("the questions are those of `{}`", questions.instrument());
            return Err(page.fault(written.instrument.span().start, what));
        }
        for value in [Some(&written.name), Some(&written.author), written.note.as_ref()] {
            let Some(value) = value else { continue };
            let wrong = |what| page.fault(value.span().start, what);
            readable(value.get_ref()).map_err(wrong)?;
        }
        let Day(date) = written.date;
        let mut answers = BTreeMap::new();
        for row in &written.answer {
            let answered = settle(page, row, questions, date)?;
            let (at, code) = (row.span().start, &row.get_ref().question);
            if answers.insert(code.clone(), answered).is_some() {
                let what = format!("`{code}` was answered before; keep one of the two");
                return Err(page.fault_at(at, "question", what));
            }
        }
        Ok(Self {
            state: *written.state.get_ref(),
            name: written.name.into_inner(),
            date,
            author: written.author.into_inner(),
            note: written.note.map(Spanned::into_inner),
            answers,
        })
    }

    /// The answer to a question, if one was given.
    pub fn answer(&self, question: &Code) -> Option<&Answered> {
        self.answers.get(question)
    }
}

/// Whether people can read it: something, not too much, and nothing that hides.
fn readable(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("it is empty; write it, or leave the key out".to_owned());
    }
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(format!("longer than {TEXT_CHARS_MAX} characters; keep the rest in an annex"));
    }
    match text.chars().find(|c| hides(*c)) {
        None => Ok(()),
        Some(c) => {
            Err(format!("the character U+{:04X} cannot be shown; take it out", u32::from(c)))
        }
    }
}

/// Control characters, and marks that turn the order of what is read.
fn hides(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n' && c != '\t')
}

fn settle(
    page: Page<'_>,
    placed: &Spanned<Row>,
    questions: &Questions,
    date: Date,
) -> Result<Answered, LawError> {
    let (at, row) = (placed.span().start, placed.get_ref());
    let Some(question) = questions.question(&row.question) else {
        let instrument = questions.instrument();
        let what =
            format!("`{}` is no question of `{instrument}`; the template has all", row.question);
        return Err(page.fault_at(at, "question", what));
    };
    fitting(page, at, row, question)?;
    row.check_keys().map_err(|(key, what)| page.fault_at(at, key, what))?;
    for (key, text) in row.texts() {
        let Some(text) = text else { continue };
        readable(text).map_err(|what| page.fault_at(at, key, format!("`{key}`: {what}")))?;
    }
    for (key, day) in [("since", row.since), ("notified", row.notified)] {
        if day.is_some_and(|Day(day)| day > date) {
            let what = format!("`{key}` is after {date}, the day that the answers are true of");
            return Err(page.fault_at(at, key, what));
        }
    }
    let answer = row.answer().ok_or_else(|| page.fault(at, "the answer is not complete"))?;
    Ok(Answered { answer, note: row.note.clone() })
}

/// Whether a question can be answered with this status.
fn fitting(page: Page<'_>, at: usize, row: &Row, question: &Question) -> Result<(), LawError> {
    let (status, code) = (row.status, &question.code);
    let force = question.force();
    let wrong = |what: String| Err(page.fault_at(at, "status", what));
    if !status.fits(force) {
        let fits = Status::ALL.iter().filter(|status| status.fits(force));
        let modality = question.modality;
        return wrong(format!("`{code}` is a `{modality}`; its answers are {}", list(fits)));
    }
    if status == Status::Reserved && question.reservable.is_none() {
        let at = &question.provision;
        return wrong(format!("the instrument allows no reservation on `{code}`, {at}"));
    }
    if status == Status::NotApplicable && question.condition.is_none() {
        return wrong(format!("`{code}` arises for every State: it has no condition"));
    }
    Ok(())
}

impl Row {
    fn texts(&self) -> [(&'static str, Option<&String>); 8] {
        [
            ("law", self.law.as_ref()),
            ("section", self.section.as_ref()),
            ("there", self.there.as_ref()),
            ("missing", self.missing.as_ref()),
            ("plan", self.plan.as_ref()),
            ("reservation", self.reservation.as_ref()),
            ("why", self.why.as_ref()),
            ("note", self.note.as_ref()),
        ]
    }

    /// Whether the keys are those of the status; else the key and what is wrong with it.
    fn check_keys(&self) -> Result<(), (&'static str, String)> {
        let status = self.status;
        let (needed, allowed) = status.keys();
        let days = [("since", self.since.is_some()), ("notified", self.notified.is_some())];
        let texts = self.texts().map(|(key, text)| (key, text.is_some()));
        for (key, given) in texts.into_iter().chain(days) {
            if needed.contains(&key) && !given {
                return Err(("status", format!("`{status}` needs {}", list(needed.iter()))));
            }
            let fits = key == "note" || needed.contains(&key) || allowed.contains(&key);
            if given && !fits {
                return Err((key, format!("`{key}` does not go with `{status}`")));
            }
        }
        Ok(())
    }

    fn reference(&self) -> Option<Reference> {
        let (law, section) = (self.law.clone()?, self.section.clone()?);
        let Day(since) = self.since?;
        Some(Reference { law, section, since })
    }

    /// The answer; none where a key is missing, which `check_keys` finds first.
    fn answer(&self) -> Option<Answer> {
        Some(match self.status {
            Status::InPlace => Answer::InPlace { reference: self.reference()? },
            Status::Partial => Answer::Partial {
                reference: self.reference()?,
                there: self.there.clone()?,
                missing: self.missing.clone()?,
            },
            Status::Missing => Answer::Missing { plan: self.plan.clone() },
            Status::Reserved => Answer::Reserved {
                reservation: self.reservation.clone()?,
                notified: self.notified.map(|Day(day)| day),
            },
            Status::NotApplicable => Answer::NotApplicable { why: self.why.clone()? },
            Status::Chosen => Answer::Chosen { reference: self.reference()? },
            Status::NotChosen => Answer::NotChosen,
            Status::NotAnswered => Answer::NotAnswered,
        })
    }
}
