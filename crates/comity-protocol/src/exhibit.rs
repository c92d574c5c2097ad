// SPDX-License-Identifier: EUPL-1.2
//! Evidence files: sealed to named people, carried in chunks, checked on arrival, opened,
//! re-wrapped.
//!
//! An exhibit is an age v1 file for `mlkem768x25519` recipients, whose *header* (who can open it)
//! and *payload* (what it is) are kept apart; joined again they are the file that any age can open.
//! A clear [`Parcel`] lets whoever carries the payload check it chunk by chunk; a sealed
//! [`Manifest`] tells the recipient what must come out. Nothing here is signed, sent or stored:
//! others do that. The format is written out here, and not taken from the `age` crate, because that
//! one neither splits the header nor re-wraps, and its cipher is less than half as fast; it is the
//! second opinion in the tests.
//!
//! Words: age encrypts *blocks* of 64 KiB; a parcel counts *chunks* of 8 MiB of payload.

mod beside;
mod header;
mod key;
mod manifest;
mod open;
mod parcel;
mod seal;
mod stream;
mod wrap;

pub use header::{HeaderFault, read_header, rewrap};
pub use key::{ExhibitIdentity, ExhibitKeyError, ExhibitRecipient};
pub use manifest::{
    CONDITIONS_MAX, Description, MANIFEST_BYTES_MAX, MEDIA_TYPE_BYTES_MAX, Manifest, ManifestFault,
    NAME_BYTES_MAX, TEXT_BYTES_MAX,
};
pub use open::{Expected, OpenError, Opening, VerifiedExhibit, adopt, open};
pub use parcel::{CheckedChunk, ChunkFault, ChunkIntake, ChunkVerifier, Parcel, ParcelFault};
pub use seal::{PlaintextFacts, SealError, SealedExhibit, Sealing, Seed, seal};

/// The payload octets of one chunk of a parcel: what is sent again when a transfer breaks off.
pub const CHUNK_BYTES: u64 = 8 * 1024 * 1024;
/// The plaintext octets of one block of age.
pub const BLOCK_BYTES: usize = 64 * 1024;
/// The octets by which a block grows when it is sealed.
const TAG_BYTES: usize = 16;
/// The payload's first octets: what makes its key differ from that of every other file.
const NONCE_BYTES: usize = 16;
/// LIMIT: the most plaintext of one exhibit, 30 GiB. Its payload has 3,841 chunks, whose digests
/// take 67 octets each in the clear parcel, 257,347 together; with some 500 for the rest that fits
/// a statement's 262,144. A larger medium is put in as several exhibits, which also bounds what is
/// fetched, opened and lost at once.
pub const PLAINTEXT_BYTES_MAX: u64 = 30 << 30;
/// LIMIT: the most recipients of one exhibit: an authority, its deputies, a court, an offline key.
pub const RECIPIENTS_MAX: usize = 16;
/// LIMIT: the most stanzas of a header: the recipients, and as many that others add against
/// ossification.
pub const STANZAS_MAX: usize = 2 * RECIPIENTS_MAX;
/// LIMIT: the most octets of a header: 32 stanzas of 1,557 octets (18 of name, 1,494 of key, 43 of
/// body, 2 newlines), 22 of version and 48 of code are 49,894.
pub const HEADER_BYTES_MAX: usize = 64 * 1024;

/// How many octets of payload this many octets of plaintext become; `None` beyond the limit.
#[must_use]
pub fn payload_bytes(plaintext_bytes: u64) -> Option<u64> {
    let blocks = plaintext_bytes.div_ceil(BLOCK_BYTES as u64).max(1);
    let within = plaintext_bytes <= PLAINTEXT_BYTES_MAX;
    within.then(|| NONCE_BYTES as u64 + plaintext_bytes + blocks * TAG_BYTES as u64)
}

/// The inverse of [`payload_bytes`]; `None` if no plaintext has a payload of this size.
#[must_use]
pub fn plaintext_bytes(payload_size: u64) -> Option<u64> {
    let sealed_block = (BLOCK_BYTES + TAG_BYTES) as u64;
    let sealed = payload_size.checked_sub(NONCE_BYTES as u64)?;
    let plain = sealed.checked_sub(sealed.div_ceil(sealed_block) * TAG_BYTES as u64)?;
    (payload_bytes(plain) == Some(payload_size)).then_some(plain)
}

#[cfg(test)]
mod tests;
