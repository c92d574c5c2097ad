// SPDX-License-Identifier: EUPL-1.2
//! A node that has nothing to do: how soon it answers, and how much memory it holds.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::table::{Goal, Row};
use super::{Bench, ROUNDS};
use crate::node::{Founded, PROGRAM, Running, free_port};
use crate::shell::{Failure, with_file};

/// How long it is left alone before its memory is read.
const REST: Duration = Duration::from_secs(3);

/// LIMIT: starts in a row.
const STARTS: usize = 3 * ROUNDS;

pub(super) fn rows(bench: &Bench<'_>) -> Result<Vec<Row>, Failure> {
    println!("an idle node");
    let shop = bench.shop;
    let node = Founded::new(shop, PROGRAM, &bench.folder.join("idle"), "duty")?;
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let ours = rested(&node.serve(shop)?)?;
        let port = free_port()?;
        let mut known = shop.command("python3");
        known.args(["-m", "http.server", "--bind", "127.0.0.1", &port.to_string()]);
        let theirs = rested(&Running::start(&mut known, port)?)?;
        starts.push((ours.0, theirs.0));
        memory.push((ours.1, theirs.1));
    }
    Ok(vec![
        Row::of("from start to the first answer", "ms", starts)
            .beside("python3 -m http.server")
            .goal(Goal::OursAtMost(300.0)),
        Row::of("memory of an idle node", "MiB", memory)
            .beside("python3 -m http.server")
            .goal(Goal::OursAtMost(64.0)),
    ])
}

/// Milliseconds to its first answer, and MiB after a rest.
#[expect(clippy::disallowed_methods, reason = "idle is what is measured")]
fn rested(server: &Running) -> Result<(f64, f64), Failure> {
    std::thread::sleep(REST);
    Ok((server.took.as_secs_f64() * 1e3, resident(server.id())?))
}

fn resident(process: u32) -> Result<f64, Failure> {
    let path = format!("/proc/{process}/status");
    let text = fs::read_to_string(&path).map_err(with_file(Path::new(&path)))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kib.map(|kib| kib / 1024.0).ok_or_else(|| Failure::new(format!("`{path}` has no VmRSS")))
}
