// SPDX-License-Identifier: EUPL-1.2
//! The report: every question with its answer, counts by chapter, what is to be done and notified.
//!
//! It is a pure function of the instrument, the questions and the answers; the day is in the
//! answers. Counts are all it draws from them: no State is given a grade.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::answers::{Answer, Answered, Assessment, Reference, Status};
use super::questions::{Force, Question, Questions};
use super::todo::{Assistance, Round, assistance, rounds};
use crate::codes;
use crate::id::{Code, Digest, Provision, StateCode};
use crate::law::{Checked, Instrument, Modality, Notification, Source};

codes! {
    /// How a notification stands.
    pub enum NoticeState is "how a notification stands" {
        /// It is owed.
        Due = "due",
        /// A part of it was made.
        InPart = "in-part",
        /// Nothing was said of it.
        Unknown = "unknown",
        /// It was made.
        Made = "made",
        /// It does not arise for this State.
        NotNeeded = "not-needed",
        /// It comes with an event.
        OnEvent = "on-event",
    }
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
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
    /// The instrument.
    pub instrument: Code,
    /// Its title.
    pub title: String,
    /// Its digest: the rows that this report rests on.
    pub law: Digest,
    /// The digest of the questions.
    pub questions: Digest,
    /// Counts by chapter, in order; chapters that ask nothing are left out.
    pub chapters: Vec<Tally>,
    /// The counts of all chapters.
    pub total: Tally,
    /// Article by article.
    pub articles: Vec<ArticleReport>,
    /// What is to be done next: obligations, efforts, choices.
    pub next: Vec<Round>,
    /// Where technical assistance fits.
    pub assistance: Vec<Assistance>,
    /// What is notified to the Secretary-General.
    pub notices: Vec<Notice>,
    /// How well the questions were checked.
    pub compared: Compared,
    /// What they were compared with.
    pub sources: Vec<Source>,
}

/// How often each status was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<Status, u32>);

impl Counts {
    /// How often this one.
    #[must_use]
    pub fn of(&self, status: Status) -> u32 {
        self.0.get(&status).copied().unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.0.values().sum()
    }

    fn count(&mut self, status: Status) {
        let count = self.0.entry(status).or_default();
        *count = count.saturating_add(1);
    }
}

/// Counts of a chapter, apart by how far the questions bind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The chapter's number; empty for the total.
    pub chapter: String,
    /// Its title; empty for the total.
    pub title: String,
    /// What the State must.
    pub obligations: Counts,
    /// What it must try or consider.
    pub efforts: Counts,
    /// What it may.
    pub choices: Counts,
}

impl Tally {
    /// The counts of one force.
    #[must_use]
    pub fn of(&self, force: Force) -> &Counts {
        match force {
            Force::Obligation => &self.obligations,
            Force::Effort => &self.efforts,
            Force::Choice => &self.choices,
        }
    }

    fn count(&mut self, force: Force, status: Status) {
        match force {
            Force::Obligation => self.obligations.count(status),
            Force::Effort => self.efforts.count(status),
            Force::Choice => self.choices.count(status),
        }
    }
}

/// One article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleReport {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub rows: Vec<RowReport>,
}

/// One question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowReport {
    /// The question.
    pub question: Code,
    /// Where it stands.
    pub provision: Provision,
    /// How strongly it binds.
    pub modality: Modality,
    /// What the State must or may have.
    pub text: String,
    /// When it arises at all.
    pub condition: Option<String>,
    /// The answer.
    pub answer: Answer,
    /// What its author adds.
    pub remark: Option<String>,
    /// How well the question was checked.
    pub checked: Checked,
    /// Against what.
    pub source: String,
    /// Our own remark on the question.
    pub note: Option<String>,
}

/// A notification and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its code.
    pub code: Code,
    /// Where it is asked for.
    pub provision: Provision,
    /// What is notified.
    pub text: String,
    /// When.
    pub when: String,
    /// How it stands.
    pub state: NoticeState,
    /// By what it was made, as far as it was.
    pub made: Option<Reference>,
    /// Since when a reservation is notified.
    pub notified: Option<Date>,
    /// How well the row was checked.
    pub checked: Checked,
    /// Against what.
    pub source: String,
}

/// How many questions were compared with what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// With the instrument's own wording.
    pub text: u32,
    /// With the wording of an older treaty.
    pub parent: u32,
    /// With nothing, or with secondary sources.
    pub memory: u32,
}

/// A question with its answer.
pub(super) type Paired<'a> = (&'a Question, &'a Answer);

impl Report {
    /// Holds the answers against the questions.
    #[must_use]
    pub fn new(instrument: &Instrument, questions: &Questions, assessment: &Assessment) -> Self {
        let paired: Vec<Paired<'_>> =
            questions.questions().iter().map(|q| (q, answer_to(assessment, q))).collect();
        let (chapters, total) = tallies(instrument, &paired);
        Self {
            state: assessment.state,
            name: assessment.name.clone(),
            date: assessment.date,
            author: assessment.author.clone(),
            note: assessment.note.clone(),
            instrument: instrument.code().clone(),
            title: instrument.title().to_owned(),
            law: instrument.digest(),
            questions: questions.digest(),
            chapters,
            total,
            articles: articles(instrument, &paired, assessment),
            next: rounds(instrument, questions, &paired),
            assistance: assistance(questions, &paired),
            notices: notices(instrument, questions, &paired),
            compared: Compared::of(questions),
            sources: instrument.sources().cloned().collect(),
        }
    }
}

const UNANSWERED: &Answer = &Answer::NotAnswered;

fn answer_to<'a>(assessment: &'a Assessment, question: &Question) -> &'a Answer {
    assessment.answer(&question.code).map_or(UNANSWERED, |Answered { answer, .. }| answer)
}

impl Compared {
    fn of(questions: &Questions) -> Self {
        let mut compared = Self::default();
        for question in questions.questions() {
            let count = match question.checked {
                Checked::Text => &mut compared.text,
                Checked::Parent => &mut compared.parent,
                Checked::Memory => &mut compared.memory,
            };
            *count = count.saturating_add(1);
        }
        compared
    }
}

fn tallies(instrument: &Instrument, paired: &[Paired<'_>]) -> (Vec<Tally>, Tally) {
    let mut total = Tally::default();
    let mut chapters: Vec<Tally> = instrument
        .chapters()
        .iter()
        .map(|chapter| Tally {
            chapter: chapter.number.clone(),
            title: chapter.title.clone(),
            ..Tally::default()
        })
        .collect();
    for (question, answer) in paired {
        let (force, status) = (question.force(), answer.status());
        total.count(force, status);
        let article = instrument.article(question.provision.article());
        let place = article.and_then(|a| chapters.iter_mut().find(|c| c.chapter == a.chapter));
        if let Some(chapter) = place {
            chapter.count(force, status);
        }
    }
    chapters.retain(|c| Force::ALL.iter().any(|force| c.of(*force).all() > 0));
    (chapters, total)
}

fn articles(
    instrument: &Instrument,
    paired: &[Paired<'_>],
    assessment: &Assessment,
) -> Vec<ArticleReport> {
    let of = |number: u16| {
        let here = paired.iter().filter(move |(q, _)| q.provision.article() == number);
        here.map(|(question, answer)| row(question, answer, assessment)).collect::<Vec<_>>()
    };
    let all = instrument.articles().iter().map(|article| ArticleReport {
        number: article.number,
        title: article.title.clone(),
        rows: of(article.number),
    });
    all.filter(|article| !article.rows.is_empty()).collect()
}

fn row(question: &Question, answer: &Answer, assessment: &Assessment) -> RowReport {
    RowReport {
        question: question.code.clone(),
        provision: question.provision.clone(),
        modality: question.modality,
        text: question.text.clone(),
        condition: question.condition.clone(),
        answer: answer.clone(),
        remark: assessment.answer(&question.code).and_then(|given| given.note.clone()),
        checked: question.checked,
        source: question.source.clone(),
        note: question.note.clone(),
    }
}

fn notices(instrument: &Instrument, questions: &Questions, paired: &[Paired<'_>]) -> Vec<Notice> {
    let mut all: Vec<Notice> =
        instrument.notifications().iter().map(|row| notice(row, questions, paired)).collect();
    // What is owed stands first; otherwise the order of the instrument.
    all.sort_by_key(|notice| notice.state);
    all
}

fn notice(row: &Notification, questions: &Questions, paired: &[Paired<'_>]) -> Notice {
    let asked = paired.iter().find(|(q, _)| q.notification.as_ref() == Some(&row.code));
    let (state, made, notified) = match asked {
        Some((_, answer)) => asked_notice(answer),
        None if questions.on_event(&row.code) => (NoticeState::OnEvent, None, None),
        None => reserved_notice(row, paired),
    };
    Notice {
        code: row.code.clone(),
        provision: row.provision.clone(),
        text: row.text.clone(),
        when: row.when.clone(),
        state,
        made,
        notified,
        checked: row.checked,
        source: row.source.clone(),
    }
}

fn asked_notice(answer: &Answer) -> (NoticeState, Option<Reference>, Option<Date>) {
    match answer {
        Answer::InPlace { reference } | Answer::Chosen { reference } => {
            (NoticeState::Made, Some(reference.clone()), None)
        }
        Answer::Partial { reference, .. } => (NoticeState::InPart, Some(reference.clone()), None),
        Answer::Missing { .. } => (NoticeState::Due, None, None),
        Answer::NotAnswered => (NoticeState::Unknown, None, None),
        Answer::NotApplicable { .. } | Answer::NotChosen | Answer::Reserved { .. } => {
            (NoticeState::NotNeeded, None, None)
        }
    }
}

/// A reservation is notified by who makes it.
fn reserved_notice(
    row: &Notification,
    paired: &[Paired<'_>],
) -> (NoticeState, Option<Reference>, Option<Date>) {
    let reserved: Vec<Option<Date>> = paired
        .iter()
        .filter(|(question, _)| question.reservable.as_ref() == Some(&row.provision))
        .filter_map(|(_, answer)| match answer {
            Answer::Reserved { notified, .. } => Some(*notified),
            _ => None,
        })
        .collect();
    let made = reserved.iter().flatten().count();
    let state = match made {
        _ if reserved.is_empty() => NoticeState::NotNeeded,
        0 => NoticeState::Due,
        some if some < reserved.len() => NoticeState::InPart,
        _ => NoticeState::Made,
    };
    (state, None, reserved.into_iter().flatten().max())
}
