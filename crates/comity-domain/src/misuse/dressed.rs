// SPDX-License-Identifier: EUPL-1.2
//! Content crimes dressed up as fraud, as far as codes can show it: offences of property that name
//! nothing but accounts under which people speak.

use std::collections::BTreeMap;

use super::seen::Case;
use super::stream::{Ask, Episodes, Sliding, Stream, percent};
use super::threshold::List;
use super::{Alert, Field, Rule, Subject, Threshold, Thresholds, Value};
use crate::role::Side;

/// A great share of one's cases of property ask who speaks, and of the others' a small one.
pub(super) fn dressed_up(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.days(Threshold::DressedUpDays);
    let most = t.of(Threshold::DressedUpCases);
    let share_most = t.of(Threshold::DressedUpPercent);
    let fresh = || [Sliding::new(span), Sliding::new(span)];
    let mut everybody: BTreeMap<Side, [Sliding<Case>; 2]> = BTreeMap::new();
    let mut windows: BTreeMap<Subject, [Sliding<Case>; 2]> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::DressedUp);
    for ask in stream.asked.iter().filter(|ask| is_property(t, ask)) {
        let speech = names_speech_only(t, ask);
        let together = everybody.entry(ask.is.side).or_insert_with(fresh);
        note(together, ask, speech);
        let (all, all_speech) = (together[0].distinct(), together[1].distinct());
        for subject in ask.subjects() {
            let own = windows.entry(subject.clone()).or_insert_with(fresh);
            note(own, ask, speech);
            let (of, cases) = (own[0].distinct(), own[1].distinct());
            let share = percent(cases, of);
            let others = all.saturating_sub(of);
            let others_share = percent(all_speech.saturating_sub(cases), others);
            // Where everybody's are so, it is the crime of the season and nobody's pretext.
            let common = others >= t.of(Threshold::DressedUpOthersCases)
                && others_share > t.of(Threshold::DressedUpOthersPercent);
            let met = speech && cases >= most && share >= share_most && !common;
            let Some(begins) = own[1].begins().filter(|_| met) else { continue };
            let values = vec![
                Value::reached(Field::Cases, &cases, most),
                Value::new(Field::Of, &of),
                Value::reached(Field::Percent, &share, share_most),
                Value::new(Field::OthersPercent, &others_share),
            ];
            let named = own[1].unnamed();
            episodes.raise((subject, String::new()), (begins, ask.at), named, values);
        }
    }
    episodes.end()
}

fn note([all, of_speech]: &mut [Sliding<Case>; 2], ask: &Ask<'_>, speech: bool) {
    all.push(ask.at, ask.case(), ask.named());
    of_speech.move_to(ask.at);
    if speech {
        of_speech.push(ask.at, ask.case(), ask.named());
    }
}

fn is_property(t: &Thresholds, ask: &Ask<'_>) -> bool {
    let offences = &ask.is.offences;
    !offences.is_empty() && offences.iter().all(|cited| t.has(List::Property, cited.code.as_str()))
}

fn names_speech_only(t: &Thresholds, ask: &Ask<'_>) -> bool {
    let items = &ask.is.items;
    !items.is_empty() && items.iter().all(|item| t.has(List::Speech, item.kind.as_str()))
}
