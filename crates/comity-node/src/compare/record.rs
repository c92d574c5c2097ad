// SPDX-License-Identifier: EUPL-1.2
//! The record of what officers found: lines of the journal, sealed under keys that do not lie in
//! the store. Whoever can write to the store alone puts no word there that counts.

use std::sync::PoisonError;

use comity_domain::law::{Compared, Comparisons};
use comity_store::journal::JOURNAL_MAX;

use crate::purpose::in_the_way;
use crate::{Error, Node, Purpose};

/// The journal's kind of rows that an officer held against a text: all words of one time.
const COMPARED: &str = "law-compared";

impl Node {
    pub(super) async fn put_on_record(&self, words: &[Compared]) -> Result<(), Error> {
        self.journal_write(COMPARED, &words).await?;
        Ok(())
    }

    /// Lets count what is on record, whatever the store has beside it. A node for production does
    /// not open where the two differ and a row stands in its way by the record.
    pub(crate) async fn hold_to_record(&self) -> Result<(), Error> {
        let mut times = Vec::new();
        let mut before = None;
        loop {
            let lines = self.journal_read::<Vec<Compared>>(COMPARED, before, JOURNAL_MAX).await?;
            let Some(last) = lines.last() else { break };
            before = Some(last.number);
            times.extend(lines.into_iter().map(|line| line.is));
        }
        // The newest come first. An instrument that is not loaded any more has no rows here.
        let words = times.into_iter().rev().flatten();
        let loaded = |word: &Compared| self.law.instrument(&word.instrument).is_some();
        let all: Comparisons = words.filter(loaded).collect();
        let kept = self.compared();
        if kept == all {
            return Ok(());
        }
        let (stored, recorded) = (kept.count(), all.count());
        tracing::warn!(
            stored,
            recorded,
            "what the store has of officers' words on rows of the law is not what is on record: \
             the record counts"
        );
        let left = in_the_way(&self.law, self.state, self.today(), &all).len();
        *self.compared.write().unwrap_or_else(PoisonError::into_inner) = all;
        if self.purpose == Purpose::Production && left > 0 {
            return Err(Error::unavailable(format!(
                "officers' words on rows of the law were changed in the store outside the program: \
                 {recorded} words are on record and count, and by them {left} rows stand in the \
                 way of production; under the profile `exercise` officers confirm them anew"
            )));
        }
        Ok(())
    }
}
