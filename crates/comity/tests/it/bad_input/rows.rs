// SPDX-License-Identifier: EUPL-1.2
//! Words on rows of the law that somebody wrote into the store, past the program: they do not count.

use comity_domain::law::{Progress, Verdict};
use comity_domain::role::Role;
use comity_node::Comparing;
use comity_testkit::World;

use super::Log;
use crate::federation::desk;

/// Where the store keeps what officers said of rows of the Convention.
const WORDS: &str = "law rows uncc";

#[tokio::test]
async fn a_word_on_a_row_of_the_law_that_no_officer_said_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::begin();
    let world = World::in_folder(folder.path()).await;
    let a = desk(&world.xa, "Cora", &[Role::CentralAuthority]).await;
    let b = desk(&world.xa, "Max", &[Role::CentralAuthority]).await;
    let law = world.xa.node.law().instrument(&"uncc".parse().unwrap()).unwrap().clone();
    let row = |name| law.row_text("provision", name).unwrap().digest;
    let (one, two) = (row("42(1)"), row("42(2)"));
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
    // The second word on the other row, as Max would have said it.
    let kept = world.xa.node.store().setting(WORDS).await.unwrap().unwrap();
    let mut words: Vec<serde_json::Value> = serde_json::from_slice(&kept).unwrap();
    let mut forged = words[2].clone();
    forged["digest"] = words[1]["digest"].clone();
    forged["row"] = words[1]["row"].clone();
    words.push(forged);
    let octets = serde_json::to_vec(&words).unwrap();
    world.xa.node.store().put_setting(WORDS, octets).await.unwrap();
    let world = world.restarted(folder.path()).await;
    let compared = world.xa.node.compared();
    assert_eq!(compared.of(one).progress(), Progress::Confirmed, "what was said counts");
    assert_eq!(compared.of(two).progress(), Progress::One, "and what was not does not");
    let line = log.last("no line of the journal has");
    assert_eq!((&line["level"], &line["fields"]["words"]), (&"WARN".into(), &1.into()));
}
