// SPDX-License-Identifier: EUPL-1.2
//! The text of a checkpoint: which log, how many entries, which root.
//!
//! What is parsed here is not believed: a checkpoint counts when the note that carries it has been
//! verified (see [`crate::note`]).

use std::fmt;

use crate::merkle::Hash;
use crate::text;

/// LIMIT: the longest origin, in octets. A cosigned message carries it behind a length of one
/// octet.
pub const ORIGIN_OCTETS_MAX: usize = 255;
/// LIMIT: the most extension lines kept; the specification advises against any.
pub const EXTENSION_LINES_MAX: usize = 16;

/// What is wrong with the text of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It does not end in a newline, or has fewer than three lines.
    #[error("a checkpoint has at least three lines, each ended by a newline")]
    Lines,
    /// The origin is empty, too long, or has control characters.
    #[error("the origin is not 1 to {ORIGIN_OCTETS_MAX} octets without control characters")]
    Origin,
    /// The size is not a plain decimal below 2^63.
    #[error("the tree size is not a decimal number below 2^63 without leading zeros")]
    Size,
    /// The root is not 32 octets of padded base64.
    #[error("the root hash is not 32 octets in padded base64")]
    Root,
    /// An extension line is empty or has control characters, or there are too many.
    #[error("there are more than {EXTENSION_LINES_MAX} extension lines, or one that is not text")]
    Extension,
}

/// The head of a log's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if !is_line(origin) || origin.len() > ORIGIN_OCTETS_MAX {
            return Err(CheckpointError::Origin);
        }
        if size > text::NUMBER_MAX {
            return Err(CheckpointError::Size);
        }
        Ok(Self { origin: origin.to_owned(), size, root, extensions: Vec::new() })
    }

    /// Reads the text of a note; exactly what [`fmt::Display`] writes is accepted.
    pub fn parse(body: &str) -> Result<Self, CheckpointError> {
        let body = body.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Lines);
        };
        let size = text::decimal(size).ok_or(CheckpointError::Size)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Root)?;
        let mut checkpoint = Self::new(origin, size, root)?;
        for line in lines {
            if !is_line(line) || checkpoint.extensions.len() == EXTENSION_LINES_MAX {
                return Err(CheckpointError::Extension);
            }
            checkpoint.extensions.push(line.to_owned());
        }
        Ok(checkpoint)
    }

    /// Which log it is of.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries the log had.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// Lines after the third. No cosignature of type 0x06 covers them.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }
}

/// The exact text that is signed, final newline included.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn is_line(line: &str) -> bool {
    !line.is_empty() && !line.contains(char::is_control)
}

#[cfg(test)]
mod tests;
