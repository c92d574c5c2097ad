// SPDX-License-Identifier: EUPL-1.2
//! Whether a request falls under its instrument's scope, as either State computes it from the head.

use comity_domain::law::{Element, Necessity, Requirement, ScopeFinding, Stated};
use comity_domain::request::Request;
use comity_domain::role::Side;

use crate::Node;

impl Node {
    /// The points of the scope, for a measure of which every request names an offence.
    pub(super) fn scope_of(&self, request: &Request) -> Option<Vec<ScopeFinding>> {
        let facts = request.asked()?;
        let (code, measure) = (facts.instrument.as_ref()?, facts.measure.as_ref()?);
        let instrument = self.law.instrument(code)?;
        let rows = instrument.required(measure);
        let asks = |row: &Requirement| {
            row.element == Element::Offence && row.required == Necessity::Always
        };
        let first = request.chains.at(Side::Requesting, 1);
        let said = first.and_then(|link| request.bodies.get(&link.head.message));
        let drafted = || request.draft.as_ref().map(|draft| &draft.body);
        let body = if first.is_some() { said } else { drafted() };
        let (from, to) = (Some(request.chains.requesting), request.chains.requested);
        // What an examiner found of this conduct comes before what the file says in general.
        let general = || self.law.maximum_of(to, &facts.offences);
        let maximum_there = request.maximum_found().or_else(general);
        let stated = Stated { from, to, measure, facts, body, maximum_there };
        rows.iter().any(asks).then(|| self.law.scope_findings(instrument, &stated))
    }
}
