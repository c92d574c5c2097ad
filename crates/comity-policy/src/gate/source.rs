// SPDX-License-Identifier: EUPL-1.2
//! The text of a policy file, cut into statements that know their line.

use std::fmt;

use cedar_policy::ffi::DetailedError;

/// A policy file that cannot be used. The operator who wrote it mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1, where one can be told.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub what: String,
}

impl PolicyError {
    pub(crate) fn new(file: &str, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl std::error::Error for PolicyError {}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// One statement of a policy file, up to its semicolon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Statement<'a> {
    pub(super) file: &'a str,
    /// Its text, from its first character that is neither blank nor comment.
    pub(super) text: &'a str,
    /// The line of that character, from 1.
    pub(super) line: usize,
}

impl Statement<'_> {
    /// The error at the place where Cedar saw it.
    pub(super) fn error(&self, found: &DetailedError) -> PolicyError {
        let inside = offset(found).map_or(0, |at| line_of(self.text, at) - 1);
        PolicyError::new(self.file, Some(self.line + inside), said(found))
    }
}

/// The error in a text that was given to Cedar whole.
pub(super) fn error_in(file: &str, text: &str, found: &DetailedError) -> PolicyError {
    PolicyError::new(file, offset(found).map(|at| line_of(text, at)), said(found))
}

fn offset(found: &DetailedError) -> Option<usize> {
    found.source_locations.first().map(|place| place.loc.start)
}

fn said(found: &DetailedError) -> String {
    match &found.help {
        Some(help) => format!("{} ({help})", found.message),
        None => found.message.clone(),
    }
}

pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Cuts a file at the semicolons that are in no string and no comment.
pub(super) fn statements<'a>(file: &'a str, text: &'a str) -> Vec<Statement<'a>> {
    let mut found = Vec::new();
    let mut begin: Option<usize> = None;
    let mut inside = Inside::Text;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, next)| *next);
        inside = match (inside, byte) {
            (Inside::Comment, b'\n') | (Inside::Quote, b'"') => Inside::Text,
            (Inside::Quote, b'\\') => {
                bytes.next();
                Inside::Quote
            }
            (Inside::Comment | Inside::Quote, _) => inside,
            (Inside::Text, b'/') if next == Some(b'/') => Inside::Comment,
            (Inside::Text, byte) => {
                if begin.is_none() && !byte.is_ascii_whitespace() {
                    begin = Some(at);
                }
                if byte == b';' {
                    found.extend(begin.take().map(|begin| (begin, at + 1)));
                }
                if byte == b'"' { Inside::Quote } else { Inside::Text }
            }
        };
    }
    found.extend(begin.map(|begin| (begin, text.len())));
    let cut = |(begin, end)| {
        let line = line_of(text, begin);
        text.get(begin..end).map(|text| Statement { file, text, line })
    };
    found.into_iter().filter_map(cut).collect()
}

#[derive(Clone, Copy)]
enum Inside {
    Text,
    Quote,
    Comment,
}

#[cfg(test)]
mod tests;
