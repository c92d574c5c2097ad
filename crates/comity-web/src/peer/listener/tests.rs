// SPDX-License-Identifier: EUPL-1.2
//! Borealia's listener, behind the handshake: channels over pipes, each with the key of a peer.
//! That a key is proved first is tested where the handshake is.

use comity_domain::request::{Act, Command, Draft};
use comity_domain::role::Role;
use comity_testkit::{Post, World};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use super::super::routes::Route;
use super::*;

const EXHIBIT: &str = "0195c2a0-1111-7000-8000-000000000001";

/// The pin that the test kit gives its States.
fn key(seed: u8) -> Digest {
    Digest::of(&[seed])
}

/// What an answer's head and body say.
struct Heard {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Heard {
    fn told(&self) -> (u16, Value) {
        let told: Value = serde_json::from_slice(&self.body).unwrap();
        assert!(told["text"].is_string() && told["again"].is_boolean());
        (self.status, told["code"].clone())
    }
}

/// Says one thing on a channel of its own and hears what comes back.
async fn say(desk: &Arc<Desk>, key: Digest, said: &[u8]) -> Heard {
    let (client, server) = duplex(64 * 1024);
    let (_keep, stop) = watch::channel(false);
    let serving = channel(Arc::clone(desk), key, server, stop);
    let ((), heard) = tokio::join!(serving, hear(client, said));
    heard
}

async fn hear(client: DuplexStream, said: &[u8]) -> Heard {
    let (mut from, mut to) = tokio::io::split(client);
    let mut heard = Vec::new();
    let saying = async {
        // Who is refused early may hang up before everything is said.
        let _ = to.write_all(said).await;
    };
    let ((), read) = tokio::join!(saying, from.read_to_end(&mut heard));
    read.unwrap();
    let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Heard { status: 0, head: String::new(), body: heard };
    };
    let head = String::from_utf8(heard[..end].to_vec()).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Heard { status, head, body: heard[end + 4..].to_vec() }
}

fn asked(method: &str, path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let len = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: xb\r\nconnection: close\r\n\
         content-length: {len}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn message(body: &[u8]) -> Vec<u8> {
    asked("POST", "/peer/v1/messages", "content-type: application/octet-stream\r\n", body)
}

fn desk_of(post: &Post, limits: PeerLimits) -> Arc<Desk> {
    Desk::new(Arc::clone(&post.node), limits)
}

async fn borealia() -> (World, Arc<Desk>) {
    let world = Box::pin(World::new()).await;
    let desk = desk_of(&world.xb, PeerLimits::default());
    (world, desk)
}

/// A sealed message of Arcadia's, as it went over the line.
async fn sealed(world: &World) -> Bytes {
    let vera = world.xa.officer("Vera", &[Role::Duty]).await;
    let draft: Draft = serde_json::from_value(draft()).unwrap();
    let node = &world.xa.node;
    let drafting = node.perform(&vera, None, None, Command::Draft(Box::new(draft)));
    let drafted = serde_json::to_value(Box::pin(drafting).await.unwrap()).unwrap();
    let id = drafted["request"].as_str().unwrap().parse().unwrap();
    let submit = Act::new("req.submit".parse().unwrap());
    let acting = node.perform(&vera, None, Some(id), Command::Act(Box::new(submit)));
    Box::pin(acting).await.unwrap();
    Box::pin(world.settle()).await;
    let (from, sealed) = world.line.tapped().into_iter().next().unwrap();
    assert_eq!(from, world.xa.state);
    sealed
}

fn draft() -> Value {
    json!({
        "to": "XB",
        "facts": {
            "instrument": "uncc", "measure": "preservation", "basis": "35(1)(b)",
            "urgency": "urgent", "offences": ["illegal-access"], "maximum_years": 5,
            "items": [{ "n": 1, "tier": "traffic", "identifier": "ip" }],
        },
        "body": {
            "authority": { "code": "xa-central", "name": "Ministry of Justice of Arcadia" },
            "request": {
                "offences": [{ "code": "illegal-access", "provision": "PC 1", "text": "x" }],
                "case_nature": "x", "facts": "x", "data_link": "x", "necessity": "x",
                "proportionality": "x", "intention": "x", "urgency": "x", "assistance": "x",
                "purpose": "x",
            },
            "items": [{
                "n": 1,
                "identifier": { "kind": "ip", "address": "203.0.113.7", "port": 5,
                                "at": "2026-11-20T03:02:11+00:00" },
                "from": "2026-11-20T02:00:00Z", "until": "2026-11-20T03:12:00Z",
                "provider": "nimbus",
            }],
        },
    })
}

#[tokio::test]
async fn a_message_is_taken_in_and_its_receipt_given_as_often_as_it_comes() {
    let (world, desk) = borealia().await;
    let sealed = sealed(&world).await;
    for _ in 0..2 {
        let heard = say(&desk, key(1), &message(&sealed)).await;
        assert_eq!(heard.status, 200, "{}", String::from_utf8_lossy(&heard.body));
        assert!(heard.head.contains("content-type: application/octet-stream"));
        assert!(heard.body.len() > 1000, "a sealed receipt");
    }
}

/// Every address of this listener, asked by a State that it is not for.
#[tokio::test]
async fn the_wrong_state_gets_nothing_from_any_address() {
    let (world, _) = borealia().await;
    let sealed = sealed(&world).await;
    let desk = desk_of(&world.xa, PeerLimits::default());
    let exhibit = "comity-capability: guessed\r\nrange: bytes=0-7\r\n";
    // A list of chains names only those of the State that asks: there is no wrong one to ask.
    for (method, pattern) in Route::ALL.iter().filter(|(_, path)| !path.contains("/heads/")) {
        let path = ["{exhibit}", "{request}"]
            .iter()
            .fold((*pattern).to_owned(), |path, name| path.replace(name, EXHIBIT))
            .replace("{state}", "XA")
            .replace("{seq}", "1");
        if path.contains("directory") {
            // What is public, every State gets.
            let heard = say(&desk, key(2), &asked(method, &path, "", b"")).await;
            assert_eq!((heard.status, heard.body), (200, world.xa.node.directory().to_vec()));
            let next = say(&desk, key(2), &asked(method, "/peer/v1/directory/2", "", b"")).await;
            assert_eq!((next.status, next.body.len()), (204, 0));
            continue;
        }
        let (said, expected) = match *method {
            // Arcadia's own message, brought to Arcadia over Borealia's channel.
            "POST" => (message(&sealed), (403, json!("door.channel"))),
            _ => (asked(method, &path, exhibit, b""), (404, json!("node.not-found"))),
        };
        assert_eq!(say(&desk, key(2), &said).await.told(), expected, "{path}");
    }
}

#[tokio::test]
async fn a_key_that_nobody_has_any_more_gets_no_answer() {
    let (_world, desk) = borealia().await;
    let heard = say(&desk, key(9), &message(b"x")).await;
    assert_eq!((heard.status, heard.body.len()), (0, 0));
}

#[tokio::test]
async fn what_is_no_sealed_message_is_said_to_be_none() {
    let (_world, desk) = borealia().await;
    let (status, code) = say(&desk, key(1), &message(b"not sealed")).await.told();
    assert_eq!(status, 400, "{code}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_in_a_form_that_peers_read() {
    let (_world, desk) = borealia().await;
    let octets = "content-type: application/octet-stream\r\n";
    let payload = &format!("/peer/v1/exhibits/{EXHIBIT}/payload");
    let cases: &[(&str, &str, &str, u16, &str)] = &[
        ("POST", "/", octets, 404, "path.unknown"),
        ("POST", "/api/v1/requests", octets, 404, "path.unknown"),
        ("GET", "/peer/v1/messages", "", 405, "method.unknown"),
        ("POST", payload, "", 405, "method.unknown"),
        ("POST", "/peer/v1/messages", "", 415, "body.type"),
        ("POST", "/peer/v1/messages", "content-type: application/json\r\n", 415, "body.type"),
        ("GET", payload, "range: bytes=0-1\r\n", 400, "capability.unreadable"),
        ("GET", payload, "comity-capability: x\r\n", 400, "range.unreadable"),
    ];
    for (method, path, headers, status, code) in cases {
        let heard = say(&desk, key(1), &asked(method, path, headers, b"")).await;
        assert_eq!(heard.told(), (*status, json!(code)), "{method} {path}");
        assert_eq!(heard.head.contains("\r\nallow: "), *status == 405);
    }
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let (world, _) = borealia().await;
    let limits = PeerLimits { message_bytes_max: 1000, ..PeerLimits::default() };
    let desk = desk_of(&world.xb, limits);
    let heard = say(&desk, key(1), &message(&[0; 1001])).await;
    assert_eq!(heard.told(), (413, json!("body.too-large")));
    // Without a length beforehand it is noticed on the way.
    let head = "POST /peer/v1/messages HTTP/1.1\r\nhost: xb\r\nconnection: close\r\n\
                content-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("3e9\r\n{}\r\n0\r\n\r\n", "a".repeat(1001));
    let heard = say(&desk, key(1), format!("{head}{chunk}").as_bytes()).await;
    assert_eq!(heard.told(), (413, json!("body.too-large")));
}

#[tokio::test]
async fn too_many_messages_are_told_to_wait_and_other_questions_are_not() {
    let (world, _) = borealia().await;
    let limits = PeerLimits { messages_per_minute: 1, ..PeerLimits::default() };
    let desk = desk_of(&world.xb, limits);
    assert_eq!(say(&desk, key(1), &message(b"x")).await.status, 400);
    let heard = say(&desk, key(1), &message(b"x")).await;
    assert_eq!(heard.told(), (429, json!("channel.too-many")));
    assert!(heard.head.contains("\r\nretry-after: "));
    let headers = "comity-capability: x\r\nrange: bytes=0-7\r\n";
    let path = format!("/peer/v1/exhibits/{EXHIBIT}/payload");
    assert_eq!(say(&desk, key(1), &asked("GET", &path, headers, b"")).await.status, 404);
}

#[tokio::test]
async fn a_state_has_no_more_connections_than_are_its_own() {
    let (world, _) = borealia().await;
    let limits = PeerLimits { connections_per_state: 1, ..PeerLimits::default() };
    let desk = desk_of(&world.xb, limits);
    let seat = desk.quotas.seat(world.xa.state, Instant::now());
    assert_eq!(say(&desk, key(1), &message(b"x")).await.status, 0, "closed without a word");
    drop(seat);
    assert_eq!(say(&desk, key(1), &message(b"x")).await.status, 400);
}

#[tokio::test]
async fn a_message_that_does_not_come_is_given_up() {
    let (_world, desk) = borealia().await;
    let (client, server) = duplex(64 * 1024);
    let (_keep, stop) = watch::channel(false);
    let said =
        asked("POST", "/peer/v1/messages", "content-type: application/octet-stream\r\n", b"");
    let said = String::from_utf8(said).unwrap().replace("content-length: 0", "content-length: 9");
    // The node has threads of its own: only now, with all of them idle, may time stand still.
    tokio::time::pause();
    let serving = channel(desk, key(1), server, stop);
    let ((), heard) = tokio::join!(serving, hear(client, said.as_bytes()));
    assert_eq!(heard.told(), (408, json!("body.too-slow")));
}
