// SPDX-License-Identifier: EUPL-1.2
//! Prints what each operation of the protocol costs, beside the bare arithmetic under it.
//! Run it with `--release`; take ratios, not figures. With `floor` it prints one number: the
//! microseconds of signing and key agreement that a message and its receipt cannot do without.
#![expect(clippy::expect_used, reason = "a program for developers: it stops at the first fault")]
#![expect(clippy::print_stdout, reason = "a program that prints its findings")]

#[path = "../src/fixture.rs"]
#[expect(dead_code, reason = "shared with the unit tests, which use all of it")]
mod fixture;

use std::hint::black_box;
use std::time::Instant;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ML_DSA_44, ML_DSA_44_SIGNING};
use aws_lc_rs::signature::{ParsedPublicKey, PqdsaKeyPair};
use comity_domain::id::Digest;
use comity_protocol::envelope::{self, Parts};
use comity_protocol::hpke;
use comity_protocol::ledger::{Direction, Entry};
use comity_protocol::statement::{SALT_BYTES, open_message, seal_message};
use fixture::{State, body, head, message_id, now};

const ROUNDS: u32 = 500;

fn timed(mut work: impl FnMut()) -> f64 {
    work();
    let start = Instant::now();
    (0..ROUNDS).for_each(|_| work());
    start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

fn measure(what: &str, work: impl FnMut()) {
    println!("{:>9.1} us  {what}", timed(work));
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("floor") {
        // Message and receipt are each signed, sealed, opened and verified once.
        println!("{:.1}", 2.0 * arithmetic().into_iter().sum::<f64>());
        return;
    }
    let [signing, verifying, sealing, opening] = arithmetic();
    println!("bare arithmetic, over 6 KiB:");
    println!("{signing:>9.1} us  Ed25519 and ML-DSA-44 sign");
    println!("{verifying:>9.1} us  Ed25519 and ML-DSA-44 verify");
    println!("{sealing:>9.1} us  HPKE X-Wing seal");
    println!("{opening:>9.1} us  HPKE X-Wing open");
    messages();
}

/// Microseconds of signing, verifying, sealing and opening.
fn arithmetic() -> [f64; 4] {
    let octets = vec![7; 6 * 1024];
    let ed25519 = Ed25519KeyPair::from_seed_unchecked(&[1; 32]).expect("a seed");
    let ml_dsa_44 = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, &[1; 32]).expect("a seed");
    let first = ed25519.sign(&octets);
    let mut second = vec![0; 2420];
    let signing = timed(|| {
        black_box(ed25519.sign(&octets));
        ml_dsa_44.sign(&octets, &mut second).expect("a signature");
    });
    let ed25519 = ParsedPublicKey::new(&ED25519, ed25519.public_key()).expect("a key");
    let ml_dsa_44 = ParsedPublicKey::new(&ML_DSA_44, ml_dsa_44.public_key()).expect("a key");
    let verifying = timed(|| {
        ed25519.verify_sig(&octets, first.as_ref()).expect("good");
        ml_dsa_44.verify_sig(&octets, &second).expect("good");
    });
    let secret = &State::borealia().envelope;
    let key = secret.public().parse().expect("a key");
    let mut sealed = octets.clone();
    let sealing = timed(|| {
        black_box(hpke::seal_in_place(&key, b"info", b"aad", &mut sealed).expect("sealed"));
    });
    let mut sealed = octets.clone();
    let beside = hpke::seal_in_place(&key, b"info", b"aad", &mut sealed).expect("sealed");
    sealed.extend_from_slice(&beside.tag);
    let opening = timed(|| {
        let mut octets = sealed.clone();
        hpke::open_in_place(secret, &beside.encapsulated, b"info", b"aad", &mut octets)
            .expect("opened");
    });
    [signing, verifying, sealing, opening]
}

fn messages() {
    let (arcadia, borealia) = (State::arcadia(), State::borealia());
    let key = borealia.envelope.public().parse().expect("a key");
    let ring = arcadia.ring();
    let salt = [5; SALT_BYTES];
    let write = || seal_message(head(arcadia, borealia), &body(), &salt, &arcadia.keys);
    let message = write().expect("a message");
    println!("a message of {} octets:", message.statement.bytes.len() + message.body.len());
    measure("write and sign", || drop(black_box(write())));
    measure("verify and read", || {
        let statement = &message.statement.bytes;
        black_box(open_message(statement, &message.body, &ring, now()).expect("good"));
    });
    measure("ledger entry", || {
        let whole = Digest::of(&message.statement.bytes);
        black_box(Entry::new(&message.head, Direction::Sent, whole, [4; 32]));
    });
    let parts = Parts {
        statement: Some(&message.statement.bytes),
        body: Some(&message.body),
        ..Parts::default()
    };
    let seal = || envelope::seal(arcadia.code, borealia.code, message_id(), &key, &parts);
    let sealed = seal().expect("an envelope");
    measure("seal the envelope", || drop(black_box(seal())));
    measure("open the envelope", || {
        black_box(envelope::open(&sealed, borealia.code, &borealia.envelope).expect("good"));
    });
}
