// SPDX-License-Identifier: EUPL-1.2
//! `comity officer`: who has a login.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::api::Access;
use crate::fault::Fault;
use crate::out;

/// Officers: persons with a login.
#[derive(Debug, Args)]
pub(crate) struct OfficerCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Adds one; the token is shown once
    Add {
        /// The name, which never leaves this node
        name: String,
        /// An office; may be given several times
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// The authority, by its code in the directory
        #[arg(long)]
        authority: Option<String>,
    },
    /// Lists them
    List,
}

impl OfficerCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        let answer = match &self.what {
            What::Add { name, roles, authority } => {
                let new = json!({"name": name, "roles": roles, "authority": authority});
                api.post("/api/v1/officers", &new).await?
            }
            What::List => api.get("/api/v1/officers").await?,
        };
        if self.access.json {
            return out::json(&answer);
        }
        if let Some(token) = answer.get("token").and_then(Value::as_str) {
            answer.get("officer").into_iter().for_each(show);
            out::say(format!("token, shown once: {token}"));
        }
        answer.as_array().into_iter().flatten().for_each(show);
        Ok(())
    }
}

fn show(officer: &Value) {
    let text = |field: &str| officer.get(field).and_then(Value::as_str).unwrap_or_default();
    let roles = officer.get("roles").and_then(Value::as_array).cloned().unwrap_or_default();
    let roles: Vec<&str> = roles.iter().filter_map(Value::as_str).collect();
    out::say(format!("{}  {:<24} {}", text("id"), text("name"), roles.join(",")));
}
