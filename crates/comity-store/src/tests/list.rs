// SPDX-License-Identifier: EUPL-1.2
//! Lists, search, rebuilding.

use comity_domain::id::{Reference, RequestId};
use comity_domain::role::{Role, Side};

use super::{at, code, one, put, request, row, state};
use crate::{Append, Filter, ListRow, Numbering, Order, Page, Store, Tally};

async fn show(store: &Store, row: ListRow) {
    let request = row.request;
    let version = store.load(request).await.unwrap().len() as u64;
    put(store, request, version, Append { row: Some(row), ..one("a") }).await.unwrap();
}

async fn requests(store: &Store, filter: Filter, page: Page) -> Vec<RequestId> {
    store.list(filter, page).await.unwrap().into_iter().map(|row| row.request).collect()
}

pub(super) async fn a_row_is_replaced_by_the_next_append(store: &Store) {
    show(store, row(1)).await;
    assert_eq!(store.row(request(1)).await.unwrap(), Some(row(1)));
    let later = ListRow {
        state: code("preserved"),
        owner: None,
        clock: None,
        theirs: Some("AB/7".to_owned()),
        archived: true,
        summary: None,
        ..row(1)
    };
    show(store, later.clone()).await;
    assert_eq!(store.row(request(1)).await.unwrap(), Some(later.clone()));
    let page = Page::first(Order::Due, 10);
    assert_eq!(store.list(Filter::default(), page).await.unwrap(), [later]);
    assert_eq!(store.list(Filter::current(), page).await.unwrap(), []);
}

pub(super) async fn each_filter_selects(store: &Store) {
    show(store, row(1)).await;
    show(store, ListRow { state: code("closed"), archived: true, ..row(2) }).await;
    show(store, ListRow { peer: state("XC"), side: Side::Requested, ..row(3) }).await;
    show(store, ListRow { owner: Some((Side::Requested, None)), ..row(4) }).await;
    let urgency = code("emergency");
    show(store, ListRow { owner: None, clock: None, urgency, ..row(5) }).await;
    show(store, ListRow { theirs: Some("XB-2026-000009".to_owned()), updated: at(5), ..row(6) })
        .await;
    show(store, ListRow { ours: Some(Reference::new(state("XA"), 2026, 9)), ..row(7) }).await;
    let none = Filter::default();
    let cases: [(&str, Filter, &[u8]); 14] = [
        ("nothing", none.clone(), &[1, 2, 3, 4, 6, 7, 5]),
        ("state", Filter { state: Some(code("closed")), ..none.clone() }, &[2]),
        ("archived", Filter { archived: Some(true), ..none.clone() }, &[2]),
        ("current", Filter::current(), &[1, 3, 4, 6, 7, 5]),
        ("peer", Filter { peer: Some(state("XC")), ..Filter::current() }, &[3]),
        ("side", Filter { side: Some(Side::Requested), ..none.clone() }, &[3]),
        (
            "owner",
            Filter { owner: Some((Side::Requested, Some(Role::Duty))), ..Filter::current() },
            &[1, 3, 6, 7],
        ),
        (
            "owning side",
            Filter { owner: Some((Side::Requested, None)), ..Filter::current() },
            &[1, 3, 4, 6, 7],
        ),
        ("ours to act", Filter { ours_to_act: true, ..none.clone() }, &[3]),
        ("urgency", Filter { urgency: Some(code("emergency")), ..none.clone() }, &[5]),
        ("due", Filter { due_before: Some(at(103)), ..none.clone() }, &[1, 2]),
        ("changed", Filter { changed_since: Some(at(5)), ..none.clone() }, &[6]),
        ("theirs", Filter { reference: Some("XB-2026-000009".into()), ..none.clone() }, &[6]),
        ("ours", Filter { reference: Some("XA-2026-000009".into()), ..none }, &[7]),
    ];
    for (what, filter, expected) in cases {
        let found = requests(store, filter, Page::first(Order::Due, 100)).await;
        let expected: Vec<_> = expected.iter().map(|n| request(*n)).collect();
        assert_eq!(found, expected, "{what}");
    }
}

pub(super) async fn pages_follow_each_other_without_gap(store: &Store) {
    for n in 0..25 {
        // Several share an instant, several have none.
        let due = i64::from(n % 4);
        let clock = (due < 3).then(|| (code("answer"), at(due)));
        show(store, ListRow { clock, ..row(n) }).await;
    }
    for order in [Order::Due, Order::Newest, Order::Changed] {
        let whole = store.list(Filter::current(), Page::first(order, 100)).await.unwrap();
        assert_eq!(whole.len(), 25);
        let (mut paged, mut page) = (Vec::new(), Page::first(order, 4));
        loop {
            let rows = store.list(Filter::current(), page).await.unwrap();
            let Some(last) = rows.last() else { break };
            page = page.after(last);
            paged.extend(rows);
        }
        assert_eq!(paged, whole);
    }
}

pub(super) async fn requests_are_counted_by_what_they_are_alike_in(store: &Store) {
    assert_eq!(store.tally().await.unwrap(), []);
    let urgency = code("emergency");
    let later = "2027-01-01T00:00:00Z".parse().unwrap();
    show(store, row(1)).await;
    show(store, ListRow { archived: true, ..row(2) }).await;
    show(store, ListRow { urgency: urgency.clone(), ..row(3) }).await;
    show(store, ListRow { peer: state("XC"), side: Side::Requested, ..row(4) }).await;
    show(store, ListRow { created: later, ..row(5) }).await;
    let year = row(1).created.to_zoned(jiff::tz::TimeZone::UTC).year();
    let alike = Tally {
        year,
        side: Side::Requesting,
        peer: state("XB"),
        measure: code("preservation"),
        urgency: code("urgent"),
        state: code("sent"),
        requests: 2,
    };
    let mut expected = [
        alike.clone(),
        Tally { urgency, requests: 1, ..alike.clone() },
        Tally { peer: state("XC"), side: Side::Requested, requests: 1, ..alike.clone() },
        Tally { year: 2027, requests: 1, ..alike },
    ];
    expected.sort_unstable();
    assert_eq!(store.tally().await.unwrap(), expected);
}

pub(super) async fn the_newest_come_first_when_asked(store: &Store) {
    for n in [2, 1, 3] {
        show(store, row(n)).await;
    }
    let found = requests(store, Filter::current(), Page::first(Order::Newest, 2)).await;
    assert_eq!(found, [request(3), request(2)]);
}

pub(super) async fn rows_without_a_clock_come_last(store: &Store) {
    show(store, ListRow { clock: None, ..row(1) }).await;
    show(store, ListRow { clock: Some((code("answer"), jiff::Timestamp::MAX)), ..row(2) }).await;
    show(store, ListRow { clock: Some((code("answer"), jiff::Timestamp::MIN)), ..row(3) }).await;
    let found = requests(store, Filter::current(), Page::first(Order::Due, 10)).await;
    assert_eq!(found, [request(3), request(2), request(1)]);
}

pub(super) async fn a_term_finds_its_requests(store: &Store) {
    for (n, terms) in [(1, vec![[1; 32], [2; 32]]), (2, vec![[2; 32], [2; 32]]), (3, vec![])] {
        put(store, request(n), 0, Append { terms, ..one("a") }).await.unwrap();
    }
    // The same term again is no conflict.
    put(store, request(1), 1, Append { terms: vec![[1; 32]], ..one("b") }).await.unwrap();
    assert_eq!(store.find([1; 32]).await.unwrap(), [request(1)]);
    assert_eq!(store.find([2; 32]).await.unwrap(), [request(1), request(2)]);
    assert_eq!(store.find([3; 32]).await.unwrap(), []);
}

pub(super) async fn rows_are_rebuilt_with_their_references(store: &Store) {
    for n in 1..4 {
        let reference = Some(Numbering { state: state("XA"), year: 2026 });
        let append = Append { row: Some(row(n)), reference, ..one("a") };
        put(store, request(n), 0, append).await.unwrap();
    }
    let page = Page::first(Order::Due, 10);
    let before = store.list(Filter::current(), page).await.unwrap();
    assert_eq!(store.replace_rows(Vec::new()).await.unwrap(), 0);
    assert_eq!(store.list(Filter::current(), page).await.unwrap(), []);
    // What is rebuilt from events does not know the numbers.
    assert_eq!(store.replace_rows((1..4).map(row)).await.unwrap(), 3);
    assert_eq!(store.list(Filter::current(), page).await.unwrap(), before);
    assert_eq!(before[2].ours, Some(Reference::new(state("XA"), 2026, 3)));
}

pub(super) async fn instants_are_kept_to_the_microsecond(store: &Store) {
    let exact = "2026-03-01T03:12:00.123456789Z".parse().unwrap();
    let kept = "2026-03-01T03:12:00.123456Z".parse().unwrap();
    let clock = |due| Some((code("answer"), due));
    show(store, ListRow { updated: exact, clock: clock(exact), ..row(1) }).await;
    let found = store.row(request(1)).await.unwrap().unwrap();
    assert_eq!((found.updated, found.clock), (kept, clock(kept)));
}
