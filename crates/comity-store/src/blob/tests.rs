// SPDX-License-Identifier: EUPL-1.2
//! Blobs, in a folder and in memory.

use std::fs;
use std::io::Read as _;

use comity_domain::id::{AttachmentId, ExhibitId};

use super::{BlobId, BlobReader};
use crate::tests::in_a_folder;
use crate::{Cause, Store, StoreError};

fn exhibit(n: u8) -> BlobId {
    BlobId::Exhibit(ExhibitId::from_parts(1, [n; 10]))
}

fn on_both(test: impl Fn(&Store)) {
    let (_folder, store) = in_a_folder();
    test(&store);
    test(&Store::memory());
}

fn read(reader: Result<Option<BlobReader>, StoreError>) -> Option<Vec<u8>> {
    reader.unwrap().map(|mut reader| {
        let mut octets = Vec::new();
        reader.read_to_end(&mut octets).unwrap();
        octets
    })
}

#[test]
fn a_blob_is_there_when_it_is_finished() {
    on_both(|store| {
        let mut writer = store.blob_writer(exhibit(1), 0).unwrap();
        writer.write(b"hello ").unwrap();
        writer.write(b"world").unwrap();
        assert_eq!(read(store.blob_reader(exhibit(1), 0..u64::MAX)), None);
        assert_eq!(writer.finish().unwrap(), 11);
        assert_eq!(read(store.blob_reader(exhibit(1), 0..u64::MAX)).unwrap(), b"hello world");
        assert_eq!(store.partial_len(exhibit(1)).unwrap(), 0);
        let other = BlobId::Attachment(AttachmentId::from_parts(1, [1; 10]));
        assert_eq!(read(store.blob_reader(other, 0..9)), None);
    });
}

#[test]
fn a_range_is_cut_to_what_there_is() {
    on_both(|store| {
        let mut writer = store.blob_writer(exhibit(1), 0).unwrap();
        writer.write(b"0123456789").unwrap();
        writer.finish().unwrap();
        for (range, expected) in
            [(0..4, "0123"), (4..6, "45"), (8..20, "89"), (10..20, ""), (20..30, "")]
        {
            let reader = store.blob_reader(exhibit(1), range.clone()).unwrap().unwrap();
            assert_eq!((reader.blob_len(), reader.remaining()), (10, expected.len() as u64));
            assert_eq!(read(Ok(Some(reader))).unwrap(), expected.as_bytes(), "{range:?}");
        }
    });
}

#[test]
fn a_partial_is_gone_on_with() {
    on_both(|store| {
        let mut writer = store.blob_writer(exhibit(1), 0).unwrap();
        writer.write(b"0123456789").unwrap();
        drop(writer);
        assert_eq!(store.partial_len(exhibit(1)).unwrap(), 10);
        assert_eq!(read(store.partial_reader(exhibit(1))).unwrap(), b"0123456789");
        // The last piece was not whole: go on from the end of the one before.
        let mut writer = store.blob_writer(exhibit(1), 8).unwrap();
        assert_eq!(writer.position(), 8);
        writer.write(b"abc").unwrap();
        writer.finish().unwrap();
        assert_eq!(read(store.blob_reader(exhibit(1), 0..99)).unwrap(), b"01234567abc");
    });
}

#[test]
fn more_than_there_is_cannot_be_gone_on_with() {
    on_both(|store| {
        let outcome = store.blob_writer(exhibit(1), 1);
        assert!(matches!(outcome, Err(StoreError::Conflict { .. })), "{outcome:?}");
    });
}

#[test]
fn parts_may_come_side_by_side() {
    on_both(|store| {
        let writer = store.blob_writer(exhibit(1), 0).unwrap();
        std::thread::scope(|scope| {
            for part in [2u8, 0, 1] {
                let writer = &writer;
                scope.spawn(move || writer.write_at(u64::from(part) * 3, &[part; 3]).unwrap());
            }
        });
        writer.finish().unwrap();
        let octets = read(store.blob_reader(exhibit(1), 0..99)).unwrap();
        assert_eq!(octets, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    });
}

#[test]
fn one_writer_at_a_time() {
    on_both(|store| {
        let writer = store.blob_writer(exhibit(1), 0).unwrap();
        let second = store.blob_writer(exhibit(1), 0);
        assert!(
            matches!(second, Err(StoreError::Unavailable { cause: Cause::InUse { .. } })),
            "{second:?}"
        );
        store.blob_writer(exhibit(2), 0).unwrap();
        drop(writer);
        store.blob_writer(exhibit(1), 0).unwrap();
    });
}

#[test]
fn a_whole_blob_is_never_written_again() {
    on_both(|store| {
        store.blob_writer(exhibit(1), 0).unwrap().finish().unwrap();
        let again = store.blob_writer(exhibit(1), 0);
        assert!(matches!(again, Err(StoreError::Conflict { .. })), "{again:?}");
        assert_eq!(store.partial_len(exhibit(1)).unwrap(), 0);
    });
}

#[test]
fn a_deleted_blob_is_gone() {
    on_both(|store| {
        assert!(!store.blob_delete(exhibit(1)).unwrap());
        store.blob_writer(exhibit(1), 0).unwrap().finish().unwrap();
        store.blob_writer(exhibit(2), 0).unwrap().write(b"x").unwrap();
        assert!(store.blob_delete(exhibit(1)).unwrap());
        assert!(store.blob_delete(exhibit(2)).unwrap());
        assert_eq!(read(store.blob_reader(exhibit(1), 0..9)), None);
        assert_eq!(store.partial_len(exhibit(2)).unwrap(), 0);
    });
}

#[test]
fn what_cannot_be_written_is_said_with_its_file() {
    let (folder, store) = in_a_folder();
    fs::write(folder.path().join("blobs"), "in the way").unwrap();
    match store.blob_writer(exhibit(1), 0) {
        Err(StoreError::Unavailable { cause: Cause::Io { path, .. } }) => {
            assert!(path.starts_with(folder.path().join("blobs")), "{}", path.display());
        }
        other => panic!("{other:?}"),
    }
}
