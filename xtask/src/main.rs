// SPDX-License-Identifier: EUPL-1.2
//! The project's chores: `cargo xtask ci` runs everything that must pass.
//!
//! Not part of the product and linked into nothing. Start with [`ci`]: it is the list of steps.
//! A step is a name, a budget and a deed ([`step`]); what a step needs is fetched by [`install`].
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore reports to a terminal")]

mod api;
mod bench;
mod ci;
mod e2e;
mod fuzz;
mod install;
mod interop;
mod node;
mod print;
mod shell;
mod step;

use std::process::ExitCode;

use shell::{Failure, Workshop};

const USAGE: &str = "\
usage: cargo xtask CHORE

  ci                    everything that must pass, in order, each step beside its budget
  ci STEP...            only these steps
  steps                 the names of the steps
  bench [GIB]           the figures of docs/performance.md, beside their controls; GIB is the size
                        of the exhibit, 2 unless told
  bench rules           only what the safeguards and the law cost: minutes, not an hour
  e2e [NAME...]         the journeys in a browser, or those with a word in their name
  fuzz TARGET SECONDS   one fuzz target, for longer than CI runs it
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match chore(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn chore(words: &[String]) -> Result<(), Failure> {
    let shop = Workshop::open()?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ci", only @ ..] => ci::run(&shop, only),
        ["steps"] => {
            ci::list();
            Ok(())
        }
        ["bench"] => bench::run(&shop, 2),
        ["bench", "rules"] => bench::safeguards(&shop),
        ["bench", gib] => {
            let gib = gib.parse().ok().filter(|gib| (1..=64).contains(gib));
            let unread = || Failure::new("the exhibit has between 1 and 64 GiB".to_owned());
            bench::run(&shop, gib.ok_or_else(unread)?)
        }
        ["e2e", names @ ..] => e2e::played(&shop, names),
        ["fuzz", target, seconds] => {
            let seconds = seconds
                .parse()
                .map_err(|_| Failure::new(format!("`{seconds}` is not a number of seconds")))?;
            fuzz::build(&shop)?;
            fuzz::one(&shop, target, seconds)
        }
        _ => {
            print!("{USAGE}");
            Err(Failure::new("name a chore".to_owned()))
        }
    }
}
