// SPDX-License-Identifier: EUPL-1.2
//! What is offered: of which kind each item is, on which conditions, and until when it may be kept.
//! What the information says has no field here: it crosses when the conditions are accepted.

use askama::Template;
use axum::response::Response;
use comity_domain::completeness::Missing;
use comity_domain::id::Code;
use comity_domain::law::Element;
use comity_domain::message::{ClockFact, Deadline, ItemFact};
use comity_domain::provider::TIERS;
use comity_domain::request::Draft;
use comity_domain::workflow::Clock;

use super::Around;
use crate::pages::act::CONDITIONS;
use crate::pages::clock;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;

/// LIMIT: items of one offer; more is no tip but a file, and a file is one item.
const ITEMS_MAX: usize = 50;

#[derive(Template)]
#[template(path = "draft/offer.html")]
struct Page {
    f: Frame,
    a: Around,
    kept_until: String,
}

impl Page {
    fn tiers(&self) -> &'static [&'static str] {
        let _ = self;
        &TIERS
    }

    fn conditions(&self) -> &'static [&'static str] {
        let _ = self;
        CONDITIONS
    }

    fn sets(&self, code: &str) -> bool {
        let mut set = self.a.draft.facts.items.iter().flat_map(|item| &item.conditions);
        set.any(|condition| condition.as_str() == code)
    }

    fn is_tier(&self, item: &ItemFact, code: &str) -> bool {
        let _ = self;
        item.tier.as_ref().is_some_and(|tier| tier.as_str() == code)
    }

    fn lacks(&self) -> impl Iterator<Item = &Missing> {
        self.a.lacks.at(Element::Category)
    }

    fn lacks_of(&self, n: u16) -> impl Iterator<Item = &Missing> {
        self.a.lacks.item(n)
    }
}

fn is_retention(fact: &ClockFact) -> bool {
    fact.clock.as_str() == Clock::Retention.code()
}

pub(super) fn drawn(around: Around) -> Result<Response, PageFault> {
    let kept = around.draft.facts.clocks.iter().find(|fact| is_retention(fact));
    let kept_until = kept.map(|fact| clock::wall(fact.due.at, &around.zone)).unwrap_or_default();
    let page = Page { f: around.f.clone(), kept_until, a: around };
    rendered(&page, page.a.refused.is_some())
}

/// Puts what was posted into the draft. The error is a key.
pub(super) fn taken(draft: &mut Draft, fields: &Fields, zone: &str) -> Result<(), &'static str> {
    let kept = clock::read(fields.get("kept-until"), zone)?;
    let numbers = fields.all("n").filter_map(|n| n.parse::<u16>().ok());
    let gone = |n: u16| fields.all("remove").any(|text| text.parse() == Ok(n));
    let tier = |name: &str| -> Option<Code> {
        let known = fields.get(name).filter(|code| TIERS.contains(code));
        known.and_then(|code| code.parse().ok())
    };
    let mut tiers: Vec<Option<Code>> =
        numbers.filter(|n| !gone(*n)).map(|n| tier(&format!("tier-{n}"))).collect();
    tiers.extend(tier("tier-new").map(Some));
    if tiers.len() > ITEMS_MAX {
        return Err("fault-items-many");
    }
    let chosen = fields.all("conditions").filter(|code| CONDITIONS.contains(code));
    let conditions: Vec<Code> = chosen.filter_map(|code| code.parse().ok()).collect();
    let item =
        |(n, tier)| ItemFact { n, tier, conditions: conditions.clone(), ..ItemFact::default() };
    draft.facts.items = (1..).zip(tiers).map(item).collect();
    draft.facts.clocks.retain(|fact| !is_retention(fact));
    if let (Some(at), Ok(clock)) = (kept, Clock::Retention.code().parse()) {
        let due = Deadline { at, zone: zone.to_owned() };
        draft.facts.clocks.push(ClockFact { clock, due });
    }
    draft.body.items = Vec::new();
    draft.body.request = None;
    Ok(())
}
