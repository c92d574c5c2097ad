// SPDX-License-Identifier: EUPL-1.2
//! Looking for whom a request names. Each search states the case that it is for and is on record
//! before it is answered; what was looked for is kept as a keyed digest, so that the record says
//! who looked for the same again, and nothing once the files are erased.

use comity_domain::id::{Digest, OfficerId};
use comity_domain::identifier::{Identifier, IdentifierKind, IpEndpoint};
use comity_policy::Action;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::request::list::line;
use crate::view::Line;
use crate::{Error, Node, Officer};

/// The journal's kind of a search.
const SEARCH: &str = "search";

/// LIMIT: letters of the case that a search is for.
const CASE_LETTERS_MAX: usize = 200;

/// LIMIT: requests that a search shows; whoever is named in more is no case but a pattern.
const FOUND_MAX: usize = 100;

/// LIMIT: searches on a page of the record.
pub const SEARCHES_MAX: u32 = 200;

/// A search, as it is on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Searched {
    by: OfficerId,
    case: String,
    kind: IdentifierKind,
    /// Keyed digest of what was looked for.
    term: Digest,
    found: u32,
}

/// A search, as the oversight body reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// Its place in the record.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: OfficerId,
    /// Their name, while they have a login.
    pub name: Option<String>,
    /// For which case, as they said.
    pub case: String,
    /// What kind of identifier was looked for.
    pub kind: IdentifierKind,
    /// Keyed digest of it: the same for the same identifier.
    pub term: Digest,
    /// In how many requests it was found.
    pub found: u32,
}

impl Node {
    /// The requests that name exactly this identifier; an internet address without a port and an
    /// instant is found with any. The search is on record, with the case that it is for.
    pub async fn search(
        &self,
        officer: &Officer,
        (kind, text): (Option<IdentifierKind>, &str),
        case: &str,
    ) -> Result<Vec<Line>, Error> {
        self.may_search(officer)?;
        let case = case.trim();
        if case.is_empty() || case.chars().count() > CASE_LETTERS_MAX {
            return Err(Error::conflict(format!(
                "a search says for which case it is, in at most {CASE_LETTERS_MAX} letters"
            )));
        }
        let identifier = read(kind, text)?;
        let term = self.identity().term(&looked_for(&identifier));
        let found = self.store.find(term).await?;
        // Before it is answered: whoever learns something is on record for it.
        let searched = Searched {
            by: officer.id,
            case: case.to_owned(),
            kind: identifier.kind(),
            term: Digest::from(term),
            found: u32::try_from(found.len()).unwrap_or(u32::MAX),
        };
        self.journal_write(SEARCH, &searched).await?;
        let mut lines = Vec::new();
        for id in found.into_iter().rev().take(FOUND_MAX) {
            lines.extend(self.store.row(id).await?.map(line));
        }
        Ok(lines)
    }

    /// The record of searches, the newest first, for the oversight body.
    pub async fn searches(
        &self,
        officer: &Officer,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<SearchView>, Error> {
        self.may(officer, Action::Review)?;
        let names = self.officer_names().await?;
        let limit = limit.clamp(1, SEARCHES_MAX);
        let lines = self.journal_read::<Searched>(SEARCH, before, limit).await?;
        let view = |line: crate::duty::own::Line<Searched>| SearchView {
            number: line.number,
            at: line.at,
            name: names.get(&line.is.by).cloned(),
            by: line.is.by,
            case: line.is.case,
            kind: line.is.kind,
            term: line.is.term,
            found: line.is.found,
        };
        Ok(lines.into_iter().map(view).collect())
    }
}

fn read(kind: Option<IdentifierKind>, text: &str) -> Result<Identifier, Error> {
    let read = match kind {
        Some(kind) => Identifier::parse(kind, text).map(Some),
        None => Identifier::guess_strictly(text),
    };
    match read {
        Ok(Some(identifier)) => Ok(identifier),
        Ok(None) => {
            Err(Error::conflict("say what kind of identifier this is: it could be several"))
        }
        Err(error) => Err(Error::conflict(error.to_string())),
    }
}

/// The texts under which a request is found that names an identifier.
pub(crate) fn identifier_terms(identifier: &Identifier) -> impl Iterator<Item = String> {
    let address = match identifier {
        Identifier::Ip(endpoint) => Some(address_term(endpoint)),
        _ => None,
    };
    std::iter::once(identifier_term(identifier)).chain(address)
}

/// The text under which exactly this is found.
pub(crate) fn identifier_term(identifier: &Identifier) -> String {
    format!("{} {identifier}", identifier.kind())
}

/// The text that is looked for: an internet address alone, unless it is told with port and instant.
fn looked_for(identifier: &Identifier) -> String {
    match identifier {
        Identifier::Ip(endpoint) if endpoint.port.is_none() || endpoint.at.is_none() => {
            address_term(endpoint)
        }
        _ => identifier_term(identifier),
    }
}

/// The text under which an internet address is found, whatever the port and the instant.
fn address_term(endpoint: &IpEndpoint) -> String {
    format!("address {}", endpoint.address)
}

/// The text under which a request is found by a case number, a reference or a holder's ticket.
pub(crate) fn reference_term(reference: &str) -> String {
    format!("reference {}", reference.trim())
}
