// SPDX-License-Identifier: EUPL-1.2
//! Who may hold the data: a register of service providers, kept as a file.
//!
//! It says on which legal entity of a provider an order is served in which State, through which
//! channel, what is held for how long and what can be searched by. Each figure has its source and
//! how well it was checked; whatever shows the one shows the other. It is a hint for people: no
//! rule refuses a request because a provider is missing here.

mod load;

use serde::Serialize;

use crate::codes;
use crate::id::{Code, StateCode};
use crate::identifier::IdentifierKind;

pub use crate::law::Checked;
pub use load::{PROVIDERS_MAX, REGISTER_BYTES_MAX, RegisterError};

/// The tiers of data that a row may be about, least to most intrusive.
pub const TIERS: [&str; 3] = ["subscriber", "traffic", "content"];

codes! {
    /// How an order reaches a provider.
    pub enum ChannelKind is "a channel" {
        /// A web site for authorities.
        Portal = "portal",
        /// A mailbox.
        Email = "e-mail",
        /// A postal address.
        Post = "post",
        /// An office where it is handed over.
        InPerson = "in-person",
    }
}

/// A service provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// Its code in the register.
    pub code: Code,
    /// The name that people know.
    pub name: String,
    /// Its services, by the codes that accounts and handles name: `mail.example`.
    pub services: Vec<Code>,
    /// The languages in which it takes orders, BCP 47 tags.
    pub languages: Vec<String>,
    /// The kinds of identifier it can search by.
    pub searches_by: Vec<IdentifierKind>,
    /// What it holds.
    pub holds: Vec<Holding>,
    /// On whom an order is served, State by State.
    pub entities: Vec<Entity>,
}

/// What a provider holds of one tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// The tier, one of [`TIERS`].
    pub tier: Code,
    /// For how long.
    pub retention: Retention,
    /// How well that was checked.
    pub checked: Checked,
    /// Where it is written, with the date.
    pub source: String,
}

/// For how long data are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retention {
    /// So many days after they came to be.
    Days(u16),
    /// As long as the account exists.
    WhileAccountExists,
}

/// A provider's legal entity in a State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The State.
    pub state: StateCode,
    /// Its registered name.
    pub name: String,
    /// How orders reach it, the preferred first.
    pub channels: Vec<Channel>,
}

/// One way to reach an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// Which way.
    pub kind: ChannelKind,
    /// A web address (`https`), a mailbox, or a postal address on one line.
    pub address: String,
    /// Whether someone answers at night.
    pub day_and_night: bool,
}

/// The register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Providers {
    providers: Vec<Provider>,
}

impl Providers {
    /// Every provider, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Provider] {
        &self.providers
    }

    /// The provider of this code.
    #[must_use]
    pub fn find(&self, code: &Code) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.code == *code)
    }

    /// The providers that have an entity in `state`, hold this tier and can search by this kind.
    pub fn holding(
        &self,
        kind: IdentifierKind,
        tier: &Code,
        state: StateCode,
    ) -> impl Iterator<Item = &Provider> {
        self.providers.iter().filter(move |provider| {
            provider.searches_by.contains(&kind)
                && provider.holding(tier).is_some()
                && provider.entity_in(state).is_some()
        })
    }
}

impl Provider {
    /// What it holds of this tier.
    #[must_use]
    pub fn holding(&self, tier: &Code) -> Option<&Holding> {
        self.holds.iter().find(|holding| holding.tier == *tier)
    }

    /// Whether this is what the register calls it, or one of its entities.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let mut names = self.entities.iter().map(|entity| &entity.name).chain([&self.name]);
        names.any(|known| known.trim().to_lowercase() == name.trim().to_lowercase())
    }

    /// Its entity in this State.
    #[must_use]
    pub fn entity_in(&self, state: StateCode) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.state == state)
    }

    /// Whether it offers this service.
    #[must_use]
    pub fn offers(&self, service: &Code) -> bool {
        self.services.contains(service)
    }
}

#[cfg(test)]
mod tests;
