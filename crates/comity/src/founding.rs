// SPDX-License-Identifier: EUPL-1.2
//! Founding a State's node: its keys, its signed directory statement, its configuration.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use comity_domain::id::{Code, Digest, StateCode};
use comity_domain::law::{AuthorityKind, Designation, Law, StateProfile, Unit};
use comity_domain::message::PROTOCOL;
use comity_domain::role::Role;
use comity_domain::workflow::TABLES;
use comity_node::Purpose;
use comity_node::solver::Cvc5;
use comity_policy::Gate;
use comity_protocol::directory::{
    AuthorityEntry, ContactPoint, DIRECTORY_DAYS_MAX, DefaultClock, Directory, ENVELOPE_DAYS_MAX,
    EnvelopeKey, ExhibitRecipient, Pins, Span, StatementKey,
};
use comity_protocol::ring::Validity;
use comity_protocol::statement::{algs, sign};
use jiff::{SignedDuration, Timestamp};

use crate::config::{Api, Config, Epoch, LawFolder, Log, Peers, Policies};
use crate::fault::Fault;
use crate::keys::{self, Secrets};
use crate::{chance::octets, epoch};

/// What must be known to found a node.
pub(crate) struct Founding {
    pub(crate) state: StateCode,
    /// Where everything goes.
    pub(crate) folder: PathBuf,
    pub(crate) api: SocketAddr,
    pub(crate) peers: SocketAddr,
    /// Where peers reach it: `https://host:port/`.
    pub(crate) peer_url: String,
    pub(crate) law: Option<PathBuf>,
    pub(crate) policies: Option<PathBuf>,
}

/// What was founded.
pub(crate) struct Founded {
    pub(crate) config: PathBuf,
    pub(crate) fingerprint: Digest,
}

/// The name of the configuration in the folder.
pub(crate) const CONFIG: &str = "comity.toml";

impl Founding {
    /// Makes keys, statement and configuration in the folder. Nothing that is there is overwritten.
    pub(crate) fn found(
        &self,
        (law, gate): (&Law, &Gate),
        now: Timestamp,
    ) -> Result<Founded, Fault> {
        let profile = law.state(self.state).ok_or_else(|| {
            Fault::unreadable(format!("the law has no profile of {}", self.state))
                .hint("write `states/CODE.toml` in a folder of law and name it with --law")
        })?;
        let secrets = Secrets::make(&format!("{} node", self.state))?;
        let directory = self.directory(&secrets, profile, (law, gate), now)?;
        let signed = sign(&directory, &secrets.root).map_err(Fault::bad)?;
        let folder = self.folder.join("keys");
        secrets.write(&folder)?;
        keys::write_directory(&folder, &signed.bytes)?;
        epoch::write(&self.folder.join("epoch.key"), 1, &octets())?;
        keys::make_folder(&self.folder.join("data"))?;
        let config = self.folder.join(CONFIG);
        keys::write_secret(&config, self.config().to_text()?.as_bytes())?;
        Ok(Founded { config, fingerprint: secrets.root.public().fingerprint() })
    }

    fn config(&self) -> Config {
        let here = || format!("http://localhost:{}/", self.api.port()).parse().ok();
        Config {
            state: self.state,
            profile: Purpose::Exercise,
            data: Path::new("data").to_owned(),
            keys: Path::new("keys").to_owned(),
            mark: Some(Path::new("store.mark").to_owned()),
            epoch: Epoch { file: Some(Path::new("epoch.key").to_owned()), credential: None },
            // A node that only this machine reaches is tried out here; what stands before another
            // has a name that nobody but its operator knows.
            api: Api { listen: self.api, public: self.api.ip().is_loopback().then(here).flatten() },
            peers: Peers { listen: self.peers },
            law: self.law.clone().map(|folder| LawFolder { folder }),
            policies: self.rules(),
            alarm: None,
            print: None,
            log: Log::default(),
        }
    }

    /// The set of the State's own, and the solver where it is installed: with it the node proves
    /// what its peers publish.
    fn rules(&self) -> Option<Policies> {
        let cvc5 = Path::new("cvc5");
        let solver = Cvc5::at(cvc5).ok().map(|_| cvc5.to_owned());
        let folder = self.policies.clone();
        (folder.is_some() || solver.is_some()).then_some(Policies { folder, solver })
    }

    fn directory(
        &self,
        secrets: &Secrets,
        profile: &StateProfile,
        (law, gate): (&Law, &Gate),
        now: Timestamp,
    ) -> Result<Directory, Fault> {
        let after =
            |days: i64| now.checked_add(SignedDuration::from_hours(24 * days)).map_err(Fault::bad);
        let recipient = secrets.exhibit.recipient().map_err(Fault::bad)?.to_string();
        let url = self.peer_url.parse().map_err(|error| {
            Fault::unreadable(format!("`{}` is no address: {error}", self.peer_url))
                .hint("peers reach a node at an address such as `https://node.example:8443/`")
        })?;
        let year = after(DIRECTORY_DAYS_MAX - 1)?;
        Ok(Directory {
            protocol: PROTOCOL,
            algs: algs(),
            state: self.state,
            names: BTreeMap::from([("en".to_owned(), profile.name().to_owned())]),
            seq: 1,
            prev: None,
            issued: now,
            expires: year,
            root: secrets.root.public().clone(),
            next_root: secrets.next_root.public().fingerprint(),
            handover: None,
            statement_keys: vec![StatementKey {
                kid: secrets.statement.kid(),
                key: secrets.statement.public().clone(),
                validity: Validity { from: now, until: year, revoked: None },
            }],
            envelope_keys: vec![EnvelopeKey {
                kid: secrets.envelope.kid(),
                key: secrets.envelope.public().clone(),
                from: now,
                until: after(ENVELOPE_DAYS_MAX)?,
            }],
            exhibit_recipients: vec![ExhibitRecipient { name: "evidence".to_owned(), recipient }],
            tls: Pins { current: secrets.credentials()?.spki(), next: None },
            peer_url: url,
            ledger: None,
            languages: profile.languages().to_vec(),
            authorities: authorities(profile),
            contact_points: contact_points(profile),
            clocks: clocks(profile),
            policies: gate.digest(),
            policy_set: comity_node::proofs::texts(gate.set()),
            law: law.instruments().map(|i| (i.code().clone(), i.digest())).collect(),
            tables: TABLES,
            protocols: vec![PROTOCOL],
            software: concat!("comity ", env!("CARGO_PKG_VERSION")).to_owned(),
        })
    }
}

/// The authority that somebody with these offices belongs to, among those that the State
/// designated: the desk to the contact point, who uses powers to a competent authority, everybody
/// else to the central one.
pub(crate) fn authority_of(profile: &StateProfile, roles: &[Role]) -> Option<Code> {
    let kind = match roles {
        [Role::Duty] => AuthorityKind::ContactPoint,
        [Role::Approver | Role::Executor | Role::Evidence] => AuthorityKind::Competent,
        _ => AuthorityKind::Central,
    };
    let of = |kind| profile.authorities().find(|row| row.kind == kind);
    of(kind).or_else(|| of(AuthorityKind::Central)).map(|row| row.code.clone())
}

pub(crate) fn authorities(profile: &StateProfile) -> Vec<AuthorityEntry> {
    let entry = |row: &Designation| {
        let role = match row.kind {
            AuthorityKind::Central => "central-authority",
            AuthorityKind::Competent => "competent-authority",
            AuthorityKind::ContactPoint => "contact-point",
        };
        let (code, name) = (row.code.to_string(), row.name.clone());
        Some(AuthorityEntry { code, name, role: role.parse().ok()?, measures: Vec::new() })
    };
    profile.authorities().filter_map(entry).collect()
}

/// The desk that is there day and night, then every other office that the State designated.
pub(crate) fn contact_points(profile: &StateProfile) -> Vec<ContactPoint> {
    let desk = profile.contact();
    let first = ContactPoint {
        office: desk.office.clone(),
        phone: Some(desk.phone.clone()),
        email: Some(desk.email.clone()),
        hours: "24/7".to_owned(),
        languages: desk.languages.clone(),
    };
    let others = profile.authorities().filter(|row| row.code != desk.authority);
    let others = others.map(|row| ContactPoint {
        office: row.name.clone(),
        phone: Some(row.phone.clone()),
        email: Some(row.email.clone()),
        hours: row.hours.clone().unwrap_or_default(),
        languages: row.languages.clone(),
    });
    std::iter::once(first).chain(others).collect()
}

/// The State's clocks in the two units that a statement knows; a shorter one than an hour is an
/// hour.
pub(crate) fn clocks(profile: &StateProfile) -> Vec<DefaultClock> {
    let mut clocks = Vec::new();
    for row in profile.clocks() {
        let terms = [
            (None, Some(row.normal)),
            (Some("urgent"), row.urgent),
            (Some("emergency"), row.emergency),
        ];
        for (urgency, term) in terms {
            let Some(term) = term else { continue };
            let amount = u32::from(term.amount);
            let span = match term.unit {
                Unit::Minutes => Span::Hours(amount.div_ceil(60)),
                Unit::Hours => Span::Hours(amount),
                Unit::Days => Span::Hours(24 * amount),
                Unit::WorkingDays => Span::WorkingDays(amount),
                Unit::Months => Span::Hours(24 * 30 * amount),
                Unit::Years => Span::Hours(24 * 365 * amount),
                Unit::Parties | Unit::Instruments | Unit::Thirds => continue,
            };
            clocks.push(DefaultClock {
                clock: row.clock.clone(),
                measure: Some(row.measure.clone()),
                urgency: urgency.and_then(|code| code.parse().ok()),
                span,
            });
        }
    }
    clocks
}
