// SPDX-License-Identifier: EUPL-1.2
//! How long a file, a function and a line may be, and how a file begins.

use super::{assert_none, tree};

/// LIMIT: past this nobody reads a file from top to bottom.
const FILE_LINES_MAX: usize = 800;

/// LIMIT: a function one can see at once.
const FUNCTION_LINES_MAX: usize = 70;

/// LIMIT: two files side by side.
const COLUMNS_MAX: usize = 100;

/// Longer all the same, each with its reason. What is short again must leave this list.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that may be longer, mostly tables in the form of a `match`: path, name, reason.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[];

/// The name, the first line and the length of every function of a file laid out by rustfmt.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        if let Some(name) = function_name(line) {
            found.push((name.to_owned(), start + 1, function_length(&lines[start..])));
        }
    }
    found
}

/// The lines from a function's first to its closing brace, which stands right below that first.
fn function_length(lines: &[&str]) -> usize {
    let first = lines[0];
    let closing = format!("{}}}", " ".repeat(first.len() - first.trim_start().len()));
    let mut open = false;
    for (n, line) in lines.iter().enumerate() {
        let body_on_one_line = n == 0 && line.ends_with('}');
        let declaration = !open && line.ends_with(';');
        if body_on_one_line || declaration || *line == closing {
            return n + 1;
        }
        open |= line.ends_with('{');
    }
    lines.len()
}

/// The name, if a function begins on this line.
fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let qualifiers = ["pub", "const", "async", "unsafe", "extern", "default"];
    let is_item = before.split_whitespace().all(|word| {
        qualifiers.contains(&word) || word.starts_with("pub(") || word.starts_with('"')
    });
    let name = after.split_once(['(', '<'])?.0;
    (is_item && !name.is_empty()).then_some(name)
}

#[test]
fn functions_are_measured_from_their_name_to_their_closing_brace() {
    let text = "\
impl Thing {
    pub(crate) const fn short(&self) -> u8 { 1 }

    fn declared(&self) -> u8;

    async fn long(
        &self,
    ) -> u8 {
        if true {
            1;
        }
        2
    }
}

fn last() {
    let f = |x: fn (u8)| x;
}
";
    let found = functions(text);
    let measured: Vec<(&str, usize, usize)> =
        found.iter().map(|(name, line, length)| (name.as_str(), *line, *length)).collect();
    assert_eq!(measured, [("short", 2, 1), ("declared", 4, 1), ("long", 6, 8), ("last", 16, 3)]);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = Vec::new();
    let mut excused = Vec::new();
    for file in tree::files().iter().filter(|f| f.is_product_rust()) {
        for (name, line, length) in functions(&file.text) {
            if length <= FUNCTION_LINES_MAX {
                continue;
            }
            if LONG_FUNCTIONS.iter().any(|(path, f, _)| *path == file.path && *f == name) {
                excused.push((file.path.clone(), name));
            } else {
                long.push(format!("{}:{line}: `{name}` has {length} lines", file.path));
            }
        }
    }
    assert_none("at most 70 lines; split it, or excuse a table in tidy/sizes.rs", &long);
    let stale: Vec<String> = LONG_FUNCTIONS
        .iter()
        .filter(|(path, f, _)| !excused.iter().any(|(p, name)| p == path && name == f))
        .map(|(path, f, _)| format!("{path}: `{f}`"))
        .collect();
    assert_none("needs its excuse no longer", &stale);
}

#[test]
fn no_file_is_longer_than_one_reads() {
    let code = ["rs", "py", "mjs", "sql", "cedar"];
    let length = |path: &str| {
        let file = tree::files().into_iter().find(|f| f.path == path);
        file.map_or(0, |f| f.text.lines().count())
    };
    let long: Vec<String> = tree::files()
        .iter()
        .filter(|f| f.has_extension(&code) && f.text.lines().count() > FILE_LINES_MAX)
        .filter(|f| !LONG_FILES.iter().any(|(path, _)| *path == f.path))
        .map(|f| format!("{}: {} lines", f.path, f.text.lines().count()))
        .collect();
    assert_none("at most 800 lines; find the second thing in it and move it out", &long);
    let stale: Vec<String> = LONG_FILES
        .iter()
        .filter(|(path, _)| length(path) <= FILE_LINES_MAX)
        .map(|(path, _)| (*path).to_owned())
        .collect();
    assert_none("needs its excuse no longer", &stale);
}

/// Lines wider than the limit. A single word longer than most of a line cannot be broken.
fn wide_lines(text: &str) -> Vec<(usize, usize)> {
    let unbreakable = |line: &str| line.split(' ').any(|word| word.chars().count() > 72);
    text.lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.chars().count(), line))
        .filter(|(_, columns, line)| *columns > COLUMNS_MAX && !unbreakable(line))
        .map(|(n, columns, _)| (n, columns))
        .collect()
}

#[test]
fn a_wide_line_is_found_unless_it_is_one_word() {
    let wide = "word ".repeat(21);
    assert_eq!(wide_lines(&format!("fine\n{wide}\n")), [(2, 105)]);
    assert!(wide_lines(&"f".repeat(128)).is_empty());
}

#[test]
fn no_line_is_wider_than_a_hundred_columns() {
    let mut wide = Vec::new();
    for file in tree::files().iter().filter(|f| f.has_extension(&["rs", "py", "mjs", "sql"])) {
        for (line, columns) in wide_lines(&file.text) {
            wide.push(format!("{}:{line}: {columns} columns", file.path));
        }
    }
    assert_none("at most 100 columns", &wide);
}

#[test]
fn every_source_file_begins_with_its_licence() {
    let missing: Vec<String> = tree::files()
        .iter()
        .filter(|f| f.has_extension(&["rs", "py", "mjs", "cedar"]))
        .filter(|f| {
            let first = f.text.lines().next().unwrap_or_default();
            let mark = first.trim_start_matches(['/', '#', '-', ' ']);
            mark != "SPDX-License-Identifier: EUPL-1.2" || mark == first
        })
        .map(|f| f.path.clone())
        .collect();
    assert_none("first line: `// SPDX-License-Identifier: EUPL-1.2`", &missing);
}

#[test]
fn a_module_with_parts_is_a_file_beside_its_folder() {
    let found: Vec<String> = tree::files()
        .iter()
        .filter(|f| f.path.ends_with("/mod.rs"))
        .map(|f| f.path.clone())
        .collect();
    assert_none("write `foo.rs` beside `foo/`", &found);
}
