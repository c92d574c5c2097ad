// SPDX-License-Identifier: EUPL-1.2
use proptest::prelude::*;

use super::*;

fn read(kind: IdentifierKind, text: &str) -> Identifier {
    Identifier::parse(kind, text).unwrap_or_else(|e| panic!("{text} was refused: {e}"))
}

/// Reads `text` and writes `canonical`, which reads back as the same, as does its JSON.
fn check(kind: IdentifierKind, text: &str, canonical: &str) {
    let identifier = read(kind, text);
    assert_eq!(identifier.to_string(), canonical, "canonical text of {text}");
    assert_eq!(identifier.kind(), kind);
    assert_eq!(read(kind, canonical), identifier, "{canonical} reads back");
    let json = serde_json::to_string(&identifier).unwrap();
    assert_eq!(serde_json::from_str::<Identifier>(&json).unwrap(), identifier, "{json}");
}

/// Refuses `text`, names the part and has this code.
fn refuse(kind: IdentifierKind, text: &str, part: &str, code: &str) {
    match Identifier::parse(kind, text) {
        Ok(taken) => panic!("{text} was taken as {taken}"),
        Err(e) => assert_eq!((e.part, e.code()), (part, code), "{text}: {e}"),
    }
}

#[test]
fn each_kind_is_a_code() {
    for kind in IdentifierKind::ALL {
        assert_eq!(Code::from(*kind).as_str(), kind.code());
    }
}

#[test]
fn an_address_is_read_with_port_and_instant() {
    use IdentifierKind::Ip;
    let full = "203.0.113.7:51234 2026-11-19T03:02:11+01:00";
    check(Ip, "203.0.113.7:51234 2026-11-19 03:02:11 +01:00", full);
    check(Ip, "203.0.113.7", "203.0.113.7");
    check(Ip, "203.0.113.7 2026-11-19T03:02:11Z", "203.0.113.7 2026-11-19T03:02:11Z");
    check(Ip, "2001:DB8:0:0::1", "2001:db8::1");
    check(Ip, "[2001:db8::1]:443", "[2001:db8::1]:443");
    check(Ip, "::ffff:203.0.113.7", "203.0.113.7");
    refuse(Ip, "203.0.113.07", "address", "identifier.form");
    refuse(Ip, "203.0.113.256", "address", "identifier.form");
    refuse(Ip, "203.0.113.0/24", "address", "identifier.barred");
    refuse(Ip, "fe80::1%eth0", "address", "identifier.form");
    refuse(Ip, "203.0.113.7:0", "port", "identifier.form");
    refuse(Ip, "203.0.113.7:65536", "port", "identifier.form");
    refuse(Ip, "203.0.113.7:080", "port", "identifier.form");
    refuse(Ip, "[2001:db8::1]443", "address", "identifier.form");
    refuse(Ip, "203.0.113.7:1 2026-11-19 03:02:11", "time", "identifier.form");
    refuse(Ip, "203.0.113.7:1 2026-11-19 03:02:11 CET", "zone", "identifier.barred");
}

#[test]
fn an_address_says_what_it_lacks() {
    use IdentifierKind::Ip;
    let lacks = |text| read(Ip, text).missing();
    assert_eq!(lacks("203.0.113.7"), [Lack::Port, Lack::Instant]);
    assert_eq!(lacks("203.0.113.7:51234"), [Lack::Instant]);
    assert_eq!(lacks("203.0.113.7 2026-11-19 03:02:11 Z"), [Lack::Port]);
    assert_eq!(lacks("203.0.113.7:51234 2026-11-19 03:02:11 Z"), []);
    assert_eq!(lacks("10.1.2.3:51234 2026-11-19 03:02:11 Z"), [Lack::PublicAddress]);
}

#[test]
fn reserved_ranges_are_known() {
    let reserved = |text: &str| text.parse::<Address>().unwrap().reserved();
    assert_eq!(reserved("100.64.0.1"), Some(Reserved::Carrier));
    assert_eq!(reserved("100.128.0.1"), None);
    assert_eq!(reserved("172.31.255.255"), Some(Reserved::Private));
    assert_eq!(reserved("172.32.0.1"), None);
    assert_eq!(reserved("127.0.0.1"), Some(Reserved::Loopback));
    assert_eq!(reserved("::1"), Some(Reserved::Loopback));
    assert_eq!(reserved("fd00::1"), Some(Reserved::Private));
    assert_eq!(reserved("fe80::1"), Some(Reserved::LinkLocal));
    assert_eq!(reserved("ff02::1"), Some(Reserved::Multicast));
    assert_eq!(reserved("4000::1"), Some(Reserved::Unassigned));
    // Exercises use the ranges for documentation.
    assert_eq!(reserved("203.0.113.7"), None);
    assert_eq!(reserved("2001:db8::7"), None);
}

#[test]
fn a_url_keeps_its_host_and_has_no_credentials() {
    use IdentifierKind::Url;
    check(Url, "HTTPS://Example.ORG/a?b#c", "https://example.org/a?b#c");
    check(Url, "http://example.org", "http://example.org/");
    check(Url, "http://example.org.:8080/", "http://example.org:8080/");
    check(Url, "https://bücher.example/", "https://xn--bcher-kva.example/");
    check(Url, "https://203.0.113.7/x", "https://203.0.113.7/x");
    check(Url, "https://[2001:db8::1]/x", "https://[2001:db8::1]/x");
    refuse(Url, "ftp://example.org/", "address", "identifier.form");
    refuse(Url, "example.org", "address", "identifier.form");
    refuse(Url, "https://user:word@example.org/", "host", "identifier.barred");
    refuse(Url, "https://@example.org/", "host", "identifier.barred");
    refuse(Url, "https://exa mple.org/", "address", "identifier.form");
    refuse(Url, "https:\\\\example.org\\a", "address", "identifier.form");
    refuse(Url, "https://ex%61mple.org/", "host", "identifier.form");
    refuse(Url, "https://0x7f.1/", "host", "identifier.form");
    refuse(Url, "https://localhost/", "host", "identifier.form");
    refuse(Url, "https://-a.example/", "host", "identifier.form");
    refuse(Url, "https://p\u{430}ypal.example/", "host", "identifier.mixed-scripts");
    refuse(Url, "https://example.org/\u{202e}gpj", "address", "identifier.reordering-character");
    refuse(
        Url,
        &format!("https://e.example/{}", "a".repeat(3_000)),
        "address",
        "identifier.too-long",
    );
    match read(Url, "https://Bücher.example:8443/a") {
        Identifier::Url { url } => assert_eq!(url.host(), "xn--bcher-kva.example"),
        other => panic!("{other}"),
    }
}

#[test]
fn an_error_never_repeats_a_password() {
    let error =
        Identifier::parse(IdentifierKind::Url, "https://a:secret@example.org/").unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[test]
fn a_mailbox_has_one_form() {
    use IdentifierKind::Email;
    check(Email, "Name.X+tag@Example.ORG", "Name.X+tag@example.org");
    check(Email, "name@bücher.example", "name@xn--bcher-kva.example");
    check(Email, "用户@例子.example", "用户@xn--fsqu00a.example");
    check(Email, " a@example.org. ", "a@example.org");
    refuse(Email, "a@b@example.org", "domain", "identifier.form");
    refuse(Email, "\"a b\"@example.org", "part before the `@`", "identifier.form");
    refuse(Email, ".a@example.org", "part before the `@`", "identifier.form");
    refuse(Email, "a..b@example.org", "part before the `@`", "identifier.form");
    refuse(Email, "@example.org", "part before the `@`", "identifier.form");
    refuse(
        Email,
        &format!("{}@example.org", "a".repeat(65)),
        "part before the `@`",
        "identifier.form",
    );
    refuse(Email, "a@example", "domain", "identifier.form");
    refuse(Email, "a@[203.0.113.7]", "domain", "identifier.form");
    refuse(Email, "a@203.0.113.7", "domain", "identifier.form");
    refuse(Email, "a@ex_ample.org", "domain", "identifier.form");
    refuse(Email, "n\u{430}me@example.org", "part before the `@`", "identifier.mixed-scripts");
    refuse(Email, "ｎame@example.org", "part before the `@`", "identifier.look-alike");
    refuse(Email, "a@p\u{430}ypal.example", "domain", "identifier.mixed-scripts");
    refuse(Email, "a\u{200b}b@example.org", "address", "identifier.invisible-character");
}

#[test]
fn telephone_and_equipment_numbers_are_digits() {
    use IdentifierKind::{Imei, Phone};
    check(Phone, "+49 30 1234-567", "+49301234567");
    check(Phone, "+6834000", "+6834000");
    refuse(Phone, "030 1234567", "number", "identifier.form");
    refuse(Phone, "+49 (0)30 1234567", "number", "identifier.barred");
    refuse(Phone, "+0301234567", "number", "identifier.form");
    refuse(Phone, "+1234567890123456", "number", "identifier.form");
    refuse(Phone, "+12345", "number", "identifier.form");
    // The example number of the standard's annex on check digits.
    check(Imei, "490154203237518", "490154203237518");
    check(Imei, "49-015420-323751-8", "490154203237518");
    refuse(Imei, "490154203237519", "number", "identifier.checksum");
    refuse(Imei, "49015420323751", "number", "identifier.form");
    refuse(Imei, "4901542032375180", "number", "identifier.form");
    refuse(Imei, "000000000000000", "number", "identifier.barred");
}

#[test]
fn bitcoin_addresses_are_checked() {
    use IdentifierKind::Wallet;
    // The first block's, and one that pays to a script.
    let first = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
    check(Wallet, first, first);
    check(Wallet, &format!("bitcoin:{first}"), first);
    check(Wallet, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy");
    refuse(Wallet, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "address", "identifier.checksum");
    refuse(Wallet, "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a", "address", "identifier.form");
    refuse(Wallet, "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "address", "identifier.barred");
    // BIP 173 and BIP 350, valid.
    check(
        Wallet,
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    );
    for valid in [
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
        "bc1sw50qgdz25j",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ] {
        check(Wallet, valid, valid);
    }
    // Test network, wrong variant, mixed case, wrong lengths, wrong padding: BIP 350, invalid.
    let test_network = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";
    refuse(Wallet, test_network, "address", "identifier.barred");
    for (invalid, code) in [
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", "identifier.checksum"),
        ("BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", "identifier.checksum"),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", "identifier.checksum"),
        ("bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", "identifier.form"),
        ("BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", "identifier.form"),
        ("bc1pw5dgrnzv", "identifier.form"),
        ("BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", "identifier.form"),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", "identifier.form"),
        ("bc1gmk9yu", "identifier.checksum"),
    ] {
        refuse(Wallet, invalid, "address", code);
    }
}

#[test]
fn ethereum_addresses_are_checked_where_case_is_mixed() {
    use IdentifierKind::Wallet;
    // The vectors of EIP-55.
    for valid in [
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ] {
        check(Wallet, valid, valid);
        check(Wallet, &valid.to_lowercase(), valid);
        check(Wallet, &format!("0x{}", valid.trim_start_matches("0x").to_uppercase()), valid);
    }
    let wrong_case = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed";
    refuse(Wallet, wrong_case, "address", "identifier.checksum");
    refuse(Wallet, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "address", "identifier.form");
}

#[test]
fn tron_addresses_are_checked() {
    use IdentifierKind::Wallet;
    // The contract of a widely used token.
    let valid = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    check(Wallet, valid, valid);
    refuse(Wallet, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "address", "identifier.checksum");
    let bitcoin_as_tron =
        r#"{"kind":"wallet","chain":"tron","address":"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"}"#;
    serde_json::from_str::<Identifier>(bitcoin_as_tron).unwrap_err();
    refuse(Wallet, "monero:48edfHu7V9Z84YzzMa6f", "address", "identifier.form");
}

#[test]
fn names_belong_to_a_service() {
    use IdentifierKind::{Account, Handle};
    check(Handle, "Telegram:@some_name", "telegram:@some_name");
    check(Handle, "social.example: name@instance.example", "social.example:@name@instance.example");
    check(Handle, "vk:Иван", "vk:@Иван");
    refuse(Handle, "@some_name", "text", "identifier.form");
    refuse(Handle, "tele gram:@x", "platform", "identifier.form");
    refuse(Handle, "telegram:@", "name", "identifier.form");
    refuse(Handle, "telegram:two names", "name", "identifier.form");
    refuse(Handle, "telegram:\u{202e}eman", "name", "identifier.reordering-character");
    refuse(Handle, "telegram:𝐧ame", "name", "identifier.look-alike");
    refuse(Handle, "telegram:n\u{430}me", "name", "identifier.mixed-scripts");
    check(Account, "bank.example:DE02 1203", "bank.example:DE02 1203");
    check(Account, "monero:48edfHu7V9Z84Yzz", "monero:48edfHu7V9Z84Yzz");
    refuse(Account, "1203", "text", "identifier.form");
    refuse(Account, "bank:", "account", "identifier.empty");
}

#[test]
fn what_is_just_short_enough_reads_back_from_what_is_written_of_it() {
    use IdentifierKind::{Account, Description, Handle};
    let longest = "n".repeat(HANDLE_CHARS_MAX);
    for at in ["", "@"] {
        check(Handle, &format!("vk:{at}{longest}"), &format!("vk:@{longest}"));
        refuse(Handle, &format!("vk:{at}{longest}n"), "name", "identifier.too-long");
    }
    // One letter that normal form C writes as two.
    let grows = |chars: usize| "\u{958}".repeat(chars);
    let written = |chars: usize| "\u{915}\u{93c}".repeat(chars);
    for (kind, before, at, max) in [
        (Handle, "vk:", "@", HANDLE_CHARS_MAX),
        (Account, "bank:", "", ACCOUNT_CHARS_MAX),
        (Description, "", "", WORDS_CHARS_MAX),
    ] {
        let canonical = format!("{before}{at}{}", written(max / 2));
        check(kind, &format!("{before}{}", grows(max / 2)), &canonical);
        let long = Identifier::parse(kind, &format!("{before}{}", grows(max / 2 + 1)));
        assert_eq!(long.unwrap_err().code(), "identifier.too-long", "{kind}");
    }
}

#[test]
fn a_device_is_known_by_one_of_three_numbers() {
    use IdentifierKind::Device;
    check(Device, "00-00-5E-00-53-01", "mac:00:00:5e:00:53:01");
    check(Device, "mac:0000.5e00.5301", "mac:00:00:5e:00:53:01");
    check(Device, "serial:C02-XL/9.1", "serial:C02-XL/9.1");
    let id = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    check(Device, &id.to_uppercase(), &format!("advertising-id:{id}"));
    refuse(Device, "ff:ff:ff:ff:ff:ff", "number", "identifier.barred");
    refuse(Device, "mac:00:00:00:00:00:00", "number", "identifier.barred");
    refuse(Device, "mac:00:00:5e:00:53", "number", "identifier.form");
    refuse(Device, "C02XL9", "text", "identifier.form");
    let zeros = "advertising-id:00000000-0000-0000-0000-000000000000";
    refuse(Device, zeros, "number", "identifier.barred");
}

#[test]
fn words_may_be_of_any_language_and_hide_nothing() {
    use IdentifierKind::Description;
    check(Description, " the blue laptop, 13\" ", "the blue laptop, 13\"");
    check(Description, "ноутбук на столе", "ноутбук на столе");
    check(Description, "خادم في الطابق الثاني", "خادم في الطابق الثاني");
    check(Description, "می\u{200c}خواهم", "می\u{200c}خواهم");
    check(Description, "東京のサーバーABC", "東京のサーバーABC");
    check(Description, "e\u{301}", "\u{e9}");
    refuse(Description, " ", "text", "identifier.empty");
    refuse(Description, "a\nb", "text", "identifier.control-character");
    refuse(Description, "a\u{1b}[31mb", "text", "identifier.control-character");
    refuse(Description, "a\u{2028}b", "text", "identifier.control-character");
    refuse(Description, "a\u{2066}b", "text", "identifier.reordering-character");
    refuse(Description, "a\u{200d}b", "text", "identifier.invisible-character");
    refuse(Description, "a\u{e0041}b", "text", "identifier.invisible-character");
    refuse(Description, "a\u{e000}b", "text", "identifier.private-character");
    refuse(Description, "server of p\u{430}ypal", "text", "identifier.mixed-scripts");
    refuse(Description, &"a".repeat(1_001), "text", "identifier.too-long");
}

#[test]
fn an_error_shows_hidden_characters_escaped_and_cuts_long_text() {
    let error = "telegram:a\u{202e}b".parse::<Handle>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "handle: the name `a\\u{202e}b` has U+202E, which reorders text on the screen; remove it"
    );
    let error = "x".repeat(5_000).parse::<Words>().unwrap_err();
    assert_eq!(error.text.len(), 64);
}

#[test]
fn a_text_is_guessed_only_where_it_is_plain() {
    let kind = |text| Identifier::guess(text).map(|identifier| identifier.kind());
    assert_eq!(kind("203.0.113.7:51234"), Some(IdentifierKind::Ip));
    assert_eq!(kind("2001:db8::1"), Some(IdentifierKind::Ip));
    assert_eq!(kind("https://example.org/a@b"), Some(IdentifierKind::Url));
    assert_eq!(kind("name@example.org"), Some(IdentifierKind::Email));
    assert_eq!(kind("telegram:@name"), Some(IdentifierKind::Handle));
    assert_eq!(kind("+49 30 1234567"), Some(IdentifierKind::Phone));
    assert_eq!(kind("490154203237518"), Some(IdentifierKind::Imei));
    assert_eq!(kind("00:00:5e:00:53:01"), Some(IdentifierKind::Device));
    assert_eq!(kind("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"), Some(IdentifierKind::Wallet));
    for text in ["", "server", "2026", "example.org", "490154203237519", ":ffff", "a:b"] {
        assert_eq!(kind(text), None, "{text}");
    }
}

#[test]
fn json_is_checked_as_text_is() {
    let good =
        r#"{"kind":"ip","address":"203.0.113.7","port":51234,"at":"2026-11-19T03:02:11+01:00"}"#;
    let identifier: Identifier = serde_json::from_str(good).unwrap();
    assert_eq!(serde_json::to_string(&identifier).unwrap(), good);
    for (bad, why) in [
        (r#"{"kind":"ip","address":"203.0.113.7","mask":24}"#, "an unknown field"),
        (r#"{"kind":"ip","address":"203.0.113.999"}"#, "a wrong address"),
        (r#"{"kind":"ip","address":"203.0.113.7","port":0}"#, "a wrong port"),
        (r#"{"kind":"ip","address":"203.0.113.7","at":"2026-11-19T03:02:11"}"#, "no zone"),
        (r#"{"kind":"ip","address":"203.0.113.7","address":"203.0.113.8"}"#, "twice"),
        (r#"{"kind":"url","url":"ftp://example.org/"}"#, "a wrong scheme"),
        (r#"{"kind":"url","url":"https://example.org/","x":1}"#, "an unknown field"),
        (r#"{"kind":"e-mail","address":"a b@example.org"}"#, "a wrong mailbox"),
        (r#"{"kind":"imei","number":"490154203237519"}"#, "a wrong check digit"),
        (r#"{"kind":"handle","platform":"Telegram","handle":"x"}"#, "a capital in a code"),
        (r#"{"kind":"device","by":"mac","number":"x"}"#, "a wrong number"),
        (r#"{"kind":"wallet","chain":"bitcoin","address":"x"}"#, "a wrong address"),
        (r#"{"kind":"description","text":"a\u202eb"}"#, "a hidden character"),
        (r#"{"kind":"description"}"#, "a missing field"),
        (r#"{"kind":"shoe-size","text":"43"}"#, "an unknown kind"),
    ] {
        assert!(serde_json::from_str::<Identifier>(bad).is_err(), "{why} was taken: {bad}");
    }
}

proptest! {
    /// Whatever is taken has one canonical text, which reads back, and JSON, which reads back.
    #[test]
    fn what_is_taken_reads_back(text in any_text(), place in 0..IdentifierKind::ALL.len()) {
        let kind = IdentifierKind::ALL[place];
        if let Ok(identifier) = Identifier::parse(kind, &text) {
            let canonical = identifier.to_string();
            let again = Identifier::parse(kind, &canonical).map_err(|e| e.to_string());
            prop_assert_eq!(again, Ok(identifier.clone()));
            let json = serde_json::to_string(&identifier).unwrap();
            prop_assert_eq!(serde_json::from_str::<Identifier>(&json).unwrap(), identifier);
        }
    }

    #[test]
    fn a_guess_is_what_its_kind_reads(text in any_text()) {
        if let Some(identifier) = Identifier::guess(&text) {
            prop_assert_eq!(Identifier::parse(identifier.kind(), &text).unwrap(), identifier);
        }
    }

    #[test]
    fn one_wrong_digit_of_an_imei_is_noticed(
        digits in "[0-9]{14}",
        place in 0..15_usize,
        by in 1..10_u8,
    ) {
        let check = (0..10).map(|c| format!("{digits}{c}")).find(|n| n.parse::<Imei>().is_ok());
        prop_assume!(check.is_some());
        let mut wrong = check.unwrap().into_bytes();
        wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
        prop_assert!(String::from_utf8(wrong).unwrap().parse::<Imei>().is_err());
    }
}

/// Texts near the ones that are taken, and some that are not near at all.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z]{1,8}:@?[\\PC]{1,12}",
        "https?://[a-z.äж%@:0-9-]{1,20}/[\\PC]{0,12}",
        "[a-zA-Z0-9._+ж-]{1,12}@[a-zA-Z0-9.äж-]{1,20}",
        "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}(:[0-9]{1,5})?",
        "11\\.1\\.2\\.3 20[0-9]{2}-1[0-2]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-6][0-9]\x20\
         ?(Z|[+-][01][0-9]:?[0-5][0-9]|Europe/Paris|Asia/Tokyo)",
        "\\[?[0-9a-f:]{2,20}\\]?(:[0-9]{1,5})?",
        "\\+[0-9 -]{6,17}",
        "0x[0-9a-f]{40}",
        "(mac:)?([0-9a-f]{2}:){5}[0-9a-f]{2}",
        "serial:[A-Z0-9/ -]{1,12}",
    ]
}
