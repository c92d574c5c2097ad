// SPDX-License-Identifier: EUPL-1.2
//! The program as its users run it: processes, exit codes, files.

mod assess;
mod bench;
mod confirm;
mod demo;
mod faulty;
mod help;
mod law;
mod node;
mod officer;
mod policy;
mod restored;

use std::path::Path;
use std::process::{Command, Output};

/// The program, with nothing of the tester's environment that it would read.
fn comity() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    for name in ["COMITY_URL", "COMITY_TOKEN", "COMITY_TOKEN_FILE", "COMITY_CONFIG"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    comity().args(arguments).output().expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of a test is text")
}
