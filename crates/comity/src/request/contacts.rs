// SPDX-License-Identifier: EUPL-1.2
//! `comity request contacts`: other authorities of this State with the same identifier.

use clap::Args;
use serde_json::{Value, json};

use crate::api::{Api, escaped};
use crate::fault::Fault;
use crate::out;

/// Contact with other authorities of this State about the same identifier.
#[derive(Debug, Args)]
pub(super) struct Contacts {
    /// The request: its id, or a reference
    request: String,
    /// Asks each of these authorities for contact
    #[arg(long, conflicts_with_all = ["agree", "decline"])]
    ask: bool,
    /// Agrees to this contact, as it is listed
    #[arg(long, value_name = "CONTACT", conflicts_with = "decline")]
    agree: Option<String>,
    /// Declines it
    #[arg(long, value_name = "CONTACT")]
    decline: Option<String>,
}

impl Contacts {
    pub(super) async fn run(&self, api: &Api, as_json: bool) -> Result<(), Fault> {
        let path = format!("/api/v1/requests/{}/contacts", escaped(&self.request));
        let answer = match (&self.agree, &self.decline) {
            (Some(contact), _) => Some((contact, true)),
            (None, Some(contact)) => Some((contact, false)),
            (None, None) => None,
        };
        let view = match answer {
            Some((contact, agrees)) => {
                let said = json!({ "contact": contact, "agrees": agrees });
                api.post(&format!("{path}/answer"), &said).await?
            }
            None if self.ask => api.post(&path, &json!({})).await?,
            None => api.get(&path).await?,
        };
        if as_json {
            return out::json(&view);
        }
        let count = |name: &str| view.get(name).and_then(Value::as_u64).unwrap_or_default();
        out::say(format!(
            "{} open requests of {} authorities of this State name the same; {} not asked",
            count("requests"),
            count("authorities"),
            count("unasked")
        ));
        for contact in view.get("contacts").and_then(Value::as_array).into_iter().flatten() {
            let text = |name: &str| contact.get(name).and_then(Value::as_str).unwrap_or_default();
            let line = [text("contact"), text("at"), text("answer"), text("authority")];
            out::say(line.join("  ").trim_end().to_owned());
        }
        Ok(())
    }
}
