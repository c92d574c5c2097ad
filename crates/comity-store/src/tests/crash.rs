// SPDX-License-Identifier: EUPL-1.2
//! What is left after the process or the power is gone: everything that was answered, and no half.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{in_a_folder, one, put, request, row};
use crate::{Append, DATABASE, Options, Store};

#[tokio::test]
async fn a_log_cut_anywhere_holds_what_was_answered_before() {
    let (folder, store) = in_a_folder();
    let log = folder.path().join(format!("{DATABASE}-wal"));
    let length = || fs::metadata(&log).unwrap().len();
    let mut lengths = vec![length()];
    for version in 0..12 {
        let text = "r".repeat(700 * usize::try_from(version).unwrap());
        let append = Append { row: Some(row(1)), terms: vec![[1; 32]], ..one(&text) };
        put(&store, request(1), version, append).await.unwrap();
        lengths.push(length());
    }
    let database = fs::read(folder.path().join(DATABASE)).unwrap();
    let log = fs::read(&log).unwrap();
    let (start, end) = (lengths[0], *lengths.last().unwrap());
    // Every end of a write, the octets around it, and places between.
    let steps = (start..end).step_by(1511);
    let edges = lengths.iter().flat_map(|l| [l.saturating_sub(1), *l, l + 1]);
    for cut in steps.chain(edges).filter(|cut| (start..=end).contains(cut)) {
        let answered = lengths.iter().filter(|length| **length <= cut).count() as u64 - 1;
        let torn = usize::try_from(cut).unwrap();
        assert_eq!(recovered(&database, &log[..torn]).await, answered, "cut at {cut}");
        // The rest of the page was allocated and never written, or holds something else.
        let mut garbled = log.clone();
        garbled[torn..].fill(0x5A);
        assert_eq!(recovered(&database, &garbled).await, answered, "garbled from {cut}");
    }
}

/// Opens a copy and says how many events it holds, all of them in order.
async fn recovered(database: &[u8], log: &[u8]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(DATABASE), database).unwrap();
    fs::write(folder.path().join(format!("{DATABASE}-wal")), log).unwrap();
    let store = Store::open(folder.path(), &Options::default()).unwrap();
    let verified = store.verify().await.unwrap();
    let stored = store.load(request(1)).await.unwrap();
    assert_eq!(stored.len() as u64, verified.events);
    assert_eq!(store.row(request(1)).await.unwrap().is_some(), verified.events > 0);
    // And it can be gone on with.
    put(&store, request(1), verified.events, one("after")).await.unwrap();
    verified.events
}

#[tokio::test]
async fn a_killed_process_loses_nothing_that_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut least = 0;
    for lines in [1, 7, 40, 3] {
        let printed = kill_after(folder.path(), lines);
        let store = Store::open(folder.path(), &Options::default()).unwrap();
        let events = store.verify().await.unwrap().events;
        assert!(events >= printed && printed > least, "{events} events, {printed} answered");
        assert_eq!(store.load(request(1)).await.unwrap().len() as u64, events);
        assert_eq!(store.outbox_len().await.unwrap(), 0);
        least = printed;
    }
}

/// Has the example write in `folder`, kills it after so many answers, and gives the last version
/// answered.
fn kill_after(folder: &Path, lines: usize) -> u64 {
    // Cargo builds examples with the tests, into the folder beside theirs.
    let tests = std::env::current_exe().unwrap();
    let example = tests.ancestors().nth(2).unwrap().join("examples/write_until_killed");
    let mut child = Command::new(&example)
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("`{}` does not start: {error}", example.display()));
    let answers = BufReader::new(child.stdout.take().unwrap()).lines();
    let versions = answers.map(|line| line.unwrap().parse().unwrap());
    let last = versions.take(lines).last();
    child.kill().unwrap();
    child.wait().unwrap();
    last.unwrap()
}
