// SPDX-License-Identifier: EUPL-1.2
//! Emergencies after the event, for the oversight body; and the public page of figures, open to
//! everybody.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use comity_domain::id::RequestId;
use comity_domain::role::Side;
use comity_node::{EmergencyView, FigureView, FiguresView};
use serde::Deserialize;

use super::clock;
use super::fault::PageFault;
use super::frame::Frame;
use super::visit::{Guest, Visit};
use crate::api::emergencies::LINES;
use crate::app::App;

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    after: Option<RequestId>,
}

#[derive(Template)]
#[template(path = "emergencies.html")]
struct Page {
    f: Frame,
    lines: Vec<EmergencyView>,
    zone: String,
    more: Option<RequestId>,
}

impl Page {
    fn wall(&self, at: &jiff::Timestamp) -> String {
        clock::wall(*at, &self.zone).replace('T', " ")
    }

    fn came(&self, line: &EmergencyView) -> bool {
        let _ = self;
        line.side == Side::Requested
    }

    /// Whether somebody should look into it.
    fn is_hot(&self, line: &EmergencyView) -> bool {
        let _ = self;
        matches!(line.validation, "missing" | "late")
    }

    fn reference(&self, line: &EmergencyView) -> String {
        let _ = self;
        line.ours.clone().unwrap_or_else(|| line.request.to_string())
    }
}

/// Shows the list.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageFault> {
    let lines = app.node.emergencies(&visit.officer, asked.after, LINES).await;
    let lines = lines.map_err(PageFault::node(visit.guest.lang))?;
    let full = lines.len() >= LINES as usize;
    let more = lines.last().filter(|_| full).map(|line| line.request);
    let zone = clock::zone(&app.node);
    Ok(Html(Page { f: Frame::officer(&app.node, &visit), lines, zone, more }.render()?))
}

#[derive(Template)]
#[template(path = "figures.html")]
struct Figures {
    f: Frame,
    view: FiguresView,
}

impl Figures {
    /// The number, or the bounds within which it is told.
    fn number(&self, figure: &FigureView) -> String {
        let _ = self;
        let (min, max) = (figure.emergencies_min, figure.emergencies_max.min(figure.requests));
        if min == max { min.to_string() } else { format!("{min}\u{2013}{max}") }
    }

    /// The same as a share of the requests.
    fn share(&self, figure: &FigureView) -> String {
        let _ = self;
        let of = |n: u64| n.min(figure.requests) * 100 / figure.requests.max(1);
        let (min, max) = (of(figure.emergencies_min), of(figure.emergencies_max));
        if min == max { format!("{min} %") } else { format!("{min}\u{2013}{max} %") }
    }
}

/// Shows the figures, to anybody.
pub(crate) async fn figures(
    guest: Guest,
    State(app): State<App>,
) -> Result<Html<String>, PageFault> {
    let view = app.node.public_figures().await.map_err(PageFault::node(guest.lang))?;
    Ok(Html(Figures { f: Frame::guest(&app.node, &guest), view }.render()?))
}
