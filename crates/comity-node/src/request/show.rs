// SPDX-License-Identifier: EUPL-1.2
//! A request as an officer sees it.

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::id::{ActId, Code, MessageId, RequestId, StateCode};
use comity_domain::law::Law;
use comity_domain::message::Deadline;
use comity_domain::request::{Crossing, Detail, Event, Request, Stepped, What};
use comity_domain::role::Side;
use comity_domain::shared::{Item, Spoken};
use comity_policy::Action;
use comity_protocol::words::words;
use comity_store::StoredEvent;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ask::Actor;
use super::attached::attachments;
use super::secrecy::secrecy;
use crate::contact::is_contact;
use crate::duty::drill_view;
use crate::sealing::{FileKeys, Vault, Written};
use crate::view::{
    FullReasonView, InstantView, ItemView, OwnerView, PossibleView, RequestView, ScreenView,
    SealedView, SpokenView, StepView, TimelineView,
};
use crate::{Error, Node, Officer};

/// The instant of the view, and the two zones in which instants are shown beside UTC.
pub(super) struct Zones {
    pub(super) now: Timestamp,
    mine: TimeZone,
    theirs: TimeZone,
}

impl Node {
    /// A request, whole, for an officer who may read it.
    pub async fn show(&self, officer: &Officer, id: RequestId) -> Result<RequestView, Error> {
        let open = self.take_known(id).await?;
        let request = open.request().ok_or(Error::NotFound { what: "request" })?;
        self.may_read(officer, request)?;
        let now = self.clock.now();
        let zones = Zones { now, mine: self.zone(self.state), theirs: self.zone(request.other()) };
        let (timeline, screen) = self.timeline(officer, request, &open.keys, &zones).await?;
        let receipted: BTreeSet<MessageId> =
            self.store.receipts_of(id).await?.into_iter().map(|got| got.message).collect();
        let row = self.store.row(id).await?;
        let shared = request.shared();
        let waits = |link: &&comity_domain::chain::Link| {
            request.channel.is_none() && !receipted.contains(&link.head.message)
        };
        let sent = request.chains.of(request.side).iter();
        Ok(RequestView {
            request: id,
            ours: request.reference.map(|reference| reference.to_string()),
            theirs: row.and_then(|row| row.theirs),
            requesting: request.chains.requesting,
            requested: request.chains.requested,
            side: request.side,
            version: request.version,
            instrument: match (shared, &request.draft) {
                (Some(shared), _) => shared.instrument.clone(),
                (None, Some(draft)) => draft.facts.instrument.clone(),
                (None, None) => None,
            },
            measure: request.workflow().and_then(|workflow| workflow.code().parse().ok()),
            urgency: match (shared, &request.draft) {
                (Some(shared), _) => shared.urgency.clone(),
                (None, Some(draft)) => draft.facts.urgency.clone(),
                (None, None) => None,
            },
            drill: drill_view(request, now),
            state: shared.map(comity_domain::shared::Shared::state),
            view: request.fold.view(),
            owners: owners(request),
            items: self.items(officer, request, &zones),
            timeline,
            possible: possible(&self.law, request, now),
            draft: request.draft.clone(),
            by_network: match request.channel {
                Some(_) => false,
                None => !request.chains.is_empty() || self.known_peer(request.other()).is_some(),
            },
            beside: self.beside(officer, request).await?,
            onward: request.onward(),
            proposals: self.proposals(officer, request).await?,
            uncompared: uncompared(request),
            undelivered: sent.filter(waits).map(|link| link.head.message).collect(),
            fetches: self.fetches(request, &open.keys).await?,
            attachments: attachments(request, self.law.languages_of(request.chains.requested)),
            scope: request.scope(&self.law).unwrap_or_default(),
            screen,
            secrecy: secrecy(request, &zones),
        })
    }

    /// What was said and done, as far as this officer may see it.
    async fn timeline(
        &self,
        officer: &Officer,
        request: &Request,
        keys: &FileKeys,
        zones: &Zones,
    ) -> Result<(Vec<TimelineView>, ScreenView), Error> {
        let stored = self.store.load(request.id).await?;
        let timeline = stored.iter().map(|row| {
            let written = Vault::open(keys, row)?;
            Ok(entry(request, zones, row, written))
        });
        let mut timeline = timeline.collect::<Result<Vec<_>, Error>>()?;
        crate::recovery::tell(request, &mut timeline);
        for line in &mut timeline {
            line.spoken = spoken(request, zones, officer, line);
        }
        let screen = self.screen(officer, request, zones);
        if screen.hidden {
            timeline.iter_mut().for_each(super::screen::hide);
        }
        if !self.reads_contacts(officer, request) {
            timeline.retain(|line| !line.kind.parse().is_ok_and(is_contact));
        }
        Ok((timeline, screen))
    }

    fn items(&self, officer: &Officer, request: &Request, zones: &Zones) -> Vec<ItemView> {
        let Some(shared) = request.shared() else { return Vec::new() };
        let mut views: Vec<ItemView> =
            shared.items.iter().map(|(n, item)| item_view(request, zones, *n, item)).collect();
        let actor = Actor::alone(officer);
        for view in &mut views {
            let files = !view.exhibits.is_empty() || !view.waiting.is_empty();
            let ask = files.then(|| self.ask(request, &actor, Action::ReadExhibit, &[view.n]));
            view.opens = ask.is_some_and(|ask| self.gate.may(&ask).is_ok());
        }
        views
    }

    /// The zone in which a State counts; UTC for one whose profile is not here.
    fn zone(&self, state: StateCode) -> TimeZone {
        let zone = self.law.state(state).map(|profile| profile.zone().to_owned());
        zone.and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC)
    }
}

impl Zones {
    pub(super) fn show(&self, at: Timestamp) -> InstantView {
        InstantView {
            at,
            mine: comity_domain::deadline::shown(at, &self.mine),
            theirs: comity_domain::deadline::shown(at, &self.theirs),
            utc: comity_domain::deadline::shown(at, &TimeZone::UTC),
        }
    }
}

fn owners(request: &Request) -> Vec<OwnerView> {
    let all = request.shared().map(comity_domain::shared::Shared::owners).unwrap_or_default();
    let view = |((side, role), items)| OwnerView { side, role, items };
    all.into_iter().map(view).collect()
}

/// What was put in for an item and has not crossed: who reviews and clears it looks at it here.
fn waiting(request: &Request, n: u16, item: &Item) -> Vec<SealedView> {
    let own = request.exhibits.values().filter(|record| record.item == Some(n));
    let own = own.filter(|record| !item.exhibits.contains(&record.fact));
    own.map(|record| SealedView {
        id: record.fact.id,
        name: record.line.as_ref().map(|line| line.name.clone()),
        bytes: record.line.as_ref().map(|line| line.bytes),
    })
    .collect()
}

/// What the State that is asked last said that came of an item.
fn outcome(request: &Request, n: u16) -> Option<Code> {
    let said = request.chains.of(Side::Requested).iter().rev();
    let mut facts = said.flat_map(|link| &link.head.facts.items).filter(|fact| fact.n == n);
    facts.find_map(|fact| fact.outcome.clone())
}

fn item_view(request: &Request, zones: &Zones, n: u16, item: &Item) -> ItemView {
    let described =
        request.bodies.values().flat_map(|body| &body.items).find(|described| described.n == n);
    let decision = item.decision.as_ref();
    let named = |deadline: &Deadline| zones.show(deadline.at);
    ItemView {
        n,
        tier: item.tier.clone(),
        identifier: described.map(|described| described.identifier.to_string()),
        state: item.state,
        work: request.item_work(n).to_string(),
        held_until: item.hold.as_ref().map(|hold| named(&hold.until)),
        provisional: item.hold.as_ref().is_some_and(|hold| hold.provisional),
        clock: item.clock.as_ref().map(|set| (set.clock.to_string(), named(&set.due))),
        clocks: item.clocks.iter().map(|set| (set.clock.to_string(), set.due.clone())).collect(),
        answer: decision.map(|decision| decision.answer.to_string()),
        ground: decision.and_then(|decision| decision.ground.clone()),
        provision: decision.and_then(|decision| decision.provision.clone()),
        holder: described.and_then(|described| described.provider.clone()).or_else(|| {
            let order = request.work.get(&n)?.order.as_ref()?;
            Some(order.provider.to_string())
        }),
        reason: decision.and_then(|decision| decision.reason.clone()),
        outcome: outcome(request, n),
        conditions: item.conditions.clone(),
        exhibits: item.exhibits.iter().map(|fact| fact.id).collect(),
        waiting: waiting(request, n, item),
        opens: false,
        suspended: item.suspended,
        frozen: item.is_frozen(zones.now),
    }
}

fn entry(request: &Request, zones: &Zones, row: &StoredEvent, written: Written) -> TimelineView {
    let rule = row.provenance.get("rule").and_then(|rule| rule.as_str()).unwrap_or_default();
    let (at, rule) = (zones.show(row.at), rule.to_owned());
    let judged = || written.judged.iter().flat_map(|judged| &judged.asked);
    let held: BTreeSet<Code> = judged().flat_map(|question| question.held.clone()).collect();
    let ours = judged().filter_map(|question| question.ask.overrides.clone());
    let theirs = match &written.event {
        Event::Received(crossing) => crossing.head.facts.overridden.clone(),
        _ => None,
    };
    let overridden: BTreeSet<Code> = ours.chain(theirs).collect();
    let line = line(request, zones, row, (at, rule), written);
    let (held, overridden) = (held.into_iter().collect(), overridden.into_iter().collect());
    TimelineView { held, overridden, ..line }
}

fn line(
    request: &Request,
    zones: &Zones,
    row: &StoredEvent,
    (at, rule): (InstantView, String),
    written: Written,
) -> TimelineView {
    match written.event {
        Event::Stepped(stepped) => {
            let step = Some(said(zones, &stepped, written.detail));
            TimelineView { step, ..step_entry(request, row.version, (at, rule), &stepped) }
        }
        Event::Sent(crossing) => {
            let full_reason = written
                .full_reason
                .filter(|reason| !reason.text.is_empty())
                .map(|reason| FullReasonView { salt: hex::encode(reason.salt), text: reason.text });
            let of = (crossing, written.detail);
            let entry = message_entry(request, "sent", row.version, (at, rule), of);
            TimelineView { full_reason, ..entry }
        }
        Event::Received(crossing) => {
            message_entry(request, "received", row.version, (at, rule), (crossing, written.detail))
        }
    }
}

fn step_entry(
    request: &Request,
    version: u64,
    (at, rule): (InstantView, String),
    stepped: &Stepped,
) -> TimelineView {
    TimelineView {
        version,
        at,
        what: "step",
        kind: stepped.step.to_string(),
        by: format!("{}, {}", stepped.by.role, request.me),
        message: stepped.facts.about,
        digest: None,
        words: None,
        effects: stepped.items.iter().map(|n| (*n, stepped.step.to_string())).collect(),
        remarks: Vec::new(),
        step: None,
        facts: None,
        body: None,
        full_reason: None,
        rule,
        held: Vec::new(),
        overridden: Vec::new(),
        confirmed: false,
        spoken: Vec::new(),
    }
}

/// What a step says. What waits for a second person, and what opens an exhibit, is not shown.
fn said(zones: &Zones, stepped: &Stepped, detail: Option<Detail>) -> StepView {
    let facts = &stepped.facts;
    let shown = |detail: &Detail| {
        !matches!(
            detail,
            Detail::Draft(_) | Detail::Body(_) | Detail::Proposal(_) | Detail::Exhibit(_)
        )
    };
    StepView {
        provider: facts.provider.clone(),
        channel: facts.channel.clone(),
        outcome: facts.outcome.clone(),
        until: facts.until.as_ref().map(|until| zones.show(until.at)),
        act: facts.act,
        expires: facts.expires.map(|at| zones.show(at)),
        alarm: facts.alarm.clone(),
        detail: detail.filter(shown),
    }
}

fn uncompared(request: &Request) -> Vec<ActId> {
    let open = request.acts.iter().filter(|(_, act)| act.compared_by.is_none());
    open.map(|(id, _)| *id).collect()
}

fn message_entry(
    request: &Request,
    what: &'static str,
    version: u64,
    (at, rule): (InstantView, String),
    (crossing, detail): (Crossing, Option<Detail>),
) -> TimelineView {
    let head = &crossing.head;
    let effects: BTreeMap<u16, String> = request
        .fold
        .of(head.message)
        .map(|o| (o.item, format!("{}: {} -> {}", o.effect, o.from, o.to)))
        .collect();
    TimelineView {
        version,
        at,
        what,
        kind: head.kind.to_string(),
        by: format!("{}, {}", head.role, head.from),
        message: Some(head.message),
        digest: Some(crossing.digest),
        words: Some(words(&crossing.digest).join(" ")),
        effects,
        remarks: crossing.remarks.iter().map(ToString::to_string).collect(),
        step: None,
        facts: Some(head.facts.clone()),
        body: match detail {
            Some(Detail::Body(body)) => Some(*body),
            _ => None,
        },
        full_reason: None,
        rule,
        held: Vec::new(),
        overridden: Vec::new(),
        confirmed: request.confirmed.contains_key(&head.message),
        spoken: Vec::new(),
    }
}

/// What a message rests on that was said over the telephone.
fn spoken(
    request: &Request,
    zones: &Zones,
    officer: &Officer,
    line: &TimelineView,
) -> Vec<SpokenView> {
    let message = line.message.filter(|_| line.what != "step");
    let Some((shared, message)) = request.shared().zip(message) else { return Vec::new() };
    let view = |one: &Spoken| SpokenView {
        officer: one.officer,
        role: one.role.clone(),
        state: request.chains.state(one.side),
        at: zones.show(one.at),
        due: zones.show(one.due()),
        confirmed: one.answer.map(|answer| answer.confirmed),
        answered: one.answer.map(|answer| zones.show(answer.at)),
        late: one.is_late(zones.now),
        mine: one.side == request.side && one.officer == officer.id && one.answer.is_none(),
    };
    shared.spoken_of(message).iter().map(view).collect()
}

fn possible(law: &Law, request: &Request, now: Timestamp) -> Vec<PossibleView> {
    let view = |possible: comity_domain::request::Possible| {
        let (what, kind, answer) = match possible.what {
            What::Message(kind, answer) => {
                ("message", kind.to_string(), answer.map(|answer| answer.to_string()))
            }
            What::Step(step) => ("step", step.to_string(), None),
        };
        let first = possible.needs_work.unwrap_or_default();
        PossibleView {
            what,
            kind,
            answer,
            items: possible.items,
            roles: possible.roles,
            first: first.iter().map(ToString::to_string).collect(),
            not_before: possible.not_before,
        }
    };
    // Contacts have operations of their own, and whoever may not know of them learns nothing here.
    let shown = |possible: &comity_domain::request::Possible| match possible.what {
        What::Step(step) => !is_contact(step),
        What::Message(..) => true,
    };
    request.possible(law, now).into_iter().filter(shown).map(view).collect()
}
