// SPDX-License-Identifier: EUPL-1.2
//! A question in the words of the field, for those who read command lines.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::example::Example;

/// A question in a few lines: who, what, on what, and with which facts.
#[must_use]
pub fn told(example: &Example) -> Vec<String> {
    let mut lines = vec![format!("who   {}", who(example))];
    lines.push(format!("what  {}", what(example)));
    lines.push(format!("on    {}", on(example)));
    let facts = facts(example);
    if !facts.is_empty() {
        lines.push(format!("with  {}", facts.join("; ")));
    }
    lines
}

fn who(example: &Example) -> String {
    let state = |of: &Map<String, Value>, key| id(of.get(key)?).map(str::to_owned);
    let home = state(&example.principal, "state") == state(&example.resource, "here");
    let of = if home { "an officer of this State" } else { "an officer of another State" };
    let held = match ids(example.principal.get("roles")) {
        held if held.is_empty() => "who holds no office".to_owned(),
        held => format!("who is {}", held.join(" and ")),
    };
    match example.principal.get("authority") {
        Some(_) => format!("{of}, of a named authority, {held}"),
        None => format!("{of}, {held}"),
    }
}

fn what(example: &Example) -> String {
    match example.context.get("answer").and_then(id) {
        Some(answer) => format!("`{}`, saying `{answer}`", example.action),
        None => format!("`{}`", example.action),
    }
}

fn on(example: &Example) -> String {
    if example.resource_type != "Request" {
        return "the node itself".to_owned();
    }
    let of = &example.resource;
    let text = |key: &str| of.get(key).and_then(id).unwrap_or("unknown").to_owned();
    let side = match text("side").as_str() {
        "requesting" => "that this State asks for",
        _ => "that is asked of this State",
    };
    let tier = match of.get("tier").and_then(id) {
        Some(tier) => format!("{tier} data"),
        None => "data of unknown tier".to_owned(),
    };
    let mut line = format!("a request for {}, {side}; {tier}", text("workflow"));
    for (key, words) in STANDING {
        let up = of.get(*key).is_some_and(|value| value.as_bool().unwrap_or(true));
        if up {
            line.push_str("; ");
            line.push_str(words);
        }
    }
    for (key, words) in LACKS {
        if of.get(*key).and_then(Value::as_bool) == Some(false) {
            line.push_str("; ");
            line.push_str(words);
        }
    }
    if let Some(days) = of.get("secrecy_days").and_then(Value::as_i64) {
        let _ = write!(line, "; secret for {days} days");
    }
    for (key, words) in CODED {
        let said = of.get(*key).and_then(id).map(|one| vec![one]);
        let said = said.unwrap_or_else(|| ids(of.get(*key)));
        if !said.is_empty() {
            let _ = write!(line, "; {words} {}", said.join(", "));
        }
    }
    let states = ids(of.get("stands"));
    if !states.is_empty() {
        line.push_str("; items that are ");
        line.push_str(&states.join(", "));
    }
    line
}

/// What a flag of the request says when it is up.
const STANDING: &[(&str, &str)] = &[
    ("suspended", "suspended by a court or the oversight body"),
    ("frozen", "not validated in time"),
    ("given_to", "given to an authority"),
    ("established", "an offence of the instrument itself"),
    ("reserved", "this State reserved to refuse for want of dual criminality"),
    ("other_breaks", "the policies of the other State permit what the floor forbids"),
    ("out_of_authority", "the authorisation it rests on has ended"),
    ("seeks_person", "it asks where a person is"),
    ("screened", "the questions about protected persons were answered"),
    ("screened_twice", "answered by two"),
    ("plain", "every provision cited is in a plain class"),
    ("differs", "the two States answer differently"),
    ("misstated", "an answer of the authority that asks was false"),
];

/// What a flag of the request says when it is down: what is missing.
const LACKS: &[(&str, &str)] = &[
    ("complete", "something that the instrument asks for is missing"),
    ("bounded", "more is asked for than the bounds allow"),
    ("stored", "a period reaches beyond the request"),
    ("in_scope", "it is out of the instrument's scope"),
    ("fits", "offence or authority do not fit the tier"),
    ("free_at_home", "the law at home wants an authorisation"),
];

/// What a coded fact of the request says when it is there.
const CODED: &[(&str, &str)] = &[
    ("concerns", "found:"),
    ("transfer", "a hand-over would be"),
    ("dual", "dual criminality is"),
    ("lifted", "lifted:"),
];

/// What a fact of the act says when it is there.
const ACT: &[(&str, &str)] = &[
    ("consulted", "a consultation took place"),
    ("reason", "a reason is given"),
    ("authorisation", "an independent authorisation is on file"),
    ("court", "it is a court's"),
    ("onward", "the file came from a third State that has not agreed"),
    ("considered", "answering in part was considered"),
    ("apart", "the officer is of another authority than the examiners"),
    ("overriding", "a rule is overridden"),
    ("for_dual", "it is for want of dual criminality"),
];

/// What a fact of a renewal says when it is there.
const RENEWAL: &[(&str, &str)] = &[
    ("longer", "longer than it lasts"),
    ("act", "with an independent act"),
    ("past_year", "beyond a year"),
    ("agreed", "which the oversight body agreed to"),
];

fn facts(example: &Example) -> Vec<String> {
    let of = &example.context;
    let mut found: Vec<String> = Vec::new();
    for (key, value) in of {
        match (key.as_str(), value) {
            ("answer", _) => {}
            ("offices", value) => {
                let offices = ids(Some(value));
                if !offices.is_empty() {
                    found.push(format!("the tables name {} for it", offices.join(", ")));
                }
            }
            ("renewal", Value::Object(renewal)) => found.push(renewed(renewal)),
            ("second", Value::Object(second)) => found.push(second_person(second, example)),
            (key, Value::Bool(up)) => {
                let words = ACT.iter().find(|(known, _)| *known == key);
                found.extend(words.filter(|_| *up).map(|(_, words)| (*words).to_owned()));
            }
            (key, value) => found.push(named(key, value, example)),
        }
    }
    found
}

fn renewed(renewal: &Map<String, Value>) -> String {
    let up = |key: &str| renewal.get(key).and_then(Value::as_bool) == Some(true);
    let days = renewal.get("days").and_then(Value::as_i64).unwrap_or_default();
    let mut line = format!("secrecy is asked for again, for {days} days");
    for (key, words) in RENEWAL {
        if up(key) {
            line.push_str(", ");
            line.push_str(words);
        }
    }
    line
}

fn second_person(second: &Map<String, Value>, example: &Example) -> String {
    let same = second.get("officer").and_then(id) == Some(&example.officer);
    let who = if same { "the same officer as second person" } else { "a second person" };
    let held = ids(second.get("roles"));
    let held = if held.is_empty() { "no office".to_owned() } else { held.join(" and ") };
    let spoken = second.get("spoken").and_then(Value::as_bool) == Some(true);
    let how = if spoken { ", over the telephone" } else { "" };
    format!("{who} ({held}{how})")
}

/// A fact that names officers or a code.
fn named(key: &str, value: &Value, example: &Example) -> String {
    let people = match value {
        Value::Array(members) => members.iter().filter_map(id).collect(),
        one => id(one).into_iter().collect::<Vec<_>>(),
    };
    let officers =
        matches!(key, "drafter" | "editors" | "executors" | "reviewers" | "enterer" | "proposer");
    if officers {
        let them = people.contains(&example.officer.as_str());
        let who = if them { "this officer" } else { "somebody else" };
        return format!("{}: {who}", key.trim_end_matches('s'));
    }
    format!("{key}: {}", people.join(", "))
}

/// The id of an entity.
fn id(value: &Value) -> Option<&str> {
    value.pointer("/__entity/id").and_then(Value::as_str)
}

fn ids(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(id).collect()
}
