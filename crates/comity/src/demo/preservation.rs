// SPDX-License-Identifier: EUPL-1.2
//! The first half of the night: data are held before they are wiped.

use comity_domain::id::RequestId;
use comity_domain::identifier::{Identifier, IdentifierKind};
use comity_domain::role::Role;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::{Value, json};

use super::stage::{Stage, note};
use super::world::{Country, carried};
use crate::fault::Fault;

/// What is held, and what was asked.
pub(super) struct Held {
    pub(super) request: RequestId,
    /// 03:12 in Arcadia.
    pub(super) night: Timestamp,
    /// Until when the order at home carries the promise abroad.
    pub(super) until: Timestamp,
}

pub(super) async fn play(
    stage: &mut Stage,
    arcadia: &Country,
    borealia: &Country,
) -> Result<Held, Fault> {
    let night = night(arcadia)?;
    stage.scene("03:12 in Arcadia");
    note("A hospital's files are encrypted. The attacker's server in Borealia will be");
    note("wiped in 40 minutes. Arcadia asks that three things be held.");
    let request = asked(stage, arcadia, borealia, night).await?;
    confirmed(stage, arcadia, borealia, request).await?;
    let until = held(stage, arcadia, borealia, request).await?;
    Ok(Held { request, night, until })
}

async fn asked(
    stage: &mut Stage,
    arcadia: &Country,
    borealia: &Country,
    night: Timestamp,
) -> Result<RequestId, Fault> {
    let who = arcadia.who(Role::Duty)?;
    let mut unfinished = draft(arcadia, borealia, night)?;
    if let Some(words) = unfinished.pointer_mut("/body/request/necessity") {
        *words = Value::Null;
    }
    let drafted = arcadia.act(Role::Duty, None, unfinished).await?;
    stage.act(&who, "drafts an urgent preservation of three items, and forgets why");
    let submit = || json!({"command": "act", "kind": "req.submit"});
    let refused = arcadia.ask(Role::Duty, Some(drafted.request), submit()).await;
    let refused = refused.err().ok_or_else(|| Fault::bad("an incomplete request was sent"))?;
    stage.holds(&format!("not sent: {}", refused.what));
    let whole = draft(arcadia, borealia, night)?;
    let request = arcadia.act(Role::Duty, Some(drafted.request), whole).await?.request;
    let sent = arcadia.act(Role::Duty, Some(request), submit()).await?;
    stage.act(&who, "adds it, and sends: two addresses with port and instant, one account");
    carried(stage, (arcadia, borealia), request).await?;
    let arrived = borealia.show(request).await?;
    let line = arrived.timeline.iter().find(|line| line.message == sent.message);
    let same = line.is_some_and(|line| line.words == sent.words) && sent.words.is_some();
    let words = sent.words.unwrap_or_default();
    stage.must(same, &format!("the message has the same six words in both States: {words}"))?;
    Ok(request)
}

/// A second request, whole and not sent: a visitor sends it.
pub(super) async fn waits(arcadia: &Country, borealia: &Country, held: &Held) -> Result<(), Fault> {
    let whole = draft(arcadia, borealia, held.night)?;
    arcadia.act(Role::Duty, None, whole).await.map(drop)
}

/// The desk acknowledges, and calls back.
async fn confirmed(
    stage: &mut Stage,
    arcadia: &Country,
    borealia: &Country,
    request: RequestId,
) -> Result<(), Fault> {
    let who = borealia.who(Role::Duty)?;
    stage.scene("Borealia's duty officer acknowledges, and calls back");
    borealia.act(Role::Duty, Some(request), json!({"command": "act", "kind": "ack"})).await?;
    stage.act(&who, "acknowledges");
    carried(stage, (borealia, arcadia), request).await?;
    let view = borealia.show(request).await?;
    let first = view.timeline.iter().find_map(|line| line.message);
    let profile = borealia.node.law().state(arcadia.node.state());
    let contact = profile.map(comity_domain::law::StateProfile::contact);
    let contact = contact.ok_or_else(|| Fault::bad("Arcadia has no contact point"))?;
    let call = json!({"command": "take", "step": "voice.confirm", "facts": {"about": first},
        "detail": {"detail": "call", "is": {"number": contact.phone, "office": contact.office,
            "text": "six words read out and found the same"}}});
    borealia.act(Role::Duty, Some(request), call).await?;
    stage.act(&who, &format!("calls {} and compares the words", contact.phone));
    let view = borealia.show(request).await?;
    let confirmed = view.timeline.iter().any(|line| line.message == first && line.confirmed);
    stage.must(confirmed, "confirmed by voice, on the record")
}

/// Orders are served, replies come in, and Arcadia is told.
async fn held(
    stage: &mut Stage,
    arcadia: &Country,
    borealia: &Country,
    request: RequestId,
) -> Result<Timestamp, Fault> {
    stage.scene("Two are held, one is not");
    let who = borealia.who(Role::Duty)?;
    let accept: Vec<Value> = (1..=3).map(|n| json!({"n": n, "answer": "accept"})).collect();
    let accept = json!({"command": "act", "kind": "decide", "items": accept});
    borealia.act(Role::Duty, Some(request), accept).await?;
    stage.act(&who, "accepts all three");
    carried(stage, (borealia, arcadia), request).await?;
    let days = |n: i64| SignedDuration::from_hours(24 * n);
    let now = borealia.node.now();
    let zone = borealia.zone();
    let order_until = json!({"at": now + days(89), "zone": zone});
    let orders: [(&str, &str, &[u16], &str); 2] = [
        ("puffin-hosting", "Puffin Hosting Cooperative of Borealia", &[1, 2], "held"),
        ("mirabelle-mail", "Mirabelle Mail of Borealia Ltd", &[3], "not-held"),
    ];
    for (provider, entity, items, reply) in orders {
        let order = json!({"command": "take", "step": "order.serve", "items": items,
            "facts": {"provider": provider, "channel": "portal", "until": order_until},
            "detail": {"detail": "order", "is": {"entity": entity, "reference": "XB-PO-118",
                "text": "Hold what you have of these, and tell nobody."}}});
        borealia.act(Role::Duty, Some(request), order).await?;
        let outcome = json!({"command": "take", "step": "order.reply", "items": items,
            "facts": {"outcome": reply, "until": order_until},
            "detail": {"detail": "reply", "is": {"reference": "case 55-20", "text": reply}}});
        borealia.act(Role::Duty, Some(request), outcome).await?;
        stage.act(&who, &format!("serves an order on {entity}, who replies `{reply}`"));
    }
    let until = now + days(75);
    let deadline = json!({"at": until, "zone": zone});
    let report = json!({"command": "act", "kind": "preserved", "items": [
        {"n": 1, "answer": "held", "until": deadline},
        {"n": 2, "answer": "held", "until": deadline},
        {"n": 3, "answer": "not-held"},
    ]});
    borealia.act(Role::Duty, Some(request), report).await?;
    stage.act(&who, "reports: two held, one not held");
    carried(stage, (borealia, arcadia), request).await?;
    expiries(stage, arcadia, request).await?;
    Ok(now + days(88))
}

async fn expiries(stage: &mut Stage, arcadia: &Country, request: RequestId) -> Result<(), Fault> {
    let view = arcadia.show(request).await?;
    for item in &view.items {
        match &item.held_until {
            Some(held) => {
                note(&format!("item {}: {}, held until", item.n, item.state));
                for shown in [&held.mine, &held.theirs, &held.utc] {
                    note(&format!("        {shown}"));
                }
            }
            None => note(&format!("item {}: {}", item.n, item.state)),
        }
    }
    let states: Vec<&str> = view.items.iter().map(|item| item.state.code()).collect();
    stage.must(
        states == ["preserved", "preserved", "not-held"],
        "Arcadia sees two held with their expiry in three zones, and one not held",
    )
}

/// After the disclosure the preservation runs on its own again, and ends.
pub(super) async fn release(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    held: &Held,
    disclosure: RequestId,
) -> Result<(), Fault> {
    stage.scene("The preservation is let go");
    let deadline = json!({"at": held.until, "zone": borealia.zone()});
    let unlink = json!({"command": "act", "kind": "unlink", "link": disclosure, "items": [
        {"n": 1, "until": deadline}, {"n": 2, "until": deadline}]});
    borealia.act(Role::Executor, Some(held.request), unlink).await?;
    stage.act(
        &borealia.who(Role::Executor)?,
        "unlinks it: the disclosure is done, expiry runs again",
    );
    carried(stage, (borealia, arcadia), held.request).await?;
    let release = json!({"command": "act", "kind": "release", "items": [{"n": 1}, {"n": 2}]});
    arcadia.act(Role::Duty, Some(held.request), release).await?;
    stage.act(&arcadia.who(Role::Duty)?, "releases what is no longer needed");
    carried(stage, (arcadia, borealia), held.request).await
}

/// The last 03:12 in Arcadia.
fn night(arcadia: &Country) -> Result<Timestamp, Fault> {
    let now: Zoned = arcadia.node.now().in_tz(&arcadia.zone()).map_err(Fault::bad)?;
    let at = |day: jiff::civil::Date| day.at(3, 12, 0, 0).to_zoned(now.time_zone().clone());
    let today = at(now.date()).map_err(Fault::bad)?;
    let last = if today < now {
        today
    } else {
        at(now.date().yesterday().map_err(Fault::bad)?).map_err(Fault::bad)?
    };
    Ok(last.timestamp())
}

/// An address at its port, some minutes before or after 03:12.
pub(super) fn seen(address: &str, at: Timestamp) -> Result<Identifier, Fault> {
    let text = format!("{address} {at}");
    Identifier::parse(IdentifierKind::Ip, &text).map_err(Fault::bad)
}

pub(super) fn offence() -> Value {
    json!([{"code": "illegal-access", "provision": "Penal Code of Arcadia, section 301",
        "text": "Whoever enters a computer system without right: up to five years"}])
}

pub(super) fn authority(arcadia: &Country, code: &str) -> Result<Value, Fault> {
    let profile = arcadia.node.law().state(arcadia.node.state());
    let parsed = code.parse().map_err(Fault::bad)?;
    let named = profile.and_then(|profile| profile.authority(&parsed));
    let named = named.ok_or_else(|| Fault::bad(format!("Arcadia has no authority {code}")))?;
    Ok(json!({"code": code, "name": named.name, "contact": {"office": named.name,
        "phone": named.phone, "email": named.email, "languages": named.languages}}))
}

pub(crate) fn draft(
    arcadia: &Country,
    borealia: &Country,
    night: Timestamp,
) -> Result<Value, Fault> {
    let minutes = |n: i64| night + SignedDuration::from_mins(n);
    let email = Identifier::parse(IdentifierKind::Email, "pay.here.first@mirabelle.example");
    let identifiers = [
        ("traffic", seen("198.51.100.23:51877", minutes(-7))?),
        ("traffic", seen("203.0.113.7:40022", minutes(-1))?),
        ("subscriber", email.map_err(Fault::bad)?),
    ];
    let facts: Vec<Value> = (1_u16..)
        .zip(&identifiers)
        .map(|(n, (tier, identifier))| {
            json!({"n": n, "tier": tier, "identifier": identifier.kind()})
        })
        .collect();
    let items: Vec<Value> = (1_u16..)
        .zip(&identifiers)
        .map(|(n, (_, identifier))| {
            json!({"n": n, "identifier": identifier, "from": minutes(-24 * 60),
                "until": minutes(0), "provider": "Puffin Hosting, or Mirabelle Mail"})
        })
        .collect();
    Ok(json!({"command": "draft", "to": borealia.node.state(),
        "facts": {"instrument": "uncc", "measure": "preservation", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": facts},
        "body": {"case": "NUIPC 118/26.4", "authority": authority(arcadia, "xa-247")?,
            "language": "en", "items": items, "request": {
            "offences": offence(),
            "facts": "At 03:12 the files of a hospital were encrypted and a demand was left.",
            "data_link": "The intruder came from these addresses; the demand names this account.",
            "custodian": "Puffin Hosting, or Mirabelle Mail, in Borealia",
            "necessity": "The demand says that the server is wiped at 03:52.",
            "intention": "Disclosure will be asked for within a month.",
            "secrecy": "The account's holder must not learn of it.",
            "secrecy_until": minutes(60 * 24 * 90),
            "urgency": "Forty minutes are left."}}}))
}
