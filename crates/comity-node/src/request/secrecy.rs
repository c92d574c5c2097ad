// SPDX-License-Identifier: EUPL-1.2
//! For how long a request stays secret, as officers of both desks see it: until when, by which
//! message, why not longer, and whether the person concerned has to be told.

use comity_domain::request::{Period, Request};
use comity_domain::role::Side;

use super::show::Zones;
use crate::view::{SecrecyPeriodView, SecrecyView};

/// Its secrecy; nothing where none was asked for, or where the words are gone.
pub(super) fn secrecy(request: &Request, zones: &Zones) -> Option<SecrecyView> {
    let secrecy = request.secrecy()?;
    let ended = secrecy.until <= zones.now;
    Some(SecrecyView {
        since: zones.show(secrecy.since),
        until: zones.show(secrecy.until),
        ended,
        alone_until: zones.show(secrecy.alone_until()),
        agreed: request.agreed.map(|agreed| zones.show(agreed.until)),
        notice: request.owes_notice().then(|| zones.show(secrecy.until)),
        told: request.told().map(|at| zones.show(at)),
        renewable: request.side == Side::Requesting,
        periods: secrecy.periods.iter().map(|one| period(one, zones)).collect(),
    })
}

fn period(one: &Period, zones: &Zones) -> SecrecyPeriodView {
    SecrecyPeriodView {
        message: one.message,
        at: zones.show(one.at),
        asked: zones.show(one.asked),
        until: one.until.map(|until| zones.show(until)),
        short: one.short,
        ended: one.ended.map(|ended| zones.show(ended)),
        act: one.act.clone(),
    }
}
