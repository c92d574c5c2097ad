// SPDX-License-Identifier: EUPL-1.2
//! What makes a directory statement well-formed, whoever signed it.

use std::collections::BTreeSet;

use comity_domain::id::Digest;
use jiff::{SignedDuration, Timestamp};

use super::{Directory, ExhibitRecipient};
use crate::error::{Misbehaviour, OpenError};

// LIMIT: 100 keys of 2,000 characters are 200 KiB of a payload of at most 256 KiB; a key a year
// lasts a century.
/// How many statement keys a directory may list.
pub const STATEMENT_KEYS_MAX: usize = 100;
// LIMIT: no State has a thousand competent authorities of its own for one treaty.
/// How many entries any other list of it may have.
pub const ENTRIES_MAX: usize = 1000;
/// How many days an envelope key is used.
pub const ENVELOPE_DAYS_MAX: i64 = 90;
/// How many days a directory statement may be relied upon.
pub const DIRECTORY_DAYS_MAX: i64 = 366;

/// Envelope keys: the last, the current, the next, and room for one that was replaced early.
const ENVELOPE_KEYS_MAX: usize = 8;
// LIMIT: each adds 1,600 octets to the header of every exhibit.
const EXHIBIT_RECIPIENTS_MAX: usize = 8;
/// Characters of a hybrid age recipient.
const RECIPIENT_CHARS: usize = 1959;

/// Checks sizes, keys and validities.
pub(super) fn check(directory: &Directory) -> Result<(), OpenError> {
    check_sizes(directory)?;
    check_keys(directory)?;
    check_validities(directory)
}

/// Checks that no statement key of before was dropped, replaced or given more time.
pub(super) fn check_kept(old: &Directory, new: &Directory) -> Result<(), OpenError> {
    for before in &old.statement_keys {
        let after = new.statement_keys.iter().find(|key| key.kid == before.kid);
        let after = after.ok_or(Misbehaviour::DirectoryDropped)?;
        let (was, is) = (&before.validity, &after.validity);
        // A revocation may be dated back when more is learned, never taken back.
        let still_revoked = match (was.revoked, is.revoked) {
            (Some(was), Some(is)) => is <= was,
            (was, _) => was.is_none(),
        };
        let kept = after.key == before.key && is.from == was.from && is.until <= was.until;
        if !kept || !still_revoked {
            return Err(Misbehaviour::DirectoryDropped.into());
        }
    }
    if new.issued < old.issued {
        return Err(Misbehaviour::DirectoryValidity.into());
    }
    Ok(())
}

fn check_sizes(directory: &Directory) -> Result<(), OpenError> {
    let lists = [
        directory.names.len(),
        directory.languages.len(),
        directory.authorities.len(),
        directory.contact_points.len(),
        directory.clocks.len(),
        directory.law.len(),
        directory.protocols.len(),
    ];
    let fine = lists.iter().all(|&entries| entries <= ENTRIES_MAX)
        && (1..=STATEMENT_KEYS_MAX).contains(&directory.statement_keys.len())
        && (1..=ENVELOPE_KEYS_MAX).contains(&directory.envelope_keys.len())
        && (1..=EXHIBIT_RECIPIENTS_MAX).contains(&directory.exhibit_recipients.len())
        && directory.exhibit_recipients.iter().all(is_recipient)
        && directory.seq > 0
        && (directory.seq == 1) == directory.prev.is_none()
        && directory.peer_url.scheme() == "https";
    if fine { Ok(()) } else { Err(Misbehaviour::DirectoryShape.into()) }
}

/// Whether this has the form of a hybrid age recipient; whoever seals to it reads it strictly.
fn is_recipient(named: &ExhibitRecipient) -> bool {
    named.recipient.len() == RECIPIENT_CHARS
        && named.recipient.starts_with("age1pq1")
        && named.recipient.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && !named.name.is_empty()
}

fn check_keys(directory: &Directory) -> Result<(), OpenError> {
    let wrong = OpenError::from(Misbehaviour::DirectoryKey);
    // The root key signs directories and nothing else.
    let mut seen = BTreeSet::from([directory.root.kid()]);
    for key in &directory.statement_keys {
        if key.kid != key.key.kid() || !seen.insert(key.kid) || key.key.parse().is_err() {
            return Err(wrong);
        }
    }
    for key in &directory.envelope_keys {
        if key.kid != key.key.kid() || !seen.insert(key.kid) || key.key.parse().is_err() {
            return Err(wrong);
        }
    }
    let fingerprint: Digest = directory.root.fingerprint();
    if directory.next_root == fingerprint { Err(wrong) } else { Ok(()) }
}

fn check_validities(directory: &Directory) -> Result<(), OpenError> {
    let within = |from: Timestamp, until: Timestamp, days: i64| {
        let length = until.duration_since(from);
        length > SignedDuration::ZERO && length <= SignedDuration::from_hours(24 * days)
    };
    let statement_keys =
        directory.statement_keys.iter().all(|key| key.validity.from < key.validity.until);
    let envelope_keys =
        directory.envelope_keys.iter().all(|key| within(key.from, key.until, ENVELOPE_DAYS_MAX));
    let itself = within(directory.issued, directory.expires, DIRECTORY_DAYS_MAX);
    if statement_keys && envelope_keys && itself {
        Ok(())
    } else {
        Err(Misbehaviour::DirectoryValidity.into())
    }
}
