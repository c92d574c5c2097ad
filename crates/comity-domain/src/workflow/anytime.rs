// SPDX-License-Identifier: EUPL-1.2
//! Messages that either side may send at any time. They change no state.

use super::{Answer, Guard, Row, State, To};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};

const ANY: &[State] = State::ALL;
const OFFICERS: &[Role] = &[
    Role::Investigator,
    Role::Approver,
    Role::CentralAuthority,
    Role::Duty,
    Role::Examiner,
    Role::Decider,
    Role::Executor,
    Role::Evidence,
    Role::Supervisor,
];
const DESK: &[Role] = &[Role::CentralAuthority, Role::Duty];
const OVERSIGHT: &[Role] = &[Role::Oversight];

const fn row(kind: Kind, answer: Option<Answer>, by: Side, roles: &'static [Role]) -> Row {
    Row { from: ANY, kind, answer, by, to: To::Same, roles, guard: Guard::Always }
}

pub(super) const ROWS: &[Row] = &[
    row(Kind::StatusQuery, None, Requesting, OFFICERS),
    row(Kind::StatusQuery, None, Requested, OFFICERS),
    row(Kind::StatusAnswer, None, Requesting, OFFICERS),
    row(Kind::StatusAnswer, None, Requested, OFFICERS),
    row(Kind::Note, None, Requesting, OFFICERS),
    row(Kind::Note, None, Requested, OFFICERS),
    row(Kind::Correct, None, Requesting, OFFICERS),
    row(Kind::Correct, None, Requested, OFFICERS),
    row(Kind::NoticeSent, None, Requesting, DESK),
    row(Kind::NoticeSent, None, Requested, DESK),
    row(Kind::RemedyOrder, Some(Answer::Suspend), Requesting, OVERSIGHT),
    row(Kind::RemedyOrder, Some(Answer::Suspend), Requested, OVERSIGHT),
    row(Kind::RemedyOrder, Some(Answer::Lift), Requesting, OVERSIGHT),
    row(Kind::RemedyOrder, Some(Answer::Lift), Requested, OVERSIGHT),
];
