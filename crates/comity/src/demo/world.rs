// SPDX-License-Identifier: EUPL-1.2
//! The two States of the demo: founded as `comity init` founds one, run as `comity serve` runs one.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_domain::id::{Digest, MessageId, RequestId};
use comity_domain::request::Command;
use comity_domain::role::Role;
use comity_node::view::{Done, PeerView, RequestView};
use comity_node::{Clock as _, Network, NewOfficer, Node, Officer};
use comity_protocol::directory::Directory;
use comity_protocol::statement::Verified;
use comity_protocol::words::words;
use comity_web::peer::Client;
use comity_web::{Door, Part, Person};
use serde_json::Value;
use tokio::net::TcpListener;

use super::stage::Stage;
use crate::config::Config;
use crate::fault::Fault;
use crate::figures::Figures;
use crate::founding::{Founding, authority_of};
use crate::keys::Held;
use crate::opening;
use crate::opening::Opened;
use crate::running::{Parts, Running, network};
use crate::serve::listen;

/// The people of a State, by office.
type People = &'static [(&'static str, &'static [Role])];

const ARCADIANS: People = &[
    ("Ana Duarte", &[Role::Duty]),
    ("Tiago Lopes", &[Role::Investigator, Role::Approver]),
    ("Rui Matos", &[Role::Approver]),
    ("Ines Prado", &[Role::CentralAuthority]),
    ("Clara Vale", &[Role::Evidence]),
    ("Sara Reis", &[Role::Administrator]),
];

const BOREALIANS: People = &[
    ("Aiko Mori", &[Role::Duty]),
    ("Ren Kato", &[Role::Examiner, Role::CentralAuthority]),
    ("Yui Sato", &[Role::Decider]),
    ("Ken Ito", &[Role::Executor]),
    ("Mei Ono", &[Role::Evidence]),
    ("Jun Abe", &[Role::Supervisor]),
    ("Sho Hara", &[Role::Administrator]),
];

/// A State of the demo.
pub(crate) struct Country {
    pub(crate) name: String,
    pub(crate) node: Arc<Node>,
    pub(crate) network: Arc<dyn Network>,
    pub(crate) directory: Verified<Directory>,
    pub(crate) fingerprint: Digest,
    pub(crate) folder: PathBuf,
    pub(crate) api: SocketAddr,
    pub(crate) peers: SocketAddr,
    pub(crate) people: BTreeMap<Role, (Officer, String)>,
    pub(crate) running: Running,
}

/// Something that was recorded.
pub(crate) struct Recorded {
    pub(crate) request: RequestId,
    pub(crate) message: Option<MessageId>,
    pub(crate) words: Option<String>,
}

/// The network as it is.
pub(crate) fn plain(network: Arc<Client>) -> Arc<dyn Network> {
    network
}

/// Founds a State and starts its listeners; `across` is the other State's desk, and `way` may put
/// something around the network.
pub(crate) async fn founded(
    code: &str,
    parent: &Path,
    api: TcpListener,
    (figures, across): (&Figures, Option<SocketAddr>),
    way: impl FnOnce(Arc<Client>) -> Arc<dyn Network>,
) -> Result<Country, Fault> {
    let state = code.parse().map_err(Fault::bad)?;
    let (law, gate) = crate::law::load(None, None)?;
    let name = law.state(state).map(|profile| profile.name().to_owned()).unwrap_or_default();
    let peers = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let at = |listener: &TcpListener| listener.local_addr().map_err(Fault::unavailable);
    let (api_at, peers_at) = (at(&api)?, at(&peers)?);
    let founding = Founding {
        state,
        folder: parent.join(code),
        api: api_at,
        peers: peers_at,
        peer_url: format!("https://{peers_at}/"),
        law: None,
        policies: None,
    };
    crate::keys::make_folder(&founding.folder)?;
    let made = founding.found((&law, &gate), crate::clock::SystemClock.now())?;
    let config = Config::read(&made.config)?;
    let held = Held::read(&config.keys)?;
    let directory = held.directory.clone();
    let Opened { node, tls, mark } = opening::open(&config, &None, held).await?;
    let people = enrolled(&node, if code == "XA" { ARCADIANS } else { BOREALIANS }).await?;
    let network = way(network(tls.client));
    let running = Running::start(Parts {
        node: Arc::clone(&node),
        server: tls.server,
        network: Arc::clone(&network),
        api,
        peers,
        figures: figures.clone(),
        mark,
        door: open_door(&people, across, if code == "XA" { Part::Asks } else { Part::IsAsked }),
        address: None,
        alarms: None,
        printer: None,
    });
    Ok(Country {
        name,
        node,
        network,
        directory,
        fingerprint: made.fingerprint,
        folder: founding.folder,
        api: api_at,
        peers: peers_at,
        people,
        running,
    })
}

/// Whoever visits may be anybody: nothing here is real.
fn open_door(
    people: &BTreeMap<Role, (Officer, String)>,
    across: Option<SocketAddr>,
    part: Part,
) -> Door {
    let across = across.map(|at| format!("http://{at}/"));
    let mut officers = BTreeMap::new();
    for (officer, _) in people.values() {
        officers.entry(officer.id).or_insert_with(|| officer.clone());
    }
    let person = |officer: Officer| {
        let part = officer.roles.contains(&Role::Duty).then_some(part);
        Person { officer, across: across.clone(), part }
    };
    Door::Open(Arc::new(officers.into_values().map(person).collect()))
}

async fn enrolled(node: &Node, people: People) -> Result<BTreeMap<Role, (Officer, String)>, Fault> {
    let mut enrolled = BTreeMap::new();
    for (name, roles) in people {
        let (name, held) = ((*name).to_owned(), roles.to_vec());
        let profile = node.law().state(node.state());
        let authority = profile.and_then(|profile| authority_of(profile, &held));
        let new = NewOfficer { name, login: None, authority, roles: held };
        let (officer, token) = node.enrol(new).await?;
        // Where two hold an office, the later one acts in it: nobody approves their own draft.
        for role in *roles {
            enrolled.insert(*role, (officer.clone(), token.clone()));
        }
    }
    Ok(enrolled)
}

/// The two meet: statements are fetched, the six words compared, only then believed.
pub(super) async fn introduced(
    stage: &mut Stage,
    arcadia: &Country,
    borealia: &Country,
) -> Result<(), Fault> {
    stage.scene("They meet: six words over the telephone");
    for (me, other) in [(arcadia, borealia), (borealia, arcadia)] {
        let peer = me.meet(other).await?;
        let read_out = words(&other.fingerprint).join(" ");
        let what = format!("adds {} from {}", other.name, other.directory_url());
        stage.act(&me.who(Role::Administrator)?, &what);
        stage.must(
            peer.words == read_out,
            &format!("{} reads out the same words: {read_out}", other.name),
        )?;
    }
    Ok(())
}

impl Country {
    /// Where its pages are.
    pub(crate) fn api(&self) -> SocketAddr {
        self.api
    }

    fn directory_url(&self) -> String {
        format!("http://{}/.well-known/comity/directory", self.api)
    }

    /// Fetches the other's directory statement and believes it.
    pub(crate) async fn meet(&self, other: &Self) -> Result<PeerView, Fault> {
        let statement = self.network.directory(&other.directory_url()).await;
        let statement = statement.map_err(Fault::unavailable)?;
        let administrator = self.officer(Role::Administrator)?;
        Ok(self.node.add_peer(administrator, other.fingerprint, &statement).await?)
    }

    /// The officer of an office.
    pub(crate) fn officer(&self, role: Role) -> Result<&Officer, Fault> {
        let found = self.people.get(&role).map(|(officer, _)| officer);
        found.ok_or_else(|| Fault::bad(format!("{} has no officer for {role}", self.name)))
    }

    /// How the stage calls the officer of an office.
    pub(crate) fn who(&self, role: Role) -> Result<String, Fault> {
        let officer = self.officer(role)?;
        Ok(format!("{} ({}, {role})", officer.name, self.node.state()))
    }

    /// What an officer asks for becomes of it.
    pub(crate) async fn ask(
        &self,
        role: Role,
        request: Option<RequestId>,
        command: Value,
    ) -> Result<Done, Fault> {
        let command: Command = serde_json::from_value(command).map_err(Fault::bad)?;
        let officer = self.officer(role)?;
        Ok(Box::pin(self.node.perform(officer, Some(role), request, command)).await?)
    }

    /// An officer acts, and it is recorded.
    pub(crate) async fn act(
        &self,
        role: Role,
        request: Option<RequestId>,
        command: Value,
    ) -> Result<Recorded, Fault> {
        recorded(self.ask(role, request, command).await?)
    }

    /// The request as an officer of this State sees it.
    pub(crate) async fn show(&self, request: RequestId) -> Result<RequestView, Fault> {
        let reader = self.officer(Role::Duty)?;
        Ok(self.node.show(reader, request).await?)
    }

    /// The zone in which the State counts.
    pub(crate) fn zone(&self) -> String {
        let profile = self.node.law().state(self.node.state());
        profile.map(|profile| profile.zone().to_owned()).unwrap_or_default()
    }
}

pub(crate) fn recorded(done: Done) -> Result<Recorded, Fault> {
    match done {
        Done::Recorded { request, message, words, .. } => Ok(Recorded { request, message, words }),
        Done::Proposed { why, .. } => {
            Err(Fault::bad(format!("this waits for a second person, and should not: {why}")))
        }
    }
}

/// Sends what waits, and checks that both States now see the same.
pub(super) async fn carried(
    stage: &mut Stage,
    (from, to): (&Country, &Country),
    request: RequestId,
) -> Result<(), Fault> {
    let delivered = from.node.deliver(&*from.network).await?;
    if delivered != 1 {
        return Err(Fault::bad(format!(
            "{} did not receipt the message of {}: {delivered} delivered",
            to.name, from.name
        )));
    }
    let (mine, theirs) = (from.show(request).await?, to.show(request).await?);
    let same = mine.view == theirs.view && mine.undelivered.is_empty();
    let state = theirs.state.map_or("draft", comity_domain::workflow::State::code);
    let what = format!("receipted by {}; both see `{state}`, view {}", to.name, short(&mine.view));
    stage.must(same, &what)
}

/// The beginning of a digest.
pub(crate) fn short(digest: &Digest) -> String {
    digest.to_string().chars().take(12).collect()
}
