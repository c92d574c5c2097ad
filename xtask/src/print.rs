// SPDX-License-Identifier: EUPL-1.2
//! The printing program: built in a workspace of its own, tried, and its PDF read by programs that
//! others wrote.

use std::path::PathBuf;
use std::process::Command;

use crate::install;
use crate::shell::{Failure, Workshop};

/// Its workspace.
pub(crate) const MANIFEST: &str = "print/Cargo.toml";

/// What reads PDF.
const READER: &str = "print/check.py";

/// Installs what reads PDF.
pub(crate) fn install(shop: &Workshop) -> Result<(), Failure> {
    python(shop).map(drop)
}

fn python(shop: &Workshop) -> Result<PathBuf, Failure> {
    Ok(install::python(shop, "print", "print/requirements.txt")?.join("python"))
}

/// Fetches its crates, exactly as locked.
pub(crate) fn fetch(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut shop.cargo("fetch --locked --manifest-path print/Cargo.toml"))
}

/// Builds it and its tests.
///
/// Clippy stands where the compiler stands, for our own crate only: run by itself it would have
/// Typst read a second time.
pub(crate) fn build(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut cargo(shop, "test --locked --no-run"))
}

/// Prints every sheet, and lets others read them.
pub(crate) fn run(shop: &Workshop) -> Result<(), Failure> {
    shop.run_tests(&mut cargo(shop, "test --locked"))?;
    let target = shop.path("target/print");
    let mut reader = shop.command(python(shop)?);
    reader.arg(shop.path(READER)).arg(target.join("debug/comity-print"));
    shop.run(reader.arg(shop.path("print/sheets")).arg(target.join("sheets")))
}

fn cargo(shop: &Workshop, words: &str) -> Command {
    let mut cargo = shop.cargo(words);
    cargo.args(["--manifest-path", MANIFEST]);
    cargo.env("CARGO_TARGET_DIR", shop.path("target/print"));
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    cargo.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    cargo
}
