// SPDX-License-Identifier: EUPL-1.2
//! Emergencies after the event: the list that the oversight body reviews, and the figure that
//! anybody may read.
//!
//! An emergency is a request whose signed head says so, whatever its measure. The list has every
//! one, with how its validation stands, and nothing of its content. The figure is, for each other
//! State and year, how many of its requests said so; single years of few requests tell too much of
//! single persons, so small numbers are given as bounds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::request::{EXERCISE, Request};
use comity_domain::role::Side;
use comity_domain::workflow::{State, Workflow};
use comity_policy::Action;
use comity_store::{Filter, ListRow, Order, Page, Tally};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{Error, Node, Officer};

/// What a head says of its urgency.
const EMERGENCY: &str = "emergency";

// LIMIT: what a table shows of few is told of each. Requests are counted, and some are about the
// same person: ten stand for the five that statistics offices ask for.
/// A number of requests that is smaller is not told exactly.
pub const CELL_MIN: u64 = 10;

/// How long after its end a year is told of: what is pending then is mostly decided.
pub const EMBARGO: SignedDuration = SignedDuration::from_hours(90 * 24);

/// LIMIT: how long a figure is kept: to count anew reads every row, and anybody may ask.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// LIMIT: lines of one page: each request is opened.
const LINES_MAX: u32 = 100;

/// An emergency as the oversight body reviews it: no words, no identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmergencyView {
    /// The request.
    pub request: RequestId,
    /// This State's reference.
    pub ours: Option<String>,
    /// The other State's.
    pub theirs: Option<String>,
    /// The other State.
    pub peer: StateCode,
    /// Whether this State asks or is asked.
    pub side: Side,
    /// The measure.
    pub measure: Code,
    /// Whether `life` or `safety` was said to be in danger, where one was.
    pub danger: Option<Code>,
    /// When it was signed.
    pub asked: Timestamp,
    /// Where it stands.
    pub state: Code,
    /// Whether data were handed over.
    pub handed_over: bool,
    /// `none-owed`, `due`, `given`, `late` or `missing`.
    pub validation: &'static str,
    /// Until when it has to come, or had to.
    pub due: Option<Timestamp>,
}

/// The public figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FiguresView {
    /// The State whose figures they are.
    pub state: StateCode,
    /// Numbers below this are given as bounds.
    pub cell_min: u64,
    /// Days after its end at which a year is told of.
    pub embargo_days: i64,
    /// Year by year and State by State, the newest year first.
    pub figures: Vec<FigureView>,
}

/// The emergencies among the requests between two States in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// The year, UTC, in which the requests were made.
    pub year: i16,
    /// The other State.
    pub peer: StateCode,
    /// Whether that State asked (`received`) or was asked (`sent`).
    pub direction: &'static str,
    /// How many requests.
    pub requests: u64,
    /// At least so many of them were emergencies,
    pub emergencies_min: u64,
    /// and at most so many; the same where the number is told.
    pub emergencies_max: u64,
}

/// The figures as last counted.
#[derive(Default)]
pub(crate) struct Counted(Mutex<Option<(Timestamp, Vec<FigureView>)>>);

impl Node {
    /// Emergencies, the newest first, for the oversight body alone.
    pub async fn emergencies(
        &self,
        officer: &Officer,
        after: Option<RequestId>,
        limit: u32,
    ) -> Result<Vec<EmergencyView>, Error> {
        self.may(officer, Action::Review)?;
        let page = Page::first(Order::Newest, limit.clamp(1, LINES_MAX));
        let page = self.page_after(page, after).await?;
        let filter = Filter { urgency: EMERGENCY.parse().ok(), ..Filter::default() };
        let mut views = Vec::new();
        for row in self.store.list(filter, page).await? {
            let file = self.take_known(row.request).await?.request().cloned();
            views.extend(file.and_then(|file| view(&row, &file, self.clock.now())));
        }
        Ok(views)
    }

    /// What anybody may know: how often each State, and this one, said that it is an emergency.
    pub async fn public_figures(&self) -> Result<FiguresView, Error> {
        let now = self.clock.now();
        let kept = |(at, _): &(Timestamp, _)| *at <= now && now.duration_since(*at) < KEPT;
        let known = {
            let counted = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
            counted.clone().filter(kept)
        };
        let figures = if let Some((_, figures)) = known {
            figures
        } else {
            let figures = figures(self.store.tally().await?, now);
            let mut counted = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
            *counted = Some((now, figures.clone()));
            figures
        };
        let embargo_days = EMBARGO.as_hours() / 24;
        Ok(FiguresView { state: self.state, cell_min: CELL_MIN, embargo_days, figures })
    }
}

/// Nothing of what was never sent: a draft is nobody's emergency yet.
fn view(row: &ListRow, file: &Request, now: Timestamp) -> Option<EmergencyView> {
    let shared = file.shared()?;
    let first = file.chains.at(Side::Requesting, 1)?;
    let items = || shared.items.values();
    let owed: Vec<_> = items().filter_map(|item| Some((item, item.validation.as_ref()?))).collect();
    let stands: BTreeSet<&str> = owed
        .iter()
        .map(|(item, validation)| match (&validation.given, validation.late) {
            (None, _) if item.is_frozen(now) => "missing",
            (None, _) => "due",
            (Some(_), true) => "late",
            (Some(_), false) => "given",
        })
        .collect();
    // The worst of its items: what was not validated must not hide behind what was.
    let worst = ["missing", "late", "due", "given"].into_iter().find(|code| stands.contains(code));
    let dues = owed.iter().filter_map(|(_, validation)| validation.due.as_ref());
    Some(EmergencyView {
        request: row.request,
        ours: row.ours.map(|reference| reference.to_string()),
        theirs: row.theirs.clone(),
        peer: row.peer,
        side: row.side,
        measure: row.measure.clone(),
        danger: first.head.facts.danger.clone(),
        asked: first.head.issued,
        state: row.state.clone(),
        handed_over: items().any(|item| !item.exhibits.is_empty()),
        validation: worst.unwrap_or("none-owed"),
        due: dues.map(|due| due.at).min(),
    })
}

/// Whether it counts: a request that was sent. Offers of information ask for nothing.
fn counts(tally: &Tally) -> bool {
    let sent = State::from_code(tally.state.as_str()).is_some();
    let measure = Workflow::from_code(tally.measure.as_str());
    let asks = measure.is_some_and(|workflow| workflow != Workflow::Information);
    // An exercise asks for nothing, and who is tried often has not asked for much.
    sent && asks && tally.urgency.as_str() != EXERCISE
}

/// Whether a year may be told of.
fn is_open(year: i16, now: Timestamp) -> bool {
    let end = year.checked_add(1).map(|next| date(next, 1, 1).to_zoned(TimeZone::UTC));
    let open = end.and_then(Result::ok).and_then(|end| end.timestamp().checked_add(EMBARGO).ok());
    open.is_some_and(|open| open <= now)
}

fn figures(tallies: Vec<Tally>, now: Timestamp) -> Vec<FigureView> {
    let mut sums: BTreeMap<(i16, StateCode, &str), (u64, u64)> = BTreeMap::new();
    for tally in tallies.into_iter().filter(counts).filter(|tally| is_open(tally.year, now)) {
        let direction = if tally.side == Side::Requesting { "sent" } else { "received" };
        let (all, emergencies) = sums.entry((tally.year, tally.peer, direction)).or_default();
        *all += tally.requests;
        if tally.urgency.as_str() == EMERGENCY {
            *emergencies += tally.requests;
        }
    }
    let figure = |((year, peer, direction), (requests, emergencies))| {
        let (emergencies_min, emergencies_max) = told(requests, emergencies);
        FigureView { year, peer, direction, requests, emergencies_min, emergencies_max }
    };
    let mut figures: Vec<FigureView> = sums.into_iter().map(figure).collect();
    figures.sort_by_key(|figure| (-figure.year, figure.peer, figure.direction));
    figures
}

/// The bounds within which the number of emergencies is told. How many requests there were is
/// always told; of those that were emergencies and of those that were not, a small number is not.
fn told(requests: u64, emergencies: u64) -> (u64, u64) {
    let others = requests.saturating_sub(emergencies);
    let few = CELL_MIN - 1;
    match (emergencies < CELL_MIN, others < CELL_MIN) {
        (false, false) => (emergencies, emergencies),
        (true, false) => (0, few),
        (false, true) => (requests.saturating_sub(few), requests),
        (true, true) => (0, requests),
    }
}

#[cfg(test)]
mod tests;
