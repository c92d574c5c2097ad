// SPDX-License-Identifier: EUPL-1.2
//! The turnover of a key file, whole and cut off at every point.

use comity_domain::id::RequestId;
use comity_protocol::erase::{DataKey, Purpose, wrap};

use super::*;
use crate::config::Epoch;

/// A configuration whose epoch key is the file in this folder.
fn config(folder: &Path) -> Config {
    let text = "state = \"XA\"\ndata = \"d\"\nkeys = \"k\"\n[epoch]\nfile = \"e\"\n\
                [api]\nlisten = \"127.0.0.1:1\"\n[peers]\nlisten = \"127.0.0.1:2\"\n";
    let config = Config::parse("test", text).unwrap();
    Config { epoch: Epoch { file: Some(folder.join("epoch.key")), credential: None }, ..config }
}

/// A data key as it lies under this key.
fn under(key: &EpochKey) -> Vec<u8> {
    let request = RequestId::from_parts(1, [1; 10]);
    wrap(&DataKey::new([9; KEY_BYTES]), request, Purpose::Record, key, [0; 12])
}

struct Before {
    folder: tempfile::TempDir,
    config: Config,
}

fn before() -> Before {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    write(&folder.path().join("epoch.key"), 1, &[1; KEY_BYTES]).unwrap();
    Before { folder, config }
}

impl Before {
    fn open(&self, wrapped: &[u8]) -> Result<(EpochKey, Arc<dyn EpochKeeper>), Fault> {
        open(&self.config, &None, Some(wrapped))
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_turnover_leaves_the_new_key_and_nothing_of_the_old() {
    let before = before();
    let (first, keeper) = before.open(&under(&EpochKey::new(1, [1; KEY_BYTES]))).unwrap();
    assert_eq!(first.epoch(), 1);
    let second = keeper.prepare(2, &[2; KEY_BYTES]).unwrap();
    assert_eq!(keeper.retire(1, 2), Ok(Retired::Destroyed));
    assert_eq!(keeper.retire(1, 2), Ok(Retired::Destroyed), "twice is once");
    assert_eq!(before.files(), ["epoch.key"]);
    let (key, _) = before.open(&under(&second)).unwrap();
    assert_eq!(key.epoch(), 2);
}

#[test]
fn a_turnover_that_ended_before_the_keys_were_wrapped_did_not_happen() {
    let before = before();
    let first = under(&EpochKey::new(1, [1; KEY_BYTES]));
    let (_, keeper) = before.open(&first).unwrap();
    keeper.prepare(2, &[2; KEY_BYTES]).unwrap();
    let (key, keeper) = before.open(&first).unwrap();
    assert_eq!(key.epoch(), 1);
    let again = keeper.prepare(2, &[3; KEY_BYTES]).unwrap();
    keeper.retire(1, 2).unwrap();
    assert_eq!(before.open(&under(&again)).unwrap().0.epoch(), 2);
}

#[test]
fn a_turnover_that_ended_before_the_old_key_was_destroyed_is_finished() {
    for overwritten in [false, true] {
        let before = before();
        let (_, keeper) = before.open(&under(&EpochKey::new(1, [1; KEY_BYTES]))).unwrap();
        let second = under(&keeper.prepare(2, &[2; KEY_BYTES]).unwrap());
        if overwritten {
            destroy(&before.folder.path().join("epoch.key")).unwrap();
        }
        let (key, keeper) = before.open(&second).unwrap();
        assert_eq!(key.epoch(), 2);
        assert_eq!(keeper.retire(1, 2), Ok(Retired::Destroyed));
        assert_eq!(before.files(), ["epoch.key"]);
    }
}

#[test]
fn the_key_in_use_is_never_taken_for_what_was_left_over() {
    let before = before();
    let (_, keeper) = before.open(&under(&EpochKey::new(1, [1; KEY_BYTES]))).unwrap();
    keeper.prepare(2, &[2; KEY_BYTES]).unwrap();
    let third = keeper.prepare(3, &[3; KEY_BYTES]).unwrap();
    assert_eq!(read(&before.folder.path().join("epoch.key")).unwrap().epoch(), 2);
    keeper.retire(2, 3).unwrap();
    assert_eq!(before.open(&under(&third)).unwrap().0.epoch(), 3);
}

#[test]
fn a_key_store_from_before_a_turnover_is_refused() {
    let before = before();
    let old = under(&EpochKey::new(1, [1; KEY_BYTES]));
    let (_, keeper) = before.open(&old).unwrap();
    keeper.prepare(2, &[2; KEY_BYTES]).unwrap();
    keeper.retire(1, 2).unwrap();
    let fault = before.open(&old).err().unwrap();
    assert!(fault.what.contains("epoch key 1"), "{}", fault.what);
}

#[test]
fn a_credential_is_somebody_elses_to_destroy() {
    let before = before();
    let (folder, name) = (before.folder.path().to_owned(), "epoch.key".to_owned());
    let config =
        Config { epoch: Epoch { file: None, credential: Some(name) }, ..before.config.clone() };
    let (_, keeper) = open(&config, &Some(folder.clone()), None).unwrap();
    let missing = keeper.prepare(2, &[2; KEY_BYTES]).unwrap_err();
    assert!(missing.contains("comity keys epoch --number 2"), "{missing}");
    write(&folder.join("epoch.key.next"), 2, &[7; KEY_BYTES]).unwrap();
    assert_eq!(keeper.prepare(2, &[2; KEY_BYTES]).unwrap().epoch(), 2);
    assert!(matches!(keeper.retire(1, 2), Ok(Retired::FallsTo(_))));
    assert_eq!(before.files(), ["epoch.key", "epoch.key.next"]);
}
