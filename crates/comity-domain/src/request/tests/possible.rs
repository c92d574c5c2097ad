// SPDX-License-Identifier: EUPL-1.2
//! What is listed as possible is what the tables allow, and nothing else.

use super::*;
use crate::workflow::domestic::Work;

fn listed(desk: &Desk) -> Vec<Possible> {
    desk.request.possible(law(), at(desk.minute))
}

fn find(desk: &Desk, what: What) -> Vec<Possible> {
    listed(desk).into_iter().filter(|p| p.what == what).collect()
}

fn message(kind: Kind, answer: Option<Answer>) -> What {
    What::Message(kind, answer)
}

#[test]
fn on_an_empty_page_a_draft_is_begun_and_nothing_else() {
    let asks = Desk::new(Side::Requesting);
    let only: Vec<_> = listed(&asks).iter().map(|p| p.what).collect();
    assert_eq!(only, [What::Step(Step::DraftSave)]);
    assert!(listed(&Desk::new(Side::Requested)).is_empty());
}

#[test]
fn a_drafted_disclosure_waits_for_its_approval() {
    let mut asks = Desk::new(Side::Requesting);
    asks.does(Role::Investigator, &drafted("uncc", Workflow::Disclosure, &["traffic"]));
    let [submit] = find(&asks, message(Kind::Submit, None)).try_into().unwrap();
    assert_eq!(submit.needs_work, Some(vec![Work::Approved]));
    assert_eq!(submit.roles, [Role::Duty, Role::CentralAuthority]);
    assert!(!submit.is_ready());
    let steps: Vec<_> = listed(&asks)
        .iter()
        .filter_map(|p| if let What::Step(step) = p.what { Some(step) } else { None })
        .take(4)
        .collect();
    let drafting = [Step::DraftSave, Step::DraftCheck, Step::DraftApprove, Step::DraftDiscard];
    assert_eq!(steps, drafting);
    asks.steps(Role::Approver, take(Step::DraftApprove));
    assert!(find(&asks, message(Kind::Submit, None))[0].is_ready());
}

#[test]
fn items_alike_stand_together_and_items_apart_stand_apart() {
    let mut pair = Pair::open("uncc", Workflow::Disclosure, &["subscriber", "traffic", "content"]);
    let accept = message(Kind::Decide, Some(Answer::Accept));
    let [all] = find(&pair.asked, accept).try_into().unwrap();
    assert_eq!(all.items, [1, 2, 3]);
    assert_eq!(all.needs_work.as_deref(), Some(&[Work::Examined, Work::Served, Work::Replied][..]));
    pair.asked.steps(Role::Examiner, Take { items: vec![2], ..take(Step::Examine) });
    let [waiting, ready] = find(&pair.asked, accept).try_into().unwrap();
    assert_eq!((waiting.items, waiting.needs_work.is_some()), (vec![1, 3], true));
    assert_eq!((ready.items, ready.needs_work), (vec![2], None));
}

#[test]
fn what_waits_for_a_clock_says_from_when() {
    let mut pair = Pair::open("uncc", Workflow::Preservation, &["traffic"]);
    assert!(find(&pair.asked, message(Kind::Lapse, None)).is_empty());
    pair.asked(Role::Duty, with_text(Act::new(Kind::ClarifyAsk), "Which one?"));
    let [lapse] = find(&pair.asked, message(Kind::Lapse, None)).try_into().unwrap();
    assert_eq!(lapse.not_before, Some(at(5 * DAY + 60)));
    pair.wait(5 * DAY + 60);
    assert!(find(&pair.asked, message(Kind::Lapse, None))[0].is_ready());
    assert!(find(&pair.asks, message(Kind::ClarifyAnswer, None))[0].is_ready());
}

#[test]
fn what_can_never_be_because_of_what_crossed_is_not_listed() {
    let mut pair = Pair::open("uncc", Workflow::Disclosure, &["content"]);
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    let refuse = message(Kind::Decide, Some(Answer::Refuse));
    assert!(find(&pair.asked, refuse)[0].is_ready());
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    pair.executed(0, Answer::Produced);
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Executor, put(1, 1));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked.steps(Role::Supervisor, take(Step::ExhibitClear));
    pair.asked(Role::Evidence, handing(says(Kind::Disclose, &[1], Answer::Part), &[1]));
    pair.asked(Role::Executor, says(Kind::ExecReport, &[1], Answer::Objected));
    assert!(find(&pair.asked, refuse).is_empty(), "something has crossed");
    assert!(find(&pair.asked, message(Kind::ExecReport, Some(Answer::NotHeld))).is_empty());
}

#[test]
fn steps_of_any_time_are_listed_when_there_is_something_they_are_about() {
    let mut asked = Pair::open("uncc", Workflow::Disclosure, &["content"]).asked;
    let has = |asked: &Desk, step| !find(asked, What::Step(step)).is_empty();
    for step in [Step::ActEnter, Step::Attach, Step::PhoneNote, Step::Propose, Step::VoiceConfirm] {
        assert!(has(&asked, step), "{step}");
    }
    for step in [Step::ActCompare, Step::ProposalDecline, Step::ExhibitOpen] {
        assert!(!has(&asked, step), "{step}");
    }
    asked.steps(Role::Examiner, entered(1, outside(None)));
    assert!(has(&asked, Step::ActCompare));
}

#[test]
fn the_list_is_written_with_the_codes_of_the_tables() {
    let asked = Pair::sent("uncc", Workflow::Preservation, &["traffic"]).asked;
    let [ack] = find(&asked, message(Kind::Ack, None)).try_into().unwrap();
    let expected = serde_json::json!({
        "what": { "message": ["ack", null] },
        "items": [1],
        "roles": ["duty", "central-authority"],
    });
    assert_eq!(serde_json::to_value(ack).unwrap(), expected);
}
