// SPDX-License-Identifier: EUPL-1.2
//! The node's own keys as files: made once, read at start, for their owner's eyes only.
//!
//! The root key signs directory statements and nothing else. It lies here only until it is taken
//! away: `serve` never reads it.

use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use comity_domain::id::Digest;
use comity_node::Identity;
use comity_protocol::directory::{Directory, verify_link};
use comity_protocol::exhibit::ExhibitIdentity;
use comity_protocol::keys::{EnvelopeSecret, KeyId, SigningKeys};
use comity_protocol::ring::Standing;
use comity_protocol::statement::Verified;
use comity_web::peer::tls::Credentials;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::chance::octets;
use crate::fault::Fault;

const ROOT: &str = "root.secret";
const NEXT_ROOT: &str = "next-root.secret";
const STATEMENT: &str = "statement.secret";
const ENVELOPE: &str = "envelope.secret";
/// What the names of all secrets of envelope keys begin and end with.
const ENVELOPE_NAME: (&str, &str) = ("envelope", ".secret");
const NEXT_STATEMENT: &str = "next-statement.secret";
const NEXT_TLS: (&str, &str) = ("next-tls.key", "next-tls.crt");
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
        let (tls_certificate, tls_key) = certificate(name)?;
        Ok(Self {
            root: signing()?,
            next_root: signing()?,
            statement: signing()?,
            envelope,
            exhibit: ExhibitIdentity::from_seed(octets()),
            search: Zeroizing::new(octets()),
            tls_certificate,
            tls_key,
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
        let envelopes = envelopes(folder)?.into_iter().map(|(_, secret)| secret).collect();
        let exhibit: ExhibitIdentity =
            text(EXHIBIT)?.trim().parse().map_err(|e| parse(EXHIBIT, &e))?;
        let mut search = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text(SEARCH)?.trim(), &mut *search).map_err(|e| parse(SEARCH, &e))?;
        let directory = directory(folder)?;
        let identity = Identity::new(statement, envelopes, exhibit, directory.clone(), *search)?;
        let certificate = read(&folder.join(TLS_CERTIFICATE))?;
        let key = Zeroizing::new(text(TLS_KEY)?.as_bytes().to_vec());
        Ok(Self { identity, directory, certificate, key })
    }

    /// The certificate and key for TLS between nodes.
    pub(crate) fn credentials(&self) -> Result<Credentials, Fault> {
        Credentials::from_pem(&self.certificate, &self.key).map_err(Fault::unreadable)
    }
}

/// The secrets of envelope keys, each with its file: the current one, the next, and those that
/// ended a short while ago.
pub(crate) fn envelopes(folder: &Path) -> Result<Vec<(PathBuf, EnvelopeSecret)>, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display()))
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !(name.starts_with(ENVELOPE_NAME.0) && name.ends_with(ENVELOPE_NAME.1)) {
            continue;
        }
        let secret = EnvelopeSecret::from_secret(&read_secret(&path)?);
        let secret =
            secret.map_err(|error| Fault::unreadable(format!("`{}`: {error}", path.display())))?;
        found.push((path, secret));
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(found)
}

/// Makes the secret of the next envelope key, for the statement of this number.
pub(crate) fn make_envelope(folder: &Path, seq: u32) -> Result<EnvelopeSecret, Fault> {
    let path = folder.join(format!("{}-{seq:04}{}", ENVELOPE_NAME.0, ENVELOPE_NAME.1));
    if path.exists() {
        // Of a draft that was not installed.
        return EnvelopeSecret::from_secret(&read_secret(&path)?).map_err(Fault::unreadable);
    }
    let secret = EnvelopeSecret::from_seed(&Zeroizing::new(octets())).map_err(Fault::bad)?;
    write_secret(&path, secret.to_secret().as_bytes())?;
    Ok(secret)
}

/// Makes the next statement key, which comes into use when its statement is installed.
pub(crate) fn make_statement(folder: &Path) -> Result<SigningKeys, Fault> {
    let path = folder.join(NEXT_STATEMENT);
    if path.exists() {
        return SigningKeys::from_secret(&read_secret(&path)?).map_err(Fault::unreadable);
    }
    let secret = SigningKeys::from_seed(&Zeroizing::new(octets())).map_err(Fault::bad)?;
    write_secret(&path, secret.to_secret().as_bytes())?;
    Ok(secret)
}

/// Makes the next certificate for TLS, and gives its pin.
pub(crate) fn make_tls(folder: &Path, name: &str) -> Result<Digest, Fault> {
    let (key_path, certificate_path) = (folder.join(NEXT_TLS.0), folder.join(NEXT_TLS.1));
    if key_path.exists() && certificate_path.exists() {
        let key = read_secret(&key_path)?;
        let there = Credentials::from_pem(&read(&certificate_path)?, key.as_bytes());
        return Ok(there.map_err(Fault::unreadable)?.spki());
    }
    let (certificate, key) = certificate(name)?;
    write_secret(&folder.join(NEXT_TLS.0), key.as_bytes())?;
    write_secret(&folder.join(NEXT_TLS.1), certificate.as_bytes())?;
    let credentials = Credentials::from_pem(certificate.as_bytes(), key.as_bytes());
    Ok(credentials.map_err(Fault::bad)?.spki())
}

/// A certificate in PEM, signed by itself, and its key.
fn certificate(name: &str) -> Result<(String, Zeroizing<String>), Fault> {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).map_err(Fault::bad)?;
    let certificate = rcgen::CertificateParams::new(vec![name.to_owned()])
        .and_then(|parameters| parameters.self_signed(&key))
        .map_err(Fault::bad)?;
    Ok((certificate.pem(), Zeroizing::new(key.serialize_pem())))
}

/// The directory statement in use, verified as the node verifies it.
pub(crate) fn directory(folder: &Path) -> Result<Verified<Directory>, Fault> {
    let wrong = |name: &str, error: &dyn std::fmt::Display| {
        Fault::unreadable(format!("`{}`: {error}", folder.join(name).display()))
    };
    let fingerprint = read_secret(&folder.join(ROOT_FINGERPRINT))?;
    let fingerprint: Digest =
        fingerprint.trim().parse().map_err(|e| wrong(ROOT_FINGERPRINT, &e))?;
    let octets = read(&folder.join(DIRECTORY))?;
    verify_link(None, &octets, fingerprint).map_err(|e| wrong(DIRECTORY, &e))
}

/// Where the root key lies while it lies here.
pub(crate) fn root_path(folder: &Path) -> PathBuf {
    folder.join(ROOT)
}

/// Puts a verified statement in use, with the keys that it names: what it needs is put in place
/// first, the statement last, so that an end in between leaves the old one whole.
pub(crate) fn install(folder: &Path, next: &Verified<Directory>) -> Result<(), Fault> {
    let value = next.value();
    let next_statement = folder.join(NEXT_STATEMENT);
    if next_statement.exists() {
        let key = SigningKeys::from_secret(&read_secret(&next_statement)?).map_err(Fault::bad)?;
        if value.key_at(key.kid(), value.issued) == Some(Standing::Valid) {
            replace(&next_statement, &folder.join(STATEMENT))?;
        }
    }
    let (key, certificate) = (folder.join(NEXT_TLS.0), folder.join(NEXT_TLS.1));
    if key.exists() && certificate.exists() {
        let pair = Credentials::from_pem(&read(&certificate)?, read_secret(&key)?.as_bytes());
        if pair.map_err(Fault::unreadable)?.spki() == value.tls.current {
            replace(&certificate, &folder.join(TLS_CERTIFICATE))?;
            replace(&key, &folder.join(TLS_KEY))?;
        }
    }
    let fresh = folder.join("directory.jws.new");
    crate::epoch::remove(&fresh)?;
    write_secret(&fresh, next.bytes())?;
    replace(&fresh, &folder.join(DIRECTORY))
}

/// Destroys the secrets of envelope keys that ended so long ago that nothing can come under them.
/// Says of which.
pub(crate) fn destroy_ended(
    folder: &Path,
    directory: &Directory,
    now: Timestamp,
) -> Result<Vec<KeyId>, Fault> {
    let mut destroyed = Vec::new();
    for (path, secret) in envelopes(folder)? {
        let published = directory.envelope_keys.iter().find(|key| key.kid == secret.kid());
        // What is in no statement yet is the next one.
        let Some(published) = published else { continue };
        let last = published.until.checked_add(AFTER_END).unwrap_or(Timestamp::MAX);
        if last <= now {
            crate::epoch::remove(&path)?;
            destroyed.push(secret.kid());
        }
    }
    Ok(destroyed)
}

/// Destroys the secrets of envelope keys that a statement just installed does not name: they ended
/// long ago, or a draft that was never signed made them.
pub(crate) fn destroy_unpublished(folder: &Path, directory: &Directory) -> Result<(), Fault> {
    for (path, secret) in envelopes(folder)? {
        if directory.envelope_keys.iter().all(|key| key.kid != secret.kid()) {
            crate::epoch::remove(&path)?;
        }
    }
    Ok(())
}

/// For how long an envelope key is kept after its end. Senders seal anew to the current key with
/// each attempt, and what came too early is parked for a day.
pub(crate) const AFTER_END: SignedDuration = SignedDuration::from_hours(48);

fn replace(from: &Path, to: &Path) -> Result<(), Fault> {
    std::fs::rename(from, to).map_err(|error| {
        Fault::unavailable(format!("`{}` cannot be put in place: {error}", to.display()))
    })
}

/// Puts the signed directory statement where the node reads it.
pub(crate) fn write_directory(folder: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_secret(&folder.join(DIRECTORY), bytes)
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
