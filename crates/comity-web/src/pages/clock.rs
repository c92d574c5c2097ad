// SPDX-License-Identifier: EUPL-1.2
//! Instants as pages show and take them: how long until then, and the wall clock of this State.

use comity_node::Node;
use fluent_bundle::FluentArgs;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::words::Words;

/// The zone of this State, by name; UTC where its profile names none that we know.
pub(crate) fn zone(node: &Node) -> String {
    let profile = node.law().state(node.state());
    profile.map_or_else(|| "UTC".to_owned(), |profile| profile.zone().to_owned())
}

/// An instant as a browser's field gives it: a wall clock in this zone. The error is a key.
pub(crate) fn read(text: Option<&str>, zone: &str) -> Result<Option<Timestamp>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let wall: DateTime = text.parse().map_err(|_| "fault-field-instant")?;
    let zone = TimeZone::get(zone).map_err(|_| "fault-field-instant")?;
    let at = zone.to_ambiguous_zoned(wall).compatible().map_err(|_| "fault-field-instant")?;
    Ok(Some(at.timestamp()))
}

/// The same the other way, to the second.
pub(crate) fn wall(at: Timestamp, zone: &str) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// How long until an instant, in the two units that matter; or how long ago it was.
pub(crate) fn left(w: Words, at: Timestamp, now: Timestamp) -> String {
    let between = at.duration_since(now);
    let minutes = between.as_mins().abs();
    let (days, hours) = (minutes / 1_440, minutes / 60 % 24);
    let mut args = FluentArgs::new();
    args.set("days", days);
    args.set("hours", hours);
    args.set("minutes", minutes % 60);
    let unit = match (days, hours) {
        (0, 0) => "minutes",
        (0, _) => "hours",
        _ => "days",
    };
    let way = if between.is_negative() { "late" } else { "left" };
    w.with(&format!("time-{way}-{unit}"), &args)
}

/// A length of time, in the two units that matter.
pub(crate) fn span(w: Words, span: SignedDuration) -> String {
    let start = Timestamp::UNIX_EPOCH;
    left(w, start.saturating_add(span).unwrap_or(start), start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_is_an_instant_of_this_states_zone() {
        let at = read(Some("2026-11-20T03:12"), "Mars/Olympus");
        assert_eq!(at, Err("fault-field-instant"), "there is no such zone");
        let at = read(Some("2026-11-20T03:12"), "Europe/Lisbon").unwrap().unwrap();
        assert_eq!(at, "2026-11-20T03:12:00Z".parse().unwrap());
        let at = read(Some("2026-07-20T03:12:07"), "Europe/Lisbon").unwrap().unwrap();
        assert_eq!(at, "2026-07-20T02:12:07Z".parse().unwrap());
        assert_eq!(wall(at, "Europe/Lisbon"), "2026-07-20T03:12:07");
        assert_eq!(read(Some("tomorrow"), "Europe/Lisbon"), Err("fault-field-instant"));
        assert_eq!(read(None, "Europe/Lisbon"), Ok(None));
    }

    #[test]
    fn what_is_left_is_said_in_two_units() {
        let w = crate::pages::words::Lang::English.words();
        let now: Timestamp = "2026-11-20T03:12:00Z".parse().unwrap();
        let left =
            |text: &str| left(w, text.parse().unwrap(), now).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(left("2026-11-20T03:52:00Z"), "40 min");
        assert_eq!(left("2026-11-20T05:52:00Z"), "2 h 40 min");
        assert_eq!(left("2026-11-23T05:52:00Z"), "3 d 2 h");
        assert_eq!(left("2026-11-20T03:02:00Z"), "10 min late");
    }
}
