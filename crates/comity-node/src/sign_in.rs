// SPDX-License-Identifier: EUPL-1.2
//! How officers sign in at the pages: with a passkey, or with a password and a code.
//!
//! The token that administrators give opens the pages until the first of these is set up. What is
//! needed to check a credential lies sealed under data keys of the node's own, which lie wrapped in
//! the key store like those of requests: a copy of the database opens nothing and tells no password
//! to whoever tries many. The ceremony of a passkey is the pages' work; here it is octets.

mod attempts;
mod code;
mod password;

use std::sync::Arc;

use comity_domain::id::{CredentialId, Digest, OfficerId, RequestId};
use comity_domain::identifier::composed;
pub use comity_store::CredentialKind;
use comity_store::{Credential, Used};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use zeroize::{Zeroize as _, Zeroizing};

pub use code::CodeKey;

use crate::officer::login;
use crate::sealing::{FileKeys, Vault};
use crate::{Error, Node, Officer};

/// Where the identity lies under which the key store has the keys that credentials lie under. It is
/// drawn at random: no peer can name a request so.
const KEYS: &str = "sign-in keys";

/// LIMIT: credentials of an officer: a few sticks and devices, and some forgotten ones.
const CREDENTIALS_MAX: usize = 16;

/// LIMIT: letters of the name of a credential.
const NAME_LETTERS_MAX: usize = 64;

/// LIMIT: passwords that are digested at once, at 19 MiB and some fifty milliseconds each.
const DIGESTS_MAX: usize = 2;

/// Who stands at the door.
pub(crate) struct Door {
    attempts: attempts::Attempts,
    digests: Arc<Semaphore>,
    /// Held while the keys that credentials lie under are looked for, so that they are made once.
    keys: tokio::sync::Mutex<()>,
}

impl Default for Door {
    fn default() -> Self {
        let digests = Arc::new(Semaphore::new(DIGESTS_MAX));
        Self {
            digests,
            attempts: attempts::Attempts::default(),
            keys: tokio::sync::Mutex::default(),
        }
    }
}

/// What came of it that somebody said who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// It is this officer.
    In(Officer),
    /// It is nobody, or not so: which of the two is not told.
    Wrong,
    /// Too many attempts: after this long one more is heard.
    Wait(SignedDuration),
    /// The token is an officer's, who has set up how to sign in and does not need it here.
    HasCredential,
}

/// A credential as its officer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialView {
    /// Which.
    pub id: CredentialId,
    /// Of what kind.
    pub kind: CredentialKind,
    /// What it is called.
    pub name: String,
    /// Since when it is there.
    pub added: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// What is kept of a password, sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    digest: String,
    key: [u8; code::KEY_BYTES],
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.digest.zeroize();
        self.key.zeroize();
    }
}

impl Node {
    /// Who holds this token, if it still opens the pages: until a credential is set up.
    pub async fn enter_with_token(&self, token: &str) -> Result<Entry, Error> {
        match self.authenticate(token).await {
            Ok(officer) if self.store.credentials(officer.id).await?.is_empty() => {
                Ok(Entry::In(officer))
            }
            Ok(_) => Ok(Entry::HasCredential),
            Err(Error::NotFound { .. }) => Ok(Entry::Wrong),
            Err(error) => Err(error),
        }
    }

    /// Who signs in with this password and this code. Each code is taken once.
    pub async fn enter_with_password(
        &self,
        login: &str,
        password: &str,
        code: &str,
    ) -> Result<Entry, Error> {
        let login = login.trim().to_lowercase();
        let name = Digest::of_parts(&[b"comity-login-1", login.as_bytes()]);
        if let Err(wait) = self.door.attempts.begin(name, self.clock.now()) {
            return Ok(Entry::Wait(wait));
        }
        let all = self.store.officers().await?;
        let named = |row: &comity_store::Officer| row.active && row.login.as_ref() == Some(&login);
        let row = all.into_iter().find(named);
        let credential = match &row {
            Some(row) => self.password_of(row.id).await?,
            None => None,
        };
        // From here on the same is done whether there is one or not.
        let kept = match &credential {
            Some(credential) => Some(self.kept_password(credential).await?),
            None => None,
        };
        let digest = kept.as_ref().map(|kept| kept.digest.clone());
        let is_password = self.verify(password, digest).await?;
        let (Some(row), Some(credential), Some(kept)) = (row, credential, kept) else {
            return Ok(Entry::Wrong);
        };
        let now = self.clock.now();
        let step = CodeKey::new(kept.key).step_of(code, now, credential.step);
        let Some(to) = step.filter(|_| is_password) else { return Ok(Entry::Wrong) };
        let used = Used { id: credential.id, from: credential.step, to, at: now, secret: None };
        // Of two who show one code at once, one comes in.
        if !self.store.use_credential(used).await? {
            return Ok(Entry::Wrong);
        }
        self.door.attempts.passed(name);
        Ok(Entry::In(self.officer(row)))
    }

    /// A key for a device that shows codes.
    #[must_use]
    pub fn fresh_code_key(&self) -> CodeKey {
        CodeKey::new(self.chance.octets())
    }

    /// Sets a password with a device that shows this code now, in the place of the one before.
    pub async fn set_password(
        &self,
        officer: OfficerId,
        password: &str,
        (key, code): (&CodeKey, &str),
    ) -> Result<(), Error> {
        let login = self.login_of(officer).await?;
        password::check(password, &login)?;
        let now = self.clock.now();
        let step = key.step_of(code, now, 0).ok_or_else(|| {
            Error::conflict(
                "this is not the code that the device shows now: look again, and see that its \
                 clock is right",
            )
        })?;
        let digest = self.digest(password).await?;
        let _one_at_a_time = self.register.lock().await;
        let before = self.password_of(officer).await?;
        let id = self.fresh_credential();
        let secret = self.sealed_password(id, &Kept { digest, key: *key.octets() }).await?;
        let (kind, name) = (CredentialKind::Password, String::new());
        let added = now;
        let made = Credential { id, officer, kind, name, secret, step, added, used: Some(now) };
        self.store.add_credential(made).await?;
        let gone = before.map(|before| before.id).into_iter().collect();
        self.store.remove_credentials(officer, gone).await?;
        tracing::info!(%officer, "a password was set");
        Ok(())
    }

    /// Sets another password; the device stays.
    pub async fn change_password(&self, officer: OfficerId, password: &str) -> Result<(), Error> {
        password::check(password, &self.login_of(officer).await?)?;
        let digest = self.digest(password).await?;
        let _one_at_a_time = self.register.lock().await;
        let credential = self.password_of(officer).await?;
        let credential = credential.ok_or(Error::NotFound { what: "password" })?;
        let mut kept = self.kept_password(&credential).await?;
        kept.digest = digest;
        let secret = Some(self.sealed_password(credential.id, &kept).await?);
        let (from, to) = (credential.step, credential.step);
        let used = Used { id: credential.id, from, to, at: self.clock.now(), secret };
        if !self.store.use_credential(used).await? {
            return Err(Error::conflict("the password was used at the same moment: try again"));
        }
        tracing::info!(%officer, "a password was changed");
        Ok(())
    }

    /// How an officer signs in.
    pub async fn credentials(&self, officer: OfficerId) -> Result<Vec<CredentialView>, Error> {
        let view = |found: Credential| CredentialView {
            id: found.id,
            kind: found.kind,
            name: found.name,
            added: found.added,
            used: found.used,
        };
        Ok(self.store.credentials(officer).await?.into_iter().map(view).collect())
    }

    /// Gives a credential another name.
    pub async fn name_credential(
        &self,
        officer: OfficerId,
        id: CredentialId,
        name: &str,
    ) -> Result<(), Error> {
        let name = name_of(name)?;
        let named = self.store.name_credential(officer, id, name).await?;
        named.then_some(()).ok_or(Error::NotFound { what: "way to sign in" })
    }

    /// Takes a credential away, but the last.
    pub async fn remove_credential(
        &self,
        officer: OfficerId,
        id: CredentialId,
    ) -> Result<(), Error> {
        let _one_at_a_time = self.register.lock().await;
        let all = self.store.credentials(officer).await?;
        if !all.iter().any(|found| found.id == id) {
            return Err(Error::NotFound { what: "way to sign in" });
        }
        if all.len() == 1 {
            return Err(Error::conflict(
                "this is the only way in which you sign in: set up another one first",
            ));
        }
        self.store.remove_credentials(officer, vec![id]).await?;
        tracing::info!(%officer, credential = %id, "a way to sign in was removed");
        Ok(())
    }

    /// The passkeys of an officer, as [`Node::add_passkey`] was given them.
    pub async fn passkeys(
        &self,
        officer: OfficerId,
    ) -> Result<Vec<(CredentialId, Vec<u8>)>, Error> {
        let mut passkeys = Vec::new();
        let all = self.store.credentials(officer).await?;
        for found in all.into_iter().filter(|found| found.kind == CredentialKind::Passkey) {
            passkeys.push((found.id, self.open_secret(found.id, &found.secret).await?));
        }
        Ok(passkeys)
    }

    /// Keeps a passkey that came out of a ceremony.
    pub async fn add_passkey(
        &self,
        officer: OfficerId,
        name: &str,
        passkey: &[u8],
    ) -> Result<CredentialId, Error> {
        let name = name_of(name)?;
        let _one_at_a_time = self.register.lock().await;
        if self.store.credentials(officer).await?.len() >= CREDENTIALS_MAX {
            return Err(Error::conflict(format!(
                "you have {CREDENTIALS_MAX} ways to sign in already: remove one that you do not use"
            )));
        }
        let (id, added) = (self.fresh_credential(), self.clock.now());
        let secret = self.seal_secret(id, passkey).await?;
        let kind = CredentialKind::Passkey;
        let made = Credential { id, officer, kind, name, secret, step: 0, added, used: None };
        self.store.add_credential(made).await?;
        tracing::info!(%officer, credential = %id, "a passkey was added");
        Ok(id)
    }

    /// Notes that a passkey was used, and what it is from now on.
    pub async fn used_passkey(
        &self,
        officer: OfficerId,
        id: CredentialId,
        passkey: Option<&[u8]>,
    ) -> Result<(), Error> {
        let all = self.store.credentials(officer).await?;
        let found = all.into_iter().find(|found| found.id == id);
        let found = found.ok_or(Error::NotFound { what: "passkey" })?;
        let secret = match passkey {
            Some(passkey) => Some(self.seal_secret(id, passkey).await?),
            None => None,
        };
        let (from, to) = (found.step, found.step + 1);
        let used = Used { id, from, to, at: self.clock.now(), secret };
        let used = self.store.use_credential(used).await?;
        let raced = || Error::conflict("the passkey was used at the same moment: try again");
        used.then_some(()).ok_or_else(raced)
    }

    /// The name by which an officer signs in; made now for one who is older than these names.
    pub async fn login_of(&self, officer: OfficerId) -> Result<String, Error> {
        let _one_at_a_time = self.register.lock().await;
        let all = self.store.officers().await?;
        let found = all.iter().find(|row| row.id == officer && row.active);
        let mut row = found.cloned().ok_or(Error::NotFound { what: "officer" })?;
        if let Some(login) = row.login {
            return Ok(login);
        }
        let login = login::made(&row.name, &all);
        row.login = Some(login.clone());
        self.store.put_officer(row).await?;
        Ok(login)
    }

    /// Ends every way in which an officer signs in: a new token sets up others.
    pub(crate) async fn end_credentials(&self, officer: OfficerId) -> Result<(), Error> {
        let all = self.store.credentials(officer).await?;
        let ids = all.into_iter().map(|found| found.id).collect();
        self.store.remove_credentials(officer, ids).await?;
        Ok(())
    }

    async fn password_of(&self, officer: OfficerId) -> Result<Option<Credential>, Error> {
        let all = self.store.credentials(officer).await?;
        Ok(all.into_iter().rev().find(|found| found.kind == CredentialKind::Password))
    }

    async fn kept_password(&self, credential: &Credential) -> Result<Kept, Error> {
        let octets = self.open_secret(credential.id, &credential.secret).await?;
        let octets = Zeroizing::new(octets);
        serde_json::from_slice(&octets)
            .map_err(|_| Error::unavailable("a password is not readable"))
    }

    async fn sealed_password(&self, id: CredentialId, kept: &Kept) -> Result<Vec<u8>, Error> {
        let octets =
            serde_json::to_vec(kept).map_err(|error| Error::conflict(error.to_string()))?;
        self.seal_secret(id, &Zeroizing::new(octets)).await
    }

    async fn digest(&self, password: &str) -> Result<String, Error> {
        let (password, salt) = (secret(password), self.chance.octets());
        self.slowly(move || password::digest(&password, salt)).await
    }

    async fn verify(&self, password: &str, digest: Option<String>) -> Result<bool, Error> {
        let password = secret(password);
        let work = move || password::verify(&password, digest.as_deref());
        self.slowly(work).await
    }

    /// Does what takes a core for a while where it holds up nobody, and few at once.
    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let gone = |error: &dyn std::fmt::Display| {
            Error::unavailable(format!("the work on a password ended: {error}"))
        };
        let turn = Arc::clone(&self.door.digests).acquire_owned().await;
        let turn = turn.map_err(|error| gone(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        done.await.map_err(|error| gone(&error))?
    }

    async fn seal_secret(&self, id: CredentialId, octets: &[u8]) -> Result<Vec<u8>, Error> {
        let (of, keys) = self.own_keys().await?;
        self.keys.seal_part(of, keys.record.as_ref(), &place(id), octets)
    }

    async fn open_secret(&self, id: CredentialId, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let (of, keys) = self.own_keys().await?;
        Vault::open_sealed(of, keys.record.as_ref(), &place(id), sealed)
    }

    /// The keys that credentials and other things of the node's own lie under, made once.
    pub(crate) async fn own_keys(&self) -> Result<(RequestId, Arc<FileKeys>), Error> {
        let _once = self.door.keys.lock().await;
        let kept = self.store.setting(KEYS).await?.unwrap_or_default();
        let kept = String::from_utf8(kept).ok().and_then(|text| text.parse().ok());
        if let Some(of) = kept {
            return Ok((of, self.keys.of(of).await?));
        }
        let of = self.fresh_request();
        self.store.put_setting(KEYS, of.to_string().into_bytes()).await?;
        Ok((of, self.keys.of(of).await?))
    }
}

fn place(id: CredentialId) -> String {
    format!("credential {id}")
}

/// A password as it is digested: keyboards write one letter in several ways.
fn secret(password: &str) -> Zeroizing<String> {
    Zeroizing::new(composed(password).into_owned())
}

fn name_of(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_LETTERS_MAX {
        return Err(Error::conflict(format!(
            "give it a name of at most {NAME_LETTERS_MAX} letters, such as `stick on my keys`"
        )));
    }
    Ok(name.to_owned())
}
