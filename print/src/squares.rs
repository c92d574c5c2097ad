// SPDX-License-Identifier: EUPL-1.2
//! A text as squares that a camera reads.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// The squares as SVG. The margin (ISO/IEC 18004, section 6.3.8) is the page's.
pub(crate) fn svg(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            // Writing into a text does not fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let form = r#"xmlns="http://www.w3.org/2000/svg""#;
    Some(format!(r#"<svg {form} viewBox="0 0 {size} {size}"><path d="{path}"/></svg>"#))
}
