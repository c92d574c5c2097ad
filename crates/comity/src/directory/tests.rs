// SPDX-License-Identifier: EUPL-1.2
//! The next statement: drafted, signed elsewhere, installed; and what becomes of the keys.

use super::*;
use crate::founding::Founding;
use crate::keys::Held;

const DAY: SignedDuration = SignedDuration::from_hours(24);

struct Ministry {
    _folder: tempfile::TempDir,
    config: Config,
    root: PathBuf,
    founded: Timestamp,
}

/// A founded node whose root key was taken away.
fn ministry() -> Ministry {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("node");
    keys::make_folder(&home).unwrap();
    let founding = Founding {
        state: "XA".parse().unwrap(),
        folder: home,
        api: "127.0.0.1:1".parse().unwrap(),
        peers: "127.0.0.1:2".parse().unwrap(),
        peer_url: "https://127.0.0.1:2/".to_owned(),
        law: None,
        policies: None,
    };
    let (law, gate) = crate::law::load(None, None).unwrap();
    let now = SystemClock.now();
    let config = founding.found((&law, &gate), now).unwrap().config;
    let config = Config::read(&config).unwrap();
    let root = folder.path().join("safe.secret");
    std::fs::rename(keys::root_path(&config.keys), &root).unwrap();
    Ministry { _folder: folder, config, root, founded: now }
}

const NOTHING: Change = Change {
    new_statement_key: false,
    revoked_since: None,
    new_envelope_key: false,
    announce_certificate: false,
    use_certificate: false,
};

impl Ministry {
    fn after(&self, days: i32) -> Timestamp {
        self.founded + DAY * days
    }

    fn renew(&self, change: &Change, now: Timestamp) -> Directory {
        let draft = change.draft(&self.config, now).unwrap();
        install(&self.config, &signed(&draft, &self.root).unwrap(), now).unwrap();
        let held = Held::read(&self.config.keys).unwrap();
        assert_eq!(*held.directory.value(), draft);
        draft
    }

    fn secrets(&self) -> usize {
        keys::envelopes(&self.config.keys).unwrap().len()
    }
}

#[test]
fn envelope_keys_overlap_and_are_destroyed_after_their_end() {
    let ministry = ministry();
    let second = ministry.renew(&NOTHING, ministry.after(80));
    assert_eq!((second.seq, second.envelope_keys.len(), ministry.secrets()), (2, 2, 2));
    assert_eq!(second.statement_keys.len(), 1);
    let destroyed =
        |days| keys::destroy_ended(&ministry.config.keys, &second, ministry.after(days)).unwrap();
    assert!(destroyed(91).is_empty(), "what was parked may still come under it");
    assert_eq!(destroyed(92), [second.envelope_keys[0].kid]);
    assert_eq!(ministry.secrets(), 1);
    let third = ministry.renew(&NOTHING, ministry.after(160));
    assert_eq!((third.seq, third.envelope_keys.len(), ministry.secrets()), (3, 2, 2));
}

#[test]
fn a_statement_for_another_reason_brings_no_second_envelope_key() {
    let ministry = ministry();
    let next = ministry.renew(&Change { new_statement_key: true, ..NOTHING }, ministry.after(9));
    assert_eq!((next.envelope_keys.len(), ministry.secrets()), (1, 1));
    let ended = next.statement_keys[0].validity;
    assert_eq!((next.statement_keys.len(), ended.until), (2, ministry.after(9)));
    let stolen = Change { new_envelope_key: true, ..NOTHING };
    let next = ministry.renew(&stolen, ministry.after(10));
    assert_eq!((next.envelope_keys.len(), ministry.secrets()), (2, 2));
    let used = next.envelope_key_at(ministry.after(11)).unwrap().kid;
    assert_eq!(used, next.envelope_keys[1].kid);
}

#[test]
fn a_stolen_statement_key_is_revoked_from_the_theft_on() {
    let ministry = ministry();
    let stolen = ministry.after(3);
    let change = Change { revoked_since: Some(stolen), ..NOTHING };
    let next = ministry.renew(&change, ministry.after(5));
    assert_eq!(next.statement_keys[0].validity.revoked, Some(stolen));
    let standing = next.key_at(next.statement_keys[1].kid, ministry.after(6));
    assert_eq!(standing, Some(Standing::Valid));
}

#[test]
fn a_certificate_is_announced_before_it_is_used() {
    let ministry = ministry();
    let now = ministry.after(1);
    let early = Change { use_certificate: true, ..NOTHING }.draft(&ministry.config, now);
    assert!(early.is_err());
    let announced = ministry.renew(&Change { announce_certificate: true, ..NOTHING }, now);
    let held = Held::read(&ministry.config.keys).unwrap().credentials().unwrap();
    assert_eq!(held.spki(), announced.tls.current);
    let used = Change { use_certificate: true, ..NOTHING };
    let used = ministry.renew(&used, ministry.after(20));
    assert_eq!(Some(used.tls.current), announced.tls.next);
    let held = Held::read(&ministry.config.keys).unwrap().credentials().unwrap();
    assert_eq!(held.spki(), used.tls.current);
}

#[test]
fn what_is_not_signed_by_the_root_or_does_not_follow_is_not_installed() {
    let ministry = ministry();
    let now = ministry.after(1);
    let draft = NOTHING.draft(&ministry.config, now).unwrap();
    let other = ministry.config.keys.join("next-root.secret");
    assert!(signed(&draft, &other).is_err());
    let good = signed(&draft, &ministry.root).unwrap();
    install(&ministry.config, &good, now).unwrap();
    let skipped = Directory { seq: 4, ..draft.clone() };
    let skipped = signed(&skipped, &ministry.root).unwrap();
    assert!(install(&ministry.config, &skipped, now).is_err());
    let mut altered = good;
    altered[200] ^= 1;
    assert!(install(&ministry.config, &altered, now).is_err());
}

#[test]
fn a_draft_that_was_not_installed_is_drafted_again_with_the_same_keys() {
    let ministry = ministry();
    let change = Change { new_statement_key: true, announce_certificate: true, ..NOTHING };
    let first = change.draft(&ministry.config, ministry.after(50)).unwrap();
    let second = change.draft(&ministry.config, ministry.after(51)).unwrap();
    assert_eq!(first.envelope_keys[1].kid, second.envelope_keys[1].kid);
    assert_eq!(first.statement_keys[1].kid, second.statement_keys[1].kid);
    assert_eq!(first.tls, second.tls);
}
