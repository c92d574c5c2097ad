// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn tally(year: i16, side: Side, urgency: &str, requests: u64) -> Tally {
    Tally {
        year,
        side,
        peer: "XB".parse().unwrap(),
        measure: "preservation".parse().unwrap(),
        urgency: urgency.parse().unwrap(),
        state: "closed".parse().unwrap(),
        requests,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_small_number_is_told_as_bounds_and_a_great_share_is_not_hidden() {
    assert_eq!(told(100, 20), (20, 20));
    assert_eq!(told(100, 9), (0, 9));
    assert_eq!(told(100, 0), (0, 9), "that there was none is not told either");
    assert_eq!(told(100, 95), (91, 100));
    assert_eq!(told(12, 6), (0, 12));
    assert_eq!(told(3, 3), (0, 3));
    for requests in 0..60 {
        for emergencies in 0..=requests {
            let (min, max) = told(requests, emergencies);
            assert!(min <= emergencies && emergencies <= max && max <= requests.max(9));
            // As many numbers fit the bounds as a small cell has.
            assert!(min == max || max - min >= (CELL_MIN - 1).min(requests));
        }
    }
}

#[test]
fn a_year_is_told_of_ninety_days_after_its_end() {
    assert!(!is_open(2026, at("2027-03-31T23:59:59Z")));
    assert!(is_open(2026, at("2027-04-01T00:00:00Z")));
    assert!(!is_open(i16::MAX, at("2027-04-01T00:00:00Z")));
}

#[test]
fn drafts_and_offers_are_no_requests() {
    let now = at("2027-05-01T00:00:00Z");
    let draft =
        Tally { state: "drafted".parse().unwrap(), ..tally(2026, Side::Requesting, "normal", 40) };
    let offer = Tally {
        measure: "spontaneous-information".parse().unwrap(),
        ..tally(2026, Side::Requested, "normal", 40)
    };
    let sent = tally(2026, Side::Requesting, "normal", 30);
    let all = vec![
        draft,
        offer,
        sent,
        tally(2026, Side::Requesting, "emergency", 12),
        tally(2026, Side::Requested, "emergency", 2),
        tally(2027, Side::Requested, "normal", 50),
    ];
    let told: Vec<_> = figures(all, now)
        .into_iter()
        .map(|f| (f.year, f.direction, f.requests, f.emergencies_min, f.emergencies_max))
        .collect();
    assert_eq!(told, [(2026, "received", 2, 0, 2), (2026, "sent", 42, 12, 12)]);
}
