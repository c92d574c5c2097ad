// SPDX-License-Identifier: EUPL-1.2
//! Reading a calendar: lines are unfolded, events gathered, and each event becomes turns.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span, ToSpan as _};

use super::{CALENDAR_BYTES_MAX, CalendarFault, rule};
use crate::duty::turn::Turn;
use crate::id::OfficerId;

/// The turns of a calendar. An event's summary names who has duty and, after a stroke, who stands
/// in; `who` knows officers by what calendars call them. `zone` counts where an event names none.
pub fn read(
    text: &str,
    (source, zone): (&str, &str),
    who: impl Fn(&str) -> Option<OfficerId>,
) -> Result<Vec<Turn>, CalendarFault> {
    if text.len() > CALENDAR_BYTES_MAX {
        return Err(fault(1, "the calendar has more than 2 MiB: export a shorter time"));
    }
    let lines = unfolded(text);
    if !lines.first().is_some_and(|first| first.is("BEGIN", "VCALENDAR")) {
        return Err(fault(1, "this is no iCalendar file: it does not begin with BEGIN:VCALENDAR"));
    }
    let mut turns = Vec::new();
    // Where in `turns` the event of an identity is, so that one of its days can be moved.
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut moved: Vec<(String, Date)> = Vec::new();
    for event in events(&lines)? {
        if event.value("STATUS").is_some_and(|status| status == "CANCELLED") {
            continue;
        }
        let uid = event.value("UID").unwrap_or_default().to_owned();
        if let Some(line) = event.find("RECURRENCE-ID") {
            moved.push((uid, moment(line, zone)?.0.date()));
        } else {
            known.insert(uid, turns.len());
        }
        let turn = turn(&event, (source, zone), &who)?;
        match event.find("RRULE") {
            Some(line) => turns.extend(
                rule::repeated(turn, line.value, &event.excepted(zone)?)
                    .map_err(|what| fault(line.number, &what))?,
            ),
            None => turns.push(turn),
        }
    }
    for (uid, day) in moved {
        let again = known.get(&uid).and_then(|n| turns.get_mut(*n)).and_then(|t| t.again.as_mut());
        if let Some(again) = again {
            again.but.insert(day);
        }
    }
    Ok(turns)
}

pub(super) fn fault(line: usize, what: &str) -> CalendarFault {
    CalendarFault { line, what: what.to_owned() }
}

/// A content line: `NAME;PARAMETER=VALUE:value`.
#[derive(Debug, Clone)]
struct Line {
    number: usize,
    name: String,
    parameters: String,
    whole: String,
}

/// A line of an event, by its parts.
#[derive(Clone, Copy)]
struct Part<'a> {
    number: usize,
    parameters: &'a str,
    value: &'a str,
}

impl Line {
    fn new(number: usize, text: &str) -> Self {
        // A colon within quotation marks belongs to a parameter.
        let mut quoted = false;
        let at = text.find(|letter| {
            quoted ^= letter == '"';
            letter == ':' && !quoted
        });
        let (head, value) = at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        let value = value.strip_prefix(':').unwrap_or_default();
        Self {
            number,
            name: name.to_ascii_uppercase(),
            parameters: parameters.to_owned(),
            whole: value.trim().to_owned(),
        }
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.name == name && self.whole.eq_ignore_ascii_case(value)
    }
}

/// The lines, with those put together that were broken.
fn unfolded(text: &str) -> Vec<Line> {
    let mut texts: Vec<(usize, String)> = Vec::new();
    for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), texts.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ if line.trim().is_empty() => {}
            _ => texts.push((n + 1, line.to_owned())),
        }
    }
    texts.into_iter().map(|(n, text)| Line::new(n, &text)).collect()
}

/// An event: its lines.
struct Event<'a> {
    begin: usize,
    lines: Vec<&'a Line>,
}

impl<'a> Event<'a> {
    fn find(&self, name: &str) -> Option<Part<'a>> {
        self.lines.iter().find(|line| line.name == name).map(|line| part(line))
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.find(name).map(|part| part.value)
    }

    /// The days on which it does not take place.
    fn excepted(&self, zone: &str) -> Result<Vec<Date>, CalendarFault> {
        let mut days = Vec::new();
        for line in self.lines.iter().filter(|line| line.name == "EXDATE") {
            for value in line.whole.split(',') {
                days.push(moment(Part { value, ..part(line) }, zone)?.0.date());
            }
        }
        Ok(days)
    }
}

fn part(line: &Line) -> Part<'_> {
    Part { number: line.number, parameters: &line.parameters, value: &line.whole }
}

fn events(lines: &[Line]) -> Result<Vec<Event<'_>>, CalendarFault> {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut open: Option<Event<'_>> = None;
    // An alarm or the like within an event is a part of it that says nothing of duty.
    let mut within = 0_usize;
    for line in lines {
        match (line.name.as_str(), &mut open) {
            ("BEGIN", None) if line.is("BEGIN", "VEVENT") => {
                open = Some(Event { begin: line.number, lines: Vec::new() });
            }
            ("BEGIN", Some(_)) => within += 1,
            ("END", Some(_)) if within > 0 => within -= 1,
            ("END", Some(_)) => events.extend(open.take()),
            (_, Some(event)) if within == 0 => event.lines.push(line),
            _ => {}
        }
    }
    match open {
        Some(event) => Err(fault(event.begin, "this event does not end: the file was cut off")),
        None => Ok(events),
    }
}

fn turn(
    event: &Event<'_>,
    (source, zone): (&str, &str),
    who: &impl Fn(&str) -> Option<OfficerId>,
) -> Result<Turn, CalendarFault> {
    let lacks = |what: &str| fault(event.begin, &format!("this event has no {what}"));
    let start = event.find("DTSTART").ok_or_else(|| lacks("DTSTART"))?;
    let (begins, zone, whole_day) = moment(start, zone)?;
    let ends = match (event.find("DTEND"), event.find("DURATION")) {
        (Some(end), _) => moment_in(end, &zone)?,
        (None, Some(length)) => {
            let span = length.value.parse::<Span>().ok();
            let end = span.and_then(|span| begins.checked_add(span).ok());
            end.ok_or_else(|| fault(length.number, "this is no length of time, such as PT12H"))?
        }
        (None, None) if whole_day => begins.saturating_add(1.day()),
        (None, None) => return Err(lacks("DTEND")),
    };
    let summary = event.find("SUMMARY").ok_or_else(|| lacks("SUMMARY with an officer's name"))?;
    let text = plain(summary.value);
    let (named, deputy) = text.split_once('/').unwrap_or((&text, ""));
    let known = |name: &str| {
        let name = name.trim();
        who(name).ok_or_else(|| {
            let what = format!(
                "`{name}` is no officer who can have duty: the summary is a name or a login as \
                 the officers' list has it, and after a stroke the deputy's"
            );
            fault(summary.number, &what)
        })
    };
    let officer = known(named)?;
    let deputy = if deputy.trim().is_empty() { None } else { Some(known(deputy)?) };
    let source = Some(source.to_owned());
    let turn = Turn { officer, deputy, zone, begins, ends, again: None, source };
    turn.check().map_err(|wrong| fault(event.begin, &wrong.to_string()))?;
    Ok(turn)
}

/// A text without its escapes.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push(' '),
                Some(other) => out.push(other),
                None => {}
            },
            letter => out.push(letter),
        }
    }
    out
}

/// A local time, the zone it is in, and whether it is a whole day.
fn moment(part: Part<'_>, zone: &str) -> Result<(DateTime, String, bool), CalendarFault> {
    let wrong = || fault(part.number, "this is no time, such as 20261122T200000");
    let parameter = |name: &str| {
        part.parameters.split(';').find_map(|one| {
            let (key, value) = one.split_once('=')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim_matches('"'))
        })
    };
    let value = part.value.trim();
    if !value.contains('T') {
        let day = Date::strptime("%Y%m%d", value).map_err(|_| wrong())?;
        return Ok((day.at(0, 0, 0, 0), zone.to_owned(), true));
    }
    let (value, utc) = match value.strip_suffix('Z') {
        Some(value) => (value, true),
        None => (value, false),
    };
    let local = DateTime::strptime("%Y%m%dT%H%M%S", value).map_err(|_| wrong())?;
    let zone = if utc { "UTC" } else { parameter("TZID").unwrap_or(zone) };
    if jiff::tz::TimeZone::get(zone).is_err() {
        let what = format!(
            "the zone `{zone}` is none of the IANA database's, such as `Africa/Nairobi`: set the \
             calendar to one, or export it in UTC"
        );
        return Err(fault(part.number, &what));
    }
    Ok((local, zone.to_owned(), false))
}

/// A time as the clocks of this zone show it.
fn moment_in(part: Part<'_>, zone: &str) -> Result<DateTime, CalendarFault> {
    let number = part.number;
    let (local, own, _) = moment(part, zone)?;
    if own == zone {
        return Ok(local);
    }
    let moved = local.in_tz(&own).and_then(|at| at.in_tz(zone)).map(|at| at.datetime());
    moved.map_err(|_| fault(number, "this time is in no zone that is known"))
}

/// The days from one date to another, for whoever counts in them.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    let hours = to.at(0, 0, 0, 0).duration_since(from.at(0, 0, 0, 0));
    hours.as_secs() / SignedDuration::from_hours(24).as_secs()
}
