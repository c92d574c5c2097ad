// SPDX-License-Identifier: EUPL-1.2
//! That what was receipted is on the disk, shown with tools of the system: `strace` sees every
//! write and every synchronisation of a node at work, `unshare` gives it a disk that is full.
//!
//! Not part of `cargo test`, which needs nothing but Rust: `cargo xtask ci durability` runs it.
#![cfg(test)]

#[path = "../it/arcadia.rs"]
mod arcadia;
mod disk;
mod full;
mod trace;

use std::path::Path;
use std::sync::Mutex;

use bytes::Bytes;
use comity_domain::id::{ExhibitId, MessageId, RequestId};
use comity_node::network::{Address, Answer, Recall};
use comity_node::{Clock as _, Network, Reply};
use comity_protocol::envelope;
use comity_store::{Options, Store};
use comity_web::peer::Client;
use jiff::Timestamp;

use arcadia::{Arcadia, Borealia};
use disk::Disk;
use trace::{Event, What};

/// Messages one after the other, and so often so many at once.
const ALONE: u32 = 25;
const WAVES: u32 = 5;
const TOGETHER: u32 = 16;

/// A way out that notes when each receipt came.
struct Timed<'a> {
    borealia: &'a Borealia,
    got: Mutex<Vec<(Timestamp, MessageId)>>,
}

impl Timed<'_> {
    fn client(&self) -> &Client {
        &self.borealia.network
    }
}

impl Network for Timed<'_> {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        Box::pin(async move {
            let message = envelope::peek(&sealed).unwrap().header().message;
            let reply = self.client().deliver(to, sealed).await;
            if matches!(reply, Ok(Reply::Receipt(_))) {
                self.got.lock().unwrap().push((self.borealia.clock.now(), message));
            }
            reply
        })
    }

    fn parcel<'a>(&'a self, from: &'a Address, id: ExhibitId, shown: &'a str) -> Answer<'a, Bytes> {
        self.client().parcel(from, id, shown)
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        id: ExhibitId,
        shown: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes> {
        self.client().chunk(from, id, shown, range)
    }

    fn directory<'a>(&'a self, url: &'a str) -> Answer<'a, Bytes> {
        self.client().directory(url)
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        self.client().recall(from, what)
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        self.client().renewal(from, seq)
    }
}

/// A node under `strace` that took messages in and was killed.
struct Night {
    folder: tempfile::TempDir,
    events: Vec<Event>,
    /// What was on the disk when it started.
    before: Disk,
    /// When the first message was sent, and when the last that came alone was receipted.
    alone: (Timestamp, Timestamp),
    /// The receipts, by when they came.
    receipts: Vec<(Timestamp, MessageId)>,
    /// The local end of the listener for peers.
    peers: String,
}

impl Night {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arcadia = Arcadia::found(&folder.path().join("xa"));
        let borealia = Borealia::open(&folder.path().join("xb"), &arcadia).await;
        let serving = arcadia.start();
        arcadia.meet(&borealia);
        let ids: Vec<String> = (0..8).map(|_| arcadia.submitted()).collect();
        for id in &ids {
            delivered(&arcadia, id);
        }
        serving.stop();
        let before = Disk::of(&arcadia.data());
        let trace = folder.path().join("trace");
        let mut serving = arcadia.spawn(&strace(trace.to_str().unwrap()));
        serving.serves();
        // It sends one too: what it notes of that waits for no synchronisation, and must not spoil
        // the order of what follows.
        delivered(&arcadia, &arcadia.submitted());
        let ids: Vec<RequestId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        let timed = Timed { borealia: &borealia, got: Mutex::default() };
        // The channel is open before it counts.
        borealia.note(ids[0], "first").await;
        assert_eq!(Box::pin(borealia.node.deliver(&timed)).await.unwrap(), 1);
        let begun = borealia.clock.now();
        for n in 0..ALONE {
            borealia.note(ids[0], &format!("alone {n}")).await;
            assert_eq!(Box::pin(borealia.node.deliver(&timed)).await.unwrap(), 1);
        }
        let alone = (begun, borealia.clock.now());
        for wave in 0..WAVES {
            for (n, id) in (0..TOGETHER).zip(ids.iter().cycle()) {
                borealia.note(*id, &format!("together {wave} {n}")).await;
            }
            while borealia.node.store().outbox_len().await.unwrap() > 0 {
                assert!(Box::pin(borealia.node.deliver(&timed)).await.unwrap() > 0);
            }
        }
        serving.kill();
        let events = trace::read(&std::fs::read_to_string(&trace).unwrap());
        let config = std::fs::read_to_string(arcadia.folder.join("comity.toml")).unwrap();
        let (_, peers) = config.split_once("[peers]\nlisten = \"").unwrap();
        let peers = peers.split('"').next().unwrap().to_owned();
        let receipts = timed.got.into_inner().unwrap();
        assert_eq!(receipts.len() as u64, u64::from(1 + ALONE + WAVES * TOGETHER));
        Self { folder, events, before, alone, receipts, peers }
    }
}

fn delivered(arcadia: &Arcadia, id: &str) {
    while arcadia.show(id)["undelivered"] != serde_json::json!([]) {}
}

/// Every write, synchronisation and sending of all threads, with its octets. The node stays our
/// child: the tracer stands beside it.
fn strace(to: &str) -> Vec<&str> {
    let calls =
        "trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,unlink,rename";
    let words = "strace -D -f -ttt -T -yy -xx -s 100000000 -e signal=none -e";
    words.split(' ').chain([calls, "-o", to]).collect()
}

fn is_log_of_store(path: &Path) -> bool {
    path.ends_with("store/comity.sqlite-wal")
}

/// Messages that came one by one: from what each wrote to the answer there is a synchronisation
/// that had ended.
fn synchronised_before_each_answer(night: &Night) {
    let (mut written, mut synced, mut answers) = (false, false, 0);
    for event in &night.events {
        match &event.what {
            What::Write { path, .. } if is_log_of_store(path) => (written, synced) = (true, false),
            What::Sync { path } if is_log_of_store(path) => synced = written,
            What::Send { from, .. } if *from == night.peers => {
                let counts = (night.alone.0..night.alone.1).contains(&event.begun);
                if counts && written {
                    assert!(synced, "an answer left at {} before the disk had it", event.begun);
                    answers += 1;
                }
                (written, synced) = (false, false);
            }
            _ => {}
        }
    }
    assert_eq!(answers, ALONE, "answers that followed a write");
}

/// The power goes at any moment: of every write since the last synchronisation nothing is left.
/// What a peer had a receipt for by then is there.
async fn receipted_survives_the_loss_of_all_that_was_not_synchronised(night: &Night) {
    let mut disk = night.before.clone();
    let (mut images, mut checked) = (0, 0);
    for event in &night.events {
        if disk.would_change(event) {
            let by_then = night.receipts.iter().take_while(|(at, _)| *at <= event.ended);
            let by_then: Vec<MessageId> = by_then.map(|(_, message)| *message).collect();
            if by_then.len() > checked || images == 0 {
                holds(&disk, &night.folder.path().join(format!("image-{images}")), &by_then).await;
                (images, checked) = (images + 1, by_then.len());
            }
        }
        disk.take(event);
    }
    let all: Vec<MessageId> = night.receipts.iter().map(|(_, message)| *message).collect();
    holds(&disk, &night.folder.path().join("image-last"), &all).await;
    println!("{images} images of the disk, the last but one with {checked} receipts");
    // What the last wave was receipted for may all have come after the last synchronisation.
    let least = usize::try_from(1 + ALONE + (WAVES - 1) * TOGETHER).unwrap();
    assert!(images > usize::try_from(ALONE).unwrap() && checked >= least);
}

async fn holds(disk: &Disk, folder: &Path, receipted: &[MessageId]) {
    disk.write(folder);
    let store = Store::open(&folder.join("store"), &Options::default()).unwrap();
    store.verify().await.unwrap();
    for message in receipted {
        let there = store.receipt_for(*message).await.unwrap();
        assert!(there.is_some(), "{message} was receipted and is gone");
    }
    drop(store);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_receipted_is_on_the_disk() {
    let night = Night::new().await;
    synchronised_before_each_answer(&night);
    receipted_survives_the_loss_of_all_that_was_not_synchronised(&night).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_forgets_a_synchronisation_is_found_out() {
    let mut night = Night::new().await;
    // As if the node had never synchronised its log after the first messages.
    let after = night.alone.0;
    night.events.retain(|event| {
        !matches!(&event.what, What::Sync { path } if is_log_of_store(path) && event.begun > after)
    });
    let order = std::panic::catch_unwind(|| synchronised_before_each_answer(&night));
    assert!(order.is_err());
    let mut disk = night.before.clone();
    night.events.iter().for_each(|event| disk.take(event));
    let folder = night.folder.path().join("image");
    disk.write(&folder);
    let store = Store::open(&folder.join("store"), &Options::default()).unwrap();
    let last = night.receipts.last().unwrap().1;
    assert_eq!(store.receipt_for(last).await.unwrap(), None);
}
