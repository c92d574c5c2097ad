// SPDX-License-Identifier: EUPL-1.2
//! The file of a register as it is written, and the checks that need no other file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{Certainty, Event, EventKind, Register, Remark, Said, Witness};
use crate::id::{Code, Digest, StateCode};
use crate::law::load::Page;
use crate::law::{Dated, LawError, list};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    instrument: Code,
    as_of: Date,
    source: Vec<Spanned<Witness>>,
    #[serde(default)]
    remark: Vec<Spanned<Remark>>,
    #[serde(default)]
    event: Vec<Spanned<Event>>,
    #[serde(default)]
    said: Vec<Spanned<Said>>,
}

/// What a row claims: where it is, how sure, by which source.
type Claimed<'a> = (usize, Certainty, &'a str);

impl Written {
    pub(super) fn check(&self, page: Page<'_>) -> Result<(), LawError> {
        self.check_sources(page)?;
        self.check_days(page)?;
        self.check_order(page)?;
        for row in &self.said {
            if row.get_ref().provisions.is_empty() {
                let what = "name the provisions that it is about";
                return Err(page.fault_at(row.span().start, "provisions", what));
            }
        }
        Ok(())
    }

    fn claimed(&self) -> impl Iterator<Item = Claimed<'_>> {
        let remarks = self.remark.iter().map(|row| {
            let (at, row) = (row.span().start, row.get_ref());
            (at, row.certainty, row.source.as_str())
        });
        let events = self.event.iter().map(|row| {
            let (at, row) = (row.span().start, row.get_ref());
            (at, row.certainty, row.source.as_str())
        });
        let said = self.said.iter().map(|row| {
            let (at, row) = (row.span().start, row.get_ref());
            (at, row.certainty, row.source.as_str())
        });
        remarks.chain(events).chain(said)
    }

    /// A row names a source, and claims no more than that gives.
    fn check_sources(&self, page: Page<'_>) -> Result<(), LawError> {
        let mut known = BTreeMap::new();
        for row in &self.source {
            let (at, row) = (row.span().start, row.get_ref());
            if known.insert(row.id.as_str(), row.gives).is_some() {
                return Err(page.fault_at(at, "id", format!("source `{}` is there twice", row.id)));
            }
        }
        for (at, certainty, source) in self.claimed() {
            let Some(gives) = known.get(source) else {
                let what = format!("`{source}` is no source; known are {}", list(known.keys()));
                return Err(page.fault_at(at, "source", what));
            };
            if certainty < *gives {
                let what = format!("claims `{certainty}`, but `{source}` gives `{gives}`");
                return Err(page.fault_at(at, "certainty", what));
            }
        }
        Ok(())
    }

    /// Nothing is told of a day after the snapshot's.
    fn check_days(&self, page: Page<'_>) -> Result<(), LawError> {
        let events = self.event.iter().map(|row| (row.span().start, row.get_ref().when));
        let said = self.said.iter().map(|row| (row.span().start, row.get_ref().when));
        match events.chain(said).find(|(_, when)| when.last() > self.as_of) {
            None => Ok(()),
            Some((at, when)) => {
                let what = format!("{when} is after {}, up to which this file tells", self.as_of);
                Err(page.fault_at(at, "when", what))
            }
        }
    }

    /// Each thing is done once; who accedes did not sign, who ratifies did; who leaves had joined.
    fn check_order(&self, page: Page<'_>) -> Result<(), LawError> {
        let mut signed: BTreeMap<StateCode, Dated> = BTreeMap::new();
        let mut joined = BTreeSet::new();
        let mut left = BTreeSet::new();
        for row in &self.event {
            let (at, row) = (row.span().start, row.get_ref());
            let state = row.state;
            let fault = match row.kind {
                EventKind::Signature if signed.insert(state, row.when).is_some() => {
                    Some(format!("`{state}` signed already"))
                }
                EventKind::Denunciation if !joined.contains(&state) => {
                    Some(format!("`{state}` has not joined: its instrument stands first"))
                }
                EventKind::Denunciation if !left.insert(state) => {
                    Some(format!("`{state}` left already"))
                }
                EventKind::Signature | EventKind::Denunciation => None,
                EventKind::Accession if signed.contains_key(&state) => {
                    Some(format!("`{state}` signed: it ratifies, accepts or approves"))
                }
                EventKind::Ratification | EventKind::Acceptance | EventKind::Approval
                    if signed.get(&state).is_none_or(|day| row.when.last() < day.first()) =>
                {
                    Some(format!("`{state}` has not signed: its signature stands first"))
                }
                _ if !joined.insert(state) => Some(format!("`{state}` joined already")),
                _ => None,
            };
            if let Some(what) = fault {
                return Err(page.fault_at(at, "kind", what));
            }
        }
        Ok(())
    }

    pub(super) fn settle(self, file: &str, digest: Digest) -> Register {
        let plain = |rows: Vec<Spanned<Event>>| -> Vec<Event> {
            rows.into_iter().map(Spanned::into_inner).collect()
        };
        let events = plain(self.event);
        let mut by_state: BTreeMap<StateCode, Vec<usize>> = BTreeMap::new();
        for (at, event) in events.iter().enumerate() {
            by_state.entry(event.state).or_default().push(at);
        }
        Register {
            file: file.to_owned(),
            digest,
            instrument: self.instrument,
            as_of: self.as_of,
            sources: self.source.into_iter().map(Spanned::into_inner).collect(),
            remarks: self.remark.into_iter().map(Spanned::into_inner).collect(),
            events,
            said: self.said.into_iter().map(Spanned::into_inner).collect(),
            by_state,
        }
    }
}
