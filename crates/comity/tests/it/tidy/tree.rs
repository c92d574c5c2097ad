// SPDX-License-Identifier: EUPL-1.2
//! The files of the project, as a clean clone has them.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that builds and runs leave behind, and fuzzing seeds, which are no text of ours.
const LEFT_OUT: &[&str] = &[
    ".git",
    "__pycache__",
    ".venv",
    "artifacts",
    "corpus",
    "coverage",
    "demo-out",
    "node_modules",
    "target",
];

/// A text file of the project.
pub(super) struct File {
    /// Its path from the root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl File {
    pub(super) fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = Path::new(&self.path).extension().and_then(|e| e.to_str());
        extension.is_some_and(|e| extensions.contains(&e))
    }

    /// Rust that is linked into a program: not a test, not an example, not a bench.
    pub(super) fn is_product_rust(&self) -> bool {
        const BESIDE: &[&str] = &["/tests/", "/tests.rs", "/examples/", "/benches/"];
        self.has_extension(&["rs"]) && !BESIDE.iter().any(|part| self.path.contains(part))
    }
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// Every text file, in order of path.
pub(super) fn files() -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.iter().any(|f| f.path == "Cargo.toml"), "no project at {}", root.display());
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().expect("file names are UTF-8");
        if path.is_symlink() || LEFT_OUT.contains(&name) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, found);
        } else if let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) {
            let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(File { path, text });
        }
    }
}
