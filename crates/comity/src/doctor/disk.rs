// SPDX-License-Identifier: EUPL-1.2
//! How much room there is, as `df` tells it: the standard library does not ask the file system.

use std::path::Path;
use std::process::Command;

use super::{Finding, Standing};

/// LIMIT: room for a thousand messages and one exhibit of a gibibyte.
const BAD_KIB: u64 = 2 * 1024 * 1024;
/// LIMIT: a quiet month of a busy State.
const WARN_KIB: u64 = 20 * 1024 * 1024;

pub(super) fn check(folder: &Path) -> Finding {
    let Some(free) = free_kib(folder) else {
        return Finding::new("disk", Standing::Warn, "`df` does not say how much room there is")
            .hint("see for yourself: a full disk stops the node");
    };
    let text = format!("{} MiB are free for `{}`", free / 1024, folder.display());
    match free {
        free if free < BAD_KIB => Finding::new("disk", Standing::Bad, text)
            .hint("a full disk stops the node; nothing that was receipted is lost"),
        free if free < WARN_KIB => Finding::new("disk", Standing::Warn, text),
        _ => Finding::new("disk", Standing::Good, text),
    }
}

fn free_kib(folder: &Path) -> Option<u64> {
    let said = Command::new("df").args(["-Pk", "--"]).arg(folder).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
