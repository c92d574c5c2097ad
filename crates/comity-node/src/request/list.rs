// SPDX-License-Identifier: EUPL-1.2
//! Lists, and finding a request by what is known of it.

use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::identifier::Identifier;
use comity_domain::role::Side;
use comity_domain::workflow::State;
use comity_protocol::words::{Words, parse_words};
use comity_store::{Filter, ListRow, Order, Page};
use jiff::Timestamp;

use crate::search::{identifier_term, reference_term};
use crate::view::{Line, VouchedView};
use crate::{Error, Node, Officer};

/// LIMIT: requests of one reference that are shown.
const REFERRED_MAX: u32 = 50;

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Where it stands.
    pub state: Option<Code>,
    /// Only what waits for this State.
    pub mine: bool,
    /// The other State.
    pub peer: Option<StateCode>,
    /// A clock ends before this instant.
    pub due_before: Option<Timestamp>,
    /// Our number or theirs is exactly this.
    pub reference: Option<String>,
    /// After this request, in the order of the list.
    pub after: Option<RequestId>,
    /// At most so many.
    pub limit: u32,
}

impl Node {
    /// Requests, the most urgent clock first. Lists show no names and no words.
    pub async fn list(&self, officer: &Officer, wanted: Wanted) -> Result<Vec<Line>, Error> {
        self.may_search(officer)?;
        let filter = Filter {
            state: wanted.state,
            peer: wanted.peer,
            due_before: wanted.due_before,
            reference: wanted.reference,
            ours_to_act: wanted.mine,
            ..Filter::current()
        };
        let page = Page::first(Order::Due, wanted.limit.clamp(1, 500));
        let page = self.page_after(page, wanted.after).await?;
        let rows = self.store.list(filter, page).await?;
        Ok(rows.into_iter().map(line).collect())
    }

    /// What this State asked before about the same identifier, but for one request.
    pub async fn asked_before(
        &self,
        officer: &Officer,
        identifier: &Identifier,
        but: RequestId,
    ) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::new();
        self.may_search(officer)?;
        for id in self.store.find(self.identity().term(&identifier_term(identifier))).await? {
            let row = if id == but { None } else { self.store.row(id).await? };
            // A draft that was discarded asked for nothing.
            let row = row.filter(|row| row.side == Side::Requesting && row.ours.is_some());
            lines.extend(row.map(line));
        }
        Ok(lines)
    }

    /// Whether a message with these six words is of this State's files, sent or received: what
    /// whoever holds a letter may ask of the State that signed it. It says what stands on the
    /// letter, and nothing of the case.
    pub async fn vouch(&self, words: &str) -> Result<Option<VouchedView>, Error> {
        let words = parse_words(words).map_err(|error| Error::conflict(error.to_string()))?;
        for id in self.store.find(self.identity().term(&words_term(&words))).await? {
            let open = self.take_known(id).await?;
            let Some(request) = open.request() else { continue };
            let sides = [request.side, request.side.other()];
            let all = sides.iter().flat_map(|side| request.chains.of(*side));
            let Some(link) = all.into_iter().find(|link| words.name(&link.digest)) else {
                continue;
            };
            let head = &link.head;
            return Ok(Some(VouchedView {
                kind: head.kind.to_string(),
                from: head.from,
                to: head.to,
                signed: head.issued,
                reference: request.reference.map(|reference| reference.to_string()),
            }));
        }
        Ok(None)
    }

    /// The page that goes on after a request, if one is named.
    pub(crate) async fn page_after(
        &self,
        page: Page,
        after: Option<RequestId>,
    ) -> Result<Page, Error> {
        let Some(after) = after else { return Ok(page) };
        let row = self.store.row(after).await?;
        Ok(page.after(&row.ok_or(Error::NotFound { what: "request to go on after" })?))
    }

    /// The urgent requests of other States that wait for their acknowledgement, of the `most` that
    /// wait and end first.
    pub async fn ringing(&self, officer: &Officer, most: u32) -> Result<Vec<Line>, Error> {
        self.may_search(officer)?;
        Ok(self.ringing_rows(most).await?.into_iter().map(line).collect())
    }

    /// The same, for whoever wakes officers.
    pub(crate) async fn ringing_rows(&self, most: u32) -> Result<Vec<ListRow>, Error> {
        let filter = Filter {
            state: State::Sent.code().parse().ok(),
            side: Some(Side::Requested),
            ours_to_act: true,
            ..Filter::current()
        };
        let mut rows = self.store.list(filter, Page::first(Order::Due, most)).await?;
        rows.retain(|row| row.urgency.as_str() != "normal");
        Ok(rows)
    }

    /// The request that a text names: its UUID, or its reference here or there.
    pub async fn resolve(&self, officer: &Officer, text: &str) -> Result<RequestId, Error> {
        self.may_search(officer)?;
        if let Ok(id) = text.parse::<RequestId>() {
            return self.must_exist(id).await.map(|()| id);
        }
        let mut lines = self.referred(officer, text).await?;
        match (lines.pop(), lines.pop()) {
            (Some(line), None) => Ok(line.request),
            (Some(_), Some(_)) => Err(Error::conflict("several requests have this reference")),
            _ => Err(Error::NotFound { what: "request" }),
        }
    }

    /// Requests that have exactly this reference: ours, theirs, a case number, a holder's ticket.
    /// Whom a request names is looked for by [`Node::search`], which is on record.
    pub async fn referred(&self, officer: &Officer, text: &str) -> Result<Vec<Line>, Error> {
        self.may_search(officer)?;
        let filter = Filter { reference: Some(text.to_owned()), ..Filter::default() };
        let mut rows = self.store.list(filter, Page::first(Order::Newest, REFERRED_MAX)).await?;
        let term = self.identity().term(&reference_term(text));
        for id in self.store.find(term).await?.into_iter().take(REFERRED_MAX as usize) {
            if rows.iter().all(|row| row.request != id) {
                rows.extend(self.store.row(id).await?);
            }
        }
        Ok(rows.into_iter().map(line).collect())
    }
}

/// The text under which a request is found by the six words of one of its messages.
pub(super) fn words_term(words: &Words) -> String {
    format!("words {words}")
}

pub(crate) fn line(row: ListRow) -> Line {
    Line {
        request: row.request,
        ours: row.ours.map(|reference| reference.to_string()),
        theirs: row.theirs,
        peer: row.peer,
        side: row.side,
        measure: row.measure,
        urgency: row.urgency,
        state: row.state,
        owner: row.owner,
        clock: row.clock,
        items: row.items,
        open_items: row.open_items,
        updated: row.updated,
    }
}
