// SPDX-License-Identifier: EUPL-1.2
//! Exhibits from end to end, and every way in which they can go wrong. The parts have tests of
//! their own; `oracle` has the `age` crate read what we wrote and the other way round, `vectors`
//! runs those of C2SP.

mod oracle;
mod vectors;

use std::io::{self, BufReader, Write};
use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::jws::PAYLOAD_BYTES_MAX;
use crate::statement::{SignedParcel, sign};
use comity_domain::id::{Digest, ExhibitId, RequestId};

/// What one exhibit consists of.
pub(super) struct Package {
    pub(super) header: Vec<u8>,
    pub(super) payload: Vec<u8>,
    pub(super) parcel: Parcel,
    pub(super) manifest: Manifest,
    pub(super) sealed: SealedExhibit,
}

pub(super) fn identity(number: u8) -> ExhibitIdentity {
    ExhibitIdentity::from_seed([number; 32])
}

pub(super) fn recipient(number: u8) -> ExhibitRecipient {
    static KEYS: [OnceLock<ExhibitRecipient>; 9] = [const { OnceLock::new() }; 9];
    KEYS[usize::from(number)].get_or_init(|| identity(number).recipient().unwrap()).clone()
}

pub(super) fn seed(number: u8) -> Seed {
    Seed::new(std::array::from_fn(|at| number.wrapping_mul(31) ^ u8::try_from(at).unwrap()))
}

pub(super) fn ids() -> (ExhibitId, RequestId) {
    (ExhibitId::from_parts(1_790_000_000_000, [1; 10]), RequestId::from_parts(1, [2; 10]))
}

pub(super) fn description() -> Description {
    Description {
        name: "mailbox-2026-09.zip".to_owned(),
        media_type: "application/zip".to_owned(),
        conditions: vec!["Only in the proceedings named in the request.".to_owned()],
        source: "Example Mail, order 12/2026".to_owned(),
    }
}

/// Octets in which no two blocks or chunks are alike.
pub(super) fn octets(size: usize) -> Vec<u8> {
    let mut octets = vec![0; size.next_multiple_of(8)];
    for (n, word) in (0_u64..).zip(octets.as_chunks_mut().0) {
        *word = (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n >> 3)).to_be_bytes();
    }
    octets.truncate(size);
    octets
}

pub(super) fn digest_of(parcel: &Parcel) -> Digest {
    Digest::of_json(parcel)
}

pub(super) fn package(plaintext: &[u8], to: &[u8], chance: u8) -> Package {
    let recipients: Vec<_> = to.iter().copied().map(recipient).collect();
    let mut payload = Vec::new();
    let sealed = seal(&recipients, seed(chance), plaintext, &mut payload).unwrap();
    let (exhibit, request) = ids();
    let parcel = sealed.parcel(exhibit, request).unwrap();
    let manifest = Manifest::new(&sealed, digest_of(&parcel), description()).unwrap();
    Package { header: sealed.header.clone(), payload, parcel, manifest, sealed }
}

impl Package {
    fn expected(&self) -> Expected<'_> {
        let parcel_digest = digest_of(&self.parcel);
        Expected { parcel: &self.parcel, parcel_digest, manifest: &self.manifest }
    }

    /// Opens this payload with what belongs to the package.
    fn open(&self, payload: &[u8], by: u8) -> Result<Vec<u8>, OpenError> {
        let mut plaintext = Vec::new();
        open(&self.header, &identity(by), self.expected(), payload, &mut plaintext)?;
        Ok(plaintext)
    }
}

/// Plaintext sizes around every border there is: block, stride, chunk of plaintext, chunk of
/// payload.
fn border_sizes() -> Vec<usize> {
    const CHUNK: usize = 8 * 1024 * 1024;
    // The plaintext whose payload is exactly one chunk: less the nonce and 128 tags.
    const EXACT: usize = CHUNK - 16 - 128 * 16;
    let around = |n: usize| [n - 1, n, n + 1];
    let borders = [1, BLOCK_BYTES, 2 * BLOCK_BYTES, 16 * BLOCK_BYTES, EXACT, CHUNK];
    borders.into_iter().flat_map(around).collect()
}

#[test]
fn every_size_around_a_border_comes_back() {
    for size in border_sizes() {
        let plaintext = octets(size);
        let package = package(&plaintext, &[1], 1);
        assert_eq!(package.sealed.plaintext.size, size as u64);
        assert_eq!(package.sealed.plaintext.sha256, Digest::of(&plaintext));
        assert_eq!(payload_bytes(size as u64), Some(package.payload.len() as u64), "{size}");
        assert_eq!(plaintext_bytes(package.payload.len() as u64), Some(size as u64));
        let chunks: Vec<_> = package.payload.chunks(8 << 20).map(Digest::of).collect();
        assert_eq!(package.parcel.chunks(), chunks, "{size}");
        let opened = package.open(&package.payload, 1).unwrap();
        assert!(opened == plaintext, "{size}");
    }
}

#[test]
fn each_recipient_opens_and_nobody_else() {
    let plaintext = octets(1000);
    let package = package(&plaintext, &[1, 2, 3], 1);
    for by in 1..=3 {
        assert_eq!(package.open(&package.payload, by).unwrap(), plaintext);
    }
    let verdict = package.open(&package.payload, 4).unwrap_err();
    assert!(matches!(verdict, OpenError::Header(HeaderFault::NotForThisKey)), "{verdict}");
}

#[test]
fn a_verified_exhibit_names_what_was_verified() {
    let package = package(&octets(70_000), &[1], 1);
    let mut opening =
        Opening::new(&package.header, &identity(1), package.expected(), io::sink()).unwrap();
    opening.push(&package.payload).unwrap();
    let (verified, _) = opening.finish().unwrap();
    assert_eq!((verified.exhibit(), verified.request()), ids());
    assert_eq!(verified.size(), 70_000);
}

#[test]
fn a_payload_cut_off_anywhere_is_truncated() {
    let package = package(&octets(3 * BLOCK_BYTES + 5), &[1], 1);
    let block = BLOCK_BYTES + 16;
    let borders = (0..=3).flat_map(|n| [15, 16, 17].map(|o| n * block + o));
    for cut in borders.chain([0, package.payload.len() - 1]) {
        let Some(short) = package.payload.get(..cut) else { continue };
        match package.open(short, 1) {
            Err(OpenError::Truncated { found, needed }) => {
                assert_eq!((found, needed), (cut as u64, package.payload.len() as u64));
            }
            other => panic!("cut at {cut}: {:?}", other.map(|_| ())),
        }
    }
}

#[test]
fn a_payload_with_anything_behind_it_is_too_long() {
    let package = package(&octets(100), &[1], 1);
    let mut long = package.payload.clone();
    long.push(0);
    assert!(matches!(package.open(&long, 1), Err(OpenError::TooLong { needed: 132 })));
}

#[test]
fn a_flipped_bit_is_an_altered_block() {
    let package = package(&octets(2 * BLOCK_BYTES + 100), &[1], 1);
    let block = BLOCK_BYTES + 16;
    let places = [0, 15, 16, 17, block, 16 + block - 1, 16 + block, 16 + 2 * block, 131_000];
    for place in places.into_iter().chain([package.payload.len() - 1]) {
        let mut altered = package.payload.clone();
        altered[place] ^= 0x10;
        let expected = place.saturating_sub(16) as u64 / block as u64;
        match package.open(&altered, 1) {
            Err(OpenError::Altered { block }) => assert_eq!(block, expected, "octet {place}"),
            other => panic!("octet {place}: {:?}", other.map(|_| ())),
        }
    }
}

#[test]
fn exchanged_blocks_are_altered_ones() {
    let package = package(&octets(3 * BLOCK_BYTES), &[1], 1);
    let block = BLOCK_BYTES + 16;
    let mut swapped = package.payload.clone();
    let (first, second) = swapped[16..].split_at_mut(block);
    first.swap_with_slice(&mut second[..block]);
    assert!(matches!(package.open(&swapped, 1), Err(OpenError::Altered { block: 0 })));
    let mut doubled = package.payload[..16 + 2 * block].to_vec();
    doubled.extend_from_slice(&package.payload[16 + block..16 + 2 * block]);
    assert!(matches!(package.open(&doubled, 1), Err(OpenError::Altered { block: 2 })));
}

#[test]
fn exchanged_chunks_are_named() {
    let package = package(&octets((8 << 20) + 100_000), &[1], 1);
    let (first, second) = package.payload.split_at(8 << 20);
    let mut verifier = ChunkVerifier::new(&package.parcel);
    let verdict = verifier.check(0, second);
    assert_eq!(verdict, Err(ChunkFault::Reordered { chunk: 0, is: 1 }));
    let needed = second.len() as u64;
    assert_eq!(verifier.check(1, first), Err(ChunkFault::TooLong { chunk: 1, needed }));
    verifier.check(1, second).unwrap();
    verifier.check(0, first).unwrap();
    verifier.finish().unwrap();
}

#[test]
fn the_header_of_another_exhibit_is_known_at_once() {
    let one = package(&octets(100), &[1], 1);
    let other = package(&octets(100), &[1], 2);
    let mixed = Package { header: other.header, ..one };
    assert!(matches!(mixed.open(&mixed.payload, 1), Err(OpenError::OtherHeader)));
}

#[test]
fn the_payload_of_another_exhibit_does_not_open() {
    let one = package(&octets(100), &[1], 1);
    let other = package(&octets(100), &[1], 2);
    assert!(matches!(one.open(&other.payload, 1), Err(OpenError::Altered { block: 0 })));
}

#[test]
fn parcel_and_manifest_must_belong_together() {
    let one = package(&octets(100), &[1], 1);
    let other = package(&octets(200), &[1], 2);
    let mixed = Expected { manifest: &other.manifest, ..one.expected() };
    let begin = |expected| Opening::new(&one.header, &identity(1), expected, io::sink()).err();
    assert!(matches!(begin(mixed), Some(OpenError::OtherParcel)));
    // A sender who errs: the manifest names this parcel but describes a plaintext of another size.
    let digest = digest_of(&one.parcel);
    let manifest = Manifest::new(&other.sealed, digest, description()).unwrap();
    let mixed = Expected { manifest: &manifest, ..one.expected() };
    let sizes = OpenError::Contradiction { manifest: 232, parcel: 132 };
    assert_eq!(begin(mixed).unwrap().to_string(), sizes.to_string());
}

#[test]
fn what_is_not_as_described_is_not_released_as_good() {
    let mut lied = package(&octets(100), &[1], 1);
    lied.sealed.plaintext.sha256 = Digest::of(b"something else");
    let digest = digest_of(&lied.parcel);
    lied.manifest = Manifest::new(&lied.sealed, digest, description()).unwrap();
    assert!(matches!(lied.open(&lied.payload, 1), Err(OpenError::NotAsDescribed)));
}

#[test]
fn after_an_error_an_opening_stays_broken() {
    let package = package(&octets(2 * BLOCK_BYTES), &[1], 1);
    let mut opening =
        Opening::new(&package.header, &identity(1), package.expected(), io::sink()).unwrap();
    let mut altered = package.payload.clone();
    altered[20] ^= 1;
    assert!(matches!(opening.push(&altered), Err(OpenError::Altered { block: 0 })));
    assert!(matches!(opening.push(&package.payload), Err(OpenError::Broken)));
    assert!(matches!(opening.finish(), Err(OpenError::Broken)));
}

#[test]
fn no_bit_of_a_header_can_change() {
    let package = package(b"x", &[1], 1);
    // One bit of each octet of the text, of some octets of share, body and code.
    let octets = package.header.len();
    let step = |at: usize| if at > octets - 100 { 5 } else { 101 };
    let tried = |at: &usize| *at < 50 || at.is_multiple_of(step(*at));
    for at in (0..octets).filter(tried) {
        let bit = at % 7;
        let mut header = package.header.clone();
        header[at] ^= 1 << bit;
        let opened = Opening::new(&header, &identity(1), package.expected(), io::sink());
        assert!(matches!(opened.err(), Some(OpenError::Header(_))), "octet {at}, bit {bit}");
    }
}

#[test]
fn rewrapping_lets_others_open_the_same_payload() {
    let plaintext = octets(BLOCK_BYTES + 1);
    let package = package(&plaintext, &[1], 1);
    let header = rewrap(&package.header, &identity(1), &[recipient(7), recipient(8)]).unwrap();
    let rewrapped = Package { header, ..package };
    for by in [7, 8] {
        assert_eq!(rewrapped.open(&rewrapped.payload, by).unwrap(), plaintext);
    }
    let verdict = rewrapped.open(&rewrapped.payload, 1).unwrap_err();
    assert!(matches!(verdict, OpenError::Header(HeaderFault::NotForThisKey)));
    let stranger = rewrap(&rewrapped.header, &identity(1), &[recipient(1)]).unwrap_err();
    assert!(matches!(stranger, OpenError::Header(HeaderFault::NotForThisKey)));
    let nobody = rewrap(&rewrapped.header, &identity(7), &[]).unwrap_err();
    assert!(matches!(nobody, OpenError::Rewrap(SealError::Recipients(0))));
}

#[test]
fn the_number_of_recipients_has_limits() {
    let many = vec![recipient(1); RECIPIENTS_MAX + 1];
    let attempt = |to: &[_]| seal(to, seed(1), io::empty(), io::sink());
    assert!(matches!(attempt(&[]), Err(SealError::Recipients(0))));
    assert!(matches!(attempt(&many), Err(SealError::Recipients(17))));
    let most = attempt(&many[1..]).unwrap();
    assert!(most.header.len() < HEADER_BYTES_MAX);
    let stanza = (most.header.len() - attempt(&many[..1]).unwrap().header.len()) / 15;
    assert_eq!(stanza, 1557);
}

#[test]
fn a_full_disk_is_an_error_of_its_own() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let verdict = seal(&[recipient(1)], seed(1), &octets(10)[..], Full);
    assert!(matches!(verdict, Err(SealError::Io(_))));
    let mut sealing = Sealing::new(&[recipient(1)], seed(1), Full).unwrap();
    assert!(matches!(sealing.push(&octets(2 << 20)), Err(SealError::Io(_))));
    assert!(matches!(sealing.push(b"more"), Err(SealError::Broken)));
    assert!(matches!(sealing.finish(), Err(SealError::Broken)));
    let mut sealing = Sealing::new(&[recipient(1)], seed(1), Full).unwrap();
    assert!(matches!(sealing.push(&octets(2 << 20)), Err(SealError::Io(_))));
    assert!(matches!(sealing.push(b"more"), Err(SealError::Broken)));
    assert!(matches!(sealing.finish(), Err(SealError::Broken)));
    let package = package(&octets(10), &[1], 1);
    let verdict =
        open(&package.header, &identity(1), package.expected(), &package.payload[..], Full);
    assert!(matches!(verdict, Err(OpenError::Io(_))));
}

#[test]
fn header_and_payload_joined_divide_again() {
    let package = package(&octets(100), &[1, 2], 1);
    let file = [package.header.clone(), package.payload.clone()].concat();
    let mut reader = BufReader::new(&file[..]);
    assert_eq!(read_header(&mut reader).unwrap().unwrap(), package.header);
    let mut rest = Vec::new();
    io::Read::read_to_end(&mut reader, &mut rest).unwrap();
    assert_eq!(rest, package.payload);
}

#[test]
fn payload_sizes_that_no_exhibit_has_are_known() {
    for impossible in [0, 1, 15, 16, 31, 16 + 65_552 + 1, 16 + 65_552 + 16, u64::MAX] {
        assert_eq!(plaintext_bytes(impossible), None, "{impossible}");
    }
    assert_eq!(plaintext_bytes(32), Some(0));
    assert_eq!(plaintext_bytes(33), Some(1));
    assert_eq!(plaintext_bytes(16 + 65_552 + 17), Some(65_537));
    let largest = payload_bytes(PLAINTEXT_BYTES_MAX).unwrap();
    assert_eq!(largest.div_ceil(CHUNK_BYTES), 3_841);
    assert_eq!(payload_bytes(PLAINTEXT_BYTES_MAX + 1), None);
}

#[test]
fn the_largest_exhibit_has_a_parcel_that_can_be_signed() {
    let keys = crate::keys::SigningKeys::from_seed(&[7; 64]).unwrap();
    let size = payload_bytes(PLAINTEXT_BYTES_MAX).unwrap();
    let chunks = usize::try_from(size.div_ceil(CHUNK_BYTES)).unwrap();
    let (exhibit, request) = ids();
    let parcel = Parcel::new(exhibit, request, size, vec![Digest::of(&[]); chunks]).unwrap();
    let issued = "2026-11-20T03:12:00.123456789Z".parse().unwrap();
    let parcel = SignedParcel::new("XB".parse().unwrap(), issued, parcel);
    let signed = sign(&parcel, &keys).unwrap();
    let payload = serde_json::to_vec(&parcel).unwrap().len();
    assert!(payload + 67 * 128 > PAYLOAD_BYTES_MAX, "a GiB more would fit into {payload}");
    assert!(!signed.bytes.is_empty());
}

#[test]
fn nothing_secret_shows_in_debug_output() {
    let secret = identity(1);
    assert_eq!(format!("{secret:?}"), "ExhibitIdentity(secret)");
    let package = package(b"secret", &[1], 1);
    let shown = format!("{:?} {:?}", package.manifest, package.sealed.plaintext);
    assert!(!shown.contains(&Digest::of(b"secret").to_string()), "{shown}");
    assert!(!shown.contains("mailbox"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_plaintext_in_any_pieces_comes_back(
        size in 0..300_000_usize, pieces in prop::collection::vec(1..150_000_usize, 1..6),
    ) {
        let plaintext = octets(size);
        let mut sealing = Sealing::new(&[recipient(1)], seed(9), Vec::new()).unwrap();
        let mut rest = &plaintext[..];
        for piece in pieces.iter().cycle() {
            let (head, tail) = rest.split_at_checked(*piece).unwrap_or((rest, &[]));
            sealing.push(head).unwrap();
            rest = tail;
            if rest.is_empty() { break; }
        }
        let (sealed, payload) = sealing.finish().unwrap();
        let whole = package(&plaintext, &[1], 9);
        prop_assert!(payload == whole.payload);
        prop_assert_eq!(&sealed.chunks, &whole.sealed.chunks);

        let mut opening =
            Opening::new(&whole.header, &identity(1), whole.expected(), Vec::new()).unwrap();
        let mut rest = &payload[..];
        for piece in pieces.iter().rev().cycle() {
            let (head, tail) = rest.split_at_checked(*piece).unwrap_or((rest, &[]));
            opening.push(head).unwrap();
            rest = tail;
            if rest.is_empty() { break; }
        }
        let (_, opened) = opening.finish().unwrap();
        prop_assert!(opened == plaintext);
    }
}
