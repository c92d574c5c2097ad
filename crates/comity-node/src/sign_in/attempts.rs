// SPDX-License-Identifier: EUPL-1.2
//! How often passwords may be tried: by each name, whether an officer has it or not, and in all.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use comity_domain::id::Digest;
use jiff::{SignedDuration, Timestamp};

/// Attempts with one name that cost no waiting: who mistypes is not kept from work.
const FREE: u32 = 5;
/// What the next one waits; each further one twice as long.
const WAIT_FIRST: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait: with it, who has the password guesses a code in ten years.
const WAIT_MAX: SignedDuration = SignedDuration::from_mins(15);
/// After this long without an attempt a name begins anew.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);
/// LIMIT: attempts a minute in all: a shift of sixty officers signs in at once, and each costs some
/// fifty milliseconds of one core, so that nobody makes this node busy with passwords.
const A_MINUTE_MAX: usize = 60;
/// LIMIT: names remembered: what comes in an hour, at some 60 octets each.
const NAMES_MAX: usize = A_MINUTE_MAX * 60;

/// The attempts of this process: a restart forgives.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<Tally>);

#[derive(Default)]
struct Tally {
    by_name: BTreeMap<Digest, Tried>,
    last_minute: VecDeque<Timestamp>,
}

struct Tried {
    times: u32,
    last: Timestamp,
}

impl Attempts {
    /// Counts an attempt before it is made, so that many at once count as many; or says how long to
    /// wait.
    pub(crate) fn begin(&self, name: Digest, now: Timestamp) -> Result<(), SignedDuration> {
        let mut tally = self.tally();
        let since = |at: Timestamp| now.duration_since(at);
        tally.last_minute.retain(|at| since(*at) < SignedDuration::from_mins(1));
        tally.by_name.retain(|_, tried| since(tried.last) < FORGOTTEN);
        if tally.last_minute.len() >= A_MINUTE_MAX {
            let oldest = tally.last_minute.front().map_or(SignedDuration::ZERO, |at| since(*at));
            return Err(SignedDuration::from_mins(1) - oldest);
        }
        if let Some(tried) = tally.by_name.get(&name) {
            let left = wait(tried.times) - since(tried.last);
            if left > SignedDuration::ZERO {
                return Err(left);
            }
        }
        if tally.by_name.len() >= NAMES_MAX && !tally.by_name.contains_key(&name) {
            return Err(WAIT_FIRST);
        }
        let tried = tally.by_name.entry(name).or_insert(Tried { times: 0, last: now });
        tried.times = tried.times.saturating_add(1);
        tried.last = now;
        tally.last_minute.push_back(now);
        Ok(())
    }

    /// It was the right one: the name begins anew.
    pub(crate) fn passed(&self, name: Digest) {
        self.tally().by_name.remove(&name);
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What has to pass after so many attempts.
fn wait(times: u32) -> SignedDuration {
    match times.checked_sub(FREE) {
        None => SignedDuration::ZERO,
        Some(doubled) => {
            let factor = 1_i32.checked_shl(doubled.min(16)).unwrap_or(i32::MAX);
            WAIT_FIRST.checked_mul(factor).unwrap_or(WAIT_MAX).min(WAIT_MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-20T03:12:00Z".parse().unwrap()
    }

    fn name(n: usize) -> Digest {
        Digest::of(n.to_string().as_bytes())
    }

    #[test]
    fn one_name_waits_longer_each_time() {
        let attempts = Attempts::default();
        let mut at = now();
        for _ in 0..FREE {
            attempts.begin(name(1), at).unwrap();
        }
        for expected in [30, 60, 120, 240, 480, 900, 900] {
            let left = attempts.begin(name(1), at).unwrap_err();
            assert_eq!(left.as_secs(), expected);
            at += left;
            attempts.begin(name(1), at).unwrap();
        }
        attempts.begin(name(2), at).unwrap();
        attempts.begin(name(1), at + FORGOTTEN).unwrap();
        attempts.begin(name(1), at + FORGOTTEN).unwrap();
    }

    #[test]
    fn who_passed_begins_anew() {
        let attempts = Attempts::default();
        for _ in 0..3 * FREE {
            attempts.begin(name(1), now()).unwrap();
            attempts.passed(name(1));
        }
    }

    #[test]
    fn all_names_together_are_bounded() {
        let attempts = Attempts::default();
        for n in 0..A_MINUTE_MAX {
            attempts.begin(name(n), now()).unwrap();
        }
        let left = attempts.begin(name(1_000), now() + SignedDuration::from_secs(20)).unwrap_err();
        assert_eq!(left.as_secs(), 40);
        attempts.begin(name(1_000), now() + SignedDuration::from_mins(1)).unwrap();
    }

    #[test]
    fn memory_is_bounded() {
        let attempts = Attempts::default();
        let mut n = 0;
        for minute in 0..120 {
            for _ in 0..A_MINUTE_MAX {
                n += 1;
                let _ = attempts.begin(name(n), now() + SignedDuration::from_mins(minute));
            }
        }
        assert!(attempts.tally().by_name.len() <= NAMES_MAX);
        assert!(attempts.tally().last_minute.len() <= A_MINUTE_MAX);
    }
}
