// SPDX-License-Identifier: EUPL-1.2
//! Reads one line of a log of any form: its pieces that are identifiers, their ports, its time.
//! Of a web server's line only the client counts, of a firewall's only the far end.

use std::num::NonZeroU16;

use super::super::{Address, Identifier, IpEndpoint, Moment, ip, web};
use super::time::{self, Found};
use super::{Find, Given, Note, Reading, Why};

/// What the Windows firewall did, by its own words.
const FIREWALL_ACTIONS: [&str; 6] =
    ["ALLOW", "DROP", "OPEN", "OPEN-INBOUND", "CLOSE", "INFO-EVENTS-LOST"];
/// Signs around a piece of a sentence.
const EDGES: &[char] =
    &['(', ')', '[', ']', '{', '}', '\'', '.', ',', ';', ':', '!', '?', '*', '\u{ab}', '\u{bb}'];
/// How people make addresses unclickable, and what it stands for.
const FANGS: [(&str, &str); 12] = [
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("[at]", "@"),
    ("(at)", "@"),
    ("{at}", "@"),
    ("[@]", "@"),
    ("[://]", "://"),
    ("[:]", ":"),
    ("[/]", "/"),
];

/// Reads a line that is neither blank nor a row of a table.
pub(super) fn read(line: &str, given: &Given) -> Result<Reading, Why> {
    if let Some(reading) = firewall(line, given) {
        return reading;
    }
    let times = time::find(line);
    let pieces = match times.first() {
        Some(first) if first.of_web_server => client(line, first),
        _ => pieces(&without(line, &times)),
    };
    let mut reading = Reading { finds: Vec::new(), left: Vec::new() };
    let ports = Ports::of(&pieces);
    let named_imei = pieces.len() == 1 || line.to_ascii_lowercase().contains("imei");
    for (place, piece) in pieces.iter().enumerate() {
        match &piece.is {
            Is::Identifier(Identifier::Imei { .. }) if !named_imei => {
                reading.left.push((piece.text.clone(), Why::Unnamed));
            }
            Is::Identifier(identifier) => {
                let identifier = ports.add_to(identifier.clone(), place, &pieces);
                let notes =
                    piece.refanged.iter().cloned().map(|written| Note::Refanged { written });
                reading.keep(identifier, notes.collect());
            }
            Is::Broken(error) => {
                reading.left.push((piece.text.clone(), Why::Refused { error: error.clone() }));
            }
            Is::Number(_) | Is::Word => {}
        }
    }
    let unread = pieces.iter().find(|p| matches!(p.is, Is::Word) && time::looks_like_time(&p.text));
    date_finds(&mut reading, &times, unread.map(|piece| piece.text.as_str()), given)?;
    Ok(reading)
}

impl Reading {
    /// Keeps an identifier, unless it is an address that is nobody's or anybody's.
    pub(super) fn keep(&mut self, identifier: Identifier, notes: Vec<Note>) {
        if let Identifier::Ip(ip) = &identifier
            && let Some(reserved) = ip.address.reserved()
        {
            let address = ip.address.to_string();
            self.left.push((address.clone(), Why::Reserved { address, reserved }));
        } else {
            self.finds.push(Find { identifier, instant: None, notes });
        }
    }

    /// Gives every find the time of its line, addresses into themselves.
    pub(super) fn date(&mut self, at: &Moment) {
        for find in &mut self.finds {
            find.instant = Some(at.clone());
            if let Identifier::Ip(ip) = &mut find.identifier {
                ip.at = Some(at.clone());
            }
        }
    }

    /// Whether an address that waits for its instant is among the finds.
    pub(super) fn has_address(&self) -> bool {
        self.finds.iter().any(|find| matches!(find.identifier, Identifier::Ip(_)))
    }
}

/// Finds the instant of a line. An address without the instant that its line gives would be asked
/// about wrongly, so what cannot be read drops the line; anything else can do without.
fn date_finds(
    reading: &mut Reading,
    times: &[Found<'_>],
    unread: Option<&str>,
    given: &Given,
) -> Result<(), Why> {
    let instant = one_instant(times, unread, given);
    match instant {
        Ok(Some(at)) => reading.date(&at),
        Ok(None) => {}
        Err(why) if reading.has_address() => return Err(why),
        Err(why) => {
            let text = times.first().map(|t| t.text).or(unread).unwrap_or_default();
            if !reading.finds.is_empty() {
                reading.left.push((text.to_owned(), why));
            }
        }
    }
    Ok(())
}

fn one_instant(
    times: &[Found<'_>],
    unread: Option<&str>,
    given: &Given,
) -> Result<Option<Moment>, Why> {
    let Some((first, others)) = times.split_first() else {
        return match unread {
            Some(time) => Err(Why::UnreadTime { time: time.to_owned() }),
            None => Ok(None),
        };
    };
    let first = first.resolve(given)?;
    for other in others {
        if other.resolve(given)?.at() != first.at() {
            return Err(Why::SeveralTimes);
        }
    }
    Ok(Some(first))
}

/// `date time action protocol source destination source-port destination-port ... path`, as the
/// Windows firewall writes it. Its path says which end is far.
fn firewall(line: &str, given: &Given) -> Option<Result<Reading, Why>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [date, clock, action, _protocol, source, target, from, to, rest @ ..] = words.as_slice()
    else {
        return None;
    };
    if !FIREWALL_ACTIONS.contains(action) {
        return None;
    }
    let source: Address = source.parse().ok()?;
    let target: Address = target.parse().ok()?;
    let ends = match rest.last() {
        Some(&"RECEIVE") => vec![(source, from)],
        Some(&"SEND") => vec![(target, to)],
        _ => vec![(source, from), (target, to)],
    };
    let mut reading = Reading { finds: Vec::new(), left: Vec::new() };
    for (address, port) in ends {
        // Protocols without ports show a hyphen.
        let port = ip::parse_port(port).ok();
        reading.keep(Identifier::Ip(IpEndpoint { address, port, at: None }), Vec::new());
    }
    let stamp = format!("{date} {clock}");
    let times = time::find(&stamp);
    let unread = times.is_empty().then_some(stamp.as_str());
    Some(date_finds(&mut reading, &times, unread, given).map(|()| reading))
}

/// The part of a web server's line that is about the client: before the time, or between it and the
/// quoted request. Page, referrer and browser are not the client's.
fn client(line: &str, time: &Found<'_>) -> Vec<Piece> {
    let (start, end) = time.span;
    let before = pieces(line.get(..start).unwrap_or_default());
    if before.iter().any(|piece| matches!(piece.is, Is::Identifier(_))) {
        return before;
    }
    let after = line.get(end..).unwrap_or_default();
    pieces(after.split('"').next().unwrap_or_default())
}

/// The line with its times cut out.
fn without(line: &str, times: &[Found<'_>]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for time in times {
        let (start, end) = time.span;
        out.push_str(line.get(from..start).unwrap_or_default());
        out.push(' ');
        from = end;
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out
}

/// A piece of a line between spaces, commas and quotes.
struct Piece {
    /// The name before it, in small letters, where it was written `name=value`.
    key: Option<String>,
    text: String,
    /// As it was written, if it had been made unclickable.
    refanged: Option<String>,
    is: Is,
}

enum Is {
    Identifier(Identifier),
    Number(NonZeroU16),
    /// It has the shape of an identifier and breaks its rules.
    Broken(String),
    Word,
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let chunks = line.split(|c: char| c.is_whitespace() || "\"<>`|".contains(c));
    for chunk in chunks.filter(|chunk| !chunk.is_empty()) {
        // Commas and semicolons may belong to a web address.
        if web::has_scheme(&refang(chunk.trim_start_matches(EDGES))) {
            out.push(Piece::new(chunk));
        } else {
            let parts = chunk.split([',', ';']).filter(|part| !part.is_empty());
            out.extend(parts.map(Piece::new));
        }
    }
    out
}

impl Piece {
    fn new(written: &str) -> Self {
        let (key, value) = match written.split_once('=') {
            Some((key, value)) if is_key(key) => (Some(key.to_ascii_lowercase()), value),
            _ => (None, written),
        };
        let plain = refang(value);
        let refanged = (plain != value).then(|| value.to_owned());
        let is = judge(&plain);
        Self { key, text: plain, refanged, is }
    }
}

/// What a piece is, with and without the signs around it.
pub(super) fn find_in(text: &str) -> (Option<Result<Identifier, String>>, Option<String>) {
    let plain = refang(text);
    let refanged = (plain != text).then(|| text.to_owned());
    let found = match judge(&plain) {
        Is::Identifier(identifier) => Some(Ok(identifier)),
        Is::Broken(error) => Some(Err(error)),
        Is::Number(_) | Is::Word => None,
    };
    (found, refanged)
}

fn judge(text: &str) -> Is {
    let bare = text.trim_matches(EDGES);
    let bare = ["mailto:", "tel:"].iter().find_map(|s| bare.strip_prefix(s)).unwrap_or(bare);
    if let Ok(number) = ip::parse_port(bare) {
        return Is::Number(number);
    }
    // At the end of a sentence a sign belongs to the sentence, not to the web address.
    if !web::has_scheme(bare)
        && let Ok(Some(identifier)) = Identifier::guess_strictly(text)
    {
        return Is::Identifier(identifier);
    }
    match Identifier::guess_strictly(bare) {
        Ok(Some(identifier)) => Is::Identifier(identifier),
        Ok(None) => Is::Word,
        Err(error) => Is::Broken(error.to_string()),
    }
}

/// An address as it was before someone made it unclickable.
pub(super) fn refang(text: &str) -> String {
    let mut out = text.to_owned();
    for (fang, plain) in FANGS {
        if out.contains(fang) {
            out = out.replace(fang, plain);
        }
    }
    match out.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("hxxp") => format!("http://{rest}"),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("hxxps") => format!("https://{rest}"),
        _ => out,
    }
}

fn is_key(text: &str) -> bool {
    (1..=24).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Where the ports of a line are written.
struct Ports {
    /// `SPT=`
    near: Option<NonZeroU16>,
    /// `DPT=`
    far: Option<NonZeroU16>,
    /// What belongs to the only address of a line: `port=`, `SPT=`, or the only number of a line
    /// that holds but this and the address, in this order.
    lone: Option<NonZeroU16>,
}

impl Ports {
    fn of(pieces: &[Piece]) -> Self {
        let named = |of: fn(&str) -> bool| {
            pieces.iter().find_map(|piece| match (&piece.is, &piece.key) {
                (Is::Number(port), Some(key)) if is_port_key(key) && of(key) => Some(*port),
                _ => None,
            })
        };
        let is_address = |piece: &&Piece| matches!(piece.is, Is::Identifier(Identifier::Ip(_)));
        let lone = match pieces {
            [first, Piece { is: Is::Number(port), key: None, .. }] if is_address(&first) => {
                Some(*port)
            }
            _ if pieces.iter().filter(is_address).count() == 1 => named(|key| !is_far(key)),
            _ => None,
        };
        Self { near: named(is_near), far: named(is_far), lone }
    }

    /// The identifier, with the port that the line gives for it elsewhere.
    fn add_to(&self, mut identifier: Identifier, place: usize, pieces: &[Piece]) -> Identifier {
        if let Identifier::Ip(ip) = &mut identifier
            && ip.port.is_none()
        {
            let key = pieces.get(place).and_then(|piece| piece.key.as_deref()).unwrap_or_default();
            let named = match (is_near(key), is_far(key)) {
                (true, _) => self.near,
                (_, true) => self.far,
                _ => None,
            };
            ip.port = spelt(pieces, place).or(named).or(self.lone.filter(|_| !is_far(key)));
        }
        identifier
    }
}

/// `203.0.113.7 port 51234`
fn spelt(pieces: &[Piece], place: usize) -> Option<NonZeroU16> {
    let word = pieces.get(place + 1)?;
    match pieces.get(place + 2)?.is {
        Is::Number(port) if word.text.trim_matches(EDGES).eq_ignore_ascii_case("port") => {
            Some(port)
        }
        _ => None,
    }
}

fn is_port_key(key: &str) -> bool {
    matches!(key, "spt" | "dpt" | "sport" | "dport") || key.ends_with("port")
}

/// Names of the source's side begin so: `src`, `SPT`, `source_ip`.
fn is_near(key: &str) -> bool {
    ["src", "source", "spt", "sport", "saddr"].iter().any(|start| key.starts_with(start))
}

/// Names of the destination's side begin so: `dst`, `DPT`, `dest_ip`.
fn is_far(key: &str) -> bool {
    ["dst", "dest", "dpt", "dport", "daddr"].iter().any(|start| key.starts_with(start))
}
