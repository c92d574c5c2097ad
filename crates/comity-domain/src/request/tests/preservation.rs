// SPDX-License-Identifier: EUPL-1.2
//! Data are held: order, reply, hold, extension, link, expiry.

use super::*;
use crate::workflow::Clock;
use crate::workflow::domestic::Work;

const HELD: [Answer; 1] = [Answer::Held];

fn open(tiers: &[&str]) -> Pair {
    Pair::open("uncc", Workflow::Preservation, tiers)
}

/// Two items accepted; the order runs until a minute, and the holder has the data.
fn ready_to_hold(order_until: i64) -> Pair {
    let mut pair = open(&["subscriber", "content"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(order_until, Answer::Held);
    pair
}

/// Two items held until a minute, under an order until another.
fn held(hold_until: i64, order_until: i64) -> Pair {
    let mut pair = ready_to_hold(order_until);
    pair.asked(Role::Executor, hold(hold_until));
    pair
}

fn hold(minute: i64) -> Act {
    until(says(Kind::Preserved, &[1, 2], HELD[0]), deadline(minute))
}

fn extend(minute: i64) -> Act {
    let fact = |n| ItemFact { n, until: Some(deadline(minute)), ..ItemFact::default() };
    Act { items: vec![fact(1), fact(2)], ..Act::new(Kind::ExtendAsk) }
}

fn unlink(minute: i64, link: RequestId) -> Act {
    let act = extend(minute);
    Act { kind: Kind::Unlink, link: Some(link), ..act }
}

fn disclosure() -> RequestId {
    RequestId::from_parts(9, [9; 10])
}

/// The deadline that is refused: which, wrong in which way, the bound, and who sets it.
fn bound(refusal: &Refusal) -> (&'static str, Timestamp, String) {
    let Refusal::Deadline { wrong, bound, provision, .. } = refusal else { panic!("{refusal}") };
    (wrong, *bound, provision.clone())
}

#[test]
fn an_order_and_a_reply_come_before_data_are_reported_as_held() {
    let mut pair = open(&["subscriber", "content"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1, 2], Answer::Accept));
    let command = does(hold(80 * DAY));
    let missing = |work| {
        let needed = vec![Work::Replied];
        Refusal::WorkMissing { kind: Kind::Preserved, item: 1, work, needed }
    };
    assert_eq!(pair.asked.refuses(&command), missing(Work::Nothing));
    pair.asked.steps(Role::Executor, served(Some(deadline(90 * DAY))));
    assert_eq!(pair.asked.refuses(&command), missing(Work::Served));
    pair.asked.steps(Role::Executor, replied(Answer::Held, None));
    pair.asked(Role::Executor, hold(80 * DAY));
    assert_eq!((pair.state(1), pair.state(2)), (State::Preserved, State::Preserved));
    let shared = pair.asks.request.shared().unwrap();
    assert_eq!(shared.items[&1].hold.as_ref().unwrap().until, deadline(80 * DAY));
    assert_eq!(shared.items[&1].clock.as_ref().unwrap().clock, Clock::Expiry);
}

#[test]
fn a_hold_is_at_least_sixty_days() {
    let pair = ready_to_hold(90 * DAY);
    let refusal = pair.asked.refuses(&does(hold(60 * DAY - 1)));
    assert_eq!(bound(&refusal), ("earlier", at(60 * DAY), "uncc 42(8)".to_owned()));
    assert!(pair.asked.decides(Role::Executor, &does(hold(60 * DAY))).is_ok());
}

#[test]
fn an_order_at_home_is_at_most_ninety_days() {
    let pair = open(&["content"]);
    let refusal = pair.asked.refuses(&takes(served(Some(deadline(90 * DAY + 1)))));
    assert_eq!(bound(&refusal), ("later", at(90 * DAY), "uncc 25(2)".to_owned()));
    assert!(pair.asked.decides(Role::Duty, &takes(served(Some(deadline(90 * DAY))))).is_ok());
    let refusal = pair.asked.refuses(&takes(served(Some(deadline(0)))));
    assert_eq!(bound(&refusal).0, "earlier");
    let refusal = pair.asked.refuses(&takes(served(None)));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "until", .. }), "{refusal}");
}

#[test]
fn no_promise_is_longer_than_the_order_or_than_what_the_holder_said() {
    let mut pair = ready_to_hold(70 * DAY);
    let refusal = pair.asked.refuses(&does(hold(71 * DAY)));
    let order = "the order served on the holder".to_owned();
    assert_eq!(bound(&refusal), ("later", at(70 * DAY), order.clone()));
    // A holder that says it will hold longer than it was ordered to binds nobody.
    pair.asked.steps(Role::Executor, served(Some(deadline(70 * DAY))));
    pair.asked.steps(Role::Executor, replied(Answer::Held, Some(deadline(200 * DAY))));
    assert_eq!(bound(&pair.asked.refuses(&does(hold(71 * DAY)))).1, at(70 * DAY));
    // One that says it will hold for less is believed.
    pair.asked.steps(Role::Executor, served(Some(deadline(70 * DAY))));
    pair.asked.steps(Role::Executor, replied(Answer::Held, Some(deadline(65 * DAY))));
    assert_eq!(bound(&pair.asked.refuses(&does(hold(66 * DAY)))), ("later", at(65 * DAY), order));
}

#[test]
fn what_is_reported_is_what_the_holder_replied() {
    let mut pair = open(&["subscriber", "content"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1, 2], Answer::Accept));
    pair.executed(90 * DAY, Answer::NotHeld);
    let reply = "not-held".to_owned();
    let refusal = pair.asked.refuses(&does(hold(80 * DAY)));
    assert_eq!(refusal, Refusal::ReplyDiffers { item: 1, answer: Answer::Held, reply });
    pair.asked(Role::Executor, says(Kind::Preserved, &[1], Answer::NotHeld));
    // Something else may still stand in the way of the other.
    pair.asked(Role::Executor, says(Kind::Preserved, &[2], Answer::Impossible));
    assert_eq!((pair.state(1), pair.state(2)), (State::NotHeld, State::Impossible));
    pair.asks(Role::CentralAuthority, Act::new(Kind::Close));
    assert_eq!(pair.state(1), State::Closed);
}

#[test]
fn of_three_items_two_are_held_and_one_is_not() {
    let mut pair = open(&["subscriber", "traffic", "content"]);
    pair.asked(Role::Duty, says(Kind::Decide, &[1, 2, 3], Answer::Accept));
    pair.asked.steps(Role::Duty, served(Some(deadline(90 * DAY))));
    let with = |items: &[u16], take: Take| Take { items: items.to_vec(), ..take };
    pair.asked.steps(Role::Duty, with(&[1, 2], replied(Answer::Held, None)));
    pair.asked.steps(Role::Duty, with(&[3], replied(Answer::NotHeld, None)));
    pair.asked(Role::Executor, Act::new(Kind::ExecStarted));
    pair.asked(Role::Executor, hold(75 * DAY));
    pair.asked(Role::Executor, says(Kind::Preserved, &[3], Answer::NotHeld));
    let states: Vec<_> = [1, 2, 3].map(|n| pair.state(n)).into();
    assert_eq!(states, [State::Preserved, State::Preserved, State::NotHeld]);
    assert_eq!(pair.asks.request.shared().unwrap().state(), State::Preserved);
}

#[test]
fn data_are_held_provisionally_while_a_question_is_open() {
    let mut pair = open(&["content"]);
    pair.asked(Role::Duty, with_text(Act::new(Kind::ClarifyAsk), "Which of the mailboxes?"));
    assert_eq!(pair.state(1), State::NeedsInfo);
    let provisional =
        || until(says(Kind::Preserved, &[1], Answer::HeldProvisionally), deadline(7 * DAY));
    let refusal = pair.asked.refuses(&does(provisional()));
    assert!(matches!(refusal, Refusal::WorkMissing { work: Work::Nothing, .. }), "{refusal}");
    pair.asked.steps(Role::Duty, served(Some(deadline(30 * DAY))));
    pair.asked(Role::Duty, provisional());
    assert_eq!(pair.state(1), State::NeedsInfo);
    let hold = pair.asks.request.shared().unwrap().items[&1].hold.clone().unwrap();
    assert_eq!((hold.provisional, hold.until), (true, deadline(7 * DAY)));
    pair.asks(Role::Duty, with_text(Act::new(Kind::ClarifyAnswer), "The first"));
    assert_eq!(pair.state(1), State::Acknowledged);
    // Acceptance makes it a hold like any other.
    pair.asked(Role::Duty, says(Kind::Decide, &[1], Answer::Accept));
    pair.asked.steps(Role::Duty, replied(Answer::Held, None));
    let refusal = pair
        .asked
        .refuses(&does(until(says(Kind::Preserved, &[1], Answer::Held), deadline(60 * DAY))));
    assert_eq!(bound(&refusal).2, "the order served on the holder", "{refusal}");
    pair.asked.steps(Role::Executor, served(Some(deadline(90 * DAY))));
    pair.asked.steps(Role::Executor, replied(Answer::Held, None));
    pair.asked(
        Role::Executor,
        until(says(Kind::Preserved, &[1], Answer::Held), deadline(60 * DAY)),
    );
    assert!(!pair.asks.request.shared().unwrap().items[&1].hold.as_ref().unwrap().provisional);
}

#[test]
fn an_unanswered_question_lapses_an_hour_after_its_deadline_and_not_before() {
    let mut pair = open(&["content"]);
    pair.asked(Role::Duty, with_text(Act::new(Kind::ClarifyAsk), "Which of the mailboxes?"));
    let lapse = does(Act::new(Kind::Lapse));
    let from = at(5 * DAY + 60);
    assert_eq!(pair.asked.refuses(&lapse), Refusal::TooEarly { from });
    pair.wait(5 * DAY + 59);
    assert_eq!(pair.asked.refuses(&lapse), Refusal::TooEarly { from });
    pair.wait(1);
    pair.asked(Role::Decider, Act::new(Kind::Lapse));
    assert_eq!(pair.state(1), State::Lapsed);
}

#[test]
fn an_extension_is_asked_for_in_time_and_granted_under_a_renewed_order() {
    let mut pair = held(60 * DAY, 90 * DAY);
    pair.wait(50 * DAY);
    assert_eq!(bound(&pair.asks.refuses(&does(extend(60 * DAY)))).0, "earlier");
    pair.asks(Role::CentralAuthority, extend(130 * DAY));
    assert_eq!(pair.state(1), State::ExtensionAsked);
    let granted = || until(says(Kind::ExtendDecide, &[1, 2], Answer::Granted), deadline(130 * DAY));
    let refusal = pair.asked.refuses(&does(granted()));
    assert_eq!(bound(&refusal), ("later", at(90 * DAY), "the order served on the holder".into()));
    pair.asked.steps(Role::Duty, served(Some(deadline(140 * DAY))));
    pair.asked.steps(Role::Duty, replied(Answer::Held, None));
    let shorter = until(says(Kind::ExtendDecide, &[1, 2], Answer::Granted), deadline(60 * DAY));
    assert_eq!(bound(&pair.asked.refuses(&does(shorter))).2, "the hold in force");
    pair.asked(Role::Duty, granted());
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(item.hold.as_ref().unwrap().until, deadline(130 * DAY));
    let history: Vec<_> = item.clocks.iter().filter(|c| c.clock == Clock::Expiry).collect();
    assert_eq!(history.first().unwrap().due, deadline(60 * DAY));
    assert_eq!(history.last().unwrap().due, deadline(130 * DAY));
}

#[test]
fn an_extension_denied_leaves_the_hold_as_it_was() {
    let mut pair = held(60 * DAY, 90 * DAY);
    pair.asks(Role::Duty, extend(100 * DAY));
    pair.asked(Role::Decider, says(Kind::ExtendDecide, &[1, 2], Answer::Denied));
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(
        (item.state, &item.hold.as_ref().unwrap().until),
        (State::Preserved, &deadline(60 * DAY))
    );
}

#[test]
fn no_extension_is_asked_for_after_the_end_of_the_hold() {
    let mut pair = held(60 * DAY, 90 * DAY);
    pair.wait(60 * DAY);
    let refusal = pair.asks.refuses(&does(extend(100 * DAY)));
    assert_eq!(bound(&refusal), ("later", at(60 * DAY), "the hold in force".into()));
}

#[test]
fn a_hold_does_not_expire_early_and_the_refusal_says_from_when() {
    let mut pair = held(60 * DAY, 90 * DAY);
    pair.asked(Role::Executor, Act::new(Kind::ExpireWarn));
    pair.wait(60 * DAY);
    let expire = || Act::new(Kind::Expire);
    let refusal = pair.asked.refuses(&does(expire()));
    assert_eq!(refusal, Refusal::TooEarly { from: at(60 * DAY + 60) });
    pair.wait(60);
    pair.asked(Role::Executor, expire());
    assert_eq!(pair.state(1), State::Expired);
    assert!(pair.asks.request.shared().unwrap().items[&1].hold.is_none());
    pair.asked(Role::Executor, Act::new(Kind::DeleteDone));
    assert_eq!(pair.state(1), State::Closed);
}

#[test]
fn a_linked_hold_does_not_expire_until_it_is_unlinked_with_a_new_end() {
    let mut pair = held(60 * DAY, 90 * DAY);
    let missing = pair.asks.refuses(&does(Act::new(Kind::Link)));
    assert!(matches!(missing, Refusal::FieldMissing { field: "link", .. }), "{missing}");
    let to_itself = Act { link: Some(request_id()), ..Act::new(Kind::Link) };
    let refusal = pair.asks.refuses(&does(to_itself));
    assert!(matches!(refusal, Refusal::FieldMissing { field: "link", .. }), "{refusal}");
    pair.asks(Role::Duty, Act { link: Some(disclosure()), ..Act::new(Kind::Link) });
    assert_eq!(pair.state(1), State::Linked);
    pair.wait(80 * DAY);
    let refusal = pair.asked.refuses(&does(Act::new(Kind::Expire)));
    assert!(matches!(refusal, Refusal::NotNow { state: State::Linked, .. }), "{refusal}");
    pair.asked.steps(Role::Duty, served(Some(deadline(160 * DAY))));
    pair.asked.steps(Role::Duty, replied(Answer::Held, None));
    let other = RequestId::from_parts(9, [8; 10]);
    let refusal = pair.asked.refuses(&does(unlink(100 * DAY, other)));
    assert_eq!(refusal, Refusal::NothingHere { what: "link to that disclosure" });
    assert_eq!(bound(&pair.asked.refuses(&does(unlink(80 * DAY, disclosure())))).0, "earlier");
    assert_eq!(bound(&pair.asked.refuses(&does(unlink(161 * DAY, disclosure())))).0, "later");
    pair.asked(Role::Executor, unlink(100 * DAY, disclosure()));
    let item = &pair.asks.request.shared().unwrap().items[&1];
    assert_eq!(
        (item.state, &item.hold.as_ref().unwrap().until),
        (State::Preserved, &deadline(100 * DAY))
    );
    pair.asks(Role::Duty, Act::new(Kind::Release));
    assert_eq!(pair.state(2), State::Released);
}

#[test]
fn a_preservation_can_be_refused_on_three_grounds_only_and_without_consultation() {
    let pair = open(&["content"]);
    let refuse = |ground: &str, provision: &str| {
        let reason =
            if ground == "discrimination" { "human-rights" } else { "essential-interests" };
        does(on(says(Kind::Decide, &[1], Answer::Refuse), ground, provision, reason))
    };
    let possible = [
        ("essential-interests", "40(21)(b)"),
        ("domestic-law", "40(21)(c)"),
        ("discrimination", "40(22)"),
    ];
    for (ground, provision) in possible {
        assert!(pair.asked.decides(Role::Decider, &refuse(ground, provision)).is_ok(), "{ground}");
    }
    for ground in ["non-conforming", "legal-system", "political-offence", "bank-secrecy", "whim"] {
        let refusal = pair.asked.refuses(&refuse(ground, "42(6)"));
        let given = (ground != "whim").then(|| "42(6)".parse().unwrap());
        assert_eq!(refusal, Refusal::GroundNotAvailable { ground: code(ground), provision: given });
    }
}

#[test]
fn dual_criminality_needs_the_reservation_and_an_offence_that_the_instrument_does_not_establish() {
    let refuse = || {
        does(on(
            says(Kind::Decide, &[1], Answer::Refuse),
            "dual-criminality",
            "42(5)",
            "dual-criminality",
        ))
    };
    let barred = Refusal::GroundNotAvailable {
        ground: code("dual-criminality"),
        provision: Some("42(5)".parse().unwrap()),
    };
    // Borealia reserved it, and illegal access is an offence in both States.
    assert_eq!(open(&["content"]).asked.refuses(&refuse()), barred);
    let with_offence = |offence: &str, side_swapped: bool| {
        let mut asks = Desk::new(Side::Requesting);
        let Command::Draft(mut draft) = drafted("uncc", Workflow::Preservation, &["content"])
        else {
            unreachable!("it is a draft");
        };
        draft.facts.offences = vec![code(offence)];
        draft.facts.basis = Some("35(1)(c)".parse().unwrap());
        asks.does(Role::Duty, &Command::Draft(draft));
        asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
        let mut asked = Desk::new(Side::Requested);
        asked.receives(asks.events[1].clone());
        asked.does(Role::Duty, &does(Act::new(Kind::Ack)));
        let profile = if side_swapped { asks.profile() } else { asked.profile() };
        let rules = Rules { profile, ..asked.rules() };
        decide(&asked.request, hand(Role::Decider), &refuse(), rules)
    };
    assert!(with_offence("serious-crime", false).is_ok());
    // A State that made no such reservation, such as Arcadia, cannot.
    assert_eq!(with_offence("serious-crime", true), Err(barred));
}

#[test]
fn a_risk_is_warned_of_and_the_asker_decides_whether_to_go_on() {
    let mut pair = open(&["content"]);
    let risk = with_text(says(Kind::ConsultOpen, &[1], Answer::Risk), "The holder tells its users");
    pair.asked(Role::Duty, risk);
    assert_eq!(pair.state(1), State::RiskWarned);
    pair.asks(Role::CentralAuthority, with_text(Act::new(Kind::ConsultAnswer), "Go on"));
    assert_eq!(pair.state(1), State::Acknowledged);
    pair.asks(Role::Duty, with_text(Act::new(Kind::Withdraw), "No longer needed"));
    pair.asked(Role::Executor, Act::new(Kind::WithdrawDone));
    assert_eq!(pair.state(1), State::Closed);
}
