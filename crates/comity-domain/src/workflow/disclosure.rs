// SPDX-License-Identifier: EUPL-1.2
//! Disclosure of stored data: subscriber, traffic, content.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, same, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{
    Accepted, Acknowledged, Closed, ConditionsPending, Consulting, Damaged, Declined, Deleted,
    DeletionDue, Delivered, Executing, Forwarded, Impossible, Lapsed, NeedsInfo, NotHeld, Objected,
    Postponed, Received, Refused, Sent, UseAsked, Withdrawn,
};

const ASKERS: &[Role] = &[Role::CentralAuthority];
const URGENT_ASKERS: &[Role] = &[Role::CentralAuthority, Role::Duty];
const APPROVERS: &[Role] = &[Role::Approver];
const RECEIVERS: &[Role] = &[Role::Evidence];
const DESK: &[Role] = &[Role::CentralAuthority, Role::Duty];
const EXAMINERS: &[Role] = &[Role::CentralAuthority, Role::Examiner];
const DECIDERS: &[Role] = &[Role::Decider];
const EXECUTORS: &[Role] = &[Role::Executor];
const KEEPERS: &[Role] = &[Role::Evidence];

/// It may be decided, for the first time or again.
const DECIDABLE: &[State] = &[Acknowledged, Forwarded, Postponed, Objected];

/// Not everything has crossed; a part may have.
const BEFORE_DELIVERY: &[State] = &[
    Sent,
    Acknowledged,
    Forwarded,
    NeedsInfo,
    Consulting,
    ConditionsPending,
    Accepted,
    Postponed,
    Executing,
    Objected,
];

/// A receipt of a part may arrive in these, and is on the file.
const PART_SENT: &[State] = &[Executing, Objected, Delivered];

pub(super) const COURSE: Course = Course {
    title: "Disclosure of stored data",
    rows: ROWS,
    duty,
    senders: &[Role::Duty, Role::CentralAuthority],
    hands_over_to: Some(Requesting),
};

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OPEN, (Kind::ClarifyAsk, None), (Requested, EXAMINERS), NeedsInfo),
    row(&[NeedsInfo], (Kind::ClarifyAnswer, None), (Requesting, URGENT_ASKERS), Acknowledged),
    when(Guard::ClockEnded, row(&[NeedsInfo], (Kind::Lapse, None), (Requested, DECIDERS), Lapsed)),
    row(
        DECIDABLE,
        (Kind::ConsultOpen, Some(Answer::BeforeRefusal)),
        (Requested, EXAMINERS),
        Consulting,
    ),
    row(
        DECIDABLE,
        (Kind::ConsultOpen, Some(Answer::BeforePostponement)),
        (Requested, EXAMINERS),
        Consulting,
    ),
    row(&[Consulting], (Kind::ConsultAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(
        Guard::ClockEnded,
        row(&[Consulting], (Kind::Lapse, None), (Requested, DECIDERS), Acknowledged),
    ),
    row(DECIDABLE, (Kind::Decide, Some(Answer::Accept)), (Requested, DECIDERS), Accepted),
    when(
        Guard::NothingHandedOver,
        row(
            DECIDABLE,
            (Kind::Decide, Some(Answer::AcceptConditions)),
            (Requested, DECIDERS),
            ConditionsPending,
        ),
    ),
    row(DECIDABLE, (Kind::Decide, Some(Answer::Postpone)), (Requested, DECIDERS), Postponed),
    when(
        Guard::NothingHandedOver,
        row(DECIDABLE, (Kind::Decide, Some(Answer::Refuse)), (Requested, DECIDERS), Refused),
    ),
    row(&[ConditionsPending], (Kind::CondAccept, None), (Requesting, APPROVERS), Accepted),
    row(&[ConditionsPending], (Kind::CondDecline, None), (Requesting, APPROVERS), Declined),
    when(
        Guard::ClockEnded,
        row(&[ConditionsPending], (Kind::Lapse, None), (Requested, DECIDERS), Lapsed),
    ),
    row(&[Accepted, Objected], (Kind::ExecStarted, None), (Requested, EXECUTORS), Executing),
    when(
        Guard::NothingHandedOver,
        row(
            &[Accepted, Executing, Objected],
            (Kind::ExecReport, Some(Answer::NotHeld)),
            (Requested, EXECUTORS),
            NotHeld,
        ),
    ),
    when(
        Guard::NothingHandedOver,
        row(
            &[Accepted, Executing, Objected],
            (Kind::ExecReport, Some(Answer::Impossible)),
            (Requested, EXECUTORS),
            Impossible,
        ),
    ),
    row(
        &[Accepted, Executing],
        (Kind::ExecReport, Some(Answer::Objected)),
        (Requested, EXECUTORS),
        Objected,
    ),
    same(&[Executing], (Kind::ExecReport, Some(Answer::Produced)), (Requested, EXECUTORS)),
    same(&[Executing], (Kind::Disclose, Some(Answer::Part)), (Requested, KEEPERS)),
    row(
        &[Executing, Objected, Damaged],
        (Kind::Disclose, Some(Answer::Whole)),
        (Requested, KEEPERS),
        Delivered,
    ),
    when(
        Guard::OfDelivery,
        row(
            &[Delivered],
            (Kind::DiscloseReceipt, Some(Answer::Intact)),
            (Requesting, RECEIVERS),
            Received,
        ),
    ),
    when(
        Guard::OfDelivery,
        row(
            &[Delivered],
            (Kind::DiscloseReceipt, Some(Answer::Damaged)),
            (Requesting, RECEIVERS),
            Damaged,
        ),
    ),
    same(PART_SENT, (Kind::DiscloseReceipt, Some(Answer::Intact)), (Requesting, RECEIVERS)),
    same(PART_SENT, (Kind::DiscloseReceipt, Some(Answer::Damaged)), (Requesting, RECEIVERS)),
    row(&[Received], (Kind::UseAsk, None), (Requesting, APPROVERS), UseAsked),
    row(&[UseAsked], (Kind::UseDecide, Some(Answer::Granted)), (Requested, DECIDERS), Received),
    row(&[UseAsked], (Kind::UseDecide, Some(Answer::Denied)), (Requested, DECIDERS), Received),
    when(
        Guard::HandedOver,
        row(BEFORE_DELIVERY, (Kind::Withdraw, None), (Requesting, URGENT_ASKERS), DeletionDue),
    ),
    row(BEFORE_DELIVERY, (Kind::Withdraw, None), (Requesting, URGENT_ASKERS), Withdrawn),
    row(
        &[Delivered, Damaged, Received, UseAsked],
        (Kind::Withdraw, None),
        (Requesting, URGENT_ASKERS),
        DeletionDue,
    ),
    row(&[Withdrawn], (Kind::WithdrawDone, None), (Requested, EXECUTORS), Closed),
    row(
        &[Delivered, Damaged, Received, UseAsked],
        (Kind::DeleteOrder, None),
        (Requested, DECIDERS),
        DeletionDue,
    ),
    row(&[Received, DeletionDue], (Kind::DeleteDone, None), (Requesting, RECEIVERS), Deleted),
    row(
        &[NotHeld, Impossible, Refused, Declined, Lapsed, Deleted],
        (Kind::Close, None),
        (Requesting, ASKERS),
        Closed,
    ),
    row(
        &[NotHeld, Impossible, Refused, Declined, Lapsed, Deleted],
        (Kind::Close, None),
        (Requested, DESK),
        Closed,
    ),
];

fn duty(state: State) -> Duty {
    let of = Duty::of;
    match state {
        Sent => of(Requested, Role::CentralAuthority, Clock::Ack),
        Acknowledged | Forwarded => of(Requested, Role::Examiner, Clock::Decision),
        NeedsInfo => of(Requesting, Role::CentralAuthority, Clock::Answer),
        Consulting => of(Requesting, Role::CentralAuthority, Clock::Consultation),
        ConditionsPending => of(Requesting, Role::Approver, Clock::Conditions),
        Postponed => of(Requested, Role::Examiner, Clock::Review),
        Accepted => of(Requested, Role::Executor, Clock::Order),
        Executing => of(Requested, Role::Executor, Clock::Target),
        Objected => Duty::unclocked(
            Requested,
            Role::Executor,
            "a court or the holder has it, and its time is not the node's to state",
        ),
        Delivered => of(Requesting, Role::Evidence, Clock::Receipt),
        Damaged => of(Requested, Role::Evidence, Clock::Redelivery),
        Received => of(Requesting, Role::Approver, Clock::Retention),
        UseAsked => of(Requested, Role::Decider, Clock::Decision),
        DeletionDue => of(Requesting, Role::Evidence, Clock::Deletion),
        Withdrawn => of(Requested, Role::Executor, Clock::Deletion),
        NotHeld | Impossible | Refused | Declined | Lapsed | Deleted => Duty::ENDED,
        _ => Duty::NONE,
    }
}
