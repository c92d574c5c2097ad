// SPDX-License-Identifier: EUPL-1.2
//! Information that nobody asked for: offered by its kind and its conditions, handed over once the
//! conditions are accepted, used within them or deleted.
//!
//! The State that offers opens the file, so it stands where the requesting State does; the State to
//! which it is offered responds, and its chain is the spine. Exhibits go the other way than in a
//! disclosure. Nobody owes an answer to an offer.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, same, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{
    Accepted, Acknowledged, Closed, Consulting, Damaged, Declined, Deleted, DeletionDue, Delivered,
    Exculpatory, Forwarded, Received, Sent, Used,
};

const OFFERERS: &[Role] = &[Role::CentralAuthority, Role::Duty];
const SETTERS: &[Role] = &[Role::Approver, Role::CentralAuthority];
const KEEPERS: &[Role] = &[Role::Evidence];
const DESK: &[Role] = &[Role::CentralAuthority, Role::Duty];
/// Whoever binds the State to conditions, and tells what it will disclose to the defence.
const TAKERS: &[Role] = &[Role::Approver, Role::CentralAuthority];
const USERS: &[Role] = &[Role::Approver];
const RECEIVERS: &[Role] = &[Role::Evidence];

const OFFERED: &[State] = &[Sent, Acknowledged, Forwarded];
const BEFORE_DELIVERY: &[State] = &[Sent, Acknowledged, Forwarded, Accepted];
/// It is there, and no court needs it for the defence.
const ORDERABLE: &[State] = &[Delivered, Damaged, Received, Used];
const IN_USE: &[State] = &[Received, Used];
const ENDED: &[State] = &[Declined, Deleted];

pub(super) const COURSE: Course = Course {
    title: "Spontaneous information",
    rows: ROWS,
    duty,
    senders: OFFERERS,
    hands_over_to: Some(Requested),
};

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OFFERED, (Kind::CondAccept, None), (Requested, TAKERS), Accepted),
    row(OFFERED, (Kind::CondDecline, None), (Requested, TAKERS), Declined),
    row(BEFORE_DELIVERY, (Kind::Withdraw, None), (Requesting, OFFERERS), Closed),
    row(
        &[Accepted, Damaged],
        (Kind::Disclose, Some(Answer::Whole)),
        (Requesting, KEEPERS),
        Delivered,
    ),
    when(
        Guard::OfDelivery,
        row(
            &[Delivered],
            (Kind::DiscloseReceipt, Some(Answer::Intact)),
            (Requested, RECEIVERS),
            Received,
        ),
    ),
    when(
        Guard::OfDelivery,
        row(
            &[Delivered],
            (Kind::DiscloseReceipt, Some(Answer::Damaged)),
            (Requested, RECEIVERS),
            Damaged,
        ),
    ),
    row(&[Received], (Kind::InfoUsed, None), (Requested, USERS), Used),
    same(&[Exculpatory], (Kind::InfoUsed, None), (Requested, USERS)),
    row(IN_USE, (Kind::UseNotice, Some(Answer::Ahead)), (Requested, TAKERS), Exculpatory),
    row(IN_USE, (Kind::UseNotice, Some(Answer::Afterwards)), (Requested, TAKERS), Exculpatory),
    same(&[Exculpatory], (Kind::UseNotice, Some(Answer::Ahead)), (Requested, TAKERS)),
    same(
        &[Exculpatory, Consulting],
        (Kind::UseNotice, Some(Answer::Afterwards)),
        (Requested, TAKERS),
    ),
    row(
        &[Exculpatory],
        (Kind::ConsultOpen, Some(Answer::BeforeUse)),
        (Requesting, SETTERS),
        Consulting,
    ),
    row(&[Consulting], (Kind::ConsultAnswer, None), (Requested, TAKERS), Exculpatory),
    when(
        Guard::ClockEnded,
        row(&[Consulting], (Kind::Lapse, None), (Requesting, SETTERS), Exculpatory),
    ),
    row(ORDERABLE, (Kind::DeleteOrder, None), (Requesting, SETTERS), DeletionDue),
    row(
        &[Received, Used, Exculpatory, DeletionDue],
        (Kind::DeleteDone, None),
        (Requested, RECEIVERS),
        Deleted,
    ),
    row(ENDED, (Kind::Close, None), (Requesting, OFFERERS), Closed),
    row(ENDED, (Kind::Close, None), (Requested, DESK), Closed),
];

fn duty(state: State) -> Duty {
    let of = Duty::of;
    let no_answer = "an offer asks for no answer: it may be taken, declined or left";
    let of_a_case = "it is part of a case there, and the file of that case says for how long";
    match state {
        Sent => Duty::unclocked(Requested, Role::Duty, no_answer),
        Acknowledged | Forwarded => Duty::unclocked(Requested, Role::CentralAuthority, no_answer),
        Accepted => Duty::unclocked(
            Requesting,
            Role::Evidence,
            "whoever offered owes nothing until it has handed over",
        ),
        Delivered => of(Requested, Role::Evidence, Clock::Receipt),
        Damaged => of(Requesting, Role::Evidence, Clock::Redelivery),
        Received => of(Requested, Role::Evidence, Clock::Retention),
        Used => Duty::unclocked(Requested, Role::Approver, of_a_case),
        Exculpatory => Duty::unclocked(Requested, Role::Evidence, of_a_case),
        Consulting => of(Requested, Role::CentralAuthority, Clock::Consultation),
        DeletionDue => of(Requested, Role::Evidence, Clock::Deletion),
        Declined | Deleted => Duty::ENDED,
        _ => Duty::NONE,
    }
}
