// SPDX-License-Identifier: EUPL-1.2
//! What identifies the data of an item: typed, and parsed strictly.

use serde::{Deserialize, Serialize};

/// Placeholder that the identifier module replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Identifier {
    /// Words only, where nothing better is known.
    Description {
        /// The words.
        text: String,
    },
}
