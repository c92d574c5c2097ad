// SPDX-License-Identifier: EUPL-1.2
//! Who is signed in, and since when. Kept in memory: a restart of the node signs everybody out.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_domain::id::{Digest, OfficerId};
use jiff::{SignedDuration, Timestamp};

/// The longest shift, with its hand-over: after it an officer signs in anew.
const LASTS: SignedDuration = SignedDuration::from_hours(14);

/// LIMIT: sessions at once, about 100 octets each; the oldest makes room.
const SESSIONS_MAX: usize = 10_000;

/// A signed-in officer. Their offices are asked for at every page: two administrators may have
/// changed them since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) officer: OfficerId,
    pub(crate) since: Timestamp,
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
    pub(crate) fn begin(&self, secret: &str, officer: OfficerId, now: Timestamp) {
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
        all.insert(id(secret), Session { officer, since: now });
    }

    /// The session of this secret, if it has not ended.
    pub(crate) fn of(&self, secret: &str, now: Timestamp) -> Option<Session> {
        self.all().get(&id(secret)).filter(|session| lives(session, now)).copied()
    }

    /// Ends a session.
    pub(crate) fn end(&self, secret: &str) {
        self.all().remove(&id(secret));
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Digest, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a page of this session sends along with a form, so that no other site can post one.
pub(crate) fn form_token(secret: &str) -> String {
    Digest::of_parts(&[b"comity-form-1", secret.as_bytes()]).to_string()
}

fn id(secret: &str) -> Digest {
    Digest::of_parts(&[b"comity-session-1", secret.as_bytes()])
}

fn lives(session: &Session, now: Timestamp) -> bool {
    session.since.checked_add(LASTS).is_ok_and(|end| now < end)
}

#[cfg(test)]
mod tests;
