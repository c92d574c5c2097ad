// SPDX-License-Identifier: EUPL-1.2
//! The law that the program carries, how a node's own folder of it replaces that, and `comity law`:
//! one file under `law/` for each of its commands.

mod assess;
mod providers;

use std::path::Path;

use clap::{Args, Subcommand};
use comity_domain::law::Law;
use comity_domain::provider::Providers;
use comity_node::doctor::WAY_OUT;
use comity_node::{Purpose, purpose};
use comity_policy::Gate;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::Config;
use crate::fault::Fault;
use crate::policy;

/// The law and the safeguards of a node.
pub(crate) fn load(folder: Option<&Path>, policies: Option<&Path>) -> Result<(Law, Gate), Fault> {
    let gate = policy::gate(policies)?;
    Ok((read(folder)?, gate))
}

/// Whether the node may be what its configuration says: in production no workflow rests on a row
/// that was compared with no text.
pub(crate) fn check_production(config: &Config, law: &Law, now: Timestamp) -> Result<(), Fault> {
    let rows = match config.profile {
        Purpose::Exercise => Vec::new(),
        Purpose::Production => {
            purpose::in_the_way(law, config.state, now.to_zoned(TimeZone::UTC).date())
        }
    };
    if rows.is_empty() {
        return Ok(());
    }
    let mut what = format!(
        "`profile = \"production\"`, and workflows rest on {} rows of the law that were compared \
         with no text:",
        rows.len()
    );
    for row in &rows {
        what.push_str("\n  ");
        what.push_str(&row.to_string());
    }
    Err(Fault::unreadable(what).hint(WAY_OUT))
}

/// The law alone.
fn read(folder: Option<&Path>) -> Result<Law, Fault> {
    match folder {
        None => Law::shipped().map_err(Fault::unreadable),
        Some(folder) => of_folder(folder),
    }
}

/// Law that somebody wrote, and where to look for how it should be.
fn wrong(error: impl std::fmt::Display) -> Fault {
    Fault::unreadable(error).hint("compare with the law that the program carries: its `law/`")
}

fn of_folder(folder: &Path) -> Result<Law, Fault> {
    let law = Law::read(&texts(&folder.join("instruments"))?, &texts(&folder.join("states"))?);
    let law = law.map_err(wrong)?;
    let path = folder.join("providers.toml");
    if !path.exists() {
        // Every order is then served on `other`.
        return Ok(law);
    }
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
    })?;
    let providers = Providers::parse(&path.display().to_string(), &text);
    Ok(law.with_providers(providers.map_err(wrong)?))
}

type Texts = Vec<(String, String)>;

fn texts(folder: &Path) -> Result<Texts, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display())).hint(
            "a folder of law has `instruments` and `states`, as the source of the program does",
        )
    };
    let mut found = Texts::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path).map_err(wrong)?;
            found.push((path.display().to_string(), text));
        }
    }
    found.sort();
    Ok(found)
}

/// Law: what the node has loaded
#[derive(Debug, Args)]
pub(crate) struct LawCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Assess(assess::Assess),
    Providers(providers::Listing),
}

impl LawCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        match self.what {
            What::Assess(assess) => assess.run(),
            What::Providers(listing) => Box::pin(listing.run()).await,
        }
    }
}
