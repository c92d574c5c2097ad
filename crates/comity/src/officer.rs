// SPDX-License-Identifier: EUPL-1.2
//! `comity officer`: who has a login. One administrator proposes, another consents.

use clap::{Args, Subcommand};
use comity_domain::id::{OfficerId, ProposalId};
use serde_json::{Value, json};

use crate::api::{Access, Api};
use crate::fault::Fault;
use crate::out;

const OFFICERS: &str = "/api/v1/officers";

/// Officers: persons with a login. It takes two administrators to change one.
#[derive(Debug, Args)]
pub(crate) struct OfficerCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Proposes a new one; whoever consents is shown the token, once
    Add {
        /// The name, which never leaves this node
        name: String,
        /// An office; may be given several times
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// The name to sign in with: small letters, digits, dots and dashes
        #[arg(long)]
        login: Option<String>,
        /// The authority, by its code in the directory
        #[arg(long)]
        authority: Option<String>,
    },
    /// Proposes other offices or another authority for one, instead of those before
    Alter {
        /// The officer
        id: OfficerId,
        /// An office; may be given several times
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// The name to sign in with: small letters, digits, dots and dashes
        #[arg(long)]
        login: Option<String>,
        /// The authority, by its code in the directory
        #[arg(long)]
        authority: Option<String>,
    },
    /// Proposes a new token for one; the old one opens nothing then, and sign-in is set up anew
    Token {
        /// The officer
        id: OfficerId,
    },
    /// Proposes that one has no login any more
    End {
        /// The officer
        id: OfficerId,
    },
    /// Lists them
    List,
    /// Lists what waits for a second administrator
    Proposals,
    /// Consents, as the second administrator, to exactly what was proposed
    Consent {
        /// The proposal
        id: ProposalId,
    },
    /// Takes a proposal away
    Decline {
        /// The proposal
        id: ProposalId,
    },
}

impl OfficerCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let answer = ask(&self.access.api()?, &self.what).await?;
        if self.access.json {
            return out::json(&answer);
        }
        match &self.what {
            What::List => answer.as_array().into_iter().flatten().for_each(show),
            What::Proposals => answer.as_array().into_iter().flatten().for_each(show_proposal),
            What::Decline { .. } => out::say("it waits no more"),
            _ => show_done(&answer),
        }
        Ok(())
    }
}

async fn ask(api: &Api, what: &What) -> Result<Value, Fault> {
    let change = match what {
        What::Add { name, roles, login, authority } => json!({
            "change": "add", "name": name, "roles": roles, "login": login, "authority": authority,
        }),
        What::Alter { id, roles, login, authority } => json!({
            "change": "alter", "officer": id, "roles": roles, "login": login,
            "authority": authority,
        }),
        What::Token { id } => json!({"change": "token", "officer": id}),
        What::End { id } => json!({"change": "end", "officer": id}),
        What::List => return api.get(OFFICERS).await,
        What::Proposals => return api.get(&format!("{OFFICERS}/proposals")).await,
        What::Consent { id } => {
            return api.post(&format!("{OFFICERS}/proposals/{id}/consent"), &json!({})).await;
        }
        What::Decline { id } => {
            return api.post(&format!("{OFFICERS}/proposals/{id}/decline"), &json!({})).await;
        }
    };
    api.post(OFFICERS, &change).await
}

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn list(of: &Value, field: &str) -> String {
    let list = of.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
}

fn show(officer: &Value) {
    let ended = officer.get("active").and_then(Value::as_bool) == Some(false);
    let ended = if ended { "  (ended)" } else { "" };
    let (id, name) = (text(officer, "id"), text(officer, "name"));
    let (login, roles) = (text(officer, "login"), list(officer, "roles"));
    out::say(format!("{id}  {name:<24} {login:<24} {roles}{ended}"));
}

fn show_proposal(proposal: &Value) {
    let Some(is) = proposal.get("is") else { return };
    let whom = [text(is, "name"), text(is, "officer")].concat();
    let (change, roles) = (text(is, "change"), list(is, "roles"));
    out::say(format!("{}  {change} {whom} {roles}", text(proposal, "proposal")));
    out::say(format!("      by {} at {}", text(proposal, "by"), text(proposal, "at")));
}

fn show_done(done: &Value) {
    if text(done, "done") == "proposed" {
        let proposal = text(done, "proposal");
        out::say(format!("proposed: {}", text(done, "why")));
        out::say(format!("another administrator: comity officer consent {proposal}"));
        return;
    }
    done.get("officer").into_iter().for_each(show);
    if let Some(token) = done.get("token").and_then(Value::as_str) {
        out::say(format!("token, shown once: {token}"));
    }
}
