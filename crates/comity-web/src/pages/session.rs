// SPDX-License-Identifier: EUPL-1.2
//! Who is signed in, and since when. Kept in memory: a restart of the node signs everybody out.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_domain::id::{Digest, OfficerId};
use comity_node::CodeKey;
use jiff::{SignedDuration, Timestamp};

/// For how long what an officer showed last counts where it matters: the time to read one decision.
pub(crate) const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// The longest shift, with its hand-over: after it an officer signs in anew.
const LASTS: SignedDuration = SignedDuration::from_hours(14);

/// LIMIT: sessions at once, about 100 octets each; the oldest makes room.
const SESSIONS_MAX: usize = 10_000;

/// By what somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// By the token of an administrator: good for setting up how to sign in, and for nothing else.
    Token,
    /// By a passkey, or a password and a code.
    Credential,
    /// By saying so, in the demo.
    Click,
}

/// A signed-in officer. Their offices are asked for at every page: two administrators may have
/// changed them since.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) officer: OfficerId,
    pub(crate) since: Timestamp,
    pub(crate) by: By,
    /// When they last showed that it is they.
    pub(crate) touched: Timestamp,
    /// What a device is taking up that is to show codes, until one of them was shown here.
    key: Option<CodeKey>,
}

/// The sessions of this process, by the digest of what the browser holds.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<BTreeMap<Digest, Session>>);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Sessions {
    /// Begins a session under a secret that nobody else can guess.
    pub(crate) fn begin(&self, secret: &str, officer: OfficerId, by: By, now: Timestamp) {
        let mut all = self.all();
        if all.len() >= SESSIONS_MAX {
            all.retain(|_, session| lives(session, now));
        }
        if all.len() >= SESSIONS_MAX {
            let oldest = all.iter().min_by_key(|(_, session)| session.since).map(|(id, _)| *id);
            if let Some(oldest) = oldest {
                all.remove(&oldest);
            }
        }
        all.insert(id(secret), Session { officer, since: now, by, touched: now, key: None });
    }

    /// The session of this secret, if it has not ended.
    pub(crate) fn of(&self, secret: &str, now: Timestamp) -> Option<Session> {
        self.all().get(&id(secret)).filter(|session| lives(session, now)).cloned()
    }

    /// Whether a session has not ended.
    pub(crate) fn is_open(&self, session: Digest, now: Timestamp) -> bool {
        self.all().get(&session).is_some_and(|session| lives(session, now))
    }

    /// The officer of a session showed again that it is they.
    pub(crate) fn touch(&self, session: Digest, now: Timestamp) {
        if let Some(session) = self.all().get_mut(&session) {
            session.touched = now;
        }
    }

    /// The key that a device of this session's officer is to take up: the same until it did.
    pub(crate) fn key(&self, session: Digest, fresh: CodeKey) -> CodeKey {
        let mut all = self.all();
        let kept = all.get_mut(&session).map(|session| session.key.get_or_insert(fresh.clone()));
        kept.cloned().unwrap_or(fresh)
    }

    /// The device took it up: another device gets another.
    pub(crate) fn forget_key(&self, session: Digest) {
        if let Some(session) = self.all().get_mut(&session) {
            session.key = None;
        }
    }

    /// Ends the sessions of an officer, but this one. Says how many there were.
    pub(crate) fn end_of(&self, officer: OfficerId, but: Option<Digest>) -> usize {
        let mut all = self.all();
        let before = all.len();
        all.retain(|id, session| session.officer != officer || Some(*id) == but);
        before - all.len()
    }

    /// How many sessions an officer has.
    pub(crate) fn count_of(&self, officer: OfficerId, now: Timestamp) -> usize {
        let all = self.all();
        all.values().filter(|s| s.officer == officer && lives(s, now)).count()
    }

    /// Ends a session.
    pub(crate) fn end(&self, session: Digest) {
        self.all().remove(&session);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Digest, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a page of this session sends along with a form, so that no other site can post one.
pub(crate) fn form_token(secret: &str) -> String {
    Digest::of_parts(&[b"comity-form-1", secret.as_bytes()]).to_string()
}

/// What a session is known by here, which says nothing of its secret.
pub(crate) fn id(secret: &str) -> Digest {
    Digest::of_parts(&[b"comity-session-1", secret.as_bytes()])
}

fn lives(session: &Session, now: Timestamp) -> bool {
    session.since.checked_add(LASTS).is_ok_and(|end| now < end)
}

#[cfg(test)]
mod tests;
