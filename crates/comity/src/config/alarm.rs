// SPDX-License-Identifier: EUPL-1.2
//! How officers are woken outside the pages: `[alarm]`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_node::Node;
use comity_web::alarm::{
    AlarmError, Alarms, Gateway as Way, Mail as MailWay, MailSecurity, MailSetup, Push, PushKey,
    Trust,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::config::Config;
use crate::fault::Fault;

// LIMIT: a secret is one line; an operator's own authorities are a few certificates.
const FILE_BYTES_MAX: usize = 1024 * 1024;

/// The means by which officers are woken. None of them carries anything of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Alarm {
    /// Authorities that are believed beside the machine's own, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authorities: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mail: Option<Mail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) push: Option<PushServices>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gateway: Option<Gateway>,
}

/// The State's server for mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub(crate) host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
    /// `tls`, `starttls`, or `none` for a server on this machine.
    pub(crate) security: MailSecurity,
    /// Such as `Comity <desk@ministry.example>`.
    pub(crate) from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    /// The file with the password, where there is a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<PathBuf>,
}

/// Browsers' push services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PushServices {
    /// Whom a push service writes to when something is wrong: `mailto:` or `https:`.
    pub(crate) contact: String,
    /// Push services beside those of the makers of browsers: host, or host and port.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) services: Vec<String>,
}

/// The gateway for text messages and calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gateway {
    pub(crate) url: String,
    /// The file with the secret that both know, 16 octets or more.
    pub(crate) secret: PathBuf,
}

impl Alarm {
    /// The paths in it.
    pub(super) fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let password = self.mail.as_mut().and_then(|mail| mail.password.as_mut());
        let secret = self.gateway.as_mut().map(|gateway| &mut gateway.secret);
        self.authorities.iter_mut().chain(password).chain(secret)
    }

    /// Sets the means up for a node.
    pub(crate) async fn set_up(&self, config: &Config, node: &Node) -> Result<Alarms, Fault> {
        let wrong = |error: AlarmError| {
            Fault::unreadable(format!("[alarm]: {error}"))
                .hint("an alarm that cannot ring is found now and not at night")
        };
        let authorities = self.authorities.as_deref().map(read).transpose()?;
        let trust = Trust::new(authorities.as_deref().map(Vec::as_slice)).map_err(wrong)?;
        let mail = self.mail.as_ref().map(|mail| mail.way(&trust)).transpose()?;
        let push = match &self.push {
            Some(push) => Some(Arc::new(push.way(node, &trust).await?)),
            None => None,
        };
        let gateway = match &self.gateway {
            Some(gateway) => {
                let secret = read(&gateway.secret)?;
                Some(Way::new(&gateway.url, secret.trim_ascii(), &trust).map_err(wrong)?)
            }
            None => None,
        };
        let profile = node.law().state(node.state());
        Ok(Alarms {
            state: profile.map(|profile| profile.name().to_owned()).unwrap_or_default(),
            zone: profile.map_or(TimeZone::UTC, |profile| profile.tz().clone()),
            address: config.api.public.clone(),
            mail,
            push,
            gateway,
        })
    }
}

impl Mail {
    fn way(&self, trust: &Trust) -> Result<MailWay, Fault> {
        let password = self.password.as_deref().map(read).transpose()?;
        let login = match (&self.user, password) {
            (Some(user), Some(password)) => {
                let password = String::from_utf8_lossy(password.trim_ascii()).into_owned();
                Some((user.clone(), password))
            }
            (None, None) => None,
            _ => {
                let what = "[alarm.mail]: `user` and `password` (a file) go together";
                return Err(Fault::unreadable(what));
            }
        };
        let setup = MailSetup {
            host: self.host.clone(),
            port: self.port,
            security: self.security,
            login,
            from: self.from.clone(),
        };
        MailWay::new(setup, trust)
            .map_err(|error| Fault::unreadable(format!("[alarm.mail]: {error}")))
    }
}

impl PushServices {
    async fn way(&self, node: &Node, trust: &Trust) -> Result<Push, Fault> {
        let wrong = |error: AlarmError| Fault::unreadable(format!("[alarm.push]: {error}"));
        let fresh = PushKey::fresh().map_err(wrong)?;
        let key = Zeroizing::new(node.push_key(fresh).await?);
        let key = PushKey::read(&key).map_err(wrong)?;
        Push::new(key, self.contact.clone(), self.services.clone(), trust).map_err(wrong)
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let octets = std::fs::read(path).map_err(|error| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", path.display()))
            .hint("[alarm] names it: write the file, or take the line out")
    })?;
    if octets.len() > FILE_BYTES_MAX {
        return Err(Fault::unreadable(format!("`{}` is too large", path.display())));
    }
    Ok(Zeroizing::new(octets))
}
