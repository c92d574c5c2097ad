// SPDX-License-Identifier: EUPL-1.2
//! Taking, settling, dead letters, receipts.

use jiff::SignedDuration;

use super::{at, delivery, is_conflict, message, one, put, request, state};
use crate::{Append, DeadLetter, Got, Settled, Store, Take};

fn take(now: i64, parallel: u32) -> Take {
    Take { now: at(now), limit: 100, lease: SignedDuration::from_secs(60), parallel }
}

/// The numbers of the messages that are taken.
async fn taken(store: &Store, take: Take) -> Vec<u8> {
    let taken = store.take_outbox(take).await.unwrap();
    taken.iter().map(|delivery| delivery.payload[0]).collect()
}

/// Appends messages `(number, due)` to a request.
async fn queue(store: &Store, of: u8, messages: &[(u8, i64)]) {
    let version = store.load(request(of)).await.unwrap().len() as u64;
    let outbox = messages.iter().map(|&(n, due)| delivery(n, due)).collect();
    put(store, request(of), version, Append { outbox, ..one("a") }).await.unwrap();
}

fn delivered(our_seq: u32) -> Settled {
    Settled::Delivered { our_seq, their_seq: 5, receipt: vec![9, 9] }
}

fn dead() -> Settled {
    Settled::Dead { error: "unknown State".to_owned() }
}

pub(super) async fn messages_are_taken_when_they_are_due(store: &Store) {
    queue(store, 1, &[(1, 20)]).await;
    queue(store, 2, &[(2, 10)]).await;
    assert_eq!(store.outbox_due().await.unwrap(), Some(at(10)));
    assert!(taken(store, take(9, 1)).await.is_empty());
    let first = store.take_outbox(take(10, 1)).await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].message, first[0].request), (message(2), request(2)));
    assert_eq!((first[0].to, first[0].attempt), (state("XB"), 1));
    assert_eq!(first[0].payload, [2; 3]);
    assert_eq!(taken(store, take(20, 1)).await, [1]);
}

pub(super) async fn a_lease_keeps_others_away_until_it_ends(store: &Store) {
    queue(store, 1, &[(1, 0)]).await;
    assert_eq!(taken(store, take(0, 1)).await, [1]);
    assert!(taken(store, take(59, 1)).await.is_empty());
    assert_eq!(store.outbox_due().await.unwrap(), Some(at(60)));
    let again = store.take_outbox(take(60, 1)).await.unwrap();
    assert_eq!(again[0].attempt, 2);
}

pub(super) async fn a_request_sends_one_message_at_a_time(store: &Store) {
    // The later is due earlier, and waits all the same.
    queue(store, 1, &[(1, 5), (2, 0)]).await;
    queue(store, 1, &[(3, 0)]).await;
    queue(store, 2, &[(4, 0)]).await;
    assert_eq!(taken(store, take(5, 1)).await, [4, 1]);
    assert!(taken(store, take(6, 1)).await.is_empty());
    assert!(store.settle(message(1), delivered(1)).await.unwrap());
    assert_eq!(taken(store, take(7, 1)).await, [2]);
    assert!(store.settle(message(2), delivered(2)).await.unwrap());
    assert_eq!(taken(store, take(7, 1)).await, [3]);
}

pub(super) async fn a_window_lets_several_go_in_parallel(store: &Store) {
    queue(store, 1, &[(1, 0), (2, 0), (3, 0), (4, 0)]).await;
    assert_eq!(taken(store, take(0, 2)).await, [1, 2]);
    // The second one is through; the first still holds one place.
    assert!(store.settle(message(2), delivered(2)).await.unwrap());
    assert_eq!(taken(store, take(1, 2)).await, [3]);
    assert_eq!(taken(store, take(1, 3)).await, [4]);
}

pub(super) async fn a_retry_waits_and_counts(store: &Store) {
    queue(store, 1, &[(1, 0), (2, 0)]).await;
    for attempt in 1..4 {
        let now = i64::from(attempt) * 100;
        let taken = store.take_outbox(take(now, 1)).await.unwrap();
        assert_eq!((taken.len(), taken[0].attempt), (1, attempt));
        let retry = Settled::Retry { not_before: at(now + 50), error: "no route".to_owned() };
        assert!(store.settle(message(1), retry).await.unwrap());
        assert_eq!(store.take_outbox(take(now + 49, 1)).await.unwrap(), []);
    }
    assert_eq!(store.outbox_len().await.unwrap(), 2);
}

pub(super) async fn a_dead_letter_holds_back_what_follows(store: &Store) {
    queue(store, 1, &[(1, 0), (2, 0)]).await;
    assert_eq!(taken(store, take(0, 1)).await, [1]);
    assert!(store.settle(message(1), dead()).await.unwrap());
    let letter = DeadLetter {
        message: message(1),
        request: request(1),
        to: state("XB"),
        attempts: 1,
        error: "unknown State".to_owned(),
    };
    assert_eq!(store.dead_letters().await.unwrap(), [letter]);
    assert_eq!(store.outbox_len().await.unwrap(), 1);
    assert!(taken(store, take(1_000, 1)).await.is_empty());
    // No retry brings it back by accident.
    let retry = Settled::Retry { not_before: at(0), error: "late".to_owned() };
    assert!(!store.settle(message(1), retry).await.unwrap());
    assert!(taken(store, take(1_000, 1)).await.is_empty());
}

pub(super) async fn a_dead_letter_can_be_put_back_in_line(store: &Store) {
    queue(store, 1, &[(1, 0), (2, 0)]).await;
    assert!(!store.requeue(message(1), at(0)).await.unwrap());
    assert!(store.settle(message(1), dead()).await.unwrap());
    assert!(store.requeue(message(1), at(70)).await.unwrap());
    assert_eq!(store.dead_letters().await.unwrap(), []);
    assert!(taken(store, take(69, 1)).await.is_empty());
    let again = store.take_outbox(take(70, 1)).await.unwrap();
    assert_eq!((again[0].message, again[0].attempt), (message(1), 1));
}

pub(super) async fn receipts_are_kept_with_their_places(store: &Store) {
    queue(store, 1, &[(1, 0), (2, 0)]).await;
    queue(store, 2, &[(3, 0)]).await;
    for (n, our_seq) in [(2, 2), (1, 1), (3, 1)] {
        assert!(store.settle(message(n), delivered(our_seq)).await.unwrap());
    }
    let got = |n, our_seq| Got { message: message(n), our_seq, their_seq: 5, receipt: vec![9, 9] };
    assert_eq!(store.receipts_of(request(1)).await.unwrap(), [got(1, 1), got(2, 2)]);
    assert_eq!(store.receipts_of(request(2)).await.unwrap(), [got(3, 1)]);
    assert_eq!(store.receipts_of(request(3)).await.unwrap(), []);
    assert_eq!(store.outbox_len().await.unwrap(), 0);
    assert_eq!(store.outbox_due().await.unwrap(), None);
}

pub(super) async fn settling_twice_changes_nothing(store: &Store) {
    queue(store, 1, &[(1, 0)]).await;
    assert!(store.settle(message(1), delivered(1)).await.unwrap());
    assert!(!store.settle(message(1), delivered(7)).await.unwrap());
    assert!(!store.settle(message(1), dead()).await.unwrap());
    assert_eq!(store.receipts_of(request(1)).await.unwrap()[0].our_seq, 1);
    assert_eq!(store.dead_letters().await.unwrap(), []);
}

pub(super) async fn the_same_message_is_not_queued_twice(store: &Store) {
    queue(store, 1, &[(1, 0)]).await;
    let again = Append { outbox: vec![delivery(1, 0)], ..one("b") };
    assert!(is_conflict(&put(store, request(1), 1, again).await));
    let twice = Append { outbox: vec![delivery(2, 0), delivery(2, 0)], ..one("b") };
    assert!(is_conflict(&put(store, request(1), 1, twice).await));
    assert_eq!(store.outbox_len().await.unwrap(), 1);
}

pub(super) async fn the_limit_of_a_taking_holds(store: &Store) {
    for n in 0..10 {
        queue(store, n, &[(n, i64::from(9 - n))]).await;
    }
    let three = Take { limit: 3, ..take(100, 1) };
    assert_eq!(taken(store, three).await, [9, 8, 7]);
    assert_eq!(taken(store, three).await, [6, 5, 4]);
}
