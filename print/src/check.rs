// SPDX-License-Identifier: EUPL-1.2
//! A sheet is read strictly, and every octet of it may be somebody's who wishes us ill: what it
//! quotes was written by strangers.

use std::fmt;

use jiff::Timestamp;

use crate::format::{Block, Cell, Line, Sheet};

/// LIMIT: octets of a sheet. A message has 256 KiB at most; escaped and with its words around it,
/// four times that.
pub(crate) const SHEET_BYTES_MAX: usize = 1024 * 1024;

/// LIMIT: blocks, rows of all tables, and pieces. The largest request has some hundred texts and a
/// thousand items.
const BLOCKS_MAX: usize = 500;
const ROWS_MAX: usize = 5_000;

/// LIMIT: columns of a table that a page has room for.
const COLUMNS_MAX: usize = 6;

/// LIMIT: from whom, and to whom.
const PARTIES_MAX: usize = 2;

/// Why nothing was printed.
#[derive(Debug)]
pub(crate) enum Fault {
    Usage(&'static str),
    Input(std::io::Error),
    Output(std::io::Error),
    Large,
    Form(String),
    /// A letter that no font has.
    NoFont(char),
    /// What Typst says.
    Print(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => f.write_str(usage),
            Self::Input(error) => write!(f, "the sheet cannot be read: {error}"),
            Self::Output(error) => write!(f, "the PDF cannot be written: {error}"),
            Self::Large => write!(
                f,
                "the sheet is larger than {SHEET_BYTES_MAX} octets or has more parts than can be \
                 read: print its message in parts"
            ),
            Self::Form(what) => write!(f, "this is no sheet of the form comity-sheet/1: {what}"),
            Self::NoFont(letter) => write!(
                f,
                "no font here has the letter `{letter}` (U+{:04X}): install one for its script \
                 (Debian: fonts-noto-core, for Chinese, Japanese and Korean fonts-noto-cjk), or \
                 name its folder with --fonts",
                u32::from(*letter)
            ),
            Self::Print(what) => write!(f, "the sheet cannot be set: {what}"),
        }
    }
}

/// Reads a sheet.
pub(crate) fn sheet(bytes: &[u8]) -> Result<Sheet, Fault> {
    if bytes.len() > SHEET_BYTES_MAX {
        return Err(Fault::Large);
    }
    let mut sheet: Sheet =
        serde_json::from_slice(bytes).map_err(|error| Fault::Form(error.to_string()))?;
    counted(&sheet)?;
    formed(&sheet)?;
    each_text(&mut sheet, &mut |text| *text = printable(text));
    Ok(sheet)
}

/// Nothing is there more often than can be printed.
fn counted(sheet: &Sheet) -> Result<(), Fault> {
    let rows = |block: &Block| match block {
        Block::Rows { rows, .. } => rows.len(),
        Block::Table { rows, .. } => rows.len(),
        Block::Note { .. } | Block::Text { .. } => 1,
    };
    let few = sheet.blocks.len() <= BLOCKS_MAX
        && sheet.parties.len() <= PARTIES_MAX
        && sheet.blocks.iter().map(rows).sum::<usize>() <= ROWS_MAX;
    if few { Ok(()) } else { Err(Fault::Large) }
}

/// What the form alone does not say.
fn formed(sheet: &Sheet) -> Result<(), Fault> {
    let wrong = |what: &str| Err(Fault::Form(what.to_owned()));
    if sheet.at.parse::<Timestamp>().is_err() {
        return wrong("`at` is no instant");
    }
    let tag = &sheet.language;
    if !(2..=3).contains(&tag.len()) || !tag.bytes().all(|octet| octet.is_ascii_lowercase()) {
        return wrong("`language` is no tag of two or three small letters");
    }
    if sheet.title.trim().is_empty() {
        return wrong("`title` is empty");
    }
    for block in &sheet.blocks {
        if let Block::Table { columns, rows, .. } = block {
            if columns.is_empty() || columns.len() > COLUMNS_MAX {
                return wrong("a table has no columns, or more than a page has room for");
            }
            if rows.iter().any(|row| row.len() != columns.len()) {
                return wrong("a row of a table is not as long as its heads");
            }
        }
    }
    Ok(())
}

/// A text without signs that do not print: control characters become spaces, and those that turn
/// the order of letters stay only where each is closed, so that none reaches beyond its own text.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' => Some('\n'),
        // Marks of the beginning of a file, of interlinear notes, and of no character at all.
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}' => None,
        c if u32::from(c) & 0xFFFE == 0xFFFE => None,
        c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => Some(' '),
        c => Some(c),
    };
    let text: String = text.replace("\r\n", "\n").chars().filter_map(shown).collect();
    if turns_close(&text) { text } else { text.chars().filter(|c| !turns(*c)).collect() }
}

/// Whether a sign turns the order of letters.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether what turns the order of letters is isolated and closed.
fn turns_close(text: &str) -> bool {
    let mut open = 0_u32;
    for c in text.chars() {
        match c {
            '\u{202A}'..='\u{202E}' => return false,
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => match open.checked_sub(1) {
                Some(rest) => open = rest,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0
}

/// Does this with every text that is printed.
pub(crate) fn each_text(sheet: &mut Sheet, with: &mut impl FnMut(&mut String)) {
    with(&mut sheet.title);
    with(&mut sheet.page);
    for text in [&mut sheet.subtitle, &mut sheet.banner, &mut sheet.reference] {
        text.iter_mut().for_each(&mut *with);
    }
    for party in &mut sheet.parties {
        with(&mut party.name);
        let rest = party.label.iter_mut().chain(&mut party.code).chain(&mut party.lines);
        rest.for_each(&mut *with);
    }
    for block in &mut sheet.blocks {
        each_of_block(block, with);
    }
    each_of_line(&mut sheet.signed, with);
    if let Some(mark) = &mut sheet.mark {
        with(&mut mark.check);
        for named in mark.words.iter_mut().chain(&mut mark.digest) {
            with(&mut named.name);
            with(&mut named.text);
        }
    }
}

fn each_of_block(block: &mut Block, with: &mut impl FnMut(&mut String)) {
    match block {
        Block::Rows { title, rows } => {
            title.iter_mut().for_each(&mut *with);
            for row in rows {
                with(&mut row.name);
                each_of_cell(&mut row.value, with);
            }
        }
        Block::Table { title, columns, rows } => {
            title.iter_mut().for_each(&mut *with);
            each_of_cell(columns, with);
            for cell in rows.iter_mut().flatten() {
                each_of_cell(cell, with);
            }
        }
        Block::Note { title, line, .. } => {
            title.iter_mut().for_each(&mut *with);
            each_of_line(line, with);
        }
        Block::Text { title, text } => title.iter_mut().chain([text]).for_each(&mut *with),
    }
}

fn each_of_cell(cell: &mut Cell, with: &mut impl FnMut(&mut String)) {
    for line in cell {
        each_of_line(line, with);
    }
}

fn each_of_line(line: &mut Line, with: &mut impl FnMut(&mut String)) {
    for piece in line {
        with(&mut piece.text);
    }
}
