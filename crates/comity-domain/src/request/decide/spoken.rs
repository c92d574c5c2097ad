// SPDX-License-Identifier: EUPL-1.2
//! Approvals over the telephone: what may be approved so, who confirms it, and what waits for that.

use jiff::Timestamp;

use super::Rules;
use crate::message::{Kind, Second};
use crate::request::{Act, Command, Hand, Refusal, Request, Take};
use crate::role::Role;
use crate::shared::{CONFIRM_WITHIN, Shared};

fn lacks(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

/// Whether the step says who approved, in which office and when; and of something that waits.
pub(super) fn fits(
    request: &Request,
    hand: Hand,
    take: &Take,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let Some(Second { officer, role, spoken: Some(at) }) = &take.facts.approval else {
        return Err(lacks("approval", "it says who approved, in which office, and when"));
    };
    if Role::from_code(role.as_str()).is_none() {
        return Err(lacks("approval", "the office is a role of this State"));
    }
    if *officer == hand.officer {
        return Err(lacks("approval", "nobody approves to themselves: it names whom you called"));
    }
    let since = match take.facts.proposal {
        None => request.drafting.changed,
        Some(id) => {
            let proposal = request.proposals.get(&id);
            let waits = proposal.filter(|proposal| proposal.spoken.is_none());
            let nothing = Refusal::NothingHere { what: "proposal that nobody has approved yet" };
            let proposal = waits.ok_or(nothing)?;
            enough(proposal.command.as_deref())?;
            Some(proposal.at)
        }
    };
    called(*at, since, rules.now)
}

/// What was approved was there, and there is still time to confirm it.
fn called(at: Timestamp, since: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    let what = "when it was approved over the telephone";
    let wrong = |wrong, bound, provision: &str| {
        Err(Refusal::Deadline { what, at, wrong, bound, provision: provision.to_owned() })
    };
    let oldest = now.checked_sub(CONFIRM_WITHIN).unwrap_or(Timestamp::MIN);
    match since {
        _ if at > now => wrong("later", now, "the clock of this node"),
        // Minutes are what people write down: the call may have begun in the minute of the text.
        Some(since) if since.duration_since(at).as_secs() >= 60 => {
            wrong("earlier", since, "what was to be approved, which is younger")
        }
        _ if at <= oldest => wrong("earlier", oldest, "the day in which it must be confirmed"),
        _ => Ok(()),
    }
}

/// A voice is enough to ask, to decide and to keep; never to hand over, to erase or to override.
fn enough(command: Option<&Command>) -> Result<(), Refusal> {
    let never = "an approval over the telephone is never enough to hand over, to erase or to \
                 override: whoever approves does so here, with their own key";
    match command {
        Some(Command::Act(act))
            if act.overridden.is_none() && !matches!(act.kind, Kind::Disclose | Kind::Path) =>
        {
            Ok(())
        }
        _ => Err(lacks("proposal", never)),
    }
}

/// Whoever approved over the telephone confirms or denies it, and nobody else.
pub(super) fn answers(request: &Request, hand: Hand, act: &Act) -> Result<(), Refusal> {
    if !matches!(act.kind, Kind::ApprovalConfirm | Kind::ApprovalDeny) {
        return Ok(());
    }
    let about = act.about.ok_or(lacks("about", "it names the message that was approved"))?;
    let awaits = |shared: &Shared| shared.awaits(about, request.side, hand.officer);
    if request.shared().is_some_and(awaits) {
        return Ok(());
    }
    Err(Refusal::NothingHere { what: "approval by telephone of yours that waits for your word" })
}

/// Nothing is handed over while anything it rests on has only been said over the telephone.
pub(super) fn confirmed(shared: &Shared) -> Result<(), Refusal> {
    match shared.unconfirmed().next() {
        None => Ok(()),
        Some((_, spoken)) => Err(Refusal::Unconfirmed {
            officer: spoken.officer,
            role: spoken.role.clone(),
            state: match spoken.side {
                crate::role::Side::Requesting => shared.requesting,
                crate::role::Side::Requested => shared.requested,
            },
            denied: spoken.answer.is_some(),
        }),
    }
}
