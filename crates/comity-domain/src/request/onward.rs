// SPDX-License-Identifier: EUPL-1.2
//! What a path opens: a preservation in the State in which the data went on.

use std::collections::BTreeMap;

use super::{Draft, Request};
use crate::id::StateCode;
use crate::message::{Body, BodyItem, Facts, ItemFact, PathFact};
use crate::role::Side;
use crate::workflow::Workflow;

impl Request {
    /// A draft of a preservation for each State to which the path of our data goes on, with what
    /// this request says already. Whoever uses one reads it first, and completes it.
    #[must_use]
    pub fn onward(&self) -> Vec<Draft> {
        let known = self
            .chains
            .at(Side::Requesting, 1)
            .and_then(|link| Some((&link.head.facts, self.bodies.get(&link.head.message)?)));
        let (Some(shared), Some((facts, body)), Side::Requesting) =
            (self.shared(), known, self.side)
        else {
            return Vec::new();
        };
        let mut next: BTreeMap<StateCode, BTreeMap<u16, &PathFact>> = BTreeMap::new();
        for (n, item) in &shared.items {
            if let Some(path) = item.path.as_ref().filter(|path| path.state != self.me) {
                next.entry(path.state).or_default().insert(*n, path);
            }
        }
        next.into_iter().map(|(to, items)| self.begun(to, &items, (facts, body))).collect()
    }

    fn begun(
        &self,
        to: StateCode,
        items: &BTreeMap<u16, &PathFact>,
        (facts, body): (&Facts, &Body),
    ) -> Draft {
        let asked = facts.items.iter().filter(|fact| items.contains_key(&fact.n));
        let described = body.items.iter().filter_map(|item| {
            let path = items.get(&item.n)?;
            let provider = self.named(item.n).unwrap_or_else(|| path.provider.to_string());
            Some(BodyItem { provider: Some(provider), ..item.clone() })
        });
        let facts = Facts {
            instrument: facts.instrument.clone(),
            measure: Workflow::Preservation.code().parse().ok(),
            basis: facts.basis.clone(),
            urgency: facts.urgency.clone(),
            offences: facts.offences.clone(),
            maximum_years: facts.maximum_years,
            items: asked
                .map(|fact| ItemFact {
                    n: fact.n,
                    tier: fact.tier.clone(),
                    identifier: fact.identifier.clone(),
                    ..ItemFact::default()
                })
                .collect(),
            // No `link`: it would tell one State of a request to another.
            ..Facts::default()
        };
        let body = Body {
            case: body.case.clone(),
            authority: body.authority.clone(),
            on_behalf: body.on_behalf.clone(),
            language: body.language.clone(),
            request: body.request.clone(),
            items: described.collect(),
            ..Body::default()
        };
        Draft::new(to, facts, body)
    }

    /// The name of the next provider of an item, as last told.
    fn named(&self, n: u16) -> Option<String> {
        let told = self.chains.of(Side::Requested).iter().rev();
        let mut names = told.filter_map(|link| self.bodies.get(&link.head.message));
        let of_item = |body: &Body| body.path.iter().find(|name| name.n == n).cloned();
        names.find_map(of_item).map(|name| name.provider)
    }
}
