// SPDX-License-Identifier: EUPL-1.2
//! Fonts: those in the program, and for scripts that they lack those that are here.
//!
//! The program brings `Libertinus Serif` and `DejaVu Sans Mono`. What they do not have is looked
//! for in folders, by name first and in the order of names, so that the same fonts give the same
//! page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use typst::foundations::Bytes;
use typst::text::Font;

use crate::check::Fault;

/// The families in the program: for text, and for signs that are read one by one.
pub(crate) const TEXT: &str = "Libertinus Serif";
pub(crate) const SIGNS: &str = "DejaVu Sans Mono";

/// Where fonts lie on Unix systems.
const FOLDERS: &[&str] = &["/usr/share/fonts", "/usr/local/share/fonts"];

/// What is looked at first: fonts for text, of a book's weight, that suit the one in the program.
const FIRST: &[&str] = &[
    "NotoNaskhArabic-",
    "Amiri-",
    "Scheherazade",
    "NotoSerif-",
    "NotoSerif",
    "NotoSans-",
    "NotoSans",
    "DejaVuSerif",
];

/// LIMIT: octets of a font file; those with all of Chinese have 120 MiB.
const FONT_BYTES_MAX: u64 = 160 * 1024 * 1024;

/// LIMIT: folders within folders.
const DEPTH_MAX: u8 = 6;

/// LIMIT: files that are looked at; a system with everything has some three thousand.
const FILES_MAX: usize = 10_000;

/// The fonts for a text, the families in the order in which they are asked.
pub(crate) struct Fonts {
    pub(crate) fonts: Vec<Font>,
    /// Families beyond those in the program.
    pub(crate) more: Vec<String>,
}

/// The fonts that have all of these letters.
pub(crate) fn fonts(letters: &BTreeSet<char>, folders: &[PathBuf]) -> Result<Fonts, Fault> {
    let mut all = own();
    let mut missing: BTreeSet<char> = letters.iter().copied().filter(|c| is_drawn(*c)).collect();
    for font in all.iter().filter(|font| font.info().family == TEXT) {
        missing.retain(|c| !has(font, *c));
    }
    let mut more = Vec::new();
    if !missing.is_empty() {
        let files = files(folders);
        for path in &files {
            if missing.is_empty() {
                break;
            }
            let found = read(path).into_iter().find(|font| missing.iter().any(|c| has(font, *c)));
            let Some(font) = found else { continue };
            missing.retain(|c| !has(&font, *c));
            let family = font.info().family.clone();
            if !more.contains(&family) {
                all.extend(relatives(&files, path, &family));
                more.push(family);
            }
        }
    }
    match missing.first() {
        Some(letter) => Err(Fault::NoFont(*letter)),
        None => Ok(Fonts { fonts: all, more }),
    }
}

/// The fonts in the program.
fn own() -> Vec<Font> {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    all.filter(|font| [TEXT, SIGNS].contains(&font.info().family.as_str())).collect()
}

/// Whether something is drawn for it: not for spaces, and not for signs that only join or turn.
fn is_drawn(c: char) -> bool {
    let silent = matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}');
    !silent && !c.is_whitespace() && !c.is_control()
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

/// Fonts of one family whose files begin like this one: its other weights.
fn relatives(files: &[PathBuf], path: &Path, family: &str) -> Vec<Font> {
    let stem = |path: &Path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        stem.split('-').next().unwrap_or_default().to_owned()
    };
    let same = files.iter().filter(|other| stem(other) == stem(path));
    same.flat_map(|path| read(path)).filter(|font| font.info().family == family).collect()
}

/// The fonts of a file; none, if it is no font file.
fn read(path: &Path) -> Vec<Font> {
    let small = fs::metadata(path).is_ok_and(|about| about.len() <= FONT_BYTES_MAX);
    let bytes = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    if bytes.is_empty() { Vec::new() } else { Font::iter(Bytes::new(bytes)).collect() }
}

/// The font files of the folders, what suits first, then by name.
fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let system = FOLDERS.iter().map(Path::new).filter(|_| folders.is_empty());
    for folder in system.chain(folders.iter().map(PathBuf::as_path)) {
        walk(folder, DEPTH_MAX, &mut found);
    }
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    found.sort_by_cached_key(|path| {
        let name = name(path);
        let rank = FIRST.iter().position(|first| name.starts_with(first)).unwrap_or(FIRST.len());
        // Within a family the plain one is looked at first.
        (rank, !name.contains("Regular"), name)
    });
    found
}

fn walk(folder: &Path, depth: u8, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        if path.is_dir() && depth > 0 {
            walk(&path, depth - 1, found);
        } else if found.len() < FILES_MAX
            && extension.is_some_and(|e| ["ttf", "otf", "ttc", "otc"].contains(&e.as_str()))
        {
            found.push(path);
        }
    }
}
