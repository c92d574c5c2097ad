// SPDX-License-Identifier: EUPL-1.2
//! Misuse, in what other States ask of this one and in what this one asks: the alerts of
//! [`comity_domain::misuse`] over this node's own files, for supervisors and the oversight body; a
//! few of them beside the request that an officer works on; and the rates that both States count.
//!
//! An alert has no effect. A person may put it aside, with a reason, on record; it comes back when
//! it goes on.

mod collect;
mod watch;

use std::collections::BTreeMap;

use comity_domain::id::{Digest, MessageId, OfficerId, RequestId, StateCode};
use comity_domain::misuse::{
    Alert, Differences, Field, Named, Rate, Repeat, Rule, Subject, ThresholdRow, Value,
};
use comity_policy::Action;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use watch::Watch;

use crate::{Error, Node, Officer};

/// The journal's kind of an alert that was put aside.
const ASIDE: &str = "misuse-aside";

/// LIMIT: letters of the reason for which an alert is put aside.
const REASON_LETTERS_MAX: usize = 2_000;

/// LIMIT: alerts that were put aside and are remembered, the last ones.
const ASIDE_MAX: u32 = 500;

/// LIMIT: messages of one alert that are shown; how many there are is always told.
const NAMED_MAX: usize = 100;

/// What helps whoever works on a request to decide. The others are about a State's traffic, and for
/// those who look after it.
const BESIDE: [Rule; 3] = [Rule::Resubmitted, Rule::Recoded, Rule::SameTarget];

/// What tells nothing of another file.
const TELLS_NOTHING: [Field; 3] = [Field::Cases, Field::Requests, Field::Differs];

/// That an alert was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Aside {
    alert: Digest,
    by: OfficerId,
    reason: String,
}

/// What is looked at, and what it raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MisuseView {
    /// From when on.
    pub since: Timestamp,
    /// How many requests.
    pub requests: u64,
    /// The alerts, the newest first.
    pub alerts: Vec<AlertView>,
    /// The thresholds, each with its reason.
    pub thresholds: Vec<ThresholdRow>,
}

/// An alert as officers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertView {
    /// What names it.
    pub id: Digest,
    /// The rule.
    pub rule: Rule,
    /// Whose traffic.
    pub subject: Subject,
    /// From the first of its messages.
    pub from: Timestamp,
    /// To the last.
    pub until: Timestamp,
    /// What raised it.
    pub values: Vec<Value>,
    /// How many messages it names.
    pub messages: u64,
    /// The last of them.
    pub named: Vec<NamedView>,
    /// How many of them this officer may not read.
    pub withheld: u64,
    /// That a person has put it aside; nothing once it goes on.
    pub aside: Option<AsideView>,
}

/// A message that an alert names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedView {
    /// When.
    pub at: Timestamp,
    /// The request.
    pub request: Option<RequestId>,
    /// This State's reference of it.
    pub reference: Option<String>,
    /// The message.
    pub message: Option<MessageId>,
    /// Digest of octets that were turned away at the door.
    pub octets: Option<Digest>,
}

/// That an alert was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsideView {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: OfficerId,
    /// Their name, while they have a login.
    pub name: Option<String>,
    /// Why.
    pub reason: String,
}

/// What stands beside a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MisuseBeside {
    /// The alerts that name it.
    pub alerts: Vec<AlertView>,
    /// Its reasons that repeat.
    pub repeats: Vec<Repeat>,
}

/// How often it was an emergency and how often a rule was overridden, between this State and
/// another: both count the same, from what both have signed. And how often the two said opposite
/// things of protected freedoms, which only the State that is asked can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RatesView {
    /// From when on requests count.
    pub since: Timestamp,
    /// What the other State asked.
    pub received: Rate,
    /// What this State asked.
    pub sent: Rate,
    /// Of what the other State asked, where this State's examiners said otherwise than it did.
    pub differences: Differences,
}

impl Node {
    /// The alerts, the newest first, for supervisors and the oversight body.
    pub async fn misuse(&self, officer: &Officer) -> Result<MisuseView, Error> {
        self.may(officer, Action::ReadMisuse)?;
        let asides = self.asides().await?;
        let mut looked = Box::pin(self.look()).await?;
        let found = looked.alerts(self);
        let view = |alert: &Alert| {
            let mut view = alert_view(alert, &asides);
            for named in &mut view.named {
                let kept = named.request.and_then(|request| looked.requests.get(&request));
                named.reference = kept.and_then(|kept| kept.ours.clone());
            }
            view
        };
        Ok(MisuseView {
            since: self.looks_back_to(),
            requests: looked.requests.len() as u64,
            alerts: found.iter().rev().map(view).collect(),
            thresholds: self.law.misuse().rows().to_vec(),
        })
    }

    /// Whether an officer may see all alerts.
    #[must_use]
    pub fn reads_misuse(&self, officer: &Officer) -> bool {
        self.may(officer, Action::ReadMisuse).is_ok()
    }

    /// What stands beside a request: every alert that names it for those who may see them all; for
    /// others who may read it only what helps them decide, and of other files only how many.
    pub async fn misuse_of(&self, officer: &Officer, id: RequestId) -> Result<MisuseBeside, Error> {
        let file = self.take_for(officer, id).await?.1;
        if file.chains.is_empty() {
            return Ok(MisuseBeside::default());
        }
        let (found, repeats) = {
            let mut looked = Box::pin(self.look()).await?;
            (looked.alerts(self), looked.repeats(self, id))
        };
        let all = self.reads_misuse(officer);
        let asides = self.asides().await?;
        let mut alerts = Vec::new();
        for alert in found.iter().rev().filter(|alert| alert.names(id)) {
            let mut view = alert_view(alert, &asides);
            if !all {
                if !BESIDE.contains(&alert.rule) {
                    continue;
                }
                self.withhold(officer, &mut view).await?;
            }
            alerts.push(view);
        }
        Ok(MisuseBeside { alerts, repeats })
    }

    /// Takes out of an alert what an officer may not read, and what would tell of it.
    async fn withhold(&self, officer: &Officer, view: &mut AlertView) -> Result<(), Error> {
        let shown = std::mem::take(&mut view.named);
        let all = shown.len() as u64;
        let mut named = Vec::new();
        for one in shown {
            let Some(request) = one.request else { continue };
            match Box::pin(self.take_for(officer, request)).await {
                Ok((_, file)) => {
                    let reference = file.reference.map(|reference| reference.to_string());
                    named.push(NamedView { reference, ..one });
                }
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        view.withheld = all.saturating_sub(named.len() as u64);
        view.named = named;
        view.aside = None;
        if view.withheld > 0 {
            view.values.retain(|value| TELLS_NOTHING.contains(&value.field));
            view.subject.authority = None;
        }
        Ok(())
    }

    /// Puts an alert aside, with a reason, on record. It changes nothing else, and the alert comes
    /// back when it goes on.
    pub async fn put_aside(
        &self,
        officer: &Officer,
        alert: Digest,
        reason: &str,
    ) -> Result<MisuseView, Error> {
        self.may(officer, Action::ReadMisuse)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_LETTERS_MAX {
            return Err(Error::conflict(format!(
                "an alert is put aside with a reason, in at most {REASON_LETTERS_MAX} letters"
            )));
        }
        let found = Box::pin(self.look()).await?.alerts(self);
        if found.iter().all(|known| known.id != alert) {
            return Err(Error::NotFound { what: "alert" });
        }
        let aside = Aside { alert, by: officer.id, reason: reason.to_owned() };
        self.journal_write(ASIDE, &aside).await?;
        tracing::info!(%alert, officer = %officer.id, "an alert was put aside");
        self.misuse(officer).await
    }

    async fn asides(&self) -> Result<BTreeMap<Digest, AsideView>, Error> {
        let names = self.officer_names().await?;
        let mut asides = BTreeMap::new();
        for line in self.journal_read::<Aside>(ASIDE, None, ASIDE_MAX).await? {
            let Aside { alert, by, reason } = line.is;
            let name = names.get(&by).cloned();
            // The newest first: the others are history.
            asides.entry(alert).or_insert(AsideView { at: line.at, by, name, reason });
        }
        Ok(asides)
    }

    /// Looks, and says in the log what was not there when it looked before.
    pub async fn watch_misuse(&self) -> Result<u64, Error> {
        let (found, fresh) = {
            let mut looked = Box::pin(self.look()).await?;
            let found = looked.alerts(self);
            let fresh: Vec<Alert> = found.iter().filter(|a| looked.is_news(a)).cloned().collect();
            (found.len() as u64, fresh)
        };
        for Alert { id, rule, subject, named, .. } in fresh {
            let (state, messages) = (subject.state, named.len());
            tracing::warn!(%id, %rule, %state, messages, "something for a person to look at");
        }
        Ok(found)
    }

    /// The rates with each State, from what both have signed.
    pub(crate) async fn rates(&self) -> Result<BTreeMap<StateCode, RatesView>, Error> {
        let since = self.looks_back_to();
        let now = self.clock.now();
        let looked = Box::pin(self.look()).await?;
        let mut all: BTreeMap<StateCode, RatesView> = BTreeMap::new();
        for kept in looked.requests.values() {
            let Some(rate) = kept.rate else { continue };
            let rates = all.entry(kept.peer).or_insert_with(|| RatesView::none(since));
            let side = if kept.sent { &mut rates.sent } else { &mut rates.received };
            side.add(rate, now);
            rates.differences.add(kept.differences);
        }
        Ok(all)
    }
}

impl RatesView {
    /// Nothing asked.
    pub(crate) fn none(since: Timestamp) -> Self {
        let (received, sent) = (Rate::default(), Rate::default());
        Self { since, received, sent, differences: Differences::default() }
    }
}

fn alert_view(alert: &Alert, asides: &BTreeMap<Digest, AsideView>) -> AlertView {
    let named = |named: &Named| NamedView {
        at: named.at,
        request: named.request,
        reference: None,
        message: named.message,
        octets: named.octets,
    };
    let first = alert.named.len().saturating_sub(NAMED_MAX);
    AlertView {
        id: alert.id,
        rule: alert.rule,
        subject: alert.subject.clone(),
        from: alert.from,
        until: alert.until,
        values: alert.values.clone(),
        messages: alert.named.len() as u64,
        named: alert.named.iter().skip(first).map(named).collect(),
        withheld: 0,
        aside: asides.get(&alert.id).filter(|aside| alert.until <= aside.at).cloned(),
    }
}
