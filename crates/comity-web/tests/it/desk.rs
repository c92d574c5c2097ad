// SPDX-License-Identifier: EUPL-1.2
//! A desk in Arcadia: its node, its officers with their tokens, and a program that asks.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use bytes::Bytes;
use comity_domain::id::OfficerId;
use comity_domain::role::Role;
use comity_node::{NewOfficer, Node, Officer};
use comity_testkit::{Hands, World};
use comity_web::{App, Door, Person, Printer, router};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{HeaderMap, Request};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::device::Device;
use crate::shape;

/// Where officers open its pages.
pub(crate) const ADDRESS: &str = "https://desk.example/";

/// A node with the interface on it.
pub(crate) struct Desk {
    node: Arc<Node>,
    router: Router,
    tokens: BTreeMap<&'static str, String>,
    hands: Hands,
    /// The devices of the officers that show codes.
    devices: Mutex<BTreeMap<String, Device>>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The status, and the code of a problem.
    pub(crate) fn word(&self) -> String {
        match self.status {
            200..300 => self.status.to_string(),
            _ => format!("{} {}", self.status, self.json()["code"].as_str().unwrap()),
        }
    }
}

/// Officers of a desk by name, each with one office but the last.
const OFFICERS: &[(&str, &[Role])] = &[
    ("ira", &[Role::Investigator]),
    ("ada", &[Role::Administrator]),
    ("abe", &[Role::Administrator]),
    ("eve", &[Role::Evidence]),
    ("cora", &[Role::CentralAuthority]),
    ("pat", &[Role::Approver]),
    ("ed", &[Role::Executor]),
    ("sue", &[Role::Supervisor]),
    ("olga", &[Role::Oversight]),
    ("max", &[Role::CentralAuthority, Role::Approver, Role::Examiner, Role::Decider]),
];

impl Desk {
    /// The desk of Arcadia in a world of its own.
    pub(crate) async fn new() -> Self {
        let world = Box::pin(World::new()).await;
        Self::of(&world, &world.xa.node).await
    }

    /// A desk where everybody is who they say they are, in the order of their names here.
    pub(crate) async fn open_door() -> Self {
        let world = Box::pin(World::new()).await;
        let desk = Self::of(&world, &world.xa.node).await;
        let mut people = Vec::new();
        for (name, _) in OFFICERS {
            people.push(desk.node.authenticate(desk.token(name)).await.unwrap());
        }
        desk.open_to(&world, people)
    }

    /// The desk, with its door open to these people.
    pub(crate) fn open_to(mut self, world: &World, officers: Vec<Officer>) -> Self {
        let person = |officer| Person { officer, across: None, part: None };
        let people: Vec<Person> = officers.into_iter().map(person).collect();
        let network = Arc::new(world.line.of(self.node.state()));
        let app = App::new(Arc::clone(&self.node), network, Arc::new(String::new));
        self.router = router(app.with_door(Door::Open(Arc::new(people))));
        self
    }

    /// A desk on this node of a world.
    pub(crate) async fn of(world: &World, node: &Arc<Node>) -> Self {
        let mut tokens = BTreeMap::new();
        for (name, roles) in OFFICERS {
            let authority = format!("{}-central", node.state()).to_lowercase().parse().ok();
            let (login, roles) = (None, roles.to_vec());
            let new = NewOfficer { name: (*name).to_owned(), login, authority, roles };
            tokens.insert(*name, node.enrol(new).await.unwrap().1);
        }
        let network = Arc::new(world.line.of(node.state()));
        let figures = Arc::new(|| "comity_up 1\n".to_owned());
        let app = App::new(Arc::clone(node), network, figures);
        let router = router(app.at(&ADDRESS.parse().unwrap()));
        let node = Arc::clone(node);
        Self { node, router, tokens, hands: world.hands.clone(), devices: Mutex::default() }
    }

    /// One more officer, of this authority.
    pub(crate) async fn enrol(&mut self, name: &'static str, authority: &str, role: Role) {
        let (authority, roles) = (authority.parse().ok(), vec![role]);
        let new = NewOfficer { name: name.to_owned(), login: None, authority, roles };
        self.tokens.insert(name, self.node.enrol(new).await.unwrap().1);
    }

    /// The desk, with this program to print.
    pub(crate) fn printing_with(mut self, world: &World, program: PathBuf) -> Self {
        let network = Arc::new(world.line.of(self.node.state()));
        let app = App::new(Arc::clone(&self.node), network, Arc::new(String::new));
        let app = app.at(&ADDRESS.parse().unwrap());
        self.router = router(app.with_printer(Some(Printer::new(program))));
        self
    }

    /// Time passes.
    pub(crate) fn wait(&self, span: SignedDuration) {
        self.hands.wait(span);
    }

    /// What the device of an officer shows now, if they have one.
    pub(crate) fn code(&self, who: &str) -> Option<String> {
        self.devices.lock().unwrap().get(who).map(|device| device.code(self.hands.read()))
    }

    /// The first credential of an officer.
    pub(crate) async fn credential(&self, who: &str) -> String {
        let all = self.node.credentials(self.officer(who).await).await.unwrap();
        all[0].id.to_string()
    }

    /// What the store keeps of it.
    pub(crate) async fn secret(&self, who: &str) -> Vec<u8> {
        let officer = self.officer(who).await;
        let all = self.node.store().credentials(officer).await.unwrap();
        all[0].secret.clone()
    }

    async fn officer(&self, who: &str) -> OfficerId {
        self.node.authenticate(self.token(who)).await.unwrap().id
    }

    /// An officer's device takes up a key.
    pub(crate) fn take_up(&self, who: &str, key: &str) {
        self.devices.lock().unwrap().insert(who.to_owned(), Device::of(key));
    }

    /// A request of this officer; of nobody if there is no such name.
    pub(crate) fn request(
        &self,
        who: &str,
        method: &str,
        path: &str,
    ) -> hyper::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match self.tokens.get(who) {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// The token of an officer.
    pub(crate) fn token(&self, who: &str) -> &str {
        &self.tokens[who]
    }

    /// Asks, and holds the answer against the description.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let answer = self.send(request).await;
        if let Err(wrong) = shape::answer(&method, &path, &answer) {
            let body = String::from_utf8_lossy(&answer.body);
            panic!("{method} {path} answers {} and {wrong}: {body}", answer.status);
        }
        answer
    }

    /// Asks, and leaves the body to come.
    pub(crate) async fn open(&self, request: Request<Body>) -> hyper::Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Asks.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        answer
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(self.request(who, "GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, who: &str, path: &str, said: &Value) -> Answer {
        let request = self.request(who, "POST", path).header(CONTENT_TYPE, "application/json");
        self.ask(request.body(Body::from(said.to_string())).unwrap()).await
    }

    /// Does something on a request that must go well.
    pub(crate) async fn act(&self, who: &str, id: &str, command: Value) -> Value {
        let path = format!("/api/v1/requests/{id}/commands");
        let answer = self.post(who, &path, &json!({ "command": command })).await;
        assert_eq!(answer.status, 200, "{who}: {command}: {:?}", answer.body);
        answer.json()
    }

    /// Begins a draft to Borealia and gives the request's id.
    pub(crate) async fn drafted(&self) -> String {
        let answer = self.post("ira", "/api/v1/requests", &json!({ "command": draft() })).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.json()["request"].as_str().unwrap().to_owned()
    }
}

/// The command of a draft that asks Borealia to hold the data of an address.
pub(crate) fn draft() -> Value {
    json!({
        "command": "draft",
        "to": "XB",
        "facts": {
            "instrument": "uncc",
            "measure": "preservation",
            "urgency": "urgent",
            "items": [{ "n": 1, "tier": "subscriber", "identifier": "ip" }],
        },
        "body": {
            "language": "en",
            "items": [{
                "n": 1,
                "identifier": {
                    "kind": "ip",
                    "address": "203.0.113.7",
                    "port": 50123,
                    "at": "2026-11-19T03:02:11Z",
                },
                "provider": "Example Net",
            }],
        },
    })
}
