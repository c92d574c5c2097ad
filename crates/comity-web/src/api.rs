// SPDX-License-Identifier: EUPL-1.2
//! What officers' programs may ask: one file per operation, each who - what - ask the node -
//! answer.
//!
//! No rule is here: what may be done is decided by the node. Limits stand beside the routes.

pub(crate) mod add_peer;
pub(crate) mod approve_by_phone;
pub(crate) mod attach;
pub(crate) mod begin;
pub(crate) mod change_officer;
pub(crate) mod command;
pub(crate) mod confirm_destroyed;
pub(crate) mod consent;
pub(crate) mod consent_to_officer;
pub(crate) mod contacts;
pub(crate) mod dead_letters;
pub(crate) mod decline_officer;
pub(crate) mod description;
pub(crate) mod doctor;
pub(crate) mod drill;
pub(crate) mod drills;
pub(crate) mod emergencies;
pub(crate) mod exhibit;
pub(crate) mod findings;
pub(crate) mod law;
pub(crate) mod law_basis;
pub(crate) mod law_confirmations;
pub(crate) mod law_status;
pub(crate) mod list;
pub(crate) mod me;
pub(crate) mod misuse;
pub(crate) mod officer_proposals;
pub(crate) mod officers;
pub(crate) mod package;
pub(crate) mod paste;
pub(crate) mod peer_standing;
pub(crate) mod peers;
pub(crate) mod providers;
pub(crate) mod put_exhibit;
pub(crate) mod recovery;
pub(crate) mod refused;
pub(crate) mod release;
pub(crate) mod requeue;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod states;
pub(crate) mod turn_epoch;
pub(crate) mod voice;

use comity_domain::id::{Reference, RequestId};
use comity_node::Officer;
use serde::{Deserialize, Deserializer};

use crate::app::App;
use crate::problem::Problem;

/// LIMIT: octets of a note of a call.
const CALL_BYTES_MAX: usize = 16 * 1024;

/// How many lines a page has, if it may have so many.
pub(crate) fn lines(asked: u32, most: u32) -> Result<u32, Problem> {
    if (1..=most).contains(&asked) {
        return Ok(asked);
    }
    Err(Problem::malformed("query", format!("`limit` is 1 to {most}")))
}

/// A request as a path names it: by its id, or by either State's reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named(String);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if text.parse::<RequestId>().is_ok() || text.parse::<Reference>().is_ok() {
            return Ok(Self(text));
        }
        Err(serde::de::Error::custom(
            "a request is named by its id or by a reference such as `XA-2026-000123`",
        ))
    }
}

impl Named {
    /// The request it names, if this officer may see it.
    pub(crate) async fn resolve(&self, app: &App, who: &Officer) -> Result<RequestId, Problem> {
        Ok(app.node.resolve(who, &self.0).await?)
    }
}
