// SPDX-License-Identifier: EUPL-1.2
//! The question as Cedar sees it: principal, action, resource, context.
//!
//! Three small entities and one record are made for each question; names of types are parsed once.
//! They have the schema's shape by construction, as a test shows by the schema for random
//! questions; to check it each time would double what an answer costs.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request,
    RestrictedExpression as Value,
};
use comity_domain::id::{Code, OfficerId};
use comity_domain::request::Renewal;
use comity_domain::role::Role;

use crate::ask::{Ask, On, Second};
use crate::denied::Denied;

/// The types of the schema, by name.
pub(crate) struct Vocabulary {
    answer: EntityTypeName,
    authority: EntityTypeName,
    concern: EntityTypeName,
    consultation: EntityTypeName,
    dual: EntityTypeName,
    item_state: EntityTypeName,
    officer: EntityTypeName,
    role: EntityTypeName,
    rule: EntityTypeName,
    side: EntityTypeName,
    state: EntityTypeName,
    tier: EntityTypeName,
    transfer: EntityTypeName,
    workflow: EntityTypeName,
    /// The request in question. A policy names no single request, so one name does for all.
    request: EntityUid,
    /// The node.
    node: EntityUid,
}

impl Vocabulary {
    pub(crate) fn new() -> Result<Self, String> {
        let name = |text: &str| text.parse::<EntityTypeName>().map_err(|e| e.to_string());
        Ok(Self {
            answer: name("Answer")?,
            authority: name("Authority")?,
            concern: name("Concern")?,
            consultation: name("Consultation")?,
            dual: name("Dual")?,
            item_state: name("ItemState")?,
            officer: name("Officer")?,
            role: name("Role")?,
            rule: name("Rule")?,
            side: name("Side")?,
            state: name("State")?,
            tier: name("Tier")?,
            transfer: name("Transfer")?,
            workflow: name("Workflow")?,
            request: uid(&name("Request")?, "this"),
            node: uid(&name("Node")?, "this"),
        })
    }

    fn of(&self, officer: OfficerId) -> Value {
        entity(&self.officer, &officer.to_string())
    }

    fn officers(&self, officers: &[OfficerId]) -> Option<Value> {
        let known = !officers.is_empty();
        known.then(|| Value::new_set(officers.iter().map(|officer| self.of(*officer))))
    }

    fn roles(&self, roles: &[Role]) -> Value {
        Value::new_set(roles.iter().map(|role| entity(&self.role, role.code())))
    }

    fn second(&self, second: &Second) -> Result<Value, Denied> {
        let officer = ("officer".to_owned(), self.of(second.officer));
        let roles = ("roles".to_owned(), self.roles(&second.roles));
        let spoken = ("spoken".to_owned(), Value::new_bool(second.spoken));
        Value::new_record([officer, roles, spoken]).map_err(unaskable)
    }
}

fn uid(of: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id))
}

fn entity(of: &EntityTypeName, id: &str) -> Value {
    Value::new_entity_uid(uid(of, id))
}

fn unaskable(error: impl std::fmt::Display) -> Denied {
    Denied::Unaskable { what: error.to_string() }
}

/// Facts under their names; those that are unknown are left out.
#[derive(Default)]
struct Facts(Vec<(String, Value)>);

impl Facts {
    fn with(mut self, name: &str, value: impl Into<Option<Value>>) -> Self {
        self.0.extend(value.into().map(|value| (name.to_owned(), value)));
        self
    }

    fn flag(self, name: &str, value: bool) -> Self {
        self.with(name, Value::new_bool(value))
    }

    fn entity(self, uid: EntityUid) -> Result<Entity, Denied> {
        let attributes: HashMap<_, _> = self.0.into_iter().collect();
        Entity::new(uid, attributes, HashSet::new()).map_err(unaskable)
    }
}

/// Puts the question; `lifts` names the rule that is overridden, if it is one that may be.
pub(crate) fn put(
    words: &Vocabulary,
    action: &Entity,
    (ask, lifts): (&Ask, Option<&str>),
) -> Result<(Request, Entities), Denied> {
    let officer = officer(words, ask)?;
    let (resource, context) = if ask.action.is_upkeep() {
        let second = ask.second.as_ref().map(|second| words.second(second)).transpose()?;
        (node(words, ask)?, Facts::default().with("second", second))
    } else {
        let Some(on) = &ask.on else {
            return Err(unaskable(format!("`{}` was asked for on no request", ask.action)));
        };
        (request(words, ask, on)?, act(words, ask, lifts)?)
    };
    let context = Context::from_pairs(context.0).map_err(unaskable)?;
    let asked = Request::new(officer.uid(), action.uid(), resource.uid(), context, None)
        .map_err(unaskable)?;
    let entities =
        Entities::from_entities([officer, resource, action.clone()], None).map_err(unaskable)?;
    Ok((asked, entities))
}

fn officer(words: &Vocabulary, ask: &Ask) -> Result<Entity, Denied> {
    let authority = ask.authority.as_ref().map(|code| entity(&words.authority, code.as_str()));
    Facts::default()
        .with("roles", words.roles(&ask.roles))
        .with("state", entity(&words.state, &ask.state.to_string()))
        .with("authority", authority)
        .entity(uid(&words.officer, &ask.officer.to_string()))
}

fn node(words: &Vocabulary, ask: &Ask) -> Result<Entity, Denied> {
    let here = entity(&words.state, &ask.node.to_string());
    Facts::default().with("here", here).entity(words.node.clone())
}

fn request(words: &Vocabulary, ask: &Ask, on: &On) -> Result<Entity, Denied> {
    let authority = |code: &Code| entity(&words.authority, code.as_str());
    let given = Value::new_set(on.given_to.iter().map(authority));
    let stands = on.states.iter().map(|state| entity(&words.item_state, state.code()));
    let concerns = on.concerns.iter().map(|concern| entity(&words.concern, concern.code()));
    let lifted = on.lifted.iter().map(|rule| entity(&words.rule, rule.as_str()));
    let measured = on.measured;
    Facts::default()
        .with("here", entity(&words.state, &ask.node.to_string()))
        .with("side", entity(&words.side, on.side.code()))
        .with("workflow", entity(&words.workflow, on.workflow.code()))
        .with("stands", Value::new_set(stands))
        .with("tier", on.tier.map(|tier| entity(&words.tier, tier.code())))
        .flag("suspended", on.suspended)
        .flag("frozen", on.frozen)
        .with("given_to", (!on.given_to.is_empty()).then_some(given))
        .flag("established", on.established)
        .flag("reserved", on.reserved)
        .flag("other_breaks", on.other_breaks)
        .flag("complete", measured.complete)
        .flag("bounded", measured.bounded)
        .flag("stored", measured.stored)
        .flag("in_scope", measured.in_scope)
        .flag("out_of_authority", on.out_of_authority)
        .flag("seeks_person", on.seeks_person)
        .flag("fits", measured.fits)
        .flag("free_at_home", measured.free_at_home)
        .with("secrecy_days", measured.secrecy_days.map(|days| Value::new_long(days.into())))
        .flag("plain", measured.plain)
        .flag("screened", on.screened)
        .flag("screened_twice", on.screened_twice)
        .with("concerns", Value::new_set(concerns))
        .flag("differs", on.differs)
        .with("transfer", on.transfer.map(|said| entity(&words.transfer, said.code())))
        .with("dual", on.dual.map(|found| entity(&words.dual, found.code())))
        .with("lifted", Value::new_set(lifted))
        .flag("misstated", on.misstated)
        .entity(words.request.clone())
}

fn renewed(renewal: Renewal) -> Result<Value, Denied> {
    let Renewal { days, longer, act, past_year, agreed } = renewal;
    let flag = |name: &str, value| (name.to_owned(), Value::new_bool(value));
    let days = ("days".to_owned(), Value::new_long(days.into()));
    let flags = [flag("longer", longer), flag("act", act), flag("agreed", agreed)];
    let all = flags.into_iter().chain([days, flag("past_year", past_year)]);
    Value::new_record(all).map_err(unaskable)
}

fn act(words: &Vocabulary, ask: &Ask, lifts: Option<&str>) -> Result<Facts, Denied> {
    let one = |officer: Option<OfficerId>| officer.map(|officer| words.of(officer));
    let answer = ask.action.answer().map(|answer| entity(&words.answer, answer.code()));
    let second = ask.second.as_ref().map(|second| words.second(second)).transpose()?;
    let renewal = ask.renewal.map(renewed).transpose()?;
    let consultation = ask.consultation.map(|duty| entity(&words.consultation, duty.code()));
    Ok(Facts::default()
        .with("offices", words.roles(&ask.offices))
        .with("answer", answer)
        .with("drafter", one(ask.drafted_by))
        .with("editors", words.officers(&ask.edited_by))
        .with("examiners", words.officers(&ask.examined_by))
        .with("executors", words.officers(&ask.executed_by))
        .with("reviewers", words.officers(&ask.reviewed_by))
        .with("enterer", one(ask.entered_by))
        .with("proposer", one(ask.proposed_by))
        .with("second", second)
        .with("consultation", consultation)
        .flag("consulted", ask.consulted)
        .flag("reason", ask.reason)
        .flag("authorisation", ask.authorisation)
        .flag("court", ask.court)
        .flag("onward", ask.onward)
        .flag("considered", ask.considered)
        .flag("for_dual", ask.for_dual)
        .flag("apart", ask.apart)
        .with("renewal", renewal)
        .flag("overriding", ask.overrides.is_some())
        .with("lifts", lifts.map(|rule| entity(&words.rule, rule))))
}
