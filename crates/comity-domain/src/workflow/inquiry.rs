// SPDX-License-Identifier: EUPL-1.2
//! An inquiry at the contact point: technical advice, legal information, who holds something, where
//! a suspect may be looked for. It never carries personal data back.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{Acknowledged, Answered, Closed, Forwarded, Lapsed, NeedsInfo, Sent, Withdrawn};

const ASKERS: &[Role] = &[Role::Duty, Role::CentralAuthority];
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];
const ANSWERERS: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Examiner, Role::Decider];

const ENDED: &[State] = &[Answered, Lapsed];

pub(super) const COURSE: Course = Course {
    title: "Inquiry at the contact point",
    rows: ROWS,
    duty,
    senders: ASKERS,
    hands_over_to: None,
};

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OPEN, (Kind::ClarifyAsk, None), (Requested, ANSWERERS), NeedsInfo),
    row(&[NeedsInfo], (Kind::ClarifyAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(Guard::ClockEnded, row(&[NeedsInfo], (Kind::Lapse, None), (Requested, ANSWERERS), Lapsed)),
    row(OPEN, (Kind::InquiryAnswer, Some(Answer::Granted)), (Requested, ANSWERERS), Answered),
    row(OPEN, (Kind::InquiryAnswer, Some(Answer::Denied)), (Requested, ANSWERERS), Answered),
    row(OPEN, (Kind::InquiryAnswer, Some(Answer::Held)), (Requested, ANSWERERS), Answered),
    row(OPEN, (Kind::InquiryAnswer, Some(Answer::NotHeld)), (Requested, ANSWERERS), Answered),
    row(
        &[Sent, Acknowledged, Forwarded, NeedsInfo],
        (Kind::Withdraw, None),
        (Requesting, ASKERS),
        Withdrawn,
    ),
    row(&[Withdrawn], (Kind::WithdrawDone, None), (Requested, ANSWERERS), Closed),
    // Who asks may have heard by telephone, or tried whether somebody is there: no answer is owed.
    row(
        &[Sent, Acknowledged, Forwarded, NeedsInfo],
        (Kind::Close, None),
        (Requesting, ASKERS),
        Closed,
    ),
    row(ENDED, (Kind::Close, None), (Requesting, ASKERS), Closed),
    row(ENDED, (Kind::Close, None), (Requested, DESK), Closed),
];

fn duty(state: State) -> Duty {
    let of = Duty::of;
    match state {
        Sent => of(Requested, Role::Duty, Clock::Ack),
        Acknowledged | Forwarded => of(Requested, Role::Duty, Clock::Decision),
        NeedsInfo => of(Requesting, Role::Duty, Clock::Answer),
        Withdrawn => of(Requested, Role::Duty, Clock::Deletion),
        Answered | Lapsed => Duty::ENDED,
        _ => Duty::NONE,
    }
}
