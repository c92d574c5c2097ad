// SPDX-License-Identifier: EUPL-1.2
//! How long it takes to say on what a request can stand, over 200 States with files of their own:
//! `cargo run --release -p comity-domain --example basis`, `-- json` for programs.
//!
//! States differ in what binds them; every pair of a sample is asked for every measure, with all
//! that is told of it. Prints the middle and the 99th of a hundred.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use comity_domain::id::{Code, StateCode};
use comity_domain::law::{INSTRUMENTS, Law, Question, STATES};
use jiff::civil::date;

const STATES_COUNT: usize = 200;

/// Which treaties bind the `n`-th State, beside the Convention.
fn bindings(n: usize) -> Vec<&'static str> {
    let all = ["ets185", "cets224", "untoc", "uncac"];
    all.into_iter()
        .enumerate()
        .filter(|(at, _)| !(n + at).is_multiple_of(at + 2))
        .map(|(_, c)| c)
        .collect()
}

fn name(n: usize) -> Result<StateCode, Box<dyn Error>> {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or_default());
    Ok(format!("{}{}", letter(n / 26), letter(n)).parse()?)
}

/// The n-th State's file: Arcadia's with another code and other bindings.
fn profile(n: usize) -> Result<(String, String), Box<dyn Error>> {
    let (_, text) = STATES.first().ok_or("no State ships")?;
    let state = name(n)?;
    let mut text = text.replace("state = \"XA\"", &format!("state = \"{state}\""));
    let mut wanted = bindings(n);
    if !wanted.contains(&"ets185") {
        // Arcadia's own row binds it from a day that never comes.
        text = text.replace("from = \"2019-07-01\"", "from = \"2999-07-01\"");
    }
    wanted.retain(|code| *code != "ets185");
    for code in wanted {
        text.push_str("\n[[binding]]\nfrom = \"2010-01-01\"\nchecked = \"text\"\n");
        writeln!(text, "source = \"invented\"\ninstrument = \"{code}\"")?;
    }
    Ok((format!("{state}.toml"), text))
}

fn main() -> Result<(), Box<dyn Error>> {
    let instruments: Vec<(String, String)> =
        INSTRUMENTS.iter().map(|(file, text)| ((*file).into(), (*text).into())).collect();
    let profiles: Vec<(String, String)> =
        (0..STATES_COUNT).map(profile).collect::<Result<_, _>>()?;
    let law = Law::read(&instruments, &profiles)?
        .with_registers(Law::shipped_world()?, Law::shipped_registers()?)?;
    let measures: Vec<Code> = law
        .instruments()
        .flat_map(|instrument| instrument.measures().map(|row| row.code.clone()))
        .collect();
    let (mut took, mut usable) = (Vec::new(), 0);
    for n in 0..STATES_COUNT {
        for step in [1, 7, 31, 101] {
            let (from, to) = (name(n)?, name((n + step) % STATES_COUNT)?);
            for measure in &measures {
                let question = Question { from, to, measure, on: date(2026, 6, 1) };
                let begun = Instant::now();
                let told = law.basis_view(&question);
                took.push(begun.elapsed());
                usable += told.usable.len();
            }
        }
    }
    took.sort_unstable();
    let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default();
    let (half, most) = (at(50).as_secs_f64() * 1e3, at(99).as_secs_f64() * 1e3);
    let mut out = std::io::stdout().lock();
    if std::env::args().nth(1).as_deref() == Some("json") {
        writeln!(out, "{{\"p50_ms\": {half:.4}, \"p99_ms\": {most:.4}}}")?;
    } else {
        let count = took.len();
        writeln!(out, "{count} questions over {STATES_COUNT} States, {usable} bases found")?;
        writeln!(out, "p50 {half:.3} ms  p99 {most:.3} ms")?;
    }
    Ok(())
}
