// SPDX-License-Identifier: EUPL-1.2
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn split(text: &str) -> Pasted {
    paste(text, &Given::default()).unwrap()
}

fn in_zone(text: &str, zone: &str, year: Option<i16>) -> Pasted {
    let zone = Some(TimeZone::get(zone).unwrap());
    paste(text, &Given { zone, year }).unwrap()
}

/// The texts of the items, in order.
fn items(pasted: &Pasted) -> Vec<String> {
    pasted.items.iter().map(|item| item.identifier.to_string()).collect()
}

/// The one reason of a text of one line.
fn why(text: &str) -> Why {
    let pasted = split(text);
    assert_eq!(items(&pasted), Vec::<String>::new(), "{text}");
    pasted.dropped.first().unwrap_or_else(|| panic!("{text} was not dropped")).why.clone()
}

#[test]
fn a_web_servers_line_gives_its_client_and_nothing_else() {
    let pasted = split(concat!(
        r#"203.0.113.7 - - [19/Nov/2026:03:02:11 +0100] "GET /a?u=https://x.example/ HTTP/1.1" "#,
        r#"200 2326 "https://ref.example/" "Mozilla/5.0 (X11; 198.51.100.9)""#,
        "\n",
        r#"shop.example:443 198.51.100.4 - ann [19/Nov/2026:03:02:12 +0100] "POST / HTTP/2" 403 0"#,
    ));
    assert_eq!(
        items(&pasted),
        ["203.0.113.7 2026-11-19T03:02:11+01:00", "198.51.100.4 2026-11-19T03:02:12+01:00"]
    );
}

#[test]
fn a_web_servers_line_may_begin_with_the_time() {
    let line = r#"[19/Nov/2026:03:02:11 +0100] 203.0.113.7 "GET /" "https://ref.example/""#;
    assert_eq!(items(&split(line)), ["203.0.113.7 2026-11-19T03:02:11+01:00"]);
    let line = "Nov 19 03:02:11 h haproxy[1]: 203.0.113.7:51234 [19/Nov/2026:03:02:11.123] web";
    assert_eq!(
        items(&in_zone(line, "UTC", Some(2026))),
        ["203.0.113.7:51234 2026-11-19T03:02:11Z"]
    );
}

#[test]
fn a_ssh_servers_line_needs_its_year_and_zone() {
    let line = "Nov  9 03:02:11 host sshd[123]: Failed password for root \
                from 203.0.113.7 port 51234 ssh2";
    assert!(matches!(why(line), Why::NeedsYear { time } if time == "Nov  9 03:02:11"));
    let year = paste(line, &Given { zone: None, year: Some(2026) }).unwrap();
    assert!(matches!(year.dropped[0].why, Why::NeedsZone { .. }));
    assert_eq!(
        items(&in_zone(line, "Asia/Tokyo", Some(2026))),
        ["203.0.113.7:51234 2026-11-09T03:02:11+09:00[Asia/Tokyo]"]
    );
    let modern = "2026-11-09T03:02:11.123456+09:00 host sshd[1]: Invalid user x \
                  from 2001:db8::7 port 40000";
    assert_eq!(items(&split(modern)), ["[2001:db8::7]:40000 2026-11-09T03:02:11+09:00"]);
}

#[test]
fn a_table_is_read_by_the_names_of_its_columns() {
    let pasted = split(
        "timestamp;Source IP;src_port;user\n\
         2026-11-19 03:02:11+01:00;203.0.113.7;51234;ann@example.org\n\
         1795053731;203.0.113.8;;\n\
         \"2026-11-19T02:02:11Z\";203.0.113.7;51234;ann@example.org\n\
         2026-11-19 03:02:11;203.0.113.9;1;\n\
         2026-11-19 03:02:11Z;203.0.113.9;99999;\n\
         2026-11-19 03:02:11Z;;;\n",
    );
    assert_eq!(
        items(&pasted),
        [
            "203.0.113.7:51234 2026-11-19T03:02:11+01:00",
            "ann@example.org",
            "203.0.113.8 2026-11-19T02:02:11Z",
        ]
    );
    assert_eq!(pasted.duplicates, [Duplicate { line_number: 4, first: 2 }]);
    let whys: Vec<_> = pasted.dropped.iter().map(|d| (d.line_number, d.why.clone())).collect();
    assert!(matches!(
        whys.as_slice(),
        [
            (1, Why::Header),
            (5, Why::NeedsZone { .. }),
            (6, Why::Refused { .. }),
            (7, Why::NoIdentifier)
        ]
    ));
    let apart = split("ip,port,date,time,zone\n203.0.113.7,1,2026-11-19,03:02:11,+01:00");
    assert_eq!(items(&apart), ["203.0.113.7:1 2026-11-19T03:02:11+01:00"]);
    let utc = split("ip,port,time_utc\n203.0.113.7,1,2026-11-19 03:02:11");
    assert_eq!(items(&utc), ["203.0.113.7:1 2026-11-19T03:02:11Z"]);
    let bare = split("203.0.113.7,51234,2026-11-19T03:02:11Z");
    assert_eq!(items(&bare), ["203.0.113.7:51234 2026-11-19T03:02:11Z"]);
}

#[test]
fn a_firewalls_line_gives_its_far_end() {
    let log = "#Version: 1.5\n\
        #Fields: date time action protocol src-ip dst-ip src-port dst-port size ... path\n\
        2026-11-19 03:02:11 ALLOW TCP 192.168.1.5 203.0.113.7 51234 443 0 - 0 0 0 - - - SEND\n\
        2026-11-19 03:02:12 DROP UDP 198.51.100.4 192.168.1.5 5060 5060 0 - - - - - - - RECEIVE\n\
        2026-11-19 03:02:13 ALLOW TCP 192.168.1.5 192.168.1.9 51234 443 0 - 0 0 0 - - - SEND\n\
        2026-11-19 03:02:14 DROP ICMP 198.51.100.4 192.168.1.5 - - 60 - - - - 8 0 - RECEIVE\n";
    assert!(split(log).items.is_empty());
    let pasted = in_zone(log, "UTC", None);
    assert_eq!(
        items(&pasted),
        [
            "203.0.113.7:443 2026-11-19T03:02:11Z",
            "198.51.100.4:5060 2026-11-19T03:02:12Z",
            "198.51.100.4 2026-11-19T03:02:14Z",
        ]
    );
    let lines: Vec<_> = pasted.dropped.iter().map(|d| d.line_number).collect();
    assert_eq!(lines, [1, 2, 5]);
    assert!(
        matches!(&pasted.dropped[2].why, Why::Reserved { address, .. } if address == "192.168.1.9")
    );
}

#[test]
fn plain_lines_are_read() {
    let pasted = split(
        "203.0.113.7:51234 2026-11-19 03:02:11 +01:00\n\
         203.0.113.8 51235 2026-11-19 03:02:11 +01:00\n\
         Thu, 19 Nov 2026 03:02:11 +0100 (CET) from [203.0.113.9]:25\n\
         write to <Ann@Example.org>, or see https://example.org/a,b;c (now).\n\
         pay 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa or 0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359!\n\
         SRC=203.0.113.10 DST=192.168.1.5 LEN=60 SPT=51234 DPT=22 2026-11-19T02:02:11Z\n\
         2026/11/19 03:02:11Z [error] 12#12: *3 client: 203.0.113.11, server: _",
    );
    assert_eq!(
        items(&pasted),
        [
            "203.0.113.7:51234 2026-11-19T03:02:11+01:00",
            "203.0.113.8:51235 2026-11-19T03:02:11+01:00",
            "203.0.113.9:25 2026-11-19T03:02:11+01:00",
            "Ann@example.org",
            "https://example.org/a,b;c",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "203.0.113.10:51234 2026-11-19T02:02:11Z",
            "203.0.113.11 2026-11-19T03:02:11Z",
        ]
    );
    assert!(pasted.dropped.is_empty(), "{:?}", pasted.dropped);
}

#[test]
fn a_number_beside_an_address_is_not_taken_for_its_port() {
    assert_eq!(items(&split("203.0.113.7 failed 22 times")), ["203.0.113.7"]);
    assert_eq!(items(&split("22 203.0.113.7")), ["203.0.113.7"]);
}

#[test]
fn a_port_goes_to_the_address_it_is_named_for() {
    let of = |line| items(&split(line));
    assert_eq!(
        of("dst=203.0.113.7 src=198.51.100.4 spt=1 dpt=2"),
        ["203.0.113.7:2", "198.51.100.4:1"]
    );
    assert_eq!(of("src=203.0.113.7 dst=198.51.100.4 port=2"), ["203.0.113.7", "198.51.100.4"]);
    assert_eq!(of("203.0.113.7 -> 198.51.100.4 sport=1"), ["203.0.113.7", "198.51.100.4"]);
    assert_eq!(of("client=203.0.113.7 port=51234"), ["203.0.113.7:51234"]);
    assert_eq!(of("dst=203.0.113.7 spt=51234"), ["203.0.113.7"]);
    assert_eq!(of(r#"{"ip":"203.0.113.7","port":51234,"n":5}"#), ["203.0.113.7:51234"]);
}

#[test]
fn fifteen_digits_are_an_imei_only_where_they_are_called_so() {
    assert_eq!(items(&split("490154203237518")), ["490154203237518"]);
    assert_eq!(items(&split("IMEI: 490154203237518, blue")), ["490154203237518"]);
    assert_eq!(why("session 490154203237518 closed"), Why::Unnamed);
    let table = split("ip,imei,session\n203.0.113.7,490154203237518,352099001761481");
    assert_eq!(items(&table), ["203.0.113.7", "490154203237518"]);
}

#[test]
fn links_of_other_kinds_are_read() {
    let pasted = split(
        "<a href=\"mailto:ann@example.org\"> tel:+49301234567\n\
         bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    );
    let expected = ["ann@example.org", "+49301234567", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"];
    assert_eq!(items(&pasted), expected);
}

#[test]
fn an_address_made_unclickable_is_taken_and_the_line_says_so() {
    let pasted = split(
        "hxxps://evil[.]example/a\n198.51.100[.]4\nuser[at]example.org\n198(.)51(.)100(.)5:443",
    );
    assert_eq!(
        items(&pasted),
        ["https://evil.example/a", "198.51.100.4", "user@example.org", "198.51.100.5:443"]
    );
    let notes: Vec<_> = pasted.items.iter().flat_map(|item| item.notes.clone()).collect();
    let written = |text: &str| Note::Refanged { written: text.to_owned() };
    assert_eq!(
        notes,
        [
            written("hxxps://evil[.]example/a"),
            written("198.51.100[.]4"),
            written("user[at]example.org"),
            written("198(.)51(.)100(.)5:443"),
        ]
    );
}

#[test]
fn private_addresses_are_dropped_with_their_range() {
    assert!(matches!(why("10.0.0.1:22"), Why::Reserved { reserved: Reserved::Private, .. }));
    assert!(matches!(why("100.64.1.1"), Why::Reserved { reserved: Reserved::Carrier, .. }));
    let both = split("from 203.0.113.7 to 10.0.0.1");
    assert_eq!(items(&both), ["203.0.113.7"]);
    assert!(matches!(&both.items[0].notes[0], Note::NotTaken { text, .. } if text == "10.0.0.1"));
}

#[test]
fn a_time_is_never_guessed() {
    let stamp = |rest: &str| format!("203.0.113.7:1 {rest}");
    assert!(matches!(why(&stamp("2026-11-19 03:02:11")), Why::NeedsZone { .. }));
    assert!(matches!(why(&stamp("2026-11-19 03:02:11 CET")), Why::ZoneAbbreviation { .. }));
    assert!(matches!(why(&stamp("2026-11-19 03:02")), Why::UnreadTime { .. }));
    assert!(matches!(why(&stamp("19.11.2026 03:02:11")), Why::UnreadTime { .. }));
    assert!(matches!(why(&stamp("11/12/2026 03:02:11")), Why::UnreadTime { .. }));
    assert!(matches!(why(&stamp("2026-11-19 03:02:11 PM")), Why::UnreadTime { .. }));
    assert!(matches!(why(&stamp("2026-02-30 03:02:11 Z")), Why::UnreadTime { .. }));
    let two = stamp("2026-11-19T03:02:11Z 2026-11-19T03:02:12Z");
    assert_eq!(why(&two), Why::SeveralTimes);
    let same = stamp("2026-11-19T03:02:11Z 2026-11-19T04:02:11+01:00");
    assert_eq!(items(&split(&same)), ["203.0.113.7:1 2026-11-19T03:02:11Z"]);
    // Even a zone passed does not settle an abbreviation, nor an hour that came twice.
    let twice = in_zone(&stamp("2026-10-25 02:30:00"), "Europe/Paris", None);
    assert!(matches!(twice.dropped[0].why, Why::Time { .. }));
    let abbreviated = in_zone(&stamp("2026-11-19 03:02:11 IST"), "Asia/Tokyo", None);
    assert!(matches!(abbreviated.dropped[0].why, Why::ZoneAbbreviation { .. }));
}

#[test]
fn what_needs_no_instant_is_taken_without_and_the_line_says_so() {
    let pasted = split("2026-11-19 03:02:11 ann@example.org logged in");
    assert_eq!(items(&pasted), ["ann@example.org"]);
    assert_eq!(pasted.items[0].instant, None);
    assert!(matches!(&pasted.items[0].notes[0], Note::NotTaken { why: Why::NeedsZone { .. }, .. }));
}

#[test]
fn what_is_broken_says_how() {
    assert!(matches!(why("203.0.113.0/24"), Why::Refused { error } if error.contains("range")));
    assert!(matches!(why("490154203237519"), Why::Refused { error } if error.contains("digit")));
    assert!(matches!(
        why("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
        Why::Refused { error } if error.contains("checksum")
    ));
    assert!(matches!(why("203.0.113.7\u{202e}"), Why::Hidden { .. }));
    assert!(matches!(why("nothing here"), Why::NoIdentifier));
    assert_eq!(why(&"a".repeat(LINE_CHARS_MAX + 1)), Why::TooLong);
}

#[test]
fn repeats_are_told_from_new_items() {
    let pasted = split("a@example.org\na@EXAMPLE.org\na@example.org b@example.org\n\n");
    assert_eq!(items(&pasted), ["a@example.org", "b@example.org"]);
    assert_eq!(pasted.duplicates, [Duplicate { line_number: 2, first: 1 }]);
    assert_eq!(pasted.blank, 1);
    assert!(matches!(
        &pasted.items[1].notes[0],
        Note::NotTaken { why: Why::Repeated { first: 1 }, .. }
    ));
    // One instant in two zones is one instant.
    let zones =
        split("203.0.113.7:1 2026-11-19T03:02:11Z\n203.0.113.7:1 2026-11-19T04:02:11+01:00");
    assert_eq!(zones.duplicates.len(), 1);
}

#[test]
fn a_text_that_is_too_large_is_refused_whole() {
    let octets = "a".repeat(PASTE_BYTES_MAX + 1);
    assert!(matches!(paste(&octets, &Given::default()), Err(PasteError::TooLarge { .. })));
    let lines = "\n".repeat(PASTE_LINES_MAX + 1);
    assert!(matches!(paste(&lines, &Given::default()), Err(PasteError::TooManyLines { .. })));
    assert_eq!(split(&"\n".repeat(PASTE_LINES_MAX)).blank, PASTE_LINES_MAX);
}

#[test]
fn the_largest_text_is_split_in_time() {
    // One line of many addresses, and many lines of one: neither may take the square of its length.
    let row = "203.0.113.7 ".repeat(LINE_CHARS_MAX / 12);
    let text = format!("{row}\n").repeat(PASTE_BYTES_MAX / 4 / (row.len() + 1));
    assert_eq!(split(&text).items.len(), 1);
    let text = "2026-11-19 ".repeat(PASTE_BYTES_MAX / 11 / 100 * 100);
    assert_eq!(split(&text).dropped.len(), 1);
}

/// Every line is in exactly one place, and says where it is.
fn accounted(text: &str, given: &Given) -> Result<(), TestCaseError> {
    let pasted = paste(text, given).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let items: BTreeSet<usize> = pasted.items.iter().map(|item| item.line).collect();
    let dropped: BTreeSet<usize> = pasted.dropped.iter().map(|d| d.line_number).collect();
    let repeated: BTreeSet<usize> = pasted.duplicates.iter().map(|d| d.line_number).collect();
    prop_assert_eq!(dropped.len(), pasted.dropped.len());
    prop_assert_eq!(repeated.len(), pasted.duplicates.len());
    let mut all = BTreeSet::new();
    for set in [&items, &dropped, &repeated] {
        for line in set {
            prop_assert!(all.insert(*line), "line {} is in two places", line);
        }
    }
    for (number, line) in (1..).zip(text.lines()) {
        prop_assert!(all.contains(&number) != line.trim().is_empty(), "line {} is lost", number);
    }
    prop_assert_eq!(all.len() + pasted.blank, text.lines().count());
    for item in &pasted.items {
        if let Identifier::Ip(ip) = &item.identifier {
            prop_assert_eq!(&ip.at, &item.instant);
            prop_assert!(ip.address.reserved().is_none());
        }
    }
    serde_json::to_string(&pasted).unwrap();
    Ok(())
}

proptest! {
    #[test]
    fn every_line_of_any_text_is_accounted_for(text in any::<String>()) {
        accounted(&text, &Given::default())?;
    }

    #[test]
    fn every_line_of_a_log_is_accounted_for(
        lines in proptest::collection::vec(line(), 0..12),
        zone in proptest::option::of(Just("Europe/Paris")),
        year in proptest::option::of(1900..2100_i16),
    ) {
        let zone = zone.map(|name| TimeZone::get(name).unwrap());
        accounted(&lines.join("\n"), &Given { zone, year })?;
    }
}

/// Lines put together from what logs are made of.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("203.0.113.7".to_owned()),
        Just("10.0.0.1:22".to_owned()),
        Just("[2001:db8::7]:443".to_owned()),
        Just("2026-11-19 03:02:11".to_owned()),
        Just("2026-10-25T02:30:00".to_owned()),
        Just("+01:00".to_owned()),
        Just("[19/Nov/2026:03:02:11 +0100]".to_owned()),
        Just("Feb 29 03:02:11".to_owned()),
        Just("ip".to_owned()),
        Just("port".to_owned()),
        Just("time".to_owned()),
        Just("51234".to_owned()),
        Just("ALLOW TCP".to_owned()),
        Just("SPT=1".to_owned()),
        Just("hxxp://a[.]example/".to_owned()),
        Just("a@example.org".to_owned()),
        Just("#".to_owned()),
        Just("\"".to_owned()),
        Just("\u{feff}".to_owned()),
        "[\\PC]{0,8}",
        "[0-9:. TZ/+-]{0,24}",
    ];
    let sign = prop_oneof![Just(" "), Just(","), Just("\t"), Just(";"), Just("")];
    (proptest::collection::vec(piece, 0..10), sign).prop_map(|(pieces, sign)| pieces.join(sign))
}
