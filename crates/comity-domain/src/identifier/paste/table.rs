// SPDX-License-Identifier: EUPL-1.2
//! Rows under a line that names their columns: address, port, time. Without such a line a row is
//! read like any other line.

use jiff::Timestamp;

use super::super::{Identifier, IpEndpoint, Moment, ip};
use super::line::{find_in, refang};
use super::{Given, Note, Reading, Why, time};

const ADDRESS_NAMES: [&str; 14] = [
    "address",
    "clientaddress",
    "clientip",
    "host",
    "ip",
    "ipaddr",
    "ipaddress",
    "ipv4",
    "ipv6",
    "remoteaddress",
    "remoteip",
    "sourceaddress",
    "sourceip",
    "srcip",
];
const PORT_NAMES: [&str; 6] =
    ["clientport", "port", "remoteport", "sourceport", "srcport", "sport"];
const TIME_NAMES: [&str; 9] =
    ["at", "datetime", "eventtime", "logged", "seen", "time", "timestamp", "ts", "when"];
const ZONE_NAMES: [&str; 5] = ["offset", "timezone", "tz", "utcoffset", "zone"];

/// Which column holds what.
pub(super) struct Columns {
    sign: char,
    names: Vec<String>,
    address: usize,
    port: Option<usize>,
    date: Option<usize>,
    time: Option<usize>,
    zone: Option<usize>,
    /// The time's name says that it is UTC.
    utc: bool,
}

impl Columns {
    /// The columns, if the line names them and one of them is an address.
    pub(super) fn named_by(line: &str) -> Option<Self> {
        [',', ';', '\t', '|'].into_iter().find_map(|sign| Self::named_with(line, sign))
    }

    fn named_with(line: &str, sign: char) -> Option<Self> {
        let names: Vec<String> = cells(line, sign)?.iter().map(|cell| plain_name(cell)).collect();
        if names.len() < 2 {
            return None;
        }
        let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let (bare, utc): (Vec<&str>, Vec<bool>) = names
            .iter()
            .map(|name| match name.strip_suffix("utc").or_else(|| name.strip_suffix("gmt")) {
                Some(bare) => (bare, true),
                None => (name.as_str(), false),
            })
            .unzip();
        let time = bare.iter().position(|name| TIME_NAMES.contains(name));
        let date = bare.iter().position(|name| *name == "date");
        Some(Self {
            sign,
            address: place(&ADDRESS_NAMES)?,
            port: place(&PORT_NAMES),
            date,
            time,
            zone: place(&ZONE_NAMES),
            utc: time.or(date).and_then(|at| utc.get(at)).copied().unwrap_or(false),
            names,
        })
    }

    /// The cells of a line that is a row of this table.
    pub(super) fn row(&self, line: &str) -> Option<Vec<String>> {
        cells(line, self.sign).filter(|cells| cells.len() == self.names.len())
    }

    /// What a row says.
    pub(super) fn read(&self, row: &[String], given: &Given) -> Result<Reading, Why> {
        let mut reading = Reading { finds: Vec::new(), left: Vec::new() };
        let own = [Some(self.address), self.port, self.date, self.time, self.zone];
        if let Some((endpoint, notes)) = self.endpoint(row)? {
            reading.keep(Identifier::Ip(endpoint), notes);
        }
        let others = row.iter().enumerate().filter(|(place, _)| !own.contains(&Some(*place)));
        for (place, cell) in others {
            let (found, refanged) = find_in(cell);
            let notes = refanged.into_iter().map(|written| Note::Refanged { written }).collect();
            let named_imei = self.names.get(place).is_some_and(|name| name.contains("imei"));
            match found {
                Some(Ok(Identifier::Imei { .. })) if !named_imei => {
                    reading.left.push((cell.clone(), Why::Unnamed));
                }
                Some(Ok(identifier)) => reading.keep(identifier, notes),
                Some(Err(error)) => reading.left.push((cell.clone(), Why::Refused { error })),
                None => {}
            }
        }
        match self.instant(row, given) {
            Ok(Some(at)) => reading.date(&at),
            Ok(None) => {}
            Err(why) if reading.has_address() => return Err(why),
            Err(why) if reading.finds.is_empty() => drop(why),
            Err(why) => reading.left.push((self.stamp(row), why)),
        }
        Ok(reading)
    }

    fn endpoint(&self, row: &[String]) -> Result<Option<(IpEndpoint, Vec<Note>)>, Why> {
        let written = cell(row, Some(self.address));
        if matches!(written, "" | "-") {
            return Ok(None);
        }
        let plain = refang(written);
        let mut endpoint: IpEndpoint = plain.parse()?;
        let port = cell(row, self.port);
        if endpoint.port.is_none() && !matches!(port, "" | "-") {
            endpoint.port = Some(ip::parse_port(port)?);
        }
        let notes = if plain == written {
            Vec::new()
        } else {
            vec![Note::Refanged { written: written.to_owned() }]
        };
        Ok(Some((endpoint, notes)))
    }

    /// The cells of the time, put together as they would stand in a line.
    fn stamp(&self, row: &[String]) -> String {
        let cells = [cell(row, self.date), cell(row, self.time), cell(row, self.zone)];
        let said: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        said.join(" ")
    }

    fn instant(&self, row: &[String], given: &Given) -> Result<Option<Moment>, Why> {
        let stamp = self.stamp(row);
        if stamp.is_empty() {
            return Ok(None);
        }
        let unread = || Why::UnreadTime { time: stamp.clone() };
        if stamp.bytes().all(|b| b.is_ascii_digit()) {
            return since_1970(&stamp).ok_or_else(unread).map(Some);
        }
        match time::find(&stamp).as_slice() {
            [found] if found.text == stamp => {
                let utc = Given { zone: Some(jiff::tz::TimeZone::UTC), ..given.clone() };
                found.resolve(if self.utc { &utc } else { given }).map(Some)
            }
            _ => Err(unread()),
        }
    }
}

/// Seconds or milliseconds since 1970, which are UTC by their definition: 10 or 13 digits.
fn since_1970(digits: &str) -> Option<Moment> {
    let number: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    Moment::utc(at.ok()?)
}

fn cell(row: &[String], place: Option<usize>) -> &str {
    place.and_then(|place| row.get(place)).map(|cell| cell.trim()).unwrap_or_default()
}

/// `Source IP` and `source_ip` are one name.
fn plain_name(cell: &str) -> String {
    cell.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The cells of a row (RFC 4180, on one line), or nothing if a quote is not closed.
fn cells(line: &str, sign: char) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = out.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            c if c == sign && !quoted => out.push(String::new()),
            c => cell.push(c),
        }
    }
    (!quoted).then_some(out)
}
