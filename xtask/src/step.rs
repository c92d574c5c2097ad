// SPDX-License-Identifier: EUPL-1.2
//! A step of `ci`: its name, its written budget, its deed; and the table that ends a run.
//!
//! A step over its budget fails the run, though only after the rest has run: slowness is noticed on
//! the day it arrives, and so is what else is wrong.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::shell::{Failure, Workshop};

/// One thing that must pass.
pub(crate) struct Step {
    /// One word, by which it can be asked for.
    pub(crate) name: &'static str,
    /// Seconds on two cores, from an empty `target`.
    pub(crate) budget_seconds: u64,
    /// What it shows, for the table.
    pub(crate) what: &'static str,
    /// Whether its part of the project exists; asked when its turn comes.
    pub(crate) exists: fn(&Workshop) -> bool,
    /// The deed.
    pub(crate) run: fn(&Workshop) -> Result<(), Failure>,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// A row of the closing table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) budget: Duration,
    pub(crate) outcome: Outcome,
}

impl Row {
    /// Whether it took longer than was written.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self.outcome, Outcome::Passed(took) if took > self.budget)
    }

    /// Whether no busy machine explains how long it took.
    pub(crate) fn is_far_late(&self) -> bool {
        matches!(self.outcome, Outcome::Passed(took) if took > 3 * self.budget)
    }
}

/// Runs the steps in order up to the first that fails; the others are in the table as not run.
pub(crate) fn run_all(shop: &Workshop, steps: &[&Step]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut stopped = false;
    for step in steps {
        let budget = Duration::from_secs(step.budget_seconds);
        let row = |outcome| Row { name: step.name, what: step.what, budget, outcome };
        if stopped {
            rows.push(row(Outcome::NotRun));
        } else if (step.exists)(shop) {
            let outcome = run_one(shop, step);
            stopped = matches!(outcome, Outcome::Failed(_));
            rows.push(row(outcome));
        }
    }
    rows
}

fn run_one(shop: &Workshop, step: &Step) -> Outcome {
    println!("\n== {}: {} (budget {} s)", step.name, step.what, step.budget_seconds);
    let start = Instant::now();
    let result = (step.run)(shop);
    let took = start.elapsed();
    let seconds = took.as_secs_f64();
    match result {
        Ok(()) => {
            println!("== {}: {seconds:.1} s of {} s", step.name, step.budget_seconds);
            Outcome::Passed(took)
        }
        Err(failure) => {
            println!("== {}: failed after {seconds:.1} s: {failure}", step.name);
            Outcome::Failed(took)
        }
    }
}

/// The table: what each step took beside what was written, and the total.
pub(crate) fn table(rows: &[Row], total_budget: Duration) -> String {
    let mut out = format!("{:<12} {:>8} {:>8}  {:<12} what\n", "step", "budget", "took", "");
    let mut total = Duration::ZERO;
    for row in rows {
        let (took, verdict) = match row.outcome {
            Outcome::Passed(took) if row.is_late() => (Some(took), "OVER BUDGET"),
            Outcome::Passed(took) => (Some(took), "ok"),
            Outcome::Failed(took) => (Some(took), "FAILED"),
            Outcome::NotRun => (None, "not run"),
        };
        total += took.unwrap_or_default();
        let took = took.map_or_else(|| "-".to_owned(), seconds);
        let budget = seconds(row.budget);
        let _ = writeln!(out, "{:<12} {budget:>8} {took:>8}  {verdict:<12} {}", row.name, row.what);
    }
    let verdict = if total > total_budget { "OVER BUDGET" } else { "" };
    let (budget, took) = (seconds(total_budget), seconds(total));
    let _ = writeln!(out, "{:<12} {budget:>8} {took:>8}  {verdict}", "all");
    out
}

/// What fails the run, in one sentence; nothing if all is well.
pub(crate) fn verdict(rows: &[Row], total_budget: Duration) -> Result<(), Failure> {
    if let Some(row) = rows.iter().find(|r| matches!(r.outcome, Outcome::Failed(_))) {
        return Err(Failure::new(format!("step `{}` failed", row.name)));
    }
    // A busy machine is not a fault of ours; what takes three times its budget on any machine is.
    let late: Vec<&str> = rows.iter().filter(|r| r.is_far_late()).map(|r| r.name).collect();
    if !late.is_empty() {
        return Err(Failure::new(format!("over budget: {}", late.join(", "))));
    }
    let took = |row: &Row| match row.outcome {
        Outcome::Passed(took) | Outcome::Failed(took) => took,
        Outcome::NotRun => Duration::ZERO,
    };
    if rows.iter().map(took).sum::<Duration>() > 3 * total_budget {
        return Err(Failure::new("the steps together are over their budget".to_owned()));
    }
    Ok(())
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests;
