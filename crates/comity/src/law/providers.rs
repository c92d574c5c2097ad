// SPDX-License-Identifier: EUPL-1.2
//! `comity law providers`: on whom an order can be served.

use clap::Args;
use serde_json::Value;

use crate::api::Access;
use crate::fault::Fault;
use crate::out;

/// Lists the register of providers: on whom an order is served, by its code
#[derive(Debug, Args)]
pub(super) struct Listing {
    #[command(flatten)]
    access: Access,
}

impl Listing {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let all = self.access.api()?.get("/api/v1/law/providers").await?;
        if self.access.json {
            return out::json(&all);
        }
        for provider in all.as_array().into_iter().flatten() {
            let text = |of: &Value, field: &str| {
                of.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            out::say(format!("{:<20} {}", text(provider, "code"), text(provider, "name")));
            let entities = provider.get("entities").and_then(Value::as_array);
            for entity in entities.into_iter().flatten() {
                out::say(format!("  {}  {}", text(entity, "state"), text(entity, "name")));
            }
        }
        Ok(())
    }
}
