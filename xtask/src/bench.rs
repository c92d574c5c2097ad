// SPDX-License-Identifier: EUPL-1.2
//! `cargo xtask bench`: each figure of `docs/performance.md`, beside a control of the same minute.
//!
//! Machines differ and are noisy, so what counts is the ratio to something that everybody knows,
//! measured in turn with ours, three times; the middle one is shown. Not part of `ci`: a busy
//! machine would fail it.

mod idle;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::install;
use crate::node::PROGRAM;
use crate::shell::{Failure, Workshop, with_file};
use table::{Goal, Row};

/// LIMIT: rounds of ours and control in turn; the middle one of an odd number is shown.
const ROUNDS: usize = 3;

/// LIMIT: seconds of one measurement of messages.
const SECONDS: &str = "10";

/// Octets of a message to the older stack: what one of ours has, statement and body.
const MESSAGE_OCTETS: &str = "5040";

/// Builds, measures, prints the table.
pub(crate) fn run(shop: &Workshop, gib: u64) -> Result<(), Failure> {
    let bench = Bench::built(shop)?;
    shop.run(&mut shop.cargo("build --locked --release -p comity-protocol --example measure"))?;
    // What was measured is shown, whatever becomes of the rest.
    let mut rows = idle::rows(&bench)?;
    let rest = bench.rest(gib, &mut rows);
    println!("\n{}", table::markdown(&rows));
    rest?;
    install::clear(&bench.folder)
}

/// Only the figures of the safeguards and of the law.
pub(crate) fn safeguards(shop: &Workshop) -> Result<(), Failure> {
    let bench = Bench::built(shop)?;
    println!("\n{}", table::markdown(&bench.law()?));
    install::clear(&bench.folder)
}

struct Bench<'a> {
    shop: &'a Workshop,
    python: PathBuf,
    /// On the disk that is measured.
    folder: PathBuf,
}

impl<'a> Bench<'a> {
    /// With what every measurement needs, and an empty folder.
    fn built(shop: &'a Workshop) -> Result<Self, Failure> {
        let python = install::python(shop, "bench", "xtask/bench/requirements.txt")?;
        shop.run(&mut shop.cargo("build --locked --release -p comity"))?;
        shop.run(&mut shop.cargo("build --locked --release -p comity-domain --example basis"))?;
        let folder = shop.path("target/bench");
        install::clear(&folder)?;
        fs::create_dir_all(&folder).map_err(with_file(&folder))?;
        Ok(Self { shop, python: python.join("python"), folder })
    }

    fn law(&self) -> Result<Vec<Row>, Failure> {
        let mut rows = self.rules()?;
        rows.push(self.basis()?);
        Ok(rows)
    }

    fn program(&self, words: &[&str]) -> std::process::Command {
        let mut command = self.shop.command(self.shop.path(PROGRAM));
        command.args(words).arg("--json").arg("--folder").arg(&self.folder);
        command
    }

    fn rest(&self, gib: u64, rows: &mut Vec<Row>) -> Result<(), Failure> {
        rows.extend(self.law()?);
        rows.extend(self.docket()?);
        rows.extend(self.pages()?);
        rows.extend(self.messages()?);
        rows.push(self.synchronisations()?);
        rows.extend(self.exhibits(gib)?);
        Ok(())
    }

    fn rules(&self) -> Result<Vec<Row>, Failure> {
        let (mut answers, mut plain, mut strict) = (vec![], vec![], vec![]);
        for round in 1..=ROUNDS {
            println!("safeguards, round {round} of {ROUNDS}");
            let found = parsed(&self.shop.read(&mut self.program(&["bench", "rules"]))?)?;
            let bare = number(&found, "bare_s")?;
            answers.push((number(&found, "answer_p99_ms")?, 1.0));
            plain.push((number(&found, "plain_s")?, bare));
            strict.push((number(&found, "strict_s")?, bare));
        }
        let started = "the solver started as often with nothing to say";
        Ok(vec![
            Row::of("an answer of the safeguards, the strict set, 99 of 100", "ms", answers)
                .beside("the goal")
                .goal(Goal::OursAtMost(1.0)),
            Row::of("a proof of the plain set", "s", plain)
                .beside(started)
                .goal(Goal::OursAtMost(10.0)),
            Row::of("the same of the strict set", "s", strict)
                .beside(started)
                .goal(Goal::OursAtMost(10.0)),
        ])
    }

    /// On what a request can stand, with all that is told of it.
    fn basis(&self) -> Result<Row, Failure> {
        println!("on what a request can stand");
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let program = self.shop.path("target/release/examples/basis");
            let found = parsed(&self.shop.read(self.shop.command(program).arg("json"))?)?;
            rounds.push((number(&found, "p99_ms")?, 1.0));
        }
        let what = "on what a request can stand, over 200 States, 99 of 100";
        Ok(Row::of(what, "ms", rounds).beside("the goal").goal(Goal::OursAtMost(1.0)))
    }

    /// One round: filling takes longer than asking, and what is asked is asked a thousand times.
    fn docket(&self) -> Result<Vec<Row>, Failure> {
        println!("the docket of a million requests");
        let found = parsed(&self.shop.read(&mut self.program(&["bench", "docket"]))?)?;
        let mut command = self.shop.command(&self.python);
        command.arg("xtask/bench/docket.py").arg(self.folder.join("docket.db"));
        let control = number(&parsed(&self.shop.read(&mut command)?)?, "p99_ms")?;
        let row = |what: &'static str, name: &str| {
            let ours = number(&found, name)?;
            let row = Row::of(what, "ms", vec![(ours, control)]).beside("python3 and sqlite3");
            Ok(row.goal(Goal::OursAtMost(20.0)))
        };
        Ok(vec![
            row("a page of the docket of 1,000,000 requests, 99 of 100", "list_p99_ms")?,
            row("the same, filtered", "filter_p99_ms")?,
            row("the same, by a reference", "reference_p99_ms")?,
            row("the same, by an identifier and on record", "search_p99_ms")?,
        ])
    }

    fn pages(&self) -> Result<Vec<Row>, Failure> {
        let (mut pages, mut alarms) = (vec![], vec![]);
        for round in 1..=ROUNDS {
            println!("pages, round {round} of {ROUNDS}");
            let found = parsed(&self.shop.read(&mut self.program(&["bench", "desk"]))?)?;
            let arrived = number(&found, "arrivals_per_second")?;
            println!("{arrived:.0} messages a second arrived meanwhile");
            pages.push((number(&found, "p99_ms")?, 100.0));
            alarms.push((number(&found, "alarm_ms")?, 1000.0));
        }
        let what = "a page on 100,000 requests, 50 messages a second arriving, 99 of 100";
        Ok(vec![
            Row::of(what, "ms", pages).beside("the goal").goal(Goal::OursAtMost(100.0)),
            Row::of(
                "from an urgent act to the bell at the other desk, the slowest of 20",
                "ms",
                alarms,
            )
            .beside("the goal")
            .goal(Goal::OursAtMost(1000.0)),
        ])
    }

    fn messages(&self) -> Result<Vec<Row>, Failure> {
        let (mut one, mut many, mut burst, mut work) = (vec![], vec![], vec![], vec![]);
        for round in 1..=ROUNDS {
            println!("messages, round {round} of {ROUNDS}");
            let as2 = self.older_stack()?;
            let single = self.sent("1")?;
            let bursts = self.sent("64")?;
            let floor = self.arithmetic()?;
            one.push((number(&single, "per_second")?, as2));
            many.push((number(&bursts, "per_second")?, as2));
            burst.push((number(&bursts, "p99_ms")?, number(&single, "p99_ms")?));
            work.push((number(&bursts, "processor_us")?, floor));
        }
        Ok(vec![
            Row::of("receipted messages a second, durable at both ends, 1 in flight", "/s", one)
                .beside("pyas2lib in memory: signed, encrypted, signed receipt"),
            Row::of("the same, 64 in flight", "/s", many)
                .beside("pyas2lib in memory")
                .goal(Goal::AtLeast(25.0)),
            Row::of("from act to receipt, 64 in flight, 99 of 100", "ms", burst)
                .beside("1 in flight"),
            Row::of("processor time a message, 64 in flight", "us", work)
                .beside("the bare arithmetic of its cryptography")
                .goal(Goal::AtMost(2.0)),
        ])
    }

    fn sent(&self, in_flight: &str) -> Result<Value, Failure> {
        let words = ["bench", "messages", "--seconds", SECONDS, "--in-flight", in_flight];
        parsed(&self.shop.read(&mut self.program(&words))?)
    }

    fn older_stack(&self) -> Result<f64, Failure> {
        let mut command = self.shop.command(&self.python);
        command.args(["xtask/bench/as2.py", SECONDS, MESSAGE_OCTETS]);
        number(&parsed(&self.shop.read(&mut command)?)?, "per_second")
    }

    /// Microseconds that a message and its receipt cost in signatures and key agreement alone.
    fn arithmetic(&self) -> Result<f64, Failure> {
        let program = self.shop.path("target/release/examples/measure");
        let text = self.shop.read(self.shop.command(program).arg("floor"))?;
        text.trim().parse().map_err(|_| Failure::new(format!("`{text}` is not a number")))
    }

    /// Calls of fsync and fdatasync by both nodes, a message.
    fn synchronisations(&self) -> Result<Row, Failure> {
        println!("synchronisations of the disk");
        let mut counted = Vec::new();
        for in_flight in ["64", "1"] {
            let trace = self.folder.join("trace");
            let mut command = self.shop.command("strace");
            command.args(["-f", "-c", "-e", "trace=fsync,fdatasync", "-o"]).arg(&trace);
            command.arg(self.shop.path(PROGRAM)).args(["bench", "messages", "--seconds", "5"]);
            command.args(["--in-flight", in_flight, "--json", "--folder"]).arg(&self.folder);
            let found = parsed(&self.shop.read(&mut command)?)?;
            let text = fs::read_to_string(&trace).map_err(with_file(&trace))?;
            counted.push(f64::from(table::calls(&text)) / number(&found, "messages_in_all")?);
        }
        let (many, one) = (counted.first().copied(), counted.last().copied());
        let pair = (many.unwrap_or_default(), one.unwrap_or_default());
        Ok(Row::of("synchronisations a message, both nodes, 64 in flight", "", vec![pair])
            .beside("1 in flight")
            .goal(Goal::OursAtMost(0.5)))
    }

    fn exhibits(&self, gib: u64) -> Result<Vec<Row>, Failure> {
        let file = self.folder.join("evidence");
        println!("an exhibit of {gib} GiB");
        let mut dd = self.shop.command("dd");
        dd.args(["if=/dev/urandom", "bs=1M", &format!("count={}", gib * 1024), "status=none"]);
        self.shop.run(dd.arg(format!("of={}", file.display())))?;
        let bytes = fs::metadata(&file).map_err(with_file(&file))?.len();
        let (mut seal, mut get, mut memory) = (vec![], vec![], vec![]);
        for round in 1..=ROUNDS {
            println!("exhibit, round {round} of {ROUNDS}");
            let copied = self.copied(&file, bytes)?;
            let name = file.to_string_lossy();
            let found = self.shop.read(&mut self.program(&["bench", "exhibit", &name]))?;
            let found = parsed(&found)?;
            seal.push((number(&found, "seal_gb_per_second")?, copied));
            get.push((number(&found, "get_gb_per_second")?, copied));
            memory.push((number(&found, "memory_peak_kib")? / 1024.0, 64.0));
        }
        fs::remove_file(&file).map_err(with_file(&file))?;
        Ok(vec![
            Row::of("an exhibit digested, encrypted, on disk", "GB/s", seal)
                .beside("dd conv=fdatasync")
                .goal(Goal::AtLeast(0.75)),
            Row::of("the same pulled over TLS, checked, on disk, opened, on disk", "GB/s", get)
                .beside("dd conv=fdatasync"),
            Row::of("most memory meanwhile, both nodes", "MiB", memory)
                .beside("the goal for one process")
                .goal(Goal::AtMost(2.0)),
        ])
    }

    /// 10^9 octets a second of a copy that ends when it is on disk.
    fn copied(&self, file: &Path, bytes: u64) -> Result<f64, Failure> {
        let copy = self.folder.join("copy");
        let began = std::time::Instant::now();
        let mut dd = self.shop.command("dd");
        dd.arg(format!("if={}", file.display())).arg(format!("of={}", copy.display()));
        self.shop.read(dd.args(["bs=1M", "conv=fdatasync", "status=none"]))?;
        let took = began.elapsed().as_secs_f64();
        fs::remove_file(&copy).map_err(with_file(&copy))?;
        #[expect(clippy::cast_precision_loss, reason = "a speed needs three digits")]
        let bytes = bytes as f64;
        Ok(bytes / took / 1e9)
    }
}

fn parsed(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::new(format!("not JSON: {error}: {text}")))
}

fn number(value: &Value, name: &str) -> Result<f64, Failure> {
    let found = value.get(name).and_then(Value::as_f64);
    found.ok_or_else(|| Failure::new(format!("no number `{name}` in {value}")))
}
