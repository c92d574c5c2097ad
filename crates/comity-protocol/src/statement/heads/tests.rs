// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::fixture::{State, heads};
use crate::statement::{open, sign};

fn id(n: u8) -> RequestId {
    RequestId::from_parts(u64::from(n), [n; 10])
}

fn page(after: Option<u8>, ids: &[u8], last: bool) -> bool {
    let one = heads(State::borealia(), State::arcadia());
    let row = one.requests[0];
    let requests = ids.iter().map(|n| RequestHeads { request: id(*n), ..row }).collect();
    Heads { after: after.map(id), requests, last, ..one }.is_in_order()
}

#[test]
fn heads_come_back_as_they_were_signed() {
    let (borealia, arcadia) = (State::borealia(), State::arcadia());
    let heads = heads(borealia, arcadia);
    let signed = sign(&heads, &borealia.keys).unwrap();
    assert_eq!(open::<Heads>(&signed.bytes, &borealia.ring()).unwrap().value(), &heads);
    assert!(open::<Heads>(&signed.bytes, &arcadia.ring()).is_err(), "under another State's keys");
}

#[test]
fn a_page_falls_from_where_it_was_asked_and_names_none_twice() {
    assert!(page(None, &[3, 2, 1], false) && page(Some(4), &[3], true) && page(None, &[], true));
    assert!(!page(None, &[2, 3], true), "it rises");
    assert!(!page(None, &[3, 3], true), "twice");
    assert!(!page(Some(3), &[3], true), "not below what was asked");
    assert!(!page(None, &[], false), "an empty page that is not the last would never end");
    let many: Vec<u8> = (0..=255).rev().collect();
    assert!(page(None, &many, true));
}

#[test]
fn a_place_counts_from_one() {
    let mut one = heads(State::borealia(), State::arcadia());
    one.requests[0].yours = Some(ChainEnd { seq: 0, digest: Digest::of(b"none") });
    assert!(!one.is_in_order());
}

#[test]
fn the_largest_page_fits_a_statement() {
    let mut one = heads(State::borealia(), State::arcadia());
    let end = Some(ChainEnd { seq: u32::MAX, digest: Digest::of(b"end") });
    let row = RequestHeads { yours: end, mine: end, ..one.requests[0] };
    one.requests = vec![row; HEADS_MAX];
    assert!(sign(&one, &State::borealia().keys).is_ok());
}
