// SPDX-License-Identifier: EUPL-1.2
//! Tiles: the tree cut into immutable files of up to 256 hashes, and their paths.
//!
//! Knows which tile exists at which size, how it is named, and which hash lies where. Where tiles
//! are kept and how they are fetched is the caller's.

use std::fmt;
use std::str::FromStr;

use crate::merkle::{Hash, Subtrees, root};
use crate::text::{self, NUMBER_MAX};

/// Hashes in a full tile, and levels of the tree that it spans.
pub const TILE_WIDTH: u16 = 256;
/// Levels of the tree that one tile spans: 2^8 hashes.
pub const TILE_HEIGHT: u8 = 8;
/// The highest level that a path may name.
pub const TILE_LEVEL_MAX: u8 = 63;

/// What is wrong with a tile or its path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// Not a path of a tile.
    #[error("the path is not that of a tile, such as `tile/0/x001/234` or `tile/1/000.p/7`")]
    Path,
    /// The level, index or width cannot be.
    #[error("a tile has level 0 to 63, index below 2^63 and width 1 to 256")]
    Range,
    /// The octets are not as many as the tile's width asks for.
    #[error("the tile has {found} octets where its width asks for {needed}")]
    Length {
        /// Octets found.
        found: usize,
        /// Octets a tile of this width has.
        needed: usize,
    },
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of this level; 0 are the leaves' hashes.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

/// The name of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileName {
    kind: TileKind,
    index: u64,
    width: u16,
}

impl TileName {
    /// A tile of `width` 1 to 256; 256 is a full one.
    pub fn new(kind: TileKind, index: u64, width: u16) -> Result<Self, TileError> {
        let level_fits = !matches!(kind, TileKind::Hashes(level) if level > TILE_LEVEL_MAX);
        if level_fits && index <= NUMBER_MAX && (1..=TILE_WIDTH).contains(&width) {
            Ok(Self { kind, index, width })
        } else {
            Err(TileError::Range)
        }
    }

    /// What it holds.
    #[must_use]
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Its place among those of its kind.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it will never change its width.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }
}

/// How wide the tile `index` of `level` is when the log has `size` entries; 0 if it does not exist.
#[must_use]
pub fn tile_width(level: u8, index: u64, size: u64) -> u16 {
    let hashes = size.unbounded_shr(u32::from(level) * u32::from(TILE_HEIGHT));
    let before = index.saturating_mul(u64::from(TILE_WIDTH));
    let rest = hashes.saturating_sub(before).min(u64::from(TILE_WIDTH));
    u16::try_from(rest).unwrap_or(TILE_WIDTH)
}

/// Every tile, hashes and entries, that a log of `size` entries has and one of `old` entries lacks.
pub fn new_tiles(old: u64, size: u64) -> impl Iterator<Item = TileName> {
    let levels = (0..=TILE_LEVEL_MAX).map(|level| (TileKind::Hashes(level), level));
    std::iter::once((TileKind::Entries, 0)).chain(levels).flat_map(move |(kind, level)| {
        let shift = u32::from(level) * u32::from(TILE_HEIGHT);
        let (first, end) = (old.unbounded_shr(shift), size.unbounded_shr(shift));
        // The tile that was partial at `old` is written again, wider.
        let width = u64::from(TILE_WIDTH);
        let indexes = if first < end { first / width..end.div_ceil(width) } else { 0..0 };
        indexes.map(move |index| TileName { kind, index, width: tile_width(level, index, size) })
    })
}

/// The path below a log's prefix.
impl fmt::Display for TileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let mut groups = Vec::new();
        let mut rest = self.index;
        loop {
            groups.push(rest % 1000);
            rest /= 1000;
            if rest == 0 {
                break;
            }
        }
        while let Some(group) = groups.pop() {
            let (mark, end) = if groups.is_empty() { ("", "") } else { ("x", "/") };
            write!(f, "{mark}{group:03}{end}")?;
        }
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for TileName {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Self, TileError> {
        let rest = path.strip_prefix("tile/").ok_or(TileError::Path)?;
        let (kind, rest) = rest.split_once('/').ok_or(TileError::Path)?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => {
                let level = text::decimal(level).ok_or(TileError::Path)?;
                TileKind::Hashes(u8::try_from(level).map_err(|_| TileError::Range)?)
            }
        };
        let (groups, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((groups, width)) => {
                let width = text::decimal(width).ok_or(TileError::Path)?;
                let partial = u16::try_from(width).ok().filter(|w| *w < TILE_WIDTH);
                (groups, partial.ok_or(TileError::Range)?)
            }
        };
        let tile = Self::new(kind, index(groups)?, width)?;
        // One path only: leading groups of zeros are refused.
        if tile.to_string() == path { Ok(tile) } else { Err(TileError::Path) }
    }
}

/// Reads the groups of three digits.
fn index(groups: &str) -> Result<u64, TileError> {
    let mut index = 0_u64;
    for group in groups.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TileError::Path);
        }
        let value = digits.parse::<u64>().map_err(|_| TileError::Path)?;
        index =
            index.checked_mul(1000).and_then(|n| n.checked_add(value)).ok_or(TileError::Range)?;
    }
    Ok(index)
}

/// The hashes of a tile, read from its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    hashes: Vec<Hash>,
}

impl Tile {
    /// Reads a tile of this name.
    pub fn parse(name: TileName, octets: &[u8]) -> Result<Self, TileError> {
        let needed = usize::from(name.width) * 32;
        let (hashes, rest) = octets.as_chunks::<32>();
        if octets.len() != needed || !rest.is_empty() {
            return Err(TileError::Length { found: octets.len(), needed });
        }
        Ok(Self { hashes: hashes.iter().map(|hash| Hash::from_octets(*hash)).collect() })
    }

    /// The hashes in order.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The root over `1 << height` of its hashes, the group `index`; `None` if it has not all of
    /// them.
    #[must_use]
    pub fn subtree(&self, height: u8, index: u64) -> Option<Hash> {
        if height > TILE_HEIGHT {
            return None;
        }
        let width = 1_usize << height;
        let start = usize::try_from(index).ok()?.checked_mul(width)?;
        let hashes = self.hashes.get(start..start.checked_add(width)?)?;
        root(&Leaves(hashes), width as u64).ok()
    }
}

/// A few hashes as the lowest level of a tree.
struct Leaves<'a>(&'a [Hash]);

impl Subtrees for Leaves<'_> {
    fn subtree(&self, level: u8, index: u64) -> Option<Hash> {
        let index = usize::try_from(index).ok()?;
        let Some(below) = level.checked_sub(1) else { return self.0.get(index).copied() };
        let left = self.subtree(below, index as u64 * 2)?;
        let right = self.subtree(below, index as u64 * 2 + 1)?;
        Some(crate::merkle::node_hash(&left, &right))
    }
}

/// A tree of `size` entries whose hashes come from tiles.
pub struct Tiled<F> {
    size: u64,
    fetch: F,
}

impl<F: Fn(TileName) -> Option<Tile>> Tiled<F> {
    /// A tree whose tiles `fetch` brings; what it brings is checked by the proofs made from it.
    pub fn new(size: u64, fetch: F) -> Self {
        Self { size, fetch }
    }
}

impl<F: Fn(TileName) -> Option<Tile>> Subtrees for Tiled<F> {
    fn subtree(&self, level: u8, index: u64) -> Option<Hash> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let per_tile = 1_u64 << (TILE_HEIGHT - height);
        let (tile_index, within) = (index / per_tile, index % per_tile);
        let width = tile_width(tile_level, tile_index, self.size);
        let name = TileName::new(TileKind::Hashes(tile_level), tile_index, width).ok()?;
        (self.fetch)(name)?.subtree(height, within)
    }
}

#[cfg(test)]
mod tests;
