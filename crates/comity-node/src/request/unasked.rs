// SPDX-License-Identifier: EUPL-1.2
//! Information that nobody asked for: on which authorisation content data are offered, handed over
//! and taken.

use comity_domain::id::ActId;
use comity_domain::message::Kind;
use comity_domain::request::{ActRecord, Command, Request};
use comity_domain::role::Side;
use comity_domain::workflow::Workflow;
use comity_domain::workflow::domestic::Step;
use jiff::Timestamp;

/// What names no authorisation rests on the last order of a court or prosecutor that was entered
/// here, compared with its scan, and has not ended. That it is named says no more than that it is
/// there: what it covers, the second person reads.
pub(super) fn with_authority(base: &Request, mut command: Command, now: Timestamp) -> Command {
    if base.workflow() != Some(Workflow::Information) || base.side != Side::Requesting {
        return command;
    }
    let stands = |(_, act): &(&ActId, &ActRecord)| base.ordered(act.digest, now);
    let Some((id, act)) = base.acts.iter().rev().find(stands) else { return command };
    match &mut command {
        Command::Act(said) if matches!(said.kind, Kind::Submit | Kind::Disclose) => {
            said.authorisation = said.authorisation.or(Some(act.digest));
        }
        Command::Take(take) if take.step == Step::ExhibitClear => {
            take.facts.act = take.facts.act.or(Some(*id));
        }
        _ => {}
    }
    command
}

/// Whether the signed offer names an authorisation of the State that offers.
pub(super) fn offered_with_authority(request: &Request, kind: Kind) -> bool {
    let offer = request.chains.at(Side::Requesting, 1);
    kind == Kind::CondAccept
        && request.workflow() == Some(Workflow::Information)
        && offer.is_some_and(|link| link.head.facts.authorisation.is_some())
}
