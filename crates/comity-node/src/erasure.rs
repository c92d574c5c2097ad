// SPDX-License-Identifier: EUPL-1.2
//! Erasure: the keys of a request's exhibits and file end, and a certificate says so.
//!
//! The event comes first, with a permit that two persons gave; with it, in one transaction, go the
//! sealed words, the search terms and the content of the outbox, and a note that the rest is to be
//! done. Then the keys, then the blobs. What was begun is finished at the next start. After the
//! next turnover of the epoch key ([`crate::epoch`]) the node signs the certificate, and reports
//! the deletion to the other State where that is owed.

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::id::{Code, ExhibitId, MessageId, RequestId};
use comity_domain::message::{ItemFact, Kind, PROTOCOL};
use comity_domain::request::{Act, Command, Event, Refusal, Request, StepFacts, Stepped, What};
use comity_domain::workflow::Workflow;
use comity_domain::workflow::domestic::Step;
use comity_protocol::statement::{Deletion, ErasedKey, LeftNode, Purpose, algs, sign};
use comity_store::{BlobId, Erasure};
use jiff::Timestamp;

use crate::request::Open;
use crate::request::ask::Actor;
use crate::request::write::code;
use crate::sealing::{Vault, Written};
use crate::{Error, Node};

// LIMIT: 1,000 lines of at most 120 octets are half of what a statement may hold. Beyond that the
// certificate says of each receiver what left last.
const LEFT_MAX: usize = 1_000;

/// The rule by which a certificate is written: no person's act, but the end of one.
const RULE: &str = "certificate";

impl Node {
    /// Refuses an erasure while something of this request has not arrived: a letter that is waiting
    /// would lose its content, and a notice must reach whom it concerns.
    pub(crate) async fn all_arrived(&self, request: &Request) -> Result<(), Error> {
        let receipts = self.store.receipts_of(request.id).await?;
        let there: BTreeSet<MessageId> = receipts.into_iter().map(|got| got.message).collect();
        let dead: BTreeSet<MessageId> =
            self.store.dead_letters().await?.into_iter().map(|letter| letter.message).collect();
        let by_network = request.channel.is_none();
        for link in request.chains.of(request.side) {
            let head = &link.head;
            let notice = head.known_kind() == Some(Kind::NoticeSent);
            // What the other State refused for good will not arrive; a notice is owed all the same.
            let waits = notice || !dead.contains(&head.message);
            if by_network && waits && !there.contains(&head.message) {
                let why = "a message of this request has not arrived at the other State; wait \
                           until it has, or look at the dead letters";
                return Err(Refusal::ErasureBarred { why }.into());
            }
        }
        Ok(())
    }

    /// Ends the keys and removes the blobs of a request whose erasure is on the record.
    pub(crate) async fn end_keys(&self, open: &mut Open) -> Result<(), Error> {
        let Some(request) = open.request() else { return Ok(()) };
        let id = request.id;
        let exhibits: BTreeSet<ExhibitId> = request.sealed_files().map(|fact| fact.id).collect();
        let epoch = self.keys.end(id).await?;
        for exhibit in exhibits {
            self.store.blob_delete(BlobId::Exhibit(exhibit))?;
        }
        self.store.erasure_ended(id, self.clock.now(), epoch).await?;
        open.keys = self.keys.of(id).await?;
        tracing::info!(request = %id, epoch, "the keys of exhibits and file were ended");
        Ok(())
    }

    /// Finishes what was begun before the process ended. Nothing is signed: whether this store is
    /// the newest is known only after the node is open.
    pub(crate) async fn resume_erasures(&self) -> Result<(), Error> {
        for erasure in self.store.erasures().await? {
            if erasure.ended.is_none() {
                let mut open = self.take_up(erasure.request).await?;
                self.end_keys(&mut open).await?;
            }
        }
        self.resume_turnover().await
    }

    /// Signs the certificates of erasures that no backup can undo any more. Says how many. Where
    /// nothing may be signed they wait.
    pub(crate) async fn certify_all(&self) -> Result<usize, Error> {
        if self.waits().await?.is_some() {
            return Ok(0);
        }
        let epoch = self.keys.epoch().await;
        let mut certified = 0;
        for erasure in self.store.erasures().await? {
            let Some((ended, under)) = erasure.ended else { continue };
            if under < epoch && self.may_sign(Some(erasure.request)).is_ok() {
                Box::pin(self.certify(erasure, ended, epoch)).await?;
                certified += 1;
            }
        }
        Ok(certified)
    }

    async fn certify(&self, of: Erasure, ended: Timestamp, epoch: u32) -> Result<(), Error> {
        let mut open = self.take_known(of.request).await?;
        let base = open.request().cloned().ok_or(Error::NotFound { what: "request" })?;
        let erasure = base.erasure.ok_or(Error::NotFound { what: "erasure" })?;
        if erasure.certificate.is_none() {
            let now = self.clock.now();
            let deletion = Deletion {
                protocol: PROTOCOL,
                algs: algs(),
                from: self.state,
                request: base.id,
                order: erasure.order,
                issued: now,
                erased: erased(ended, epoch)?,
                beyond_backups: now,
                left_node: self.left(&base, &open).await?,
            };
            let signed = sign(&deletion, &self.identity().statement);
            let signed = signed.map_err(|error| Error::conflict(error.to_string()))?;
            let digest = Some(signed.digest);
            let facts = StepFacts { digest, about: erasure.order, ..StepFacts::default() };
            let stepped =
                Stepped { step: Step::Certify, by: erasure.by, at: now, items: Vec::new(), facts };
            let written =
                Written { statement: Some(signed.bytes), ..Written::new(Event::Stepped(stepped)) };
            self.write_by_clock(&mut open, base, written, (RULE, ended)).await?;
        }
        self.store.erasure_certified(of.request).await?;
        if let Err(error) = Box::pin(self.report(&mut open)).await {
            // Who erased may have left office: then another reports it, as any message.
            tracing::warn!(request = %of.request, "the deletion was not reported: {error}");
        }
        Ok(())
    }

    /// Tells the other State, in the name of who erased, where the tables have a message for it.
    async fn report(&self, open: &mut Open) -> Result<(), Error> {
        let Some(base) = open.request().cloned() else { return Ok(()) };
        let Some(erasure) = base.erasure else { return Ok(()) };
        let possible = base.possible(&self.law, self.clock.now());
        let reports = |what: &What| matches!(what, What::Message(Kind::DeleteDone, None));
        let owed = possible.into_iter().find(|possible| reports(&possible.what));
        let Some(owed) = owed.filter(|_| reported(&base) && base.channel.is_none()) else {
            return Ok(());
        };
        let officer = self.officer_of(erasure.by.officer).await?;
        let items = owed.items.into_iter().map(|n| ItemFact { n, ..ItemFact::default() });
        let act = Act { items: items.collect(), ..Act::new(Kind::DeleteDone) };
        let (actor, role) = (Actor::alone(&officer), Some(erasure.by.role));
        let command = Command::Act(Box::new(act));
        Box::pin(self.act(open, base, &actor, role, command)).await.map(drop)
    }

    /// A report of a deletion carries its certificate: without one it cannot be made.
    pub(crate) async fn with_certificate(
        &self,
        base: &Request,
        mut command: Command,
    ) -> Result<Command, Error> {
        let Command::Act(act) = &mut command else { return Ok(command) };
        if act.kind != Kind::DeleteDone || !reported(base) || base.erasure.is_none() {
            return Ok(command);
        }
        let certificate = self.certificate_of(base.id).await?.ok_or_else(|| {
            Error::conflict(
                "the file is erased, and the certificate is not signed yet: that needs the \
                 turnover of the epoch key, which comes in the night, or by `comity keys turn`",
            )
        })?;
        act.body.certificate = String::from_utf8(certificate).ok();
        Ok(command)
    }

    /// The deletion certificate that this node signed of a request.
    pub(crate) async fn certificate_of(&self, id: RequestId) -> Result<Option<Vec<u8>>, Error> {
        let keys = self.keys.of(id).await?;
        for stored in self.store.load(id).await? {
            if stored.name.as_str() == "step.certify" {
                return Ok(Vault::open(&keys, &stored)?.statement);
            }
        }
        Ok(None)
    }

    /// What left this node before: bodies that were sent, exhibits that were handed over or opened,
    /// packages that were written.
    async fn left(&self, request: &Request, open: &Open) -> Result<Vec<LeftNode>, Error> {
        let mut left = self.packages(request.id, &open.keys).await?;
        let other = request.other().to_string();
        let gone = |what: &str, to: &str, at| -> Result<LeftNode, Error> {
            Ok(LeftNode { what: code(what)?, to: to.to_owned(), at })
        };
        for stored in self.store.load(request.id).await? {
            match Vault::open(&open.keys, &stored)?.event {
                Event::Sent(crossing) => {
                    let head = &crossing.head;
                    left.push(gone("message", &other, crossing.at)?);
                    let evidence = head.facts.items.iter().flat_map(|item| &item.exhibits);
                    for _ in evidence.chain(&head.facts.attachments) {
                        left.push(gone("exhibit", &other, crossing.at)?);
                    }
                }
                Event::Stepped(stepped)
                    if matches!(stepped.step, Step::ExhibitOpen | Step::AttachOpen) =>
                {
                    left.push(gone("exhibit", stepped.by.role.code(), stepped.at)?);
                }
                Event::Stepped(_) | Event::Received(_) => {}
            }
        }
        left.sort_by(|a, b| (a.at, &a.what, &a.to).cmp(&(b.at, &b.what, &b.to)));
        if left.len() <= LEFT_MAX {
            return Ok(left);
        }
        let last: BTreeMap<(Code, String), LeftNode> =
            left.into_iter().map(|line| ((line.what.clone(), line.to.clone()), line)).collect();
        Ok(last.into_values().collect())
    }
}

/// Whether the other State is told of the deletion of what it handed over. In a preservation the
/// same message says that the holder let the data go.
fn reported(request: &Request) -> bool {
    request.workflow().and_then(Workflow::hands_over_to) == Some(request.side)
}

fn erased(at: Timestamp, epoch: u32) -> Result<Vec<ErasedKey>, Error> {
    let key = |purpose: Purpose| Ok(ErasedKey { purpose: code(purpose.code())?, at, epoch });
    [Purpose::Exhibits, Purpose::File].into_iter().map(key).collect()
}
