// SPDX-License-Identifier: EUPL-1.2
//! The matrix of permissions is the one that was checked in.

use comity_policy::{Gate, matrix};

const CHECKED_IN: &str = include_str!("golden/permissions.txt");

#[test]
fn the_matrix_is_the_one_that_was_read_and_checked_in() {
    let page = matrix::page(&Gate::plain().expect("the shared policies load"));
    let differs = page.lines().zip(CHECKED_IN.lines()).position(|(now, then)| now != then);
    assert!(
        page == CHECKED_IN,
        "permissions changed, first at line {:?}; read the difference that\n  \
         cargo run -p comity-policy --example permissions\nmakes, and check it in if it is meant",
        differs.map(|at| at + 1),
    );
}

#[test]
fn no_cell_of_the_matrix_is_an_error() {
    assert!(!CHECKED_IN.contains("error"));
}

#[test]
fn no_line_of_the_matrix_is_longer_than_a_page() {
    assert!(CHECKED_IN.lines().all(|line| line.chars().count() <= 100));
}
