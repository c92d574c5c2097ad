// SPDX-License-Identifier: EUPL-1.2
//! Appending, reading back, checking.

use std::collections::BTreeSet;

use comity_domain::id::{Digest, Reference};

use super::{code, delivery, event, is_conflict, message, one, permit, put, request, row, state};
use crate::{
    Append, Appended, Direction, Erasure, Given, Head, NewEntry, NewEvent, NewReceipt, Numbering,
    Store, StoreError,
};

pub(super) async fn an_append_is_read_back_as_it_was_written(store: &Store) {
    let exact = "2026-03-01T03:12:00.123456789Z".parse().unwrap();
    let bare = NewEvent { at: exact, detail: None, ..event("b") };
    let events = vec![event("a"), bare];
    let append = Append { events: events.clone(), ..Append::default() };
    let appended = put(store, request(1), 0, append).await.unwrap();
    assert_eq!((appended.version, appended.position, appended.reference), (2, 2, None));
    let stored = store.load(request(1)).await.unwrap();
    assert_eq!(stored.iter().map(|e| e.version).collect::<Vec<_>>(), [1, 2]);
    for (stored, new) in stored.iter().zip(&events) {
        assert_eq!(stored.request, request(1));
        assert_eq!(
            (&stored.name, stored.at, &stored.record, &stored.detail),
            (&new.name, new.at, &new.record, &new.detail)
        );
        assert_eq!(stored.detail_digest, new.detail.as_deref().map(Digest::of));
    }
    assert!(store.load(request(2)).await.unwrap().is_empty());
}

pub(super) async fn an_append_to_another_version_is_a_conflict(store: &Store) {
    put(store, request(1), 0, one("a")).await.unwrap();
    for version in [0, 2, u64::from(u32::MAX)] {
        let outcome = put(store, request(1), version, one("b")).await;
        let expected = format!("version {version} of request {}", request(1));
        assert_eq!(outcome, Err(StoreError::Conflict { expected, found: "version 1".into() }));
    }
}

pub(super) async fn events_that_the_permit_does_not_name_are_refused(store: &Store) {
    let named = [event("a")];
    let others = [
        vec![],
        vec![event("b")],
        vec![event("a"), event("a")],
        vec![NewEvent { detail: None, ..event("a") }],
        vec![NewEvent { at: super::at(2), ..event("a") }],
        vec![NewEvent { name: code("something-else"), ..event("a") }],
    ];
    for events in others {
        let permit = permit(request(1), 0, &named);
        let outcome = store.append(permit, Append { events, ..Append::default() }).await;
        assert!(is_conflict(&outcome), "{outcome:?}");
    }
    assert_ne!(Append::digest(request(1), &named), Append::digest(request(2), &named));
    assert_eq!(store.head().await.unwrap(), Head::empty());
}

pub(super) async fn a_row_of_another_request_is_refused(store: &Store) {
    let append = Append { row: Some(row(2)), ..one("a") };
    assert!(is_conflict(&put(store, request(1), 0, append).await));
    assert_eq!(store.row(request(2)).await.unwrap(), None);
}

pub(super) async fn a_conflict_leaves_nothing_behind(store: &Store) {
    let receipt = NewReceipt { message: message(9), digest: Digest::of(b"m"), receipt: vec![1] };
    let first = Append { receipt: Some(receipt.clone()), ..one("a") };
    put(store, request(1), 0, first).await.unwrap();
    let head = store.head().await.unwrap();
    // Everything is right but the receipt, which comes late in the transaction.
    let second = Append {
        row: Some(row(2)),
        outbox: vec![delivery(2, 0)],
        receipt: Some(receipt),
        terms: vec![[5; 32]],
        reference: Some(Numbering { state: state("XA"), year: 2026 }),
        ..one("b")
    };
    assert!(is_conflict(&put(store, request(2), 0, second).await));
    assert_eq!(store.head().await.unwrap(), head);
    assert!(store.load(request(2)).await.unwrap().is_empty());
    assert_eq!(store.row(request(2)).await.unwrap(), None);
    assert_eq!(store.outbox_len().await.unwrap(), 0);
    assert_eq!(store.find([5; 32]).await.unwrap(), []);
    assert_eq!(store.reference_of(request(2)).await.unwrap(), None);
}

pub(super) async fn the_record_is_read_in_the_order_of_its_writing(store: &Store) {
    for (n, version) in [(2, 0), (1, 0), (2, 1), (3, 0), (1, 1)] {
        put(store, request(n), version, one("a")).await.unwrap();
    }
    let all = store.since(0, 100).await.unwrap();
    assert_eq!(all.iter().map(|e| e.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(
        all.iter().map(|e| e.request).collect::<Vec<_>>(),
        [request(2), request(1), request(2), request(3), request(1)]
    );
    let part = store.since(1, 2).await.unwrap();
    assert_eq!(part, all[1..3]);
    assert!(store.since(5, 10).await.unwrap().is_empty());
    assert!(store.since(u64::MAX, 10).await.unwrap().is_empty());
}

pub(super) async fn the_head_follows_the_record(store: &Store) {
    assert_eq!(store.head().await.unwrap(), Head::empty());
    put(store, request(1), 0, one("a")).await.unwrap();
    let first = store.head().await.unwrap();
    put(store, request(2), 0, one("b")).await.unwrap();
    let second = store.head().await.unwrap();
    assert_eq!((first.position, second.position), (1, 2));
    assert_ne!(first.chain, second.chain);
    assert_eq!(store.chain_at(1).await.unwrap(), Some(first.chain));
    assert_eq!(store.chain_at(2).await.unwrap(), Some(second.chain));
    assert_eq!(store.chain_at(0).await.unwrap(), None);
    assert_eq!(store.chain_at(3).await.unwrap(), None);
    assert_eq!(store.chain_at(u64::MAX).await.unwrap(), None);
}

pub(super) async fn the_provenance_of_the_permit_is_written(store: &Store) {
    let expected = permit(request(1), 0, &[event("a")]).provenance();
    put(store, request(1), 0, one("a")).await.unwrap();
    let stored = store.load(request(1)).await.unwrap();
    assert_eq!(stored[0].provenance, expected);
    assert_eq!(stored[0].provenance["door"], "clock");
}

pub(super) async fn a_whole_record_passes_its_check(store: &Store) {
    assert_eq!(store.verify().await.unwrap().events, 0);
    for n in 1..20 {
        put(store, request(n), 0, one("a")).await.unwrap();
    }
    let verified = store.verify().await.unwrap();
    assert_eq!(verified.events, 19);
    assert_eq!(verified.head, store.head().await.unwrap());
}

pub(super) async fn concurrent_appends_to_distinct_requests_all_arrive(store: &Store) {
    let appends: Vec<_> = (0..100).map(|n| put(store, request(n), 0, one("a"))).collect();
    let positions: BTreeSet<u64> =
        together(appends).await.into_iter().map(|outcome| outcome.unwrap().position).collect();
    assert_eq!(positions, (1..=100).collect());
    assert_eq!(store.stats().appends, 100);
}

pub(super) async fn of_concurrent_appends_to_one_version_exactly_one_wins(store: &Store) {
    let texts: Vec<String> = (0..20).map(|n| n.to_string()).collect();
    let appends: Vec<_> = texts.iter().map(|text| put(store, request(1), 0, one(text))).collect();
    let outcomes = together(appends).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| is_conflict(outcome)).count(), 19);
    assert_eq!(store.load(request(1)).await.unwrap().len(), 1);
}

pub(super) async fn references_count_by_state_and_year(store: &Store) {
    let mut given = Vec::new();
    for (n, state_code, year) in
        [(1, "XA", 2026), (2, "XA", 2026), (3, "XA", 2027), (4, "XC", 2026), (5, "XA", 2026)]
    {
        let reference = Some(Numbering { state: state(state_code), year });
        let append = Append { reference, row: Some(row(n)), ..one("a") };
        let appended = put(store, request(n), 0, append).await.unwrap();
        assert_eq!(store.row(request(n)).await.unwrap().unwrap().ours, appended.reference);
        given.push(appended.reference.unwrap().to_string());
    }
    assert_eq!(
        given,
        ["XA-2026-000001", "XA-2026-000002", "XA-2027-000001", "XC-2026-000001", "XA-2026-000003"]
    );
}

pub(super) async fn a_request_keeps_its_reference(store: &Store) {
    let numbered =
        |year| Append { reference: Some(Numbering { state: state("XA"), year }), ..one("a") };
    put(store, request(1), 0, numbered(2026)).await.unwrap();
    let again = put(store, request(1), 1, numbered(2027)).await.unwrap();
    let first = Reference::new(state("XA"), 2026, 1);
    assert_eq!(again.reference, Some(first));
    assert_eq!(store.reference_of(request(1)).await.unwrap(), Some(first));
    // A later row shows it though the append neither asks for it nor knows it.
    put(store, request(1), 2, Append { row: Some(row(1)), ..one("b") }).await.unwrap();
    assert_eq!(store.row(request(1)).await.unwrap().unwrap().ours, Some(first));
}

pub(super) async fn a_number_given_before_a_restore_is_given_to_its_request_alone(store: &Store) {
    let xa = state("XA");
    let numbered =
        |given| Append { reference: Some(Numbering { state: xa, year: 2026 }), given, ..one("a") };
    let before = Some(Reference::new(xa, 2026, 7));
    let above = Some((2026, 1_000));
    let of = |appended: Appended| appended.reference.unwrap().to_string();
    let known = put(store, request(1), 0, numbered(Given { before, above })).await.unwrap();
    assert_eq!(of(known), "XA-2026-000007");
    let taken = put(store, request(2), 0, numbered(Given { before, above })).await.unwrap();
    assert_eq!(of(taken), "XA-2026-001001", "another request has it");
    let next = put(store, request(3), 0, numbered(Given { before: None, above })).await.unwrap();
    assert_eq!(of(next), "XA-2026-001002");
    let other =
        Given { before: Some(Reference::new(state("XB"), 2026, 3)), above: Some((2025, 9)) };
    let next = put(store, request(4), 0, numbered(other)).await.unwrap();
    assert_eq!(of(next), "XA-2026-001003", "another State's number is none of ours");
    assert_eq!(store.highest_reference(xa, 2026).await.unwrap(), Some(1_003));
    assert_eq!(store.highest_reference(xa, 2027).await.unwrap(), None);
}

pub(super) async fn a_tombstone_is_written_once(store: &Store) {
    let receipt = NewReceipt { message: message(1), digest: Digest::of(b"m"), receipt: vec![1, 2] };
    let append = Append { receipt: Some(receipt.clone()), ..one("a") };
    assert_eq!(store.receipt_for(message(1)).await.unwrap(), None);
    put(store, request(1), 0, append.clone()).await.unwrap();
    let tombstone = store.receipt_for(message(1)).await.unwrap().unwrap();
    assert_eq!(tombstone.request, request(1));
    assert_eq!((tombstone.digest, tombstone.receipt), (receipt.digest, vec![1, 2]));
    // Even where the version would fit.
    assert!(is_conflict(&put(store, request(1), 1, append).await));
    assert_eq!(store.load(request(1)).await.unwrap().len(), 1);
}

pub(super) async fn ledger_rows_come_in_order_and_once(store: &Store) {
    let entry = |n: u8, direction| NewEntry {
        message: message(n),
        direction,
        commitment: [n; 32],
        opening: vec![n, n],
    };
    for (n, direction) in [(3, Direction::Sent), (1, Direction::Received), (2, Direction::Sent)] {
        let append = Append { entry: Some(entry(n, direction)), ..one("a") };
        put(store, request(n), 0, append).await.unwrap();
    }
    let twice = Append { entry: Some(entry(1, Direction::Sent)), ..one("a") };
    assert!(is_conflict(&put(store, request(9), 0, twice).await));
    let all = store.entries_since(0, 10).await.unwrap();
    assert_eq!(all.iter().map(|e| e.entry.message).collect::<Vec<_>>(), [3, 1, 2].map(message));
    assert_eq!(all[1].entry, entry(1, Direction::Received));
    assert_eq!(all[1].request, request(1));
    assert_eq!(store.entries_since(all[0].number, 1).await.unwrap(), all[1..2]);
    assert_eq!(store.entry_of(message(2)).await.unwrap().as_ref(), all.get(2));
    assert_eq!(store.entry_of(message(9)).await.unwrap(), None);
}

pub(super) async fn erasing_the_file_keeps_the_chain(store: &Store) {
    for n in [1, 2] {
        let append = Append { row: Some(row(n)), terms: vec![[8; 32]], ..one("a") };
        put(store, request(n), 0, append).await.unwrap();
    }
    let erasure = NewEvent { detail: None, ..event("file erased") };
    let append = Append { events: vec![erasure], erase_file: true, ..Append::default() };
    put(store, request(1), 1, append).await.unwrap();
    let stored = store.load(request(1)).await.unwrap();
    assert_eq!(stored[0].detail, None);
    assert_eq!(stored[0].detail_digest, Some(Digest::of(b"detail of a")));
    assert_eq!(stored[0].record, b"a");
    assert_eq!(store.find([8; 32]).await.unwrap(), [request(2)]);
    assert_eq!(store.row(request(1)).await.unwrap().unwrap().summary, None);
    assert!(store.row(request(2)).await.unwrap().unwrap().summary.is_some());
    assert!(store.load(request(2)).await.unwrap()[0].detail.is_some());
    assert_eq!(store.verify().await.unwrap().events, 3);
}

pub(super) async fn an_erasure_is_open_until_it_is_certified(store: &Store) {
    let letter = Append { outbox: vec![delivery(1, 0)], ..one("a") };
    put(store, request(1), 0, letter).await.unwrap();
    let erasure = NewEvent { detail: None, ..event("erase") };
    let begun = erasure.at;
    let report = delivery(2, 0);
    let append = Append {
        events: vec![erasure],
        erase_file: true,
        outbox: vec![report.clone()],
        ..Append::default()
    };
    put(store, request(1), 1, append).await.unwrap();
    let open = |ended| vec![Erasure { request: request(1), begun, ended }];
    assert_eq!(store.erasures().await.unwrap(), open(None));
    let (first, later) = (super::at(7), super::at(9));
    store.erasure_ended(request(1), first, 3).await.unwrap();
    store.erasure_ended(request(1), later, 4).await.unwrap();
    store.erasure_ended(request(2), later, 4).await.unwrap();
    assert_eq!(store.erasures().await.unwrap(), open(Some((first, 3))));
    // What was in the outbox before has lost its content; what goes with the erasure has not.
    let lease = jiff::SignedDuration::from_secs(30);
    let take = crate::Take { now: super::at(1_000), limit: 9, lease, parallel: 9 };
    let payloads = store.take_outbox(take).await.unwrap().into_iter().map(|d| d.payload);
    assert_eq!(payloads.collect::<Vec<_>>(), [Vec::new(), report.payload]);
    store.erasure_certified(request(1)).await.unwrap();
    assert_eq!(store.erasures().await.unwrap(), []);
}

pub(super) async fn an_append_without_events_changes_no_version(store: &Store) {
    put(store, request(1), 0, one("a")).await.unwrap();
    let append = Append { row: Some(row(1)), ..Append::default() };
    let appended = put(store, request(1), 1, append).await.unwrap();
    assert_eq!((appended.version, appended.position), (1, 1));
    assert!(store.row(request(1)).await.unwrap().is_some());
}

/// Runs futures at once on this thread, in the order given, and gives their outcomes in that order.
pub(crate) async fn together<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(move |context| {
        let mut waiting = false;
        for (future, outcome) in futures.iter_mut().filter(|(_, outcome)| outcome.is_none()) {
            match future.as_mut().poll(context) {
                std::task::Poll::Ready(ready) => *outcome = Some(ready),
                std::task::Poll::Pending => waiting = true,
            }
        }
        if waiting {
            return std::task::Poll::Pending;
        }
        let outcomes = futures.iter_mut().map(|(_, outcome)| outcome.take().unwrap());
        std::task::Poll::Ready(outcomes.collect())
    })
    .await
}
