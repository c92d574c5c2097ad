// SPDX-License-Identifier: EUPL-1.2
//! Approvals over the telephone, and the first call between two States.

use super::*;
use crate::id::ProposalId;
use crate::shared::Spoken;

/// The minute of the draft.
const TWO: i64 = 120;

/// That this office approved over the telephone at this minute.
fn heard(role: Role, minute: i64) -> Second {
    Second { officer: officer(role), role: code(role.code()), spoken: Some(at(minute)) }
}

fn by_phone(approval: Second, proposal: Option<ProposalId>) -> Take {
    let facts = StepFacts { approval: Some(approval), proposal, ..StepFacts::default() };
    Take { facts, ..called(Step::ApprovalPhone, None) }
}

/// Something that was proposed.
fn proposed(command: Command) -> Take {
    let proposal = Some(ProposalId::from_parts(3_000, [7; 10]));
    let facts = StepFacts { proposal, ..StepFacts::default() };
    Take { facts, detail: Some(Detail::Proposal(Box::new(command))), ..take(Step::Propose) }
}

/// A draft for a disclosure, which cannot be sent before it is approved.
fn drafts() -> Desk {
    let mut asks = Desk::new(Side::Requesting);
    asks.minute = TWO;
    asks.does(Role::Investigator, &drafted("uncc", Workflow::Disclosure, &["traffic"]));
    asks
}

/// A request that was approved over the telephone, and stands before the hand-over.
fn cleared() -> Pair {
    let mut pair = Pair { asks: drafts(), asked: Desk::new(Side::Requested) };
    pair.asked.minute = TWO;
    pair.asks.steps(Role::Duty, by_phone(heard(Role::Approver, TWO), None));
    pair.asks(Role::CentralAuthority, Act::new(Kind::Submit));
    pair.asked(Role::Duty, Act::new(Kind::Ack));
    pair.asked.steps(Role::Examiner, take(Step::Examine));
    pair.asked(Role::Decider, says(Kind::Decide, &[1], Answer::Accept));
    pair.asked.steps(Role::Executor, served(None));
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked.steps(Role::Executor, replied(Answer::Produced, None));
    pair.asked.steps(Role::Executor, put(1, 1));
    pair.asked.steps(Role::Evidence, take(Step::ExhibitReview));
    pair.asked.steps(Role::Supervisor, take(Step::ExhibitClear));
    pair
}

fn disclose() -> Act {
    handing(says(Kind::Disclose, &[1], Answer::Whole), &[1])
}

fn only(desk: &Desk) -> Spoken {
    let shared = desk.request.shared().unwrap();
    let [spoken] = &shared.spoken.values().flatten().collect::<Vec<_>>()[..] else {
        panic!("one approval: {:?}", shared.spoken)
    };
    (*spoken).clone()
}

fn word(pair: &Pair, kind: Kind) -> Act {
    let submit = pair.asks.request.chains.at(Side::Requesting, 1).unwrap().head.message;
    with_text(Act { about: Some(submit), ..Act::new(kind) }, "About my call at two")
}

#[test]
fn nothing_is_handed_over_until_whoever_approved_has_signed() {
    let mut pair = cleared();
    for desk in [&pair.asks, &pair.asked] {
        let open = only(desk);
        assert_eq!((open.officer, open.at), (officer(Role::Approver), at(TWO)));
        assert_eq!((open.answer, open.due()), (None, at(TWO + DAY)));
        assert!(!open.is_late(at(TWO + DAY)) && open.is_late(at(TWO + DAY + 1)));
    }
    let refusal = pair.asked.refuses(&does(disclose()));
    let Refusal::Unconfirmed { officer: who, denied: false, state, .. } = refusal else {
        panic!("{refusal}")
    };
    assert_eq!((who, state.to_string().as_str()), (officer(Role::Approver), "XA"));

    let confirm = word(&pair, Kind::ApprovalConfirm);
    for role in [Role::CentralAuthority, Role::Supervisor] {
        let refusal = pair.asks.decides(role, &does(confirm.clone())).unwrap_err();
        assert!(matches!(refusal, Refusal::NothingHere { .. }), "{role}: {refusal}");
    }
    assert!(pair.asked.decides(Role::Approver, &does(confirm.clone())).is_err(), "not theirs");
    pair.asks(Role::Approver, confirm.clone());
    assert!(only(&pair.asked).stands());
    assert!(pair.asks.decides(Role::Approver, &does(confirm)).is_err(), "once is enough");
    pair.asked(Role::Evidence, disclose());
    assert_eq!(pair.state(1), State::Delivered);
}

#[test]
fn what_was_never_approved_is_never_handed_over() {
    let mut pair = cleared();
    let deny = word(&pair, Kind::ApprovalDeny);
    let bare = Act { body: Body::default(), ..deny.clone() };
    assert_eq!(field(&pair.asks.decides(Role::Approver, &does(bare)).unwrap_err()), "text");
    pair.asks(Role::Approver, deny);
    let refusal = pair.asked.refuses(&does(disclose()));
    assert!(matches!(refusal, Refusal::Unconfirmed { denied: true, .. }), "{refusal}");
    let confirm = word(&pair, Kind::ApprovalConfirm);
    assert!(pair.asks.decides(Role::Approver, &does(confirm)).is_err(), "a denial stays");
}

#[test]
fn a_late_confirmation_counts_and_is_seen_to_be_late() {
    let mut pair = cleared();
    pair.wait(2 * DAY);
    let confirm = word(&pair, Kind::ApprovalConfirm);
    pair.asks(Role::Approver, confirm);
    let spoken = only(&pair.asked);
    assert!(spoken.stands() && spoken.is_late(at(TWO)));
}

#[test]
fn another_officers_word_counts_for_nothing_whatever_they_sign() {
    let mut pair = cleared();
    // A node that does not keep the rule signs it as another officer's.
    let confirm = word(&pair, Kind::ApprovalConfirm);
    let decided = pair.asks.decides(Role::Approver, &does(confirm)).unwrap();
    let (event, detail) = pair.asks.stores(Role::CentralAuthority, decided.plan);
    pair.asks.apply(&event, detail.clone());
    pair.asked.receives((event, detail));
    pair.agree();
    assert_eq!(only(&pair.asked).answer, None);
}

#[test]
fn an_approver_may_sign_the_draft_itself_before_it_goes() {
    let mut asks = drafts();
    asks.steps(Role::Duty, by_phone(heard(Role::Approver, TWO), None));
    asks.steps(Role::Approver, take(Step::DraftApprove));
    asks.does(Role::CentralAuthority, &does(Act::new(Kind::Submit)));
    assert!(asks.request.shared().unwrap().spoken.is_empty());
    let mut asks = drafts();
    asks.steps(Role::Approver, take(Step::DraftApprove));
    let again = asks.refuses(&takes(take(Step::DraftApprove)));
    assert!(matches!(again, Refusal::StepNotNow { .. }), "{again}");
}

#[test]
fn an_approval_over_the_telephone_says_who_when_and_by_which_number() {
    let asks = drafts();
    let fine = || by_phone(heard(Role::Approver, TWO), None);
    asks.decides(Role::Duty, &takes(fine())).unwrap();
    assert_eq!(field(&asks.refuses(&takes(Take { detail: None, ..fine() }))), "detail");
    for approval in [
        None,
        Some(Second { spoken: None, ..heard(Role::Approver, TWO) }),
        Some(Second { role: code("king"), ..heard(Role::Approver, TWO) }),
        Some(heard(Role::Duty, TWO)),
    ] {
        let facts = StepFacts { approval, ..StepFacts::default() };
        assert_eq!(field(&asks.refuses(&takes(Take { facts, ..fine() }))), "approval");
    }
}

#[test]
fn what_is_approved_is_older_than_the_call_and_the_call_no_older_than_a_day() {
    let mut asks = drafts();
    let says = |asks: &Desk, minute| {
        asks.decides(Role::Duty, &takes(by_phone(heard(Role::Approver, minute), None))).map(drop)
    };
    for (minute, wrong) in [(TWO - 1, "earlier"), (TWO + 1, "later")] {
        let Err(Refusal::Deadline { wrong: which, .. }) = says(&asks, minute) else { panic!() };
        assert_eq!(which, wrong);
    }
    asks.minute = TWO + DAY - 1;
    says(&asks, TWO).unwrap();
    asks.minute += 1;
    assert!(matches!(says(&asks, TWO), Err(Refusal::Deadline { .. })));
}

#[test]
fn a_voice_is_enough_to_decide_and_never_to_hand_over_or_to_override() {
    let mut pair = cleared();
    let accept = says(Kind::Decide, &[1], Answer::Accept);
    let override_ = Act { overridden: Some(code("given-authority")), ..disclose() };
    let mut fresh = Pair::open("uncc", Workflow::Disclosure, &["content"]);
    fresh.asked.steps(Role::Examiner, take(Step::Examine));
    fresh.asked.steps(Role::Decider, proposed(does(accept)));
    let proposal = fresh.asked.request.proposals.keys().next().copied();
    let spoken = by_phone(heard(Role::Supervisor, 0), proposal);
    fresh.asked.steps(Role::Decider, spoken.clone());
    let waiting = fresh.asked.request.proposals.values().next().unwrap();
    assert_eq!(waiting.spoken, Some(heard(Role::Supervisor, 0)), "the act is still to come");
    let twice = fresh.asked.refuses(&takes(spoken));
    assert!(matches!(twice, Refusal::NothingHere { .. }), "{twice}");

    let confirm = word(&pair, Kind::ApprovalConfirm);
    pair.asks(Role::Approver, confirm);
    for act in [disclose(), override_] {
        let mut desk = cleared().asked;
        desk.request = pair.asked.request.clone();
        desk.steps(Role::Evidence, proposed(does(act)));
        let proposal = desk.request.proposals.keys().next().copied();
        let refusal = desk.refuses(&takes(by_phone(heard(Role::Supervisor, TWO), proposal)));
        assert_eq!(field(&refusal), "proposal");
    }
}

#[test]
fn nothing_is_granted_at_first_contact_before_a_call() {
    for workflow in [Workflow::Preservation, Workflow::Disclosure] {
        let mut pair = Pair::open("uncc", workflow, &["traffic"]);
        pair.asked.voiced = false;
        pair.asked.steps(Role::CentralAuthority, take(Step::Examine));
        let accept = says(Kind::Decide, &[1], Answer::Accept);
        assert_eq!(pair.asked.refuses(&does(accept.clone())), Refusal::CallBack);
        if workflow == Workflow::Preservation {
            pair.executed(DAY, Answer::Held);
            let held = says(Kind::Preserved, &[1], Answer::HeldProvisionally);
            pair.asked(Role::Duty, until(held, deadline(DAY / 2)));
        }
        pair.called_back();
        pair.asked(Role::Decider, accept);
        assert_eq!(pair.state(1), State::Accepted);
    }
}
