// SPDX-License-Identifier: EUPL-1.2
//! The docket of a State that has very many requests: lists, filters and searches, each asked of
//! the node as a page asks.

use std::fmt;
use std::time::{Duration, Instant};

use clap::Args;
use comity_domain::role::Role;
use comity_node::{Node, Officer, Wanted};
use jiff::SignedDuration;
use serde::Serialize;

use super::{Pair, fill, percentile};
use crate::fault::Fault;

/// Lists, filters and searches among very many requests.
#[derive(Debug, Args)]
pub(super) struct Docket {
    /// Requests in the store
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    requests: u32,
    /// How often each is asked
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(100..=100_000))]
    times: u32,
}

/// What was found, in milliseconds: 99 of 100 are not slower.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    requests: u32,
    /// Seconds that filling took.
    filled_in: f64,
    list_p99_ms: f64,
    filter_p99_ms: f64,
    reference_p99_ms: f64,
    /// Of a search by identifier, which is on record before it is answered.
    search_p99_ms: f64,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, list_p99_ms, filter_p99_ms, reference_p99_ms, search_p99_ms, .. } =
            self;
        write!(f, "among {requests} requests 99 of 100 within: a list {list_p99_ms:.1} ms, ")?;
        write!(f, "a filter {filter_p99_ms:.1} ms, a reference {reference_p99_ms:.1} ms, ")?;
        write!(f, "a search on record {search_p99_ms:.1} ms")
    }
}

impl Docket {
    pub(super) async fn measure(&self, pair: &Pair) -> Result<Found, Fault> {
        let node = &pair.arcadia.node;
        let officer = pair.arcadia.officer(Role::Duty)?;
        let (other, began) = (pair.borealia.node.state(), Instant::now());
        let requests = usize::try_from(self.requests).map_err(Fault::bad)?;
        fill::fill(node, other, requests).await?;
        let filled_in = began.elapsed().as_secs_f64();
        let asks = Asks { node, officer, times: self.times, requests: self.requests };
        Ok(Found {
            requests: self.requests,
            filled_in,
            list_p99_ms: asks.lists().await?,
            filter_p99_ms: asks.filters().await?,
            reference_p99_ms: asks.references().await?,
            search_p99_ms: asks.searches().await?,
        })
    }
}

struct Asks<'a> {
    node: &'a Node,
    officer: &'a Officer,
    times: u32,
    requests: u32,
}

impl Asks<'_> {
    /// Page after page.
    async fn lists(&self) -> Result<f64, Fault> {
        let (mut took, mut after) = (Vec::new(), None);
        for _ in 0..self.times {
            let wanted = Wanted { after, limit: 100, ..Wanted::default() };
            let began = Instant::now();
            let lines = self.node.list(self.officer, wanted).await?;
            took.push(began.elapsed());
            after = lines.last().map(|line| line.request);
        }
        percentile(took, 99)
    }

    /// What waits for this State, what ends soon, by state, by the other State.
    async fn filters(&self) -> Result<f64, Fault> {
        let soon = self.node.now() + SignedDuration::from_hours(48);
        let state = Some("needs-info".parse().map_err(Fault::bad)?);
        let peer = Some("XB".parse().map_err(Fault::bad)?);
        let filters = [
            Wanted { mine: true, limit: 500, ..Wanted::default() },
            Wanted { due_before: Some(soon), limit: 100, ..Wanted::default() },
            Wanted { state, mine: true, limit: 100, ..Wanted::default() },
            Wanted { peer, due_before: Some(soon), limit: 100, ..Wanted::default() },
        ];
        let mut took = Vec::new();
        for wanted in filters.iter().cycle().take(self.times as usize) {
            let wanted = wanted.clone();
            took.push(timed(self.node.list(self.officer, wanted)).await?);
            took.push(timed(self.node.ringing(self.officer, 20)).await?);
        }
        percentile(took, 99)
    }

    /// Our number, theirs, and one that nobody has.
    async fn references(&self) -> Result<f64, Fault> {
        let mut took = Vec::new();
        for n in (1..self.requests).step_by(self.step()) {
            for text in [format!("XA-2019-{n:06}"), format!("XB-2019-{n:06}"), format!("A-{n}/19")]
            {
                took.push(timed(self.node.referred(self.officer, &text)).await?);
            }
        }
        percentile(took, 99)
    }

    async fn searches(&self) -> Result<f64, Fault> {
        let mut took = Vec::new();
        for n in 0..self.times {
            let text = format!("203.0.113.{}", n % 256);
            let search = self.node.search(self.officer, (None, &text), "A-77/26");
            took.push(timed(search).await?);
        }
        percentile(took, 99)
    }

    fn step(&self) -> usize {
        (self.requests / self.times).max(1) as usize
    }
}

async fn timed<T>(
    asked: impl Future<Output = Result<T, comity_node::Error>>,
) -> Result<Duration, Fault> {
    let began = Instant::now();
    asked.await?;
    Ok(began.elapsed())
}
