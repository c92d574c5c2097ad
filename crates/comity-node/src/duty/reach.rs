// SPDX-License-Identifier: EUPL-1.2
//! How an officer is reached when something urgent arrives: what they set up themselves.

use comity_domain::id::OfficerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Node};

/// LIMIT: browsers of one officer that are told: a few devices, and some forgotten ones.
const PUSH_MAX: usize = 8;

/// LIMIT: octets of an address of a push service; theirs have some 200.
const ENDPOINT_BYTES_MAX: usize = 1024;

/// LIMIT: letters of a mail address, as RFC 5321 has it.
const MAIL_LETTERS_MAX: usize = 254;

/// How an officer is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reach {
    /// In which language: a code of the pages.
    pub language: String,
    /// Their address for mail.
    pub mail: Option<String>,
    /// Their telephone, E.164: for the gateway of text messages, and for the telephone list.
    pub phone: Option<String>,
    /// Browsers that are told.
    pub push: Vec<Push>,
}

/// A browser that is told through the push service of its maker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// Where its push service takes messages for it. Whoever knows it and our key can ring.
    pub endpoint: String,
    /// Since when.
    pub added: Timestamp,
}

impl Node {
    /// How an officer is reached.
    pub async fn reach(&self, officer: OfficerId) -> Result<Reach, Error> {
        Ok(self.kept_own(&name(officer)).await?.unwrap_or_default())
    }

    /// Sets how an officer is reached by mail and telephone; browsers stay.
    pub async fn set_reach(
        &self,
        officer: OfficerId,
        language: &str,
        mail: Option<&str>,
        phone: Option<&str>,
    ) -> Result<(), Error> {
        let mail = mail.map(mail_of).transpose()?;
        let phone = phone.map(phone_of).transpose()?;
        let _one_at_a_time = self.register.lock().await;
        let push = self.reach(officer).await?.push;
        self.keep_own(&name(officer), &Reach { language: language.to_owned(), mail, phone, push })
            .await
    }

    /// Adds a browser that is told.
    pub async fn add_push(&self, officer: OfficerId, endpoint: &str) -> Result<(), Error> {
        if endpoint.len() > ENDPOINT_BYTES_MAX {
            return Err(Error::conflict("this is no address of a push service: it is too long"));
        }
        let _one_at_a_time = self.register.lock().await;
        let mut reach = self.reach(officer).await?;
        reach.push.retain(|push| push.endpoint != endpoint);
        if reach.push.len() >= PUSH_MAX {
            reach.push.remove(0);
        }
        reach.push.push(Push { endpoint: endpoint.to_owned(), added: self.clock.now() });
        self.keep_own(&name(officer), &reach).await
    }

    /// Takes browsers away: the one with this endpoint, or all of them.
    pub async fn remove_push(
        &self,
        officer: OfficerId,
        endpoint: Option<&str>,
    ) -> Result<(), Error> {
        let _one_at_a_time = self.register.lock().await;
        let mut reach = self.reach(officer).await?;
        reach.push.retain(|push| endpoint.is_some_and(|gone| push.endpoint != gone));
        self.keep_own(&name(officer), &reach).await
    }

    /// Forgets the browsers of an officer, who may have lost them; or how they were reached at all.
    pub(crate) async fn end_reach(&self, officer: OfficerId, all: bool) -> Result<(), Error> {
        let reach = if all { Reach::default() } else { self.reach(officer).await? };
        self.keep_own(&name(officer), &Reach { push: Vec::new(), ..reach }).await
    }

    /// The secret with which this node shows push services that it is the same as before; the
    /// fresh one, where there is none yet.
    pub async fn push_key(&self, fresh: Vec<u8>) -> Result<Vec<u8>, Error> {
        let _one_at_a_time = self.register.lock().await;
        if let Some(key) = self.kept_own::<Vec<u8>>("push key").await? {
            return Ok(key);
        }
        self.keep_own("push key", &fresh).await?;
        Ok(fresh)
    }
}

fn name(officer: OfficerId) -> String {
    format!("reach {officer}")
}

fn mail_of(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let sound = text.split_once('@').is_some_and(|(before, after)| {
        !before.is_empty() && after.contains('.') && !after.contains('@')
    });
    let plain = text.chars().all(|letter| !letter.is_whitespace() && !letter.is_control());
    if sound && plain && text.chars().count() <= MAIL_LETTERS_MAX {
        return Ok(text.to_owned());
    }
    Err(Error::conflict(format!(
        "`{text}` is no address for mail: write one such as `a@b.example`"
    )))
}

fn phone_of(text: &str) -> Result<String, Error> {
    let kept: String =
        text.chars().filter(|c| !c.is_whitespace() && !"-()/.".contains(*c)).collect();
    let digits = kept.strip_prefix('+').unwrap_or_default();
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(kept);
    }
    Err(Error::conflict(format!(
        "`{text}` is no telephone number: write it with the country's code, such as `+999 555 01`"
    )))
}

#[cfg(test)]
mod tests {
    use super::{mail_of, phone_of};

    #[test]
    fn addresses_and_numbers_are_taken_as_people_write_them() {
        assert_eq!(phone_of(" +999 (555) 01-23 ").unwrap(), "+9995550123");
        for wrong in ["", "555 0123", "+12", "+99955501234567890", "+999555x123"] {
            assert!(phone_of(wrong).is_err(), "{wrong}");
        }
        assert_eq!(mail_of(" ana@desk.example ").unwrap(), "ana@desk.example");
        for wrong in
            ["", "ana", "@desk.example", "ana@desk", "a@b.c@d.e", "a b@c.example", "a\n@b.c"]
        {
            assert!(mail_of(wrong).is_err(), "{wrong}");
        }
    }
}
