// SPDX-License-Identifier: EUPL-1.2
//! A shift, and how it is handed over: what ends soon, what was promised on the telephone, what
//! waits on whom, what changed. The successor signs for it.

use std::collections::BTreeMap;

use comity_domain::id::{OfficerId, RequestId, StateCode};
use comity_domain::request::Detail;
use comity_domain::role::Role;
use comity_policy::{Action, DeskAct};
use comity_store::{Filter, Order, Page};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::request::list::line;
use crate::view::Line;
use crate::{Error, Node, Officer, Owed};

/// The journal's kinds: of what is left to a successor, and of what a successor signed for.
const LEFT: &str = "shift-left";
const TAKEN: &str = "shift-taken";

/// How long a shift is taken to be where none was ever handed over.
const FIRST_SHIFT: SignedDuration = SignedDuration::from_hours(12);

/// What ends within this time is told to the successor.
const SOON: SignedDuration = SignedDuration::from_hours(24);

/// How long a promise that was not kept in time is still told.
const OWED: i64 = 7;
/// How far ahead promises are looked for.
const PROMISED: i64 = 31;

/// LIMIT: lines of each part: more than a hundred is no hand-over but a docket.
const LINES_MAX: u32 = 100;

/// LIMIT: letters of what one leaves to a successor.
const REMARKS_LETTERS_MAX: usize = 4_000;

/// LIMIT: shifts that are shown.
const SHIFTS_MAX: u32 = 30;

/// What is left to a successor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Left {
    by: OfficerId,
    remarks: String,
}

/// What a successor signed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Taken {
    by: OfficerId,
    /// From whom; nobody where the shift was left without a word.
    from: Option<OfficerId>,
    remarks: String,
    since: Timestamp,
    clocks: u32,
    promises: u32,
    changed: u32,
}

/// Something that was promised on the telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The request.
    pub request: RequestId,
    /// This State's reference.
    pub reference: Option<String>,
    /// Until when it was promised.
    pub until: Timestamp,
    /// To which office, and what.
    pub to: String,
    /// What was said.
    pub text: String,
}

/// How much waits on somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// The State.
    pub state: StateCode,
    /// Its office, if one is named.
    pub role: Option<Role>,
    /// How many requests.
    pub requests: u32,
}

/// A shift that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// When it was signed for.
    pub at: Timestamp,
    /// By whom.
    pub by: OfficerId,
    /// From whom; nobody where it was left without a word.
    pub from: Option<OfficerId>,
    /// What was left to be said.
    pub remarks: String,
}

/// The shift that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Since when.
    pub since: Timestamp,
    /// What ends within a day, or is late.
    pub clocks: Vec<Line>,
    /// What was promised.
    pub promises: Vec<Promise>,
    /// What was approved by telephone and is not confirmed.
    pub spoken: Vec<Owed>,
    /// What waits on whom.
    pub waiting: Vec<Waiting>,
    /// What changed.
    pub changed: Vec<Line>,
    /// Who wants to hand it over, when, and what they leave to be said.
    pub left: Option<(OfficerId, Timestamp, String)>,
    /// Shifts before it, the newest first.
    pub before: Vec<HandedOver>,
}

impl Node {
    /// The shift that goes on, for an officer of the desk.
    pub async fn shift(&self, officer: &Officer) -> Result<Shift, Error> {
        self.may(officer, Action::Desk(DeskAct::Look))?;
        self.may_search(officer)?;
        let now = self.clock.now();
        let before = self.journal_read::<Taken>(TAKEN, None, SHIFTS_MAX).await?;
        let first = now.saturating_sub(FIRST_SHIFT).unwrap_or(now);
        let since = before.first().map_or(first, |taken| taken.at);
        let left = self.journal_read::<Left>(LEFT, None, 1).await?.pop();
        let last = before.first().map_or(0, |taken| taken.number);
        let left = left.filter(|left| left.number > last);
        let soon = Some(now.saturating_add(SOON).unwrap_or(now));
        let ending = Filter { due_before: soon, ..Filter::current() };
        let changed = Filter { changed_since: Some(since), ..Filter::current() };
        Ok(Shift {
            since,
            clocks: self.lines(ending, Order::Due).await?,
            promises: self.promises(officer, now).await?,
            spoken: self.owed_words(None).await?,
            waiting: self.waits_on().await?,
            changed: self.lines(changed, Order::Changed).await?,
            left: left.map(|line| (line.is.by, line.at, line.is.remarks)),
            before: before
                .into_iter()
                .map(|line| HandedOver {
                    at: line.at,
                    by: line.is.by,
                    from: line.is.from,
                    remarks: line.is.remarks,
                })
                .collect(),
        })
    }

    /// Leaves the shift to whoever takes it over, with what is to be said.
    pub async fn leave_shift(&self, officer: &Officer, remarks: &str) -> Result<(), Error> {
        self.may(officer, Action::Desk(DeskAct::HandOver))?;
        let remarks = remarks.trim();
        if remarks.chars().count() > REMARKS_LETTERS_MAX {
            return Err(Error::conflict(format!(
                "what is left to be said has at most {REMARKS_LETTERS_MAX} letters: put what \
                 belongs to a request into its file, as a note"
            )));
        }
        self.journal_write(LEFT, &Left { by: officer.id, remarks: remarks.to_owned() }).await?;
        self.desk_changed();
        Ok(())
    }

    /// Takes the shift over: the officer has seen what is open, and has duty from now on.
    pub async fn take_shift(&self, officer: &Officer) -> Result<(), Error> {
        self.may(officer, Action::Desk(DeskAct::HandOver))?;
        let shift = self.shift(officer).await?;
        if shift.left.as_ref().is_some_and(|(by, ..)| *by == officer.id) {
            return Err(Error::conflict(
                "you left this shift yourself: it is your successor who signs for it",
            ));
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let taken = Taken {
            by: officer.id,
            from: shift.left.as_ref().map(|(by, ..)| *by),
            remarks: shift.left.map(|(.., remarks)| remarks).unwrap_or_default(),
            since: shift.since,
            clocks: count(shift.clocks.len()),
            promises: count(shift.promises.len()),
            changed: count(shift.changed.len()),
        };
        self.journal_write(TAKEN, &taken).await?;
        self.desk_changed();
        Ok(())
    }

    async fn lines(&self, filter: Filter, order: Order) -> Result<Vec<Line>, Error> {
        let rows = self.store.list(filter, Page::first(order, LINES_MAX)).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// What waits on whom: offices of this State first, then the other States.
    async fn waits_on(&self) -> Result<Vec<Waiting>, Error> {
        let page = Page::first(Order::Due, comity_store::list::PAGE_MAX);
        let rows = self.store.list(Filter::current(), page).await?;
        let mut counts: BTreeMap<(bool, StateCode, Option<Role>), u32> = BTreeMap::new();
        for row in rows {
            let Some((side, role)) = row.owner else { continue };
            let ours = side == row.side;
            let state = if ours { self.state } else { row.peer };
            // Which office of another State it is, is that State's.
            *counts.entry((!ours, state, role.filter(|_| ours))).or_default() += 1;
        }
        let waiting = counts.into_iter();
        Ok(waiting.map(|((_, state, role), requests)| Waiting { state, role, requests }).collect())
    }

    /// What was promised on the telephone and is due about now.
    async fn promises(&self, officer: &Officer, now: Timestamp) -> Result<Vec<Promise>, Error> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let first = today.saturating_sub(OWED.days());
        let mut promises = Vec::new();
        for day in
            first.series(1.day()).take_while(|day| *day <= today.saturating_add(PROMISED.days()))
        {
            for id in self.store.find(self.identity().term(&promise_term(day))).await? {
                let open = self.take_known(id).await?;
                let Some(request) = open.request() else { continue };
                // Who may not read the file hears nothing of what was said in it.
                if self.may_read(officer, request).is_err() {
                    continue;
                }
                let reference = request.reference.map(|reference| reference.to_string());
                for (stepped, detail) in self.steps(&open, id, "step.phone.note").await? {
                    let until = stepped.facts.until.map(|until| until.at);
                    let (Some(until), Some(Detail::Call(call))) = (until, detail) else { continue };
                    if until.to_zoned(TimeZone::UTC).date() == day {
                        let (to, text) = (call.office, call.text);
                        let reference = reference.clone();
                        promises.push(Promise { request: id, reference, until, to, text });
                    }
                }
            }
        }
        promises.sort_by_key(|promise| promise.until);
        promises.truncate(LINES_MAX as usize);
        Ok(promises)
    }
}

/// The text under which a request is found by the day on which a promise is due.
pub(crate) fn promise_term(day: Date) -> String {
    format!("promised {day}")
}
