// SPDX-License-Identifier: EUPL-1.2
//! Addresses of crypto-assets whose checksum we can compute: a mistyped one names nobody, or
//! someone else. Coins that we cannot check (Monero and others) are an `account` at their chain.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::{SegwitHrpstring, SegwitHrpstringError};
use serde::{Deserialize, Serialize};
use sha3::{Digest as _, Keccak256};

use super::IdentifierKind;
use super::fault::{Fault, IdentifierError, Part};
use crate::codes;

/// Characters of an address.
// LIMIT: BIP 173 allows 90; the others are shorter. 9 for the chain's name and a colon.
const WALLET_CHARS_MAX: usize = 90 + 9;

const ADDRESS: Part = Part(IdentifierKind::Wallet, "address");

codes! {
    /// A chain whose addresses carry a checksum that we compute.
    pub enum Chain is "a chain" {
        /// `Base58Check`, or Bech32 and Bech32m (BIP 173, BIP 350).
        Bitcoin = "bitcoin",
        /// Hexadecimal with capitals as checksum (EIP-55); other chains share the form.
        Ethereum = "ethereum",
        /// `Base58Check`.
        Tron = "tron",
    }
}

/// An address on a chain, in its canonical text: Bech32 in small letters, hexadecimal as EIP-55.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Wallet {
    chain: Chain,
    address: String,
}

/// A wallet as it comes, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    chain: Chain,
    address: String,
}

impl Wallet {
    /// The address on this chain, if its checksum fits.
    pub fn new(chain: Chain, address: &str) -> Result<Self, IdentifierError> {
        let address = ADDRESS.clean(address, WALLET_CHARS_MAX)?;
        let address = match chain {
            Chain::Bitcoin => bitcoin(address),
            Chain::Ethereum => ethereum(address),
            Chain::Tron => tron(address),
        }?;
        Ok(Self { chain, address })
    }

    /// The chain.
    #[must_use]
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

impl FromStr for Wallet {
    type Err = IdentifierError;

    /// An address alone, or after the name of its chain and a colon.
    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let text = ADDRESS.clean(text, WALLET_CHARS_MAX)?;
        if let Some((chain, address)) = text.split_once(':') {
            let expected = "an address of Bitcoin, Ethereum or Tron; write others as an account";
            let chain = Chain::from_code(chain).ok_or_else(|| ADDRESS.form(text, expected))?;
            return Self::new(chain, address);
        }
        let chain = match text.as_bytes() {
            [b'0', b'x' | b'X', ..] => Chain::Ethereum,
            [b'T', ..] => Chain::Tron,
            _ => Chain::Bitcoin,
        };
        Self::new(chain, text)
    }
}

impl TryFrom<Written> for Wallet {
    type Error = IdentifierError;

    fn try_from(written: Written) -> Result<Self, IdentifierError> {
        Self::new(written.chain, &written.address)
    }
}

impl From<Wallet> for Written {
    fn from(wallet: Wallet) -> Self {
        Self { chain: wallet.chain, address: wallet.address }
    }
}

/// Whether it is written as one of the addresses is: by its first characters, alphabet and length.
pub(super) fn has_shape(text: &str) -> bool {
    if let Some((chain, address)) = text.split_once(':') {
        return Chain::from_code(chain).is_some() && has_shape(address);
    }
    let small = text.to_ascii_lowercase();
    if let Some(hex) = small.strip_prefix("0x") {
        return hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(rest) = small.strip_prefix("bc1") {
        return (11..=87).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    }
    // Long enough, and of both cases: file names and session numbers seldom are.
    text.starts_with(['1', '3', 'T'])
        && (26..=35).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_lowercase())
        && text.bytes().any(|b| b.is_ascii_uppercase())
}

fn bitcoin(address: &str) -> Result<String, IdentifierError> {
    let small = address.to_ascii_lowercase();
    if small.starts_with("bc1") {
        return segwit(address);
    }
    if small.starts_with("tb1") || small.starts_with("bcrt1") {
        return Err(ADDRESS.wrong(address, Fault::Barred("it belongs to a test network")));
    }
    match base58(address)?.as_slice() {
        // Version 0 pays to a key, version 5 to a script.
        [0 | 5, hash @ ..] if hash.len() == 20 => Ok(address.to_owned()),
        [111 | 196, hash @ ..] if hash.len() == 20 => {
            Err(ADDRESS.wrong(address, Fault::Barred("it belongs to a test network")))
        }
        _ => Err(ADDRESS.form(address, "a Bitcoin address")),
    }
}

/// BIP 173 for version 0, BIP 350 for the later ones.
fn segwit(address: &str) -> Result<String, IdentifierError> {
    match SegwitHrpstring::new(address) {
        Ok(found) if found.hrp().to_lowercase() == "bc" => Ok(address.to_ascii_lowercase()),
        Ok(_) => Err(ADDRESS.form(address, "a Bitcoin address")),
        Err(SegwitHrpstringError::Checksum(_)) => {
            Err(ADDRESS.wrong(address, Fault::Checksum("checksum")))
        }
        Err(_) => Err(ADDRESS.form(address, "a Bitcoin address in Bech32 or Bech32m")),
    }
}

fn ethereum(address: &str) -> Result<String, IdentifierError> {
    let wrong = || ADDRESS.form(address, "an Ethereum address: `0x` and 40 hexadecimal digits");
    let digits = address.strip_prefix("0x").ok_or_else(wrong)?;
    if digits.len() != 40 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let checked = eip55(&digits.to_ascii_lowercase());
    let lower = digits.bytes().any(|b| b.is_ascii_lowercase());
    let upper = digits.bytes().any(|b| b.is_ascii_uppercase());
    // In one case only it was written without a checksum.
    if lower && upper && digits != checked {
        return Err(ADDRESS.wrong(address, Fault::Checksum("checksum of capitals (EIP-55)")));
    }
    Ok(format!("0x{checked}"))
}

/// Capitals where the Keccak-256 digest of the small digits has a half-octet of 8 or more.
fn eip55(digits: &str) -> String {
    let digest = hex::encode(Keccak256::digest(digits.as_bytes()));
    digits
        .chars()
        .zip(digest.chars())
        .map(|(digit, mark)| if mark >= '8' { digit.to_ascii_uppercase() } else { digit })
        .collect()
}

fn tron(address: &str) -> Result<String, IdentifierError> {
    match base58(address)?.as_slice() {
        [0x41, hash @ ..] if hash.len() == 20 => Ok(address.to_owned()),
        _ => Err(ADDRESS.form(address, "a Tron address")),
    }
}

/// Version and payload of a `Base58Check` text whose checksum fits.
fn base58(address: &str) -> Result<Vec<u8>, IdentifierError> {
    use bs58::decode::Error;
    // LIMIT: 25 octets are at most 35 characters; decoding takes time by the square of the length.
    if address.len() > 35 {
        return Err(ADDRESS.form(address, "an address of at most 35 characters"));
    }
    match bs58::decode(address).with_check(None).into_vec() {
        Ok(octets) => Ok(octets),
        Err(Error::InvalidChecksum { .. }) => {
            Err(ADDRESS.wrong(address, Fault::Checksum("checksum")))
        }
        Err(_) => {
            let expected = "in Base58, which has no `0`, `O`, `I` or `l`";
            Err(ADDRESS.form(address, expected))
        }
    }
}
