// SPDX-License-Identifier: EUPL-1.2
//! Mail, handed to the State's own server for submission.

use std::net::IpAddr;
use std::time::Duration;

use comity_domain::codes;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::http::Trust;
use super::{AlarmError, Said};

/// How long a server may take for each step.
const LIMIT: Duration = Duration::from_secs(10);

codes! {
    /// How the way to the mail server is kept from others.
    pub enum MailSecurity is "a kind of mail security" {
        /// TLS from the first octet, usually on port 465.
        Tls = "tls",
        /// TLS after a greeting, usually on port 587; without it nothing is sent.
        StartTls = "starttls",
        /// None: for a server on this very machine.
        None = "none",
    }
}

/// What the operator says of the mail server.
#[derive(Debug, Clone)]
pub struct MailSetup {
    /// Its name.
    pub host: String,
    /// Its port; the usual one of the kind of security if absent.
    pub port: Option<u16>,
    /// How the way to it is kept from others.
    pub security: MailSecurity,
    /// The name under which the node signs in, and the password.
    pub login: Option<(String, String)>,
    /// Whom the mails come from, such as `Comity <desk@ministry.example>`.
    pub from: String,
}

/// The way to the mail server.
pub struct Mail {
    from: Mailbox,
    way: AsyncSmtpTransport<Tokio1Executor>,
}

impl Mail {
    /// Takes the setup; the server is first asked when there is something to send.
    pub fn new(setup: MailSetup, trust: &Trust) -> Result<Self, AlarmError> {
        let MailSetup { host, port, security, login, from } = setup;
        let from = from
            .parse()
            .map_err(|error| AlarmError(format!("`from` of the mail is no mailbox: {error}")))?;
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let (tls, usual) = match security {
            MailSecurity::Tls => (Tls::Wrapper(tls(&host, trust)?), 465),
            MailSecurity::StartTls => (Tls::Required(tls(&host, trust)?), 587),
            MailSecurity::None if here => (Tls::None, 25),
            MailSecurity::None => {
                let why = "a mail server elsewhere is spoken to with `tls` or `starttls`";
                return Err(AlarmError(format!("`{host}`: {why}")));
            }
        };
        let mut way = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(port.unwrap_or(usual))
            .tls(tls)
            .timeout(Some(LIMIT));
        if let Some((user, password)) = login {
            way = way.credentials(Credentials::new(user, password));
        }
        Ok(Self { from, way: way.build() })
    }

    pub(crate) async fn send(&self, to: &str, said: &Said) -> Result<(), String> {
        let to: Mailbox = to.parse().map_err(|error| format!("the officer's address: {error}"))?;
        let message = marked(Message::builder())
            .from(self.from.clone())
            .to(to)
            .subject(&said.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(said.text.clone())
            .map_err(|error| error.to_string())?;
        match tokio::time::timeout(LIMIT * 2, self.way.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {} seconds", (LIMIT * 2).as_secs())),
        }
    }
}

/// What tells programs that no person wrote it, and that it cannot wait.
fn marked(builder: MessageBuilder) -> MessageBuilder {
    let header = |name, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    builder
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Importance", "high"))
        .raw_header(header("X-Priority", "1"))
}

fn tls(host: &str, trust: &Trust) -> Result<TlsParameters, AlarmError> {
    let mut builder =
        TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::None);
    for root in trust.roots() {
        // A machine's store may hold one that cannot be read; the others count.
        if let Ok(root) = Certificate::from_der(root.to_vec()) {
            builder = builder.add_root_certificate(root);
        }
    }
    builder.build().map_err(|error| AlarmError(format!("the way to `{host}`: {error}")))
}
