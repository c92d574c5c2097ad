// SPDX-License-Identifier: EUPL-1.2
//! `comity peer`: the other States that this node knows.

use std::path::PathBuf;

use base64ct::{Base64, Encoding as _};
use clap::{Args, Subcommand};
use comity_domain::id::Digest;
use comity_node::Network as _;
use comity_protocol::words::words;
use serde_json::{Value, json};

use crate::api::{Access, Api, escaped};
use crate::fault::{Exit, Fault};
use crate::keys::Secrets;
use crate::{out, running};

/// Peers: other States' nodes, each known by the fingerprint of its root.
#[derive(Debug, Args)]
pub(crate) struct PeerCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Adds a State, or takes in a newer statement of one
    Add(Add),
    /// Works with one no more for now: what it sends is put off, what is for it waits
    Suspend(Standing),
    /// Works with a suspended one again
    Resume(Standing),
    /// Works with one no more: it comes back only by `add`, with its fingerprint
    Remove(Standing),
    /// Tries whether its contact point is there, day and night; without a State says what came of
    /// the last exercises
    Drill {
        /// The State, such as XB
        state: Option<String>,
    },
    /// Records that the six words of its root key were read over the telephone and matched: before
    /// that nothing is granted to it
    Voice(Voice),
    /// Lists them
    List,
    /// Shows one
    Show {
        /// The State, such as XB
        state: String,
    },
}

#[derive(Debug, Args)]
struct Standing {
    /// The State, such as XB
    state: String,
}

impl Standing {
    async fn set(&self, api: &Api, standing: &str) -> Result<Value, Fault> {
        let path = format!("/api/v1/peers/{}/standing", escaped(&self.state));
        Ok(json!([api.post(&path, &json!({"standing": standing})).await?]))
    }
}

#[derive(Debug, Args)]
struct Voice {
    /// The State, such as XB
    state: String,
    /// The number called, from its directory entry
    #[arg(long)]
    number: String,
    /// The office that answered
    #[arg(long)]
    office: String,
    /// What was said
    #[arg(long, default_value = "")]
    text: String,
}

impl Voice {
    async fn record(&self, api: &Api) -> Result<Value, Fault> {
        let path = format!("/api/v1/peers/{}/voice", escaped(&self.state));
        let call = json!({"number": self.number, "office": self.office, "text": self.text});
        api.post(&path, &call).await?;
        shown(api, &self.state).await
    }
}

/// One peer, as a list.
async fn shown(api: &Api, state: &str) -> Result<Value, Fault> {
    let all = api.get("/api/v1/peers").await?;
    let found = all.as_array().into_iter().flatten();
    let found: Vec<&Value> =
        found.filter(|peer| peer.get("state") == Some(&json!(state))).collect();
    if found.is_empty() {
        let what = format!("{state} is no peer of this node");
        return Err(Fault::with_exit(Exit::Missing, what)
            .hint(format!("comity peer add {state} --root FINGERPRINT --from URL")));
    }
    Ok(json!(found))
}

#[derive(Debug, Args)]
struct Add {
    /// The State, such as XB
    state: String,
    /// The fingerprint of its root key, confirmed by telephone with its six words
    #[arg(long, value_name = "FINGERPRINT")]
    root: Digest,
    /// Where its directory statement is: an address, or a file
    #[arg(long, value_name = "URL|FILE")]
    from: String,
}

impl PeerCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        if let What::Drill { state } = &self.what {
            return drill(&api, state.as_deref(), self.access.json).await;
        }
        let peers = match &self.what {
            What::Add(add) => {
                let peer = add.run(&api).await?;
                if !self.access.json {
                    out::say(format!("read these words to {} by telephone:", add.state));
                }
                json!([peer])
            }
            What::Suspend(peer) => peer.set(&api, "suspended").await?,
            What::Resume(peer) => peer.set(&api, "active").await?,
            What::Remove(peer) => peer.set(&api, "removed").await?,
            What::Voice(voice) => voice.record(&api).await?,
            What::List | What::Drill { .. } => api.get("/api/v1/peers").await?,
            What::Show { state } => shown(&api, state).await?,
        };
        if self.access.json {
            return out::json(&peers);
        }
        for peer in peers.as_array().into_iter().flatten() {
            show(peer);
        }
        Ok(())
    }
}

impl Add {
    async fn run(&self, api: &Api) -> Result<Value, Fault> {
        let statement = if self.from.contains("://") {
            let network = running::network(Secrets::make("peer add")?.credentials()?);
            let fetched = network.directory(&self.from).await;
            fetched.map_err(|error| {
                Fault::unavailable(error).hint("or give the statement as a file")
            })?
        } else {
            let read = std::fs::read(PathBuf::from(&self.from));
            let read = read.map_err(|e| Fault::unreadable(format!("`{}`: {e}", self.from)))?;
            read.into()
        };
        let statement = Base64::encode_string(&statement);
        let said = json!({"fingerprint": self.root, "statement": statement});
        let peer = api.post("/api/v1/peers", &said).await?;
        if peer.get("state") == Some(&json!(self.state)) {
            return Ok(peer);
        }
        let other = peer.get("state").and_then(Value::as_str).unwrap_or("another State");
        Err(Fault::bad(format!("the statement was {other}'s and not that of {}", self.state))
            .hint(format!("{other} is a peer now; its words are: {}", words(&self.root).join(" "))))
    }
}

/// Tries a State, or says what came of the last exercises.
async fn drill(api: &Api, state: Option<&str>, as_json: bool) -> Result<(), Fault> {
    if let Some(state) = state {
        let path = format!("/api/v1/peers/{}/drill", escaped(state));
        let done = api.post(&path, &json!({})).await?;
        if as_json {
            return out::json(&done);
        }
        let text = |field: &str| done.get(field).and_then(Value::as_str).unwrap_or_default();
        out::say(format!("{}: an exercise is on its way to {state}", text("reference")));
        out::say("`comity peer drill` says what came of it");
        return Ok(());
    }
    let drills = api.get("/api/v1/drills").await?;
    if as_json {
        return out::json(&drills);
    }
    for drill in drills.as_array().into_iter().flatten() {
        let text = |field: &str| drill.get(field).and_then(Value::as_str).unwrap_or("-");
        let (tried, outcome) = (text("tried"), text("outcome"));
        out::say(format!("{tried}  {outcome}"));
        for field in ["asked", "until", "acknowledged"] {
            out::say(format!("    {field:<12} {}", text(field)));
        }
    }
    Ok(())
}

fn show(peer: &Value) {
    let text = |field: &str| match peer.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    out::say(format!("{}  {}  statement {}", text("state"), text("name"), text("seq")));
    for field in ["standing", "words", "fingerprint", "expires", "url"] {
        out::say(format!("    {field:<12} {}", text(field)));
    }
    let voice = peer.get("voice").and_then(|voice| voice.get("at")).and_then(Value::as_str);
    out::say(format!("    {:<12} {}", "voice", voice.unwrap_or("never: see `comity peer voice`")));
    if let Some(rates) = peer.get("rates") {
        for (name, side) in [("they asked", "received"), ("we asked", "sent")] {
            out::say(format!("    {name:<12} {}", counted(rates.get(side))));
        }
        out::say(format!("    {:<12} {}", "freedoms", differed(rates.get("differences"))));
    }
}

/// Where this State's examiners said otherwise than the State that asked; nobody else counts it.
fn differed(counted: Option<&Value>) -> String {
    let n = |field: &str| counted.and_then(|of| of.get(field)?.as_u64()).unwrap_or_default();
    format!(
        "{} of {} that they asked and both answered for: one says yes where the other says no",
        n("differ"),
        n("answered")
    )
}

/// What one State asked of the other; both count the same.
fn counted(rate: Option<&Value>) -> String {
    let n = |field: &str| rate.and_then(|rate| rate.get(field)?.as_u64()).unwrap_or_default();
    format!(
        "{} requests, emergencies: {} (validated late or not: {}), overrides: {} by who asks, {} \
         by who is asked",
        n("requests"),
        n("emergencies"),
        n("late"),
        n("overrides_asking"),
        n("overrides_asked")
    )
}
