// SPDX-License-Identifier: EUPL-1.2
//! Rules that were lifted, for the oversight body: which it may still hold, and until when.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use comity_node::LiftedView;

use super::clock;
use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

#[derive(Template)]
#[template(path = "lifts.html")]
struct Page {
    f: Frame,
    lines: Vec<LiftedView>,
    zone: String,
}

impl Page {
    fn wall(&self, at: &jiff::Timestamp) -> String {
        clock::wall(*at, &self.zone).replace('T', " ")
    }

    fn reference(&self, line: &LiftedView) -> String {
        let _ = self;
        line.ours.clone().unwrap_or_else(|| line.request.to_string())
    }
}

/// Shows the list.
pub(crate) async fn show(visit: Visit, State(app): State<App>) -> Result<Html<String>, PageFault> {
    let lines = app.node.lifted_rules(&visit.officer).await;
    let lines = lines.map_err(PageFault::node(visit.guest.lang))?;
    let zone = clock::zone(&app.node);
    Ok(Html(Page { f: Frame::officer(&app.node, &visit), lines, zone }.render()?))
}
