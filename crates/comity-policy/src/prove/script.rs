// SPDX-License-Identifier: EUPL-1.2
//! The solver as the compiler of proofs wants it, over one that runs one script at a time.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use cedar_policy_symcc::SmtLibScript;
use cedar_policy_symcc::solver::{Decision, DecisionWithModel, Solver, SolverError};

// LIMIT: the longest script of a shipped set has under 1 MiB; a set may be three times as long.
/// Octets of one script.
pub(super) const SCRIPT_BYTES_MAX: usize = 16 << 20;

/// Whoever runs a solver of SMT-LIB 2, such as cvc5.
pub trait Solve: Sync {
    /// Runs this script in a fresh solver, within limits of size and time, and returns all that it
    /// printed.
    fn solve(&self, script: &[u8]) -> Result<String, Unsolved>;
}

/// Why a solver did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsolved(pub String);

impl std::error::Error for Unsolved {}

impl std::fmt::Display for Unsolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Collects a script and has it run when its answer is asked for.
pub(super) struct Scripted<'a> {
    script: Vec<u8>,
    solver: &'a dyn Solve,
}

impl<'a> Scripted<'a> {
    pub(super) fn new(solver: &'a dyn Solve) -> Self {
        Self { script: Vec::new(), solver }
    }

    fn run(&mut self, asked: &str) -> Result<String, SolverError> {
        self.script.extend_from_slice(asked.as_bytes());
        if self.script.len() > SCRIPT_BYTES_MAX {
            return Err(SolverError::Solver(format!(
                "the question has {} octets, more than {SCRIPT_BYTES_MAX}",
                self.script.len()
            )));
        }
        self.solver.solve(&self.script).map_err(|why| SolverError::Solver(why.to_string()))
    }
}

fn decision(printed: &str) -> Result<Decision, SolverError> {
    match printed.lines().next().map(str::trim) {
        Some("sat") => Ok(Decision::Sat),
        Some("unsat") => Ok(Decision::Unsat),
        Some("unknown") => Ok(Decision::Unknown),
        other => Err(SolverError::UnrecognizedSolverOutput(other.unwrap_or("nothing").to_owned())),
    }
}

impl Solver for Scripted<'_> {
    fn smtlib_input(&mut self) -> &mut (dyn tokio::io::AsyncWrite + Unpin + Send) {
        &mut self.script
    }

    async fn enable_models(&mut self) -> Result<(), SolverError> {
        Ok(self.smtlib_input().set_option("produce-models", "true").await?)
    }

    async fn check_sat(&mut self) -> Result<Decision, SolverError> {
        decision(&self.run("(check-sat)\n")?)
    }

    async fn check_sat_with_model(&mut self) -> Result<DecisionWithModel, SolverError> {
        let printed = self.run("(check-sat)\n(get-model)\n")?;
        Ok(match decision(&printed)? {
            Decision::Sat => {
                let (_, model) = printed.split_once('\n').unwrap_or_default();
                DecisionWithModel::Sat { model: model.to_owned() }
            }
            Decision::Unsat => DecisionWithModel::Unsat,
            Decision::Unknown => DecisionWithModel::Unknown,
        })
    }
}

/// What a future comes to that never waits: it writes to memory, and its solver answers at once.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> Result<T, String> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => Ok(found),
        Poll::Pending => Err("the compiler of proofs waited for something".to_owned()),
    }
}
