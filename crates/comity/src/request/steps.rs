// SPDX-License-Identifier: EUPL-1.2
//! Steps in arguments.

use clap::Args;
use serde_json::{Map, Value, json};

use super::perform;
use crate::api::{Api, escaped};
use crate::fault::Fault;

/// A step that needs no words.
#[derive(Debug, Args)]
pub(super) struct Plain {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// The items it is about; all if none is named
    #[arg(long = "item", value_name = "N")]
    items: Vec<u16>,
    /// Words for the file of this State
    #[arg(long)]
    text: Option<String>,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

impl Plain {
    pub(super) async fn take(&self, api: &Api, step: &str) -> Result<Value, Fault> {
        let detail = self.text.as_ref().map(|text| json!({"detail": "text", "is": text}));
        let command =
            json!({"command": "take", "step": step, "items": self.items, "detail": detail});
        perform(api, &self.request, self.role.as_deref(), command).await
    }
}

/// An order that was served.
#[derive(Debug, Args)]
pub(super) struct Order {
    #[command(flatten)]
    plain: Plain,
    /// The provider's code in the register, or `other`
    #[arg(long)]
    provider: String,
    /// The legal entity served
    #[arg(long)]
    entity: String,
    /// By which channel
    #[arg(long, default_value = "portal")]
    by: String,
    /// The order's own reference
    #[arg(long, default_value = "")]
    reference: String,
    /// Until when it binds
    #[arg(long, value_name = "INSTANT")]
    until: Option<jiff::Timestamp>,
    /// The zone in which that is meant
    #[arg(long, default_value = "UTC")]
    zone: String,
}

impl Order {
    pub(super) async fn take(&self, api: &Api) -> Result<Value, Fault> {
        let mut facts = Map::new();
        facts.insert("provider".to_owned(), json!(self.provider));
        facts.insert("channel".to_owned(), json!(self.by));
        until(&mut facts, self.until, &self.zone);
        let is = json!({"entity": self.entity, "reference": self.reference,
            "text": self.plain.text.clone().unwrap_or_default()});
        let command = json!({"command": "take", "step": "order.serve", "items": self.plain.items,
            "facts": facts, "detail": {"detail": "order", "is": is}});
        perform(api, &self.plain.request, self.plain.role.as_deref(), command).await
    }
}

/// A holder's reply.
#[derive(Debug, Args)]
pub(super) struct Reply {
    #[command(flatten)]
    plain: Plain,
    /// What was replied: held, not-held, impossible, objected or produced
    #[arg(long)]
    outcome: String,
    /// The holder's own reference
    #[arg(long, default_value = "")]
    reference: String,
    /// Until when the holder says it holds
    #[arg(long, value_name = "INSTANT")]
    until: Option<jiff::Timestamp>,
    /// The zone in which that is meant
    #[arg(long, default_value = "UTC")]
    zone: String,
}

impl Reply {
    pub(super) async fn take(&self, api: &Api) -> Result<Value, Fault> {
        let mut facts = Map::new();
        facts.insert("outcome".to_owned(), json!(self.outcome));
        until(&mut facts, self.until, &self.zone);
        let is = json!({"reference": self.reference,
            "text": self.plain.text.clone().unwrap_or_default()});
        let command = json!({"command": "take", "step": "order.reply", "items": self.plain.items,
            "facts": facts, "detail": {"detail": "reply", "is": is}});
        perform(api, &self.plain.request, self.plain.role.as_deref(), command).await
    }
}

/// A telephone call.
#[derive(Debug, Args)]
pub(super) struct Call {
    #[command(flatten)]
    plain: Plain,
    /// The number called, from the directory and not from the message
    #[arg(long)]
    number: String,
    /// The office that answered
    #[arg(long)]
    office: String,
    /// The message it was about
    #[arg(long, value_name = "ID")]
    about: Option<String>,
}

impl Call {
    pub(super) async fn take(&self, api: &Api, step: &str) -> Result<Value, Fault> {
        let mut facts = Map::new();
        if let Some(about) = &self.about {
            facts.insert("about".to_owned(), json!(about));
        }
        let is = json!({"number": self.number, "office": self.office,
            "text": self.plain.text.clone().unwrap_or_default()});
        let command = json!({"command": "take", "step": step, "items": self.plain.items,
            "facts": facts, "detail": {"detail": "call", "is": is}});
        perform(api, &self.plain.request, self.plain.role.as_deref(), command).await
    }
}

/// An approval over the telephone.
#[derive(Debug, Args)]
pub(super) struct Approved {
    /// The request
    request: String,
    /// Who approved, by the id of their login
    #[arg(long, value_name = "ID")]
    officer: String,
    /// When they said so
    #[arg(long, value_name = "INSTANT")]
    at: jiff::Timestamp,
    /// The number called
    #[arg(long)]
    number: String,
    /// The office that answered
    #[arg(long)]
    office: String,
    /// What was said
    #[arg(long, default_value = "")]
    text: String,
    /// The act that waits for a second person; without it, the draft
    #[arg(long, value_name = "ID")]
    proposal: Option<String>,
}

impl Approved {
    pub(super) async fn record(&self, api: &Api) -> Result<Value, Fault> {
        let call = json!({"number": self.number, "office": self.office, "text": self.text});
        let said = json!({"officer": self.officer, "at": self.at, "call": call,
            "proposal": self.proposal});
        let path = format!("/api/v1/requests/{}/approvals-by-phone", escaped(&self.request));
        api.post(&path, &said).await
    }
}

/// Any step.
#[derive(Debug, Args)]
pub(super) struct Step {
    /// The kind of step, such as `act.enter`
    kind: String,
    #[command(flatten)]
    plain: Plain,
    /// Its facts, as a JSON object
    #[arg(long, value_name = "JSON", default_value = "{}")]
    facts: String,
    /// Its detail, as JSON: `{"detail": "act", "is": {...}}`
    #[arg(long, value_name = "JSON")]
    detail: Option<String>,
}

impl Step {
    pub(super) async fn take(&self, api: &Api) -> Result<Value, Fault> {
        let parse = |what: &str, text: &str| {
            serde_json::from_str::<Value>(text)
                .map_err(|error| Fault::unreadable(format!("--{what} is no JSON: {error}")))
        };
        let facts = parse("facts", &self.facts)?;
        let detail = match (&self.detail, &self.plain.text) {
            (Some(detail), _) => Some(parse("detail", detail)?),
            (None, Some(text)) => Some(json!({"detail": "text", "is": text})),
            (None, None) => None,
        };
        let command = json!({"command": "take", "step": self.kind, "items": self.plain.items,
            "facts": facts, "detail": detail});
        perform(api, &self.plain.request, self.plain.role.as_deref(), command).await
    }
}

fn until(facts: &mut Map<String, Value>, until: Option<jiff::Timestamp>, zone: &str) {
    if let Some(until) = until {
        facts.insert("until".to_owned(), json!({"at": until, "zone": zone}));
    }
}
