// SPDX-License-Identifier: EUPL-1.2
//! What an instrument asks of a State's own law and institutions: a file of `law/questions/`.
//!
//! A question is one element of an article that a State must have, must try or consider, or may
//! choose. It says how well it was checked, as every row of the law does, against the sources of
//! its instrument.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::codes;
use crate::id::{Code, Digest, Provision};
use crate::law::load::{Known, Page, Placed, Reference, Row, placed};
use crate::law::{Checked, Instrument, LawError, Modality};

/// The questions that ship with the program: file and text.
pub const QUESTIONS: &[(&str, &str)] =
    &[("law/questions/uncc.toml", include_str!("../../../../../law/questions/uncc.toml"))];

codes! {
    /// How far a question binds; what is counted apart.
    pub enum Force is "how far a question binds" {
        /// The State must.
        Obligation = "obligation",
        /// The State must try, or consider.
        Effort = "effort",
        /// The State may.
        Choice = "choice",
    }
}

/// One element of an article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its code, which an answer names.
    pub code: Code,
    /// Where it stands.
    pub provision: Provision,
    /// How strongly it binds.
    pub modality: Modality,
    /// What the State must or may have, in our own words.
    pub text: String,
    /// When the question arises at all; always, unless there is a condition.
    pub condition: Option<String>,
    /// The reservation that the instrument allows on it.
    pub reservable: Option<Provision>,
    /// What is notified by it.
    pub notification: Option<Code>,
    /// Its place in the order of what to do next.
    pub stage: Code,
    /// The kinds of technical assistance that fit a gap.
    pub help: Vec<Code>,
    /// How well it was checked.
    pub checked: Checked,
    /// Against what: the name of a source, then the place in it.
    pub source: String,
    /// A remark for people.
    pub note: Option<String>,
}

/// A place in the order of what to do next. The order of the file is the order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its code.
    pub code: Code,
    /// What it is called.
    pub title: String,
    /// Why it stands where it stands: our own judgement.
    pub why: String,
}

/// A kind of technical assistance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// Its code.
    pub code: Code,
    /// Where the instrument speaks of it.
    pub provision: Provision,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub text: String,
    /// How well it was checked.
    pub checked: Checked,
    /// Against what.
    pub source: String,
}

impl Question {
    /// How far it binds.
    #[must_use]
    pub fn force(&self) -> Force {
        match self.modality {
            Modality::Shall => Force::Obligation,
            Modality::ShallEndeavour | Modality::ShallConsider => Force::Effort,
            Modality::May => Force::Choice,
        }
    }
}

impl Row for Question {
    fn table(&self) -> &'static str {
        "question"
    }

    fn names(&self) -> Vec<String> {
        vec![self.code.to_string()]
    }

    fn standing(&self) -> Option<(Checked, &str)> {
        Some((self.checked, &self.source))
    }

    fn references(&self) -> Vec<Reference> {
        let help = self.help.iter().map(Code::to_string).collect();
        vec![("stage", "stage", vec![self.stage.to_string()]), ("help", "help", help)]
    }
}

impl Row for Stage {
    fn table(&self) -> &'static str {
        "stage"
    }

    fn names(&self) -> Vec<String> {
        vec![self.code.to_string()]
    }

    fn standing(&self) -> Option<(Checked, &str)> {
        None
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }
}

impl Row for Help {
    fn table(&self) -> &'static str {
        "help"
    }

    fn names(&self) -> Vec<String> {
        vec![self.code.to_string()]
    }

    fn standing(&self) -> Option<(Checked, &str)> {
        Some((self.checked, &self.source))
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    instrument: Spanned<Code>,
    events: Spanned<Vec<Code>>,
    stage: Vec<Spanned<Stage>>,
    help: Vec<Spanned<Help>>,
    question: Vec<Spanned<Question>>,
}

/// All that one instrument asks of a State.
#[derive(Debug, Clone)]
pub struct Questions {
    file: String,
    digest: Digest,
    instrument: Code,
    events: BTreeSet<Code>,
    stages: Vec<Stage>,
    helps: Vec<Help>,
    asked: Vec<Question>,
    places: BTreeMap<Code, usize>,
}

impl Questions {
    /// Reads the text of `file` strictly, and holds it against its instrument: one of these.
    pub fn parse<'a>(
        file: &str,
        text: &str,
        instruments: impl Iterator<Item = &'a Instrument>,
    ) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        let code = written.instrument.get_ref();
        let at = written.instrument.span().start;
        let mut instruments = instruments;
        let instrument = instruments
            .find(|i| i.code() == code)
            .ok_or_else(|| page.fault(at, format!("`{code}` is no instrument that was loaded")))?;
        written.check(page, instrument)?;
        Ok(written.settle(file, Digest::of(text.as_bytes())))
    }

    /// The file it was loaded under.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// SHA-256 of the file's octets.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The instrument that asks.
    pub fn instrument(&self) -> &Code {
        &self.instrument
    }

    /// Every question, by article, in the order of the file within one.
    pub fn questions(&self) -> &[Question] {
        &self.asked
    }

    /// The question with this code.
    pub fn question(&self, code: &Code) -> Option<&Question> {
        self.asked.get(*self.places.get(code)?)
    }

    /// The stages, in the order of what to do next.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The kinds of technical assistance, in the order of the file.
    pub fn helps(&self) -> &[Help] {
        &self.helps
    }

    /// Whether this is notified when something happens, not by having a law.
    pub fn on_event(&self, notification: &Code) -> bool {
        self.events.contains(notification)
    }
}

impl Written {
    fn check(&self, page: Page<'_>, instrument: &Instrument) -> Result<(), LawError> {
        let rows: Vec<Placed<'_>> =
            placed(&self.stage).chain(placed(&self.help)).chain(placed(&self.question)).collect();
        let known = Known::collect(page, &rows)?;
        let sources = instrument.sources().map(|source| (source.id.as_str(), source)).collect();
        known.verify(page, &rows, &sources)?;
        for row in &self.help {
            check_place(page, row.span().start, &row.get_ref().provision, instrument)?;
        }
        for row in &self.question {
            check_question(page, row, instrument)?;
        }
        self.check_notifications(page, instrument)
    }

    /// Every notification of the instrument is asked about, belongs to a reservation, or comes with
    /// an event.
    fn check_notifications(&self, page: Page<'_>, instrument: &Instrument) -> Result<(), LawError> {
        let at = self.events.span().start;
        let events = self.events.get_ref();
        let known = instrument.notifications();
        if let Some(odd) = events.iter().find(|event| known.iter().all(|n| n.code != **event)) {
            let what = format!("`{odd}` is no notification of `{}`", instrument.code());
            return Err(page.fault(at, what));
        }
        let asked: BTreeSet<&Code> =
            self.question.iter().filter_map(|q| q.get_ref().notification.as_ref()).collect();
        let lost = known.iter().find(|n| {
            let reserved = instrument.reservable(&n.provision).is_some();
            !asked.contains(&n.code) && !events.contains(&n.code) && !reserved
        });
        match lost {
            None => Ok(()),
            Some(n) => {
                let what = format!("no question asks about the notification `{}`", n.code);
                Err(page.fault(at, what))
            }
        }
    }

    fn settle(self, file: &str, digest: Digest) -> Questions {
        let mut asked: Vec<Question> = self.question.into_iter().map(Spanned::into_inner).collect();
        asked.sort_by_key(|question| question.provision.article());
        let places = asked.iter().enumerate().map(|(n, q)| (q.code.clone(), n)).collect();
        Questions {
            file: file.to_owned(),
            digest,
            instrument: self.instrument.into_inner(),
            events: self.events.into_inner().into_iter().collect(),
            stages: self.stage.into_iter().map(Spanned::into_inner).collect(),
            helps: self.help.into_iter().map(Spanned::into_inner).collect(),
            asked,
            places,
        }
    }
}

fn check_place(
    page: Page<'_>,
    row: usize,
    provision: &Provision,
    instrument: &Instrument,
) -> Result<(), LawError> {
    if instrument.article(provision.article()).is_some() {
        return Ok(());
    }
    let what = format!("`{}` has no article {}", instrument.code(), provision.article());
    Err(page.fault_at(row, "provision", what))
}

fn check_question(
    page: Page<'_>,
    row: &Spanned<Question>,
    instrument: &Instrument,
) -> Result<(), LawError> {
    let (at, question) = (row.span().start, row.get_ref());
    check_place(page, at, &question.provision, instrument)?;
    if let Some(provision) = &question.reservable
        && instrument.reservable(provision).is_none()
    {
        let what = format!("`{}` allows no reservation under `{provision}`", instrument.code());
        return Err(page.fault_at(at, "reservable", what));
    }
    if let Some(code) = &question.notification
        && instrument.notifications().iter().all(|n| n.code != *code)
    {
        let what = format!("`{code}` is no notification of `{}`", instrument.code());
        return Err(page.fault_at(at, "notification", what));
    }
    if question.force() == Force::Choice && question.reservable.is_some() {
        let what = "a choice needs no reservation: the State leaves it";
        return Err(page.fault_at(at, "reservable", what));
    }
    Ok(())
}
