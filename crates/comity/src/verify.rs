// SPDX-License-Identifier: EUPL-1.2
//! `comity verify`: checks an evidence package offline, with nothing but its files and the roots.
//!
//! One line a check. It trusts no node: directories are checked from root fingerprints, statements
//! from directories, everything else from statements. What is read is bounded; what is large is
//! streamed.

mod bag;
mod chain;
mod exhibits;
mod trust;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use comity_domain::id::{Digest, StateCode};
use serde::Serialize;

use crate::fault::{Exit, Fault};
use crate::out;
use crate::package::DATA;

/// Octets of a statement, body or receipt.
// LIMIT: the largest is a body of 8 MiB; a directory statement has 350 KiB.
const FILE_BYTES_MAX: u64 = 9 * 1024 * 1024;
/// Files in a package.
// LIMIT: a request of 500 items with twenty messages each, and their bodies and receipts.
const FILES_MAX: usize = 50_000;

/// Root fingerprints that a person confirmed.
pub(crate) type Roots = BTreeMap<StateCode, Digest>;

/// Checks an evidence package offline: exit 0 good, 1 bad, 2 unreadable.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The package's folder
    path: PathBuf,
    /// The root fingerprint of a State, `XA=64 hexadecimal digits`, as confirmed by telephone
    #[arg(long = "root", value_name = "CODE=FINGERPRINT", value_parser = root)]
    roots: Vec<(StateCode, Digest)>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    pub(crate) good: bool,
    pub(crate) what: String,
}

/// Every check of a package.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    pub(crate) lines: Vec<Line>,
}

impl Report {
    pub(crate) fn good(&self) -> bool {
        self.lines.iter().all(|line| line.good)
    }

    fn check(&mut self, good: bool, what: impl Into<String>) {
        self.lines.push(Line { good, what: what.into() });
    }

    fn outcome<T, E: std::fmt::Display>(&mut self, what: &str, got: Result<T, E>) -> Option<T> {
        match got {
            Ok(value) => {
                self.check(true, what);
                Some(value)
            }
            Err(error) => {
                self.check(false, format!("{what}: {error}"));
                None
            }
        }
    }
}

impl Verify {
    pub(crate) fn run(self) -> Result<(), Fault> {
        let report = check(&self.path, &self.roots.iter().copied().collect())?;
        if self.json {
            out::json(&report)?;
        } else {
            for line in &report.lines {
                out::say(format!("{}  {}", if line.good { "ok " } else { "BAD" }, line.what));
            }
        }
        if report.good() {
            return Ok(());
        }
        let bad = report.lines.iter().filter(|line| !line.good).count();
        Err(Fault::with_exit(Exit::Bad, format!("{bad} of {} checks fail", report.lines.len()))
            .hint("do not rely on this package; ask whoever gave it for another copy"))
    }
}

fn root(text: &str) -> Result<(StateCode, Digest), String> {
    let (state, digest) = text.split_once('=').ok_or("not `CODE=FINGERPRINT`")?;
    let state = state.parse().map_err(|error: comity_domain::id::IdError| error.to_string())?;
    let digest = digest.parse().map_err(|error: comity_domain::id::IdError| error.to_string())?;
    Ok((state, digest))
}

/// Checks a package. An error means that it cannot be read at all.
pub(crate) fn check(path: &Path, roots: &Roots) -> Result<Report, Fault> {
    let mut report = Report::default();
    bag::check(&mut report, path)?;
    let files = Files::list(&path.join(DATA))?;
    let trust = trust::check(&mut report, &files, roots)?;
    let statements = chain::check(&mut report, &files, &trust)?;
    exhibits::check(&mut report, &files, &trust, &statements)?;
    Ok(report)
}

/// The files of a package, by their paths.
pub(crate) struct Files {
    folder: PathBuf,
    paths: Vec<String>,
}

impl Files {
    fn list(folder: &Path) -> Result<Self, Fault> {
        let mut paths = Vec::new();
        walk(folder, "", &mut paths)?;
        paths.sort();
        if paths.is_empty() {
            let what = format!("`{}` holds no package", folder.display());
            return Err(Fault::unreadable(what).hint("name the folder that has `bagit.txt` in it"));
        }
        Ok(Self { folder: folder.to_owned(), paths })
    }

    /// The paths in a folder of the package, in order.
    fn within<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let inside =
            move |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.paths.iter().map(String::as_str).filter(inside)
    }

    fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|known| known == path)
    }

    fn full(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let wrong = |what: &dyn std::fmt::Display| {
            Fault::unreadable(format!("`{path}` cannot be read: {what}"))
        };
        let file = File::open(self.full(path)).map_err(|error| wrong(&error))?;
        let mut octets = Vec::new();
        file.take(FILE_BYTES_MAX + 1).read_to_end(&mut octets).map_err(|error| wrong(&error))?;
        if octets.len() as u64 > FILE_BYTES_MAX {
            return Err(wrong(&format!("it has more than {FILE_BYTES_MAX} octets")));
        }
        Ok(octets)
    }
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<(), Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display()))
    };
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(Fault::unreadable("a file of the package has a name that is no text"));
        };
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type().map_err(wrong)?;
        if kind.is_dir() {
            walk(&entry.path(), &path, paths)?;
        } else if kind.is_file() {
            paths.push(path);
        } else {
            return Err(Fault::unreadable(format!("`{path}` is neither a file nor a folder")));
        }
        if paths.len() > FILES_MAX {
            return Err(Fault::unreadable(format!("the package has more than {FILES_MAX} files")));
        }
    }
    Ok(())
}
