// SPDX-License-Identifier: EUPL-1.2
//! `comity paste`: a log split into items, and what it dropped.

use std::path::PathBuf;

use clap::Args;
use comity_domain::identifier::{Given, paste};
use jiff::tz::TimeZone;

use crate::fault::Fault;
use crate::out;

/// Splits a log into identifiers, and shows every line that gave none. Needs no node.
#[derive(Debug, Args)]
pub(crate) struct Paste {
    /// The log; `-` reads standard input
    file: PathBuf,
    /// The zone of times that name none, such as Europe/Lisbon
    #[arg(long)]
    zone: Option<String>,
    /// The year of dates that name none
    #[arg(long)]
    year: Option<i16>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Paste {
    pub(crate) fn run(self) -> Result<(), Fault> {
        let text = if self.file.as_os_str() == "-" {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(&self.file)
        };
        let text = text.map_err(|error| {
            Fault::unreadable(format!("`{}` cannot be read: {error}", self.file.display()))
        })?;
        let zone = self.zone.as_deref().map(TimeZone::get).transpose();
        let zone = zone.map_err(|error| Fault::unreadable(error).hint("such as Europe/Lisbon"))?;
        let pasted = paste(&text, &Given { zone, year: self.year }).map_err(Fault::unreadable)?;
        if self.json {
            return out::json(&pasted);
        }
        for item in &pasted.items {
            let (line, kind) = (item.line, item.identifier.kind());
            out::say(format!("line {line:<5} {kind:<12} {}", item.identifier));
            for note in &item.notes {
                out::say(format!("           {note}"));
            }
        }
        for dropped in &pasted.dropped {
            out::say(format!("line {:<5} dropped: {}", dropped.line_number, dropped.why));
        }
        out::say(format!(
            "{} items; {} lines dropped, {} repeated, {} blank",
            pasted.items.len(),
            pasted.dropped.len(),
            pasted.duplicates.len(),
            pasted.blank
        ));
        Ok(())
    }
}
