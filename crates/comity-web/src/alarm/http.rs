// SPDX-License-Identifier: EUPL-1.2
//! One small request to somebody else's service, over https that this machine trusts.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, StatusCode};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::AlarmError;

/// How long a service may take: whoever is to be woken waits meanwhile.
const LIMIT: Duration = Duration::from_secs(10);

/// Which authorities are believed: those of the machine, and some of the operator's own.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    roots: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// The machine's authorities, and those in this PEM text.
    pub fn new(more: Option<&[u8]>) -> Result<Self, AlarmError> {
        let mut roots = rustls_native_certs::load_native_certs().certs;
        for found in more.into_iter().flat_map(CertificateDer::pem_slice_iter) {
            let found = found
                .map_err(|error| AlarmError(format!("the authorities are not PEM: {error}")))?;
            roots.push(found);
        }
        Ok(Self { roots })
    }

    /// The certificates, for whoever builds a connection of another kind.
    pub(crate) fn roots(&self) -> &[CertificateDer<'static>] {
        &self.roots
    }

    fn config(&self) -> Result<rustls::ClientConfig, AlarmError> {
        let mut store = rustls::RootCertStore::empty();
        // A machine's store may hold one that cannot be read; the others count.
        store.add_parsable_certificates(self.roots.iter().cloned());
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let config = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .map_err(|error| AlarmError(error.to_string()))?;
        Ok(config.with_root_certificates(store).with_no_client_auth())
    }
}

/// A client for services of others. It follows nobody elsewhere.
#[derive(Clone)]
pub(crate) struct Caller(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Caller {
    pub(crate) fn new(trust: &Trust) -> Result<Self, AlarmError> {
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(trust.config()?)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// Sends it; gives the status. What else is answered is not read.
    pub(crate) async fn call(&self, request: Request<Full<Bytes>>) -> Result<StatusCode, String> {
        match tokio::time::timeout(LIMIT, self.0.request(request)).await {
            Ok(Ok(response)) => Ok(response.status()),
            Ok(Err(error)) => Err(crate::peer::chain(&error)),
            Err(_) => Err(format!("no answer within {} seconds", LIMIT.as_secs())),
        }
    }
}
