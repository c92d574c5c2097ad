// SPDX-License-Identifier: EUPL-1.2
//! `comity request states`: one draft to several States.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::api::{Api, escaped};
use crate::fault::Fault;
use crate::out;

/// The States that a draft asks, and what is done for each.
#[derive(Debug, Args)]
pub(super) struct States {
    /// The request in which the draft was written: its id, or a reference
    request: String,
    /// Do this for each State; what one lacks stops no other, and nothing is done twice
    #[arg(long, value_name = "WHAT")]
    each: Option<Each>,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Each {
    /// Make the requests, or bring them up to the draft
    Make,
    /// Check them (central authority)
    Check,
    /// Approve them
    Approve,
    /// Send those that lack nothing
    Send,
}

impl Each {
    fn code(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Check => "check",
            Self::Approve => "approve",
            Self::Send => "send",
        }
    }
}

impl States {
    pub(super) async fn run(&self, api: &Api, json: bool) -> Result<(), Fault> {
        let path = format!("/api/v1/requests/{}/states", escaped(&self.request));
        let answer = match self.each {
            None => api.get(&path).await?,
            Some(each) => {
                let said = match &self.role {
                    Some(role) => json!({ "role": role, "what": each.code() }),
                    None => json!({ "what": each.code() }),
                };
                api.post(&path, &said).await?
            }
        };
        if json {
            return out::json(&answer);
        }
        for line in answer.as_array().into_iter().flatten() {
            tell(line, self.each.is_some());
        }
        Ok(())
    }
}

fn tell(line: &Value, done: bool) {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let missing = line["missing"].as_array().cloned().unwrap_or_default();
    if done {
        out::say(format!("{}  {}", text("to"), text("done")));
    } else {
        let list = |name: &str| {
            let all = line[name].as_array().into_iter().flatten();
            all.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        };
        let node = line["peer"].as_str().unwrap_or("no node: by other means");
        out::say(format!(
            "{}  {}  {node}  on {} of [{}]  takes {}  {}",
            text("to"),
            text("name"),
            text("instrument"),
            list("bases"),
            list("languages"),
            if line["ours"].is_null() { "not made".to_owned() } else { text("ours") },
        ));
    }
    for lack in &missing {
        let item = lack["item"].as_u64().map(|n| format!("item {n}: ")).unwrap_or_default();
        let provision = lack["provision"].as_str().unwrap_or_default();
        let what = lack["what"].as_str().unwrap_or_default();
        out::say(format!("    missing: {item}{what} ({provision})"));
    }
    if missing.is_empty() && !line["why"].is_null() {
        out::say(format!("    {}", text("why")));
    }
}
