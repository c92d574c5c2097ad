// SPDX-License-Identifier: EUPL-1.2
//! Counting the rows of lists.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::World;
use crate::Tally;

impl World {
    pub(crate) fn tally(&self) -> Vec<Tally> {
        let mut counts = BTreeMap::new();
        for row in self.rows.values() {
            let alike = Tally {
                year: row.created.to_zoned(TimeZone::UTC).year(),
                side: row.side,
                peer: row.peer,
                measure: row.measure.clone(),
                urgency: row.urgency.clone(),
                state: row.state.clone(),
                requests: 0,
            };
            *counts.entry(alike).or_insert(0) += 1;
        }
        counts.into_iter().map(|(alike, requests)| Tally { requests, ..alike }).collect()
    }
}
