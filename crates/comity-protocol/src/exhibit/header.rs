// SPDX-License-Identifier: EUPL-1.2
//! The header of an age file: who can open it. Read, written, authenticated, and written anew for
//! others without touching the payload.
//!
//! Reading is strict: one spelling, bounded size. A header that also names a recipient without
//! protection against quantum computers is refused, as age refuses to write one.

use std::io::{BufRead, Read as _};

use aws_lc_rs::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use base64ct::{Base64Unpadded, Encoding as _};
use comity_domain::id::Digest;
use zeroize::Zeroizing;

use super::key::{ExhibitIdentity, ExhibitRecipient};
use super::wrap::{self, ENCAPSULATION_BYTES, FILE_KEY_BYTES, WRAPPED_BYTES, WrapFault};
use super::{HEADER_BYTES_MAX, NONCE_BYTES, RECIPIENTS_MAX, STANZAS_MAX, SealError};

const VERSION: &str = "age-encryption.org/v1\n";
const STANZA: &str = "mlkem768x25519";
/// Octets of base64 on one line of a stanza's body.
const COLUMNS: usize = 64;
/// Stanzas that are known not to withstand a quantum computer.
const CLASSICAL: &[&str] = &["X25519", "scrypt", "p256tag", "ssh-rsa", "ssh-ed25519", "piv-p256"];

/// What is wrong with a header, or why it does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// More octets or stanzas than any header of ours needs.
    #[error(
        "the header is larger than {HEADER_BYTES_MAX} octets or has more than {STANZAS_MAX} \
        stanzas; the sender must seal to fewer recipients"
    )]
    TooLarge,
    /// Another format or version.
    #[error("the file does not begin as an age v1 file; the sender must send one")]
    NotAge,
    /// The header ends early.
    #[error("the header ends early; fetch it again")]
    Truncated,
    /// A line is not what it must be.
    #[error("line {0} of the header is not as age writes it; it was damaged, or its writer errs")]
    Line(usize),
    /// A stanza of our kind is malformed.
    #[error(
        "stanza {0} of the header is not a sealed file key; it was damaged, or its writer errs"
    )]
    Stanza(usize),
    /// It is sealed to a classical key too.
    #[error(
        "the exhibit is also sealed to a `{0}` recipient, which a quantum computer can open; \
        the sender must seal it anew"
    )]
    Classical(String),
    /// None of the stanzas is for this identity.
    #[error("the exhibit is not sealed to this key; ask the sender to wrap it for the right one")]
    NotForThisKey,
    /// The code over the header is wrong.
    #[error("the header was altered after it was sealed; fetch it again or ask for a new one")]
    Altered,
}

/// The key of one age file.
pub(super) struct FileKey(Zeroizing<[u8; FILE_KEY_BYTES]>);

impl FileKey {
    pub(super) fn new(octets: Zeroizing<[u8; FILE_KEY_BYTES]>) -> Self {
        Self(octets)
    }

    /// The key that encrypts the payload that begins with this nonce.
    pub(super) fn payload_key(&self, nonce: &[u8; NONCE_BYTES]) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &*self.derive(nonce, b"payload")?).ok()?;
        Some(LessSafeKey::new(key))
    }

    /// What a manifest says of the file key, so that another header is told from an altered
    /// payload. It also keeps a sender from making a payload that opens differently under two keys.
    pub(super) fn check(&self) -> Option<Digest> {
        Some(Digest::from(*self.derive(&[], b"comity/exhibit/file-key/v1")?))
    }

    fn header_key(&self) -> Option<hmac::Key> {
        Some(hmac::Key::new(hmac::HMAC_SHA256, &*self.derive(&[], b"header")?))
    }

    fn derive(&self, salt: &[u8], info: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let mut key = Zeroizing::new([0; 32]);
        let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(self.0.as_slice());
        extracted.expand(&[info], hkdf::HKDF_SHA256).ok()?.fill(key.as_mut_slice()).ok()?;
        Some(key)
    }

    /// A header that lets these recipients open what the key encrypts.
    pub(super) fn header_for(&self, to: &[ExhibitRecipient]) -> Result<Vec<u8>, SealError> {
        if to.is_empty() || to.len() > RECIPIENTS_MAX {
            return Err(SealError::Recipients(to.len()));
        }
        let mut header = VERSION.to_owned();
        for recipient in to {
            let wrapped = wrap::seal_file_key(recipient.octets(), &self.0);
            let wrapped = wrapped.ok_or(SealError::Primitive)?;
            let share = Base64Unpadded::encode_string(&wrapped.encapsulation);
            let body = Base64Unpadded::encode_string(&wrapped.sealed);
            // 32 octets are 43 columns: one short line, which also ends the body.
            header.extend(["-> ", STANZA, " ", &share, "\n", &body, "\n"]);
        }
        header.push_str("---");
        let code = hmac::sign(&self.header_key().ok_or(SealError::Primitive)?, header.as_bytes());
        header.extend([" ", &Base64Unpadded::encode_string(code.as_ref()), "\n"]);
        Ok(header.into_bytes())
    }
}

/// One stanza: its arguments, the first of which is its kind, and its body.
#[derive(Debug, PartialEq, Eq)]
struct Stanza {
    arguments: Vec<String>,
    body: Vec<u8>,
}

/// A header that was read but not yet opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    stanzas: Vec<Stanza>,
    /// The octets that the code covers: up to the three hyphens.
    covered: &'a [u8],
    code: [u8; 32],
}

impl<'a> Header<'a> {
    /// Reads a header, all of it and nothing behind it.
    pub(super) fn parse(octets: &'a [u8]) -> Result<Self, HeaderFault> {
        if octets.len() > HEADER_BYTES_MAX {
            return Err(HeaderFault::TooLarge);
        }
        if !octets.starts_with(VERSION.as_bytes()) {
            return Err(HeaderFault::NotAge);
        }
        // Octets that are not ASCII are wrong wherever they stand.
        let text = std::str::from_utf8(octets).map_err(|_| HeaderFault::NotAge)?;
        let mut lines = Lines { rest: text, number: 0 };
        lines.next()?;
        let mut stanzas = Vec::new();
        loop {
            let covered = octets.len() - lines.rest.len() + "---".len();
            let line = lines.next()?;
            if let Some(code) = line.strip_prefix("--- ") {
                let code = lines.decode(code)?.try_into();
                let code = code.map_err(|_| HeaderFault::Line(lines.number))?;
                if stanzas.is_empty() || !lines.rest.is_empty() {
                    return Err(HeaderFault::Line(lines.number));
                }
                let covered = octets.get(..covered).unwrap_or_default();
                return Ok(Self { stanzas, covered, code });
            }
            if stanzas.len() == STANZAS_MAX {
                return Err(HeaderFault::TooLarge);
            }
            stanzas.push(lines.stanza(line)?);
        }
    }

    /// The file key, if one of the stanzas is for this identity and the header is as it was sealed.
    pub(super) fn open(&self, identity: &ExhibitIdentity) -> Result<FileKey, HeaderFault> {
        if let Some(kind) = self.classical() {
            return Err(HeaderFault::Classical(kind.to_owned()));
        }
        for (number, stanza) in (1..).zip(&self.stanzas) {
            let [kind, arguments @ ..] = stanza.arguments.as_slice() else { continue };
            if kind != STANZA {
                continue;
            }
            let malformed = HeaderFault::Stanza(number);
            let [share] = arguments else { return Err(malformed) };
            let share = Base64Unpadded::decode_vec(share).map_err(|_| malformed.clone())?;
            if share.len() != ENCAPSULATION_BYTES || stanza.body.len() != WRAPPED_BYTES {
                return Err(malformed);
            }
            match wrap::open_file_key(identity.seed(), &share, &stanza.body) {
                Ok(file_key) => return self.authenticated(FileKey(file_key)),
                Err(WrapFault::Malformed) => return Err(malformed),
                Err(WrapFault::OtherKey) => {}
            }
        }
        Err(HeaderFault::NotForThisKey)
    }

    fn classical(&self) -> Option<&str> {
        let kinds = self.stanzas.iter().filter_map(|stanza| stanza.arguments.first());
        kinds.map(String::as_str).find(|kind| CLASSICAL.contains(kind))
    }

    /// The key, if the code over the header was made with it.
    pub(super) fn authenticated(&self, file_key: FileKey) -> Result<FileKey, HeaderFault> {
        let key = file_key.header_key().ok_or(HeaderFault::Altered)?;
        hmac::verify(&key, self.covered, &self.code).map_err(|_| HeaderFault::Altered)?;
        Ok(file_key)
    }
}

/// The lines of a header, with their numbers from 1.
struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, HeaderFault> {
        let (line, rest) = self.rest.split_once('\n').ok_or(HeaderFault::Truncated)?;
        self.rest = rest;
        self.number += 1;
        Ok(line)
    }

    /// Reads the stanza that begins with this line.
    fn stanza(&mut self, line: &str) -> Result<Stanza, HeaderFault> {
        let wrong = HeaderFault::Line(self.number);
        let arguments = line.strip_prefix("-> ").ok_or(wrong.clone())?;
        let visible =
            |argument: &str| !argument.is_empty() && argument.bytes().all(|b| b.is_ascii_graphic());
        if !arguments.split(' ').all(visible) {
            return Err(wrong);
        }
        let mut body = Vec::new();
        loop {
            let line = self.next()?;
            if line.len() > COLUMNS {
                return Err(HeaderFault::Line(self.number));
            }
            body.extend(self.decode(line)?);
            if line.len() < COLUMNS {
                break;
            }
        }
        Ok(Stanza { arguments: arguments.split(' ').map(str::to_owned).collect(), body })
    }

    /// Reads base64 without padding, in its one spelling.
    fn decode(&self, text: &str) -> Result<Vec<u8>, HeaderFault> {
        Base64Unpadded::decode_vec(text).map_err(|_| HeaderFault::Line(self.number))
    }
}

/// Takes the header off an age file and leaves the reader at the payload.
pub fn read_header(file: &mut impl BufRead) -> std::io::Result<Result<Vec<u8>, HeaderFault>> {
    let mut header = Vec::new();
    loop {
        let start = header.len();
        let room = (HEADER_BYTES_MAX - start) as u64;
        if file.by_ref().take(room).read_until(b'\n', &mut header)? == 0
            || header.last() != Some(&b'\n')
        {
            let full = header.len() == HEADER_BYTES_MAX;
            return Ok(Err(if full { HeaderFault::TooLarge } else { HeaderFault::Truncated }));
        }
        if start == 0 && header != VERSION.as_bytes() {
            return Ok(Err(HeaderFault::NotAge));
        }
        if header.get(start..).is_some_and(|line| line.starts_with(b"---")) {
            return Ok(Header::parse(&header).map(|_| ()).map(|()| header));
        }
    }
}

/// A new header for other recipients. The payload stays as it is; who could open it by the old
/// header still can, if they keep that header.
pub fn rewrap(
    header: &[u8],
    identity: &ExhibitIdentity,
    to: &[ExhibitRecipient],
) -> Result<Vec<u8>, super::OpenError> {
    let file_key = Header::parse(header)?.open(identity)?;
    file_key.header_for(to).map_err(super::OpenError::Rewrap)
}

#[cfg(test)]
mod tests;
