// SPDX-License-Identifier: EUPL-1.2
//! How long an answer takes: `cargo run -p comity-policy --example speed`.
//!
//! Questions as a node asks them, each put many times; prints the middle and the 99th of a hundred.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use comity_domain::id::OfficerId;
use comity_domain::law::Consultation;
use comity_domain::message::Kind;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{Answer, State, Workflow};
use comity_policy::{Action, Ask, Gate, On, Second, Tier};

const ROUNDS: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let loading = Instant::now();
    let gate = Gate::plain()?;
    let loaded = loading.elapsed();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} rules loaded in {loaded:?}", gate.rules().count())?;
    let officer = |n| OfficerId::from_parts(1, [n; 10]);
    let second = Second { officer: officer(2), roles: vec![Role::Supervisor], spoken: false };
    let ask = |kind, answer, roles: &[Role]| -> Result<Ask, Box<dyn Error>> {
        let action = Action::Message(kind, answer);
        let state = Some(State::Acknowledged);
        Ok(Ask {
            on: Some(On {
                workflow: Workflow::Disclosure,
                side: Side::Requested,
                states: state.into_iter().collect(),
                tier: Some(Tier::Content),
                suspended: false,
                frozen: false,
                given_to: vec!["prosecutor-general".parse()?],
                established: true,
                reserved: false,
                other_breaks: false,
            }),
            authority: Some("prosecutor-general".parse()?),
            offices: action.offices(Workflow::Disclosure, Side::Requested, state),
            consultation: Some(Consultation::Required),
            consulted: true,
            reason: true,
            ..Ask::new(officer(1), "XA".parse()?, roles.to_vec(), action)
        })
    };
    let decide = ask(Kind::Decide, Some(Answer::Accept), &[Role::Decider])?;
    let granted = Ask { second: Some(second), ..decide.clone() };
    let note = ask(Kind::Note, None, &[Role::Examiner])?;
    let stranger = ask(Kind::Decide, Some(Answer::Refuse), &[Role::Investigator])?;
    let reasonless =
        Ask { reason: false, ..ask(Kind::Decide, Some(Answer::Refuse), &[Role::Decider])? };
    let questions = [
        ("a note", &note),
        ("a grant of content, two persons", &granted),
        ("the same, second person missing", &decide),
        ("a refusal without reason", &reasonless),
        ("a refusal by the wrong office", &stranger),
    ];
    for (what, ask) in questions {
        let mut took = Vec::with_capacity(ROUNDS);
        let mut allowed = 0;
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            allowed += usize::from(gate.may(ask).is_ok());
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        let at = |percent: usize| took.get(ROUNDS * percent / 100).copied().unwrap_or_default();
        let answer = if allowed == ROUNDS { "yes" } else { "no" };
        let (half, most) = (at(50), at(99));
        writeln!(out, "{what:<34} {answer:<4} p50 {half:>10.1?}  p99 {most:>10.1?}")?;
    }
    Ok(())
}
