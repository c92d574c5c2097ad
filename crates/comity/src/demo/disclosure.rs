// SPDX-License-Identifier: EUPL-1.2
//! The second half of the night: evidence is asked for, decided on by people, and handed over.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use comity_domain::id::{ExhibitId, MessageId, RequestId};
use comity_domain::role::Role;
use comity_node::exhibit::NewExhibit;
use comity_node::view::Done;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::preservation::{Held, authority, offence, seen};
use super::stage::{Stage, note, working};
use super::world::{Country, carried, recorded};
use crate::fault::Fault;
use crate::request::examine::found_nothing;

/// Lines of the generated log.
const LOG_LINES: u32 = 20_000;

/// The case, once the evidence is on its way.
pub(super) struct Case {
    pub(super) request: RequestId,
    pub(super) exhibit: ExhibitId,
    pub(super) disclosed: MessageId,
    /// The evidence as its holder gave it.
    pub(super) original: Original,
}

/// What the evidence is.
pub(super) struct Original {
    pub(super) name: String,
    pub(super) media_type: &'static str,
    pub(super) sha256: comity_domain::id::Digest,
    pub(super) bytes: u64,
}

pub(super) async fn play(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    held: &Held,
    exhibit: Option<&Path>,
) -> Result<Case, Fault> {
    let request = asked(stage, (arcadia, borealia), held).await?;
    clarified(stage, (arcadia, borealia), request).await?;
    decided(stage, (arcadia, borealia), request).await?;
    let original = executed(stage, (arcadia, borealia), request, exhibit).await?;
    handed_over(stage, (arcadia, borealia), request, original).await
}

async fn asked(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    held: &Held,
) -> Result<RequestId, Fault> {
    stage.scene(
        "Arcadia asks for what is held: written by one, approved by another, sent by a third",
    );
    let draft = draft(arcadia, borealia, held.night, held.until)?;
    let drafted = arcadia.act(Role::Investigator, None, draft).await?;
    let request = Some(drafted.request);
    stage.act(&arcadia.who(Role::Investigator)?, "drafts a disclosure of the first item");
    let approve = || json!({"command": "take", "step": "draft.approve"});
    let own = arcadia.ask(Role::Investigator, request, approve()).await;
    let own = own.err().ok_or_else(|| Fault::bad("somebody approved their own draft"))?;
    stage.holds(&format!("cannot approve it: {}", own.what));
    arcadia.act(Role::Approver, request, approve()).await?;
    stage.act(&arcadia.who(Role::Approver)?, "approves it");
    let submit = json!({"command": "act", "kind": "req.submit"});
    arcadia.act(Role::CentralAuthority, request, submit).await?;
    stage.act(&arcadia.who(Role::CentralAuthority)?, "sends it");
    carried(stage, (arcadia, borealia), drafted.request).await?;
    let link = json!({"command": "act", "kind": "link", "link": drafted.request,
        "items": [{"n": 1}, {"n": 2}]});
    arcadia.act(Role::Duty, Some(held.request), link).await?;
    stage.act(&arcadia.who(Role::Duty)?, "links the preservation: it cannot expire meanwhile");
    carried(stage, (arcadia, borealia), held.request).await?;
    Ok(drafted.request)
}

async fn clarified(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    request: RequestId,
) -> Result<(), Fault> {
    stage.scene("A question, and its answer");
    let of = Some(request);
    borealia.act(Role::Duty, of, json!({"command": "act", "kind": "ack"})).await?;
    stage.act(&borealia.who(Role::Duty)?, "acknowledges");
    carried(stage, (borealia, arcadia), request).await?;
    let ask = json!({"command": "act", "kind": "clarify.ask",
        "body": {"text": "Is the clock of the firewall that saw it set by a time server?"}});
    borealia.act(Role::Examiner, of, ask).await?;
    stage.act(&borealia.who(Role::Examiner)?, "asks how good the instant is");
    carried(stage, (borealia, arcadia), request).await?;
    let answer = json!({"command": "act", "kind": "clarify.answer",
        "body": {"text": "Yes; it was two seconds off at most that night."}});
    arcadia.act(Role::CentralAuthority, of, answer).await?;
    stage.act(&arcadia.who(Role::CentralAuthority)?, "answers");
    carried(stage, (arcadia, borealia), request).await
}

async fn decided(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    request: RequestId,
) -> Result<(), Fault> {
    stage.scene("Examined by one, decided by another: yes, on a condition");
    let of = Some(request);
    let examine = found_nothing("Criminal here; necessary; nothing less will do.");
    borealia.act(Role::Examiner, of, examine).await?;
    stage.act(&borealia.who(Role::Examiner)?, "examines it under Borealia's law");
    let conditions = json!(["use-limitation", "confidential"]);
    let accept = json!({"command": "act", "kind": "decide",
        "items": [{"n": 1, "answer": "accept-with-conditions", "conditions": conditions}],
        "body": {"text": "For this case only; not to be passed on."}});
    borealia.act(Role::Decider, of, accept).await?;
    stage.act(
        &borealia.who(Role::Decider)?,
        "grants it on conditions: use-limitation, confidential",
    );
    carried(stage, (borealia, arcadia), request).await?;
    let agree = json!({"command": "act", "kind": "cond.accept",
        "items": [{"n": 1, "conditions": conditions}]});
    arcadia.act(Role::Approver, of, agree).await?;
    stage.act(&arcadia.who(Role::Approver)?, "accepts the conditions");
    carried(stage, (arcadia, borealia), request).await
}

async fn executed(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    request: RequestId,
    exhibit: Option<&Path>,
) -> Result<Original, Fault> {
    stage.scene("Executed: an order, a reply, the evidence sealed as it comes in");
    let of = Some(request);
    let until = json!({"at": borealia.node.now() + SignedDuration::from_hours(240),
        "zone": borealia.zone()});
    let serve = json!({"command": "take", "step": "order.serve", "items": [1],
        "facts": {"provider": "puffin-hosting", "channel": "portal", "until": until},
        "detail": {"detail": "order", "is": {"entity": "Puffin Hosting Cooperative of Borealia",
            "reference": "XB-PO-131", "text": "Produce the connection log of this address."}}});
    borealia.act(Role::Executor, of, serve).await?;
    let who = borealia.who(Role::Executor)?;
    stage.act(&who, "serves an order on Puffin Hosting Cooperative of Borealia");
    borealia.act(Role::Executor, of, json!({"command": "act", "kind": "exec.started"})).await?;
    carried(stage, (borealia, arcadia), request).await?;
    let reply = json!({"command": "take", "step": "order.reply", "items": [1],
        "facts": {"outcome": "produced"},
        "detail": {"detail": "reply", "is": {"reference": "PH-77121", "text": "enclosed"}}});
    borealia.act(Role::Executor, of, reply).await?;
    let (original, read) = evidence(exhibit, borealia)?;
    let working = working("sealing the exhibit");
    let new = NewExhibit {
        item: 1,
        name: original.name.clone(),
        media_type: original.media_type.to_owned(),
        source: "Puffin Hosting Cooperative of Borealia, PH-77121".to_owned(),
        bytes: None,
    };
    let executor = borealia.officer(Role::Executor)?;
    let put = borealia.node.put_exhibit(executor, Some(Role::Executor), request, new, read);
    recorded(Box::pin(put).await?)?;
    working.finish_and_clear();
    stage.act(&who, &format!("puts in `{}`, {} octets", original.name, original.bytes));
    note("sealed on its way to the disk, for the evidence offices of both States");
    Ok(original)
}

async fn handed_over(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    request: RequestId,
    original: Original,
) -> Result<Case, Fault> {
    stage.scene("Reviewed by a second, cleared by a third, handed over by two");
    let of = Some(request);
    let review = json!({"command": "take", "step": "exhibit.review", "items": [1],
        "detail": {"detail": "text", "is": "Only what was asked for."}});
    borealia.act(Role::Evidence, of, review).await?;
    stage.act(&borealia.who(Role::Evidence)?, "reviews it");
    let clear = json!({"command": "take", "step": "exhibit.clear", "items": [1]});
    borealia.act(Role::Supervisor, of, clear).await?;
    stage.act(&borealia.who(Role::Supervisor)?, "clears it");
    let disclose =
        json!({"command": "act", "kind": "disclose", "items": [{"n": 1, "answer": "whole"}]});
    let done = borealia.ask(Role::Evidence, of, disclose).await?;
    let Done::Proposed { proposal, why, .. } = done else {
        return Err(Fault::bad("one person alone handed the evidence over"));
    };
    stage.act(&borealia.who(Role::Evidence)?, "wants to hand it over");
    stage.holds(&format!("it waits: {why}"));
    let second = borealia.officer(Role::Supervisor)?;
    let sent = recorded(Box::pin(borealia.node.consent(second, request, proposal)).await?)?;
    stage.act(&borealia.who(Role::Supervisor)?, "consents; it is sent");
    carried(stage, (borealia, arcadia), request).await?;
    let view = arcadia.show(request).await?;
    let exhibit = view.items.iter().flat_map(|item| &item.exhibits).next().copied();
    let exhibit = exhibit.ok_or_else(|| Fault::bad("the exhibit did not arrive"))?;
    let disclosed = sent.message.ok_or_else(|| Fault::bad("nothing was sent"))?;
    Ok(Case { request, exhibit, disclosed, original })
}

/// The evidence: a file of the user's, or a log made here.
fn evidence(
    exhibit: Option<&Path>,
    borealia: &Country,
) -> Result<(Original, Box<dyn Read + Send>), Fault> {
    let Some(path) = exhibit else {
        let log = log(borealia.node.now());
        let original = Original {
            name: "puffin-connections.log".to_owned(),
            media_type: "text/plain",
            sha256: comity_domain::id::Digest::of(log.as_bytes()),
            bytes: log.len() as u64,
        };
        return Ok((original, Box::new(Cursor::new(log.into_bytes()))));
    };
    let (sha256, bytes) = crate::package::digest_of(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let original = Original {
        name: name.unwrap_or_else(|| "exhibit".to_owned()),
        media_type: "application/octet-stream",
        sha256,
        bytes,
    };
    let file = File::open(path).map_err(|error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
    })?;
    Ok((original, Box::new(file)))
}

fn log(end: Timestamp) -> String {
    let mut text = String::with_capacity(64 * LOG_LINES as usize);
    for line in 0..LOG_LINES {
        let at = end - SignedDuration::from_secs(i64::from(LOG_LINES - line));
        let port = 40_000 + line % 20_000;
        let octets = 400 + (line * 7919) % 90_000;
        let at = at.strftime("%Y-%m-%dT%H:%M:%SZ");
        // Writing to text cannot fail.
        let _ = writeln!(text, "{at} 198.51.100.23:{port} -> 192.0.2.80:443 out={octets}");
    }
    text
}

/// A disclosure of one day before `night`, secret until `until`.
pub(crate) fn draft(
    arcadia: &Country,
    borealia: &Country,
    night: Timestamp,
    until: Timestamp,
) -> Result<Value, Fault> {
    let seen_at = night - SignedDuration::from_mins(7);
    let identifier = seen("198.51.100.23:51877", seen_at)?;
    let from = night - SignedDuration::from_hours(24);
    Ok(json!({"command": "draft", "to": borealia.node.state(),
        "facts": {"instrument": "uncc", "measure": "disclosure", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": [{"n": 1, "tier": "traffic", "identifier": identifier.kind()}]},
        "body": {"case": "NUIPC 118/26.4", "authority": authority(arcadia, "xa-prosecutor")?,
            "language": "en",
            "items": [{"n": 1, "identifier": identifier, "from": from, "until": night,
                "provider": "Puffin Hosting"}],
            "request": {"offences": offence(),
            "case_nature": "An investigation led by the prosecutor, before any charge.",
            "facts": "At 03:12 the files of a hospital were encrypted and a demand was left.",
            "data_link": "The intruder came from this address.",
            "custodian": "Puffin Hosting, in Borealia",
            "necessity": "It is the only way to whoever rented the server.",
            "proportionality": "Connections of one address over one day, and no content.",
            "secrecy": "The renter must not learn of it.",
            "secrecy_until": until,
            "assistance": "The connection log, with a statement of its integrity.",
            "purpose": "To find who did it, and evidence before the court.",
            "persons": "Unknown; the renter of the server.",
            "urgency": "Accounts at other hosts are given up by the hour."}}}))
}
