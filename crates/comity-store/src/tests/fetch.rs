// SPDX-License-Identifier: EUPL-1.2
//! Exhibits that are still to be fetched.

use comity_domain::id::ExhibitId;

use super::{at, in_a_folder, one, put, request};
use crate::{Append, Fetch, Fetched, NewFetch, Options, Store};

fn exhibit(n: u8) -> ExhibitId {
    ExhibitId::from_parts(1, [n; 10])
}

/// Appends exhibits `(number, due)` to a request.
async fn hand_over(store: &Store, of: u8, exhibits: &[(u8, i64)]) {
    let version = store.load(request(of)).await.unwrap().len() as u64;
    let new = |&(n, due): &(u8, i64)| NewFetch { exhibit: exhibit(n), not_before: at(due) };
    let fetches = exhibits.iter().map(new).collect();
    put(store, request(of), version, Append { fetches, ..one("a") }).await.unwrap();
}

async fn due(store: &Store, now: i64) -> Vec<ExhibitId> {
    let due = store.fetches_due(at(now), 10).await.unwrap();
    due.into_iter().map(|fetch| fetch.exhibit).collect()
}

fn later(seconds: i64) -> Fetched {
    let error = "the line is down".to_owned();
    Fetched::Later { not_before: at(seconds), attempts: 3, error }
}

pub(super) async fn an_exhibit_is_fetched_when_it_is_due_and_then_no_more(store: &Store) {
    hand_over(store, 1, &[(1, 20)]).await;
    hand_over(store, 2, &[(2, 10)]).await;
    assert_eq!(store.fetch_due().await.unwrap(), Some(at(10)));
    assert_eq!(due(store, 9).await, []);
    assert_eq!(due(store, 20).await, [exhibit(2), exhibit(1)]);
    assert!(store.settle_fetch(exhibit(2), Fetched::Here).await.unwrap());
    assert!(!store.settle_fetch(exhibit(2), later(30)).await.unwrap(), "it is here");
    assert_eq!(due(store, 20).await, [exhibit(1)]);
    assert_eq!(store.fetches_of(request(2)).await.unwrap(), []);
}

pub(super) async fn what_came_to_nothing_is_due_again_later(store: &Store) {
    hand_over(store, 1, &[(1, 0)]).await;
    store.settle_fetch(exhibit(1), later(60)).await.unwrap();
    assert_eq!(due(store, 59).await, []);
    let there = store.fetches_due(at(60), 10).await.unwrap();
    let error = Some("the line is down".to_owned());
    let (request, due) = (request(1), Some(at(60)));
    assert_eq!(there, [Fetch { exhibit: exhibit(1), request, attempts: 3, due, error }]);
}

pub(super) async fn what_was_stopped_is_shown_and_not_due(store: &Store) {
    hand_over(store, 1, &[(1, 0)]).await;
    let error = "another digest".to_owned();
    store.settle_fetch(exhibit(1), Fetched::Stopped { error: error.clone() }).await.unwrap();
    assert_eq!(due(store, 1_000).await, []);
    assert_eq!(store.fetch_due().await.unwrap(), None);
    let [there] = &store.fetches_of(request(1)).await.unwrap()[..] else { panic!("not shown") };
    assert_eq!((there.due, there.error.as_ref()), (None, Some(&error)));
}

pub(super) async fn naming_an_exhibit_again_changes_nothing(store: &Store) {
    hand_over(store, 1, &[(1, 0)]).await;
    store.settle_fetch(exhibit(1), later(60)).await.unwrap();
    hand_over(store, 1, &[(1, 0)]).await;
    assert_eq!(due(store, 59).await, []);
}

#[tokio::test]
async fn what_is_to_be_fetched_outlives_the_process() {
    let (folder, store) = in_a_folder();
    hand_over(&store, 1, &[(1, 0)]).await;
    drop(store);
    let again = Store::open(folder.path(), &Options::default()).unwrap();
    assert_eq!(due(&again, 1).await, [exhibit(1)]);
}
