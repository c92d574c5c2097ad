// SPDX-License-Identifier: EUPL-1.2
//! Messages between the two: a request is drafted and sent, acknowledged, decided, and talked
//! about, over and over, as many requests at once as are to be in flight.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use comity_domain::id::RequestId;
use comity_domain::role::Role;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{Pair, percentile};
use crate::demo::preservation;
use crate::demo::world::Country;
use crate::fault::Fault;

/// Sends messages between two nodes for a while.
#[derive(Debug, Args)]
pub(super) struct Messages {
    /// Requests at once, each with one message under way
    #[arg(long, value_name = "N", default_value_t = 64)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1024))]
    in_flight: u32,
    /// How long to measure, after a second of warming up
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    in_flight: u32,
    /// Seconds measured.
    seconds: f64,
    /// Messages receipted in them.
    messages: usize,
    per_second: f64,
    /// From the officer's act to the receipt, in milliseconds.
    p50_ms: f64,
    p99_ms: f64,
    /// Processor time of the process, both nodes, in microseconds a message; not everywhere known.
    processor_us: Option<f64>,
    /// All messages, warming up included: what a counter of system calls has to be divided by.
    messages_in_all: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { in_flight, per_second, p50_ms, p99_ms, .. } = self;
        write!(f, "{per_second:.0} receipted messages a second with {in_flight} in flight; ")?;
        write!(f, "half within {p50_ms:.1} ms, 99 of 100 within {p99_ms:.1} ms")?;
        match self.processor_us {
            Some(us) => write!(f, "; {us:.0} us of processor time each"),
            None => Ok(()),
        }
    }
}

/// A message that was receipted: when, and how long it took.
pub(super) type Receipted = (Instant, Duration);

/// One request after another, until the time is up.
pub(super) struct Lane {
    pair: Arc<Pair>,
    draft: Value,
    until: Instant,
    /// Each message waits for its turn, where there is a pace.
    pace: Option<Arc<Semaphore>>,
    receipted: Vec<Receipted>,
}

impl Messages {
    pub(super) async fn measure(&self, pair: Pair) -> Result<(Pair, Found), Fault> {
        let night = pair.an_hour_ago();
        let draft = preservation::draft(&pair.arcadia, &pair.borealia, night)?;
        let pair = Arc::new(pair);
        let begin = Instant::now() + Duration::from_secs(1);
        let until = begin + Duration::from_secs(self.seconds);
        let mut lanes = JoinSet::new();
        for _ in 0..self.in_flight {
            let (pair, draft) = (Arc::clone(&pair), draft.clone());
            let lane = Lane { pair, draft, until, pace: None, receipted: Vec::new() };
            lanes.spawn(lane.run());
        }
        tokio::time::sleep_until(begin.into()).await;
        let (began, before) = (Instant::now(), processor());
        tokio::time::sleep_until(until.into()).await;
        let (ended, after) = (Instant::now(), processor());
        let mut receipted = Vec::new();
        while let Some(lane) = lanes.join_next().await {
            receipted.extend(lane.map_err(Fault::bad)??);
        }
        let spent = before.zip(after).map(|(before, after)| after.saturating_sub(before));
        let found = self.found(&receipted, (began, ended), spent)?;
        let pair = Arc::into_inner(pair).ok_or_else(|| Fault::bad("a lane did not end"))?;
        Ok((pair, found))
    }

    fn found(
        &self,
        receipted: &[Receipted],
        (began, ended): (Instant, Instant),
        spent: Option<Duration>,
    ) -> Result<Found, Fault> {
        let in_time = receipted.iter().filter(|(at, _)| (began..=ended).contains(at));
        let took: Vec<Duration> = in_time.map(|(_, took)| *took).collect();
        let seconds = (ended - began).as_secs_f64();
        let count = u32::try_from(took.len()).map_err(Fault::bad)?;
        Ok(Found {
            in_flight: self.in_flight,
            seconds,
            messages: took.len(),
            per_second: f64::from(count) / seconds,
            p50_ms: percentile(took.clone(), 50)?,
            p99_ms: percentile(took, 99)?,
            processor_us: spent.map(|spent| spent.as_secs_f64() * 1e6 / f64::from(count)),
            messages_in_all: receipted.len(),
        })
    }
}

impl Lane {
    /// One whose messages go at a pace that others share.
    pub(super) fn paced(
        pair: &Arc<Pair>,
        draft: &Value,
        until: Instant,
        pace: &Arc<Semaphore>,
    ) -> Self {
        let (pair, draft, pace) = (Arc::clone(pair), draft.clone(), Some(Arc::clone(pace)));
        Self { pair, draft, until, pace, receipted: Vec::new() }
    }

    pub(super) async fn run(mut self) -> Result<Vec<Receipted>, Fault> {
        while Instant::now() < self.until {
            self.request().await?;
        }
        Ok(self.receipted)
    }

    /// A request, and five messages of it.
    async fn request(&mut self) -> Result<(), Fault> {
        let pair = Arc::clone(&self.pair);
        let (arcadia, borealia) = (&pair.arcadia, &pair.borealia);
        let accept: Vec<Value> = (1..=3).map(|n| json!({"n": n, "answer": "accept"})).collect();
        let draft = arcadia.act(Role::Duty, None, self.draft.clone()).await?;
        let request = draft.request;
        let messages = [
            (arcadia, json!({"command": "act", "kind": "req.submit"})),
            (borealia, json!({"command": "act", "kind": "ack"})),
            (borealia, json!({"command": "act", "kind": "decide", "items": accept})),
            (arcadia, json!({"command": "act", "kind": "note", "body": {"text": NOTE}})),
            (borealia, json!({"command": "act", "kind": "note", "body": {"text": NOTE}})),
        ];
        for (country, message) in messages {
            self.message(country, request, message).await?;
        }
        Ok(())
    }

    async fn message(
        &mut self,
        country: &Country,
        request: RequestId,
        message: Value,
    ) -> Result<(), Fault> {
        if let Some(pace) = &self.pace {
            pace.acquire().await.map_err(Fault::bad)?.forget();
        }
        let began = Instant::now();
        let recorded = country.act(Role::Duty, Some(request), message).await?;
        let message = recorded.message.ok_or_else(|| Fault::bad("nothing was sent"))?;
        self.pair.receipts.of(message).await?;
        self.receipted.push((Instant::now(), began.elapsed()));
        Ok(())
    }
}

const NOTE: &str = "The provider has answered by telephone that a copy is being made; the paper \
                    follows tomorrow, with the reference of its legal department.";

/// Processor time of this process until now. Linux says it in hundredths of a second.
fn processor() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may have spaces in it.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut times = rest.split(' ').skip(11).map(|time| time.parse::<u64>().ok());
    let (user, system) = (times.next()??, times.next()??);
    Some(Duration::from_millis((user + system) * 10))
}
