// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn view(on: &str, supposed: &[(&str, &str)]) -> StatusView {
    let law = Law::shipped().unwrap();
    let supposed: Vec<Supposed> = supposed
        .iter()
        .map(|(state, on)| Supposed { state: state.parse().unwrap(), on: on.parse().unwrap() })
        .collect();
    law.status_view(&"uncc".parse().unwrap(), on.parse().unwrap(), &supposed).unwrap()
}

#[test]
fn it_is_not_in_force_and_says_what_is_missing() {
    let told = view("2026-11-22", &[]);
    assert_eq!((told.counted, told.disputed, told.missing), (3, 1, 37));
    assert_eq!((told.entry, told.in_force), (None, false));
    assert!(told.signature_open);
    assert_eq!(told.provision.unwrap().to_string(), "65(1)");
    // Seventy-five have a row: seventy-four States and the Union; three of them ratified.
    let counts = Counts { party: 0, deposited: 3, signed: 71, left: 0, nothing: 121 };
    assert_eq!(told.counts, counts);
    assert_eq!(told.states.len(), 196);
    assert!(!view("2027-01-01", &[]).signature_open);
}

#[test]
fn before_hanoi_nobody_had_done_anything() {
    let told = view("2025-10-24", &[]);
    assert_eq!(told.counts, Counts { nothing: 195, ..Counts::default() });
    assert!(told.said.is_empty() && told.deposits.is_empty());
}

#[test]
fn what_is_supposed_leads_to_a_date_and_is_marked() {
    let law = Law::shipped().unwrap();
    let countries = law.world().countries().filter(|one| !one.is_organisation());
    let has_row = |code: StateCode| ["QA", "AZ", "VN"].contains(&code.to_string().as_str());
    let on: Date = "2027-01-10".parse().unwrap();
    let supposed: Vec<Supposed> = countries
        .filter(|one| !has_row(one.code))
        .take(37)
        .map(|one| Supposed { state: one.code, on })
        .collect();
    let today: Date = "2026-11-22".parse().unwrap();
    let told = law.status_view(&"uncc".parse().unwrap(), today, &supposed).unwrap();
    assert_eq!((told.missing, told.in_force), (0, false));
    assert_eq!(told.entry.unwrap().to_string(), "2027-04-10");
    assert_eq!(told.deposits.iter().filter(|row| row.supposed).count(), 37);
    // On the day asked about none of these has been deposited.
    assert_eq!(told.counts.deposited, 3);
    let later = law.status_view(&"uncc".parse().unwrap(), "2027-04-10".parse().unwrap(), &supposed);
    let later = later.unwrap();
    assert!(later.in_force);
    assert_eq!(later.counts.party, 40);
    // One fewer, and the Union in its place: nothing moves.
    let mut with_union = supposed[1..].to_vec();
    with_union.push(Supposed { state: "EU".parse().unwrap(), on });
    let told = law.status_view(&"uncc".parse().unwrap(), today, &with_union).unwrap();
    assert_eq!((told.missing, told.entry), (1, None));
    assert!(told.deposits.iter().any(|row| row.state.to_string() == "EU" && !row.counts));
}

#[test]
fn an_instrument_without_register_has_no_status() {
    let law = Law::shipped().unwrap();
    let on = "2026-11-22".parse().unwrap();
    assert!(law.status_view(&"comity".parse().unwrap(), on, &[]).is_none());
}
