// SPDX-License-Identifier: EUPL-1.2
//! The one thread that writes.
//!
//! It takes everything that waits, runs each piece of work under a savepoint of its own within one
//! transaction, commits with one synchronisation of the disk, and only then answers. Work that
//! fails is undone alone. If a commit or a checkpoint fails for any reason but a full disk, nobody
//! can say what is on the disk: the writer stops for good and `died` resolves.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot, watch};

use super::Fault;
use crate::{Cause, Stats, StoreError};

/// LIMIT: work that may wait; whoever comes next waits at the door. At some kilobytes each, a few
/// megabytes.
const QUEUE_MAX: usize = 4_096;
/// LIMIT: work in one transaction. More gains nothing, since the work by then takes longer than the
/// synchronisation, and the first in line would wait for the last.
const GROUP_MAX: usize = 512;
/// Pages in the log from which an idle writer moves them to the database: 1,000 x 4 KiB = 4 MiB.
const CHECKPOINT_IDLE_PAGES: i64 = 1_000;
/// Pages in the log from which a busy writer does it too: 8,000 x 4 KiB = 32 MiB.
const CHECKPOINT_BUSY_PAGES: i64 = 8_000;

/// Tells the caller: what its work gave, or why the transaction did not come about.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Work = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Ran + Send>;
type Alone = Box<dyn FnOnce(Connection) -> (Result<Connection, StoreError>, Answer) + Send>;

enum Job {
    /// Work that shares a transaction.
    Write(Write),
    /// Work that needs the connection for itself, outside any transaction.
    Alone(Alone),
}

struct Write {
    work: Work,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Append,
    Other,
    /// Whoever asked can do without it after a loss of power, so it waits for no synchronisation:
    /// the next one carries it along.
    Passing,
}

/// Work that was run and waits for its commit.
struct Ran {
    answer: Answer,
    /// Why its savepoint is to be undone.
    failed: Option<StoreError>,
}

#[derive(Debug)]
pub(crate) struct Writer {
    // `None` once it is being closed: that is what ends the thread.
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: Box<Path>,
    died: watch::Sender<Option<StoreError>>,
    appends: AtomicU64,
    writes: AtomicU64,
    commits: AtomicU64,
    /// The commit that is made to fail, in tests.
    commit_fails: Option<u64>,
}

impl Writer {
    pub(crate) fn start(
        db: Connection,
        path: &Path,
        name: &str,
        commit_fails: Option<u64>,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel(QUEUE_MAX);
        let shared = Arc::new(Shared {
            path: path.into(),
            died: watch::Sender::new(None),
            appends: AtomicU64::new(0),
            writes: AtomicU64::new(0),
            commits: AtomicU64::new(0),
            commit_fails,
        });
        let seen = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || run(db, jobs, &seen))
            .map_err(|e| StoreError::io(path, &e))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), shared })
    }

    pub(crate) async fn append<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.enqueue(work, Kind::Append).await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.enqueue(work, Kind::Other).await
    }

    /// Like [`Self::write`], but what it did may be undone by a loss of power, together with
    /// everything after it that was passing too.
    pub(crate) async fn write_passing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.enqueue(work, Kind::Passing).await
    }

    /// Runs work that needs the connection for itself and gives back the one to go on with. If it
    /// gives none back, the writer is dead.
    pub(crate) async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(Connection) -> (Result<Connection, StoreError>, Result<T, StoreError>)
        + Send
        + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = oneshot::channel();
        let alone: Alone = Box::new(move |db| {
            let (db, outcome) = work(db);
            let answer = move |fine: Result<(), StoreError>| {
                let _ = tell.send(fine.and(outcome));
            };
            (db, Box::new(answer))
        });
        self.send(Job::Alone(alone)).await?;
        told.await.map_err(|_| self.gone())?
    }

    /// Resolves when the writer has stopped for good.
    pub(crate) async fn died(&self) -> StoreError {
        let mut died = self.shared.died.subscribe();
        match died.wait_for(Option::is_some).await {
            Ok(reason) => reason.clone().unwrap_or_else(|| Cause::Closed.into()),
            Err(_) => Cause::Closed.into(),
        }
    }

    pub(crate) fn stats(&self) -> Stats {
        let shared = &self.shared;
        Stats {
            appends: shared.appends.load(Ordering::Relaxed),
            writes: shared.writes.load(Ordering::Relaxed),
            commits: shared.commits.load(Ordering::Relaxed),
        }
    }

    async fn enqueue<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
        kind: Kind,
    ) -> Result<T, StoreError> {
        let (tell, told) = oneshot::channel::<Result<T, StoreError>>();
        let shared = Arc::clone(&self.shared);
        let work: Work = Box::new(move |db| {
            let outcome = db.and_then(|db| work(db).map_err(|fault| fault.named(&shared.path)));
            let failed = outcome.as_ref().err().cloned();
            // Whoever asked may have gone; then nobody is told.
            let answer = move |commit: Result<(), StoreError>| {
                let _ = tell.send(commit.and(outcome));
            };
            Ran { answer: Box::new(answer), failed }
        });
        self.send(Job::Write(Write { work, kind })).await?;
        told.await.map_err(|_| self.gone())?
    }

    async fn send(&self, job: Job) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or(Cause::Closed)?;
        queue.send(job).await.map_err(|_| self.gone())
    }

    fn gone(&self) -> StoreError {
        self.shared.died.borrow().clone().unwrap_or_else(|| Cause::Closed.into())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so; there is nothing left to close.
            let _ = thread.join();
        }
    }
}

/// Until nobody can send any more, or the writer has died.
fn run(mut db: Connection, mut jobs: mpsc::Receiver<Job>, shared: &Shared) {
    // INVARIANT: however this thread ends but by being closed, `died` is told.
    let watch = TellIfPanicking(shared);
    let mut group = Vec::new();
    while let Some(first) = jobs.blocking_recv() {
        let mut alone = None;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Write(write) => group.push(write),
                Job::Alone(work) => alone = Some(work),
            }
            let more = alone.is_none() && group.len() < GROUP_MAX;
            next = more.then(|| jobs.try_recv().ok()).flatten();
        }
        run_group(&db, &mut group, shared);
        if let Some(work) = alone.filter(|_| !shared.is_dead()) {
            let (after, answer) = work(db);
            match after {
                Ok(after) => db = after,
                Err(reason) => {
                    shared.die(reason);
                    answer(Ok(()));
                    return;
                }
            }
            answer(Ok(()));
        }
        checkpoint(&db, jobs.is_empty(), shared);
        if shared.is_dead() {
            return;
        }
    }
    drop(watch);
}

/// Runs the work of a group and commits it. A full disk can take the transaction away in its
/// middle: then what came before is refused with it, and the rest begins anew.
fn run_group(db: &Connection, group: &mut Vec<Write>, shared: &Shared) {
    let lasting = group.iter().any(|write| write.kind != Kind::Passing);
    let mut rest = group.drain(..).peekable();
    while rest.peek().is_some() {
        let begun = begin(db, lasting).map_err(|e| Fault::from(e).named(&shared.path));
        if let Err(reason) = begun {
            for write in rest.by_ref() {
                let ran = (write.work)(Err(reason.clone()));
                (ran.answer)(Ok(()));
            }
            return;
        }
        let changes = db.total_changes();
        let mut done = Vec::new();
        let mut lost = None;
        for Write { work, kind } in rest.by_ref() {
            let ran = run_one(db, work);
            lost = ran.failed.clone().filter(|_| db.is_autocommit());
            done.push((ran, kind));
            if lost.is_some() {
                break;
            }
        }
        let outcome = match lost {
            Some(reason) => Err(reason),
            None => commit(db, lasting && db.total_changes() != changes, shared),
        };
        tell(done, &outcome, shared);
        if shared.is_dead() {
            // What is left is dropped, and whoever waits for it learns why.
            return;
        }
    }
}

/// Begins a transaction whose commit is synchronised or not. The engine writes its log in order: a
/// later synchronisation is one of everything before it.
fn begin(db: &Connection, lasting: bool) -> rusqlite::Result<()> {
    // Not as a kept statement: the engine obeys this one when it is prepared.
    db.pragma_update(None, "synchronous", if lasting { "FULL" } else { "NORMAL" })?;
    execute(db, "BEGIN IMMEDIATE")
}

fn run_one(db: &Connection, work: Work) -> Ran {
    if let Err(error) = execute(db, "SAVEPOINT one") {
        return work(Err(Cause::Caller(format!("no savepoint: {error}")).into()));
    }
    let ran = work(Ok(db));
    if db.is_autocommit() {
        return ran;
    }
    let end = || -> rusqlite::Result<()> {
        if ran.failed.is_some() {
            execute(db, "ROLLBACK TO one")?;
        }
        execute(db, "RELEASE one")
    };
    match end() {
        Ok(()) => ran,
        // What cannot be undone alone is undone with everything.
        Err(error) => {
            let _ = execute(db, "ROLLBACK");
            let reason = StoreError::from(Cause::Caller(format!("no end of savepoint: {error}")));
            Ran { failed: Some(reason), ..ran }
        }
    }
}

fn commit(db: &Connection, synced: bool, shared: &Shared) -> Result<(), StoreError> {
    let number = shared.commits.load(Ordering::Relaxed) + 1;
    let outcome = if shared.commit_fails == Some(number) {
        Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(FSYNC_FAILED), None))
    } else {
        execute(db, "COMMIT")
    };
    let Err(error) = outcome else {
        shared.commits.fetch_add(u64::from(synced), Ordering::Relaxed);
        return Ok(());
    };
    if !db.is_autocommit() {
        // If even this fails the connection is of no use, which `died` says below or the next
        // transaction finds out.
        let _ = execute(db, "ROLLBACK");
    }
    if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
        return Err(Fault::from(error).named(&shared.path));
    }
    let reason = shared.unsynced(&error);
    shared.die(reason.clone());
    Err(reason)
}

/// The engine's code for a failed synchronisation (`SQLITE_IOERR_FSYNC`).
const FSYNC_FAILED: i32 = 1034;

fn tell(done: Vec<(Ran, Kind)>, outcome: &Result<(), StoreError>, shared: &Shared) {
    for (ran, kind) in done {
        if outcome.is_ok() && ran.failed.is_none() {
            shared.writes.fetch_add(1, Ordering::Relaxed);
            shared.appends.fetch_add(u64::from(kind == Kind::Append), Ordering::Relaxed);
        }
        // Work that had failed on its own was not part of the commit: it keeps its own reason.
        let answer = if ran.failed.is_some() { Ok(()) } else { outcome.clone() };
        (ran.answer)(answer);
    }
}

/// Moves the log to the database when it is worth it. The engine would do so by itself and forget
/// what came of it.
fn checkpoint(db: &Connection, idle: bool, shared: &Shared) {
    if shared.is_dead() {
        return;
    }
    let pages = |sql| -> rusqlite::Result<i64> {
        db.prepare_cached(sql)?
            .query_row([], |row| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?))
    };
    let wanted = if idle { CHECKPOINT_IDLE_PAGES } else { CHECKPOINT_BUSY_PAGES };
    let outcome = pages("PRAGMA wal_checkpoint(NOOP)").and_then(|waiting| {
        if waiting < wanted { Ok(waiting) } else { pages("PRAGMA wal_checkpoint(PASSIVE)") }
    });
    match outcome {
        Ok(_) => {}
        // The log keeps what did not fit.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
            tracing::warn!(path = %shared.path.display(), "disk full: checkpoint put off");
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
        Err(error) => shared.die(shared.unsynced(&error)),
    }
}

fn execute(db: &Connection, sql: &str) -> rusqlite::Result<()> {
    db.prepare_cached(sql)?.execute([]).map(drop)
}

impl Shared {
    fn unsynced(&self, error: &rusqlite::Error) -> StoreError {
        Cause::Unsynced { path: self.path.to_path_buf(), detail: error.to_string() }.into()
    }

    fn die(&self, reason: StoreError) {
        tracing::error!(path = %self.path.display(), ?reason, "the store can no longer write");
        self.died.send_replace(Some(reason));
    }

    fn is_dead(&self) -> bool {
        self.died.borrow().is_some()
    }
}

struct TellIfPanicking<'a>(&'a Shared);

impl Drop for TellIfPanicking<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let path = self.0.path.to_path_buf();
            let detail = "the writing thread panicked".to_owned();
            self.0.die(Cause::Unsynced { path, detail }.into());
        }
    }
}
