// SPDX-License-Identifier: EUPL-1.2
//! Random questions: they never panic, have the schema's shape, and some things are never
//! permitted.

use std::collections::BTreeSet;

use cedar_policy::PolicyId;
use proptest::prelude::*;

use super::*;
use crate::replay::{Past, texts};

/// Reads a question off random octets. Few officers, so that they meet.
struct Octets(std::vec::IntoIter<u8>);

impl Octets {
    fn next(&mut self) -> u8 {
        self.0.next().unwrap_or_default()
    }

    fn flag(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.next()) % of.len()]
    }

    fn some<T: Copy>(&mut self, of: &[T]) -> Vec<T> {
        let (low, high) = (u32::from(self.next()), u32::from(self.next()));
        let bits = low | (high << 8);
        of.iter()
            .enumerate()
            .filter(|(at, _)| bits >> (at % 16) & 1 == 1)
            .map(|(_, x)| *x)
            .collect()
    }

    fn maybe<T>(&mut self, of: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| of(self))
    }

    fn officer(&mut self) -> OfficerId {
        officer(self.next() % 3)
    }

    fn officers(&mut self) -> Vec<OfficerId> {
        (0..self.next() % 3).map(|_| self.officer()).collect()
    }

    fn authority(&mut self) -> Code {
        code(self.one(&["court", "police"]))
    }

    fn measured(&mut self) -> Measured {
        Measured {
            complete: self.flag(),
            bounded: self.flag(),
            stored: self.flag(),
            in_scope: self.flag(),
            fits: self.flag(),
            free_at_home: self.flag(),
            secrecy_days: self.maybe(|o| u32::from(o.next())),
            plain: self.flag(),
        }
    }

    fn ask(&mut self) -> Ask {
        let actions: Vec<Action> = Action::all().collect();
        let action = self.one(&actions);
        let roles = self.some(Role::ALL);
        let state = self.one(&["XA", "XA", "XA", "XB"]).parse().expect("a State");
        let mut ask = Ask::new(self.officer(), state, roles, action);
        ask.node = "XA".parse().expect("a State");
        ask.authority = self.maybe(Self::authority);
        ask.on = self.maybe(|o| On {
            workflow: o.one(Workflow::ALL),
            side: o.one(Side::ALL),
            states: o.some(State::ALL),
            tier: o.maybe(|o| o.one(Tier::ALL)),
            suspended: o.flag(),
            frozen: o.flag(),
            given_to: o.maybe(|o| vec![o.authority()]).unwrap_or_default(),
            established: o.flag(),
            reserved: o.flag(),
            other_breaks: o.flag(),
            measured: o.measured(),
            out_of_authority: o.flag(),
            seeks_person: o.flag(),
            screened: o.flag(),
            screened_twice: o.flag(),
            concerns: o.some(Concern::ALL).into_iter().collect(),
            differs: o.flag(),
            transfer: o.maybe(|o| o.one(Transfer::ALL)),
            dual: o.maybe(|o| o.one(Dual::ALL)),
            lifted: o.maybe(|_| vec![code("protected-freedoms")]).unwrap_or_default(),
            misstated: o.flag(),
        });
        ask.offices = self.some(Role::ALL);
        ask.drafted_by = self.maybe(Self::officer);
        ask.edited_by = self.officers();
        ask.examined_by = self.officers();
        ask.executed_by = self.officers();
        ask.reviewed_by = self.officers();
        ask.entered_by = self.maybe(Self::officer);
        ask.proposed_by = self.maybe(Self::officer);
        ask.second = self.maybe(|o| {
            let (officer, roles, spoken) = (o.officer(), o.some(Role::ALL), o.flag());
            Second { officer, roles, spoken }
        });
        ask.consultation = self.maybe(|o| o.one(Consultation::ALL));
        ask.consulted = self.flag();
        ask.reason = self.flag();
        ask.authorisation = self.flag();
        ask.court = self.flag();
        ask.onward = self.flag();
        ask.considered = self.flag();
        ask.for_dual = self.flag();
        ask.apart = self.flag();
        ask.renewal = self.maybe(|o| Renewal {
            days: u32::from(o.next()),
            longer: o.flag(),
            act: o.flag(),
            past_year: o.flag(),
            agreed: o.flag(),
        });
        ask.lifts = self.maybe(|o| code(o.one(&["protected-freedoms", "given-authority"])));
        let rules = ["given-authority", "protected-freedoms", "own-draft", "completeness.basis"];
        ask.overrides = self.flag().then(|| self.maybe(|o| code(o.one(&rules)))).flatten();
        ask
    }
}

fn asks() -> impl Strategy<Value = Ask> {
    prop::collection::vec(any::<u8>(), 96).prop_map(|octets| Octets(octets.into_iter()).ask())
}

fn schema() -> &'static cedar_policy::Schema {
    static SCHEMA: OnceLock<cedar_policy::Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| crate::set::SCHEMA.1.parse().expect("the schema"))
}

/// Every rule, whatever its scope: those that permit, those that forbid.
fn whole() -> &'static (PolicySet, PolicySet) {
    static WHOLE: OnceLock<(PolicySet, PolicySet)> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let mut seen: BTreeSet<PolicyId> = BTreeSet::new();
        let mut union = |set: fn(&Slice) -> &PolicySet| {
            let of_slices = gate().slices.values().flat_map(|slice| set(slice).policies());
            let new = of_slices.filter(|policy| seen.insert(policy.id().clone())).cloned();
            PolicySet::from_policies(new).expect("each rule once")
        };
        let sets = (union(|slice| &slice.permits), union(|slice| &slice.forbids));
        assert_eq!(seen.len(), gate().rules().count(), "a rule applies to no action");
        sets
    })
}

proptest! {
    #[test]
    fn no_question_panics_and_every_answer_can_be_told(ask in asks()) {
        if let Err(denied) = gate().may(&ask) {
            prop_assert!(denied.code().starts_with("policy."));
            prop_assert!(!denied.to_string().is_empty());
            prop_assert!(!matches!(denied, Denied::Erred { .. }), "{}", denied);
        }
    }

    #[test]
    fn nobody_who_drafted_approves(ask in asks(), alone in any::<bool>()) {
        let me = ask.officer;
        let ask = Ask { action: Action::Step(Step::DraftApprove), ..ask };
        let ask = if alone {
            Ask { drafted_by: Some(me), ..ask }
        } else {
            let mut ask = ask;
            ask.edited_by.push(me);
            ask
        };
        prop_assert!(gate().may(&ask).is_err());
    }

    #[test]
    fn nobody_is_their_own_second_person(ask in asks()) {
        let second = Second { officer: ask.officer, roles: Role::ALL.to_vec(), spoken: false };
        let answer = gate().may(&Ask { second: Some(second), ..ask });
        prop_assert!(answer.is_err());
    }

    #[test]
    fn an_administrator_gets_no_case_and_oversight_only_reads(ask in asks()) {
        if gate().may(&ask).is_ok() {
            let upkeep = matches!(ask.action, Action::Administer(_));
            prop_assert_eq!(ask.roles.contains(&Role::Administrator), upkeep);
            let remedy = matches!(ask.action, Action::Message(Kind::RemedyOrder, _));
            // That it opened a file is on record like anybody's opening.
            let opens = matches!(ask.action, Action::Step(Step::ExhibitOpen | Step::AttachOpen));
            // What it holds, finds false and agrees to are its own.
            let own = [Step::LiftHold, Step::Misstatement, Step::SecrecyAgree];
            let own = matches!(ask.action, Action::Step(step) if own.contains(&step));
            let allowed = ask.action.is_reading() || remedy || opens || own;
            prop_assert!(allowed || !ask.roles.contains(&Role::Oversight));
            prop_assert_eq!(ask.state, ask.node);
        }
    }

    #[test]
    fn content_data_are_never_handed_over_by_one_or_unauthorised(ask in asks()) {
        let ask = Ask { action: Action::Message(Kind::Disclose, Some(Answer::Whole)), ..ask };
        if gate().may(&ask).is_ok() {
            prop_assert!(ask.second.as_ref().is_some_and(|second| second.officer != ask.officer));
            let on = ask.on.expect("a request");
            prop_assert!(!on.suspended);
            let content = on.tier.is_none_or(|tier| tier == Tier::Content);
            prop_assert!(ask.authorisation || !content || on.workflow.hands_over_to().is_none());
        }
    }

    #[test]
    fn every_question_has_the_shape_of_the_schema(ask in asks()) {
        prop_assume!(ask.on.is_some());
        let schema = schema();
        let gate = gate();
        let lifts = ask.overrides.as_ref().and_then(|code| gate.rule(code.as_str()));
        // A rule that nobody overrides is refused before the question is put.
        prop_assume!(lifts.is_none_or(|rule| rule.overridden_by.is_some()));
        let slice = gate.slice(ask.action).expect("an action");
        let lifts = lifts.map(|rule| rule.id.as_str());
        let asked = put(&gate.vocabulary, &slice.action, (&ask, lifts)).expect("a question");
        let (request, entities) = asked;
        let context = request.context().expect("a context").clone();
        let part = |uid: Option<&cedar_policy::EntityUid>| uid.expect("known").clone();
        let parts = (request.principal(), request.action(), request.resource());
        let (principal, action, resource) = (part(parts.0), part(parts.1), part(parts.2));
        let again = Request::new(principal, action.clone(), resource, context, Some(schema));
        prop_assert!(again.is_ok(), "{:?}", again.err());
        let own = entities.iter().filter(|entity| entity.uid() != action).cloned();
        let checked = Entities::from_entities(own, Some(schema));
        prop_assert!(checked.is_ok(), "{:?}", checked.err());
    }

    #[test]
    fn the_rules_of_an_action_are_all_that_could_apply_to_it(ask in asks()) {
        prop_assume!(ask.on.is_some() && ask.overrides.is_none());
        let (permits, forbids) = whole();
        let gate = gate();
        let slice = gate.slice(ask.action).expect("an action");
        let asked = put(&gate.vocabulary, &slice.action, (&ask, None)).expect("a question");
        let says = |set: &PolicySet| gate.evaluate(&asked.0, set, &asked.1);
        prop_assert_eq!(says(permits), says(&slice.permits));
        prop_assert_eq!(says(forbids), says(&slice.forbids));
    }

    #[test]
    fn the_kept_texts_answer_what_the_gate_answers(ask in asks()) {
        let again = past().ask(&ask);
        match gate().judged(&ask, &[]) {
            Ok(question) => {
                prop_assert_eq!(again.by, Some(question.by));
                prop_assert_eq!(again.held, question.held);
                let written = serde_json::to_string(&question.ask).expect("it has a JSON form");
                let read: Ask = serde_json::from_str(&written).expect("and is read from it");
                prop_assert_eq!(read, ask);
            }
            // An override of what nobody overrides is refused before anything is asked.
            Err(Denied::NotOverridable { .. }) => {}
            Err(_) => prop_assert_eq!(again.by, None),
        }
    }

    #[test]
    fn an_act_is_done_only_where_every_finding_holds(ask in asks()) {
        let findings = gate().findings(&ask);
        match gate().may(&ask) {
            Ok(_) => prop_assert!(findings.expect("findings").iter().all(|one| one.holds)),
            Err(Denied::Standing { failed } | Denied::Safeguard { failed }
                | Denied::NeedsSecond { failed }) => {
                let findings = findings.expect("findings");
                for rule in failed {
                    prop_assert!(findings.iter().any(|one| one.rule.id == rule.id && !one.holds));
                }
            }
            Err(_) => {}
        }
    }
}

fn past() -> &'static Past {
    static PAST: OnceLock<Past> = OnceLock::new();
    PAST.get_or_init(|| {
        let set = Set::plain().expect("the plain set");
        Past::read(&texts(&set)).expect("its texts")
    })
}
