// SPDX-License-Identifier: EUPL-1.2
use comity_domain::id::Digest;
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::error::{Misbehaviour, OpenError, Unreadable};
use crate::fixture::{State, envelope_secret, now, signing, state};
use crate::keys::SigningKeys;
use crate::statement::{Verified, sign};

fn day(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

fn pin() -> Digest {
    State::arcadia().root.public().fingerprint()
}

fn signed(directory: &Directory, root: &SigningKeys) -> Vec<u8> {
    sign(directory, root).unwrap().bytes
}

fn first() -> Verified<Directory> {
    let arcadia = State::arcadia();
    verify_chain(None, &signed(&arcadia.directory(), &arcadia.root), pin(), now()).unwrap()
}

/// The next directory after the first, changed and signed by the same root.
fn next(change: impl FnOnce(&mut Directory)) -> Result<Verified<Directory>, OpenError> {
    let known = first();
    let mut directory = following(&known);
    change(&mut directory);
    verify_chain(Some(&known), &signed(&directory, &State::arcadia().root), pin(), now())
}

fn following(known: &Verified<Directory>) -> Directory {
    Directory {
        seq: known.value().seq + 1,
        prev: Some(known.digest()),
        issued: now(),
        ..known.value().clone()
    }
}

fn refused(change: impl FnOnce(&mut Directory)) -> OpenError {
    next(change).map(|_| ()).unwrap_err()
}

#[test]
fn the_first_is_trusted_by_its_fingerprint_and_the_next_by_the_first() {
    assert_eq!(first().value(), &State::arcadia().directory());
    assert_eq!(next(|_| ()).unwrap().value().seq, 2);
    // The known one again is fine: nothing has changed.
    let known = first();
    assert_eq!(verify_chain(Some(&known), known.bytes(), pin(), now()).as_ref(), Ok(&known));
    let bytes = known.bytes();
    let other = Digest::of(b"another root");
    let wrong = verify_chain(None, bytes, other, now());
    assert_eq!(wrong, Err(Misbehaviour::DirectoryRoot.into()));
}

#[test]
fn a_directory_signed_by_another_key_than_its_root_is_refused() {
    let arcadia = State::arcadia();
    let bytes = signed(&arcadia.directory(), &arcadia.keys);
    assert_eq!(verify_link(None, &bytes, pin()), Err(Unreadable::UnknownKey.into()));
}

#[test]
fn rollback_fork_gap_and_a_wrong_predecessor_are_told_apart() {
    let arcadia = State::arcadia();
    let second = next(|_| ()).unwrap();
    let rollback = verify_chain(Some(&second), first().bytes(), pin(), now());
    assert_eq!(rollback, Err(Misbehaviour::DirectoryRollback.into()));

    let mut other = second.value().clone();
    other.software = "comity 0.1.1".into();
    let fork = verify_chain(Some(&second), &signed(&other, &arcadia.root), pin(), now());
    assert_eq!(fork, Err(Misbehaviour::DirectoryFork.into()));

    assert_eq!(refused(|d| d.seq = 3), Unreadable::DirectoryGap.into());
    let prev = refused(|d| d.prev = Some(Digest::of(b"another")));
    assert_eq!(prev, Misbehaviour::DirectoryPrev.into());
    assert_eq!(refused(|d| d.state = state("XC")), Misbehaviour::DirectoryState.into());
}

#[test]
fn an_expired_directory_is_not_relied_upon_but_still_verifies() {
    let known = first();
    let expires = known.value().expires;
    let at = |now: Timestamp| verify_chain(None, known.bytes(), pin(), now).map(|_| ());
    assert_eq!(at(expires - SignedDuration::from_secs(1)), Ok(()));
    assert_eq!(at(expires), Err(Unreadable::DirectoryExpired.into()));
    assert!(verify_link(None, known.bytes(), pin()).is_ok());
    assert_eq!(at(known.value().issued - day(1)), Err(Misbehaviour::Future.into()));
}

/// The second directory under the announced root, with the handover that `old` signs.
fn under_new_root(
    handover: impl FnOnce(&Directory) -> Option<Vec<u8>>,
    root: &SigningKeys,
) -> Result<Verified<Directory>, OpenError> {
    let known = first();
    let mut directory = following(&known);
    directory.root = root.public().clone();
    directory.next_root = Digest::of(b"the one after");
    directory.handover = handover(&directory).map(|bytes| String::from_utf8(bytes).unwrap());
    verify_chain(Some(&known), &signed(&directory, root), pin(), now())
}

#[test]
fn a_root_hands_over_to_the_one_it_announced() {
    let arcadia = State::arcadia();
    let by = |old: &SigningKeys, seq: u32, code: &str, new: Digest| {
        let bytes = hand_over(state(code), seq, new, now(), old).unwrap().bytes;
        move |_: &Directory| Some(bytes)
    };
    let new = arcadia.next_root.public().fingerprint();
    let fine = under_new_root(by(&arcadia.root, 2, "XA", new), &arcadia.next_root).unwrap();
    assert_eq!(fine.value().root, *arcadia.next_root.public());

    let handover = |result: Result<Verified<Directory>, OpenError>| result.map(|_| ()).unwrap_err();
    let wrong = Misbehaviour::DirectoryHandover.into();
    let root = &arcadia.next_root;
    assert_eq!(handover(under_new_root(by(&arcadia.next_root, 2, "XA", new), root)), wrong);
    assert_eq!(handover(under_new_root(by(&arcadia.root, 3, "XA", new), root)), wrong);
    assert_eq!(handover(under_new_root(by(&arcadia.root, 2, "XB", new), root)), wrong);
    assert_eq!(handover(under_new_root(by(&arcadia.root, 2, "XA", pin()), root)), wrong);
    let none = under_new_root(|_| None, root);
    assert_eq!(handover(none), Misbehaviour::DirectoryRoot.into());

    // Whoever stole the root key cannot hand over to a key of their own: it was not announced.
    let thief = signing(0x66);
    let fingerprint = thief.public().fingerprint();
    let stolen = under_new_root(by(&arcadia.root, 2, "XA", fingerprint), &thief);
    assert_eq!(handover(stolen), Misbehaviour::DirectoryNextRoot.into());
}

#[test]
fn an_old_root_does_not_come_back_by_its_pin() {
    let arcadia = State::arcadia();
    let new = arcadia.next_root.public().fingerprint();
    let handover = hand_over(arcadia.code, 2, new, now(), &arcadia.root).unwrap().bytes;
    let second = under_new_root(|_| Some(handover), &arcadia.next_root).unwrap();
    let mut third = following(&second);
    third.root = arcadia.root.public().clone();
    third.handover = None;
    let back = verify_chain(Some(&second), &signed(&third, &arcadia.root), pin(), now());
    assert_eq!(back, Err(Misbehaviour::DirectoryRoot.into()));
}

#[test]
fn statement_keys_are_kept_and_only_lose() {
    let extra = signing(0x55);
    let added = |d: &mut Directory| {
        d.statement_keys.push(StatementKey {
            kid: extra.kid(),
            key: extra.public().clone(),
            validity: d.statement_keys[0].validity,
        });
    };
    assert!(next(added).is_ok());
    assert!(next(|d| d.statement_keys[0].validity.until = now()).is_ok());
    assert!(next(|d| d.statement_keys[0].validity.revoked = Some(now())).is_ok());
    let dropped = Misbehaviour::DirectoryDropped.into();
    let replaced = refused(|d| {
        added(d);
        d.statement_keys.remove(0);
    });
    assert_eq!(replaced, dropped);
    assert_eq!(refused(|d| d.statement_keys[0].validity.until += day(1)), dropped);
    assert_eq!(refused(|d| d.statement_keys[0].validity.from -= day(1)), dropped);
}

#[test]
fn a_revocation_stays() {
    let revoked = next(|d| d.statement_keys[0].validity.revoked = Some(now())).unwrap();
    let again = |revocation: Option<Timestamp>| {
        let mut third = following(&revoked);
        third.statement_keys[0].validity.revoked = revocation;
        let bytes = signed(&third, &State::arcadia().root);
        verify_chain(Some(&revoked), &bytes, pin(), now()).map(|_| ())
    };
    assert_eq!(again(Some(now())), Ok(()));
    assert_eq!(again(Some(now() - day(1))), Ok(()));
    assert_eq!(again(Some(now() + day(1))), Err(Misbehaviour::DirectoryDropped.into()));
    assert_eq!(again(None), Err(Misbehaviour::DirectoryDropped.into()));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let validity = Misbehaviour::DirectoryValidity.into();
    assert_eq!(refused(|d| d.envelope_keys[0].until += day(1)), validity);
    assert_eq!(refused(|d| d.envelope_keys[0].until = d.envelope_keys[0].from), validity);
    assert_eq!(refused(|d| d.expires = d.issued), validity);
    assert_eq!(refused(|d| d.expires = d.issued + day(367)), validity);
    assert_eq!(refused(|d| d.issued -= day(2)), validity);

    let key = Misbehaviour::DirectoryKey.into();
    assert_eq!(refused(|d| d.envelope_keys[0].kid = signing(1).kid()), key);
    assert_eq!(refused(|d| d.envelope_keys.push(d.envelope_keys[0].clone())), key);
    assert_eq!(refused(|d| d.next_root = d.root.fingerprint()), key);
    let root_signs_statements = refused(|d| {
        let mut entry = d.statement_keys[0].clone();
        entry.key = d.root.clone();
        entry.kid = d.root.kid();
        d.statement_keys.push(entry);
    });
    assert_eq!(root_signs_statements, key);

    let shape = Misbehaviour::DirectoryShape.into();
    assert_eq!(refused(|d| d.envelope_keys.clear()), shape);
    assert_eq!(refused(|d| d.peer_url = "http://xa.example/".parse().unwrap()), shape);
    assert_eq!(refused(|d| d.languages = vec!["en".into(); ENTRIES_MAX + 1]), shape);
}

#[test]
fn a_key_stands_somewhere_at_each_instant() {
    let mut directory = State::arcadia().directory();
    let kid = directory.statement_keys[0].kid;
    let Validity { from, until, .. } = directory.statement_keys[0].validity;
    let second = SignedDuration::from_secs(1);
    assert_eq!(directory.key_at(kid, from - second), Some(Standing::NotYet { from }));
    assert_eq!(directory.key_at(kid, from), Some(Standing::Valid));
    assert_eq!(directory.key_at(kid, until), Some(Standing::Ended { at: until }));
    directory.statement_keys[0].validity.revoked = Some(now());
    assert_eq!(directory.key_at(kid, now() - second), Some(Standing::Valid));
    assert_eq!(directory.key_at(kid, until), Some(Standing::Revoked { since: now() }));
    assert_eq!(directory.key_at(signing(1).kid(), from), None);
    let ring = directory.ring().unwrap();
    assert_eq!(ring.standing(kid, now()), Some(Standing::Revoked { since: now() }));
}

#[test]
fn messages_are_sealed_to_the_envelope_key_that_ends_last() {
    let mut directory = State::arcadia().directory();
    let current = directory.envelope_keys[0].clone();
    let later = envelope_secret(9);
    directory.envelope_keys.push(EnvelopeKey {
        kid: later.kid(),
        key: later.public().clone(),
        from: now() + day(60),
        until: now() + day(120),
    });
    let kid = |at| directory.envelope_key_at(at).map(|key| key.kid);
    assert_eq!(kid(now()), Some(current.kid));
    assert_eq!(kid(now() + day(60)), Some(later.kid()));
    assert_eq!(kid(now() + day(120)), None);
    assert_eq!(kid(current.from - day(1)), None);
}

#[test]
fn pins_admit_the_current_and_the_next_certificate() {
    let pins = Pins { current: Digest::of(b"one"), next: Some(Digest::of(b"two")) };
    assert!(pins.admit(b"one") && pins.admit(b"two") && !pins.admit(b"three"));
    assert!(!Pins { next: None, ..pins }.admit(b"two"));
}
