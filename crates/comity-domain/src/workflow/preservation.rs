// SPDX-License-Identifier: EUPL-1.2
//! Preservation of stored data: held so that they are not lost, never handed over.

use super::{Answer, Clock, Course, Duty, Guard, OPEN, Row, State, row, same, when};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};
use State::{
    Accepted, Acknowledged, Closed, Consulting, Declined, Deleted, Executing, Expired,
    ExtensionAsked, Forwarded, Impossible, Lapsed, Linked, NeedsInfo, NotHeld, Preserved, Refused,
    Released, RiskWarned, Sent, Withdrawn,
};

const ASKERS: &[Role] = &[Role::Duty, Role::CentralAuthority];
const DESK: &[Role] = &[Role::Duty, Role::CentralAuthority];
const EXAMINERS: &[Role] = &[Role::Duty, Role::CentralAuthority, Role::Examiner];
const DECIDERS: &[Role] = &[Role::Duty, Role::Decider];
const EXECUTORS: &[Role] = &[Role::Duty, Role::Executor];

/// Before data are held, and before it has ended.
const UNDECIDED: &[State] = &[Acknowledged, Forwarded, NeedsInfo, Consulting, RiskWarned];
const UNDER_WAY: &[State] = &[Accepted, Executing];

/// While it is executed, or once it was, it may turn out that a provider elsewhere took part.
const PATH_KNOWN: &[State] = &[Executing, Preserved, ExtensionAsked, Linked, NotHeld];

pub(super) const COURSE: Course =
    Course { title: "Preservation", rows: ROWS, duty, senders: ASKERS, hands_over_to: None };

const ROWS: &[Row] = &[
    row(&[Sent], (Kind::Ack, None), (Requested, DESK), Acknowledged),
    row(OPEN, (Kind::Forwarded, None), (Requested, DESK), Forwarded),
    row(OPEN, (Kind::ClarifyAsk, None), (Requested, EXAMINERS), NeedsInfo),
    row(&[NeedsInfo], (Kind::ClarifyAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(Guard::ClockEnded, row(&[NeedsInfo], (Kind::Lapse, None), (Requested, DECIDERS), Lapsed)),
    row(OPEN, (Kind::ConsultOpen, Some(Answer::BeforeRefusal)), (Requested, EXAMINERS), Consulting),
    row(
        &[Acknowledged, Forwarded, Accepted],
        (Kind::ConsultOpen, Some(Answer::Risk)),
        (Requested, EXAMINERS),
        RiskWarned,
    ),
    row(&[Consulting, RiskWarned], (Kind::ConsultAnswer, None), (Requesting, ASKERS), Acknowledged),
    when(
        Guard::ClockEnded,
        row(&[Consulting, RiskWarned], (Kind::Lapse, None), (Requested, DECIDERS), Acknowledged),
    ),
    same(UNDECIDED, (Kind::Preserved, Some(Answer::HeldProvisionally)), (Requested, EXECUTORS)),
    row(OPEN, (Kind::Decide, Some(Answer::Accept)), (Requested, DECIDERS), Accepted),
    row(OPEN, (Kind::Decide, Some(Answer::Refuse)), (Requested, DECIDERS), Refused),
    row(&[Accepted], (Kind::ExecStarted, None), (Requested, EXECUTORS), Executing),
    row(UNDER_WAY, (Kind::Preserved, Some(Answer::Held)), (Requested, EXECUTORS), Preserved),
    row(UNDER_WAY, (Kind::Preserved, Some(Answer::NotHeld)), (Requested, EXECUTORS), NotHeld),
    row(UNDER_WAY, (Kind::Preserved, Some(Answer::Impossible)), (Requested, EXECUTORS), Impossible),
    same(PATH_KNOWN, (Kind::Path, None), (Requested, EXECUTORS)),
    row(&[Preserved], (Kind::ExtendAsk, None), (Requesting, ASKERS), ExtensionAsked),
    row(
        &[ExtensionAsked],
        (Kind::ExtendDecide, Some(Answer::Granted)),
        (Requested, DECIDERS),
        Preserved,
    ),
    row(
        &[ExtensionAsked],
        (Kind::ExtendDecide, Some(Answer::Denied)),
        (Requested, DECIDERS),
        Preserved,
    ),
    row(&[Preserved, ExtensionAsked], (Kind::Link, None), (Requesting, ASKERS), Linked),
    row(&[Preserved, ExtensionAsked], (Kind::Link, None), (Requested, EXECUTORS), Linked),
    row(&[Linked], (Kind::Unlink, None), (Requested, EXECUTORS), Preserved),
    same(&[Preserved], (Kind::ExpireWarn, None), (Requested, EXECUTORS)),
    when(
        Guard::HoldEnded,
        row(&[Preserved], (Kind::Expire, None), (Requested, EXECUTORS), Expired),
    ),
    row(
        &[Preserved, ExtensionAsked, Linked],
        (Kind::Release, None),
        (Requesting, ASKERS),
        Released,
    ),
    row(
        &[Sent, Acknowledged, Forwarded, NeedsInfo, Consulting, RiskWarned, Accepted, Executing],
        (Kind::Withdraw, None),
        (Requesting, ASKERS),
        Withdrawn,
    ),
    row(
        &[Preserved, ExtensionAsked, Linked],
        (Kind::Withdraw, None),
        (Requesting, ASKERS),
        Released,
    ),
    row(&[Withdrawn], (Kind::WithdrawDone, None), (Requested, EXECUTORS), Closed),
    row(&[Released, Expired], (Kind::DeleteDone, None), (Requested, EXECUTORS), Closed),
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
        Sent => of(Requested, Role::Duty, Clock::Ack),
        Acknowledged => of(Requested, Role::Duty, Clock::Decision),
        Forwarded => of(Requested, Role::Examiner, Clock::Decision),
        NeedsInfo => of(Requesting, Role::Duty, Clock::Answer),
        Consulting | RiskWarned => of(Requesting, Role::CentralAuthority, Clock::Consultation),
        Accepted => of(Requested, Role::Executor, Clock::Order),
        Executing => of(Requested, Role::Executor, Clock::Target),
        Preserved => of(Requesting, Role::CentralAuthority, Clock::Expiry),
        ExtensionAsked => of(Requested, Role::Duty, Clock::Expiry),
        Linked => Duty::unclocked(
            Requested,
            Role::Executor,
            "the data are held for as long as the disclosure is pending",
        ),
        Released | Expired | Withdrawn => of(Requested, Role::Executor, Clock::Deletion),
        NotHeld | Impossible | Refused | Lapsed => Duty::ENDED,
        _ => Duty::NONE,
    }
}
