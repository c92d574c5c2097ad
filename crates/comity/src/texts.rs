// SPDX-License-Identifier: EUPL-1.2
//! What is printed from the commands themselves: shell completions and manual pages.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::fault::Fault;

/// Prints the completions of a shell: `comity completions bash > /etc/bash_completion.d/comity`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) {
        clap_complete::generate(self.shell, &mut Cli::command(), "comity", &mut std::io::stdout());
    }
}

/// Writes the manual pages into a folder.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, such as `/usr/local/share/man/man1`
    folder: PathBuf,
}

impl Man {
    pub(crate) fn run(&self) -> Result<(), Fault> {
        let wrong = |error: std::io::Error| {
            Fault::unavailable(format!("`{}` cannot be written: {error}", self.folder.display()))
        };
        std::fs::create_dir_all(&self.folder).map_err(wrong)?;
        clap_mangen::generate_to(Cli::command(), &self.folder).map_err(wrong)
    }
}
