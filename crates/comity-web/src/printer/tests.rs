// SPDX-License-Identifier: EUPL-1.2
//! The program is any that reads and writes: here, small ones of the system's shell.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::{PrintError, Printer};

/// A program that does this. Folders are told apart by name: nothing of a test is left in another.
fn program(name: &str, does: &str) -> (PathBuf, Printer) {
    let folder = std::env::temp_dir().join(format!("comity-printer-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("program");
    fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    (folder, Printer::new(path))
}

async fn printed(name: &str, does: &str) -> Result<Vec<u8>, PrintError> {
    let (folder, printer) = program(name, does);
    let done = printer.print(b"{}".to_vec()).await;
    fs::remove_dir_all(folder).unwrap();
    done
}

#[tokio::test]
async fn what_it_reads_comes_by_its_standard_input_and_nothing_else() {
    let told = "printf '%%PDF-%s|%s|%s|' \"$#\" \"$(pwd)\" \"$HOME$CARGO_PKG_NAME\"; cat";
    assert_eq!(printed("told", told).await.unwrap(), b"%PDF-0|/||{}");
}

#[tokio::test]
async fn what_it_refuses_is_told() {
    let no = printed("no", "echo 'comity-print: no font has it' >&2; exit 2").await.unwrap_err();
    assert_eq!(no.code(), "print.refused");
    assert_eq!(no.to_string(), "the printing program refused: no font has it");
    let odd = printed("odd", "echo no such thing").await.unwrap_err();
    assert_eq!(odd.code(), "print.odd");
    let large = "printf %PDF-; head -c 16777217 /dev/zero";
    let large = printed("large", large).await.unwrap_err();
    assert!(matches!(large, PrintError::Odd | PrintError::Refused(_)), "{large}");
    let gone = Printer::new("/no/such/program".into()).print(Vec::new()).await.unwrap_err();
    assert_eq!(gone.code(), "print.program");
}

#[tokio::test]
async fn no_more_than_two_run_at_once() {
    let (folder, printer) = program("busy", "cat; printf %PDF-");
    let held = printer.slots.try_acquire_many(2).unwrap();
    let busy = printer.print(Vec::new()).await.unwrap_err();
    assert_eq!(busy.code(), "print.busy");
    drop(held);
    assert_eq!(printer.print(Vec::new()).await.unwrap(), b"%PDF-");
    fs::remove_dir_all(folder).unwrap();
}
