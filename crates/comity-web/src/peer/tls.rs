// SPDX-License-Identifier: EUPL-1.2
//! TLS between nodes: version 1.3 only, X25519MLKEM768 only, both ends pinned.
//!
//! A certificate is a wrapper around a public key and nothing else: its names, dates and issuer say
//! nothing here. Who a key belongs to is said by the directory statements, whose pins are handed
//! in. There are no authorities, no resumed sessions and no early octets: every connection proves
//! both keys anew. What opens the channel gives no authority over a request; signatures do.

mod verify;

use std::sync::Arc;

use comity_domain::id::{Digest, StateCode};
use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::{ClientConfig, ServerConfig, version};
use x509_parser::prelude::{FromDer, X509Certificate, X509Version};

use verify::{KnownPeers, PinnedServer};

/// Octets of a certificate.
// LIMIT: an ML-DSA-87 key (2,592) with its signature (4,627) and room for names.
pub const CERTIFICATE_BYTES_MAX: usize = 16 * 1024;

/// The protocol that both ends name in the handshake.
pub const ALPN: &[u8] = b"http/1.1";

/// Says whose key this is: SHA-256 of a `SubjectPublicKeyInfo`, to a State.
pub type Whose = Arc<dyn Fn(&Digest) -> Option<StateCode> + Send + Sync>;

/// Why TLS cannot be set up. The operator's to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The certificate cannot be read.
    #[error("the certificate cannot be used: {0}")]
    Certificate(String),
    /// The key cannot be read, or is not the certificate's.
    #[error("the private key cannot be used: {0}")]
    Key(String),
    /// A peer without a pin cannot be told from anybody else.
    #[error("the peer has no pin: its directory statement names no certificate")]
    NoPin,
    /// The provider of primitives does not do what is asked of it.
    #[error("TLS cannot be set up: {0}")]
    Setup(String),
}

/// A node's certificate and private key. `Debug` shows only whose key it is.
pub struct Credentials {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    spki: Digest,
}

impl Credentials {
    /// From PEM: one certificate, one private key.
    pub fn from_pem(certificate: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let mut found = CertificateDer::pem_slice_iter(certificate);
        let first = found
            .next()
            .ok_or_else(|| TlsError::Certificate("the file holds none".to_owned()))?
            .map_err(|error| TlsError::Certificate(error.to_string()))?;
        if found.next().is_some() {
            return Err(TlsError::Certificate(
                "the file holds more than one, and a pinned key has no chain".to_owned(),
            ));
        }
        // The parser's words about a key are not repeated: they could hold a piece of it.
        let key = PrivateKeyDer::from_pem_slice(key)
            .map_err(|_| TlsError::Key("the file holds none that can be read".to_owned()))?;
        Self::new(first, key)
    }

    /// From DER: the certificate, and the key in PKCS#8.
    pub fn from_der(certificate: Vec<u8>, key: Vec<u8>) -> Result<Self, TlsError> {
        Self::new(certificate.into(), PrivateKeyDer::Pkcs8(key.into()))
    }

    fn new(
        certificate: CertificateDer<'static>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, TlsError> {
        let spki = spki_digest(&certificate).map_err(TlsError::Certificate)?;
        Ok(Self { certificate, key, spki })
    }

    /// SHA-256 of the public key: what peers pin.
    #[must_use]
    pub fn spki(&self) -> Digest {
        self.spki
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("spki", &self.spki).finish_non_exhaustive()
    }
}

/// SHA-256 of a certificate's `SubjectPublicKeyInfo`, or what is wrong with the certificate.
pub fn spki_digest(certificate: &CertificateDer<'_>) -> Result<Digest, String> {
    if certificate.len() > CERTIFICATE_BYTES_MAX {
        return Err(format!(
            "it has {} octets; at most {CERTIFICATE_BYTES_MAX} are read",
            certificate.len()
        ));
    }
    let (rest, parsed) = X509Certificate::from_der(certificate)
        .map_err(|error| format!("it is no X.509 certificate: {error}"))?;
    if !rest.is_empty() {
        return Err(format!("{} octets follow it", rest.len()));
    }
    if parsed.version() != X509Version::V3 {
        return Err("it is not of version 3".to_owned());
    }
    Ok(Digest::of(parsed.public_key().raw))
}

/// The listener for peers: knows a client by its key, and refuses all others in the handshake.
pub fn server(mine: &Credentials, whose: Whose) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = provider();
    let known = Arc::new(KnownPeers::new(whose, &provider));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])
        .map_err(|error| TlsError::Setup(error.to_string()))?
        .with_client_cert_verifier(known)
        .with_single_cert(vec![mine.certificate.clone()], mine.key.clone_key())
        .map_err(|error| TlsError::Key(error.to_string()))?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    // A resumed session would outlive the pin of whoever began it.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.max_early_data_size = 0;
    Ok(Arc::new(config))
}

/// The way to one peer: `pins` are the digests of its current and its next key.
pub fn client(mine: &Credentials, pins: &[Digest]) -> Result<Arc<ClientConfig>, TlsError> {
    if pins.is_empty() {
        return Err(TlsError::NoPin);
    }
    let provider = provider();
    let pinned = Arc::new(PinnedServer::new(pins.to_vec(), &provider));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13])
        .map_err(|error| TlsError::Setup(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(pinned)
        .with_client_auth_cert(vec![mine.certificate.clone()], mine.key.clone_key())
        .map_err(|error| TlsError::Key(error.to_string()))?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.resumption = Resumption::disabled();
    config.enable_early_data = false;
    Ok(Arc::new(config))
}

/// The way to a public address whose octets prove themselves, such as a directory statement.
///
/// It accepts any certificate. What is fetched is signed by a root whose fingerprint an officer
/// compares out of band, so a liar in between can withhold and nothing more. For nothing else.
pub(crate) fn unauthenticated_client() -> Result<Arc<ClientConfig>, TlsError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let anyone = Arc::new(verify::Anyone::new(&provider));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .map_err(|error| TlsError::Setup(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(anyone)
        .with_no_client_auth();
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// AWS-LC with one key exchange: a recorded session stays closed to a quantum computer.
fn provider() -> Arc<CryptoProvider> {
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = vec![aws_lc_rs::kx_group::X25519MLKEM768];
    Arc::new(provider)
}

#[cfg(test)]
mod tests;
