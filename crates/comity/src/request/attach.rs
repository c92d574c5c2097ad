// SPDX-License-Identifier: EUPL-1.2
//! `comity request attach`: a file that goes with the words of a request.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::show;
use crate::api::{Api, escaped, query};
use crate::fault::Fault;
use crate::out;

/// A file to be attached.
#[derive(Debug, Args)]
pub(super) struct Attach {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// The file, of at most 64 MiB
    file: PathBuf,
    /// What it is: `order`, `scan`, `translation` or `annex`
    #[arg(long)]
    kind: String,
    /// Its language, such as `fr`
    #[arg(long)]
    language: Option<String>,
    /// The attached file that it translates, by its SHA-256
    #[arg(long, value_name = "DIGEST")]
    translation_of: Option<String>,
    /// Who certified it
    #[arg(long)]
    certified_by: Option<String>,
    /// Its media type
    #[arg(long, default_value = "application/octet-stream")]
    media_type: String,
    /// Keeps it in this State's file: the draft does not name it
    #[arg(long)]
    keep: bool,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

impl Attach {
    pub(super) async fn run(self, api: &Api, json: bool) -> Result<(), Fault> {
        let query = query(&[
            ("name", self.file.file_name().map(|name| name.to_string_lossy().into_owned())),
            ("media_type", Some(self.media_type)),
            ("kind", Some(self.kind)),
            ("language", self.language),
            ("translation_of", self.translation_of),
            ("certified_by", self.certified_by),
            ("keep", self.keep.then(|| "true".to_owned())),
            ("role", self.role),
        ]);
        let path = format!("/api/v1/requests/{}/attachments{query}", escaped(&self.request));
        let file = api.upload(&path, &self.file).await?;
        if json {
            return out::json(&file);
        }
        out::say(format!(
            "attached {}  SHA-256 {}",
            show::text(&file, "id"),
            show::text(&file, "digest")
        ));
        Ok(())
    }
}

/// What a message says of the attached files that go with it.
pub(super) async fn named(api: &Api, request: &str, ids: &[String]) -> Result<Vec<Value>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let view = api.get(&format!("/api/v1/requests/{}", escaped(request))).await?;
    let all = view.get("attachments").and_then(Value::as_array).cloned().unwrap_or_default();
    let file = |id: &String| {
        let one = all.iter().find(|one| show::text(one, "id") == *id);
        one.and_then(|one| one.get("file").filter(|file| !file.is_null())).cloned().ok_or_else(
            || {
                Fault::bad(format!("no file with the id {id} is attached to this request"))
                    .hint("`comity request show` lists those that are")
            },
        )
    };
    ids.iter().map(file).collect()
}
