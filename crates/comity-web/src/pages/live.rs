// SPDX-License-Identifier: EUPL-1.2
//! What changes while a page is open: that something was written, and how many urgent requests
//! wait for somebody to take them up. Numbers only; whoever wants to see more looks at the docket.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::Event;
use comity_domain::id::{Digest, OfficerId};
use futures_util::stream::{Stream, unfold};
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::visit::Visit;
use crate::app::App;

/// How long changes are gathered before they are told.
const GATHER: Duration = Duration::from_millis(200);

/// How long nothing is said at most: whoever listens can tell silence from a cut line, and an
/// officer whose login has ended is noticed.
const SILENCE: Duration = Duration::from_secs(20);

/// LIMIT: what is told in one connection; the browser then asks anew, with the session of then.
const TOLD_MAX: u32 = 200;

/// LIMIT: alarms that are counted.
const ALARMS_MAX: u32 = 100;

struct Telling {
    app: App,
    officer: OfficerId,
    session: Digest,
    changes: watch::Receiver<u64>,
    stop: watch::Receiver<bool>,
    told: u32,
}

/// Tells of changes for as long as the officer may hear of them.
pub(crate) async fn events(
    visit: Visit,
    State(app): State<App>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (changes, stop) = (app.node.changes(), app.stop.clone());
    let telling =
        Telling { app, officer: visit.officer.id, session: visit.session, changes, stop, told: 0 };
    Sse::new(unfold(telling, |mut telling| async move {
        let event = telling.next().await?;
        Some((Ok(event), telling))
    }))
}

impl Telling {
    /// What is told next; nothing once the officer is out or the node ends.
    async fn next(&mut self) -> Option<Event> {
        if self.told >= TOLD_MAX || *self.stop.borrow() {
            return None;
        }
        if self.told > 0 {
            let mut stop = self.stop.clone();
            let changed = tokio::select! {
                () = stopped(&mut stop) => return None,
                changed = timeout(SILENCE, self.changes.changed()) => changed,
            };
            match changed {
                Ok(Ok(())) => sleep(GATHER).await,
                // Nothing happened; it is said again how things stand.
                Err(_) => {}
                Ok(Err(_)) => return None,
            }
        }
        self.told += 1;
        let version = *self.changes.borrow_and_update();
        if !self.app.sessions.is_open(self.session, self.app.node.now()) {
            return None;
        }
        let officer = self.app.node.officer_of(self.officer).await.ok()?;
        let alarms = self.app.node.ringing(&officer, ALARMS_MAX).await;
        let alarms = alarms.map_or(0, |ringing| ringing.len());
        let told = json!({ "version": version, "alarms": alarms });
        Some(Event::default().event("desk").data(told.to_string()))
    }
}

/// Waits until the node is told to stop; for ever where nobody could tell it.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
