// SPDX-License-Identifier: EUPL-1.2
//! Observations of any content in any order: no rule panics, and the order changes nothing.

use comity_domain::id::{Digest, MessageId, OfficerId, RequestId, StateCode};
use comity_domain::law::Element;
use comity_domain::misuse::{
    Asked, Cited, Observation, Refused, Spot, Target, Thresholds, Turned, What, find, repeats,
};
use comity_domain::role::Side;
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::dice::Dice;
use crate::town::code;

fn digest() -> impl Strategy<Value = Digest> {
    (0_u8..6).prop_map(|n| Digest::of(&[n]))
}

fn state() -> impl Strategy<Value = StateCode> {
    select(vec!["XA", "XB", "XC"]).prop_map(|text| text.parse().unwrap())
}

/// Few instants, so that many are equal; and the two ends of time.
fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        40 => (0_i64..60).prop_map(|hour| {
            Timestamp::from_second(1_750_000_000 + hour * 20_000).unwrap()
        }),
        1 => Just(Timestamp::MIN),
        1 => Just(Timestamp::MAX),
    ]
}

fn spot() -> impl Strategy<Value = Spot> {
    (0_u8..12, 0_u8..30).prop_map(|(request, message)| Spot {
        request: RequestId::from_parts(1, [request; 10]),
        message: MessageId::from_parts(2, [message; 10]),
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let who = (spot(), select(vec![Side::Requesting, Side::Requested]), state(), state());
    let offence = select(vec!["theft-or-fraud", "illegal-access", "serious-crime"]);
    let offences = vec((offence, option::of(digest())), 0..3);
    let kind = select(vec!["handle", "url", "ip"]);
    let items = vec((0_u16..4, kind, digest()), 0..3);
    let measure = select(vec!["preservation", "disclosure", "what-nobody-knows"]);
    let rest = (measure, any::<bool>(), option::of(digest()), option::of(spot()));
    let more = (option::of(instant()), 0_u8..4, option::of(0_u8..2));
    (who, offences, items, rest, more).prop_map(|(who, offences, items, rest, more)| Asked {
        by: who.0,
        side: who.1,
        from: who.2,
        to: who.3,
        authority: more.2.map(|n| code(&format!("office-{n}"))),
        officer: (more.1 > 0).then(|| OfficerId::from_parts(1, [more.1; 10])),
        measure: code(rest.0),
        emergency: rest.1,
        offences: offences
            .into_iter()
            .map(|(text, provision)| Cited { code: code(text), provision })
            .collect(),
        items: items
            .into_iter()
            .map(|(n, kind, digest)| Target { n, tier: None, kind: code(kind), digest })
            .collect(),
        case: rest.2,
        follows: rest.3.map(|spot| spot.request),
        secret_until: more.0,
        secret_breaks: Vec::new(),
        reasons: vec![(Element::Necessity, Digest::of(&[more.1]))],
    })
}

fn what() -> impl Strategy<Value = What> {
    let why = select(vec!["statement.ed25519", "door.channel", "door.fork", "whatever"]);
    let reason = option::of(select(vec!["discrimination", "form-incomplete", "time-bar"]));
    let refused = (spot(), vec(0_u16..4, 0..2), reason).prop_map(|(by, items, reason)| {
        What::Refused(Box::new(Refused { by, items, ground: None, reason: reason.map(code) }))
    });
    let turned =
        (state(), option::of(state()), why, digest()).prop_map(|(named, channel, why, octets)| {
            let why = why.to_owned();
            What::Turned(Box::new(Turned { named, channel, why, octets }))
        });
    prop_oneof![
        8 => asked().prop_map(|asked| What::Asked(Box::new(asked))),
        2 => refused,
        1 => (spot(), instant()).prop_map(|(by, until)| What::Held(by, until)),
        1 => spot().prop_map(What::Linked),
        1 => spot().prop_map(What::Released),
        1 => (spot(), option::of(instant())).prop_map(|(by, due)| What::HandedOver(by, due)),
        1 => spot().prop_map(What::Validated),
        1 => spot().prop_map(What::Told),
        2 => turned,
        1 => (state(), digest()).prop_map(|(state, keys)| What::Published(state, keys)),
        1 => state().prop_map(What::Voiced),
    ]
}

/// Every threshold as low as it goes, so that every rule speaks.
fn lowest() -> Thresholds {
    let (file, text) = comity_domain::misuse::THRESHOLDS;
    let lines = text.lines().map(|line| match line.strip_prefix("is = ") {
        Some(number) if number.parse::<u32>().is_ok() => "is = 1",
        _ => line,
    });
    let text: Vec<&str> = lines.collect();
    Thresholds::parse(file, &text.join("\n")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_rule_fails_and_no_order_matters(
        seen in vec((instant(), what()).prop_map(|(at, what)| Observation { at, what }), 0..120),
        now in instant(),
        seed in any::<u64>(),
    ) {
        let mut shuffled = seen.clone();
        let mut dice = Dice::new(seed);
        for last in (1..shuffled.len()).rev() {
            shuffled.swap(last, dice.index(last + 1));
        }
        for thresholds in [Thresholds::shipped().unwrap(), lowest()] {
            let alerts = find(&seen, &thresholds, now);
            prop_assert_eq!(&alerts, &find(&shuffled, &thresholds, now));
            for alert in &alerts {
                prop_assert!(!alert.named.is_empty() && !alert.values.is_empty());
                prop_assert!(alert.from <= alert.until);
            }
            for n in 0..12 {
                let _ = repeats(&seen, &thresholds, RequestId::from_parts(1, [n; 10]));
            }
        }
    }
}
