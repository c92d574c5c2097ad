// SPDX-License-Identifier: EUPL-1.2
//! How long the safeguards take: an answer about an act, and a proof of a whole set.

use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use comity_domain::id::OfficerId;
use comity_domain::law::Consultation;
use comity_domain::message::Kind;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{Answer, State, Workflow};
use comity_node::solver::{Cvc5, Once, Scripted, Solve, Unsolved};
use comity_policy::prove::{Obligation, Theory};
use comity_policy::{Action, Ask, Gate, On, Second, Set, Tier};
use serde::Serialize;

use super::percentile;
use crate::fault::Fault;

/// Answers about acts, and proofs of the sets that ship
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// How often each question is put
    #[arg(long, default_value_t = 2_000)]
    times: u32,
    /// The solver
    #[arg(long, value_name = "PROGRAM", default_value = "cvc5", env = "COMITY_CVC5")]
    solver: PathBuf,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    /// Rules of the strict set, with the floor.
    rules: usize,
    /// An answer of the gate, half and 99 of 100, in milliseconds.
    answer_p50_ms: f64,
    answer_p99_ms: f64,
    /// A proof of each set, in seconds.
    plain_s: f64,
    strict_s: f64,
    /// To start the solver as often as a proof of the plain set does, with nothing to say, in
    /// seconds.
    bare_s: f64,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rules, answer_p50_ms, answer_p99_ms, plain_s, strict_s, bare_s } = self;
        write!(f, "an answer by {rules} rules: half within {answer_p50_ms:.2} ms, ")?;
        write!(f, "99 of 100 within {answer_p99_ms:.2} ms; a proof of the plain set ")?;
        write!(f, "{plain_s:.1} s, of the strict set {strict_s:.1} s, ")?;
        write!(f, "starting the solver as often {bare_s:.1} s")
    }
}

impl Rules {
    pub(super) fn measure(&self) -> Result<Found, Fault> {
        let strict = Set::shipped("strict").map_err(Fault::unreadable)?;
        let gate = Gate::new(&strict).map_err(Fault::unreadable)?;
        let questions = questions()?;
        let mut took = Vec::new();
        for ask in questions.iter().cycle().take(self.times as usize * questions.len()) {
            let began = Instant::now();
            let _ = gate.may(ask);
            took.push(began.elapsed());
        }
        let solver = Cvc5::at(&self.solver).map_err(Fault::unavailable)?;
        let plain = Set::plain().map_err(Fault::unreadable)?;
        let theory = Theory::new(&plain).map_err(Fault::unreadable)?;
        let bare = Counted { solver: solver.clone(), spent: std::sync::Mutex::default() };
        let once = Once::new(&bare);
        solver.each(&theory, &|question| {
            theory.prove(question, Obligation::ALL, &|| Scripted::new(&once))
        });
        Ok(Found {
            rules: gate.rules().count(),
            answer_p50_ms: percentile(took.clone(), 50)?,
            answer_p99_ms: percentile(took, 99)?,
            plain_s: proven(&solver, &plain)?,
            strict_s: proven(&solver, &strict)?,
            bare_s: bare.spent()?,
        })
    }
}

/// How long a proof takes that holds.
fn proven(solver: &Cvc5, set: &Set) -> Result<f64, Fault> {
    let began = Instant::now();
    let theory = Theory::new(set).map_err(Fault::unreadable)?;
    let proof = solver.prove(&theory, Obligation::ALL, &|_| ());
    if !proof.holds() {
        return Err(Fault::bad("a set that ships does not hold: `comity policy prove` says why"));
    }
    Ok(began.elapsed().as_secs_f64())
}

/// Starts the solver with nothing to say where it would be asked something, and counts how long.
struct Counted {
    solver: Cvc5,
    spent: std::sync::Mutex<Duration>,
}

impl Counted {
    /// As long as it lasted for all threads together, by their number.
    fn spent(&self) -> Result<f64, Fault> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let spent = self.spent.lock().map_err(Fault::bad)?;
        let threads = u32::try_from(threads).map_err(Fault::bad)?;
        Ok((*spent / threads).as_secs_f64())
    }
}

impl Solve for Counted {
    fn solve(&self, _: &[u8]) -> Result<String, Unsolved> {
        let began = Instant::now();
        let said = self.solver.solve(b"(set-logic ALL)\n(assert false)\n(check-sat)\n");
        if let Ok(mut spent) = self.spent.lock() {
            *spent += began.elapsed();
        }
        said
    }
}

/// Questions as a node asks them: what is granted, what lacks something, what is refused.
fn questions() -> Result<Vec<Ask>, Fault> {
    let officer = |n| OfficerId::from_parts(1, [n; 10]);
    let second = Second { officer: officer(2), roles: vec![Role::Supervisor], spoken: false };
    let ask = |kind, answer, roles: &[Role]| -> Result<Ask, Fault> {
        let action = Action::Message(kind, answer);
        let state = Some(State::Acknowledged);
        let given = || "prosecutor-general".parse().map_err(Fault::bad);
        Ok(Ask {
            on: Some(On {
                states: state.into_iter().collect(),
                tier: Some(Tier::Content),
                given_to: vec![given()?],
                established: true,
                ..On::new(Workflow::Disclosure, Side::Requested).in_order()
            }),
            authority: Some(given()?),
            offices: action.offices(Workflow::Disclosure, Side::Requested, state),
            consultation: Some(Consultation::Required),
            consulted: true,
            reason: true,
            considered: true,
            for_dual: false,
            ..Ask::new(officer(1), "XA".parse().map_err(Fault::bad)?, roles.to_vec(), action)
        })
    };
    let decide = ask(Kind::Decide, Some(Answer::Accept), &[Role::Decider])?;
    let refuse = ask(Kind::Decide, Some(Answer::Refuse), &[Role::Decider])?;
    Ok(vec![
        ask(Kind::Note, None, &[Role::Examiner])?,
        Ask { second: Some(second), ..decide.clone() },
        decide,
        Ask { reason: false, ..refuse },
        ask(Kind::Decide, Some(Answer::Refuse), &[Role::Investigator])?,
    ])
}
