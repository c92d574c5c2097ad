// SPDX-License-Identifier: EUPL-1.2
//! What an operator should know before officers notice.
//!
//! What follows from a directory statement and from the law needs no open node: `comity doctor`
//! looks at a node that may or may not run. [`Node::doctor`] adds what only the running node knows.

use comity_domain::codes;
use comity_domain::id::StateCode;
use comity_domain::law::{Checked, Comparisons, Law};
use comity_policy::{Action, Administration, Gate};
use comity_protocol::directory::Directory;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::purpose::{InTheWay, in_the_way};
use crate::{Error, Node, Officer, Purpose};

/// Days before an end at which it is time to act.
const SOON_DAYS: i64 = 21;

codes! {
    /// How something stands.
    pub enum Standing is "how something stands" {
        /// As it should be.
        Good = "good",
        /// Not yet bad.
        Warn = "warn",
        /// The node cannot do its work, or soon cannot.
        Bad = "bad",
    }
}

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// How it stands.
    pub state: Standing,
    /// What was seen.
    pub text: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Finding {
    /// A finding without a hint.
    #[must_use]
    pub fn new(name: &'static str, state: Standing, text: impl Into<String>) -> Self {
        Self { name, state, text: text.into(), hint: None }
    }

    /// What to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What this State's own directory statement says of its ends.
#[must_use]
pub fn of_directory(directory: &Directory, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![ends("statement", "the directory statement", directory.expires, now)];
    findings.push(match directory.envelope_key_at(now) {
        Some(key) => ends("envelopes", "the envelope key", key.until, now),
        None => Finding::new("envelopes", Standing::Bad, "no envelope key is valid today")
            .hint("nobody can send to this node: sign a new directory statement"),
    });
    let keys = directory.statement_keys.iter().map(|key| key.validity.until).max();
    findings.extend(keys.map(|until| ends("keys", "the statement key", until, now)));
    findings
}

/// How well the law was checked, and which policies are in force.
#[must_use]
pub fn of_law(law: &Law, gate: &Gate) -> Vec<Finding> {
    let instrument = |instrument: &comity_domain::law::Instrument| {
        let memory = |checked: Checked| checked == Checked::Memory;
        let rows = instrument.standings().iter().filter(|row| memory(row.checked)).count();
        let text = format!("{}: {rows} rows were never compared with a text", instrument.code());
        Finding::new("law", if rows == 0 { Standing::Good } else { Standing::Warn }, text)
    };
    let mut findings: Vec<Finding> = law.instruments().map(instrument).collect();
    let text = format!("{} rules, digest {}", gate.rules().count(), gate.digest());
    findings.push(Finding::new("policies", Standing::Good, text));
    findings
}

/// What has to be done with rows that stand in the way of production.
pub const WAY_OUT: &str = "two officers of the central authority hold each against the official \
     text: `comity law confirmations` lists them, `comity law confirm` says what was found; or put \
     it right in a folder of law of your own with its `checked` and `source`, and name that folder \
     under [law]; or keep the profile `exercise`";

/// The command with which the next row is confirmed.
#[must_use]
pub fn next_step(row: &InTheWay) -> String {
    let digest: String = row.digest.to_string().chars().take(DIGEST_LETTERS).collect();
    format!("comity law confirm {} {digest} --document NAME --page PAGE", row.instrument)
}

/// Letters of a digest that tell two rows of an instrument apart.
pub const DIGEST_LETTERS: usize = 12;

/// For what the node is, and each row that stands in the way of production.
#[must_use]
pub fn of_purpose(
    purpose: Purpose,
    (law, compared): (&Law, &Comparisons),
    state: StateCode,
    now: Timestamp,
) -> Vec<Finding> {
    let rows = in_the_way(law, state, now.to_zoned(TimeZone::UTC).date(), compared);
    if purpose == Purpose::Exercise {
        let text = match rows.len() {
            0 => "exercise: its pages say so; nothing in the law stands in the way of production"
                .to_owned(),
            n => format!(
                "exercise: its pages say so; {n} rows of the law stand in the way of production, \
                 and `comity doctor --production` lists them"
            ),
        };
        return vec![Finding::new("profile", Standing::Good, text)];
    }
    if rows.is_empty() {
        let text = "production: every row that a workflow rests on was compared with a text, by \
             its file or by two officers";
        return vec![Finding::new("profile", Standing::Good, text)];
    }
    let text = format!("production: {} rows were compared with no text", rows.len());
    let next = rows.first().map(next_step).unwrap_or_default();
    let row = |row: &InTheWay| Finding::new("profile", Standing::Bad, row.to_string());
    let head = Finding::new("profile", Standing::Bad, text).hint(format!("`{next}`; {WAY_OUT}"));
    std::iter::once(head).chain(rows.iter().map(row)).collect()
}

fn ends(name: &'static str, what: &str, at: Timestamp, now: Timestamp) -> Finding {
    let left = at.duration_since(now);
    let days = left.as_hours() / 24;
    if left <= SignedDuration::ZERO {
        return Finding::new(name, Standing::Bad, format!("{what} ended at {at}"))
            .hint("sign a new directory statement with the root key: `comity directory renew`");
    }
    let text = format!("{what} ends in {days} days, at {at}");
    if days < SOON_DAYS {
        return Finding::new(name, Standing::Warn, text)
            .hint("sign the next one now: `comity directory renew`");
    }
    Finding::new(name, Standing::Good, text)
}

impl Node {
    /// What can be seen of this node from inside, for an administrator. Names no case.
    pub async fn doctor(&self, by: &Officer) -> Result<Vec<Finding>, Error> {
        self.may(by, Action::Administer(Administration::Settings))?;
        let now = self.clock.now();
        let mut findings = vec![Finding::new("clock", Standing::Good, format!("it says {now}"))];
        findings.extend(of_directory(self.identity().directory.value(), now));
        findings.extend(self.of_peers(now));
        findings.push(self.of_dead_letters().await?);
        findings.push(self.of_outbox(now).await?);
        findings.extend(of_law(&self.law, &self.gate));
        findings.extend(of_purpose(self.purpose, (&self.law, &self.compared()), self.state, now));
        Ok(findings)
    }

    /// Whether the node can do its work now: its store answers.
    pub async fn ready(&self) -> Result<(), Error> {
        self.store.outbox_due().await?;
        Ok(())
    }

    /// What was never renewed by its State will one day be believed by nobody.
    fn of_peers(&self, now: Timestamp) -> Vec<Finding> {
        let finding = |directory: &Directory| {
            let what = format!("the directory statement of {}", directory.state);
            let found = ends("peer", &what, directory.expires, now);
            if found.state == Standing::Good {
                return found;
            }
            found.hint("fetch the new one from that State, or ask for it by telephone")
        };
        let peers = self.known_peers();
        peers.iter().map(|peer| finding(peer.directory.value())).collect()
    }

    async fn of_dead_letters(&self) -> Result<Finding, Error> {
        let count = self.store.dead_letters().await?.len();
        let text = format!("{count} messages were refused by their receivers");
        if count == 0 {
            return Ok(Finding::new("dead letters", Standing::Good, text));
        }
        let finding = Finding::new("dead letters", Standing::Bad, text);
        Ok(finding.hint("an officer of the desk looks at them: `comity dead-letters`"))
    }

    /// What is due and not sent shows that nobody sends.
    async fn of_outbox(&self, now: Timestamp) -> Result<Finding, Error> {
        let late = |at: &Timestamp| now.duration_since(*at) > SignedDuration::from_mins(10);
        Ok(match self.store.outbox_due().await?.filter(late) {
            Some(at) => Finding::new("outbox", Standing::Bad, format!("it is due since {at}"))
                .hint("the node does not send: see its log, and start it anew"),
            None => Finding::new("outbox", Standing::Good, "nothing is overdue"),
        })
    }
}
