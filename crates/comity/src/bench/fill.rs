// SPDX-License-Identifier: EUPL-1.2
//! A store that holds many requests: written the way every request is written, one transaction
//! after the other, with rows, numbers, search terms and events of their true size. What the events
//! hold is noise, since lists and searches never open them.

use std::sync::Arc;

use comity_domain::id::{Code, Digest, RequestId, StateCode};
use comity_domain::role::{Role, Side};
use comity_node::Node;
use comity_policy::{Binding, Permit};
use comity_store::{Append, ListRow, NewEvent, Numbering};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::fault::Fault;

/// LIMIT: appends that wait for the disk together.
const IN_FLIGHT: usize = 512;

/// Octets of a sealed event, as a preservation's have them.
const EVENT_OCTETS: usize = 700;

/// Search terms of a request: an address twice, our number, their number, a case.
const TERMS: usize = 5;

/// One request in so many is still open: the others have ended, as in a State that has worked with
/// it for years.
const OPEN_OF: usize = 4;

/// Fills a node's store with requests of its State with another.
pub(super) async fn fill(node: &Arc<Node>, other: StateCode, requests: usize) -> Result<(), Fault> {
    let (me, now) = (node.state(), node.now());
    let (slots, mut tasks) = (Arc::new(Semaphore::new(IN_FLIGHT)), JoinSet::new());
    for n in 0..requests {
        let slot = Arc::clone(&slots).acquire_owned().await.map_err(Fault::bad)?;
        let (node, written) = (Arc::clone(node), one((me, other), n, now)?);
        tasks.spawn(async move {
            let (permit, append) = written;
            let done = node.store().append(permit, append).await.map(drop);
            drop(slot);
            done
        });
        while let Some(done) = tasks.try_join_next() {
            done.map_err(Fault::bad)?.map_err(Fault::unavailable)?;
        }
    }
    while let Some(done) = tasks.join_next().await {
        done.map_err(Fault::bad)?.map_err(Fault::unavailable)?;
    }
    Ok(())
}

/// A request of its own, that began some minutes after the one before.
fn one(
    (me, other): (StateCode, StateCode),
    n: usize,
    now: Timestamp,
) -> Result<(Permit, Append), Fault> {
    let code = |text: &str| text.parse::<Code>().map_err(Fault::bad);
    let ago = |minutes: usize| {
        let minutes = i64::try_from(minutes).unwrap_or_default();
        now.saturating_sub(SignedDuration::from_mins(minutes)).map_err(Fault::bad)
    };
    let made = ago(60 + n % 2_000_000)?;
    let millis = u64::try_from(made.as_millisecond()).unwrap_or_default();
    let request = RequestId::from_parts(millis, noise(n, 0));
    let open = n.is_multiple_of(OPEN_OF);
    let side = if n.is_multiple_of(2) { Side::Requesting } else { Side::Requested };
    let stages = ["acknowledged", "accepted", "executing", "preserved", "needs-info"];
    let state =
        if open { stages.get(n % stages.len()).copied().unwrap_or("sent") } else { "closed" };
    let due = now + SignedDuration::from_mins(i64::try_from(n % 90_000).unwrap_or_default());
    let event = NewEvent {
        name: code("step.draft.save")?,
        at: made,
        record: noise::<EVENT_OCTETS>(n, 1).to_vec(),
        detail: Some(noise::<EVENT_OCTETS>(n, 2).to_vec()),
    };
    let owner = if n.is_multiple_of(3) { side } else { side.other() };
    let row = ListRow {
        request,
        side,
        peer: other,
        state: code(state)?,
        owner: open.then_some((owner, Some(Role::Duty))),
        clock: if open { Some((code("decision")?, due)) } else { None },
        ours: None,
        theirs: Some(format!("{other}-2019-{n:06}")),
        measure: code("preservation")?,
        urgency: code("normal")?,
        items: 3,
        open_items: if open { 2 } else { 0 },
        exhibits: 0,
        created: made,
        updated: made,
        archived: !open,
        summary: None,
    };
    let events = vec![event];
    let binding = Binding { request, version: 0, events: Append::digest(request, &events) };
    let permit = Permit::for_clock("bench", made, now, binding);
    let permit = permit.ok_or_else(|| Fault::bad("the clock was set back"))?;
    let append = Append {
        events,
        row: Some(row),
        terms: (3..3 + TERMS).map(|part| noise(n, part)).collect(),
        reference: Some(Numbering { state: me, year: 2019 }),
        ..Append::default()
    };
    Ok((permit, append))
}

/// Octets that are those of no other request.
fn noise<const N: usize>(n: usize, part: usize) -> [u8; N] {
    let digest = Digest::of_parts(&[b"bench", &n.to_be_bytes(), &part.to_be_bytes()]);
    let mut octets = [0; N];
    octets.iter_mut().zip(digest.as_bytes().iter().cycle()).for_each(|(to, from)| *to = *from);
    octets
}
