// SPDX-License-Identifier: EUPL-1.2
//! From a plan to what lies in the store: heads are built and signed, events sealed, the ledger's
//! entry and the outbox row made, the list's row computed. Only [`Node::write`] writes.

use std::collections::BTreeSet;

use comity_domain::id::{Code, Digest, MessageId};
use comity_domain::message::{Assumed, Body, Facts, FullReason, Head, Kind, PROTOCOL, Seen};
use comity_domain::request::{
    Crossing, Detail, EXERCISE, Event, Hand, OrderText, OtherMeans, Plan, ReplyText, Request,
    Stepped,
};
use comity_domain::role::{Role, Side};
use comity_domain::shared::Shared;
use comity_domain::workflow::domestic::{Step, Work};
use comity_domain::workflow::{State, TABLES};
use comity_policy::{Binding, Permit};
use comity_protocol::ledger::{Direction, Entry};
use comity_protocol::statement::{SignedMessage, algs, seal_message};
use comity_protocol::words::Words;
use comity_store::{Append, Appended, ListRow, NewDelivery, NewEntry, Numbering};

use jiff::tz::TimeZone;

use super::Open;
use super::spoken::spoken_term;
use crate::contact::{contact_term, is_contact};
use crate::duty::{drill_term, promise_term};
use crate::exhibit::{came_term, fetch::handed};
use crate::sealing::Written;
use crate::search::{identifier_terms, reference_term};
use crate::{Error, Node};

/// What a plan comes to.
pub(crate) struct Outgoing {
    pub(crate) written: Written,
    /// The entry of the ledger, where a message crossed.
    pub(crate) entry: Option<(MessageId, Entry)>,
    /// The payload for the outbox, where it travels by this channel.
    pub(crate) delivery: Option<(MessageId, Vec<u8>)>,
}

/// Events of one append, sealed, with the request as it will be.
pub(crate) struct Writing {
    pub(crate) append: Append,
    pub(crate) after: Request,
    pub(crate) binding: Binding,
}

impl Node {
    /// Signs what must be signed.
    pub(crate) fn carry_out(
        &self,
        request: &Request,
        hand: Hand,
        plan: Plan,
    ) -> Result<Outgoing, Error> {
        match plan {
            Plan::Step { stepped, detail } => {
                let event = Event::Stepped(stepped);
                let written = Written { detail, ..Written::new(event) };
                Ok(Outgoing { written, entry: None, delivery: None })
            }
            Plan::Message { side, kind, mut facts, mut body, means, full_reason, overrides } => {
                let salt = self.chance.octets();
                // Whether there is one tells something: every decision has one, be it empty. Which
                // rule was overridden stands in it, since that does not cross.
                let decides =
                    [Kind::Decide, Kind::ExtendDecide, Kind::UseDecide, Kind::InquiryAnswer];
                let rule = overrides.map(|rule| format!("override: {rule}"));
                let said: Vec<String> = rule.into_iter().chain(full_reason).collect();
                let owed = decides.contains(&kind) || !said.is_empty();
                let full_reason = owed.then(|| FullReason { salt, text: said.join("\n") });
                facts.full_reason = full_reason.as_ref().map(FullReason::digest);
                let head = self.head(request, hand, (side, kind), *facts)?;
                // Every message of ours carries our reference, so that the other side can quote it.
                if side == request.side {
                    body.reference = body.reference.or(request.reference);
                }
                let mut outgoing = self.sign(request, side, head, &body, means)?;
                outgoing.written.full_reason = full_reason;
                Ok(outgoing)
            }
        }
    }

    fn head(
        &self,
        request: &Request,
        hand: Hand,
        (side, kind): (Side, Kind),
        facts: Facts,
    ) -> Result<Head, Error> {
        let chains = &request.chains;
        let (own, other) = (chains.last(side), chains.last(side.other()));
        let shared = request.shared().and_then(|shared| shared.instrument.as_ref());
        let law = facts.instrument.as_ref().or(shared);
        let law = law
            .and_then(|code| self.law.instrument(code))
            .map(comity_domain::law::Instrument::digest);
        let mine = self.identity().directory.digest();
        // What came by other means is put down by this State, whatever the other publishes.
        let yours = self.peer(request.other()).map(|peer| peer.directory.digest());
        let last = [own, other].into_iter().flatten().map(|link| link.head.issued).max();
        let seen = other.map(|link| Seen {
            state: chains.state(side.other()),
            seq: link.head.seq,
            digest: link.digest,
        });
        Ok(Head {
            protocol: PROTOCOL,
            algs: algs(),
            tables: TABLES,
            law: law.unwrap_or_else(|| Digest::of(b"")),
            rules: self.gate.digest(),
            kind: code(kind.code())?,
            from: chains.state(side),
            to: chains.state(side.other()),
            request: request.id,
            message: self.fresh_message(),
            seq: chains.len(side) + 1,
            prev: own.map(|link| link.digest),
            seen: seen.into_iter().collect(),
            // A clock that was set back must not make the chain run backwards.
            issued: last.map_or(self.clock.now(), |last| last.max(self.clock.now())),
            role: code(hand.role.code())?,
            officer: hand.officer,
            directory: Assumed { mine, yours: yours.unwrap_or_else(|_| Digest::of(b"")) },
            view: request.fold.view(),
            body: Digest::of(b""),
            facts,
        })
    }

    fn sign(
        &self,
        request: &Request,
        side: Side,
        head: Head,
        body: &Body,
        means: Option<OtherMeans>,
    ) -> Result<Outgoing, Error> {
        let salt = self.chance.octets();
        let signed = seal_message(head, body, &salt, &self.identity().statement);
        let SignedMessage { head, statement, body: part } =
            signed.map_err(|error| Error::conflict(error.to_string()))?;
        let ours = side == request.side;
        let direction = if ours { Direction::Sent } else { Direction::Received };
        let entry =
            Entry::new(&head, direction, Digest::of(&statement.bytes), self.chance.octets());
        let message = head.message;
        let delivery = (ours && means.is_none())
            .then(|| (message, pack(&statement.bytes, &part, &entry.opening().encode())));
        let crossing = Crossing {
            head,
            digest: statement.digest,
            at: self.clock.now(),
            means,
            remarks: Vec::new(),
            reference: None,
            proposal: None,
        };
        let event = if ours { Event::Sent(crossing) } else { Event::Received(crossing) };
        let detail = Some(Detail::Body(Box::new(body.clone())));
        let statement = Some(statement.bytes);
        let written = Written { detail, statement, body: Some(part), ..Written::new(event) };
        Ok(Outgoing { written, entry: Some((message, entry)), delivery })
    }

    /// Seals what is to be appended, and computes how the request then stands.
    pub(crate) fn seal(
        &self,
        open: &Open,
        before: Request,
        outgoing: Outgoing,
    ) -> Result<Writing, Error> {
        let Outgoing { written, entry, delivery } = outgoing;
        let (id, version) = (before.id, before.version);
        let known: BTreeSet<_> = before.sealed_files().map(|fact| fact.id).collect();
        let mut after = before;
        after.apply(&written.event, written.detail.clone());
        let event = self.keys.seal(id, version + 1, &open.keys, &written)?;
        let events = Append::digest(id, std::slice::from_ref(&event));
        let binding = Binding { request: id, version, events };
        let erases = matches!(&written.event, Event::Stepped(s) if s.step == Step::Erase);
        let mut append = Append { events: vec![event], erase_file: erases, ..Append::default() };
        if let Some((message, entry)) = entry {
            let opening = entry.opening().encode();
            append.entry = Some(NewEntry {
                message,
                direction: match &written.event {
                    Event::Received(_) => comity_store::Direction::Received,
                    _ => comity_store::Direction::Sent,
                },
                commitment: *entry.commitment().as_bytes(),
                opening: self.keys.seal_part(id, open.keys.record.as_ref(), "opening", &opening)?,
            });
        }
        let now = self.clock.now();
        if matches!(&written.event, Event::Received(_)) {
            append.fetches = handed(&known, &after, now);
        }
        if let Some((message, payload)) = delivery {
            let detail = written.detail.as_ref();
            let payload = self.keys.seal_delivery(id, &open.keys, detail, &payload)?;
            append.outbox.push(NewDelivery {
                message,
                to: after.other(),
                payload,
                not_before: now,
            });
        }
        if version == 0 {
            let year = now.to_zoned(TimeZone::UTC).year();
            let year = u16::try_from(year).unwrap_or_default();
            append.reference = Some(Numbering { state: self.state, year });
            append.given.above = self.recovery.numbers_above();
        }
        // What is erased is not to be found again by what is said later.
        if after.erasure.is_none() {
            append.terms = self.terms(&written);
        }
        append.row = Some(row(&after)?);
        Ok(Writing { append, after, binding })
    }

    /// Changes when something was written to a request, by whomever, or has arrived.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Writes, and lets the others know only then.
    pub(crate) async fn write(
        &self,
        open: &mut Open,
        writing: Writing,
        permit: Permit,
    ) -> Result<Appended, Error> {
        let rings = !writing.append.outbox.is_empty();
        let arrives = !writing.append.fetches.is_empty();
        // Until it is answered nobody knows, and whoever waits here may go away.
        open.doubt();
        match self.store.append(permit, writing.append).await {
            Ok(appended) => {
                let mut after = writing.after;
                after.reference = after.reference.or(appended.reference);
                self.note_misstatements(&after);
                self.note_lifts(&after);
                open.replace(after);
                self.changes.send_modify(|count| *count = count.wrapping_add(1));
                if rings {
                    self.bell.notify_waiters();
                }
                if arrives {
                    self.arrivals.notify_waiters();
                }
                Ok(appended)
            }
            Err(error) => {
                open.forget();
                Err(error.into())
            }
        }
    }

    /// Writes a step that nobody took: its time had come, by this rule.
    pub(crate) async fn write_by_clock(
        &self,
        open: &mut Open,
        base: Request,
        written: Written,
        (rule, due): (&str, jiff::Timestamp),
    ) -> Result<(), Error> {
        let outgoing = Outgoing { written, entry: None, delivery: None };
        let writing = self.seal(open, base, outgoing)?;
        let permit = Permit::for_clock(rule, due, self.clock.now(), writing.binding);
        let permit = permit.ok_or_else(|| Error::conflict("the clock was set back"))?;
        self.write(open, writing, permit).await.map(drop)
    }

    /// What the request can be found by: identifiers, references, case numbers, the holder's
    /// ticket, the six words of a letter.
    fn terms(&self, written: &Written) -> Vec<[u8; 32]> {
        let mut texts: Vec<String> = Vec::new();
        let mut of_body = |body: &Body| {
            texts.extend(body.items.iter().flat_map(|item| identifier_terms(&item.identifier)));
            let numbers = body.reference.map(|reference| reference.to_string());
            let numbers = numbers.into_iter().chain(body.case.clone());
            let said = numbers.filter(|text| !text.trim().is_empty());
            texts.extend(said.map(|text| reference_term(&text)));
        };
        match &written.detail {
            Some(Detail::Body(body)) => of_body(body),
            Some(Detail::Draft(draft)) => of_body(&draft.body),
            Some(
                Detail::Reply(ReplyText { reference, .. })
                | Detail::Order(OrderText { reference, .. }),
            ) if !reference.trim().is_empty() => {
                texts.push(reference_term(reference));
            }
            Some(Detail::Exhibit(line)) => texts.push(crate::exhibit::exhibit_term(line.id)),
            _ => {}
        }
        if let Event::Stepped(stepped) = &written.event
            && let (true, Some(contact)) = (is_contact(stepped.step), stepped.facts.digest)
        {
            texts.push(contact_term(contact));
        }
        if let Event::Stepped(Stepped {
            step: Step::ExhibitOpen | Step::AttachOpen, facts, ..
        }) = &written.event
        {
            texts.extend(facts.digest.map(came_term));
        }
        if matches!(&written.event, Event::Stepped(s) if s.step == Step::Misstatement) {
            texts.push(super::misstated::TERM.to_owned());
        }
        if matches!(&written.event, Event::Stepped(s) if s.step == Step::Lift) {
            texts.push(super::lifted::TERM.to_owned());
        }
        if let Event::Stepped(Stepped { step: Step::PhoneNote, facts, .. }) = &written.event {
            let due = facts.until.as_ref().map(|until| until.at.to_zoned(TimeZone::UTC).date());
            texts.extend(due.map(promise_term));
        }
        if let Event::Sent(Crossing { head, .. }) = &written.event
            && head.known_kind() == Some(Kind::Submit)
            && head.facts.urgency.as_ref().is_some_and(|urgency| urgency.as_str() == EXERCISE)
        {
            texts.push(drill_term(head.to));
        }
        if let Event::Sent(Crossing { head, .. }) = &written.event {
            let said = [&head.facts.second, &head.facts.approval].into_iter().flatten();
            let spoken = said.filter_map(|second| second.spoken);
            texts.extend(spoken.map(|at| spoken_term(at.to_zoned(TimeZone::UTC).date())));
        }
        if let Event::Sent(crossing) | Event::Received(crossing) = &written.event {
            texts.push(super::list::words_term(&Words::of(&crossing.digest)));
        }
        texts.iter().map(|text| self.identity().term(text)).collect()
    }
}

/// The clock that ends with secrecy, in lists. No message states it: it follows from those that ask
/// for secrecy.
const NOTICE: &str = "notice";

/// How a request stands in lists. Holds nothing that names anybody.
pub(crate) fn row(request: &Request) -> Result<ListRow, Error> {
    let shared = request.shared();
    let drafted = request.draft.as_ref().map(|draft| &draft.facts);
    let urgency = match shared {
        Some(shared) => shared.urgency.clone(),
        None => drafted.and_then(|facts| facts.urgency.clone()),
    };
    let items = match shared {
        Some(shared) => shared.items.len(),
        None => drafted.map_or(0, |facts| facts.items.len()),
    };
    let open = shared.map_or(items, |shared| {
        shared.items.values().filter(|item| !item.state.is_ended()).count()
    });
    let state = match shared {
        Some(shared) => shared.state().code(),
        None => request.drafting.work.code(),
    };
    let clock = shared.and_then(Shared::next_clock).map(|(_, set)| set);
    let clock = clock.map(|set| (set.clock.code(), set.due.at));
    // When secrecy ends, whoever was concerned has to be told: that is a clock of both States.
    let notice = request.notice_due().map(|end| (NOTICE, end));
    let clock = clock.into_iter().chain(notice).min_by_key(|(_, end)| *end);
    let clock = clock.map(|(clock, end)| Ok::<_, Error>((code(clock)?, end)));
    let theirs = request
        .chains
        .of(request.side.other())
        .iter()
        .rev()
        .find_map(|link| Some(request.bodies.get(&link.head.message)?.reference?.to_string()));
    Ok(ListRow {
        request: request.id,
        side: request.side,
        peer: request.other(),
        state: code(state)?,
        owner: owner(request, notice.is_some()),
        clock: clock.transpose()?,
        ours: request.reference,
        theirs,
        measure: code(request.workflow().map_or("unknown", |workflow| workflow.code()))?,
        urgency: urgency.map_or_else(|| code("normal"), Ok)?,
        items: count(items),
        open_items: count(open),
        exhibits: count(request.exhibits.len()),
        created: made(request),
        updated: request.updated,
        archived: discarded(request)
            || (shared.is_some_and(|s| s.state() == State::Closed) && notice.is_none()),
        summary: None,
    })
}

/// The instant of the request's identity: a UUID of version 7 begins with it, in milliseconds.
fn made(request: &Request) -> jiff::Timestamp {
    let octets = request.id.as_bytes().iter().take(6);
    let millis = octets.fold(0_i64, |sum, octet| (sum << 8) | i64::from(*octet));
    jiff::Timestamp::from_millisecond(millis).unwrap_or(request.updated)
}

/// Whether it was a draft that will not be sent: it waits for nobody and is in no list.
fn discarded(request: &Request) -> bool {
    request.shared().is_none() && request.drafting.work == Work::Discarded
}

fn owner(request: &Request, owes_notice: bool) -> Option<(Side, Option<Role>)> {
    if discarded(request) {
        return None;
    }
    let Some(shared) = request.shared() else { return Some((request.side, None)) };
    // Ours first: what waits for us must not hide behind what waits for others.
    let owners = shared.owners();
    let mine = owners.keys().find(|(side, _)| *side == request.side);
    let owner = mine.or_else(|| owners.keys().next()).map(|(side, role)| (*side, Some(*role)));
    // Of what is closed nothing waits for anybody but the notice.
    owner.or_else(|| owes_notice.then_some((request.side, Some(Role::CentralAuthority))))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(crate) fn code(text: &str) -> Result<Code, Error> {
    text.parse().map_err(|_| Error::conflict(format!("`{text}` is no code")))
}

/// The outbox's payload: statement, body part and opening, each with its length before it.
pub(crate) fn pack(statement: &[u8], body: &[u8], opening: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(12 + statement.len() + body.len() + opening.len());
    for part in [statement, body, opening] {
        out.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// The parts of [`pack`].
pub(crate) fn unpack(payload: &[u8]) -> Option<[&[u8]; 3]> {
    let mut rest = payload;
    let mut parts = [&[][..]; 3];
    for part in &mut parts {
        let (length, tail) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        (*part, rest) = tail.split_at_checked(length)?;
    }
    rest.is_empty().then_some(parts)
}
