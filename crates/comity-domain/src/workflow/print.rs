// SPDX-License-Identifier: EUPL-1.2
//! The tables as pages: what `docs/workflows.md` and `docs/crossings.md` are printed from.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::crossing::{Crossing, pairs};
use super::domestic::{ANYTIME, NEEDS, STEPS};
use super::{Row, State, To, Workflow};
use crate::role::Role;

/// `docs/workflows.md`.
#[must_use]
pub fn workflows() -> String {
    let mut out = String::from(
        "# Workflows\n\nPrinted from the tables in `crates/comity-domain/src/workflow.rs`; do not \
         edit.\nA request stands where the first of its open items stands.\n",
    );
    for workflow in Workflow::ALL {
        page(&mut out, *workflow);
    }
    anytime(&mut out);
    out
}

fn page(out: &mut String, workflow: Workflow) {
    let _ = writeln!(out, "\n## {}\n", workflow.course().title);
    let _ = writeln!(out, "```mermaid\nstateDiagram-v2\n  [*] --> {}", node(State::Sent));
    let mut arrows = BTreeSet::new();
    for row in workflow.rows() {
        for from in row.from {
            if let To::State(to) = row.to {
                arrows.insert((*from, to, message(row)));
            }
        }
    }
    for (from, to, text) in arrows {
        let _ = writeln!(out, "  {} --> {}: {text}", node(from), node(to));
    }
    let _ = writeln!(out, "  {} --> [*]\n```\n", node(State::Closed));
    let _ = writeln!(out, "### Who must act, and by when\n");
    let _ = writeln!(out, "| state | owner | clock |\n| --- | --- | --- |");
    for state in workflow.states() {
        let duty = workflow.duty(state);
        let owner = match duty.owner {
            Ok((side, role)) => format!("{side} State, {role}"),
            Err(why) => format!("nobody: {why}"),
        };
        let clock = duty.clock.map_or_else(|why| format!("none: {why}"), |c| c.to_string());
        let _ = writeln!(out, "| {state} | {owner} | {clock} |");
    }
    messages(out, workflow);
    steps(out, workflow);
}

fn messages(out: &mut String, workflow: Workflow) {
    let _ = writeln!(out, "\n### Messages (shared: both nodes fold them)\n");
    let _ = writeln!(out, "| from | message | sent by | roles | to | only if |");
    let _ = writeln!(out, "| --- | --- | --- | --- | --- | --- |");
    for row in workflow.rows().filter(|row| row.from.len() < State::ALL.len()) {
        let to = match row.to {
            To::State(state) => state.to_string(),
            To::Same => "the same".to_owned(),
        };
        let guard = match row.guard {
            super::Guard::Always => "",
            super::Guard::HoldEnded => "an hour has passed since the hold ended",
            super::Guard::ClockEnded => "an hour has passed since the clock ended",
            super::Guard::HandedOver => "exhibits have crossed",
            super::Guard::NothingHandedOver => "no exhibit has crossed",
            super::Guard::OfDelivery => "it is about the last delivery",
        };
        let (from, roles) = (list(row.from), list(row.roles));
        let _ =
            writeln!(out, "| {from} | {} | {} | {roles} | {to} | {guard} |", message(row), row.by);
    }
}

fn steps(out: &mut String, workflow: Workflow) {
    let _ = writeln!(out, "\n### Steps (domestic: they do not cross)\n");
    let _ = writeln!(out, "| work | step | side | roles | during | to |");
    let _ = writeln!(out, "| --- | --- | --- | --- | --- | --- |");
    for row in STEPS.iter().filter(|row| row.of.contains(&workflow)) {
        let during = match row.during {
            [] => "before it is sent".to_owned(),
            states => list(states),
        };
        let to = row.to.map_or("the same".to_owned(), |work| work.to_string());
        let (from, roles) = (list(row.from), list(row.roles));
        let _ =
            writeln!(out, "| {from} | {} | {} | {roles} | {during} | {to} |", row.step, row.side);
    }
    let _ = writeln!(out, "\n### Work that must be done before a message\n");
    let _ = writeln!(out, "| message | work |\n| --- | --- |");
    for need in NEEDS.iter().filter(|need| need.of == workflow) {
        let answer = need.answer.map(|a| format!(" {a}")).unwrap_or_default();
        let _ = writeln!(out, "| {}{answer} | {} |", need.kind, list(need.at));
    }
}

fn anytime(out: &mut String) {
    let _ = writeln!(out, "\n## At any time\n");
    let _ = writeln!(out, "These change no state.\n");
    let _ = writeln!(out, "| message or step | by | roles |\n| --- | --- | --- |");
    for row in Workflow::Preservation.rows().filter(|row| row.from.len() == State::ALL.len()) {
        let _ = writeln!(out, "| {} | {} State | {} |", message(row), row.by, list(row.roles));
    }
    for (step, roles) in ANYTIME {
        let _ = writeln!(out, "| {step} | either State | {} |", list::<Role>(roles));
    }
}

/// `docs/crossings.md`.
#[must_use]
pub fn crossings() -> String {
    let mut out = String::from(
        "# Messages that cross\n\nPrinted from `crates/comity-domain/src/workflow/crossing.rs`; do \
         not edit.\nBoth States may act on the same state before either hears of the other.\nThe \
         requested State's act then comes first in the order of both nodes.\nListed is every pair \
         for which the other order would have ended elsewhere; for all others the order makes no \
         difference.\n",
    );
    for workflow in Workflow::ALL {
        let all = pairs(*workflow);
        let differ: Vec<&Crossing> = all.iter().filter(|c| !c.agrees()).collect();
        let _ = writeln!(
            out,
            "\n## {}\n\n{} pairs can cross; for {} of them the order matters.\n",
            workflow.course().title,
            all.len(),
            differ.len(),
        );
        let _ = writeln!(out, "| both had seen | requesting State | requested State | ends |  |");
        let _ = writeln!(out, "| --- | --- | --- | --- | --- |");
        let mut rows = Vec::new();
        for crossing in differ {
            rows.push(format!(
                "| {} | {}{} | {} | {} | {} |",
                crossing.state,
                message(crossing.ask),
                if crossing.crossed { " (crossed)" } else { "" },
                message(crossing.answer),
                crossing.end,
                crossing.meaning().unwrap_or("UNNAMED"),
            ));
        }
        // The same messages under two guards that end alike are one line.
        rows.dedup();
        let _ = writeln!(out, "{}", rows.join("\n"));
    }
    out
}

fn message(row: &Row) -> String {
    row.answer.map_or_else(|| row.kind.to_string(), |a| format!("{} {a}", row.kind))
}

fn node(state: State) -> String {
    state.code().replace('-', "_")
}

fn list<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
