// SPDX-License-Identifier: EUPL-1.2
//! What bad input gets: a code, whose fault it is, a line in the log, the bytes kept, no effect.
//!
//! Arcadia (XA) has sent a request to Borealia (XB), and its next message is held up on the line.
//! Somebody with Arcadia's own keys ([`Forger`]) sends something else in its place. Whatever that
//! was, the honest message comes in afterwards and both nodes agree.

mod broken_off;
mod days;
mod disk;
mod exhibit;
mod order;
mod rows;
mod sealed;
mod secrecy;
mod statement;

use bytes::Bytes;
use comity_domain::id::{Digest, RequestId, StateCode};
use comity_domain::message::{Body, Head};
use comity_domain::request::Draft;
use comity_domain::role::Role;
use comity_node::view::RequestView;
use comity_node::{Officer, Rejected};
use comity_protocol::envelope::{self, Parts};
use comity_protocol::keys::ParsedEnvelopeKey;
use comity_protocol::ledger::{Direction, Entry};
use comity_protocol::ring::KeyRing;
use comity_protocol::statement::{Receipt, SALT_BYTES, open, seal_message};
use comity_testkit::{Keys, NIGHT, Post, Weather, World, directory, keys};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::federation::{Desk, Page, agreed, desk, preservation};

/// The seeds that the test kit gives its States.
const ARCADIA: u8 = 1;
const BOREALIA: u8 = 2;

fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

/// Whose fault a refusal says it is: how its sentence begins.
const MISBEHAVED: &str = "the peer misbehaved: ";
const INCOMPATIBLE: &str = "the peer is incompatible: ";
const UNREADABLE: &str = "unreadable: ";

/// Everything that is logged on this thread, as the program logs it.
struct Log {
    page: Page,
    _guard: tracing::subscriber::DefaultGuard,
}

impl Log {
    fn begin() -> Self {
        let page = Page::default();
        let to = page.clone();
        let lines = tracing_subscriber::fmt().json().with_writer(move || to.clone()).finish();
        Self { page, _guard: tracing::subscriber::set_default(lines) }
    }

    fn lines(&self) -> Vec<Value> {
        let text = String::from_utf8(self.page.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The last line whose message begins so.
    fn last(&self, begins: &str) -> Value {
        let begins_so = |line: &&Value| {
            line["fields"]["message"].as_str().is_some_and(|text| text.starts_with(begins))
        };
        self.lines().iter().rfind(begins_so).unwrap_or_else(|| panic!("no `{begins}`")).clone()
    }
}

/// Somebody who holds all of Arcadia's keys and does not keep the rules.
struct Forger {
    keys: Keys,
    to: ParsedEnvelopeKey,
}

impl Forger {
    fn new(seed: u8) -> Self {
        let to = keys(BOREALIA).envelope.public().parse().unwrap();
        Self { keys: keys(seed), to }
    }

    /// A whole message of this head, sealed to Borealia.
    fn send(&self, head: Head, body: &Body) -> Bytes {
        let signed = seal_message(head, body, &[5; SALT_BYTES], &self.keys.statement).unwrap();
        self.envelope(&signed.head, &signed.statement.bytes, &signed.body)
    }

    /// A statement and a body part of whatever content, sealed as the message of this head.
    fn envelope(&self, head: &Head, statement: &[u8], body: &[u8]) -> Bytes {
        let entry = Entry::new(head, Direction::Sent, Digest::of(statement), [6; 32]);
        let opening = entry.opening().encode();
        self.seal(head, (statement, body), &opening)
    }

    fn seal(&self, head: &Head, (statement, body): (&[u8], &[u8]), opening: &[u8]) -> Bytes {
        let parts = Parts {
            statement: Some(statement),
            body: Some(body),
            opening: Some(opening),
            ..Parts::default()
        };
        let (from, to) = (head.from, state("XB"));
        envelope::seal(from, to, head.message, &self.to, &parts).unwrap().into()
    }
}

/// Arcadia's next message, which the line holds up.
struct Honest {
    sealed: Bytes,
    head: Head,
    body: Body,
    statement: Vec<u8>,
    part: Vec<u8>,
}

/// A request on both nodes, and what is on its way.
struct Scene {
    world: World,
    id: RequestId,
    vera: Officer,
    bo: Officer,
    forger: Forger,
    honest: Honest,
    log: Log,
}

impl Scene {
    async fn new() -> Self {
        Self::of(preservation()).await
    }

    async fn of(draft: Draft) -> Self {
        let log = Log::begin();
        let world = World::new().await;
        // The keys have been valid for a while.
        world.hands.wait(SignedDuration::from_hours(1));
        let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
        let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
        let id = a.draft(draft).await;
        a.act(id, json!({ "kind": "req.submit" })).await;
        agreed(&world, &a, &b, id, "sent").await;
        world.line.announce(&[Weather::Lost]);
        a.act(id, json!({ "kind": "note", "body": { "text": "Please hurry." } })).await;
        world.settle().await;
        let honest = Honest::of(&world.line.tapped().pop().unwrap().1);
        let (vera, bo) = (a.officer.clone(), b.officer.clone());
        Self { world, id, vera, bo, forger: Forger::new(ARCADIA), honest, log }
    }

    fn a(&self) -> Desk<'_> {
        Desk { post: &self.world.xa, officer: self.vera.clone() }
    }

    fn b(&self) -> Desk<'_> {
        Desk { post: &self.world.xb, officer: self.bo.clone() }
    }

    /// The honest head with something changed.
    fn head(&self, change: impl Fn(&mut Head)) -> Head {
        let mut head = self.honest.head.clone();
        change(&mut head);
        head
    }

    /// The honest message with something changed in its head, signed and sealed as if honest.
    fn forged(&self, change: impl Fn(&mut Head)) -> Bytes {
        self.forger.send(self.head(change), &self.honest.body)
    }

    /// A note that follows the honest one, sealed and numbered so, and nothing else wrong with it.
    fn following(&self, seq: u32, octet: u8) -> Bytes {
        self.forged(|head| {
            head.seq = seq;
            head.message = comity_domain::id::MessageId::from_parts(9, [octet; 10]);
        })
    }

    async fn receive(&self, channel: &str, sealed: Bytes) -> Result<Bytes, Rejected> {
        Box::pin(self.world.xb.node.receive(state(channel), sealed)).await
    }

    async fn see(&self) -> RequestView {
        self.b().see(self.id).await
    }

    /// Refused by Borealia: said by code and by whose fault, logged, kept, and without effect.
    async fn refuses(&self, sealed: impl Into<Bytes>, code: &str, whose: &str) {
        self.refuses_from("XA", sealed.into(), code, whose).await;
    }

    /// Not taken in until its sender was asked to show what it says of Borealia's chain.
    async fn is_doubted(&self, sealed: Bytes) {
        let rejected = self.receive("XA", sealed).await.unwrap_err();
        assert_eq!((rejected.code().as_str(), rejected.again()), ("door.doubted", true));
        let line = self.world.line.of(state("XB"));
        Box::pin(self.world.xb.node.recover(&line)).await.unwrap();
        assert!(!self.world.xb.node.is_recovering(), "a bare claim is believed");
    }

    async fn refuses_from(&self, channel: &str, sealed: Bytes, code: &str, whose: &str) {
        let before = self.see().await;
        let rejected = self.receive(channel, sealed.clone()).await.unwrap_err();
        let said = rejected.to_string();
        assert_eq!(rejected.code(), code, "{said}");
        assert!(said.starts_with(whose), "{code}: `{said}` does not begin with `{whose}`");
        assert!(!rejected.again(), "{code} would be sent again for ever");
        assert_eq!(self.see().await, before, "{code} had an effect");
        let kept = self.world.xb.node.store().quarantined().await.unwrap().pop().unwrap();
        assert_eq!((kept.state, kept.reason.as_str()), (Some(state(channel)), code));
        assert_eq!(kept.bytes, sealed, "{code}: other octets were kept");
        let line = self.log.last("message refused: ");
        assert_eq!((&line["level"], &line["fields"]["code"]), (&json!("WARN"), &json!(code)));
        assert_eq!(line["fields"]["state"], channel);
        assert!(line["fields"]["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{line}");
    }

    /// Taken in by Borealia; gives what the receipt says.
    async fn receipted(&self, sealed: Bytes) -> Receipt {
        let receipt = self.receive("XA", sealed).await.unwrap();
        let opened = envelope::open(&receipt, state("XA"), &self.forger.keys.envelope).unwrap();
        let ring = ring("XB", BOREALIA);
        open::<Receipt>(opened.parts().receipt.unwrap(), &ring).unwrap().value().clone()
    }

    /// The honest message is delivered after all, and both nodes agree.
    async fn goes_on(self) {
        self.world.hands.wait(SignedDuration::from_mins(10));
        agreed(&self.world, &self.a(), &self.b(), self.id, "sent").await;
        let timeline = self.see().await.timeline;
        let messages: Vec<_> = timeline.iter().map(|entry| entry.message).collect();
        assert_eq!(messages.len(), 2, "{timeline:?}");
        assert_eq!(messages[1], Some(self.honest.head.message));
        assert_eq!(self.world.xa.node.dead_letters(&self.vera).await.unwrap(), []);
    }
}

impl Honest {
    fn of(sealed: &Bytes) -> Self {
        let opened = envelope::open(sealed, state("XB"), &keys(BOREALIA).envelope).unwrap();
        let message = opened.message(&ring("XA", ARCADIA), Timestamp::MAX).unwrap();
        Self {
            sealed: sealed.clone(),
            head: message.head().value().clone(),
            body: message.body().clone(),
            statement: message.head().bytes().to_vec(),
            part: opened.parts().body.unwrap().to_vec(),
        }
    }
}

fn ring(code: &str, seed: u8) -> KeyRing {
    directory(state(code), seed, NIGHT.parse().unwrap()).ring().unwrap()
}

/// Makes `of` believe a directory statement that is as the test kit makes it, but for `change`.
async fn publish(
    of: &Post,
    (code, seed): (&str, u8),
    change: impl FnOnce(&mut comity_protocol::directory::Directory),
) {
    let mut statement = directory(state(code), seed, NIGHT.parse().unwrap());
    change(&mut statement);
    let root = keys(seed).root;
    let signed = comity_protocol::statement::sign(&statement, &root).unwrap();
    of.node.believe(root.public().fingerprint(), &signed.bytes).await.unwrap();
}
