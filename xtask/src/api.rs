// SPDX-License-Identifier: EUPL-1.2
//! Schemathesis against a running node: whether the interface is what its description says,
//! whatever is sent to it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install;
use crate::node::{CHECKED, Founded};
use crate::shell::{Failure, Workshop, with_file};

/// LIMIT: cases of each kind for each operation; longer runs are for a machine that has the time.
const CASES: &str = "5";

/// The same cases in each run: a finding of yesterday is one of today.
const SEED: &str = "20251025";

/// LIMIT: seconds after which it is taken to hang.
const SECONDS: &str = "600";

/// Every office but one in one hand: what is refused for want of a role would hide what lies behind
/// it. An administrator holds no other office, and asks on their own.
const ROLES: &str = "investigator,approver,central-authority,duty,examiner,decider,executor,\
                     evidence,supervisor";

/// What only administrators may do.
const ADMINISTRATION: &str = "officers|peers|doctor|keys|recovery";

/// The Python environment.
pub(crate) fn install(shop: &Workshop) -> Result<PathBuf, Failure> {
    install::python(shop, "api", "xtask/api-requirements.txt")
}

/// Runs it.
pub(crate) fn run(shop: &Workshop) -> Result<(), Failure> {
    let bin = install(shop)?;
    build(shop)?;
    let folder = shop.path("target/api");
    install::clear(&folder)?;
    fs::create_dir_all(&folder).map_err(with_file(&folder))?;
    let node = Founded::new(shop, CHECKED, &folder.join("node"), ROLES)?;
    let running = node.serve(shop)?;
    let [officer, administrator] = &node.tokens;
    let all = asked(shop, &bin, &node, officer, ".*");
    let theirs = all.and_then(|()| asked(shop, &bin, &node, administrator, ADMINISTRATION));
    drop(running);
    theirs?;
    install::clear(&folder)
}

/// Builds the program that the tests have. The release is faster and lets arithmetic overflow;
/// that nothing else in it differs is watched by a test.
pub(crate) fn build(shop: &Workshop) -> Result<(), Failure> {
    // In the very selection of the tests: in another one its dependencies have other features, and
    // are built again.
    shop.run(&mut shop.cargo("test --locked --workspace --no-run"))
}

/// What an officer may ask of these addresses.
fn asked(
    shop: &Workshop,
    bin: &Path,
    node: &Founded,
    token: &str,
    paths: &str,
) -> Result<(), Failure> {
    let mut command = shop.command("timeout");
    command.arg(SECONDS).arg(bin.join("st")).arg("run");
    command.arg(format!("http://127.0.0.1:{}/api/v1/openapi.json", node.port));
    command.args(["--checks", "all", "--max-examples", CASES, "--seed", SEED]);
    command.args(["--include-path-regex", paths]);
    command.args(["--continue-on-failure", "--warnings", "off", "-H"]);
    command.arg(format!("Authorization: Bearer {token}"));
    shop.run(command.current_dir(shop.path("target/api")))
}
