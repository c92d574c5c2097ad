// SPDX-License-Identifier: EUPL-1.2
//! Each rule, by name: a good request it lets by, and the same request changed so that it bites.

use std::collections::BTreeSet;

use super::*;

pub(super) struct Case {
    rule: &'static str,
    good: Ask,
    bad: Ask,
}

pub(super) fn case(rule: &'static str, good: Ask, bad: impl FnOnce(Ask) -> Ask) -> Case {
    Case { rule, bad: bad(good.clone()), good }
}

fn upkeep(part: Administration, roles: &[Role]) -> Ask {
    Ask { on: None, ..asked(Action::Administer(part), roles) }
}

fn desk(act: DeskAct, role: Role) -> Ask {
    Ask { on: None, ..asked(Action::Desk(act), &[role]) }
}

fn cases() -> Vec<Case> {
    let mut all = offices();
    all.extend(standing());
    all.extend(own_work());
    all.extend(two_persons());
    all.extend(second_persons());
    all.extend(decisions());
    all.extend(content_and_suspension());
    all.extend(examined());
    all.extend(law());
    all.extend(screened::cases());
    all
}

fn offices() -> Vec<Case> {
    let roles = |roles: &'static [Role]| move |ask| Ask { roles: roles.to_vec(), ..ask };
    let review = Ask { on: None, ..asked(Action::Review, &[Role::Oversight]) };
    let misuse = Ask { on: None, ..asked(Action::ReadMisuse, &[Role::Supervisor]) };
    let search = Ask { on: None, ..asked(Action::Search, &[Role::Duty]) };
    vec![
        case("office", message(Kind::Note, None, &[Role::Duty]), roles(&[Role::Decider])),
        case("second-person", asked(Action::Consent, &[Role::Decider]), roles(&[Role::Approver])),
        case("reader", asked(Action::Read, &[Role::Executor]), roles(&[Role::Administrator])),
        case(
            "contact-reader",
            asked(Action::ReadContact, &[Role::CentralAuthority]),
            roles(&[Role::Duty]),
        ),
        case("reviewer", review, roles(&[Role::Supervisor])),
        case("misuse-reader", misuse, roles(&[Role::Decider])),
        case("searcher", search, roles(&[Role::Administrator])),
        case("rosterer", desk(DeskAct::Roster, Role::Supervisor), roles(&[Role::Duty])),
        case("caller", desk(DeskAct::Voice, Role::Duty), roles(&[Role::Oversight])),
        case("shift", desk(DeskAct::HandOver, Role::Duty), roles(&[Role::Oversight])),
        case("desk-reader", desk(DeskAct::Look, Role::Duty), roles(&[Role::Administrator])),
        case(
            "exhibit-reader",
            asked(Action::ReadExhibit, &[Role::Evidence]),
            roles(&[Role::CentralAuthority]),
        ),
        case(
            "administrator",
            upkeep(Administration::Peers, &[Role::Administrator]),
            roles(&[Role::CentralAuthority]),
        ),
    ]
}

/// What a State asks for whose published policies permit what the floor forbids.
fn examined() -> Vec<Case> {
    let of = |ask: Ask| ask.on(|on| on.other_breaks = true);
    let grant = of(message(Kind::Decide, Some(Answer::Accept), &[Role::Decider]));
    let grant = grant.on(|on| on.workflow = Workflow::Preservation);
    let order = of(step(Step::OrderServe, &[Role::Executor]));
    let unexamined = |ask| Ask { examined_by: Vec::new(), ..ask };
    vec![case("examined-first", grant, unexamined), case("examined-first", order, unexamined)]
}

/// Which law a node may rest on.
fn law() -> Vec<Case> {
    let confirm = desk(DeskAct::ConfirmLaw, Role::CentralAuthority);
    let both = confirm.second(8, Role::CentralAuthority);
    let administrator =
        |ask| Ask { roles: vec![Role::CentralAuthority, Role::Administrator], ..ask };
    let lay = |ask| Ask { roles: vec![Role::Supervisor], ..ask };
    let alone = |ask| Ask { second: None, ..ask };
    vec![
        case("confirmer-of-law", both.clone(), lay),
        case("administrator-apart", both.clone(), administrator),
        case("two-for-law", both.clone(), alone),
        case("two-for-law", both.clone(), |ask| ask.second(8, Role::Supervisor)),
        case("second-is-another", both, |ask| ask.second(1, Role::CentralAuthority)),
    ]
}

fn standing() -> Vec<Case> {
    let decide = || message(Kind::Decide, Some(Answer::Accept), &[Role::Decider]);
    let remedy = message(Kind::RemedyOrder, Some(Answer::Suspend), &[Role::Oversight]);
    let given = decide().on(|on| on.given_to = vec![code("court")]);
    let of_court = Ask { authority: Some(code("court")), ..given };
    vec![
        case("own-state", decide(), |ask| Ask { node: "XB".parse().expect("a State"), ..ask }),
        case("administrator-apart", decide(), |ask| Ask {
            roles: vec![Role::Decider, Role::Administrator],
            ..ask
        }),
        case(
            "administration-only",
            upkeep(Administration::Settings, &[Role::Administrator]),
            |ask| Ask { roles: vec![Role::Administrator, Role::Approver], ..ask },
        ),
        case("oversight-apart", decide(), |ask| Ask {
            roles: vec![Role::Decider, Role::Oversight],
            ..ask
        }),
        // A table that named another office for it would not help.
        case("remedy-by-oversight", remedy, |ask| Ask {
            roles: vec![Role::Decider],
            offices: vec![Role::Decider],
            ..ask
        }),
        case("given-authority", of_court, |ask| Ask { authority: Some(code("police")), ..ask }),
    ]
}

fn own_work() -> Vec<Case> {
    let approve = || {
        let ask = step(Step::DraftApprove, &[Role::Approver]);
        Ask { on: Some(on(Workflow::Disclosure, Side::Requesting)), ..ask }
    };
    let clear = || step(Step::ExhibitClear, &[Role::Supervisor]);
    let review = || step(Step::ExhibitReview, &[Role::Evidence]);
    let compare = || step(Step::ActCompare, &[Role::Duty]);
    let me = || officer(1);
    vec![
        case("own-draft", approve(), |ask| Ask { drafted_by: Some(me()), ..ask }),
        case("own-draft", approve(), |ask| Ask { edited_by: vec![officer(3), me()], ..ask }),
        case("own-draft", approve(), |ask| Ask { drafted_by: None, ..ask }),
        case("review-by-another", review(), |ask| Ask { executed_by: vec![me()], ..ask }),
        case("review-by-another", review(), |ask| Ask { executed_by: Vec::new(), ..ask }),
        case("clearance-by-another", clear(), |ask| Ask { reviewed_by: vec![me()], ..ask }),
        case("clearance-by-another", clear(), |ask| Ask { reviewed_by: Vec::new(), ..ask }),
        case("compared-by-another", compare(), |ask| Ask { entered_by: Some(me()), ..ask }),
        case("compared-by-another", compare(), |ask| Ask { entered_by: None, ..ask }),
    ]
}

fn submit() -> Ask {
    Ask {
        on: Some(On {
            states: Vec::new(),
            tier: Some(Tier::Content),
            ..on(Workflow::Disclosure, Side::Requesting)
        }),
        ..message(Kind::Submit, None, &[Role::CentralAuthority])
    }
}

/// Content data that nobody asked for, as they are offered.
fn offer() -> Ask {
    submit().on(|on| on.workflow = Workflow::Information)
}

/// And as they are taken.
fn taken() -> Ask {
    let ask = message(Kind::CondAccept, None, &[Role::Approver]).tier(Some(Tier::Content));
    ask.on(|on| on.workflow = Workflow::Information)
}

fn two_persons() -> Vec<Case> {
    let alone = |ask| Ask { second: None, ..ask };
    let of = |ask: Ask| ask.on(|on| on.workflow = Workflow::Emergency);
    let emergency = of(submit());
    let keep = of(message(Kind::Keep, None, &[Role::Approver]));
    let keep = keep.on(|on| on.side = Side::Requesting);
    let content = |kind, answer| {
        let ask = message(kind, Some(answer), &[Role::Decider]).tier(Some(Tier::Content));
        ask.second(8, Role::Decider)
    };
    let refusal = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
    let erase = step(Step::Erase, &[Role::Evidence]).second(8, Role::Supervisor);
    let release = |answer| message(Kind::Disclose, Some(answer), &[Role::Evidence]);
    let elsewhere = Ask {
        overrides: Some(code("given-authority")),
        ..message(Kind::Ack, None, &[Role::Duty]).on(|on| on.given_to = vec![code("court")])
    };
    let elsewhere = elsewhere.second(8, Role::Supervisor);
    let officers = upkeep(Administration::Officers, &[Role::Administrator]);
    let officers = officers.second(8, Role::Administrator);
    vec![
        case("two-for-content-asked", submit().second(8, Role::Approver), alone),
        case("two-for-content-asked", offer().second(8, Role::Approver), alone),
        case("two-for-content-taken", taken().second(8, Role::Supervisor), alone),
        case("two-for-content-granted", content(Kind::Decide, Answer::Accept), alone),
        case("two-for-content-granted", content(Kind::Decide, Answer::AcceptConditions), alone),
        case("two-for-content-granted", content(Kind::UseDecide, Answer::Granted), alone),
        case("two-for-emergency-asked", emergency.second(8, Role::Supervisor), alone),
        case("two-for-keeping", keep.second(8, Role::Approver), alone),
        case("two-for-refusal", refusal.second(8, Role::Supervisor), alone),
        case("two-for-release", release(Answer::Whole).second(8, Role::Decider), alone),
        case("two-for-release", release(Answer::Part).second(8, Role::Supervisor), alone),
        case("two-for-erasure", erase, alone),
        case("two-for-override", elsewhere.clone(), alone),
        case("two-for-override", elsewhere, |ask| ask.second(8, Role::Decider)),
        case("two-for-officers", officers.clone(), alone),
        case("two-for-officers", officers, |ask| ask.second(8, Role::Supervisor)),
    ]
}

fn second_persons() -> Vec<Case> {
    let refusal = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
    let refusal = refusal.second(8, Role::Supervisor);
    let officers = upkeep(Administration::Officers, &[Role::Administrator]);
    let officers = officers.second(8, Role::Administrator);
    let with = |roles: &'static [Role]| {
        let second = Some(Second { officer: officer(8), roles: roles.to_vec(), spoken: false });
        move |ask| Ask { second, ..ask }
    };
    let sent = submit().second(8, Role::Supervisor);
    let handed = message(Kind::Disclose, Some(Answer::Whole), &[Role::Evidence]);
    let handed = handed.second(8, Role::Supervisor);
    let lifted = message(Kind::Note, None, &[Role::Examiner]).second(8, Role::Supervisor);
    let lifted = Ask { overrides: Some(code("given-authority")), ..lifted };
    vec![
        case("spoken-hands-nothing-over", handed, Ask::spoken),
        case("spoken-lifts-nothing", lifted, Ask::spoken),
        case("second-is-another", refusal.clone(), |ask| ask.second(1, Role::Supervisor)),
        case("second-is-another", officers, |ask| ask.second(1, Role::Administrator)),
        case("second-holds-office", refusal.clone(), with(&[Role::Examiner, Role::Approver])),
        case("second-holds-office", refusal.clone(), with(&[Role::Supervisor, Role::Oversight])),
        case("second-holds-office", refusal, with(&[Role::Decider, Role::Administrator])),
        case("second-holds-office", sent.clone(), with(&[Role::Decider])),
        case("second-is-no-author", sent.clone(), |ask| ask.second(2, Role::Supervisor)),
        case("second-is-no-author", sent.clone(), |ask| ask.second(3, Role::Supervisor)),
        case("second-is-no-author", sent, |ask| Ask { drafted_by: None, ..ask }),
        case("consent-by-another", asked(Action::Consent, &[Role::Supervisor]), |ask| Ask {
            proposed_by: Some(officer(1)),
            ..ask
        }),
        case("consent-by-another", asked(Action::Consent, &[Role::Supervisor]), |ask| Ask {
            proposed_by: None,
            ..ask
        }),
    ]
}

fn decisions() -> Vec<Case> {
    let decide = |answer| {
        let ask = message(Kind::Decide, Some(answer), &[Role::Decider]);
        ask.second(8, Role::Supervisor)
    };
    let unreasoned = |ask| Ask { reason: false, ..ask };
    let unconsulted = |ask| Ask { consulted: false, ..ask };
    let unstated = |ask: Ask| match ask.action {
        Action::Message(kind, _) => Ask { action: Action::Message(kind, None), ..ask },
        _ => ask,
    };
    let consult = |answer| message(Kind::ConsultOpen, Some(answer), &[Role::Examiner]);
    let never = |ask| Ask { consultation: Some(Consultation::Never), ..ask };
    let ungrounded = |ask| Ask { consultation: None, ..ask };
    let overriding = Ask {
        overrides: Some(code("given-authority")),
        ..message(Kind::Note, None, &[Role::Examiner]).second(8, Role::Supervisor)
    };
    vec![
        case("answer-stated", decide(Answer::Accept), unstated),
        case("answer-stated", consult(Answer::Risk), unstated),
        case("reasons-given", decide(Answer::Refuse), unreasoned),
        case("reasons-given", decide(Answer::Postpone), unreasoned),
        case("reasons-given", decide(Answer::AcceptConditions), unreasoned),
        case(
            "reasons-given",
            message(Kind::ExtendDecide, Some(Answer::Denied), &[Role::Decider]),
            unreasoned,
        ),
        case(
            "orders-reasoned",
            message(Kind::RemedyOrder, Some(Answer::Lift), &[Role::Oversight]),
            unreasoned,
        ),
        case(
            "orders-reasoned",
            message(Kind::Keep, None, &[Role::Approver]).second(8, Role::Supervisor),
            unreasoned,
        ),
        case("orders-reasoned", message(Kind::DeleteOrder, None, &[Role::Decider]), unreasoned),
        case("override-reasoned", overriding, unreasoned),
        case("consulted-before", decide(Answer::Refuse), unconsulted),
        case("consulted-before", decide(Answer::Postpone), unconsulted),
        case("consulted-before", decide(Answer::Refuse), ungrounded),
        case("never-consulted", consult(Answer::BeforeRefusal), |ask| {
            ask.on(|on| on.concerns = [Concern::Child].into())
        }),
        case("never-consulted", consult(Answer::BeforeRefusal), never),
        case("never-consulted", consult(Answer::BeforePostponement), never),
        case("never-consulted", consult(Answer::BeforeRefusal), ungrounded),
    ]
}

fn content_and_suspension() -> Vec<Case> {
    let content = |ask: Ask| ask.tier(Some(Tier::Content)).second(8, Role::Supervisor);
    let unauthorised = |ask| Ask { authorisation: false, ..ask };
    let suspended = |ask: Ask| ask.on(|on| on.suspended = true);
    let frozen = |ask: Ask| ask.on(|on| on.frozen = true);
    let release = message(Kind::Disclose, Some(Answer::Whole), &[Role::Evidence]);
    let order = step(Step::OrderServe, &[Role::Executor]);
    let started = message(Kind::ExecStarted, None, &[Role::Executor]);
    let cleared = step(Step::ExhibitClear, &[Role::Supervisor]);
    let unknown = order.clone().tier(None).second(8, Role::Supervisor);
    let handed = content(release.clone()).on(|on| {
        (on.workflow, on.side) = (Workflow::Information, Side::Requesting);
    });
    let unknown_offer = offer().tier(None).second(8, Role::Approver);
    vec![
        case("content-authorised", content(order), unauthorised),
        case("content-authorised", unknown, unauthorised),
        case("content-authorised", content(started), unauthorised),
        case("content-authorised", content(cleared), unauthorised),
        case("content-authorised", content(release.clone()), unauthorised),
        case("content-authorised", handed, unauthorised),
        case("offer-authorised", offer().second(8, Role::Approver), unauthorised),
        case("offer-authorised", unknown_offer, unauthorised),
        case("offer-authorised", taken().second(8, Role::Supervisor), unauthorised),
        case("suspended", release.second(8, Role::Supervisor), suspended),
        case("suspended", step(Step::ExhibitOpen, &[Role::Evidence]), suspended),
        case("suspended", asked(Action::ReadExhibit, &[Role::Evidence]), suspended),
        case("frozen", step(Step::ExhibitOpen, &[Role::Evidence]), frozen),
        case("frozen", asked(Action::ReadExhibit, &[Role::Evidence]), frozen),
    ]
}

#[test]
fn every_rule_bites_and_lets_a_good_request_by() {
    for Case { rule, good, bad } in cases() {
        let nature = gate().rule(rule).expect(rule).nature;
        let permitted = gate().may(&good);
        assert!(permitted.is_ok(), "`{rule}` should let by: {permitted:?}");
        let denied = gate().may(&bad).expect_err(rule);
        if nature == Nature::Role {
            assert_eq!(permitted.map(|id| id.as_str().to_owned()), Ok(rule.to_owned()));
            assert_eq!(denied.code(), "policy.missing-role", "{rule}");
        } else {
            assert_eq!(denied.rules(), [code(rule)], "`{rule}` alone should refuse: {denied}");
        }
    }
}

#[test]
fn every_rule_has_its_case() {
    let shown: BTreeSet<&str> = cases().iter().map(|case| case.rule).collect();
    let loaded: BTreeSet<&str> = gate().rules().map(|rule| rule.id.as_str()).collect();
    assert_eq!(shown, loaded);
}

#[test]
fn a_ground_that_asks_for_no_consultation_is_refused_on_at_once() {
    let duties = [Consultation::Never, Consultation::None, Consultation::WhereAppropriate];
    for duty in duties {
        let ask = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
        let ask = Ask { consultation: Some(duty), consulted: false, ..ask };
        assert!(gate().may(&ask.second(8, Role::Supervisor)).is_ok(), "{duty}");
    }
}

#[test]
fn the_oversight_body_reads_what_is_suspended() {
    let ask = asked(Action::ReadExhibit, &[Role::Oversight]).on(|on| on.suspended = true);
    assert!(gate().may(&ask).is_ok());
}

#[test]
fn an_emergency_is_granted_by_one_and_refused_by_two_and_its_content_still_needs_an_order() {
    let of = |ask: Ask| ask.on(|on| on.workflow = Workflow::Emergency).tier(Some(Tier::Content));
    let decide = |answer| of(message(Kind::Decide, Some(answer), &[Role::Duty]));
    assert!(gate().may(&decide(Answer::Accept)).is_ok());
    let alone = gate().may(&decide(Answer::Refuse)).expect_err("two refuse");
    assert_eq!(alone.rules(), [code("two-for-refusal")]);
    let order = of(step(Step::OrderServe, &[Role::Duty]));
    assert!(gate().may(&order).is_ok());
    let denied = gate().may(&Ask { authorisation: false, ..order }).expect_err("no authorisation");
    assert_eq!(denied.rules(), [code("content-authorised")]);
    let other_use = of(message(Kind::UseDecide, Some(Answer::Granted), &[Role::Decider]));
    let alone = gate().may(&other_use).expect_err("two allow another use");
    assert_eq!(alone.rules(), [code("two-for-content-granted")]);
}

#[test]
fn the_oversight_body_reads_what_is_frozen() {
    let ask = asked(Action::ReadExhibit, &[Role::Oversight]).on(|on| on.frozen = true);
    assert!(gate().may(&ask).is_ok());
}

#[test]
fn who_may_consent_is_who_may_be_the_second_person() {
    for side in Side::ALL {
        let on = || Some(On { tier: Some(Tier::Content), ..on(Workflow::Disclosure, *side) });
        let kind = if *side == Side::Requesting { Kind::Submit } else { Kind::Decide };
        let answer = (kind == Kind::Decide).then_some(Answer::Accept);
        let act = Ask { on: on(), ..message(kind, answer, &[Role::CentralAuthority]) };
        let may_consent =
            |role: &Role| gate().may(&Ask { on: on(), ..asked(Action::Consent, &[*role]) }).is_ok();
        let consenting: Vec<Role> = Role::ALL.iter().copied().filter(may_consent).collect();
        assert_eq!(gate().seconds(&act), Ok(consenting), "{side}");
    }
}
