// SPDX-License-Identifier: EUPL-1.2
//! One article with its rows, and the form on which an officer says what the official text says of
//! those that they tick. Nothing is ticked or chosen beforehand: each row is read by somebody.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::id::{Code, Digest};
use comity_domain::law::Verdict;
use comity_node::{Comparing, Error};
use jiff::civil::Date;

use super::NO_ARTICLE;
use super::row::{Shown, shown};
use crate::app::App;
use crate::pages::clock;
use crate::pages::fault::{PageFault, refusal, rendered};
use crate::pages::form::{Fields, Posted};
use crate::pages::frame::Frame;
use crate::pages::touch;
use crate::pages::visit::Visit;

/// An article by its address.
type Place = (String, String);

#[derive(Template)]
#[template(path = "confirmations/article.html")]
struct Page {
    f: Frame,
    instrument: Code,
    at: String,
    number: Option<u16>,
    title: String,
    rows: Vec<Shown>,
    next: Option<u16>,
    filled: Fields,
    refused: Option<String>,
}

impl Page {
    fn value(&self, name: &str) -> &str {
        self.filled.get(name).unwrap_or_default()
    }
}

/// Shows it.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path(place): Path<Place>,
) -> Result<Response, PageFault> {
    rendered(&page(&app, &visit, place, (Fields::default(), None))?, false)
}

/// Puts on record what an officer found.
pub(crate) async fn say(
    State(app): State<App>,
    Path(place): Path<Place>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let back = format!("/confirmations/{}/{}", place.0, place.1);
    let now = page(&app, &visit, place.clone(), (Fields::default(), None))?;
    let said = match read(&now, &fields) {
        Ok(said) => said,
        Err(key) => {
            let why = now.f.t(key);
            return rendered(&page(&app, &visit, place, (fields, Some(why)))?, true);
        }
    };
    touch::fresh(&app, &visit, &fields).await?;
    let done = app.node.compare_rows(&visit.officer, &said).await;
    match refusal(lang, done.map(drop))? {
        None => Ok(Redirect::to(&back).into_response()),
        why => rendered(&page(&app, &visit, place, (fields, why))?, true),
    }
}

fn page(
    app: &App,
    visit: &Visit,
    (instrument, at): Place,
    (filled, refused): (Fields, Option<String>),
) -> Result<Page, PageFault> {
    let fault = || PageFault::node(visit.guest.lang);
    let none = |what| fault()(Error::NotFound { what });
    let code: Code = instrument.parse().map_err(|_| none("instrument of this code"))?;
    let number: Option<u16> = match at.as_str() {
        NO_ARTICLE => None,
        number => Some(number.parse().map_err(|_| none("article of this number"))?),
    };
    let found = app.node.article_to_confirm(&visit.officer, &code, number).map_err(fault())?;
    let article = app.node.law().instrument(&code).and_then(|one| one.article(number?));
    let title = article.map(|article| article.title.clone()).unwrap_or_default();
    let f = Frame::officer(&app.node, visit);
    let zone = clock::zone(&app.node);
    let ticked: Vec<Digest> = filled.all("row").filter_map(|digest| digest.parse().ok()).collect();
    let rows = found.rows.into_iter();
    let rows = rows.map(|row| shown(&f, &zone, (row, visit.officer.id), &ticked)).collect();
    let filled = if refused.is_some() {
        filled
    } else {
        Fields::with(&[
            ("document", found.document.unwrap_or_default()),
            ("on", app.node.today().to_string()),
        ])
    };
    Ok(Page { f, instrument: code, at, number, title, rows, next: found.next, filled, refused })
}

/// What a form says; what is missing, as a key, if it is not whole.
fn read(page: &Page, fields: &Fields) -> Result<Comparing, &'static str> {
    let ticked = fields.all("row").map(|digest| digest.parse().ok());
    let rows: Option<Vec<Digest>> = ticked.collect();
    let rows = rows.unwrap_or_default();
    if rows.is_empty() {
        return Err("confirm-lacks-row");
    }
    let stands = |digest: &Digest| page.rows.iter().any(|row| row.digest == *digest);
    if !rows.iter().all(stands) {
        return Err("confirm-changed");
    }
    let (Some(document), Some(place)) = (fields.get("document"), fields.get("page")) else {
        return Err("confirm-lacks-place");
    };
    let verdict = fields.get("verdict").and_then(|code| code.parse::<Verdict>().ok());
    let verdict = verdict.ok_or("confirm-lacks-verdict")?;
    let says = fields.get("says").map(str::to_owned);
    match (verdict, &says) {
        (Verdict::Differs, None) => return Err("confirm-lacks-says"),
        (Verdict::Agrees, Some(_)) => return Err("confirm-says-both"),
        _ => {}
    }
    let on: Option<Date> = match fields.get("on") {
        None => None,
        Some(day) => Some(day.parse().map_err(|_| "confirm-lacks-day")?),
    };
    Ok(Comparing {
        instrument: page.instrument.clone(),
        rows,
        verdict,
        document: document.to_owned(),
        page: place.to_owned(),
        on,
        says,
    })
}
