// SPDX-License-Identifier: EUPL-1.2
use std::collections::BTreeMap;

use comity_domain::message::ItemFact;
use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::error::Incompatibility;
use crate::fixture::{State, head, now, request_id};

fn submit() -> Head {
    head(State::arcadia(), State::borealia())
}

fn value(head: &Head, field: Field) -> String {
    Summary::of(head, Direction::Sent).value(field).to_owned()
}

#[test]
fn a_summary_says_what_the_head_says() {
    let summary = Summary::of(&submit(), Direction::Received);
    let values = Field::ALL.iter().map(|&field| summary.value(field)).collect::<Vec<_>>();
    assert_eq!(
        values,
        [
            "2026",
            "03",
            "req.submit",
            "received",
            "XA",
            "XB",
            "preservation",
            "traffic",
            "42(1)",
            "",
            "",
            "yes",
            "",
            "hour",
        ]
    );
}

#[test]
fn outcome_and_ground_are_one_or_mixed() {
    let answer = |text: Option<&str>| ItemFact {
        answer: text.map(|text| text.parse().unwrap()),
        ..ItemFact::default()
    };
    let mut head = submit();
    let check = |head: &mut Head, answers: &[Option<&str>], expected: &str| {
        head.facts.items = answers.iter().map(|a| answer(*a)).collect();
        assert_eq!(value(head, Field::Outcome), expected, "{answers:?}");
    };
    check(&mut head, &[], "");
    check(&mut head, &[None, None], "");
    check(&mut head, &[Some("held"), Some("held")], "held");
    check(&mut head, &[Some("held"), Some("not-held")], "mixed");
    check(&mut head, &[Some("held"), None], "mixed");
    head.facts.items[0].ground = Some("40-21-b".parse().unwrap());
    head.facts.items.truncate(1);
    assert_eq!(value(&head, Field::Ground), "40-21-b");
}

#[test]
fn the_gravest_tier_counts_and_an_unknown_one_most() {
    let mut head = submit();
    assert_eq!(value(&head, Field::Tier), "traffic");
    head.facts.items[1].tier = Some("content".parse().unwrap());
    assert_eq!(value(&head, Field::Tier), "content");
    head.facts.items[0].tier = Some("bodily".parse().unwrap());
    assert_eq!(value(&head, Field::Tier), "bodily");
    head.facts.items.clear();
    assert_eq!(value(&head, Field::Tier), "");
}

#[test]
fn durations_fall_into_buckets() {
    let mut head = submit();
    let made = now() - SignedDuration::from_mins(30);
    let check = |head: &mut Head, hours: i64, expected: &str| {
        head.issued = made + SignedDuration::from_hours(hours);
        assert_eq!(value(head, Field::Duration), expected, "{hours}");
    };
    assert_eq!(head.request, request_id());
    check(&mut head, -1, "hour");
    check(&mut head, 0, "hour");
    check(&mut head, 1, "day");
    check(&mut head, 24, "week");
    check(&mut head, 24 * 7, "month");
    check(&mut head, 24 * 30, "quarter");
    check(&mut head, 24 * 90, "year");
    check(&mut head, 24 * 365, "longer");
}

#[test]
fn whoever_has_the_statement_recomputes_the_entry() {
    let (head, statement) = (submit(), Digest::of(b"statement"));
    let entry = Entry::new(&head, Direction::Sent, statement, [4; SEED_BYTES]);
    let opening = Opening::decode(&entry.opening().encode()).unwrap();
    assert_eq!(&opening, entry.opening());
    assert_eq!(check_entry(&opening, &head, Direction::Sent, statement), Ok(entry));

    let mismatch = Err(OpenError::from(Misbehaviour::EntryMismatch));
    let again =
        |head: &Head, direction, statement| check_entry(&opening, head, direction, statement);
    assert_eq!(again(&head, Direction::Received, statement), mismatch);
    assert_eq!(again(&head, Direction::Sent, Digest::of(b"another")), mismatch);
    let mut other = head.clone();
    other.facts.urgency = None;
    assert_eq!(again(&other, Direction::Sent, statement), mismatch);
    let reseeded = Opening { seed: [5; SEED_BYTES], ..opening };
    assert_eq!(check_entry(&reseeded, &head, Direction::Sent, statement), mismatch);
}

#[test]
fn single_fields_open_and_the_others_stay_closed() {
    let entry = Entry::new(&submit(), Direction::Sent, Digest::of(b"s"), [4; SEED_BYTES]);
    let open = [Field::Year, Field::Kind, Field::Direction];
    let opening = entry.open_fields(&open);
    let read: FieldOpening =
        serde_json::from_str(&serde_json::to_string(&opening).unwrap()).unwrap();
    let values = check_opening(entry.commitment(), &read).unwrap();
    let expected = [(open[0], "2026"), (open[1], "req.submit"), (open[2], "sent")];
    assert_eq!(values, expected.map(|(field, value)| (field, value.to_owned())).into());
    assert!(!serde_json::to_string(&opening).unwrap().contains("preservation"));

    let none = check_opening(entry.commitment(), &entry.open_fields(&[])).unwrap();
    assert_eq!(none, BTreeMap::new());
    let all = check_opening(entry.commitment(), &entry.open_fields(Field::ALL)).unwrap();
    assert_eq!(all.len(), Field::ALL.len());
}

#[test]
fn an_opening_that_says_something_else_is_refused() {
    let entry = Entry::new(&submit(), Direction::Sent, Digest::of(b"s"), [4; SEED_BYTES]);
    let opening = entry.open_fields(&[Field::Kind]);
    let refused = |change: &dyn Fn(&mut FieldOpening)| {
        let mut changed = opening.clone();
        change(&mut changed);
        check_opening(entry.commitment(), &changed).unwrap_err()
    };
    let field = |opening: &mut FieldOpening| opening.fields.get_mut(&Field::Kind).cloned().unwrap();
    let mismatch = Misbehaviour::EntryMismatch.into();
    let shape = Misbehaviour::EntryShape.into();
    assert_eq!(
        refused(&|o| o.fields.get_mut(&Field::Kind).unwrap().value = "ack".into()),
        mismatch
    );
    assert_eq!(refused(&|o| o.closed.swap(0, 1)), mismatch);
    assert_eq!(refused(&|o| o.fields.get_mut(&Field::Kind).unwrap().salt = "00".into()), shape);
    assert_eq!(refused(&|o| o.closed.truncate(13)), shape);
    assert_eq!(refused(&|o| o.closed.push(o.closed[0])), shape);
    // The same value under another field.
    assert_eq!(
        refused(&|o| {
            let moved = field(o);
            o.fields = [(Field::Year, moved)].into();
        }),
        mismatch
    );
}

#[test]
fn an_opening_in_an_envelope_has_one_form() {
    let entry = Entry::new(&submit(), Direction::Sent, Digest::of(b"s"), [4; SEED_BYTES]);
    let octets = entry.opening().encode();
    assert_eq!(Opening::decode(&[]), Err(Misbehaviour::EntryShape.into()));
    assert_eq!(Opening::decode(&octets[..64]), Err(Misbehaviour::EntryShape.into()));
    assert_eq!(
        Opening::decode(&[&octets[..], &[0]].concat()),
        Err(Misbehaviour::EntryShape.into())
    );
    let mut later = octets;
    later[0] = 2;
    assert_eq!(Opening::decode(&later), Err(Incompatibility::EntryVersion.into()));
    assert!(!format!("{:?}", entry.opening()).contains("seed: ["));
}

#[test]
fn a_cover_entry_opens_as_such() {
    let cover = Entry::cover(now(), [9; SEED_BYTES]);
    let open = [Field::Year, Field::Month, Field::Kind, Field::From];
    let values = check_opening(cover.commitment(), &cover.open_fields(&open)).unwrap();
    assert_eq!(
        values.values().map(String::as_str).collect::<Vec<_>>(),
        ["2026", "03", "cover", ""]
    );
}

proptest! {
    #[test]
    fn another_seed_gives_another_entry(one: [u8; 32], two: [u8; 32]) {
        let statement = Digest::of(b"s");
        let entry = |seed| Entry::new(&submit(), Direction::Sent, statement, seed).commitment();
        prop_assert_eq!(one == two, entry(one) == entry(two));
    }
}
