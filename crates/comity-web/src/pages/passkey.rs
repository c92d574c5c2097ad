// SPDX-License-Identifier: EUPL-1.2
//! The ceremonies of passkeys: a challenge, what a device makes of it, and what that proves.
//!
//! A challenge is answered once, within a few minutes, for what it was asked for. The device has to
//! know its user by a finger, a face or a number.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_domain::id::{CredentialId, Digest, OfficerId};
use comity_node::{Error, Node, Officer};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Webauthn,
    WebauthnBuilder, WebauthnError,
};

use super::form::Fields;
use crate::address::{Address, AddressError};

/// How long a challenge waits: to find the stick and remember its number.
pub(crate) const LASTS: SignedDuration = SignedDuration::from_mins(5);

/// LIMIT: challenges that wait at once, below one KiB each; the oldest makes room.
const WAITING_MAX: usize = 5_000;

/// LIMIT: octets of an answer: a few hundred for a key and a signature, with an attestation that
/// nobody asked for some thousands.
const ANSWER_BYTES_MAX: usize = 32 * 1024;

/// What passkeys are made for, and the challenges that wait.
pub(crate) struct Passkeys {
    webauthn: Webauthn,
    pub(crate) address: Url,
    pub(crate) secure: bool,
    waiting: Mutex<BTreeMap<Digest, Waiting>>,
}

struct Waiting {
    since: Timestamp,
    what: What,
}

/// What a challenge was asked for.
enum What {
    /// To come in, whoever it is.
    Enter(Box<DiscoverableAuthentication>),
    /// To add a passkey, in this session.
    Add(Digest, Box<PasskeyRegistration>),
    /// To show, in this session, that one is still oneself.
    Touch(Digest, Box<PasskeyAuthentication>),
}

/// Why a passkey proves nothing. Which of these it was is for the log: whoever answers knows.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unproven {
    /// The challenge was answered before, is too old, or was asked for something else.
    #[error("no such challenge waits")]
    NoChallenge,
    /// The answer cannot be read.
    #[error("the answer is none")]
    Form,
    /// It belongs to nobody who may come in.
    #[error("the passkey is nobody's here")]
    Nobody,
    /// It does not prove what it should.
    #[error("{0:?}")]
    Wrong(WebauthnError),
    /// The node cannot say.
    #[error("{0}")]
    Node(Error),
}

impl From<WebauthnError> for Unproven {
    fn from(error: WebauthnError) -> Self {
        Self::Wrong(error)
    }
}

impl From<Error> for Unproven {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound { .. } => Self::Nobody,
            other => Self::Node(other),
        }
    }
}

/// What a device answered, to which challenge.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    ceremony: &'a str,
    passkey: &'a str,
}

impl<'a> Answer<'a> {
    /// What a form is about.
    pub(crate) fn of(fields: &'a Fields) -> Self {
        let given = |name| fields.get(name).unwrap_or_default();
        Self { ceremony: given("ceremony"), passkey: given("passkey") }
    }

    /// What shows who sends the form.
    pub(crate) fn of_touch(fields: &'a Fields) -> Self {
        let given = |name| fields.get(name).unwrap_or_default();
        Self { ceremony: given("touch-ceremony"), passkey: given("touch-passkey") }
    }

    fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Unproven> {
        if self.passkey.len() > ANSWER_BYTES_MAX {
            return Err(Unproven::Form);
        }
        serde_json::from_str(self.passkey).map_err(|_| Unproven::Form)
    }
}

impl fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passkeys").field("address", &self.address.as_str()).finish_non_exhaustive()
    }
}

impl Passkeys {
    pub(crate) fn new(address: &Address) -> Result<Self, AddressError> {
        let form = |_| AddressError::Form(address.url.to_string());
        let builder = WebauthnBuilder::new(&address.host, &address.url).map_err(form)?;
        let webauthn = builder.rp_name("Comity").build().map_err(form)?;
        let (secure, address) = (address.is_secure(), address.url.clone());
        Ok(Self { webauthn, address, secure, waiting: Mutex::default() })
    }

    /// A challenge to whoever stands at the door.
    pub(crate) fn begin_entry(&self, node: &Node) -> Result<Value, Unproven> {
        let (asked, state) = self.webauthn.start_discoverable_authentication()?;
        Ok(self.wait(node, &asked, What::Enter(Box::new(state))))
    }

    /// A challenge to make a passkey.
    pub(crate) async fn begin_adding(
        &self,
        node: &Node,
        officer: &Officer,
        session: Digest,
    ) -> Result<Value, Unproven> {
        let known = self.of(node, officer.id).await?;
        let known = known.iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
        let login = node.login_of(officer.id).await?;
        let user = Uuid::from_bytes(*officer.id.as_bytes());
        let (asked, state) =
            self.webauthn.start_passkey_registration(user, &login, &officer.name, Some(known))?;
        let mut begun = self.wait(node, &asked, What::Add(session, Box::new(state)));
        // The device keeps the passkey with its officer's pseudonym, so that nobody has to say at
        // the door who they are, and the door tells nobody who has one.
        let choice = begun.pointer_mut("/publicKey/authenticatorSelection");
        if let Some(choice) = choice.and_then(Value::as_object_mut) {
            choice.insert("residentKey".to_owned(), json!("required"));
            choice.insert("requireResidentKey".to_owned(), json!(true));
        }
        Ok(begun)
    }

    /// A challenge to an officer who is inside.
    pub(crate) async fn begin_touch(
        &self,
        node: &Node,
        officer: OfficerId,
        session: Digest,
    ) -> Result<Value, Unproven> {
        let known = self.of(node, officer).await?;
        let known: Vec<Passkey> = known.into_iter().map(|(_, passkey)| passkey).collect();
        let (asked, state) = self.webauthn.start_passkey_authentication(&known)?;
        Ok(self.wait(node, &asked, What::Touch(session, Box::new(state))))
    }

    /// Who showed a passkey at the door.
    pub(crate) async fn entered(
        &self,
        node: &Node,
        answer: Answer<'_>,
    ) -> Result<Officer, Unproven> {
        let What::Enter(state) = self.take(node, answer)? else {
            return Err(Unproven::NoChallenge);
        };
        let shown: PublicKeyCredential = answer.read()?;
        let (user, key) = self.webauthn.identify_discoverable_authentication(&shown)?;
        let officer: OfficerId = user.to_string().parse().map_err(|_| Unproven::Nobody)?;
        let officer = node.officer_of(officer).await?;
        let known = self.of(node, officer.id).await?;
        let found = known.into_iter().find(|(_, passkey)| passkey.cred_id().as_slice() == key);
        let (id, passkey) = found.ok_or(Unproven::Nobody)?;
        let proof =
            self.webauthn.finish_discoverable_authentication_v2(&shown, *state, &passkey)?;
        note(node, officer.id, (id, passkey), &proof).await?;
        Ok(officer)
    }

    /// Adds the passkey that was made in this session.
    pub(crate) async fn added(
        &self,
        node: &Node,
        (officer, session): (OfficerId, Digest),
        (name, answer): (&str, Answer<'_>),
    ) -> Result<CredentialId, Unproven> {
        let What::Add(asked_in, state) = self.take(node, answer)? else {
            return Err(Unproven::NoChallenge);
        };
        if asked_in != session {
            return Err(Unproven::NoChallenge);
        }
        let made: RegisterPublicKeyCredential = answer.read()?;
        let passkey = self.webauthn.finish_passkey_registration(&made, &state)?;
        let octets = serde_json::to_vec(&passkey).map_err(|_| Unproven::Form)?;
        Ok(node.add_passkey(officer, name, &octets).await?)
    }

    /// Whether the officer of this session showed a passkey of theirs.
    pub(crate) async fn touched(
        &self,
        node: &Node,
        (officer, session): (OfficerId, Digest),
        answer: Answer<'_>,
    ) -> Result<(), Unproven> {
        let What::Touch(asked_in, state) = self.take(node, answer)? else {
            return Err(Unproven::NoChallenge);
        };
        if asked_in != session {
            return Err(Unproven::NoChallenge);
        }
        let shown: PublicKeyCredential = answer.read()?;
        let proof = self.webauthn.finish_passkey_authentication(&shown, &state)?;
        let known = self.of(node, officer).await?;
        let found = known.into_iter().find(|(_, passkey)| passkey.cred_id() == proof.cred_id());
        // It may have been removed while the challenge waited.
        note(node, officer, found.ok_or(Unproven::Nobody)?, &proof).await
    }

    async fn of(
        &self,
        node: &Node,
        officer: OfficerId,
    ) -> Result<Vec<(CredentialId, Passkey)>, Error> {
        let kept = node.passkeys(officer).await?;
        let one = |(id, octets): (_, Vec<u8>)| Some((id, serde_json::from_slice(&octets).ok()?));
        Ok(kept.into_iter().filter_map(one).collect())
    }

    /// Keeps what the answer is held against, and gives what the page is sent.
    fn wait(&self, node: &Node, asked: &impl serde::Serialize, what: What) -> Value {
        let (ceremony, now) = (node.fresh_secret(), node.now());
        let mut waiting = self.waiting();
        waiting.retain(|_, waits| now.duration_since(waits.since) < LASTS);
        if waiting.len() >= WAITING_MAX {
            let oldest = waiting.iter().min_by_key(|(_, waits)| waits.since).map(|(id, _)| *id);
            oldest.map(|oldest| waiting.remove(&oldest));
        }
        waiting.insert(Digest::of(ceremony.as_bytes()), Waiting { since: now, what });
        let asked = serde_json::to_value(asked).unwrap_or_default();
        let options = asked.get("publicKey").cloned().unwrap_or_default();
        json!({ "ceremony": ceremony, "publicKey": options })
    }

    /// What a challenge was for; it waits no more, whatever the answer is.
    fn take(&self, node: &Node, answer: Answer<'_>) -> Result<What, Unproven> {
        let taken = self.waiting().remove(&Digest::of(answer.ceremony.as_bytes()));
        let taken = taken.filter(|waits| node.now().duration_since(waits.since) < LASTS);
        Ok(taken.ok_or(Unproven::NoChallenge)?.what)
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<Digest, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes that a passkey was used, with its counter where it has one.
async fn note(
    node: &Node,
    officer: OfficerId,
    (id, mut passkey): (CredentialId, Passkey),
    proof: &AuthenticationResult,
) -> Result<(), Unproven> {
    let octets = match passkey.update_credential(proof) {
        Some(true) => Some(serde_json::to_vec(&passkey).map_err(|_| Unproven::Form)?),
        _ => None,
    };
    Ok(node.used_passkey(officer, id, octets.as_deref()).await?)
}
