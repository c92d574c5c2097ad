// SPDX-License-Identifier: EUPL-1.2
//! What was refused and is asked again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::stream::{Ask, Episodes, Stream, spot};
use super::threshold::List;
use super::{Alert, Field, Named, Refused, Rule, Threshold, Thresholds, Value, What};
use crate::id::{Code, Digest, StateCode};
use crate::role::Side;

/// LIMIT: refusals of one identifier that are kept in mind, the last ones: a person who looks at
/// one sees the others.
const REFUSALS_MAX: usize = 8;

/// A refusal, with the request it answers.
#[derive(Clone, Copy)]
struct Denied<'a> {
    at: Timestamp,
    is: &'a Refused,
    of: Ask<'a>,
}

impl Denied<'_> {
    fn reason(&self) -> String {
        self.is.reason.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn named(&self) -> [Named; 2] {
        [self.of.named(), spot(self.at, self.is.by)]
    }
}

/// Identifiers that were refused and are named again.
pub(super) fn resubmitted(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    let span = t.days(Threshold::ResubmittedDays);
    let mut denied: BTreeMap<(Side, Digest), Vec<Denied<'_>>> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::Resubmitted);
    for seen in &stream.all {
        match &seen.what {
            What::Refused(is) if !curable(t, is) => {
                let Some(of) = stream.of(is.by.request) else { continue };
                let all = is.items.is_empty();
                let items = of.is.items.iter().filter(|item| all || is.items.contains(&item.n));
                for item in items {
                    let before = denied.entry((of.is.side, item.digest)).or_default();
                    if before.len() == REFUSALS_MAX {
                        before.remove(0);
                    }
                    before.push(Denied { at: seen.at, is, of });
                }
            }
            What::Asked(asked) => {
                let ask = Ask { at: seen.at, is: asked };
                let targets: BTreeSet<_> = asked.items.iter().map(|item| item.digest).collect();
                for target in targets {
                    let Some(before) = denied.get_mut(&(asked.side, target)) else { continue };
                    before.retain(|denied| seen.at.duration_since(denied.at) <= span);
                    for denied in before.iter() {
                        again(&mut episodes, t, denied, (&ask, target));
                    }
                }
            }
            _ => {}
        }
    }
    episodes.end()
}

fn again(
    episodes: &mut Episodes,
    t: &Thresholds,
    denied: &Denied<'_>,
    (ask, target): (&Ask<'_>, Digest),
) {
    let old = denied.of.is;
    if old.by.request == ask.is.by.request {
        return;
    }
    let differs = differences(&denied.of, ask);
    // Whoever is told that this State has nothing to do with it asks the next: that is how it is
    // meant to be, unless the refusal protected a person or the offence is another now.
    let elsewhere = ask.is.side == Side::Requesting && old.to != ask.is.to;
    let protects = denied.is.reason.as_ref().is_some_and(|r| t.has(List::Protecting, r.as_str()));
    if elsewhere && !protects && !differs.contains(&"offence") {
        return;
    }
    let mut values = vec![
        Value::new(Field::Differs, &differs.join(" ")),
        Value::new(Field::Reason, &denied.reason()),
        Value::new(Field::Target, &target),
        Value::new(Field::Before, &codes(&denied.of)),
        Value::new(Field::Now, &codes(ask)),
    ];
    if differs.contains(&"state") {
        let before = if elsewhere { old.to } else { old.from };
        values.push(Value::new(Field::AskedBefore, &before));
    }
    let named = denied.named().into_iter().chain([ask.named()]);
    // One alert for one refusal, whatever of it is asked again.
    let about = old.by.message.to_string();
    episodes.raise((ask.state(), about), (denied.at, ask.at), named, values);
}

/// In what the new request differs from the one that was refused.
fn differences(old: &Ask<'_>, new: &Ask<'_>) -> Vec<&'static str> {
    let (one, other) = (old.is, new.is);
    let offences = |ask: &Ask<'_>| -> BTreeSet<Code> {
        ask.is.offences.iter().map(|cited| cited.code.clone()).collect()
    };
    let states = one.from != other.from || one.to != other.to;
    let all = [
        ("state", states),
        ("authority", !states && one.authority != other.authority),
        ("offence", offences(old) != offences(new)),
        ("emergency", other.emergency && !one.emergency),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}

fn codes(ask: &Ask<'_>) -> String {
    let codes: BTreeSet<_> = ask.is.offences.iter().map(|cited| cited.code.as_str()).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

fn curable(t: &Thresholds, refused: &Refused) -> bool {
    refused.reason.as_ref().is_some_and(|reason| t.has(List::Curable, reason.as_str()))
}

/// National provisions that were refused to protect a person, and come back under an offence under
/// which they never came.
pub(super) fn recoded(stream: &Stream<'_>, t: &Thresholds) -> Vec<Alert> {
    type Provision = (Side, StateCode, Digest);
    let span = t.days(Threshold::RecodedDays);
    let mut cited: BTreeMap<Provision, BTreeSet<&Code>> = BTreeMap::new();
    // With the codes under which the provision had come until then.
    let mut denied: BTreeMap<Provision, (Denied<'_>, BTreeSet<&Code>)> = BTreeMap::new();
    let mut episodes = Episodes::new(Rule::Recoded);
    for seen in &stream.all {
        match &seen.what {
            What::Refused(is) => {
                let protects = is
                    .reason
                    .as_ref()
                    .is_some_and(|reason| t.has(List::Protecting, reason.as_str()));
                let Some(of) = stream.of(is.by.request).filter(|_| protects) else { continue };
                for provision in of.is.offences.iter().filter_map(|cited| cited.provision) {
                    let key = (of.is.side, of.is.from, provision);
                    let known = cited.get(&key).cloned().unwrap_or_default();
                    let denied = denied.entry(key);
                    denied.or_insert((Denied { at: seen.at, is, of }, known)).0.at = seen.at;
                }
            }
            What::Asked(asked) => {
                let ask = Ask { at: seen.at, is: asked };
                for offence in &asked.offences {
                    let Some(provision) = offence.provision else { continue };
                    let key = (asked.side, asked.from, provision);
                    cited.entry(key).or_default().insert(&offence.code);
                    let Some((denied, known)) = denied.get(&key) else { continue };
                    let recent = seen.at.duration_since(denied.at) <= span;
                    if !recent || known.contains(&offence.code) {
                        continue;
                    }
                    let values = vec![
                        Value::new(Field::Provision, &provision),
                        Value::new(Field::Before, &codes(&denied.of)),
                        Value::new(Field::Now, &offence.code),
                        Value::new(Field::Reason, &denied.reason()),
                    ];
                    let named = denied.named().into_iter().chain([ask.named()]);
                    let about = (ask.state(), provision.to_string());
                    episodes.raise(about, (denied.at, ask.at), named, values);
                }
            }
            _ => {}
        }
    }
    episodes.end()
}
