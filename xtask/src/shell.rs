// SPDX-License-Identifier: EUPL-1.2
//! Running other programs from the root of the project, each shown before it starts.

use std::cell::Cell;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a chore stopped: one sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(what: String) -> Self {
        Self(what)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tests counted over all the binaries of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Tally {
    /// Adds what a closing line of the test harness says; any other line adds nothing.
    pub(crate) fn add_line(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else { return };
        for part in rest.split([';', '.']) {
            let mut words = part.split_whitespace();
            let Some(count) = words.next().and_then(|w| w.parse::<u64>().ok()) else { continue };
            match words.next() {
                Some("passed") => self.passed += count,
                Some("failed") => self.failed += count,
                Some("ignored") => self.ignored += count,
                _ => {}
            }
        }
    }
}

/// Where the work is done: the root of the project and its `target` folder.
#[derive(Debug)]
pub(crate) struct Workshop {
    root: PathBuf,
    tests: Cell<Tally>,
}

impl Workshop {
    /// The project that this program was built from.
    pub(crate) fn open() -> Result<Self, Failure> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().ok_or_else(|| Failure::new("xtask has no parent".to_owned()))?;
        Ok(Self { root: root.to_owned(), tests: Cell::default() })
    }

    /// A path inside the project.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The tests counted so far.
    pub(crate) fn tests(&self) -> Tally {
        self.tests.get()
    }

    /// A program that will run in the root, with no standard input.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Cargo with these words, which are split at spaces.
    pub(crate) fn cargo(&self, words: &str) -> Command {
        // The cargo that runs us, so that `+toolchain` is kept.
        let mut command = self.command(env!("CARGO"));
        command.args(words.split_whitespace()).env("CARGO_TARGET_DIR", self.path("target"));
        command
    }

    /// Runs it; a failure is an exit other than 0.
    #[expect(clippy::unused_self, reason = "programs are run by the workshop that made them")]
    pub(crate) fn run(&self, command: &mut Command) -> Result<(), Failure> {
        println!("$ {}", shown(command));
        let status = command.status().map_err(|e| not_started(command, &e))?;
        if status.success() { Ok(()) } else { Err(ended(command, status)) }
    }

    /// Runs it and returns what it wrote to standard output.
    #[expect(clippy::unused_self, reason = "programs are run by the workshop that made them")]
    pub(crate) fn read(&self, command: &mut Command) -> Result<String, Failure> {
        let output = command.output().map_err(|e| not_started(command, &e))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(ended(command, output.status))
        }
    }

    /// Runs tests, passes on what they print and counts them.
    pub(crate) fn run_tests(&self, command: &mut Command) -> Result<(), Failure> {
        println!("$ {}", shown(command));
        let mut child =
            command.stdout(Stdio::piped()).spawn().map_err(|e| not_started(command, &e))?;
        let mut tally = self.tests.get();
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                tally.add_line(&line);
                println!("{line}");
            }
        }
        self.tests.set(tally);
        let status = child.wait().map_err(|e| not_started(command, &e))?;
        if status.success() { Ok(()) } else { Err(ended(command, status)) }
    }

    /// Whether a program of this name can be started.
    pub(crate) fn has(&self, program: &str) -> bool {
        self.read(self.command("sh").arg("-c").arg(format!("command -v {program}"))).is_ok()
    }
}

fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for word in command.get_args() {
        line.push(' ');
        line.push_str(&word.to_string_lossy());
    }
    line
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be run: {error}", shown(command)))
}

fn ended(command: &Command, status: std::process::ExitStatus) -> Failure {
    Failure::new(format!("`{}` ended with {status}", shown(command)))
}

/// What went wrong with a file, as a failure.
pub(crate) fn with_file(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |error| Failure::new(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests;
