// SPDX-License-Identifier: EUPL-1.2
//! What a node is made of: the law and policies as they ship, and keys whose seeds everybody knows.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use comity_domain::id::{Digest, StateCode};
use comity_domain::law::Law;
use comity_domain::screen::no_to_all_of_an_attack;
use comity_node::Identity;
use comity_policy::Gate;
use comity_protocol::directory::{
    AuthorityEntry, ContactPoint, Directory, EnvelopeKey, ExhibitRecipient, Pins, StatementKey,
    verify_link,
};
use comity_protocol::exhibit::ExhibitIdentity;
use comity_protocol::keys::{EnvelopeSecret, SigningKeys};
use comity_protocol::ring::Validity;
use comity_protocol::statement::{algs, sign};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The treaties and the two invented States, as they ship.
#[must_use]
pub fn law() -> Law {
    // Read once: an unoptimised parser takes longer for it than most tests for the rest.
    static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().unwrap());
    LAW.clone()
}

/// The policies as they ship.
#[must_use]
pub fn gate() -> Arc<Gate> {
    // Reading them takes a second; every test has the same.
    static GATE: LazyLock<Arc<Gate>> = LazyLock::new(|| Arc::new(Gate::plain().unwrap()));
    GATE.clone()
}

/// A State's directory statement as it publishes it, and the fingerprint of its root key.
#[must_use]
pub fn published(state: StateCode, seed: u8, now: Timestamp) -> (Vec<u8>, Digest) {
    let root = keys(seed).root;
    let signed = sign(&directory(state, seed, now), &root).unwrap();
    (signed.bytes, root.public().fingerprint())
}

/// The number that a State's desk has by its second statement.
pub const MOVED: &str = "+99955500999";

/// The same State's next keys and statement: a new statement key and a new envelope key, both of
/// `seed + 60`, beside the ones of before. The statement key of before ends now, or was revoked.
#[must_use]
pub fn renewed(bytes: &[u8], seed: u8, now: Timestamp, revoked: Option<Timestamp>) -> Identity {
    renewed_with(bytes, seed, now, revoked, |_| ())
}

/// The same, with something else changed in the statement.
#[must_use]
pub fn renewed_with(
    bytes: &[u8],
    seed: u8,
    now: Timestamp,
    revoked: Option<Timestamp>,
    change: impl FnOnce(&mut Directory),
) -> Identity {
    let root = SigningKeys::from_seed(&[seed; 64]).unwrap();
    let fingerprint = root.public().fingerprint();
    let known = verify_link(None, bytes, fingerprint).unwrap();
    let statement = SigningKeys::from_seed(&[seed + 60; 64]).unwrap();
    let envelope = EnvelopeSecret::from_seed(&[seed + 60; 32]).unwrap();
    let days = |days: i64| now + SignedDuration::from_hours(24 * days);
    let mut next = known.value().clone();
    next.seq += 1;
    next.prev = Some(known.digest());
    (next.issued, next.expires) = (now, days(300));
    // And its desk has moved.
    for desk in next.contact_points.iter_mut().take(1) {
        desk.phone = Some(MOVED.to_owned());
    }
    for key in &mut next.statement_keys {
        match revoked {
            Some(_) => key.validity.revoked = revoked,
            None => key.validity.until = now,
        }
    }
    next.statement_keys.push(StatementKey {
        kid: statement.kid(),
        key: statement.public().clone(),
        validity: Validity { from: now, until: days(365), revoked: None },
    });
    next.envelope_keys.push(EnvelopeKey {
        kid: envelope.kid(),
        key: envelope.public().clone(),
        from: now,
        until: days(90),
    });
    change(&mut next);
    let signed = sign(&next, &root).unwrap();
    let directory = verify_link(Some(&known), &signed.bytes, fingerprint).unwrap();
    let envelopes = vec![EnvelopeSecret::from_seed(&[seed; 32]).unwrap(), envelope];
    let exhibit = ExhibitIdentity::from_seed([seed + 10; 32]);
    Identity::new(statement, envelopes, exhibit, directory, [seed; 32]).unwrap()
}

/// The keys and the statement that follow for the `nth` time, from 1, each within ninety days of
/// the one before: what ended is left out.
#[must_use]
pub fn renewed_again(bytes: &[u8], seed: u8, nth: u8, now: Timestamp) -> Identity {
    let root = SigningKeys::from_seed(&[seed; 64]).unwrap();
    let fingerprint = root.public().fingerprint();
    let known = verify_link(None, bytes, fingerprint).unwrap();
    // The seeds of the two States are odd and even.
    let of = |nth: u8| if nth == 0 { seed } else { seed + 60 + 2 * nth };
    let statement = SigningKeys::from_seed(&[of(nth); 64]).unwrap();
    let envelopes = [nth - 1, nth].map(|nth| EnvelopeSecret::from_seed(&[of(nth); 32]).unwrap());
    let [_, envelope] = &envelopes;
    let (envelope_kid, envelope) = (envelope.kid(), envelope.public().clone());
    let days = |days: i64| now + SignedDuration::from_hours(24 * days);
    let mut next = known.value().clone();
    next.seq += 1;
    next.prev = Some(known.digest());
    (next.issued, next.expires) = (now, days(90));
    next.envelope_keys.retain(|key| key.until > now);
    for key in next.statement_keys.iter_mut().filter(|key| key.validity.until > now) {
        key.validity.until = now;
    }
    let validity = Validity { from: now, until: days(365), revoked: None };
    let (kid, key) = (statement.kid(), statement.public().clone());
    next.statement_keys.push(StatementKey { kid, key, validity });
    let (kid, key, until) = (envelope_kid, envelope, days(90));
    next.envelope_keys.push(EnvelopeKey { kid, key, from: now, until });
    let signed = sign(&next, &root).unwrap();
    let directory = verify_link(Some(&known), &signed.bytes, fingerprint).unwrap();
    let exhibit = ExhibitIdentity::from_seed([seed + 10; 32]);
    Identity::new(statement, envelopes.into(), exhibit, directory, [seed; 32]).unwrap()
}

/// Every secret key of a State, made from its seed: what its node holds, and what a hostile one in
/// its place would.
pub struct Keys {
    /// Signs directory statements.
    pub root: SigningKeys,
    /// The root key after that.
    pub next_root: SigningKeys,
    /// Signs messages and receipts.
    pub statement: SigningKeys,
    /// Opens envelopes.
    pub envelope: EnvelopeSecret,
    /// Opens exhibits.
    pub exhibit: ExhibitIdentity,
}

/// The keys of the State with this seed.
#[must_use]
pub fn keys(seed: u8) -> Keys {
    Keys {
        root: SigningKeys::from_seed(&[seed; 64]).unwrap(),
        next_root: SigningKeys::from_seed(&[seed + 100; 64]).unwrap(),
        statement: SigningKeys::from_seed(&[seed + 50; 64]).unwrap(),
        envelope: EnvelopeSecret::from_seed(&[seed; 32]).unwrap(),
        exhibit: ExhibitIdentity::from_seed([seed + 10; 32]),
    }
}

/// A node's keys and its directory statement, and the fingerprint of its root key.
#[must_use]
pub fn identity(state: StateCode, seed: u8, now: Timestamp) -> (Identity, Digest) {
    let keys = keys(seed);
    let signed = sign(&directory(state, seed, now), &keys.root).unwrap();
    let fingerprint = keys.root.public().fingerprint();
    let directory = verify_link(None, &signed.bytes, fingerprint).unwrap();
    let Keys { statement, envelope, exhibit, .. } = keys;
    let identity = Identity::new(statement, vec![envelope], exhibit, directory, [seed; 32]);
    (identity.unwrap(), fingerprint)
}

/// The desk by the number that the law has for it, and a second office.
fn contact_points(state: StateCode) -> Vec<ContactPoint> {
    let law = law();
    let Some(profile) = law.state(state) else { return Vec::new() };
    let desk = |office: &str, phone: &str, hours: &str| ContactPoint {
        office: office.to_owned(),
        phone: Some(phone.to_owned()),
        email: None,
        hours: hours.to_owned(),
        languages: vec!["en".to_owned()],
    };
    let own = profile.contact();
    vec![
        desk(&own.office, &own.phone, "24/7"),
        desk("Second contact point", "+99955500777", "Saturday and Sunday"),
    ]
}

/// What the State with this seed publishes of itself, before it is signed.
#[must_use]
pub fn directory(state: StateCode, seed: u8, now: Timestamp) -> Directory {
    let Keys { root, next_root, statement, envelope, exhibit } = keys(seed);
    let days = |days: i64| now + SignedDuration::from_hours(24 * days);
    Directory {
        protocol: comity_domain::message::PROTOCOL,
        algs: algs(),
        state,
        names: BTreeMap::from([("en".to_owned(), state.to_string())]),
        seq: 1,
        prev: None,
        issued: now,
        expires: days(90),
        root: root.public().clone(),
        next_root: next_root.public().fingerprint(),
        handover: None,
        statement_keys: vec![StatementKey {
            kid: statement.kid(),
            key: statement.public().clone(),
            validity: Validity { from: now, until: days(365), revoked: None },
        }],
        envelope_keys: vec![EnvelopeKey {
            kid: envelope.kid(),
            key: envelope.public().clone(),
            from: now,
            until: days(90),
        }],
        exhibit_recipients: vec![ExhibitRecipient {
            name: "evidence".to_owned(),
            recipient: exhibit.recipient().unwrap().to_string(),
        }],
        tls: Pins { current: Digest::of(&[seed]), next: None },
        peer_url: format!("https://{}.example:8443/", state.to_string().to_lowercase())
            .parse()
            .unwrap(),
        ledger: None,
        languages: vec!["en".to_owned()],
        authorities: vec![AuthorityEntry {
            code: format!("{state}-central").to_lowercase(),
            name: "Ministry of Justice".to_owned(),
            role: "central-authority".parse().unwrap(),
            measures: Vec::new(),
        }],
        contact_points: contact_points(state),
        clocks: Vec::new(),
        policies: gate().digest(),
        policy_set: comity_node::proofs::texts(gate().set()),
        law: law().instruments().map(|i| (i.code().clone(), i.digest())).collect(),
        tables: comity_domain::workflow::TABLES,
        protocols: vec![comity_domain::message::PROTOCOL],
        software: "comity-testkit".to_owned(),
    }
}

/// An examination that finds nothing to stop at, as a step is asked for.
#[must_use]
pub fn examination(text: &str) -> Value {
    let is = json!({ "text": text, "answers": no_to_all_of_an_attack("A ransom was asked for.") });
    json!({ "step": "examine", "facts": { "transfer": "lawful" },
            "detail": { "detail": "screen", "is": is } })
}
