// SPDX-License-Identifier: EUPL-1.2
//! Bodies: names, identifiers, free text. Sealed on the way, sealed on disk, erased in the end.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{Code, Digest, ExhibitId, Reference};
use crate::identifier::Identifier;
use crate::law::Level;
use crate::message::translation::Translation;
use crate::screen::Answered;

/// The body of any message; each kind uses a few fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The sender's own reference of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The number of the sender's own case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The authority that sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// The authority for which it sends, where that is another: whose case it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<Authority>,
    /// For people to read: question, answer, reason, note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The language of the free text, a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What only a request carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// The same words in other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// The items' identifiers and periods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<BodyItem>,
    /// Names and capabilities of the sealed files that cross: exhibits handed over, attachments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exhibits: Vec<ExhibitName>,
    /// The next providers, by name, where the register does not know them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathName>,
    /// Files that belong to the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Acts outside the system it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<OutsideAct>,
    /// The deletion certificate, a statement of its own, with the message that data were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

impl Body {
    /// Until when it asks for secrecy.
    #[must_use]
    pub fn secret_until(&self) -> Option<Timestamp> {
        self.request.as_ref()?.secrecy_until
    }
}

/// What a request says in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The offence under the requesting State's own law.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<OffenceText>,
    /// Subject and nature of the case, and the authority that conducts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_nature: Option<String>,
    /// The facts in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<String>,
    /// How the data relate to the offence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_link: Option<String>,
    /// What is known of who holds the data, or where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custodian: Option<String>,
    /// Why it is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub necessity: Option<String>,
    /// Why nothing less would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proportionality: Option<String>,
    /// That, and by when, disclosure will be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intention: Option<String>,
    /// Why it must stay secret; none asked for if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<String>,
    /// When the secrecy asked for ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrecy_until: Option<Timestamp>,
    /// What is asked for, and in which form or procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assistance: Option<String>,
    /// What it will be used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Why it is urgent, and until when an answer helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// In an emergency: who is in danger, of what, how soon, and how that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub danger: Option<String>,
    /// Who will validate an emergency, and when; and that the data go if nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<String>,
    /// What is known of the persons concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons: Option<String>,
    /// What the State that asks says to the questions about protected freedoms and persons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub screen: Vec<Answered>,
}

/// An offence in the words of the requesting State's law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffenceText {
    /// Its code in the instrument.
    pub code: Code,
    /// The national provision.
    pub provision: String,
    /// Its wording, or a summary.
    pub text: String,
}

/// One item as its sender describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyItem {
    /// The item's number, as in the head.
    pub n: u16,
    /// What identifies it.
    pub identifier: Identifier,
    /// From when data are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The provider believed to hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What exactly is wanted of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// An authority, as it signs letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Authority {
    /// Its code in its State's directory.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How it is reached about this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// How an authority is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// The office on duty.
    pub office: String,
    /// Its telephone, E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The languages it works in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
}

/// What the body says of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExhibitName {
    /// The exhibit.
    pub id: ExhibitId,
    /// Its file name.
    pub name: String,
    /// Whoever shows this may pull the sealed octets.
    pub capability: String,
    /// The sealed manifest (base64, an age file to the same recipients).
    pub manifest: String,
    /// The age header of the exhibit (base64).
    pub header: String,
}

/// A provider on the path that the register does not know: a firm, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathName {
    /// The item whose path it is.
    pub n: u16,
    /// Its name.
    pub provider: String,
}

/// A file that belongs to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The sealed file, which [`Body::exhibits`] says how to pull; none where it travels by other
    /// means, or lies elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ExhibitId>,
    /// SHA-256 of its octets.
    pub digest: Digest,
    /// Its file name.
    pub name: String,
    /// What it is: `scan`, `translation`, `order`, `annex`.
    pub kind: Code,
    /// Its language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The attachment that it translates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<Digest>,
    /// Who certified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certified_by: Option<String>,
}

/// An act outside the system: a judge's order, a letter, a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutsideAct {
    /// What it is: `order`, `letter`, `call`.
    pub kind: Code,
    /// The authority that acted.
    pub authority: String,
    /// The office within it that acted.
    pub office: String,
    /// Its reference there.
    pub reference: String,
    /// Its date.
    pub date: jiff::civil::Date,
    /// What it covers.
    pub scope: String,
    /// The level of the authority: `police`, `ministry`, `prosecutor`, `court`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The highest tier of data that it allows; none where it says nothing of data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Code>,
    /// The items that it allows; none where it allows all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<u16>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// Digest of its scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Digest>,
}
