// SPDX-License-Identifier: EUPL-1.2
//! What ends with which key.

use std::sync::atomic::{AtomicU8, Ordering};

use base64ct::{Base64, Encoding as _};
use comity_domain::id::{Digest, ExhibitId, OfficerId};
use comity_domain::message::ExhibitFact;
use comity_domain::request::{ExhibitLine, Hand, StepFacts, Stepped};
use comity_domain::role::Role;
use comity_domain::workflow::domestic::Step;
use comity_protocol::exhibit::{ExhibitIdentity, Seed, seal};

use super::*;

/// Counts: no two answers are alike.
#[derive(Default)]
struct Dice(AtomicU8);

impl Chance for Dice {
    fn fill(&self, octets: &mut [u8]) {
        octets.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn request() -> RequestId {
    RequestId::from_parts(1, [7; 10])
}

/// An event that takes an exhibit in, with a header that opens its payload.
fn put() -> Written {
    let identity = ExhibitIdentity::from_seed([3; 32]);
    let recipient = identity.recipient().unwrap();
    let sealed = seal(&[recipient], Seed::new([4; 32]), &b"evidence"[..], Vec::new()).unwrap();
    let id = ExhibitId::from_parts(1, [8; 10]);
    let header = Base64::encode_string(&sealed.header);
    let fact = ExhibitFact { id, parcel: Digest::of(b"parcel") };
    let line = ExhibitLine {
        id,
        name: "connections.csv".to_owned(),
        bytes: 8,
        capability: "c".to_owned(),
        manifest: "m".to_owned(),
        header,
        source: "Nimbus".to_owned(),
        attachment: None,
    };
    let by = Hand { officer: OfficerId::from_parts(1, [9; 10]), role: Role::Evidence };
    let facts = StepFacts { exhibits: vec![fact], ..StepFacts::default() };
    let at = jiff::Timestamp::UNIX_EPOCH;
    let stepped = Stepped { step: Step::ExhibitPut, by, at, items: vec![1], facts };
    Written { detail: Some(Detail::Exhibit(line)), ..Written::new(Event::Stepped(stepped)) }
}

fn stored(new: NewEvent) -> StoredEvent {
    StoredEvent {
        position: 1,
        request: request(),
        version: 1,
        name: new.name,
        at: new.at,
        provenance: serde_json::Value::Null,
        record: new.record,
        detail_digest: new.detail.as_deref().map(Digest::of),
        detail: new.detail,
        chain: Digest::of(b"chain"),
    }
}

fn line(written: &Written) -> &ExhibitLine {
    let Some(Detail::Exhibit(line)) = &written.detail else { panic!("{:?}", written.detail) };
    line
}

fn vault() -> Vault {
    Vault::new(KeyStore::memory(), EpochKey::new(1, [5; KEY_BYTES]), Arc::new(Dice::default()))
}

#[tokio::test]
async fn with_the_exhibits_key_goes_what_opens_an_exhibit_and_nothing_else() {
    let vault = vault();
    let keys = vault.of(request()).await.unwrap();
    let put = put();
    let stored = stored(vault.seal(request(), 1, &keys, &put).unwrap());
    assert_eq!(line(&Vault::open(&keys, &stored).unwrap()), line(&put));
    vault.keys.erase(request(), &[KeyKind::Exhibits]).await.unwrap();
    vault.open.lock().unwrap().clear();
    let keys = vault.of(request()).await.unwrap();
    let left = Vault::open(&keys, &stored).unwrap();
    assert_eq!(line(&left).header, "");
    assert_eq!(line(&left).name, "connections.csv");
    // With every key that is left, the header is nowhere in what is stored.
    let opened = open_at_rest(
        keys.file.as_ref().unwrap(),
        &place(request(), 1, "detail"),
        stored.detail.as_ref().unwrap(),
    );
    let header = line(&put).header.as_bytes().to_vec();
    assert!(!opened.unwrap().windows(64).any(|part| header.starts_with(part)));
}

#[tokio::test]
async fn a_letter_that_waits_and_opens_an_exhibit_lies_under_the_exhibits_key() {
    let vault = vault();
    let keys = vault.of(request()).await.unwrap();
    let put = put();
    let of = |sealed: &[u8]| sealed_under(sealed).unwrap();
    let opens = vault.seal_delivery(request(), &keys, put.detail.as_ref(), b"letter").unwrap();
    assert_eq!(of(&opens), keys.exhibits.as_ref().unwrap().id());
    let plain = vault.seal_delivery(request(), &keys, None, b"letter").unwrap();
    assert_eq!(of(&plain), keys.file.as_ref().unwrap().id());
    vault.end(request()).await.unwrap();
    let after = vault.of(request()).await.unwrap();
    assert!(after.exhibits.is_none() && after.file.is_none() && after.record.is_some());
    for gone in [&opens, &plain, &Vec::new()] {
        assert!(Vault::open_delivery(request(), &after, gone).unwrap().is_none());
    }
    // What is written afterwards has no words, and still can be sent.
    let late = vault.seal_delivery(request(), &after, None, b"report").unwrap();
    let opened = Vault::open_delivery(request(), &after, &late).unwrap();
    assert_eq!(opened.as_deref(), Some(&b"report"[..]));
    let event = stored(vault.seal(request(), 1, &after, &put).unwrap());
    assert!(event.detail.is_none());
    assert!(Vault::open(&after, &event).unwrap().detail.is_none());
}
