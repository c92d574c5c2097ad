// SPDX-License-Identifier: EUPL-1.2
//! What lies in the store lies sealed: this is where it is sealed and opened.
//!
//! Each request has three data keys. An event's coded part and its statement are under the record's
//! key; its words under the file's. The place is bound in: what was moved does not open.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use comity_domain::id::RequestId;
use comity_domain::message::{Body, FullReason};
use comity_domain::request::{Detail, Event};
use comity_protocol::erase::{
    DataKey, EpochKey, KEY_BYTES, Purpose, open_at_rest, seal_at_rest, unwrap, wrap,
};
use comity_protocol::statement::SALT_BYTES;
use comity_store::{KeyKind, KeyStore, NewEvent, StoredEvent};

use crate::request::write::{pack, unpack};
use crate::{Chance, Error};

/// LIMIT: requests whose keys are kept open in memory: 100 octets each, so a few megabytes.
const OPEN_MAX: usize = 20_000;

/// The data keys that events lie under; a key that has been erased is gone.
pub(crate) struct FileKeys {
    pub(crate) file: Option<DataKey>,
    pub(crate) record: Option<DataKey>,
}

/// The key store, with what unwraps it.
pub(crate) struct Vault {
    keys: KeyStore,
    epoch: EpochKey,
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
        Self { keys, epoch, chance, open: Mutex::default() }
    }

    /// The keys of a request, made if it has none yet.
    pub(crate) async fn of(&self, request: RequestId) -> Result<Arc<FileKeys>, Error> {
        if let Some(keys) = self.kept(request) {
            return Ok(keys);
        }
        let record = self.keys.get(request, KeyKind::Record)?;
        if record.is_none() && !self.keys.is_erased(request, KeyKind::Record)? {
            return self.make(request).await;
        }
        let keys =
            Arc::new(FileKeys { file: self.unwrap(request, 1)?, record: self.unwrap(request, 2)? });
        Ok(self.keep(request, keys))
    }

    async fn make(&self, request: RequestId) -> Result<Arc<FileKeys>, Error> {
        let fresh = || DataKey::new(self.chance.octets::<KEY_BYTES>());
        let made = [fresh(), fresh(), fresh()];
        let wrapped = KINDS
            .iter()
            .zip(&made)
            .map(|((kind, purpose), key)| {
                (*kind, wrap(key, request, *purpose, &self.epoch, self.chance.octets()))
            })
            .collect();
        self.keys.put(request, wrapped).await?;
        let [_exhibits, file, record] = made.map(Some);
        Ok(self.keep(request, Arc::new(FileKeys { file, record })))
    }

    fn unwrap(&self, request: RequestId, which: usize) -> Result<Option<DataKey>, Error> {
        let Some((kind, purpose)) = KINDS.get(which) else { return Ok(None) };
        let Some(wrapped) = self.keys.get(request, *kind)? else { return Ok(None) };
        let key = unwrap(&wrapped, request, *purpose, &self.epoch).map_err(|error| {
            Error::Unavailable {
                what: "a data key does not open under the epoch key in use: is it the right one?"
                    .to_owned(),
                source: Some(Box::new(error)),
            }
        })?;
        Ok(Some(key))
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
        let (record_key, file_key) = keys.both()?;
        let coded = serde_json::to_vec(&written.event).map_err(|e| unwritable(&e))?;
        let mut record = u32::try_from(coded.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
        record.extend_from_slice(&coded);
        record.extend_from_slice(written.statement.as_deref().unwrap_or_default());
        let words = match (&written.body, &written.detail) {
            (Some(part), _) => Some(words_of(part, written.full_reason.as_ref())),
            (None, Some(detail)) => Some(serde_json::to_vec(detail).map_err(|e| unwritable(&e))?),
            (None, None) => None,
        };
        let nonce = || self.chance.octets();
        let detail = words.map(|words| {
            seal_at_rest(file_key, &place(request, version, "detail"), nonce(), &words)
        });
        Ok(NewEvent {
            name: written.event.name().parse().map_err(|_| Error::conflict("no name"))?,
            at: written.event.at(),
            record: seal_at_rest(record_key, &place(request, version, "record"), nonce(), &record),
            detail,
        })
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
        let (length, rest) = record.split_first_chunk::<4>().ok_or_else(broken)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| broken())?;
        let (coded, statement) = rest.split_at_checked(length).ok_or_else(broken)?;
        let event: Event = serde_json::from_slice(coded).map_err(|_| broken())?;
        let words = match (&stored.detail, &keys.file) {
            (Some(detail), Some(key)) => {
                Some(open_at_rest(key, &place(request, version, "detail"), detail).map_err(fail)?)
            }
            _ => None,
        };
        let crosses = !matches!(event, Event::Stepped(_));
        let mut opened = Written::new(event);
        opened.statement = (!statement.is_empty()).then(|| statement.to_vec());
        match words {
            Some(words) if crosses => {
                let [part, salt, text] = unpack(&words).ok_or_else(broken)?;
                let (_, json) = part.split_at_checked(SALT_BYTES).ok_or_else(broken)?;
                let body: Body = serde_json::from_slice(json).map_err(|_| broken())?;
                opened.detail = Some(Detail::Body(Box::new(body)));
                opened.body = Some(part.to_vec());
                opened.full_reason = reason_of(salt, text).map_err(|()| broken())?;
            }
            Some(words) => {
                opened.detail = Some(serde_json::from_slice(&words).map_err(|_| broken())?);
            }
            None => {}
        }
        Ok(opened)
    }
}

/// The words of a message as they lie under the file's key: the body part as it crossed, and the
/// full reason, which did not.
fn words_of(part: &[u8], full_reason: Option<&FullReason>) -> Vec<u8> {
    match full_reason {
        Some(reason) => pack(part, &reason.salt, reason.text.as_bytes()),
        None => pack(part, &[], &[]),
    }
}

fn reason_of(salt: &[u8], text: &[u8]) -> Result<Option<FullReason>, ()> {
    if salt.is_empty() {
        return Ok(None);
    }
    let salt = salt.try_into().map_err(|_| ())?;
    let text = String::from_utf8(text.to_vec()).map_err(|_| ())?;
    Ok(Some(FullReason { salt, text }))
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
}

impl Written {
    /// An event without anything beside it.
    pub(crate) fn new(event: Event) -> Self {
        Self { event, detail: None, statement: None, body: None, full_reason: None }
    }
}

impl FileKeys {
    fn both(&self) -> Result<(&DataKey, &DataKey), Error> {
        match (&self.record, &self.file) {
            (Some(record), Some(file)) => Ok((record, file)),
            _ => Err(erased()),
        }
    }
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
