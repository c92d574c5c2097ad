// SPDX-License-Identifier: EUPL-1.2
//! Writes the description of the interface anew: `cargo run -p comity-web --example openapi`.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/openapi.json");
    std::fs::write(file, comity_web::schema::text())
}
