// SPDX-License-Identifier: EUPL-1.2
//! The law that the program carries, and how a node's own folder of it replaces that.

use std::path::Path;

use comity_domain::law::Law;
use comity_policy::Gate;

use crate::fault::Fault;

/// The law and the safeguards of a node.
pub(crate) fn load(folder: Option<&Path>) -> Result<(Law, Gate), Fault> {
    let gate = Gate::shared().map_err(Fault::unreadable)?;
    let law = match folder {
        None => Law::shipped(),
        Some(folder) => {
            Law::read(&texts(&folder.join("instruments"))?, &texts(&folder.join("states"))?)
        }
    };
    Ok((law.map_err(Fault::unreadable)?, gate))
}

type Texts = Vec<(String, String)>;

fn texts(folder: &Path) -> Result<Texts, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display())).hint(
            "a folder of law has `instruments` and `states`, as the source of the program does",
        )
    };
    let mut found = Texts::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path).map_err(wrong)?;
            found.push((path.display().to_string(), text));
        }
    }
    found.sort();
    Ok(found)
}
