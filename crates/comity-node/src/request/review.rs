// SPDX-License-Identifier: EUPL-1.2
//! The States of a draft, each beside the others: what binds, what is missing, how they differ.

use comity_domain::completeness::missing_for;
use comity_domain::id::{Code, RequestId, StateCode};
use comity_domain::law::{Instrument, StateProfile};
use comity_domain::message::translation::is_taken;
use comity_domain::request::{Draft, Refusal, Request, Rules};
use jiff::tz::TimeZone;

use crate::duty::DrillView;
use crate::view::{EachView, Line, MoreView, ReservedView};
use crate::{Error, Node, Officer};

/// The clocks that say how fast a State is.
const CLOCKS: &[&str] = &["ack", "decision", "answer"];

impl Node {
    /// The States that a draft asks, the first one first.
    pub async fn each_state(
        &self,
        officer: &Officer,
        lead: RequestId,
    ) -> Result<Vec<EachView>, Error> {
        // Each request of the draft is opened by itself: this one is not held meanwhile.
        let (_, base) = self.take_for(officer, lead).await?;
        let draft = base.draft.as_ref().ok_or(Error::NotFound { what: "draft" })?;
        // Whoever may not look at exercises sees the States without them.
        let drills = self.drills(officer).await.unwrap_or_default();
        let mut all = Vec::new();
        for to in draft.states() {
            all.push(Box::pin(self.state_of(officer, (&base, draft), &drills, to)).await?);
        }
        Ok(all)
    }

    async fn state_of(
        &self,
        officer: &Officer,
        (base, draft): (&Request, &Draft),
        drills: &[DrillView],
        to: StateCode,
    ) -> Result<EachView, Error> {
        let rules = self.drafting_rules()?;
        let other = draft.others.iter().find(|other| other.to == to);
        let request = other.map_or(Some(base.id), |other| other.request);
        let row = match request {
            Some(id) => self.store.row(id).await?,
            None => None,
        };
        let made = match (other, request, &row) {
            (Some(_), Some(id), Some(_)) => self.take_known(id).await?.request().cloned(),
            _ => None,
        };
        let own = made.as_ref().and_then(|made| made.draft.clone());
        let changed = own.as_ref().is_some_and(|own| !own.is_as_made());
        let asks = match own.filter(|_| changed) {
            Some(own) => own,
            None => draft.for_state(to, rules).ok_or(Error::NotFound { what: "State" })?,
        };
        let sent = made.as_ref().is_some_and(|made| !made.chains.is_empty());
        let (missing, why) =
            if sent { Default::default() } else { self.stands_in_the_way(&asks, rules) };
        let profile = self.law.state(to);
        let languages = self.law.languages_of(to).to_vec();
        let written = asks.body.language.as_deref();
        Ok(EachView {
            to,
            name: self.law.name_of(to),
            request,
            ours: row.as_ref().and_then(|row| row.ours).map(|ours| ours.to_string()),
            state: row.map(|row| row.state),
            changed,
            peer: self.known_peer(to).map(|peer| peer.standing),
            voiced: self.voice_with(to).await?.is_some(),
            drill: drilled(drills, to)?,
            bases: self.bases(to),
            instrument: asks.facts.instrument.clone(),
            taken: written.is_none_or(|tag| is_taken(&languages, tag)),
            languages,
            missing,
            why,
            more: self.more(draft, &asks),
            reservations: reservations(profile, &asks, rules),
            clocks: clocks(profile, &asks, rules),
            before: self.asked_that_state(officer, base, &asks).await?,
            told: self.named(draft, to),
        })
    }

    fn stands_in_the_way(
        &self,
        asks: &Draft,
        rules: Rules<'_>,
    ) -> (Vec<comity_domain::completeness::Missing>, Option<String>) {
        let refusal = asks.fits(self.state, rules).err();
        let instrument = asks.facts.instrument.as_ref().and_then(|c| self.law.instrument(c));
        let missing = match (instrument, &asks.facts.measure) {
            (Some(instrument), Some(measure)) => {
                let said = (measure, &asks.facts, &asks.body);
                missing_for(&self.law, asks.to, instrument, said)
            }
            _ => Vec::new(),
        };
        let why = match refusal {
            Some(Refusal::Incomplete { .. }) | None => None,
            Some(refusal) => Some(refusal.to_string()),
        };
        (missing, why)
    }

    fn bases(&self, to: StateCode) -> Vec<Code> {
        let today = self.today();
        let both = self.law.basis(self.state, to, today);
        both.iter().map(|basis| basis.instrument.code().clone()).collect()
    }

    /// What the instrument of one State asks for that the first State's does not.
    fn more(&self, draft: &Draft, asks: &Draft) -> Vec<MoreView> {
        let of = |draft: &Draft| self.law.instrument(draft.facts.instrument.as_ref()?);
        let (Some(first), Some(this), Some(measure)) =
            (of(draft), of(asks), asks.facts.measure.as_ref())
        else {
            return Vec::new();
        };
        let asked = |instrument: &Instrument, element| {
            instrument.required(measure).iter().any(|row| row.element == element)
        };
        let rows = this.required(measure).iter().filter(|row| !asked(first, row.element));
        rows.map(|row| MoreView {
            element: row.element,
            provision: row.provision.clone(),
            checked: row.checked,
        })
        .collect()
    }

    async fn asked_that_state(
        &self,
        officer: &Officer,
        base: &Request,
        asks: &Draft,
    ) -> Result<Vec<Line>, Error> {
        let mut lines: Vec<Line> = Vec::new();
        if self.may_search(officer).is_err() {
            return Ok(lines);
        }
        let beside = base.beside();
        for item in &asks.body.items {
            for line in self.asked_before(officer, &item.identifier, base.id).await? {
                let ours = beside.iter().any(|beside| beside.request == line.request);
                let known = lines.iter().any(|known| known.request == line.request);
                if line.peer == asks.to && !ours && !known {
                    lines.push(line);
                }
            }
        }
        Ok(lines)
    }

    /// The other States of the draft that our words name.
    fn named(&self, draft: &Draft, to: StateCode) -> Vec<StateCode> {
        let texts = draft.body.texts();
        let names = |state: &StateCode| {
            let name = self.law.state(*state).map(StateProfile::name);
            name.is_some_and(|name| texts.iter().any(|(_, text)| text.contains(name)))
        };
        draft.states().filter(|state| *state != to).filter(names).collect()
    }
}

fn drilled(drills: &[DrillView], to: StateCode) -> Result<Option<Code>, Error> {
    let last = drills.iter().find(|drill| drill.tried == to);
    last.map(|drill| super::write::code(drill.outcome.code())).transpose()
}

fn reservations(
    profile: Option<&StateProfile>,
    asks: &Draft,
    rules: Rules<'_>,
) -> Vec<ReservedView> {
    let (Some(profile), Some(instrument)) = (profile, &asks.facts.instrument) else {
        return Vec::new();
    };
    let today = rules.now.to_zoned(TimeZone::UTC).date();
    let view = |row: &comity_domain::law::Reservation| ReservedView {
        provision: row.provision.clone(),
        text: row.text.clone(),
        checked: row.checked,
    };
    profile.reservations(instrument, today).map(view).collect()
}

fn clocks(
    profile: Option<&StateProfile>,
    asks: &Draft,
    rules: Rules<'_>,
) -> Vec<(Code, jiff::Timestamp)> {
    let (Some(profile), Some(measure)) = (profile, &asks.facts.measure) else {
        return Vec::new();
    };
    let ends = |clock: &&str| {
        let code: Code = clock.parse().ok()?;
        let term = profile.clock(measure, &code)?.term(asks.facts.urgency.as_ref());
        Some((code, profile.due(rules.now, term)?.at))
    };
    CLOCKS.iter().filter_map(ends).collect()
}
