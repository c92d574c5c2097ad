// SPDX-License-Identifier: EUPL-1.2
//! The questions about protected freedoms and persons, as an officer sees their answers. Whoever is
//! still to answer them sees nobody else's, so that the second word is not the echo of the first.

use std::collections::BTreeSet;

use comity_domain::dual::{self, DualFact};
use comity_domain::id::{Code, Provision};
use comity_domain::law::{Class, CriminalityRule, Instrument};
use comity_domain::message::{Body, Facts};
use comity_domain::request::{Detail, Lift, Request};
use comity_domain::role::{Role, Side};
use comity_domain::screen::{self, Examination};
use comity_domain::workflow::Workflow;

use super::show::Zones;
use crate::view::{ConductView, LiftView, ScreenView, TimelineView};
use crate::{Node, Officer};

impl Node {
    pub(super) fn screen(&self, officer: &Officer, request: &Request, zones: &Zones) -> ScreenView {
        let items: Vec<u16> =
            request.shared().map(|s| s.items.keys().copied().collect()).unwrap_or_default();
        let measured = request.measured(&self.law, zones.now);
        let misstated = self.misstated(request);
        let asked = request.is_to_be_screened();
        let by_two = asked
            && request.workflow() == Some(Workflow::Disclosure)
            && (misstated || !measured.plain);
        let answered = request.is_screened(&items);
        let done = if by_two { request.is_screened_twice(&items) } else { answered };
        let hidden = asked && !done && (!answered || is_still_to_answer(officer, request));
        let stands = request.stands_on(&self.law).filter(|_| request.side == Side::Requested);
        ScreenView {
            asked,
            answered,
            by_two,
            unclassed: self.unclassed(request),
            misstated,
            concerns: if hidden { BTreeSet::new() } else { request.hits(&items, &self.law) },
            transfer: request.transfer(&items),
            hidden,
            differs: !hidden && request.differs(&items),
            theirs: if hidden { Vec::new() } else { request.their_screen().to_vec() },
            dual: request.dual(&items).filter(|_| !hidden),
            conduct: stands.map_or_else(Vec::new, |on| conduct(request, on, &items, hidden)),
            dual_rules: stands.map_or_else(Vec::new, dual_rules),
            lifts: request.lifts.iter().map(|(rule, lift)| lifted(zones, rule, lift)).collect(),
        }
    }

    /// The provisions cited that this State put in no plain class.
    fn unclassed(&self, request: &Request) -> Vec<String> {
        let said = request.said().and_then(|body| body.request.as_ref());
        let cited = said.into_iter().flat_map(|said| &said.offences).map(|o| &o.provision);
        let asks = request.chains.requesting;
        let plain =
            |cite: &String| self.law.class(self.state, asks, cite).is_some_and(Class::is_plain);
        cited.filter(|cite| request.side == Side::Requested && !plain(cite)).cloned().collect()
    }
}

/// The offences, article by article, and what the examiners found of each.
fn conduct(
    request: &Request,
    (facts, instrument): (&Facts, &Instrument),
    items: &[u16],
    hidden: bool,
) -> Vec<ConductView> {
    let found = if hidden { Vec::new() } else { request.dual_facts(items) };
    let view = |offence: &Code| {
        let row = instrument.offence(offence);
        let one = std::slice::from_ref(offence);
        let of: Vec<&DualFact> =
            found.iter().copied().filter(|fact| fact.offence == *offence).collect();
        ConductView {
            offence: offence.clone(),
            provision: row.map(|row| row.provision.clone()),
            established: row.is_some_and(|row| row.established),
            research: screen::may_be_research(one),
            found: dual::settled(&of, one),
            maximum_years: dual::maximum_years(&of),
        }
    };
    facts.offences.iter().map(view).collect()
}

/// What the instrument says of dual criminality for the measure.
fn dual_rules((facts, instrument): (&Facts, &Instrument)) -> Vec<(Provision, CriminalityRule)> {
    let rows = facts.measure.iter().flat_map(|measure| instrument.dual_criminality(measure));
    rows.map(|row| (row.provision.clone(), row.rule)).collect()
}

fn lifted(zones: &Zones, rule: &Code, lift: &Lift) -> LiftView {
    LiftView {
        rule: rule.clone(),
        at: zones.show(lift.at),
        from: zones.show(lift.from()),
        held: lift.held.map(|at| zones.show(at)),
        holds: lift.holds(zones.now),
    }
}

/// Whether this officer may examine, and has not.
fn is_still_to_answer(officer: &Officer, request: &Request) -> bool {
    let mut all = request.work.values().flat_map(|work| &work.examinations);
    officer.roles.contains(&Role::Examiner)
        && !all.any(|one: &Examination| one.by == officer.id && one.is_whole())
}

/// Takes out of a line what is still hidden.
pub(super) fn hide(line: &mut TimelineView) {
    if let Some(Body { request: Some(said), .. }) = &mut line.body {
        said.screen.clear();
    }
    let Some(step) = &mut line.step else { return };
    if let Some(Detail::Screen(found)) = &mut step.detail {
        found.answers.clear();
        found.research.clear();
        found.dual.clear();
    }
}
