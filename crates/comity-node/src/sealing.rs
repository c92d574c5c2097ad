// SPDX-License-Identifier: EUPL-1.2
//! What lies in the store lies sealed: this is where it is sealed and opened.
//!
//! Each request has three data keys. An event's coded part and its statement are under the record's
//! key; its words under the file's; what opens an exhibit is cut out of the words and lies under
//! the exhibits' key ([`split`]). The place is bound in: what was moved does not open. After an
//! erasure only the record's key is left, and what comes then is kept without its words.

mod split;
mod turn;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use comity_domain::id::RequestId;
use comity_domain::message::{Body, FullReason};
use comity_domain::request::{Detail, Event};
use comity_policy::Judged;
use comity_protocol::erase::{
    DataKey, EpochKey, KEY_BYTES, Purpose, open_at_rest, seal_at_rest, sealed_under, unwrap, wrap,
};
use comity_protocol::statement::SALT_BYTES;
use comity_store::{KeyKind, KeyStore, NewEvent, StoredEvent};

use tokio::sync::RwLock;
use zeroize::Zeroizing;

use crate::{Chance, Error};

/// LIMIT: requests whose keys are kept open in memory: 100 octets each, so a few megabytes.
const OPEN_MAX: usize = 20_000;

/// The data keys that events lie under; a key that has been erased is gone.
pub(crate) struct FileKeys {
    pub(crate) exhibits: Option<DataKey>,
    pub(crate) file: Option<DataKey>,
    pub(crate) record: Option<DataKey>,
}

/// The key store, with what unwraps it.
pub(crate) struct Vault {
    keys: KeyStore,
    /// Whoever unwraps reads; whoever ends keys or turns the epoch over writes.
    epoch: RwLock<Arc<EpochKey>>,
    chance: Arc<dyn Chance>,
    open: Mutex<BTreeMap<RequestId, Arc<FileKeys>>>,
}

const KINDS: [(KeyKind, Purpose); 3] = [
    (KeyKind::Exhibits, Purpose::Exhibits),
    (KeyKind::File, Purpose::File),
    (KeyKind::Record, Purpose::Record),
];

impl Vault {
    pub(crate) fn new(keys: KeyStore, epoch: EpochKey, chance: Arc<dyn Chance>) -> Self {
        Self { keys, epoch: RwLock::new(Arc::new(epoch)), chance, open: Mutex::default() }
    }

    /// The keys of a request, made if it has none yet.
    pub(crate) async fn of(&self, request: RequestId) -> Result<Arc<FileKeys>, Error> {
        // Held until the keys are kept, so that none is kept that was ended meanwhile.
        let epoch = self.epoch.read().await;
        if let Some(keys) = self.kept(request) {
            return Ok(keys);
        }
        let record = self.keys.get(request, KeyKind::Record)?;
        if record.is_none() && !self.keys.is_erased(request, KeyKind::Record)? {
            match self.make(request, &epoch).await {
                // Somebody who has gone away had made them: those are the ones.
                Err(Error::Conflict { .. }) => {}
                made => return made,
            }
        }
        let [exhibits, file, record] = KINDS.map(|kind| self.unwrap(request, kind, &epoch));
        let keys = FileKeys { exhibits: exhibits?, file: file?, record: record? };
        Ok(self.keep(request, Arc::new(keys)))
    }

    async fn make(&self, request: RequestId, epoch: &EpochKey) -> Result<Arc<FileKeys>, Error> {
        let fresh = || DataKey::new(self.chance.octets::<KEY_BYTES>());
        let made = [fresh(), fresh(), fresh()];
        let wrapped = KINDS
            .iter()
            .zip(&made)
            .map(|((kind, purpose), key)| {
                (*kind, wrap(key, request, *purpose, epoch, self.chance.octets()))
            })
            .collect();
        self.keys.put(request, wrapped).await?;
        let [exhibits, file, record] = made.map(Some);
        Ok(self.keep(request, Arc::new(FileKeys { exhibits, file, record })))
    }

    fn unwrap(
        &self,
        request: RequestId,
        (kind, purpose): (KeyKind, Purpose),
        epoch: &EpochKey,
    ) -> Result<Option<DataKey>, Error> {
        let Some(wrapped) = self.keys.get(request, kind)? else { return Ok(None) };
        let key = unwrap(&wrapped, request, purpose, epoch);
        key.map(Some).map_err(|error| Error::Unavailable {
            what: "a data key does not open under the epoch key in use: the key store is of \
                   another time than the epoch key; put back the key store that was last in use"
                .to_owned(),
            source: Some(Box::new(error)),
        })
    }

    fn kept(&self, request: RequestId) -> Option<Arc<FileKeys>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(&request).cloned()
    }

    fn keep(&self, request: RequestId, keys: Arc<FileKeys>) -> Arc<FileKeys> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= OPEN_MAX {
            open.clear();
        }
        open.insert(request, keys.clone());
        keys
    }

    /// Seals an event for the store.
    pub(crate) fn seal(
        &self,
        request: RequestId,
        version: u64,
        keys: &FileKeys,
        written: &Written,
    ) -> Result<NewEvent, Error> {
        let record_key = keys.record.as_ref().ok_or_else(erased)?;
        let coded = serde_json::to_vec(&written.event).map_err(|e| unwritable(&e))?;
        let judged = written.judged.as_ref().map(serde_json::to_vec).transpose();
        let judged = judged.map_err(|e| unwritable(&e))?;
        let statement = written.statement.as_deref().unwrap_or_default();
        let record = framed(&coded, judged.as_deref(), statement);
        let words = match (&written.body, &written.detail) {
            (Some(part), _) => Some(part.clone()),
            (None, Some(detail)) => Some(serde_json::to_vec(detail).map_err(|e| unwritable(&e))?),
            (None, None) => None,
        };
        let nonce = || self.chance.octets();
        let place = |what: &str| place(request, version, what);
        let detail = words.zip(keys.file.as_ref()).map(|(words, file)| {
            let parts = split::cut(&words, &split::headers(written.detail.as_ref()));
            let hidden = match &keys.exhibits {
                Some(key) if !parts.hidden.is_empty() => {
                    seal_at_rest(key, &place("header"), nonce(), &parts.hidden)
                }
                _ => Vec::new(),
            };
            let framed = split::frame(&parts.kept, &hidden);
            let words = match written.body {
                Some(_) => [reason_first(written.full_reason.as_ref()), framed].concat(),
                None => framed,
            };
            seal_at_rest(file, &place("detail"), nonce(), &words)
        });
        Ok(NewEvent {
            name: written.event.name().parse().map_err(|_| Error::conflict("no name"))?,
            at: written.event.at(),
            record: seal_at_rest(record_key, &place("record"), nonce(), &record),
            detail,
        })
    }

    /// Seals what waits to be sent: with the exhibits if it opens one, with the record if that is
    /// all that is left.
    pub(crate) fn seal_delivery(
        &self,
        request: RequestId,
        keys: &FileKeys,
        detail: Option<&Detail>,
        payload: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let opens = !split::headers(detail).is_empty();
        let key = match (&keys.exhibits, &keys.file) {
            (Some(exhibits), Some(_)) if opens => exhibits,
            (_, Some(file)) => file,
            (_, None) => keys.record.as_ref().ok_or_else(erased)?,
        };
        self.seal_part(request, Some(key), "outbox", payload)
    }

    /// Opens what [`Vault::seal_delivery`] sealed; `None` if its key was ended.
    pub(crate) fn open_delivery(
        request: RequestId,
        keys: &FileKeys,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, Error> {
        let Ok(under) = sealed_under(sealed) else { return Ok(None) };
        let all = [&keys.exhibits, &keys.file, &keys.record];
        let Some(key) = all.into_iter().flatten().find(|key| key.id() == under) else {
            return Ok(None);
        };
        Self::open_sealed(request, Some(key), "outbox", sealed).map(Some)
    }

    /// Seals octets that belong to a request, under one of its keys.
    pub(crate) fn seal_part(
        &self,
        request: RequestId,
        key: Option<&DataKey>,
        what: &str,
        octets: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let key = key.ok_or_else(erased)?;
        Ok(seal_at_rest(key, &place(request, 0, what), self.chance.octets(), octets))
    }

    /// Opens what [`Vault::seal_part`] sealed.
    pub(crate) fn open_sealed(
        request: RequestId,
        key: Option<&DataKey>,
        what: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let key = key.ok_or(Error::NotFound { what: "key: it was erased" })?;
        let opened = open_at_rest(key, &place(request, 0, what), sealed);
        Ok(opened.map_err(|error| unreadable(request, 0, error))?.to_vec())
    }

    /// Opens an event from the store.
    pub(crate) fn open(keys: &FileKeys, stored: &StoredEvent) -> Result<Written, Error> {
        let (request, version) = (stored.request, stored.version);
        let fail = |error| unreadable(request, version, error);
        let key = keys.record.as_ref().ok_or(Error::NotFound { what: "record: it was erased" })?;
        let record =
            open_at_rest(key, &place(request, version, "record"), &stored.record).map_err(fail)?;
        let broken = || Error::unavailable(format!("event {version} of {request} is no event"));
        let (coded, judged, statement) = unframed(&record).ok_or_else(broken)?;
        let event: Event = serde_json::from_slice(coded).map_err(|_| broken())?;
        let crosses = !matches!(event, Event::Stepped(_));
        let words = match (&stored.detail, &keys.file) {
            (Some(detail), Some(key)) => {
                let sealed = open_at_rest(key, &place(request, version, "detail"), detail);
                let sealed = sealed.map_err(fail)?;
                let (reason, framed) = if crosses {
                    reason_of(&sealed).ok_or_else(broken)?
                } else {
                    (None, &**sealed)
                };
                let (kept, hidden) = split::unframe(framed).ok_or_else(broken)?;
                let hidden: Option<Zeroizing<Vec<u8>>> = match &keys.exhibits {
                    _ if hidden.is_empty() => Some(Zeroizing::default()),
                    Some(key) => Some(
                        open_at_rest(key, &place(request, version, "header"), hidden)
                            .map_err(fail)?,
                    ),
                    None => None,
                };
                let whole = hidden.is_some();
                let octets = match hidden {
                    Some(hidden) => split::join(kept, &hidden).ok_or_else(broken)?,
                    None => kept.to_vec(),
                };
                (!octets.is_empty()).then_some(Words { reason, octets, whole })
            }
            _ => None,
        };
        let mut opened = Written::new(event);
        opened.judged = judged.map(serde_json::from_slice).transpose().map_err(|_| broken())?;
        opened.statement = (!statement.is_empty()).then(|| statement.to_vec());
        let Some(words) = words else { return Ok(opened) };
        opened.full_reason = words.reason;
        if crosses {
            let (_, json) = words.octets.split_at_checked(SALT_BYTES).ok_or_else(broken)?;
            let body: Body = serde_json::from_slice(json).map_err(|_| broken())?;
            opened.detail = Some(Detail::Body(Box::new(body)));
            // Only what is whole is what crossed.
            opened.body = words.whole.then_some(words.octets);
        } else {
            opened.detail = Some(serde_json::from_slice(&words.octets).map_err(|_| broken())?);
        }
        Ok(opened)
    }
}

/// Set in the first length of a record where findings follow the coded part; records of before
/// findings were kept have it clear.
const WITH_FINDINGS: u32 = 1 << 31;

/// A record: the length of the coded part, of the findings if there are any, then these, then the
/// statement.
fn framed(coded: &[u8], judged: Option<&[u8]>, statement: &[u8]) -> Vec<u8> {
    let length = |octets: &[u8]| u32::try_from(octets.len()).unwrap_or(u32::MAX) & !WITH_FINDINGS;
    let flag = if judged.is_some() { WITH_FINDINGS } else { 0 };
    let mut record = (length(coded) | flag).to_be_bytes().to_vec();
    record.extend(judged.map(length).map(u32::to_be_bytes).into_iter().flatten());
    for part in [coded, judged.unwrap_or_default(), statement] {
        record.extend_from_slice(part);
    }
    record
}

/// The parts of [`framed`].
fn unframed(record: &[u8]) -> Option<(&[u8], Option<&[u8]>, &[u8])> {
    let (first, rest) = record.split_first_chunk::<4>()?;
    let first = u32::from_be_bytes(*first);
    let coded = usize::try_from(first & !WITH_FINDINGS).ok()?;
    if first & WITH_FINDINGS == 0 {
        let (coded, statement) = rest.split_at_checked(coded)?;
        return Some((coded, None, statement));
    }
    let (second, rest) = rest.split_first_chunk::<4>()?;
    let (coded, rest) = rest.split_at_checked(coded)?;
    let judged = usize::try_from(u32::from_be_bytes(*second)).ok()?;
    let (judged, statement) = rest.split_at_checked(judged)?;
    Some((coded, Some(judged), statement))
}

/// What stands before the words of a message under the file's key: the length of the full reason,
/// which did not cross, and the reason with its salt.
fn reason_first(reason: Option<&FullReason>) -> Vec<u8> {
    let said = reason.map(|reason| [&reason.salt[..], reason.text.as_bytes()].concat());
    let said = said.unwrap_or_default();
    let length = u32::try_from(said.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length[..], &said].concat()
}

/// The full reason that stands first, and what comes after it.
fn reason_of(words: &[u8]) -> Option<(Option<FullReason>, &[u8])> {
    let (length, rest) = words.split_first_chunk::<4>()?;
    let (said, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    let Some((salt, text)) = said.split_first_chunk() else {
        return said.is_empty().then_some((None, rest));
    };
    let text = String::from_utf8(text.to_vec()).ok()?;
    Some((Some(FullReason { salt: *salt, text }), rest))
}

/// An event with everything that belongs to it, open.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// The coded part.
    pub(crate) event: Event,
    /// The words.
    pub(crate) detail: Option<Detail>,
    /// The signed statement, where a message crossed.
    pub(crate) statement: Option<Vec<u8>>,
    /// The body part as it crossed (salt, then JSON).
    pub(crate) body: Option<Vec<u8>>,
    /// The full reason of a message of ours.
    pub(crate) full_reason: Option<FullReason>,
    /// What the safeguards were asked, where an officer acted.
    pub(crate) judged: Option<Judged>,
}

impl Written {
    /// An event without anything beside it.
    pub(crate) fn new(event: Event) -> Self {
        Self { event, detail: None, statement: None, body: None, full_reason: None, judged: None }
    }
}

/// Words as they came from the disk.
struct Words {
    reason: Option<FullReason>,
    octets: Vec<u8>,
    /// Nothing of them is under a key that was ended.
    whole: bool,
}

fn erased() -> Error {
    Error::conflict("the request's keys were erased: nothing can be added to it")
}

/// The place sealed octets belong to; bound into the seal.
fn place(request: RequestId, version: u64, what: &str) -> Vec<u8> {
    let mut place = request.as_bytes().to_vec();
    place.extend_from_slice(&version.to_be_bytes());
    place.extend_from_slice(what.as_bytes());
    place
}

fn unreadable(request: RequestId, version: u64, error: comity_protocol::OpenError) -> Error {
    Error::Unavailable {
        what: format!(
            "event {version} of request {request} does not open: the database was changed outside \
             the program, or the key store is not the one that belongs to it"
        ),
        source: Some(Box::new(error)),
    }
}

fn unwritable(error: &serde_json::Error) -> Error {
    Error::conflict(format!("it has no JSON form: {error}"))
}

#[cfg(test)]
mod tests;
