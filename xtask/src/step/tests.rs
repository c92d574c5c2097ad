// SPDX-License-Identifier: EUPL-1.2
use super::*;

const DAY: Duration = Duration::from_hours(24);

fn row(name: &'static str, budget: u64, outcome: Outcome) -> Row {
    Row { name, what: "shows something", budget: Duration::from_secs(budget), outcome }
}

fn passed(seconds: u64) -> Outcome {
    Outcome::Passed(Duration::from_secs(seconds))
}

#[test]
fn steps_within_their_budgets_pass() {
    let rows = [row("fmt", 10, passed(1)), row("tests", 60, passed(60))];
    assert!(verdict(&rows, DAY).is_ok());
}

#[test]
fn a_step_over_its_budget_is_shown_and_far_over_it_fails_the_run() {
    let rows = [row("fmt", 10, passed(11)), row("tests", 60, passed(1))];
    assert!(verdict(&rows, DAY).is_ok());
    assert!(table(&rows, DAY).contains("OVER BUDGET"));
    let rows = [row("fmt", 10, passed(31)), row("tests", 60, passed(1))];
    assert_eq!(verdict(&rows, DAY).unwrap_err().to_string(), "over budget: fmt");
    assert!(table(&rows, DAY).contains("OVER BUDGET"));
}

#[test]
fn steps_that_are_late_only_together_fail_the_run() {
    let rows = [row("fmt", 10, passed(18)), row("tests", 10, passed(18))];
    assert!(verdict(&rows, Duration::from_secs(12)).is_ok());
    assert!(verdict(&rows, Duration::from_secs(11)).is_err());
}

#[test]
fn a_failed_step_is_named_before_a_late_one() {
    let failed = Outcome::Failed(Duration::from_secs(1));
    let rows = [row("fmt", 10, passed(31)), row("tests", 60, failed)];
    assert_eq!(verdict(&rows, DAY).unwrap_err().to_string(), "step `tests` failed");
}

#[test]
fn after_a_failure_the_rest_is_shown_as_not_run_and_what_does_not_exist_is_not_shown() {
    const fn step(
        name: &'static str,
        exists: fn(&Workshop) -> bool,
        run: fn(&Workshop) -> Result<(), Failure>,
    ) -> Step {
        Step { name, budget_seconds: 10, what: "shows something", exists, run }
    }
    let absent = step("absent", |_| false, |_| Err(Failure::new("was run".to_owned())));
    let bad = step("bad", |_| true, |_| Err(Failure::new("no".to_owned())));
    let after = step("after", |_| true, |_| Ok(()));
    let rows = run_all(&Workshop::open().unwrap(), &[&absent, &bad, &after]);
    let names: Vec<&str> = rows.iter().map(|r| r.name).collect();
    assert_eq!(names, ["bad", "after"]);
    assert_eq!(rows[1].outcome, Outcome::NotRun);
}
