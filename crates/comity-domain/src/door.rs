// SPDX-License-Identifier: EUPL-1.2
//! What a verified message must still be to be taken in: one of the two States, next in its chain.
//!
//! Only breaks of the chain are refused here. What is in turn is for the tables, after it was taken
//! in and receipted. Remarks are not refusals: they go into the receipt, with whose fault they are.

use jiff::{SignedDuration, Timestamp};

use crate::chain::Chains;
use crate::codes;
use crate::id::{Digest, StateCode};
use crate::message::{Head, Kind};
use crate::role::Side;

/// LIMIT: messages of one chain that may wait for the one before them. An outbox sends at most
/// this many of one request at once.
pub const PARKED_MAX: u32 = 16;

// LIMIT: clocks of two nodes that ask a time server differ by less than a second; ten minutes is
// what a badly kept one drifts in a month.
/// How far ahead of our clock a message may claim to be issued.
pub const FUTURE_MAX: SignedDuration = SignedDuration::from_mins(10);

/// What becomes of a message at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is next in its chain: append it and receipt it.
    Take,
    /// We have it: give the receipt that we gave.
    Duplicate,
    /// One before it is missing: keep it aside for a while.
    Park,
    /// It is refused, without receipt.
    Refuse(Fault),
}

codes! {
    /// Why a message is refused at the door: always its sender's fault, or the sign of a node
    /// restored from an old backup.
    pub enum Fault is "a fault at the door" {
        /// The sender or addressee is not one of the two States of the request.
        NotAParty = "not-a-party",
        /// A chain must begin with the request itself, sent by the requesting State.
        NoBeginning = "no-beginning",
        /// Too many messages before it are missing.
        Gap = "gap",
        /// Another message with the same place in the chain is already here.
        Equivocation = "equivocation",
        /// It does not follow the message that is here before it.
        Fork = "fork",
        /// It claims to have seen a message of ours that we never sent, or another in its place.
        SeenUnknown = "seen-unknown",
        /// It has seen less than its sender had already receipted or stated.
        SeenLess = "seen-less",
        /// What it says it has seen is not one entry, for the other State.
        SeenMalformed = "seen-malformed",
    }
}

impl Fault {
    /// What it is, in a sentence; what to do next is for a person, and depends on why.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotAParty => "its sender and addressee are not the two States of the request",
            Self::NoBeginning => "a chain begins with the request itself, by the State that asks",
            Self::Gap => "too many messages before it are missing: send those first",
            Self::Equivocation => "another message with its place or its id is already here",
            Self::Fork => "it does not follow the message that is here before it",
            Self::SeenUnknown => "it says that it has seen a message that was never sent to it",
            Self::SeenLess => "it has seen less than its sender had receipted or stated before",
            Self::SeenMalformed => "what it says it has seen is not one entry, of the other State",
        }
    }
}

codes! {
    /// What is odd about a message that was taken in all the same.
    pub enum Remark is "a remark" {
        /// Issued more than ten minutes ahead of the receiver's clock.
        IssuedInFuture = "issued-in-future",
        /// Issued before a message that it follows or has seen.
        IssuedBackwards = "issued-backwards",
        /// Its sender's view of the state differs from ours at the same point.
        ViewDiffers = "view-differs",
        /// It is of another version of the protocol, and could be read all the same.
        ProtocolDiffers = "protocol-differs",
        /// Its sender acted by other tables than ours.
        TablesDiffer = "tables-differ",
        /// Its sender acted by other policies than its State publishes.
        RulesDiffer = "rules-differ",
        /// It names an item that the request does not have.
        ItemUnknown = "item-unknown",
    }
}

/// What the sender had receipted of ours when its chain was so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipted {
    /// The length of the sender's chain when it gave the receipt.
    pub their_seq: u32,
    /// The place in our chain of the message that it receipted.
    pub our_seq: u32,
}

/// Whether the next message of a peer may come in. `chains` is what is here of its request.
#[must_use]
pub fn admit(
    chains: Option<&Chains>,
    me: StateCode,
    head: &Head,
    digest: Digest,
    receipted: &[Receipted],
) -> Admission {
    if head.to != me || head.from == me {
        return Admission::Refuse(Fault::NotAParty);
    }
    let Some(chains) = chains else { return admit_first(head) };
    let Some(side) = chains.side(head.from).filter(|s| chains.state(s.other()) == me) else {
        return Admission::Refuse(Fault::NotAParty);
    };
    let here = chains.len(side);
    if head.seq == 0 {
        return Admission::Refuse(Fault::Fork);
    }
    if head.seq <= here {
        let same = chains.at(side, head.seq).is_some_and(|link| link.digest == digest);
        let other = Admission::Refuse(Fault::Equivocation);
        return if same { Admission::Duplicate } else { other };
    }
    if head.seq > here + 1 {
        let near = head.seq - here <= PARKED_MAX;
        return if near { Admission::Park } else { Admission::Refuse(Fault::Gap) };
    }
    if head.prev != chains.last(side).map(|link| link.digest) {
        return Admission::Refuse(Fault::Fork);
    }
    match seen_fault(chains, side, head, receipted) {
        Some(fault) => Admission::Refuse(fault),
        None => Admission::Take,
    }
}

fn admit_first(head: &Head) -> Admission {
    match head.seq {
        1 if head.known_kind() == Some(Kind::Submit) && head.prev.is_none() => {
            let fault = Admission::Refuse(Fault::SeenMalformed);
            if head.seen.is_empty() { Admission::Take } else { fault }
        }
        0 | 1 => Admission::Refuse(Fault::NoBeginning),
        seq if seq <= PARKED_MAX => Admission::Park,
        _ => Admission::Refuse(Fault::Gap),
    }
}

fn seen_fault(chains: &Chains, side: Side, head: &Head, receipted: &[Receipted]) -> Option<Fault> {
    let ours = side.other();
    let seen = match head.seen.as_slice() {
        [] => 0,
        [seen] if seen.state == chains.state(ours) && seen.seq > 0 => {
            let known = chains.at(ours, seen.seq).is_some_and(|link| link.digest == seen.digest);
            if !known {
                return Some(Fault::SeenUnknown);
            }
            seen.seq
        }
        _ => return Some(Fault::SeenMalformed),
    };
    let before = chains.last(side).map_or(0, |link| link.head.seen_of(chains.state(ours)));
    let promised = receipted
        .iter()
        .filter(|r| r.their_seq < head.seq)
        .map(|r| r.our_seq)
        .max()
        .unwrap_or_default();
    (seen < before.max(promised)).then_some(Fault::SeenLess)
}

/// What is odd about a message that may come in, in the light of what is here. `published` is the
/// digest of the policies that its State publishes in the directory by which it was sent, where
/// that is here.
#[must_use]
pub fn remarks(
    chains: &Chains,
    side: Side,
    head: &Head,
    published: Option<Digest>,
    now: Timestamp,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if now.checked_add(FUTURE_MAX).is_ok_and(|latest| head.issued > latest) {
        remarks.push(Remark::IssuedInFuture);
    }
    let own = chains.last(side).map(|link| link.head.issued);
    let seen = chains.at(side.other(), head.seen_of(chains.state(side.other())));
    let earliest = own.into_iter().chain(seen.map(|link| link.head.issued)).max();
    if earliest.is_some_and(|earliest| head.issued < earliest) {
        remarks.push(Remark::IssuedBackwards);
    }
    if head.protocol != crate::message::PROTOCOL {
        remarks.push(Remark::ProtocolDiffers);
    }
    if head.tables != crate::workflow::TABLES {
        remarks.push(Remark::TablesDiffer);
    }
    if published.is_some_and(|published| published != head.rules) {
        remarks.push(Remark::RulesDiffer);
    }
    let before = crate::shared::fold(chains, chains.horizon_of(side, head));
    if before.view() != head.view {
        remarks.push(Remark::ViewDiffers);
    }
    let known = |n| before.shared.as_ref().is_none_or(|shared| shared.items.contains_key(&n));
    if !head.facts.items.iter().all(|fact| known(fact.n)) {
        remarks.push(Remark::ItemUnknown);
    }
    remarks
}

#[cfg(test)]
mod tests;
