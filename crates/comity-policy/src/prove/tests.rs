// SPDX-License-Identifier: EUPL-1.2
//! What needs no solver; the proofs themselves are made where one can be started.

use super::*;

/// Says the same to everything.
struct Says(&'static str);

impl Solve for Says {
    fn solve(&self, _: &[u8]) -> Result<String, Unsolved> {
        Ok(self.0.to_owned())
    }
}

fn theory() -> Theory {
    Theory::new(&Set::plain().expect("it ships")).expect("it loads")
}

#[test]
fn what_a_solver_cannot_answer_is_unproven_and_unproven_is_failure() {
    let theory = theory();
    let question = theory.questions().into_iter().find(|q| q.name() == "decide").expect("an act");
    for says in ["unknown\n", "", "(error \"out of memory\")\n", "sat\n(\n"] {
        let line = theory.prove(&question, Obligation::ALL, &Says(says));
        let unproven =
            |(_, verdict): &&(Obligation, Verdict)| matches!(verdict, Verdict::Unproven { .. });
        let odd = line.verdicts.iter().filter(unproven).count();
        assert!(odd >= 2, "{says:?}: {:?}", line.verdicts);
        let proof = Proof { set: theory.digest, lines: vec![line] };
        assert!(!proof.holds() && !proof.keeps_the_floor());
    }
}

#[test]
fn half_a_proof_is_none() {
    let theory = theory();
    assert!(!theory.proof(Vec::new()).holds());
    let questions = theory.questions();
    assert!(questions.len() > 80);
    let holds = |question: &Question| Line {
        action: question.name(),
        resource: question.0.resource().to_string(),
        verdicts: Obligation::ALL.iter().map(|of| (*of, Verdict::Holds)).collect(),
    };
    let lines: Vec<Line> = questions.iter().map(holds).collect();
    assert!(theory.proof(lines.clone()).holds());
    assert!(!theory.proof(lines[1..].to_vec()).holds());
    let twice = [&lines[1..], &lines[1..2]].concat();
    assert!(!theory.proof(twice).holds());
}
