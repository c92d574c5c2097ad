// SPDX-License-Identifier: EUPL-1.2
//! The key store, in a file and in memory.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{KeyKind, KeyStore};
use crate::tests::record::together;
use crate::tests::{is_conflict, request};
use crate::{Cause, StoreError};

const RECORD: KeyKind = KeyKind::Record;
const FILE: KeyKind = KeyKind::File;

fn in_a_file() -> (TempDir, PathBuf, KeyStore) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.sqlite");
    let keys = KeyStore::open(&path).unwrap();
    (folder, path, keys)
}

/// Mounts the tests that every backend must pass.
macro_rules! on_both {
    ($($(#[$attr:meta])* async fn $test:ident($keys:ident: &KeyStore) $body:block)+) => {
        mod on_disk { $( #[tokio::test] async fn $test() {
            let (_folder, _, keys) = super::in_a_file();
            super::$test(&keys).await;
        } )+ }
        mod in_memory { $( #[tokio::test] async fn $test() {
            super::$test(&super::KeyStore::memory()).await;
        } )+ }
        $( $(#[$attr])* async fn $test($keys: &KeyStore) $body )+
    };
}

on_both! {
    async fn a_key_is_read_back(keys: &KeyStore) {
        keys.put(request(1), vec![(RECORD, vec![1; 40]), (FILE, vec![2; 40])]).await.unwrap();
        assert_eq!(keys.get(request(1), RECORD).unwrap(), Some(vec![1; 40]));
        assert_eq!(keys.get(request(1), FILE).unwrap(), Some(vec![2; 40]));
        assert_eq!(keys.get(request(1), KeyKind::Exhibits).unwrap(), None);
        assert_eq!(keys.get(request(2), FILE).unwrap(), None);
        assert_eq!(keys.verify().unwrap(), 2);
    }

    async fn a_key_is_never_replaced(keys: &KeyStore) {
        keys.put(request(1), vec![(FILE, vec![1])]).await.unwrap();
        keys.put(request(1), vec![(FILE, vec![1])]).await.unwrap();
        let other = keys.put(request(1), vec![(RECORD, vec![3]), (FILE, vec![2])]).await;
        assert!(is_conflict(&other));
        assert_eq!(keys.get(request(1), FILE).unwrap(), Some(vec![1]));
        assert_eq!(keys.get(request(1), RECORD).unwrap(), None);
    }

    async fn an_erased_key_is_gone_and_known_to_be(keys: &KeyStore) {
        keys.put(request(1), vec![(FILE, vec![1]), (RECORD, vec![2])]).await.unwrap();
        assert!(!keys.is_erased(request(1), FILE).unwrap());
        let both = [FILE, KeyKind::Exhibits];
        assert_eq!(keys.erase(request(1), &both).await.unwrap(), 1);
        assert_eq!(keys.erase(request(1), &both).await.unwrap(), 0);
        assert_eq!(keys.get(request(1), FILE).unwrap(), None);
        assert!(keys.is_erased(request(1), FILE).unwrap());
        assert!(!keys.is_erased(request(1), KeyKind::Exhibits).unwrap());
        assert_eq!(keys.get(request(1), RECORD).unwrap(), Some(vec![2]));
        assert!(is_conflict(&keys.put(request(1), vec![(FILE, vec![1])]).await));
    }

    async fn all_keys_are_wrapped_anew(keys: &KeyStore) {
        let put = |n| keys.put(request(n), vec![(FILE, vec![n, 0]), (RECORD, vec![n, 1])]);
        for outcome in together((0..50).map(put).collect()).await {
            outcome.unwrap();
        }
        keys.erase(request(3), &[FILE]).await.unwrap();
        let anew = |_, _, old: &[u8]| Ok([old, &[9]].concat());
        assert_eq!(keys.rewrap_all(anew).await.unwrap(), 99);
        assert_eq!(keys.get(request(7), RECORD).unwrap(), Some(vec![7, 1, 9]));
        assert_eq!(keys.get(request(3), RECORD).unwrap(), Some(vec![3, 1, 9]));
        assert!(keys.is_erased(request(3), FILE).unwrap());
        keys.put(request(60), vec![(FILE, vec![60])]).await.unwrap();
        assert_eq!(keys.rewrap_all(anew).await.unwrap(), 100);
        assert_eq!(keys.get(request(60), FILE).unwrap(), Some(vec![60, 9]));
    }

    async fn a_rewrapping_that_fails_changes_nothing(keys: &KeyStore) {
        for n in 0..5 {
            keys.put(request(n), vec![(FILE, vec![n])]).await.unwrap();
        }
        let fails = |of, _, old: &[u8]| {
            if of == request(4) { Err("no such epoch".to_owned()) } else { Ok(old.to_vec()) }
        };
        let outcome = keys.rewrap_all(fails).await;
        match outcome {
            Err(StoreError::Unavailable { cause: Cause::Caller(why) }) => {
                assert!(why.contains("no such epoch"), "{why}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(keys.get(request(0), FILE).unwrap(), Some(vec![0]));
        keys.put(request(9), vec![(FILE, vec![9])]).await.unwrap();
        assert_eq!(keys.verify().unwrap(), 6);
    }
}

/// Whether any file of the folder holds these octets.
fn holds(folder: &Path, octets: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|found| {
        let content = fs::read(found.unwrap().path()).unwrap();
        content.windows(octets.len()).any(|window| window == octets)
    })
}

#[tokio::test]
async fn nothing_of_an_erased_key_is_left_in_the_files() {
    let (folder, _, keys) = in_a_file();
    let (secret, other) =
        (b"wrapped-key-that-must-go-0123456789", b"wrapped-key-that-stays-9876543210");
    let put = |n| keys.put(request(n), vec![(FILE, vec![n; 40])]);
    for outcome in together((0..100).map(put).collect()).await {
        outcome.unwrap();
    }
    keys.put(request(100), vec![(FILE, secret.to_vec()), (RECORD, other.to_vec())]).await.unwrap();
    assert!(holds(folder.path(), secret));
    keys.erase(request(100), &[FILE]).await.unwrap();
    assert!(!holds(folder.path(), secret));
    assert!(holds(folder.path(), other));
}

#[tokio::test]
async fn nothing_of_the_old_wrapping_is_left_in_the_files() {
    let (folder, path, keys) = in_a_file();
    let old = b"wrapped-by-the-old-epoch-key-0123456789";
    keys.put(request(1), vec![(FILE, old.to_vec())]).await.unwrap();
    // A second name for the old file: what a reader that still has it open would see.
    let kept = folder.path().join("kept");
    fs::hard_link(&path, &kept).unwrap();
    keys.rewrap_all(|_, _, _| Ok(b"wrapped-by-the-new-epoch-key".to_vec())).await.unwrap();
    assert!(!holds(folder.path(), old));
    assert!(fs::read(&kept).unwrap().iter().all(|octet| *octet == 0));
    drop(keys);
    let keys = KeyStore::open(&path).unwrap();
    assert_eq!(keys.get(request(1), FILE).unwrap().unwrap(), b"wrapped-by-the-new-epoch-key");
}

#[tokio::test]
async fn keys_survive_closing_and_what_a_crash_left() {
    let (folder, path, keys) = in_a_file();
    keys.put(request(1), vec![(FILE, vec![5])]).await.unwrap();
    drop(keys);
    let left = folder.path().join("keys.sqlite.new");
    fs::write(&left, "half of a new file").unwrap();
    let keys = KeyStore::open(&path).unwrap();
    assert!(!left.exists());
    assert_eq!(keys.get(request(1), FILE).unwrap(), Some(vec![5]));
}

#[tokio::test]
async fn others_cannot_read_the_keys() {
    let (folder, path, keys) = in_a_file();
    keys.put(request(1), vec![(FILE, vec![5])]).await.unwrap();
    keys.rewrap_all(|_, _, old| Ok(old.to_vec())).await.unwrap();
    keys.put(request(2), vec![(FILE, vec![5])]).await.unwrap();
    for found in fs::read_dir(folder.path()).unwrap() {
        let found = found.unwrap();
        let mode = found.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", found.file_name());
    }
    drop(keys);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    match KeyStore::open(&path) {
        Err(StoreError::Unavailable { cause: Cause::Io { detail, .. } }) => {
            assert!(detail.contains("chmod 600"), "{detail}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_second_process_is_kept_from_the_keys() {
    let (_folder, path, _keys) = in_a_file();
    let second = KeyStore::open(&path);
    assert!(
        matches!(second, Err(StoreError::Unavailable { cause: Cause::InUse { .. } })),
        "{second:?}"
    );
}

#[test]
fn no_key_is_printed() {
    let keys = KeyStore::memory();
    assert!(!format!("{keys:?}").contains("41"), "{keys:?}");
}
