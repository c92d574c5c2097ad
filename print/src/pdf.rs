// SPDX-License-Identifier: EUPL-1.2
//! From a sheet to PDF/A-3a, tagged for PDF/UA-1, with the sheet attached.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::check::{Fault, each_text};
use crate::fonts::{self, fonts};
use crate::format::Sheet;
use crate::squares;
use crate::world::Desk;

/// What the template is told beside the sheet.
#[derive(Serialize)]
struct Told<'a> {
    sheet: &'a Sheet,
    /// The instant of the sheet in UTC: year, month, day, hour, minute, second.
    at: [i32; 6],
    /// Fonts for text, and for signs that are read one by one; the first that has a letter.
    text: Vec<String>,
    signs: Vec<String>,
    /// Whether there are squares.
    squares: bool,
}

/// The sheet as PDF; `bytes` are attached to it.
pub(crate) fn pdf(sheet: &Sheet, bytes: &[u8], folders: &[PathBuf]) -> Result<Vec<u8>, Fault> {
    let mut letters: BTreeSet<char> = (' '..='~').chain(['—', '–', '·', '…']).collect();
    each_text(&mut sheet.clone(), &mut |text| letters.extend(text.chars()));
    let found = fonts(&letters, folders)?;
    let words = sheet.mark.as_ref().and_then(|mark| mark.words.as_ref());
    let svg = words.and_then(|words| squares::svg(&words.text));
    let more = || found.more.iter().cloned();
    let families = |own: &str| std::iter::once(own.to_owned()).chain(more()).collect();
    let told = Told {
        sheet,
        at: instant(&sheet.at)?,
        text: families(fonts::TEXT),
        signs: families(fonts::SIGNS),
        squares: svg.is_some(),
    };
    let told = serde_json::to_vec(&told).map_err(|error| Fault::Print(error.to_string()))?;
    let files = [
        ("told.json", told),
        ("squares.svg", svg.unwrap_or_default().into_bytes()),
        ("sheet.json", bytes.to_vec()),
    ];
    let desk = Desk::new(files, found.fonts)?;
    let document: PagedDocument = typst::compile(&desk).output.map_err(|all| said(&desk, &all))?;
    let standards = [PdfStandard::A_3a, PdfStandard::Ua_1];
    let standards = PdfStandards::new(&standards);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Comity".to_owned())),
        standards: standards.map_err(|error| Fault::Print(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|all| said(&desk, &all))
}

fn instant(at: &str) -> Result<[i32; 6], Fault> {
    let at: Timestamp = at.parse().map_err(|_| Fault::Form("`at` is no instant".to_owned()))?;
    let at = at.to_zoned(TimeZone::UTC);
    let clock = [at.hour(), at.minute(), at.second()].map(i32::from);
    let [hour, minute, second] = clock;
    Ok([at.year().into(), at.month().into(), at.day().into(), hour, minute, second])
}

/// What Typst says, in one line, and of which line of the template.
fn said(desk: &Desk, all: &[SourceDiagnostic]) -> Fault {
    let first = all.first();
    let line = first.and_then(|one| desk.line(one.span));
    let hints = first.into_iter().flat_map(|one| one.hints.iter());
    let mut text = first.map(|one| one.message.to_string()).unwrap_or_default();
    for hint in hints {
        text.push_str("; ");
        text.push_str(&hint.v);
    }
    if let Some(line) = line {
        text = format!("{text} (sheet.typ, line {line})");
    }
    Fault::Print(text)
}
