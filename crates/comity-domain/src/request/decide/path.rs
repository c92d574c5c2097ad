// SPDX-License-Identifier: EUPL-1.2
//! What a disclosure of the path tells: for each item the next provider and its State, no more.

use super::Rules;
use crate::id::Code;
use crate::message::{Body, ItemFact, Kind};
use crate::request::{Act, Refusal, Request};

/// The code of a provider that is not in the register.
const OTHER: &str = "other";

/// LIMIT: characters of the name of a provider: a name, and no place for a story.
const NAME_MAX: usize = 120;

fn wrong(why: &'static str) -> Refusal {
    Refusal::FieldMissing { field: "path", why }
}

/// The message has nothing in it but the path.
pub(super) fn bare(act: &Act) -> Result<(), Refusal> {
    if act.kind != Kind::Path {
        return Ok(());
    }
    let more = |fact: &ItemFact| !fact.exhibits.is_empty() || fact.tier.is_some();
    let names = Body { path: act.body.path.clone(), ..Body::default() };
    if act.body != names || act.items.iter().any(more) {
        return Err(wrong(
            "a path tells the next provider and its State and no more: leave out text, files and \
             exhibits; what else is known is asked for as a disclosure",
        ));
    }
    for name in &act.body.path {
        let other = |fact: &&ItemFact| {
            fact.n == name.n
                && fact.path.as_ref().is_some_and(|path| path.provider.as_str() == OTHER)
        };
        let short = name.provider.chars().count() <= NAME_MAX && !name.provider.contains('@');
        if !short || act.items.iter().find(other).is_none() {
            return Err(wrong(
                "a name is that of a firm, for an item whose next provider is `other`",
            ));
        }
    }
    let nameless = |fact: &&ItemFact| {
        let other = fact.path.as_ref().is_some_and(|path| path.provider.as_str() == OTHER);
        let named = |n: u16| {
            act.body.path.iter().any(|name| name.n == n && !name.provider.trim().is_empty())
        };
        other && !named(fact.n)
    };
    match act.items.iter().find(nameless) {
        Some(_) => Err(wrong("a provider that the register does not know is named in the body")),
        None => Ok(()),
    }
}

/// Where the path of this item goes on: abroad, at a provider.
pub(super) fn told(request: &Request, fact: &ItemFact, rules: Rules<'_>) -> Result<(), Refusal> {
    let why = "it says of each item in which State the next provider is, and which";
    let path = fact.path.as_ref().ok_or(wrong(why))?;
    if path.state == request.me {
        let why = "the next provider is in this State: hold the data there under the preservation \
                   itself";
        return Err(wrong(why));
    }
    let known = |code: &Code| code.as_str() == OTHER || rules.law.providers().find(code).is_some();
    if known(&path.provider) {
        return Ok(());
    }
    Err(wrong("a provider is named by its code in the register, or as `other` with its name"))
}
