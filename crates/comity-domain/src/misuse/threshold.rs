// SPDX-License-Identifier: EUPL-1.2
//! The thresholds: data, each row with its reason. Strict: every row that a rule needs is there
//! once, and no other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::codes;
use crate::id::Code;
use crate::law::LawError;

/// The thresholds that ship with the program: file and text.
pub const THRESHOLDS: (&str, &str) =
    ("law/misuse.toml", include_str!("../../../../law/misuse.toml"));

// LIMIT: some sixty rows of about 400 octets; ten times that is another file.
const BYTES_MAX: usize = 256 * 1024;

// LIMIT: a hundred years of days; more is a slip of the pen, and instants would not hold it.
const NUMBER_MAX: u32 = 36_525;

/// The format this loader reads.
const FORMAT: u16 = 1;

codes! {
    /// What has a threshold.
    pub enum Threshold is "a threshold" {
        /// Days that are looked back at all.
        LookBackDays = "look-back.days",
        /// Within so many hours
        ForgedHours = "forged.hours",
        /// so many pieces that do not verify,
        ForgedPieces = "forged.pieces",
        /// or so many by another State's channel.
        ForgedChannel = "forged.channel",
        /// So many pieces within a day.
        ForkedPieces = "forked.pieces",
        /// Within so many hours after the new key
        NewKeyHours = "new-key.hours",
        /// so many emergencies.
        NewKeyEmergencies = "new-key.emergencies",
        /// Within so many minutes
        NewGroundMinutes = "new-ground.minutes",
        /// so many cases.
        NewGroundCases = "new-ground.cases",
        /// A key with so many earlier requests
        OddHoursHistory = "odd-hours.history",
        /// none of them within so many hours of the time of day,
        OddHoursApart = "odd-hours.apart-hours",
        /// in so many cases
        OddHoursCases = "odd-hours.cases",
        /// within so many hours.
        OddHoursHours = "odd-hours.hours",
        /// Within so many hours
        VolumeHours = "volume.hours",
        /// so many cases that are new,
        VolumeCases = "volume.cases",
        /// and so many times as many as is usual
        VolumeTimes = "volume.times",
        /// in so many days before;
        VolumeUsualDays = "volume.usual-days",
        /// of whom is not known for so many days
        VolumeUnknownDays = "volume.unknown-days",
        /// so many.
        VolumeUnknownCases = "volume.unknown-cases",
        /// Within so many days
        VolumeOneCaseDays = "volume.one-case-days",
        /// so many requests in one case.
        VolumeOneCase = "volume.one-case-requests",
        /// Within so many days
        SameTargetDays = "same-target.days",
        /// in so many cases,
        SameTargetCases = "same-target.cases",
        /// or so many requests that follow none.
        SameTargetRequests = "same-target.requests",
        /// Within so many days
        EmergenciesDays = "emergencies.days",
        /// so many cases that were emergencies,
        EmergenciesCases = "emergencies.cases",
        /// so many of a hundred.
        EmergenciesPercent = "emergencies.percent",
        /// Within so many days
        UnvalidatedDays = "unvalidated.days",
        /// so many that were not validated
        UnvalidatedCount = "unvalidated.count",
        /// so many of a hundred,
        UnvalidatedPercent = "unvalidated.percent",
        /// so many hours after it was due.
        UnvalidatedGraceHours = "unvalidated.grace-hours",
        /// Within so many days
        UnfollowedDays = "unfollowed.days",
        /// so many that nobody followed
        UnfollowedCount = "unfollowed.count",
        /// so many of a hundred,
        UnfollowedPercent = "unfollowed.percent",
        /// so many days after the hold ended.
        UnfollowedGraceDays = "unfollowed.grace-days",
        /// Within so many days of the refusal.
        ResubmittedDays = "resubmitted.days",
        /// Within so many days of the refusal.
        RecodedDays = "recoded.days",
        /// Within so many days
        DressedUpDays = "dressed-up.days",
        /// so many cases
        DressedUpCases = "dressed-up.cases",
        /// so many of a hundred of its cases of such offences,
        DressedUpPercent = "dressed-up.percent",
        /// while of the others, where they have so many cases,
        DressedUpOthersCases = "dressed-up.others-cases",
        /// it is at most so many of a hundred.
        DressedUpOthersPercent = "dressed-up.others-percent",
        /// Within so many days
        SecrecyDays = "secrecy.days",
        /// so many of which nobody was told
        SecrecyCount = "secrecy.count",
        /// so many of a hundred,
        SecrecyPercent = "secrecy.percent",
        /// so many days after the secrecy ended.
        SecrecyGraceDays = "secrecy.grace-days",
        /// Among so many requests before
        RepeatedLast = "repeated.last",
        /// so many with the same words.
        RepeatedSame = "repeated.same",
    }
}

codes! {
    /// What is a list of codes.
    pub enum List is "a list of codes" {
        /// Codes of the door that say that a piece is not its sender's.
        ForgedCodes = "forged.codes",
        /// The code of the door for another State's channel.
        ForgedChannelCodes = "forged.channel-codes",
        /// Codes of the door that say that a chain denies itself.
        ForkedCodes = "forked.codes",
        /// Reasons of a refusal that invite a better request.
        Curable = "resubmitted.curable",
        /// Reasons of a refusal that protect a person.
        Protecting = "recoded.protecting",
        /// Offences of property.
        Property = "dressed-up.offences",
        /// Kinds of identifier under which people speak.
        Speech = "dressed-up.identifiers",
    }
}

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThresholdRow {
    /// What it is of.
    pub name: String,
    /// The number or the codes.
    pub is: Vec<String>,
    /// Why it is so.
    pub why: String,
}

/// The thresholds of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    numbers: BTreeMap<Threshold, u32>,
    lists: BTreeMap<List, BTreeSet<String>>,
    rows: Vec<ThresholdRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<u16>,
    row: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    is: Is,
    why: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Is {
    Number(u32),
    Codes(Vec<Code>),
}

impl Thresholds {
    /// [`THRESHOLDS`].
    pub fn shipped() -> Result<Self, LawError> {
        Self::parse(THRESHOLDS.0, THRESHOLDS.1)
    }

    /// Reads a file of this name.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let fault = |offset: usize, what: String| {
            let breaks = text.bytes().take(offset).filter(|octet| *octet == b'\n').count();
            let line = u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1);
            LawError { file: file.to_owned(), line, what }
        };
        if text.len() > BYTES_MAX {
            return Err(fault(0, format!("the file is larger than {BYTES_MAX} octets")));
        }
        let read: File = toml::from_str(text).map_err(|error| {
            fault(error.span().map_or(0, |span| span.start), error.message().trim().to_owned())
        })?;
        if *read.format.get_ref() != FORMAT {
            let what = format!("this node reads format {FORMAT}, not {}", read.format.get_ref());
            return Err(fault(read.format.span().start, what));
        }
        let mut all = Self { numbers: BTreeMap::new(), lists: BTreeMap::new(), rows: Vec::new() };
        for row in read.row {
            let at = row.span().start;
            all.take(row.into_inner()).map_err(|what| fault(at, what))?;
        }
        let number = Threshold::ALL.iter().find(|name| !all.numbers.contains_key(name));
        let list = List::ALL.iter().find(|name| !all.lists.contains_key(name));
        match number.map(|n| n.code()).or(list.map(|l| l.code())) {
            Some(missing) => Err(fault(0, format!("there is no row `{missing}`: add one"))),
            None => Ok(all),
        }
    }

    fn take(&mut self, row: Row) -> Result<(), String> {
        let Row { name, is, why } = row;
        if why.trim().is_empty() {
            return Err(format!("`{name}` does not say why"));
        }
        let twice = || format!("`{name}` is there twice");
        let said = match (Threshold::from_code(&name), List::from_code(&name), is) {
            (Some(what), _, Is::Number(number @ 1..=NUMBER_MAX)) => {
                if self.numbers.insert(what, number).is_some() {
                    return Err(twice());
                }
                vec![number.to_string()]
            }
            (Some(_), ..) => return Err(format!("`{name}` is a number of 1 to {NUMBER_MAX}")),
            (_, Some(what), Is::Codes(codes)) => {
                self.list(what, codes.iter().map(ToString::to_string)).ok_or_else(twice)?
            }
            (_, Some(_), Is::Number(_)) => return Err(format!("`{name}` is a list of codes")),
            (None, None, _) => return Err(format!("no rule has a threshold `{name}`")),
        };
        self.rows.push(ThresholdRow { name, is: said, why });
        Ok(())
    }

    fn list(&mut self, what: List, codes: impl Iterator<Item = String>) -> Option<Vec<String>> {
        let codes: BTreeSet<String> = codes.collect();
        let said = codes.iter().cloned().collect();
        self.lists.insert(what, codes).is_none().then_some(said)
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[ThresholdRow] {
        &self.rows
    }

    /// A threshold. INVARIANT: loading has seen a row for each; what nothing reaches stands for
    /// none.
    #[must_use]
    pub fn of(&self, what: Threshold) -> u32 {
        self.numbers.get(&what).copied().unwrap_or(u32::MAX)
    }

    /// The same, as so many days.
    #[must_use]
    pub fn days(&self, what: Threshold) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.of(what)))
    }

    /// The same, as so many hours.
    pub(super) fn hours(&self, what: Threshold) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.of(what)))
    }

    /// Whether a list has a code.
    pub(super) fn has(&self, list: List, code: &str) -> bool {
        self.lists.get(&list).is_some_and(|codes| codes.contains(code))
    }
}
