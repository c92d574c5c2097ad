// SPDX-License-Identifier: EUPL-1.2
//! Two halves of one work side by side: what the first hands on, the second takes on a thread of
//! its own, in order. Digesting and writing gigabytes takes as long as enciphering them.

use std::io;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use zeroize::Zeroizing;

use super::BLOCK_BYTES;

/// LIMIT: pieces that wait for the second half; at a megabyte each.
const WAITING_MAX: usize = 2;

/// What a piece has room for: a stride of sixteen blocks and one that was kept back.
const PIECE_BYTES: usize = 17 * BLOCK_BYTES;

/// Wiped when it is done with: it may be plaintext.
pub(super) type Piece = Zeroizing<Vec<u8>>;

/// The way from the first half to the second.
pub(super) struct Belt {
    full: SyncSender<Piece>,
    empty: Receiver<Piece>,
}

impl Belt {
    /// Hands a piece on and leaves an empty one in its place. An error only if the second half has
    /// ended, and then it is that half's own error that counts.
    pub(super) fn hand_on(&self, piece: &mut Piece) -> io::Result<()> {
        let fresh = || Zeroizing::new(Vec::with_capacity(PIECE_BYTES));
        let next = self.empty.try_recv().unwrap_or_else(|_| fresh());
        let full = std::mem::replace(piece, next);
        self.full.send(full).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// Runs `first` here and `second` with every piece on another thread. An error of the second half
/// comes before one of the first, which may only follow from it.
pub(super) fn beside<T, E: From<io::Error>>(
    first: impl FnOnce(&Belt) -> Result<T, E>,
    second: impl FnMut(&[u8]) -> io::Result<()> + Send,
) -> Result<T, E> {
    let (full, pieces) = sync_channel(WAITING_MAX);
    let (emptied, empty) = channel();
    thread::scope(|scope| {
        let taking =
            thread::Builder::new().spawn_scoped(scope, || take(pieces, &emptied, second))?;
        let belt = Belt { full, empty };
        let outcome = first(&belt);
        // The other half ends with what is on the belt.
        drop(belt);
        let taken = taking.join();
        taken.unwrap_or_else(|_| Err(io::Error::other("the thread that writes panicked")))?;
        outcome
    })
}

fn take(
    pieces: Receiver<Piece>,
    emptied: &Sender<Piece>,
    mut second: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    for mut piece in pieces {
        second(&piece)?;
        piece.clear();
        // If the first half has ended, nobody needs it.
        let _ = emptied.send(piece);
    }
    Ok(())
}
