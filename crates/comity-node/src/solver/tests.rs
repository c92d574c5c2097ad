// SPDX-License-Identifier: EUPL-1.2
//! What needs no solver; the proofs themselves are made where all tests of the program are.

use comity_domain::id::Digest;
use comity_policy::Set;
use comity_policy::prove::Verdict;

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
        let always = Says(says);
        let line = theory.prove(&question, Obligation::ALL, &|| Scripted::new(&always));
        let unproven =
            |(_, verdict): &&(Obligation, Verdict)| matches!(verdict, Verdict::Unproven { .. });
        let odd = line.verdicts.iter().filter(unproven).count();
        assert!(odd >= 2, "{says:?}: {:?}", line.verdicts);
        let proof = Proof { set: Digest::of(b"a set"), lines: vec![line] };
        assert!(!proof.holds() && !proof.keeps_the_floor());
    }
}

/// Says how often it was asked, and nothing the second time.
struct Counts(Mutex<usize>);

impl Solve for Counts {
    fn solve(&self, _: &[u8]) -> Result<String, Unsolved> {
        let mut count = self.0.lock().expect("nobody panicked");
        *count += 1;
        if *count == 2 { Err(Unsolved("gone".to_owned())) } else { Ok(count.to_string()) }
    }
}

#[test]
fn the_same_script_is_asked_once_and_what_failed_is_asked_again() {
    let counts = Counts(Mutex::default());
    let once = Once::new(&counts);
    assert_eq!(once.solve(b"one").as_deref(), Ok("1"));
    assert_eq!(once.solve(b"two"), Err(Unsolved("gone".to_owned())));
    assert_eq!(once.solve(b"two").as_deref(), Ok("3"));
    for (script, said) in [(b"one", "1"), (b"two", "3"), (b"six", "4")] {
        assert_eq!(once.solve(script).as_deref(), Ok(said));
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
        resource: question.on(),
        verdicts: Obligation::ALL.iter().map(|of| (*of, Verdict::Holds)).collect(),
    };
    let lines: Vec<Line> = questions.iter().map(holds).collect();
    assert!(theory.proof(lines.clone()).holds());
    assert!(!theory.proof(lines[1..].to_vec()).holds());
    let twice = [&lines[1..], &lines[1..2]].concat();
    assert!(!theory.proof(twice).holds());
}
