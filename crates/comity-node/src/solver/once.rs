// SPDX-License-Identifier: EUPL-1.2
//! A solver that is started once for each script.
//!
//! Most scripts of a proof are the same word for word for many kinds of question: a rule that looks
//! at nothing but the officer reads the same whatever the act. The same script has the same answer.

use std::collections::HashMap;
use std::sync::Mutex;

use super::{Solve, Unsolved};

/// Keeps what a solver said for as long as one piece of work lasts.
pub struct Once<'a> {
    solver: &'a dyn Solve,
    /// By the whole script, so that nothing rests on a digest. A proof of a shipped set has some
    /// hundred and fifty, together under 2 MiB.
    said: Mutex<HashMap<Vec<u8>, String>>,
}

impl<'a> Once<'a> {
    /// With nothing asked yet.
    pub fn new(solver: &'a dyn Solve) -> Self {
        Self { solver, said: Mutex::default() }
    }
}

impl Solve for Once<'_> {
    fn solve(&self, script: &[u8]) -> Result<String, Unsolved> {
        if let Ok(said) = self.said.lock()
            && let Some(before) = said.get(script)
        {
            return Ok(before.clone());
        }
        // Not under the lock: others ask other things meanwhile. What could not be asked is not
        // kept, since asking again may go better.
        let answer = self.solver.solve(script)?;
        if let Ok(mut said) = self.said.lock() {
            said.insert(script.to_vec(), answer.clone());
        }
        Ok(answer)
    }
}
