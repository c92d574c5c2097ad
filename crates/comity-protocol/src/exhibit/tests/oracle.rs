// SPDX-License-Identifier: EUPL-1.2
//! The `age` crate as the second opinion on header and payload: it writes its own, and knows
//! nothing of ours but the one stanza.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};

use age::secrecy::ExposeSecret as _;
use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use age_core::format::{FileKey as AgeKey, Stanza};
use base64ct::{Base64Unpadded, Encoding as _};

use super::*;
use crate::exhibit::wrap::{self, WrapFault};

impl age::Recipient for ExhibitRecipient {
    fn wrap_file_key(
        &self,
        file_key: &AgeKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let wrapped = wrap::seal_file_key(self.octets(), file_key.expose_secret()).unwrap();
        let stanza = Stanza {
            tag: "mlkem768x25519".to_owned(),
            args: vec![Base64Unpadded::encode_string(&wrapped.encapsulation)],
            body: wrapped.sealed,
        };
        Ok((vec![stanza], HashSet::from(["postquantum".to_owned()])))
    }
}

impl age::Identity for ExhibitIdentity {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<AgeKey, DecryptError>> {
        if stanza.tag != "mlkem768x25519" {
            return None;
        }
        let share = Base64Unpadded::decode_vec(stanza.args.first()?).unwrap();
        match wrap::open_file_key(self.seed(), &share, &stanza.body) {
            Ok(key) => Some(Ok(AgeKey::new(Box::new(*key)))),
            Err(WrapFault::OtherKey) => None,
            Err(WrapFault::Malformed) => Some(Err(DecryptError::InvalidHeader)),
        }
    }
}

#[test]
fn the_age_crate_opens_what_we_seal() {
    for size in border_sizes().into_iter().filter(|size| size % 3 == 0) {
        let plaintext = octets(size);
        let package = package(&plaintext, &[1, 2], 3);
        let file = [package.header, package.payload].concat();
        let decryptor = Decryptor::new(&file[..]).unwrap();
        let identity: &dyn age::Identity = &identity(2);
        let mut opened = Vec::new();
        decryptor.decrypt(std::iter::once(identity)).unwrap().read_to_end(&mut opened).unwrap();
        assert!(opened == plaintext, "{size}");
    }
}

#[test]
fn we_open_what_the_age_crate_seals() {
    for size in border_sizes().into_iter().filter(|size| size % 3 == 0) {
        let plaintext = octets(size);
        let to = recipient(1);
        let encryptor = Encryptor::with_recipients(std::iter::once(&to as _)).unwrap();
        let mut file = Vec::new();
        let mut writer = encryptor.wrap_output(&mut file).unwrap();
        writer.write_all(&plaintext).unwrap();
        writer.finish().unwrap();

        let sealed = adopt(&mut &file[..], &identity(1)).unwrap();
        let (header, payload) = file.split_at(sealed.header.len());
        assert_eq!(header, sealed.header);
        let header = header.to_vec();
        let (exhibit, request) = ids();
        let parcel = sealed.parcel(exhibit, request).unwrap();
        let manifest = Manifest::new(&sealed, digest_of(&parcel), description()).unwrap();
        let package = Package { header, payload: payload.to_vec(), parcel, manifest, sealed };
        assert!(package.open(&package.payload, 1).unwrap() == plaintext, "{size}");
    }
}

#[test]
fn the_age_crate_opens_what_was_rewrapped() {
    let package = package(b"evidence", &[1], 1);
    let header = rewrap(&package.header, &identity(1), &[recipient(5)]).unwrap();
    let file = [header, package.payload].concat();
    let identity: &dyn age::Identity = &identity(5);
    let decryptor = Decryptor::new(&file[..]).unwrap();
    let mut opened = Vec::new();
    decryptor.decrypt(std::iter::once(identity)).unwrap().read_to_end(&mut opened).unwrap();
    assert_eq!(opened, b"evidence");
}

#[test]
fn a_classical_recipient_cannot_stand_beside_ours() {
    let classical = age::x25519::Identity::generate().to_public();
    let ours = recipient(1);
    let mixed: [&dyn age::Recipient; 2] = [&ours, &classical];
    let refused = Encryptor::with_recipients(mixed.into_iter()).err();
    assert!(matches!(refused, Some(EncryptError::IncompatibleRecipients { .. })));
}
