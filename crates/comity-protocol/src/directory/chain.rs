// SPDX-License-Identifier: EUPL-1.2
//! Whether a directory statement is to be believed, given what is known of its State.

use std::cmp::Ordering;

use comity_domain::id::{Digest, StateCode};
use comity_domain::message::PROTOCOL;
use jiff::Timestamp;

use super::{Directory, Handover, content};
use crate::error::{Misbehaviour, OpenError, Unreadable};
use crate::keys::SigningKeys;
use crate::statement::{
    self, SignError, Signed, Verified, algs, open_under, require_not_ahead, unproved,
};

/// Verifies a directory statement that is to be relied upon now.
///
/// With nothing known, its root key must have the fingerprint `pinned`, which a person confirmed.
/// With one known, it must be the same one or follow it, and `pinned` counts no more: a stolen old
/// root cannot come back by it. After the loss of a root key a person confirms a new fingerprint,
/// and the State is taken in as if unknown.
pub fn verify_chain(
    known: Option<&Verified<Directory>>,
    bytes: &[u8],
    pinned: Digest,
    now: Timestamp,
) -> Result<Verified<Directory>, OpenError> {
    let verified = verify_link(known, bytes, pinned)?;
    require_not_ahead(verified.value().issued, now)?;
    if verified.value().expires <= now {
        return Err(Unreadable::DirectoryExpired.into());
    }
    Ok(verified)
}

/// The same without the clock: for the statements of the past, in a package or an audit.
pub fn verify_link(
    known: Option<&Verified<Directory>>,
    bytes: &[u8],
    pinned: Digest,
) -> Result<Verified<Directory>, OpenError> {
    // The key that signs stands in the payload, so the payload is read once before it is verified.
    // That proves no more than that whoever wrote it holds the root key it names.
    let claimed = unproved::<Directory>(bytes)?;
    let root = claimed.root.parse().map_err(|_| Misbehaviour::DirectoryKey)?;
    let verified = open_under::<Directory>(bytes, &root)?;
    let new = verified.value();
    match known {
        None if new.root.fingerprint() != pinned => return Err(Misbehaviour::DirectoryRoot.into()),
        None => {}
        Some(known) => follows(known, &verified)?,
    }
    content::check(new)?;
    Ok(verified)
}

/// Signs the handover to the root key with this fingerprint, as the old root key, for the directory
/// statement of this number.
pub fn hand_over(
    state: StateCode,
    seq: u32,
    new: Digest,
    issued: Timestamp,
    old: &SigningKeys,
) -> Result<Signed, SignError> {
    let old_fingerprint = old.public().fingerprint();
    let handover = Handover {
        protocol: PROTOCOL,
        algs: algs(),
        state,
        seq,
        old: old_fingerprint,
        new,
        issued,
    };
    statement::sign(&handover, old)
}

/// Whether `new` is `known` itself or the next one after it.
fn follows(known: &Verified<Directory>, new: &Verified<Directory>) -> Result<(), OpenError> {
    let (old, value) = (known.value(), new.value());
    if value.state != old.state {
        return Err(Misbehaviour::DirectoryState.into());
    }
    match value.seq.cmp(&old.seq) {
        Ordering::Less => return Err(Misbehaviour::DirectoryRollback.into()),
        Ordering::Equal if new.digest() == known.digest() => return Ok(()),
        // Two by the same root key are a fork; one by another proves nothing against the State.
        Ordering::Equal if value.root == old.root => return Err(Misbehaviour::DirectoryFork.into()),
        Ordering::Equal => return Err(Misbehaviour::DirectoryRoot.into()),
        Ordering::Greater => {}
    }
    if old.seq.checked_add(1) != Some(value.seq) {
        return Err(Unreadable::DirectoryGap.into());
    }
    if value.root != old.root {
        succeeds(old, value)?;
    }
    if value.prev != Some(known.digest()) {
        return Err(Misbehaviour::DirectoryPrev.into());
    }
    content::check_kept(old, value)
}

/// Whether the new root key is the one announced, and handed over to by the old one.
fn succeeds(old: &Directory, new: &Directory) -> Result<(), OpenError> {
    let handover = new.handover.as_ref().ok_or(Misbehaviour::DirectoryRoot)?;
    let fingerprint = new.root.fingerprint();
    if old.next_root != fingerprint {
        return Err(Misbehaviour::DirectoryNextRoot.into());
    }
    let root = old.root.parse().map_err(|_| Misbehaviour::DirectoryKey)?;
    let handover = open_under::<Handover>(handover.as_bytes(), &root)
        .map_err(|_| Misbehaviour::DirectoryHandover)?;
    let handover = handover.value();
    let said = (handover.state, handover.seq, handover.old, handover.new);
    if said == (new.state, new.seq, old.root.fingerprint(), fingerprint) {
        Ok(())
    } else {
        Err(Misbehaviour::DirectoryHandover.into())
    }
}
