// SPDX-License-Identifier: EUPL-1.2
//! Messages that either side may send at any time. They change no state.

use super::{Answer, OFFICERS, Row, State, same};
use crate::message::Kind;
use crate::role::{Role, Side};
use Side::{Requested, Requesting};

const ANY: &[State] = State::ALL;
const DESK: &[Role] = &[Role::CentralAuthority, Role::Duty];
const OVERSIGHT: &[Role] = &[Role::Oversight];

pub(super) const ROWS: &[Row] = &[
    same(ANY, (Kind::StatusQuery, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::StatusQuery, None), (Requested, OFFICERS)),
    same(ANY, (Kind::StatusAnswer, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::StatusAnswer, None), (Requested, OFFICERS)),
    same(ANY, (Kind::Note, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::Note, None), (Requested, OFFICERS)),
    same(ANY, (Kind::Correct, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::Correct, None), (Requested, OFFICERS)),
    same(ANY, (Kind::ApprovalConfirm, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::ApprovalConfirm, None), (Requested, OFFICERS)),
    same(ANY, (Kind::ApprovalDeny, None), (Requesting, OFFICERS)),
    same(ANY, (Kind::ApprovalDeny, None), (Requested, OFFICERS)),
    same(ANY, (Kind::NoticeSent, None), (Requesting, DESK)),
    same(ANY, (Kind::NoticeSent, None), (Requested, DESK)),
    same(ANY, (Kind::RemedyOrder, Some(Answer::Suspend)), (Requesting, OVERSIGHT)),
    same(ANY, (Kind::RemedyOrder, Some(Answer::Suspend)), (Requested, OVERSIGHT)),
    same(ANY, (Kind::RemedyOrder, Some(Answer::Lift)), (Requesting, OVERSIGHT)),
    same(ANY, (Kind::RemedyOrder, Some(Answer::Lift)), (Requested, OVERSIGHT)),
];
