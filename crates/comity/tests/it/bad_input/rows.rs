// SPDX-License-Identifier: EUPL-1.2
//! Words on rows of the law that somebody wrote into the store, or took out, past the program: what
//! is on record counts.

use comity_domain::law::{Progress, Verdict};
use comity_domain::role::Role;
use comity_node::Comparing;
use comity_testkit::World;

use super::Log;
use crate::federation::desk;

/// Where the store keeps what officers said of rows of the Convention.
const WORDS: &str = "law rows uncc";

#[tokio::test]
async fn of_words_on_rows_of_the_law_those_count_that_officers_said() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::begin();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Cora", &[Role::CentralAuthority]).await;
    let b = desk(&world.xa, "Max", &[Role::CentralAuthority]).await;
    let law = world.xa.node.law().instrument(&"uncc".parse().unwrap()).unwrap().clone();
    let row = |(table, name)| law.row_text(table, name).unwrap().digest;
    let (one, two) = (row(("provision", "42(1)")), row(("provision", "42(2)")));
    let said = Comparing {
        instrument: "uncc".parse().unwrap(),
        rows: vec![one, two],
        verdict: Verdict::Agrees,
        document: " A/RES/79/243 ".to_owned(),
        page: "p. 31".to_owned(),
        on: None,
        says: None,
    };
    world.xa.node.compare_rows(&a.officer, &said).await.unwrap();
    let both = Comparing { rows: vec![one], ..said };
    world.xa.node.compare_rows(&b.officer, &both).await.unwrap();
    let third = row(("measure", "preservation"));
    let differs = Comparing {
        rows: vec![third],
        verdict: Verdict::Differs,
        says: Some("It says otherwise.".to_owned()),
        ..both
    };
    world.xa.node.compare_rows(&b.officer, &differs).await.unwrap();
    let world = world.restarted(folder.path()).await;
    assert!(
        log.lines().iter().all(|line| line["fields"]["recorded"].is_null()),
        "all is as it was"
    );
    // The second word on the other row, as Max would have said it; and what he found is gone.
    let kept = world.xa.node.store().setting(WORDS).await.unwrap().unwrap();
    let mut words: Vec<serde_json::Value> = serde_json::from_slice(&kept).unwrap();
    words.pop();
    let mut forged = words[2].clone();
    forged["digest"] = words[1]["digest"].clone();
    forged["row"] = words[1]["row"].clone();
    words.push(forged);
    words.push(words[2].clone());
    let octets = serde_json::to_vec(&words).unwrap();
    world.xa.node.store().put_setting(WORDS, octets).await.unwrap();
    let world = world.restarted(folder.path()).await;
    let compared = world.xa.node.compared();
    assert_eq!(compared.of(one).progress(), Progress::Confirmed, "what was said counts");
    assert_eq!(compared.of(two).progress(), Progress::One, "what was not does not");
    assert_eq!(compared.of(third).progress(), Progress::Disputed, "and what was taken out does");
    let line = log.last("what the store has of officers' words on rows of the law");
    let counts = (&line["fields"]["stored"], &line["fields"]["recorded"]);
    assert_eq!((&line["level"], counts), (&"WARN".into(), (&5.into(), &4.into())));
}
