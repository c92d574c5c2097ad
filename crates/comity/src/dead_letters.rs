// SPDX-License-Identifier: EUPL-1.2
//! `comity dead-letters`: messages that a peer refused, and those that this node refused.

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
    /// Lists what this node refused of its peers instead
    #[arg(long, conflicts_with = "requeue")]
    theirs: bool,
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
        if self.theirs {
            let refused = api.get("/api/v1/refused").await?;
            return if self.access.json { out::json(&refused) } else { show(&refused) };
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

#[expect(clippy::unnecessary_wraps, reason = "as its sibling for machines")]
fn show(refused: &Value) -> Result<(), Fault> {
    let refused = refused.as_array().map_or(&[][..], Vec::as_slice);
    for piece in refused {
        let text = |field: &str| piece.get(field).and_then(Value::as_str).unwrap_or_default();
        let bytes = piece.get("bytes").and_then(Value::as_u64).unwrap_or_default();
        let (at, from, code) = (text("at"), text("from"), text("code"));
        out::say(format!("{at}  from {from}  {code}  {bytes} octets, sha256 {}", text("digest")));
    }
    if refused.is_empty() {
        out::say("nothing");
    }
    Ok(())
}
