// SPDX-License-Identifier: EUPL-1.2
//! Secrecy that a State asks for against the rules: it is taken in, shown with its reason, and
//! prolongs nothing.

use comity_domain::message::OutsideAct;
use comity_domain::request::Short;

use super::*;
use crate::federation::from;

/// What Borealia makes of a renewal until this day, forged with Arcadia's own keys: when secrecy
/// ends, and why that is not so late as asked.
async fn made_of(until: Timestamp, act: Option<&OutsideAct>) -> (Timestamp, Option<Short>) {
    let sixty: Timestamp = NIGHT.parse().unwrap();
    let sixty = sixty + SignedDuration::from_hours(24 * 60);
    let mut draft = preservation();
    let said = draft.body.request.as_mut().unwrap();
    said.secrecy = Some("The intruder must not learn of it.".to_owned());
    said.secrecy_until = Some(sixty);
    let scene = Scene::of(draft).await;
    assert_eq!(scene.see().await.secrecy.unwrap().until.at, sixty);
    let first = scene.see().await.timeline[0].message;
    let mut body = Body { text: Some("It goes on.".to_owned()), ..Body::default() };
    body.request = Some(from(json!({ "secrecy_until": until })));
    body.acts = act.into_iter().cloned().collect();
    let head = scene.head(|head| {
        head.kind = "correct".parse().unwrap();
        head.facts.about = first;
        head.facts.authorisation = act.map(Digest::of_json);
    });
    scene.receipted(scene.forger.send(head, &body)).await;
    let secrecy = scene.see().await.secrecy.unwrap();
    let last = secrecy.periods.last().unwrap();
    assert_eq!((last.asked.at, secrecy.periods.len()), (until, 2), "it is shown as it was asked");
    (secrecy.until.at, last.short)
}

#[tokio::test]
async fn a_renewal_against_the_rules_prolongs_nothing_at_whoever_receives_it() {
    let night: Timestamp = NIGHT.parse().unwrap();
    let days = |days: i64| night + SignedDuration::from_hours(24 * days);
    let act: OutsideAct = from(json!({ "kind": "order", "authority": "Regional Court",
        "office": "Chamber 4", "reference": "GS 12/26", "date": "2026-11-19", "scope": "Secrecy",
        "expires": days(70) }));
    let lasting = OutsideAct { expires: None, ..act.clone() };
    for (asked, act, lasts, short) in [
        (80, None, 60, Some(Short::NoAct)),
        (91, Some(&lasting), 60, Some(Short::TooLong)),
        (80, Some(&act), 70, Some(Short::ActEnded)),
        // Nothing is wrong with it.
        (80, Some(&lasting), 80, None),
    ] {
        assert_eq!(Box::pin(made_of(days(asked), act)).await, (days(lasts), short), "{short:?}");
    }
}
