// SPDX-License-Identifier: EUPL-1.2
//! A text as squares that a camera reads.

use qrcodegen::{QrCode, QrCodeEcc};

/// Squares that stay light around it (ISO/IEC 18004, section 6.3.8).
const MARGIN: i32 = 4;

/// The squares, as the path of an SVG, and how many there are in a row, the margin included.
pub(crate) fn path(text: &str) -> Option<(String, i32)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let dark = places.filter(|(x, y)| code.get_module(*x, *y));
    let squares = dark.map(|(x, y)| format!("M{} {}h1v1h-1z", x + MARGIN, y + MARGIN));
    Some((squares.collect(), code.size() + 2 * MARGIN))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_text_becomes_squares() {
        let (squares, row) = path("A").unwrap();
        assert_eq!(row, 21 + 8, "the smallest code has 21 in a row");
        assert!(squares.starts_with("M4 4h1v1h-1zM5 4h1v1h-1z"), "a finder stands in the corner");
        assert!(path(&"long ".repeat(2_000)).is_none());
    }
}
