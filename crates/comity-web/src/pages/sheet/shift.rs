// SPDX-License-Identifier: EUPL-1.2
//! What one shift leaves to the next: what ends soon, what was promised, what waits, what changed.

use std::collections::BTreeMap;

use comity_domain::deadline::shown;
use comity_domain::id::OfficerId;
use comity_node::Owed;
use comity_node::duty::{HandedOver, Promise, Shift, Waiting};
use comity_node::view::Line as Request;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::format::{Block, Cell, Kind, Line, Sheet};
use super::letter::party;
use super::{cell, name, nothing, row, table, word};
use crate::app::App;
use crate::pages::clock;
use crate::pages::frame::Frame;

/// What the sheet is made of.
struct Of<'a> {
    f: &'a Frame,
    names: &'a BTreeMap<OfficerId, String>,
    zone: TimeZone,
}

/// The shift that goes on.
pub(crate) fn shift(
    app: &App,
    f: &Frame,
    shift: &Shift,
    names: &BTreeMap<OfficerId, String>,
) -> Sheet {
    let zone = TimeZone::get(&clock::zone(&app.node)).unwrap_or(TimeZone::UTC);
    let (of, now) = (Of { f, names, zone }, app.node.now());
    let at = |at| cell(name(shown(at, &of.zone)));
    let rows = vec![row(f.t("sheet-since"), at(shift.since)), row(f.t("sheet-until"), at(now))];
    let mut blocks = vec![Block::Rows { title: None, rows }];
    blocks.extend(of.left(shift));
    blocks.push(of.requests(("shift-clocks", "shift-no-clocks"), &shift.clocks));
    blocks.push(of.promises(&shift.promises));
    blocks.extend(of.spoken(&shift.spoken));
    blocks.push(of.waiting(&shift.waiting));
    blocks.push(of.requests(("shift-changed", "shift-no-changed"), &shift.changed));
    blocks.extend(of.before(&shift.before));
    let parties = vec![party(app, app.node.state(), None)];
    Sheet { parties, blocks, ..Sheet::new(f, Kind::HandOver, now, f.t("shift-title")) }
}

impl Of<'_> {
    fn at(&self, at: Timestamp) -> Line {
        vec![name(shown(at, &self.zone))]
    }

    fn officer(&self, id: OfficerId) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| self.f.t("duty-left"))
    }

    fn heads(&self, keys: &[&str]) -> Vec<Line> {
        keys.iter().map(|key| vec![word(self.f.t(key))]).collect()
    }

    /// A table, or the words that there is nothing.
    fn table_or(&self, (title, none): (&str, &str), heads: &[&str], rows: Vec<Vec<Cell>>) -> Block {
        let title = Some(self.f.t(title));
        table(title.clone(), self.heads(heads), rows).unwrap_or_else(|| Block::Note {
            title,
            line: vec![word(self.f.t(none))],
            strong: false,
        })
    }

    /// Who left it, when, and what they leave to be said.
    fn left(&self, shift: &Shift) -> Vec<Block> {
        let Some((by, at, remarks)) = &shift.left else { return Vec::new() };
        let mut line = vec![name(self.officer(*by)), word(", ")];
        line.extend(self.at(*at));
        let title = Some(self.f.t("shift-left"));
        let mut blocks = vec![Block::Note { title, line, strong: false }];
        if !remarks.is_empty() {
            blocks.push(Block::Text { title: None, text: remarks.clone() });
        }
        blocks
    }

    fn requests(&self, keys: (&str, &str), lines: &[Request]) -> Block {
        let f = self.f;
        let line = |line: &Request| {
            let reference = line.ours.as_ref();
            let reference = reference.map_or_else(|| word(f.t("no-reference")), name);
            let clock = line.clock.as_ref().map_or_else(nothing, |(clock, at)| {
                vec![vec![word(f.c("clock", clock.as_str()))], self.at(*at)]
            });
            let about = vec![
                word(f.c("measure", line.measure.as_str())),
                word(" · "),
                name(line.peer.to_string()),
            ];
            let urgency = line.urgency.as_str();
            let mut first = vec![vec![reference], about];
            if urgency != "normal" {
                first.push(vec![word(f.c("urgency", urgency))]);
            }
            vec![first, cell(word(f.standing(line))), clock]
        };
        let heads = ["col-request", "col-state", "col-clock"];
        self.table_or(keys, &heads, lines.iter().map(line).collect())
    }

    fn promises(&self, promises: &[Promise]) -> Block {
        let line = |promise: &Promise| {
            let reference = promise.reference.as_ref();
            let reference = reference.map_or_else(|| word(self.f.t("no-reference")), name);
            let mut said = vec![vec![name(&promise.to)]];
            said.extend((!promise.text.is_empty()).then(|| vec![name(&promise.text)]));
            vec![cell(reference), vec![self.at(promise.until)], said]
        };
        let heads = ["col-request", "sheet-promised-until", "sheet-promised"];
        let rows = promises.iter().map(line).collect();
        self.table_or(("shift-promises", "shift-no-promises"), &heads, rows)
    }

    /// What was approved over the telephone and is still to be signed.
    fn spoken(&self, owed: &[Owed]) -> Option<Block> {
        let line = |owed: &Owed| {
            let reference = owed.reference.as_ref();
            let reference = reference.map_or_else(|| word(self.f.t("no-reference")), name);
            vec![cell(reference), vec![self.at(owed.due)]]
        };
        let heads = self.heads(&["col-request", "owed-by"]);
        table(Some(self.f.t("owed-all-title")), heads, owed.iter().map(line).collect())
    }

    fn waiting(&self, waiting: &[Waiting]) -> Block {
        let line = |waiting: &Waiting| {
            let ours = waiting.state == self.f.state;
            let role = waiting.role.filter(|_| ours).map(|role| self.f.c("role", role.code()));
            let who = match role {
                Some(role) => vec![word(format!("{}: {role}", self.f.t("ours")))],
                None if ours => vec![word(self.f.t("ours"))],
                None => vec![name(waiting.state.to_string())],
            };
            vec![vec![who], cell(word(waiting.requests.to_string()))]
        };
        let rows = waiting.iter().map(line).collect();
        let keys = ("shift-waiting", "shift-no-waiting");
        self.table_or(keys, &["col-who", "sheet-requests"], rows)
    }

    fn before(&self, before: &[HandedOver]) -> Option<Block> {
        let line = |shift: &HandedOver| {
            let from = shift.from.map_or_else(nothing, |id| cell(name(self.officer(id))));
            let mut by = vec![vec![name(self.officer(shift.by))]];
            by.extend((!shift.remarks.is_empty()).then(|| vec![name(&shift.remarks)]));
            vec![vec![self.at(shift.at)], from, by]
        };
        let heads = self.heads(&["sheet-signed", "sheet-from", "sheet-taken"]);
        table(Some(self.f.t("shift-before")), heads, before.iter().map(line).collect())
    }
}
