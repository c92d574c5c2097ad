// SPDX-License-Identifier: EUPL-1.2
//! How an event comes again (RRULE): daily and weekly, which is what rosters are made of.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use crate::deadline::DayOfWeek;
use crate::duty::turn::{Again, Holidays, Turn};

/// LIMIT: times that a rule is written out where it cannot be kept as a rule.
const TIMES_MAX: u32 = 400;

/// What a rule says.
struct Rule {
    daily: bool,
    interval: u32,
    on: BTreeSet<DayOfWeek>,
    until: Option<Date>,
    count: Option<u32>,
}

/// The turns of an event that comes again: one that is kept as a rule, or each by itself.
pub(super) fn repeated(turn: Turn, rule: &str, but: &[Date]) -> Result<Vec<Turn>, String> {
    let mut rule = parsed(rule)?;
    if rule.on.is_empty() {
        rule.on = if rule.daily && rule.interval == 1 {
            DayOfWeek::ALL.iter().copied().collect()
        } else {
            [turn.begins.date().weekday().into()].into()
        };
    }
    let weeks = if rule.daily { (rule.interval == 1).then_some(1) } else { Some(rule.interval) };
    let weeks = weeks.and_then(|weeks| u8::try_from(weeks).ok());
    let again = weeks.filter(|_| rule.count.is_none()).map(|weeks| Again {
        weeks,
        on: rule.on.clone(),
        holidays: Holidays::AsAnyDay,
        until: rule.until,
        but: but.iter().copied().collect(),
    });
    if let Some(again) = again {
        let turn = Turn { again: Some(again), ..turn };
        turn.check().map_err(|wrong| wrong.to_string())?;
        return Ok(vec![turn]);
    }
    if rule.count.is_none() && rule.until.is_none() {
        return Err("an event that comes again every few days, without end, is no roster: give \
                    it an end (UNTIL or COUNT)"
            .to_owned());
    }
    written_out(&turn, &rule, but)
}

/// Each time by itself.
fn written_out(turn: &Turn, rule: &Rule, but: &[Date]) -> Result<Vec<Turn>, String> {
    let first = turn.begins.date();
    let mut turns = Vec::new();
    let mut times = 0;
    for (n, day) in first.series(1.day()).enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let over = rule.count.is_some_and(|count| times >= count);
        if over || rule.until.is_some_and(|until| day > until) {
            return Ok(turns);
        }
        if turns.len() > TIMES_MAX as usize || n > TIMES_MAX * 7 {
            break;
        }
        let comes = if rule.daily {
            n % rule.interval == 0
        } else {
            let monday = i64::from(first.weekday().to_monday_zero_offset());
            let week = (i64::from(n) + monday) / 7;
            week % i64::from(rule.interval) == 0 && rule.on.contains(&day.weekday().into())
        };
        if !comes {
            continue;
        }
        times += 1;
        if but.contains(&day) {
            continue;
        }
        let moved = super::read::days_between(first, day);
        let at = |local: DateTime| local.saturating_add(moved.days());
        turns.push(Turn { begins: at(turn.begins), ends: at(turn.ends), ..turn.clone() });
    }
    Err(format!("an event that comes again more than {TIMES_MAX} times: let it end sooner"))
}

fn parsed(text: &str) -> Result<Rule, String> {
    let mut rule =
        Rule { daily: false, interval: 1, on: BTreeSet::new(), until: None, count: None };
    let mut frequency = false;
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let number = || value.parse().ok().filter(|n| (1..=1_000).contains(n));
        let wrong = || format!("`{part}` is not understood in a rule");
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => {
                frequency = true;
                rule.daily = match value.to_ascii_uppercase().as_str() {
                    "DAILY" => true,
                    "WEEKLY" => false,
                    _ => {
                        return Err(format!(
                            "`{part}`: a roster comes again daily or weekly; enter other turns \
                             one by one"
                        ));
                    }
                };
            }
            "INTERVAL" => rule.interval = number().ok_or_else(wrong)?,
            "COUNT" => rule.count = Some(number().ok_or_else(wrong)?),
            "UNTIL" => {
                let day = value.get(..8).and_then(|day| Date::strptime("%Y%m%d", day).ok());
                rule.until = Some(day.ok_or_else(wrong)?);
            }
            "BYDAY" => {
                for day in value.split(',') {
                    rule.on.insert(weekday(day.trim()).ok_or_else(wrong)?);
                }
            }
            // On which day a week begins: Monday, unless somebody says so.
            "WKST" => {}
            _ => return Err(wrong()),
        }
    }
    if frequency { Ok(rule) } else { Err("a rule says how often (FREQ)".to_owned()) }
}

fn weekday(text: &str) -> Option<DayOfWeek> {
    Some(match text {
        "MO" => DayOfWeek::Monday,
        "TU" => DayOfWeek::Tuesday,
        "WE" => DayOfWeek::Wednesday,
        "TH" => DayOfWeek::Thursday,
        "FR" => DayOfWeek::Friday,
        "SA" => DayOfWeek::Saturday,
        "SU" => DayOfWeek::Sunday,
        _ => return None,
    })
}
