// SPDX-License-Identifier: EUPL-1.2
//! The commands of the program.

use clap::{Parser, Subcommand};

use crate::fault::Fault;
use crate::{
    bench, dead_letters, demo, directory, doctor, exhibit, init, key_work, law, misuse, officer,
    paste, peer, policy, request, restored, serve, texts, verify,
};

/// The node that a State runs to ask other States for electronic evidence and to answer theirs.
#[derive(Debug, Parser)]
#[command(name = "comity", version, max_term_width = 100, after_help = EXITS)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXITS: &str = "Exit codes: 0 done; 1 it did not hold or was refused; 2 arguments, \
                     configuration or files cannot be read; 3 not allowed; 4 not there; \
                     5 cannot be reached now.";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Serve(serve::Serve),
    Demo(demo::Demo),
    Request(Box<request::RequestCommand>),
    Exhibit(exhibit::ExhibitCommand),
    Peer(peer::PeerCommand),
    Officer(officer::OfficerCommand),
    Law(law::LawCommand),
    Policy(policy::PolicyCommand),
    Paste(paste::Paste),
    DeadLetters(dead_letters::DeadLetters),
    Misuse(misuse::MisuseCommand),
    Keys(key_work::KeysCommand),
    Directory(directory::DirectoryCommand),
    Restored(restored::RestoredCommand),
    Verify(verify::Verify),
    Doctor(doctor::Doctor),
    Bench(bench::Bench),
    Completions(texts::Completions),
    Man(texts::Man),
}

impl Cli {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        match self.command {
            Command::Init(command) => Box::pin(command.run()).await,
            Command::Serve(command) => Box::pin(command.run()).await,
            Command::Demo(command) => Box::pin(command.run()).await,
            Command::Request(command) => Box::pin(command.run()).await,
            Command::Exhibit(command) => Box::pin(command.run()).await,
            Command::Peer(command) => Box::pin(command.run()).await,
            Command::Officer(command) => Box::pin(command.run()).await,
            Command::Law(command) => Box::pin(command.run()).await,
            Command::Policy(command) => command.run(),
            Command::Paste(command) => command.run(),
            Command::DeadLetters(command) => Box::pin(command.run()).await,
            Command::Misuse(command) => Box::pin(command.run()).await,
            Command::Directory(command) => command.run(),
            Command::Keys(command) => Box::pin(command.run()).await,
            Command::Restored(command) => Box::pin(command.run()).await,
            Command::Verify(command) => command.run(),
            Command::Doctor(command) => command.run(),
            Command::Bench(command) => Box::pin(command.run()).await,
            Command::Completions(command) => {
                command.run();
                Ok(())
            }
            Command::Man(command) => command.run(),
        }
    }
}
