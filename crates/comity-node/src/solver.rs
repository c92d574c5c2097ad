// SPDX-License-Identifier: EUPL-1.2
//! Runs cvc5, the solver by which policy sets are proven: a fresh process for each script, within
//! limits of time and size.

mod once;
mod script;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

use comity_policy::prove::{Line, Obligation, Proof, Question, Theory};

pub use once::Once;
pub use script::{Scripted, Solve, Unsolved};

// LIMIT: a model of a counterexample has some kilobytes.
const ANSWER_BYTES_MAX: u64 = 8 << 20;

/// For how long one question may take: those of the shipped sets take a tenth of a second.
const TIME_MAX: Duration = Duration::from_secs(20);

/// The solver cvc5, as a program on this machine.
#[derive(Debug, Clone)]
pub struct Cvc5 {
    program: PathBuf,
}

impl Cvc5 {
    /// The program at this path, or of this name on the search path; the reason in words if it
    /// cannot be started.
    pub fn at(program: &Path) -> Result<Self, String> {
        let shown = program.display();
        let found = Command::new(program).arg("--version").stdin(Stdio::null()).output();
        match found {
            Ok(said) if said.stdout.starts_with(b"This is cvc5") => {
                Ok(Self { program: program.to_owned() })
            }
            Ok(_) => Err(format!("`{shown}` does not say that it is cvc5")),
            Err(error) => Err(format!("`{shown}` cannot be started: {error}")),
        }
    }

    /// Proves of a set that it keeps these obligations, on as many threads as the machine has
    /// processors; tells each line that is done.
    pub fn prove(
        &self,
        theory: &Theory,
        of: &[Obligation],
        told: &(dyn Fn(&Line) + Sync),
    ) -> Proof {
        let once = Once::new(self);
        theory.proof(self.each(theory, &|question| {
            let line = theory.prove(question, of, &|| Scripted::new(&once));
            told(&line);
            line
        }))
    }

    /// What comes of every kind of question, in no order.
    pub fn each<T: Send>(&self, theory: &Theory, ask: &(dyn Fn(&Question) -> T + Sync)) -> Vec<T> {
        let waiting = Mutex::new(theory.questions());
        let found = Mutex::new(Vec::new());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let next = waiting.lock().ok().and_then(|mut waiting| waiting.pop());
                        let Some(question) = next else { return };
                        let answer = ask(&question);
                        if let Ok(mut found) = found.lock() {
                            found.push(answer);
                        }
                    }
                });
            }
        });
        found.into_inner().unwrap_or_default()
    }
}

impl Solve for Cvc5 {
    fn solve(&self, script: &[u8]) -> Result<String, Unsolved> {
        let limit = format!("--tlimit={}", TIME_MAX.as_millis());
        let mut child = Command::new(&self.program)
            .args(["--lang", "smt", &limit])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Unsolved(format!("the solver cannot be started: {error}")))?;
        let answer = ask(&mut child, script);
        // Whatever it is still doing, its answer is here or is not wanted any more.
        let _ = child.kill();
        let _ = child.wait();
        answer
    }
}

fn ask(child: &mut Child, script: &[u8]) -> Result<String, Unsolved> {
    let lost = |what: &str| Unsolved(format!("the solver {what}"));
    let mut stdin = child.stdin.take().ok_or_else(|| lost("takes no question"))?;
    let stdout = child.stdout.take().ok_or_else(|| lost("gives no answer"))?;
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let mut answer = String::new();
        let read = stdout.take(ANSWER_BYTES_MAX).read_to_string(&mut answer);
        // Nobody listens any more when it came too late.
        let _ = send.send(read.map(|_| answer));
    });
    stdin.write_all(script).map_err(|error| lost(&format!("broke off: {error}")))?;
    drop(stdin);
    // It ends itself at its limit; what does not is ended a little later.
    match receive.recv_timeout(TIME_MAX + Duration::from_secs(5)) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(lost(&format!("gave an answer that cannot be read: {error}"))),
        Err(_) => Err(lost("did not answer in time")),
    }
}

#[cfg(test)]
mod tests;
