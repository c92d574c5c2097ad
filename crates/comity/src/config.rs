// SPDX-License-Identifier: EUPL-1.2
//! The configuration of a node: one TOML file, read once, strictly.
//!
//! An unknown key, a wrong value or a missing one is an error with file and line. It holds no
//! secret: secrets lie in files of their own, and it says where.

mod alarm;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use comity_domain::codes;
use comity_domain::id::StateCode;
use comity_domain::law::Law;
use comity_node::solver::Cvc5;
use comity_policy::Gate;
use comity_web::{Address, Printer};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::law;

// LIMIT: some thirty lines with long paths; a hundred times that is another file.
const BYTES_MAX: usize = 256 * 1024;

/// Everything a node is told from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The State that the node serves.
    pub(crate) state: StateCode,
    /// Where the database, the blobs and the wrapped data keys lie.
    pub(crate) data: PathBuf,
    /// Where the node's own keys lie.
    pub(crate) keys: PathBuf,
    /// Where it is noted how far the store has come: outside the data folder, so that a backup that
    /// is put back is found out. Beside the epoch key's file, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mark: Option<PathBuf>,
    pub(crate) epoch: Epoch,
    pub(crate) api: Api,
    pub(crate) peers: Peers,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) law: Option<LawFolder>,
    /// The State's own policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) policies: Option<Policies>,
    /// How officers are woken outside the pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alarm: Option<alarm::Alarm>,
    /// The program that prints sheets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) print: Option<Print>,
    #[serde(default)]
    pub(crate) log: Log,
}

/// Where the key comes from under which data keys are wrapped: never from the data folder, so that
/// no backup of it holds both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Epoch {
    /// A file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<PathBuf>,
    /// The name of a systemd credential (`LoadCredential=`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) credential: Option<String>,
}

/// The listener for officers' programs and the public: plain HTTP, for this machine or behind
/// something that ends TLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(crate) listen: SocketAddr,
    /// The address that officers type, such as `https://desk.example/`: passkeys are made for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public: Option<Address>,
}

/// The listener for other nodes: mutual TLS, both ends pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Peers {
    pub(crate) listen: SocketAddr,
}

/// The law in a folder instead of the one that the program carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LawFolder {
    /// With `instruments/*.toml` and `states/*.toml`.
    pub(crate) folder: PathBuf,
}

/// The State's own policies instead of the plain set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policies {
    /// With `*.cedar`, and perhaps a `set.toml`; the plain set without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) folder: Option<PathBuf>,
    /// cvc5: with it the node proves again what its peers publish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) solver: Option<PathBuf>,
}

impl Policies {
    /// The paths in it. A bare name of a program is looked for where programs are.
    fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let bare = |path: &PathBuf| path.components().count() < 2;
        let solver = self.solver.as_mut().filter(|path| !bare(path));
        self.folder.iter_mut().chain(solver)
    }

    /// The solver, if one is named: one that cannot be started is found now.
    pub(crate) fn solver(&self) -> Result<Option<Cvc5>, Fault> {
        let start = |program: &PathBuf| {
            Cvc5::at(program).map_err(|why| {
                Fault::unreadable(format!("[policies] solver: {why}"))
                    .hint("`apt-get install cvc5`, or take the line out: nothing else needs it")
            })
        };
        self.solver.as_ref().map(start).transpose()
    }
}

/// How letters, orders and hand-overs become PDF: without it they are pages to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Print {
    /// `comity-print`. It runs as the node's own user, for every sheet anew.
    pub(crate) program: PathBuf,
}

impl Print {
    /// Sets it up: a program that is not there is found now.
    pub(crate) fn set_up(&self) -> Result<Printer, Fault> {
        let shown = self.program.display();
        match self.program.metadata() {
            Ok(about) if about.is_file() => Ok(Printer::new(self.program.clone())),
            Ok(_) => Err(Fault::unreadable(format!("[print]: `{shown}` is no file"))),
            Err(error) => Err(Fault::unreadable(format!("[print]: `{shown}`: {error}"))
                .hint("build it with `cargo build --release --manifest-path print/Cargo.toml`")),
        }
    }
}

/// How the node logs, to standard error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    pub(crate) level: Level,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Json, level: Level::Info }
    }
}

codes! {
    /// The form of log lines.
    pub(crate) enum LogFormat is "a log format" {
        /// One JSON object a line.
        Json = "json",
        /// For people.
        Text = "text",
    }
}

codes! {
    /// The least that is logged.
    pub(crate) enum Level is "a log level" {
        /// What needs an operator.
        Error = "error",
        /// What may come to need one.
        Warn = "warn",
        /// What happens.
        Info = "info",
        /// Why it happens.
        Debug = "debug",
    }
}

impl Config {
    /// Reads a file; paths in it are relative to its folder.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
                .hint("make one with `comity init`, or name it with --config")
        })?;
        let mut config = Self::parse(&path.display().to_string(), &text)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for given in config.paths() {
            *given = folder.join(&*given);
        }
        config.check(path)?;
        Ok(config)
    }

    /// Parses the text of a file of this name.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Fault> {
        if text.len() > BYTES_MAX {
            return Err(Fault::unreadable(format!("{file}: larger than {BYTES_MAX} octets")));
        }
        toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let breaks = text.bytes().take(before).filter(|octet| *octet == b'\n').count();
            let line = breaks + 1;
            Fault::unreadable(format!("{file}:{line}: {}", error.message().trim()))
                .hint("`comity init` writes a file that is right: compare with it")
        })
    }

    /// The law and the safeguards of the node.
    pub(crate) fn law(&self) -> Result<(Law, Gate), Fault> {
        let law = self.law.as_ref().map(|law| law.folder.as_path());
        law::load(law, self.policies.as_ref().and_then(|policies| policies.folder.as_deref()))
    }

    fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let law = self.law.as_mut().map(|law| &mut law.folder);
        let policies = self.policies.iter_mut().flat_map(Policies::paths);
        let named = self.epoch.file.as_mut().into_iter().chain(self.mark.as_mut());
        let alarm = self.alarm.as_mut().into_iter().flat_map(alarm::Alarm::paths);
        let print = self.print.as_mut().map(|print| &mut print.program);
        let ours = [&mut self.data, &mut self.keys].into_iter();
        ours.chain(named).chain(law).chain(policies).chain(alarm).chain(print)
    }

    fn check(&self, path: &Path) -> Result<(), Fault> {
        let wrong = |what: &str| Err(Fault::unreadable(format!("{}: {what}", path.display())));
        let within = |file: &PathBuf| file.starts_with(&self.data);
        if self.mark.as_ref().is_some_and(within) {
            return wrong(
                "the mark lies in the data folder, so a backup would take it back: move it",
            );
        }
        match (&self.epoch.file, &self.epoch.credential) {
            (Some(file), None) if within(file) => {
                wrong("the epoch key lies in the data folder, so a backup would hold both: move it")
            }
            (Some(_), None) | (None, Some(_)) => Ok(()),
            _ => wrong("[epoch] names either a `file` or a `credential`"),
        }
    }

    /// Where the mark lies: as it is said, or beside the epoch key's file.
    pub(crate) fn mark_path(&self) -> Option<PathBuf> {
        let beside = || Some(self.epoch.file.as_ref()?.with_file_name("store.mark"));
        self.mark.clone().or_else(beside)
    }

    /// The text of a file that says this.
    pub(crate) fn to_text(&self) -> Result<String, Fault> {
        toml::to_string(self).map_err(Fault::bad)
    }
}

#[cfg(test)]
mod tests;
