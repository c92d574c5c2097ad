// SPDX-License-Identifier: EUPL-1.2
//! Searches by identifier: exact, with a case, and on record before they are answered.

use comity_domain::identifier::IdentifierKind;

use super::*;

#[tokio::test]
async fn a_search_finds_exactly_what_a_request_names_and_is_on_record() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let b = desk(&world.xb, "Bo", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    // At both desks; with any port and instant, or exactly these.
    for one in [&a, &b] {
        for (text, found) in [
            ("203.0.113.7", 1),
            ("203.0.113.7:5 2026-11-20T03:02:11+00:00", 1),
            ("203.0.113.7:9 2026-11-20T03:02:11+00:00", 0),
            ("203.0.113.8", 0),
        ] {
            let lines = one.post.node.search(&one.officer, (None, text), "A-77/26").await.unwrap();
            assert_eq!(lines.len(), found, "{text}");
            assert!(lines.iter().all(|line| line.request == id));
        }
    }
    let kind = Some(IdentifierKind::Account);
    let none = a.post.node.search(&a.officer, (kind, "bank:203.0.113.7"), "A-77/26").await.unwrap();
    assert!(none.is_empty(), "an account of that number is another thing");
    let oversight = desk(&world.xa, "Ona", &[Role::Oversight]).await;
    let record = a.post.node.searches(&oversight.officer, None, 200).await.unwrap();
    assert_eq!(record.len(), 5, "the newest first");
    assert_eq!((record[0].kind, record[0].found), (IdentifierKind::Account, 0));
    assert!(record.iter().all(|line| line.by == a.officer.id && line.case == "A-77/26"));
    assert_eq!(record[4].name.as_deref(), Some("Vera"));
    let again = a.post.node.search(&a.officer, (None, " 203.0.113.7 "), "A-78/26").await.unwrap();
    assert_eq!(again.len(), 1);
    let record = a.post.node.searches(&oversight.officer, None, 2).await.unwrap();
    assert_eq!(record.len(), 2);
    let rest = a.post.node.searches(&oversight.officer, Some(record[1].number), 9).await.unwrap();
    assert_eq!(rest.len(), 4);
    assert_eq!(record[0].term, rest[3].term, "the same was looked for again");
    assert!(!serde_json::to_string(&rest).unwrap().contains("203.0.113"), "not kept in clear");
    let refused = a.post.node.searches(&a.officer, None, 9).await.unwrap_err();
    assert!(refused.code().starts_with("policy."), "only the oversight body reads it");
}

#[tokio::test]
async fn a_search_without_a_case_or_by_another_way_finds_nothing() {
    let world = World::new().await;
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let id = a.draft(preservation()).await;
    let node = &a.post.node;
    for (text, case) in [("203.0.113.7", " "), ("203.0.113.7", &*"x".repeat(201)), ("hello", "A")] {
        let refused = node.search(&a.officer, (None, text), case).await.unwrap_err();
        assert_eq!(refused.code(), "node.conflict", "{text}: {refused}");
    }
    let admin = desk(&world.xa, "Ada", &[Role::Administrator]).await;
    let refused = node.search(&admin.officer, (None, "203.0.113.7"), "A").await.unwrap_err();
    assert!(refused.code().starts_with("policy."), "{refused}");
    // A reference finds by reference, and never whom a request names.
    let referred = node.referred(&a.officer, "a-77/26").await.unwrap();
    assert_eq!(referred.iter().map(|line| line.request).collect::<Vec<_>>(), [id]);
    for named in ["203.0.113.7", "203.0.113.7:5 2026-11-20T03:02:11+00:00"] {
        assert!(node.referred(&a.officer, named).await.unwrap().is_empty());
    }
    let oversight = desk(&world.xa, "Ona", &[Role::Oversight]).await;
    assert!(node.searches(&oversight.officer, None, 9).await.unwrap().is_empty());
}
