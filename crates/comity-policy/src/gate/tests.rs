// SPDX-License-Identifier: EUPL-1.2
mod bites;
mod loading;
mod random;
mod screened;

use std::sync::OnceLock;

use comity_domain::dual::Dual;
use comity_domain::id::{Code, MessageId, OfficerId, RequestId, StateCode};
use comity_domain::law::Consultation;
use comity_domain::message::{Assumed, Facts, Kind, PROTOCOL};
use comity_domain::request::{Measured, Renewal};
use comity_domain::role::Side;
use comity_domain::screen::{Concern, Transfer};
use comity_domain::workflow::domestic::Step;
use comity_domain::workflow::{Answer, State, Workflow};
use comity_protocol::keys::SigningKeys;
use comity_protocol::ring::{KeyRing, Validity};
use comity_protocol::statement::{algs, open, sign};
use jiff::Timestamp;

use super::*;
use crate::action::{Administration, DeskAct};
use crate::ask::{On, Tier};

fn gate() -> &'static Gate {
    static GATE: OnceLock<Gate> = OnceLock::new();
    GATE.get_or_init(|| Gate::plain().expect("the shared policies load"))
}

fn officer(n: u8) -> OfficerId {
    OfficerId::from_parts(1, [n; 10])
}

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn binding() -> Binding {
    Binding {
        request: RequestId::from_parts(1, [9; 10]),
        version: 3,
        events: Digest::of(b"the exact events"),
    }
}

fn on(workflow: Workflow, side: Side) -> On {
    let on = On::new(workflow, side).in_order();
    On { states: vec![State::Acknowledged], tier: Some(Tier::Traffic), ..on }
}

/// A question about traffic data at the requested State, with everything in order.
fn asked(action: Action, roles: &[Role]) -> Ask {
    Ask {
        on: Some(on(Workflow::Disclosure, Side::Requested)),
        offices: roles.to_vec(),
        drafted_by: Some(officer(2)),
        edited_by: vec![officer(3)],
        examined_by: vec![officer(9)],
        executed_by: vec![officer(4)],
        reviewed_by: vec![officer(5)],
        entered_by: Some(officer(6)),
        proposed_by: Some(officer(7)),
        consultation: Some(Consultation::Required),
        consulted: true,
        reason: true,
        authorisation: true,
        court: true,
        onward: false,
        considered: true,
        for_dual: false,
        apart: true,
        ..Ask::new(officer(1), "XA".parse().expect("a State"), roles.to_vec(), action)
    }
}

fn message(kind: Kind, answer: Option<Answer>, roles: &[Role]) -> Ask {
    asked(Action::Message(kind, answer), roles)
}

fn step(step: Step, roles: &[Role]) -> Ask {
    asked(Action::Step(step), roles)
}

impl Ask {
    fn second(self, n: u8, role: Role) -> Self {
        let (officer, roles) = (officer(n), vec![role]);
        Self { second: Some(Second { officer, roles, spoken: false }), ..self }
    }

    /// The second person said so over the telephone.
    fn spoken(self) -> Self {
        let second = self.second.map(|second| Second { spoken: true, ..second });
        Self { second, ..self }
    }

    fn tier(self, tier: Option<Tier>) -> Self {
        self.on(|on| on.tier = tier)
    }

    fn on(mut self, change: impl FnOnce(&mut On)) -> Self {
        change(self.on.as_mut().expect("a request"));
        self
    }
}

#[test]
fn a_permit_names_the_rule_the_persons_and_the_binding() {
    let ask =
        message(Kind::Disclose, Some(Answer::Whole), &[Role::Evidence]).second(8, Role::Supervisor);
    let permit = gate().officer(&ask, binding()).expect("a permit");
    assert_eq!(permit.rule(), "office");
    assert_eq!(permit.binding(), binding());
    let door = Door::Officer { officer: officer(1), second: Some(officer(8)) };
    assert_eq!(*permit.door(), door);
}

/// A note of Borealia's on this request, signed and verified.
fn verified(request: RequestId) -> Verified<Head> {
    let (state, to): (StateCode, StateCode) = ("XB".parse().unwrap(), "XA".parse().unwrap());
    let keys = SigningKeys::from_seed(&[7; 64]).expect("a seed");
    let issued: Timestamp = "2026-03-14T02:12:00Z".parse().expect("an instant");
    let head = Head {
        protocol: PROTOCOL,
        algs: algs(),
        tables: 1,
        law: Digest::of(b"law"),
        rules: gate().digest(),
        kind: code("note"),
        from: state,
        to,
        request,
        message: MessageId::from_parts(1, [1; 10]),
        seq: 1,
        prev: None,
        seen: Vec::new(),
        issued,
        role: code("duty"),
        officer: officer(1),
        directory: Assumed { mine: Digest::of(b"mine"), yours: Digest::of(b"yours") },
        view: Digest::of(b"view"),
        body: Digest::of(b""),
        facts: Facts::default(),
    };
    let bytes = sign(&head, &keys).expect("a statement").bytes;
    let until = issued + jiff::SignedDuration::from_hours(1);
    let public = keys.public().parse().expect("a key");
    let ring = KeyRing::new(state, [(public, Validity { from: issued, until, revoked: None })]);
    open(&bytes, &ring).expect("a statement that verifies")
}

#[test]
fn a_peers_verified_message_gets_a_permit_that_says_so() {
    let head = verified(binding().request);
    let permit = gate().peer(&head, binding()).expect("a permit");
    let (state, message) = (head.value().from, head.value().message);
    assert_eq!(*permit.door(), Door::Peer { state, message });
    assert_eq!((permit.rule(), permit.binding()), ("absorbed", binding()));
}

#[test]
fn a_peers_message_permits_nothing_on_another_request() {
    let head = verified(RequestId::from_parts(1, [8; 10]));
    assert_eq!(gate().peer(&head, binding()).expect_err("denied").code(), "policy.unaskable");
}

#[test]
fn what_a_peer_returns_gets_a_permit_only_for_a_message_between_it_and_us() {
    let head = verified(binding().request);
    let (from, to) = (head.value().from, head.value().to);
    for by in [from, to] {
        let permit = gate().returned(&head, by, binding()).expect("a permit");
        assert_eq!(*permit.door(), Door::Peer { state: by, message: head.value().message });
        assert_eq!((permit.rule(), permit.binding()), ("returned", binding()));
    }
    let third = "XC".parse().expect("a State");
    assert!(gate().returned(&head, third, binding()).is_err());
    let other = verified(RequestId::from_parts(1, [8; 10]));
    assert!(gate().returned(&other, from, binding()).is_err());
}

#[test]
fn reading_permits_nothing_to_be_written() {
    for action in [Action::Read, Action::ReadExhibit, Action::Search] {
        let ask = asked(action, &[Role::Evidence]);
        assert!(gate().may(&ask).is_ok(), "{action}");
        let denied = gate().officer(&ask, binding()).expect_err("no permit");
        assert_eq!(denied.code(), "policy.unaskable", "{action}");
    }
}

#[test]
fn who_lacks_the_office_learns_that_alone() {
    let ask = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]).on(|on| {
        on.suspended = true;
        on.given_to = vec![code("elsewhere")];
    });
    let ask = Ask { roles: vec![Role::Executor], reason: false, consulted: false, ..ask };
    let denied = gate().may(&ask).expect_err("denied");
    assert_eq!(denied, Denied::MissingRole { any_of: vec![Role::Decider] });
    assert_eq!(denied.to_string(), "needs an office that is missing: decider");
}

#[test]
fn who_has_no_right_to_the_file_learns_nothing_of_it() {
    let ask = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider])
        .on(|on| on.given_to = vec![code("elsewhere")]);
    let ask = Ask { reason: false, consulted: false, ..ask };
    let denied = gate().may(&ask).expect_err("denied");
    assert_eq!(denied.code(), "policy.standing");
    assert_eq!(denied.rules(), [code("given-authority")]);
}

#[test]
fn a_missing_second_person_is_told_apart_from_a_failed_safeguard() {
    let refusal = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
    let denied = gate().may(&refusal).expect_err("denied");
    assert_eq!(denied.code(), "policy.needs-second");
    assert_eq!(gate().seconds(&refusal), Ok(vec![Role::Decider, Role::Supervisor]));
    let unreasoned = Ask { reason: false, ..refusal };
    let denied = gate().may(&unreasoned).expect_err("denied");
    assert_eq!(denied.code(), "policy.safeguard");
    assert_eq!(denied.rules(), [code("reasons-given"), code("two-for-refusal")]);
    assert_eq!(gate().seconds(&unreasoned), Ok(Vec::new()));
}

#[test]
fn a_denial_says_the_rule_its_provision_and_what_would_have_to_change() {
    let ask = message(Kind::UseDecide, Some(Answer::Denied), &[Role::Decider]);
    let denied = gate().may(&Ask { reason: false, ..ask }).expect_err("denied");
    let said = "a safeguard does not hold: a reason is given (rule `reasons-given`, uncc 40(25))";
    assert_eq!(denied.to_string(), said);
    let [rule] = denied.failed() else { panic!("one rule failed") };
    assert_eq!(rule.text, code("rule-reasons-given"));
    assert_eq!(rule.overridden_by, None);
}

#[test]
fn nobody_overrides_a_rule_that_nobody_may_override() {
    for rule in gate().rules().filter(|rule| rule.overridden_by.is_none()) {
        let ask = message(Kind::Note, None, &[Role::Examiner]).second(8, Role::Supervisor);
        let ask = Ask { overrides: Some(rule.id.code().clone()), ..ask };
        let denied = gate().may(&ask).expect_err("denied");
        assert_eq!(denied, Denied::NotOverridable { rule: rule.id.clone() });
    }
}

#[test]
fn an_override_of_a_rule_elsewhere_needs_two_persons_and_a_reason_and_lifts_nothing_here() {
    let ask = message(Kind::Decide, Some(Answer::Accept), &[Role::Decider]);
    let ask = Ask { overrides: Some(code("completeness.basis")), ..ask };
    let denied = gate().may(&ask).expect_err("denied");
    assert_eq!(denied.rules(), [code("two-for-override")]);
    let with = ask.second(8, Role::Supervisor);
    assert!(gate().may(&with).is_ok());
    let elsewhere = with.on(|on| on.given_to = vec![code("elsewhere")]);
    let denied = gate().may(&elsewhere).expect_err("denied");
    assert_eq!(denied.rules(), [code("given-authority")]);
}

#[test]
fn an_unknown_role_and_no_role_get_nothing() {
    assert_eq!(Role::from_code("king"), None);
    for action in Action::all() {
        let nobody = asked(action, &[]);
        for offices in [Role::ALL.to_vec(), Vec::new()] {
            let denied = gate().may(&Ask { offices, ..nobody.clone() }).expect_err("denied");
            assert_eq!(denied.code(), "policy.missing-role", "{action}");
        }
    }
}

#[test]
fn no_office_suffices_where_the_table_names_none() {
    for action in Action::all() {
        if !matches!(action, Action::Message(..) | Action::Step(_)) {
            continue;
        }
        for role in Role::ALL {
            let ask = Ask { offices: Vec::new(), ..asked(action, &[*role]) };
            let denied = gate().may(&ask.second(8, Role::Supervisor)).expect_err("denied");
            assert_eq!(denied, Denied::MissingRole { any_of: Vec::new() }, "{action} {role}");
        }
    }
}

#[test]
fn one_decision_with_two_answers_needs_both_to_be_permitted() {
    let grant = message(Kind::Decide, Some(Answer::Accept), &[Role::Decider]);
    let refusal = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
    let both = [grant.clone(), refusal.clone()];
    let denied = gate().officer_for_all(&both, binding()).expect_err("the refusal needs two");
    assert_eq!(denied.rules(), [code("two-for-refusal")]);
    let both = both.map(|ask| ask.second(8, Role::Supervisor));
    assert!(gate().officer_for_all(&both, binding()).is_ok());
    let mixed = [grant, refusal.second(8, Role::Supervisor)];
    let denied = gate().officer_for_all(&mixed, binding()).expect_err("two acts");
    assert_eq!(denied.code(), "policy.unaskable");
    assert_eq!(gate().officer_for_all(&[], binding()).expect_err("nothing").code(), denied.code());
}

#[test]
fn a_question_about_a_case_without_a_request_is_the_programs_fault() {
    let ask = Ask { on: None, ..message(Kind::Note, None, &[Role::Examiner]) };
    assert_eq!(gate().may(&ask).expect_err("denied").code(), "policy.unaskable");
}

#[test]
fn what_is_urgent_takes_one_person() {
    let urgent = [
        (Kind::Ack, None, Side::Requested),
        (Kind::Preserved, Some(Answer::HeldProvisionally), Side::Requested),
        (Kind::Preserved, Some(Answer::Held), Side::Requested),
        (Kind::ExtendDecide, Some(Answer::Granted), Side::Requested),
        (Kind::Decide, Some(Answer::Accept), Side::Requested),
        (Kind::Submit, None, Side::Requesting),
        (Kind::ExtendAsk, None, Side::Requesting),
        (Kind::Release, None, Side::Requesting),
    ];
    for (kind, answer, side) in urgent {
        let ask = Ask {
            on: Some(On { tier: Some(Tier::Content), ..on(Workflow::Preservation, side) }),
            ..message(kind, answer, &[Role::Duty])
        };
        assert!(gate().may(&ask).is_ok(), "{kind} of a preservation, by the duty officer alone");
    }
}

#[test]
fn data_of_an_unknown_tier_count_as_content() {
    let highest = |tiers: &[Option<&str>]| {
        let codes: Vec<_> = tiers.iter().map(|tier| tier.map(code)).collect();
        Tier::highest(codes.iter().map(Option::as_ref))
    };
    assert_eq!(highest(&[Some("subscriber"), Some("traffic")]), Some(Tier::Traffic));
    assert_eq!(highest(&[Some("content"), Some("traffic")]), Some(Tier::Content));
    assert_eq!(highest(&[Some("traffic"), Some("thoughts")]), None);
    assert_eq!(highest(&[Some("traffic"), None]), None);
    assert_eq!(highest(&[]), None);
    let grant = message(Kind::Decide, Some(Answer::Accept), &[Role::Decider]).tier(None);
    assert_eq!(gate().may(&grant).expect_err("denied").code(), "policy.needs-second");
}

#[test]
fn codes_of_actions_are_each_their_own() {
    let mut seen: HashMap<&str, Action> = HashMap::new();
    for action in Action::all() {
        let kind = |action| match action {
            Action::Message(kind, _) => Action::Message(kind, None),
            other => other,
        };
        let first = *seen.entry(action.code()).or_insert(action);
        assert_eq!(kind(first), kind(action));
    }
    assert!(Action::all().any(|a| a == Action::Administer(Administration::Keys)));
}

#[test]
fn every_row_of_the_tables_is_an_action_that_has_its_offices() {
    for workflow in Workflow::ALL {
        for row in workflow.rows() {
            let action = Action::Message(row.kind, row.answer);
            assert!(Action::all().any(|known| known == action), "{action}");
            for state in row.from {
                let offices = action.offices(*workflow, row.by, Some(*state));
                assert!(row.roles.iter().all(|role| offices.contains(role)), "{action}");
            }
        }
    }
}
