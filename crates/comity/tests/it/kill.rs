// SPDX-License-Identifier: EUPL-1.2
//! A node under load is killed at any moment, fifty times. What it receipted to a peer, and what it
//! answered to a program, is there afterwards, once.
//!
//! A kill keeps what the system has in its cache; that it is on disk before it is receipted is
//! shown by the `durability` step of `cargo xtask ci`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use comity_domain::id::RequestId;
use comity_node::Chance as _;
use comity_store::{Options, Store};
use comity_testkit::Dice;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::arcadia::{Arcadia, Borealia};

const KILLS: u32 = 50;
/// A kill comes within this time after the node serves; starting takes twice as long.
const ROUND_MS: u64 = 300;

/// What programs were answered by Arcadia.
#[derive(Default)]
struct Answered {
    /// Requests that were begun.
    requests: Vec<String>,
    /// The text of each note that was tried, and whether it was answered with done.
    notes: BTreeMap<String, bool>,
}

impl Answered {
    /// Works until the node is gone: a new request, and notes to it and to one from before.
    fn work(&mut self, arcadia: &Arcadia, round: u32) {
        let Ok(drafted) = arcadia.draft() else { return };
        let Some(id) = drafted.body["request"].as_str() else { return };
        self.requests.push(id.to_owned());
        if !arcadia.act(id, &json!({ "kind": "req.submit" })).is_ok_and(|told| told.done()) {
            return;
        }
        let (id, earlier) = (id.to_owned(), self.requests[self.requests.len() / 2].clone());
        for n in 0..1_000 {
            let text = format!("a-{round}-{n}");
            let to = if n % 4 == 3 { &earlier } else { &id };
            self.notes.insert(text.clone(), false);
            match arcadia.note(to, &text) {
                // What was never submitted takes no note.
                Ok(told) => *self.notes.get_mut(&text).unwrap() = told.done(),
                Err(_) => return,
            }
        }
    }
}

/// Borealia works until told to stop: notes on what has arrived, newest first.
async fn busy(borealia: &Borealia, stop: &AtomicBool, written: &AtomicU32) {
    while !stop.load(Ordering::SeqCst) {
        let wanted = comity_node::Wanted { limit: 3, ..comity_node::Wanted::default() };
        for line in borealia.node.list(&borealia.bo, wanted).await.unwrap() {
            let n = written.fetch_add(1, Ordering::SeqCst);
            borealia.note(line.request, &format!("b-{n}")).await;
        }
        borealia.deliver().await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loaded_node_killed_fifty_times_loses_and_doubles_nothing_that_was_receipted() {
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let dice = Dice::new(seed);
    let moment = |most: u64| {
        let mut octets = [0; 2];
        dice.fill(&mut octets);
        Duration::from_millis(u64::from(u16::from_be_bytes(octets)) % most)
    };
    let folder = tempfile::tempdir().unwrap();
    let arcadia = Arcadia::found(&folder.path().join("xa"));
    let borealia = Borealia::open(&folder.path().join("xb"), &arcadia).await;
    let mut serving = arcadia.start();
    arcadia.meet(&borealia);
    serving.kill();
    let (mut answered, written) = (Answered::default(), AtomicU32::new(0));
    for round in 0..KILLS {
        // Every fifth dies before it serves, or thereabouts.
        let early = round % 5 == 4;
        let mut serving = arcadia.spawn(&[]);
        let wait = if early { moment(2 * ROUND_MS) } else { moment(ROUND_MS) };
        if !early {
            serving.serves();
        }
        let stop = AtomicBool::new(false);
        let kill = async {
            tokio::time::sleep(wait).await;
            serving.kill();
            stop.store(true, Ordering::SeqCst);
        };
        std::thread::scope(|scope| {
            if !early {
                scope.spawn(|| answered.work(&arcadia, round));
            }
            tokio::task::block_in_place(|| {
                let both = async { tokio::join!(kill, busy(&borealia, &stop, &written)) };
                tokio::runtime::Handle::current().block_on(both)
            });
        });
    }
    let serving = arcadia.start();
    everything_arrives(&arcadia, &borealia, &answered).await;
    nothing_is_lost_or_doubled(&arcadia, &borealia, &answered).await;
    // And it goes on.
    arcadia.submitted();
    serving.stop();
    let store = Store::open(&arcadia.data().join("store"), &Options::default()).unwrap();
    let events = store.verify().await.unwrap().events;
    borealia.node.store().verify().await.unwrap();
    // The test was one: there was something to lose.
    let done = answered.notes.values().filter(|done| **done).count();
    let written = written.load(Ordering::SeqCst);
    println!("{events} events, {done} notes answered, {written} of the peer's");
    assert!(done >= 5 && written >= 50 && events >= 100);
}

/// Everything that waits is delivered, both ways.
async fn everything_arrives(arcadia: &Arcadia, borealia: &Borealia, answered: &Answered) {
    // Past every back-off.
    borealia.clock.wait(SignedDuration::from_mins(7));
    while borealia.node.store().outbox_len().await.unwrap() > 0 {
        assert!(borealia.deliver().await > 0, "Borealia's outbox does not empty");
    }
    for id in &answered.requests {
        let waits = || arcadia.show(id)["undelivered"].as_array().is_some_and(|u| !u.is_empty());
        // Bounded by what the node itself needs to send them: each look is an exchange with it.
        let looks = (0..10_000).take_while(|_| waits()).count();
        assert!(looks < 10_000, "Arcadia's outbox does not empty: {}", arcadia.show(id));
    }
    assert_eq!(borealia.node.dead_letters(&borealia.bo).await.unwrap(), []);
    let dead = arcadia.ask("GET", "/dead-letters", &Value::Null).unwrap();
    assert_eq!(dead.body, json!([]));
}

/// Both nodes hold the same messages, each once, and the same state.
async fn nothing_is_lost_or_doubled(arcadia: &Arcadia, borealia: &Borealia, answered: &Answered) {
    let mut texts = BTreeMap::<String, u32>::new();
    for id in &answered.requests {
        let here = arcadia.show(id);
        assert_eq!(here["request"], json!(id), "a request that was answered is gone");
        let request: RequestId = id.parse().unwrap();
        if here["state"].is_null() {
            continue;
        }
        let there = Box::pin(borealia.node.show(&borealia.bo, request)).await.unwrap();
        let there = serde_json::to_value(there).unwrap();
        assert_eq!(here["view"], there["view"]);
        assert_eq!(here["items"][0]["state"], there["items"][0]["state"]);
        let messages = |view: &Value| {
            let timeline = view["timeline"].as_array().unwrap().iter();
            let mut all: Vec<_> = timeline.filter_map(|e| e["message"].as_str()).collect();
            all.sort_unstable();
            all.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let all = messages(&here);
        assert_eq!(all, messages(&there));
        assert!(all.windows(2).all(|two| two[0] != two[1]), "a message is there twice: {all:?}");
        for entry in here["timeline"].as_array().unwrap() {
            if let Some(text) = entry["body"]["text"].as_str() {
                *texts.entry(text.to_owned()).or_default() += 1;
            }
        }
    }
    for (text, done) in &answered.notes {
        let times = texts.get(text).copied().unwrap_or_default();
        assert!(times <= 1, "`{text}` is there {times} times");
        assert!(times == 1 || !done, "`{text}` was answered and is not there");
    }
}
