// SPDX-License-Identifier: EUPL-1.2
//! Appending, and reading the record.

use comity_domain::id::{Digest, MessageId, Reference, RequestId, StateCode};
use comity_policy::Binding;
use serde_json::Value;

use super::World;
use super::outbox::Waiting;
use crate::append::{EDITED, Walk, taken};
use crate::{
    Append, Appended, Entry, Given, Head, Numbering, StoreError, StoredEvent, Tombstone, Verified,
};

impl World {
    pub(crate) fn append(
        &mut self,
        binding: Binding,
        provenance: &str,
        append: Append,
    ) -> Result<Appended, StoreError> {
        let request = binding.request;
        self.check(&binding, &append)?;
        if append.erase_file {
            self.erase_file(request, append.events.first().map(|event| event.at));
        }
        let mut version = binding.version;
        for event in append.events {
            version += 1;
            let before = self.head();
            let mut stored = StoredEvent {
                position: before.position + 1,
                request,
                version,
                name: event.name,
                at: event.at,
                provenance: serde_json::from_str(provenance).unwrap_or(Value::Null),
                record: event.record,
                detail_digest: event.detail.as_deref().map(Digest::of),
                detail: event.detail,
                chain: before.chain,
            };
            stored.chain = stored.chain_after(&before.chain, provenance);
            self.by_request.entry(request).or_default().push(self.events.len());
            self.events.push(stored);
        }
        let reference = append.reference.map(|n| self.number(request, n, append.given));
        if let Some(row) = append.row {
            self.put_row(row.kept());
        }
        for delivery in append.outbox {
            self.outbox_last += 1;
            self.outbox.insert(self.outbox_last, Waiting::new(request, delivery));
        }
        for new in append.fetches {
            self.put_fetch(request, new);
        }
        if let Some(new) = append.receipt {
            let (message, digest, receipt) = (new.message, new.digest, new.receipt);
            self.tombstones.insert(message, Tombstone { message, request, digest, receipt });
        }
        if let Some(entry) = append.entry {
            let number = self.entries.len() as u64 + 1;
            self.entries.push(Entry { number, request, entry });
        }
        self.terms.extend(append.terms.into_iter().map(|term| (term, request)));
        self.appends += 1;
        Ok(Appended { version, position: self.head().position, reference })
    }

    /// In the order in which the database would find it.
    fn check(&self, binding: &Binding, append: &Append) -> Result<(), StoreError> {
        let request = binding.request;
        let found = self.by_request.get(&request).map_or(0, Vec::len) as u64;
        if found != binding.version {
            let expected = format!("version {} of request {request}", binding.version);
            return Err(StoreError::conflict(expected, format!("version {found}")));
        }
        for (i, delivery) in append.outbox.iter().enumerate() {
            let message = delivery.message;
            let twice = append.outbox.iter().take(i).any(|d| d.message == message);
            if twice || self.outbox.values().any(|w| w.message == message) {
                return Err(taken(message, "the outbox"));
            }
        }
        if let Some(new) = append.receipt.as_ref().filter(|r| self.is_buried(r.message)) {
            return Err(taken(new.message, "the tombstones"));
        }
        match append.entry.as_ref().filter(|e| self.entry_of(e.message).is_some()) {
            Some(new) => Err(taken(new.message, "the ledger")),
            None => Ok(()),
        }
    }

    fn is_buried(&self, message: MessageId) -> bool {
        self.tombstones.contains_key(&message)
    }

    fn number(&mut self, request: RequestId, numbering: Numbering, given: Given) -> Reference {
        if let Some(there) = self.reference_of(request) {
            return there;
        }
        let Numbering { state, year } = numbering;
        if let Some(before) = given.before.filter(|before| before.state() == state) {
            let number = (state, before.year(), before.number());
            if !self.references.values().any(|taken| *taken == number) {
                self.references.insert(request, number);
                return before;
            }
        }
        let last = self.highest_reference(state, year).unwrap_or(0);
        let above = given.above.filter(|(of, _)| *of == year).map_or(0, |(_, above)| above);
        let next = last.max(above) + 1;
        self.references.insert(request, (state, year, next));
        Reference::new(state, year, next)
    }

    pub(crate) fn highest_reference(&self, state: StateCode, year: u16) -> Option<u32> {
        let same = self.references.values().filter(|(s, y, _)| (*s, *y) == (state, year));
        same.map(|(_, _, n)| *n).max()
    }

    pub(crate) fn load(&self, request: RequestId) -> Vec<StoredEvent> {
        let places = self.by_request.get(&request).into_iter().flatten();
        places.filter_map(|&place| self.events.get(place)).cloned().collect()
    }

    pub(crate) fn since(&self, position: u64, limit: u32) -> Vec<StoredEvent> {
        let after = self.events.iter().skip(usize::try_from(position).unwrap_or(usize::MAX));
        after.take(limit as usize).cloned().collect()
    }

    pub(crate) fn head(&self) -> Head {
        let last = self.events.last();
        last.map_or_else(Head::empty, |e| Head { position: e.position, chain: e.chain })
    }

    pub(crate) fn chain_at(&self, position: u64) -> Option<Digest> {
        let place = usize::try_from(position.checked_sub(1)?).ok()?;
        self.events.get(place).map(|e| e.chain)
    }

    pub(crate) fn reference_of(&self, request: RequestId) -> Option<Reference> {
        let (state, year, number) = *self.references.get(&request)?;
        Some(Reference::new(state, year, number))
    }

    pub(crate) fn entry_of(&self, message: MessageId) -> Option<Entry> {
        self.entries.iter().find(|e| e.entry.message == message).cloned()
    }

    pub(crate) fn entries_since(&self, number: u64, limit: u32) -> Vec<Entry> {
        let after = self.entries.iter().filter(|e| e.number > number);
        after.take(limit as usize).cloned().collect()
    }

    pub(crate) fn verify(&self) -> Result<Verified, StoreError> {
        let mut walk = Walk::new();
        for event in &self.events {
            walk.step(event, &event.provenance.to_string())
                .map_err(|what| StoreError::Corrupt { what: format!("{what}; {EDITED}") })?;
        }
        Ok(walk.done())
    }
}
