// SPDX-License-Identifier: EUPL-1.2
//! The law as it is shown: what the program prints, the interface answers and the pages lay out is
//! one value, made here. Every row says how well it was checked.

mod article;
mod basis;
mod status;

pub use article::{ArticleRow, ArticleView};
pub use basis::{
    AdditionLine, Applied, AskedView, BasisLine, BasisView, BranchLine, ContentLine, DeclaredLine,
    RelationLine, ReservedLine, Threshold,
};
pub use status::{Arrival, Counts, SaidLine, StateLine, StatusView, Supposed};

use super::rows::{Available, Necessity};
use crate::codes;

codes! {
    /// What a row of the law is about.
    pub enum Part is "a part of the law" {
        /// A provision, in our own words.
        Provision = "provision",
        /// A tier of data.
        Tier = "tier",
        /// An offence.
        Offence = "offence",
        /// Something the contact point does.
        Function = "function",
        /// A measure.
        Measure = "measure",
        /// The domestic power that carries a measure out.
        Domestic = "domestic",
        /// What the instrument covers.
        Scope = "scope",
        /// What a request contains.
        Content = "content",
        /// On what it may be refused.
        Ground = "ground",
        /// What may not be a reason to refuse.
        Bar = "bar",
        /// On what it may be postponed.
        Postponement = "postponement",
        /// A duty.
        Duty = "duty",
        /// A number, a date, or a duty of speed.
        Limit = "limit",
        /// What is said of dual criminality.
        DualCriminality = "dual-criminality",
        /// A reservation that is allowed.
        Reservable = "reservable",
        /// Something a State notifies.
        Notification = "notification",
        /// How it stands to other instruments.
        Relation = "relation",
    }
}

/// The note on an element that is not asked for in every case.
fn necessity(required: Necessity) -> Option<&'static str> {
    (required == Necessity::WhereFitting).then_some(required.code())
}

/// What a cell of the refusal matrix is, if it says anything about what may be done.
fn cell(available: Available) -> Option<Part> {
    match available {
        Available::Yes | Available::ByReservation => Some(Part::Ground),
        Available::Barred => Some(Part::Bar),
        Available::No => None,
    }
}
