// SPDX-License-Identifier: EUPL-1.2
//! For how long a request stays secret: as long as was asked with it, and then for as long as each
//! renewal carries it.
//!
//! Both States compute the same from the same signed messages. What prolongs nothing is kept and
//! shown with its reason, and secrecy ends at the earlier end. A renewal is a correction of the
//! request that states a new end.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Request, Stepped};
use crate::chain::Link;
use crate::codes;
use crate::id::{Digest, MessageId, OfficerId};
use crate::message::{Body, Facts, Head, Kind, OutsideAct};
use crate::role::{Role, Side};
use crate::workflow::Answer;

/// For how long secrecy is asked for at a time, from the date of the message.
pub const SECRECY_AT_A_TIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// For how long it goes on without the oversight body, from when it was first asked for.
pub const SECRECY_ALONE: SignedDuration = SignedDuration::from_hours(365 * 24);

codes! {
    /// Why secrecy does not last as long as a message says.
    pub enum Short is "a reason why secrecy ends earlier" {
        /// It was asked for more than ninety days at a time.
        TooLong = "too-long",
        /// It was asked for in a message that cannot carry it.
        Misplaced = "misplaced",
        /// No act of an independent authority is named and goes with it.
        NoAct = "no-act",
        /// The act that it names carried something else before.
        UsedAct = "used-act",
        /// The act that it names had ended, or ends earlier.
        ActEnded = "act-ended",
        /// It reaches beyond a year, and the oversight body is not named.
        NoSeat = "no-seat",
    }
}

/// One message that asks for secrecy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The message.
    pub message: MessageId,
    /// When it was signed.
    pub at: Timestamp,
    /// Until when it asks for secrecy.
    pub asked: Timestamp,
    /// Until when secrecy lasts by it; `None` where it changes nothing.
    pub until: Option<Timestamp>,
    /// Why not as long as it asks.
    pub short: Option<Short>,
    /// When secrecy had ended before it, where it had: it begins anew, and was not renewed in time.
    pub ended: Option<Timestamp>,
    /// The act of an independent authority that goes with it.
    pub act: Option<OutsideAct>,
}

/// The secrecy of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrecy {
    /// When it was first asked for.
    pub since: Timestamp,
    /// When it ends, or ended.
    pub until: Timestamp,
    /// The messages that ask for it, in order.
    pub periods: Vec<Period>,
}

/// That the oversight body agreed to one renewal that reaches beyond a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// Whose hand it was.
    pub by: OfficerId,
    /// Until when, at most.
    pub until: Timestamp,
}

/// A message of this State's that asks for secrecy again, as the safeguards see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the schema")]
pub struct Renewal {
    /// For how many days from now; a day begun counts.
    pub days: u32,
    /// Whether secrecy would last longer than it does.
    pub longer: bool,
    /// Whether it names an act that was entered here, compared with its scan, has not ended, and
    /// carried nothing else before.
    pub act: bool,
    /// Whether it reaches beyond a year from when secrecy was first asked for.
    pub past_year: bool,
    /// Whether the oversight body agreed to it.
    pub agreed: bool,
}

impl Secrecy {
    /// From when on the oversight body has to agree.
    #[must_use]
    pub fn alone_until(&self) -> Timestamp {
        self.since.saturating_add(SECRECY_ALONE).unwrap_or(Timestamp::MAX)
    }

    /// Whether an instant is beyond that.
    #[must_use]
    pub fn is_past_year(&self, until: Timestamp) -> bool {
        until > self.alone_until()
    }

    /// The spans in which it had ended and was not yet asked for again.
    pub fn breaks(&self) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        self.periods.iter().filter_map(|one| Some((one.ended?, one.at)))
    }
}

/// How many days it is to an instant; a day begun counts.
pub(super) fn days(from: Timestamp, until: Timestamp) -> u32 {
    let span = until.duration_since(from).as_secs().max(0);
    let day = SignedDuration::from_hours(24).as_secs();
    u32::try_from((span + day - 1) / day).unwrap_or(u32::MAX)
}

impl Request {
    /// Its secrecy, where it was asked for and the words that ask for it are there.
    #[must_use]
    pub fn secrecy(&self) -> Option<Secrecy> {
        let chain = self.chains.of(Side::Requesting);
        let mut found: Option<Secrecy> = None;
        for (at, link) in chain.iter().enumerate() {
            let body = self.bodies.get(&link.head.message);
            let Some((body, asked)) = body.and_then(|body| Some((body, body.secret_until()?)))
            else {
                continue;
            };
            let before = chain.get(..at).unwrap_or_default();
            let period = match &found {
                None if before.is_empty() => first(&link.head, asked),
                _ => later((&link.head, body), asked, before, found.as_ref()),
            };
            let fresh = || Secrecy { since: period.at, until: period.at, periods: Vec::new() };
            let secrecy = found.get_or_insert_with(fresh);
            secrecy.until = period.until.unwrap_or(secrecy.until);
            secrecy.periods.push(period);
        }
        found
    }

    /// When the person concerned was first told, by either State.
    #[must_use]
    pub fn told(&self) -> Option<Timestamp> {
        let all = Side::ALL.iter().flat_map(|side| self.chains.of(*side));
        let told = all.filter(|link| link.head.known_kind() == Some(Kind::NoticeSent));
        told.map(|link| link.head.issued).min()
    }

    /// Whether the person concerned is still to be told: data were held or handed over, and nobody
    /// has.
    #[must_use]
    pub fn owes_notice(&self) -> bool {
        let touched = |side: &Side| self.chains.of(*side).iter().any(reaches);
        self.told().is_none() && Side::ALL.iter().any(touched)
    }

    /// When they have to be told: when secrecy ends.
    #[must_use]
    pub fn notice_due(&self) -> Option<Timestamp> {
        self.owes_notice().then(|| self.secrecy())?.map(|secrecy| secrecy.until)
    }

    /// What a message of this State's says of secrecy, as the safeguards see it.
    #[must_use]
    pub fn renewal(
        &self,
        (kind, facts, body): (Kind, &Facts, &Body),
        now: Timestamp,
    ) -> Option<Renewal> {
        if kind == Kind::Submit || self.side != Side::Requesting {
            return None;
        }
        let asked = body.secret_until()?;
        let secrecy = self.secrecy();
        let stands = |digest: &Digest| {
            carried(*digest, body).is_some()
                && self.ordered(*digest, now)
                && !used(*digest, self.chains.of(Side::Requesting))
        };
        let past_year = secrecy.as_ref().is_some_and(|secrecy| secrecy.is_past_year(asked));
        Some(Renewal {
            days: days(now, asked),
            longer: secrecy.is_none_or(|secrecy| asked > secrecy.until),
            act: facts.authorisation.as_ref().is_some_and(stands),
            past_year,
            agreed: self.agreed.is_some_and(|agreed| asked <= agreed.until),
        })
    }

    /// The oversight body agrees to one renewal; the last word stands.
    pub(super) fn agree_step(&mut self, stepped: &Stepped) {
        let until = stepped.facts.until.as_ref().map(|until| until.at);
        self.agreed = until.map(|until| Agreed { by: stepped.by.officer, until });
    }

    /// What the oversight body agreed to was done, and is done once.
    pub(super) fn agreed_to(&mut self, side: Side, head: &Head) {
        if side == self.side && by_seat(&head.facts) {
            self.agreed = None;
        }
    }
}

/// With the request itself nothing but the time is looked at.
fn first(head: &Head, asked: Timestamp) -> Period {
    let most = longest(head.issued);
    Period {
        message: head.message,
        at: head.issued,
        asked,
        until: Some(asked.min(most)),
        short: (asked > most).then_some(Short::TooLong),
        ended: None,
        act: None,
    }
}

fn later(
    (head, body): (&Head, &Body),
    asked: Timestamp,
    before: &[Link],
    secrecy: Option<&Secrecy>,
) -> Period {
    let (at, message) = (head.issued, head.message);
    let act = head.facts.authorisation.and_then(|digest| carried(digest, body)).cloned();
    let standing = secrecy.map(|secrecy| secrecy.until);
    let longer = standing.is_none_or(|end| asked > end);
    let expires = act.as_ref().and_then(|act| act.expires);
    let past_year = secrecy.is_some_and(|secrecy| secrecy.is_past_year(asked));
    let of_request = before.first().map(|link| link.head.message);
    let corrects = head.known_kind() == Some(Kind::Correct) && head.facts.about == of_request;
    let fault = if !corrects {
        Some(Short::Misplaced)
    } else if !longer {
        // Who lets go of secrecy earlier needs nobody's word.
        None
    } else if asked > longest(at) {
        Some(Short::TooLong)
    } else if act.is_none() {
        Some(Short::NoAct)
    } else if head.facts.authorisation.is_some_and(|digest| used(digest, before)) {
        Some(Short::UsedAct)
    } else if expires.is_some_and(|end| end <= at) {
        Some(Short::ActEnded)
    } else if past_year && !by_seat(&head.facts) {
        Some(Short::NoSeat)
    } else {
        None
    };
    // An act that ends earlier carries as far as it goes, and never back.
    let carries = expires.filter(|end| longer && *end < asked);
    let reaches = match (carries, standing) {
        (Some(end), Some(standing)) => end.max(standing),
        (Some(end), None) => end,
        (None, _) => asked,
    };
    let until = fault.is_none().then_some(reaches);
    Period {
        message,
        at,
        asked,
        until,
        short: fault.or(carries.map(|_| Short::ActEnded)),
        ended: standing.filter(|end| *end < at && until.is_some_and(|until| until > *end)),
        act,
    }
}

fn longest(from: Timestamp) -> Timestamp {
    from.saturating_add(SECRECY_AT_A_TIME).unwrap_or(Timestamp::MAX)
}

/// The act that a body carries, by the digest that the head names.
fn carried(digest: Digest, body: &Body) -> Option<&OutsideAct> {
    body.acts.iter().find(|act| Digest::of_json(act) == digest)
}

/// Whether a message before rests on this act: each renewal is an act of its own.
fn used(digest: Digest, before: &[Link]) -> bool {
    before.iter().any(|link| link.head.facts.authorisation == Some(digest))
}

/// Whether a head names an officer of the oversight body as whoever agreed.
fn by_seat(facts: &Facts) -> bool {
    facts
        .approval
        .as_ref()
        .is_some_and(|by| by.role.as_str() == Role::Oversight.code() && by.spoken.is_none())
}

/// Whether data are held or handed over by a message.
fn reaches(link: &Link) -> bool {
    let held = |code: &str| {
        matches!(Answer::from_code(code), Some(Answer::Held | Answer::HeldProvisionally))
    };
    match link.head.known_kind() {
        Some(Kind::Disclose) => true,
        Some(Kind::Preserved) => {
            let mut answers = link.head.facts.items.iter().filter_map(|item| item.answer.as_ref());
            answers.any(|code| held(code.as_str()))
        }
        _ => false,
    }
}
