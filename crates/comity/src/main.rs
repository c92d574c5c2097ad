// SPDX-License-Identifier: EUPL-1.2
//! The program: one node for one State, and the tools around it.
//!
//! Everything is wired here and decided below. One file for each command; start with [`cli`].

mod api;
mod bench;
mod chance;
mod cli;
mod clock;
mod config;
mod dead_letters;
mod demo;
mod directory;
mod doctor;
mod epoch;
mod exhibit;
mod fault;
mod figures;
mod founding;
mod init;
mod key_work;
mod keys;
mod law;
mod log;
mod mark;
mod misuse;
mod officer;
mod opening;
mod out;
mod package;
mod paste;
mod peer;
mod policy;
mod request;
mod restored;
mod running;
mod scratch;
mod serve;
mod texts;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(Box::pin(cli.run())),
        Err(error) => Err(fault::Fault::unavailable(error)),
    };
    let Err(fault) = ended else { return ExitCode::SUCCESS };
    out::warn(format!("error: {}", fault.what));
    if let Some(hint) = fault.hint {
        out::warn(format!("hint: {hint}"));
    }
    ExitCode::from(fault.exit as u8)
}
