// SPDX-License-Identifier: EUPL-1.2
//! Emergency disclosure: stored data are handed over at once because the life or safety of a
//! person is in danger, and a court or prosecutor of the requesting State validates it afterwards.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, same, stating, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{
    Accepted, Acknowledged, Closed, Damaged, Deleted, DeletionDue, Delivered, Executing, Forwarded,
    Frozen, Impossible, Kept, Lapsed, NeedsInfo, NotHeld, Received, Refused, Sent, UseAsked,
    Validated, ValidationDue, Withdrawn,
};

const ASKERS: &[Role] = &[Role::Duty, Role::CentralAuthority];
const APPROVERS: &[Role] = &[Role::Approver];
const RECEIVERS: &[Role] = &[Role::Evidence, Role::Duty];
const ERASERS: &[Role] = &[Role::Evidence];
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];
const EXAMINERS: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Examiner];
/// One of them grants; the policies ask for a second person to refuse.
const DECIDERS: &[Role] = &[Role::Duty, Role::Decider];
const REVIEWERS: &[Role] = &[Role::Decider];
const EXECUTORS: &[Role] = &[Role::Duty, Role::Executor];
const KEEPERS: &[Role] = &[Role::Evidence, Role::Duty];
const WATCHERS_HERE: &[Role] =
    &[Role::Duty, Role::CentralAuthority, Role::Approver, Role::Evidence];
const WATCHERS_THERE: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Decider];

/// Not everything has crossed; a part may have.
const BEFORE_DELIVERY: &[State] = &[Sent, Acknowledged, Forwarded, NeedsInfo, Accepted, Executing];

/// Data are there.
const HANDED_OVER: &[State] =
    &[Delivered, Damaged, ValidationDue, Frozen, Kept, Validated, Received, UseAsked];

/// A receipt of a part may arrive in these, and is on the file.
const PART_SENT: &[State] = &[Executing, Delivered];

/// What a hand-over states beside its receipt: until when it is validated, and until when a person
/// decides on data that were not.
const AFTERWARDS: &[Clock] = &[Clock::Validation, Clock::Disposal];

pub(super) const COURSE: Course = Course {
    title: "Emergency disclosure",
    rows: ROWS,
    duty,
    senders: ASKERS,
    hands_over_to: Some(Requesting),
};

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OPEN, (Kind::ClarifyAsk, None), (Requested, EXAMINERS), NeedsInfo),
    row(&[NeedsInfo], (Kind::ClarifyAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(Guard::ClockEnded, row(&[NeedsInfo], (Kind::Lapse, None), (Requested, DECIDERS), Lapsed)),
    row(OPEN, (Kind::Decide, Some(Answer::Accept)), (Requested, DECIDERS), Accepted),
    row(OPEN, (Kind::Decide, Some(Answer::Refuse)), (Requested, DECIDERS), Refused),
    row(&[Accepted], (Kind::ExecStarted, None), (Requested, EXECUTORS), Executing),
    when(
        Guard::NothingHandedOver,
        row(
            &[Accepted, Executing],
            (Kind::ExecReport, Some(Answer::NotHeld)),
            (Requested, EXECUTORS),
            NotHeld,
        ),
    ),
    when(
        Guard::NothingHandedOver,
        row(
            &[Accepted, Executing],
            (Kind::ExecReport, Some(Answer::Impossible)),
            (Requested, EXECUTORS),
            Impossible,
        ),
    ),
    same(&[Executing], (Kind::ExecReport, Some(Answer::Produced)), (Requested, EXECUTORS)),
    stating(
        AFTERWARDS,
        same(&[Executing], (Kind::Disclose, Some(Answer::Part)), (Requested, KEEPERS)),
    ),
    stating(
        AFTERWARDS,
        row(
            &[Executing, Damaged],
            (Kind::Disclose, Some(Answer::Whole)),
            (Requested, KEEPERS),
            Delivered,
        ),
    ),
    when(
        Guard::OfDelivery,
        row(
            &[Delivered],
            (Kind::DiscloseReceipt, Some(Answer::Intact)),
            (Requesting, RECEIVERS),
            ValidationDue,
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
    row(&[ValidationDue, Frozen, Kept], (Kind::Validate, None), (Requesting, APPROVERS), Validated),
    when(
        Guard::ClockEnded,
        row(&[ValidationDue], (Kind::Freeze, None), (Requesting, WATCHERS_HERE), Frozen),
    ),
    when(
        Guard::ClockEnded,
        row(&[ValidationDue], (Kind::Freeze, None), (Requested, WATCHERS_THERE), Frozen),
    ),
    row(&[Frozen], (Kind::Keep, None), (Requesting, APPROVERS), Kept),
    row(&[Validated], (Kind::Confirm, None), (Requested, REVIEWERS), Received),
    row(&[Received], (Kind::UseAsk, None), (Requesting, APPROVERS), UseAsked),
    row(&[UseAsked], (Kind::UseDecide, Some(Answer::Granted)), (Requested, REVIEWERS), Received),
    row(&[UseAsked], (Kind::UseDecide, Some(Answer::Denied)), (Requested, REVIEWERS), Received),
    when(
        Guard::HandedOver,
        row(BEFORE_DELIVERY, (Kind::Withdraw, None), (Requesting, ASKERS), DeletionDue),
    ),
    row(BEFORE_DELIVERY, (Kind::Withdraw, None), (Requesting, ASKERS), Withdrawn),
    row(HANDED_OVER, (Kind::Withdraw, None), (Requesting, ASKERS), DeletionDue),
    row(&[Withdrawn], (Kind::WithdrawDone, None), (Requested, EXECUTORS), Closed),
    row(HANDED_OVER, (Kind::DeleteOrder, None), (Requested, REVIEWERS), DeletionDue),
    row(
        &[ValidationDue, Frozen, Kept, Received, DeletionDue],
        (Kind::DeleteDone, None),
        (Requesting, ERASERS),
        Deleted,
    ),
    row(
        &[NotHeld, Impossible, Refused, Lapsed, Deleted],
        (Kind::Close, None),
        (Requesting, ASKERS),
        Closed,
    ),
    row(
        &[NotHeld, Impossible, Refused, Lapsed, Deleted],
        (Kind::Close, None),
        (Requested, DESK),
        Closed,
    ),
];

fn duty(state: State) -> Duty {
    let of = Duty::of;
    match state {
        Sent => of(Requested, Role::Duty, Clock::Ack),
        Acknowledged | Forwarded => of(Requested, Role::Duty, Clock::Decision),
        NeedsInfo => of(Requesting, Role::Duty, Clock::Answer),
        Accepted => of(Requested, Role::Duty, Clock::Order),
        Executing => of(Requested, Role::Duty, Clock::Target),
        Delivered => of(Requesting, Role::Evidence, Clock::Receipt),
        Damaged => of(Requested, Role::Evidence, Clock::Redelivery),
        ValidationDue => of(Requesting, Role::Approver, Clock::Validation),
        Frozen => of(Requesting, Role::Approver, Clock::Disposal),
        Validated => of(Requested, Role::Decider, Clock::Review),
        Kept | Received => of(Requesting, Role::Approver, Clock::Retention),
        UseAsked => of(Requested, Role::Decider, Clock::Decision),
        DeletionDue => of(Requesting, Role::Evidence, Clock::Deletion),
        Withdrawn => of(Requested, Role::Duty, Clock::Deletion),
        NotHeld | Impossible | Refused | Lapsed | Deleted => Duty::ENDED,
        _ => Duty::NONE,
    }
}
