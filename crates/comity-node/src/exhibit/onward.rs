// SPDX-License-Identifier: EUPL-1.2
//! What came from one State does not go to another unless the first agreed: a file is known again
//! by what it holds, under whatever name it is put in. LAW: uncc 36(3).

use comity_domain::id::{Digest, RequestId};
use comity_domain::request::{Command, Detail, Request};

use super::came_term;
use crate::{Error, Node};

impl Node {
    /// Whether this file was opened here as one that a third State sent, and that State has granted
    /// no use beyond what it was sent for.
    pub(crate) async fn goes_on(&self, base: &Request, sha256: Digest) -> Result<bool, Error> {
        for id in self.store.find(self.identity().term(&came_term(sha256))).await? {
            if id == base.id {
                continue;
            }
            let origin = self.take_known(id).await?;
            let theirs = |origin: &Request| origin.other() != base.other() && !origin.use_granted();
            if origin.request().is_some_and(theirs) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The same of a file that a command names by its digest alone; one that is sealed here is
    /// looked at when it was read.
    pub(crate) async fn named_here(&self, id: RequestId, command: &Command) -> Result<bool, Error> {
        let Command::Take(take) = command else { return Ok(false) };
        let Some(Detail::Attachment(file)) = &take.detail else { return Ok(false) };
        // Two files are never held at once: one could be waiting for the other.
        let base = self.take_known(id).await?.request().cloned();
        match base {
            Some(base) => self.goes_on(&base, file.digest).await,
            None => Ok(false),
        }
    }
}
