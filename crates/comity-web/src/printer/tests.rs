// SPDX-License-Identifier: EUPL-1.2
//! The program is any that reads and writes: here, small ones of the system's shell.

use std::path::Path;

use super::{PrintError, Printer};

fn printer(name: &str) -> Printer {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/printers");
    Printer::new(folder.join(format!("{name}.sh")))
}

async fn printed(name: &str) -> Result<Vec<u8>, PrintError> {
    printer(name).print(b"{}".to_vec()).await
}

#[tokio::test]
async fn what_it_reads_comes_by_its_standard_input_and_nothing_else() {
    assert_eq!(printed("told").await.unwrap(), b"%PDF-0|/||{}");
}

#[tokio::test]
async fn what_it_refuses_is_told() {
    let no = printed("refuses").await.unwrap_err();
    assert_eq!(no.code(), "print.refused");
    assert_eq!(no.to_string(), "the printing program refused: no font has it");
}

#[tokio::test]
async fn what_is_no_pdf_is_not_passed_on() {
    assert_eq!(printed("odd").await.unwrap_err().code(), "print.odd");
    let large = printed("large").await.unwrap_err();
    // Whether it ends by itself or by its pipe is the shell's affair.
    assert!(matches!(large, PrintError::Odd | PrintError::Refused(_)), "{large}");
    let gone = Printer::new("/no/such/program".into()).print(Vec::new()).await.unwrap_err();
    assert_eq!(gone.code(), "print.program");
}

#[tokio::test]
async fn no_more_than_two_run_at_once() {
    let printer = printer("told");
    let held = printer.slots.try_acquire_many(2).unwrap();
    let busy = printer.print(Vec::new()).await.unwrap_err();
    assert_eq!(busy.code(), "print.busy");
    drop(held);
    assert!(printer.print(Vec::new()).await.is_ok());
}
