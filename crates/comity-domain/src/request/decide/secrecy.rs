// SPDX-License-Identifier: EUPL-1.2
//! Secrecy is asked for again by a correction of the request. Whether it may be, the safeguards
//! say; here is what such a message has to be.

use super::Rules;
use crate::id::Digest;
use crate::message::{Kind, Second};
use crate::request::command::Act;
use crate::request::{Refusal, Request};
use crate::role::{Role, Side};

/// Whoever of the oversight body agreed, where the renewal needs it.
pub(super) fn renews(
    request: &Request,
    act: &Act,
    rules: Rules<'_>,
) -> Result<Option<Second>, Refusal> {
    let Some(until) = act.body.secret_until() else { return Ok(None) };
    let missing = |field, why| Err(Refusal::FieldMissing { field, why });
    let first = request.chains.at(Side::Requesting, 1).map(|link| link.head.message);
    if request.side != Side::Requesting || act.kind != Kind::Correct || act.about != first {
        let why = "secrecy is asked for again by the State that asks, in a correction whose \
                   `about` is the request itself, and in no other message";
        return missing("secrecy_until", why);
    }
    let secrecy = request.secrecy();
    let standing = secrecy.as_ref().map(|secrecy| secrecy.until);
    if standing.is_some_and(|end| until <= end) {
        return Ok(None);
    }
    let deadline = |wrong, bound, provision: &str| {
        let (what, provision) = ("the end of secrecy", provision.to_owned());
        Err(Refusal::Deadline { what, at: until, wrong, bound, provision })
    };
    if until <= rules.now {
        return deadline("earlier", rules.now, "the instant of the renewal");
    }
    let digests: Vec<Digest> = act.body.acts.iter().map(Digest::of_json).collect();
    let stands = |digest: &Digest| request.authorised(*digest, rules.now);
    if !digests.iter().all(stands) || act.authorisation.is_some_and(|d| !digests.contains(&d)) {
        let why = "the act that a renewal names is entered here, compared with its scan by another \
                   officer, still in force, and goes with it";
        return missing("authorisation", why);
    }
    let ends = act.body.acts.iter().filter_map(|act| act.expires).min();
    if let Some(end) = ends.filter(|end| *end < until) {
        return deadline("later", end, "the act that the renewal rests on");
    }
    let past_year = secrecy.is_some_and(|secrecy| secrecy.is_past_year(until));
    let agreed = request.agreed.filter(|agreed| past_year && until <= agreed.until);
    Ok(agreed.and_then(|agreed| {
        let role = Role::Oversight.code().parse().ok()?;
        Some(Second { officer: agreed.by, role, spoken: None })
    }))
}
