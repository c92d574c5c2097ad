// SPDX-License-Identifier: EUPL-1.2
//! Messages other than the request itself.

use std::collections::BTreeSet;

use super::{Decided, Offices, Rules, attached, clocks, grounds, information, inquiry, path};
use super::{secrecy, terms};
use crate::id::{Code, Digest};
use crate::law::{Consultation, ReasonCode};
use crate::message::{Facts, ItemFact, Kind, OVERRIDDEN};
use crate::request::command::{Act, Plan};
use crate::request::possible::opens;
use crate::request::{OtherMeans, Refusal, Request};
use crate::role::Side;
use crate::shared::{Item, Shared};
use crate::workflow::domestic::need_of;
use crate::workflow::{Answer, Row};

pub(super) fn act(request: &Request, act: &Act, rules: Rules<'_>) -> Result<Decided, Refusal> {
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request that was sent" })?;
    channel(request, act, rules)?;
    words(act)?;
    references(request, shared, act)?;
    rests(request, act, rules)?;
    given(act, rules)?;
    path::bare(act)?;
    inquiry::bare(request, act)?;
    information::bare(request, act)?;
    let approval = secrecy::renews(request, act, rules)?;
    let facts = named(shared, act)?;
    let mut offices = Offices::default();
    let mut consultation = None;
    let mut found = Vec::with_capacity(facts.len());
    for fact in &facts {
        let (item, row) = row_for(request, shared, act, fact, rules)?;
        work_done(request, shared, row, fact.n)?;
        if row.kind == Kind::InquiryAnswer {
            inquiry::told(request, (act.body.text.as_ref(), fact), row.answer, rules)?;
        }
        let rule = terms::check(request, shared, (item, row), fact, rules)?;
        consultation = stricter(consultation, rule);
        offices.meet(row.roles);
        found.push((item, row, fact));
    }
    silent(request, act, &found, consultation, rules)?;
    clocks::fit(&act.clocks, rules)?;
    let clocks = clocks::stated(request, shared, &found, &act.clocks, rules);
    clocks::owed(&found, &clocks)?;
    let crosses = if act.items.is_empty() { Vec::new() } else { crossing(act.kind, &facts) };
    let mut body = Box::new(act.body.clone());
    let out = Facts {
        items: crosses,
        attachments: attached::go_with(request, act.kind, &mut body)?,
        clocks,
        about: act.about,
        link: act.link,
        authority: act.authority.clone(),
        approval,
        authorisation: act.authorisation,
        considered: act.considered,
        overridden: act.overridden.is_some().then(overridden),
        channel: act.means.as_ref().map(|means| means.channel.clone()),
        certificate: act.body.certificate.as_ref().map(|text| Digest::of(text.as_bytes())),
        ..Facts::default()
    };
    let plan = Plan::Message {
        side: request.side,
        kind: act.kind,
        facts: Box::new(out),
        body,
        means: act.means.clone(),
        full_reason: act.full_reason.clone(),
        overrides: act.overridden.clone(),
    };
    let items = facts.iter().map(|fact| fact.n).collect();
    Ok(Decided { plan, offices: offices.roles(), items, consultation })
}

/// What is declined on a ground about which nobody may be consulted, or after a protected person or
/// freedom was found, says nothing in words and has one reason: two of them, for whatever reasons,
/// look the same from outside.
fn silent(
    request: &Request,
    act: &Act,
    found: &[(&Item, &Row, &ItemFact)],
    consultation: Option<Consultation>,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let declined = |row: &Row| {
        row.kind == Kind::Decide && matches!(row.answer, Some(Answer::Refuse | Answer::Postpone))
            || row.answer == Some(Answer::Denied)
    };
    let mut declined = found.iter().filter(|(_, row, _)| declined(row)).peekable();
    let never = consultation == Some(Consultation::Never) || request.is_protected(rules.law);
    if declined.peek().is_none() || !never {
        return Ok(());
    }
    if act.body.text.as_ref().is_some_and(|text| !text.trim().is_empty()) {
        let why = "no words cross here, which could tell whom it protects: leave the text empty, \
                   and put what it rests on into the full reason";
        return Err(Refusal::FieldMissing { field: "text", why });
    }
    // A decision was looked at with its ground.
    let mut others = declined.filter(|(_, row, _)| row.kind != Kind::Decide);
    others.try_for_each(|(.., fact)| grounds::tells_nobody(fact, ReasonCode::HumanRights))
}

/// That a rule was overridden crosses; which one stays here, with the findings: it could tell whom
/// the request concerns.
pub(super) fn overridden() -> Code {
    #[expect(clippy::expect_used, reason = "it is a code; every override of a test parses it")]
    OVERRIDDEN.parse().expect("it is a code")
}

/// What is said of the items on the other side of the border. A consultation names its ground to
/// its own State only: what crosses is that there is one.
fn crossing(kind: Kind, facts: &[ItemFact]) -> Vec<ItemFact> {
    let silent =
        |fact: &ItemFact| ItemFact { ground: None, provision: None, reason: None, ..fact.clone() };
    if kind == Kind::ConsultOpen { facts.iter().map(silent).collect() } else { facts.to_vec() }
}

/// The stricter of two rules on consulting: one item about which nothing may be said silences all.
fn stricter(a: Option<Consultation>, b: Option<Consultation>) -> Option<Consultation> {
    let rank = |rule: &Option<Consultation>| match rule {
        None => 0,
        Some(Consultation::None) => 1,
        Some(Consultation::WhereAppropriate) => 2,
        Some(Consultation::Required) => 3,
        Some(Consultation::Never) => 4,
    };
    if rank(&b) > rank(&a) { b } else { a }
}

/// The items a message is about, once each.
pub(super) fn named(shared: &Shared, act: &Act) -> Result<Vec<ItemFact>, Refusal> {
    if act.items.is_empty() {
        let all = shared.items.keys();
        return Ok(all.map(|&n| ItemFact { n, ..ItemFact::default() }).collect());
    }
    let mut seen = BTreeSet::new();
    for fact in &act.items {
        if !shared.items.contains_key(&fact.n) {
            return Err(Refusal::ItemUnknown { item: fact.n });
        }
        if !seen.insert(fact.n) {
            let why = "a message says one thing of an item: name each item once";
            return Err(Refusal::FieldMissing { field: "items", why });
        }
    }
    Ok(act.items.clone())
}

fn channel(request: &Request, act: &Act, rules: Rules<'_>) -> Result<(), Refusal> {
    match (&request.channel, &act.means) {
        (Some(_), None) => Err(Refusal::Channel(
            "this request travels by other means: say by which channel this message went, and when",
        )),
        (None, Some(_)) => Err(Refusal::Channel(
            "this request travels by the network: send this message there, and note on the file \
             what else was said",
        )),
        (_, Some(means)) => travelled(means, rules),
        (None, None) => Ok(()),
    }
}

/// Nothing has travelled before it was sent.
pub(super) fn travelled(means: &OtherMeans, rules: Rules<'_>) -> Result<(), Refusal> {
    if means.at <= rules.now {
        return Ok(());
    }
    Err(Refusal::Deadline {
        what: "when it travelled",
        at: means.at,
        wrong: "later",
        bound: rules.now,
        provision: "the clock of this node".to_owned(),
    })
}

/// What people must be told in words.
fn words(act: &Act) -> Result<(), Refusal> {
    let needs_text = matches!(
        act.kind,
        Kind::ClarifyAsk
            | Kind::ClarifyAnswer
            | Kind::ConsultOpen
            | Kind::ConsultAnswer
            | Kind::Forwarded
            | Kind::Withdraw
            | Kind::StatusAnswer
            | Kind::Note
            | Kind::Correct
            | Kind::UseAsk
            | Kind::UseNotice
            | Kind::DeleteOrder
            | Kind::Freeze
            | Kind::Keep
            | Kind::RemedyOrder
            | Kind::ApprovalDeny
    );
    let said = act.body.text.as_ref().is_some_and(|text| !text.trim().is_empty());
    if needs_text && !said {
        let why = "whoever reads it must learn what is meant";
        return Err(Refusal::FieldMissing { field: "text", why });
    }
    Ok(())
}

/// What a message points at must be there.
fn references(request: &Request, shared: &Shared, act: &Act) -> Result<(), Refusal> {
    let by = act.about.map(|message| request.sent_by(message));
    let missing = |field, why| Err(Refusal::FieldMissing { field, why });
    let nothing = |what| Err(Refusal::NothingHere { what });
    let unlinked = |link| act.kind == Kind::Unlink && !shared.links.contains(&link);
    match (act.kind, by, act.link) {
        (Kind::Correct | Kind::StatusAnswer | Kind::DiscloseReceipt, None, _) => {
            missing("about", "it must name the message that it is about")
        }
        (_, Some(None), _) => nothing("message of this request with the id named in `about`"),
        (Kind::Correct, Some(side), _) if side != Some(request.side) => {
            nothing("message of this State's own with that id, and only those can be corrected")
        }
        (Kind::StatusAnswer, Some(side), _) if side == Some(request.side) => {
            nothing("question of the other State with that id")
        }
        (Kind::Link | Kind::Unlink, _, None) => missing("link", "it must name the disclosure"),
        (_, _, Some(link)) if link == request.id => {
            missing("link", "a request is not linked to itself: name the other one")
        }
        (_, _, Some(link)) if unlinked(link) => nothing("link to that disclosure"),
        _ => Ok(()),
    }
}

/// A validation rests on an act of a court or prosecutor that was entered here, compared with its
/// scan, and goes with it.
fn rests(request: &Request, act: &Act, rules: Rules<'_>) -> Result<(), Refusal> {
    if act.kind != Kind::Validate {
        return Ok(());
    }
    let entered = |digest: &Digest| request.ordered(*digest, rules.now);
    let sent = |digest: &Digest| act.body.acts.iter().any(|act| Digest::of_json(act) == *digest);
    if act.authorisation.filter(entered).is_some_and(|digest| sent(&digest)) {
        return Ok(());
    }
    Err(Refusal::FieldMissing {
        field: "authorisation",
        why: "a validation names the order of a court or prosecutor that it rests on, by its \
              digest, and carries it: enter the order with the level of its authority, have \
              another officer compare it with its scan, then send it",
    })
}

/// A request is given to an authority that the State has designated, and by no other message.
fn given(act: &Act, rules: Rules<'_>) -> Result<(), Refusal> {
    let Some(code) = &act.authority else { return Ok(()) };
    let wrong = |why| Err(Refusal::FieldMissing { field: "authority", why });
    if act.kind != Kind::Forwarded {
        return wrong("only `forwarded` gives a request to an authority");
    }
    if rules.profile.authorities().any(|one| one.code == *code) {
        return Ok(());
    }
    wrong("it is an authority that this State has designated, by its code in the register")
}

/// What a message says of an item, as a code of ours.
pub(super) fn answer_of(kind: Kind, fact: &ItemFact) -> Result<Option<Answer>, Refusal> {
    let Some(code) = &fact.answer else { return Ok(None) };
    let known = Answer::from_code(code.as_str());
    let unknown = || Refusal::AnswerUnknown { kind, answer: code.to_string(), known: Vec::new() };
    known.map(Some).ok_or_else(unknown)
}

/// Whether this side ever sends this message with this answer, in whatever state.
pub(super) fn ever(
    shared: &Shared,
    side: Side,
    kind: Kind,
    fact: &ItemFact,
) -> Result<Option<Answer>, Refusal> {
    let rows = || shared.workflow.rows().filter(|row| row.by == side && row.kind == kind);
    if rows().next().is_none() {
        return Err(Refusal::NotOfSide { kind, side });
    }
    let mut known: Vec<Answer> = rows().filter_map(|row| row.answer).collect();
    known.sort_unstable();
    known.dedup();
    let unknown = |known| Refusal::AnswerUnknown {
        kind,
        answer: fact.answer.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string),
        known,
    };
    match answer_of(kind, fact) {
        Ok(answer) if rows().any(|row| row.answer == answer) => Ok(answer),
        _ => Err(unknown(known)),
    }
}

fn row_for<'a>(
    request: &Request,
    shared: &'a Shared,
    act: &Act,
    fact: &ItemFact,
    rules: Rules<'_>,
) -> Result<(&'a Item, &'static Row), Refusal> {
    let kind = act.kind;
    let item = shared.items.get(&fact.n).ok_or(Refusal::ItemUnknown { item: fact.n })?;
    let answer = ever(shared, request.side, kind, fact)?;
    let mut rows = shared.workflow.rows_for(item.state, kind, answer, request.side).peekable();
    let guard = rows.peek().map(|row| row.guard);
    if let Some(row) = rows.find(|row| item.allows(row.guard, rules.now, act.about)) {
        return Ok((item, row));
    }
    if let Some(from) = guard.and_then(|guard| opens(item, guard)) {
        return Err(Refusal::TooEarly { from });
    }
    Err(Refusal::NotNow { kind, answer, item: fact.n, state: item.state })
}

fn work_done(request: &Request, shared: &Shared, row: &Row, item: u16) -> Result<(), Refusal> {
    let Some(needed) = need_of(shared.workflow, row.kind, row.answer) else { return Ok(()) };
    let work = request.item_work(item);
    if needed.contains(&work) {
        return Ok(());
    }
    Err(Refusal::WorkMissing { kind: row.kind, item, work, needed: needed.to_vec() })
}
