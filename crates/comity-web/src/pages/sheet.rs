// SPDX-License-Identifier: EUPL-1.2
//! Sheets: documents to be printed, in coded form.
//!
//! A page, its JSON and its PDF are made from one sheet, so that they cannot differ. What it says
//! is decided in `sheet/letter.rs`, `sheet/order.rs`, `sheet/notice.rs` and `sheet/shift.rs`; how
//! it looks, in the template and in `print/`. It is not a record: whoever needs one has the signed
//! statement.

mod format;
mod letter;
mod notice;
mod order;
mod shift;

use askama::Template;
use axum::Json;
use axum::response::{Html, IntoResponse, Response};
use comity_domain::codes;
use comity_domain::deadline::shown;
use comity_domain::message::Deadline;
use fluent_bundle::FluentArgs;
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::tz::TimeZone;

use self::format::{Block, Cell, Kind, Line, Manner, Piece, Row, Schema};
use super::fault::PageFault;
use super::frame::Frame;
use super::visit::Visit;
use crate::app::App;

pub(crate) use self::format::Sheet;
pub(crate) use self::letter::letter;
pub(crate) use self::notice::{Copy, can_be_made, copy};
pub(crate) use self::order::order;
pub(crate) use self::shift::shift;

codes! {
    /// In which form a sheet is wanted.
    pub enum Form is "a form of a sheet" {
        /// As it is read by programs.
        Json = "sheet.json",
        /// As it is kept on file and printed.
        Pdf = "sheet.pdf",
    }
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct Page {
    f: Frame,
    s: Sheet,
    /// Where the other forms are.
    here: String,
    /// To what it belongs.
    crumb: (String, String),
    /// Whether it can be had as PDF.
    pdf: bool,
}

/// A sheet as a page with a print style.
pub(crate) fn page(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
    crumb: (String, String),
) -> Result<Response, PageFault> {
    let here = visit.guest.here.split('?').next().unwrap_or_default().to_owned();
    let (f, pdf) = (Frame::officer(&app.node, visit), app.printer.is_some());
    let page = Page { f, s: sheet, here, crumb, pdf };
    Ok(Html(page.render()?).into_response())
}

/// A sheet in another form.
pub(crate) async fn file(
    app: &App,
    visit: &Visit,
    sheet: Sheet,
    form: Form,
) -> Result<Response, PageFault> {
    let printer = match (form, &app.printer) {
        (Form::Json, _) => return Ok(Json(sheet).into_response()),
        (Form::Pdf, Some(printer)) => printer,
        (Form::Pdf, None) => {
            let none = comity_node::Error::NotFound { what: "printing program" };
            return Err(PageFault::node(visit.guest.lang)(none));
        }
    };
    let bytes = serde_json::to_vec(&sheet).unwrap_or_default();
    let pdf = printer.print(bytes).await;
    let pdf = pdf.map_err(|error| PageFault::Print(visit.guest.lang, error))?;
    let name: String =
        sheet.reference.unwrap_or_default().chars().filter(char::is_ascii_graphic).collect();
    let name = name.replace(['"', '\\', '/'], "");
    let name = if name.is_empty() { "sheet".to_owned() } else { name };
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    Ok((StatusCode::OK, headers, pdf).into_response())
}

impl Sheet {
    /// One that says nothing yet.
    fn new(f: &Frame, kind: Kind, at: jiff::Timestamp, title: String) -> Self {
        let mut args = FluentArgs::new();
        args.set("page", "{page}");
        args.set("pages", "{pages}");
        Self {
            schema: Schema::One,
            kind,
            language: f.lang.code().to_owned(),
            right_to_left: f.lang.dir() == "rtl",
            at: at.to_string(),
            title,
            subtitle: None,
            banner: None,
            reference: None,
            parties: Vec::new(),
            blocks: Vec::new(),
            signed: Line::new(),
            mark: None,
            // Numbers need no marks of their own that keep them apart.
            page: f.w.with("sheet-page", &args).replace(['\u{2068}', '\u{2069}'], ""),
        }
    }
}

/// Words of the sheet's language.
fn word(text: impl Into<String>) -> Piece {
    Piece { manner: Manner::Word, text: text.into() }
}

/// What somebody is called or wrote.
fn name(text: impl Into<String>) -> Piece {
    Piece { manner: Manner::Name, text: text.into() }
}

/// Signs that are read one by one.
fn code(text: impl Into<String>) -> Piece {
    Piece { manner: Manner::Code, text: text.into() }
}

/// A cell of one line of one piece.
fn cell(piece: Piece) -> Cell {
    vec![vec![piece]]
}

fn row(name: impl Into<String>, value: Cell) -> Row {
    Row { name: name.into(), value }
}

/// A cell that says that there is nothing.
fn nothing() -> Cell {
    cell(word("—"))
}

/// The heads of columns, by their keys.
fn heads(f: &Frame, keys: &[&str]) -> Vec<Line> {
    keys.iter().map(|key| vec![word(f.t(key))]).collect()
}

/// Rows, unless there are none.
fn rows(title: Option<String>, rows: Vec<Row>) -> Option<Block> {
    (!rows.is_empty()).then_some(Block::Rows { title, rows })
}

/// A table, unless it has no rows.
fn table(title: Option<String>, columns: Vec<Line>, rows: Vec<Vec<Cell>>) -> Option<Block> {
    (!rows.is_empty()).then_some(Block::Table { title, columns, rows })
}

/// A deadline as its sender counts it, and in UTC.
fn due(deadline: &Deadline) -> Cell {
    let utc = shown(deadline.at, &TimeZone::UTC);
    match TimeZone::get(&deadline.zone) {
        Ok(zone) if zone != TimeZone::UTC => {
            vec![vec![name(shown(deadline.at, &zone))], vec![name(utc)]]
        }
        _ => cell(name(utc)),
    }
}

#[cfg(test)]
mod tests;
