// SPDX-License-Identifier: EUPL-1.2
//! Which addresses are rung, and what is signed.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde_json::Value;

use super::{Push, PushKey};
use crate::alarm::Trust;

fn push() -> Push {
    let key = PushKey::read(&PushKey::fresh().unwrap()).unwrap();
    let more = ["127.0.0.1:4567".to_owned(), "push.desk.example".to_owned()];
    Push::new(key, "mailto:desk@xa.example".to_owned(), more, &Trust::default()).unwrap()
}

#[test]
fn a_browser_sends_the_node_to_push_services_only() {
    let push = push();
    for known in [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://push.desk.example/abc",
        "http://127.0.0.1:4567/abc",
    ] {
        assert!(push.knows(known), "{known}");
    }
    for not in [
        "",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/",
        "https://evilfcm.googleapis.com/",
        "http://fcm.googleapis.com/abc",
        "https://fcm.googleapis.com:8443/abc",
        "http://127.0.0.1:22/abc",
        "http://push.desk.example/abc",
        "file:///etc/passwd",
    ] {
        assert!(!push.knows(not), "{not}");
    }
}

#[test]
fn what_is_signed_says_who_calls_whom_until_when() {
    let push = push();
    let now = "2026-11-22T03:00:00Z".parse().unwrap();
    let header = push.signed("https://fcm.googleapis.com/fcm/send/abc?d=e", now).unwrap();
    let parts = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    let (token, key) = parts;
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let key = Base64UrlUnpadded::decode_vec(key).unwrap();
    let signature = Base64UrlUnpadded::decode_vec(signature).unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key)
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    let claims = Base64UrlUnpadded::decode_vec(signed.split_once('.').unwrap().1).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], "https://fcm.googleapis.com");
    assert_eq!(claims["sub"], "mailto:desk@xa.example");
    assert_eq!(claims["exp"], 1_795_359_600_i64);
}
