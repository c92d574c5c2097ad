// SPDX-License-Identifier: EUPL-1.2
//! Parking and quarantine.

use super::record::together;
use super::{at, request, state};
use crate::inbox::{
    PARKED_PER_REQUEST_MAX, PARKED_PER_STATE_MAX, QUARANTINE_BYTES_MAX, QUARANTINE_PER_STATE_MAX,
};
use crate::{Parked, Parking, Store};

const DAY: i64 = 24 * 60 * 60;

fn parked(of: u8, seq: u32, expires: i64) -> Parked {
    let (state, request) = (state("XB"), request(of));
    Parked { state, request, seq, bytes: vec![of; 2], expires: at(expires) }
}

async fn park(store: &Store, of: u8, seq: u32, now: i64) -> Parking {
    store.park(parked(of, seq, now + 100), at(now)).await.unwrap()
}

async fn take(store: &Store, of: u8, seq: u32, now: i64) -> Option<Vec<u8>> {
    store.take_parked(state("XB"), request(of), seq, at(now)).await.unwrap()
}

pub(super) async fn a_parked_message_is_taken_once(store: &Store) {
    assert_eq!(park(store, 1, 3, 0).await, Parking::Kept);
    let other = store.take_parked(state("XC"), request(1), 3, at(0)).await.unwrap();
    assert_eq!(other, None);
    assert_eq!(take(store, 1, 2, 0).await, None);
    assert_eq!(take(store, 1, 3, 0).await, Some(vec![1; 2]));
    assert_eq!(take(store, 1, 3, 0).await, None);
}

pub(super) async fn a_parked_message_ends_by_itself(store: &Store) {
    park(store, 1, 3, 0).await;
    park(store, 1, 4, 0).await;
    assert_eq!(take(store, 1, 3, 99).await, Some(vec![1; 2]));
    assert_eq!(take(store, 1, 4, 100).await, None);
}

pub(super) async fn parking_is_bounded_per_request(store: &Store) {
    for seq in 0..PARKED_PER_REQUEST_MAX {
        assert_eq!(park(store, 1, seq, 0).await, Parking::Kept);
    }
    assert_eq!(park(store, 1, PARKED_PER_REQUEST_MAX, 0).await, Parking::Full);
    // The same place again needs no room, another request has its own, and time makes some.
    assert_eq!(park(store, 1, 0, 0).await, Parking::Kept);
    assert_eq!(park(store, 2, 0, 0).await, Parking::Kept);
    assert_eq!(park(store, 1, PARKED_PER_REQUEST_MAX, 100).await, Parking::Kept);
}

pub(super) async fn parking_is_bounded_per_state(store: &Store) {
    let requests = u8::try_from(PARKED_PER_STATE_MAX / PARKED_PER_REQUEST_MAX).unwrap();
    let places = (0..requests).flat_map(|of| (0..PARKED_PER_REQUEST_MAX).map(move |seq| (of, seq)));
    let parked_all = places.map(|(of, seq)| park(store, of, seq, 0)).collect();
    assert!(together(parked_all).await.iter().all(|parking| *parking == Parking::Kept));
    assert_eq!(park(store, requests, 0, 0).await, Parking::Full);
    let other = Parked { state: state("XC"), ..parked(1, 0, 100) };
    assert_eq!(store.park(other, at(0)).await.unwrap(), Parking::Kept);
}

pub(super) async fn quarantine_keeps_thirty_days(store: &Store) {
    let put = |now: i64| store.quarantine(None, format!("day {now}"), vec![1], at(now * DAY));
    put(0).await.unwrap();
    put(29).await.unwrap();
    assert_eq!(store.quarantined().await.unwrap().len(), 2);
    put(30).await.unwrap();
    let kept = store.quarantined().await.unwrap();
    assert_eq!(kept.iter().map(|q| q.reason.as_str()).collect::<Vec<_>>(), ["day 29", "day 30"]);
    assert_eq!(
        (kept[0].state, kept[0].at, kept[0].bytes.as_slice()),
        (None, at(29 * DAY), &[1][..])
    );
}

pub(super) async fn quarantine_is_bounded_per_state(store: &Store) {
    let max = i64::from(QUARANTINE_PER_STATE_MAX);
    store.quarantine(None, "unknown".to_owned(), vec![], at(0)).await.unwrap();
    let put = |n: i64| store.quarantine(Some(state("XB")), n.to_string(), vec![], at(n));
    for outcome in together((0..max + 5).map(put).collect()).await {
        outcome.unwrap();
    }
    let kept = store.quarantined().await.unwrap();
    assert_eq!(kept.len(), QUARANTINE_PER_STATE_MAX as usize + 1);
    assert_eq!(kept[0].reason, "unknown");
    assert_eq!(kept[1].reason, "5");
    assert_eq!(kept.last().unwrap().reason, (max + 4).to_string());
}

pub(super) async fn quarantined_bytes_are_cut(store: &Store) {
    let bytes = vec![3; QUARANTINE_BYTES_MAX + 1];
    store.quarantine(None, "too large".to_owned(), bytes, at(0)).await.unwrap();
    assert_eq!(store.quarantined().await.unwrap()[0].bytes.len(), QUARANTINE_BYTES_MAX);
}

pub(super) async fn a_sweep_drops_what_has_ended(store: &Store) {
    park(store, 1, 1, 0).await;
    park(store, 1, 2, 50).await;
    store.quarantine(None, "bad".to_owned(), vec![], at(0)).await.unwrap();
    assert_eq!(store.sweep(at(99)).await.unwrap(), 0);
    assert_eq!(store.sweep(at(100)).await.unwrap(), 1);
    assert_eq!(store.sweep(at(30 * DAY)).await.unwrap(), 2);
    assert_eq!(store.quarantined().await.unwrap(), []);
}
