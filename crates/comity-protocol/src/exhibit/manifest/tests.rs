// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::exhibit::tests::{description, identity, octets, package, recipient, seed};

fn sealed(manifest: &Manifest) -> Vec<u8> {
    manifest.seal(&[recipient(1), recipient(2)], seed(5)).unwrap()
}

/// A manifest with one text changed, as a sender who errs would seal it.
fn with(change: impl FnOnce(&mut Manifest)) -> Manifest {
    let mut manifest = package(&octets(10), &[1], 1).manifest;
    change(&mut manifest);
    manifest
}

#[test]
fn a_manifest_opens_for_its_recipients_only() {
    let manifest = with(|_| {});
    let octets = sealed(&manifest);
    for by in [1, 2] {
        assert_eq!(Manifest::open(&octets, &identity(by)).unwrap(), manifest);
    }
    let verdict = Manifest::open(&octets, &identity(3));
    assert!(matches!(verdict, Err(ManifestFault::Header(HeaderFault::NotForThisKey))));
}

#[test]
fn its_size_does_not_tell_the_length_of_a_name() {
    let short = sealed(&with(|m| m.description.name = "a".to_owned()));
    let long = sealed(&with(|m| m.description.name = "a".repeat(200)));
    assert_eq!(short.len(), long.len());
}

#[test]
fn a_damaged_manifest_says_so() {
    let octets = sealed(&with(|_| {}));
    let header = octets.len() - 1024 - 32;
    for place in [header, header + 16, octets.len() - 1] {
        let mut damaged = octets.clone();
        damaged[place] ^= 1;
        let verdict = Manifest::open(&damaged, &identity(1));
        assert!(matches!(verdict, Err(ManifestFault::Altered)), "{place}");
    }
    for cut in [header, header + 15, header + 16, octets.len() - 1] {
        let verdict = Manifest::open(&octets[..cut], &identity(1));
        assert!(matches!(verdict, Err(ManifestFault::Altered)), "{cut}");
    }
    let verdict = Manifest::open(&octets[..100], &identity(1));
    assert!(matches!(verdict, Err(ManifestFault::Header(HeaderFault::Truncated))));
    let verdict = Manifest::open(&vec![0; MANIFEST_BYTES_MAX + 1], &identity(1));
    assert!(matches!(verdict, Err(ManifestFault::TooLarge)));
}

#[test]
fn what_would_mislead_is_refused() {
    let check = |expected: &str, change: &dyn Fn(&mut Manifest)| {
        let octets = sealed(&with(change));
        let found = Manifest::open(&octets, &identity(1)).unwrap_err().to_string();
        assert!(found.contains(expected), "{found}");
    };
    for name in ["", " ", "a/b", "a\\b", "..", ".", "a\nb", "a\0b", "gpj.\u{202e}exe"] {
        check("manifest's name", &|m| m.description.name = name.to_owned());
    }
    check("manifest's name", &|m| m.description.name = "a".repeat(256));
    for kind in ["", "zip", "/", "application/", "a b/c", "text/plain; charset=utf-8"] {
        check("media type", &|m| m.description.media_type = kind.to_owned());
    }
    check("conditions", &|m| m.description.conditions = vec![String::new()]);
    check("conditions", &|m| m.description.conditions = vec!["x".to_owned(); 33]);
    check("source", &|m| m.description.source = "x".repeat(2001));
    check("version 2", &|m| m.version = 2);
    check("other than sha-256", &|m| m.hashes = "md5".to_owned());
    let bad = Description { name: "a/b".to_owned(), ..description() };
    let package = package(b"", &[1], 1);
    let refused = Manifest::new(&package.sealed, package.manifest.parcel, bad);
    assert!(matches!(refused, Err(ManifestFault::Text("name"))));
}

#[test]
fn the_longest_manifest_fits() {
    let manifest = with(|m| {
        m.description = Description {
            name: "\u{e9}".repeat(127),
            media_type: "application/vnd.example.long+zip".to_owned(),
            conditions: vec!["\n".repeat(1999) + "x"; CONDITIONS_MAX],
            source: "\u{6587}".repeat(666),
        };
    });
    let octets = sealed(&manifest);
    assert!(octets.len() < MANIFEST_BYTES_MAX);
    assert_eq!(Manifest::open(&octets, &identity(2)).unwrap(), manifest);
}

#[test]
fn something_else_sealed_as_a_manifest_is_none() {
    let mut sealing = Sealing::new(&[recipient(1)], seed(1), Vec::new()).unwrap();
    sealing.push(b"{\"version\":1}").unwrap();
    let (exhibit, payload) = sealing.finish().unwrap();
    let verdict = Manifest::open(&[exhibit.header, payload].concat(), &identity(1));
    assert!(matches!(verdict, Err(ManifestFault::NotAManifest(_))));
}
