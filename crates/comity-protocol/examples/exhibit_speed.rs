// SPDX-License-Identifier: EUPL-1.2
//! How fast an exhibit is sealed and opened in memory, per second of one processor:
//! `exhibit_speed [MIB]`. Beside
//! it, in the same run, what its arithmetic alone costs (one ChaCha20-Poly1305, two SHA-256), and
//! what the `age` crate takes for the payload without any digest.

use std::error::Error;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_protocol::exhibit::{
    BLOCK_BYTES, Description, ExhibitIdentity, Expected, Manifest, Seed, open, seal,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mib: usize = std::env::args().nth(1).map_or(Ok(512), |text| text.parse())?;
    let plaintext = vec![0x5a; mib << 20];
    let identity = ExhibitIdentity::from_seed([7; 32]);
    let to = [identity.recipient()?];

    let key = LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &[1; 32]).map_err(|_| "key")?);
    let mut block = vec![0; BLOCK_BYTES];
    let (_, cipher) = timed(|| {
        plaintext.chunks(BLOCK_BYTES).try_for_each(|_| {
            let nonce = Nonce::assume_unique_for_key([0; 12]);
            key.seal_in_place_separate_tag(nonce, Aad::empty(), &mut block).map(drop)
        })
    });
    let (_, hash) = timed(|| digest(&SHA256, &plaintext));
    let floor = cipher + 2 * hash;

    let mut payload = Vec::with_capacity(plaintext.len() + plaintext.len() / 1024 + 64);
    // A key and a nonce for two files: they hold the same, and neither leaves this process.
    let seed = || Seed::new([9; 32]);
    let (sealed, sealing) = timed(|| seal(&to, seed(), &plaintext[..], io::sink()));
    sealed?;
    let sealed = seal(&to, seed(), &plaintext[..], &mut payload)?;
    let (exhibit, request) = (ExhibitId::from_parts(0, [0; 10]), RequestId::from_parts(0, [0; 10]));
    let parcel = sealed.parcel(exhibit, request)?;
    let parcel_digest = Digest::of_json(&parcel);
    let description = Description {
        name: "speed".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        conditions: Vec::new(),
        source: "memory".to_owned(),
    };
    let manifest = Manifest::new(&sealed, parcel_digest, description)?;
    let expected = Expected { parcel: &parcel, parcel_digest, manifest: &manifest };
    let (opened, opening) =
        timed(|| open(&sealed.header, &identity, expected, &payload[..], io::sink()));
    opened?;

    let classical = age::x25519::Identity::generate().to_public();
    let (by_age, aging) = timed(|| {
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&classical as _))?;
        let mut writer = encryptor.wrap_output(io::sink())?;
        writer.write_all(&plaintext)?;
        writer.finish().map_err(Box::<dyn Error>::from)
    });
    by_age?;

    let mut out = io::stdout();
    for (what, took) in [
        ("ChaCha20-Poly1305 alone", cipher),
        ("SHA-256 alone", hash),
        ("floor of sealing: one and two of these", floor),
        ("seal: payload, chunk digests, plaintext digest", sealing),
        ("the `age` crate: payload, no digests", aging),
        ("open: plaintext, plaintext digest", opening),
    ] {
        // Whole mebibytes fit a float exactly.
        let gigabytes = f64::from(u32::try_from(mib)?) * 1_048_576e-9;
        let rate = gigabytes / took.as_secs_f64();
        writeln!(out, "{rate:6.2} GB/s  {what}")?;
    }
    writeln!(out, "{:6.2}       seal over its floor", sealing.as_secs_f64() / floor.as_secs_f64())?;
    Ok(())
}

/// Time on the processor where the kernel tells it (the machine may be busy), else on the wall.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (before, start) = (on_processor(), Instant::now());
    let result = work();
    let wall = start.elapsed();
    let spent = before.zip(on_processor()).and_then(|(before, after)| after.checked_sub(before));
    (result, spent.unwrap_or(wall))
}

fn on_processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
