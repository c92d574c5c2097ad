// SPDX-License-Identifier: EUPL-1.2
//! What an inquiry may be answered: words on law and technique, a provider, or that a search was
//! taken up. Never anything about a person: that takes a request of its own.

use super::{Rules, path};
use crate::law::ReasonCode;
use crate::message::{Body, ItemFact, Kind};
use crate::request::{Act, Refusal, Request};
use crate::role::Side;
use crate::workflow::{Answer, Question};

fn wrong(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

/// What was asked, by the signed request.
fn question(request: &Request) -> Option<Question> {
    let first = request.chains.at(Side::Requesting, 1)?;
    Question::from_code(first.head.facts.question.as_ref()?.as_str())
}

/// The answer has nothing in it but what its question may be answered by.
pub(super) fn bare(request: &Request, act: &Act) -> Result<(), Refusal> {
    if act.kind != Kind::InquiryAnswer {
        return Ok(());
    }
    let in_words = question(request).is_some_and(Question::is_answered_in_words);
    let (text, language) = (act.body.text.clone(), act.body.language.clone());
    let names = Body { path: act.body.path.clone(), ..Body::default() };
    let may_be = if in_words { Body { text, language, ..names } } else { names };
    let more = |fact: &ItemFact| !fact.exhibits.is_empty() || fact.tier.is_some();
    if act.body != may_be || act.items.iter().any(more) {
        let why = "an inquiry never carries personal data back: words only on law and technique, \
                   never a file; who is meant, and where, takes a request of its own";
        return Err(wrong("body", why));
    }
    path::names(act)
}

/// Whether this question can be answered so, and the answer says what it must.
pub(super) fn told(
    request: &Request,
    (act_text, fact): (Option<&String>, &ItemFact),
    answer: Option<Answer>,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let question = question(request);
    let holder = question == Some(Question::Holder);
    let said = act_text.is_some_and(|text| !text.trim().is_empty());
    match answer {
        Some(Answer::Denied) => {
            let known = fact.reason.as_ref().and_then(|code| ReasonCode::from_code(code.as_str()));
            let why = "whoever is not helped is told why, by a reason of the list";
            known.map(|_| ()).ok_or(wrong("reason", why))
        }
        Some(Answer::Held) if holder && fact.path.is_some() => {
            fact.path.as_ref().map_or(Ok(()), |path| path::known(path, rules))
        }
        Some(Answer::NotHeld) if holder => Ok(()),
        Some(Answer::Granted) if question == Some(Question::Whereabouts) => Ok(()),
        Some(Answer::Granted) if !holder && said => Ok(()),
        _ if holder => Err(wrong(
            "answer",
            "who holds something is answered by `held`, with State and provider as `path`, by \
             `not-held` or by `denied`",
        )),
        _ if question == Some(Question::Whereabouts) => Err(wrong(
            "answer",
            "a search for a person is answered by `granted`, which says that it was taken up and \
             nothing of what it finds, or by `denied`",
        )),
        _ => Err(wrong("answer", "advice is `granted`, in words, or `denied`")),
    }
}
