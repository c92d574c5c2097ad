// SPDX-License-Identifier: EUPL-1.2
//! The desk: who has duty, how they are reached, what wakes them, and how a shift is handed over.
//!
//! The roster and the shifts are lines of the journal (`own`): what held at an instant stays on
//! record. How an officer is reached is theirs, kept sealed, and ends with their login.

mod alarm;
mod drill;
mod hand_over;
pub(crate) mod own;
mod reach;

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::duty::{LOOK_MAX, Roster, Stretch, Turn, ical};
use comity_domain::id::{Digest, OfficerId};
use comity_domain::law::Calendar;
use comity_domain::role::Role;
use comity_policy::{Action, DeskAct};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use alarm::told_step;
pub use alarm::{About, Alarm, Attempt, Attempts, Means, Messenger};
pub use drill::{DrillOrder, DrillOutcome, DrillView};
pub(crate) use drill::{drill_term, drill_view};
pub(crate) use hand_over::promise_term;
pub use hand_over::{HandedOver, Promise, Shift, Waiting};
pub use reach::{Push, Reach};

use crate::{Error, Node, Officer};

/// How far ahead the roster is shown, and looked at for gaps.
pub const AHEAD: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The source of turns that were read from a calendar.
const CALENDAR: &str = "calendar";

/// The journal's kind of a roster.
const ROSTER: &str = "roster";

/// The offices that may acknowledge what arrives: only they can have duty.
pub const ON_DUTY: &[Role] = &[Role::Duty, Role::CentralAuthority];

/// The roster as it was set.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RosterSet {
    by: OfficerId,
    roster: Roster,
}

/// The roster, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterView {
    /// Its turns.
    pub roster: Roster,
    /// Who set it, and when; absent where nobody has.
    pub set: Option<(OfficerId, Timestamp)>,
    /// Who has duty now, and until when.
    pub now: Stretch,
    /// Who has duty from now on.
    pub ahead: Vec<Stretch>,
    /// Officers that can have duty, and their names.
    pub officers: Vec<(OfficerId, String)>,
}

impl RosterView {
    /// The times ahead in which nobody has duty.
    pub fn gaps(&self) -> impl Iterator<Item = &Stretch> {
        self.ahead.iter().filter(|stretch| stretch.officers.is_empty())
    }
}

impl Node {
    /// The roster, for an officer of the desk.
    pub async fn roster(&self, officer: &Officer) -> Result<RosterView, Error> {
        self.may(officer, Action::Desk(DeskAct::Look))?;
        let (roster, set) = self.roster_now().await?;
        let (now, calendar) = (self.clock.now(), self.calendar()?);
        let officers = self.store.officers().await?.into_iter();
        let able =
            officers.filter(|row| row.active && row.roles.iter().any(|r| ON_DUTY.contains(r)));
        Ok(RosterView {
            now: roster.at(now, calendar),
            ahead: roster.stretches(now, now.saturating_add(AHEAD).unwrap_or(now), calendar),
            set,
            officers: able.map(|row| (row.id, row.name)).collect(),
            roster,
        })
    }

    /// Whether an officer says who has duty.
    #[must_use]
    pub fn sets_roster(&self, officer: &Officer) -> bool {
        self.may(officer, Action::Desk(DeskAct::Roster)).is_ok()
    }

    /// Whether an officer has a shift to hand over or to take.
    #[must_use]
    pub fn hands_over(&self, officer: &Officer) -> bool {
        self.may(officer, Action::Desk(DeskAct::HandOver)).is_ok()
    }

    /// Sets the roster: who has duty from now on. The one before stays in the journal.
    pub async fn set_roster(&self, officer: &Officer, roster: Roster) -> Result<(), Error> {
        self.may(officer, Action::Desk(DeskAct::Roster))?;
        roster.check().map_err(|fault| Error::conflict(fault.to_string()))?;
        let officers = self.store.officers().await?;
        let named = roster.turns.iter().flat_map(|turn| [Some(turn.officer), turn.deputy]);
        for id in named.flatten().collect::<BTreeSet<_>>() {
            let row = officers.iter().find(|row| row.id == id && row.active);
            let row = row.ok_or_else(|| {
                Error::conflict(format!("{id} is no officer of this State with a login"))
            })?;
            if !row.roles.iter().any(|role| ON_DUTY.contains(role)) {
                return Err(Error::conflict(format!(
                    "{} may not acknowledge what arrives, so cannot have duty: give them the \
                     office `duty` first, or name somebody else",
                    row.name
                )));
            }
        }
        let line = RosterSet { by: officer.id, roster };
        self.journal_write(ROSTER, &line).await?;
        self.desk_changed();
        Ok(())
    }

    /// The names of all who have or had a login: for this State's own pages.
    pub async fn officer_names(&self) -> Result<BTreeMap<OfficerId, String>, Error> {
        let all = self.store.officers().await?;
        Ok(all.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// The roster that holds now, who set it, and when.
    pub(crate) async fn roster_now(
        &self,
    ) -> Result<(Roster, Option<(OfficerId, Timestamp)>), Error> {
        let newest = self.journal_read::<RosterSet>(ROSTER, None, 1).await?.pop();
        Ok(newest
            .map_or_else(Default::default, |line| (line.is.roster, Some((line.is.by, line.at)))))
    }

    /// Adds a turn to the roster.
    pub async fn add_turn(&self, officer: &Officer, turn: Turn) -> Result<(), Error> {
        let add = |roster: &mut Roster| {
            roster.turns.push(turn);
            Ok(())
        };
        self.change_roster(officer, add).await
    }

    /// Takes a turn out of the roster: exactly this one, whatever was changed meanwhile.
    pub async fn remove_turn(&self, officer: &Officer, turn: &Turn) -> Result<(), Error> {
        let remove = |roster: &mut Roster| {
            let at = roster.turns.iter().position(|there| there == turn);
            let at = at.ok_or(Error::NotFound { what: "turn like that any more" })?;
            roster.turns.remove(at);
            Ok(())
        };
        self.change_roster(officer, remove).await
    }

    /// Changes the roster as it is now, one change at a time.
    async fn change_roster(
        &self,
        officer: &Officer,
        change: impl FnOnce(&mut Roster) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let _one_at_a_time = self.register.lock().await;
        let (mut roster, _) = self.roster_now().await?;
        change(&mut roster)?;
        self.set_roster(officer, roster).await
    }

    /// Takes the turns of a calendar, in the place of those that came from one before. Gives how
    /// many there are.
    pub async fn take_calendar(&self, officer: &Officer, text: &str) -> Result<usize, Error> {
        self.may(officer, Action::Desk(DeskAct::Roster))?;
        let officers = self.store.officers().await?;
        let who = |name: &str| {
            let named = |row: &&comity_store::Officer| {
                row.active && (row.name == name || row.login.as_deref() == Some(name))
            };
            let mut found = officers.iter().filter(named);
            // Of two with one name none is meant: the login tells them apart.
            found.next().filter(|_| found.next().is_none()).map(|row| row.id)
        };
        let zone = self.profile()?.zone();
        let turns = ical::read(text, (CALENDAR, zone), who)
            .map_err(|fault| Error::conflict(fault.to_string()))?;
        let count = turns.len();
        let replace = |roster: &mut Roster| {
            roster.turns.retain(|turn| turn.source.as_deref() != Some(CALENDAR));
            roster.turns.extend(turns);
            Ok(())
        };
        self.change_roster(officer, replace).await?;
        Ok(count)
    }

    /// The roster ahead as a calendar.
    pub async fn calendar_text(&self, officer: &Officer) -> Result<String, Error> {
        let view = self.roster(officer).await?;
        let now = self.clock.now();
        let from = now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(now);
        let to = now.saturating_add(LOOK_MAX).unwrap_or(now);
        let stretches = view.roster.stretches(from, to, self.calendar()?);
        let names: BTreeMap<OfficerId, String> = view.officers.into_iter().collect();
        let name = |id: OfficerId| names.get(&id).cloned().unwrap_or_else(|| id.to_string());
        Ok(ical::write(&format!("Comity {}", self.state), &stretches, now, name))
    }

    /// What a calendar program shows to read the roster for an officer, without signing in: good
    /// for nothing else, and as long as their login.
    #[must_use]
    pub fn calendar_key(&self, officer: OfficerId) -> String {
        hex::encode(self.identity().term(&format!("calendar of {officer}")))
    }

    /// The officer of a calendar program's key.
    pub async fn officer_by_calendar_key(&self, key: &str) -> Result<Officer, Error> {
        let shown = Digest::of(key.as_bytes());
        let holds = |row: &comity_store::Officer| {
            row.active && Digest::of(self.calendar_key(row.id).as_bytes()) == shown
        };
        let found = self.store.officers().await?.into_iter().find(holds);
        Ok(self.officer(found.ok_or(Error::NotFound { what: "calendar" })?))
    }

    /// The working days of this State.
    pub(crate) fn calendar(&self) -> Result<&Calendar, Error> {
        Ok(self.profile()?.calendar())
    }

    /// Tells whoever shows something that it may look different now.
    pub(crate) fn desk_changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }
}
