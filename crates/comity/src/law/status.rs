// SPDX-License-Identifier: EUPL-1.2
//! `comity law status`: who joined, when it enters into force, and what would follow if others did.

use std::str::FromStr;

use clap::Args;
use comity_domain::id::{Code, StateCode};
use comity_domain::law::{Arrival, Law, StatusView, Supposed};
use jiff::civil::Date;

use super::basis::{name, section};
use super::{Source, today};
use crate::fault::{Exit, Fault};
use crate::out;

/// Counts who joined the Convention and computes when it enters into force, with what is missing
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The instrument
    #[arg(default_value = "uncc")]
    instrument: Code,
    /// The day; today in UTC if it is left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// What if this State deposited its instrument on that day, such as `FR=2027-03-01`; may be
    /// said again
    #[arg(long = "if", value_name = "XX=DATE")]
    supposed: Vec<Deposited>,
    #[command(flatten)]
    source: Source,
}

/// A State and the day on which it is supposed to deposit its instrument.
#[derive(Debug, Clone, Copy)]
struct Deposited(Supposed);

impl FromStr for Deposited {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no State and day such as `FR=2027-03-01`");
        let (state, on) = text.split_once('=').ok_or_else(wrong)?;
        let state: StateCode = state.parse().map_err(|_| wrong())?;
        let on: Date = on.parse().map_err(|_| wrong())?;
        Ok(Self(Supposed { state, on }))
    }
}

impl Asked {
    pub(super) fn run(self) -> Result<(), Fault> {
        let law = self.source.law()?;
        let supposed: Vec<Supposed> = self.supposed.iter().map(|one| one.0).collect();
        let on = self.on.unwrap_or_else(today);
        possible(&law, &self.instrument, &supposed, on)?;
        let told = law.status_view(&self.instrument, on, &supposed).ok_or_else(|| {
            let known: Vec<_> = law.registers().map(|one| one.instrument().to_string()).collect();
            let what = format!("nobody keeps here who joined `{}`", self.instrument);
            Fault::with_exit(Exit::Missing, what)
                .hint(format!("it is kept for {}", known.join(", ")))
        })?;
        if self.source.json {
            return out::json(&told);
        }
        print(&told, &law);
        Ok(())
    }
}

/// Whether what is supposed could be: a State that is known, that has not joined, each once.
fn possible(law: &Law, code: &Code, supposed: &[Supposed], on: Date) -> Result<(), Fault> {
    let before = law.status_view(code, on, &[]);
    for (n, one) in supposed.iter().enumerate() {
        let state = one.state;
        if law.world().country(state).is_none() {
            let what = format!("`{state}` is no State of the world that could join");
            return Err(Fault::with_exit(Exit::Missing, what));
        }
        let joined = before.iter().any(|told| told.deposits.iter().any(|row| row.state == state));
        if joined || supposed.iter().take(n).any(|other| other.state == state) {
            return Err(Fault::unreadable(format!(
                "`{state}` has joined already, or is named twice"
            )));
        }
    }
    Ok(())
}

fn print(told: &StatusView, law: &Law) {
    out::say(format!("{} on {}, told up to {}", told.short, told.on, told.as_of));
    if told.on > told.as_of {
        out::say("What happened since is not in it: the depositary has it.");
    }
    out::say("");
    let at = told.provision.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    let disputed = match told.disputed {
        0 => String::new(),
        n => format!(" ({n} of them reported differently by different sources)"),
    };
    out::say(format!("{} of {} instruments{at}{disputed}", told.counted, told.needed));
    out::say(match told.entry {
        None => format!("Not in force: {} are missing.", told.missing),
        Some(entry) if told.in_force => format!("In force since {entry}."),
        Some(entry) => format!("Enters into force on {entry}."),
    });
    if let Some(last) = told.signature_until {
        let rest = if told.signature_open { "States sign and ratify" } else { "States accede" };
        out::say(format!("Signature until {last}; on {}, {rest}.", told.on));
    }
    let counts = told.counts;
    out::say(format!(
        "States: {} bound, {} deposited, {} signed, {} left, {} of which nothing is known.",
        counts.party, counts.deposited, counts.signed, counts.left, counts.nothing
    ));
    section("Instruments", told.deposits.iter().map(|row| arrival(row, law)));
    let said = told.said.iter().map(|row| {
        let at: Vec<String> = row.provisions.iter().map(ToString::to_string).collect();
        let note = row.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
        let (state, kind) = (name(law, row.state), row.kind);
        let (at, when, sure) = (at.join(", "), row.when, row.certainty);
        format!("{state}: {kind} to {at}, {when}: {}{note} [{sure}]", row.text)
    });
    section("What they reserved, declared and designated", said);
    section("Remarks", told.remarks.iter().map(|row| format!("{} [{}]", row.text, row.certainty)));
    section("Sources", told.sources.iter().map(|row| format!("{} [{}]", row.title, row.gives)));
}

fn arrival(row: &Arrival, law: &Law) -> String {
    let sure = match (row.supposed, row.certainty) {
        (true, _) => "supposed".to_owned(),
        (false, Some(certainty)) => certainty.to_string(),
        (false, None) => String::new(),
    };
    let counts = if row.counts { "" } else { ", not counted" };
    let bound = row.bound.map(|day| format!(", bound from {day}")).unwrap_or_default();
    let note = row.note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
    format!("{} ({}) {}{counts}{bound} [{sure}]{note}", name(law, row.state), row.state, row.when)
}
