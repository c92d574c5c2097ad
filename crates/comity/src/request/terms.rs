// SPDX-License-Identifier: EUPL-1.2
//! A message in arguments.

use clap::Args;
use serde_json::{Map, Value, json};

use super::attach::named;
use super::perform;
use crate::api::{Api, escaped};
use crate::fault::Fault;

/// What a message says.
#[derive(Debug, Args)]
pub(super) struct Message {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// The items it is about; all if none is named
    #[arg(long = "item", value_name = "N")]
    items: Vec<u16>,
    /// What it answers, such as `accept`
    #[arg(long)]
    answer: Option<String>,
    /// Until when, as an instant such as 2026-11-22T12:00:00Z
    #[arg(long, value_name = "INSTANT")]
    until: Option<jiff::Timestamp>,
    /// The zone in which that is meant
    #[arg(long, default_value = "UTC")]
    zone: String,
    /// The ground relied on, by the instrument's code
    #[arg(long)]
    ground: Option<String>,
    /// Its provision
    #[arg(long)]
    provision: Option<String>,
    /// The reason code
    #[arg(long)]
    reason: Option<String>,
    /// A condition; may be given several times
    #[arg(long = "condition", value_name = "CODE")]
    conditions: Vec<String>,
    /// The message it is about
    #[arg(long, value_name = "ID")]
    about: Option<String>,
    /// The other request
    #[arg(long, value_name = "ID")]
    link: Option<String>,
    /// Digest of the order or warrant on file that covers it
    #[arg(long, value_name = "DIGEST")]
    authorisation: Option<String>,
    /// The rule that is overridden
    #[arg(long = "override", value_name = "RULE")]
    overridden: Option<String>,
    /// Words for people
    #[arg(long)]
    text: Option<String>,
    /// A file that goes with it, by its id; may be given several times
    #[arg(long = "attach", value_name = "ID", requires = "text")]
    attachments: Vec<String>,
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

impl Message {
    pub(super) async fn send(
        &self,
        api: &Api,
        kind: &str,
        answer: Option<&str>,
    ) -> Result<Value, Fault> {
        let terms = self.terms(answer);
        let numbers = if self.items.is_empty() && !terms.is_empty() {
            self.every_item(api).await?
        } else {
            self.items.clone()
        };
        let items = numbers.into_iter().map(|n| {
            let mut item = terms.clone();
            item.insert("n".to_owned(), json!(n));
            Value::Object(item)
        });
        let mut act = Map::new();
        act.insert("command".to_owned(), json!("act"));
        act.insert("kind".to_owned(), json!(kind));
        act.insert("items".to_owned(), items.collect());
        let given = [
            ("about", &self.about),
            ("link", &self.link),
            ("authorisation", &self.authorisation),
            ("override", &self.overridden),
        ];
        for (field, value) in given {
            if let Some(value) = value {
                act.insert(field.to_owned(), json!(value));
            }
        }
        if let Some(text) = &self.text {
            let files = named(api, &self.request, &self.attachments).await?;
            act.insert("body".to_owned(), json!({"text": text, "attachments": files}));
        }
        if let (Some(channel), Some(at)) = (&self.channel, self.sent_at) {
            act.insert("means".to_owned(), json!({"channel": channel, "at": at}));
        }
        perform(api, &self.request, self.role.as_deref(), Value::Object(act)).await
    }

    /// What is said of each item.
    fn terms(&self, answer: Option<&str>) -> Map<String, Value> {
        let mut terms = Map::new();
        let answer = self.answer.as_deref().or(answer);
        let given = [
            ("answer", answer),
            ("ground", self.ground.as_deref()),
            ("provision", self.provision.as_deref()),
            ("reason", self.reason.as_deref()),
        ];
        for (field, value) in given {
            if let Some(value) = value {
                terms.insert(field.to_owned(), json!(value));
            }
        }
        if let Some(until) = self.until {
            terms.insert("until".to_owned(), json!({"at": until, "zone": self.zone}));
        }
        if !self.conditions.is_empty() {
            terms.insert("conditions".to_owned(), json!(self.conditions));
        }
        terms
    }

    async fn every_item(&self, api: &Api) -> Result<Vec<u16>, Fault> {
        let path = format!("/api/v1/requests/{}", escaped(&self.request));
        let view = api.get(&path).await?;
        let items = view.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let number = |item: &Value| u16::try_from(item.get("n")?.as_u64()?).ok();
        Ok(items.iter().filter_map(number).collect())
    }
}
