// SPDX-License-Identifier: EUPL-1.2
//! The question that is put to the safeguards about an act: the facts as the node sees them.

use std::collections::BTreeSet;

use comity_domain::dual;
use comity_domain::id::{Code, Digest, ProposalId};
use comity_domain::law::Level;
use comity_domain::message::{Body, Facts, ItemFact, Kind};
use comity_domain::request::{Decided, Hand, Plan, Request, Sought};
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{Answer, State};
use comity_policy::{Action, Ask, On, Second, Tier};
use jiff::Timestamp;

use super::unasked::offered_with_authority;
use crate::{Error, Node, Officer};

/// Who acts: the officer, and the second person if there is one.
pub(crate) struct Actor<'a> {
    pub(crate) officer: &'a Officer,
    pub(crate) second: Option<&'a Officer>,
    /// When the second person said so over the telephone, where they did.
    pub(crate) spoken: Option<Timestamp>,
    /// What was signed for a step, such as a parcel.
    pub(crate) statement: Option<Vec<u8>>,
    /// The proposal that is carried out, if it is one.
    pub(crate) proposal: Option<ProposalId>,
    /// The file that is put in came from a third State, which has not agreed that it goes on.
    pub(crate) onward: bool,
}

impl<'a> Actor<'a> {
    /// An officer alone.
    pub(crate) fn alone(officer: &'a Officer) -> Self {
        Self { officer, second: None, spoken: None, statement: None, proposal: None, onward: false }
    }
}

impl Node {
    /// The questions that an act comes to: one for each answer that a message gives, with the items
    /// that it is given of.
    pub(crate) fn asks(
        &self,
        request: &Request,
        actor: &Actor<'_>,
        decided: &Decided,
    ) -> Vec<(Ask, Vec<u16>)> {
        self.asks_at(request, actor, decided, self.clock.now())
    }

    /// The same at another instant.
    pub(super) fn asks_at(
        &self,
        request: &Request,
        actor: &Actor<'_>,
        decided: &Decided,
        now: Timestamp,
    ) -> Vec<(Ask, Vec<u16>)> {
        let mut asks = match &decided.plan {
            Plan::Step { stepped, detail } => {
                let action = Action::Step(stepped.step);
                let mut ask = self.ask_at(request, actor, (action, &decided.items), now);
                let act = stepped.facts.act.and_then(|id| request.acts.get(&id));
                ask.entered_by = act.map(|act| act.entered_by);
                let digest = act.map(|act| act.digest);
                authorise(&mut ask, request, digest, &decided.items, now);
                ask.onward = actor.onward;
                ask.reason = detail.is_some();
                ask.lifts.clone_from(&stepped.facts.rule);
                vec![(ask, decided.items.clone())]
            }
            Plan::Message { kind, facts, body, overrides, .. } => {
                let said = (*kind, &**facts, &**body, overrides.as_ref());
                self.message_asks(request, actor, said, (&decided.items, now))
            }
        };
        for (ask, _) in &mut asks {
            ask.offices.clone_from(&decided.offices);
            ask.consultation = decided.consultation;
        }
        asks
    }

    fn message_asks(
        &self,
        request: &Request,
        actor: &Actor<'_>,
        (kind, facts, body, overrides): (Kind, &Facts, &Body, Option<&Code>),
        (items, now): (&[u16], Timestamp),
    ) -> Vec<(Ask, Vec<u16>)> {
        let mut answers: BTreeSet<Option<&Code>> =
            facts.items.iter().map(|fact| fact.answer.as_ref()).collect();
        if answers.is_empty() {
            answers.insert(None);
        }
        let said = body.text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let mut asks = Vec::new();
        for answer in answers {
            let given = |n: u16| {
                facts.items.is_empty()
                    || facts.items.iter().any(|f| f.n == n && f.answer.as_ref() == answer)
            };
            let items: Vec<u16> = items.iter().copied().filter(|n| given(*n)).collect();
            let known = answer.and_then(|code| Answer::from_code(code.as_str()));
            let action = Action::Message(kind, known);
            let mut ask = self.ask_at(request, actor, (action, &items), now);
            ask.reason = said || facts.items.iter().any(|fact| fact.reason.is_some());
            ask.overrides = overrides.cloned();
            ask.considered = facts.considered;
            let of = |fact: &&ItemFact| fact.answer.as_ref() == answer;
            let mut grounds = facts.items.iter().filter(of).filter_map(|fact| fact.ground.as_ref());
            ask.for_dual = grounds.any(|ground| ground.as_str() == dual::GROUND);
            ask.renewal = request.renewal((kind, facts, body), now);
            authorise(&mut ask, request, facts.authorisation, &items, now);
            ask.authorisation |= offered_with_authority(request, kind);
            let consulted = |n: &u16| {
                let item = request.shared().and_then(|shared| shared.items.get(n));
                item.is_some_and(|item| !item.consulted.is_empty())
            };
            ask.consulted = items.iter().all(consulted);
            asks.push((ask, items));
        }
        asks
    }

    pub(crate) fn ask(
        &self,
        request: &Request,
        actor: &Actor<'_>,
        action: Action,
        items: &[u16],
    ) -> Ask {
        self.ask_at(request, actor, (action, items), self.clock.now())
    }

    fn ask_at(
        &self,
        request: &Request,
        actor: &Actor<'_>,
        (action, items): (Action, &[u16]),
        now: Timestamp,
    ) -> Ask {
        let officer = actor.officer;
        let mut ask = Ask::new(officer.id, officer.state, officer.roles.clone(), action);
        ask.authority.clone_from(&officer.authority);
        ask.node = self.state;
        ask.on = self.on_at(request, items, now);
        ask.drafted_by = request.drafting.editors.first().copied();
        ask.edited_by.clone_from(&request.drafting.editors);
        let of = items_or_all(request, items);
        let examined = |n: &u16| {
            let found = request.work.get(n)?.examinations.iter().map(|one| one.by);
            Some(found.collect::<Vec<_>>()).filter(|all| !all.is_empty())
        };
        let examined: Option<Vec<_>> = of.iter().map(examined).collect();
        ask.examined_by = examined.into_iter().flatten().flatten().collect();
        let mine = officer.authority.as_ref();
        ask.apart =
            mine.is_some() && request.examining(&of).all(|one| one.is_some() && one != mine);
        for n in of {
            let Some(work) = request.work.get(&n) else { continue };
            ask.executed_by.extend(&work.executed_by);
            ask.reviewed_by.extend(work.reviewed_by);
        }
        ask.second = actor.second.map(|s| {
            let (officer, roles) = (s.id, s.roles.clone());
            Second { officer, roles, spoken: actor.spoken.is_some() }
        });
        ask
    }

    /// The request as the safeguards see it.
    pub(crate) fn on(&self, request: &Request, items: &[u16]) -> Option<On> {
        self.on_at(request, items, self.clock.now())
    }

    /// The same at another instant.
    pub(super) fn on_at(&self, request: &Request, items: &[u16], now: Timestamp) -> Option<On> {
        let workflow = request.workflow()?;
        let shared = request.shared();
        let of = items_or_all(request, items);
        let states: BTreeSet<State> = of.iter().filter_map(|n| request.item_state(*n)).collect();
        let tiers: Vec<Option<&Code>> = match (shared, &request.draft) {
            (Some(shared), _) => {
                of.iter().filter_map(|n| Some(shared.items.get(n)?.tier.as_ref())).collect()
            }
            (None, Some(draft)) => {
                draft.facts.items.iter().map(|fact| fact.tier.as_ref()).collect()
            }
            (None, None) => Vec::new(),
        };
        let item = |n: &u16| shared.and_then(|shared| shared.items.get(n));
        let measured = request.measured(&self.law, now);
        Some(On {
            workflow,
            side: request.side,
            states: states.into_iter().collect(),
            tier: Tier::highest(tiers),
            suspended: of.iter().any(|n| item(n).is_some_and(|item| item.suspended)),
            frozen: of.iter().any(|n| item(n).is_some_and(|item| item.is_frozen(now))),
            // Where we ask, it was given to an authority of the other State.
            given_to: shared
                .filter(|_| request.side == Side::Requested)
                .map(|shared| shared.given_to.iter().cloned().collect())
                .unwrap_or_default(),
            established: request.established(&self.law),
            reserved: request.reserved(&self.law, now),
            other_breaks: self.breaks_the_floor(request.other()),
            measured,
            out_of_authority: request.is_out_of_authority(now),
            seeks_person: request.seeks_person(),
            screened: request.is_screened(&of),
            screened_twice: request.is_screened_twice(&of),
            concerns: request.hits(&of, &self.law),
            differs: request.differs(&of),
            transfer: request.transfer(&of),
            dual: request.dual(&of),
            lifted: request.lifted(now).cloned().collect(),
            misstated: self.misstated(request),
        })
    }

    /// Whether an officer may read a request. Who may not is told that there is none.
    pub(crate) fn may_read(&self, officer: &Officer, request: &Request) -> Result<(), Error> {
        let actor = Actor::alone(officer);
        let ask = self.ask(request, &actor, Action::Read, &[]);
        self.gate.may(&ask).map(|_| ()).map_err(|_| Error::NotFound { what: "request" })
    }
}

/// Puts down by what authority this is done of these items, if by any.
fn authorise(
    ask: &mut Ask,
    request: &Request,
    named: Option<Digest>,
    items: &[u16],
    now: Timestamp,
) {
    let of = items_or_all(request, items);
    let tier = ask.on.as_ref().and_then(|on| on.tier).and_then(|tier| tier.code().parse().ok());
    let sought = Sought { items: &of, tier: tier.as_ref() };
    let level = named.and_then(|digest| request.authority_for(digest, sought, now));
    ask.authorisation = level.is_some();
    ask.court = level == Some(Level::Court);
}

fn items_or_all(request: &Request, items: &[u16]) -> Vec<u16> {
    match request.shared() {
        Some(shared) if items.is_empty() => shared.items.keys().copied().collect(),
        _ => items.to_vec(),
    }
}

/// The office in which an officer acts: the one they name, or the first of theirs that may do it.
pub(crate) fn hand(officer: &Officer, named: Option<Role>, offices: &[Role]) -> Hand {
    let mut fitting = officer.roles.iter().copied().filter(|role| offices.contains(role));
    let role = named
        .filter(|role| officer.roles.contains(role))
        .or_else(|| fitting.next())
        .or_else(|| officer.roles.first().copied())
        .unwrap_or(Role::Investigator);
    Hand { officer: officer.id, role }
}
