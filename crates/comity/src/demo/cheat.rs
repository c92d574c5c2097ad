// SPDX-License-Identifier: EUPL-1.2
//! Attempts to cheat, each real, and what catches it. The answers shown are what came back.

use std::path::Path;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use comity_domain::id::Digest;
use comity_domain::id::MessageId;
use comity_domain::message::{Body, Head};
use comity_domain::role::Role;
use comity_node::network::Address;
use comity_node::{Network, Reply};
use comity_protocol::envelope::{self, Parts};
use comity_protocol::keys::SigningKeys;
use comity_protocol::ledger::{Direction, Entry};
use comity_protocol::statement::{SALT_BYTES, open, open_body, seal_message};
use comity_store::{Options, Store};
use zeroize::Zeroizing;

use super::disclosure::Case;
use super::stage::{Stage, note};
use super::world::Country;
use crate::chance::octets;
use crate::fault::{Fault, chain};
use crate::keys::Secrets;
use crate::package;
use crate::running::network;
use crate::verify;

pub(super) async fn play(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    case: &Case,
    folder: &Path,
) -> Result<(), Fault> {
    stage.scene("Try to cheat");
    let signed = Signed::of(arcadia, case).await?;
    forged(stage, (arcadia, borealia), &signed).await?;
    altered(stage, (arcadia, borealia), &signed).await?;
    stranger(stage, borealia, &signed).await?;
    edited_row(stage, borealia, folder).await?;
    edited_package(stage, arcadia, case, folder).await
}

/// A message that Arcadia really sent.
struct Signed {
    statement: Vec<u8>,
    part: Vec<u8>,
    head: Head,
    body: Body,
}

impl Signed {
    async fn of(arcadia: &Country, case: &Case) -> Result<Self, Fault> {
        let reader = arcadia.officer(Role::Evidence)?;
        let files = arcadia.node.package(reader, case.request).await?;
        let ring = arcadia.directory.value().ring().map_err(Fault::bad)?;
        let statements = files.iter().filter(|(path, _)| path.contains("statements/"));
        for (path, statement) in statements {
            let Ok(head) = open::<Head>(statement, &ring) else { continue };
            let name = path.rsplit('/').next().unwrap_or_default();
            let number = name.split('-').next().unwrap_or_default();
            let body = format!("bodies/{number}.bin");
            let part = files.iter().find(|(path, _)| path.ends_with(&body));
            let Some((_, part)) = part else { continue };
            let head = head.value().clone();
            let body = open_body(&head, part).map_err(Fault::bad)?;
            return Ok(Self { statement: statement.clone(), part: part.clone(), head, body });
        }
        Err(Fault::bad("the package has no message of Arcadia's"))
    }
}

/// Everything right but the keys.
async fn forged(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    signed: &Signed,
) -> Result<(), Fault> {
    let keys = SigningKeys::from_seed(&Zeroizing::new(octets())).map_err(Fault::bad)?;
    let mut head = signed.head.clone();
    let millis = u64::try_from(arcadia.node.now().as_millisecond()).unwrap_or_default();
    head.message = MessageId::from_parts(millis, octets());
    head.request = comity_domain::id::RequestId::from_parts(millis, octets());
    let salt = octets::<SALT_BYTES>();
    let message = seal_message(head, &signed.body, &salt, &keys).map_err(Fault::bad)?;
    let sealed = sealed(borealia, &message.head, &message.statement.bytes, &message.body)?;
    stage.act("Mallory, with keys of her own", "forges a request of Arcadia's");
    refused(stage, borealia, arcadia.network.as_ref(), sealed).await
}

/// Signed and sealed by Arcadia, and then one bit.
async fn altered(
    stage: &mut Stage,
    (arcadia, borealia): (&Country, &Country),
    signed: &Signed,
) -> Result<(), Fault> {
    let mut head = signed.head.clone();
    let millis = u64::try_from(arcadia.node.now().as_millisecond()).unwrap_or_default();
    head.message = MessageId::from_parts(millis, octets());
    let mut statement = signed.statement.clone();
    let at = statement.windows(13).position(|piece| piece == b"\"signature\":\"");
    let octet = at.and_then(|at| statement.get_mut(at + 20));
    let octet = octet.ok_or_else(|| Fault::bad("the statement has no signature"))?;
    *octet = if *octet == b'A' { b'B' } else { b'A' };
    let sealed_altered = sealed(borealia, &head, &statement, &signed.part)?;
    stage.act("Mallory, inside Arcadia's node", "changes one character of a signature");
    refused(stage, borealia, arcadia.network.as_ref(), sealed_altered).await?;
    let mut sealed = sealed(borealia, &head, &signed.statement, &signed.part)?;
    if let Some(last) = sealed.last_mut() {
        *last ^= 1;
    }
    stage.act("Mallory, on the line", "flips one bit of a sealed message");
    refused(stage, borealia, arcadia.network.as_ref(), sealed).await
}

/// Somebody without Arcadia's certificate.
async fn stranger(stage: &mut Stage, borealia: &Country, signed: &Signed) -> Result<(), Fault> {
    let mallory = network(Secrets::make("mallory")?.credentials()?);
    let sealed = sealed(borealia, &signed.head, &signed.statement, &signed.part)?;
    stage.act("Mallory, with a certificate of her own", "connects to Borealia's port for peers");
    match mallory.deliver(&address(borealia), sealed.into()).await {
        Err(error) => stage.holds(&format!("no connection: {error}")),
        Ok(reply) => return Err(Fault::bad(format!("a stranger got an answer: {reply:?}"))),
    }
    Ok(())
}

/// Borealia's own database, edited behind the node's back.
async fn edited_row(stage: &mut Stage, borealia: &Country, folder: &Path) -> Result<(), Fault> {
    let copy = folder.join("stolen");
    let store = borealia.folder.join("data").join("store");
    crate::keys::make_folder(&copy)?;
    for entry in std::fs::read_dir(&store).map_err(Fault::unavailable)? {
        let entry = entry.map_err(Fault::unavailable)?;
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text == comity_store::DATABASE || text.ends_with("-wal") {
            std::fs::copy(entry.path(), copy.join(&name)).map_err(Fault::unavailable)?;
        }
    }
    let unusable = |error: comity_store::StoreError| Fault::unavailable(chain(&error));
    let whole = Store::open(&copy, &Options::default()).map_err(unusable)?;
    let verified = whole.verify().await.map_err(unusable)?;
    drop(whole);
    stage.act("A clerk, in a copy of the database", "dates Borealia's decision back by a year");
    let database = copy.join(comity_store::DATABASE);
    let mut bytes = std::fs::read(&database).map_err(Fault::unavailable)?;
    if !dated_back(&mut bytes) {
        return Err(Fault::bad("the decision is not in the database"));
    }
    std::fs::write(&database, bytes).map_err(Fault::unavailable)?;
    let store = Store::open(&copy, &Options::default());
    let found = match store {
        Ok(store) => store.verify().await.err(),
        Err(error) => Some(error),
    };
    match found {
        Some(error) => stage.holds(&format!("found: {}", chain(&error))),
        None => return Err(Fault::bad("an edited row was not found")),
    }
    note(&format!("before the edit the same check passed over {} events", verified.events));
    Ok(())
}

/// Takes a year from the instant that stands after the event's name.
fn dated_back(bytes: &mut [u8]) -> bool {
    const NAME: &[u8] = b"sent.decide20";
    let found: Vec<usize> = bytes
        .windows(NAME.len())
        .enumerate()
        .filter(|(_, piece)| *piece == NAME)
        .map(|(at, _)| at + NAME.len() + 1)
        .collect();
    for at in &found {
        if let Some(digit) = bytes.get_mut(*at) {
            *digit = if *digit == b'0' { b'9' } else { *digit - 1 };
        }
    }
    !found.is_empty()
}

/// The package, with the evidence's parcel pointing elsewhere.
async fn edited_package(
    stage: &mut Stage,
    arcadia: &Country,
    case: &Case,
    folder: &Path,
) -> Result<(), Fault> {
    stage.act("A lawyer", "drops a condition of the decision in a package, and lists it anew");
    let path = folder.join("edited");
    let mut edited = package::Package::begin(&path)?;
    let reader = arcadia.officer(Role::Evidence)?;
    for (name, mut octets) in arcadia.node.package(reader, case.request).await? {
        if name.contains("statements/") && name.contains("decide") {
            octets =
                loosened(&octets).ok_or_else(|| Fault::bad("the decision has no condition"))?;
        }
        edited.put(&name, &octets)?;
    }
    edited.finish()?;
    let roots = [(arcadia.node.state(), arcadia.fingerprint)].into_iter().collect();
    let report = verify::check(&path, &roots)?;
    let bad = report.lines.iter().find(|line| !line.good);
    match bad {
        Some(line) => stage.holds(&format!("found: {}", line.what)),
        None => return Err(Fault::bad("an edited package was not found")),
    }
    Ok(())
}

/// The decision with another word where the condition stood, and the signatures as they were.
fn loosened(statement: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(statement).ok()?;
    let rest = text.strip_prefix("{\"payload\":\"")?;
    let (payload, signatures) = rest.split_once('"')?;
    let payload = String::from_utf8(Base64UrlUnpadded::decode_vec(payload).ok()?).ok()?;
    let loosened = payload.replace("\"confidential\"", "\"unrestricted\"");
    let encoded = Base64UrlUnpadded::encode_string(loosened.as_bytes());
    (loosened != payload).then(|| format!("{{\"payload\":\"{encoded}\"{signatures}").into_bytes())
}

fn sealed(to: &Country, head: &Head, statement: &[u8], part: &[u8]) -> Result<Vec<u8>, Fault> {
    let entry = Entry::new(head, Direction::Sent, Digest::of(statement), octets());
    let opening = entry.opening().encode();
    let parts = Parts {
        statement: Some(statement),
        body: Some(part),
        opening: Some(&opening),
        ..Parts::default()
    };
    let key = to.directory.value().envelope_key_at(to.node.now());
    let key = key.ok_or_else(|| Fault::bad("no envelope key"))?.key.parse().map_err(Fault::bad)?;
    envelope::seal(head.from, head.to, head.message, &key, &parts).map_err(Fault::bad)
}

fn address(of: &Country) -> Address {
    let directory = of.directory.value();
    Address {
        state: of.node.state(),
        url: directory.peer_url.to_string(),
        pins: vec![directory.tls.current],
    }
}

async fn refused(
    stage: &mut Stage,
    to: &Country,
    network: &dyn Network,
    sealed: Vec<u8>,
) -> Result<(), Fault> {
    match network.deliver(&address(to), sealed.into()).await {
        Ok(Reply::Refused { code, text }) => {
            stage.holds(&format!("{} answers `{code}`: {text}", to.name));
            Ok(())
        }
        other => Err(Fault::bad(format!("a cheat was not refused: {other:?}"))),
    }
}
