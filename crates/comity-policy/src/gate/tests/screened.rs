// SPDX-License-Identifier: EUPL-1.2
//! What a request has to be, and what has to be known of it, before data are granted.

use super::bites::{Case, case};
use super::*;

fn grant() -> Ask {
    message(Kind::Decide, Some(Answer::Accept), &[Role::Decider])
}

/// A grant at night, to save a person.
fn rescue() -> Ask {
    grant().on(|on| on.workflow = Workflow::Emergency)
}

fn submit() -> Ask {
    let ask = message(Kind::Submit, None, &[Role::CentralAuthority]);
    Ask { on: Some(On { states: Vec::new(), ..on(Workflow::Disclosure, Side::Requesting) }), ..ask }
}

fn with(change: impl FnOnce(&mut On)) -> impl FnOnce(Ask) -> Ask {
    move |ask| ask.on(change)
}

fn of(concern: Concern) -> impl FnOnce(Ask) -> Ask {
    with(move |on| {
        on.concerns.insert(concern);
    })
}

pub(super) fn cases() -> Vec<Case> {
    let mut all = as_asked();
    all.extend(screens());
    all.extend(protected());
    all.extend(transfers());
    all.extend(renewals());
    all
}

/// Secrecy asked for again, of what this State asks for.
fn renewed(change: impl FnOnce(&mut Renewal)) -> Ask {
    let mut renewal = Renewal { days: 90, longer: true, act: true, past_year: true, agreed: true };
    change(&mut renewal);
    let ask = message(Kind::Correct, None, &[Role::CentralAuthority]);
    let on = on(Workflow::Preservation, Side::Requesting);
    Ask { on: Some(on), renewal: Some(renewal), ..ask }
}

fn renewals() -> Vec<Case> {
    let agreed = step(Step::SecrecyAgree, &[Role::Oversight]);
    vec![
        case("secrecy-renewed-bounded", renewed(|_| ()), |_| renewed(|one| one.days = 91)),
        case("secrecy-renewed-bounded", renewed(|_| ()), |_| {
            renewed(|one| (one.days, one.longer) = (91, false))
        }),
        case("secrecy-renewed-by-act", renewed(|one| one.past_year = false), |_| {
            renewed(|one| (one.act, one.past_year) = (false, false))
        }),
        case("secrecy-past-year", renewed(|_| ()), |_| renewed(|one| one.agreed = false)),
        case("office", agreed.clone(), |ask| Ask { roles: vec![Role::Supervisor], ..ask }),
        case("orders-reasoned", agreed, |ask| Ask { reason: false, ..ask }),
    ]
}

#[test]
fn who_lets_go_of_secrecy_earlier_needs_nobodys_word() {
    let ends = |one: &mut Renewal| {
        *one = Renewal { days: 3, longer: false, act: false, past_year: true, agreed: false };
    };
    gate().may(&renewed(ends)).expect("nothing is prolonged");
    let supervised = renewed(|one| one.agreed = false).second(8, Role::Supervisor);
    gate().may(&supervised).expect_err("a supervisor is not the oversight body");
}

fn as_asked() -> Vec<Case> {
    let gap = || with(|on| on.measured.complete = false);
    let bulk = || with(|on| on.measured.bounded = false);
    let unfit = || with(|on| on.measured.fits = false);
    let content = || submit().tier(Some(Tier::Content)).second(8, Role::Approver);
    let preservation = || submit().on(|on| on.workflow = Workflow::Preservation);
    let held = || grant().on(|on| on.workflow = Workflow::Preservation);
    let live = || with(|on| on.measured.stored = false);
    let beyond = || with(|on| on.measured.in_scope = false);
    let ended = || with(|on| on.out_of_authority = true);
    let carried = || |ask| Ask { onward: true, ..ask };
    vec![
        case("complete", submit(), gap()),
        case("complete", preservation(), gap()),
        case("complete", grant(), gap()),
        case("complete", rescue(), gap()),
        case("not-in-bulk", submit(), bulk()),
        case("not-in-bulk", grant(), bulk()),
        case("fits-tier", submit(), unfit()),
        case("fits-tier", grant(), unfit()),
        case("not-in-bulk", held(), bulk()),
        case("stored-only", submit(), live()),
        case("stored-only", preservation(), live()),
        case("stored-only", grant(), live()),
        case("stored-only", rescue(), live()),
        case("in-scope", submit(), beyond()),
        case("in-scope", grant(), beyond()),
        case("authority-lasts", grant(), ended()),
        case("authority-lasts", whole(), ended()),
        case("onward-with-consent", step(Step::ExhibitPut, &[Role::Executor]), carried()),
        case("onward-with-consent", step(Step::Attach, &[Role::Evidence]), carried()),
        case("authorised-at-home", content(), |ask| {
            let ask = Ask { authorisation: false, ..ask };
            ask.on(|on| on.measured.free_at_home = false)
        }),
        case(
            "secrecy-bounded",
            submit().on(|on| on.measured.secrecy_days = Some(90)),
            with(|on| on.measured.secrecy_days = Some(91)),
        ),
    ]
}

fn screens() -> Vec<Case> {
    let refusal =
        Ask { considered: true, ..message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]) };
    let undone = || {
        let ask = Ask { for_dual: true, ..refusal.clone() }.second(8, Role::Supervisor);
        ask.on(|on| on.dual = Some(Dual::Lacking))
    };
    let helped = || {
        let ask = Ask { reason: true, ..grant() }.second(8, Role::Decider);
        ask.on(|on| on.dual = Some(Dual::Lacking))
    };
    let alone = |ask| Ask { considered: false, ..ask };
    let once = || grant().on(|on| on.screened_twice = false);
    vec![
        case("screened-first", grant(), with(|on| on.screened = false)),
        case("screened-first", rescue(), with(|on| on.screened = false)),
        case("screened-first", path(Workflow::Path), with(|on| on.screened = false)),
        case("screened-first", path(Workflow::Preservation), with(|on| on.screened = false)),
        case("screened-first", sought(), with(|on| on.screened = false)),
        case("screened-first", offered(), with(|on| on.screened = false)),
        case("screened-by-two", once(), with(|on| on.measured.plain = false)),
        case("screened-by-two", once(), with(|on| on.misstated = true)),
        case("dual-by-conduct", undone(), |ask| ask.on(|on| on.dual = None)),
        case("dual-by-conduct", undone(), |ask| ask.on(|on| on.dual = Some(Dual::Disputed))),
        case("two-for-discretion", helped(), |ask| Ask { second: None, ..ask }),
        case("discretion-reasoned", helped(), |ask| Ask { reason: false, ..ask }),
        case("part-considered", refusal.second(8, Role::Supervisor), alone),
        case("two-for-differences", grant().second(8, Role::Supervisor), |ask| {
            Ask { second: None, ..ask }.on(|on| on.differs = true)
        }),
        case(
            "two-for-differences",
            of(Concern::Child)(rescue().second(8, Role::Supervisor)),
            |ask| ask.second(8, Role::Decider),
        ),
    ]
}

fn path(workflow: Workflow) -> Ask {
    message(Kind::Path, None, &[Role::Duty]).on(|on| on.workflow = workflow)
}

/// A search for a person is taken up.
fn sought() -> Ask {
    let ask = message(Kind::InquiryAnswer, Some(Answer::Granted), &[Role::Duty]);
    ask.on(|on| (on.workflow, on.seeks_person) = (Workflow::Inquiry, true))
}

/// What nobody asked for is handed over.
fn offered() -> Ask {
    let ask = message(Kind::Disclose, Some(Answer::Whole), &[Role::Evidence]);
    let ask = ask.on(|on| (on.workflow, on.side) = (Workflow::Information, Side::Requesting));
    ask.second(8, Role::Supervisor)
}

fn whole() -> Ask {
    let ask = message(Kind::Disclose, Some(Answer::Whole), &[Role::Evidence]);
    ask.second(8, Role::Supervisor)
}

/// Every question but the child's stops a grant, and stops what follows it.
fn protected() -> Vec<Case> {
    let lifted = |ask: Ask| {
        let ask = ask.second(8, Role::Supervisor);
        let ask = Ask { overrides: Some(code("protected-freedoms")), ..ask };
        ask.on(|on| on.lifted = vec![code("protected-freedoms")])
    };
    let stops = Concern::ALL.iter().filter(|concern| **concern != Concern::Child);
    let mut all: Vec<Case> =
        stops.map(|concern| case("protected-freedoms", grant(), of(*concern))).collect();
    let told = message(Kind::InquiryAnswer, Some(Answer::Held), &[Role::Duty]);
    let told = told.on(|on| on.workflow = Workflow::Inquiry);
    let use_asked = message(Kind::UseDecide, Some(Answer::Granted), &[Role::Decider]);
    let paths = [path(Workflow::Path), path(Workflow::Preservation)];
    for ask in paths.into_iter().chain([rescue(), told, whole(), use_asked, sought(), offered()]) {
        all.push(case("protected-freedoms", ask, of(Concern::Press)));
    }
    let lift = step(Step::Lift, &[Role::Supervisor]);
    let lift = Ask { lifts: Some(code("protected-freedoms")), ..lift };
    all.extend([
        // It was lifted too late, or held, or the act does not say so.
        case("protected-freedoms", lifted(of(Concern::Press)(grant())), |ask| {
            ask.on(|on| on.lifted = Vec::new())
        }),
        case("protected-freedoms", lifted(of(Concern::Press)(grant())), |ask| Ask {
            overrides: None,
            ..ask
        }),
        case("speech-by-court", lifted(of(Concern::Speech)(grant())), |ask| Ask {
            court: false,
            ..ask
        }),
        case("speech-by-court", lifted(of(Concern::Speech)(sought())), |ask| Ask {
            court: false,
            ..ask
        }),
        case("lifted-by-another", lift, |ask| Ask { apart: false, ..ask }),
    ]);
    all
}

fn transfers() -> Vec<Case> {
    let said = |transfer| with(move |on| on.transfer = transfer);
    let conditions = message(Kind::Decide, Some(Answer::AcceptConditions), &[Role::Decider]);
    let conditions = said(Some(Transfer::Conditions))(conditions);
    vec![
        case("transfer-answered", grant(), said(None)),
        case("transfer-answered", rescue(), said(None)),
        case("transfer-answered", offered(), said(None)),
        case("transfer-lawful", offered(), said(Some(Transfer::Unlawful))),
        case("transfer-lawful", grant(), said(Some(Transfer::Unlawful))),
        case("transfer-on-conditions", conditions, |ask| Ask {
            action: Action::Message(Kind::Decide, Some(Answer::Accept)),
            ..ask
        }),
    ]
}

#[test]
fn a_preservation_waits_for_no_examiner_and_stops_at_no_answer() {
    let hold = grant().on(|on| {
        let states = on.states.clone();
        *on = On { states, tier: on.tier, ..On::new(Workflow::Preservation, Side::Requested) };
        (on.suspended, on.frozen, on.other_breaks) = (false, false, false);
        // A trawl is one that holds, too; a provisional hold stops at nothing.
        on.measured.bounded = true;
    });
    gate().may(&hold).expect("holding hands nothing over");
}

#[test]
fn only_a_rule_that_waits_for_it_is_lifted_beforehand() {
    let lift =
        |rule: &str| Ask { lifts: Some(code(rule)), ..step(Step::Lift, &[Role::Supervisor]) };
    gate().may(&lift("protected-freedoms")).expect("it waits a day");
    for rule in ["given-authority", "not-in-bulk", "own-draft", "no-such-rule"] {
        let denied = gate().may(&lift(rule)).expect_err(rule);
        assert_eq!(denied.code(), "policy.not-overridable", "{rule}");
    }
}

#[test]
fn oversight_holds_what_lifts_a_rule() {
    let hold = step(Step::LiftHold, &[Role::Oversight]);
    let hold = Ask { lifts: Some(code("protected-freedoms")), ..hold };
    gate().may(&hold).expect("the oversight body may");
    let other = Ask { roles: vec![Role::Supervisor], ..hold };
    gate().may(&other).expect_err("and nobody else");
}
