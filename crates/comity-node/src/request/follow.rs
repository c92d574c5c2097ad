// SPDX-License-Identifier: EUPL-1.2
//! What a request follows. A request for the path stands on a preservation that this State asked
//! the same State for: only in its execution can the path have come up.

use comity_domain::message::Kind;
use comity_domain::request::{Command, Request};
use comity_domain::role::Side;
use comity_domain::workflow::Workflow;

use crate::{Error, Node};

impl Node {
    /// Refuses to send a request for the path that follows no preservation of ours.
    pub(super) async fn follows(&self, base: &Request, command: &Command) -> Result<(), Error> {
        let sends = matches!(command, Command::Act(act) if act.kind == Kind::Submit);
        if !sends || base.workflow() != Some(Workflow::Path) {
            return Ok(());
        }
        // That it names one at all is asked for among its contents.
        let Some(link) = base.draft.as_ref().and_then(|draft| draft.facts.link) else {
            return Ok(());
        };
        let row = self.store.row(link).await?;
        let fits = row.is_some_and(|row| {
            row.side == Side::Requesting
                && row.peer == base.other()
                && row.measure.as_str() == Workflow::Preservation.code()
        });
        if fits {
            return Ok(());
        }
        Err(Error::Conflict {
            what: "the request it follows is no preservation that this State asked that State \
                   for; name the preservation in whose execution the path came up as `link`"
                .to_owned(),
        })
    }
}
