// SPDX-License-Identifier: EUPL-1.2
//! What a court can verify offline: everything that was signed of a request, as files.
//!
//! Exhibits' octets are not in it: whoever has fetched them puts them beside it. The layout:
//! `directory/XA-0001.jws`, `statements/NN-kind.jws`, `bodies/NN.bin`, `receipts/NN-XB.jws`,
//! `parcels/ID.jws`, `findings/NN.jws`, `deletions/XA.jws`, where `NN` is the event's number on
//! this node. Of what was erased there is the head and no body.

use std::collections::BTreeMap;

use comity_domain::id::{ExhibitId, MessageId, RequestId, StateCode};
use comity_domain::message::ExhibitFact;
use comity_domain::request::{Event, Request};
use comity_domain::workflow::domestic::Step;

use comity_protocol::statement::LeftNode;

use crate::exhibit::parcel_setting;
use crate::request::write::{code, unpack};
use crate::sealing::{FileKeys, Vault};
use crate::{Error, Node, Officer};

/// A file of the package: its path and its octets.
type File = (String, Vec<u8>);

impl Node {
    /// Everything that was signed of a request, for an officer who may read it.
    pub async fn package(&self, officer: &Officer, id: RequestId) -> Result<Vec<File>, Error> {
        let open = self.take_known(id).await?;
        let request = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        let keys = open.keys.clone();
        drop(open);
        self.may_read(officer, &request)?;
        let mut files = Vec::new();
        self.pack_directories(&request, &mut files).await?;
        let numbers = self.pack_statements(id, &keys, &mut files).await?;
        self.pack_receipts(&request, &numbers, &mut files).await?;
        self.pack_parcels(&request, &keys, &mut files).await?;
        self.pack_certificates(&request, &mut files).await?;
        self.note_package(officer, id, &keys).await?;
        Ok(files)
    }

    /// The certificate of what was erased here, and the one that the other State sent.
    async fn pack_certificates(
        &self,
        request: &Request,
        files: &mut Vec<File>,
    ) -> Result<(), Error> {
        if let Some(certificate) = self.certificate_of(request.id).await? {
            files.push((format!("deletions/{}.jws", self.state), certificate));
        }
        let theirs = request.chains.of(request.side.other()).iter().rev();
        let mut theirs = theirs.filter_map(|link| {
            request.bodies.get(&link.head.message)?.certificate.as_ref().map(String::as_bytes)
        });
        if let Some(certificate) = theirs.next() {
            files.push((format!("deletions/{}.jws", request.other()), certificate.to_vec()));
        }
        Ok(())
    }

    /// The packages that were written of a request, as its certificate will name them.
    pub(crate) async fn packages(
        &self,
        id: RequestId,
        keys: &FileKeys,
    ) -> Result<Vec<LeftNode>, Error> {
        let Some(sealed) = self.store.setting(&packages_setting(id)).await? else {
            return Ok(Vec::new());
        };
        let octets = Vault::open_sealed(id, keys.record.as_ref(), "packages", &sealed)?;
        serde_json::from_slice(&octets)
            .map_err(|_| Error::unavailable(format!("the list of packages of {id} is none")))
    }

    async fn note_package(
        &self,
        officer: &Officer,
        id: RequestId,
        keys: &FileKeys,
    ) -> Result<(), Error> {
        let mut all = self.packages(id, keys).await?;
        let role = officer.roles.first().map_or("officer", |role| role.code());
        let (to, at) = (role.to_owned(), self.clock.now());
        all.push(LeftNode { what: code("package")?, to, at });
        // The newest are kept: of many, one after the other says nothing new.
        let excess = all.len().saturating_sub(PACKAGES_MAX);
        let all = all.get(excess..).unwrap_or_default();
        let octets = serde_json::to_vec(all).map_err(|e| Error::conflict(e.to_string()))?;
        let sealed = self.keys.seal_part(id, keys.record.as_ref(), "packages", &octets)?;
        Ok(self.store.put_setting(&packages_setting(id), sealed).await?)
    }

    async fn pack_directories(
        &self,
        request: &Request,
        files: &mut Vec<File>,
    ) -> Result<(), Error> {
        for state in [self.state, request.other()] {
            for row in self.store.directories(state).await? {
                files.push((directory_path(row.state, row.seq), row.bytes));
            }
        }
        Ok(())
    }

    async fn pack_statements(
        &self,
        id: RequestId,
        keys: &FileKeys,
        files: &mut Vec<File>,
    ) -> Result<BTreeMap<MessageId, u64>, Error> {
        let mut numbers = BTreeMap::new();
        for row in self.store.load(id).await? {
            let written = Vault::open(keys, &row)?;
            let number = row.version;
            let crossing = match &written.event {
                Event::Sent(crossing) | Event::Received(crossing) => crossing,
                Event::Stepped(stepped) => {
                    let finding = written.statement.filter(|_| stepped.step == Step::Examine);
                    let path = format!("findings/{number:03}.jws");
                    files.extend(finding.map(|statement| (path, statement)));
                    continue;
                }
            };
            numbers.insert(crossing.head.message, number);
            if let Some(statement) = written.statement {
                let kind = &crossing.head.kind;
                files.push((format!("statements/{number:03}-{kind}.jws"), statement));
            }
            if let Some(body) = written.body {
                files.push((format!("bodies/{number:03}.bin"), body));
            }
        }
        Ok(numbers)
    }

    /// Those that this node got, and those that it gave.
    async fn pack_receipts(
        &self,
        request: &Request,
        numbers: &BTreeMap<MessageId, u64>,
        files: &mut Vec<File>,
    ) -> Result<(), Error> {
        for got in self.store.receipts_of(request.id).await? {
            let number = numbers.get(&got.message).copied().unwrap_or_default();
            files.push((format!("receipts/{number:03}-{}.jws", request.other()), got.receipt));
        }
        for link in request.chains.of(request.side.other()) {
            let message = link.head.message;
            let Some(given) = self.store.receipt_for(message).await? else { continue };
            let Some([statement, _, _]) = unpack(&given.receipt) else { continue };
            let number = numbers.get(&message).copied().unwrap_or_default();
            files.push((format!("receipts/{number:03}-{}.jws", self.state), statement.to_vec()));
        }
        Ok(())
    }

    /// Those of exhibits that were put in here, and of those that were pulled.
    async fn pack_parcels(
        &self,
        request: &Request,
        keys: &FileKeys,
        files: &mut Vec<File>,
    ) -> Result<(), Error> {
        let path = |exhibit: ExhibitId| format!("parcels/{exhibit}.jws");
        let crossed: Vec<ExhibitFact> = request.crossed_attachments().collect();
        // A file that was attached and never sent is named by no message.
        let own =
            request.exhibits.values().filter(|r| r.item.is_some() || crossed.contains(&r.fact));
        for record in own {
            let exhibit = record.fact.id;
            files.push((path(exhibit), self.parcel_of(request.id, exhibit).await?));
        }
        let items = request.shared().into_iter().flat_map(|shared| shared.items.values());
        for fact in items.flat_map(|item| &item.exhibits).chain(&crossed) {
            if request.exhibits.contains_key(&fact.id) {
                continue;
            }
            let Some(sealed) = self.store.setting(&parcel_setting(fact.id)).await? else {
                continue;
            };
            let opened = Vault::open_sealed(request.id, keys.record.as_ref(), "parcel", &sealed)?;
            files.push((path(fact.id), opened));
        }
        Ok(())
    }
}

// LIMIT: packages noted of one request, 100 octets each.
const PACKAGES_MAX: usize = 200;

/// Where it is kept which packages were written of a request.
fn packages_setting(id: RequestId) -> String {
    format!("packages {id}")
}

fn directory_path(state: StateCode, seq: u32) -> String {
    format!("directory/{state}-{seq:04}.jws")
}
