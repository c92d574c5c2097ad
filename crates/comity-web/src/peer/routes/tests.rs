// SPDX-License-Identifier: EUPL-1.2

use super::*;

const EXHIBIT: &str = "0195c2a0-1111-7000-8000-000000000001";

fn with(name: &HeaderName, values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(name, value.parse().unwrap());
    }
    headers
}

#[test]
fn each_address_of_the_list_is_known_by_its_method() {
    for (method, pattern) in Route::ALL {
        let mut path = (*pattern).to_owned();
        for name in ["{exhibit}", "{message}", "{request}"] {
            path = path.replace(name, EXHIBIT);
        }
        let path = path.replace("{state}", "XA").replace("{seq}", "3");
        let route = Route::parse(&path).unwrap();
        if let Route::Recovery(what) = route {
            assert_eq!(recall_path(what), path);
        }
        assert_eq!(route.method().1, *method);
        assert_eq!(route.method().0.as_str(), *method);
    }
}

#[test]
fn an_address_with_anything_more_or_less_is_unknown() {
    for path in [
        "/",
        "/peer/v1",
        "/peer/v1/",
        "/peer/v2/messages",
        "/peer/v1/messages/",
        "/peer/v1//messages",
        "/peer/v1/directory",
        "/peer/v1/directory/",
        "/peer/v1/directory/+1",
        "/peer/v1/directory/4294967296",
        "/peer/v1/exhibits",
        "/peer/v1/exhibits//payload",
        "/peer/v1/exhibits/../payload",
        "/peer/v1/exhibits/0195C2A0-1111-7000-8000-000000000001/payload",
        "/peer/v1/exhibits/0195c2a0-1111-7000-8000-000000000001/payload/",
        "/peer/v1/exhibits/0195c2a0-1111-7000-8000-000000000001/manifest",
        "/peer/v1/recovery/heads",
        "/peer/v1/recovery/heads/",
        "/peer/v1/recovery/heads/0195c2a0-1111-7000-8000-000000000001/",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/XA",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/XA/+3",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/XA/",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/xa/3",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/XA/4294967296",
        "/peer/v1/recovery/statements/0195c2a0-1111-7000-8000-000000000001/XA/3/4",
    ] {
        assert_eq!(Route::parse(path), None, "{path}");
    }
}

#[test]
fn a_range_is_two_numbers_and_at_most_a_step() {
    let of = |text: &str| range(&with(&RANGE, &[text]));
    assert_eq!(of("bytes=0-0"), Some((0, 1)));
    assert_eq!(of("bytes=8388608-16777215"), Some((PIECE_BYTES_MAX, PIECE_BYTES_MAX)));
    assert_eq!(of("bytes=0-99999999999"), Some((0, PIECE_BYTES_MAX)));
    assert_eq!(of("bytes=5-18446744073709551615"), Some((5, PIECE_BYTES_MAX)));
    for text in [
        "bytes=0-18446744073709551615", // Its length is one more than a number here can hold.
        "bytes=1-0",
        "bytes=0-",
        "bytes=-5",
        "bytes=+0-5",
        "bytes=0-1,3-4",
        "bytes=0-18446744073709551616",
        "octets=0-1",
        "",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
    assert_eq!(range(&with(&RANGE, &["bytes=0-1", "bytes=0-1"])), None, "twice");
}

#[test]
fn a_capability_is_there_once_and_short() {
    assert_eq!(capability(&with(&CAPABILITY, &["abc"])).unwrap(), "abc");
    let long = "a".repeat(CAPABILITY_BYTES_MAX + 1);
    for values in [&[][..], &[""], &["a", "a"], &[long.as_str()], &["\u{e9}"]] {
        let fault = capability(&with(&CAPABILITY, values)).unwrap_err();
        assert_eq!(fault.status(), StatusCode::BAD_REQUEST);
    }
}
