// SPDX-License-Identifier: EUPL-1.2
//! The client against peers as they should be and as they should not.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use comity_domain::id::StateCode;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::listener::{Limits, accept_all, converse};

const EXHIBIT: &str = "0195c2a0-1111-7000-8000-000000000001";

fn made() -> Credentials {
    let made = rcgen::generate_simple_self_signed(vec!["node.example".to_owned()]).unwrap();
    Credentials::from_der(made.cert.der().to_vec(), made.signing_key.serialize_der()).unwrap()
}

/// A listener for anybody, with a certificate that no State pins.
fn public(
    certificate: rustls::pki_types::CertificateDer<'static>,
    key: rustls::pki_types::PrivateKeyDer<'static>,
) -> Arc<rustls::ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider);
    let builder = builder.with_protocol_versions(&[&rustls::version::TLS13]).unwrap();
    let server = builder.with_no_client_auth().with_single_cert(vec![certificate], key);
    Arc::new(server.unwrap())
}

fn borealia() -> StateCode {
    "XB".parse().unwrap()
}

type Answering = fn(&Request<Incoming>, &[u8]) -> Response<Full<Bytes>>;

/// A peer that gives each request this answer, and how many connections it had.
struct Peer {
    listener: TcpListener,
    mine: Credentials,
    answer: Answering,
    connections: Arc<AtomicUsize>,
}

impl Peer {
    async fn new(answer: Answering) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { listener, mine: made(), answer, connections: Arc::default() }
    }

    fn address(&self) -> Address {
        let url = format!("https://{}/", self.listener.local_addr().unwrap());
        Address { state: borealia(), url, pins: vec![self.mine.spki()] }
    }

    /// Serves whoever has `known` while `asking` lasts.
    async fn with<T>(self, known: Digest, asking: impl Future<Output = T>) -> T {
        let whose: tls::Whose = Arc::new(move |key| (*key == known).then(borealia));
        let acceptor = TlsAcceptor::from(tls::server(&self.mine, whose).unwrap());
        let (stopping, stop) = watch::channel(false);
        let (answer, connections) = (self.answer, self.connections);
        let serving = accept_all(self.listener, Limits::default(), stop, move |socket, stop| {
            let (acceptor, connections) = (acceptor.clone(), Arc::clone(&connections));
            async move {
                let Ok(stream) = acceptor.accept(socket).await else { return };
                connections.fetch_add(1, Ordering::SeqCst);
                let service = service_fn(|mut request: Request<Incoming>| async move {
                    let body = request.body_mut().collect().await.unwrap().to_bytes();
                    Ok::<_, Infallible>(answer(&request, &body))
                });
                converse(stream, service, Limits::default(), stop).await;
            }
        });
        let asking = async {
            let outcome = asking.await;
            stopping.send(true).unwrap();
            outcome
        };
        tokio::join!(serving, asking).1
    }
}

fn say(status: u16, body: &'static str) -> Response<Full<Bytes>> {
    Response::builder().status(status).body(Full::from(body)).unwrap()
}

async fn delivered(answer: Answering) -> Result<Reply, NetworkError> {
    let (mine, peer) = (made(), Peer::new(answer).await);
    let (key, to) = (mine.spki(), peer.address());
    let client = Client::new(mine, ClientLimits::default());
    peer.with(key, client.deliver(&to, Bytes::from_static(b"sealed"))).await
}

#[tokio::test]
async fn a_message_is_handed_over_as_it_is_and_its_receipt_comes_back() {
    let reply = delivered(|request, body| {
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri().path(), "/peer/v1/messages");
        assert_eq!(request.headers()["content-type"], "application/octet-stream");
        assert_eq!(body, b"sealed");
        say(200, "receipt")
    });
    assert_eq!(reply.await, Ok(Reply::Receipt(Bytes::from_static(b"receipt"))));
}

#[tokio::test]
async fn not_now_and_never_are_told_apart() {
    let later = delivered(|_, _| say(503, r#"{"code":"door.busy","text":"later","again":true}"#));
    let expected = Reply::Later { code: "door.busy".to_owned(), text: "later".to_owned() };
    assert_eq!(later.await, Ok(expected));
    let never =
        delivered(|_, _| say(409, r#"{"code":"door.gap","text":"a\u0007b","again":false}"#));
    let expected = Reply::Refused { code: "door.gap".to_owned(), text: "a b".to_owned() };
    assert_eq!(never.await, Ok(expected));
}

#[tokio::test]
async fn what_no_peer_would_say_is_an_error_and_not_a_refusal() {
    let answers: [Answering; 4] = [
        |_, _| say(502, "<html>Bad Gateway</html>"),
        |_, _| say(400, r#"{"code":"NOT A CODE","text":"x","again":false}"#),
        |_, _| say(204, ""),
        |_, _| say(302, ""),
    ];
    for answer in answers {
        let error = delivered(answer).await.unwrap_err();
        assert!(error.0.contains("not as a peer would"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_not_read() {
    let error = delivered(|_, _| {
        Response::new(Full::from(vec![0; ClientLimits::default().receipt_bytes_max + 1]))
    });
    assert!(error.await.unwrap_err().0.contains("longer than 1048576 octets"));
}

#[tokio::test]
async fn one_connection_carries_many_messages() {
    let (mine, peer) = (made(), Peer::new(|_, _| say(200, "receipt")).await);
    let (key, to) = (mine.spki(), peer.address());
    let connections = Arc::clone(&peer.connections);
    let client = Client::new(mine, ClientLimits::default());
    peer.with(key, async {
        for _ in 0..5 {
            client.deliver(&to, Bytes::from_static(b"sealed")).await.unwrap();
        }
    })
    .await;
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_replaced() {
    let (mine, peer) = (
        made(),
        Peer::new(|_, _| {
            let mut last = say(200, "receipt");
            last.headers_mut().insert("connection", HeaderValue::from_static("close"));
            last
        })
        .await,
    );
    let (key, to) = (mine.spki(), peer.address());
    let client = Client::new(mine, ClientLimits::default());
    peer.with(key, async {
        for _ in 0..3 {
            let reply = client.deliver(&to, Bytes::from_static(b"sealed")).await;
            assert_eq!(reply, Ok(Reply::Receipt(Bytes::from_static(b"receipt"))));
        }
    })
    .await;
}

#[tokio::test]
async fn a_peer_with_another_key_gets_nothing() {
    let (mine, peer) = (made(), Peer::new(|_, _| panic!("something was sent")).await);
    let (key, mut to) = (mine.spki(), peer.address());
    to.pins = vec![made().spki()];
    let client = Client::new(mine, ClientLimits::default());
    let error = peer.with(key, client.deliver(&to, Bytes::from_static(b"sealed"))).await;
    let said = error.unwrap_err().0;
    assert!(said.contains("none that its directory statement names; nothing was sent"), "{said}");
}

#[tokio::test]
async fn a_peer_that_does_not_know_us_says_so() {
    let (mine, peer) = (made(), Peer::new(|_, _| say(200, "receipt")).await);
    let to = peer.address();
    let client = Client::new(mine, ClientLimits::default());
    let stranger = made().spki();
    let error = peer.with(stranger, client.deliver(&to, Bytes::from_static(b"sealed"))).await;
    let said = error.unwrap_err().0;
    assert!(said.contains("does not know this node's certificate"), "{said}");
}

#[tokio::test]
async fn nobody_there_is_said_in_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    drop(listener);
    let to = Address { state: borealia(), url, pins: vec![made().spki()] };
    let client = Client::new(made(), ClientLimits::default());
    let error = client.deliver(&to, Bytes::new()).await.unwrap_err();
    assert!(
        error.0.starts_with("XB at 127.0.0.1 port") && error.0.ends_with("nothing listens there")
    );
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_waited_for_so_long() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let to = Address { state: borealia(), url, pins: vec![made().spki()] };
    let limits = ClientLimits { connect: Duration::from_millis(20), ..ClientLimits::default() };
    let error = Client::new(made(), limits).deliver(&to, Bytes::new()).await.unwrap_err();
    assert!(error.0.contains("no connection within"), "{error}");
}

#[tokio::test]
async fn a_piece_is_asked_for_by_its_place_and_with_its_capability() {
    let (mine, peer) = (
        made(),
        Peer::new(|request, _| {
            assert_eq!(request.method(), Method::GET);
            assert_eq!(request.uri().path(), format!("/peer/v1/exhibits/{EXHIBIT}/payload"));
            assert_eq!(request.headers()["comity-capability"], "secret");
            assert_eq!(request.headers()["range"], "bytes=100-103");
            say(206, "four")
        })
        .await,
    );
    let (key, to) = (mine.spki(), peer.address());
    let client = Client::new(mine, ClientLimits::default());
    let asking = client.chunk(&to, EXHIBIT.parse().unwrap(), "secret", (100, 4));
    assert_eq!(peer.with(key, asking).await, Ok(Bytes::from_static(b"four")));
}

#[tokio::test]
async fn a_piece_longer_than_asked_for_is_not_read() {
    let (mine, peer) = (made(), Peer::new(|_, _| say(206, "more than four")).await);
    let (key, to) = (mine.spki(), peer.address());
    let client = Client::new(mine, ClientLimits::default());
    let asking = client.chunk(&to, EXHIBIT.parse().unwrap(), "secret", (0, 4));
    assert!(peer.with(key, asking).await.unwrap_err().0.contains("longer than 4 octets"));
}

#[tokio::test]
async fn a_range_that_cannot_be_is_not_asked_for() {
    let to =
        Address { state: borealia(), url: "https://127.0.0.1:1".into(), pins: vec![made().spki()] };
    let client = Client::new(made(), ClientLimits::default());
    let exhibit: ExhibitId = EXHIBIT.parse().unwrap();
    for range in [(0, 0), (u64::MAX, 2), (0, PIECE_BYTES_MAX + 1)] {
        let error = client.chunk(&to, exhibit, "secret", range).await.unwrap_err();
        assert!(error.0.contains("empty or too long"), "{error}");
    }
    let error = client.chunk(&to, exhibit, "se\ncret", (0, 1)).await.unwrap_err();
    assert!(!error.0.contains("cret"), "a capability is in no error: {error}");
}

#[tokio::test]
async fn a_directory_is_fetched_by_plain_http_and_by_https_from_anybody() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let client = Client::new(made(), ClientLimits::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/.well-known/x?y", listener.local_addr().unwrap());
    let serving = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut asked = [0; 26];
        socket.read_exact(&mut asked).await.unwrap();
        assert_eq!(asked, *b"GET /.well-known/x?y HTTP/");
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsigned";
        socket.write_all(answer).await.unwrap();
        socket.shutdown().await.unwrap();
        // Read to the end, so that the answer is not cut off by a reset.
        socket.read_to_end(&mut Vec::new()).await.unwrap();
    };
    let ((), fetched) = tokio::join!(serving, async {
        let fetched = client.directory(&url).await;
        drop(client);
        fetched
    });
    assert_eq!(fetched, Ok(Bytes::from_static(b"signed")));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let made = rcgen::generate_simple_self_signed(vec!["any.example".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let server = public(made.cert.der().clone(), key);
    let (stopping, stop) = watch::channel(false);
    let router = axum::Router::new().route("/", axum::routing::get(async || "signed"));
    let serving = crate::listener::serve(listener, Some(server), router, Limits::default(), stop);
    let client = Client::new(self::made(), ClientLimits::default());
    let ((), fetched) = tokio::join!(serving, async {
        let fetched = client.directory(&url).await;
        stopping.send(true).unwrap();
        fetched
    });
    assert_eq!(fetched, Ok(Bytes::from_static(b"signed")));
}

#[test]
fn addresses_are_read_strictly() {
    let target = Target::parse("https://[::1]:8443/a?b").unwrap();
    assert_eq!((target.host.as_str(), target.port, target.tls), ("::1", 8443, true));
    assert_eq!(target.path, "/a?b");
    assert_eq!(Target::parse("http://a.example").unwrap().port, 80);
    for url in ["", "a.example", "ftp://a.example", "https://user:pass@a.example/", "/x"] {
        assert!(Target::parse(url).is_err(), "{url}");
    }
}
