// SPDX-License-Identifier: EUPL-1.2
//! The path is told: the next provider and its State, no more; and a preservation opens from it.

use super::*;
use crate::message::BodyItem;

fn names(items: &[u16]) -> Body {
    let name = |n: &u16| PathName { n: *n, provider: "Cirrus Relay".to_owned() };
    Body { path: items.iter().map(name).collect(), ..Body::default() }
}

/// The path of these items goes on in Cascadia.
fn path(items: &[u16]) -> Act {
    let fact = |n: &u16| ItemFact { n: *n, path: Some(onward()), ..ItemFact::default() };
    Act { items: items.iter().map(fact).collect(), body: names(items), ..Act::new(Kind::Path) }
}

/// A preservation that is under way.
fn holding() -> Pair {
    let mut pair = Pair::open("uncc", Workflow::Preservation, &["traffic", "traffic"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(89 * DAY, Answer::Held);
    pair.asked(Role::Duty, Act::new(Kind::ExecStarted));
    pair
}

fn granted(instrument: &str) -> Pair {
    let mut pair = Pair::open(instrument, Workflow::Path, &["traffic"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair
}

#[test]
fn while_data_are_being_held_the_path_is_told_unasked_and_changes_no_state() {
    let mut pair = holding();
    pair.asked(Role::Duty, path(&[2]));
    assert_eq!(pair.state(2), State::Executing);
    let shared = pair.asks.request.shared().unwrap();
    assert_eq!((&shared.items[&1].path, &shared.items[&2].path), (&None, &Some(onward())));
}

#[test]
fn a_path_tells_the_next_provider_and_its_state_and_nothing_else() {
    let pair = holding();
    let refused = |change: &dyn Fn(&mut Act)| {
        let mut act = path(&[1]);
        change(&mut act);
        matches!(pair.asked.refuses(&does(act)), Refusal::FieldMissing { field: "path", .. })
    };
    assert!(refused(&|act| act.body.text = Some("And this is whose it is".to_owned())));
    assert!(refused(&|act| act.items[0].exhibits = vec![exhibit(1)]));
    assert!(refused(&|act| act.items[0].path = None));
    assert!(refused(&|act| act.items[0].path.as_mut().unwrap().state = states().1));
    assert!(refused(&|act| act.items[0].path.as_mut().unwrap().provider = code("no-such-firm")));
    assert!(refused(&|act| act.body.path.clear()), "`other` has no name");
    assert!(refused(&|act| act.body.path[0].provider = "jo@mail.example".to_owned()));
    assert!(refused(&|act| act.body.path[0].provider = "x".repeat(121)));
    assert!(refused(&|act| act.body.path[0].n = 2), "a name for an item that is not told");
    let items: Vec<BodyItem> = request_body(1).items;
    assert!(refused(&|act| act.body.items.clone_from(&items)));
}

#[test]
fn a_preservation_to_the_third_state_opens_from_it_with_what_is_known() {
    let mut pair = holding();
    assert!(pair.asks.request.onward().is_empty());
    pair.asked(Role::Duty, path(&[2]));
    let [draft] = <[Draft; 1]>::try_from(pair.asks.request.onward()).unwrap();
    assert_eq!(draft.to, onward().state);
    assert_eq!(draft.facts.link, None, "the third State learns of no request to another");
    assert_eq!(draft.facts.items.iter().map(|fact| fact.n).collect::<Vec<_>>(), [2]);
    assert_eq!(draft.body.items[0].provider.as_deref(), Some("Cirrus Relay"));
    let uncc = law().instrument(&code("uncc")).unwrap();
    let lacks =
        crate::completeness::missing(uncc, &code("preservation"), &draft.facts, &draft.body);
    assert!(lacks.is_empty(), "{lacks:?}");
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Duty, &Command::Draft(Box::new(draft)));
    assert!(pair.asked.request.onward().is_empty(), "it is the asker's to go on");
}

#[test]
fn it_is_asked_for_under_both_instruments_and_answered_by_the_path() {
    for instrument in ["uncc", "ets185"] {
        let mut pair = granted(instrument);
        pair.asked(Role::Duty, path(&[1]));
        assert_eq!(pair.state(1), State::Answered);
        assert_eq!(pair.asks.request.onward().len(), 1);
        pair.asks(Role::CentralAuthority, Act::new(Kind::Close));
        assert_eq!(pair.state(1), State::Closed);
    }
}

#[test]
fn that_nobody_elsewhere_took_part_is_an_answer_too() {
    let mut pair = granted("uncc");
    pair.asked(Role::Duty, says(Kind::ExecReport, &[1], Answer::NotHeld));
    assert_eq!(pair.state(1), State::NotHeld);
}

#[test]
fn it_is_withheld_on_the_closed_list_only_and_without_a_consultation() {
    let refuse = |ground: &str, provision: &str| {
        on(says(Kind::Decide, &[1], Answer::Refuse), ground, provision, "human-rights")
    };
    for (ground, provision) in [("essential-interests", "40(21)(b)"), ("discrimination", "40(22)")]
    {
        let mut pair = Pair::open("uncc", Workflow::Path, &["traffic"]);
        pair.asked(Role::Duty, refuse(ground, provision));
        assert_eq!(pair.state(1), State::Refused);
    }
    let pair = Pair::open("uncc", Workflow::Path, &["traffic"]);
    for (ground, provision) in [("legal-system", "40(21)(d)"), ("dual-criminality", "40(8)")] {
        let refusal = pair.asked.refuses(&does(refuse(ground, provision)));
        assert_eq!(refusal.code(), "request.ground-not-available");
    }
}

#[test]
fn only_traffic_data_have_a_path() {
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Duty, &drafted("uncc", Workflow::Path, &["content"]));
    let refusal = desk.refuses(&does(Act::new(Kind::Submit)));
    assert_eq!(refusal, Refusal::LawUnknown { what: "content".to_owned() });
}

#[test]
fn a_letter_says_where_the_path_goes_on() {
    let mut desk = Desk::new(Side::Requesting);
    desk.does(Role::Duty, &drafted("uncc", Workflow::Path, &["traffic"]));
    desk.does(Role::Duty, &does(Act { means: Some(by_letter(0)), ..Act::new(Kind::Submit) }));
    for act in [Act::new(Kind::Ack), says(Kind::Decide, &[1], Answer::Accept)] {
        desk.minute += 1;
        desk.does(Role::Duty, &Command::Enter(Box::new(Act { means: Some(by_letter(0)), ..act })));
    }
    let bare = Act { means: Some(by_letter(0)), ..says(Kind::Path, &[1], Answer::Held) };
    let bare = Act { items: vec![ItemFact { n: 1, ..ItemFact::default() }], ..bare };
    let refusal = desk.refuses(&Command::Enter(Box::new(bare)));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "path", .. }), "{refusal}");
    let told = Act { means: Some(by_letter(0)), ..path(&[1]) };
    desk.does(Role::Duty, &Command::Enter(Box::new(told)));
    assert_eq!(desk.state(1), State::Answered);
}
