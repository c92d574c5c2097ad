// SPDX-License-Identifier: EUPL-1.2
//! A State's own law held against an instrument: questions, answers, and the report.
//!
//! [`Questions`] is what an instrument asks of a State, element by element; [`Assessment`] is what
//! a State's lawyers answered; [`Report`] holds one against the other. Nobody is scored: there are
//! counts, and no grade and no rank. What the answers do not mention is not answered, never
//! assumed. The order of what to do next is data. Start with `questions.rs`, which is the format.

mod answers;
mod questions;
mod report;
mod template;
mod todo;

pub use answers::{Answer, Answered, Assessment, Reference, Status};
pub use questions::{Force, Help, QUESTIONS, Question, Questions, Stage};
pub use report::{ArticleReport, Compared, Counts, Notice, NoticeState, Report, RowReport, Tally};
pub use todo::{Act, Assistance, Carried, Gap, Round, StageReport, Step};

#[cfg(test)]
mod tests;
