// SPDX-License-Identifier: EUPL-1.2
//! What only the store in a folder can do or suffer: grouping, full disk, damage, edits, locks.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rusqlite::Connection;

use super::record::together;
use super::{at, delivery, in_a_folder, one, put, request, row, sqlite};
use crate::sqlite::migrate::{self, Migration};
use crate::{
    Append, Cause, DATABASE, Filter, Options, Order, Page, Settled, Store, StoreError, Take,
};

fn reopen(folder: &Path) -> Result<Store, StoreError> {
    Store::open(folder, &Options::default())
}

/// Changes the database behind the program's back.
fn edit(folder: &Path, sql: &str) {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql} changed nothing");
}

fn corrupt(outcome: Result<impl std::fmt::Debug, StoreError>) -> String {
    match outcome {
        Err(StoreError::Corrupt { what }) => what,
        other => panic!("{other:?} is not corrupt"),
    }
}

fn cause(outcome: Result<impl std::fmt::Debug, StoreError>) -> Cause {
    match outcome {
        Err(StoreError::Unavailable { cause }) => cause,
        other => panic!("{other:?} is not unavailable"),
    }
}

#[tokio::test]
async fn a_setting_is_read_by_who_does_not_open_the_store() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Store::inspect_setting(folder.path(), "zone").unwrap(), None, "there is none yet");
    let store = Store::open(folder.path(), &Options::default()).unwrap();
    store.put_setting("zone", b"UTC".to_vec()).await.unwrap();
    let read = |key| Store::inspect_setting(folder.path(), key).unwrap();
    assert_eq!(read("zone"), Some(b"UTC".to_vec()));
    assert_eq!(read("other"), None);
    drop(store);
    assert_eq!(read("zone"), Some(b"UTC".to_vec()));
}

#[tokio::test]
async fn what_waits_together_is_committed_together() {
    let (_folder, store) = in_a_folder();
    let appends: Vec<_> = (0..200).map(|n| put(&store, request(n), 0, one("a"))).collect();
    for outcome in together(appends).await {
        outcome.unwrap();
    }
    let stats = store.stats();
    assert_eq!(stats.appends, 200);
    assert!(stats.commits <= 50, "{} commits for 200 appends", stats.commits);
    for n in 0..10 {
        put(&store, request(n), 1, one("b")).await.unwrap();
    }
    assert_eq!(store.stats().commits, stats.commits + 10);
}

#[tokio::test]
async fn taking_from_the_outbox_and_settling_wait_for_no_disk_but_sending_does() {
    let (_folder, store) = in_a_folder();
    for n in 0..3 {
        let append = Append { outbox: vec![delivery(n, 0)], ..one("a") };
        put(&store, request(n), 0, append).await.unwrap();
        let before = store.stats();
        let lease = jiff::SignedDuration::from_secs(60);
        let take = Take { now: at(10), limit: 8, lease, parallel: 8 };
        let taken = store.take_outbox(take).await.unwrap();
        assert_eq!(taken.len(), 1);
        let settled = Settled::Delivered { our_seq: 1, their_seq: 1, receipt: vec![9] };
        assert!(store.settle(taken[0].message, settled).await.unwrap());
        let after = store.stats();
        assert_eq!((after.commits, after.writes), (before.commits, before.writes + 2));
        assert_eq!(store.outbox_len().await.unwrap(), 0);
    }
    assert_eq!(store.stats().commits, 3);
}

#[tokio::test]
async fn a_conflict_in_a_group_harms_no_other() {
    let (_folder, store) = in_a_folder();
    let versions: Vec<u64> = (0..100).map(|n| u64::from(n % 3 == 0)).collect();
    let appends: Vec<_> = versions
        .iter()
        .zip(0u8..)
        .map(|(version, n)| put(&store, request(n), *version, one("a")))
        .collect();
    for (outcome, version) in together(appends).await.into_iter().zip(versions) {
        assert_eq!(outcome.is_ok(), version == 0);
    }
    assert_eq!(store.verify().await.unwrap().events, 66);
}

#[tokio::test]
async fn a_full_disk_refuses_whole_appends_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let quota = Options { pages_max: Some(100), ..Options::default() };
    let store = Store::open(folder.path(), &quota).unwrap();
    let large = Append { row: Some(row(1)), ..one(&"x".repeat(30_000)) };
    let mut version = 0;
    let refused = loop {
        match put(&store, request(1), version, large.clone()).await {
            Ok(_) => version += 1,
            refused => break refused,
        }
    };
    let cause = cause(refused);
    assert_eq!(cause, Cause::Full { path: folder.path().join(DATABASE) });
    assert!(cause.to_string().contains("nothing was written"));
    assert!(version > 2);
    // Nothing of the refused one is there, and what fits still goes in.
    assert_eq!(store.load(request(1)).await.unwrap().len() as u64, version);
    put(&store, request(2), 0, one("small")).await.unwrap();
    assert_eq!(store.verify().await.unwrap().events, version + 1);
    drop(store);
    let store = reopen(folder.path()).unwrap();
    put(&store, request(1), version, large).await.unwrap();
    assert_eq!(store.verify().await.unwrap().events, version + 2);
}

#[tokio::test]
async fn a_full_disk_in_a_group_refuses_what_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let quota = Options { pages_max: Some(120), ..Options::default() };
    let store = Store::open(folder.path(), &quota).unwrap();
    let text = "x".repeat(20_000);
    let appends: Vec<_> = (0..40).map(|n| put(&store, request(n), 0, one(&text))).collect();
    let outcomes = together(appends).await;
    let written = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    assert!(written < 40);
    for (outcome, n) in outcomes.iter().zip(0..) {
        let found = store.load(request(n)).await.unwrap().len();
        assert_eq!(found, usize::from(outcome.is_ok()), "{outcome:?}");
    }
    assert_eq!(store.verify().await.unwrap().events, written);
}

#[tokio::test]
async fn a_failed_synchronisation_ends_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { commit_fails: Some(3), ..Options::default() };
    let store = Store::open(folder.path(), &options).unwrap();
    put(&store, request(1), 0, one("a")).await.unwrap();
    put(&store, request(1), 1, one("b")).await.unwrap();
    let failed = put(&store, request(1), 2, one("c")).await;
    assert!(matches!(cause(failed.clone()), Cause::Unsynced { .. }));
    assert_eq!(Err(store.died().await), failed);
    assert_eq!(put(&store, request(2), 0, one("d")).await, failed);
    drop(store);
    let store = reopen(folder.path()).unwrap();
    assert_eq!(store.verify().await.unwrap().events, 2);
}

#[tokio::test]
async fn an_edited_event_is_found() {
    for (sql, event) in [
        ("UPDATE event SET record = x'00' WHERE position = 3", "event 3"),
        ("UPDATE event SET at = '2026-01-01T00:00:02Z' WHERE position = 3", "event 3"),
        ("UPDATE event SET provenance = '{}' WHERE position = 3", "event 3"),
        ("UPDATE event SET detail = x'00' WHERE position = 3", "the detail of event 3"),
        ("UPDATE event SET detail_digest = NULL WHERE position = 3", "event 3"),
        ("UPDATE event SET version = 9 WHERE position = 3", "event 3"),
        ("UPDATE event SET name = 'NOT A CODE' WHERE position = 3", "type"),
        ("DELETE FROM event WHERE position = 3", "event 4"),
        ("DELETE FROM event WHERE position < 3", "event 3"),
    ] {
        let (folder, store) = in_a_folder();
        for version in 0..5 {
            put(&store, request(1), version, one("a")).await.unwrap();
        }
        drop(store);
        edit(folder.path(), sql);
        let what = corrupt(reopen(folder.path()).unwrap().verify().await);
        assert!(what.contains(event), "{sql}: {what}");
        assert!(what.contains("restore"), "says what to do: {what}");
    }
}

#[tokio::test]
async fn an_older_store_put_back_is_noticed() {
    let (folder, store) = in_a_folder();
    put(&store, request(1), 0, one("a")).await.unwrap();
    let generation = store.generation();
    drop(store);
    let backup = fs::read(folder.path().join(DATABASE)).unwrap();
    let store = reopen(folder.path()).unwrap();
    assert_eq!(store.generation(), generation + 1);
    put(&store, request(1), 1, one("b")).await.unwrap();
    let (head, generation) = (store.head().await.unwrap(), store.generation());
    drop(store);
    fs::write(folder.path().join(DATABASE), backup).unwrap();
    let store = reopen(folder.path()).unwrap();
    assert_eq!(store.chain_at(head.position).await.unwrap(), None);
    assert!(store.generation() <= generation);
    put(&store, request(1), 1, one("something else")).await.unwrap();
    assert_ne!(store.chain_at(head.position).await.unwrap(), Some(head.chain));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_said_so() {
    let (folder, store) = in_a_folder();
    drop(store);
    let path = folder.path().join(DATABASE);
    fs::write(&path, [0xA5; 8192]).unwrap();
    let what = corrupt(reopen(folder.path()));
    assert!(what.contains(&path.display().to_string()), "{what}");
    assert!(what.contains("restore the last good backup"), "{what}");
}

#[tokio::test]
async fn a_damaged_page_is_found() {
    let (folder, store) = in_a_folder();
    for n in 0..50 {
        put(&store, request(n), 0, one(&"y".repeat(3_000))).await.unwrap();
    }
    drop(store);
    let path = folder.path().join(DATABASE);
    let mut file = OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    // The pages in the middle hold events.
    for page in pages / 2..pages / 2 + 4 {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xFF; 64]).unwrap();
    }
    drop(file);
    let outcome = match reopen(folder.path()) {
        Ok(store) => store.verify().await,
        Err(error) => Err(error),
    };
    assert!(corrupt(outcome).contains(DATABASE));
}

#[tokio::test]
async fn a_truncated_file_is_found() {
    let (folder, store) = in_a_folder();
    for n in 0..50 {
        put(&store, request(n), 0, one(&"y".repeat(3_000))).await.unwrap();
    }
    drop(store);
    let file = OpenOptions::new().write(true).open(folder.path().join(DATABASE)).unwrap();
    file.set_len(20 * 4096).unwrap();
    let outcome = match reopen(folder.path()) {
        Ok(store) => store.verify().await,
        Err(error) => Err(error),
    };
    assert!(corrupt(outcome).contains("damaged"));
}

#[tokio::test]
async fn an_altered_migration_is_refused() {
    let (folder, store) = in_a_folder();
    drop(store);
    edit(folder.path(), "UPDATE migration SET checksum = 'other'");
    let what = corrupt(reopen(folder.path()));
    assert!(what.contains("0001_begin"), "{what}");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (folder, store) = in_a_folder();
    drop(store);
    edit(folder.path(), "INSERT INTO migration VALUES (99, '0099_later', 'x')");
    let path = folder.path().join(DATABASE);
    assert_eq!(cause(reopen(folder.path())), Cause::Newer { path, found: 99, known: 5 });
}

#[test]
fn a_migration_that_fails_leaves_the_schema_as_it_was() {
    let db = Connection::open_in_memory().unwrap();
    let step = |number, name, sql| Migration { number, name, sql };
    let first = step(1, "0001_a", "CREATE TABLE a (x);");
    let wrong = step(2, "0002_b", "CREATE TABLE b (x); CREATE TABLE a (x);");
    let right = step(2, "0002_b", "CREATE TABLE b (x);");
    let path = Path::new("m");
    assert!(migrate::bring_up_to_date(&db, path, &[first, wrong]).is_err());
    migrate::bring_up_to_date(&db, path, &[first, right]).unwrap();
    migrate::bring_up_to_date(&db, path, &[first, right]).unwrap();
    let tables: u32 = db
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b')", [], |r| r.get(0))
        .unwrap();
    assert_eq!(tables, 2);
}

#[tokio::test]
async fn what_a_dead_process_had_taken_out_is_due_when_the_store_is_opened() {
    let (folder, store) = in_a_folder();
    let append = Append { outbox: vec![delivery(1, 0)], ..one("a") };
    put(&store, request(1), 0, append).await.unwrap();
    let lease = jiff::SignedDuration::from_mins(2);
    let take = Take { now: at(0), limit: 8, lease, parallel: 8 };
    assert_eq!(store.take_outbox(take).await.unwrap().len(), 1);
    assert!(store.take_outbox(take).await.unwrap().is_empty());
    drop(store);
    let store = reopen(folder.path()).unwrap();
    let taken = store.take_outbox(take).await.unwrap();
    assert_eq!((taken.len(), taken[0].attempt), (1, 2));
}

#[tokio::test]
async fn a_second_process_is_kept_out() {
    let (folder, store) = in_a_folder();
    let cause = cause(reopen(folder.path()));
    let holder = format!("process {}", std::process::id());
    assert_eq!(cause, Cause::InUse { path: folder.path().join("comity.lock"), holder });
    drop(store);
    reopen(folder.path()).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    // To the superuser no folder is read-only but those of the kernel.
    let superuser = fs::write(folder.path().join("probe"), "").is_ok();
    let path = if superuser { Path::new("/proc/sys") } else { folder.path() };
    assert!(matches!(cause(reopen(path)), Cause::Io { .. }));
    let file = folder.path().join("probe");
    if superuser {
        assert!(matches!(cause(reopen(&file)), Cause::Io { path, .. } if path == file));
    }
}

#[tokio::test]
async fn others_cannot_read_the_files() {
    let (folder, store) = in_a_folder();
    put(&store, request(1), 0, one("a")).await.unwrap();
    for found in fs::read_dir(folder.path()).unwrap() {
        let found = found.unwrap();
        let mode = found.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", found.file_name());
    }
}

#[tokio::test]
async fn the_log_is_moved_to_the_database_in_time() {
    let (folder, store) = in_a_folder();
    let text = "z".repeat(100_000);
    for version in 0..400 {
        put(&store, request(1), version, one(&text)).await.unwrap();
    }
    // 400 x 100 kB x 2 = 80 MB went through it.
    let log = fs::metadata(folder.path().join(format!("{DATABASE}-wal"))).unwrap().len();
    assert!(log < 48 << 20, "the log has {log} octets");
}

#[tokio::test]
async fn readers_see_what_was_answered() {
    let (_folder, store) = in_a_folder();
    for version in 0..50 {
        put(&store, request(1), version, Append { row: Some(row(1)), ..one("a") }).await.unwrap();
        assert_eq!(store.load(request(1)).await.unwrap().len() as u64, version + 1);
    }
    let page = Page::first(Order::Due, 10);
    assert_eq!(store.list(Filter::current(), page).await.unwrap().len(), 1);
}

#[tokio::test]
async fn work_that_nobody_waits_for_is_whole_or_absent() {
    let (folder, store) = in_a_folder();
    for n in 0..20 {
        let mut append = Box::pin(put(&store, request(n), 0, one("a")));
        // Polled once: it is in the queue; then whoever asked goes away.
        std::future::poll_fn(|context| {
            let _ = append.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }
    store.caught_up().await.unwrap();
    assert_eq!(store.load(request(19)).await.unwrap().len(), 1);
    drop(store);
    let store = reopen(folder.path()).unwrap();
    assert_eq!(store.verify().await.unwrap().events, 20);
}

#[tokio::test]
async fn lists_are_found_by_an_index() {
    let (_folder, store) = in_a_folder();
    put(&store, request(1), 0, Append { row: Some(row(1)), ..one("a") }).await.unwrap();
    let plan = |sql: &'static str| {
        sqlite(&store).read(move |db| {
            let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let rows = query.query_map([], |row| row.get::<_, String>("detail"))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.join("; "))
        })
    };
    for (condition, index) in [
        ("1 AND archived = 0", "list_row_by_due"),
        ("1 AND archived = 0 AND state = 'x'", "list_row_by_state"),
        ("1 AND archived = 0 AND owner_side = 'x' AND owner_role = 'y'", "list_row_by_owner"),
        ("1 AND archived = 0 AND peer = 'x'", "list_row_by_peer"),
        ("1 AND archived = 0 AND due < 5", "list_row_by_due"),
    ] {
        let sql = format!("SELECT * FROM list_row WHERE {condition} ORDER BY due, request LIMIT 9");
        let plan = plan(Box::leak(sql.into_boxed_str())).await.unwrap();
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{condition}: {plan}");
    }
    let sql = "SELECT * FROM list_row WHERE 1 AND (ours = 'x' OR theirs = 'x')
               ORDER BY due, request LIMIT 9";
    let plan = plan(sql).await.unwrap();
    assert!(plan.contains("list_row_by_ours") && plan.contains("list_row_by_theirs"), "{plan}");
}

#[test]
fn a_store_error_says_its_cause_once() {
    let mut text = String::new();
    let missing = OpenOptions::new().read(true).open("/nonexistent").and_then(|mut file| {
        file.read_to_string(&mut text)?;
        Ok(())
    });
    let error = StoreError::io(Path::new("/nonexistent"), &missing.unwrap_err());
    assert_eq!(error.to_string(), "the store is unavailable");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.starts_with("`/nonexistent`: "), "{source}");
}
