// SPDX-License-Identifier: EUPL-1.2
//! Every decision on a request, put again to the rules of its time.

use serde_json::Value;

use super::show::{list, text};
use crate::fault::Fault;
use crate::out;

/// Prints what came of it; a fault where something comes out differently.
pub(super) fn told(replay: &Value, json: bool) -> Result<(), Fault> {
    let acts = replay.get("acts").and_then(Value::as_array).cloned().unwrap_or_default();
    let odd = acts.iter().filter(|act| !differences(act).is_empty()).count();
    if json {
        out::json(replay)?;
    } else {
        acts.iter().for_each(tell);
        out::say(match odd {
            0 => format!("{} acts: each comes out as it did", acts.len()),
            _ => format!("{odd} of {} acts come out differently", acts.len()),
        });
    }
    if odd == 0 { Ok(()) } else { Err(Fault::bad("the record does not bear out what was done")) }
}

fn differences(act: &Value) -> Vec<&str> {
    let lines = act.get("differs").and_then(Value::as_array).into_iter().flatten();
    lines.filter_map(Value::as_str).collect()
}

fn tell(act: &Value) {
    let rules = text(act, "rules");
    let word = match (rules.is_empty(), differences(act).is_empty()) {
        (true, _) => "not kept",
        (false, true) => "same",
        (false, false) => "DIFFERS",
    };
    out::say(format!(
        "{:>4}  {}  {:<24} {word:<9} by {}  rules {}",
        text(act, "version"),
        text(act, "at"),
        text(act, "what"),
        text(act, "by"),
        rules.chars().take(12).collect::<String>(),
    ));
    let held = list(act, "held");
    if !held.is_empty() {
        out::say(format!("        held: {held}"));
    }
    for line in differences(act) {
        out::say(format!("        {line}"));
    }
}
