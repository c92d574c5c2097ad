// SPDX-License-Identifier: EUPL-1.2
use std::ffi::OsString;
use std::path::PathBuf;

use crate::{Asked, asked};

fn read(words: &[&str]) -> Option<Asked> {
    asked(words.iter().map(OsString::from).collect()).ok()
}

#[test]
fn the_command_line_is_read() {
    let all = read(&["a.json", "-o", "b.pdf", "--fonts", "c", "--fonts", "d"]).unwrap();
    assert_eq!((all.sheet, all.out), (Some("a.json".into()), Some("b.pdf".into())));
    assert_eq!(all.fonts, ["c", "d"].map(PathBuf::from));
    assert_eq!(read(&["-"]), Some(Asked::default()));
    assert_eq!(read(&["a", "b"]), None);
    assert_eq!(read(&["--fonts"]), None);
}
