// SPDX-License-Identifier: EUPL-1.2
//! A place for epoch keys outside every folder, as a keeper that a test can look into.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use comity_node::{EpochKeeper, Retired};
use comity_protocol::erase::{EpochKey, KEY_BYTES};

/// Epoch keys by their number: those that were not destroyed.
#[derive(Clone, Default)]
pub struct Drawer {
    keys: Arc<Mutex<BTreeMap<u32, [u8; KEY_BYTES]>>>,
    /// Whose task it is to destroy keys, where it is not the program's.
    falls_to: Option<String>,
}

impl Drawer {
    /// A drawer with the first key.
    #[must_use]
    pub fn new(first: [u8; KEY_BYTES]) -> Self {
        let keys = Arc::new(Mutex::new(BTreeMap::from([(1, first)])));
        Self { keys, falls_to: None }
    }

    /// The same drawer, whose keys only this person may destroy.
    #[must_use]
    pub fn of_another(self, whom: &str) -> Self {
        Self { falls_to: Some(whom.to_owned()), ..self }
    }

    /// The newest key.
    #[must_use]
    pub fn newest(&self) -> EpochKey {
        let keys = self.keys.lock().unwrap();
        let (number, octets) = keys.last_key_value().unwrap();
        EpochKey::new(*number, *octets)
    }

    /// The numbers of the keys that are there.
    #[must_use]
    pub fn numbers(&self) -> Vec<u32> {
        self.keys.lock().unwrap().keys().copied().collect()
    }
}

impl EpochKeeper for Drawer {
    fn prepare(&self, number: u32, fresh: &[u8; KEY_BYTES]) -> Result<EpochKey, String> {
        self.keys.lock().unwrap().insert(number, *fresh);
        Ok(EpochKey::new(number, *fresh))
    }

    fn retire(&self, old: u32, _new: u32) -> Result<Retired, String> {
        if let Some(whom) = &self.falls_to {
            return Ok(Retired::FallsTo(whom.clone()));
        }
        self.keys.lock().unwrap().remove(&old);
        Ok(Retired::Destroyed)
    }
}
