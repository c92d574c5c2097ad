// SPDX-License-Identifier: EUPL-1.2
//! `comity init`: keys, directory statement, configuration and the first officers of a node.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use comity_domain::id::{Digest, StateCode};
use comity_domain::role::Role;
use comity_node::{Clock as _, NewOfficer};
use comity_protocol::words::words;
use serde::Serialize;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::fault::Fault;
use crate::founding::{Founding, authority_of};
use crate::keys::Held;
use crate::{law, opening, out};

/// Makes a node: keys, signed directory statement, configuration, first officers.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The State that the node serves, such as XA
    #[arg(long, value_name = "CODE")]
    state: StateCode,
    /// The folder to make it in
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// Where officers' programs connect
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    api: SocketAddr,
    /// Where other nodes connect
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:8443")]
    peers: SocketAddr,
    /// The address under which other nodes reach it, such as <https://node.example:8443/>
    #[arg(long, value_name = "URL")]
    peer_url: Option<String>,
    /// A folder of law instead of the one that the program carries
    #[arg(long, value_name = "DIR")]
    law: Option<PathBuf>,
    /// A folder of policies instead of the plain set
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
    /// A first officer, `NAME=ROLE,ROLE`; may be given several times, two administrators among
    /// them. Without any there are two administrators, and one officer for each other office
    #[arg(long = "officer", value_name = "NAME=ROLES", value_parser = officer)]
    officers: Vec<NewOfficer>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is said of a new officer, once.
#[derive(Debug, Serialize)]
struct Enrolled {
    name: String,
    roles: Vec<Role>,
    token: String,
}

#[derive(Debug, Serialize)]
struct Made {
    state: StateCode,
    config: PathBuf,
    fingerprint: Digest,
    words: String,
    officers: Vec<Enrolled>,
}

impl Init {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let mut first = if self.officers.is_empty() { default_officers() } else { self.officers };
        two_administrators(&first)?;
        let absolute = |path: &PathBuf| std::path::absolute(path).map_err(Fault::unreadable);
        let folder = absolute(&self.dir)?;
        let law_folder = self.law.as_ref().map(absolute).transpose()?;
        let policies = self.policies.as_ref().map(absolute).transpose()?;
        let (law, gate) = law::load(law_folder.as_deref(), policies.as_deref())?;
        let profile = law.state(self.state);
        for new in &mut first {
            // Two administrators give another one later, if this is not it.
            let made = || profile.and_then(|profile| authority_of(profile, &new.roles));
            new.authority = new.authority.take().or_else(made);
        }
        let peer_url = self.peer_url.clone().unwrap_or_else(|| format!("https://{}/", self.peers));
        let founding = Founding {
            state: self.state,
            folder,
            api: self.api,
            peers: self.peers,
            peer_url,
            law: law_folder,
            policies,
        };
        crate::keys::make_folder(&founding.folder)?;
        let founded = founding.found((&law, &gate), SystemClock.now())?;
        let config = Config::read(&founded.config)?;
        let held = Held::read(&config.keys)?;
        let node = opening::open(&config, &None, held).await?.node;
        let mut officers = Vec::new();
        for new in first {
            let (officer, token) = node.enrol(new).await?;
            officers.push(Enrolled { name: officer.name, roles: officer.roles, token });
        }
        let made = Made {
            state: self.state,
            config: founded.config,
            fingerprint: founded.fingerprint,
            words: words(&founded.fingerprint).join(" "),
            officers,
        };
        if self.json { out::json(&made) } else { show(&made) }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as its sibling for machines")]
fn show(made: &Made) -> Result<(), Fault> {
    out::say(format!("The node of {} is made: {}", made.state, made.config.display()));
    out::say("");
    out::say(format!("Root fingerprint  {}", made.fingerprint));
    out::say(format!("Six words         {}", made.words));
    out::say("Other States add this node only after you read them these words by telephone.");
    out::say("");
    out::say("Officers and their tokens, shown once:");
    for officer in &made.officers {
        let roles: Vec<&str> = officer.roles.iter().map(|role| role.code()).collect();
        out::say(format!("  {:<24} {:<40} {}", officer.name, roles.join(","), officer.token));
    }
    out::say("");
    out::say("Next: take `keys/root.secret` and `keys/next-root.secret` off this machine; then");
    out::say(format!("  comity serve --config {}", made.config.display()));
    Ok(())
}

fn default_officers() -> Vec<NewOfficer> {
    let new = |role: &Role| NewOfficer {
        name: format!("First {role}"),
        login: None,
        authority: None,
        roles: vec![*role],
    };
    let mut officers: Vec<NewOfficer> = Role::ALL.iter().map(new).collect();
    let second = new(&Role::Administrator);
    officers.push(NewOfficer { name: "Second administrator".to_owned(), ..second });
    officers
}

/// Later it takes two administrators to add an officer: a node that is founded with one would
/// never have another.
fn two_administrators(officers: &[NewOfficer]) -> Result<(), Fault> {
    let administers = |new: &&NewOfficer| new.roles == [Role::Administrator];
    if officers.iter().filter(administers).count() >= 2 {
        return Ok(());
    }
    Err(Fault::unreadable("a node begins with two administrators, who hold no other office")
        .hint("name them: --officer 'Ann=administrator' --officer 'Bob=administrator'"))
}

fn officer(text: &str) -> Result<NewOfficer, String> {
    let wrong = || format!("`{text}` is not like `Vera=duty,central-authority`");
    let (name, roles) = text.rsplit_once('=').ok_or_else(wrong)?;
    let roles: Result<Vec<Role>, _> = roles.split(',').map(str::parse).collect();
    let roles = roles.map_err(|error| error.to_string())?;
    Ok(NewOfficer { name: name.to_owned(), login: None, authority: None, roles })
}
