// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;

pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

#[test]
fn an_instant_is_shown_with_its_zone_and_its_seconds_where_it_has_some() {
    let at: Timestamp = "2027-01-19T19:12:00Z".parse().unwrap();
    assert_eq!(shown(at, &zone("America/St_Johns")), "2027-01-19 15:42 -03:30 (America/St_Johns)");
    assert_eq!(shown(at, &zone("Asia/Tokyo")), "2027-01-20 04:12 +09:00 (Asia/Tokyo)");
    assert_eq!(shown(at, &TimeZone::UTC), "2027-01-19 19:12 UTC");
    let to_the_second = "2027-01-19T19:12:07Z".parse().unwrap();
    assert_eq!(shown(to_the_second, &TimeZone::UTC), "2027-01-19 19:12:07 UTC");
}

pub(crate) fn any_zone() -> impl Strategy<Value = TimeZone> {
    let names = [
        "UTC",
        "Europe/Paris",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Asia/Beirut",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Tehran",
    ];
    (0..names.len()).prop_map(move |place| zone(names[place]))
}

/// From 2010 to 2034.
pub(crate) fn any_instant() -> impl Strategy<Value = Timestamp> {
    (1_262_304_000..2_019_686_400_i64).prop_map(|s| Timestamp::from_second(s).unwrap())
}

proptest! {
    /// What is shown names its instant: with its offset it reads back.
    #[test]
    fn what_is_shown_is_the_instant(at in any_instant(), zone in any_zone()) {
        let text = shown(at, &zone);
        let seconds = if at.as_second() % 60 == 0 { "" } else { ":%S" };
        let form = format!("%Y-%m-%d %H:%M{seconds} %:z");
        let plain = text.replace("UTC", "+00:00");
        let plain = plain.split(" (").next().unwrap();
        prop_assert_eq!(Timestamp::strptime(form, plain).unwrap(), at);
    }
}
