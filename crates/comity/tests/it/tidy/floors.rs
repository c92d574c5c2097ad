// SPDX-License-Identifier: EUPL-1.2
//! A floor uses the floors below it, never above, never beside.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::{assert_none, tree};

/// One crate of ours: what it may use of ours, and what it must never see.
struct Floor {
    name: &'static str,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
    never: &'static [&'static str],
}

/// Input, output, and what only a program may ask for.
const IO: &[&str] = &[
    "axum",
    "getrandom",
    "hyper",
    "hyper-util",
    "rand",
    "rusqlite",
    "rustls",
    "tokio",
    "tokio-postgres",
    "tower",
];
const HTTP: &[&str] = &["axum", "hyper", "hyper-util", "tower", "http-body", "reqwest"];
const PAGES: &[&str] = &["axum", "askama", "fluent", "fluent-bundle", "utoipa", "utoipa-axum"];
const SQL: &[&str] = &["rusqlite", "tokio-postgres", "sqlx", "diesel"];

/// The house, from the ground up.
const HOUSE: &[Floor] = &[
    Floor { name: "comity-domain", uses: &[], tests_use: &[], never: IO },
    Floor { name: "comity-tlog", uses: &[], tests_use: &[], never: IO },
    Floor {
        name: "comity-protocol",
        uses: &["comity-domain", "comity-tlog"],
        tests_use: &[],
        never: IO,
    },
    Floor {
        name: "comity-policy",
        uses: &["comity-domain", "comity-protocol"],
        tests_use: &[],
        never: IO,
    },
    Floor {
        name: "comity-store",
        uses: &["comity-domain", "comity-policy"],
        tests_use: &[],
        never: HTTP,
    },
    Floor {
        name: "comity-node",
        uses: &["comity-domain", "comity-tlog", "comity-protocol", "comity-policy", "comity-store"],
        tests_use: &[],
        never: PAGES,
    },
    Floor {
        name: "comity-web",
        uses: &["comity-domain", "comity-node"],
        tests_use: &["comity-testkit"],
        never: SQL,
    },
    Floor {
        name: "comity",
        uses: &[
            "comity-domain",
            "comity-tlog",
            "comity-protocol",
            "comity-policy",
            "comity-store",
            "comity-node",
            "comity-web",
        ],
        tests_use: &["comity-testkit"],
        never: SQL,
    },
    // For tests only: no product crate may use it but for its own tests.
    Floor {
        name: "comity-testkit",
        uses: &[
            "comity-domain",
            "comity-tlog",
            "comity-protocol",
            "comity-policy",
            "comity-store",
            "comity-node",
            "comity-web",
        ],
        tests_use: &[],
        never: &[],
    },
    Floor { name: "xtask", uses: &[], tests_use: &[], never: IO },
];

/// The packages of the workspace, as cargo sees them.
pub(super) fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs these tests, so it can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The arrows of a package that the house has no place for.
fn wrong_arrows(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap();
    let Some(floor) = HOUSE.iter().find(|floor| floor.name == name) else {
        return vec![format!("`{name}` stands on no floor: see decision 0001 and tidy/floors.rs")];
    };
    let ours: BTreeSet<&str> = HOUSE.iter().map(|floor| floor.name).collect();
    let mut wrong = Vec::new();
    for dependency in package["dependencies"].as_array().unwrap() {
        let used = dependency["name"].as_str().unwrap();
        let for_tests = dependency["kind"] == "dev";
        let may = floor.uses.contains(&used) || (for_tests && floor.tests_use.contains(&used));
        if ours.contains(used) && !may {
            let kind = if for_tests { "its tests use" } else { "uses" };
            wrong.push(format!("`{name}` {kind} `{used}`, which is not below it"));
        }
        if floor.never.contains(&used) && !for_tests {
            wrong.push(format!("`{name}` must never see `{used}`"));
        }
    }
    wrong
}

#[test]
fn a_floor_uses_only_the_floors_below_it() {
    let wrong: Vec<String> = packages().iter().flat_map(wrong_arrows).collect();
    assert_none("floors", &wrong);
}

#[test]
fn an_arrow_upwards_an_unknown_crate_and_a_forbidden_one_are_each_found() {
    let package = |name: &str, used: &str, kind: Value| {
        let dependency = serde_json::json!({ "name": used, "kind": kind });
        serde_json::json!({ "name": name, "dependencies": [dependency] })
    };
    let found = |p: Value| wrong_arrows(&p).len();
    assert_eq!(found(package("comity-store", "comity-node", Value::Null)), 1);
    assert_eq!(found(package("comity-domain", "comity-testkit", "dev".into())), 1);
    assert_eq!(found(package("comity-domain", "tokio", Value::Null)), 1);
    assert_eq!(found(package("comity-shared", "serde", Value::Null)), 1);
    assert_eq!(found(package("comity-web", "comity-testkit", Value::Null)), 1);
    assert_eq!(found(package("comity-web", "comity-testkit", "dev".into())), 0);
    assert_eq!(found(package("comity-store", "comity-policy", Value::Null)), 0);
}

#[test]
fn every_floor_of_the_table_is_a_crate() {
    let names: BTreeSet<String> =
        packages().iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect();
    let gone: Vec<&str> = HOUSE.iter().map(|f| f.name).filter(|n| !names.contains(*n)).collect();
    assert!(gone.is_empty(), "no such crate any more: {gone:?}");
}

#[test]
fn every_crate_is_under_the_licence_the_lints_and_a_folder_of_its_name() {
    let mut wrong = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let manifest = package["manifest_path"].as_str().unwrap();
        let text = std::fs::read_to_string(manifest).unwrap();
        if package["license"] != "EUPL-1.2" {
            wrong.push(format!("`{name}`: write `license.workspace = true`"));
        }
        if package["publish"] != serde_json::json!([]) {
            wrong.push(format!("`{name}`: write `publish.workspace = true`"));
        }
        if !text.contains("[lints]\nworkspace = true") {
            wrong.push(format!("`{name}`: take the lints of the workspace"));
        }
        if !manifest.ends_with(&format!("/{name}/Cargo.toml")) {
            wrong.push(format!("`{name}` is not in a folder of its name: {manifest}"));
        }
    }
    assert_none("crates", &wrong);
}

#[test]
fn the_domain_touches_no_file_no_socket_no_clock() {
    // Of `std::net` the addresses are plain values.
    const OUTSIDE: &[&str] = &[
        "std::fs",
        "std::env",
        "std::thread",
        "SystemTime",
        "TcpStream",
        "TcpListener",
        "ToSocketAddrs",
        "UdpSocket",
        "::now(",
    ];
    let mut wrong = Vec::new();
    for file in tree::files().iter().filter(|f| f.is_product_rust()) {
        if !file.path.starts_with("crates/comity-domain/") {
            continue;
        }
        for (n, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            if let Some(word) = OUTSIDE.iter().find(|word| code.contains(**word)) {
                wrong.push(format!("{}:{}: `{word}`", file.path, n + 1));
            }
        }
    }
    assert_none("take it as an argument", &wrong);
}

#[test]
fn the_log_knows_nothing_of_this_project() {
    let mut wrong = Vec::new();
    for file in tree::files() {
        if !file.path.starts_with("crates/comity-tlog/") || !file.has_extension(&["rs", "md"]) {
            continue;
        }
        for (n, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase().replace("comity_tlog", "").replace("comity-tlog", "");
            if line.contains("comity") {
                wrong.push(format!("{}:{}: others could use this log", file.path, n + 1));
            }
        }
    }
    assert_none("comity-tlog names us", &wrong);
}

#[test]
fn the_policy_takes_nothing_from_the_protocol_but_what_is_verified() {
    let mut wrong = Vec::new();
    for file in tree::files().iter().filter(|f| f.is_product_rust()) {
        if !file.path.starts_with("crates/comity-policy/") {
            continue;
        }
        for (n, line) in file.text.lines().enumerate() {
            if line.contains("comity_protocol") && !line.contains("Verified") {
                wrong.push(format!("{}:{}: {}", file.path, n + 1, line.trim()));
            }
        }
    }
    assert_none("comity-policy imports only `Verified`", &wrong);
}
