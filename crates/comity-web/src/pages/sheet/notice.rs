// SPDX-License-Identifier: EUPL-1.2
//! What the person concerned is told, and what their defence is given: who asked for what, on which
//! law, and what came of it; and each answer about protected freedoms and persons, with the
//! sentence that its officer signed. Names of officers are in neither.

use comity_domain::codes;
use comity_domain::dual::Conduct;
use comity_domain::id::Code;
use comity_domain::request::{Detail, ScreenText};
use comity_domain::screen::{Answered, Sign};
use comity_domain::workflow::domestic::Step;
use comity_node::view::{ItemView, RequestView, TimelineView};

use super::format::{Block, Cell, Kind, Party, Row, Sheet};
use super::letter::{OF_ITEM, about, banner, cells, mark, party};
use super::{cell, heads, name, nothing, row, rows, table, word};
use crate::app::App;
use crate::pages::frame::Frame;
use crate::pages::request::by;
use crate::pages::unasked;

codes! {
    /// For whom a copy is made.
    pub enum Copy is "a copy" {
        /// The person whose data were asked for.
        Notice = "notice",
        /// Their defence: also conduct, signs of research, what was lifted, and every act.
        Defence = "defence",
    }
}

/// Whether a copy can be made: something was sent, and whoever asks for it has answered what they
/// still had to.
pub(crate) fn can_be_made(r: &RequestView) -> bool {
    r.state.is_some() && !r.screen.hidden && first(r).is_some()
}

/// The copy, if it can be made.
pub(crate) fn copy(app: &App, f: &Frame, r: &RequestView, copy: Copy) -> Option<Sheet> {
    let asked = first(r).filter(|_| can_be_made(r))?;
    let last = r.timeline.last()?;
    let whole = copy == Copy::Defence;
    let of = Of { app, f, r };
    let from = party(app, app.node.state(), None);
    let to = Party { label: Some(f.t("letter-to")), name: f.t("copy-to"), ..Party::default() };
    let mut blocks = vec![of.references(asked)];
    blocks.extend(of.secret());
    blocks.extend(of.items());
    blocks.push(of.answers());
    if whole {
        blocks.extend(of.looked());
        blocks.extend(of.lifted());
        blocks.push(of.acts());
    }
    let line = vec![word(f.t("copy-remedy"))];
    blocks.push(Block::Note { title: Some(f.t("copy-remedy-title")), line, strong: false });
    let title = f.t(if whole { "copy-defence-title" } else { "copy-notice-title" });
    Some(Sheet {
        subtitle: about(f, r),
        banner: banner(f, r),
        reference: r.ours.clone(),
        signed: vec![name(&from.name)],
        parties: vec![from, to],
        blocks,
        mark: mark(f, asked),
        ..Sheet::new(f, Kind::Copy, last.at.at, title)
    })
}

/// The message that asked.
fn first(r: &RequestView) -> Option<&TimelineView> {
    r.timeline.iter().find(|line| line.message.is_some())
}

struct Of<'a> {
    app: &'a App,
    f: &'a Frame,
    r: &'a RequestView,
}

impl Of<'_> {
    fn measure(&self) -> Option<&str> {
        self.r.measure.as_ref().map(Code::as_str)
    }

    /// Who asked whom for what, on which law.
    fn references(&self, asked: &TimelineView) -> Block {
        let (f, r) = (self.f, self.r);
        let mut all = Vec::new();
        let mut add = |key: &str, value: Cell| all.push(row(f.t(key), value));
        let state = |state| self.app.node.law().name_of(state);
        let body = asked.body.as_ref();
        let authority = body.and_then(|body| body.on_behalf.as_ref().or(body.authority.as_ref()));
        let mut asks: Cell = vec![vec![name(state(r.requesting))]];
        asks.extend(authority.map(|authority| vec![name(&authority.name)]));
        add("copy-asks", asks);
        add("copy-asked", cell(name(state(r.requested))));
        add("copy-on", cell(name(&asked.at.utc)));
        if let Some(basis) = asked.facts.as_ref().and_then(|facts| facts.basis.as_ref()) {
            add("copy-basis", cell(name(basis.to_string())));
        }
        if let Some(case) = body.and_then(|body| body.case.as_ref()) {
            add("letter-case", cell(name(case)));
        }
        let cited = body.and_then(|body| body.request.as_ref()).into_iter();
        let cited = cited.flat_map(|request| &request.offences);
        let cited: Cell =
            cited.map(|one| vec![name(format!("{}: {}", one.provision, one.text))]).collect();
        if !cited.is_empty() {
            add("case-offences", cited);
        }
        Block::Rows { title: None, rows: all }
    }

    /// That it may not be given to anybody yet.
    fn secret(&self) -> Option<Block> {
        let lasts = self.r.secrecy.as_ref().filter(|secrecy| !secrecy.ended)?;
        let line = vec![word(format!("{} ", self.f.t("copy-secret"))), name(&lasts.until.utc)];
        Some(Block::Note { title: Some(self.f.t("order-secrecy-title")), line, strong: true })
    }

    /// What was asked for, and what came of it.
    fn items(&self) -> Option<Block> {
        let (f, r) = (self.f, self.r);
        let line = |one: &ItemView| {
            let state = unasked::word(f, self.measure(), ("state", one.state.code()));
            let mut all = cells(f, r, one);
            all.push(cell(word(state)));
            all
        };
        let mut columns = heads(f, OF_ITEM);
        columns.extend(heads(f, &["col-state"]));
        table(Some(f.t("items-title")), columns, r.items.iter().map(line).collect())
    }

    /// The answers about protected freedoms and persons, each with its sentence and whose it is.
    fn answers(&self) -> Block {
        let f = self.f;
        let title = Some(f.t("screen-title"));
        let line = |answer: &Answered, whose: &Cell| {
            let question = cell(word(f.c("concern", answer.concern.code())));
            vec![question, self.said(answer.said.code(), &answer.words), whose.clone()]
        };
        let asks =
            self.r.timeline.iter().filter_map(|one| {
                Some((one.body.as_ref()?.request.as_ref()?.screen.as_slice(), one))
            });
        let examined = self.examined().map(|(found, one)| (found.answers.as_slice(), one));
        let all = asks.chain(examined).flat_map(|(answers, one)| {
            let whose = self.whose(one);
            answers.iter().map(move |answer| line(answer, &whose)).collect::<Vec<_>>()
        });
        let columns = heads(f, &["copy-question", "copy-answer", "copy-whose"]);
        let none = vec![word(f.t("copy-unanswered"))];
        table(title.clone(), columns, all.collect()).unwrap_or(Block::Note {
            title,
            line: none,
            strong: false,
        })
    }

    /// What was looked into besides: signs of research, and the conduct.
    fn looked(&self) -> Vec<Block> {
        let f = self.f;
        let sign = |one: &Sign, whose: &Cell| {
            let of = cell(word(f.c("research", one.sign.code())));
            vec![of, self.said(one.said.code(), &one.words), whose.clone()]
        };
        let conduct = |one: &Conduct, whose: &Cell| {
            let mut found: Cell = vec![vec![word(f.c("punished", one.here.code()))]];
            found.push(vec![name(&one.conduct)]);
            found.extend((!one.provision.is_empty()).then(|| vec![name(&one.provision)]));
            let years = |years| f.w.about("dual-maximum", "count", years);
            found.extend(one.maximum_years.map(|most| vec![word(years(most))]));
            vec![cell(word(f.c("offence", one.offence.as_str()))), found, whose.clone()]
        };
        let (mut signs, mut conducts) = (Vec::new(), Vec::new());
        for (found, one) in self.examined() {
            let whose = self.whose(one);
            signs.extend(found.research.iter().map(|one| sign(one, &whose)));
            conducts.extend(found.dual.iter().map(|one| conduct(one, &whose)));
        }
        let columns = |first| heads(f, &[first, "copy-answer", "copy-whose"]);
        let signs = table(Some(f.t("research-signs")), columns("copy-question"), signs);
        let conducts = table(Some(f.t("dual-title")), columns("case-offences"), conducts);
        signs.into_iter().chain(conducts).collect()
    }

    /// The rules that a senior officer lifted, and why.
    fn lifted(&self) -> Option<Block> {
        let kinds = [Step::Lift.code(), Step::LiftHold.code(), Step::Misstatement.code()];
        let of = self.r.timeline.iter().filter(|line| kinds.contains(&line.kind.as_str()));
        let line = |one: &TimelineView| -> Option<Row> {
            let Detail::Text(text) = one.step.as_ref()?.detail.as_ref()? else { return None };
            let mut value: Cell = vec![vec![name(text)]];
            value.extend(self.whose(one));
            Some(row(self.f.c("kind", &one.kind), value))
        };
        rows(Some(self.f.t("copy-lifted")), of.filter_map(line).collect())
    }

    /// Every message and every step, in their order, and which rules were looked at.
    fn acts(&self) -> Block {
        let f = self.f;
        let line = |one: &TimelineView| {
            let kind = unasked::word(f, self.measure(), ("kind", &one.kind));
            let mut what: Cell = vec![vec![word(kind)]];
            what.extend(one.words.as_ref().map(|words| vec![name(words)]));
            let held: Vec<&str> = one.held.iter().map(Code::as_str).collect();
            let held = if held.is_empty() { nothing() } else { cell(name(held.join(", "))) };
            vec![cell(name(&one.at.utc)), what, self.office(one), held]
        };
        Block::Table {
            title: Some(f.t("copy-acts")),
            columns: heads(f, &["copy-when", "copy-what", "copy-whose", "copy-rules"]),
            rows: self.r.timeline.iter().map(line).collect(),
        }
    }

    /// What the examiners here found, with the step that signed it.
    fn examined(&self) -> impl Iterator<Item = (&ScreenText, &TimelineView)> {
        self.r.timeline.iter().filter_map(|one| match one.step.as_ref()?.detail.as_ref()? {
            Detail::Screen(found) => Some((found, one)),
            _ => None,
        })
    }

    fn said(&self, said: &str, words: &str) -> Cell {
        let mut all: Cell = vec![vec![word(self.f.c("said", said))]];
        all.extend((!words.trim().is_empty()).then(|| vec![name(words)]));
        all
    }

    /// The office that signed, its State, and when.
    fn whose(&self, one: &TimelineView) -> Cell {
        let mut all = self.office(one);
        all.push(vec![name(&one.at.utc)]);
        all
    }

    fn office(&self, one: &TimelineView) -> Cell {
        let (role, state) = by(one);
        vec![vec![word(format!("{} · ", self.f.c("role", role))), name(state)]]
    }
}
