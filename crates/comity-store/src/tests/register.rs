// SPDX-License-Identifier: EUPL-1.2
//! Directory statements, peers, officers, settings.

use comity_domain::id::{Digest, OfficerId};
use comity_domain::role::Role;
use serde_json::json;

use super::{at, is_conflict, state};
use crate::{DirectoryRow, Officer, Peer, Store};

fn statement(seq: u32, text: &str) -> DirectoryRow {
    let bytes = text.as_bytes().to_vec();
    let came = (seq != 2).then(|| at(seq.into()));
    DirectoryRow { state: state("XB"), seq, digest: Digest::of(&bytes), bytes, came }
}

fn officer(n: u8, token: Option<&str>) -> Officer {
    Officer {
        id: OfficerId::from_parts(1, [n; 10]),
        name: format!("officer {n}"),
        login: token.map(|t| format!("of {t}")),
        authority: "ministry".to_owned(),
        roles: vec![Role::Duty, Role::Supervisor],
        token: token.map(|t| Digest::of(t.as_bytes())),
        active: true,
    }
}

pub(super) async fn directory_statements_are_kept_in_order(store: &Store) {
    for seq in [2, 1, 10] {
        store.put_directory(statement(seq, "x")).await.unwrap();
    }
    let other = DirectoryRow { state: state("XC"), ..statement(1, "y") };
    store.put_directory(other.clone()).await.unwrap();
    let kept = store.directories(state("XB")).await.unwrap();
    assert_eq!(kept, [1, 2, 10].map(|seq| statement(seq, "x")));
    assert_eq!(store.directories(state("XC")).await.unwrap(), [other]);
    assert_eq!(store.directories(state("XD")).await.unwrap(), []);
}

pub(super) async fn another_statement_at_the_same_place_is_a_conflict(store: &Store) {
    store.put_directory(statement(1, "x")).await.unwrap();
    store.put_directory(statement(1, "x")).await.unwrap();
    assert!(is_conflict(&store.put_directory(statement(1, "y")).await));
    assert_eq!(store.directories(state("XB")).await.unwrap(), [statement(1, "x")]);
}

pub(super) async fn peers_are_added_and_changed(store: &Store) {
    let peer = |code, settings| Peer { state: state(code), settings };
    store.put_peer(peer("XC", json!({"url": "https://xc.example"}))).await.unwrap();
    store.put_peer(peer("XB", json!({"url": "https://xb.example"}))).await.unwrap();
    store.put_peer(peer("XC", json!({"revoked": true}))).await.unwrap();
    let expected =
        [peer("XB", json!({"url": "https://xb.example"})), peer("XC", json!({"revoked": true}))];
    assert_eq!(store.peers().await.unwrap(), expected);
}

pub(super) async fn officers_are_found_by_their_token(store: &Store) {
    store.put_officer(officer(2, Some("two"))).await.unwrap();
    store.put_officer(officer(1, None)).await.unwrap();
    assert_eq!(store.officers().await.unwrap(), [officer(1, None), officer(2, Some("two"))]);
    let found = store.officer_by_token(Digest::of(b"two")).await.unwrap();
    assert_eq!(found, Some(officer(2, Some("two"))));
    let left = Officer { active: false, roles: vec![], ..officer(2, Some("new")) };
    store.put_officer(left.clone()).await.unwrap();
    assert_eq!(store.officer_by_token(Digest::of(b"two")).await.unwrap(), None);
    assert_eq!(store.officer_by_token(Digest::of(b"new")).await.unwrap(), Some(left));
}

pub(super) async fn a_token_belongs_to_one_officer(store: &Store) {
    store.put_officer(officer(1, Some("one"))).await.unwrap();
    store.put_officer(officer(2, None)).await.unwrap();
    store.put_officer(officer(3, None)).await.unwrap();
    assert!(is_conflict(&store.put_officer(officer(2, Some("one"))).await));
    let login = Officer { token: None, ..officer(2, Some("one")) };
    assert!(is_conflict(&store.put_officer(login).await), "nor does a login");
    let found = store.officer_by_token(Digest::of(b"one")).await.unwrap();
    assert_eq!(found, Some(officer(1, Some("one"))));
    assert_eq!(store.officers().await.unwrap()[1], officer(2, None));
}

pub(super) async fn settings_are_read_back(store: &Store) {
    assert_eq!(store.setting("zone").await.unwrap(), None);
    store.put_setting("zone", b"Asia/Hanoi".to_vec()).await.unwrap();
    store.put_setting("zone", b"UTC".to_vec()).await.unwrap();
    store.put_setting("empty", Vec::new()).await.unwrap();
    assert_eq!(store.setting("zone").await.unwrap(), Some(b"UTC".to_vec()));
    assert_eq!(store.setting("empty").await.unwrap(), Some(Vec::new()));
}
