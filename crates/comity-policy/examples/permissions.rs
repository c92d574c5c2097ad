// SPDX-License-Identifier: EUPL-1.2
//! Writes the matrix of permissions anew: `cargo run -p comity-policy --example permissions`.

use std::error::Error;
use std::path::Path;

use comity_policy::{Gate, matrix};

fn main() -> Result<(), Box<dyn Error>> {
    let page = matrix::page(&Gate::plain()?);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/permissions.txt");
    std::fs::write(file, page)?;
    Ok(())
}
