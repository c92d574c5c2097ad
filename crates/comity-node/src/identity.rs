// SPDX-License-Identifier: EUPL-1.2
//! The node's own keys, and the directory statement that publishes their public halves.

use std::sync::Arc;

use comity_domain::id::{Digest, RequestId};
use comity_protocol::directory::Directory;
use comity_protocol::exhibit::ExhibitIdentity;
use comity_protocol::keys::{EnvelopeSecret, KeyId, SigningKeys};
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::Verified;

use crate::Error;

/// What makes this node this State's.
pub struct Identity {
    /// Signs messages and receipts.
    pub(crate) statement: SigningKeys,
    /// Open envelopes: the current key and those before it that have not been destroyed.
    pub(crate) envelopes: Vec<EnvelopeSecret>,
    /// Opens exhibits handed to this State.
    pub(crate) exhibit: Arc<ExhibitIdentity>,
    /// The statement that peers hold of this node.
    pub(crate) directory: Verified<Directory>,
    /// This node's own statement keys, to read back what it signed.
    pub(crate) ring: KeyRing,
    /// Makes the keyed digests by which identifiers are searched.
    pub(crate) search: [u8; 32],
}

impl Identity {
    /// Puts the keys together; they must be the ones that the statement publishes.
    pub fn new(
        statement: SigningKeys,
        envelopes: Vec<EnvelopeSecret>,
        exhibit: ExhibitIdentity,
        directory: Verified<Directory>,
        search: [u8; 32],
    ) -> Result<Self, Error> {
        let published = directory.value();
        let ring = published
            .ring()
            .map_err(|_| Error::unavailable("a statement key in the directory is no key"))?;
        if !published.statement_keys.iter().any(|key| key.kid == statement.kid()) {
            return Err(Error::unavailable(
                "the directory statement does not name this node's statement key: sign a new one",
            ));
        }
        let opened = |kid: KeyId| envelopes.iter().any(|secret| secret.kid() == kid);
        if !published.envelope_keys.iter().any(|key| opened(key.kid)) {
            return Err(Error::unavailable(
                "the directory statement names no envelope key of this node: sign a new one",
            ));
        }
        let exhibit = Arc::new(exhibit);
        Ok(Self { statement, envelopes, exhibit, directory, ring, search })
    }

    pub(crate) fn envelope(&self, kid: KeyId) -> Option<&EnvelopeSecret> {
        self.envelopes.iter().find(|secret| secret.kid() == kid)
    }

    /// The keyed digest under which a text is found and by which nobody else can look for it.
    pub(crate) fn term(&self, text: &str) -> [u8; 32] {
        let text = text.trim().to_lowercase();
        *Digest::of_parts(&[b"comity-term-1", &self.search, text.as_bytes()]).as_bytes()
    }

    /// The keyed digest that two requests of this State name a contact by; it tells nobody else
    /// which two they are.
    pub(crate) fn contact(&self, came: RequestId, sent: RequestId) -> Digest {
        let (came, sent) = (came.as_bytes(), sent.as_bytes());
        Digest::of_parts(&[b"comity-contact-1", &self.search, came, sent])
    }
}
