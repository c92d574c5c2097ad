// SPDX-License-Identifier: EUPL-1.2
//! The node's own keys as files: made once, read at start, for their owner's eyes only.
//!
//! The root key signs directory statements and nothing else. It lies here only until it is taken
//! away: `serve` never reads it.

use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use comity_domain::id::Digest;
use comity_node::Identity;
use comity_protocol::directory::{Directory, verify_link};
use comity_protocol::erase::EpochKey;
use comity_protocol::exhibit::ExhibitIdentity;
use comity_protocol::keys::{EnvelopeSecret, SigningKeys};
use comity_protocol::statement::Verified;
use comity_web::peer::tls::Credentials;
use zeroize::Zeroizing;

use crate::chance::octets;
use crate::fault::Fault;

const ROOT: &str = "root.secret";
const NEXT_ROOT: &str = "next-root.secret";
const STATEMENT: &str = "statement.secret";
const ENVELOPE: &str = "envelope.secret";
const EXHIBIT: &str = "exhibit.secret";
const SEARCH: &str = "search.secret";
const TLS_KEY: &str = "tls.key";
const TLS_CERTIFICATE: &str = "tls.crt";
const DIRECTORY: &str = "directory.jws";
const ROOT_FINGERPRINT: &str = "root.fingerprint";

/// What to do about a key file that is not there or not as it was written.
const LOST: &str =
    "put back the copy that was kept of it; `comity init` makes keys for a new node only";

/// Every key of a node.
pub(crate) struct Secrets {
    pub(crate) root: SigningKeys,
    pub(crate) next_root: SigningKeys,
    pub(crate) statement: SigningKeys,
    pub(crate) envelope: EnvelopeSecret,
    pub(crate) exhibit: ExhibitIdentity,
    pub(crate) search: Zeroizing<[u8; 32]>,
    pub(crate) tls_certificate: String,
    pub(crate) tls_key: Zeroizing<String>,
}

impl Secrets {
    /// Makes all of them anew.
    pub(crate) fn make(name: &str) -> Result<Self, Fault> {
        let signing = || SigningKeys::from_seed(&Zeroizing::new(octets())).map_err(Fault::bad);
        let envelope = EnvelopeSecret::from_seed(&Zeroizing::new(octets())).map_err(Fault::bad)?;
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256);
        let key = key.map_err(Fault::bad)?;
        let certificate = rcgen::CertificateParams::new(vec![name.to_owned()])
            .and_then(|parameters| parameters.self_signed(&key))
            .map_err(Fault::bad)?;
        Ok(Self {
            root: signing()?,
            next_root: signing()?,
            statement: signing()?,
            envelope,
            exhibit: ExhibitIdentity::from_seed(octets()),
            search: Zeroizing::new(octets()),
            tls_certificate: certificate.pem(),
            tls_key: Zeroizing::new(key.serialize_pem()),
        })
    }

    /// The certificate and key for TLS between nodes.
    pub(crate) fn credentials(&self) -> Result<Credentials, Fault> {
        Credentials::from_pem(self.tls_certificate.as_bytes(), self.tls_key.as_bytes())
            .map_err(Fault::bad)
    }

    /// Writes them, each in a file that was not there before.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Fault> {
        make_folder(folder)?;
        let fingerprint = self.root.public().fingerprint().to_string();
        let search = Zeroizing::new(hex::encode(*self.search));
        let files: [(&str, &str); 9] = [
            (ROOT, &self.root.to_secret()),
            (NEXT_ROOT, &self.next_root.to_secret()),
            (STATEMENT, &self.statement.to_secret()),
            (ENVELOPE, &self.envelope.to_secret()),
            (EXHIBIT, &self.exhibit.secret_text()),
            (SEARCH, &search),
            (TLS_KEY, &self.tls_key),
            (TLS_CERTIFICATE, &self.tls_certificate),
            (ROOT_FINGERPRINT, &fingerprint),
        ];
        files.iter().try_for_each(|(name, text)| write_secret(&folder.join(name), text.as_bytes()))
    }
}

/// What a running node reads of them.
pub(crate) struct Held {
    pub(crate) identity: Identity,
    pub(crate) directory: Verified<Directory>,
    certificate: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

impl Held {
    /// Reads what a node needs at start.
    pub(crate) fn read(folder: &Path) -> Result<Self, Fault> {
        let parse = |name: &str, error: &dyn std::fmt::Display| {
            Fault::unreadable(format!("`{}`: {error}", folder.join(name).display())).hint(LOST)
        };
        let text = |name: &str| read_secret(&folder.join(name));
        let statement = SigningKeys::from_secret(&text(STATEMENT)?);
        let statement = statement.map_err(|e| parse(STATEMENT, &e))?;
        let envelope = EnvelopeSecret::from_secret(&text(ENVELOPE)?);
        let envelope = envelope.map_err(|e| parse(ENVELOPE, &e))?;
        let exhibit: ExhibitIdentity =
            text(EXHIBIT)?.trim().parse().map_err(|e| parse(EXHIBIT, &e))?;
        let mut search = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text(SEARCH)?.trim(), &mut *search).map_err(|e| parse(SEARCH, &e))?;
        let fingerprint: Digest =
            text(ROOT_FINGERPRINT)?.trim().parse().map_err(|e| parse(ROOT_FINGERPRINT, &e))?;
        let statement_bytes = read(&folder.join(DIRECTORY))?;
        let directory = verify_link(None, &statement_bytes, fingerprint);
        let directory = directory.map_err(|e| parse(DIRECTORY, &e))?;
        let identity =
            Identity::new(statement, vec![envelope], exhibit, directory.clone(), *search)?;
        let certificate = read(&folder.join(TLS_CERTIFICATE))?;
        let key = Zeroizing::new(text(TLS_KEY)?.as_bytes().to_vec());
        Ok(Self { identity, directory, certificate, key })
    }

    /// The certificate and key for TLS between nodes.
    pub(crate) fn credentials(&self) -> Result<Credentials, Fault> {
        Credentials::from_pem(&self.certificate, &self.key).map_err(Fault::unreadable)
    }
}

/// Puts the signed directory statement where the node reads it.
pub(crate) fn write_directory(folder: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_secret(&folder.join(DIRECTORY), bytes)
}

/// Makes an epoch key in a new file.
pub(crate) fn write_epoch(path: &Path) -> Result<(), Fault> {
    let key = Zeroizing::new(hex::encode(Zeroizing::new(octets::<32>()).as_slice()));
    write_secret(path, format!("1 {}\n", *key).as_bytes())
}

/// Reads an epoch key: its number and 64 hexadecimal digits.
pub(crate) fn read_epoch(path: &Path) -> Result<EpochKey, Fault> {
    let text = read_secret(path)?;
    let wrong = || {
        Fault::unreadable(format!("`{}` is no epoch key: a number and 64 digits", path.display()))
            .hint("without it nothing in the store can be read: restore it from its own copy")
    };
    let (number, key) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let mut octets = Zeroizing::new([0; 32]);
    hex::decode_to_slice(key, &mut *octets).map_err(|_| wrong())?;
    Ok(EpochKey::new(number.parse().map_err(|_| wrong())?, *octets))
}

/// Makes a folder that only its owner enters.
pub(crate) fn make_folder(path: &Path) -> Result<(), Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unavailable(format!("`{}` cannot be made: {error}", path.display()))
    };
    std::fs::create_dir_all(path).map_err(wrong)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(wrong)
}

/// Writes a file that was not there, for its owner only.
pub(crate) fn write_secret(path: &Path, octets: &[u8]) -> Result<(), Fault> {
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = written.and_then(|mut file| {
        file.write_all(octets)?;
        file.sync_all()
    });
    written.map_err(|error| {
        Fault::unavailable(format!("`{}` cannot be written: {error}", path.display()))
            .hint("a file that is there is never overwritten: choose another folder")
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display())).hint(LOST)
    })
}

/// Reads a secret; one that others may read is refused.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display())).hint(LOST)
    };
    let mode = std::fs::metadata(path).map_err(wrong)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Fault::unreadable(format!("`{}` can be read by others", path.display())).hint(
            format!("chmod 600 '{}'; if others did read it, make new keys", path.display()),
        ));
    }
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(wrong)
}
