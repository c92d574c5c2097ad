// SPDX-License-Identifier: EUPL-1.2
//! The ways in which officers sign in.

use comity_domain::id::{CredentialId, OfficerId};

use super::{at, is_conflict};
use crate::{Credential, CredentialKind, Store, Used};

fn officer(n: u8) -> OfficerId {
    OfficerId::from_parts(1, [n; 10])
}

fn credential(n: u8, of: u8) -> Credential {
    Credential {
        id: CredentialId::from_parts(n.into(), [n; 10]),
        officer: officer(of),
        kind: if n == 1 { CredentialKind::Password } else { CredentialKind::Passkey },
        name: format!("stick {n}"),
        secret: vec![n; 3],
        step: 7,
        added: at(1),
        used: None,
    }
}

fn use_of(n: u8, from: u64, to: u64) -> Used {
    Used { id: credential(n, 0).id, from, to, at: at(9), secret: None }
}

pub(super) async fn credentials_are_kept_by_officer(store: &Store) {
    for (n, of) in [(3, 1), (1, 1), (2, 2)] {
        store.add_credential(credential(n, of)).await.unwrap();
    }
    let kept = store.credentials(officer(1)).await.unwrap();
    assert_eq!(kept, [credential(1, 1), credential(3, 1)]);
    assert_eq!(store.credentials(officer(2)).await.unwrap(), [credential(2, 2)]);
    assert_eq!(store.credentials(officer(3)).await.unwrap(), []);
    assert!(is_conflict(&store.add_credential(credential(1, 2)).await));
    assert_eq!(store.credentials(officer(2)).await.unwrap(), [credential(2, 2)]);
}

pub(super) async fn one_use_counts_for_one_step(store: &Store) {
    store.add_credential(credential(1, 1)).await.unwrap();
    assert!(store.use_credential(use_of(1, 7, 20)).await.unwrap());
    assert!(!store.use_credential(use_of(1, 7, 21)).await.unwrap(), "somebody was quicker");
    let again = Used { secret: Some(vec![4]), ..use_of(1, 20, 21) };
    assert!(store.use_credential(again).await.unwrap());
    let kept = store.credentials(officer(1)).await.unwrap();
    let expected = Credential { step: 21, used: Some(at(9)), secret: vec![4], ..credential(1, 1) };
    assert_eq!(kept, [expected]);
    assert!(!store.use_credential(use_of(2, 7, 8)).await.unwrap(), "there is none");
}

pub(super) async fn a_credential_is_changed_by_its_officer_alone(store: &Store) {
    store.add_credential(credential(1, 1)).await.unwrap();
    store.add_credential(credential(2, 1)).await.unwrap();
    let (one, two) = (credential(1, 1).id, credential(2, 1).id);
    assert!(!store.name_credential(officer(2), one, "mine".to_owned()).await.unwrap());
    assert_eq!(store.remove_credentials(officer(2), vec![one, two]).await.unwrap(), 0);
    assert_eq!(store.credentials(officer(1)).await.unwrap().len(), 2);
    assert!(store.name_credential(officer(1), one, "mine".to_owned()).await.unwrap());
    assert_eq!(store.remove_credentials(officer(1), vec![two]).await.unwrap(), 1);
    let kept = store.credentials(officer(1)).await.unwrap();
    assert_eq!(kept, [Credential { name: "mine".to_owned(), ..credential(1, 1) }]);
}
