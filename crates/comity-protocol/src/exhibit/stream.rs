// SPDX-License-Identifier: EUPL-1.2
//! The payload of an age file: blocks of 64 KiB, each sealed with ChaCha20-Poly1305 under a counter
//! and a mark on the last, so that none can be dropped, doubled, moved or cut off.
//!
//! Octets in, octets out; reading and writing them is the caller's.

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use zeroize::Zeroizing;

use super::{BLOCK_BYTES, TAG_BYTES};

/// Octets of a full block on the wire.
const SEALED_BYTES: usize = BLOCK_BYTES + TAG_BYTES;

/// What a block was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockFault {
    /// Its place, from 0.
    pub(super) block: u64,
}

/// Eleven octets of counter, one that marks the last block.
fn nonce(block: u64, last: bool) -> Nonce {
    let mut octets = [0; NONCE_LEN];
    let (counter, mark) = octets.split_at_mut(NONCE_LEN - 1);
    if let Some(low) = counter.last_chunk_mut() {
        *low = block.to_be_bytes();
    }
    mark.fill(u8::from(last));
    Nonce::assume_unique_for_key(octets)
}

/// Gathers what comes in pieces into blocks, always keeping one back: it may be the last.
struct Blocks {
    size: usize,
    /// Plaintext when sealing: wiped when done.
    kept: Zeroizing<Vec<u8>>,
}

impl Blocks {
    fn new(size: usize) -> Self {
        Self { size, kept: Zeroizing::new(Vec::with_capacity(size)) }
    }

    /// Calls `full` with each block that is not the last.
    fn push<E>(
        &mut self,
        mut octets: &[u8],
        mut full: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.kept.is_empty() {
            let room = self.size - self.kept.len();
            let (head, tail) = octets.split_at_checked(room).unwrap_or((octets, &[]));
            self.kept.extend_from_slice(head);
            octets = tail;
            if octets.is_empty() {
                return Ok(());
            }
            full(&self.kept)?;
            self.kept.clear();
        }
        // Straight from the caller's octets, without a copy.
        while let Some((block, tail)) = octets.split_at_checked(self.size) {
            if tail.is_empty() {
                break;
            }
            full(block)?;
            octets = tail;
        }
        self.kept.extend_from_slice(octets);
        Ok(())
    }
}

/// Seals blocks.
pub(super) struct BlockSealer {
    key: LessSafeKey,
    blocks: Blocks,
    next: u64,
}

impl BlockSealer {
    pub(super) fn new(key: LessSafeKey) -> Self {
        Self { key, blocks: Blocks::new(BLOCK_BYTES), next: 0 }
    }

    /// Appends to `out` what these octets complete.
    pub(super) fn push(&mut self, plain: &[u8], out: &mut Vec<u8>) -> Result<(), BlockFault> {
        let Self { key, blocks, next } = self;
        blocks.push(plain, |block| {
            seal_block(key, *next, false, block, out)?;
            *next += 1;
            Ok(())
        })
    }

    /// Appends the last block.
    pub(super) fn finish(self, out: &mut Vec<u8>) -> Result<(), BlockFault> {
        seal_block(&self.key, self.next, true, &self.blocks.kept, out)
    }
}

fn seal_block(
    key: &LessSafeKey,
    block: u64,
    last: bool,
    plain: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), BlockFault> {
    let start = out.len();
    out.resize(start + plain.len() + TAG_BYTES, 0);
    let room = out.get_mut(start..).unwrap_or_default();
    let (cipher, tag) = room.split_at_mut(plain.len());
    key.seal_out_of_place_scatter(nonce(block, last), Aad::empty(), plain, cipher, &[], tag)
        .map_err(|_| BlockFault { block })
}

/// Opens blocks.
pub(super) struct BlockOpener {
    key: LessSafeKey,
    blocks: Blocks,
    next: u64,
}

impl BlockOpener {
    pub(super) fn new(key: LessSafeKey) -> Self {
        Self { key, blocks: Blocks::new(SEALED_BYTES), next: 0 }
    }

    /// Appends to `out` the plaintext of the blocks that these octets complete, each authenticated.
    pub(super) fn push(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), BlockFault> {
        let Self { key, blocks, next } = self;
        blocks.push(sealed, |block| {
            open_block(key, *next, false, block, out)?;
            *next += 1;
            Ok(())
        })
    }

    /// Appends the last block, which must be marked as such.
    pub(super) fn finish(self, out: &mut Vec<u8>) -> Result<(), BlockFault> {
        let sealed = &self.blocks.kept;
        // An empty block may only be the whole of an empty file.
        if sealed.len() == TAG_BYTES && self.next > 0 {
            return Err(BlockFault { block: self.next });
        }
        open_block(&self.key, self.next, true, sealed, out)
    }
}

fn open_block(
    key: &LessSafeKey,
    block: u64,
    last: bool,
    sealed: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), BlockFault> {
    let fault = BlockFault { block };
    let (cipher, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or(fault)?;
    let start = out.len();
    out.resize(start + cipher.len(), 0);
    let room = out.get_mut(start..).unwrap_or_default();
    let opened = key.open_separate_gather(nonce(block, last), Aad::empty(), cipher, tag, room);
    // What did not authenticate is not plaintext.
    opened.map_err(|_| out.truncate(start)).map_err(|()| fault)
}
