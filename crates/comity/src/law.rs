// SPDX-License-Identifier: EUPL-1.2
//! The law that the program carries, and how a node's own folder of it replaces that.

use std::path::Path;

use comity_domain::law::{Checked, Instrument, Law, StateProfile};
use comity_policy::Gate;

use crate::fault::Fault;

const INSTRUMENTS: &[(&str, &str)] = &[
    ("law/instruments/uncc.toml", include_str!("../../../law/instruments/uncc.toml")),
    ("law/instruments/ets185.toml", include_str!("../../../law/instruments/ets185.toml")),
];

const STATES: &[(&str, &str)] = &[
    ("law/states/xa.toml", include_str!("../../../law/states/xa.toml")),
    ("law/states/xb.toml", include_str!("../../../law/states/xb.toml")),
];

/// The law and the safeguards of a node.
pub(crate) fn load(folder: Option<&Path>) -> Result<(Law, Gate), Fault> {
    let gate = Gate::shared().map_err(Fault::unreadable)?;
    let law = match folder {
        None => read(&owned(INSTRUMENTS), &owned(STATES))?,
        Some(folder) => {
            read(&texts(&folder.join("instruments"))?, &texts(&folder.join("states"))?)?
        }
    };
    Ok((law, gate))
}

type Texts = Vec<(String, String)>;

fn owned(texts: &[(&str, &str)]) -> Texts {
    texts.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
}

fn read(instruments: &Texts, states: &Texts) -> Result<Law, Fault> {
    let wrong = |error: comity_domain::law::LawError| Fault::unreadable(error);
    let instruments = instruments.iter().map(|(file, text)| Instrument::parse(file, text));
    let instruments = instruments.collect::<Result<_, _>>().map_err(wrong)?;
    let states = states.iter().map(|(file, text)| StateProfile::parse(file, text));
    Law::new(instruments, states.collect::<Result<_, _>>().map_err(wrong)?).map_err(wrong)
}

fn texts(folder: &Path) -> Result<Texts, Fault> {
    let wrong = |error: std::io::Error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", folder.display())).hint(
            "a folder of law has `instruments` and `states`, as the source of the program does",
        )
    };
    let mut found = Texts::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path).map_err(wrong)?;
            found.push((path.display().to_string(), text));
        }
    }
    found.sort();
    Ok(found)
}

/// How many rows of an instrument were never compared with its text or its parent's.
pub(crate) fn from_memory(instrument: &Instrument) -> usize {
    let memory = |checked: Checked| usize::from(checked == Checked::Memory);
    let measures = instrument.measures().map(|row| memory(row.checked));
    let offences = instrument.offences().map(|row| memory(row.checked));
    let provisions = instrument.provisions().map(|row| memory(row.checked));
    let limits = instrument.limits().map(|row| memory(row.checked));
    let duties = instrument.duties().map(|row| memory(row.checked));
    let scopes = instrument.scopes().map(|row| memory(row.checked));
    let rows = measures.chain(offences).chain(provisions).chain(limits).chain(duties);
    rows.chain(scopes).sum()
}
