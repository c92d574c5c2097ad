// SPDX-License-Identifier: EUPL-1.2
//! Writes the golden file of each event that has none: `cargo run -p comity-domain --example
//! golden`.
//!
//! A file that is there is left alone, whatever this version would write: stored events are frozen.

#[path = "../tests/golden/written.rs"]
mod written;

use std::path::Path;

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all(written::FOLDER)?;
    for (name, golden) in written::events() {
        let path = Path::new(written::FOLDER).join(name);
        if !path.exists() {
            std::fs::write(path, golden.text())?;
        }
    }
    Ok(())
}
