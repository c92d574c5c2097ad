// SPDX-License-Identifier: EUPL-1.2
//! The line of a request that says what a recovery could not bring back.

use comity_domain::message::ExhibitFact;
use comity_domain::request::Request;
use comity_domain::role::Side;
use comity_policy::RETURNED;

use crate::view::TimelineView;

/// What this State did and did not send, after the backup: drafts, orders, custody, notes.
const STEPS_LOST: &str = "own-steps-lost";
/// An exhibit that this State handed over has no line of custody here any more: who has not fetched
/// it cannot, and it must be put in anew.
const EXHIBIT_LOST: &str = "exhibit-lost";

/// Puts a line before the first message that a peer returned.
pub(crate) fn tell(request: &Request, timeline: &mut Vec<TimelineView>) {
    let Some(at) = timeline.iter().position(|entry| entry.rule == RETURNED) else { return };
    let Some(first) = timeline.get(at) else { return };
    let mut remarks = vec![STEPS_LOST.to_owned()];
    let items = request.shared().into_iter().flat_map(|shared| shared.items.values());
    let mut handed_over = items.flat_map(|item| &item.exhibits);
    let gone = |fact: &ExhibitFact| !request.exhibits.contains_key(&fact.id);
    let lost = match request.side {
        Side::Requested => handed_over.any(gone),
        Side::Requesting => request.crossed_attachments().any(|fact| gone(&fact)),
    };
    if lost {
        remarks.push(EXHIBIT_LOST.to_owned());
    }
    let line = TimelineView {
        version: first.version,
        at: first.at.clone(),
        what: "step",
        kind: "recovery".to_owned(),
        by: format!("node, {}", request.me),
        message: None,
        digest: None,
        words: None,
        effects: std::collections::BTreeMap::new(),
        remarks,
        step: None,
        facts: None,
        body: None,
        full_reason: None,
        rule: RETURNED.to_owned(),
        held: Vec::new(),
        overridden: Vec::new(),
        confirmed: false,
        spoken: Vec::new(),
    };
    timeline.insert(at, line);
}
