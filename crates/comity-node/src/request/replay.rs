// SPDX-License-Identifier: EUPL-1.2
//! Every past decision again, under the rules then in force.
//!
//! With each act lies what the safeguards were asked and what they answered. Put again, the same
//! question must get the same answer from the texts of that time; and the facts in the question
//! must be those that the record of the request gives.

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::id::{Digest, RequestId};
use comity_domain::request::{Decided, Detail, Event, Plan, Request};
use comity_domain::workflow::domestic::Step;
use comity_policy::replay::{Past, texts};
use comity_policy::{Action, Ask, Judged, On, PolicyFile, Question};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::ask::Actor;
use super::begin;
use crate::sealing::{Vault, Written};
use crate::view::{ReplayView, ReplayedView};
use crate::{Error, Node, Officer};

impl Node {
    /// Keeps the texts by which this node answers now, so that they are there when they are not in
    /// force any more.
    pub(crate) async fn keep_rules(&self) -> Result<(), Error> {
        let key = setting(&self.gate.digest());
        if self.store.setting(&key).await?.is_some() {
            return Ok(());
        }
        let texts = texts(self.gate.set());
        let pairs: Vec<_> = texts.iter().map(|one| (&one.file, &one.text)).collect();
        let octets = serde_json::to_vec(&pairs).map_err(|e| Error::conflict(e.to_string()))?;
        Ok(self.store.put_setting(&key, octets).await?)
    }

    /// Puts every decision on a request again.
    pub async fn replay(&self, officer: &Officer, id: RequestId) -> Result<ReplayView, Error> {
        let open = self.take_known(id).await?;
        let request = open.request().ok_or(Error::NotFound { what: "request" })?;
        self.may_read(officer, request)?;
        let mut rules: BTreeMap<Digest, Result<Past, String>> = BTreeMap::new();
        let (mut acts, mut before) = (Vec::new(), None::<Request>);
        for row in &self.store.load(id).await? {
            let Written { event, detail, judged, .. } = Vault::open(&open.keys, row)?;
            let rule = row.provenance.get("rule").and_then(|rule| rule.as_str());
            let by = rule.unwrap_or_default().to_owned();
            if let Some(judged) = &judged
                && !rules.contains_key(&judged.rules)
            {
                rules.insert(judged.rules, self.rules_of(&judged.rules).await?);
            }
            let differs = match &judged {
                None if is_ours(&event) => {
                    vec!["what was asked was not kept: it cannot be put again".to_owned()]
                }
                None => Vec::new(),
                Some(judged) => {
                    let past = rules.get(&judged.rules);
                    let mut differs = answers(past, judged, &by);
                    let facts = judged.asked.iter().flat_map(|question| {
                        self.facts_differ(before.as_ref(), question, event.at())
                    });
                    differs.extend(facts);
                    let act = (&event, detail.as_ref());
                    differs.extend(before.iter().flat_map(|b| self.asks_differ(b, act, judged)));
                    if !differs.is_empty() && self.law_changed(before.as_ref(), judged) {
                        differs.push("the data of its instrument are others now".to_owned());
                    }
                    differs
                }
            };
            if is_ours(&event) {
                acts.push(ReplayedView {
                    version: row.version,
                    at: event.at(),
                    what: event.name(),
                    rules: judged.as_ref().map(|judged| judged.rules),
                    law: judged.as_ref().and_then(|judged| judged.law),
                    by,
                    held: judged.into_iter().flat_map(|j| j.asked).flat_map(|q| q.held).collect(),
                    differs,
                });
            }
            let request = match before.take() {
                Some(request) => request,
                None => begin(id, self.state, &event)?,
            };
            before.insert(request).apply(&event, detail);
        }
        Ok(ReplayView { request: id, acts })
    }

    async fn rules_of(&self, digest: &Digest) -> Result<Result<Past, String>, Error> {
        let Some(octets) = self.store.setting(&setting(digest)).await? else {
            return Ok(Err("the texts of those rules were not kept here".to_owned()));
        };
        let read: Result<Vec<(String, String)>, _> = serde_json::from_slice(&octets);
        let texts = match read {
            Ok(pairs) => pairs.into_iter().map(|(file, text)| PolicyFile { file, text }),
            Err(error) => return Ok(Err(error.to_string())),
        };
        Ok(Past::read(&texts.collect::<Vec<_>>()).map_err(|error| error.to_string()))
    }

    /// The facts in the question that the record of the request does not give. What other files
    /// say, and what was in words that were erased since, is not looked for.
    fn facts_differ(
        &self,
        before: Option<&Request>,
        question: &Question,
        at: Timestamp,
    ) -> Vec<String> {
        // A draft is judged by its new text, which is not in the record before it.
        let drafted =
            matches!(question.ask.action, Action::Step(step) if step.code() == "draft.save");
        let (Some(before), Some(then), false) = (before, &question.ask.on, drafted) else {
            return Vec::new();
        };
        let Some(now) = self.on_at(before, &question.items, at) else { return Vec::new() };
        let erased = before.said().is_none();
        let now = On {
            other_breaks: then.other_breaks,
            misstated: then.misstated,
            measured: if erased { then.measured } else { now.measured },
            concerns: if erased { then.concerns.clone() } else { now.concerns },
            out_of_authority: if erased { then.out_of_authority } else { now.out_of_authority },
            differs: if erased { then.differs } else { now.differs },
            ..now
        };
        if now == *then {
            return Vec::new();
        }
        vec![format!(
            "the facts of {} were put as {}; the record gives {}",
            question.ask.action,
            written(then),
            written(&now)
        )]
    }

    /// What a question said beside the request itself, where the record of the act and of what came
    /// before it gives another fact.
    fn asks_differ(
        &self,
        before: &Request,
        (event, detail): (&Event, Option<&Detail>),
        judged: &Judged,
    ) -> Vec<String> {
        let Some(first) = judged.asked.first() else { return Vec::new() };
        let items = judged.asked.iter().flat_map(|one| one.items.iter().copied()).collect();
        let overrides = first.ask.overrides.clone();
        let (plan, erased) = match (event, detail) {
            (Event::Stepped(stepped), _) if stepped.step == Step::DraftSave => return Vec::new(),
            (Event::Stepped(stepped), detail) => {
                let detail = detail.cloned();
                (Plan::Step { stepped: stepped.clone(), detail }, before.erasure.is_some())
            }
            (Event::Sent(crossing), detail) => {
                let (body, erased) = match detail {
                    Some(Detail::Body(body)) => (body.clone(), false),
                    _ => (Box::default(), true),
                };
                let facts = Box::new(crossing.head.facts.clone());
                let Some(kind) = crossing.head.known_kind() else { return Vec::new() };
                let (side, means) = (before.side, crossing.means.clone());
                let full_reason = None;
                (Plan::Message { side, kind, facts, body, means, full_reason, overrides }, erased)
            }
            (Event::Received(_), _) => return Vec::new(),
        };
        let (offices, consultation) = (first.ask.offices.clone(), first.ask.consultation);
        let decided = Decided { plan, offices, items, consultation };
        let officer = Officer {
            id: first.ask.officer,
            name: String::new(),
            login: None,
            state: first.ask.state,
            roles: first.ask.roles.clone(),
            authority: first.ask.authority.clone(),
        };
        let again = self.asks_at(before, &Actor::alone(&officer), &decided, event.at());
        let of = |question: &Question| {
            let found = again.iter().find(|(ask, _)| ask.action == question.ask.action);
            let again = found.map(|(ask, _)| as_then(ask.clone(), &question.ask, erased))?;
            let unlike = unlike(&question.ask, &again);
            let action = question.ask.action;
            (!unlike.is_empty()).then(|| format!("{action}: {}", unlike.join("; ")))
        };
        judged.asked.iter().filter_map(of).collect()
    }

    fn law_changed(&self, before: Option<&Request>, judged: &Judged) -> bool {
        let stands = before.and_then(|request| request.stands_on(&self.law));
        stands.is_some_and(|(_, instrument)| judged.law != Some(instrument.digest()))
    }
}

/// What the record does not give again: who else was there, and what lay in another file.
fn as_then(again: Ask, then: &Ask, erased: bool) -> Ask {
    Ask {
        on: then.on.clone(),
        second: then.second.clone(),
        proposed_by: then.proposed_by,
        onward: then.onward,
        reason: if erased { then.reason } else { again.reason },
        renewal: if erased { then.renewal } else { again.renewal },
        ..again
    }
}

/// Each fact that is another, with both values.
fn unlike(then: &Ask, again: &Ask) -> Vec<String> {
    let [then, again] = [then, again].map(|ask| serde_json::to_value(ask).unwrap_or_default());
    let (Some(before), Some(now)) = (then.as_object(), again.as_object()) else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let of = |facts: &Map<String, Value>, name: &String| {
        facts.get(name).map_or_else(|| "nothing".to_owned(), Value::to_string)
    };
    let other = names.into_iter().filter(|name| before.get(*name) != now.get(*name));
    other.map(|name| format!("{name} was {}, now {}", of(before, name), of(now, name))).collect()
}

fn written(on: &On) -> String {
    serde_json::to_string(on).unwrap_or_default()
}

fn setting(digest: &Digest) -> String {
    format!("rules:{digest}")
}

/// Whether an officer of this State did it.
fn is_ours(event: &Event) -> bool {
    match event {
        Event::Sent(_) => true,
        Event::Stepped(stepped) => {
            !comity_domain::workflow::domestic::BY_CLOCK.contains(&stepped.step)
        }
        Event::Received(crossing) => crossing.means.is_some(),
    }
}

/// What the rules of that time now answer otherwise.
fn answers(past: Option<&Result<Past, String>>, judged: &Judged, by: &str) -> Vec<String> {
    let past = match past {
        Some(Ok(past)) => past,
        Some(Err(why)) => return vec![format!("it cannot be put again: {why}")],
        None => return Vec::new(),
    };
    let mut differs = Vec::new();
    for question in &judged.asked {
        let again = past.ask(&question.ask);
        let action = question.ask.action;
        match &again.by {
            Some(rule) if *rule == question.by => {}
            Some(rule) => {
                differs.push(format!("{action}: `{}` allowed it, now `{rule}`", question.by));
            }
            None => differs.push(format!(
                "{action}: it was allowed, and is not: {}",
                again
                    .failed
                    .iter()
                    .map(ToString::to_string)
                    .chain(again.erred.clone())
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        }
        if again.held != question.held {
            differs.push(format!("{action}: other rules held"));
        }
    }
    let known = |question: &Question| question.by.as_str() == by;
    if !judged.asked.iter().any(known) {
        differs.push(format!("the permit names `{by}`, which answered nothing"));
    }
    differs
}
