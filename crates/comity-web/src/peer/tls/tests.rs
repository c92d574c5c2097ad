// SPDX-License-Identifier: EUPL-1.2
//! Two ends meet over a real socket; each case says what both of them see.

use rustls::client::ResolvesClientCert;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, SignatureScheme, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::*;

const ARCADIA: &str = "XA";

struct Made {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Made {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["node.example".to_owned()]).unwrap();
        Self { certificate: made.cert.der().to_vec(), key: made.signing_key.serialize_der() }
    }

    fn credentials(&self) -> Credentials {
        Credentials::from_der(self.certificate.clone(), self.key.clone()).unwrap()
    }

    fn pin(&self) -> Digest {
        self.credentials().spki()
    }

    /// This certificate over somebody else's key.
    fn with_key_of(&self, other: &Self) -> Arc<CertifiedKey> {
        let key = PrivateKeyDer::Pkcs8(other.key.clone().into());
        let key = aws_lc_rs::sign::any_supported_type(&key).unwrap();
        Arc::new(CertifiedKey::new(vec![self.certificate.clone().into()], key))
    }
}

fn knows(pin: Digest) -> Whose {
    Arc::new(move |key| (*key == pin).then(|| ARCADIA.parse().unwrap()))
}

/// What the server and what the client saw: nothing wrong, or the error.
async fn meet(
    server: Arc<ServerConfig>,
    client: Arc<ClientConfig>,
) -> (Result<(), String>, Result<(), String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = async {
        let (socket, _) = listener.accept().await.unwrap();
        let mut stream = TlsAcceptor::from(server).accept(socket).await?;
        stream.write_all(b"welcome").await?;
        stream.shutdown().await
    };
    let asking = async {
        let socket = TcpStream::connect(address).await.unwrap();
        let name = "127.0.0.1".try_into().unwrap();
        let mut stream = TlsConnector::from(client).connect(name, socket).await?;
        let mut heard = Vec::new();
        // A server that refuses a client says so after the client's own handshake is over.
        stream.read_to_end(&mut heard).await?;
        assert_eq!(heard, b"welcome");
        Ok::<(), std::io::Error>(())
    };
    let (served, asked) = tokio::join!(serving, asking);
    (served.map_err(|e| e.to_string()), asked.map_err(|e| e.to_string()))
}

fn refused_by_server(seen: &(Result<(), String>, Result<(), String>), says: &str) {
    let (server, client) = seen;
    let said = server.as_ref().unwrap_err();
    assert!(said.contains(says), "{said}");
    assert!(client.is_err());
}

fn refused_by_client(seen: &(Result<(), String>, Result<(), String>), says: &str) {
    let (server, client) = seen;
    let said = client.as_ref().unwrap_err();
    assert!(said.contains(says), "{said}");
    assert!(server.is_err());
}

/// A client as one might come from elsewhere: any pins, any versions, any key exchange.
fn foreign_client(
    mine: Option<&Made>,
    versions: &[&'static SupportedProtocolVersion],
    groups: &[&'static dyn rustls::crypto::SupportedKxGroup],
) -> Arc<ClientConfig> {
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = groups.to_vec();
    let provider = Arc::new(provider);
    let anyone = Arc::new(verify::Anyone::new(&provider));
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(anyone);
    Arc::new(match mine {
        None => builder.with_no_client_auth(),
        Some(made) => {
            let key = PrivateKeyDer::Pkcs8(made.key.clone().into());
            builder.with_client_auth_cert(vec![made.certificate.clone().into()], key).unwrap()
        }
    })
}

const HYBRID: &dyn rustls::crypto::SupportedKxGroup = aws_lc_rs::kx_group::X25519MLKEM768;
const CLASSICAL: &dyn rustls::crypto::SupportedKxGroup = aws_lc_rs::kx_group::X25519;

#[tokio::test]
async fn two_nodes_that_pinned_each_other_meet() {
    let (a, b) = (Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = client(&a.credentials(), &[b.pin()]).unwrap();
    assert_eq!(meet(server, client).await, (Ok(()), Ok(())));
}

#[tokio::test]
async fn the_next_pin_is_as_good_as_the_current_one() {
    let (a, b, old) = (Made::new(), Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = client(&a.credentials(), &[old.pin(), b.pin()]).unwrap();
    assert_eq!(meet(server, client).await, (Ok(()), Ok(())));
}

#[tokio::test]
async fn a_server_with_another_key_is_refused() {
    let (a, b, mallory) = (Made::new(), Made::new(), Made::new());
    let server = server(&mallory.credentials(), knows(a.pin())).unwrap();
    let client = client(&a.credentials(), &[b.pin()]).unwrap();
    refused_by_client(&meet(server, client).await, "ApplicationVerificationFailure");
}

#[tokio::test]
async fn a_client_nobody_knows_is_refused() {
    let (a, b, mallory) = (Made::new(), Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = client(&mallory.credentials(), &[b.pin()]).unwrap();
    let seen = meet(server, client).await;
    refused_by_server(&seen, "ApplicationVerificationFailure");
    assert!(seen.1.unwrap_err().contains("AccessDenied"), "the client is told");
}

#[tokio::test]
async fn a_client_without_a_certificate_is_refused() {
    let (a, b) = (Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = foreign_client(None, &[&version::TLS13], &[HYBRID]);
    refused_by_server(&meet(server, client).await, "no certificates");
}

#[tokio::test]
async fn a_client_of_tls_1_2_is_refused() {
    let (a, b) = (Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = foreign_client(Some(&a), &[&version::TLS12], &[CLASSICAL]);
    refused_by_server(&meet(server, client).await, "Tls12NotOfferedOrEnabled");
}

#[tokio::test]
async fn a_client_of_classical_key_exchange_only_is_refused() {
    let (a, b) = (Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let client = foreign_client(Some(&a), &[&version::TLS13], &[CLASSICAL]);
    refused_by_server(&meet(server, client).await, "NoKxGroupsInCommon");
}

#[tokio::test]
async fn a_server_of_classical_key_exchange_only_is_refused() {
    let (a, b) = (Made::new(), Made::new());
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = vec![CLASSICAL];
    let key = PrivateKeyDer::Pkcs8(b.key.clone().into());
    let server = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![b.certificate.clone().into()], key)
        .unwrap();
    let client = client(&a.credentials(), &[b.pin()]).unwrap();
    let (served, asked) = meet(Arc::new(server), client).await;
    assert!(served.is_err() && asked.is_err());
}

#[tokio::test]
async fn a_pinned_certificate_without_its_key_opens_nothing() {
    #[derive(Debug)]
    struct Thief(Arc<CertifiedKey>);
    impl ResolvesClientCert for Thief {
        fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
            Some(Arc::clone(&self.0))
        }
        fn has_certs(&self) -> bool {
            true
        }
    }
    let (a, b, mallory) = (Made::new(), Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let thief = Arc::new(Thief(a.with_key_of(&mallory)));
    let client = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(PinnedServer::new(vec![b.pin()], &provider())))
        .with_client_cert_resolver(thief);
    refused_by_server(&meet(server, Arc::new(client)).await, "BadSignature");
}

#[tokio::test]
async fn a_server_with_the_pinned_certificate_and_another_key_is_refused() {
    #[derive(Debug)]
    struct Thief(Arc<CertifiedKey>);
    impl ResolvesServerCert for Thief {
        fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
            Some(Arc::clone(&self.0))
        }
    }
    let (a, b, mallory) = (Made::new(), Made::new(), Made::new());
    let server = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_client_cert_verifier(Arc::new(KnownPeers::new(knows(a.pin()), &provider())))
        .with_cert_resolver(Arc::new(Thief(b.with_key_of(&mallory))));
    let client = client(&a.credentials(), &[b.pin()]).unwrap();
    refused_by_client(&meet(Arc::new(server), client).await, "BadSignature");
}

#[tokio::test]
async fn a_chain_is_refused_even_with_a_pinned_key_at_its_end() {
    let (a, b, other) = (Made::new(), Made::new(), Made::new());
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let chain = vec![a.certificate.clone().into(), other.certificate.clone().into()];
    let client = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(PinnedServer::new(vec![b.pin()], &provider())))
        .with_client_auth_cert(chain, PrivateKeyDer::Pkcs8(a.key.clone().into()))
        .unwrap();
    refused_by_server(&meet(server, Arc::new(client)).await, "BadEncoding");
}

#[tokio::test]
async fn a_client_that_trusts_authorities_and_no_pins_does_not_get_in_unknown() {
    let (a, b, mallory) = (Made::new(), Made::new(), Made::new());
    let mut roots = RootCertStore::empty();
    roots.add(b.certificate.clone().into()).unwrap();
    let server = server(&b.credentials(), knows(a.pin())).unwrap();
    let key = PrivateKeyDer::Pkcs8(mallory.key.clone().into());
    let client = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![mallory.certificate.clone().into()], key)
        .unwrap();
    let (served, asked) = meet(server, Arc::new(client)).await;
    assert!(served.is_err() && asked.is_err());
}

#[test]
fn octets_after_a_certificate_are_a_fault() {
    let made = Made::new();
    let mut longer = made.certificate.clone();
    longer.push(0);
    assert_eq!(spki_digest(&longer.into()).unwrap_err(), "1 octets follow it");
    let mut shorter = made.certificate.clone();
    shorter.pop();
    assert!(spki_digest(&shorter.into()).unwrap_err().starts_with("it is no X.509 certificate"));
    let huge = vec![0x30; CERTIFICATE_BYTES_MAX + 1];
    assert!(spki_digest(&huge.into()).unwrap_err().contains("at most 16384"));
}

#[test]
fn the_pin_is_of_the_key_and_not_of_the_certificate() {
    let key = rcgen::KeyPair::generate().unwrap();
    let one = rcgen::CertificateParams::new(vec!["one.example".to_owned()]).unwrap();
    let two = rcgen::CertificateParams::new(vec!["two.example".to_owned()]).unwrap();
    let (one, two) = (one.self_signed(&key).unwrap(), two.self_signed(&key).unwrap());
    assert_ne!(one.der(), two.der());
    assert_eq!(spki_digest(one.der()).unwrap(), spki_digest(two.der()).unwrap());
    let der = rcgen::PublicKeyData::subject_public_key_info(&key);
    assert_eq!(spki_digest(one.der()).unwrap(), Digest::of(&der));
}

#[test]
fn a_file_of_two_certificates_a_wrong_key_and_no_pin_are_told_apart() {
    let one = rcgen::generate_simple_self_signed(vec!["a.example".to_owned()]).unwrap();
    let (certificate, key) = (one.cert.pem(), one.signing_key.serialize_pem());
    let mine = Credentials::from_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
    let twice = certificate.repeat(2);
    assert!(matches!(
        Credentials::from_pem(twice.as_bytes(), key.as_bytes()),
        Err(TlsError::Certificate(_))
    ));
    assert!(matches!(
        Credentials::from_pem(certificate.as_bytes(), certificate.as_bytes()),
        Err(TlsError::Key(_))
    ));
    let (a, b) = (Made::new(), Made::new());
    let mixed = Credentials::from_der(a.certificate.clone(), b.key.clone()).unwrap();
    assert!(matches!(server(&mixed, knows(a.pin())), Err(TlsError::Key(_))));
    assert!(matches!(client(&mine, &[]), Err(TlsError::NoPin)));
}

#[test]
fn credentials_show_whose_they_are_and_not_what_they_are() {
    let made = Made::new();
    let shown = format!("{:?}", made.credentials());
    assert_eq!(shown, format!("Credentials {{ spki: {}, .. }}", made.pin()));
}
