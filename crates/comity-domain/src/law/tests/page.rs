// SPDX-License-Identifier: EUPL-1.2
//! Each instrument as a page for lawyers, compared with the checked-in one.
//!
//! After a change of the law: `COMITY_BLESS=1 cargo test -p comity-domain law`, then read the diff.

use std::fmt::Write as _;
use std::path::Path;

use super::*;

#[test]
fn the_page_of_each_instrument_is_the_checked_in_one() {
    let law = Law::shipped().unwrap();
    for instrument in law.instruments() {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(format!("law-{}.txt", instrument.code()));
        let page = page(instrument);
        if std::env::var_os("COMITY_BLESS").is_some() {
            std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
            std::fs::write(&golden, &page).unwrap();
        }
        let checked_in = std::fs::read_to_string(&golden).unwrap_or_default();
        let mut lines = page.lines().zip(checked_in.lines());
        let first = lines.find(|(ours, theirs)| ours != theirs);
        assert!(page == checked_in, "{} differs, first in {first:?}", golden.display());
    }
}

/// How well a row was checked, as a mark.
fn mark(checked: Checked) -> &'static str {
    match checked {
        Checked::Text => "T",
        Checked::Parent => "P",
        Checked::Memory => "M",
    }
}

fn page(instrument: &Instrument) -> String {
    let mut out = format!("{}\n", instrument.title());
    out += "T compared with the text, P with the parent treaty's text, M from memory\n";
    joining(instrument, &mut out);
    out += "\nArticles\n";
    for row in instrument.articles() {
        writeln!(out, "  {} {:>2} {}", mark(row.checked), row.number, row.title).unwrap();
    }
    out += "\nScope\n";
    for row in instrument.scopes() {
        let threshold = row.threshold.as_ref().and_then(|code| instrument.limit(code)?.term);
        let threshold = threshold.map_or(String::new(), |term| format!(", from {term}"));
        let (branch, covers) = (&row.branch.to_string(), &row.covers);
        writeln!(out, "  {} {branch:10} {covers}{threshold}", mark(row.checked)).unwrap();
    }
    out += "\nOffences\n";
    for row in instrument.offences() {
        let own = if row.established { "" } else { " (covered, not established)" };
        let (at, code) = (&row.provision.to_string(), &row.code);
        writeln!(out, "  {} {at:10} {code}{own}", mark(row.checked)).unwrap();
    }
    contents(instrument, &mut out);
    refusals(instrument, &mut out);
    out += "\nLimits\n";
    for row in instrument.limits() {
        let term = row.term.map(|term| term.to_string());
        let value = term.or_else(|| Some(row.date?.to_string())).unwrap_or_default();
        let (kind, code) = (row.kind, row.code.to_string());
        let at = row.provision.to_string();
        let line = format!("  {} {at:10} {code:22} {kind:10} {value}", mark(row.checked));
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out += "\nDual criminality\n";
    for row in instrument.dual_criminality_rules() {
        let (at, rule) = (row.provision.to_string(), row.rule);
        let measures = row.measures.iter().map(Code::as_str).collect::<Vec<_>>().join(", ");
        let line = format!("  {} {at:10} {rule:14} {measures}", mark(row.checked));
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out
}

fn joining(instrument: &Instrument, out: &mut String) {
    let row = instrument.joining();
    let codes = [&row.parent, &row.instruments, &row.entry, &row.later, &row.denunciation];
    let codes: Vec<_> = codes.into_iter().flatten().map(Code::as_str).collect();
    let (binds, circle) = (row.binds, instrument.circle());
    let line = format!("  {} {binds} ({circle}) {}", mark(row.checked), codes.join(", "));
    writeln!(out, "\nBinds\n{}", line.trim_end()).unwrap();
    for row in instrument.relations() {
        let measures = row.measures.iter().map(Code::as_str).collect::<Vec<_>>().join(", ");
        let (at, rule) = (row.provision.to_string(), row.rule);
        let line = format!("  {} {at:10} {rule:12} {measures}", mark(row.checked));
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
}

fn contents(instrument: &Instrument, out: &mut String) {
    for measure in instrument.measures() {
        let tiers = measure.tiers.iter().map(Code::as_str).collect::<Vec<_>>().join(", ");
        let workflow = measure.workflow;
        let at = measure.provision.to_string();
        writeln!(out, "\nMeasure {} {at}, workflow {workflow}", measure.code).unwrap();
        if !tiers.is_empty() {
            writeln!(out, "  tiers: {tiers}").unwrap();
        }
        for row in instrument.required(&measure.code) {
            let (at, element) = (row.provision.to_string(), row.element);
            writeln!(out, "  {} {at:10} {element:12} {}", mark(row.checked), row.required).unwrap();
        }
    }
}

fn refusals(instrument: &Instrument, out: &mut String) {
    for measure in instrument.measures() {
        let mut column = instrument.refusals(&measure.code).peekable();
        if column.peek().is_some() {
            writeln!(out, "\nRefusing {}: ground, available, consultation", measure.code).unwrap();
        }
        for row in column {
            let (ground, at) = (row.ground.to_string(), row.provision.to_string());
            let (available, consultation) = (row.available, row.consultation);
            let via = row.via.as_ref().map_or(String::new(), |via| format!(" via {via}"));
            let line = format!(
                "  {} {ground:22} {available:14} {at:10} {consultation}{via}",
                mark(row.checked)
            );
            writeln!(out, "{}", line.trim_end()).unwrap();
        }
    }
}
