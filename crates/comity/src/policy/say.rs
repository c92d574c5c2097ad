// SPDX-License-Identifier: EUPL-1.2
//! Proofs and differences, for people.

use comity_node::solver::{Cvc5, Once, Scripted};
use comity_policy::prove::{
    Cited, Difference, Example, Line, Obligation, Proof, Theory, Verdict, told,
};
use serde::Serialize;

use crate::out;

/// Above the lines of a proof.
pub(super) const HEADING: &str =
    "act                   on       ceiling   floor     possible  sound";

/// One kind of question.
pub(super) fn line(line: &Line) -> String {
    let word = |(_, verdict): &(Obligation, Verdict)| match verdict {
        Verdict::Holds => format!("{:<9}", "holds"),
        Verdict::Fails { .. } => format!("{:<9}", "FAILS"),
        Verdict::Unproven { .. } => format!("{:<9}", "UNPROVEN"),
    };
    let words: Vec<String> = line.verdicts.iter().map(word).collect();
    let text = format!("{:<22}{:<9}", line.action, line.resource.to_lowercase());
    format!("{text}{}", words.join(" ")).trim_end().to_owned()
}

/// What a proof came to: for each thing that failed the acts that show it, and one small request.
pub(super) fn outcome(proof: &Proof) {
    let mut alike: Vec<(Obligation, &Verdict, Vec<&str>)> = Vec::new();
    for (line, obligation, verdict) in proof.failed() {
        let same = |(of, other, _): &&mut (Obligation, &Verdict, Vec<&str>)| {
            *of == obligation && turns_on(other) == turns_on(verdict)
        };
        match alike.iter_mut().find(same) {
            Some((_, _, acts)) => acts.push(&line.action),
            None => alike.push((obligation, verdict, vec![&line.action])),
        }
    }
    out::say("");
    for (obligation, verdict, acts) in alike {
        out::say(format!("{}: {}", failed(obligation), some(&acts)));
        match verdict {
            Verdict::Holds => {}
            Verdict::Unproven { why } => {
                out::say(format!("  unproven, which counts as a failure: {why}"));
            }
            Verdict::Fails { example, rules } => {
                if let Some(example) = example {
                    shown(example);
                }
                cited(obligation, rules);
            }
        }
        out::say("");
    }
    let all = proof.lines.len() * Obligation::ALL.len();
    let failed = proof.failed().count();
    out::say(format!(
        "{} kinds of question, {all} obligations: {} hold, {failed} do not. Set {}",
        proof.lines.len(),
        all - failed,
        proof.set
    ));
    if proof.holds() {
        out::say("Proven of the rules' text. It says nothing of the facts that somebody types in.");
    }
}

/// What a failure turns on: the names of the rules, or what the solver said.
fn turns_on(verdict: &Verdict) -> Vec<&str> {
    match verdict {
        Verdict::Holds => Vec::new(),
        Verdict::Fails { rules, .. } => rules.iter().map(|rule| rule.id.as_str()).collect(),
        Verdict::Unproven { why } => vec![why],
    }
}

/// A few of many acts.
fn some(acts: &[&str]) -> String {
    const SHOWN: usize = 6;
    let names: Vec<_> = acts.iter().take(SHOWN).map(|act| format!("`{act}`")).collect();
    match acts.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

fn failed(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Ceiling => "the set blocks what no policy may block",
        Obligation::Floor => "the set permits, by itself, what Comity will not carry",
        Obligation::Possible => "nobody can do it any more, whatever is in order",
        Obligation::Sound => "a rule cannot be evaluated, and then everything is refused",
    }
}

fn shown(example: &Example) {
    for line in told(example) {
        out::say(format!("  {line}"));
    }
}

fn cited(obligation: Obligation, rules: &[Cited]) {
    for rule in rules {
        if obligation == Obligation::Floor {
            let Cited { id, provision, change, file, line } = rule;
            out::say(format!("  missing: {change} (`{id}`, {provision}, {file}:{line})"));
        } else {
            by(rule);
        }
    }
    if rules.is_empty() && obligation == Obligation::Ceiling {
        out::say("  by: no rule of the set permits it");
    }
}

/// Which rule it is by, and where it stands.
fn by(rule: &Cited) {
    out::say(format!("  by: `{}`, {}:{}", rule.id, rule.file, rule.line));
}

/// What differs between two sets.
#[derive(Debug, Serialize)]
pub(super) struct Changes {
    /// What a node refused by the old set and permits by the new one.
    allowed: Vec<Change>,
    /// What it permitted by the old one and refuses by the new one.
    forbidden: Vec<Change>,
}

/// Questions that two sets answer differently, by one rule.
#[derive(Debug, Serialize)]
struct Change {
    /// The rule by which the stricter of the two refuses; none if there it is not permitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Cited>,
    /// The acts.
    actions: Vec<String>,
    /// One of the questions, as small as it could be made.
    example: Example,
}

/// Everything that differs, by rule.
pub(super) fn changes(solver: &Cvc5, (old, new): (&Theory, &Theory)) -> Result<Changes, String> {
    let (allowed, forbidden) = (beyond(solver, new, old)?, beyond(solver, old, new)?);
    Ok(Changes { allowed, forbidden })
}

fn beyond(solver: &Cvc5, one: &Theory, other: &Theory) -> Result<Vec<Change>, String> {
    let once = Once::new(solver);
    let found = solver.each(one, &|question| one.beyond(other, question, &|| Scripted::new(&once)));
    let mut found: Vec<Difference> =
        found.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    found.sort_by(|a, b| a.action.cmp(&b.action));
    let mut changes: Vec<Change> = Vec::new();
    for difference in found {
        let same = |change: &&mut Change| change.rule.is_some() && change.rule == difference.rule;
        if let Some(change) = changes.iter_mut().find(same) {
            change.actions.push(difference.action);
            continue;
        }
        let example = one.shown(other, &difference)?;
        let actions = vec![difference.action];
        changes.push(Change { rule: difference.rule, actions, example });
    }
    Ok(changes)
}

/// The same for people.
pub(super) fn differences(changes: &Changes) {
    let told = |what: &str, changes: &[Change]| {
        for change in changes {
            let acts: Vec<_> = change.actions.iter().map(String::as_str).collect();
            out::say(format!("becomes {what}: {}", some(&acts)));
            shown(&change.example);
            match &change.rule {
                Some(rule) => {
                    by(rule);
                    out::say(format!("  unless: {}", rule.change));
                }
                None => out::say("  by: no rule permits it in the stricter set"),
            }
            out::say("");
        }
    };
    told("allowed", &changes.allowed);
    told("forbidden", &changes.forbidden);
    if changes.allowed.is_empty() && changes.forbidden.is_empty() {
        out::say("The two sets answer every question alike.");
    }
}
