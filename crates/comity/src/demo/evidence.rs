// SPDX-License-Identifier: EUPL-1.2
//! The evidence arrives, is opened, receipted, and put into a package that anyone can verify
//! offline.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use comity_domain::role::Role;
use comity_store::BlobId;
use serde_json::json;

use super::disclosure::Case;
use super::stage::{Stage, working};
use super::world::{Country, carried};
use crate::fault::Fault;
use crate::package::{self, Package};
use crate::verify::{self, Roots};

pub(super) async fn play(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    case: &Case,
    out: &Path,
) -> Result<(), Fault> {
    stage.scene("The evidence arrives in Arcadia");
    let mut package = Package::begin(out)?;
    opened(stage, arcadia, case, &mut package).await?;
    let receipt = json!({"command": "act", "kind": "disclose.receipt", "about": case.disclosed,
        "items": [{"n": 1, "answer": "intact"}]});
    arcadia.act(Role::Evidence, Some(case.request), receipt).await?;
    stage.act(&arcadia.who(Role::Evidence)?, "signs the receipt: intact");
    carried(stage, (arcadia, borealia), case.request).await?;
    stage.scene("A package that a court can verify offline");
    let reader = arcadia.officer(Role::Evidence)?;
    for (path, octets) in arcadia.node.package(reader, case.request).await? {
        package.put(&path, &octets)?;
    }
    let payload = arcadia.node.store().blob_reader(BlobId::Exhibit(case.exhibit), 0..u64::MAX);
    let payload = payload.map_err(Fault::unavailable)?;
    let mut payload = payload.ok_or_else(|| Fault::bad("the sealed payload is not here"))?;
    package.copy(&package::payload_path(case.exhibit), &mut payload)?;
    package.finish()?;
    let roots: Roots = [arcadia, borealia]
        .map(|country| (country.node.state(), country.fingerprint))
        .into_iter()
        .collect();
    let report = verify::check(out, &roots)?;
    for line in report.lines.iter().filter(|line| !line.good || !line.what.starts_with('`')) {
        stage.must(line.good, &line.what)?;
    }
    let files = report.lines.iter().filter(|line| line.what.starts_with('`')).count();
    stage.must(report.good(), &format!("and {files} checks of single files"))
}

/// Pulled over TLS, checked chunk by chunk, opened, compared with what the holder gave.
async fn opened(
    stage: &mut Stage,
    arcadia: &Country,
    case: &Case,
    package: &mut Package,
) -> Result<(), Fault> {
    let reader = arcadia.officer(Role::Evidence)?;
    let path = package::opened_path(case.exhibit, &case.original.name);
    let file = Arc::new(Mutex::new(BufWriter::new(package.file(&path)?)));
    let working = working("fetching and opening the exhibit");
    let get = arcadia.node.get_exhibit(
        reader,
        &*arcadia.network,
        (case.request, case.exhibit),
        Box::new(Kept(Arc::clone(&file))),
    );
    let view = Box::pin(get).await?;
    working.finish_and_clear();
    file.lock().unwrap_or_else(PoisonError::into_inner).flush().map_err(Fault::unavailable)?;
    package.close(&path)?;
    stage.act(&arcadia.who(Role::Evidence)?, &format!("pulls and opens `{}`", view.name));
    let same = view.sha256 == case.original.sha256.to_string() && view.bytes == case.original.bytes;
    stage.must(same, &format!("octet for octet what the holder gave: SHA-256 {}", view.sha256))
}

/// A file that two hold: who writes, and who sees to it that all is on disk.
struct Kept(Arc<Mutex<BufWriter<File>>>);

impl Write for Kept {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(octets)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}
