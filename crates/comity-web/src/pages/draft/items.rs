// SPDX-License-Identifier: EUPL-1.2
//! What identifies the data: lines that are pasted, and the items that they became.

use askama::Template;
use axum::response::Response;
use comity_domain::completeness::Missing;
use comity_domain::id::Code;
use comity_domain::identifier::{Given, Identifier, IdentifierKind, paste};
use comity_domain::law::Element;
use comity_domain::message::{BodyItem, ItemFact};
use comity_domain::provider::TIERS;
use comity_domain::request::Draft;
use comity_node::Error;
use comity_node::view::Line;
use jiff::tz::TimeZone;

use super::{Around, Unsaved};
use crate::app::App;
use crate::pages::clock;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;
use crate::pages::visit::Visit;

/// LIMIT: items of one draft on this page; a provider is sent a file of more.
const ITEMS_MAX: usize = 200;

/// LIMIT: items that are looked up, and earlier requests that are shown of each.
const LOOKED_UP_MAX: usize = 50;
const BEFORE_MAX: usize = 3;

/// LIMIT: lines of a pasted text that are shown as not taken.
const DROPPED_MAX: usize = 50;

/// An item as its fields show it.
#[derive(Debug, Clone, Default)]
pub(super) struct ItemForm {
    n: u16,
    kind: String,
    text: String,
    tier: String,
    from: String,
    until: String,
    provider: String,
    detail: String,
    /// What is wrong with its identifier, in words; with its times, a key.
    fault: Option<String>,
}

/// A pasted line that gave no item.
#[derive(Debug, Clone)]
pub(super) struct Dropped {
    line: usize,
    text: String,
    why: String,
}

#[derive(Template)]
#[template(path = "draft/items.html")]
struct Page {
    f: Frame,
    a: Around,
    items: Vec<ItemForm>,
    dropped: Vec<Dropped>,
    provision: Option<String>,
}

impl ItemForm {
    fn of(fact: &ItemFact, body: Option<&BodyItem>, zone: &str) -> Self {
        let wall = |at: Option<jiff::Timestamp>| at.map(|at| clock::wall(at, zone));
        Self {
            n: fact.n,
            kind: fact.identifier.as_ref().map(ToString::to_string).unwrap_or_default(),
            text: body.map(|item| item.identifier.to_string()).unwrap_or_default(),
            tier: fact.tier.as_ref().map(ToString::to_string).unwrap_or_default(),
            from: wall(body.and_then(|item| item.from)).unwrap_or_default(),
            until: wall(body.and_then(|item| item.until)).unwrap_or_default(),
            provider: body.and_then(|item| item.provider.clone()).unwrap_or_default(),
            detail: body.and_then(|item| item.detail.clone()).unwrap_or_default(),
            fault: None,
        }
    }

    fn posted(n: u16, fields: &Fields) -> Self {
        let field = |name: &str| fields.get(&format!("{name}-{n}")).unwrap_or_default().to_owned();
        Self {
            n,
            kind: field("kind"),
            text: field("text"),
            tier: field("tier"),
            from: field("from"),
            until: field("until"),
            provider: field("provider"),
            detail: field("detail"),
            fault: None,
        }
    }

    /// Whether it cannot be saved as it stands.
    pub(super) fn wrong(&self) -> bool {
        self.fault.is_some()
    }

    /// The two halves of the item. An error is in words.
    fn read(&self, n: u16, zone: &str) -> Result<(ItemFact, BodyItem), String> {
        let kind: IdentifierKind = self.kind.parse().map_err(|_| "fault-field-form".to_owned())?;
        let identifier = Identifier::parse(kind, &self.text).map_err(|error| error.to_string())?;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let instant = |text: &str| clock::read(some(text).as_deref(), zone).map_err(str::to_owned);
        let fact = ItemFact {
            n,
            tier: self.tier.parse().ok(),
            identifier: Some(Code::from(kind)),
            ..ItemFact::default()
        };
        let body = BodyItem {
            n,
            identifier,
            from: instant(&self.from)?,
            until: instant(&self.until)?,
            provider: some(&self.provider),
            detail: some(&self.detail),
        };
        Ok((fact, body))
    }
}

impl Page {
    fn tiers(&self) -> &'static [&'static str] {
        let _ = self;
        &TIERS
    }

    fn lacks<'a>(&'a self, item: &'a ItemForm) -> impl Iterator<Item = &'a Missing> {
        self.a.lacks.item(item.n)
    }

    fn before<'a>(&'a self, item: &'a ItemForm) -> impl Iterator<Item = &'a Line> {
        self.a.before.iter().filter(|(n, _)| *n == item.n).map(|(_, line)| line)
    }

    fn lacks_all(&self) -> bool {
        self.a.lacks.at(Element::Data).next().is_some()
    }
}

/// What this State asked before about the same identifiers.
pub(super) async fn asked_before(
    app: &App,
    visit: &Visit,
    around: &Around,
) -> Result<Vec<(u16, Line)>, Error> {
    let mut before = Vec::new();
    for item in around.draft.body.items.iter().take(LOOKED_UP_MAX) {
        let found = app.node.asked_before(&visit.officer, &item.identifier, around.request);
        before.extend(found.await?.into_iter().take(BEFORE_MAX).map(|line| (item.n, line)));
    }
    Ok(before)
}

pub(super) fn drawn(around: Around, unsaved: Option<Unsaved>) -> Result<Response, PageFault> {
    let of = |fact: &ItemFact| {
        let body = around.draft.body.items.iter().find(|item| item.n == fact.n);
        ItemForm::of(fact, body, &around.zone)
    };
    let saved = || around.draft.facts.items.iter().map(of).collect();
    let (items, dropped) = match unsaved {
        Some(unsaved) if unsaved.items.iter().any(ItemForm::wrong) => {
            (unsaved.items, unsaved.dropped)
        }
        Some(unsaved) => (saved(), unsaved.dropped),
        None => (saved(), Vec::new()),
    };
    let wrong = items.iter().any(ItemForm::wrong);
    let provision = around.lacks.row(Element::Data).map(|row| row.provision.clone());
    let page = Page { f: around.f.clone(), items, dropped, provision, a: around };
    rendered(&page, wrong)
}

/// Reads the items that were there, then what was pasted. What cannot be read leaves the draft as
/// it was and is shown again with what is wrong.
pub(super) fn taken(
    draft: &mut Draft,
    fields: &Fields,
    zone: &str,
) -> Result<Unsaved, &'static str> {
    let kept = fields.all("n").filter_map(|n| n.parse::<u16>().ok());
    let gone = |n: u16| fields.all("remove").any(|text| text.parse() == Ok(n));
    let mut forms: Vec<ItemForm> =
        kept.filter(|n| !gone(*n)).map(|n| ItemForm::posted(n, fields)).collect();
    let (pasted, dropped) = pasted(fields, zone)?;
    for identifier in pasted {
        let next = forms.iter().map(|form| form.n).max().unwrap_or(0).saturating_add(1);
        let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
        forms.push(ItemForm {
            n: next,
            kind: identifier.kind().code().to_owned(),
            text: identifier.to_string(),
            tier: text("tier"),
            from: text("from"),
            until: text("until"),
            provider: text("provider"),
            ..ItemForm::default()
        });
    }
    if forms.len() > ITEMS_MAX {
        return Err("fault-items-many");
    }
    let (mut facts, mut bodies) = (Vec::new(), Vec::new());
    for (n, form) in (1..).zip(&mut forms) {
        // Numbers follow each other from 1; before it is sent nobody else knows them.
        match form.read(n, zone) {
            Ok((fact, body)) => {
                facts.push(fact);
                bodies.push(body);
            }
            Err(fault) => form.fault = Some(fault),
        }
    }
    if !forms.iter().any(ItemForm::wrong) {
        draft.facts.items = facts;
        draft.body.items = bodies;
    }
    let custodian = fields.get("custodian").map(str::to_owned);
    draft.body.request.get_or_insert_default().custodian = custodian;
    Ok(Unsaved { items: forms, dropped })
}

fn pasted(fields: &Fields, zone: &str) -> Result<(Vec<Identifier>, Vec<Dropped>), &'static str> {
    let Some(text) = fields.get("paste") else { return Ok((Vec::new(), Vec::new())) };
    let zone = fields.get("paste-zone").unwrap_or(zone);
    let zone = TimeZone::get(zone).map_err(|_| "fault-zone")?;
    let pasted = paste(text, &Given { zone: Some(zone), year: None });
    let pasted = pasted.map_err(|_| "fault-paste")?;
    let dropped = pasted.dropped.into_iter().take(DROPPED_MAX).map(|line| Dropped {
        line: line.line_number,
        text: line.text,
        why: line.why.to_string(),
    });
    Ok((pasted.items.into_iter().map(|item| item.identifier).collect(), dropped.collect()))
}
