// SPDX-License-Identifier: EUPL-1.2
//! Policy sets before the solver: the shipped ones keep what they must, and each of many faults
//! that were planted is found, at the act where it shows and by the rule that is missing or in the
//! way.

use std::path::Path;

use comity_node::solver::{Cvc5, Scripted};
use comity_policy::Set;
use comity_policy::prove::{Cited, Obligation, Theory, Verdict, told};

use crate::planted;

pub(crate) fn solver() -> Cvc5 {
    Cvc5::at(Path::new("cvc5")).expect("proofs need the solver: `apt-get install cvc5`")
}

#[test]
fn the_shipped_sets_keep_the_floor_and_leave_open_what_must_stay_open() {
    for name in Set::names() {
        let set = Set::shipped(name).unwrap();
        let theory = Theory::new(&set).unwrap();
        let proof = solver().prove(&theory, Obligation::ALL, &|_| ());
        let failed: Vec<_> = proof.failed().collect();
        assert!(proof.holds() && proof.keeps_the_floor(), "{name}: {failed:#?}");
        assert_eq!(proof.set, set.digest());
        assert_eq!(proof.lines.len(), theory.questions().len());
    }
}

/// What of one act does not hold.
fn failed(set: &Set, act: &str) -> Vec<(Obligation, Verdict)> {
    let (theory, solver) = (Theory::new(set).unwrap(), solver());
    let questions = theory.questions();
    let question = questions.iter().find(|question| question.name() == act).expect(act);
    let line = theory.prove(question, Obligation::ALL, &|| Scripted::new(&solver));
    line.verdicts.into_iter().filter(|(_, verdict)| !verdict.holds()).collect()
}

#[test]
fn every_planted_fault_is_found() {
    let faults = planted::faults();
    assert!(faults.len() >= 20, "{}", faults.len());
    let mut wrong = Vec::new();
    for fault in faults {
        let found = failed(&fault.set, fault.act);
        let told_of = found.iter().find(|(obligation, _)| *obligation == fault.breaks);
        let Some((_, Verdict::Fails { example, rules })) = told_of else {
            wrong.push(format!("{}: `{}` is not found broken", fault.what, fault.breaks));
            continue;
        };
        let names: Vec<&str> = rules.iter().map(|rule: &Cited| rule.id.as_str()).collect();
        if !fault.rule.is_none_or(|rule| names.contains(&rule)) {
            wrong.push(format!("{}: {names:?}", fault.what));
        }
        // Where not every question shows it, one does, and it can be told.
        let lines = example.as_ref().map(|example| told(example).join("\n")).unwrap_or_default();
        if lines.is_empty() != (fault.breaks == Obligation::Possible) {
            wrong.push(format!("{}: shown by `{lines}`", fault.what));
        }
        for words in fault.words.iter().filter(|words| !lines.contains(*words)) {
            wrong.push(format!("{}: `{words}` is not in\n{lines}", fault.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_differs_between_two_sets_is_told_by_the_rule_that_makes_it() {
    let (plain, strict) = (Set::plain().unwrap(), Set::shipped("strict").unwrap());
    let (plain, strict) = (Theory::new(&plain).unwrap(), Theory::new(&strict).unwrap());
    let questions = plain.questions();
    let of = |act: &str| questions.iter().find(|question| question.name() == act).expect("an act");
    let solver = solver();
    let beyond = |(one, other): (&Theory, &Theory), act| {
        one.beyond(other, of(act), &|| Scripted::new(&solver))
    };
    let found = beyond((&plain, &strict), "decide").unwrap();
    let rules: Vec<_> = found.iter().filter_map(|d| d.rule.as_ref()).map(|r| &*r.id).collect();
    assert_eq!(rules, ["nothing-by-telephone", "two-for-traffic-granted"]);
    let example = plain.shown(&strict, &found[1]).unwrap();
    let lines = told(&example).join("\n");
    assert!(lines.contains("disclosure") && lines.contains("traffic data"), "{lines}");
    // Nothing becomes allowed, and of what no rule is about nothing changes.
    assert!(beyond((&strict, &plain), "decide").unwrap().is_empty());
    assert!(beyond((&plain, &strict), "review").unwrap().is_empty());
}
