// SPDX-License-Identifier: EUPL-1.2
//! A proof in one file (`.tlog-proof`): an entry's place, its path to the root, and the checkpoint
//! with its cosignatures, verbatim. Whoever holds the keys can verify it without asking anyone.
//!
//! How many and which witnesses must have signed is the reader's policy, not decided here.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::key::VerifierKey;
use crate::merkle::{Hash, PROOF_HASHES_MAX, ProofError, verify_inclusion};
use crate::note::{NOTE_OCTETS_MAX, Note, NoteError, Signer, Verify};
use crate::text;

/// The first line.
const VERSION: &str = "c2sp.org/tlog-proof@v1";
/// LIMIT: the most octets of extra data: an entry and what belongs to it.
pub const EXTRA_OCTETS_MAX: usize = 128 * 1024;
/// LIMIT: the most octets of the file: the note, the extra data in base64 (4/3), 64 hashes of 45
/// octets, and the three other lines.
pub const PROOF_FILE_OCTETS_MAX: usize = NOTE_OCTETS_MAX + EXTRA_OCTETS_MAX / 3 * 4 + 4 * 1024;

/// What is wrong with a proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// Too many octets, hashes or extra octets.
    #[error("the proof has more octets or hashes than any proof needs")]
    TooLarge,
    /// The first line is another.
    #[error("the first line is not `{VERSION}`")]
    Version,
    /// A line is not what its place asks for.
    #[error("line {0} of the proof is not what its place asks for")]
    Line(usize),
    /// The note is wrong, or not signed by whom it must be.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The note is not a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is of another log.
    #[error("the checkpoint is of the log `{0}`")]
    OtherLog(String),
    /// The log itself did not sign.
    #[error("the checkpoint is not signed by the log itself")]
    NotByLog,
    /// The path does not lead to the root.
    #[error(transparent)]
    Path(#[from] ProofError),
}

/// A proof as it is carried; not believed before [`ProofFile::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// What its maker put beside it; nothing covers it.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log, from 0.
    pub index: u64,
    /// From the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The checkpoint's note.
    pub note: Note,
}

/// A log as its readers know it.
#[derive(Debug, Clone, Copy)]
pub struct Log<'k> {
    /// The origin of its checkpoints.
    pub origin: &'k str,
    /// The keys of the log itself, of which at least one must have signed.
    pub keys: &'k [VerifierKey],
    /// The keys of witnesses that the reader knows.
    pub witnesses: &'k [VerifierKey],
}

/// An entry that is in a log, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven<'k> {
    /// The tree it is in.
    pub checkpoint: Checkpoint,
    /// The log's keys that signed.
    pub by_log: Vec<Signer<'k>>,
    /// The witnesses that cosigned; may be empty.
    pub by_witnesses: Vec<Signer<'k>>,
}

impl ProofFile {
    /// Reads a file; exactly what [`fmt::Display`] writes is accepted.
    pub fn parse(octets: &[u8]) -> Result<Self, ProofFileError> {
        if octets.len() > PROOF_FILE_OCTETS_MAX {
            return Err(ProofFileError::TooLarge);
        }
        let file = std::str::from_utf8(octets).map_err(|_| NoteError::NotText)?;
        // Hash lines are not empty, so the first empty line divides.
        let (head, note) = file.split_once("\n\n").ok_or(ProofFileError::Line(1))?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().is_none_or(|(_, line)| line != VERSION) {
            return Err(ProofFileError::Version);
        }
        let mut extra = None;
        if let Some((at, line)) = lines.next_if(|(_, line)| line.starts_with("extra ")) {
            let octets = line.strip_prefix("extra ").and_then(text::base64);
            extra = Some(octets.ok_or(ProofFileError::Line(at))?);
        }
        let (at, line) = lines.next().unwrap_or((2, ""));
        let index = line.strip_prefix("index ").and_then(text::decimal);
        let index = index.ok_or(ProofFileError::Line(at))?;
        let mut hashes = Vec::new();
        for (at, line) in lines {
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(ProofFileError::TooLarge);
            }
            hashes.push(Hash::from_base64(line).ok_or(ProofFileError::Line(at))?);
        }
        if extra.as_ref().is_some_and(|extra| extra.len() > EXTRA_OCTETS_MAX) {
            return Err(ProofFileError::TooLarge);
        }
        let note = Note::parse(note.as_bytes())?;
        Checkpoint::parse(note.body())?;
        Ok(Self { extra, index, hashes, note })
    }

    /// Checks that the entry whose hash is `leaf` is at [`Self::index`] of the log's tree.
    pub fn verify<'k>(
        &self,
        leaf: &Hash,
        log: &Log<'k>,
        verify: Verify<'_>,
    ) -> Result<Proven<'k>, ProofFileError> {
        let checkpoint = Checkpoint::parse(self.note.body())?;
        if checkpoint.origin() != log.origin {
            return Err(ProofFileError::OtherLog(checkpoint.origin().to_owned()));
        }
        let by_log = match self.note.verify(log.keys, verify) {
            Err(NoteError::Unsigned) => return Err(ProofFileError::NotByLog),
            other => other?,
        };
        let by_witnesses = match self.note.verify(log.witnesses, verify) {
            Err(NoteError::Unsigned) => Vec::new(),
            other => other?,
        };
        let tree = (checkpoint.size(), checkpoint.root());
        verify_inclusion(&self.hashes, (self.index, leaf), tree)?;
        Ok(Proven { checkpoint, by_log, by_witnesses })
    }
}

/// The exact octets of the file.
impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{VERSION}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

#[cfg(test)]
mod tests;
