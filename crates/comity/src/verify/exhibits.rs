// SPDX-License-Identifier: EUPL-1.2
//! Exhibits and attachments: parcels that the messages name, and payloads that are what their
//! parcels say; and the signed examinations of the request.

use std::fs::File;
use std::io::Read;

use comity_domain::id::Digest;
use comity_protocol::exhibit::{CHUNK_BYTES, ChunkVerifier, Parcel};
use comity_protocol::statement::{SignedFinding, SignedParcel, Verified};

use super::chain::{Statements, verified};
use super::trust::Trust;
use super::{Files, Report};
use crate::fault::Fault;
use crate::package::payload_path;

pub(super) fn check(
    report: &mut Report,
    files: &Files,
    trust: &Trust,
    statements: &Statements,
) -> Result<(), Fault> {
    let named = |id, parcel: Digest| {
        let facts = || statements.values().map(|one| &one.value().facts);
        let exhibits = facts().flat_map(|facts| &facts.items).flat_map(|item| &item.exhibits);
        let mut files = exhibits.chain(facts().flat_map(|facts| &facts.attachments));
        files.any(|fact| fact.id == id && fact.parcel == parcel)
    };
    for path in files.within("parcels") {
        let octets = files.read(path)?;
        let parcel: Option<Verified<SignedParcel>> = verified(report, path, &octets, trust);
        let Some(parcel) = parcel else { continue };
        let of = &parcel.value().parcel;
        report.check(
            named(of.exhibit(), parcel.digest()),
            format!("`{path}` is the parcel that a signed message names"),
        );
        let payload = payload_path(of.exhibit());
        if files.has(&payload) {
            let file = File::open(files.full(&payload)).map_err(Fault::unreadable)?;
            let what = format!("`{payload}`: {} octets, {} chunks", of.size(), of.chunks().len());
            report.outcome(&what, chunks(of, file));
        }
    }
    for path in files.within("findings") {
        let octets = files.read(path)?;
        let finding: Option<Verified<SignedFinding>> = verified(report, path, &octets, trust);
        let Some(finding) = finding else { continue };
        let request = finding.value().request;
        report.check(
            statements.values().any(|one| one.value().request == request),
            format!("`{path}` is an examination of this request"),
        );
    }
    for path in files.within("exhibits") {
        let known = path.split('/').nth(1).is_some_and(|id| {
            files.has(&format!("parcels/{id}.jws"))
                || files.has(&format!("payloads/{id}.age-payload"))
        });
        report.check(known, format!("`{path}` stands beside its parcel"));
    }
    Ok(())
}

/// Reads the payload chunk by chunk against the parcel.
fn chunks(parcel: &Parcel, mut file: File) -> Result<(), String> {
    let mut verifier = ChunkVerifier::new(parcel);
    let mut buffer = Vec::new();
    for index in 0..parcel.chunks().len() as u64 {
        buffer.clear();
        let len = parcel.chunk_len(index).unwrap_or(CHUNK_BYTES);
        let read = file.by_ref().take(len).read_to_end(&mut buffer);
        read.map_err(|error| error.to_string())?;
        verifier.check(index, &buffer).map_err(|error| error.to_string())?;
    }
    if file.read(&mut [0]).map_err(|error| error.to_string())? != 0 {
        return Err("octets follow the last chunk".to_owned());
    }
    verifier.finish().map_err(|error| error.to_string())
}
