// SPDX-License-Identifier: EUPL-1.2
//! Everything that must pass, as one list. A step whose part of the project is not there yet is not
//! shown; nothing that is there is skipped.

use std::time::Duration;

use crate::node::CHECKED;
use crate::shell::{Failure, Workshop};
use crate::step::{Step, run_all, table, verdict};
use crate::{api, e2e, fuzz, install, interop, print};

/// LIMIT: for all steps together on two cores, from an empty `target`.
const TOTAL_BUDGET: Duration = Duration::from_mins(25);

/// LIMIT: seconds after which the demo is taken to hang.
const DEMO_SECONDS: &str = "300";

/// The steps, cheap ones first. Budgets are seconds on two cores from an empty `target`.
const STEPS: &[Step] = &[
    step("tools", 180, "what apt-get, pip and npm bring", tools),
    step("fetch", 120, "crates, exactly as locked", fetch),
    step("fmt", 20, "one way to lay out code", fmt),
    step("deny", 30, "licences, banned and doubled crates, sources", deny),
    step("clippy", 300, "no warning in any target", clippy),
    step("test-build", 420, "building the tests", test_build),
    step("tests", 240, "every test of every crate, tidy included", tests),
    step(
        "durability",
        180,
        "receipts wait for the disk: strace, lost writes, a full one",
        durability,
    ),
    step("docs", 120, "no broken link in what is generated from the code", docs),
    step("demo", 120, "the main job, end to end; 0 only if all was verified", demo),
    step("api", 240, "the interface against its description, by schemathesis", api::run),
    Step {
        exists: |shop| shop.path("e2e/README.md").is_file(),
        ..step("e2e", 300, "people's stories in a browser, every page for everybody", e2e::run)
    },
    Step {
        exists: |shop| shop.path("interop/README.md").is_file(),
        ..step("interop", 120, "programs that others wrote read ours, we read theirs", interop::run)
    },
    Step {
        exists: |shop| shop.path("print/Cargo.toml").is_file(),
        ..step("print-build", 360, "building the printing program, Typst with it", print::build)
    },
    Step {
        exists: |shop| shop.path("print/Cargo.toml").is_file(),
        ..step("print", 90, "every sheet as PDF/A, read by programs that others wrote", print::run)
    },
    Step {
        exists: |shop| shop.path("fuzz/Cargo.toml").is_file(),
        ..step("fuzz-build", 360, "building the fuzz targets", fuzz::build)
    },
    Step {
        exists: |shop| shop.path("fuzz/Cargo.toml").is_file(),
        ..step("fuzz", 180, "every parser of a peer's bytes, for a few seconds", fuzz::smoke)
    },
];

const fn step(
    name: &'static str,
    budget_seconds: u64,
    what: &'static str,
    run: fn(&Workshop) -> Result<(), Failure>,
) -> Step {
    Step { name, budget_seconds, what, exists: |_| true, run }
}

/// Prints the names and budgets of the steps.
pub(crate) fn list() {
    for step in STEPS {
        println!("{:<12} {:>4} s  {}", step.name, step.budget_seconds, step.what);
    }
}

/// Runs all steps, or only those named; ends with the table.
pub(crate) fn run(shop: &Workshop, only: &[&str]) -> Result<(), Failure> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.iter().any(|s| s.name == **name)) {
        return Err(Failure::new(format!(
            "no step is called `{unknown}`; see `cargo xtask steps`"
        )));
    }
    let steps: Vec<&Step> =
        STEPS.iter().filter(|s| only.is_empty() || only.contains(&s.name)).collect();
    let rows = run_all(shop, &steps);
    if !only.is_empty() && rows.len() < steps.len() {
        return Err(Failure::new("a step was named whose part is not there (yet)".to_owned()));
    }
    println!("\n{}", table(&rows, TOTAL_BUDGET));
    let tests = shop.tests();
    if tests != crate::shell::Tally::default() {
        println!("{} passed, {} failed, {} skipped", tests.passed, tests.failed, tests.ignored);
    }
    verdict(&rows, TOTAL_BUDGET)
}

fn tools(shop: &Workshop) -> Result<(), Failure> {
    install::programs(shop)?;
    install::python(shop, "deny", "xtask/deny-requirements.txt")?;
    api::install(shop)?;
    interop::install(shop)?;
    print::install(shop)?;
    e2e::install(shop).map(drop)
}

fn fetch(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut shop.cargo("fetch --locked"))?;
    print::fetch(shop)?;
    fuzz::fetch(shop)
}

fn fmt(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut shop.cargo("fmt --all --check"))?;
    shop.run(&mut shop.cargo("fmt --all --check --manifest-path print/Cargo.toml"))?;
    shop.run(&mut shop.cargo("fmt --all --check --manifest-path fuzz/Cargo.toml"))
}

fn deny(shop: &Workshop) -> Result<(), Failure> {
    let bin = install::python(shop, "deny", "xtask/deny-requirements.txt")?;
    println!("advisories are left out: their database is a git repository fetched from elsewhere");
    let words = ["--offline", "--locked", "check", "licenses", "bans", "sources"];
    for manifest in ["Cargo.toml", print::MANIFEST] {
        let mut deny = shop.command(bin.join("cargo-deny"));
        shop.run(deny.args(["--manifest-path", manifest]).args(words))?;
    }
    Ok(())
}

fn clippy(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut shop.cargo("clippy --locked --workspace --all-targets -- -D warnings"))
}

fn test_build(shop: &Workshop) -> Result<(), Failure> {
    shop.run(&mut shop.cargo("test --locked --workspace --no-run"))
}

fn tests(shop: &Workshop) -> Result<(), Failure> {
    shop.run_tests(&mut shop.cargo("test --locked --workspace"))
}

/// Apart from the tests, since it needs more than Rust: `strace`, and `unshare` of util-linux.
fn durability(shop: &Workshop) -> Result<(), Failure> {
    if let Some(missing) = ["strace", "unshare"].into_iter().find(|program| !shop.has(program)) {
        return Err(Failure::new(format!(
            "`{missing}` is not there: `cargo xtask ci tools` installs what the steps need"
        )));
    }
    // Of the whole workspace: alone, the package has its dependencies with other features, and all
    // of them would be built again.
    let words = "clippy --locked --workspace --test durability -- -D warnings";
    shop.run(&mut shop.cargo(words))?;
    shop.run_tests(&mut shop.cargo("test --locked --workspace --test durability"))
}

fn docs(shop: &Workshop) -> Result<(), Failure> {
    let mut cargo = shop.cargo("doc --locked --workspace --no-deps");
    // Who reads these pages has the source: a link to a private item still helps.
    shop.run(cargo.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"))
}

fn demo(shop: &Workshop) -> Result<(), Failure> {
    api::build(shop)?;
    let mut command = shop.command("timeout");
    command.arg(DEMO_SECONDS).arg(shop.path(CHECKED)).args(["demo", "--once"]);
    shop.run(&mut command)
}
