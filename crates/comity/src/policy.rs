// SPDX-License-Identifier: EUPL-1.2
//! A State's own policies: loading them, proving what they keep, comparing two sets.

mod say;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comity_node::solver::Cvc5;
use comity_policy::prove::{Line, Obligation, Theory};
use comity_policy::{Gate, PolicyError, Set, matrix};

use crate::fault::Fault;
use crate::{law, out};

/// The safeguards of a node: of the set in this folder, or of the plain one.
pub(crate) fn gate(folder: Option<&Path>) -> Result<Gate, Fault> {
    let set = folder.map_or_else(|| Set::plain().map_err(wrong), read)?;
    Gate::new(&set).map_err(wrong)
}

fn wrong(error: PolicyError) -> Fault {
    Fault::unreadable(error)
        .hint("`comity policy start` writes a set that is right: compare with it")
}

/// The set in a folder.
fn read(folder: &Path) -> Result<Set, Fault> {
    let hint = "a set of policies is a folder of `.cedar` files, perhaps with a `set.toml`";
    let files = law::files(folder, &["cedar", "toml"], hint)?;
    if files.is_empty() {
        let what = format!("`{}` holds no policies", folder.display());
        return Err(Fault::unreadable(what).hint(hint));
    }
    Set::read(&files).map_err(wrong)
}

/// The set in a folder, or the shipped one of this name where there is no such folder.
fn named(set: &Path) -> Result<Set, Fault> {
    match set.to_str().filter(|name| !set.exists() && Set::names().contains(name)) {
        Some(name) => Set::shipped(name).map_err(wrong),
        None => read(set),
    }
}

/// Policies: what a State's own rules keep, whatever is asked
#[derive(Debug, Args)]
pub(crate) struct PolicyCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Prove(Prove),
    Diff(Diff),
    /// Prints who may do what under a set: every office, act and state
    Matrix {
        /// A folder of policies, or the name of a set that ships
        #[arg(default_value = "plain")]
        set: PathBuf,
    },
    /// Begins a set of one's own with one that ships
    Start {
        /// The set that ships: `plain` or `strict`
        name: String,
        /// The folder to write, which must not be there
        dir: PathBuf,
    },
}

/// Proves a set: that it keeps the floor and leaves open what must stay open, whatever is asked
#[derive(Debug, Args)]
struct Prove {
    /// A folder of policies, or the name of a set that ships
    set: PathBuf,
    #[command(flatten)]
    solver: Solver,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Tells what becomes allowed and what becomes forbidden from one set to another
#[derive(Debug, Args)]
struct Diff {
    /// The set of before: a folder, or the name of a set that ships
    old: PathBuf,
    /// The set of after
    new: PathBuf,
    #[command(flatten)]
    solver: Solver,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Solver {
    /// The solver: cvc5, as Debian has it
    #[arg(long, value_name = "PROGRAM", default_value = "cvc5", env = "COMITY_CVC5")]
    solver: PathBuf,
}

impl Solver {
    fn start(&self) -> Result<Cvc5, Fault> {
        Cvc5::at(&self.solver).map_err(|why| {
            Fault::unavailable(why).hint(
                "proofs need the solver cvc5, and nothing else does: `apt-get install cvc5`, or \
                 name it with --solver",
            )
        })
    }
}

impl PolicyCommand {
    pub(crate) fn run(self) -> Result<(), Fault> {
        match self.what {
            What::Prove(command) => command.run(),
            What::Diff(command) => command.run(),
            What::Matrix { set } => {
                out::say(matrix::page(&Gate::new(&named(&set)?).map_err(wrong)?));
                Ok(())
            }
            What::Start { name, dir } => start(&name, &dir),
        }
    }
}

impl Prove {
    fn run(self) -> Result<(), Fault> {
        let theory = Theory::new(&named(&self.set)?).map_err(wrong)?;
        let solver = self.solver.start()?;
        let told = |line: &Line| {
            if !self.json {
                out::say(say::line(line));
            }
        };
        if !self.json {
            out::say(say::HEADING);
        }
        let proof = solver.prove(&theory, Obligation::ALL, &told);
        if self.json {
            out::json(&proof)?;
        } else {
            say::outcome(&proof);
        }
        if proof.holds() {
            return Ok(());
        }
        Err(Fault::bad("the set does not keep what it must")
            .hint("change the rules that are named, and prove it again"))
    }
}

impl Diff {
    fn run(self) -> Result<(), Fault> {
        let read = |set: &Path| Theory::new(&named(set)?).map_err(wrong);
        let (old, new) = (read(&self.old)?, read(&self.new)?);
        let solver = self.solver.start()?;
        let changes = say::changes(&solver, (&old, &new)).map_err(|why| {
            Fault::unavailable(format!("the solver did not say what differs: {why}"))
        })?;
        if self.json {
            return out::json(&changes);
        }
        say::differences(&changes);
        Ok(())
    }
}

fn start(name: &str, dir: &Path) -> Result<(), Fault> {
    let files = Set::sources(name);
    if files.is_empty() {
        return Err(Fault::unreadable(format!("no set `{name}` ships"))
            .hint(format!("there are: {}", Set::names().join(", "))));
    }
    let unwritten = |error: std::io::Error| {
        Fault::bad(format!("`{}` cannot be written: {error}", dir.display()))
    };
    std::fs::create_dir(dir).map_err(unwritten)?;
    for (file, text) in files {
        std::fs::write(dir.join(file), text).map_err(unwritten)?;
    }
    let shown = dir.display();
    out::say(format!("{shown}: the set `{name}`. Prove each change: comity policy prove {shown}"));
    out::say("To use it, name it in the node's configuration, and publish a directory statement:");
    out::say(format!("  [policies]\n  folder = \"{shown}\""));
    Ok(())
}
