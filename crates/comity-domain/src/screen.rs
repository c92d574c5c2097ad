// SPDX-License-Identifier: EUPL-1.2
//! The questions about protected freedoms, persons and material that are answered before anything
//! is granted: by the State that asks, and by the examiner of the State that is asked.
//!
//! The examiner answers first and sees the other State's answers afterwards. Each answer is a
//! sentence of a named officer's, not a box that a form came with: a later court can find it true
//! or false. LAW: the floor says what follows from an answer; nothing follows here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::dual::DualFact;
use crate::id::{Code, OfficerId};

codes! {
    /// What has to be asked of every request for data. A person in danger, or a victim who agrees,
    /// is not meant: whose data are sought against them is.
    pub enum Concern is "a question about protected freedoms or persons" {
        /// The conduct is an expression, an assembly, an association or a belief, and nothing else.
        Speech = "speech",
        /// The purpose is political, or rests on who somebody is.
        Politics = "politics",
        /// A journalist, or a source of one.
        Press = "press",
        /// A lawyer, or another whose files are privileged.
        Privilege = "privilege",
        /// Somebody who defends human rights.
        Defender = "defender",
        /// Somebody who sought asylum, or lives in exile.
        Asylum = "asylum",
        /// Somebody who reported wrongdoing.
        WhistleBlower = "whistle-blower",
        /// Somebody who tests or researches the security of systems.
        Research = "research",
        /// A child.
        Child = "child",
    }
}

codes! {
    /// What is said to such a question; and, of conduct, whether it would be an offence here.
    pub enum Said is "an answer about protected freedoms or persons" {
        /// Nothing points to it; it would not, under any name.
        No = "no",
        /// Something does; it would.
        Yes = "yes",
        /// It cannot be told.
        Unsure = "unsure",
    }
}

codes! {
    /// Whether the law of the State that is asked lets data of this request be handed over.
    pub enum Transfer is "whether data may be handed over" {
        /// It does.
        Lawful = "lawful",
        /// It does if the other State takes conditions.
        Conditions = "with-conditions",
        /// It does not, and no condition would help.
        Unlawful = "unlawful",
    }
}

codes! {
    /// By what work on the security of systems is told from an attack on them, for the offences
    /// that both can look like. LAW: uncc 7 to 11, and 11(2) for the tools.
    pub enum Research is "a sign of security research" {
        /// Whoever owns the system allowed it.
        Authorised = "authorised",
        /// It stayed within what was allowed, or within what showing the fault took.
        Scope = "scope",
        /// The fault was disclosed: to the owner, or under a disclosure programme.
        Programme = "programme",
        /// No dishonest purpose shows.
        Intent = "intent",
        /// Harm was avoided, or undone.
        Harmless = "harmless",
        /// Tools were made or held for authorised testing, or to protect a system.
        Testing = "testing",
    }
}

/// The offences that work on the security of systems can look like, as the instruments call them.
pub const ATTACKS: &[&str] = &[
    "illegal-access",
    "illegal-interception",
    "data-interference",
    "system-interference",
    "misuse-of-devices",
];

/// Whether one of these offences can also be security research.
#[must_use]
pub fn may_be_research(offences: &[Code]) -> bool {
    offences.iter().any(|code| ATTACKS.contains(&code.as_str()))
}

/// A sign of security research, looked into, and the sentence that says what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The sign.
    pub sign: Research,
    /// Whether it is there.
    pub said: Said,
    /// What was seen; owed for every answer but no.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A question with its answer, and the sentence that gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The question.
    pub concern: Concern,
    /// The answer.
    pub said: Said,
    /// Why; owed for every answer but no.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Every question answered with no: for whoever looked, and found nothing.
#[must_use]
pub fn no_to_all() -> Vec<Answered> {
    let no =
        |concern: &Concern| Answered { concern: *concern, said: Said::No, words: String::new() };
    Concern::ALL.iter().map(no).collect()
}

/// The same, of what can look like security research: with the sentence that says why it is none.
#[must_use]
pub fn no_to_all_of_an_attack(why: &str) -> Vec<Answered> {
    let mut answers = no_to_all();
    for answer in answers.iter_mut().filter(|answer| answer.concern == Concern::Research) {
        why.clone_into(&mut answer.words);
    }
    answers
}

/// LIMIT: characters of one sentence; an officer's note is a page, no book.
pub const WORDS_MAX: usize = 4_000;

/// What is wrong with a list of answers; nothing if each question is answered once.
#[must_use]
pub fn fault(answers: &[Answered]) -> Option<&'static str> {
    let asked: BTreeSet<Concern> = answers.iter().map(|answer| answer.concern).collect();
    if asked.len() != answers.len() || asked.len() != Concern::ALL.len() {
        return Some("each question about protected freedoms and persons is answered, once");
    }
    sentence_fault(answers.iter().map(|answer| (answer.said, answer.words.as_str())))
}

/// What is wrong with the sentences of several answers.
fn sentence_fault<'a>(
    mut answers: impl Iterator<Item = (Said, &'a str)> + Clone,
) -> Option<&'static str> {
    if answers.clone().any(|(said, words)| said != Said::No && words.trim().is_empty()) {
        return Some("an answer other than `no` says in a sentence what it rests on");
    }
    answers.any(|(_, words)| is_too_long(words)).then_some(TOO_LONG)
}

pub(crate) const TOO_LONG: &str = "a sentence has at most 4000 characters";

/// Whether a sentence is longer than [`WORDS_MAX`].
pub(crate) fn is_too_long(words: &str) -> bool {
    words.chars().count() > WORDS_MAX
}

/// What is wrong with the answer about security research, where one of the offences of the request
/// can also be that; nothing if a no says why, and if each sign was looked into before anything
/// else.
#[must_use]
pub fn research_fault(answers: &[Answered], signs: &[Sign]) -> Option<&'static str> {
    let answer = answers.iter().find(|answer| answer.concern == Concern::Research)?;
    if answer.said == Said::No {
        let why = "of an attack on a system: say in a sentence why it is no security research";
        return answer.words.trim().is_empty().then_some(why);
    }
    let looked: BTreeSet<Research> = signs.iter().map(|sign| sign.sign).collect();
    if looked.len() != signs.len() || looked.len() != Research::ALL.len() {
        return Some("where it may be security research, each sign of it is looked into, once");
    }
    sentence_fault(signs.iter().map(|sign| (sign.said, sign.words.as_str())))
}

/// One officer's examination of an item, as far as it is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Who examined.
    pub by: OfficerId,
    /// The authority that officer belongs to, by its code in the directory.
    pub authority: Option<Code>,
    /// What they answered; empty where they answered nothing.
    pub said: BTreeMap<Concern, Said>,
    /// Whether data may be handed over, where they said so.
    pub transfer: Option<Transfer>,
    /// What they found of the conduct, offence by offence.
    pub dual: Vec<DualFact>,
}

impl Examination {
    /// Whether every question was answered.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        Concern::ALL.iter().all(|concern| self.said.contains_key(concern))
    }
}

/// What several examiners said of one question: a yes stays; that one could not tell is settled by
/// another who could.
#[must_use]
pub fn settled(examinations: &[Examination], concern: Concern) -> Option<Said> {
    let said = || examinations.iter().filter_map(|one| one.said.get(&concern).copied());
    [Said::Yes, Said::No, Said::Unsure].into_iter().find(|wanted| said().any(|one| one == *wanted))
}

/// What several examiners said of handing over: the strictest.
#[must_use]
pub fn strictest(examinations: &[Examination]) -> Option<Transfer> {
    examinations.iter().filter_map(|one| one.transfer).max()
}

/// Whether one State says yes where the other says no.
#[must_use]
pub fn differ(examinations: &[Examination], theirs: &[Answered]) -> bool {
    theirs.iter().any(|answer| {
        let ours = settled(examinations, answer.concern);
        matches!((ours, answer.said), (Some(Said::Yes), Said::No) | (Some(Said::No), Said::Yes))
    })
}

#[cfg(test)]
mod tests;
