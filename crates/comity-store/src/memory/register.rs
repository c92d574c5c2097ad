// SPDX-License-Identifier: EUPL-1.2
//! Directory statements, peers, officers and settings.

use comity_domain::id::{Digest, StateCode};

use super::World;
use crate::register::{of_another, other_statement};
use crate::{DirectoryRow, Officer, Peer, StoreError};

impl World {
    pub(crate) fn put_directory(&mut self, row: DirectoryRow) -> Result<(), StoreError> {
        match self.directories.get(&(row.state, row.seq)) {
            Some(there) if there.digest == row.digest => Ok(()),
            Some(there) => Err(other_statement(&row, there.digest)),
            None => {
                self.directories.insert((row.state, row.seq), row);
                Ok(())
            }
        }
    }

    pub(crate) fn directories(&self, state: StateCode) -> Vec<DirectoryRow> {
        self.directories.range((state, 0)..=(state, u32::MAX)).map(|(_, row)| row.clone()).collect()
    }

    pub(crate) fn put_peer(&mut self, peer: Peer) {
        self.peers.insert(peer.state, peer);
    }

    pub(crate) fn peers(&self) -> Vec<Peer> {
        self.peers.values().cloned().collect()
    }

    pub(crate) fn put_officer(&mut self, officer: Officer) -> Result<(), StoreError> {
        let same = |other: &Officer| {
            other.token.is_some() && other.token == officer.token
                || other.login.is_some() && other.login == officer.login
        };
        if self.officers.values().any(|o| o.id != officer.id && same(o)) {
            return Err(of_another(officer.id));
        }
        self.officers.insert(officer.id, officer);
        Ok(())
    }

    pub(crate) fn officers(&self) -> Vec<Officer> {
        self.officers.values().cloned().collect()
    }

    pub(crate) fn officer_by_token(&self, token: Digest) -> Option<Officer> {
        self.officers.values().find(|o| o.token == Some(token)).cloned()
    }

    pub(crate) fn put_setting(&mut self, key: String, value: Vec<u8>) {
        self.settings.insert(key, value);
    }

    pub(crate) fn setting(&self, key: &str) -> Option<Vec<u8>> {
        self.settings.get(key).cloned()
    }
}
