// SPDX-License-Identifier: EUPL-1.2
//! Disclosure of the path: the next provider and its State, so that a preservation can be asked for
//! there. It follows a preservation, and hands over nothing else.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{
    Accepted, Acknowledged, Answered, Closed, Forwarded, Impossible, Lapsed, NeedsInfo, NotHeld,
    Refused, Sent, Withdrawn,
};

const ASKERS: &[Role] = &[Role::Duty, Role::CentralAuthority];
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];
const EXAMINERS: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Examiner];
const DECIDERS: &[Role] = &[Role::Duty, Role::Decider];
const EXECUTORS: &[Role] = &[Role::Duty, Role::Executor];

const ENDED: &[State] = &[Answered, NotHeld, Impossible, Refused, Lapsed];

pub(super) const COURSE: Course = Course {
    title: "Disclosure of the path",
    rows: ROWS,
    duty,
    senders: ASKERS,
    hands_over_to: None,
};

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OPEN, (Kind::ClarifyAsk, None), (Requested, EXAMINERS), NeedsInfo),
    row(&[NeedsInfo], (Kind::ClarifyAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(Guard::ClockEnded, row(&[NeedsInfo], (Kind::Lapse, None), (Requested, DECIDERS), Lapsed)),
    row(OPEN, (Kind::Decide, Some(Answer::Accept)), (Requested, DECIDERS), Accepted),
    row(OPEN, (Kind::Decide, Some(Answer::Refuse)), (Requested, DECIDERS), Refused),
    row(&[Accepted], (Kind::Path, None), (Requested, EXECUTORS), Answered),
    row(&[Accepted], (Kind::ExecReport, Some(Answer::NotHeld)), (Requested, EXECUTORS), NotHeld),
    row(
        &[Accepted],
        (Kind::ExecReport, Some(Answer::Impossible)),
        (Requested, EXECUTORS),
        Impossible,
    ),
    row(
        &[Sent, Acknowledged, Forwarded, NeedsInfo, Accepted],
        (Kind::Withdraw, None),
        (Requesting, ASKERS),
        Withdrawn,
    ),
    row(&[Withdrawn], (Kind::WithdrawDone, None), (Requested, EXECUTORS), Closed),
    row(ENDED, (Kind::Close, None), (Requesting, ASKERS), Closed),
    row(ENDED, (Kind::Close, None), (Requested, DESK), Closed),
];

fn duty(state: State) -> Duty {
    let of = Duty::of;
    match state {
        Sent => of(Requested, Role::Duty, Clock::Ack),
        Acknowledged | Forwarded => of(Requested, Role::Duty, Clock::Decision),
        NeedsInfo => of(Requesting, Role::Duty, Clock::Answer),
        Accepted => of(Requested, Role::Duty, Clock::Target),
        Withdrawn => of(Requested, Role::Duty, Clock::Deletion),
        Answered | NotHeld | Impossible | Refused | Lapsed => Duty::ENDED,
        _ => Duty::NONE,
    }
}
