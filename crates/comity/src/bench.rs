// SPDX-License-Identifier: EUPL-1.2
//! `comity bench`: what this machine does with two nodes of its own, durable, over TLS.
//!
//! The same nodes as everywhere, with stores on the disk under `--folder`: the figures say how
//! large a desk this machine can serve. `cargo xtask bench` puts each beside its control.

mod desk;
mod docket;
mod exhibit;
mod fill;
mod messages;
mod receipts;
mod rules;
mod visitor;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Subcommand};
use comity_domain::request::Call;
use comity_domain::role::Role;
use jiff::Timestamp;
use serde::Serialize;

use crate::config::{Level, Log, LogFormat};
use crate::demo::world::{Country, founded};
use crate::fault::Fault;
use crate::figures::Figures;
use crate::log;
use crate::out::{json, say};
use crate::scratch::Scratch;
use crate::serve::listen;
use receipts::Receipts;

/// Measures this machine with two nodes of its own
#[derive(Debug, Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: What,
    /// Where the nodes' folders are made, and removed again: the disk that is measured
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// One JSON object instead of a sentence
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Messages that were sent, receipted, and are on both disks
    Messages(messages::Messages),
    /// Lists, filters and searches among very many requests
    Docket(docket::Docket),
    /// Pages of a State that has many requests, while messages arrive
    Desk(desk::Desk),
    /// An exhibit: sealed to one disk, pulled over TLS and opened from the other
    Exhibit(exhibit::Exhibit),
    /// Answers of the safeguards, and proofs of policy sets
    Rules(rules::Rules),
}

impl Bench {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        log::begin(&Log { format: LogFormat::Text, level: Level::Error });
        if let What::Rules(rules) = &self.what {
            // It needs neither nodes nor a disk.
            return self.tell(&rules.measure()?);
        }
        let folder = Scratch::make(&self.folder)?;
        let pair = Box::pin(Pair::found(&folder)).await?;
        match &self.what {
            What::Messages(messages) => {
                let (pair, found) = Box::pin(messages.measure(pair)).await?;
                pair.end().await;
                self.tell(&found)
            }
            What::Docket(docket) => {
                let found = Box::pin(docket.measure(&pair)).await?;
                pair.end().await;
                self.tell(&found)
            }
            What::Desk(desk) => {
                let (pair, found) = Box::pin(desk.measure(pair)).await?;
                pair.end().await;
                self.tell(&found)
            }
            What::Exhibit(exhibit) => {
                let found = Box::pin(exhibit.measure(&pair, folder.path())).await?;
                pair.end().await;
                self.tell(&found)
            }
            What::Rules(_) => Ok(()),
        }
    }

    fn tell<T: Serialize + std::fmt::Display>(&self, found: &T) -> Result<(), Fault> {
        if self.json {
            return json(found);
        }
        say(found);
        Ok(())
    }
}

/// In milliseconds: how long so many of a hundred took at most.
fn percentile(mut took: Vec<Duration>, hundredths: usize) -> Result<f64, Fault> {
    took.sort_unstable();
    let place = (took.len() * hundredths / 100).min(took.len().saturating_sub(1));
    let found = took
        .get(place)
        .ok_or_else(|| Fault::bad("nothing was done in time: measure for longer"))?;
    Ok(found.as_secs_f64() * 1e3)
}

/// Arcadia and Borealia, introduced and at work, and what tells of each receipt.
struct Pair {
    arcadia: Country,
    borealia: Country,
    receipts: Arc<Receipts>,
}

impl Pair {
    async fn found(folder: &Scratch) -> Result<Self, Fault> {
        let figures = Figures::install();
        let receipts = Arc::new(Receipts::default());
        let any = || listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let way = |network| receipts.around(network);
        let mut arcadia =
            Box::pin(founded("XA", folder.path(), any().await?, (&figures, None), way)).await?;
        let mut borealia =
            Box::pin(founded("XB", folder.path(), any().await?, (&figures, None), way)).await?;
        arcadia.meet(&borealia).await?;
        borealia.meet(&arcadia).await?;
        let call = Call {
            number: "+99955500101".to_owned(),
            office: "Duty desk".to_owned(),
            text: String::new(),
        };
        let duty = borealia.officer(Role::Duty)?;
        borealia.node.confirm_by_voice(duty, arcadia.node.state(), &call).await?;
        arcadia.running.begin_sending();
        borealia.running.begin_sending();
        Ok(Self { arcadia, borealia, receipts })
    }

    /// When it happened: whole seconds, as identifiers want them.
    fn an_hour_ago(&self) -> Timestamp {
        let second = self.arcadia.node.now().as_second();
        Timestamp::from_second(second - 3600).unwrap_or_default()
    }

    async fn end(self) {
        self.arcadia.running.end().await;
        self.borealia.running.end().await;
    }
}
