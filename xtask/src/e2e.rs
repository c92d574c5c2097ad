// SPDX-License-Identifier: EUPL-1.2
//! Journeys in a browser: what people do at the pages of nodes that run. Their files say the rest,
//! beginning with `e2e/README.md`.

use std::fs;
use std::path::PathBuf;

use crate::node::CHECKED;
use crate::shell::{Failure, Workshop, with_file};
use crate::{api, install, interop};

/// LIMIT: seconds after which it is taken to hang; it takes half of its budget.
const SECONDS: &str = "600";

/// Where the journeys leave what they make: pictures, letters, and pages where one failed.
const MADE: &str = "target/e2e";

/// The driver of the browser, and the rules of accessibility.
pub(crate) fn install(shop: &Workshop) -> Result<PathBuf, Failure> {
    install::node(shop, "e2e", "e2e")
}

/// Plays all journeys, against the program that the tests built.
pub(crate) fn run(shop: &Workshop) -> Result<(), Failure> {
    played(shop, &[])
}

/// Plays the journeys with one of these in their name.
pub(crate) fn played(shop: &Workshop, names: &[&str]) -> Result<(), Failure> {
    let home = install(shop)?;
    let node = interop::node(shop)?;
    api::build(shop)?;
    let made = shop.path(MADE);
    install::clear(&made)?;
    fs::create_dir_all(&made).map_err(with_file(&made))?;
    let mut command = shop.command("timeout");
    command.arg(SECONDS).arg(node).arg(home.join("run.mjs"));
    command.arg(shop.path("")).arg(shop.path(CHECKED)).arg(&made).args(names);
    shop.run(&mut command)
}
