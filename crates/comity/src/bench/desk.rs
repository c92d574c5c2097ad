// SPDX-License-Identifier: EUPL-1.2
//! The pages of a State that has many requests, while messages arrive at a steady rate; and how
//! soon an urgent arrival rings in a page that is open.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use comity_domain::id::RequestId;
use comity_domain::role::Role;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::messages::Lane;
use super::visitor::Visitor;
use super::{Pair, fill, percentile};
use crate::demo::preservation;
use crate::fault::Fault;

/// Lanes over which the arrivals are spread: enough that one slow answer holds up no other.
const LANES: usize = 32;

/// Officers who read pages meanwhile, one page after the other.
const READERS: usize = 2;

/// How often the alarm is heard out.
const ALARMS: usize = 20;

/// LIMIT: what is not heard by then is not heard.
const HEARD_WITHIN: Duration = Duration::from_secs(10);

/// Pages read while messages arrive, and how soon an arrival rings.
#[derive(Debug, Args)]
pub(super) struct Desk {
    /// Requests in the store
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    requests: u32,
    /// Messages that arrive each second
    #[arg(long, value_name = "N", default_value_t = 50)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000))]
    arrivals: u32,
    /// How long pages are read
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    requests: u32,
    /// Messages that arrived each second meanwhile, in truth.
    arrivals_per_second: f64,
    pages: usize,
    p50_ms: f64,
    p99_ms: f64,
    /// The page that was slowest, and how slow.
    slowest: String,
    slowest_ms: f64,
    /// Octets of the largest page, without what it loads.
    largest_octets: usize,
    /// From the act of who asks to the bell at the other desk, the slowest of some.
    alarm_ms: f64,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, pages, p50_ms, p99_ms, slowest, slowest_ms, alarm_ms, .. } = self;
        write!(f, "{pages} pages on {requests} requests, ")?;
        write!(f, "{:.0} messages a second arriving: ", self.arrivals_per_second)?;
        write!(f, "half within {p50_ms:.1} ms, 99 of 100 within {p99_ms:.1} ms, ")?;
        write!(f, "the slowest {slowest} in {slowest_ms:.0} ms; rings within {alarm_ms:.0} ms")
    }
}

impl Desk {
    pub(super) async fn measure(&self, pair: Pair) -> Result<(Pair, Found), Fault> {
        let node = &pair.borealia.node;
        let other = pair.arcadia.node.state();
        let requests = usize::try_from(self.requests).map_err(Fault::bad)?;
        fill::fill(node, other, requests).await?;
        let name = pair.borealia.officer(Role::Duty)?.name.clone();
        let visitor = Visitor::enter(pair.borealia.api(), &name).await?;
        let draft = preservation::draft(&pair.arcadia, &pair.borealia, pair.an_hour_ago())?;
        let alarm = heard(&pair, &visitor, &draft).await?;

        let pair = Arc::new(pair);
        let until = Instant::now() + Duration::from_secs(self.seconds);
        let pace = Arc::new(Semaphore::new(0));
        let mut lanes = JoinSet::new();
        for _ in 0..LANES {
            lanes.spawn(Lane::paced(&pair, &draft, until, &pace).run());
        }
        let mut ticking = JoinSet::new();
        ticking.spawn(tick(Arc::clone(&pace), self.arrivals));
        let mut readers = JoinSet::new();
        for _ in 0..READERS {
            readers.spawn(read(visitor.clone(), until));
        }
        let mut views = Vec::new();
        while let Some(seen) = readers.join_next().await {
            views.extend(seen.map_err(Fault::bad)??);
        }
        // Whoever still waits for its turn gets it, and ends.
        ticking.abort_all();
        pace.add_permits(Semaphore::MAX_PERMITS / 2);
        let mut arrived = 0_u32;
        while let Some(lane) = lanes.join_next().await {
            let receipted = lane.map_err(Fault::bad)??;
            arrived += u32::try_from(receipted.iter().filter(|(at, _)| *at < until).count())
                .map_err(Fault::bad)?;
        }
        let seconds = Duration::from_secs(self.seconds).as_secs_f64();
        let found = self.found(&views, f64::from(arrived) / seconds, alarm)?;
        let pair = Arc::into_inner(pair).ok_or_else(|| Fault::bad("a lane did not end"))?;
        Ok((pair, found))
    }

    fn found(&self, views: &[View], arrivals: f64, alarm: Duration) -> Result<Found, Fault> {
        let slowest = views.iter().max_by_key(|view| view.took);
        let slowest = slowest.ok_or_else(|| Fault::bad("no page was read"))?;
        let (page, slowest_ms) = (slowest.page.clone(), slowest.took.as_secs_f64() * 1e3);
        let largest_octets = views.iter().map(|view| view.octets).max().unwrap_or_default();
        let took: Vec<Duration> = views.iter().map(|view| view.took).collect();
        Ok(Found {
            requests: self.requests,
            arrivals_per_second: arrivals,
            pages: took.len(),
            p50_ms: percentile(took.clone(), 50)?,
            p99_ms: percentile(took, 99)?,
            slowest: page,
            slowest_ms,
            largest_octets,
            alarm_ms: alarm.as_secs_f64() * 1e3,
        })
    }
}

/// Lets so many messages go each second.
async fn tick(pace: Arc<Semaphore>, each_second: u32) {
    let mut beat = tokio::time::interval(Duration::from_secs(1) / each_second);
    loop {
        beat.tick().await;
        pace.add_permits(1);
    }
}

/// A page that was read.
struct View {
    page: String,
    took: Duration,
    octets: usize,
}

/// What a duty officer looks at, over and over: the docket's views, the newest requests and their
/// letters, the shift, the roster, the directory, the form of an act.
async fn read(visitor: Visitor, until: Instant) -> Result<Vec<View>, Fault> {
    let mut views = Vec::new();
    let mut newest = String::new();
    while Instant::now() < until {
        let mut pages: Vec<String> = Vec::new();
        for view in ["me", "mine", "theirs", "ending", "all"] {
            pages.push(format!("/docket?view={view}"));
        }
        if !newest.is_empty() {
            pages.push(format!("/requests/{newest}"));
            pages.push(format!("/requests/{newest}/act?what=message&kind=note"));
        }
        let rest = ["/docket?reference=nobody%27s", "/hand-over", "/duty", "/directory"];
        pages.extend(rest.map(str::to_owned));
        for page in pages {
            let (body, took) = visitor.get(&page).await?;
            let text = String::from_utf8_lossy(&body);
            let mut links = text.split("href=\"/requests/").filter_map(|rest| rest.get(..36));
            // What arrives rings and stands first: that is a request that can be opened.
            if let Some(id) = links.find(|id| id.parse::<RequestId>().is_ok())
                && text.contains("class=\"ringing\"")
            {
                id.clone_into(&mut newest);
            }
            let name = page.replace(&*newest, "newest");
            views.push(View { page: name, took, octets: body.len() });
        }
    }
    Ok(views)
}

/// Sends urgent requests one by one and waits until a page that is open at the other desk is told.
async fn heard(pair: &Pair, visitor: &Visitor, draft: &Value) -> Result<Duration, Fault> {
    let mut told = visitor.open("/events").await?.into_body();
    let mut alarms = next(&mut told).await?;
    let mut slowest = Duration::ZERO;
    for _ in 0..ALARMS {
        let request = pair.arcadia.act(Role::Duty, None, draft.clone()).await?.request;
        let began = Instant::now();
        let submit = json!({"command": "act", "kind": "req.submit"});
        pair.arcadia.act(Role::Duty, Some(request), submit).await?;
        let before = alarms;
        let heard = async {
            while alarms <= before {
                alarms = next(&mut told).await?;
            }
            Ok::<(), Fault>(())
        };
        let heard = tokio::time::timeout(HEARD_WITHIN, heard).await;
        heard.map_err(|_| Fault::bad("an urgent arrival did not ring"))??;
        slowest = slowest.max(began.elapsed());
    }
    Ok(slowest)
}

/// How many requests ring, as a page is told next.
async fn next(told: &mut Incoming) -> Result<u64, Fault> {
    loop {
        let frame = told.frame().await.ok_or_else(|| Fault::bad("the page was told no more"))?;
        let frame = frame.map_err(Fault::unavailable)?;
        let text = frame.data_ref().map(|data| String::from_utf8_lossy(data).into_owned());
        let text = text.unwrap_or_default();
        let data = text.lines().find_map(|line| line.strip_prefix("data:"));
        let data = data.and_then(|data| serde_json::from_str::<Value>(data.trim()).ok());
        if let Some(alarms) = data.and_then(|data| data.get("alarms")?.as_u64()) {
            return Ok(alarms);
        }
    }
}
