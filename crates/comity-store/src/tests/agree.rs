// SPDX-License-Identifier: EUPL-1.2
//! Both backends give the same answers to the same operations, whatever they are.

use comity_domain::id::{Digest, Reference};
use comity_domain::role::{Role, Side};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::{at, code, delivery, event, in_a_folder, message, put, request, row, state};
use crate::{
    Append, Direction, Filter, Given, ListRow, NewEntry, NewReceipt, Numbering, Order, Page,
    Parked, Settled, Store, Take,
};

#[derive(Debug, Clone)]
enum Op {
    Append { of: u8, off: i8, append: Box<Draft> },
    Take { now: i64, limit: u32, parallel: u32 },
    Settle { message: u8, how: u8, now: i64 },
    Requeue { message: u8, now: i64 },
    Park { of: u8, seq: u32, now: i64 },
    Unpark { of: u8, seq: u32, now: i64 },
    Quarantine { state: Option<u8>, now: i64 },
    Sweep { now: i64 },
    Replace { rows: Vec<u8> },
}

/// An append in few numbers, so that collisions are frequent.
#[derive(Debug, Clone)]
struct Draft {
    events: u8,
    row: Option<u8>,
    outbox: Vec<(u8, i64)>,
    receipt: Option<u8>,
    entry: Option<u8>,
    terms: Vec<u8>,
    numbered: Option<u16>,
    erase_file: bool,
}

impl Draft {
    fn append(&self, of: u8) -> Append {
        Append {
            events: (0..self.events).map(|n| event(&n.to_string())).collect(),
            row: self.row.map(|kind| varied(of, kind)),
            fetches: Vec::new(),
            outbox: self.outbox.iter().map(|&(n, due)| delivery(n, due)).collect(),
            receipt: self.receipt.map(|n| NewReceipt {
                message: message(n),
                digest: Digest::of(&[n]),
                receipt: vec![n],
            }),
            entry: self.entry.map(|n| NewEntry {
                message: message(n),
                direction: Direction::Received,
                commitment: [n; 32],
                opening: vec![n],
            }),
            terms: self.terms.iter().map(|n| [*n; 32]).collect(),
            reference: self.numbered.map(|year| Numbering { state: state("XA"), year }),
            given: Given {
                before: self.row.map(|kind| Reference::new(state("XA"), 2026, kind.into())),
                above: self.numbered.map(|year| (year, of.into())),
            },
            erase_file: self.erase_file,
        }
    }
}

fn varied(of: u8, kind: u8) -> ListRow {
    let owner = match kind % 3 {
        0 => None,
        1 => Some((Side::Requesting, None)),
        _ => Some((Side::Requested, Some(Role::Examiner))),
    };
    ListRow {
        owner,
        state: code(if kind.is_multiple_of(2) { "sent" } else { "preserved" }),
        clock: (!kind.is_multiple_of(4)).then(|| (code("answer"), at(i64::from(kind % 5)))),
        theirs: (kind.is_multiple_of(5)).then(|| "T/1".to_owned()),
        archived: kind.is_multiple_of(7),
        summary: (kind.is_multiple_of(2)).then(|| vec![kind]),
        ..row(of)
    }
}

fn draft() -> impl Strategy<Value = Draft> {
    let small = || prop::option::weighted(0.3, 0u8..6);
    (
        0u8..3,
        prop::option::of(any::<u8>()),
        prop::collection::vec((0u8..12, 0i64..50), 0..3),
        small(),
        small(),
        prop::collection::vec(0u8..4, 0..3),
        prop::option::weighted(0.3, 2026u16..2028),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(events, row, outbox, receipt, entry, terms, numbered, erase_file)| Draft {
            events,
            row,
            outbox,
            receipt,
            entry,
            terms,
            numbered,
            erase_file,
        })
}

fn op() -> impl Strategy<Value = Op> {
    let now = || 0i64..200;
    prop_oneof![
        8 => (0u8..4, prop_oneof![6 => Just(0i8), 1 => Just(1i8), 1 => Just(-1i8)], draft())
            .prop_map(|(of, off, append)| Op::Append { of, off, append: Box::new(append) }),
        3 => (now(), 0u32..5, 0u32..4)
            .prop_map(|(now, limit, parallel)| Op::Take { now, limit, parallel }),
        3 => (0u8..12, 0u8..3, now()).prop_map(|(message, how, now)| Op::Settle {
            message,
            how,
            now
        }),
        1 => (0u8..12, now()).prop_map(|(message, now)| Op::Requeue { message, now }),
        2 => (0u8..2, 0u32..20, now()).prop_map(|(of, seq, now)| Op::Park { of, seq, now }),
        1 => (0u8..2, 0u32..20, now()).prop_map(|(of, seq, now)| Op::Unpark { of, seq, now }),
        1 => (prop::option::of(0u8..2), now())
            .prop_map(|(state, now)| Op::Quarantine { state, now }),
        1 => now().prop_map(|now| Op::Sweep { now: now * 100_000 }),
        1 => prop::collection::vec(0u8..4, 0..4).prop_map(|rows| Op::Replace { rows }),
    ]
}

/// What the store answers, as text.
async fn run(store: &Store, op: &Op) -> String {
    match op {
        Op::Append { of, off, append } => {
            let version = store.load(request(*of)).await.unwrap().len() as u64;
            let version = version.saturating_add_signed(i64::from(*off));
            format!("{:?}", put(store, request(*of), version, append.append(*of)).await)
        }
        Op::Take { now, limit, parallel } => {
            let lease = SignedDuration::from_secs(30);
            let take = Take { now: at(*now), limit: *limit, lease, parallel: *parallel };
            format!("{:?}", store.take_outbox(take).await)
        }
        Op::Settle { message: n, how, now } => {
            let settled = match how {
                0 => Settled::Delivered { our_seq: 1, their_seq: 2, receipt: vec![3] },
                1 => Settled::Retry { not_before: at(*now), error: "again".to_owned() },
                _ => Settled::Dead { error: "never".to_owned() },
            };
            format!("{:?}", store.settle(message(*n), settled).await)
        }
        Op::Requeue { message: n, now } => {
            format!("{:?}", store.requeue(message(*n), at(*now)).await)
        }
        Op::Park { of, seq, now } => {
            let (state, request, expires) = (state("XB"), request(*of), at(now + 60));
            let parked = Parked { state, request, seq: *seq, bytes: vec![*of], expires };
            format!("{:?}", store.park(parked, at(*now)).await)
        }
        Op::Unpark { of, seq, now } => {
            format!("{:?}", store.take_parked(state("XB"), request(*of), *seq, at(*now)).await)
        }
        Op::Quarantine { state: from, now } => {
            let from = from.map(|n| state(if n == 0 { "XB" } else { "XC" }));
            format!("{:?}", store.quarantine(from, "bad".to_owned(), vec![1], at(*now)).await)
        }
        Op::Sweep { now } => format!("{:?}", store.sweep(at(*now)).await),
        Op::Replace { rows } => {
            let rows = rows.iter().map(|n| varied(*n, n + 1));
            format!("{:?}", store.replace_rows(rows).await)
        }
    }
}

/// Everything the store shows, as text.
async fn all(store: &Store) -> Vec<String> {
    let mut shown = vec![
        format!("{:?}", store.since(0, 10_000).await),
        format!("{:?}", store.verify().await),
        format!("{:?}", store.entries_since(0, 10_000).await),
        format!("{:?}", store.erasures().await),
        format!("{:?}", store.dead_letters().await),
        format!("{:?}", store.outbox_len().await),
        format!("{:?}", store.outbox_due().await),
        format!("{:?}", store.quarantined().await),
    ];
    let with = |filter: Filter| {
        [Order::Due, Order::Newest, Order::Changed].map(|order| (filter.clone(), order))
    };
    let filters = [
        Filter::default(),
        Filter::current(),
        Filter { state: Some(code("sent")), ..Filter::current() },
        Filter { owner: Some((Side::Requested, Some(Role::Examiner))), ..Filter::default() },
        Filter { owner: Some((Side::Requesting, Some(Role::Examiner))), ..Filter::default() },
        Filter { ours_to_act: true, ..Filter::current() },
        Filter { due_before: Some(at(3)), ..Filter::default() },
        Filter { reference: Some("T/1".to_owned()), ..Filter::default() },
        Filter { reference: Some("XA-2026-000001".to_owned()), ..Filter::default() },
    ];
    for (filter, order) in filters.into_iter().flat_map(with) {
        shown.push(format!("{:?}", store.list(filter, Page::first(order, 100)).await));
    }
    for n in 0..6 {
        shown.push(format!("{:?}", store.find([n; 32]).await));
        shown.push(format!("{:?}", store.receipt_for(message(n)).await));
        shown.push(format!("{:?}", store.receipts_of(request(n)).await));
        shown.push(format!("{:?}", store.reference_of(request(n)).await));
    }
    shown
}

proptest! {
    // LIMIT: each case writes to a disk some forty times: 24 x 40 synchronisations, a few seconds.
    #![proptest_config(ProptestConfig {
        cases: 24, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn memory_and_folder_agree(ops in prop::collection::vec(op(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, on_disk) = in_a_folder();
            let in_memory = Store::memory();
            for op in &ops {
                prop_assert_eq!(run(&on_disk, op).await, run(&in_memory, op).await, "{:?}", op);
            }
            prop_assert_eq!(all(&on_disk).await, all(&in_memory).await);
            Ok(())
        })?;
    }
}
