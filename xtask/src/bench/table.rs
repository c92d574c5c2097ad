// SPDX-License-Identifier: EUPL-1.2
//! Figures beside their controls.

use std::fmt::Write as _;

/// What a row must show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// Ours over the control.
    AtLeast(f64),
    /// Ours over the control.
    AtMost(f64),
    /// Ours alone.
    OursAtMost(f64),
}

/// A figure, measured in turn with its control.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    what: &'static str,
    unit: &'static str,
    control: &'static str,
    goal: Option<Goal>,
    /// The round whose ratio is the middle one.
    ours: f64,
    theirs: f64,
    /// The least and the greatest ratio of all rounds.
    between: (f64, f64),
}

impl Row {
    /// Rounds of ours and the control; there must be one.
    pub(super) fn of(what: &'static str, unit: &'static str, mut rounds: Vec<(f64, f64)>) -> Self {
        let ratio = |(ours, theirs): &(f64, f64)| ours / theirs;
        rounds.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        let at = |n: usize| rounds.get(n).copied().unwrap_or((f64::NAN, f64::NAN));
        let (ours, theirs) = at(rounds.len() / 2);
        let between = (ratio(&at(0)), ratio(&at(rounds.len().saturating_sub(1))));
        Self { what, unit, control: "", goal: None, ours, theirs, between }
    }

    pub(super) fn beside(self, control: &'static str) -> Self {
        Self { control, ..self }
    }

    pub(super) fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    fn ratio(&self) -> f64 {
        self.ours / self.theirs
    }

    fn verdict(&self) -> String {
        let word = |met: bool| if met { "met" } else { "missed" };
        match self.goal {
            None => String::new(),
            Some(Goal::AtLeast(n)) => format!(">= {n}x: {}", word(self.ratio() >= n)),
            Some(Goal::AtMost(n)) => format!("<= {n}x: {}", word(self.ratio() <= n)),
            Some(Goal::OursAtMost(n)) => format!("<= {n}: {}", word(self.ours <= n)),
        }
    }
}

/// The table, as `docs/performance.md` has it.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut out = String::from(
        "| what | ours | control | ratio | all rounds | goal |\n|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let Row { what, unit, control, ours, theirs, between: (least, most), .. } = row;
        let (ours, theirs, ratio) = (digits(*ours), digits(*theirs), digits(row.ratio()));
        let (least, most) = (digits(*least), digits(*most));
        // Writing to text cannot fail.
        let _ = writeln!(
            out,
            "| {what} | {ours} {unit} | {theirs} {unit}, {control} | {ratio}x | {least} to {most} \
             | {} |",
            row.verdict()
        );
    }
    out
}

/// Three digits that say something.
fn digits(x: f64) -> String {
    match x.abs() {
        x if x >= 100.0 => format!("{x:.0}"),
        x if x >= 10.0 => format!("{x:.1}"),
        _ => format!("{x:.2}"),
    }
}

/// All calls that `strace -c` counted.
pub(super) fn calls(summary: &str) -> u32 {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let counted = words.last().is_some_and(|name| matches!(*name, "fsync" | "fdatasync"));
        words.get(3).filter(|_| counted).and_then(|calls| calls.parse::<u32>().ok())
    };
    summary.lines().filter_map(line).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_round_is_shown_and_the_goal_judged_by_it() {
        let row = Row::of("x", "/s", vec![(10.0, 1.0), (30.0, 1.0), (40.0, 2.0)]);
        assert_eq!((row.ours, row.theirs, row.between), (40.0, 2.0, (10.0, 30.0)));
        assert_eq!(row.clone().goal(Goal::AtLeast(20.0)).verdict(), ">= 20x: met");
        assert_eq!(row.clone().goal(Goal::AtMost(19.0)).verdict(), "<= 19x: missed");
        assert_eq!(row.goal(Goal::OursAtMost(40.0)).verdict(), "<= 40: met");
    }

    #[test]
    fn calls_are_read_from_a_summary() {
        let summary = "\
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 90.00    0.010000         100       100           fdatasync
 10.00    0.001000         100         7         1 fsync
------ ----------- ----------- --------- --------- ----------------
100.00    0.011000         102       107         1 total
";
        assert_eq!(calls(summary), 107);
    }
}
