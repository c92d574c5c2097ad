// SPDX-License-Identifier: EUPL-1.2
use super::*;

#[test]
fn what_ships_is_whole() {
    let all = Thresholds::shipped().unwrap();
    assert_eq!(all.rows().len(), Threshold::ALL.len() + List::ALL.len());
}
