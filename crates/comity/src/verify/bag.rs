// SPDX-License-Identifier: EUPL-1.2
//! The bag: every file is there, as listed, and nothing else.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use comity_domain::id::Digest;

use super::{Report, walk};
use crate::fault::Fault;
use crate::package::{BAGIT, DATA, MANIFEST, digest_of};

pub(super) fn check(report: &mut Report, folder: &Path) -> Result<(), Fault> {
    let text = |name: &str| {
        std::fs::read_to_string(folder.join(name)).map_err(|error| {
            Fault::unreadable(format!("`{}` cannot be read: {error}", folder.join(name).display()))
                .hint("name the folder of an evidence package: it has `bagit.txt` in it")
        })
    };
    let declared = text(BAGIT)?;
    report.check(declared.starts_with("BagIt-Version: 1.0\n"), "it is a BagIt bag, version 1.0");
    let listed = listed(&text(MANIFEST)?)?;
    let mut found = Vec::new();
    walk(&folder.join(DATA), DATA, &mut found)?;
    let mut wrong = Vec::new();
    for (path, digest) in &listed {
        match digest_of(&folder.join(path)) {
            Ok((found, _)) if found == *digest => {}
            Ok(_) => wrong.push(format!("`{path}` was changed")),
            Err(_) => wrong.push(format!("`{path}` is missing")),
        }
    }
    let extra = found.iter().filter(|path| !listed.contains_key(*path));
    wrong.extend(extra.map(|path| format!("`{path}` is not listed")));
    let what = format!("{} files are as the bag lists them", listed.len());
    if wrong.is_empty() {
        report.check(true, what);
    } else {
        report.check(false, format!("{what}: {}", wrong.join("; ")));
    }
    Ok(())
}

fn listed(text: &str) -> Result<BTreeMap<String, Digest>, Fault> {
    let mut listed = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = || Fault::unreadable(format!("{MANIFEST}:{number}: not a digest and a path"));
        let (digest, path) = line.split_once("  ").ok_or_else(wrong)?;
        let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if !inside || !path.starts_with("data/") {
            return Err(wrong());
        }
        listed.insert(path.to_owned(), digest.parse().map_err(|_| wrong())?);
    }
    Ok(listed)
}
