// SPDX-License-Identifier: EUPL-1.2
//! What went wrong on the way to a peer, in words an operator can act on.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError};

/// The cause at the bottom of an error, and what to do about it.
pub(super) fn explain(error: &(dyn Error + 'static)) -> String {
    let mut next = Some(error);
    let mut last = String::new();
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return of_tls(error);
        }
        let io = error.downcast_ref::<io::Error>();
        if let Some(words) = io.and_then(|error| of_socket(error.kind())) {
            return words.to_owned();
        }
        last = error.to_string();
        // An `io::Error` names as its source what lies beneath what it wraps: look at that first.
        let wrapped = io.and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    last
}

fn of_tls(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure) => {
            "its certificate is none that its directory statement names; nothing was sent. Fetch \
             its newest statement, or ask its contact point"
                .to_owned()
        }
        rustls::Error::AlertReceived(AlertDescription::AccessDenied) => {
            "it does not know this node's certificate: it has to add this State, or to fetch its \
             newest directory statement"
                .to_owned()
        }
        rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion,
        )
        | rustls::Error::PeerIncompatible(_) => {
            "it does not speak TLS 1.3 with X25519MLKEM768".to_owned()
        }
        other => format!("TLS failed: {other}"),
    }
}

fn of_socket(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::ConnectionRefused => "nothing listens there",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "there is no way there from here"
        }
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => "it closed the connection",
        io::ErrorKind::UnexpectedEof => "it closed the connection before it had answered",
        _ => return None,
    })
}
