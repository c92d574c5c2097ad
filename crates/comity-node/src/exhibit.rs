// SPDX-License-Identifier: EUPL-1.2
//! Exhibits and attachments: sealed as they come in, pulled in chunks that are checked as they
//! arrive, opened only for a named officer and only if they are what their manifest says. Evidence
//! answers an item; an attachment goes with the words of a request.
//!
//! The payload lies as a blob and travels in ranges; the age header and the manifest travel in the
//! sealed message. Nothing here holds an exhibit in memory.

mod copy;
pub(crate) mod fetch;
mod get;
mod onward;
mod put;
mod serve;

use serde::{Deserialize, Serialize};

use comity_domain::id::{Code, Digest, ExhibitId};

/// LIMIT: octets of one exhibit: what the list of a parcel that fits a statement can name.
pub const EXHIBIT_BYTES_MAX: u64 = comity_protocol::exhibit::PLAINTEXT_BYTES_MAX;

/// An exhibit to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewExhibit {
    /// The item it answers.
    pub item: u16,
    /// Its file name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Where it came from.
    pub source: String,
    /// Its octets, where they are known before they are read.
    #[serde(default)]
    pub bytes: Option<u64>,
}

/// A file to be attached to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAttachment {
    /// Its file name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it is: `scan`, `translation`, `order`, `annex`.
    pub kind: Code,
    /// Its language, a BCP 47 tag.
    #[serde(default)]
    pub language: Option<String>,
    /// The file that it translates, by its SHA-256.
    #[serde(default)]
    pub translation_of: Option<Digest>,
    /// Who certified it.
    #[serde(default)]
    pub certified_by: Option<String>,
    /// Whether it stays in the file of this State: a draft then does not name it.
    #[serde(default)]
    pub keep: bool,
}

/// A sealed file that was opened and is what its manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExhibitView {
    /// The exhibit.
    pub id: ExhibitId,
    /// Its file name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Octets of the plaintext.
    pub bytes: u64,
    /// SHA-256 of the plaintext.
    pub sha256: String,
}

/// What is kept of the parcel of an exhibit that was pulled: under which setting.
pub(crate) fn parcel_setting(exhibit: ExhibitId) -> String {
    format!("parcel {exhibit}")
}

/// The text under which a request is found by a file that came with it from another State.
pub(crate) fn came_term(sha256: Digest) -> String {
    format!("came {sha256}")
}

/// The text under which a request is found by its exhibit.
pub(crate) fn exhibit_term(exhibit: ExhibitId) -> String {
    format!("exhibit {exhibit}")
}
