// SPDX-License-Identifier: EUPL-1.2
//! A State's directory statement: its keys, addresses, clocks and rules, signed by its root key.
//!
//! Statements of one State form a chain by `seq` and `prev`. The first is trusted by its root's
//! fingerprint, which people confirm over the telephone; each later one because it follows the one
//! before. A new root key must be the one announced in `next_root`, and be handed over by the old
//! one. Ended and revoked statement keys stay in it, since old statements verify for ever. How to
//! check one is in `chain`; what makes one well-formed in `content`.

mod chain;
mod content;

use std::collections::BTreeMap;

use comity_domain::id::{Code, Digest, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

pub use chain::{hand_over, verify_chain, verify_link};
pub use content::{DIRECTORY_DAYS_MAX, ENTRIES_MAX, ENVELOPE_DAYS_MAX, STATEMENT_KEYS_MAX};

use crate::jws::Typ;
use crate::keys::{EnvelopePublic, KeyError, KeyId, PublicKeys};
use crate::ring::{KeyRing, Standing, Validity};
use crate::statement::Payload;

/// A directory statement's payload. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State.
    pub state: StateCode,
    /// Its name, by language (BCP 47).
    pub names: BTreeMap<String, String>,
    /// Its number in the chain, from 1.
    pub seq: u32,
    /// SHA-256 of the payload before; absent in the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// When it was signed.
    pub issued: Timestamp,
    /// From when on it is not to be relied upon.
    pub expires: Timestamp,
    /// The root key that signs it.
    pub root: PublicKeys,
    /// The fingerprint of the root key that will follow.
    pub next_root: Digest,
    /// The statement (`comity-root+jws`) by which the root key before hands over to this one; in
    /// the first statement of a new root only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<String>,
    /// Every key that ever signed statements of this State, with its validity.
    pub statement_keys: Vec<StatementKey>,
    /// The keys to which envelopes are sealed: the current one, and perhaps the next.
    pub envelope_keys: Vec<EnvelopeKey>,
    /// Whom exhibits are sealed to; several, if some of them lie offline.
    pub exhibit_recipients: Vec<ExhibitRecipient>,
    /// The pins of its TLS certificates.
    pub tls: Pins,
    /// The address of its peer listener.
    pub peer_url: Url,
    /// Its ledger; absent until the node sequences one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Ledger>,
    /// Languages in which requests are accepted (BCP 47).
    pub languages: Vec<String>,
    /// Its authorities.
    pub authorities: Vec<AuthorityEntry>,
    /// How its people are reached.
    pub contact_points: Vec<ContactPoint>,
    /// The time it takes for its answers unless a message says otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<DefaultClock>,
    /// Digest of its policy set.
    pub policies: Digest,
    /// The policy set itself, so that its peers can prove again what it keeps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_set: Vec<PolicyText>,
    /// Digest of its data of each instrument, by the instrument's code.
    pub law: BTreeMap<Code, Digest>,
    /// Version of its workflow tables.
    pub tables: u16,
    /// Versions of the protocol that it reads.
    pub protocols: Vec<u16>,
    /// The program, for finding out why two differ: `comity 0.1.0`.
    pub software: String,
}

/// A file of a State's policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyText {
    /// Its name, without a folder.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A statement key and its validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementKey {
    /// The key's id.
    pub kid: KeyId,
    /// The key.
    pub key: PublicKeys,
    /// When it may sign.
    #[serde(flatten)]
    pub validity: Validity,
}

/// An envelope key and when messages are sealed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeKey {
    /// The key's id.
    pub kid: KeyId,
    /// The key.
    pub key: EnvelopePublic,
    /// The first instant.
    pub from: Timestamp,
    /// The end, at most [`ENVELOPE_DAYS_MAX`] later. The secret is destroyed after it.
    pub until: Timestamp,
}

/// A named recipient of exhibits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExhibitRecipient {
    /// Who opens them: an office, such as `evidence`; never a person's name.
    pub name: String,
    /// The age recipient, `age1pq1` and 1,952 characters.
    pub recipient: String,
}

/// SHA-256 of the `SubjectPublicKeyInfo` (DER) of TLS certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pins {
    /// The one in use.
    pub current: Digest,
    /// The one that will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Digest>,
}

impl Pins {
    /// Whether a certificate with this `SubjectPublicKeyInfo` (DER) is admitted.
    #[must_use]
    pub fn admit(&self, spki_der: &[u8]) -> bool {
        let pin = Digest::of(spki_der);
        pin == self.current || Some(pin) == self.next
    }
}

/// A State's transparency log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Its origin line, such as `xa.example/comity`.
    pub origin: String,
    /// The keys of its checkpoints, as verifier keys of signed notes.
    pub vkeys: Vec<String>,
    /// The verifier keys of its witnesses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// Where its tiles are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
}

/// An authority of the State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityEntry {
    /// Its code, by which bodies name it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is, such as `central-authority`.
    pub role: Code,
    /// The measures it may ask for or take; all if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Code>,
}

/// An office that is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPoint {
    /// The office.
    pub office: String,
    /// Its telephone, E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// When it is staffed: `24/7`, or days, hours and an IANA zone.
    pub hours: String,
    /// The languages it works in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}

/// The default of a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultClock {
    /// Which clock, such as `answer`.
    pub clock: Code,
    /// For which measure; for all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Code>,
    /// For which urgency; for all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Code>,
    /// How long.
    pub span: Span,
}

/// A span as the State counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Hours by the clock.
    Hours(u32),
    /// Working days in the State's own calendar.
    WorkingDays(u32),
}

impl Directory {
    /// What the statement key of this id is at an instant; `None` if there is none.
    #[must_use]
    pub fn key_at(&self, kid: KeyId, at: Timestamp) -> Option<Standing> {
        let key = self.statement_keys.iter().find(|key| key.kid == kid)?;
        Some(key.validity.standing(at))
    }

    /// The envelope key to seal to at an instant: of those valid, the one that ends last.
    #[must_use]
    pub fn envelope_key_at(&self, at: Timestamp) -> Option<&EnvelopeKey> {
        let valid = self.envelope_keys.iter().filter(|key| key.from <= at && at < key.until);
        valid.max_by_key(|key| key.until)
    }

    /// The statement keys, parsed. Build once, keep.
    pub fn ring(&self) -> Result<KeyRing, KeyError> {
        let keys = self.statement_keys.iter().map(|key| Ok((key.key.parse()?, key.validity)));
        Ok(KeyRing::new(self.state, keys.collect::<Result<Vec<_>, KeyError>>()?))
    }
}

impl Payload for Directory {
    const TYP: Typ = Typ::Directory;

    fn signer(&self) -> StateCode {
        self.state
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}

/// The old root key hands over to a new one. Field order is wire order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Version of the protocol.
    pub protocol: u16,
    /// The algorithms of the signatures that must be there, in order.
    pub algs: Vec<String>,
    /// The State.
    pub state: StateCode,
    /// The number of the first directory statement that the new root signs.
    pub seq: u32,
    /// Fingerprint of the old root key, which signs this.
    pub old: Digest,
    /// Fingerprint of the new one.
    pub new: Digest,
    /// When it was signed.
    pub issued: Timestamp,
}

impl Payload for Handover {
    const TYP: Typ = Typ::Root;

    fn signer(&self) -> StateCode {
        self.state
    }

    fn issued(&self) -> Timestamp {
        self.issued
    }
}

#[cfg(test)]
mod tests;
