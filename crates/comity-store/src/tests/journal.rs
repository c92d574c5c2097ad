// SPDX-License-Identifier: EUPL-1.2
//! The journal.

use comity_domain::id::Code;
use jiff::Timestamp;

use super::at;
use crate::Store;

fn kind(text: &str) -> Code {
    text.parse().unwrap()
}

pub(super) async fn lines_are_read_by_kind_the_newest_first(store: &Store) {
    assert_eq!(store.journal(kind("roster"), None, 10).await.unwrap(), []);
    let fine = "2026-11-22T03:00:00.123456789Z".parse::<Timestamp>().unwrap();
    for (of, when, n) in [("roster", at(1), 1), ("hand-over", at(2), 2), ("roster", fine, 3)] {
        let number = store.journal_write(kind(of), when, vec![n; 3]).await.unwrap();
        assert_eq!(number, u64::from(n), "numbers grow over all kinds");
    }
    let lines = store.journal(kind("roster"), None, 10).await.unwrap();
    let said: Vec<_> = lines.iter().map(|line| (line.number, line.body.clone())).collect();
    assert_eq!(said, [(3, vec![3; 3]), (1, vec![1; 3])]);
    assert_eq!(lines[0].at.to_string(), "2026-11-22T03:00:00.123456Z");
    assert_eq!(store.journal(kind("roster"), None, 1).await.unwrap().len(), 1);
    let older = store.journal(kind("roster"), Some(3), 10).await.unwrap();
    assert_eq!(older.iter().map(|line| line.number).collect::<Vec<_>>(), [1]);
}
