// SPDX-License-Identifier: EUPL-1.2
//! What a request follows. A request for the path stands on a preservation that this State asked
//! the same State for: only in its execution can the path have come up. And what came unasked is no
//! evidence until the State that sent it was asked for it.

use comity_domain::id::RequestId;
use comity_domain::message::Kind;
use comity_domain::request::{Command, Request};
use comity_domain::role::Side;
use comity_domain::workflow::{State, Workflow};

use crate::{Error, Node};

impl Node {
    /// Refuses what names no request of ours that it could follow.
    pub(super) async fn follows(&self, base: &Request, command: &Command) -> Result<(), Error> {
        let Command::Act(act) = command else { return Ok(()) };
        let (link, of, what) = match (act.kind, base.workflow()) {
            (Kind::Submit, Some(Workflow::Path)) => {
                // That it names one at all is asked for among its contents.
                let link = base.draft.as_ref().and_then(|draft| draft.facts.link);
                let what = "the request it follows is no preservation that this State asked that \
                            State for; name the preservation in whose execution the path came up \
                            as `link`";
                (link, Workflow::Preservation, what)
            }
            (Kind::InfoUsed, _) => {
                let what = "the request named as `link` is no disclosure that this State asked \
                            that State for; what came unasked becomes evidence by such a request, \
                            and without one it leads on and proves nothing: name none";
                (act.link, Workflow::Disclosure, what)
            }
            _ => return Ok(()),
        };
        let Some(link) = link else { return Ok(()) };
        if self.asked_of(base, link, of).await? {
            return Ok(());
        }
        Err(Error::Conflict { what: what.to_owned() })
    }

    /// Whether a request is one that this State sent to the same State, for this.
    async fn asked_of(&self, base: &Request, link: RequestId, of: Workflow) -> Result<bool, Error> {
        let row = self.store.row(link).await?;
        Ok(row.is_some_and(|row| {
            row.side == Side::Requesting
                && row.peer == base.other()
                && row.measure.as_str() == of.code()
                && State::from_code(row.state.as_str()).is_some()
        }))
    }
}
