// SPDX-License-Identifier: EUPL-1.2
//! How requests look on a terminal.

use serde_json::Value;

use crate::fault::Fault;
use crate::out;

/// What became of a command.
pub(super) fn done(done: &Value, json: bool) -> Result<(), Fault> {
    if json {
        return out::json(done);
    }
    let request = text(done, "request");
    if text(done, "done") == "proposed" {
        out::say(format!("it waits for a second person: {}", text(done, "why")));
        out::say(format!(
            "  as {}: comity request consent {request} {}",
            list(done, "any_of"),
            text(done, "proposal")
        ));
        return Ok(());
    }
    let reference = text(done, "reference");
    out::say(format!("recorded on {}", if reference.is_empty() { &request } else { &reference }));
    for (label, field) in [
        ("request", "request"),
        ("message", "message"),
        ("six words", "words"),
        ("by rule", "rule"),
    ] {
        let value = text(done, field);
        if !value.is_empty() {
            out::say(format!("  {label:<10} {value}"));
        }
    }
    Ok(())
}

/// A list of requests.
pub(super) fn list_of(lines: &[Value]) {
    for line in lines {
        let reference = match text(line, "ours") {
            none if none.is_empty() => text(line, "request"),
            ours => ours,
        };
        let clock = line.get("clock").and_then(Value::as_array);
        let clock = clock.map(|parts| {
            let parts: Vec<String> = parts.iter().map(plain).collect();
            parts.join(" ")
        });
        out::say(format!(
            "{reference:<16} {:<4} {:<13} {:<9} {:<19} {:>3} items  {}",
            text(line, "peer"),
            text(line, "measure"),
            text(line, "urgency"),
            text(line, "state"),
            text(line, "items"),
            clock.unwrap_or_default()
        ));
    }
    if lines.is_empty() {
        out::say("nothing");
    }
}

pub(super) fn list(value: &Value, field: &str) -> String {
    let all = value.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    let all: Vec<String> = all.iter().map(plain).collect();
    all.join(", ")
}

/// A file that is attached, and whether it was sent.
fn attached(one: &Value) {
    let file = one.get("file").cloned().unwrap_or_default();
    let sent = one.get("message").is_some_and(|message| !message.is_null());
    let mut said = vec![text(&file, "name"), text(&file, "kind"), text(&file, "language")];
    said.push(if sent { String::new() } else { "not sent".to_owned() });
    said.retain(|word| !word.is_empty());
    out::say(format!("  attached {}  {}", text(one, "id"), said.join(", ")));
}

fn proposed(proposal: &Value) {
    let (id, what) = (text(proposal, "proposal"), text(proposal, "what"));
    out::say(format!("waits for a second person: {what}, {id}"));
    for item in rows(proposal, "items") {
        let conditions = list(item, "conditions");
        let words =
            [text(item, "answer"), text(item, "ground"), text(item, "provision"), conditions];
        let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        out::say(format!("  item {}: {}", item["n"], words.join(", ")));
    }
    for words in [text(proposal, "text"), text(proposal, "full_reason")] {
        if !words.is_empty() {
            out::say(format!("  {words}"));
        }
    }
    let rule = text(proposal, "override");
    if !rule.is_empty() {
        out::say(format!("  it sets the rule {rule} aside"));
    }
}

/// A point of the scope, with what would have to change.
fn point(one: &Value) {
    let of = [text(one, "offence"), text(one, "law_of")].concat();
    let named = [text(one, "rule"), of].join(" ");
    let change = text(one, "change");
    let change = if change.is_empty() { change } else { format!(": {change}") };
    let (result, at) = (text(one, "result"), text(one, "provision"));
    out::say(format!("  scope {result:<8} {at:<11} {}{change}", named.trim()));
}

/// How far an exhibit of the other State has come.
fn fetch(fetch: &Value) {
    let here = fetch.get("here").and_then(Value::as_bool) == Some(true);
    let state = if here { "is here" } else { "is being fetched" };
    let (exhibit, error) = (text(fetch, "exhibit"), text(fetch, "error"));
    let whole = fetch.get("bytes").map(plain).filter(|bytes| !bytes.is_empty());
    let of = whole.map(|bytes| format!(" of {bytes}")).unwrap_or_default();
    out::say(format!(
        "exhibit {exhibit} {state}: {}{of} octets",
        fetch.get("bytes_here").map(plain).unwrap_or_default()
    ));
    if !error.is_empty() {
        out::say(format!("  {error}"));
    }
}

/// A request, whole.
pub(super) fn request(view: &Value, json: bool) -> Result<(), Fault> {
    if json {
        return out::json(view);
    }
    out::say(format!(
        "{} ({})  {} -> {}  {}  {}",
        text(view, "ours"),
        text(view, "request"),
        text(view, "requesting"),
        text(view, "requested"),
        text(view, "measure"),
        text(view, "state")
    ));
    for item in rows(view, "items") {
        out::say(format!(
            "  item {:<3} {:<11} {:<12} {}",
            text(item, "n"),
            text(item, "tier"),
            text(item, "state"),
            text(item, "identifier")
        ));
        for field in ["conditions", "exhibits"] {
            let values = list(item, field);
            if !values.is_empty() {
                out::say(format!("           {field}: {values}"));
            }
        }
        for one in rows(item, "waiting") {
            out::say(format!(
                "           not handed over: {} {}",
                text(one, "id"),
                text(one, "name")
            ));
        }
        if let Some(held) = item.get("held_until").filter(|held| !held.is_null()) {
            out::say(format!(
                "           held until {} | {} | {}",
                text(held, "mine"),
                text(held, "theirs"),
                text(held, "utc")
            ));
        }
    }
    view.get("secrecy").into_iter().for_each(super::secrecy::told);
    rows(view, "scope").iter().for_each(point);
    rows(view, "attachments").iter().for_each(attached);
    rows(view, "fetches").iter().for_each(fetch);
    out::say("what happened");
    for line in rows(view, "timeline") {
        let at = line.get("at").map(|at| text(at, "mine")).unwrap_or_default();
        let (what, kind, by) = (text(line, "what"), text(line, "kind"), text(line, "by"));
        let remarks = list(line, "remarks");
        let said = [text(line, "words"), remarks].join(" ");
        out::say(format!("  {at}  {what:<8} {kind:<18} {by}  {}", said.trim()));
    }
    rows(view, "proposals").iter().for_each(proposed);
    out::say("what may happen next");
    for next in rows(view, "possible") {
        let answer = text(next, "answer");
        let kind = [text(next, "kind"), answer].join(" ");
        out::say(format!(
            "  {:<34} items {:<12} {}",
            kind.trim(),
            list(next, "items"),
            list(next, "roles")
        ));
    }
    Ok(())
}

/// The lines of the interface's list.
pub(super) fn list_all(lines: &Value, json: bool) -> Result<(), Fault> {
    if json {
        return out::json(lines);
    }
    list_of(lines.as_array().map_or(&[], Vec::as_slice));
    Ok(())
}

fn rows<'a>(view: &'a Value, field: &str) -> &'a [Value] {
    view.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value, field: &str) -> String {
    value.get(field).map(plain).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
