// SPDX-License-Identifier: EUPL-1.2
//! The journal.

use comity_domain::id::Code;
use jiff::Timestamp;

use super::World;
use crate::JournalLine;
use crate::list::kept;

impl World {
    pub(crate) fn journal_write(&mut self, kind: Code, at: Timestamp, body: Vec<u8>) -> u64 {
        let number = self.journal.len() as u64 + 1;
        self.journal.push(JournalLine { number, kind, at: kept(at), body });
        number
    }

    pub(crate) fn journal(&self, kind: &Code, before: Option<u64>, limit: u32) -> Vec<JournalLine> {
        let wanted = |line: &&JournalLine| {
            line.kind == *kind && before.is_none_or(|before| line.number < before)
        };
        self.journal.iter().rev().filter(wanted).take(limit as usize).cloned().collect()
    }
}
