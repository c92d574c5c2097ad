// SPDX-License-Identifier: EUPL-1.2
//! Why bytes of a peer were not accepted. The first branch is whose fault it is.

/// Declares a closed list of reasons, each with a code that stays for ever and a sentence.
macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $( $variant:ident = $code:literal, $text:literal; )+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( #[doc = $text] $variant ),+ }

        impl $name {
            /// Every member, in the order of their declaration.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The code for logs, receipts and tables; it never changes.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variant => $code ),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $( Self::$variant => $text ),+ })
            }
        }
    };
}

reasons!(
    /// What the peer did that the protocol forbids.
    Misbehaviour {
        StatementTooLarge = "statement.too-large", "the statement is larger than the limit";
        StatementForm = "statement.form", "the statement is not in the one byte form";
        SignatureMissing = "statement.signature-missing", "one of the two signatures is missing";
        SignatureOrder = "statement.signature-order", "the two signatures are not in their order";
        KeysDiffer = "statement.keys-differ", "the two signatures name different keys or types";
        Typ = "statement.typ", "the statement is of another type than belongs here";
        Ed25519 = "statement.ed25519", "the Ed25519 signature does not verify";
        MlDsa44 = "statement.ml-dsa-44", "the ML-DSA-44 signature does not verify";
        PayloadJson = "payload.json", "the payload is not a JSON object";
        PayloadDuplicate = "payload.duplicate-key", "the payload has an object with one key twice";
        PayloadDepth = "payload.depth", "the payload is nested too deeply";
        PayloadAlgs = "payload.algs", "the payload does not list the two algorithms";
        PayloadShape = "payload.shape", "the payload lacks a field or has one of a wrong form";
        State = "statement.state", "the statement speaks for another State than its key does";
        KeyNotYet = "key.not-yet", "the key was not yet valid when the statement was issued";
        KeyEnded = "key.ended", "the key was no longer valid when the statement was issued";
        KeyRevoked = "key.revoked", "the key was revoked when the statement was issued";
        Future = "statement.future", "the statement was issued in the future";
        BodyTooLarge = "body.too-large", "the body is larger than the limit";
        BodyDigest = "body.digest", "the body is not the one that the head names";
        BodyShape = "body.shape", "the body lacks a field or has one of a wrong form";
        EnvelopeTooLarge = "envelope.too-large", "the envelope is larger than the limit";
        EnvelopeSize = "envelope.size", "the sealed size is none of the steps";
        EnvelopeTrailing = "envelope.trailing", "octets follow the end of the envelope";
        EnvelopeParts = "envelope.parts", "the parts are cut, doubled, empty or out of order";
        EnvelopePadding = "envelope.padding", "the padding is not zero";
        EnvelopeHeader = "envelope.header", "the head differs from the envelope's header";
        PartMissing = "envelope.part-missing", "a part that must be there is missing";
        Addressee = "envelope.addressee", "the envelope is addressed to another State";
        DirectoryShape = "directory.shape", "the directory has more entries than the limits";
        DirectoryKey = "directory.key", "a key of the directory is not a key or not its id";
        DirectoryValidity = "directory.validity", "a validity of the directory ends wrongly";
        DirectoryDropped = "directory.dropped", "the directory changes a statement key of before";
        DirectoryState = "directory.state", "the directory is of another State";
        DirectoryRollback = "directory.rollback", "the directory is older than the one known";
        DirectoryFork = "directory.fork", "two different directories have the same number";
        DirectoryPrev = "directory.prev", "the directory does not follow the one known";
        DirectoryRoot = "directory.root", "the directory is signed by another root key";
        DirectoryHandover = "directory.handover", "the old root did not sign the new one";
        DirectoryNextRoot = "directory.next-root", "the new root is not the one announced";
        EntryMismatch = "entry.mismatch", "the ledger entry is not the one of this statement";
        EntryShape = "entry.shape", "the opening of the ledger entry is malformed";
    }
);

reasons!(
    /// What a later version may mean, and this one cannot read.
    Incompatibility {
        EnvelopeVersion = "envelope.version", "the envelope is of another version";
        Part = "envelope.part", "the envelope has a part of a later version";
        Algorithm = "statement.algorithm", "the statement is signed by other algorithms";
        Typ = "statement.unknown-typ", "the statement is of a type of a later version";
        Payload = "payload.version", "the payload is of a later version";
        Body = "body.version", "the body is of a later version";
        EntryVersion = "entry.version", "the opening of the entry is of a later version";
    }
);

reasons!(
    /// What cannot be read, without it being clear who is to blame.
    Unreadable {
        NotAnEnvelope = "envelope.not-one", "the octets are no envelope";
        EnvelopeCut = "envelope.cut", "the envelope ends too early";
        EnvelopeKey = "envelope.key", "the envelope is sealed to a key that is not held";
        EnvelopeSealed = "envelope.sealed", "the envelope was altered or sealed to another key";
        NotAStatement = "statement.not-one", "the octets are no statement";
        UnknownKey = "key.unknown", "the directory known here has no key of this id";
        DirectoryExpired = "directory.expired", "the directory has expired";
        DirectoryGap = "directory.gap", "directories between the known one and this are missing";
        AtRest = "at-rest.sealed", "the stored octets were altered or sealed under another key";
        AtRestForm = "at-rest.form", "the stored octets are no sealed octets";
        WrongEpoch = "at-rest.epoch", "the key was wrapped under another epoch key";
    }
);

/// Why bytes were not accepted: whose fault, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The peer broke a rule. The bytes are evidence.
    #[error("the peer misbehaved: {0}")]
    PeerMisbehaved(Misbehaviour),
    /// The peer speaks a version that this node does not.
    #[error("the peer is incompatible: {0}")]
    PeerIncompatible(Incompatibility),
    /// It cannot be read, by whosever fault.
    #[error("unreadable: {0}")]
    Unreadable(Unreadable),
}

impl OpenError {
    /// The reason's code; it never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PeerMisbehaved(reason) => reason.code(),
            Self::PeerIncompatible(reason) => reason.code(),
            Self::Unreadable(reason) => reason.code(),
        }
    }

    /// What whoever reads this may do next.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::PeerMisbehaved(_) => "the octets are kept: show them to the other State",
            Self::PeerIncompatible(_) => "compare the versions: one of the two nodes is older",
            Self::Unreadable(Unreadable::UnknownKey | Unreadable::DirectoryExpired) => {
                "fetch the peer's directory anew"
            }
            Self::Unreadable(Unreadable::DirectoryGap) => "fetch the directories between",
            Self::Unreadable(Unreadable::EnvelopeKey) => {
                "have the peer fetch our directory and seal it anew"
            }
            Self::Unreadable(
                Unreadable::AtRest | Unreadable::AtRestForm | Unreadable::WrongEpoch,
            ) => "compare the key store with the database: one of them is from another time",
            Self::Unreadable(_) => "have it sent again",
        }
    }
}

impl From<Misbehaviour> for OpenError {
    fn from(reason: Misbehaviour) -> Self {
        Self::PeerMisbehaved(reason)
    }
}

impl From<Incompatibility> for OpenError {
    fn from(reason: Incompatibility) -> Self {
        Self::PeerIncompatible(reason)
    }
}

impl From<Unreadable> for OpenError {
    fn from(reason: Unreadable) -> Self {
        Self::Unreadable(reason)
    }
}

#[cfg(test)]
mod tests;
