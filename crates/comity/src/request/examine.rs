// SPDX-License-Identifier: EUPL-1.2
//! An examination in arguments: what the law allows, and the questions about protected freedoms and
//! persons. Nothing is answered by leaving it out.

use std::fmt::Display;
use std::str::FromStr;

use clap::Args;
use comity_domain::dual::Conduct;
use comity_domain::screen::{
    Answered, Concern, Research, Said, Sign, Transfer, no_to_all, no_to_all_of_an_attack,
};
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
    /// A sign of security research, such as `programme=yes: reported to the vendor first`; owed of
    /// an attack on a system where --answer says of research something else than no
    #[arg(long = "sign", value_name = "SIGN=ANSWER[: WHAT WAS SEEN]")]
    signs: Vec<String>,
    /// What the conduct behind an offence is, and whether it would be one here (yes, no, unsure),
    /// such as `illegal-access=yes: opened another's mail; CC 9; 4 years`
    #[arg(long = "conduct", value_name = "OFFENCE=HERE: CONDUCT[; PROVISION[; YEARS]]")]
    conduct: Vec<String>,
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
        let signs: Result<Vec<Sign>, Fault> = self.signs.iter().map(|text| sign(text)).collect();
        let dual: Result<Vec<Conduct>, Fault> =
            self.conduct.iter().map(|text| conduct(text)).collect();
        let is = json!({"text": self.text, "answers": answers, "research": signs?, "dual": dual?});
        let command = json!({"command": "take", "step": "examine", "items": self.items,
            "facts": {"transfer": self.transfer}, "detail": {"detail": "screen", "is": is}});
        perform(api, &self.request, self.role.as_deref(), command).await
    }
}

fn answer(text: &str) -> Result<Answered, Fault> {
    let hint = "write --answer 'press=yes: she edits a paper'";
    let (concern, said, words) = replied(text, Concern::ALL, hint)?;
    Ok(Answered { concern, said, words })
}

fn sign(text: &str) -> Result<Sign, Fault> {
    let hint = "write --sign 'programme=yes: reported to the vendor first'";
    let (sign, said, words) = replied(text, Research::ALL, hint)?;
    Ok(Sign { sign, said, words })
}

/// One of these, what is said of it, and the words.
fn replied<Q: FromStr + Display>(
    text: &str,
    all: &[Q],
    hint: &str,
) -> Result<(Q, Said, String), Fault> {
    let read = parts(text)
        .and_then(|(name, said, words)| Some((name.parse().ok()?, Said::from_code(said)?, words)));
    read.ok_or_else(|| {
        let (known, said) = (listed(all), listed(Said::ALL));
        Fault::unreadable(format!("`{text}` answers none of {known} with one of {said}")).hint(hint)
    })
}

fn listed(all: &[impl Display]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn conduct(text: &str) -> Result<Conduct, Fault> {
    let wrong = || {
        Fault::unreadable(format!("`{text}` names no offence with what was done"))
            .hint("write --conduct 'illegal-access=yes: opened another\'s mail; CC 9; 4 years'")
    };
    let (name, here, words) = parts(text).ok_or_else(wrong)?;
    let mut words = words.split(';').map(str::trim);
    let conduct = words.next().unwrap_or_default().to_owned();
    let provision = words.next().unwrap_or_default().to_owned();
    let years = words.next().map(|years| years.trim_end_matches(|c: char| !c.is_ascii_digit()));
    let maximum_years = years.map(str::parse).transpose().map_err(|_| wrong())?;
    let here = Said::from_code(here).ok_or_else(wrong)?;
    let offence = name.parse().map_err(|_| wrong())?;
    Ok(Conduct { offence, conduct, here, provision, maximum_years })
}

/// A name, what is said of it, and the words that it rests on.
fn parts(text: &str) -> Option<(&str, &str, String)> {
    let (name, rest) = text.split_once('=')?;
    let (said, words) = rest.split_once(':').unwrap_or((rest, ""));
    Some((name.trim(), said.trim(), words.trim().to_owned()))
}

/// An examination that finds nothing to stop at, as a command: for the demonstration and figures.
pub(crate) fn found_nothing(text: &str) -> Value {
    let is = json!({"text": text, "answers": no_to_all_of_an_attack("A ransom was asked for.")});
    json!({"command": "take", "step": "examine", "facts": {"transfer": Transfer::Lawful},
        "detail": {"detail": "screen", "is": is}})
}

#[cfg(test)]
mod tests;
