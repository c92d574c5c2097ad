// SPDX-License-Identifier: EUPL-1.2
//! What a validation, or a renewal of secrecy, rests on: an act outside the system that was entered
//! here and compared with its scan, which goes to the other State with it.

use comity_domain::id::{Digest, RequestId};
use comity_domain::message::{Kind, OutsideAct};
use comity_domain::request::{Command, Detail, Event, Request, Stepped};
use comity_domain::role::Side;

use super::Open;
use crate::sealing::Vault;
use crate::{Error, Node};

impl Node {
    /// A validation that carries no act carries the one it names; or, if it names none, the last
    /// that was compared. A draft carries the one it names, and so does a renewal of secrecy, which
    /// is about the request itself.
    pub(super) async fn with_its_act(
        &self,
        open: &Open,
        base: &Request,
        mut command: Command,
    ) -> Result<Command, Error> {
        if let Command::Draft(draft) = &mut command {
            // What the draft names is carried as it was entered, whatever was written beside it.
            if let Some(named) = draft.facts.authorisation {
                let entered = self.entered(open, base).await?.into_iter();
                let found = entered.filter(|(digest, _)| *digest == named);
                draft.body.acts = found.map(|(_, act)| act).take(1).collect();
            }
            return Ok(command);
        }
        let Command::Act(act) = &mut command else { return Ok(command) };
        if act.kind == Kind::Correct && act.body.secret_until().is_some() {
            let first = base.chains.at(Side::Requesting, 1).map(|link| link.head.message);
            act.about = act.about.or(first);
            if let (Some(named), true) = (act.authorisation, act.body.acts.is_empty()) {
                let entered = self.entered(open, base).await?.into_iter();
                let found = entered.filter(|(digest, _)| *digest == named);
                act.body.acts = found.map(|(_, act)| act).take(1).collect();
            }
            return Ok(command);
        }
        if act.kind != Kind::Validate || !act.body.acts.is_empty() {
            return Ok(command);
        }
        let now = self.clock.now();
        for (digest, entered) in self.entered(open, base).await?.into_iter().rev() {
            let named = act.authorisation.is_none_or(|named| named == digest);
            if named && base.ordered(digest, now) {
                act.authorisation = Some(digest);
                act.body.acts = vec![entered];
                break;
            }
        }
        Ok(command)
    }

    /// The acts that were entered here, in order, with their digests.
    async fn entered(
        &self,
        open: &Open,
        base: &Request,
    ) -> Result<Vec<(Digest, OutsideAct)>, Error> {
        let entered = self.steps(open, base.id, "step.act.enter").await?;
        let acts = entered.into_iter().filter_map(|(_, detail)| match detail {
            Some(Detail::Act(act)) => Some((Digest::of_json(&act), act)),
            _ => None,
        });
        Ok(acts.collect())
    }

    /// The steps of one kind that were taken on a request, in order, with their words.
    pub(crate) async fn steps(
        &self,
        open: &Open,
        id: RequestId,
        name: &str,
    ) -> Result<Vec<(Stepped, Option<Detail>)>, Error> {
        let mut steps = Vec::new();
        for stored in self.store.load(id).await? {
            if stored.name.as_str() != name {
                continue;
            }
            let written = Vault::open(&open.keys, &stored)?;
            if let Event::Stepped(stepped) = written.event {
                steps.push((stepped, written.detail));
            }
        }
        Ok(steps)
    }
}
