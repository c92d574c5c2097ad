// SPDX-License-Identifier: EUPL-1.2
//! `comity keys`: the work on a node's own keys.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::api::Access;
use crate::chance::octets;
use crate::fault::Fault;
use crate::{epoch, out};

/// Keys: the epoch key is turned over, and destroyed.
#[derive(Debug, Args)]
pub(crate) struct KeysCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Wraps all data keys under a new epoch key and destroys the old one; what was erased before
    /// is then certified
    Turn,
    /// Says that an old epoch key is destroyed which the node cannot reach
    Destroyed {
        /// The number of that key
        #[arg(long)]
        number: u32,
    },
    /// Makes an epoch key in a new file, for whoever keeps it elsewhere
    Epoch {
        /// Its number: one more than that of the key in use
        #[arg(long)]
        number: u32,
        /// The file
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

impl KeysCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let (path, said) = match self.what {
            What::Turn => ("/api/v1/keys/turn", Value::Null),
            What::Destroyed { number } => ("/api/v1/keys/destroyed", json!({"epoch": number})),
            What::Epoch { number, to } => {
                return epoch::write(&to, number, &Zeroizing::new(octets()));
            }
        };
        let done = self.access.api()?.post(path, &said).await?;
        if self.access.json {
            return out::json(&done);
        }
        if let Some(epoch) = done.get("epoch") {
            let keys = done.get("keys").unwrap_or(&Value::Null);
            out::say(format!("{keys} data keys lie under epoch key {epoch} now"));
        }
        let certified = done.get("certified").unwrap_or(&Value::Null);
        out::say(format!("{certified} deletion certificates were signed"));
        if let Some(whom) = done.get("falls_to").and_then(Value::as_str) {
            out::say(format!("the old key is not destroyed yet; that falls to {whom}"));
        }
        Ok(())
    }
}
