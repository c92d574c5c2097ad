// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::chain::Link;
use crate::message::{Facts, Seen};
use crate::sample::{Party, at, states};
use crate::workflow::Workflow;

fn pair() -> (Party, Party) {
    let (mut asks, mut answers) = (Party::new(Side::Requesting), Party::new(Side::Requested));
    let submit = asks.submit(Workflow::Preservation, 1);
    assert_eq!(answers.receive(&submit), Admission::Take);
    (asks, answers)
}

/// What the door of `party` says to a message after something was changed in it.
fn knock(party: &Party, link: &Link, change: impl Fn(&mut Head)) -> Admission {
    let mut head = link.head.clone();
    change(&mut head);
    let digest = Digest::of_json(&head);
    admit(Some(&party.chains), head.to, &head, digest, &[])
}

#[test]
fn the_next_message_is_taken_and_the_same_again_is_a_duplicate() {
    let (mut asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    assert_eq!(knock(&asks, &ack, |_| {}), Admission::Take);
    asks.receive(&ack);
    assert_eq!(knock(&asks, &ack, |_| {}), Admission::Duplicate);
}

#[test]
fn two_messages_in_one_place_are_equivocation() {
    let (mut asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    asks.receive(&ack);
    let other = knock(&asks, &ack, |head| head.issued = at(2));
    assert_eq!(other, Admission::Refuse(Fault::Equivocation));
}

#[test]
fn a_message_that_does_not_follow_on_is_a_fork() {
    let (mut asks, mut answers) = pair();
    asks.receive(&answers.write(Kind::Ack, Facts::default(), 1));
    let note = answers.write(Kind::Note, Facts::default(), 2);
    let fork = knock(&asks, &note, |head| head.prev = Some(Digest::of(b"other")));
    assert_eq!(fork, Admission::Refuse(Fault::Fork));
    assert_eq!(knock(&asks, &note, |head| head.prev = None), Admission::Refuse(Fault::Fork));
    assert_eq!(knock(&asks, &note, |head| head.seq = 0), Admission::Refuse(Fault::Fork));
}

#[test]
fn a_gap_is_parked_while_it_is_small() {
    let (asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    let at_seq = |seq| knock(&asks, &ack, |head| head.seq = seq);
    assert_eq!(at_seq(2), Admission::Park);
    assert_eq!(at_seq(PARKED_MAX), Admission::Park);
    assert_eq!(at_seq(PARKED_MAX + 1), Admission::Refuse(Fault::Gap));
}

#[test]
fn parked_messages_come_in_when_the_one_before_them_does() {
    let (mut asks, mut answers) = pair();
    let links: Vec<Link> = (1..5).map(|m| answers.write(Kind::Note, Facts::default(), m)).collect();
    for link in links.iter().rev().take(3) {
        assert_eq!(asks.receive(link), Admission::Park);
    }
    assert_eq!(asks.receive(&links[0]), Admission::Take);
    assert_eq!(asks.chains.len(Side::Requested), 4);
}

#[test]
fn only_the_two_states_of_the_request_are_let_in() {
    let (asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    let third = "XC".parse().unwrap();
    let fault = Admission::Refuse(Fault::NotAParty);
    assert_eq!(knock(&asks, &ack, |head| head.from = third), fault);
    assert_eq!(admit(Some(&asks.chains), third, &ack.head, ack.digest, &[]), fault);
    let (a, b) = states();
    let own = knock(&asks, &ack, |head| (head.from, head.to) = (a, b));
    assert_ne!(own, Admission::Take);
}

#[test]
fn a_chain_begins_with_the_request() {
    let mut asks = Party::new(Side::Requesting);
    let submit = asks.submit(Workflow::Preservation, 1);
    let (_, b) = states();
    let first = |change: &dyn Fn(&mut Head)| {
        let mut head = submit.head.clone();
        change(&mut head);
        admit(None, b, &head, Digest::of_json(&head), &[])
    };
    assert_eq!(first(&|_| {}), Admission::Take);
    let note = |head: &mut Head| head.kind = "note".parse().unwrap();
    assert_eq!(first(&note), Admission::Refuse(Fault::NoBeginning));
    assert_eq!(first(&|head| head.seq = 2), Admission::Park);
    assert_eq!(first(&|head| head.seq = 99), Admission::Refuse(Fault::Gap));
}

#[test]
fn what_is_said_to_have_been_seen_must_be_ours_and_never_less() {
    let (mut asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    let seen = ack.head.seen[0];
    let claim = |seen: Vec<Seen>| knock(&asks, &ack, move |head| head.seen.clone_from(&seen));
    let refuse = Admission::Refuse;
    assert_eq!(claim(vec![Seen { seq: 7, ..seen }]), refuse(Fault::SeenUnknown));
    let other = Seen { digest: Digest::of(b"other"), ..seen };
    assert_eq!(claim(vec![other]), refuse(Fault::SeenUnknown));
    assert_eq!(claim(vec![seen, seen]), refuse(Fault::SeenMalformed));
    assert_eq!(claim(vec![Seen { seq: 0, ..seen }]), refuse(Fault::SeenMalformed));
    asks.receive(&ack);
    let note = answers.write(Kind::Note, Facts::default(), 2);
    assert_eq!(knock(&asks, &note, |head| head.seen.clear()), refuse(Fault::SeenLess));
}

#[test]
fn a_message_has_seen_at_least_what_its_sender_receipted_before_writing_it() {
    let (mut asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 1);
    asks.receive(&ack);
    asks.write(Kind::Note, Facts::default(), 2);
    // It wrote its second message after it had receipted our second, and says it had seen our
    // first.
    let late = answers.write(Kind::Note, Facts::default(), 3);
    let said = |their_seq| {
        let receipted = [Receipted { their_seq, our_seq: 2 }];
        admit(Some(&asks.chains), late.head.to, &late.head, late.digest, &receipted)
    };
    assert_eq!(said(1), Admission::Refuse(Fault::SeenLess));
    assert_eq!(said(2), Admission::Take);
}

#[test]
fn what_is_odd_is_remarked_and_not_refused() {
    let (mut asks, mut answers) = pair();
    let ack = answers.write(Kind::Ack, Facts::default(), 20);
    let told = |change: &dyn Fn(&mut Head), now| {
        let mut head = ack.head.clone();
        change(&mut head);
        remarks(&asks.chains, Side::Requested, &head, Some(ack.head.rules), at(now))
    };
    assert_eq!(told(&|_| {}, 20), []);
    assert_eq!(told(&|_| {}, 10), []);
    assert_eq!(told(&|_| {}, 9), [Remark::IssuedInFuture]);
    assert_eq!(told(&|head| head.issued = at(-1), 20), [Remark::IssuedBackwards]);
    assert_eq!(told(&|head| head.protocol = 9, 20), [Remark::ProtocolDiffers]);
    assert_eq!(told(&|head| head.tables = 9, 20), [Remark::TablesDiffer]);
    let rules = |head: &mut Head| head.rules = Digest::of(b"other policies");
    assert_eq!(told(&rules, 20), [Remark::RulesDiffer]);
    assert_eq!(told(&|head| head.view = Digest::of(b""), 20), [Remark::ViewDiffers]);
    let item = |head: &mut Head| head.facts = crate::sample::facts_for(None, 9, 0, 0);
    assert_eq!(told(&item, 20), [Remark::ItemUnknown]);
    asks.receive(&ack);
}

#[test]
fn every_fault_has_a_sentence_of_its_own() {
    let sentences: std::collections::BTreeSet<_> =
        Fault::ALL.iter().map(|fault| fault.sentence()).collect();
    assert_eq!(sentences.len(), Fault::ALL.len());
}
