// SPDX-License-Identifier: EUPL-1.2
//! Connections over pipes in memory where time matters (it is paused), over sockets elsewhere.

use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::*;

fn router() -> Router {
    Router::new().route("/", get(async || "hello"))
}

const LIMITS: Limits = Limits {
    connections_max: 2,
    handshake: Duration::from_secs(10),
    header: Duration::from_secs(15),
    grace: Duration::from_secs(10),
};

/// What comes back on a connection over which this is sent, and after how long it is closed.
async fn conversation(sent: &[u8]) -> (String, Duration) {
    let (mut client, server) = duplex(64 * 1024);
    let (_keep, stop) = watch::channel(false);
    let began = tokio::time::Instant::now();
    let serving = converse(server, TowerToHyperService::new(router()), LIMITS, stop);
    let asking = async {
        client.write_all(sent).await.unwrap();
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).await.unwrap();
        String::from_utf8(heard).unwrap()
    };
    let ((), heard) = tokio::join!(serving, asking);
    (heard, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn who_never_finishes_a_header_is_let_go() {
    let (heard, after) = conversation(b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ").await;
    assert_eq!(after, LIMITS.header);
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 408"), "{heard}");
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_is_let_go() {
    assert_eq!(conversation(b"").await.1, LIMITS.header);
}

#[tokio::test(start_paused = true)]
async fn who_asks_and_then_idles_is_answered_and_let_go() {
    let (heard, after) = conversation(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(heard.starts_with("HTTP/1.1 200") && heard.ends_with("hello"), "{heard}");
    assert_eq!(after, LIMITS.header);
}

#[tokio::test(start_paused = true)]
async fn too_much_of_a_header_is_refused() {
    let long = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "a".repeat(HEAD_BYTES_MAX));
    assert!(conversation(long.as_bytes()).await.0.starts_with("HTTP/1.1 431"));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x: a\r\n".repeat(HEADERS_MAX + 1));
    assert!(conversation(many.as_bytes()).await.0.starts_with("HTTP/1.1 431"));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_http_is_refused() {
    assert!(conversation(b"\x16\x03\x01\x02\x00\r\n\r\n").await.0.starts_with("HTTP/1.1 400"));
}

/// A listener whose connections hold until they are told, so that the test knows who is in.
#[tokio::test]
async fn no_more_connections_are_open_than_are_granted() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stopping, stop) = watch::channel(false);
    let (met, mut meetings) = tokio::sync::mpsc::unbounded_channel();
    let serving = accept_all(listener, LIMITS, stop, move |mut socket, _| {
        let met = met.clone();
        async move {
            met.send(()).unwrap();
            let mut end = Vec::new();
            socket.read_to_end(&mut end).await.unwrap();
        }
    });
    let asking = async {
        let first = TcpStream::connect(address).await.unwrap();
        let second = TcpStream::connect(address).await.unwrap();
        let third = TcpStream::connect(address).await.unwrap();
        meetings.recv().await.unwrap();
        meetings.recv().await.unwrap();
        assert!(meetings.try_recv().is_err(), "the third waits");
        drop(first);
        meetings.recv().await.unwrap();
        drop((second, third));
        stopping.send(true).unwrap();
    };
    tokio::join!(serving, asking);
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_node_stops() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stopping, stop) = watch::channel(false);
    let (began, mut begun) = tokio::sync::mpsc::channel::<()>(1);
    let (go, gone) = watch::channel(false);
    let slow = get(async move || {
        began.send(()).await.unwrap();
        let mut gone = gone.clone();
        gone.wait_for(|go| *go).await.unwrap();
        "at last"
    });
    let serving = serve(listener, None, Router::new().route("/", slow), LIMITS, stop);
    let asking = async {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        begun.recv().await.unwrap();
        stopping.send(true).unwrap();
        go.send(true).unwrap();
        let mut heard = String::new();
        socket.read_to_string(&mut heard).await.unwrap();
        assert!(heard.ends_with("at last"), "{heard}");
    };
    tokio::join!(serving, asking);
    assert!(TcpStream::connect(address).await.is_err(), "nothing listens any more");
}
