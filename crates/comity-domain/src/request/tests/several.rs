// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States: what each gets.

use super::*;
use crate::id::StateCode;

fn cascadia() -> StateCode {
    "XC".parse().unwrap()
}

/// A draft to Borealia and Cascadia.
fn both() -> Draft {
    let Command::Draft(draft) = drafted("uncc", Workflow::Preservation, &["traffic"]) else {
        panic!("that is no draft")
    };
    let request = Some(RequestId::from_parts(70, [9; 10]));
    let other = Other { to: cascadia(), request, instrument: None, basis: None };
    Draft { others: vec![other], ..*draft }
}

fn rules() -> Rules<'static> {
    let profile = law().state(states().0).unwrap();
    Rules { law: law(), profile, now: at(0), voiced: false, slowed: false }
}

fn unsaved(draft: Draft) -> Refusal {
    Desk::new(Side::Requesting).refuses(&Command::Draft(Box::new(draft)))
}

#[test]
fn each_state_gets_the_same_words_and_nothing_that_names_the_others() {
    let mut draft = both();
    draft.facts.link = Some(RequestId::from_parts(900, [3; 10]));
    draft.facts.authorisation = Some(Digest::of(b"an act in this file"));
    let theirs = draft.for_state(cascadia(), rules()).unwrap();
    assert_eq!((theirs.to, &theirs.others, &theirs.of), (cascadia(), &Vec::new(), &None));
    assert_eq!(theirs.body, draft.body);
    assert_eq!((theirs.facts.link, theirs.facts.authorisation), (None, None));
    let first = draft.for_state(draft.to, rules()).unwrap();
    assert_eq!((first.facts.link, first.others.len()), (draft.facts.link, 0));
    assert!(draft.for_state("XD".parse().unwrap(), rules()).is_none());
}

#[test]
fn another_instrument_takes_its_own_branch_and_keeps_the_offences_it_knows() {
    let mut draft = both();
    draft.facts.offences.push(code("intimate-images"));
    draft.others[0].instrument = Some(code("ets185"));
    let theirs = draft.for_state(cascadia(), rules()).unwrap();
    assert_eq!(theirs.facts.instrument, Some(code("ets185")));
    assert_eq!((theirs.facts.basis, theirs.facts.offences), (None, vec![code("illegal-access")]));
}

#[test]
fn what_was_changed_where_it_lies_is_another_text() {
    let draft = both();
    let made = draft.for_state(cascadia(), rules()).unwrap();
    let origin = Origin { lead: request_id(), text: made.text(), editors: Vec::new() };
    let mut made = Draft { of: Some(origin), ..made };
    assert!(made.is_as_made());
    made.body.case = Some("another".to_owned());
    assert!(!made.is_as_made());
}

#[test]
fn whoever_wrote_the_draft_has_written_what_was_made_from_it() {
    let draft = both();
    let made = draft.for_state(cascadia(), rules()).unwrap();
    let (text, editors) = (made.text(), vec![officer(Role::Approver)]);
    let of = Some(Origin { lead: RequestId::from_parts(4, [4; 10]), text, editors });
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Investigator, &Command::Draft(Box::new(Draft { of, ..made })));
    let editors = &desk.request.drafting.editors;
    assert_eq!(*editors, [officer(Role::Approver), officer(Role::Investigator)]);
    assert_eq!(desk.request.lead(), Some(RequestId::from_parts(4, [4; 10])));
}

#[test]
fn a_draft_names_each_state_once_and_never_its_own() {
    let of = |to: &str| Other { to: to.parse().unwrap(), ..both().others[0].clone() };
    for others in [vec![of("XC"), of("XC")], vec![of("XB")], vec![of("XA")]] {
        let refusal = unsaved(Draft { others, ..both() });
        assert!(matches!(refusal, Refusal::FieldMissing { field: "others", .. }), "{refusal}");
    }
    let origin = Origin { lead: request_id(), text: Digest::of(b""), editors: Vec::new() };
    let refusal = unsaved(Draft { of: Some(origin), ..both() });
    assert!(matches!(refusal, Refusal::FieldMissing { field: "others", .. }), "{refusal}");
}

#[test]
fn the_file_remembers_which_requests_were_made_when_the_draft_is_gone() {
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Investigator, &Command::Draft(Box::new(both())));
    desk.does(Role::Duty, &does(Act::new(Kind::Submit)));
    assert!(desk.request.draft.is_none());
    let beside = desk.request.beside();
    assert_eq!((beside.len(), beside[0].to), (1, cascadia()));
}
