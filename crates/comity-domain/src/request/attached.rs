// SPDX-License-Identifier: EUPL-1.2
//! Files that go with the words of a request: a court's order, a scan, a translation.
//!
//! They are sealed and pulled like exhibits, and are none: whoever reads the request reads them.
//! Only the State that asks sends any, since whatever the other one hands over goes through order,
//! review and release.

use super::{ExhibitRecord, Request};
use crate::id::Digest;
use crate::message::{ExhibitFact, Head, Kind};
use crate::role::Side;
use crate::workflow::Workflow;

/// LIMIT: attachments of one message; what a peer names beyond them is not fetched.
pub const ATTACHMENTS_MAX: usize = 24;

/// LIMIT: octets of one attachment: some thousand scanned pages.
pub const ATTACHMENT_BYTES_MAX: u64 = 64 << 20;

impl Request {
    /// The attachments that were sealed here or that crossed.
    pub fn attachments(&self) -> impl Iterator<Item = ExhibitFact> {
        let here = self.exhibits.values().filter(|record| record.item.is_none());
        here.map(|record| record.fact).chain(self.crossed_attachments())
    }

    /// Those that crossed, in the order of their messages.
    pub fn crossed_attachments(&self) -> impl Iterator<Item = ExhibitFact> {
        let workflow = self.shared().map(|shared| shared.workflow);
        let links = self.chains.of(Side::Requesting).iter();
        links.flat_map(move |link| sent_with(workflow, &link.head).iter().copied())
    }

    /// Every sealed file of the request, evidence or not.
    pub fn sealed_files(&self) -> impl Iterator<Item = ExhibitFact> {
        self.known_exhibits().chain(self.attachments())
    }

    /// The attachment with these octets that was sealed here, as long as its words are there.
    #[must_use]
    pub fn attached(&self, digest: Digest) -> Option<&ExhibitRecord> {
        self.exhibits.values().find(|record| {
            let line = record.line.as_ref().and_then(|line| line.attachment.as_ref());
            record.item.is_none() && line.is_some_and(|file| file.digest == digest)
        })
    }
}

/// The attachments of a message of the asking State, where it may have any.
fn sent_with(workflow: Option<Workflow>, head: &Head) -> &[ExhibitFact] {
    let all = &head.facts.attachments;
    let may = workflow.zip(head.known_kind()).is_some_and(|(of, kind)| carries_files(of, kind));
    if may { all.get(..ATTACHMENTS_MAX).unwrap_or(all) } else { &[] }
}

/// Whether files may go with this message of the asking State. What is offered unasked is handed
/// over when its conditions are accepted, and not before or beside it.
#[must_use]
pub fn carries_files(workflow: Workflow, kind: Kind) -> bool {
    workflow != Workflow::Information
        && matches!(
            kind,
            Kind::Submit
                | Kind::ClarifyAnswer
                | Kind::ConsultAnswer
                | Kind::Correct
                | Kind::Note
                | Kind::UseAsk
                | Kind::UseNotice
                | Kind::Validate
                | Kind::DeleteOrder
                | Kind::RemedyOrder
        )
}
