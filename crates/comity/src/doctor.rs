// SPDX-License-Identifier: EUPL-1.2
//! `comity doctor`: what an operator should know before officers notice.
//!
//! It looks at the configuration and the files of a node that may or may not run, and changes
//! nothing: the store is opened by nobody but the node.

mod disk;
mod standing;

use std::path::{Path, PathBuf};

use clap::Args;
use comity_domain::codes;
use comity_node::Clock as _;
use comity_protocol::directory::Directory;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::fault::Fault;
use crate::keys::Held;
use crate::{epoch, keys, law, opening, out};

/// Days before an end at which it is time to act.
const SOON_DAYS: i64 = 21;

/// Looks at clock, disk, keys, certificates, statements and law; exit 1 if something is bad.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The configuration that `comity init` wrote
    #[arg(long, value_name = "FILE", default_value = "comity.toml", env = "COMITY_CONFIG")]
    config: PathBuf,
    /// Where systemd put the unit's credentials
    #[arg(long, value_name = "DIR", env = "CREDENTIALS_DIRECTORY", hide = true)]
    credentials: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

codes! {
    /// How something stands.
    pub(crate) enum Standing is "how something stands" {
        /// As it should be.
        Good = "good",
        /// Not yet bad.
        Warn = "warn",
        /// The node cannot do its work, or soon cannot.
        Bad = "bad",
    }
}

/// Something that was looked at.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) name: &'static str,
    pub(crate) state: Standing,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
}

impl Finding {
    pub(crate) fn new(name: &'static str, state: Standing, text: impl Into<String>) -> Self {
        Self { name, state, text: text.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn of_fault(name: &'static str, fault: Fault) -> Self {
        Self { name, state: Standing::Bad, text: fault.what, hint: fault.hint }
    }
}

impl Doctor {
    pub(crate) fn run(self) -> Result<(), Fault> {
        let config = Config::read(&self.config)?;
        let findings = findings(&config, &self.credentials, SystemClock.now());
        if self.json {
            out::json(&findings)?;
        } else {
            for finding in &findings {
                out::say(format!("{:<5} {:<12} {}", finding.state, finding.name, finding.text));
                if let Some(hint) = &finding.hint {
                    out::say(format!("      hint: {hint}"));
                }
            }
        }
        let bad = findings.iter().filter(|finding| finding.state == Standing::Bad).count();
        if bad == 0 { Ok(()) } else { Err(Fault::bad(format!("{bad} findings are bad"))) }
    }
}

fn findings(config: &Config, credentials: &opening::Credentials, now: Timestamp) -> Vec<Finding> {
    let mut findings =
        vec![clock(config, now), disk::check(&config.data), epoch_key(config, credentials)];
    match Held::read(&config.keys) {
        Ok(held) => findings.extend(own(&held, config, now)),
        Err(fault) => findings.push(Finding::of_fault("keys", fault)),
    }
    findings.push(root(&config.keys));
    findings.extend([standing::node(config), standing::mark(config)]);
    findings.extend(of_law(config));
    findings
}

/// A clock behind the files that the node wrote was set back.
fn clock(config: &Config, now: Timestamp) -> Finding {
    let written = std::fs::metadata(config.data.join("store")).and_then(|entry| entry.modified());
    let written = written.ok().and_then(|at| Timestamp::try_from(at).ok());
    match written {
        Some(at) if at > now => Finding::new(
            "clock",
            Standing::Bad,
            format!("it says {now}, and the store was written at {at}"),
        )
        .hint("set it by a time server: peers refuse what is ten minutes ahead of theirs"),
        _ => Finding::new("clock", Standing::Good, format!("it says {now}")),
    }
}

fn epoch_key(config: &Config, credentials: &opening::Credentials) -> Finding {
    let key = epoch::path(config, credentials).and_then(|path| epoch::read(&path));
    match key {
        Ok(key) => Finding::new("epoch key", Standing::Good, format!("epoch {}", key.epoch())),
        Err(fault) => Finding::of_fault("epoch key", fault),
    }
}

fn own(held: &Held, config: &Config, now: Timestamp) -> Vec<Finding> {
    let directory = held.directory.value();
    let mut findings = vec![
        ends("statement", "the directory statement", directory.expires, now),
        envelope(directory, now),
    ];
    findings.extend(ended(directory, config, now));
    let keys = directory.statement_keys.iter().map(|key| key.validity.until).max();
    if let Some(until) = keys {
        findings.push(ends("keys", "the statement key", until, now));
    }
    match held.credentials() {
        Ok(tls)
            if directory.tls.current == tls.spki() || directory.tls.next == Some(tls.spki()) =>
        {
            let text = "its key is the one that the directory statement pins; pins have no end";
            findings.push(Finding::new("certificate", Standing::Good, text));
        }
        Ok(_) => findings.push(
            Finding::new("certificate", Standing::Bad, "its key is not pinned in the statement")
                .hint(
                    "peers will refuse every connection: put the old one back or sign a statement",
                ),
        ),
        Err(fault) => findings.push(Finding::of_fault("certificate", fault)),
    }
    if directory.state != config.state {
        let text = format!(
            "the keys are those of {}, the configuration's {}",
            directory.state, config.state
        );
        findings.push(Finding::new("state", Standing::Bad, text));
    }
    findings
}

fn envelope(directory: &Directory, now: Timestamp) -> Finding {
    match directory.envelope_key_at(now) {
        Some(key) => ends("envelopes", "the envelope key", key.until, now),
        None => Finding::new("envelopes", Standing::Bad, "no envelope key is valid today")
            .hint("nobody can send to this node: sign a new directory statement"),
    }
}

/// Secrets that should not be here any more: each start of the node destroys them.
fn ended(directory: &Directory, config: &Config, now: Timestamp) -> Option<Finding> {
    let held = keys::envelopes(&config.keys).ok()?;
    let late = |kid| {
        let published = directory.envelope_keys.iter().find(|key| key.kid == kid);
        let last = published.and_then(|key| key.until.checked_add(keys::AFTER_END).ok());
        last.is_some_and(|last| last <= now)
    };
    let late = held.iter().filter(|(_, secret)| late(secret.kid())).count();
    (late > 0).then(|| {
        let text = format!("{late} secrets of envelope keys that ended are still here");
        Finding::new("envelopes", Standing::Warn, text)
            .hint("start the node again, or send it SIGHUP: it destroys them")
    })
}

fn ends(name: &'static str, what: &str, at: Timestamp, now: Timestamp) -> Finding {
    let left = at.duration_since(now);
    let days = left.as_hours() / 24;
    let text = format!("{what} ends in {days} days, at {at}");
    if left <= SignedDuration::ZERO {
        return Finding::new(name, Standing::Bad, format!("{what} ended at {at}"))
            .hint("sign a new directory statement with the root key: `comity directory renew`");
    }
    if days < SOON_DAYS {
        return Finding::new(name, Standing::Warn, text)
            .hint("sign the next one now: `comity directory renew`");
    }
    Finding::new(name, Standing::Good, text)
}

/// The root key has no business on a machine that is connected.
fn root(keys: &Path) -> Finding {
    if keys.join("root.secret").exists() {
        return Finding::new("root key", Standing::Warn, "it lies on this machine")
            .hint("take `root.secret` and `next-root.secret` away; the node never needs them");
    }
    Finding::new("root key", Standing::Good, "it is not on this machine")
}

fn of_law(config: &Config) -> Vec<Finding> {
    let loaded = law::load(config.law.as_ref().map(|law| law.folder.as_path()));
    let (law, gate) = match loaded {
        Ok(loaded) => loaded,
        Err(fault) => return vec![Finding::of_fault("law", fault)],
    };
    let mut findings: Vec<Finding> = law
        .instruments()
        .map(|instrument| {
            let rows = law::from_memory(instrument);
            let text =
                format!("{}: {rows} rows were never compared with a text", instrument.code());
            let state = if rows == 0 { Standing::Good } else { Standing::Warn };
            Finding::new("law", state, text)
        })
        .collect();
    let text = format!("{} rules, digest {}", gate.rules().count(), gate.digest());
    findings.push(Finding::new("policies", Standing::Good, text));
    findings
}
