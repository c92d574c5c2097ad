// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::exhibit::tests::{ids, octets};

/// Three chunks, the last of 1,000 octets.
const SIZE: u64 = 2 * CHUNK_BYTES + 1000;

fn payload() -> Vec<u8> {
    octets(usize::try_from(SIZE).unwrap())
}

fn parcel(payload: &[u8]) -> Parcel {
    let (exhibit, request) = ids();
    let mut digests = ChunkDigests::new();
    payload.chunks(777_777).for_each(|piece| digests.push(piece));
    Parcel::new(exhibit, request, payload.len() as u64, digests.finish()).unwrap()
}

fn chunk(payload: &[u8], index: usize) -> &[u8] {
    payload.chunks(8 << 20).nth(index).unwrap()
}

#[test]
fn a_parcel_reads_and_writes_the_same() {
    let parcel = parcel(&payload());
    let json = serde_json::to_string(&parcel).unwrap();
    assert!(json.starts_with("{\"exhibit\":\""), "{json}");
    assert_eq!(serde_json::from_str::<Parcel>(&json).unwrap(), parcel);
    assert_eq!(parcel.chunk_len(0), Some(CHUNK_BYTES));
    assert_eq!(parcel.chunk_len(2), Some(1000));
    assert_eq!(parcel.chunk_len(3), None);
    assert_eq!(parcel.chunk_len(u64::MAX), None);
}

#[test]
fn an_inconsistent_parcel_is_refused() {
    let json = serde_json::to_string(&parcel(&payload())).unwrap();
    let check = |from: &str, to: &str, expected: &ParcelFault| {
        let altered = json.replacen(from, to, 1);
        assert_ne!(altered, json);
        let found = serde_json::from_str::<Parcel>(&altered).unwrap_err().to_string();
        assert!(found.contains(&expected.to_string()), "{found}");
    };
    check("\"chunk_size\":8388608", "\"chunk_size\":1", &ParcelFault::ChunkSize(1));
    let size = SIZE.to_string();
    check(&size, "3", &ParcelFault::Size(3));
    check(&size, &u64::MAX.to_string(), &ParcelFault::Size(u64::MAX));
    check(&size, "1000", &ParcelFault::Count { found: 3, needed: 1 });
    let first = Digest::of(chunk(&payload(), 0)).to_string();
    check(&first, &Digest::of(b"x").to_string(), &ParcelFault::List);
    let extra = json.replacen('{', "{\"more\":1,", 1);
    assert!(serde_json::from_str::<Parcel>(&extra).is_err());
}

#[test]
fn each_chunk_is_checked_as_it_comes_in_any_order() {
    let payload = payload();
    let parcel = parcel(&payload);
    let mut verifier = ChunkVerifier::new(&parcel);
    assert_eq!(verifier.missing().collect::<Vec<_>>(), [0, 1, 2]);
    verifier.check(2, chunk(&payload, 2)).unwrap();
    let mut intake = verifier.chunk(0).unwrap();
    for piece in chunk(&payload, 0).chunks(1 << 20) {
        intake.push(piece).unwrap();
    }
    let checked = intake.finish().unwrap();
    assert_eq!(checked.index(), 0);
    // Checked is not kept: it counts when the caller says that it is on disk.
    let first = Some(ChunkFault::Incomplete { missing: 2, first: 0 });
    assert_eq!(verifier.finish().err(), first);
    verifier.keep(&checked);
    assert_eq!(verifier.finish(), Err(ChunkFault::Incomplete { missing: 1, first: 1 }));
    verifier.check(1, chunk(&payload, 1)).unwrap();
    verifier.finish().unwrap();
}

#[test]
fn each_fault_of_a_chunk_has_its_name() {
    let payload = payload();
    let parcel = parcel(&payload);
    let mut verifier = ChunkVerifier::new(&parcel);
    let (first, second, last) = (chunk(&payload, 0), chunk(&payload, 1), chunk(&payload, 2));
    let needed = CHUNK_BYTES;
    let mut check = |index, octets: &[u8], expected| {
        assert_eq!(verifier.check(index, octets), Err(expected));
        assert_eq!(verifier.missing().count(), 3);
    };
    check(0, &first[..1], ChunkFault::Truncated { chunk: 0, found: 1, needed });
    check(0, &[], ChunkFault::Truncated { chunk: 0, found: 0, needed });
    check(2, &last[..999], ChunkFault::Truncated { chunk: 2, found: 999, needed: 1000 });
    check(0, second, ChunkFault::Reordered { chunk: 0, is: 1 });
    check(1, last, ChunkFault::Reordered { chunk: 1, is: 2 });
    check(0, &payload, ChunkFault::TooLong { chunk: 0, needed });
    check(2, &payload[..1001], ChunkFault::TooLong { chunk: 2, needed: 1000 });
    check(3, &[], ChunkFault::NoSuchChunk { chunk: 3, chunks: 3 });
    let mut altered = second.to_vec();
    altered[5_000_000] ^= 1;
    check(1, &altered, ChunkFault::Altered { chunk: 1 });
}

#[test]
fn equal_chunks_are_not_mistaken_for_each_other() {
    let zeros = vec![0; usize::try_from(SIZE).unwrap()];
    let parcel = parcel(&zeros);
    let mut verifier = ChunkVerifier::new(&parcel);
    for index in 0..3 {
        verifier.check(index, chunk(&zeros, usize::try_from(index).unwrap())).unwrap();
    }
    verifier.finish().unwrap();
}

#[test]
fn an_interrupted_transfer_goes_on_at_a_border() {
    let payload = payload();
    let parcel = parcel(&payload);
    let mut verifier = ChunkVerifier::resume(&parcel, 2).unwrap();
    assert_eq!(verifier.missing().collect::<Vec<_>>(), [2]);
    verifier.check(2, chunk(&payload, 2)).unwrap();
    verifier.finish().unwrap();
    ChunkVerifier::resume(&parcel, 3).unwrap().finish().unwrap();
    let beyond = ChunkVerifier::resume(&parcel, 4).err();
    assert_eq!(beyond, Some(ChunkFault::NoSuchChunk { chunk: 4, chunks: 3 }));
}

#[test]
fn a_chunk_of_another_parcel_does_not_count() {
    let payload = payload();
    let ours = parcel(&payload);
    let zeros = vec![0; payload.len()];
    let theirs = parcel(&zeros);
    let mut intake = ChunkVerifier::new(&theirs).chunk(0).unwrap();
    intake.push(chunk(&zeros, 0)).unwrap();
    let checked = intake.finish().unwrap();
    let mut verifier = ChunkVerifier::new(&ours);
    verifier.keep(&checked);
    assert_eq!(verifier.missing().count(), 3);
}
