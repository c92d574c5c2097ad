// SPDX-License-Identifier: EUPL-1.2
//! What wakes an officer outside the pages: mail, browsers' push services, a gateway for text
//! messages and calls.
//!
//! Nothing of a case goes this way, by construction: what is carried is [`Alarm`], which knows of
//! none, and a push has no body at all. Each attempt ends within seconds, and a failure is an
//! answer, not an end.

mod gateway;
mod http;
mod mail;
mod push;

use std::sync::Arc;

use comity_domain::deadline::shown;
use comity_node::duty::{About, Alarm, Attempt, Attempts, Means, Messenger, Reach};
use fluent_bundle::FluentArgs;
use jiff::tz::TimeZone;

use crate::address::Address;
use crate::pages::words::Lang;
pub use gateway::Gateway;
pub use http::Trust;
pub use mail::{Mail, MailSecurity, MailSetup};
pub use push::{Push, PushKey};

/// What Fluent puts around values, so that neither script disturbs the other.
const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Why a means could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct AlarmError(pub(crate) String);

/// The means that are set up.
pub struct Alarms {
    /// The State's name, and the zone in which it counts.
    pub state: String,
    /// Where its officers count.
    pub zone: TimeZone,
    /// The address that officers type.
    pub address: Option<Address>,
    /// Mail.
    pub mail: Option<Mail>,
    /// Push services.
    pub push: Option<Arc<Push>>,
    /// The gateway.
    pub gateway: Option<Gateway>,
}

/// An alarm in an officer's language.
pub(crate) struct Said {
    pub(crate) subject: String,
    pub(crate) text: String,
    /// In one line, for a telephone.
    pub(crate) short: String,
}

impl Alarms {
    fn say(&self, language: &str, alarm: &Alarm) -> Said {
        let w = language.parse().unwrap_or(Lang::English).words();
        let mut args = FluentArgs::new();
        args.set("state", self.state.clone());
        args.set("until", shown(alarm.until, &self.zone));
        args.set("utc", shown(alarm.until, &TimeZone::UTC));
        args.set("as", w.code("stage", alarm.stage.code()));
        args.set("mark", if alarm.exercise { w.say("exercise") } else { String::new() });
        let place = match alarm.about {
            About::Request => "docket?view=mine",
            About::Lift => "lifts",
        };
        let docket = |address: &Address| format!("{address}{place}");
        args.set("address", self.address.as_ref().map(docket).unwrap_or_default());
        // The marks around values are for pages that mix scripts; mail and telephones show them.
        let said = |key: &str| w.with(key, &args).replace(ISOLATES, "").trim().to_owned();
        let [subject, text, short] = match alarm.about {
            About::Request => ["alarm-mail-subject", "alarm-mail-text", "alarm-short"],
            About::Lift => ["alarm-lift-subject", "alarm-lift-text", "alarm-lift-short"],
        };
        Said { subject: said(subject), text: said(text), short: said(short) }
    }
}

impl Messenger for Alarms {
    fn is_set_up(&self) -> bool {
        self.mail.is_some() || self.push.is_some() || self.gateway.is_some()
    }

    fn tell<'a>(&'a self, reach: &'a Reach, alarm: &'a Alarm) -> Attempts<'a> {
        Box::pin(async move {
            let said = self.say(&reach.language, alarm);
            let mut attempts = Vec::new();
            // The quickest first; none waits for another's failure longer than its own limit.
            for place in reach.push.iter().filter(|_| self.push.is_some()) {
                let Some(push) = &self.push else { continue };
                attempts.push(match push.ring(&place.endpoint, alarm).await {
                    push::Rung::Taken => attempt(Means::Push, Ok(())),
                    push::Rung::Gone => Attempt {
                        gone: Some(place.endpoint.clone()),
                        ..attempt(Means::Push, Err("its push service knows it no more".to_owned()))
                    },
                    push::Rung::Failed(why) => attempt(Means::Push, Err(why)),
                });
            }
            if let (Some(gateway), Some(phone)) = (&self.gateway, &reach.phone) {
                attempts.push(attempt(Means::Gateway, gateway.send(phone, alarm, &said).await));
            }
            if let (Some(mail), Some(to)) = (&self.mail, &reach.mail) {
                attempts.push(attempt(Means::Mail, mail.send(to, &said).await));
            }
            attempts
        })
    }
}

fn attempt(means: Means, outcome: Result<(), String>) -> Attempt {
    Attempt { means, failed: outcome.err(), gone: None }
}
