// SPDX-License-Identifier: EUPL-1.2
//! What is served on a provider. It names a firm and never a person, and tells nothing of the case:
//! neither what is alleged nor against whom, nor which State asks.

use comity_domain::request::{Detail, OrderText};
use comity_node::view::{ItemView, RequestView, StepView, TimelineView};

use super::format::{Block, Cell, Kind, Mark, Party, Sheet};
use super::letter::{OF_ITEM, about, banner, cells, party};
use super::{cell, heads, name, row, rows, table, word};
use crate::app::App;
use crate::pages::frame::Frame;
use crate::pages::request::by;

/// The order that a step served, for as long as its words are there.
pub(crate) fn order(app: &App, f: &Frame, r: &RequestView, line: &TimelineView) -> Option<Sheet> {
    let step = line.step.as_ref()?;
    let Some(Detail::Order(text)) = &step.detail else { return None };
    let from = party(app, app.node.state(), None);
    let to = provider(app, f, step, text);
    let mut blocks = Vec::new();
    blocks.extend(rows(None, references(f, r, line, (step, text))));
    blocks.extend(items(f, r, line));
    let title = Some(f.t("order-text"));
    blocks.push(Block::Text { title, text: text.text.clone() });
    blocks.push(bounds(f));
    blocks.extend(secrecy(f, r));
    let signed = vec![word(f.c("role", by(line).0)), word(" · "), name(&from.name)];
    Some(Sheet {
        subtitle: about(f, r),
        banner: banner(f, r),
        reference: r.ours.clone(),
        parties: vec![from, to],
        blocks,
        signed,
        mark: Some(Mark { words: None, digest: None, check: f.t("order-check") }),
        ..Sheet::new(f, Kind::Order, line.at.at, f.t("order-title"))
    })
}

/// The legal entity, and the name that people know.
fn provider(app: &App, f: &Frame, step: &StepView, text: &OrderText) -> Party {
    let known = step.provider.as_ref().and_then(|code| app.node.law().providers().find(code));
    let known = known.map(|provider| provider.name.clone()).filter(|name| *name != text.entity);
    let lines = known.into_iter().collect();
    Party { label: Some(f.t("letter-to")), name: text.entity.clone(), code: None, lines }
}

fn references(
    f: &Frame,
    r: &RequestView,
    line: &TimelineView,
    (step, text): (&StepView, &OrderText),
) -> Vec<super::format::Row> {
    let mut all = Vec::new();
    let mut add = |key: &str, value: Cell| all.push(row(f.t(key), value));
    add("order-reference", cell(name(&text.reference)));
    if let Some(ours) = &r.ours {
        add("order-ours", cell(name(ours)));
    }
    add("order-served", vec![vec![name(&line.at.mine)], vec![name(&line.at.utc)]]);
    if let Some(channel) = &step.channel {
        add("order-channel", cell(word(f.c("channel", channel.as_str()))));
    }
    if let Some(until) = &step.until {
        add("order-until", vec![vec![name(&until.mine)], vec![name(&until.utc)]]);
    }
    all
}

/// The items that it is about, as the request describes them.
fn items(f: &Frame, r: &RequestView, line: &TimelineView) -> Option<Block> {
    let wanted = |item: &&ItemView| line.effects.is_empty() || line.effects.contains_key(&item.n);
    let of = r.items.iter().filter(wanted).map(|one| cells(f, r, one));
    table(Some(f.t("items-title")), heads(f, OF_ITEM), of.collect())
}

/// Whom it binds, and that it asks for no more than the firm's technical means give as they are.
fn bounds(f: &Frame) -> Block {
    let line = vec![word(f.t("order-bounds"))];
    Block::Note { title: Some(f.t("order-bounds-title")), line, strong: false }
}

/// That nobody may be told, where the request asks for secrecy, until when, and why not longer; why
/// it is asked for, is not for the provider.
fn secrecy(f: &Frame, r: &RequestView) -> Option<Block> {
    let secrecy = r.secrecy.as_ref()?;
    let key = if secrecy.ended { "order-secrecy-ended" } else { "order-secrecy" };
    let until = if secrecy.ended { "secrecy-ended" } else { "order-secrecy-until" };
    let mut line = vec![word(f.t(key)), word(format!(" {} ", f.t(until)))];
    line.push(name(&secrecy.until.utc));
    if let Some(short) = secrecy.periods.last().and_then(|last| last.short) {
        line.push(word(format!(" {}", f.c("secrecy-short", short.code()))));
    }
    Some(Block::Note { title: Some(f.t("order-secrecy-title")), line, strong: !secrecy.ended })
}
