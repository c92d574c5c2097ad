// SPDX-License-Identifier: EUPL-1.2
//! Ordinary traffic: cases by day and by week, desks at night, waves after an incident, renewals,
//! refusals that are made good, courts that are late, lines that are bad.
//!
//! The rates are assumptions; no figures of real traffic are published. Each is written beside what
//! it is the rate of.

use comity_domain::id::{Digest, OfficerId, RequestId, StateCode};
use comity_domain::misuse::{Spot, What};
use jiff::{SignedDuration, Timestamp};

use crate::town::{HOME, Town, Wish, begins, code, days, hours, minutes};

/// Offences, how common they are, and what their cases name.
const OFFENCES: [(&str, i64); 9] = [
    ("theft-or-fraud", 32),
    ("illegal-access", 18),
    ("data-interference", 8),
    ("system-interference", 7),
    ("child-abuse-material", 10),
    ("laundering", 10),
    ("forgery", 5),
    ("intimate-images", 5),
    ("serious-crime", 5),
];
const OF_PROPERTY: [(&str, i64); 7] = [
    ("e-mail", 25),
    ("phone", 18),
    ("wallet", 15),
    ("account", 17),
    ("ip", 12),
    ("url", 7),
    ("handle", 6),
];
const OF_OTHERS: [(&str, i64); 7] = [
    ("ip", 35),
    ("e-mail", 20),
    ("account", 15),
    ("handle", 12),
    ("url", 8),
    ("phone", 5),
    ("device", 5),
];

/// Why requests are refused, and how often.
const REASONS: [(&str, i64); 9] = [
    ("form-incomplete", 38),
    ("too-broad", 16),
    ("dual-criminality", 16),
    ("below-threshold", 8),
    ("essential-interests", 6),
    ("domestic-law", 6),
    ("time-bar", 5),
    ("discrimination", 3),
    ("press-or-expression", 2),
];

impl Town {
    /// So many requests, day after day; gives the instant at which it ends.
    pub(crate) fn live(&mut self, requests: usize) -> Timestamp {
        let mut day = 0;
        self.publish(begins());
        while self.requests < requests {
            let morning = begins() + days(day);
            for at in 0..self.countries.len() {
                let weekday = day % 7 < 5;
                let share = if weekday { 1_250 } else { 375 };
                let mean = self.countries[at].cases * share / 1_000;
                for _ in 0..self.dice.poisson(mean) {
                    self.case(at, morning);
                }
            }
            // An incident somewhere: once in four months.
            if self.dice.permille(8) {
                self.wave(morning);
            }
            self.lines(day, morning);
            day += 1;
        }
        begins() + days(day)
    }

    /// Keys and lines: what happens at the door without anybody's ill will.
    fn lines(&mut self, day: i64, morning: Timestamp) {
        if day % 30 == 29 {
            self.publish(morning);
        }
        // A line that cut octets off, or a clock that stood wrong: every second week.
        if self.dice.permille(70) {
            let to = 1 + self.dice.index(self.countries.len() - 1);
            let named = self.countries[to].code.to_string();
            let whys = [
                "envelope.cut",
                "envelope.not-one",
                "statement.future",
                "key.unknown",
                "statement.ed25519",
                "envelope.sealed",
            ];
            let why = *self.dice.one(&whys);
            for n in 0..self.dice.of(1, 2) {
                self.turn_away(morning + hours(5 + n), (&named, &named), why);
            }
        }
        // A node put back from a backup says something twice: once in three years.
        if self.dice.permille(1) {
            self.turn_away(morning + hours(9), ("XC", "XC"), "door.equivocation");
        }
    }

    /// Every State publishes anew; now and then one with other keys, and words are compared.
    fn publish(&mut self, at: Timestamp) {
        for n in 1..self.countries.len() {
            let changes = at != begins() && self.dice.permille(80);
            let country = &mut self.countries[n];
            country.keys += u64::from(changes);
            let (state, keys) = (country.code, country.keys);
            let digest = Digest::of(format!("{state} {keys}").as_bytes());
            self.see(at, What::Published(state, digest));
            if changes {
                let later = hours(self.dice.of(2, 40));
                self.see(at + later, What::Voiced(state));
            }
        }
    }

    /// Somebody at work in an office of a State, and when.
    fn at_work(
        &mut self,
        at: usize,
        (office, urgent): (usize, bool),
        day: Timestamp,
    ) -> (OfficerId, Timestamp) {
        let east = self.countries[at].east;
        let room = self.countries[at].offices[office].clone();
        if urgent {
            let minute = self.dice.of(0, 1_439);
            return (*self.dice.one(&room.desk), day + minutes(minute));
        }
        let officer = *self.dice.one(&room.day);
        // From half past eight to half past five, and now and then until eight.
        let late = if self.dice.permille(60) { 150 } else { 0 };
        let minute = self.dice.of(510, 1_050 + late) - 60 * east;
        (officer, day + minutes(minute))
    }

    fn whom(&mut self, at: usize, offence: &'static str) -> (String, Digest) {
        // Of forty identifiers one was in a case before: whoever goes on mostly goes on with what
        // they did.
        if self.dice.permille(25) {
            let same = self.dice.permille(850);
            let known = self.countries[at].known.iter().rev();
            let known = known.filter(|(of, _)| !same || *of == offence).take(20);
            let known: Vec<_> = known.map(|(_, target)| target.clone()).collect();
            if !known.is_empty() {
                return self.dice.one(&known).clone();
            }
        }
        let property = ["theft-or-fraud", "laundering", "forgery"].contains(&offence);
        let kinds = if property { &OF_PROPERTY } else { &OF_OTHERS };
        let kind = *self.dice.weighted(kinds);
        let target = self.target(kind);
        self.countries[at].known.push((offence, target.clone()));
        target
    }

    fn partner(&mut self, at: usize) -> StateCode {
        if at != 0 {
            return HOME.parse().unwrap();
        }
        let other = self.dice.index(self.countries.len() - 1).min(self.dice.index(8));
        self.countries[1 + other].code
    }

    /// One case, from its first request to its end.
    fn case(&mut self, at: usize, morning: Timestamp) {
        let office = self.dice.index(self.countries[at].offices.len());
        // Five of a hundred are about a life.
        let emergency = self.dice.permille(50);
        let offence = if emergency { "serious-crime" } else { *self.dice.weighted(&OFFENCES) };
        let kind = OFFENCES.iter().position(|(of, _)| *of == offence).unwrap();
        let (officer, begun) = self.at_work(at, (office, emergency), morning);
        let targets: Vec<_> = (0..self.dice.of(1, 3)).map(|_| self.whom(at, offence)).collect();
        let secret = self.dice.permille(600);
        let ends = self.dice.of(90, 400);
        let wish = Wish {
            from: self.countries[at].code,
            to: self.partner(at),
            office: self.countries[at].offices[office].code.clone(),
            officer,
            measure: "disclosure",
            emergency,
            offence,
            // Each offence has three provisions of its own.
            provision: u64::try_from(self.dice.of(1, 3)).unwrap() * 1_000 + kind as u64,
            targets,
            tier: ["subscriber", "traffic", "content"][self.dice.index(3)],
            case: Some(self.digest()),
            follows: None,
            secret_until: secret.then(|| begun + days(ends)),
        };
        match self.dice.of(0, 99) {
            _ if emergency => self.rescue(begun, &wish),
            0..=54 => self.preserve(begun, &wish, (at, office)),
            55..=64 => {
                let wish = Wish { measure: "contact-point", secret_until: None, ..wish.clone() };
                self.ask(begun, &wish);
            }
            _ => self.disclose(begun, &wish),
        }
        // One case of twelve asks another State about the same, where it can.
        if at == 0 && !emergency && self.dice.permille(80) {
            let to = self.partner(at);
            let later = begun + hours(self.dice.of(1, 400));
            if to != wish.to {
                self.disclose(later, &Wish { to, ..wish });
            }
        }
    }

    /// Held, perhaps longer, and then asked for, let go, or left.
    fn preserve(&mut self, begun: Timestamp, wish: &Wish, (at, office): (usize, usize)) {
        let by = self.ask(begun, &Wish { measure: "preservation", ..wish.clone() });
        // Hardly a preservation is refused.
        if self.dice.permille(12) {
            let reason = *self.dice.weighted(&REASONS[3..6]);
            return self.refuse(begun + days(3), by.request, reason);
        }
        if self.dice.permille(100) {
            return; // The provider holds nothing.
        }
        let mut until = begun + days(90);
        let answered = begun + hours(self.dice.of(1, 30));
        self.hold(answered, by.request, until);
        if self.dice.permille(200) {
            until += days(90);
            self.hold(begun + days(80), by.request, until);
        }
        let follow = Wish {
            follows: self.dice.permille(800).then_some(by.request),
            measure: "disclosure",
            ..wish.clone()
        };
        match self.dice.of(0, 99) {
            0..=61 => {
                let day = begun + days(self.dice.of(5, 85));
                let (officer, later) = self.at_work(at, (office, false), midnight(day));
                self.disclose(later.max(begun), &Wish { officer, ..follow });
            }
            62..=71 => {
                let later = begun + days(self.dice.of(10, 70));
                self.say(later, by.request, What::Released);
            }
            _ => {}
        }
        self.notify(by, wish);
    }

    fn disclose(&mut self, begun: Timestamp, wish: &Wish) {
        let by = self.ask(begun, wish);
        // Six of a hundred are refused.
        if self.dice.permille(60) {
            let reason = *self.dice.weighted(&REASONS);
            let answered = begun + days(self.dice.of(5, 40));
            self.refuse(answered, by.request, reason);
            let curable = ["form-incomplete", "too-broad", "below-threshold"].contains(&reason);
            // Most are made good; very rarely is a refusal tried again as it was.
            if curable && self.dice.permille(700) || self.dice.permille(5) {
                let again = answered + days(self.dice.of(3, 20));
                self.disclose(again, wish);
            }
            return;
        }
        if self.dice.permille(850) {
            let given = begun + days(self.dice.of(8, 70));
            self.hand_over(given, by.request, None);
            self.notify(by, wish);
        }
    }

    /// The person is told when it need not be secret any more; one in nine never.
    fn notify(&mut self, by: Spot, wish: &Wish) {
        if let Some(end) = wish.secret_until
            && self.dice.permille(890)
        {
            let later = end + days(self.dice.of(-20, 26));
            self.say(later, by.request, What::Told);
        }
    }

    /// A life is in danger: one to three requests within hours, validated nearly always.
    fn rescue(&mut self, begun: Timestamp, wish: &Wish) {
        let wish = Wish { measure: "emergency-disclosure", ..wish.clone() };
        for n in 0..self.dice.of(1, 3) {
            let target = self.target("phone");
            let at = begun + minutes(40 * n);
            let by = self.ask(at, &Wish { targets: vec![target], ..wish.clone() });
            if n == 0 && wish.from.to_string() != HOME {
                // The desk calls back before it gives anything.
                let called = minutes(self.dice.of(5, 35));
                self.see(at + called, What::Voiced(wish.from));
            }
            let given = at + hours(self.dice.of(1, 9));
            let due = given + hours(48);
            if self.dice.permille(900) {
                self.hand_over(given, by.request, Some(due));
                if self.dice.permille(940) {
                    let after = hours(self.dice.of(3, 47));
                    self.say(given + after, by.request, What::Validated);
                }
                self.notify(by, &wish);
            }
        }
    }

    /// Hospitals stand still: one office asks for dozens of addresses, day and night.
    fn wave(&mut self, morning: Timestamp) {
        let at = self.dice.index(8);
        let office = self.dice.index(self.countries[at].offices.len());
        let room = self.countries[at].offices[office].clone();
        let case = self.digest();
        let secret = morning + days(200);
        for _ in 0..self.dice.of(15, 60) {
            let all: Vec<_> = room.day.iter().chain(&room.desk).copied().collect();
            let target = self.target("ip");
            let wish = Wish {
                from: self.countries[at].code,
                to: self.partner(at),
                office: room.code.clone(),
                officer: *self.dice.one(&all),
                measure: "preservation",
                // Some of them are feared to cost lives.
                emergency: false,
                offence: "system-interference",
                provision: 77,
                targets: vec![target],
                tier: "traffic",
                case: Some(case),
                follows: None,
                secret_until: Some(secret),
            };
            let begun = morning + minutes(self.dice.of(0, 36 * 60));
            if self.dice.permille(100) {
                self.rescue(begun, &Wish { emergency: true, ..wish });
                continue;
            }
            let by = self.ask(begun, &wish);
            self.hold(begun + hours(3), by.request, begun + days(90));
            if self.dice.permille(600) {
                let later = begun + days(self.dice.of(4, 60));
                let follows = Some(by.request);
                self.disclose(later, &Wish { follows, measure: "disclosure", ..wish.clone() });
            }
            self.notify(by, &wish);
        }
    }
}

fn midnight(at: Timestamp) -> Timestamp {
    let into = at.as_second().rem_euclid(86_400);
    at - SignedDuration::from_secs(into)
}

/// A request that a planted misuse begins with: as an officer of that office would write it.
pub(crate) fn wish(town: &mut Town, from: &str, to: &str, office: &str) -> Wish {
    let target = town.target("e-mail");
    Wish {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        office: code(office),
        officer: town.officer(),
        measure: "disclosure",
        emergency: false,
        offence: "illegal-access",
        provision: 5,
        targets: vec![target],
        tier: "traffic",
        case: Some(town.digest()),
        follows: None,
        secret_until: None,
    }
}

/// The requests of some messages.
pub(crate) fn requests(of: &[Spot]) -> Vec<RequestId> {
    of.iter().map(|by| by.request).collect()
}
