// SPDX-License-Identifier: EUPL-1.2
//! Two invented States for tests, vectors and measurements: Arcadia (XA) and Borealia (XB). Their
//! seeds are known to everybody.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use comity_domain::id::{Digest, MessageId, OfficerId, RequestId, StateCode};
use comity_domain::message::{Assumed, Body, Facts, Head, ItemFact, PROTOCOL};
use comity_protocol::directory::{
    AuthorityEntry, ContactPoint, DefaultClock, Directory, EnvelopeKey, ExhibitRecipient, Pins,
    Span, StatementKey,
};
use comity_protocol::keys::{EnvelopeSecret, SigningKeys};
use comity_protocol::ring::{KeyRing, Validity};
use comity_protocol::statement::{
    ChainEnd, Effect, Heads, ItemEffect, Receipt, ReceipterChain, RequestHeads, algs,
};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// When everything happens: the night of the demo.
pub(crate) fn now() -> Timestamp {
    instant("2026-03-14T02:12:00Z")
}

pub(crate) fn state(code: &str) -> StateCode {
    code.parse().expect("a State's code")
}

pub(crate) fn signing(seed: u8) -> SigningKeys {
    SigningKeys::from_seed(&[seed; 64]).expect("a seed")
}

pub(crate) fn envelope_secret(seed: u8) -> EnvelopeSecret {
    EnvelopeSecret::from_seed(&[seed; 32]).expect("a seed")
}

/// A State with a root key, a statement key and an envelope key.
pub(crate) struct State {
    pub(crate) code: StateCode,
    pub(crate) root: SigningKeys,
    pub(crate) next_root: SigningKeys,
    pub(crate) keys: SigningKeys,
    pub(crate) envelope: EnvelopeSecret,
}

impl State {
    pub(crate) fn arcadia() -> &'static Self {
        static ARCADIA: LazyLock<State> = LazyLock::new(|| State::new("XA", 0xa0));
        &ARCADIA
    }

    pub(crate) fn borealia() -> &'static Self {
        static BOREALIA: LazyLock<State> = LazyLock::new(|| State::new("XB", 0xb0));
        &BOREALIA
    }

    fn new(code: &str, seed: u8) -> Self {
        Self {
            code: state(code),
            root: signing(seed),
            next_root: signing(seed + 1),
            keys: signing(seed + 2),
            envelope: envelope_secret(seed + 3),
        }
    }

    pub(crate) fn ring(&self) -> KeyRing {
        self.directory().ring().expect("keys that parse")
    }

    pub(crate) fn directory(&self) -> Directory {
        let issued = now() - SignedDuration::from_hours(24);
        Directory {
            protocol: PROTOCOL,
            algs: algs(),
            state: self.code,
            names: BTreeMap::from([("en".into(), format!("State {}", self.code))]),
            seq: 1,
            prev: None,
            issued,
            expires: issued + SignedDuration::from_hours(24 * 90),
            root: self.root.public().clone(),
            next_root: self.next_root.public().fingerprint(),
            handover: None,
            statement_keys: vec![StatementKey {
                kid: self.keys.kid(),
                key: self.keys.public().clone(),
                validity: Validity {
                    from: issued,
                    until: issued + SignedDuration::from_hours(24 * 365),
                    revoked: None,
                },
            }],
            envelope_keys: vec![EnvelopeKey {
                kid: self.envelope.kid(),
                key: self.envelope.public().clone(),
                from: issued,
                until: issued + SignedDuration::from_hours(24 * 90),
            }],
            exhibit_recipients: vec![ExhibitRecipient {
                name: "evidence".into(),
                recipient: format!("age1pq1{}", "q".repeat(1952)),
            }],
            tls: Pins { current: Digest::of(b"certificate"), next: None },
            peer_url: format!("https://{}.example:8443/", self.code).parse().expect("an address"),
            ledger: None,
            languages: vec!["en".into()],
            authorities: vec![AuthorityEntry {
                code: "moj".into(),
                name: "Ministry of Justice".into(),
                role: "central-authority".parse().expect("a code"),
                measures: Vec::new(),
            }],
            contact_points: vec![ContactPoint {
                office: "24/7 desk".into(),
                phone: Some("+99900000001".into()),
                email: None,
                hours: "24/7".into(),
                languages: vec!["en".into()],
            }],
            clocks: vec![DefaultClock {
                clock: "acknowledge".parse().expect("a code"),
                measure: None,
                urgency: None,
                span: Span::Hours(24),
            }],
            policies: Digest::of(b"policies"),
            policy_set: Vec::new(),
            law: BTreeMap::from([("uncc".parse().expect("a code"), Digest::of(b"law"))]),
            tables: 1,
            protocols: vec![PROTOCOL],
            software: "comity 0.1.0".into(),
        }
    }
}

pub(crate) fn request_id() -> RequestId {
    let made = now() - SignedDuration::from_mins(30);
    RequestId::from_parts(u64::try_from(made.as_millisecond()).expect("after 1970"), [7; 10])
}

pub(crate) fn message_id() -> MessageId {
    MessageId::from_parts(u64::try_from(now().as_millisecond()).expect("after 1970"), [9; 10])
}

/// The head of a preservation request of two items.
pub(crate) fn head(from: &State, to: &State) -> Head {
    let item = |n, tier: &str| ItemFact {
        n,
        tier: Some(tier.parse().expect("a code")),
        identifier: Some("ip".parse().expect("a code")),
        ..ItemFact::default()
    };
    Head {
        protocol: PROTOCOL,
        algs: algs(),
        tables: 1,
        law: Digest::of(b"law"),
        rules: Digest::of(b"policies"),
        kind: "req.submit".parse().expect("a code"),
        from: from.code,
        to: to.code,
        request: request_id(),
        message: message_id(),
        seq: 1,
        prev: None,
        seen: Vec::new(),
        issued: now(),
        role: "duty".parse().expect("a code"),
        officer: OfficerId::from_parts(1_700_000_000_000, [3; 10]),
        directory: Assumed { mine: Digest::of(b"mine"), yours: Digest::of(b"yours") },
        view: Digest::of(b"view"),
        body: Digest::of(b""),
        facts: Facts {
            instrument: Some("uncc".parse().expect("a code")),
            measure: Some("preservation".parse().expect("a code")),
            basis: Some("42(1)".parse().expect("a provision")),
            urgency: Some("emergency".parse().expect("a code")),
            items: vec![item(1, "traffic"), item(2, "subscriber")],
            ..Facts::default()
        },
    }
}

pub(crate) fn body() -> Body {
    Body {
        case: Some("4 Js 1187/26".into()),
        text: Some("A hospital’s files were encrypted at 03:12 local time.".into()),
        language: Some("en".into()),
        ..Body::default()
    }
}

pub(crate) fn receipt(from: &State, to: &State, digest: Digest, entry: Digest) -> Receipt {
    Receipt {
        protocol: PROTOCOL,
        algs: algs(),
        from: from.code,
        to: to.code,
        request: request_id(),
        message: message_id(),
        digest,
        at: now() + SignedDuration::from_secs(2),
        chain: Some(ReceipterChain { seq: 3, digest: Digest::of(b"third") }),
        effects: vec![ItemEffect { n: 1, effect: Effect::Effect.code().parse().expect("a code") }],
        faults: Vec::new(),
        view: Digest::of(b"view after"),
        entry,
    }
}

pub(crate) fn heads(from: &State, to: &State) -> Heads {
    let end = |seq, what: &[u8]| Some(ChainEnd { seq, digest: Digest::of(what) });
    Heads {
        protocol: PROTOCOL,
        algs: algs(),
        from: from.code,
        to: to.code,
        ask: message_id(),
        at: now() + SignedDuration::from_secs(3),
        after: None,
        requests: vec![RequestHeads {
            request: request_id(),
            yours: end(1, b"first"),
            mine: end(3, b"third"),
        }],
        last: true,
    }
}
