// SPDX-License-Identifier: EUPL-1.2
//! The form of a sheet, which docs/printing.md describes: a document to be printed, with every word
//! in the language of its reader, and nothing that says how it looks.
//!
//! This file belongs to two programs: the node writes sheets, and `print/` reads them. It knows
//! neither.

use serde::{Deserialize, Serialize};

/// A document to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Sheet {
    /// Which form this is.
    pub(crate) schema: Schema,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its language, a BCP 47 tag.
    pub(crate) language: String,
    /// Whether that is written from right to left.
    pub(crate) right_to_left: bool,
    /// The instant of what it says, RFC 3339 in UTC: not that of its printing.
    pub(crate) at: String,
    /// What it is called.
    pub(crate) title: String,
    /// What it is called more closely: measure and instrument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subtitle: Option<String>,
    /// What must be seen first, such as that all this is an exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) banner: Option<String>,
    /// The reference of whoever prints it, to stand on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    /// From whom it is, then to whom.
    pub(crate) parties: Vec<Party>,
    /// What it says, in its order.
    pub(crate) blocks: Vec<Block>,
    /// By which office, of which State.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) signed: Line,
    /// What it is known by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mark: Option<Mark>,
    /// The number of a page and of all pages, with `{page}` and `{pages}` in their places.
    pub(crate) page: String,
}

/// The forms that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Schema {
    /// The first.
    #[serde(rename = "comity-sheet/1")]
    One,
}

/// What a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A message between two States.
    Letter,
    /// What is served on a provider.
    Order,
    /// What one shift leaves to the next.
    HandOver,
    /// What a person is told of a request about them, or their defence is given.
    Copy,
}

/// Whoever a sheet is from or to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Party {
    /// What stands before the name, such as “To”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    /// Its name.
    pub(crate) name: String,
    /// Its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// Its office, and how it is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lines: Vec<String>,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Block {
    /// Values by their names.
    Rows {
        /// What they are about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The values.
        rows: Vec<Row>,
    },
    /// A table, whose first column names its rows.
    Table {
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The heads of the columns; the first may be empty.
        columns: Vec<Line>,
        /// The rows, each as long as the heads.
        rows: Vec<Vec<Cell>>,
    },
    /// Words of the sheet itself.
    Note {
        /// What they are about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The words.
        line: Line,
        /// Whether they must not be overlooked.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        strong: bool,
    },
    /// What somebody wrote, in whichever language.
    Text {
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// The words, with their line breaks.
        text: String,
    },
}

/// A value by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: Cell,
}

/// Lines under one another.
pub(crate) type Cell = Vec<Line>;

/// Pieces after one another; what stands between them stands in them.
pub(crate) type Line = Vec<Piece>;

/// Letters of one manner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Piece {
    /// How they are to be read.
    #[serde(rename = "as")]
    pub(crate) manner: Manner,
    /// The letters.
    pub(crate) text: String,
}

/// How letters are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Manner {
    /// As words of the sheet's own language.
    Word,
    /// As what somebody is called or wrote, in whichever script; not mixed with what stands around.
    Name,
    /// Sign by sign, from left to right.
    Code,
}

/// What a sheet is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Mark {
    /// What the six words are called, and they.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) words: Option<Named>,
    /// What the digest is called, and it, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<Named>,
    /// Where and how it is checked.
    pub(crate) check: String,
}

/// A sign with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Named {
    /// What it is called.
    pub(crate) name: String,
    /// It.
    pub(crate) text: String,
}
