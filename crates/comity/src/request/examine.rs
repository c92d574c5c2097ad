// SPDX-License-Identifier: EUPL-1.2
//! An examination in arguments: what the law allows, and the questions about protected freedoms and
//! persons. Nothing is answered by leaving it out.

use clap::Args;
use comity_domain::screen::{Answered, Concern, Said, Transfer, no_to_all};
use serde_json::{Value, json};

use super::perform;
use crate::api::Api;
use crate::fault::Fault;

/// What an examiner found.
#[derive(Debug, Args)]
pub(super) struct Examine {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
    /// The items it is about; all if none is named
    #[arg(long = "item", value_name = "N")]
    items: Vec<u16>,
    /// What the law allows, and why
    #[arg(long, default_value = "")]
    text: String,
    /// Whether the law here lets data be handed over: lawful, with-conditions or unlawful
    #[arg(long)]
    transfer: Option<Transfer>,
    /// An answer about protected freedoms or persons, such as `press=yes: she edits a paper`
    #[arg(long = "answer", value_name = "QUESTION=ANSWER[: WHY]")]
    answers: Vec<String>,
    /// Every question that no --answer names was looked into, and nothing points to it
    #[arg(long)]
    otherwise_no: bool,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

impl Examine {
    pub(super) async fn take(&self, api: &Api) -> Result<Value, Fault> {
        let named: Result<Vec<Answered>, Fault> =
            self.answers.iter().map(|text| answer(text)).collect();
        let mut answers = named?;
        if self.otherwise_no {
            let open: Vec<Answered> = no_to_all()
                .into_iter()
                .filter(|no| answers.iter().all(|given| given.concern != no.concern))
                .collect();
            answers.extend(open);
        }
        let is = json!({"text": self.text, "answers": answers});
        let command = json!({"command": "take", "step": "examine", "items": self.items,
            "facts": {"transfer": self.transfer}, "detail": {"detail": "screen", "is": is}});
        perform(api, &self.request, self.role.as_deref(), command).await
    }
}

fn answer(text: &str) -> Result<Answered, Fault> {
    let wrong = || {
        let known: Vec<&str> = Concern::ALL.iter().map(|concern| concern.code()).collect();
        let said: Vec<&str> = Said::ALL.iter().map(|said| said.code()).collect();
        let (known, said) = (known.join(", "), said.join(", "));
        Fault::unreadable(format!("`{text}` answers none of {known} with one of {said}"))
            .hint("write --answer 'press=yes: she edits a paper'")
    };
    let (concern, rest) = text.split_once('=').ok_or_else(wrong)?;
    let (said, words) = rest.split_once(':').unwrap_or((rest, ""));
    let concern = Concern::from_code(concern.trim()).ok_or_else(wrong)?;
    let said = Said::from_code(said.trim()).ok_or_else(wrong)?;
    Ok(Answered { concern, said, words: words.trim().to_owned() })
}

/// An examination that finds nothing to stop at, as a command: for the demonstration and figures.
pub(crate) fn found_nothing(text: &str) -> Value {
    let is = json!({"text": text, "answers": no_to_all()});
    json!({"command": "take", "step": "examine", "facts": {"transfer": Transfer::Lawful},
        "detail": {"detail": "screen", "is": is}})
}
