// SPDX-License-Identifier: EUPL-1.2
//! Fuzz targets on a stable compiler: libFuzzer, with coverage put in by LLVM's own pass.
//!
//! `cargo fuzz` wants a nightly compiler for its address sanitizer. We forbid `unsafe`, so a memory
//! error is not what we look for; coverage alone needs no nightly flag.

use std::fs;
use std::process::{Child, Command};

use crate::shell::{Failure, Workshop, with_file};

/// What `cargo fuzz` passes, less the sanitizer.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Naming the target keeps the flags away from build scripts and macros.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Seconds that CI spends on each target.
const SMOKE_SECONDS: u64 = 5;

/// Targets at a time: as many as the cores of the smallest machine we run on.
const ABREAST: usize = 2;

/// LIMIT: no input of ours needs more than a few times the largest message (256 KiB).
const MEMORY_MIB: u64 = 1024;

/// LIMIT: a single input that takes this long is a finding.
const ONE_INPUT_SECONDS: u64 = 5;

/// Gives the targets the versions that are locked at the root, and fetches what they add.
pub(crate) fn fetch(shop: &Workshop) -> Result<(), Failure> {
    let lock = shop.path("fuzz/Cargo.lock");
    fs::copy(shop.path("Cargo.lock"), &lock).map_err(with_file(&lock))?;
    shop.run(&mut shop.cargo("fetch --manifest-path fuzz/Cargo.toml"))
}

/// Builds all targets.
pub(crate) fn build(shop: &Workshop) -> Result<(), Failure> {
    if !shop.path("fuzz/Cargo.lock").is_file() {
        fetch(shop)?;
    }
    let mut cargo = shop.cargo("build --release --manifest-path fuzz/Cargo.toml");
    cargo.args(["--target", PLATFORM, "--target-dir"]).arg(shop.path("target/fuzz"));
    shop.run(cargo.env("RUSTFLAGS", COVERAGE))
}

/// Each target for a few seconds, starting from its checked-in corpus.
pub(crate) fn smoke(shop: &Workshop) -> Result<(), Failure> {
    let targets = targets(shop)?;
    println!("{} targets, {SMOKE_SECONDS} s each, {ABREAST} at a time", targets.len());
    for group in targets.chunks(ABREAST) {
        let running: Vec<(&String, Child)> = group
            .iter()
            .map(|target| Ok((target, start(&mut fuzzer(shop, target, SMOKE_SECONDS)?)?)))
            .collect::<Result<_, Failure>>()?;
        for (target, mut child) in running {
            let status = child.wait().map_err(|e| Failure::new(format!("`{target}`: {e}")))?;
            if !status.success() {
                print_tail(shop, target)?;
                return Err(found(target));
            }
            println!("{target}: {}", runs(shop, target)?);
        }
    }
    Ok(())
}

/// One target, for as long as one likes; its findings are left under `target/fuzz/found`.
pub(crate) fn one(shop: &Workshop, target: &str, seconds: u64) -> Result<(), Failure> {
    let mut child = start(&mut fuzzer(shop, target, seconds)?)?;
    let status = child.wait().map_err(|e| Failure::new(format!("`{target}`: {e}")))?;
    print_tail(shop, target)?;
    if status.success() { Ok(()) } else { Err(found(target)) }
}

fn found(target: &str) -> Failure {
    Failure::new(format!("fuzz target `{target}` found an input: see target/fuzz/found/{target}-*"))
}

fn start(command: &mut Command) -> Result<Child, Failure> {
    command.spawn().map_err(|e| Failure::new(format!("a fuzz target could not be run: {e}")))
}

/// The names of the targets, from the manifest itself.
fn targets(shop: &Workshop) -> Result<Vec<String>, Failure> {
    let mut cargo = shop.cargo("metadata --format-version 1 --no-deps --offline");
    let text = shop.read(cargo.args(["--manifest-path", "fuzz/Cargo.toml"]))?;
    let names = bin_names(&text);
    if names.is_empty() {
        return Err(Failure::new("`fuzz/Cargo.toml` names no target".to_owned()));
    }
    Ok(names)
}

fn bin_names(metadata: &str) -> Vec<String> {
    let metadata: serde_json::Value = serde_json::from_str(metadata).unwrap_or_default();
    let targets = metadata.pointer("/packages/0/targets").and_then(|t| t.as_array());
    targets
        .into_iter()
        .flatten()
        .filter(|t| t.pointer("/kind/0").is_some_and(|k| k == "bin"))
        .filter_map(|t| t.get("name")?.as_str().map(str::to_owned))
        .collect()
}

fn fuzzer(shop: &Workshop, target: &str, seconds: u64) -> Result<Command, Failure> {
    let program = shop.path("target/fuzz").join(PLATFORM).join("release").join(target);
    // New inputs go to a folder of their own; the checked-in corpus is only read.
    let grown = shop.path("target/fuzz/corpus").join(target);
    let findings = shop.path("target/fuzz/found");
    for folder in [&grown, &findings] {
        fs::create_dir_all(folder).map_err(with_file(folder))?;
    }
    let log = log_path(shop, target);
    let log = fs::File::create(&log).map_err(with_file(&log))?;
    let mut command = shop.command(program);
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-rss_limit_mb={MEMORY_MIB}"))
        .arg(format!("-timeout={ONE_INPUT_SECONDS}"))
        .arg(format!("-artifact_prefix={}/{target}-", findings.display()))
        .arg("-print_final_stats=1")
        .arg(grown)
        // The input says more than the fuzzer's own frames would.
        .env("RUST_BACKTRACE", "0")
        .stderr(log);
    let seeds = shop.path("fuzz/corpus").join(target);
    if seeds.is_dir() {
        command.arg(seeds);
    }
    Ok(command)
}

fn log_path(shop: &Workshop, target: &str) -> std::path::PathBuf {
    shop.path("target/fuzz").join(format!("{target}.log"))
}

fn read_log(shop: &Workshop, target: &str) -> Result<String, Failure> {
    let path = log_path(shop, target);
    let bytes = fs::read(&path).map_err(with_file(&path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn runs(shop: &Workshop, target: &str) -> Result<String, Failure> {
    let log = read_log(shop, target)?;
    let done = log.lines().find(|l| l.starts_with("Done ")).unwrap_or("no inputs counted");
    Ok(done.to_owned())
}

fn print_tail(shop: &Workshop, target: &str) -> Result<(), Failure> {
    let log = read_log(shop, target)?;
    let lines: Vec<&str> = log.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(25)) {
        println!("{target}| {line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
