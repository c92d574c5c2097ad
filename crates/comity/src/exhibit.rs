// SPDX-License-Identifier: EUPL-1.2
//! `comity exhibit`: evidence in and out, streamed.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use http_body_util::BodyExt as _;
use tokio::io::AsyncWriteExt as _;

use crate::api::{Access, Api, escaped, query};
use crate::fault::Fault;
use crate::out;

/// Exhibits: put in as a holder gave them, got as they were handed over.
#[derive(Debug, Args)]
pub(crate) struct ExhibitCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Seals a file and puts it in as evidence of an item
    Put(Put),
    /// Fetches an exhibit or an attachment, checks it, and writes it opened
    Get(Get),
}

#[derive(Debug, Args)]
struct Put {
    /// The request: its id, or a reference such as XB-2026-000123
    request: String,
    /// The item it answers
    item: u16,
    /// The file
    file: PathBuf,
    /// Whom it came from, and their reference
    #[arg(long)]
    source: String,
    /// Its media type
    #[arg(long, default_value = "application/octet-stream")]
    media_type: String,
    /// Its name, if not the file's own
    #[arg(long)]
    name: Option<String>,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

#[derive(Debug, Args)]
struct Get {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// The exhibit's id, as `comity request show` lists it
    exhibit: String,
    /// The file to write, which must not exist
    file: PathBuf,
}

impl ExhibitCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        match self.what {
            What::Put(put) => put.run(&api, self.access.json).await,
            What::Get(get) => get.run(&api).await,
        }
    }
}

impl Put {
    async fn run(self, api: &Api, json: bool) -> Result<(), Fault> {
        let own = self.file.file_name().map(|name| name.to_string_lossy().into_owned());
        let query = query(&[
            ("name", self.name.or(own)),
            ("media_type", Some(self.media_type)),
            ("source", Some(self.source)),
            ("role", self.role),
        ]);
        let (request, item) = (escaped(&self.request), self.item);
        let path = format!("/api/v1/requests/{request}/items/{item}/exhibits{query}");
        crate::request::show_done(&api.upload(&path, &self.file).await?, json)
    }
}

impl Get {
    async fn run(self, api: &Api) -> Result<(), Fault> {
        let (request, exhibit) = (escaped(&self.request), escaped(&self.exhibit));
        let mut body =
            api.download(&format!("/api/v1/requests/{request}/exhibits/{exhibit}")).await?;
        // Until the last octet is checked it is not evidence, so it has another name until then.
        let partial = self.file.with_extension("partial");
        let wrong = |error: std::io::Error| {
            Fault::unavailable(format!("`{}` cannot be written: {error}", self.file.display()))
                .hint("a file that is there is never overwritten")
        };
        if self.file.exists() {
            return Err(wrong(std::io::ErrorKind::AlreadyExists.into()));
        }
        let mut file = tokio::fs::File::create_new(&partial).await.map_err(wrong)?;
        let mut bytes = 0_u64;
        while let Some(frame) = body.frame().await {
            let frame = match frame {
                Ok(frame) => frame,
                Err(error) => {
                    tokio::fs::remove_file(&partial).await.map_err(wrong)?;
                    return Err(Fault::bad(format!(
                        "it broke off or is not what it should be: {error}"
                    ))
                    .hint("nothing was kept; look at the node's log, and send a damage report"));
                }
            };
            if let Ok(octets) = frame.into_data() {
                file.write_all(&octets).await.map_err(wrong)?;
                bytes += octets.len() as u64;
            }
        }
        file.sync_all().await.map_err(wrong)?;
        tokio::fs::rename(&partial, &self.file).await.map_err(wrong)?;
        out::say(format!("{bytes} octets in {}", self.file.display()));
        Ok(())
    }
}
