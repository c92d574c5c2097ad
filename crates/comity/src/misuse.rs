// SPDX-License-Identifier: EUPL-1.2
//! `comity misuse`: what a person should look at.

use clap::Args;
use serde_json::{Value, json};

use crate::api::{Access, escaped};
use crate::fault::Fault;
use crate::out;

/// What looks like misuse, in what others ask and in what this State asks: for supervisors and the
/// oversight body. Nothing follows from it by itself.
#[derive(Debug, Args)]
pub(crate) struct MisuseCommand {
    #[command(flatten)]
    access: Access,
    /// The alert to put aside, by its id; it comes back when it goes on
    #[arg(long, value_name = "ID", requires = "reason")]
    aside: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "aside")]
    reason: Option<String>,
    /// Lists the thresholds instead, with their reasons
    #[arg(long, conflicts_with = "aside")]
    thresholds: bool,
}

impl MisuseCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        let view = match &self.aside {
            Some(alert) => {
                let path = format!("/api/v1/misuse/{}/aside", escaped(alert));
                api.post(&path, &json!({ "reason": self.reason })).await?
            }
            None => api.get("/api/v1/misuse").await?,
        };
        if self.access.json {
            return out::json(&view);
        }
        let list = |field: &str| view.get(field).and_then(Value::as_array).cloned();
        if self.thresholds {
            list("thresholds").unwrap_or_default().iter().for_each(threshold);
            return Ok(());
        }
        let alerts = list("alerts").unwrap_or_default();
        alerts.iter().for_each(show);
        if alerts.is_empty() {
            out::say("nothing");
        }
        Ok(())
    }
}

fn text(of: &Value, field: &str) -> String {
    match of.get(field) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => "-".to_owned(),
        Some(other) => other.to_string(),
    }
}

fn threshold(row: &Value) {
    let is = row.get("is").and_then(Value::as_array).into_iter().flatten();
    let is: Vec<&str> = is.filter_map(Value::as_str).collect();
    out::say(format!("{} = {}", text(row, "name"), is.join(", ")));
    out::say(format!("    {}", text(row, "why")));
}

fn show(alert: &Value) {
    let none = Value::Null;
    let subject = alert.get("subject").unwrap_or(&none);
    let (rule, state) = (text(alert, "rule"), text(subject, "state"));
    let authority = subject.get("authority").and_then(Value::as_str).unwrap_or("every authority");
    out::say(format!("{rule}  {state}, {authority}  {}", text(alert, "id")));
    out::say(format!("    {:<18} {} to {}", "when", text(alert, "from"), text(alert, "until")));
    for value in alert.get("values").and_then(Value::as_array).into_iter().flatten() {
        let reached = value.get("reached").map(|reached| format!(" (at least {reached})"));
        let (field, is) = (text(value, "field"), text(value, "is"));
        out::say(format!("    {field:<18} {is}{}", reached.unwrap_or_default()));
    }
    for named in alert.get("named").and_then(Value::as_array).into_iter().flatten() {
        let (at, request) = (text(named, "at"), text(named, "request"));
        let what = match named.get("octets").and_then(Value::as_str) {
            Some(octets) => format!("octets, sha256 {octets}"),
            None => {
                format!(
                    "{request}  {}  message {}",
                    text(named, "reference"),
                    text(named, "message")
                )
            }
        };
        out::say(format!("    {at}  {what}"));
    }
    if let Some(reason) = alert.get("aside").and_then(|aside| aside.get("reason")) {
        out::say(format!("    {:<18} {}", "put aside", reason.as_str().unwrap_or_default()));
    }
}
