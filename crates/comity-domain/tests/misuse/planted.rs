// SPDX-License-Identifier: EUPL-1.2
//! Misuse as somebody might do it, each kind in several ways. Each says what it did: the requests
//! that an alert has to name, or the octets. Of the rules it knows nothing but how they are called.

use comity_domain::id::{Digest, OfficerId, RequestId};
use comity_domain::misuse::{Rule, Spot, What};
use jiff::Timestamp;

use crate::ordinary::{requests, wish};
use crate::town::{HOME, Town, Wish, days, hours, minutes};

/// What was planted.
pub(crate) enum Traces {
    Requests(Vec<RequestId>),
    Octets(Vec<Digest>),
}

pub(crate) struct Plant {
    /// The kind of misuse, as the desks call it.
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    /// The rule that is meant to find it.
    pub(crate) rule: Rule,
    pub(crate) sow: fn(&mut Town, Timestamp) -> Traces,
}

const fn of(
    kind: &'static str,
    name: &'static str,
    rule: Rule,
    sow: fn(&mut Town, Timestamp) -> Traces,
) -> Plant {
    Plant { kind, name, rule, sow }
}

pub(crate) const PLANTS: &[Plant] = &[
    of("forged", "signatures-of-nobody", Rule::Forged, |town, at| {
        piled(town, at, ("XB", "XB"), &["statement.ed25519"; 6])
    }),
    of("forged", "by-anothers-channel", Rule::Forged, |town, at| {
        piled(town, at, ("XC", "XD"), &["door.channel"; 3])
    }),
    of("forged", "a-key-that-ended", Rule::Forged, |town, at| {
        let whys = ["key.revoked", "key.ended", "statement.state", "key.revoked", "body.digest"];
        piled(town, at, ("XE", "XE"), &whys)
    }),
    of("hijacked", "one-place-twice", Rule::Forked, |town, at| {
        piled(town, at, ("XF", "XF"), &["door.equivocation", "door.equivocation"])
    }),
    of("hijacked", "a-chain-that-forks", Rule::Forked, |town, at| {
        piled(town, at, ("XG", "XG"), &["door.fork"])
    }),
    of("hijacked", "emergencies-under-a-new-key", Rule::NewKey, new_key),
    of("hijacked", "a-key-nobody-knows", Rule::NewGround, |town, at| {
        let wish = wish(town, "XD", HOME, "xd-office-0");
        spread(town, at, (9, 35), |_| wish.clone())
    }),
    of("hijacked", "one-of-ours-asks-everybody", Rule::NewGround, |town, at| {
        let wish = wish(town, HOME, "XB", "xa-office-0");
        let whom = ["XB", "XC", "XD", "XE", "XF", "XG", "XH"];
        let ask = |n: usize| Wish { to: whom[n].parse().unwrap(), ..wish.clone() };
        spread(town, at, (7, 50), ask)
    }),
    of("hijacked", "a-clerk-at-three-in-the-morning", Rule::OddHours, odd_hours),
    of("volume", "an-office-floods", Rule::Volume, |town, at| {
        let wish = wish(town, "XB", HOME, "xb-office-0");
        strewn(town, at, (45, 23 * 60), &wish)
    }),
    of("volume", "a-small-state-wakes", Rule::Volume, |town, at| {
        let wish = wish(town, "XM", HOME, "xm-office-0");
        strewn(town, at, (16, 20 * 60), &wish)
    }),
    of("volume", "one-of-our-own-offices", Rule::Volume, |town, at| {
        let wish = wish(town, HOME, "XC", "xa-office-0");
        strewn(town, at, (60, 22 * 60), &wish)
    }),
    of("volume", "one-number-for-everything", Rule::Volume, |town, at| {
        let wish = wish(town, "XC", HOME, "xc-office-0");
        let mut done = Vec::new();
        for n in 0..130 {
            let target = town.target("ip");
            let wish = Wish { targets: vec![target], ..wish.clone() };
            done.push(town.ask(at + minutes(50 * n), &wish));
        }
        Traces::Requests(requests(&done))
    }),
    of("same-target", "case-after-case", Rule::SameTarget, |town, at| {
        let wish = wish(town, "XB", HOME, "xb-office-0");
        pursued(town, at, (6, 20), |town, _| Wish { case: Some(town.digest()), ..wish.clone() })
    }),
    of("same-target", "one-case-without-end", Rule::SameTarget, |town, at| {
        let wish = wish(town, "XF", HOME, "xf-office-0");
        pursued(town, at, (10, 14), |_, _| wish.clone())
    }),
    of("same-target", "office-after-office", Rule::SameTarget, |town, at| {
        let wish = wish(town, "XE", HOME, "xe-office-0");
        pursued(town, at, (5, 30), |town, n| Wish {
            case: Some(town.digest()),
            office: format!("xe-unit-{n}").parse().unwrap(),
            ..wish.clone()
        })
    }),
    of("same-target", "our-own", Rule::SameTarget, |town, at| {
        let wish = wish(town, HOME, "XB", "xa-office-0");
        pursued(town, at, (6, 25), |town, _| Wish { case: Some(town.digest()), ..wish.clone() })
    }),
    of("emergencies", "a-state-in-constant-danger", Rule::Emergencies, |town, at| {
        cried(town, at, ("XI", HOME, "xi-office-0"), (20, 3))
    }),
    of("emergencies", "a-unit-of-a-large-state", Rule::Emergencies, |town, at| {
        cried(town, at, ("XB", HOME, "xb-unit-9"), (11, 7))
    }),
    of("emergencies", "a-unit-of-ours", Rule::Emergencies, |town, at| {
        cried(town, at, (HOME, "XC", "xa-unit-9"), (10, 8))
    }),
    of("emergencies", "never-validated", Rule::Unvalidated, |town, at| {
        unvalidated(town, at, ("XB", HOME, "xb-unit-7"), None)
    }),
    of("emergencies", "validated-when-it-is-too-late", Rule::Unvalidated, |town, at| {
        unvalidated(town, at, (HOME, "XD", "xa-unit-7"), Some(20))
    }),
    of("unfollowed", "a-small-state-holds-all", Rule::Unfollowed, |town, at| {
        held(town, at, ("XL", HOME, "xl-office-0"), (45, false))
    }),
    of("unfollowed", "a-unit-that-renews", Rule::Unfollowed, |town, at| {
        held(town, at, ("XB", HOME, "xb-unit-3"), (14, true))
    }),
    of("unfollowed", "a-unit-of-ours", Rule::Unfollowed, |town, at| {
        held(town, at, (HOME, "XB", "xa-unit-3"), (14, false))
    }),
    of("resubmitted", "as-it-was", Rule::Resubmitted, |town, at| {
        again(town, at, ("XB", HOME), |wish| wish)
    }),
    of("resubmitted", "through-another-state", Rule::Resubmitted, |town, at| {
        again(town, at, ("XC", HOME), |wish| Wish {
            from: "XH".parse().unwrap(),
            office: "xh-office-0".parse().unwrap(),
            ..wish
        })
    }),
    of("resubmitted", "under-another-offence", Rule::Resubmitted, |town, at| {
        again(town, at, ("XD", HOME), |wish| Wish { offence: "laundering", provision: 9, ..wish })
    }),
    of("resubmitted", "as-an-emergency", Rule::Resubmitted, |town, at| {
        again(town, at, ("XE", HOME), |wish| Wish { emergency: true, ..wish })
    }),
    of("resubmitted", "by-another-office", Rule::Resubmitted, |town, at| {
        let office = "xb-unit-5".parse().unwrap();
        again(town, at, ("XB", HOME), |wish| Wish { office, ..wish })
    }),
    of("resubmitted", "ours-of-another-state", Rule::Resubmitted, |town, at| {
        again(town, at, (HOME, "XB"), |wish| Wish {
            to: "XC".parse().unwrap(),
            offence: "forgery",
            ..wish
        })
    }),
    of("dressed-up", "a-state-asks-who-spoke", Rule::DressedUp, |town, at| {
        let wish = wish(town, "XN", HOME, "xn-office-0");
        dressed(town, at, 12, &Wish { offence: "theft-or-fraud", ..wish })
    }),
    of("dressed-up", "a-unit-by-forgery", Rule::DressedUp, |town, at| {
        let wish = wish(town, "XB", HOME, "xb-unit-2");
        dressed(town, at, 8, &Wish { offence: "forgery", ..wish })
    }),
    of("dressed-up", "a-unit-of-ours", Rule::DressedUp, |town, at| {
        let wish = wish(town, HOME, "XB", "xa-unit-2");
        dressed(town, at, 9, &Wish { offence: "laundering", ..wish })
    }),
    of("dressed-up", "insult-becomes-fraud", Rule::Recoded, |town, at| {
        recoded(town, at, ("XC", "press-or-expression", "theft-or-fraud"))
    }),
    of("dressed-up", "dissent-becomes-laundering", Rule::Recoded, |town, at| {
        recoded(town, at, ("XJ", "discrimination", "laundering"))
    }),
    of("secrecy", "a-state-stops-telling", Rule::Secrecy, |town, at| {
        let state = "XP".parse().unwrap();
        let theirs: Vec<_> = town
            .log
            .iter()
            .filter_map(|seen| match &seen.what {
                What::Asked(asked) if asked.from == state => Some(asked.by.request),
                _ => None,
            })
            .collect();
        town.log.retain(|seen| match &seen.what {
            What::Told(by) => seen.at < at || !theirs.contains(&by.request),
            _ => true,
        });
        untold(town, at, ("XP", HOME, "xp-office-0"), 8)
    }),
    of("secrecy", "a-unit-tells-nobody", Rule::Secrecy, |town, at| {
        untold(town, at, ("XB", HOME, "xb-unit-1"), 9)
    }),
    of("secrecy", "a-unit-of-ours-tells-nobody", Rule::Secrecy, |town, at| {
        untold(town, at, (HOME, "XB", "xa-unit-1"), 7)
    }),
    of("secrecy", "a-unit-asks-again-when-it-is-too-late", Rule::Secrecy, too_late),
];

fn piled(town: &mut Town, at: Timestamp, who: (&str, &str), whys: &[&str]) -> Traces {
    let mut octets = Vec::new();
    let mut later = at;
    for why in whys {
        octets.push(town.turn_away(later, who, why));
        later += minutes(town.dice.of(3, 200));
    }
    Traces::Octets(octets)
}

/// So many requests within so many minutes, each a case and a target of its own.
fn spread(
    town: &mut Town,
    at: Timestamp,
    (n, within): (usize, i64),
    ask: impl Fn(usize) -> Wish,
) -> Traces {
    let mut done = Vec::new();
    for k in 0..n {
        let (case, target) = (town.digest(), town.target("e-mail"));
        let wish = Wish { case: Some(case), targets: vec![target], ..ask(k) };
        let after = within * i64::try_from(k).unwrap() / i64::try_from(n).unwrap();
        done.push(town.ask(at + minutes(after), &wish));
    }
    Traces::Requests(requests(&done))
}

/// The same by several hands, at odd minutes.
fn strewn(town: &mut Town, at: Timestamp, (n, within): (usize, i64), wish: &Wish) -> Traces {
    let hands: Vec<_> = (0..9).map(|_| town.officer()).collect();
    let mut done = Vec::new();
    for _ in 0..n {
        let (case, target) = (town.digest(), town.target("e-mail"));
        let officer = *town.dice.one(&hands);
        let wish = Wish { case: Some(case), targets: vec![target], officer, ..wish.clone() };
        let after = minutes(town.dice.of(0, within));
        done.push(town.ask(at + after, &wish));
    }
    Traces::Requests(requests(&done))
}

fn new_key(town: &mut Town, at: Timestamp) -> Traces {
    town.see(at - days(10), What::Published("XO".parse().unwrap(), Digest::of(b"before")));
    town.see(at, What::Published("XO".parse().unwrap(), Digest::of(b"stolen")));
    let wish = wish(town, "XO", HOME, "xo-office-0");
    let mut done = Vec::new();
    for n in 0..3 {
        let target = town.target("phone");
        let wish = Wish {
            measure: "emergency-disclosure",
            emergency: true,
            targets: vec![target],
            ..wish.clone()
        };
        done.push(town.ask(at + minutes(30 + 95 * n), &wish));
    }
    Traces::Requests(requests(&done))
}

fn odd_hours(town: &mut Town, at: Timestamp) -> Traces {
    let wish = wish(town, "XC", HOME, "xc-office-0");
    let three = at - minutes(at.as_second().rem_euclid(86_400) / 60) + hours(3);
    for n in 0..60 {
        let (case, target) = (town.digest(), town.target("e-mail"));
        let wish = Wish { case: Some(case), targets: vec![target], ..wish.clone() };
        let day = three - days(2 * (61 - n)) + hours(7 + n % 8);
        let minute = minutes(town.dice.of(0, 50));
        town.ask(day + minute, &wish);
    }
    let done: Vec<Spot> = (0..5)
        .map(|n| {
            let (case, target) = (town.digest(), town.target("account"));
            let wish = Wish { case: Some(case), targets: vec![target], ..wish.clone() };
            town.ask(three + minutes(20 * n), &wish)
        })
        .collect();
    Traces::Requests(requests(&done))
}

/// The same target so many times, so many days apart.
fn pursued(
    town: &mut Town,
    at: Timestamp,
    (n, apart): (i64, i64),
    mut ask: impl FnMut(&mut Town, i64) -> Wish,
) -> Traces {
    let target = town.target("handle");
    let mut done = Vec::new();
    for k in 0..n {
        let wish = Wish { targets: vec![target.clone()], ..ask(town, k) };
        done.push(town.ask(at + days(apart * k) + hours(k % 5), &wish));
    }
    Traces::Requests(requests(&done))
}

fn cried(
    town: &mut Town,
    at: Timestamp,
    (from, to, office): (&str, &str, &str),
    (n, apart): (i64, i64),
) -> Traces {
    let wish = wish(town, from, to, office);
    let mut done = Vec::new();
    for k in 0..n {
        let (case, target) = (town.digest(), town.target("phone"));
        let urgent = Wish {
            case: Some(case),
            targets: vec![target],
            measure: "emergency-disclosure",
            emergency: true,
            ..wish.clone()
        };
        let hour = hours(town.dice.of(0, 40));
        done.push(town.ask(at + days(apart * k) + hour, &urgent));
        // It does ordinary work too.
        if k % 3 == 0 {
            let (case, target) = (town.digest(), town.target("ip"));
            let wish = Wish { case: Some(case), targets: vec![target], ..wish.clone() };
            town.ask(at + days(apart * k) + hours(50), &wish);
        }
    }
    Traces::Requests(requests(&done))
}

fn unvalidated(
    town: &mut Town,
    at: Timestamp,
    (from, to, office): (&str, &str, &str),
    late: Option<i64>,
) -> Traces {
    let wish = wish(town, from, to, office);
    let mut done = Vec::new();
    for k in 0..5 {
        let (case, target) = (town.digest(), town.target("phone"));
        let wish = Wish {
            case: Some(case),
            targets: vec![target],
            emergency: true,
            measure: "emergency-disclosure",
            ..wish.clone()
        };
        let begun = at + days(17 * k);
        let by = town.ask(begun, &wish);
        town.hand_over(begun + hours(2), by.request, Some(begun + hours(50)));
        if let Some(late) = late {
            town.say(begun + days(late), by.request, What::Validated);
        }
        done.push(by);
    }
    Traces::Requests(requests(&done))
}

fn held(
    town: &mut Town,
    at: Timestamp,
    (from, to, office): (&str, &str, &str),
    (n, renewed): (i64, bool),
) -> Traces {
    let wish = wish(town, from, to, office);
    let mut done = Vec::new();
    for k in 0..n {
        let (case, target) = (town.digest(), town.target("account"));
        let wish = Wish {
            case: Some(case),
            targets: vec![target],
            measure: "preservation",
            ..wish.clone()
        };
        let begun = at + days(3 * k);
        let by = town.ask(begun, &wish);
        town.hold(begun + hours(5), by.request, begun + days(60));
        if renewed {
            town.hold(begun + days(55), by.request, begun + days(120));
        }
        done.push(by);
    }
    Traces::Requests(requests(&done))
}

/// Refused for a reason that nothing cures, and asked again.
fn again(
    town: &mut Town,
    at: Timestamp,
    (from, to): (&str, &str),
    change: impl FnOnce(Wish) -> Wish,
) -> Traces {
    let office = format!("{}-office-0", from.to_lowercase());
    let first = wish(town, from, to, &office);
    let old = town.ask(at, &first);
    town.refuse(at + days(9), old.request, "dual-criminality");
    let case = town.digest();
    let second = Wish { case: Some(case), ..change(first) };
    let later = days(9 + town.dice.of(2, 100));
    let new = town.ask(at + later, &second);
    Traces::Requests(requests(&[old, new]))
}

fn dressed(town: &mut Town, at: Timestamp, n: i64, wish: &Wish) -> Traces {
    let mut done = Vec::new();
    for k in 0..n {
        let kind = if k % 3 == 0 { "url" } else { "handle" };
        let (case, target) = (town.digest(), town.target(kind));
        let hand: OfficerId = town.officer();
        let wish = Wish {
            case: Some(case),
            targets: vec![target],
            officer: hand,
            tier: "subscriber",
            ..wish.clone()
        };
        done.push(town.ask(at + days(8 * k) + hours(k), &wish));
    }
    Traces::Requests(requests(&done))
}

fn recoded(
    town: &mut Town,
    at: Timestamp,
    (from, reason, offence): (&str, &str, &'static str),
) -> Traces {
    let office = format!("{}-office-0", from.to_lowercase());
    let first = wish(town, from, HOME, &office);
    let first = Wish { offence: "serious-crime", provision: 4_711, ..first };
    let old = town.ask(at, &first);
    town.refuse(at + days(6), old.request, reason);
    // Another person, another case: the provision alone is the same.
    let mut done = vec![old];
    for n in 0..2 {
        let (case, target) = (town.digest(), town.target("handle"));
        let wish = Wish { case: Some(case), targets: vec![target], offence, ..first.clone() };
        done.push(town.ask(at + days(30 + 25 * n), &wish));
    }
    Traces::Requests(requests(&done))
}

fn untold(
    town: &mut Town,
    at: Timestamp,
    (from, to, office): (&str, &str, &str),
    n: i64,
) -> Traces {
    let wish = wish(town, from, to, office);
    let mut done = Vec::new();
    for k in 0..n {
        let (case, target) = (town.digest(), town.target("e-mail"));
        let begun = at + days(9 * k);
        let wish = Wish {
            case: Some(case),
            targets: vec![target],
            secret_until: Some(begun + days(60)),
            ..wish.clone()
        };
        let by = town.ask(begun, &wish);
        town.hand_over(begun + days(10), by.request, None);
        done.push(by);
    }
    Traces::Requests(requests(&done))
}

/// Nobody was told when secrecy ended; two months later it was asked for again, for long.
fn too_late(town: &mut Town, at: Timestamp) -> Traces {
    let traces = untold(town, at, ("XC", HOME, "xc-unit-1"), 9);
    let Traces::Requests(all) = &traces else { return traces };
    for seen in &mut town.log {
        if let What::Asked(asked) = &mut seen.what
            && all.contains(&asked.by.request)
        {
            let ended = asked.secret_until.unwrap();
            asked.secret_breaks = vec![(ended, ended + days(60))];
            asked.secret_until = Some(ended + days(900));
        }
    }
    traces
}
