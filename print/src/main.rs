// SPDX-License-Identifier: EUPL-1.2
//! `comity-print`: a sheet of Comity as PDF/A.
//!
//! It reads one sheet (docs/printing.md), fonts, and nothing else; it knows no network and no case
//! but the one on its standard input. How a sheet looks is in `template/sheet.typ`.

mod check;
mod fonts;
// The form of a sheet is written down once, beside the node that writes it.
#[path = "../../crates/comity-web/src/pages/sheet/format.rs"]
mod format;
mod pdf;
mod squares;
mod world;

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write, stderr, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use check::Fault;

/// How it is used.
const USAGE: &str = "\
usage: comity-print [SHEET.json] [-o FILE.pdf] [--fonts DIR]...

Prints a sheet of Comity as PDF/A-3a with tags for PDF/UA-1. Without a file it reads standard
input; without -o it writes standard output. Fonts that the sheet needs beyond those in the program
are looked for in the folders named by --fonts, or else in those of the system.
";

/// What the command line says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    sheet: Option<PathBuf>,
    out: Option<PathBuf>,
    fonts: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return said(stdout().write_all(USAGE.as_bytes()).map_err(Fault::Output));
    }
    said(asked(words).and_then(|asked| print(&asked)))
}

/// Says on standard error what went wrong, if anything did.
fn said(done: Result<(), Fault>) -> ExitCode {
    let Err(fault) = done else { return ExitCode::SUCCESS };
    // Nobody is left to be told if this fails too.
    let _ = writeln!(stderr(), "comity-print: {fault}");
    ExitCode::from(2)
}

fn asked(words: Vec<OsString>) -> Result<Asked, Fault> {
    let mut asked = Asked::default();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut path = || words.next().map(PathBuf::from).ok_or(Fault::Usage(USAGE));
        match word.to_str() {
            Some("-o") => asked.out = Some(path()?),
            Some("--fonts") => asked.fonts.push(path()?),
            Some(option) if option.starts_with('-') && option != "-" => {
                return Err(Fault::Usage(USAGE));
            }
            _ if asked.sheet.is_some() => return Err(Fault::Usage(USAGE)),
            _ => asked.sheet = Some(PathBuf::from(word)),
        }
    }
    asked.sheet = asked.sheet.filter(|path| path.as_os_str() != "-");
    Ok(asked)
}

fn print(asked: &Asked) -> Result<(), Fault> {
    // One octet more than may be: then it is too large, whatever follows.
    let limit = check::SHEET_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    match &asked.sheet {
        Some(path) => File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
        None => stdin().take(limit).read_to_end(&mut bytes),
    }
    .map_err(Fault::Input)?;
    let sheet = check::sheet(&bytes)?;
    let pdf = pdf::pdf(&sheet, &bytes, &asked.fonts)?;
    match &asked.out {
        Some(path) => std::fs::write(path, pdf),
        None => stdout().write_all(&pdf).and_then(|()| stdout().flush()),
    }
    .map_err(Fault::Output)
}

#[cfg(test)]
mod tests;
