// SPDX-License-Identifier: EUPL-1.2
//! The record of what officers found: lines of the journal, sealed under keys that do not lie in
//! the store. Whoever can write to the store alone puts no word there that counts.

use std::collections::BTreeMap;

use comity_domain::id::{Code, Digest, OfficerId};
use comity_domain::law::Compared;
use comity_domain::role::Role;
use comity_store::journal::JOURNAL_MAX;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Comparing;
use crate::purpose::in_the_way;
use crate::{Error, Node, Officer, Purpose};

/// The journal's kind of rows that an officer held against a text.
const COMPARED: &str = "law-compared";

/// One time that an officer did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Act {
    said: Comparing,
    by: OfficerId,
    roles: Vec<Role>,
    authority: Option<Code>,
    at: Timestamp,
}

impl Act {
    /// Whether this word on one of its rows is what was said then.
    fn says(&self, word: &Compared) -> bool {
        let said = &self.said;
        let text = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
        (self.by, self.at, &self.roles, &self.authority)
            == (word.by, word.at, &word.roles, &word.authority)
            && (&said.instrument, said.verdict) == (&word.instrument, word.verdict)
            && (said.document.trim(), said.page.trim()) == (&*word.document, &*word.page)
            && text(&said.says) == word.says
            && said.on == Some(word.on)
            && said.rows.contains(&word.digest)
    }
}

impl Node {
    pub(super) async fn put_on_record(
        &self,
        by: &Officer,
        said: &Comparing,
        at: Timestamp,
    ) -> Result<(), Error> {
        let on = Some(said.on.unwrap_or_else(|| self.today()));
        let said = Comparing { on, ..said.clone() };
        let (roles, authority) = (by.roles.clone(), by.authority.clone());
        self.journal_write(COMPARED, &Act { said, by: by.id, roles, authority, at }).await?;
        Ok(())
    }

    /// Lets only those words count that are on record. A node for production does not open where
    /// a row stands in its way without the others.
    pub(crate) async fn hold_to_record(&self) -> Result<(), Error> {
        let mut all = self.compared();
        if all.is_empty() {
            return Ok(());
        }
        let mut acts: BTreeMap<Digest, Vec<Act>> = BTreeMap::new();
        let mut before = None;
        loop {
            let lines = self.journal_read::<Act>(COMPARED, before, JOURNAL_MAX).await?;
            let Some(last) = lines.last() else { break };
            before = Some(last.number);
            for act in lines.into_iter().map(|line| line.is) {
                for row in &act.said.rows {
                    acts.entry(*row).or_default().push(act.clone());
                }
            }
        }
        let on_record = |word: &Compared| {
            acts.get(&word.digest).is_some_and(|acts| acts.iter().any(|act| act.says(word)))
        };
        let odd = all.retain(on_record);
        if odd == 0 {
            return Ok(());
        }
        tracing::warn!(
            words = odd,
            "on rows of the law there are words in the store that no line of the journal has: they \
             do not count, and who said them says them again"
        );
        let left = in_the_way(&self.law, self.state, self.today(), &all).len();
        *self.compared.write().unwrap_or_else(std::sync::PoisonError::into_inner) = all;
        if self.purpose == Purpose::Production && left > 0 {
            return Err(Error::unavailable(format!(
                "{odd} words on rows of the law are in the store and on no record: they were put \
                 there outside the program and do not count, and without them {left} rows stand in \
                 the way of production; under the profile `exercise` officers confirm them anew"
            )));
        }
        Ok(())
    }
}
