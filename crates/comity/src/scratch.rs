// SPDX-License-Identifier: EUPL-1.2
//! A folder for nodes that live only as long as the command.

use std::path::{Path, PathBuf};

use crate::fault::Fault;

/// Removed, with what is in it, when dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new folder under `parent`, for its owner only.
    pub(crate) fn make(parent: &Path) -> Result<Self, Fault> {
        let name = format!("comity-{}", hex::encode(crate::chance::octets::<6>()));
        let path = parent.join(name);
        crate::keys::make_folder(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies where the system, or whoever named the place, clears up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
