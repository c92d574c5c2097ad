// SPDX-License-Identifier: EUPL-1.2
//! Secrecy asked for again, and what the oversight body says to it.

use clap::Args;
use comity_domain::id::Digest;
use comity_domain::message::OutsideAct;
use serde_json::{Map, Value, json};

use super::perform;
use super::show::text;
use crate::api::{Api, escaped};
use crate::fault::Fault;
use crate::out;

/// Secrecy is asked for again, or ended earlier.
#[derive(Debug, Args)]
pub(super) struct Renew {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// Until when; ninety days from now at most
    #[arg(long, value_name = "INSTANT")]
    until: jiff::Timestamp,
    /// Why
    #[arg(long)]
    text: String,
    /// The independent authority's act, by its reference there as it was entered
    #[arg(long, value_name = "REFERENCE")]
    act: Option<String>,
    /// By which other channel it went, for a request without a node
    #[arg(long, value_name = "CHANNEL", requires = "sent_at")]
    channel: Option<String>,
    /// When it went there
    #[arg(long, value_name = "INSTANT")]
    sent_at: Option<jiff::Timestamp>,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

impl Renew {
    pub(super) async fn send(&self, api: &Api) -> Result<Value, Fault> {
        let mut act = Map::new();
        act.insert("command".to_owned(), json!("act"));
        act.insert("kind".to_owned(), json!("correct"));
        let request = json!({ "secrecy_until": self.until });
        act.insert("body".to_owned(), json!({ "text": self.text, "request": request }));
        if let Some(reference) = &self.act {
            act.insert("authorisation".to_owned(), json!(self.entered(api, reference).await?));
        }
        if let (Some(channel), Some(at)) = (&self.channel, self.sent_at) {
            act.insert("means".to_owned(), json!({ "channel": channel, "at": at }));
        }
        perform(api, &self.request, self.role.as_deref(), Value::Object(act)).await
    }

    async fn entered(&self, api: &Api, reference: &str) -> Result<Digest, Fault> {
        let view = api.get(&format!("/api/v1/requests/{}", escaped(&self.request))).await?;
        let none = || {
            Fault::unreadable(format!(
                "this request has no act, or several, with the reference `{reference}`; enter the \
                 act with `step act.enter`, and name it as it was entered"
            ))
        };
        named(&view, reference).ok_or_else(none)
    }
}

/// The digest of the one act with this reference that a file has.
fn named(view: &Value, reference: &str) -> Option<Digest> {
    let lines = view.get("timeline").and_then(Value::as_array).into_iter().flatten();
    let acts = lines.filter_map(|line| line.pointer("/step/detail/is").cloned());
    let acts = acts.filter_map(|act| serde_json::from_value::<OutsideAct>(act).ok());
    let mut digests: Vec<Digest> =
        acts.filter(|act| act.reference == reference).map(|act| Digest::of_json(&act)).collect();
    digests.dedup();
    digests.pop().filter(|_| digests.is_empty())
}

/// The oversight body agrees to one renewal beyond a year.
#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The request: its id, or a reference
    request: String,
    /// Until when secrecy may last by it
    #[arg(long, value_name = "INSTANT")]
    until: jiff::Timestamp,
    /// The zone in which that is meant
    #[arg(long, default_value = "UTC")]
    zone: String,
    /// Why
    #[arg(long)]
    text: String,
}

impl Agree {
    pub(super) async fn take(&self, api: &Api) -> Result<Value, Fault> {
        let facts = json!({ "until": { "at": self.until, "zone": self.zone } });
        let detail = json!({ "detail": "text", "is": self.text });
        let command = json!({ "command": "take", "step": "secrecy.agree", "facts": facts,
            "detail": detail });
        perform(api, &self.request, None, command).await
    }
}

/// How long a request stays secret, and why not longer.
pub(super) fn told(secrecy: &Value) {
    if secrecy.is_null() {
        return;
    }
    let is = |field: &str| secrecy.get(field).and_then(Value::as_bool) == Some(true);
    let at = |of: &Value, field: &str| of.get(field).map(|at| text(at, "utc")).unwrap_or_default();
    let verb = if is("ended") { "ended" } else { "lasts until" };
    out::say(format!("secrecy {verb} {}", at(secrecy, "until")));
    let notice = at(secrecy, "notice");
    if !notice.is_empty() {
        out::say(format!("  the person concerned has to be told from {notice}"));
    }
    for one in secrecy.get("periods").and_then(Value::as_array).into_iter().flatten() {
        let (ended, short) = (at(one, "ended"), text(one, "short"));
        let anew = if ended.is_empty() { ended } else { format!(", anew: it ended {ended}") };
        let short = if short.is_empty() { short } else { format!(", not as long: {short}") };
        out::say(format!("  {} asked until {}{anew}{short}", at(one, "at"), at(one, "asked")));
    }
}
