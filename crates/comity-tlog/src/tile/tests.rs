// SPDX-License-Identifier: EUPL-1.2

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::merkle::{
    Tree, consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion,
};

fn name(kind: TileKind, index: u64, width: u16) -> TileName {
    TileName::new(kind, index, width).unwrap()
}

#[test]
fn paths_are_those_of_the_specification() {
    let check = |tile: TileName, path: &str| {
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse::<TileName>().unwrap(), tile);
    };
    check(name(TileKind::Hashes(0), 1_234_067, 256), "tile/0/x001/x234/067");
    check(name(TileKind::Hashes(0), 0, 256), "tile/0/000");
    check(name(TileKind::Hashes(63), 999, 1), "tile/63/999.p/1");
    check(name(TileKind::Entries, 1000, 255), "tile/entries/x001/000.p/255");
}

#[test]
fn other_spellings_are_refused() {
    let check = |path: &str, expected: TileError| {
        assert_eq!(path.parse::<TileName>(), Err(expected), "{path}");
    };
    check("", TileError::Path);
    check("tile/0", TileError::Path);
    check("tile/00/000", TileError::Path);
    check("tile/-1/000", TileError::Path);
    check("tile/64/000", TileError::Range);
    check("tile/300/000", TileError::Range);
    check("tile/0/00", TileError::Path);
    check("tile/0/0000", TileError::Path);
    check("tile/0/x000/001", TileError::Path);
    check("tile/0/001/002", TileError::Path);
    check("tile/0/x001", TileError::Path);
    check("tile/0/x001/x002", TileError::Path);
    check("tile/0/000/", TileError::Path);
    check("tile/0/000.p/0", TileError::Range);
    check("tile/0/000.p/256", TileError::Range);
    check("tile/0/000.p/07", TileError::Path);
    check("tile/0/000.p/7/", TileError::Path);
    check("tile/0/..", TileError::Path);
    check(&format!("tile/0/{}000", "x999/".repeat(9)), TileError::Range);
    assert_eq!(TileName::new(TileKind::Hashes(64), 0, 1), Err(TileError::Range));
    assert_eq!(TileName::new(TileKind::Entries, 0, 257), Err(TileError::Range));
}

#[test]
fn a_log_of_seventy_thousand_has_the_tiles_of_the_specification() {
    let tiles: Vec<_> = new_tiles(0, 70_000).collect();
    let count = |kind, full| tiles.iter().filter(|t| t.kind == kind && t.is_full() == full).count();
    assert_eq!(count(TileKind::Hashes(0), true), 273);
    assert_eq!(count(TileKind::Hashes(1), true), 1);
    assert_eq!(count(TileKind::Hashes(2), true), 0);
    assert!(tiles.contains(&name(TileKind::Hashes(0), 273, 112)));
    assert!(tiles.contains(&name(TileKind::Hashes(1), 1, 17)));
    assert!(tiles.contains(&name(TileKind::Hashes(2), 0, 1)));
    assert!(tiles.contains(&name(TileKind::Entries, 273, 112)));
    assert_eq!(tiles.len(), 2 * 274 + 2 + 1);
    let small: Vec<_> = new_tiles(255, 256).map(|t| t.to_string()).collect();
    assert_eq!(small, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
    let grown: Vec<_> = new_tiles(256, 257).map(|t| t.to_string()).collect();
    assert_eq!(grown, ["tile/entries/001.p/1", "tile/0/001.p/1"]);
    assert_eq!(new_tiles(70_000, 70_000).count(), 0);
}

#[test]
fn proofs_made_from_tiles_hold() {
    const SIZE: u64 = 70_000;
    let mut tree = Tree::new();
    (0..SIZE).for_each(|n| tree.append(leaf_hash(&n.to_be_bytes())));
    let mut served = BTreeMap::new();
    for tile in new_tiles(0, SIZE) {
        let TileKind::Hashes(level) = tile.kind() else { continue };
        let first = tile.index() * 256;
        let octets: Vec<u8> = (first..first + u64::from(tile.width()))
            .flat_map(|n| *tree.subtree(level * 8, n).unwrap().octets())
            .collect();
        served.insert(tile.to_string(), octets);
    }
    let fetch = |name: TileName| Tile::parse(name, served.get(&name.to_string())?).ok();
    let tiled = Tiled::new(SIZE, fetch);
    let top = root(&tree, SIZE).unwrap();
    assert_eq!(root(&tiled, SIZE).unwrap(), top);
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
        let leaf = tiled.subtree(0, index).unwrap();
        let proof = inclusion_proof(&tiled, index, SIZE).unwrap();
        verify_inclusion(&proof, (index, &leaf), (SIZE, &top)).unwrap();
        let proof = consistency_proof(&tiled, index, SIZE).unwrap();
        let old = root(&tree, index).unwrap();
        verify_consistency(&proof, (index, &old), (SIZE, &top)).unwrap();
    }
    assert_eq!(tiled.subtree(0, SIZE), None);
    assert_eq!(tiled.subtree(63, 0), None);
}

#[test]
fn a_tile_of_the_wrong_length_is_refused() {
    let tile = name(TileKind::Hashes(0), 0, 3);
    assert_eq!(Tile::parse(tile, &[0; 96]).unwrap().hashes().len(), 3);
    for octets in [0, 64, 95, 97, 128] {
        let found = Tile::parse(tile, &vec![0; octets]);
        assert_eq!(found, Err(TileError::Length { found: octets, needed: 96 }));
    }
    let tile = Tile::parse(tile, &[0; 96]).unwrap();
    assert!(tile.subtree(1, 0).is_some());
    assert_eq!(tile.subtree(1, 1), None);
    assert_eq!(tile.subtree(9, 0), None);
    assert_eq!(tile.subtree(8, u64::MAX), None);
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(
        level in 0..64_u8, index in 0..1_u64 << 63, width in 1..=256_u16,
    ) {
        for kind in [TileKind::Hashes(level), TileKind::Entries] {
            let tile = name(kind, index, width);
            prop_assert_eq!(tile.to_string().parse::<TileName>().unwrap(), tile);
        }
    }

    #[test]
    fn hostile_paths_never_panic(path in "tile/[0-9x/.p]{0,40}") {
        if let Ok(tile) = path.parse::<TileName>() {
            prop_assert_eq!(tile.to_string(), path);
        }
    }
}
