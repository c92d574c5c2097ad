// SPDX-License-Identifier: EUPL-1.2
//! The messages: signatures, bodies, the two chains, what both States saw, and the receipts.

use std::collections::BTreeMap;

use base64ct::{Base64UrlUnpadded, Encoding};
use comity_domain::chain::{Chains, Horizon, Link};
use comity_domain::id::{Digest, MessageId, StateCode};
use comity_domain::message::{Head, Kind};
use comity_domain::role::Side;
use comity_domain::shared::fold;
use comity_protocol::statement::{Deletion, Receipt, Verified, open, open_body};
use serde::Deserialize;
use serde_json::Value;

use super::trust::Trust;
use super::{Files, Report};
use crate::fault::Fault;

/// The statements that verify, by message.
pub(super) type Statements = BTreeMap<MessageId, Verified<Head>>;

pub(super) fn check(
    report: &mut Report,
    files: &Files,
    trust: &Trust,
) -> Result<Statements, Fault> {
    let mut statements = Statements::new();
    for path in files.within("statements") {
        let octets = files.read(path)?;
        let Some(verified) = verified::<Head>(report, path, &octets, trust) else { continue };
        body(report, files, path, verified.value())?;
        let message = verified.value().message;
        if statements.insert(message, verified).is_some() {
            report.check(false, format!("message {message} is there twice"));
        }
    }
    report.check(!statements.is_empty(), format!("{} messages verify", statements.len()));
    deletions(report, files, trust, &statements)?;
    if let Some(chains) = chains(report, &statements) {
        views(report, &chains);
        receipts(report, files, trust, (&chains, &statements))?;
    }
    Ok(statements)
}

/// The certificates of what was erased: of this request, and by whom they say.
fn deletions(
    report: &mut Report,
    files: &Files,
    trust: &Trust,
    statements: &Statements,
) -> Result<(), Fault> {
    for path in files.within("deletions") {
        let octets = files.read(path)?;
        let Some(deletion) = verified::<Deletion>(report, path, &octets, trust) else { continue };
        let deletion = deletion.value();
        let of = |one: &Verified<Head>| one.value().request == deletion.request;
        let from = deletion.from;
        report.check(statements.values().all(of), format!("`{path}` is of this request"));
        let keys: Vec<&str> = deletion.erased.iter().map(|key| key.purpose.as_str()).collect();
        report.check(
            true,
            format!(
                "{from} erased {} for good at {}; bodies and exhibits that are not here are gone \
                 there",
                keys.join(" and "),
                deletion.beyond_backups
            ),
        );
    }
    Ok(())
}

/// A statement under the keys of the State that it names.
pub(super) fn verified<T: comity_protocol::statement::Payload>(
    report: &mut Report,
    path: &str,
    octets: &[u8],
    trust: &Trust,
) -> Option<Verified<T>> {
    let from = payload(octets).and_then(|value| {
        value.get("from").and_then(Value::as_str).and_then(|text| text.parse::<StateCode>().ok())
    });
    let what = format!("`{path}`, both signatures");
    let Some(ring) = from.and_then(|from| trust.get(&from)) else {
        let from = from.map_or_else(|| "nobody".to_owned(), |from| from.to_string());
        report.check(false, format!("{what}: it says it is from {from}, whose keys are not here"));
        return None;
    };
    report.outcome(&what, open::<T>(octets, ring))
}

fn body(report: &mut Report, files: &Files, path: &str, head: &Head) -> Result<(), Fault> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let number = name.split('-').next().unwrap_or_default();
    let body = format!("bodies/{number}.bin");
    if !files.has(&body) {
        // After erasure the head stays and the body is gone.
        report.check(true, format!("`{path}`: its body is not in the package"));
        return Ok(());
    }
    let opened = open_body(head, &files.read(&body)?);
    report.outcome(&format!("`{body}` is the body that the head names"), opened);
    Ok(())
}

fn chains(report: &mut Report, statements: &Statements) -> Option<Chains> {
    let submits = |head: &&Verified<Head>| {
        head.value().known_kind() == Some(Kind::Submit) && head.value().seq == 1
    };
    let Some(first) = statements.values().find(submits) else {
        report.check(false, "no message begins the request");
        return None;
    };
    let (requesting, requested) = (first.value().from, first.value().to);
    let mut chains = Chains::new(requesting, requested);
    for side in [Side::Requesting, Side::Requested] {
        let state = chains.state(side);
        let mut own: Vec<&Verified<Head>> =
            statements.values().filter(|one| one.value().from == state).collect();
        own.sort_by_key(|one| one.value().seq);
        let mut whole = true;
        for one in &own {
            let head = one.value();
            let before = chains.last(side).map(|link| link.digest);
            let same = head.request == first.value().request && head.prev == before;
            let link = Link { head: head.clone(), digest: one.digest() };
            whole &= same && chains.push(side, link);
        }
        report
            .check(whole, format!("the chain of {state}: {} messages, no gap, no fork", own.len()));
    }
    seen(report, &chains);
    let parties = statements.values().all(|one| {
        chains.side(one.value().from).is_some() && chains.side(one.value().to).is_some()
    });
    report.check(parties, format!("every message is between {requesting} and {requested}"));
    Some(chains)
}

fn seen(report: &mut Report, chains: &Chains) {
    let fits = |side: Side, link: &Link| {
        link.head.seen.iter().all(|seen| {
            let there = chains.at(side.other(), seen.seq).map(|other| other.digest);
            seen.state == chains.state(side.other()) && there == Some(seen.digest)
        })
    };
    let all = [Side::Requesting, Side::Requested]
        .into_iter()
        .all(|side| chains.of(side).iter().all(|link| fits(side, link)));
    report.check(all, "what each message says it has seen is there");
}

/// Each sender's own view of the request, computed again.
fn views(report: &mut Report, chains: &Chains) {
    let mut differ = Vec::new();
    for side in [Side::Requesting, Side::Requested] {
        for link in chains.of(side) {
            let before = fold(chains, chains.horizon_of(side, &link.head));
            if before.view() != link.head.view {
                differ.push(format!("{} {}", link.head.kind, link.head.message));
            }
        }
    }
    let state = fold(chains, Horizon::ALL).shared.map(|shared| shared.state().to_string());
    let state = state.unwrap_or_else(|| "unknown".to_owned());
    let what = format!("both States saw what the messages come to; the request is `{state}`");
    if differ.is_empty() {
        report.check(true, what);
    } else {
        report.check(false, format!("{what}: another view in {}", differ.join(", ")));
    }
}

fn receipts(
    report: &mut Report,
    files: &Files,
    trust: &Trust,
    (chains, statements): (&Chains, &Statements),
) -> Result<(), Fault> {
    for path in files.within("receipts") {
        let octets = files.read(path)?;
        let Some(receipt) = verified::<Receipt>(report, path, &octets, trust) else { continue };
        let receipt = receipt.value();
        let of = statements.get(&receipt.message);
        let same =
            of.is_some_and(|one| one.digest() == receipt.digest && one.value().to == receipt.from);
        report.check(same, format!("`{path}` receipts a message of the package"));
        let Some(head) = of.map(Verified::value) else { continue };
        let (theirs, own) = (receipt.chain.map_or(0, |chain| chain.seq), head.seq);
        let horizon = match chains.side(head.from) {
            Some(Side::Requesting) => Horizon { requesting: own, requested: theirs },
            _ => Horizon { requesting: theirs, requested: own },
        };
        let view: Digest = fold(chains, horizon).view();
        report.check(view == receipt.view, format!("`{path}`: its receiver saw the same state"));
    }
    Ok(())
}

/// The payload that a statement claims, before anything is proved.
pub(super) fn payload(octets: &[u8]) -> Option<Value> {
    #[derive(Deserialize)]
    struct Outer {
        payload: String,
    }
    let outer: Outer = serde_json::from_slice(octets).ok()?;
    let payload = Base64UrlUnpadded::decode_vec(&outer.payload).ok()?;
    serde_json::from_slice(&payload).ok()
}
