// SPDX-License-Identifier: EUPL-1.2
//! Prints the pages in `docs/` that show the tables: `cargo run -p comity-domain --example tables`.

use comity_domain::workflow::print;

fn main() -> std::io::Result<()> {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
    std::fs::write(format!("{docs}/workflows.md"), print::workflows())?;
    std::fs::write(format!("{docs}/crossings.md"), print::crossings())
}
