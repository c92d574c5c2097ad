// SPDX-License-Identifier: EUPL-1.2
//! Exhibits on their way in and out: HTTP on one side, blocking reads and writes on the other.
//!
//! A bounded channel lies between, so an exhibit of any size takes a few pieces of memory. An
//! upload that breaks off is an error to whoever reads it and never a short exhibit; a download
//! that turns out not to be what its manifest says is cut off and never ends well.

use std::future::{Future, poll_fn};
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::{Buf, Bytes};
use comity_node::Error;
use comity_node::exhibit::EXHIBIT_BYTES_MAX;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Frame};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use crate::problem::Problem;

/// Pieces that lie between the two sides.
// LIMIT: 8 pieces of 64 KiB (what hyper reads at once, and what is written at once) are 512 KiB.
const PIECES: usize = 8;
const PIECE_BYTES_MAX: usize = 64 * 1024;
/// How long the next piece of an upload may take.
pub(crate) const PIECE_TIME: Duration = Duration::from_secs(30);

enum Piece {
    Octets(Bytes),
    /// The upload is whole. Without it, it broke off.
    End,
}

/// An upload on its way in: the side that feeds, and the side that reads.
pub(crate) fn upload(body: Body) -> (Feed, Upload) {
    let (pipe, upload) = pipe();
    (Feed { body, pipe }, upload)
}

/// The same for octets that do not come as a body of their own.
pub(crate) fn pipe() -> (Pipe, Upload) {
    let (to, from) = channel(PIECES);
    let pipe = Pipe { to, left: EXHIBIT_BYTES_MAX };
    (pipe, Upload { from, now: Bytes::new(), ended: false })
}

/// The side of an upload that is fed piece by piece.
pub(crate) struct Pipe {
    to: Sender<Piece>,
    left: u64,
}

impl Pipe {
    /// Feeds a piece; `false` if nobody reads any more.
    pub(crate) async fn feed(&mut self, octets: Bytes) -> Result<bool, Problem> {
        let len = u64::try_from(octets.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(len).ok_or_else(too_large)?;
        Ok(self.to.send(Piece::Octets(octets)).await.is_ok())
    }

    /// The upload is whole. Dropped without this, it broke off.
    pub(crate) async fn end(self) {
        // Nobody left to hear it is no fault of the upload's.
        let _ = self.to.send(Piece::End).await;
    }
}

fn too_large() -> Problem {
    let hint = "divide it, and put each part in as an exhibit of its own";
    Problem::too_large(EXHIBIT_BYTES_MAX).hint(hint)
}

/// The side of an upload that the network feeds.
pub(crate) struct Feed {
    body: Body,
    pipe: Pipe,
}

impl Feed {
    /// Feeds until the end, or until nobody reads any more.
    pub(crate) async fn run(mut self) -> Result<(), Problem> {
        if self.body.size_hint().lower() > EXHIBIT_BYTES_MAX {
            return Err(too_large());
        }
        loop {
            let frame = match timeout(PIECE_TIME, self.body.frame()).await {
                Err(_) => return Err(Problem::body_too_slow()),
                Ok(None) => break,
                Ok(Some(Err(_))) => {
                    return Err(Problem::malformed("body", "the body ended before its end"));
                }
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(octets) = frame.into_data() else { continue };
            if !self.pipe.feed(octets).await? {
                return Ok(());
            }
        }
        self.pipe.end().await;
        Ok(())
    }
}

/// The side of an upload that is read, on a thread that may block.
pub(crate) struct Upload {
    from: Receiver<Piece>,
    now: Bytes,
    ended: bool,
}

impl Read for Upload {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.now.is_empty() && !self.ended {
            match self.from.blocking_recv() {
                Some(Piece::Octets(octets)) => self.now = octets,
                Some(Piece::End) => self.ended = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let len = into.len().min(self.now.len());
        if let Some(room) = into.get_mut(..len) {
            self.now.copy_to_slice(room);
        }
        Ok(len)
    }
}

/// What ends a download: the view of an exhibit that is what it should be, or why it is not.
pub(crate) type Ending<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// A download on its way out: the side that writes, and the side that the network takes from.
pub(crate) fn download<T>(begin: impl FnOnce(Box<dyn Write + Send>) -> Ending<T>) -> Download<T> {
    let (to, from) = channel(PIECES);
    let writing = begin(Box::new(Pieces { to }));
    Download { writing: Some(writing), from, first: None }
}

/// The side of a download that is written to, on a thread that may block.
struct Pieces {
    to: Sender<Bytes>,
}

impl Write for Pieces {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let (piece, _) = octets.split_at(octets.len().min(PIECE_BYTES_MAX));
        if !piece.is_empty() {
            let sent = self.to.blocking_send(Bytes::copy_from_slice(piece));
            sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The side of a download that the network takes from. It drives the writing as it is taken.
pub(crate) struct Download<T> {
    writing: Option<Ending<T>>,
    from: Receiver<Bytes>,
    first: Option<Bytes>,
}

impl<T: 'static> Download<T> {
    /// Waits for the first octets, so that what is refused is refused with a status.
    pub(crate) async fn begun(mut self) -> Result<Body, Error> {
        self.first = poll_fn(|task| self.next(task)).await?;
        Ok(Body::new(self))
    }

    fn next(&mut self, task: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        loop {
            match self.from.poll_recv(task) {
                Poll::Ready(Some(piece)) => return Poll::Ready(Ok(Some(piece))),
                Poll::Ready(None) if self.writing.is_none() => return Poll::Ready(Ok(None)),
                Poll::Ready(None) | Poll::Pending => {}
            }
            let Some(writing) = &mut self.writing else { return Poll::Pending };
            let ended = ready!(writing.as_mut().poll(task));
            self.writing = None;
            ended?;
            // Whatever was written before the end still lies in the channel.
        }
    }
}

impl<T: 'static> hyper::body::Body for Download<T> {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = self.get_mut();
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        let next = ready!(this.next(task));
        if let Err(error) = &next {
            tracing::warn!("a download is cut off: {error}");
        }
        Poll::Ready(next.map(|piece| piece.map(Frame::data)).transpose())
    }
}

#[cfg(test)]
mod tests;
