// SPDX-License-Identifier: EUPL-1.2
//! The law that the program carries, how a node's own folder of it replaces that, and `comity law`:
//! one file under `law/` for each of its commands.

mod assess;
mod basis;
mod confirm;
mod providers;
mod show;
mod status;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_domain::law::{Comparisons, Law, LawError, Provisions, Register, World};
use comity_domain::misuse::Thresholds;
use comity_domain::provider::Providers;
use comity_node::doctor::{WAY_OUT, next_step};
use comity_node::{Clock as _, Purpose, compare, purpose};
use comity_policy::Gate;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::fault::Fault;
use crate::policy;

/// The law and the safeguards of a node.
pub(crate) fn load(folder: Option<&Path>, policies: Option<&Path>) -> Result<(Law, Gate), Fault> {
    Ok((law_of(folder)?, policy::gate(policies)?))
}

/// Whether the node may be what its configuration says: in production no workflow rests on a row
/// that was compared with no text.
pub(crate) fn check_production(config: &Config, law: &Law, now: Timestamp) -> Result<(), Fault> {
    let rows = match config.profile {
        Purpose::Exercise => Vec::new(),
        Purpose::Production => {
            let today = now.to_zoned(TimeZone::UTC).date();
            purpose::in_the_way(law, config.state, today, &compared(config, law)?)
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
    let next = rows.first().map(next_step).unwrap_or_default();
    Err(Fault::unreadable(what).hint(format!("under the profile `exercise`: `{next}`; {WAY_OUT}")))
}

/// What officers said of rows of the law, from the store of a node that may or may not run.
pub(crate) fn compared(config: &Config, law: &Law) -> Result<Comparisons, Fault> {
    Ok(compare::compared_in(&config.data.join("store"), law)?)
}

/// The law alone: a folder's, or what the program carries.
fn law_of(folder: Option<&Path>) -> Result<Law, Fault> {
    folder.map_or_else(|| Law::shipped().map_err(Fault::unreadable), of_folder)
}

/// Law that somebody wrote, and where to look for how it should be.
fn wrong(error: impl std::fmt::Display) -> Fault {
    Fault::unreadable(error).hint("compare with the law that the program carries: its `law/`")
}

fn of_folder(folder: &Path) -> Result<Law, Fault> {
    let law = Law::read(&texts(&folder.join("instruments"))?, &texts(&folder.join("states"))?);
    let law = law.map_err(wrong)?.with_provisions(provisions(folder)?).map_err(wrong)?;
    let law = with_registers(law, folder)?;
    let law = with_misuse(law, folder)?;
    let path = folder.join("providers.toml");
    if !path.exists() {
        // Every order is then served on `other`.
        return Ok(law);
    }
    let providers = Providers::parse(&path.display().to_string(), &text_of(&path)?);
    Ok(law.with_providers(providers.map_err(wrong)?))
}

/// What each State of the folder cites and classifies: `states/XX/provisions.toml`.
fn provisions(folder: &Path) -> Result<Vec<Provisions>, Fault> {
    let mut found = Vec::new();
    let mut states: Vec<PathBuf> = std::fs::read_dir(folder.join("states"))
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(wrong)?;
    states.sort();
    for path in states.iter().map(|state| state.join("provisions.toml")).filter(|p| p.exists()) {
        let read = Provisions::parse(&path.display().to_string(), &text_of(&path)?);
        found.push(read.map_err(wrong)?);
    }
    Ok(found)
}

/// The States of the world and who joined what: the folder's own where it has them, else those that
/// ship with the program, of the instruments that are here.
fn with_registers(law: Law, folder: &Path) -> Result<Law, Fault> {
    let (world, status) = (folder.join("world.toml"), folder.join("status"));
    let world = if world.exists() {
        World::parse(&world.display().to_string(), &text_of(&world)?)
    } else {
        Law::shipped_world()
    };
    let registers: Result<Vec<Register>, LawError> = if status.exists() {
        texts(&status)?.iter().map(|(file, text)| Register::parse(file, text)).collect()
    } else {
        Law::shipped_registers()
    };
    let mut registers = registers.map_err(wrong)?;
    if !status.exists() {
        registers.retain(|register| law.instrument(register.instrument()).is_some());
    }
    law.with_registers(world.map_err(wrong)?, registers).map_err(wrong)
}

/// The thresholds of misuse: the folder's own where it has them.
fn with_misuse(law: Law, folder: &Path) -> Result<Law, Fault> {
    let path = folder.join("misuse.toml");
    if !path.exists() {
        return Ok(law);
    }
    let thresholds = Thresholds::parse(&path.display().to_string(), &text_of(&path)?);
    Ok(law.with_misuse(thresholds.map_err(wrong)?))
}

fn text_of(path: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(path)
        .map_err(|error| Fault::unreadable(format!("`{}` cannot be read: {error}", path.display())))
}

type Texts = Vec<(String, String)>;

/// The files of law in a folder.
fn texts(folder: &Path) -> Result<Texts, Fault> {
    let hint = "a folder of law has `instruments` and `states`, as the source of the program does";
    files(folder, &["toml"], hint)
}

/// The files in a folder that end so: names and texts, by name. The hint says what should be there.
pub(crate) fn files(folder: &Path, ends: &[&str], hint: &str) -> Result<Texts, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display())).hint(hint)
    };
    let mut found = Texts::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| ends.iter().any(|known| end == *known)) {
            let text = std::fs::read_to_string(&path).map_err(wrong)?;
            found.push((path.display().to_string(), text));
        }
    }
    found.sort();
    Ok(found)
}

/// Law that needs no node: the program's own, or a folder.
#[derive(Debug, Args)]
struct Source {
    /// A folder of law, instead of what the program carries
    #[arg(long, value_name = "FOLDER")]
    law: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Source {
    fn law(&self) -> Result<Law, Fault> {
        law_of(self.law.as_deref())
    }
}

/// Today, in UTC: law is dated by days, and whoever needs another says so.
fn today() -> jiff::civil::Date {
    SystemClock.now().to_zoned(TimeZone::UTC).date()
}

/// Law: on what a request can stand, who joined what, what an article says, who holds data
#[derive(Debug, Args)]
pub(crate) struct LawCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Assess(assess::Assess),
    Basis(basis::Asked),
    Show(show::Asked),
    Status(status::Asked),
    Providers(providers::Listing),
    Confirmations(confirm::Listing),
    Confirm(confirm::Confirming),
}

impl LawCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        match self.what {
            What::Assess(assess) => assess.run(),
            What::Basis(asked) => asked.run(),
            What::Show(asked) => asked.run(),
            What::Status(asked) => asked.run(),
            What::Providers(listing) => Box::pin(listing.run()).await,
            What::Confirmations(listing) => Box::pin(listing.run()).await,
            What::Confirm(confirming) => Box::pin(confirming.run()).await,
        }
    }
}
