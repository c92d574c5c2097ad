// SPDX-License-Identifier: EUPL-1.2
//! What the steps need beyond Rust, fetched where it is missing, and said.
//!
//! Debian packages go into the system; everything from pip and npm goes under `target/tools` and
//! leaves with it. Versions are pinned in files that are checked in, never "the newest".

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Failure, Workshop, with_file};

/// A program the steps start, and the Debian package that brings it.
const PROGRAMS: [(&str, &str); 9] = [
    ("c++", "g++"),
    ("python3", "python3"),
    ("npm", "npm"),
    ("strace", "strace"),
    // Its fonts have Arabic: DejaVu comes with whatever draws letters on Debian.
    ("chromium", "chromium"),
    ("faketime", "faketime"),
    ("qpdf", "qpdf"),
    ("pdftotext", "poppler-utils"),
    ("cvc5", "cvc5"),
];

/// Programs of Debian that are not there yet.
pub(crate) fn programs(shop: &Workshop) -> Result<(), Failure> {
    let mut missing: Vec<&str> =
        PROGRAMS.iter().filter(|(p, _)| !shop.has(p)).map(|(_, package)| *package).collect();
    if shop.read(shop.command("python3").args(["-c", "import venv, ensurepip"])).is_err() {
        missing.push("python3-venv");
    }
    if missing.is_empty() {
        println!("nothing to install with apt-get");
        return Ok(());
    }
    println!("installing with apt-get: {}", missing.join(", "));
    let root = shop.read(shop.command("id").arg("-u"))?.trim() == "0";
    let words: &[&str] = if root { &["apt-get"] } else { &["sudo", "apt-get"] };
    let apt = |more: &[&str]| {
        let (program, rest) = words.split_first().unwrap_or((&"apt-get", &[]));
        let mut command = shop.command(program);
        command.args(rest).args(more).env("DEBIAN_FRONTEND", "noninteractive");
        shop.run(&mut command)
    };
    apt(&["update", "-q"])?;
    apt(&["install", "-q", "-y", "--no-install-recommends"]
        .iter()
        .chain(&missing)
        .copied()
        .collect::<Vec<_>>())
}

/// A Python environment with exactly the packages of a requirements file; returns its `bin`.
pub(crate) fn python(shop: &Workshop, name: &str, requirements: &str) -> Result<PathBuf, Failure> {
    let list = shop.path(requirements);
    let home = shop.path("target/tools").join(name);
    let stamp = home.join("installed.txt");
    let bin = home.join("bin");
    if same(&list, &stamp)? {
        println!("{requirements}: installed already");
        return Ok(bin);
    }
    println!("installing with pip into target/tools/{name}: {requirements}");
    clear(&home)?;
    shop.run(shop.command("python3").args(["-m", "venv"]).arg(&home))?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    shop.run(shop.command(bin.join("python")).args(quiet).arg("-r").arg(&list))?;
    fs::copy(&list, &stamp).map_err(with_file(&stamp))?;
    Ok(bin)
}

/// A folder of Node programs with exactly the packages of its lock file; returns where they run.
///
/// Node looks for packages beside the program, so the programs are copied to where they are.
pub(crate) fn node(shop: &Workshop, name: &str, folder: &str) -> Result<PathBuf, Failure> {
    let home = shop.path("target/tools").join(name);
    let lock = shop.path(folder).join("package-lock.json");
    let stamp = home.join("installed.json");
    if same(&lock, &stamp)? {
        println!("{folder}/package-lock.json: installed already");
    } else {
        println!("installing with npm into target/tools/{name}: {folder}/package-lock.json");
        clear(&home)?;
        fs::create_dir_all(&home).map_err(with_file(&home))?;
        for file in ["package.json", "package-lock.json"] {
            let to = home.join(file);
            fs::copy(shop.path(folder).join(file), &to).map_err(with_file(&to))?;
        }
        let quiet = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        shop.run(shop.command("npm").args(quiet).current_dir(&home))?;
        fs::copy(&lock, &stamp).map_err(with_file(&stamp))?;
    }
    // What was taken away must not be played from an old copy.
    for old in programs_in(&home, "mjs")? {
        fs::remove_file(&old).map_err(with_file(&old))?;
    }
    for program in programs_in(&shop.path(folder), "mjs")? {
        let to = home.join(program.file_name().unwrap_or_default());
        fs::copy(&program, &to).map_err(with_file(&to))?;
    }
    Ok(home)
}

/// The files of a folder with this extension, in order; none if there is no such folder.
pub(crate) fn programs_in(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(with_file(folder))? {
        let path = entry.map_err(with_file(folder))?.path();
        if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Empties a folder by removing it.
pub(crate) fn clear(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { fs::remove_dir_all(folder).map_err(with_file(folder)) } else { Ok(()) }
}

fn same(wanted: &Path, stamp: &Path) -> Result<bool, Failure> {
    let wanted = fs::read(wanted).map_err(with_file(wanted))?;
    Ok(fs::read(stamp).is_ok_and(|there| there == wanted))
}
