// SPDX-License-Identifier: EUPL-1.2
//! Drafting a request: one step a screen, what is missing and on what provision beside each field.
//!
//! Each step that is left is saved as the draft of the request, so nothing is lost; whoever reads
//! the history sees who wrote when. [`begin`] opens one, [`items`] takes what identifies the data,
//! [`case`] and [`reasons`] take the words, and the last step shows what is still missing.

mod basis;
mod begin;
mod case;
mod files;
mod items;
mod lacks;
mod offer;
mod reasons;
mod review;
pub(crate) mod states;
mod translate;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_domain::codes;
use comity_domain::id::{Code, RequestId};
use comity_domain::request::{Command, Draft};
use comity_node::view::{AttachmentView, Line, RequestView};

use super::denied;
use super::fault::{PageFault, is_refusal};
use super::form::{Fields, Posted};
use super::frame::Frame;
use super::unasked;
use super::visit::Visit;
use crate::app::App;
use lacks::Lacks;

pub(crate) use begin::{make, new, onward};
pub(crate) use translate::Said;

codes! {
    /// A screen of the draft.
    pub enum Screen is "a step of the draft" {
        /// What identifies the data.
        Items = "items",
        /// The case and the offence.
        Case = "case",
        /// Why the data are needed.
        Reasons = "reasons",
        /// The same words in other languages.
        Translate = "translate",
        /// The files that go with it.
        Files = "files",
        /// The States that are asked, beside each other.
        States = "states",
        /// What is missing, and who goes on.
        Review = "review",
    }
}

/// What every screen shows around its fields.
#[derive(Debug, Clone)]
pub(crate) struct Around {
    f: Frame,
    request: RequestId,
    reference: String,
    screen: Screen,
    draft: Draft,
    lacks: Lacks,
    /// The zone of the fields with times.
    zone: String,
    /// What is wrong with what was posted.
    refused: Option<String>,
    /// What this State asked before about the same, item by item.
    before: Vec<(u16, Line)>,
    /// Whether one of the States takes other languages than ours, or a translation is here.
    translates: bool,
    /// The files that are attached.
    files: Vec<AttachmentView>,
}

impl Around {
    /// Whether information is offered: an offer has a screen of its own, and gives no reasons.
    fn offers(&self) -> bool {
        unasked::is_offer(self.draft.facts.measure.as_ref().map(Code::as_str))
    }

    /// The screens of this draft, in order: an offer gives no reasons, and only who is asked in
    /// other languages translates.
    fn screens(&self) -> impl Iterator<Item = Screen> + '_ {
        let shown = |screen: &Screen| match screen {
            Screen::Reasons | Screen::Files => !self.offers(),
            Screen::Translate => self.translates,
            _ => true,
        };
        Screen::ALL.iter().copied().filter(shown)
    }

    /// The screen after this one.
    fn next(&self) -> Screen {
        let passed_by = |screen: &Screen| match screen {
            // Where one State is asked there is nothing to compare.
            Screen::States => self.draft.others.is_empty(),
            Screen::Files => self.files.is_empty(),
            _ => false,
        };
        let mut after = self.screens().filter(|screen| *screen > self.screen);
        after.find(|screen| !passed_by(screen)).unwrap_or(Screen::Review)
    }

    /// Where a screen is.
    fn at(&self, screen: Screen) -> String {
        format!("/requests/{}/draft/{screen}", self.request)
    }

    /// The way through the screens.
    fn tabs(&self) -> Vec<Tab> {
        let tab = |screen: Screen| Tab {
            code: screen.code(),
            at: self.at(screen),
            open: self.lacks.of(screen),
            here: screen == self.screen,
        };
        self.screens().map(tab).collect()
    }
}

/// A step of the way.
struct Tab {
    code: &'static str,
    at: String,
    /// How many elements of it are missing.
    open: usize,
    here: bool,
}

/// Shows a screen.
pub(crate) async fn show(
    visit: Visit,
    State(app): State<App>,
    Path((request, screen)): Path<(RequestId, Screen)>,
) -> Result<Response, PageFault> {
    let view = app.node.show(&visit.officer, request).await;
    let view = view.map_err(PageFault::node(visit.guest.lang))?;
    let Some(mut around) = around(&app, &visit, &view, screen) else { return Ok(back(request)) };
    if screen == Screen::Items {
        let before = items::asked_before(&app, &visit, &around).await;
        around.before = before.map_err(PageFault::node(visit.guest.lang))?;
        // What is made from this very draft was not asked before.
        let beside = |line: &Line| view.beside.iter().any(|one| one.request == line.request);
        around.before.retain(|(_, line)| !beside(line));
    }
    Box::pin(drawn(around, &app, &visit, &view, None)).await
}

fn back(request: RequestId) -> Response {
    Redirect::to(&format!("/requests/{request}")).into_response()
}

fn around(app: &App, visit: &Visit, view: &RequestView, screen: Screen) -> Option<Around> {
    let draft = view.draft.clone()?;
    let translates = translate::is_needed(app.node.law(), &draft);
    Some(Around {
        translates,
        files: view.attachments.clone(),
        f: Frame::officer(&app.node, visit),
        request: view.request,
        reference: view.ours.clone().unwrap_or_default(),
        screen,
        lacks: Lacks::of_draft(app.node.law(), &draft, visit.guest.lang.words()),
        draft,
        zone: super::clock::zone(&app.node),
        refused: None,
        before: Vec::new(),
    })
}

/// What a screen came to that was not saved: its fields as they were posted, and what is wrong.
struct Unsaved {
    items: Vec<items::ItemForm>,
    dropped: Vec<items::Dropped>,
}

async fn drawn(
    around: Around,
    app: &App,
    visit: &Visit,
    view: &RequestView,
    unsaved: Option<Unsaved>,
) -> Result<Response, PageFault> {
    match around.screen {
        Screen::Items if around.offers() => offer::drawn(around),
        Screen::Items => items::drawn(around, unsaved),
        Screen::Case => case::drawn(around, app, view),
        Screen::Reasons if around.offers() => review::drawn(around, visit, view),
        Screen::Reasons => reasons::drawn(around),
        Screen::Translate => translate::drawn(around, app.node.law()),
        Screen::Files => files::drawn(around),
        Screen::States => states::drawn(around, app, visit).await,
        Screen::Review => review::drawn(around, visit, view),
    }
}

/// Takes what a screen says, saves it, and goes on.
pub(crate) async fn save(
    State(app): State<App>,
    Path((request, screen)): Path<(RequestId, Screen)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, PageFault> {
    let lang = visit.guest.lang;
    let view = app.node.show(&visit.officer, request).await.map_err(PageFault::node(lang))?;
    let Some(mut around) = around(&app, &visit, &view, screen) else { return Ok(back(request)) };
    let unsaved = match taken(&mut around, &app, &fields) {
        Ok(unsaved) => unsaved,
        Err(key) => {
            around.refused = Some(lang.words().say(key));
            return Box::pin(drawn(around, &app, &visit, &view, None)).await;
        }
    };
    let stays =
        unsaved.as_ref().is_some_and(|unsaved| unsaved.items.iter().any(items::ItemForm::wrong));
    if stays {
        return Box::pin(drawn(around, &app, &visit, &view, unsaved)).await;
    }
    let command = Command::Draft(Box::new(around.draft.clone()));
    let unchanged = view.draft.as_ref() == Some(&around.draft);
    if !unchanged {
        let done = app.node.perform(&visit.officer, None, Some(request), command);
        match Box::pin(done).await {
            Ok(_) => {}
            Err(error) if is_refusal(&error) => {
                around.refused = Some(denied::said(visit.guest.lang, &error));
                return Box::pin(drawn(around, &app, &visit, &view, unsaved)).await;
            }
            Err(error) => return Err(PageFault::node(lang)(error)),
        }
    }
    if unsaved.as_ref().is_some_and(|unsaved| !unsaved.dropped.is_empty()) {
        around.lacks = Lacks::of_draft(app.node.law(), &around.draft, lang.words());
        return Box::pin(drawn(around, &app, &visit, &view, unsaved)).await;
    }
    around.translates = translate::is_needed(app.node.law(), &around.draft);
    let to = match fields.get("go") {
        Some("stay") => screen,
        Some(named) => named.parse().unwrap_or_else(|_| around.next()),
        None => around.next(),
    };
    Ok(Redirect::to(&around.at(to)).into_response())
}

/// Puts into the draft what a screen says. The error is a key.
fn taken(around: &mut Around, app: &App, fields: &Fields) -> Result<Option<Unsaved>, &'static str> {
    match around.screen {
        Screen::Items if around.offers() => {
            offer::taken(&mut around.draft, fields, &around.zone).map(|()| None)
        }
        Screen::Reasons if around.offers() => Ok(None),
        Screen::Items => items::taken(&mut around.draft, fields, &around.zone).map(Some),
        Screen::Case => case::taken(&mut around.draft, app, fields).map(|()| None),
        Screen::Reasons => reasons::taken(&mut around.draft, fields, &around.zone).map(|()| None),
        Screen::Translate => {
            translate::taken(&mut around.draft, fields);
            Ok(None)
        }
        Screen::Files => {
            files::taken(&mut around.draft, &around.files, fields);
            Ok(None)
        }
        Screen::States => states::taken(&mut around.draft, app, fields).map(|()| None),
        Screen::Review => Ok(None),
    }
}

/// A text of the request's words.
fn words(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).map(str::to_owned)
}
