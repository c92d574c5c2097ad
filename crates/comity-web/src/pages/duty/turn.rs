// SPDX-License-Identifier: EUPL-1.2
//! A turn of duty as a form gives it, and as it is said.

use comity_domain::deadline::DayOfWeek;
use comity_domain::duty::{Again, Holidays, Turn};
use fluent_bundle::FluentArgs;
use jiff::civil::DateTime;

use crate::pages::form::Fields;
use crate::pages::words::Words;

/// Reads a turn. The error is a key.
pub(super) fn read(fields: &Fields, zone: &str) -> Result<Turn, &'static str> {
    let wall = |name: &str| {
        let text = fields.get(name).ok_or("fault-field-missing")?;
        text.parse::<DateTime>().map_err(|_| "fault-field-instant")
    };
    let officer = fields.get("officer").ok_or("fault-field-missing")?;
    let deputy = fields.get("deputy").map(str::parse).transpose();
    let days: Vec<DayOfWeek> = fields.all("day").filter_map(|day| day.parse().ok()).collect();
    let holidays = fields.get("holidays").and_then(|code| code.parse().ok());
    let holidays: Holidays = holidays.unwrap_or(Holidays::AsAnyDay);
    let again = !days.is_empty() || holidays == Holidays::Too;
    let weeks = fields.get("weeks").map_or(Ok(1), str::parse).map_err(|_| "fault-field-form")?;
    let until = fields.get("until").map(str::parse).transpose();
    Ok(Turn {
        officer: officer.parse().map_err(|_| "fault-field-form")?,
        deputy: deputy.map_err(|_| "fault-field-form")?,
        zone: fields.get("zone").unwrap_or(zone).to_owned(),
        begins: wall("begins")?,
        ends: wall("ends")?,
        again: again.then_some(Again {
            weeks,
            on: days.into_iter().collect(),
            holidays,
            until: until.map_err(|_| "fault-field-instant")?,
            but: std::collections::BTreeSet::new(),
        }),
        source: None,
    })
}

/// When a turn is, in words.
pub(super) fn when(w: Words, turn: &Turn) -> String {
    let mut args = FluentArgs::new();
    args.set("zone", turn.zone.clone());
    args.set("from", turn.begins.strftime("%Y-%m-%d %H:%M").to_string());
    args.set("to", turn.ends.strftime("%Y-%m-%d %H:%M").to_string());
    let Some(again) = &turn.again else { return w.with("duty-once", &args) };
    args.set("begins", turn.begins.strftime("%H:%M").to_string());
    args.set("ends", turn.ends.strftime("%H:%M").to_string());
    let days: Vec<String> = again.on.iter().map(|day| w.code("day", day.code())).collect();
    args.set("days", days.join(", "));
    args.set("weeks", again.weeks);
    args.set("first", turn.begins.date().to_string());
    let mut said = vec![w.with("duty-again", &args)];
    if again.holidays != Holidays::AsAnyDay {
        said.push(w.code("holidays", again.holidays.code()));
    }
    if let Some(until) = again.until {
        said.push(w.about("duty-until", "until", until.to_string()));
    }
    if !again.but.is_empty() {
        let but: Vec<String> = again.but.iter().map(ToString::to_string).collect();
        said.push(w.about("duty-but", "days", but.join(", ")));
    }
    said.join(" · ")
}
