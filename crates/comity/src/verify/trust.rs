// SPDX-License-Identifier: EUPL-1.2
//! The directories: each State's chain of statements, from a root that a person confirmed.

use std::collections::BTreeMap;

use comity_domain::id::{Digest, StateCode};
use comity_protocol::directory::{Directory, verify_link};
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::Verified;
use comity_protocol::words::words;

use super::{Files, Report, Roots};
use crate::fault::Fault;

/// Whose signatures count, and under which keys.
pub(super) type Trust = BTreeMap<StateCode, KeyRing>;

pub(super) fn check(report: &mut Report, files: &Files, roots: &Roots) -> Result<Trust, Fault> {
    let mut known: BTreeMap<StateCode, Option<Verified<Directory>>> = BTreeMap::new();
    for path in files.within("directory") {
        let octets = files.read(path)?;
        let Some(state) = state_of(path) else {
            report.check(false, format!("`{path}` is named after no State"));
            continue;
        };
        let before = known.entry(state).or_default();
        let Some(pinned) = pinned(report, (state, before.is_none()), &octets, roots) else {
            continue;
        };
        let verified = verify_link(before.as_ref(), &octets, pinned);
        let what = format!("directory statement of {state} (`{path}`), both signatures");
        if let Some(verified) = report.outcome(&what, verified) {
            report.check(verified.value().state == state, format!("`{path}` is {state}'s own"));
            *before = Some(verified);
        }
    }
    let mut trust = Trust::new();
    for (state, directory) in known {
        let Some(directory) = directory else { continue };
        match directory.value().ring() {
            Ok(ring) => drop(trust.insert(state, ring)),
            Err(error) => report.check(false, format!("a statement key of {state}: {error}")),
        }
    }
    for state in roots.keys().filter(|state| !trust.contains_key(*state)) {
        report.check(false, format!("there is no directory statement of {state} to rely on"));
    }
    Ok(trust)
}

/// The fingerprint to begin from: the one that was confirmed, or the one it claims, with its words.
fn pinned(
    report: &mut Report,
    (state, first): (StateCode, bool),
    octets: &[u8],
    roots: &Roots,
) -> Option<Digest> {
    if let Some(root) = roots.get(&state) {
        return Some(*root);
    }
    let Some(claimed) = claimed(octets) else {
        report.check(false, format!("a directory statement of {state} cannot be read"));
        return None;
    };
    if first {
        let read_out = words(&claimed).join(" ");
        report.check(
            true,
            format!("root of {state} not confirmed here; ask {state} by telephone for: {read_out}"),
        );
    }
    Some(claimed)
}

fn claimed(octets: &[u8]) -> Option<Digest> {
    let payload = super::chain::payload(octets)?;
    let directory: Directory = serde_json::from_value(payload).ok()?;
    Some(directory.root.fingerprint())
}

fn state_of(path: &str) -> Option<StateCode> {
    let name = path.rsplit('/').next()?;
    name.split('-').next()?.parse().ok()
}
