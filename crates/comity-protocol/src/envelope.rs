// SPDX-License-Identifier: EUPL-1.2
//! An envelope: what crosses, sealed to the receiving State's envelope key.
//!
//! ```text
//! header (48 octets, clear)     encapsulated key    sealed parts, padded    tag
//! COMITY | version u16          1,120 octets        a step, see `padded`    16 octets
//! from 2 | to 2 | key id 16
//! message id 16 | length u32    (of the sealed parts with their tag)
//! ```
//!
//! Numbers are big-endian. `info` of the HPKE context is version, both States, key id and message
//! id, each after its length as u16; the additional data are the header's octets. The plaintext is
//! parts (tag u8, length u32, octets) by rising tag, then zeros. The header gives nobody any
//! authority: it is for limits and for finding the key; what counts is inside the signed head, and
//! must agree.

mod parts;

use std::ops::Range;
use std::str::FromStr;

use comity_domain::id::{MessageId, StateCode};
use comity_domain::message::Head;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::error::{Incompatibility, Misbehaviour, OpenError, Unreadable};
use crate::hpke::{self, ENCAPSULATED_BYTES, TAG_BYTES};
use crate::keys::{EnvelopeSecret, KeyId, ParsedEnvelopeKey};
use crate::ring::KeyRing;
use crate::statement::{self, OpenedMessage, Receipt, Verified};

pub use parts::{Parts, padded};

/// The version of the envelope's form.
pub const VERSION: u16 = 1;
/// Octets of the header.
pub const HEADER_BYTES: usize = 48;

// LIMIT: a body of 8 MiB, a statement of 350 KiB, a proof: the next step above is 16 MiB at most.
/// Octets of the largest plaintext, padding included.
pub const PLAINTEXT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Octets of the largest envelope.
pub const ENVELOPE_BYTES_MAX: usize =
    HEADER_BYTES + ENCAPSULATED_BYTES + PLAINTEXT_BYTES_MAX + TAG_BYTES;

const MAGIC: &[u8; 6] = b"COMITY";

/// The clear header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The State that sends.
    pub from: StateCode,
    /// The State addressed.
    pub to: StateCode,
    /// The envelope key it is sealed to.
    pub kid: KeyId,
    /// The message inside, or the message receipted.
    pub message: MessageId,
    /// Octets of the sealed parts with their tag.
    sealed_bytes: u32,
}

impl Header {
    /// Octets of the whole envelope.
    #[must_use]
    pub fn envelope_bytes(&self) -> usize {
        let sealed = usize::try_from(self.sealed_bytes).unwrap_or(usize::MAX);
        sealed.saturating_add(HEADER_BYTES + ENCAPSULATED_BYTES)
    }

    /// Reads the header off the front of these octets, so that limits can be set before the rest
    /// has come.
    pub fn decode(octets: &[u8]) -> Result<Self, OpenError> {
        let mut rest = octets;
        if take::<6>(&mut rest)? != *MAGIC {
            return Err(Unreadable::NotAnEnvelope.into());
        }
        if u16::from_be_bytes(take(&mut rest)?) != VERSION {
            return Err(Incompatibility::EnvelopeVersion.into());
        }
        let header = Self {
            from: state(take(&mut rest)?)?,
            to: state(take(&mut rest)?)?,
            kid: take::<{ KeyId::BYTES }>(&mut rest)?.into(),
            message: message_id(take(&mut rest)?)?,
            sealed_bytes: u32::from_be_bytes(take(&mut rest)?),
        };
        let plaintext = header.envelope_bytes() - HEADER_BYTES - ENCAPSULATED_BYTES;
        match plaintext.checked_sub(TAG_BYTES) {
            Some(octets) if octets > PLAINTEXT_BYTES_MAX => {
                Err(Misbehaviour::EnvelopeTooLarge.into())
            }
            Some(octets) if octets > 0 && padded(octets) == octets => Ok(header),
            _ => Err(Misbehaviour::EnvelopeSize.into()),
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut octets = Vec::with_capacity(HEADER_BYTES);
        octets.extend_from_slice(MAGIC);
        octets.extend_from_slice(&VERSION.to_be_bytes());
        octets.extend_from_slice(self.from.to_string().as_bytes());
        octets.extend_from_slice(self.to.to_string().as_bytes());
        octets.extend_from_slice(self.kid.as_bytes());
        octets.extend_from_slice(self.message.as_bytes());
        octets.extend_from_slice(&self.sealed_bytes.to_be_bytes());
        octets
    }

    /// The `info` of the HPKE context.
    fn info(&self) -> Vec<u8> {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let parts: [&[u8]; 5] = [
            &VERSION.to_be_bytes(),
            from.as_bytes(),
            to.as_bytes(),
            self.kid.as_bytes(),
            self.message.as_bytes(),
        ];
        let mut info = Vec::with_capacity(48);
        for part in parts {
            // The longest part has sixteen octets.
            info.extend_from_slice(&[0, u8::try_from(part.len()).unwrap_or(u8::MAX)]);
            info.extend_from_slice(part);
        }
        info
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], OpenError> {
    let (octets, tail) = rest.split_first_chunk::<N>().ok_or(Unreadable::NotAnEnvelope)?;
    *rest = tail;
    Ok(*octets)
}

fn state(octets: [u8; 2]) -> Result<StateCode, OpenError> {
    let text = std::str::from_utf8(&octets).ok();
    let state = text.and_then(|text| StateCode::from_str(text).ok());
    state.ok_or_else(|| Unreadable::NotAnEnvelope.into())
}

fn message_id(octets: [u8; 16]) -> Result<MessageId, OpenError> {
    let text = uuid::Uuid::from_bytes(octets).as_hyphenated().to_string();
    text.parse().map_err(|_| Unreadable::NotAnEnvelope.into())
}

/// Why an envelope of our own cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No peer would take it.
    #[error("the parts have {octets} octets; {PLAINTEXT_BYTES_MAX} is the most")]
    TooLarge {
        /// Their size, without padding.
        octets: usize,
    },
    /// See there.
    #[error(transparent)]
    Library(#[from] hpke::SealError),
}

/// Seals parts from one State to another, to this key. Two sealings of the same parts differ.
pub fn seal(
    from: StateCode,
    to: StateCode,
    message: MessageId,
    key: &ParsedEnvelopeKey,
    parts: &Parts<'_>,
) -> Result<Vec<u8>, SealError> {
    let octets = parts.framed_bytes();
    let plaintext = padded(octets);
    let too_large = SealError::TooLarge { octets };
    if plaintext > PLAINTEXT_BYTES_MAX {
        return Err(too_large);
    }
    let sealed_bytes = u32::try_from(plaintext + TAG_BYTES).map_err(|_| too_large)?;
    let header = Header { from, to, kid: key.kid(), message, sealed_bytes };
    let clear = header.encode();

    // Built once, in the place where it is sealed.
    let mut out = Vec::with_capacity(header.envelope_bytes());
    out.extend_from_slice(&clear);
    out.resize(HEADER_BYTES + ENCAPSULATED_BYTES, 0);
    parts.frame_onto(&mut out);
    out.resize(HEADER_BYTES + ENCAPSULATED_BYTES + plaintext, 0);
    let (_, after) = out.split_at_mut(HEADER_BYTES);
    let (encapsulated, inner) = after.split_at_mut(ENCAPSULATED_BYTES);
    let sealed = hpke::seal_in_place(key, &header.info(), &clear, inner)?;
    encapsulated.copy_from_slice(&sealed.encapsulated);
    out.extend_from_slice(&sealed.tag);
    Ok(out)
}

/// An envelope of the right form that has not been opened.
#[derive(Clone, Copy)]
pub struct HeaderView<'a> {
    header: Header,
    clear: &'a [u8],
    encapsulated: &'a [u8],
    sealed: &'a [u8],
}

/// Looks at the form and the header of an envelope. No arithmetic is done: limits come first.
pub fn peek(bytes: &[u8]) -> Result<HeaderView<'_>, OpenError> {
    let header = Header::decode(bytes)?;
    match bytes.len().cmp(&header.envelope_bytes()) {
        std::cmp::Ordering::Less => Err(Unreadable::EnvelopeCut.into()),
        std::cmp::Ordering::Greater => Err(Misbehaviour::EnvelopeTrailing.into()),
        std::cmp::Ordering::Equal => {
            let (clear, rest) = bytes.split_at(HEADER_BYTES);
            let (encapsulated, sealed) = rest.split_at(ENCAPSULATED_BYTES);
            Ok(HeaderView { header, clear, encapsulated, sealed })
        }
    }
}

impl HeaderView<'_> {
    /// The header. Its sender is who it says only once the head inside has verified.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Opens it with the secret of the key it names, as this State.
    pub fn open(&self, me: StateCode, secret: &EnvelopeSecret) -> Result<Opened, OpenError> {
        if self.header.to != me {
            return Err(Misbehaviour::Addressee.into());
        }
        if self.header.kid != secret.kid() {
            return Err(Unreadable::EnvelopeKey.into());
        }
        let mut plaintext = Zeroizing::new(self.sealed.to_vec());
        let opened = hpke::open_in_place(
            secret,
            self.encapsulated,
            &self.header.info(),
            self.clear,
            &mut plaintext,
        );
        let ranges = parts::ranges(opened.ok_or(Unreadable::EnvelopeSealed)?)?;
        Ok(Opened { header: self.header, plaintext, ranges })
    }
}

/// Looks at an envelope and opens it.
pub fn open(bytes: &[u8], me: StateCode, secret: &EnvelopeSecret) -> Result<Opened, OpenError> {
    peek(bytes)?.open(me, secret)
}

/// The parts of an envelope that opened. Nothing in them is verified yet.
pub struct Opened {
    header: Header,
    plaintext: Zeroizing<Vec<u8>>,
    ranges: [Option<Range<usize>>; parts::COUNT],
}

impl Opened {
    /// The envelope's header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        Parts::from_ranges(&self.plaintext, &self.ranges)
    }

    /// The message inside: verified, and the one that the header names.
    pub fn message(&self, ring: &KeyRing, now: Timestamp) -> Result<OpenedMessage, OpenError> {
        let parts = self.parts();
        let statement = parts.statement.ok_or(Misbehaviour::PartMissing)?;
        let body = parts.body.ok_or(Misbehaviour::PartMissing)?;
        let message = statement::open_message(statement, body, ring, now)?;
        let head: &Head = message.head().value();
        self.require_same(head.from, head.to, head.message)?;
        Ok(message)
    }

    /// The receipt inside: verified, and of the message that the header names.
    pub fn receipt(&self, ring: &KeyRing, now: Timestamp) -> Result<Verified<Receipt>, OpenError> {
        let receipt = self.parts().receipt.ok_or(Misbehaviour::PartMissing)?;
        let receipt: Verified<Receipt> = statement::open(receipt, ring)?;
        statement::require_not_ahead(receipt.value().at, now)?;
        let value = receipt.value();
        self.require_same(value.from, value.to, value.message)?;
        Ok(receipt)
    }

    fn require_same(
        &self,
        from: StateCode,
        to: StateCode,
        message: MessageId,
    ) -> Result<(), OpenError> {
        if (from, to, message) == (self.header.from, self.header.to, self.header.message) {
            Ok(())
        } else {
            Err(Misbehaviour::EnvelopeHeader.into())
        }
    }
}

impl std::fmt::Debug for HeaderView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeaderView").field("header", &self.header).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("header", &self.header).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
