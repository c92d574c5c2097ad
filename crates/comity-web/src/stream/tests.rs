// SPDX-License-Identifier: EUPL-1.2

use std::collections::VecDeque;

use http_body_util::Full;

use super::*;

/// A body of these frames.
fn body(frames: Vec<Result<Bytes, io::Error>>) -> Body {
    Body::new(Frames(frames.into()))
}

struct Frames(VecDeque<Result<Bytes, io::Error>>);

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(self.0.pop_front().map(|next| next.map(Frame::data)))
    }
}

async fn read(body: Body) -> (Result<(), Problem>, io::Result<Vec<u8>>) {
    let (feed, mut upload) = upload(body);
    let reading = tokio::task::spawn_blocking(move || {
        let mut read = Vec::new();
        upload.read_to_end(&mut read).map(|_| read)
    });
    let (fed, read) = tokio::join!(feed.run(), reading);
    (fed, read.unwrap())
}

#[tokio::test]
async fn an_upload_is_read_as_it_came() {
    let pieces = (0..100u8).map(|n| Ok(Bytes::from(vec![n; 1000]))).collect();
    let (fed, read) = read(body(pieces)).await;
    assert_eq!(fed, Ok(()));
    let expected: Vec<u8> = (0..100u8).flat_map(|n| vec![n; 1000]).collect();
    assert_eq!(read.unwrap(), expected);
}

#[tokio::test]
async fn an_empty_upload_is_whole() {
    let (fed, read) = read(Body::new(Full::new(Bytes::new()))).await;
    assert_eq!((fed, read.unwrap()), (Ok(()), Vec::new()));
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_an_error_on_both_sides() {
    let broken = io::Error::from(io::ErrorKind::ConnectionReset);
    let (fed, read) = read(body(vec![Ok(Bytes::from_static(b"half")), Err(broken)])).await;
    assert_eq!(fed.unwrap_err().word(), "400 web.body");
    assert_eq!(read.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_stops_is_given_up() {
    struct Never;
    impl hyper::body::Body for Never {
        type Data = Bytes;
        type Error = io::Error;
        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            Poll::Pending
        }
    }
    let (feed, upload) = upload(Body::new(Never));
    assert_eq!(feed.run().await.unwrap_err().word(), "408 web.body-too-slow");
    drop(upload);
}

#[tokio::test]
async fn an_upload_that_says_it_is_too_large_is_not_begun() {
    struct Huge;
    impl hyper::body::Body for Huge {
        type Data = Bytes;
        type Error = io::Error;
        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            panic!("it was read")
        }
        fn size_hint(&self) -> hyper::body::SizeHint {
            hyper::body::SizeHint::with_exact(EXHIBIT_BYTES_MAX + 1)
        }
    }
    let (feed, _upload) = upload(Body::new(Huge));
    assert_eq!(feed.run().await.unwrap_err().word(), "413 web.body-too-large");
}

#[tokio::test]
async fn a_reader_that_goes_away_ends_the_feeding() {
    let (feed, upload) = upload(Body::new(Full::new(Bytes::from_static(b"unheard"))));
    drop(upload);
    assert_eq!(feed.run().await, Ok(()));
}

fn writing(octets: Vec<u8>, ending: Result<(), Error>) -> Download<()> {
    download(|mut write| {
        Box::pin(async move {
            tokio::task::spawn_blocking(move || write.write_all(&octets)).await.unwrap().unwrap();
            ending
        })
    })
}

#[tokio::test]
async fn a_download_is_taken_as_it_was_written() {
    let octets: Vec<u8> = (0..1_000_000u32).map(|n| n.to_le_bytes()[0]).collect();
    let body = writing(octets.clone(), Ok(())).begun().await.unwrap();
    assert_eq!(body.collect().await.unwrap().to_bytes(), octets);
}

#[tokio::test]
async fn an_empty_download_ends_well() {
    let body = writing(Vec::new(), Ok(())).begun().await.unwrap();
    assert!(body.collect().await.unwrap().to_bytes().is_empty());
}

#[tokio::test]
async fn what_is_refused_before_the_first_octet_is_refused_with_a_status() {
    let ending = Err(Error::NotFound { what: "exhibit" });
    let refused = writing(Vec::new(), ending).begun().await.unwrap_err();
    assert!(matches!(refused, Error::NotFound { what: "exhibit" }));
}

#[tokio::test]
async fn what_turns_out_damaged_is_cut_off() {
    let ending = Err(Error::Conflict { what: "damaged".to_owned() });
    let body = writing(vec![7; 1000], ending).begun().await.unwrap();
    assert!(body.collect().await.is_err());
}
