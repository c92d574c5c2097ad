// SPDX-License-Identifier: EUPL-1.2
//! `comity restored`: what an operator does after a backup was put back.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use comity_node::{Restored, Why};
use serde_json::{Value, json};

use crate::api::Access;
use crate::config::Config;
use crate::fault::Fault;
use crate::keys::Held;
use crate::{opening, out};

/// After a backup was put back: the node asks its peers what it had said before it signs again.
#[derive(Debug, Args)]
pub(crate) struct RestoredCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Says that the store was restored; while the node is stopped, before it is started
    Begin(Begin),
    /// Shows which peers have answered and which have not
    Show,
    /// Goes on without a peer that is gone for good; an administrator's decision, kept on record
    Release(Release),
}

#[derive(Debug, Args)]
struct Begin {
    /// The configuration that `comity init` wrote
    #[arg(long, value_name = "FILE", default_value = "comity.toml", env = "COMITY_CONFIG")]
    config: PathBuf,
    /// Where systemd put the unit's credentials
    #[arg(long, value_name = "DIR", env = "CREDENTIALS_DIRECTORY", hide = true)]
    credentials: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Release {
    /// The State that is gone, such as XB
    state: String,
    /// Why it is not waited for; stays on record
    #[arg(long)]
    reason: String,
}

impl RestoredCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let recovery = match self.what {
            What::Begin(begin) => return begin.run().await,
            What::Show => self.access.api()?.get("/api/v1/recovery").await?,
            What::Release(release) => {
                let said = json!({ "state": release.state, "reason": release.reason });
                self.access.api()?.post("/api/v1/recovery/releases", &said).await?
            }
        };
        if self.access.json {
            return out::json(&recovery);
        }
        show(&recovery);
        Ok(())
    }
}

impl Begin {
    async fn run(self) -> Result<(), Fault> {
        let config = Config::read(&self.config)?;
        let held = Held::read(&config.keys)?;
        let opened = opening::open(&config, &self.credentials, held).await?;
        let node = opened.node;
        if !node.is_recovering() {
            let peers = Vec::new();
            let restored = Restored { why: Why::Operator, lost: 0, peers };
            node.begin_recovery(restored).await?;
        }
        let waiting = node.recovery().map_or(0, |recovery| recovery.waiting.len());
        out::say(format!(
            "The node is recovering and will ask {waiting} peers when it is started."
        ));
        Ok(())
    }
}

fn show(recovery: &Value) {
    let text = |value: &Value, field: &str| match value.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let all = |field: &str| recovery.get(field).and_then(Value::as_array).cloned();
    if recovery.is_null() {
        return out::say("this node was never restored from a backup");
    }
    let (begun, ended) = (text(recovery, "begun"), text(recovery, "ended"));
    let stands = if ended.is_empty() { "goes on".to_owned() } else { format!("ended {ended}") };
    out::say(format!("recovery begun {begun} ({}), {stands}", text(recovery, "why")));
    out::say(format!("messages taken back: {}", text(recovery, "returned")));
    for state in all("answered").unwrap_or_default() {
        out::say(format!("  answered  {}", state.as_str().unwrap_or_default()));
    }
    for waiting in all("waiting").unwrap_or_default() {
        out::say(format!("  waiting   {}  {}", text(&waiting, "state"), text(&waiting, "note")));
    }
    for released in all("released").unwrap_or_default() {
        let (at, reason) = (text(&released, "at"), text(&released, "reason"));
        out::say(format!("  released  {}  {at}  {reason}", text(&released, "state")));
    }
    for forked in all("forked").unwrap_or_default() {
        let request = forked.as_str().unwrap_or_default();
        out::say(format!("  forked    {request}  two messages in one place: nothing is signed"));
    }
}
