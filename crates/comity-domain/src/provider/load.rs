// SPDX-License-Identifier: EUPL-1.2
//! Reads the register from TOML, strictly: an unknown key, a wrong code or a second row for the
//! same thing is an error with file and line.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Channel, ChannelKind, Checked, Entity, Holding, Provider, Providers, Retention, TIERS,
};
use crate::id::{Code, StateCode};
use crate::identifier::{EmailAddress, IdentifierKind, WebUrl, Words};

/// Octets of a register.
// LIMIT: 2,000 providers of about 2 KiB.
pub const REGISTER_BYTES_MAX: usize = 4 << 20;
/// Providers in a register.
// LIMIT: more than any State's own register of telecommunication providers needs.
pub const PROVIDERS_MAX: usize = 2_000;
/// The format this loader reads.
const FORMAT: u16 = 1;
/// Days of the longest retention taken: more than a hundred years is a slip of the pen.
const RETENTION_DAYS_MAX: u16 = 36_525;

/// What is wrong with a register, and where. Whoever keeps the file corrects it; nothing of it is
/// used until then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct RegisterError {
    /// The file, by the name it was loaded under.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

impl Providers {
    /// Reads a register; `file` is its name, for errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegisterError> {
        let page = Page { file, text };
        if text.len() > REGISTER_BYTES_MAX {
            let what = format!("the file has {} octets; at most {REGISTER_BYTES_MAX}", text.len());
            return Err(page.fault(0, what));
        }
        let rows: Rows = toml::from_str(text).map_err(|error| {
            page.fault(error.span().map_or(0, |span| span.start), error.message().trim())
        })?;
        if *rows.format.get_ref() != FORMAT {
            let what = format!("this node reads format {FORMAT}, not {}", rows.format.get_ref());
            return Err(page.fault(rows.format.span().start, what));
        }
        if rows.provider.len() > PROVIDERS_MAX {
            let what = format!("{} providers; at most {PROVIDERS_MAX}", rows.provider.len());
            return Err(page.fault(0, what));
        }
        let mut codes = BTreeSet::new();
        let mut providers = Vec::new();
        for row in rows.provider {
            if !codes.insert(row.code.get_ref().clone()) {
                let what = format!("the provider `{}` is there twice", row.code.get_ref());
                return Err(page.fault(row.code.span().start, what));
            }
            providers.push(page.provider(row)?);
        }
        Ok(Self { providers })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    format: Spanned<u16>,
    #[serde(default)]
    provider: Vec<ProviderRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProviderRow {
    code: Spanned<Code>,
    name: Words,
    services: Spanned<Vec<Code>>,
    languages: Spanned<Vec<String>>,
    searches_by: Spanned<Vec<IdentifierKind>>,
    #[serde(default)]
    holds: Vec<HoldingRow>,
    #[serde(default)]
    entity: Vec<EntityRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct HoldingRow {
    tier: Spanned<Code>,
    days: Option<Spanned<u16>>,
    while_account_exists: Option<bool>,
    checked: Checked,
    source: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntityRow {
    state: Spanned<StateCode>,
    name: Words,
    #[serde(default)]
    channel: Vec<ChannelRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ChannelRow {
    kind: ChannelKind,
    address: Spanned<String>,
    #[serde(default)]
    day_and_night: bool,
}

/// A file while it is read: its name and its text.
#[derive(Clone, Copy)]
struct Page<'a> {
    file: &'a str,
    text: &'a str,
}

impl Page<'_> {
    /// A fault at an offset in octets.
    fn fault(self, offset: usize, what: impl Into<String>) -> RegisterError {
        let line = 1 + self.text.bytes().take(offset).filter(|octet| *octet == b'\n').count();
        RegisterError { file: self.file.to_owned(), line, what: what.into() }
    }

    fn provider(self, row: ProviderRow) -> Result<Provider, RegisterError> {
        let at = row.code.span().start;
        let code = row.code.into_inner();
        if row.holds.is_empty() {
            let what = format!("`{code}` holds nothing; add a row to [[provider.holds]]");
            return Err(self.fault(at, what));
        }
        if row.entity.is_empty() {
            let what = format!("`{code}` is nowhere; add a row to [[provider.entity]]");
            return Err(self.fault(at, what));
        }
        let languages_at = row.languages.span().start;
        let languages = self.set(row.languages, "languages")?;
        if let Some(odd) = languages.iter().find(|tag| !is_language(tag)) {
            let what = format!("`{odd}` is no language tag such as `en` or `zh-Hant`");
            return Err(self.fault(languages_at, what));
        }
        Ok(Provider {
            name: row.name.to_string(),
            services: self.set(row.services, "services")?,
            languages,
            searches_by: self.set(row.searches_by, "searches-by")?,
            holds: self.holdings(row.holds)?,
            entities: self.entities(row.entity)?,
            code,
        })
    }

    fn holdings(self, rows: Vec<HoldingRow>) -> Result<Vec<Holding>, RegisterError> {
        let mut seen = BTreeSet::new();
        let mut holdings = Vec::new();
        for row in rows {
            let at = row.tier.span().start;
            let tier = row.tier.into_inner();
            if !TIERS.contains(&tier.as_str()) {
                let what = format!("`{tier}` is no tier; known are {}", TIERS.join(", "));
                return Err(self.fault(at, what));
            }
            if !seen.insert(tier.clone()) {
                return Err(self.fault(at, format!("the tier `{tier}` is there twice")));
            }
            let retention = match (row.days, row.while_account_exists) {
                (Some(days), None) if *days.get_ref() <= RETENTION_DAYS_MAX => {
                    Retention::Days(days.into_inner())
                }
                (Some(days), None) => {
                    let what = format!("{} days; at most {RETENTION_DAYS_MAX}", days.get_ref());
                    return Err(self.fault(days.span().start, what));
                }
                (None, Some(true)) => Retention::WhileAccountExists,
                _ => {
                    let what = "say either `days = ...` or `while-account-exists = true`";
                    return Err(self.fault(at, what));
                }
            };
            let source = row.source.to_string();
            holdings.push(Holding { tier, retention, checked: row.checked, source });
        }
        Ok(holdings)
    }

    fn entities(self, rows: Vec<EntityRow>) -> Result<Vec<Entity>, RegisterError> {
        let mut seen = BTreeSet::new();
        let mut entities = Vec::new();
        for row in rows {
            let at = row.state.span().start;
            let state = row.state.into_inner();
            if !seen.insert(state) {
                return Err(self.fault(at, format!("an entity in {state} is there twice")));
            }
            if row.channel.is_empty() {
                let what = "nothing reaches this entity; add a row to [[provider.entity.channel]]";
                return Err(self.fault(at, what));
            }
            let channels: Result<_, _> = row.channel.iter().map(|row| self.channel(row)).collect();
            entities.push(Entity { state, name: row.name.to_string(), channels: channels? });
        }
        Ok(entities)
    }

    fn channel(self, row: &ChannelRow) -> Result<Channel, RegisterError> {
        let written = row.address.get_ref();
        let address = match row.kind {
            ChannelKind::Portal => written.parse().map(|url: WebUrl| url.to_string()),
            ChannelKind::Email => written.parse().map(|mail: EmailAddress| mail.to_string()),
            ChannelKind::Post | ChannelKind::InPerson => {
                written.parse().map(|words: Words| words.to_string())
            }
        };
        let at = row.address.span().start;
        let address = address.map_err(|error| self.fault(at, error.to_string()))?;
        if row.kind == ChannelKind::Portal && !address.starts_with("https://") {
            return Err(self.fault(at, "a portal for orders is reached by `https` only"));
        }
        Ok(Channel { kind: row.kind, address, day_and_night: row.day_and_night })
    }

    /// The members of a list, of which there is at least one and none twice.
    fn set<T: Ord + Clone>(
        self,
        list: Spanned<Vec<T>>,
        key: &str,
    ) -> Result<Vec<T>, RegisterError> {
        let at = list.span().start;
        let list = list.into_inner();
        if list.is_empty() {
            return Err(self.fault(at, format!("`{key}` names nothing")));
        }
        let once: BTreeSet<&T> = list.iter().collect();
        if once.len() < list.len() {
            return Err(self.fault(at, format!("`{key}` names something twice")));
        }
        Ok(list)
    }
}

/// The form of a BCP 47 tag: parts of 1 to 8 letters and digits, the first of 2 or 3 letters.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
