// SPDX-License-Identifier: EUPL-1.2
//! How many appends a store makes durable in a second, beside what the disk can do in the same
//! minute.
//!
//! ```console
//! $ cargo run --release -p comity-store --example append_speed -- [FOLDER]
//! ```
//!
//! Each append has an event of 1 KiB, a row, a receipt and a ledger row, to a request of its own:
//! what a receipted message costs the store. *Small* ones have an event of 100 octets and nothing
//! else.
#![expect(clippy::print_stdout, reason = "an example prints what it measured")]

use std::error::Error;
use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use comity_domain::id::{Digest, MessageId, RequestId, StateCode};
use comity_domain::role::Side;
use comity_policy::{Binding, Permit};
use comity_store::{
    Append, Direction, ListRow, NewDelivery, NewEntry, NewEvent, NewReceipt, Options, Store,
};
use jiff::Timestamp;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Small,
    Message,
}

fn main() -> Outcome<()> {
    let base = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = tempfile::tempdir_in(base)?;
    let span = Duration::from_secs(3);
    println!("fdatasync of a rewritten page: {:.0}/s", raw(folder.path(), span)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let mut run = 0;
    for kind in [Kind::Small, Kind::Message] {
        for in_flight in [1, 16, 64, 512] {
            run += 1;
            let folder = folder.path().join(run.to_string());
            runtime.block_on(measure(&folder, kind, in_flight, span))?;
        }
    }
    println!("fdatasync of a rewritten page: {:.0}/s", raw(folder.path(), span)?);
    Ok(())
}

/// Writes the same page and synchronises, as fast as it goes: times a second.
fn raw(folder: &Path, span: Duration) -> Outcome<f64> {
    let path = folder.join("raw");
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    let (start, mut times) = (Instant::now(), 0_u32);
    while start.elapsed() < span {
        file.write_all_at(&[7; 4096], 0)?;
        file.sync_data()?;
        times += 1;
    }
    Ok(f64::from(times) / start.elapsed().as_secs_f64())
}

async fn measure(folder: &Path, kind: Kind, in_flight: u32, span: Duration) -> Outcome<()> {
    let store = Arc::new(Store::open(folder, &Options::default())?);
    let (start, processor_before) = (Instant::now(), processor_seconds()?);
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..in_flight {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            let mut n = 0_u32;
            while start.elapsed() < span {
                one(&store, kind, task, n).await?;
                n += 1;
            }
            Outcome::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let stats = store.stats();
    let seconds = start.elapsed().as_secs_f64();
    let name = if kind == Kind::Small { "small" } else { "message" };
    #[expect(clippy::cast_precision_loss, reason = "counts of three seconds")]
    let (appends, commits) = (stats.appends as f64, stats.commits as f64);
    println!(
        "{name:>8}, {in_flight:>3} in flight: {:>7.0} appends/s, {:>5.0} commits/s, {:.3} commits \
         and {:.0} us of processor an append",
        appends / seconds,
        commits / seconds,
        commits / appends,
        (processor_seconds()? - processor_before) * 1e6 / appends
    );
    Ok(())
}

/// What all threads of this process have used, as Linux counts it: in hundredths of a second.
fn processor_seconds() -> Outcome<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // Behind the name in parentheses; user and system time are the 12th and 13th from there.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

async fn one(store: &Store, kind: Kind, task: u32, n: u32) -> Outcome<()> {
    let at = Timestamp::from_second(1_767_225_600)?;
    let mut random = [0; 10];
    random[..4].copy_from_slice(&task.to_be_bytes());
    random[6..].copy_from_slice(&n.to_be_bytes());
    let request = RequestId::from_parts(1_767_225_600_000 + u64::from(n), random);
    let message = MessageId::from_parts(1_767_225_600_000 + u64::from(n), random);
    let record = vec![7; if kind == Kind::Small { 100 } else { 1024 }];
    let name = "message-received".parse()?;
    let mut append =
        Append { events: vec![NewEvent { name, at, record, detail: None }], ..Append::default() };
    if kind == Kind::Message {
        let peer: StateCode = "XB".parse()?;
        append.row = Some(row(request, peer, at)?);
        append.receipt =
            Some(NewReceipt { message, digest: Digest::of(b"payload"), receipt: vec![5; 600] });
        append.entry = Some(NewEntry {
            message,
            direction: Direction::Received,
            commitment: *Digest::of(&random).as_bytes(),
            opening: vec![6; 300],
        });
        append.outbox =
            vec![NewDelivery { message, to: peer, payload: vec![8; 500], not_before: at }];
    }
    let events = Append::digest(request, &append.events);
    let permit = Permit::for_clock("speed", at, at, Binding { request, version: 0, events });
    store.append(permit.ok_or("no permit")?, append).await?;
    Ok(())
}

fn row(request: RequestId, peer: StateCode, at: Timestamp) -> Outcome<ListRow> {
    Ok(ListRow {
        request,
        side: Side::Requested,
        peer,
        state: "sent".parse()?,
        owner: Some((Side::Requested, None)),
        clock: Some(("answer".parse()?, at)),
        ours: None,
        theirs: None,
        measure: "preservation".parse()?,
        urgency: "normal".parse()?,
        items: 3,
        open_items: 3,
        exhibits: 0,
        created: at,
        updated: at,
        archived: false,
        summary: None,
    })
}
