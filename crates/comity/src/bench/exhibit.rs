// SPDX-License-Identifier: EUPL-1.2
//! An exhibit on its way: put in and sealed to one disk, handed over, pulled, checked, opened.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use comity_domain::id::{ExhibitId, RequestId};
use comity_domain::role::Role;
use comity_node::exhibit::NewExhibit;
use comity_node::view::Done;
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::{Value, json};

use super::Pair;
use crate::demo::disclosure;
use crate::demo::world::{Country, recorded};
use crate::fault::Fault;
use crate::request::examine::found_nothing;

/// Takes a file from one node to the other.
#[derive(Debug, Args)]
pub(super) struct Exhibit {
    /// The file
    file: PathBuf,
}

/// What was found. Speeds are of the plaintext, in 10^9 octets a second.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    bytes: u64,
    /// Read, digested, encrypted, written, synchronised.
    seal_seconds: f64,
    /// Pulled over TLS, checked, written, synchronised; read again, decrypted, digested.
    get_seconds: f64,
    seal_gb_per_second: f64,
    get_gb_per_second: f64,
    /// The most memory that the process, both nodes, ever had; not everywhere known.
    memory_peak_kib: Option<u64>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, seal_gb_per_second, get_gb_per_second, .. } = self;
        write!(f, "{bytes} octets: sealed to disk at {seal_gb_per_second:.2} GB/s, ")?;
        write!(f, "pulled and opened at {get_gb_per_second:.2} GB/s")?;
        match self.memory_peak_kib {
            Some(kib) => write!(f, "; at most {} MiB of memory", kib / 1024),
            None => Ok(()),
        }
    }
}

impl Exhibit {
    pub(super) async fn measure(&self, pair: &Pair, folder: &Path) -> Result<Found, Fault> {
        let (arcadia, borealia) = (&pair.arcadia, &pair.borealia);
        let file = File::open(&self.file).map_err(Fault::unreadable)?;
        let bytes = file.metadata().map_err(Fault::unreadable)?.len();
        let request = Box::pin(granted(pair)).await?;
        let began = Instant::now();
        put(borealia, request, Box::new(BufReader::with_capacity(1 << 20, file))).await?;
        let seal = began.elapsed().as_secs_f64();
        let exhibit = Box::pin(handed_over(pair, request)).await?;
        let out = File::create(folder.join("opened")).map_err(Fault::unavailable)?;
        let began = Instant::now();
        let reader = arcadia.officer(Role::Evidence)?;
        let out: Box<dyn Write + Send> = Box::new(out);
        let get = arcadia.node.get_exhibit(reader, &*arcadia.network, (request, exhibit), out);
        Box::pin(get).await?;
        let get = began.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a speed needs three digits")]
        let speed = |seconds: f64| bytes as f64 / seconds / 1e9;
        Ok(Found {
            bytes,
            seal_seconds: seal,
            get_seconds: get,
            seal_gb_per_second: speed(seal),
            get_gb_per_second: speed(get),
            memory_peak_kib: memory_peak(),
        })
    }
}

/// A disclosure up to the provider's reply.
async fn granted(pair: &Pair) -> Result<RequestId, Fault> {
    let (arcadia, borealia) = (&pair.arcadia, &pair.borealia);
    let night = pair.an_hour_ago();
    let until = night + SignedDuration::from_hours(24 * 60);
    let draft = disclosure::draft(arcadia, borealia, night, until)?;
    let request = arcadia.act(Role::Investigator, None, draft).await?.request;
    let approve = json!({"command": "take", "step": "draft.approve"});
    arcadia.act(Role::Approver, Some(request), approve).await?;
    let order_until = borealia.node.now() + SignedDuration::from_hours(240);
    let steps = [
        (arcadia, Role::CentralAuthority, json!({"command": "act", "kind": "req.submit"})),
        (borealia, Role::Duty, json!({"command": "act", "kind": "ack"})),
        (borealia, Role::Examiner, found_nothing("All points.")),
        (
            borealia,
            Role::Decider,
            json!({"command": "act", "kind": "decide",
            "items": [{"n": 1, "answer": "accept"}]}),
        ),
        (
            borealia,
            Role::Executor,
            json!({"command": "take", "step": "order.serve", "items": [1],
            "facts": {"provider": "puffin-hosting", "channel": "portal",
                "until": {"at": order_until, "zone": borealia.zone()}},
            "detail": {"detail": "order", "is": {"entity": "Puffin Hosting Cooperative of Borealia",
                "reference": "XB-PO-1", "text": "Produce the log."}}}),
        ),
        (borealia, Role::Executor, json!({"command": "act", "kind": "exec.started"})),
        (
            borealia,
            Role::Executor,
            json!({"command": "take", "step": "order.reply", "items": [1],
            "facts": {"outcome": "produced"},
            "detail": {"detail": "reply", "is": {"reference": "PH-1", "text": "enclosed"}}}),
        ),
    ];
    for (country, role, command) in steps {
        done(pair, country, role, request, command).await?;
    }
    Ok(request)
}

async fn put(
    borealia: &Country,
    request: RequestId,
    read: Box<dyn Read + Send>,
) -> Result<(), Fault> {
    let new = NewExhibit {
        item: 1,
        name: "connections.log".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        source: "Puffin Hosting Cooperative of Borealia, PH-1".to_owned(),
        bytes: None,
    };
    let executor = borealia.officer(Role::Executor)?;
    let put = borealia.node.put_exhibit(executor, Some(Role::Executor), request, new, read);
    recorded(Box::pin(put).await?)?;
    Ok(())
}

/// Reviewed, cleared, disclosed by two.
async fn handed_over(pair: &Pair, request: RequestId) -> Result<ExhibitId, Fault> {
    let borealia = &pair.borealia;
    let review = json!({"command": "take", "step": "exhibit.review", "items": [1]});
    done(pair, borealia, Role::Evidence, request, review).await?;
    let clear = json!({"command": "take", "step": "exhibit.clear", "items": [1]});
    done(pair, borealia, Role::Supervisor, request, clear).await?;
    let disclose =
        json!({"command": "act", "kind": "disclose", "items": [{"n": 1, "answer": "whole"}]});
    let proposed = borealia.ask(Role::Evidence, Some(request), disclose).await?;
    let Done::Proposed { proposal, .. } = proposed else {
        return Err(Fault::bad("one person alone handed the evidence over"));
    };
    let second = borealia.officer(Role::Supervisor)?;
    let sent = recorded(Box::pin(borealia.node.consent(second, request, proposal)).await?)?;
    pair.receipts.of(sent.message.ok_or_else(|| Fault::bad("nothing was sent"))?).await?;
    let view = pair.arcadia.show(request).await?;
    let exhibit = view.items.iter().flat_map(|item| &item.exhibits).next().copied();
    exhibit.ok_or_else(|| Fault::bad("the exhibit did not arrive"))
}

/// Something is done; if it crosses, it is receipted.
async fn done(
    pair: &Pair,
    country: &Country,
    role: Role,
    request: RequestId,
    command: Value,
) -> Result<(), Fault> {
    let recorded = country.act(role, Some(request), command).await?;
    match recorded.message {
        Some(message) => pair.receipts.of(message).await,
        None => Ok(()),
    }
}

/// The most memory this process ever had. Linux says it.
fn memory_peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
