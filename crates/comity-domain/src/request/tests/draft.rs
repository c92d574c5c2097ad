// SPDX-License-Identifier: EUPL-1.2
//! From an empty page to a request that is sent.

use super::*;
use crate::law::Element;
use crate::workflow::domestic::Work;

const BOTH: [Workflow; 2] = [Workflow::Preservation, Workflow::Disclosure];

fn draft_of(command: Command) -> Draft {
    let Command::Draft(draft) = command else { panic!("that is no draft") };
    *draft
}

/// A draft with this change, saved by an investigator.
fn desk_with(workflow: Workflow, change: impl FnOnce(&mut Draft)) -> Desk {
    let mut asks = Desk::new(Side::Requesting);
    let mut draft = draft_of(drafted("uncc", workflow, &["subscriber", "traffic"]));
    change(&mut draft);
    asks.does(Role::Investigator, &Command::Draft(Box::new(draft)));
    asks
}

/// How a draft with this change is refused when it is saved.
fn unsaved(change: impl FnOnce(&mut Draft)) -> Refusal {
    let mut draft = draft_of(drafted("uncc", Workflow::Preservation, &["subscriber", "traffic"]));
    change(&mut draft);
    Desk::new(Side::Requesting).refuses(&Command::Draft(Box::new(draft)))
}

#[test]
fn a_request_is_drafted_checked_approved_and_sent() {
    for workflow in BOTH {
        let pair = Pair::sent("uncc", workflow, &["subscriber", "traffic"]);
        assert_eq!((pair.state(1), pair.state(2)), (State::Sent, State::Sent));
        let drafting = &pair.asks.request.drafting;
        assert_eq!(drafting.editors, [officer(Role::Investigator)]);
        assert_eq!(drafting.checked_by, Some(officer(Role::CentralAuthority)));
        let approval = drafting.approved_by.clone().unwrap();
        assert_eq!((approval.officer, approval.spoken), (officer(Role::Approver), None));
        let head = &pair.asks.request.chains.at(Side::Requesting, 1).unwrap().head;
        assert_eq!(head.facts.approval, Some(approval), "the other State sees who approved");
        assert!(pair.asks.request.draft.is_none(), "what was sent is no draft any more");
        assert_eq!(pair.asks.request.bodies.len(), 1);
    }
}

#[test]
fn a_preservation_may_be_sent_as_drafted() {
    let mut asks = desk_with(Workflow::Preservation, |_| {});
    asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
    assert_eq!(asks.state(2), State::Sent);
}

#[test]
fn a_disclosure_is_sent_only_when_it_was_approved() {
    let mut asks = desk_with(Workflow::Disclosure, |_| {});
    let unapproved = |work| {
        let needed = vec![Work::Approved];
        Refusal::WorkMissing { kind: Kind::Submit, item: 0, work, needed }
    };
    assert_eq!(asks.refuses(&does(Act::new(Kind::Submit))), unapproved(Work::Drafted));
    asks.steps(Role::CentralAuthority, take(Step::DraftCheck));
    assert_eq!(asks.refuses(&does(Act::new(Kind::Submit))), unapproved(Work::Checked));
    asks.steps(Role::Approver, take(Step::DraftApprove));
    asks.does(Role::CentralAuthority, &does(Act::new(Kind::Submit)));
    let again = asks.refuses(&does(Act::new(Kind::Submit)));
    assert!(matches!(again, Refusal::NothingHere { .. }), "{again}");
}

#[test]
fn a_changed_draft_has_to_be_checked_and_approved_again() {
    let mut asks = desk_with(Workflow::Disclosure, |_| {});
    asks.steps(Role::CentralAuthority, take(Step::DraftCheck));
    asks.steps(Role::Approver, take(Step::DraftApprove));
    asks.does(Role::CentralAuthority, &drafted("uncc", Workflow::Disclosure, &["content"]));
    let drafting = &asks.request.drafting;
    assert_eq!((drafting.work, &drafting.approved_by), (Work::Drafted, &None));
    assert_eq!(drafting.editors, [officer(Role::Investigator), officer(Role::CentralAuthority)]);
    let refusal = asks.refuses(&does(Act::new(Kind::Submit)));
    assert!(matches!(refusal, Refusal::WorkMissing { work: Work::Drafted, .. }), "{refusal}");
}

#[test]
fn a_discarded_draft_can_neither_be_changed_nor_sent() {
    let mut asks = desk_with(Workflow::Preservation, |_| {});
    asks.steps(Role::Investigator, take(Step::DraftDiscard));
    let refusal = asks.refuses(&drafted("uncc", Workflow::Preservation, &["traffic"]));
    let (step, work) = (Step::DraftSave, Work::Discarded);
    assert_eq!(refusal, Refusal::StepNotNow { step, work, state: None });
    let refusal = asks.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::NothingHere { what: "draft" });
}

#[test]
fn an_incomplete_draft_is_neither_checked_nor_approved_nor_sent() {
    for workflow in BOTH {
        let asks = desk_with(workflow, |draft| {
            draft.body.authority = None;
            draft.body.items[1].from = None;
        });
        let commands = [
            takes(take(Step::DraftCheck)),
            takes(take(Step::DraftApprove)),
            does(Act::new(Kind::Submit)),
        ];
        for command in &commands {
            let refusal = asks.refuses(command);
            let Refusal::Incomplete { missing } = &refusal else { panic!("{refusal}") };
            let named: Vec<_> = missing.iter().map(|m| (m.element, m.item)).collect();
            assert_eq!(named, [(Element::Authority, None), (Element::Period, Some(2))]);
            assert!(refusal.to_string().contains("item 2: the period has no beginning (uncc 4"));
        }
    }
}

#[test]
fn what_a_draft_is_about_may_change_before_it_is_sent() {
    let mut asks = desk_with(Workflow::Preservation, |draft| draft.to = "XC".parse().unwrap());
    assert_eq!(asks.request.other().to_string(), "XC");
    asks.does(Role::Investigator, &drafted("uncc", Workflow::Disclosure, &["traffic"]));
    assert_eq!(asks.request.other().to_string(), "XB");
    assert_eq!(asks.request.workflow(), Some(Workflow::Disclosure));
}

#[test]
fn the_state_asked_is_known_even_when_the_words_of_the_draft_are_gone() {
    let mut asks = desk_with(Workflow::Preservation, |draft| draft.to = "XC".parse().unwrap());
    let mut erased = Desk::new(Side::Requesting);
    erased.request.apply(&asks.events.remove(0).0, None);
    assert_eq!(erased.request.chains, asks.request.chains);
    assert_eq!(erased.request.drafting, asks.request.drafting);
    assert!(erased.request.draft.is_none());
}

#[test]
fn a_state_that_the_instrument_does_not_bind_is_not_asked_under_it() {
    let asks = desk_with(Workflow::Preservation, |draft| draft.to = "XD".parse().unwrap());
    let refusal = asks.refuses(&takes(take(Step::DraftCheck)));
    assert_eq!(refusal, Refusal::NoBasis { instrument: code("uncc") });
    let mut early = desk_with(Workflow::Preservation, |_| {});
    early.minute = -365 * DAY;
    let refusal = early.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::NoBasis { instrument: code("uncc") });
}

#[test]
fn a_state_that_nothing_binds_is_asked_on_comity() {
    for workflow in BOTH {
        let asks = desk_with(workflow, |draft| {
            draft.to = "XD".parse().unwrap();
            draft.facts.instrument = Some(code("comity"));
            draft.facts.offences = vec![code("other-offence")];
            draft.facts.basis = Some("1".parse().unwrap());
        });
        asks.decides(Role::CentralAuthority, &takes(take(Step::DraftCheck))).unwrap();
        let pattern = desk_with(workflow, |draft| {
            draft.facts.instrument = Some(code("bilateral"));
            draft.facts.offences = vec![code("other-offence")];
        });
        pattern.decides(Role::CentralAuthority, &takes(take(Step::DraftCheck))).unwrap_err();
    }
}

#[test]
fn codes_that_the_instrument_does_not_know_are_named_before_anything_is_sent() {
    let unknown = |what: &str, change: fn(&mut Draft)| {
        let refusal =
            desk_with(Workflow::Preservation, change).refuses(&does(Act::new(Kind::Submit)));
        assert_eq!(refusal, Refusal::LawUnknown { what: what.to_owned() });
    };
    unknown("metadata", |draft| draft.facts.items[1].tier = Some(code("metadata")));
    unknown("heresy", |draft| draft.facts.offences.push(code("heresy")));
    unknown("35(1)(z)", |draft| draft.facts.basis = Some("35(1)(z)".parse().unwrap()));
    let fine = desk_with(Workflow::Preservation, |draft| {
        draft.facts.basis = Some("35(1)(c)".parse().unwrap());
    });
    assert!(fine.decides(Role::Duty, &does(Act::new(Kind::Submit))).is_ok());
}

#[test]
fn a_draft_says_what_it_asks_whom_for_or_is_not_saved() {
    let refused = |code: &str, change: fn(&mut Draft)| {
        let refusal = unsaved(change);
        assert_eq!(refusal.code(), code, "{refusal}");
    };
    refused("request.law-unknown", |draft| draft.facts.measure = Some(code("extradition")));
    refused("request.law-unknown", |draft| draft.facts.measure = None);
    refused("request.law-unknown", |draft| draft.facts.instrument = Some(code("magna-carta")));
    refused("request.field-missing", |draft| draft.facts.instrument = None);
    refused("request.field-missing", |draft| draft.to = "XA".parse().unwrap());
    refused("request.field-missing", |draft| draft.facts.urgency = Some(code("soonish")));
    refused("request.field-missing", |draft| draft.facts.items[1].n = 1);
    refused("request.field-missing", |draft| draft.facts.items[1].n = 0);
    refused("request.field-missing", |draft| draft.body.items[1].n = 1);
    refused("request.item-unknown", |draft| draft.body.items[1].n = 3);
    refused("request.field-missing", |draft| {
        let item = |n| ItemFact { n, ..ItemFact::default() };
        draft.facts.items = (1..=501).map(item).collect();
    });
}

#[test]
fn nothing_can_be_done_with_a_request_that_is_not_there() {
    let asks = Desk::new(Side::Requesting);
    let commands = [
        takes(take(Step::DraftCheck)),
        takes(take(Step::DraftDiscard)),
        takes(take(Step::DraftSave)),
        takes(take(Step::Examine)),
        takes(called(Step::PhoneNote, None)),
        does(Act::new(Kind::Submit)),
        does(Act::new(Kind::Withdraw)),
        Command::Enter(Box::new(Act { means: Some(by_letter(0)), ..Act::new(Kind::Ack) })),
    ];
    for command in &commands {
        let refusal = asks.refuses(command);
        assert!(matches!(refusal, Refusal::NothingHere { .. }), "{command:?}: {refusal}");
    }
}

#[test]
fn the_state_that_is_asked_drafts_nothing() {
    let asked = Desk::new(Side::Requested);
    let refusal = asked.refuses(&drafted("uncc", Workflow::Preservation, &["traffic"]));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
}

#[test]
fn the_acknowledgement_is_due_by_the_profile_of_the_state_asked() {
    // Two working days from a Friday morning: Friday and Saturday are Borealia's weekend, and
    // Monday the 23rd is a holiday there; so Sunday and Tuesday count,
    // the latter to its last second in Tokyo.
    let pair = Pair::sent("uncc", Workflow::Disclosure, &["traffic"]);
    let item = &pair.asks.request.shared().unwrap().items[&1];
    let clock = item.clock.as_ref().unwrap();
    assert_eq!(clock.clock, crate::workflow::Clock::Ack);
    assert_eq!(clock.due.at, "2026-11-24T14:59:59Z".parse().unwrap());
    assert_eq!(clock.due.zone, "Asia/Tokyo");
    // Preservation, urgent: one hour.
    let pair = Pair::sent("uncc", Workflow::Preservation, &["traffic"]);
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(item.clock.as_ref().unwrap().due.at, at(60));
}

#[test]
fn the_head_names_the_kind_of_each_identifier_as_the_body_has_it() {
    let mut asks = desk_with(Workflow::Preservation, |draft| {
        draft.facts.items[0].identifier = Some(code("imei"));
        draft.facts.items[1].identifier = None;
    });
    asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
    let items = &asks.request.shared().unwrap().items;
    let kinds: Vec<_> = items.values().map(|item| item.identifier.clone().unwrap()).collect();
    assert_eq!(kinds, [code("e-mail"), code("e-mail")]);
}

#[test]
fn who_the_second_person_was_cannot_be_written_into_a_draft() {
    let mut asks = desk_with(Workflow::Preservation, |draft| {
        let (officer, role) = (officer(Role::Supervisor), code("supervisor"));
        let second = Second { officer, role, spoken: Some(at(0)) };
        draft.facts.second = Some(second.clone());
        draft.facts.approval = Some(second);
        draft.facts.overridden = Some(code("own-draft"));
        draft.facts.about = Some(MessageId::from_parts(1, [9; 10]));
        draft.facts.other.insert("view".to_owned(), "another".into());
        draft.facts.items[0].answer = Some(code("held"));
    });
    asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
    let facts = &asks.request.chains.at(Side::Requesting, 1).unwrap().head.facts;
    assert_eq!((&facts.second, &facts.overridden, facts.about), (&None, &None, None));
    assert_eq!(facts.approval, None);
    assert!(facts.other.is_empty());
    assert_eq!(facts.items[0].answer, None);
}
