// SPDX-License-Identifier: EUPL-1.2
//! `comity dead-letters`: messages that a peer refused.

use clap::Args;
use serde_json::{Value, json};

use crate::api::{Access, escaped};
use crate::fault::Fault;
use crate::out;

/// Lists messages that a peer refused, or puts one back in line.
#[derive(Debug, Args)]
pub(crate) struct DeadLetters {
    #[command(flatten)]
    access: Access,
    /// The message to put back in line
    #[arg(long, value_name = "ID")]
    requeue: Option<String>,
}

impl DeadLetters {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        if let Some(message) = &self.requeue {
            let path = format!("/api/v1/dead-letters/{}/requeue", escaped(message));
            api.post(&path, &json!({})).await?;
            out::say(format!("{message} is in line again"));
            return Ok(());
        }
        let letters = api.get("/api/v1/dead-letters").await?;
        if self.access.json {
            return out::json(&letters);
        }
        let letters = letters.as_array().cloned().unwrap_or_default();
        for letter in &letters {
            let text = |field: &str| letter.get(field).and_then(Value::as_str).unwrap_or_default();
            out::say(format!("{}  to {}  {}", text("message"), text("to"), text("error")));
        }
        if letters.is_empty() {
            out::say("nothing");
        }
        Ok(())
    }
}
