// SPDX-License-Identifier: EUPL-1.2
//! `comity demo`: two complete nodes on this machine, and one night between them.
//!
//! Nothing is staged: two stores, two sets of keys, TLS between them, every rule in force. Each
//! step says who did what and what was checked; what does not hold ends the demo with an error. The
//! States are invented, the law is not. Start with [`Demo::run`].

mod cheat;
pub(crate) mod disclosure;
mod evidence;
pub(crate) mod preservation;
mod stage;
mod tour;
pub(crate) mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::config::{Level, Log, LogFormat};
use crate::fault::Fault;
use crate::figures::Figures;
use crate::log;
use crate::scratch::Scratch;
use crate::serve::listen;
use stage::Stage;
use world::{Country, founded, introduced, plain};

/// Shows the whole thing: two invented States, one night, one exhibit.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// End after the story; the exit code says whether everything was verified
    #[arg(long)]
    once: bool,
    /// A file of yours as the evidence, instead of a generated log
    #[arg(long, value_name = "FILE")]
    exhibit: Option<PathBuf>,
    /// Leave the evidence package in this folder, which must not exist
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Arcadia's interface on this port, Borealia's on the next; free ports if absent
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

impl Demo {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        log::begin(&Log { format: LogFormat::Text, level: Level::Error });
        let folder = Scratch::make(&std::env::temp_dir())?;
        let mut stage = Stage::new();
        let (mut arcadia, mut borealia) = Box::pin(self.countries(&folder, &mut stage)).await?;
        introduced(&mut stage, &arcadia, &borealia).await?;
        let held = preservation::play(&mut stage, &arcadia, &borealia).await?;
        let case =
            disclosure::play(&mut stage, (&arcadia, &borealia), &held, self.exhibit.as_deref());
        let case = case.await?;
        let out = self.out.clone().unwrap_or_else(|| folder.path().join("package"));
        evidence::play(&mut stage, (&arcadia, &borealia), &case, &out).await?;
        preservation::release(&mut stage, (&arcadia, &borealia), &held, case.request).await?;
        cheat::play(&mut stage, (&arcadia, &borealia), &case, folder.path()).await?;
        stage.done(self.out.as_deref());
        if !self.once {
            arcadia.running.begin_sending();
            borealia.running.begin_sending();
            arcadia.running.begin_fetching();
            borealia.running.begin_fetching();
            preservation::waits(&arcadia, &borealia, &held).await?;
            tour::show(&arcadia, &borealia, &case);
            tokio::select! {
                fault = arcadia.running.died() => return Err(fault),
                fault = borealia.running.died() => return Err(fault),
                stopped = tokio::signal::ctrl_c() => stopped.map_err(Fault::unavailable)?,
            }
        }
        arcadia.running.end().await;
        borealia.running.end().await;
        Ok(())
    }

    async fn countries(
        &self,
        folder: &Scratch,
        stage: &mut Stage,
    ) -> Result<(Country, Country), Fault> {
        let port = |n: u16| match self.port {
            None => Ok(0),
            Some(port) => port.checked_add(n).ok_or_else(|| {
                Fault::unreadable("there is no port after that one: choose a lower one")
            }),
        };
        let at = |port| listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let (first, second) = (at(port(0)?).await?, at(port(1)?).await?);
        let figures = Figures::install();
        stage.scene("Two States, each with a node of its own");
        let [here, across] = [&first, &second].map(|desk| desk.local_addr().ok());
        let arcadia =
            Box::pin(founded("XA", folder.path(), first, (&figures, across), plain)).await?;
        let borealia =
            Box::pin(founded("XB", folder.path(), second, (&figures, here), plain)).await?;
        for country in [&arcadia, &borealia] {
            let what = format!("is founded: http://{}, peers {}", country.api, country.peers);
            stage.act(&format!("{} ({})", country.name, country.node.state()), &what);
        }
        Ok((arcadia, borealia))
    }
}
