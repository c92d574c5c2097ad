// SPDX-License-Identifier: EUPL-1.2
//! `comity doctor`: what an operator should know before officers notice.
//!
//! It looks at the configuration and the files of a node that may or may not run, and changes
//! nothing: the store is opened for writing by nobody but the node. What the running node itself
//! can see, it tells administrators at `/api/v1/doctor`, by the same functions.

mod disk;
mod standing;

use std::path::{Path, PathBuf};

use clap::Args;
use comity_node::Clock as _;
use comity_node::Purpose;
use comity_node::doctor::{Finding, Standing, of_directory, of_law, of_purpose};
use comity_protocol::directory::Directory;
use comity_store::{Store, StoreError};
use jiff::Timestamp;

use crate::clock::SystemClock;
use crate::config::{Config, Policies};
use crate::fault::{Fault, chain};
use crate::keys::Held;
use crate::law::compared;
use crate::{epoch, keys, opening, out};

/// Looks at clock, disk, store, keys, certificates, statements and law; exit 1 if something is bad.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The configuration that `comity init` wrote
    #[arg(long, value_name = "FILE", default_value = "comity.toml", env = "COMITY_CONFIG")]
    config: PathBuf,
    /// Where systemd put the unit's credentials
    #[arg(long, value_name = "DIR", env = "CREDENTIALS_DIRECTORY", hide = true)]
    credentials: Option<PathBuf>,
    /// Look as if the profile were `production`: every row of the law that stands in its way
    #[arg(long)]
    production: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Something that could not be looked at.
fn unseen(name: &'static str, fault: Fault) -> Finding {
    Finding { name, state: Standing::Bad, text: fault.what, hint: fault.hint }
}

impl Doctor {
    pub(crate) fn run(self) -> Result<(), Fault> {
        let mut config = Config::read(&self.config)?;
        if self.production {
            config.profile = Purpose::Production;
        }
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
    let mut findings = vec![
        clock(config, now),
        disk::check(&config.data),
        store(config),
        epoch_key(config, credentials),
    ];
    match Held::read(&config.keys) {
        Ok(held) => findings.extend(own(&held, config, now)),
        Err(fault) => findings.push(unseen("keys", fault)),
    }
    findings.push(address(config));
    findings.push(root(&config.keys));
    findings.extend([standing::node(config), standing::mark(config)]);
    findings.push(solver(config));
    findings.extend(law_of(config, now));
    findings
}

/// Without the solver the node works, and takes on trust what its peers publish of their policies.
fn solver(config: &Config) -> Finding {
    const NAME: &str = "solver";
    match config.policies.as_ref().map(Policies::solver) {
        Some(Ok(Some(_))) => Finding::new(
            NAME,
            Standing::Good,
            "cvc5: what peers publish of their policies is proven",
        ),
        Some(Err(fault)) => unseen(NAME, fault),
        Some(Ok(None)) | None => Finding::new(
            NAME,
            Standing::Warn,
            "none: what peers publish of their policies is not proven here",
        )
        .hint("`apt-get install cvc5`, and write `solver = \"cvc5\"` under [policies]"),
    }
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

/// Passkeys are made for one address: without it there are passwords and codes only.
fn address(config: &Config) -> Finding {
    match &config.api.public {
        Some(address) => {
            Finding::new("address", Standing::Good, format!("passkeys are made for {address}"))
        }
        None => Finding::new(
            "address",
            Standing::Warn,
            "the node does not know the address that officers type, so there are no passkeys",
        )
        .hint(
            "write `public = \"https://desk.example/\"` under [api]; browsers make passkeys for \
             names over https, and on this machine for `http://localhost:PORT/`, never for numbers",
        ),
    }
}

/// Reads all of it: a damaged page or an edited row is found before somebody needs it.
fn store(config: &Config) -> Finding {
    match Store::inspect(&config.data.join("store")) {
        Ok(verified) => {
            let text = format!("{} events, their chain is whole", verified.events);
            Finding::new("store", Standing::Good, text)
        }
        Err(error @ StoreError::Corrupt { .. }) => {
            Finding::new("store", Standing::Bad, chain(&error))
                .hint("until then peers keep what they have not been receipted")
        }
        Err(error) => Finding::new("store", Standing::Bad, chain(&error))
            .hint("is `data` in the configuration the folder that `comity init` made?"),
    }
}

fn epoch_key(config: &Config, credentials: &opening::Credentials) -> Finding {
    let key = epoch::path(config, credentials).and_then(|path| epoch::read(&path));
    match key {
        Ok(key) => Finding::new("epoch key", Standing::Good, format!("epoch {}", key.epoch())),
        Err(fault) => unseen("epoch key", fault),
    }
}

fn own(held: &Held, config: &Config, now: Timestamp) -> Vec<Finding> {
    let directory = held.directory.value();
    let mut findings = of_directory(directory, now);
    findings.extend(ended(directory, config, now));
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
        Err(fault) => findings.push(unseen("certificate", fault)),
    }
    if directory.state != config.state {
        let text = format!(
            "the keys are those of {}, the configuration's {}",
            directory.state, config.state
        );
        let hint = "name the State that the keys were made for, or the folder of the other's keys";
        findings.push(Finding::new("state", Standing::Bad, text).hint(hint));
    }
    findings
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

/// The root key has no business on a machine that is connected.
fn root(keys: &Path) -> Finding {
    if keys.join("root.secret").exists() {
        return Finding::new("root key", Standing::Warn, "it lies on this machine")
            .hint("take `root.secret` and `next-root.secret` away; the node never needs them");
    }
    Finding::new("root key", Standing::Good, "it is not on this machine")
}

fn law_of(config: &Config, now: Timestamp) -> Vec<Finding> {
    let loaded = config.law();
    let (law, gate) = match loaded {
        Ok(loaded) => loaded,
        Err(fault) => return vec![unseen("law", fault)],
    };
    let mut findings = of_law(&law, &gate);
    match compared(config, &law) {
        Ok(compared) => {
            let law = (&law, &compared);
            findings.extend(of_purpose(config.profile, law, config.state, now));
        }
        Err(fault) => findings.push(unseen("profile", fault)),
    }
    findings
}
