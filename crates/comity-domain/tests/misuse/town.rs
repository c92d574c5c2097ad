// SPDX-License-Identifier: EUPL-1.2
//! States, their offices and officers, and how what they do is put down. It knows of observations,
//! and of nothing that judges them.

use comity_domain::id::{Code, Digest, MessageId, OfficerId, RequestId, StateCode};
use comity_domain::misuse::{Asked, Cited, Observation, Refused, Spot, Target, Turned, What};
use comity_domain::role::Side;
use jiff::{SignedDuration, Timestamp};

use crate::dice::Dice;

/// The State whose node looks.
pub(crate) const HOME: &str = "XA";

/// When it begins.
pub(crate) const BEGINS: &str = "2025-01-06T00:00:00Z";

pub(crate) fn begins() -> Timestamp {
    BEGINS.parse().unwrap()
}

pub(crate) fn code(text: &str) -> Code {
    text.parse().unwrap()
}

pub(crate) fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

pub(crate) fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

pub(crate) fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

#[derive(Clone)]
pub(crate) struct Country {
    pub(crate) code: StateCode,
    /// Hours east of UTC.
    pub(crate) east: i64,
    /// Cases in a thousand days.
    pub(crate) cases: i64,
    pub(crate) offices: Vec<Office>,
    /// Whom its cases were about lately, and of what: some come again.
    pub(crate) known: Vec<(&'static str, (String, Digest))>,
    pub(crate) keys: u64,
}

#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) code: Code,
    /// By day; and the desk, at any hour.
    pub(crate) day: Vec<OfficerId>,
    pub(crate) desk: Vec<OfficerId>,
}

/// What is asked.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) from: StateCode,
    pub(crate) to: StateCode,
    pub(crate) office: Code,
    pub(crate) officer: OfficerId,
    pub(crate) measure: &'static str,
    pub(crate) emergency: bool,
    pub(crate) offence: &'static str,
    pub(crate) provision: u64,
    pub(crate) targets: Vec<(String, Digest)>,
    pub(crate) tier: &'static str,
    pub(crate) case: Option<Digest>,
    pub(crate) follows: Option<RequestId>,
    pub(crate) secret_until: Option<Timestamp>,
}

#[derive(Clone)]
pub(crate) struct Town {
    pub(crate) dice: Dice,
    pub(crate) log: Vec<Observation>,
    pub(crate) countries: Vec<Country>,
    pub(crate) requests: usize,
    count: u64,
}

impl Town {
    pub(crate) fn new(seed: u64) -> Self {
        let mut town = Self {
            dice: Dice::new(seed),
            log: Vec::new(),
            countries: Vec::new(),
            requests: 0,
            count: seed << 32,
        };
        let codes = [
            HOME, "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XK", "XL", "XM", "XN",
            "XO", "XP",
        ];
        for (n, text) in codes.into_iter().enumerate() {
            let n = i64::try_from(n).unwrap();
            // The first are large, the last ask a few times a year.
            let cases = if n == 0 { 3_200 } else { 2_200 / (n + 1) };
            let offices = (0..town.dice.of(1, 4)).map(|at| Office {
                code: code(&format!("{}-office-{at}", text.to_lowercase())),
                day: Vec::new(),
                desk: Vec::new(),
            });
            let mut country = Country {
                code: text.parse().unwrap(),
                east: town.dice.of(-8, 11),
                cases,
                offices: offices.collect(),
                known: Vec::new(),
                keys: 0,
            };
            for office in &mut country.offices {
                office.day = (0..town.dice.of(2, 7)).map(|_| town.officer()).collect();
                office.desk = (0..town.dice.of(2, 4)).map(|_| town.officer()).collect();
            }
            town.countries.push(country);
        }
        town
    }

    pub(crate) fn fresh(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    pub(crate) fn officer(&mut self) -> OfficerId {
        OfficerId::from_parts(self.fresh(), [3; 10])
    }

    pub(crate) fn digest(&mut self) -> Digest {
        Digest::of(&self.fresh().to_be_bytes())
    }

    pub(crate) fn target(&mut self, kind: &str) -> (String, Digest) {
        (kind.to_owned(), self.digest())
    }

    pub(crate) fn see(&mut self, at: Timestamp, what: What) {
        self.log.push(Observation { at, what });
    }

    fn message(&mut self, request: RequestId, at: Timestamp) -> Spot {
        let n = self.fresh().to_be_bytes();
        let random = [1, 1, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]];
        let millis = u64::try_from(at.as_millisecond()).unwrap();
        Spot { request, message: MessageId::from_parts(millis, random) }
    }

    pub(crate) fn ask(&mut self, at: Timestamp, wish: &Wish) -> Spot {
        let n = self.fresh().to_be_bytes();
        let random = [2, 2, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]];
        let millis = u64::try_from(at.as_millisecond()).unwrap();
        let by = self.message(RequestId::from_parts(millis, random), at);
        let home = wish.from.to_string() == HOME;
        let item = |(n, (kind, digest)): (u16, &(String, Digest))| Target {
            n,
            tier: Some(code(wish.tier)),
            kind: code(kind),
            digest: *digest,
        };
        let asked = Asked {
            by,
            side: if home { Side::Requesting } else { Side::Requested },
            from: wish.from,
            to: wish.to,
            authority: Some(wish.office.clone()),
            officer: Some(wish.officer),
            measure: code(wish.measure),
            emergency: wish.emergency,
            offences: vec![Cited {
                code: code(wish.offence),
                provision: Some(Digest::of(format!("{} {}", wish.from, wish.provision).as_bytes())),
            }],
            items: (1..).zip(&wish.targets).map(item).collect(),
            case: wish.case,
            follows: wish.follows,
            secret_until: wish.secret_until,
            secret_breaks: Vec::new(),
            reasons: Vec::new(),
        };
        self.see(at, What::Asked(Box::new(asked)));
        self.requests += 1;
        by
    }

    pub(crate) fn refuse(&mut self, at: Timestamp, request: RequestId, reason: &str) {
        let by = self.message(request, at);
        let refused = Refused { by, items: Vec::new(), ground: None, reason: Some(code(reason)) };
        self.see(at, What::Refused(Box::new(refused)));
    }

    pub(crate) fn hold(&mut self, at: Timestamp, request: RequestId, until: Timestamp) {
        let by = self.message(request, at);
        self.see(at, What::Held(by, until));
    }

    pub(crate) fn say(&mut self, at: Timestamp, request: RequestId, what: fn(Spot) -> What) {
        let by = self.message(request, at);
        self.see(at, what(by));
    }

    pub(crate) fn hand_over(&mut self, at: Timestamp, request: RequestId, due: Option<Timestamp>) {
        let by = self.message(request, at);
        self.see(at, What::HandedOver(by, due));
    }

    pub(crate) fn turn_away(
        &mut self,
        at: Timestamp,
        (named, channel): (&str, &str),
        why: &str,
    ) -> Digest {
        let octets = self.digest();
        let turned = Turned {
            named: named.parse().unwrap(),
            channel: channel.parse().ok(),
            why: why.to_owned(),
            octets,
        };
        self.see(at, What::Turned(Box::new(turned)));
        octets
    }
}
