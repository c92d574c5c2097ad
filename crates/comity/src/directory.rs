// SPDX-License-Identifier: EUPL-1.2
//! `comity directory`: the next directory statement, drafted where the node is, signed where the
//! root key is, installed where the node is.
//!
//! The root key need never be on the node's machine: a draft is a file that can be read, carried
//! and compared, and so is the signed statement. `renew` is all three in one, for those whose root
//! key lies in the node's folder.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_domain::message::PROTOCOL;
use comity_domain::workflow::TABLES;
use comity_node::Clock as _;
use comity_protocol::directory::{
    DIRECTORY_DAYS_MAX, Directory, ENVELOPE_DAYS_MAX, EnvelopeKey, Pins, StatementKey, verify_chain,
};
use comity_protocol::keys::{KeyId, SigningKeys};
use comity_protocol::ring::{Standing, Validity};
use comity_protocol::statement::sign;
use comity_protocol::words::words;
use jiff::{SignedDuration, Timestamp};

use crate::clock::SystemClock;
use crate::config::Config;
use crate::fault::Fault;
use crate::keys::{self, read_secret, write_secret};
use crate::{founding, out};

/// Days for which an envelope key counts as new: a statement that is signed for another reason
/// brings no second one.
// LIMIT: so a statement lists four of its eight at most, and there is room for stolen ones.
const FRESH_DAYS: i64 = 30;

/// A draft or a signed statement as a file.
// LIMIT: the payload of a statement has at most 256 KiB, in base64 with its signatures 350.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// The directory statement: what other States know of this node and its keys.
#[derive(Debug, Args)]
pub(crate) struct DirectoryCommand {
    /// The configuration that `comity init` wrote
    #[arg(
        long,
        value_name = "FILE",
        default_value = "comity.toml",
        env = "COMITY_CONFIG",
        global = true
    )]
    config: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Writes the next statement, not yet signed, and makes the keys that it names
    Draft {
        /// The file to write
        file: PathBuf,
        #[command(flatten)]
        change: Change,
    },
    /// Signs a draft with the root key; needs no node and no configuration
    Sign {
        /// The draft
        draft: PathBuf,
        /// The root key
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Puts a signed statement in use; a running node takes it up on SIGHUP, or at its next start
    Install {
        /// The signed statement
        file: PathBuf,
    },
    /// Drafts, signs and installs at once, with the root key that lies in the node's folder
    Renew {
        #[command(flatten)]
        change: Change,
        /// The root key, where it lies elsewhere
        #[arg(long, value_name = "FILE")]
        root: Option<PathBuf>,
    },
}

/// What changes beside the envelope key and the ends.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
struct Change {
    /// A new statement key; the one in use ends
    #[arg(long)]
    new_statement_key: bool,
    /// Nothing signed under the statement key in use counts from this instant on: it was lost or
    /// stolen. A new one takes its place
    #[arg(long, value_name = "INSTANT")]
    revoked_since: Option<Timestamp>,
    /// A new envelope key, however new the one in use is: it was lost or stolen
    #[arg(long)]
    new_envelope_key: bool,
    /// A new certificate for TLS is announced beside the one in use
    #[arg(long)]
    announce_certificate: bool,
    /// The certificate announced before takes the place of the one in use
    #[arg(long, conflicts_with = "announce_certificate")]
    use_certificate: bool,
}

impl DirectoryCommand {
    pub(crate) fn run(self) -> Result<(), Fault> {
        let now = SystemClock.now();
        match self.what {
            What::Sign { draft, root, to } => {
                let signed = signed(&read_draft(&draft)?, &root)?;
                write_secret(&to, &signed)?;
                out::say(format!("comity directory install '{}'", to.display()));
            }
            What::Draft { file, change } => {
                let draft = change.draft(&Config::read(&self.config)?, now)?;
                let text = serde_json::to_string_pretty(&draft).map_err(Fault::bad)?;
                write_secret(&file, text.as_bytes())?;
                out::say(format!(
                    "comity directory sign '{}' --root KEYFILE --to SIGNED",
                    file.display()
                ));
            }
            What::Install { file } => {
                install(&Config::read(&self.config)?, &read(&file)?, now)?;
            }
            What::Renew { change, root } => {
                let config = Config::read(&self.config)?;
                let root = root.unwrap_or_else(|| keys::root_path(&config.keys));
                // Looked at first: without it no key is to be made.
                read_root(&root)?;
                let draft = change.draft(&config, now)?;
                install(&config, &signed(&draft, &root)?, now)?;
            }
        }
        Ok(())
    }
}

impl Change {
    /// The statement that follows the one in use.
    fn draft(&self, config: &Config, now: Timestamp) -> Result<Directory, Fault> {
        let folder = &config.keys;
        let known = keys::directory(folder)?;
        let (law, gate) = config.law()?;
        let old = known.value().clone();
        let seq = old.seq.checked_add(1).ok_or_else(|| Fault::bad("no more statements"))?;
        let after =
            |days: i64| now.checked_add(SignedDuration::from_hours(24 * days)).map_err(Fault::bad);
        let mut envelope_keys: Vec<EnvelopeKey> = old.envelope_keys;
        envelope_keys
            .retain(|key| key.until.checked_add(keys::AFTER_END).is_ok_and(|last| last > now));
        let fresh = after(ENVELOPE_DAYS_MAX - FRESH_DAYS)?;
        if self.new_envelope_key || envelope_keys.iter().all(|key| key.until < fresh) {
            let envelope = keys::make_envelope(folder, seq)?;
            envelope_keys.push(EnvelopeKey {
                kid: envelope.kid(),
                key: envelope.public().clone(),
                from: now,
                until: after(ENVELOPE_DAYS_MAX)?,
            });
        }
        let year = after(DIRECTORY_DAYS_MAX - 1)?;
        // What the State says of itself is as its law files have it now.
        let own = law.state(old.state).ok_or_else(|| {
            Fault::bad(format!("no file of the law describes {}", old.state))
                .hint("its offices and languages come from there: put the file back")
        })?;
        Ok(Directory {
            protocol: PROTOCOL,
            seq,
            prev: Some(known.digest()),
            issued: now,
            expires: year,
            handover: None,
            statement_keys: self.statement_keys(folder, old.statement_keys, (now, year))?,
            envelope_keys,
            tls: self.pins(folder, old.tls, &format!("{} node", old.state))?,
            policies: gate.digest(),
            policy_set: gate.set().files().to_vec(),
            languages: own.languages().to_vec(),
            authorities: founding::authorities(own),
            contact_points: founding::contact_points(own),
            clocks: founding::clocks(own),
            law: law.instruments().map(|i| (i.code().clone(), i.digest())).collect(),
            tables: TABLES,
            software: concat!("comity ", env!("CARGO_PKG_VERSION")).to_owned(),
            ..known.value().clone()
        })
    }

    /// Every key of before, and a new one where it is wanted or the one in use ends soon.
    fn statement_keys(
        &self,
        folder: &Path,
        mut keys: Vec<StatementKey>,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<Vec<StatementKey>, Fault> {
        let current = keys
            .iter_mut()
            .filter(|key| key.validity.standing(now) == Standing::Valid)
            .max_by_key(|key| key.validity.until);
        let soon = now.checked_add(SignedDuration::from_hours(24 * ENVELOPE_DAYS_MAX));
        let soon = soon.map_err(Fault::bad)?;
        let lasting = current.as_ref().is_some_and(|key| key.validity.until > soon);
        if lasting && !self.new_statement_key && self.revoked_since.is_none() {
            return Ok(keys);
        }
        if let Some(current) = current {
            match self.revoked_since {
                Some(since) => current.validity.revoked = Some(since),
                None if current.validity.until > now => current.validity.until = now,
                None => {}
            }
        }
        let fresh = keys::make_statement(folder)?;
        let validity = Validity { from: now, until, revoked: None };
        keys.push(StatementKey { kid: fresh.kid(), key: fresh.public().clone(), validity });
        Ok(keys)
    }

    fn pins(&self, folder: &Path, old: Pins, name: &str) -> Result<Pins, Fault> {
        match (self.announce_certificate, self.use_certificate, old.next) {
            (true, _, _) => {
                Ok(Pins { next: Some(keys::make_tls(folder, name)?), current: old.current })
            }
            (_, true, Some(next)) => Ok(Pins { current: next, next: Some(old.current) }),
            (_, true, None) => Err(Fault::bad("no certificate was announced")
                .hint("announce one with --announce-certificate, and wait until peers know it")),
            _ => Ok(old),
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let wrong = |error: &dyn std::fmt::Display| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
    };
    let length = std::fs::metadata(path).map_err(|error| wrong(&error))?.len();
    if length > FILE_BYTES_MAX {
        return Err(wrong(&format!("it has more than {FILE_BYTES_MAX} octets")));
    }
    std::fs::read(path).map_err(|error| wrong(&error))
}

fn read_draft(path: &Path) -> Result<Directory, Fault> {
    serde_json::from_slice(&read(path)?).map_err(|error| {
        Fault::unreadable(format!("`{}` is no draft of a statement: {error}", path.display()))
    })
}

fn read_root(path: &Path) -> Result<SigningKeys, Fault> {
    let text = read_secret(path).map_err(|fault| {
        fault.hint("the root key may lie elsewhere: `comity directory draft`, then sign it there")
    })?;
    SigningKeys::from_secret(&text)
        .map_err(|error| Fault::unreadable(format!("`{}`: {error}", path.display())))
}

/// Signs with the root key, and shows what was signed.
fn signed(draft: &Directory, root: &Path) -> Result<Vec<u8>, Fault> {
    let root = read_root(root)?;
    if draft.root != *root.public() {
        return Err(Fault::bad("the draft names another root key than this one")
            .hint("sign it with the root key whose fingerprint the other States confirmed"));
    }
    let signed = sign(draft, &root).map_err(Fault::bad)?;
    out::say(format!(
        "statement {} of {}, until {}; its words: {}",
        draft.seq,
        draft.state,
        draft.expires,
        words(&signed.digest).join(" ")
    ));
    let kids = |kid: KeyId| kid.to_string();
    for key in &draft.statement_keys {
        let revoked = key.validity.revoked.map(|at| format!(", revoked from {at}"));
        let (kid, until) = (kids(key.kid), key.validity.until);
        out::say(format!("  statement key {kid} until {until}{}", revoked.unwrap_or_default()));
    }
    for key in &draft.envelope_keys {
        out::say(format!("  envelope key  {} until {}", kids(key.kid), key.until));
    }
    Ok(signed.bytes)
}

fn install(config: &Config, octets: &[u8], now: Timestamp) -> Result<(), Fault> {
    let known = keys::directory(&config.keys)?;
    let root = known.value().root.fingerprint();
    let next = verify_chain(Some(&known), octets, root, now).map_err(|error| {
        Fault::bad(format!("the statement does not follow the one in use: {error}"))
            .hint("draft the next one from the one in use, and sign that")
    })?;
    let held = keys::envelopes(&config.keys)?;
    let value = next.value();
    let opens = |key: &EnvelopeKey| held.iter().any(|(_, secret)| secret.kid() == key.kid);
    if !value.envelope_key_at(now).is_some_and(opens) {
        return Err(Fault::bad("the secret of its envelope key is not in the keys' folder")
            .hint("install it on the machine on which it was drafted"));
    }
    keys::install(&config.keys, &next)?;
    keys::destroy_unpublished(&config.keys, next.value())?;
    for kid in keys::destroy_ended(&config.keys, next.value(), now)? {
        out::say(format!("envelope key {kid} ended and is destroyed"));
    }
    out::say(format!(
        "statement {} is in place: tell a running node with SIGHUP (`systemctl reload`), or start \
         it again; peers fetch it by themselves",
        next.value().seq
    ));
    Ok(())
}

#[cfg(test)]
mod tests;
