// SPDX-License-Identifier: EUPL-1.2
//! A State's own policies: what it permits and what it forbids, complete in itself.
//!
//! A set lies in a folder: policy files (`*.cedar`), and perhaps a `set.toml` that names shared
//! files which it takes over word for word. Read, it is the whole of its texts; so it stands in the
//! directory statement, and so a peer proves it again. Whether it can be used is the
//! [`crate::Gate`]'s to say, what it keeps is [`crate::prove`]'s.

use comity_domain::id::Digest;
use serde::Deserialize;

use crate::gate::{PolicyError, line_of};

/// What policies may speak of; the same for every State.
pub(crate) const SCHEMA: (&str, &str) =
    ("schema.cedarschema", include_str!("../../../law/policies/schema.cedarschema"));

/// What Comity will not carry: of acts, and of requests.
pub(crate) const FLOOR: [(&str, &str); 2] = [
    ("floor.cedar", include_str!("../../../law/policies/floor.cedar")),
    ("requests.cedar", include_str!("../../../law/policies/requests.cedar")),
];

/// What no policy may block.
pub(crate) const CEILING: (&str, &str) =
    ("ceiling.cedar", include_str!("../../../law/policies/ceiling.cedar"));

/// What no question can be.
pub(crate) const WELLFORMED: (&str, &str) =
    ("wellformed.cedar", include_str!("../../../law/policies/wellformed.cedar"));

/// What an office is for.
pub(crate) const ROLES: (&str, &str) =
    ("roles.cedar", include_str!("../../../law/policies/roles.cedar"));

/// The files that a set may take over, by the name it takes them by.
const SHARED: [(&str, &[(&str, &str)]); 2] = [("roles", &[ROLES]), ("floor", &FLOOR)];

/// The sets that ship with the program: name and files.
const SHIPPED: [(&str, &[(&str, &str)]); 2] = [
    ("plain", &[(TAKES, include_str!("../../../law/policies/plain/set.toml"))]),
    (
        "strict",
        &[
            (TAKES, include_str!("../../../law/policies/strict/set.toml")),
            ("strict.cedar", include_str!("../../../law/policies/strict/strict.cedar")),
        ],
    ),
];

/// The file that names what a set takes over.
const TAKES: &str = "set.toml";

// LIMIT: a directory statement has room for 256 KiB and carries the set; the shared files have 30.
/// Octets of all files of a set together.
pub const SET_BYTES_MAX: usize = 96 * 1024;

// LIMIT: each file is a name more in a statement; nobody sorts rules into more.
/// Files of a set.
pub const SET_FILES_MAX: usize = 32;

/// A file of policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// Its name, without a folder.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A State's own policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// In the order of their names.
    files: Vec<PolicyFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Takes {
    takes: Vec<toml::Spanned<String>>,
}

impl Set {
    /// The plain set: the offices, the floor, and nothing beyond. Every node has it that has no
    /// other.
    pub fn plain() -> Result<Self, PolicyError> {
        Self::shipped("plain")
    }

    /// The set of this name that ships with the program.
    pub fn shipped(name: &str) -> Result<Self, PolicyError> {
        let known = SHIPPED.iter().find(|(known, _)| *known == name);
        let (_, files) = known.ok_or_else(|| {
            let what = format!("no set of this name ships; {}", Self::names().join(", "));
            PolicyError::new(name, None, what)
        })?;
        Self::read(files)
    }

    /// The names of the sets that ship with the program.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        SHIPPED.iter().map(|(name, _)| *name).collect()
    }

    /// The files of a shipped set as they lie in its folder; none of another name.
    #[must_use]
    pub fn sources(name: &str) -> &'static [(&'static str, &'static str)] {
        SHIPPED.iter().find(|(known, _)| *known == name).map_or(&[], |(_, files)| *files)
    }

    /// Reads the files of a folder, each by its name and text.
    pub fn read<T: AsRef<str>>(files: &[(T, T)]) -> Result<Self, PolicyError> {
        let mut texts = Vec::new();
        for (file, text) in files {
            let (file, text) = (file.as_ref(), text.as_ref());
            if base(file) == TAKES {
                texts.extend(taken(file, text)?);
            } else {
                texts.push(PolicyFile { file: file.to_owned(), text: text.to_owned() });
            }
        }
        Self::of_texts(texts)
    }

    /// The set that a statement carries.
    pub fn of_texts(mut texts: Vec<PolicyFile>) -> Result<Self, PolicyError> {
        let whole = |what: String| PolicyError::new("policies", None, what);
        let octets: usize = texts.iter().map(|text| text.text.len()).sum();
        if octets > SET_BYTES_MAX || texts.len() > SET_FILES_MAX {
            return Err(whole(format!(
                "{octets} octets in {} files are more than {SET_BYTES_MAX} in {SET_FILES_MAX}",
                texts.len()
            )));
        }
        for text in &mut texts {
            text.file = base(&text.file).to_owned();
        }
        texts.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        if let Some([one, _]) = texts.array_windows().find(|[a, b]| a.file == b.file) {
            return Err(PolicyError::new(&one.file, None, "is there twice"));
        }
        Ok(Self { files: texts })
    }

    /// Its files, in the order of their names.
    #[must_use]
    pub fn files(&self) -> &[PolicyFile] {
        &self.files
    }

    /// Its digest: over names and texts, with the shared files that it is held against.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let [acts, requests] = FLOOR;
        let shared = [SCHEMA, acts, requests, CEILING, WELLFORMED];
        let own = self.files.iter().map(|text| (text.file.as_str(), text.text.as_str()));
        Digest::of_json(&(shared, own.collect::<Vec<_>>()))
    }
}

/// The last part of a path: where a file lies does not matter.
fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn taken(file: &str, text: &str) -> Result<Vec<PolicyFile>, PolicyError> {
    let line = |at: usize| Some(line_of(text, at));
    let read: Takes = toml::from_str(text).map_err(|error| {
        PolicyError::new(file, line(error.span().map_or(0, |span| span.start)), error.message())
    })?;
    let mut texts = Vec::new();
    for name in &read.takes {
        let known = SHARED.iter().find(|(known, _)| known == name.get_ref());
        let (_, files) = known.ok_or_else(|| {
            let names: Vec<_> = SHARED.iter().map(|(name, _)| format!("`{name}`")).collect();
            let what = format!("`{}` is no shared file: {}", name.get_ref(), names.join(" or "));
            PolicyError::new(file, line(name.span().start), what)
        })?;
        let owned = |(file, text): &(&str, &str)| PolicyFile {
            file: (*file).to_owned(),
            text: (*text).to_owned(),
        };
        texts.extend(files.iter().map(owned));
    }
    Ok(texts)
}
