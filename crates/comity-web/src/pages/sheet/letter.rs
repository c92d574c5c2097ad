// SPDX-License-Identifier: EUPL-1.2
//! A message as a letter: for the file, the court, and States without a node.

use comity_domain::deadline::shown;
use comity_domain::id::{Code, StateCode};
use comity_domain::law::{Element, StateProfile};
use comity_domain::message::translation::Place;
use comity_domain::message::{Body, BodyItem, Facts, ItemFact, Kind as MessageKind};
use comity_domain::workflow::Clock;
use comity_node::view::{ItemView, RequestView, SpokenView, TimelineView};
use jiff::tz::TimeZone;

use super::format::{Block, Cell, Kind, Line, Mark, Named, Party, Row, Sheet};
use super::{cell, code, due, heads, name, nothing, row, rows, table, word};
use crate::app::App;
use crate::pages::draft::Said;
use crate::pages::frame::Frame;
use crate::pages::request::by;
use crate::pages::spoken::said;
use crate::pages::unasked;

/// The texts of a letter, in their order.
const TEXTS: &[Element] = &[
    Element::CaseNature,
    Element::Facts,
    Element::Persons,
    Element::Danger,
    Element::Validation,
    Element::DataLink,
    Element::Custodian,
    Element::Necessity,
    Element::Proportionality,
    Element::Purpose,
    Element::Assistance,
    Element::Intention,
    Element::Urgency,
    Element::Secrecy,
];

/// What a letter is made of.
struct Letter<'a> {
    f: &'a Frame,
    r: &'a RequestView,
    line: &'a TimelineView,
    facts: Facts,
    body: Body,
}

/// The letter of a message.
pub(crate) fn letter(app: &App, f: &Frame, r: &RequestView, line: &TimelineView) -> Sheet {
    let other = if r.requesting == app.node.state() { r.requested } else { r.requesting };
    let (mine, theirs) = (app.node.state(), other);
    let (from, to) = if line.what == "sent" { (mine, theirs) } else { (theirs, mine) };
    let of = Letter {
        f,
        r,
        line,
        facts: line.facts.clone().unwrap_or_default(),
        body: line.body.clone().unwrap_or_default(),
    };
    let (from, to) = (of.end(app, from, Some(line)), of.end(app, to, None));
    let mut blocks = vec![of.references(&from, &to), of.instants()];
    blocks.extend(of.head());
    blocks.extend(of.spoken());
    blocks.extend(of.given(app));
    blocks.extend(of.items());
    blocks.extend(of.clocks());
    blocks.extend(of.said());
    blocks.extend(of.enclosed(&from.party.name));
    let signed = vec![word(f.c("role", by(line).0)), word(" · "), name(&from.party.name)];
    let title = unasked::word(f, of.measure(), ("kind", &line.kind));
    Sheet {
        subtitle: about(f, r),
        banner: banner(f, r),
        reference: r.ours.clone(),
        parties: vec![from.party, Party { label: Some(f.t("letter-to")), ..to.party }],
        blocks,
        signed,
        mark: mark(f, line),
        ..Sheet::new(f, Kind::Letter, line.at.at, title)
    }
}

/// Measure and instrument.
pub(super) fn about(f: &Frame, r: &RequestView) -> Option<String> {
    let measure = f.c("measure", r.measure.as_ref()?.as_str());
    let instrument = r.instrument.as_ref().map(|code| f.c("instrument", code.as_str()));
    Some(instrument.map_or_else(|| measure.clone(), |of| format!("{measure} · {of}")))
}

/// That all this is an exercise, if it is.
pub(super) fn banner(f: &Frame, r: &RequestView) -> Option<String> {
    let exercise = r.urgency.as_ref().is_some_and(|urgency| urgency.as_str() == "exercise");
    exercise.then(|| format!("{} — {}", f.t("exercise"), f.t("exercise-why")))
}

/// One of the two States, as a letter names it.
struct End {
    party: Party,
    reference: Option<String>,
    case: Option<String>,
}

/// How a State's authority, or else its contact point, is named.
pub(super) fn party(app: &App, state: StateCode, body: Option<&Body>) -> Party {
    let profile = app.node.law().state(state);
    let contact = profile.map(StateProfile::contact);
    let named = body.and_then(|body| body.authority.clone());
    let mut lines = Vec::new();
    let office = || contact.map(|contact| contact.office.clone()).unwrap_or_default();
    lines.push(named.as_ref().map_or_else(office, |named| named.name.clone()));
    if let Some(named) = named.as_ref().and_then(|named| named.contact.as_ref()) {
        lines.extend(named.phone.clone());
        lines.extend(named.email.clone());
    } else if let Some(contact) = contact {
        lines.extend([contact.phone.clone(), contact.email.clone()]);
    }
    lines.retain(|line| !line.is_empty());
    Party { label: None, name: app.node.law().name_of(state), code: Some(state.to_string()), lines }
}

impl Letter<'_> {
    fn measure(&self) -> Option<&str> {
        self.r.measure.as_ref().map(Code::as_str)
    }

    fn end(&self, app: &App, state: StateCode, line: Option<&TimelineView>) -> End {
        let mine = state == app.node.state();
        let own = if mine { "sent" } else { "received" };
        let lines = self.r.timeline.iter().filter(|line| line.what == own);
        let mut cases = lines.filter_map(|line| line.body.as_ref()?.case.clone());
        End {
            party: party(app, state, line.and_then(|line| line.body.as_ref())),
            reference: if mine { self.r.ours.clone() } else { self.r.theirs.clone() },
            case: cases.next_back(),
        }
    }

    fn references(&self, from: &End, to: &End) -> Block {
        let one = |value: &Option<String>| value.as_ref().map_or_else(nothing, |v| cell(name(v)));
        let line = |key: &str, (mine, theirs)| vec![cell(word(self.f.t(key))), mine, theirs];
        Block::Table {
            title: None,
            columns: vec![Line::new(), vec![name(&from.party.name)], vec![name(&to.party.name)]],
            rows: vec![
                line("letter-reference", (one(&from.reference), one(&to.reference))),
                line("letter-case", (one(&from.case), one(&to.case))),
            ],
        }
    }

    /// When it was signed: here, there, and in UTC.
    fn instants(&self) -> Block {
        let at = &self.line.at;
        let mut lines: Cell = vec![vec![name(&at.mine)]];
        for other in [&at.theirs, &at.utc] {
            if !lines.iter().flatten().any(|piece| piece.text == *other) {
                lines.push(vec![name(other)]);
            }
        }
        Block::Rows { title: None, rows: vec![row(self.f.t("letter-signed"), lines)] }
    }

    /// How urgent it is, and for which offences.
    fn head(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let urgency = self.facts.urgency.as_ref().map(Code::as_str);
        if let Some(urgency) = urgency.filter(|urgency| !["normal", "exercise"].contains(urgency)) {
            let line = vec![word(self.f.c("urgency", urgency))];
            blocks.push(Block::Note { title: None, line, strong: true });
        }
        if let Some(other) = &self.body.on_behalf {
            let reach = other.contact.iter().flat_map(|c| [c.phone.clone(), c.email.clone()]);
            let lines = [other.name.clone()].into_iter().chain(reach.flatten());
            let lines: Cell = lines.map(|line| vec![name(line)]).collect();
            let rows = vec![row(self.f.t("case-on-behalf"), lines)];
            blocks.push(Block::Rows { title: None, rows });
        }
        let offence = |code: &Code| vec![word(self.f.c("offence", code.as_str()))];
        let mut offences: Cell = self.facts.offences.iter().map(offence).collect();
        for own in self.body.request.iter().flat_map(|request| &request.offences) {
            offences.push(vec![name(format!("{}: {}", own.provision, own.text))]);
            let place = Place { offence: Some(own.code.clone()), ..Place::of(Element::Offence) };
            offences.extend(self.translated(&place));
        }
        if !offences.is_empty() {
            let rows = vec![row(self.f.t("case-offences"), offences)];
            blocks.push(Block::Rows { title: None, rows });
        }
        blocks
    }

    /// The authority to which it gives the request.
    fn given(&self, app: &App) -> Option<Block> {
        let code = self.facts.authority.as_ref()?;
        let both = [self.r.requesting, self.r.requested].into_iter();
        let profiles = both.filter_map(|state| app.node.law().state(state));
        let mut all = profiles.flat_map(StateProfile::authorities);
        let known = all.find(|one| one.code == *code).map(|one| one.name.clone());
        let given = name(known.unwrap_or_else(|| code.to_string()));
        rows(None, vec![row(self.f.t("given-to"), cell(given))])
    }

    /// What it rests on that was said over the telephone, and what became of that.
    fn spoken(&self) -> Vec<Block> {
        let note = |spoken: &SpokenView| {
            let strong = spoken.confirmed != Some(true);
            Block::Note { title: None, line: vec![word(said(self.f, spoken))], strong }
        };
        self.line.spoken.iter().map(note).collect()
    }

    fn items(&self) -> Option<Block> {
        let mut all: Vec<u16> = self.facts.items.iter().map(|fact| fact.n).collect();
        all.extend(self.body.items.iter().map(|item| item.n));
        all.sort_unstable();
        all.dedup();
        let f = self.f;
        let facts = |n: &u16| self.facts.items.iter().find(|fact| fact.n == *n);
        let answers = all.iter().filter_map(facts).any(|fact| fact.answer.is_some());
        let mut columns = heads(f, OF_ITEM);
        if answers {
            columns.push(vec![word(f.t("col-answer"))]);
        }
        let line = |n: &u16| {
            let own = self.body.items.iter().find(|item| item.n == *n);
            let (body, fact) = (own.or_else(|| described(self.r, *n)), facts(n));
            let known = || self.r.items.iter().find(|item| item.n == *n)?.tier.as_ref();
            let tier = fact.and_then(|fact| fact.tier.as_ref()).or_else(known);
            let tier = tier.map_or_else(nothing, |tier| cell(word(f.c("tier", tier.as_str()))));
            let mut cells = vec![self.item(*n, body), tier, period(body)];
            if answers {
                cells.push(fact.map_or_else(nothing, |fact| self.answer(fact)));
            }
            cells
        };
        table(Some(f.t("items-title")), columns, all.iter().map(line).collect())
    }

    /// What identifies an item: what the letter says, or what the file knows.
    fn item(&self, n: u16, body: Option<&BodyItem>) -> Cell {
        let said = body.map(|body| body.identifier.to_string());
        let known = || self.r.items.iter().find(|item| item.n == n)?.identifier.clone();
        let identifier = said.or_else(known).unwrap_or_default();
        let mut lines = item(n, identifier, body);
        lines.extend(self.translated(&Place { item: Some(n), ..Place::of(Element::Data) }));
        lines
    }

    /// What a text says in other languages, line by line, each with who says so.
    fn translated(&self, place: &Place) -> Cell {
        let said = Said::of(&self.body, place).into_iter();
        said.map(|one| vec![word(format!("{}: ", by_whom(self.f, &one))), name(&one.text)])
            .collect()
    }

    fn answer(&self, fact: &ItemFact) -> Cell {
        let f = self.f;
        let mut lines = Cell::new();
        lines.extend(fact.answer.as_ref().map(|code| vec![word(f.c("answer", code.as_str()))]));
        lines.extend(fact.ground.as_ref().map(|ground| {
            let provision = fact.provision.as_ref();
            let of = provision.map(|provision| format!(" ({provision})")).unwrap_or_default();
            vec![word(f.c("ground", ground.as_str())), name(of)]
        }));
        lines.extend(fact.reason.as_ref().map(|code| vec![word(f.c("reason", code.as_str()))]));
        let condition = |code: &Code| vec![word(f.c("condition", code.as_str()))];
        lines.extend(fact.conditions.iter().map(condition));
        if let Some(until) = &fact.until {
            lines.push(vec![word(f.t("col-until"))]);
            lines.extend(due(until));
        }
        if lines.is_empty() { nothing() } else { lines }
    }

    /// The deadlines that it states.
    fn clocks(&self) -> Option<Block> {
        let offers = unasked::is_offer(self.measure());
        let named = |clock: &str| {
            let kept = offers && clock == Clock::Retention.code();
            if kept { self.f.t("offer-kept") } else { self.f.c("clock", clock) }
        };
        let line = |fact: &comity_domain::message::ClockFact| {
            row(named(fact.clock.as_str()), due(&fact.due))
        };
        let mut lines: Vec<Row> = self.facts.clocks.iter().map(line).collect();
        lines.extend(self.secrecy());
        rows(Some(self.f.t("letter-clocks")), lines)
    }

    /// Until when it asks for secrecy, and why that is not so long; of a notice, until when secrecy
    /// was asked for.
    fn secrecy(&self) -> Option<Row> {
        let secrecy = self.r.secrecy.as_ref()?;
        let of = secrecy.periods.iter().find(|one| Some(one.message) == self.line.message);
        let (until, short) = match of {
            Some(one) => (&one.asked, one.short),
            None if self.line.kind == MessageKind::NoticeSent.code() => (&secrecy.until, None),
            None => return None,
        };
        let mut lines: Cell = vec![vec![name(&until.mine)], vec![name(&until.utc)]];
        lines.dedup();
        lines.extend(short.map(|short| vec![word(self.f.c("secrecy-short", short.code()))]));
        Some(row(self.f.t("secrecy-until"), lines))
    }

    /// What it says in words, each under its heading.
    fn said(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for element in TEXTS {
            let text = self.body.request.as_ref().and_then(|request| request.words(*element));
            let Some(text) = text.map(str::to_owned) else { continue };
            let title = self.f.c("element", element.code());
            let others = Said::of(&self.body, &Place::of(*element)).into_iter().map(|one| {
                let title = Some(format!("{title}, {}", by_whom(self.f, &one)));
                Block::Text { title, text: one.text }
            });
            let others: Vec<Block> = others.collect();
            blocks.push(Block::Text { title: Some(title), text });
            blocks.extend(others);
        }
        blocks.extend(self.body.text.clone().map(|text| Block::Text { title: None, text }));
        blocks
    }

    /// Acts that it rests on, and what goes with it.
    fn enclosed(&self, from: &str) -> Option<Block> {
        let act = |act: &comity_domain::message::OutsideAct| {
            let of =
                format!("{}, {} · {} · {}", act.authority, act.office, act.reference, act.date);
            // What rests on paper is as true as who signs says it is.
            let attested = vec![word(format!("{} ", self.f.t("act-attested"))), name(from)];
            row(
                self.f.c("act-kind", act.kind.as_str()),
                vec![vec![name(of)], vec![name(&act.scope)], attested],
            )
        };
        let file = |title: &str, name_of: &str, digest: String| {
            row(title, vec![vec![name(name_of)], vec![code(digest)]])
        };
        let (exhibit, attached) = (self.f.t("letter-exhibit"), self.f.t("letter-attached"));
        let attached_too = |id| self.body.attachments.iter().any(|file| file.id == Some(id));
        let exhibits = self.body.exhibits.iter().filter(|one| !attached_too(one.id));
        let exhibits = exhibits.map(|one| file(&exhibit, &one.name, one.id.to_string()));
        let files = self.body.attachments.iter();
        let files = files.map(|one| file(&attached, &one.name, one.digest.to_string()));
        let all = self.body.acts.iter().map(act).chain(exhibits).chain(files).collect();
        rows(Some(self.f.t("letter-enclosed")), all)
    }
}

/// What a message is known by.
pub(super) fn mark(f: &Frame, line: &TimelineView) -> Option<Mark> {
    let words = line.words.clone()?;
    let named = |key: &str, text: String| Named { name: f.t(key), text };
    Some(Mark {
        words: Some(named("sheet-words", words)),
        digest: line.digest.map(|digest| named("sheet-digest", digest.to_string())),
        check: f.t("letter-verify"),
    })
}

/// In which language, by whom; and that no person has vouched for it, where none has.
fn by_whom(f: &Frame, said: &Said) -> String {
    let mut parts = vec![f.c("language", &said.language), f.c("translator", &said.by)];
    parts.extend(said.translator.clone());
    parts.extend(said.machine.then(|| f.t("translated-machine")));
    parts.join(" · ")
}

/// An item by its number and what identifies it; beneath, what exactly is wanted of it.
fn item(n: u16, identifier: String, body: Option<&BodyItem>) -> Cell {
    let mut lines = vec![vec![word(format!("{n} ")), code(identifier)]];
    lines.extend(body.and_then(|body| body.detail.clone()).map(|detail| vec![name(detail)]));
    lines
}

/// The columns of [`cells`].
pub(super) const OF_ITEM: &[&str] = &["col-item", "item-tier", "letter-period"];

/// What was asked for of an item, as the request describes it.
pub(super) fn cells(f: &Frame, r: &RequestView, one: &ItemView) -> Vec<Cell> {
    let body = described(r, one.n);
    let tier = one.tier.as_ref().map(Code::as_str);
    let tier = tier.map(|tier| f.c("tier", tier)).unwrap_or_default();
    let identifier = one.identifier.clone().unwrap_or_default();
    vec![item(one.n, identifier, body), cell(word(tier)), period(body)]
}

/// How the request describes an item.
fn described(r: &RequestView, n: u16) -> Option<&BodyItem> {
    bodies(r).flat_map(|body| &body.items).find(|item| item.n == n)
}

/// What was said in words on a request, oldest first.
pub(super) fn bodies(r: &RequestView) -> impl Iterator<Item = &Body> {
    r.timeline.iter().filter_map(|line| line.body.as_ref())
}

/// The period for which data are asked.
fn period(body: Option<&BodyItem>) -> Cell {
    // The head of the column says in which zone.
    let said = |at| shown(at, &TimeZone::UTC).trim_end_matches(" UTC").to_owned();
    let from = body.and_then(|body| body.from).map(said);
    let until = body.and_then(|body| body.until).map(said);
    match (from, until) {
        (None, None) => nothing(),
        (from, until) => {
            let end = |at: Option<String>| at.unwrap_or_else(|| "…".to_owned());
            vec![vec![name(end(from)), word(" –")], vec![name(end(until))]]
        }
    }
}

#[cfg(test)]
mod tests {
    use comity_domain::message::Request;

    use super::*;

    #[test]
    fn a_letter_leaves_out_no_words_of_a_request() {
        let said = |element: &&Element| Request::default().words_mut(**element).is_some();
        let left: Vec<&Element> =
            Element::ALL.iter().filter(said).filter(|element| !TEXTS.contains(element)).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
