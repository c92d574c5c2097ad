// SPDX-License-Identifier: EUPL-1.2
//! What `strace` wrote down, as events. Every text in it is in hexadecimal.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

/// A call that came to its end.
pub(crate) struct Event {
    pub(crate) begun: Timestamp,
    pub(crate) ended: Timestamp,
    pub(crate) what: What,
}

pub(crate) enum What {
    Write {
        path: PathBuf,
        offset: usize,
        octets: Vec<u8>,
    },
    Truncate {
        path: PathBuf,
        length: usize,
    },
    Sync {
        path: PathBuf,
    },
    Remove {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    /// Octets to a socket, with its local address.
    Send {
        from: String,
    },
}

/// The events, by when they ended.
pub(crate) fn read(text: &str) -> Vec<Event> {
    let mut begun = BTreeMap::<&str, (Timestamp, String)>::new();
    let mut events = Vec::new();
    for line in text.lines() {
        let (thread, rest) = line.split_once(' ').unwrap();
        let (at, rest) = rest.trim_start().split_once(' ').unwrap();
        let at = instant(at);
        if let Some(first) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, (at, first.to_owned()));
        } else if rest.starts_with("<... ") {
            let (_, second) = rest.split_once(" resumed>").unwrap();
            // One that began before we looked says nothing of itself.
            if let Some((since, first)) = begun.remove(thread) {
                events.extend(event(since, at, &(first + second)));
            }
        } else {
            let took = rest.rsplit_once('<').and_then(|(_, took)| took.strip_suffix('>'));
            let took = took.and_then(|took| took.parse::<f64>().ok()).unwrap_or_default();
            let ended = at + jiff::SignedDuration::from_secs_f64(took);
            events.extend(event(at, ended, rest));
        }
    }
    events.sort_by_key(|event| event.ended);
    events
}

/// Seconds and microseconds.
fn instant(text: &str) -> Timestamp {
    let (seconds, micros) = text.split_once('.').unwrap();
    let micros: i64 = micros.parse().unwrap();
    Timestamp::from_microsecond(seconds.parse::<i64>().unwrap() * 1_000_000 + micros).unwrap()
}

fn event(begun: Timestamp, ended: Timestamp, call: &str) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    let result: i64 = result.split([' ', '<']).next()?.parse().ok()?;
    if result < 0 {
        return None;
    }
    let arguments = arguments.trim_end().strip_suffix(')')?;
    let (first, others) = arguments.split_once(", ").unwrap_or((arguments, ""));
    let number = || others.rsplit_once(", ").map_or(others, |(_, last)| last).parse().ok();
    let what = match name {
        "pwrite64" => {
            let octets = decoded(others.split('"').nth(1)?);
            // What was cut off would be a hole in the image.
            let whole = usize::try_from(result) == Ok(octets.len());
            assert!(whole, "a write that was not traced whole");
            What::Write { path: path_of(first)?, offset: number()?, octets }
        }
        "ftruncate" => What::Truncate { path: path_of(first)?, length: number()? },
        "fsync" | "fdatasync" => What::Sync { path: path_of(first)? },
        "unlink" => What::Remove { path: named(first)? },
        "rename" => What::Rename { from: named(first)?, to: named(others)? },
        "write" | "writev" | "sendto" | "sendmsg" => {
            let socket = first.split_once("<TCP:[")?.1;
            What::Send { from: socket.split_once("->")?.0.to_owned() }
        }
        _ => return None,
    };
    Some(Event { begun, ended, what })
}

/// The path of a file's number: `12<\x2f\x74...>`.
fn path_of(argument: &str) -> Option<PathBuf> {
    let hex = argument.split_once('<')?.1.strip_suffix('>')?;
    hex.starts_with("\\x2f").then(|| path(hex))
}

/// A path given as a text. Relative ones are of no file of ours.
fn named(argument: &str) -> Option<PathBuf> {
    let hex = argument.split('"').nth(1)?;
    hex.starts_with("\\x2f").then(|| path(hex))
}

fn path(hex: &str) -> PathBuf {
    PathBuf::from(String::from_utf8(decoded(hex)).unwrap())
}

fn decoded(text: &str) -> Vec<u8> {
    let pairs = text.split("\\x").filter(|pair| !pair.is_empty());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

#[test]
fn a_trace_is_read_with_what_was_interrupted() {
    let trace = "\
7 1795319539.100000 pwrite64(3<\\x2f\\x61>, \"\\x00\\xff\", 2, 10 <unfinished ...>
8 1795319539.200000 fsync(4<\\x2f\\x62>) = 0 <0.300000>
7 1795319539.300000 <... pwrite64 resumed>) = 2 <0.200000>
9 1795319539.400000 sendto(5<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"\\x01\", 1, 0, NULL, 0) = 1 <0.1>
9 1795319539.600000 write(4<\\x61\\x6e\\x6f\\x6e>, \"\\x01\", 1) = 1 <0.000001>
9 1795319539.700000 unlink(\"\\x2f\\x62\") = -1 ENOENT (No such file or directory) <0.000011>
9 1795319539.800000 +++ killed by SIGKILL +++
";
    let events = read(trace);
    assert_eq!(events.len(), 3);
    let What::Write { path, offset, octets } = &events[0].what else { panic!("no write") };
    assert_eq!((path.to_str(), *offset, &octets[..]), (Some("/a"), 10, &[0, 255][..]));
    assert_eq!(events[0].begun, instant("1795319539.100000"));
    let ends = |n: usize| events[n].ended.as_microsecond() % 1_000_000;
    assert_eq!((ends(0), ends(1), ends(2)), (300_000, 500_000, 500_000));
    let sends = events
        .iter()
        .any(|event| matches!(&event.what, What::Send { from } if from == "127.0.0.1:1"));
    assert!(sends);
}
