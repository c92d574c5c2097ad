// SPDX-License-Identifier: EUPL-1.2
//! `comity law basis`: on what a request of one State to another can stand.

use clap::Args;
use comity_domain::id::{Code, StateCode};
use comity_domain::law::{
    AskedView, BasisLine, BasisView, Circle, Covered, Law, Part, Question, RelationLine, Why,
};
use jiff::civil::Date;

use super::{Source, today};
use crate::fault::{Exit, Fault};
use crate::out;

/// Says which instruments bind two States for a measure, which to use first and why, and what the
/// requested State asks for
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The requesting State, by its code
    from: StateCode,
    /// The requested State
    to: StateCode,
    /// The measure, such as `preservation`
    #[arg(long, value_name = "MEASURE")]
    measure: Code,
    /// The day; today in UTC if it is left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    #[command(flatten)]
    source: Source,
}

impl Asked {
    pub(super) fn run(self) -> Result<(), Fault> {
        let law = self.source.law()?;
        known(&law, &self)?;
        let on = self.on.unwrap_or_else(today);
        let question = Question { from: self.from, to: self.to, measure: &self.measure, on };
        let told = law.basis_view(&question);
        if self.source.json {
            return out::json(&told);
        }
        print(&told, &law);
        Ok(())
    }
}

/// Whether what is asked about is anything at all: an answer on a State that is misspelt would look
/// like an answer.
fn known(law: &Law, asked: &Asked) -> Result<(), Fault> {
    for state in [asked.from, asked.to] {
        if law.state(state).is_none() && law.world().country(state).is_none() {
            let what = format!("`{state}` is no State of this law");
            return Err(Fault::with_exit(Exit::Missing, what)
                .hint("States are named by the two capital letters of ISO 3166-1, such as `FR`"));
        }
    }
    if asked.from == asked.to {
        return Err(Fault::unreadable("a State asks nothing of itself: name two States"));
    }
    let mut measures: Vec<String> =
        law.instruments().flat_map(|i| i.measures().map(|row| row.code.to_string())).collect();
    if measures.contains(&asked.measure.to_string()) {
        return Ok(());
    }
    measures.sort_unstable();
    measures.dedup();
    Err(Fault::with_exit(
        Exit::Missing,
        format!("`{}` is a measure of no instrument", asked.measure),
    )
    .hint(format!("known are {}", measures.join(", "))))
}

/// What a State is called: by its own file, by the list of the world, else by its code.
pub(super) fn name(law: &Law, state: StateCode) -> String {
    let listed = law.world().country(state).map(|country| country.en.clone());
    law.state(state).map(|profile| profile.name().to_owned()).or(listed).unwrap_or_default()
}

fn print(told: &BasisView, law: &Law) {
    let (from, to) = (name(law, told.from), name(law, told.to));
    out::say(format!(
        "{from} ({}) asks {to} ({}) for `{}` on {}",
        told.from, told.to, told.measure, told.on
    ));
    out::say("");
    match (&told.first, told.comity) {
        (None, _) => {
            out::say("Nothing: no instrument binds both for it, and comity has no such measure.");
        }
        (Some(_), true) => out::say(
            "Use comity: no instrument that is known here binds both for it. Nobody is bound, and \
             the law of the requested State governs.",
        ),
        (Some(first), false) => out::say(format!("Use {first}: {}.", because(&told.why))),
    }
    for state in &told.unknown {
        out::say(format!(
            "Of {state} there is no file here: treaties that bind it may be missing from this \
             answer."
        ));
    }
    section("Binds both and has the measure", told.usable.iter().map(basis_line));
    section("Binds both and does not have it", told.silent.iter().map(basis_line));
    section("How they stand to each other", told.relations.iter().map(relation_line));
    let applies = told.applies.iter().map(|row| {
        format!("{:<16} {:<11} {} [{}]", row.part, row.provision.to_string(), row.text, row.checked)
    });
    section("What applies", applies);
    if let Some(asks) = &told.asks {
        print_asks(asks, told.to);
    }
    out::say("");
    out::say("Each row says how well it was checked; nothing here is legal advice.");
}

fn because(why: &[Why]) -> String {
    let words = why.iter().map(|why| match why {
        Why::Only => "no other binds both and has the measure",
        Why::Narrowest => "its circle of States is the narrowest",
        Why::OwnArticle => "of those as wide it alone has an article of its own for it",
        Why::ByOffence => "others stand equal; the offence decides which covers the case",
        Why::Comity => "nothing binds both",
    });
    words.collect::<Vec<_>>().join("; ")
}

fn basis_line(line: &BasisLine) -> String {
    let circle = match line.circle {
        Circle::Pair => "between the two",
        Circle::Members => "members of an organisation",
        Circle::Protocol => "Parties to a protocol",
        Circle::Invited => "Parties by invitation",
        Circle::World => "open to every State",
        Circle::Nobody => "binds nobody",
    };
    let place = line.provision.as_ref().map(|at| format!(", article {at}")).unwrap_or_default();
    let checked = line.checked.map(|checked| format!(" [{checked}]")).unwrap_or_default();
    let reserved = line.reservations.iter();
    let reserved: Vec<String> =
        reserved.map(|row| format!("{} reserved {}", row.state, row.provision)).collect();
    let reserved =
        if reserved.is_empty() { String::new() } else { format!("; {}", reserved.join(", ")) };
    let (code, from) = (line.instrument.to_string(), line.from);
    format!("{code:<12} {}{place}{checked}, since {from} ({circle}){reserved}", line.short)
}

fn relation_line(line: &RelationLine) -> String {
    let (at, instrument) = (line.provision.to_string(), line.instrument.to_string());
    format!("{instrument:<12} {at:<8} {}: {} [{}]", line.rule, line.text, line.checked)
}

fn print_asks(asks: &AskedView, to: StateCode) {
    let mut lines = Vec::new();
    if asks.languages.is_empty() {
        lines.push("languages        not known here".to_owned());
    } else {
        lines.push(format!("languages        {}", asks.languages.join(", ")));
    }
    for row in &asks.reservations {
        lines.push(format!(
            "reserved         {:<11} {} [{}]",
            row.provision.to_string(),
            row.text,
            row.checked
        ));
    }
    for row in &asks.said {
        let at: Vec<String> = row.provisions.iter().map(ToString::to_string).collect();
        lines.push(format!(
            "{:<16} {:<11} {} [{}]",
            row.kind,
            at.join(", "),
            row.text,
            row.certainty
        ));
    }
    for row in &asks.thresholds {
        lines.push(format!(
            "threshold        {:<11} {} [{}]",
            row.branch.to_string(),
            row.text,
            row.checked
        ));
    }
    for row in &asks.contents {
        let part = Part::Content;
        let at = row.provision.to_string();
        lines.push(format!(
            "{part:<16} {at:<11} {}: {} ({}) [{}]",
            row.element, row.text, row.required, row.checked
        ));
    }
    for row in &asks.additions {
        lines.push(format!(
            "in addition      {:<11} {} (since {}) [{}: {}]",
            row.provision.to_string(),
            row.text,
            row.since,
            row.certainty,
            row.source
        ));
    }
    section(&format!("What {to} asks for"), lines.into_iter());
    let branches = asks.branches.iter().map(|row| {
        let own = match row.offences {
            Covered::Established => "offences that it establishes",
            Covered::Any => "any offence",
        };
        format!("{:<11} {} ({own}) [{}]", row.branch.to_string(), row.text, row.checked)
    });
    section("The branches of the scope that open it", branches);
    if !asks.thresholds.is_empty() {
        let of: Vec<String> = asks.measured_by.iter().map(ToString::to_string).collect();
        out::say(format!("  The threshold is measured by the law of {}.", of.join(" and ")));
    }
}

/// A heading with its lines; nothing where there are none.
pub(super) fn section(title: &str, lines: impl Iterator<Item = String>) {
    for (n, line) in lines.enumerate() {
        if n == 0 {
            out::say("");
            out::say(title);
        }
        out::say(format!("  {line}"));
    }
}
