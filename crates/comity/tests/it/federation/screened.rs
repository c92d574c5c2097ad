// SPDX-License-Identifier: EUPL-1.2
//! What an examiner answers about protected freedoms and persons, and what follows from it.
//!
//! Verified here: nothing is granted before it was answered; the examiner answers before the other
//! State's answers are shown; what was found stops a grant until a senior officer of another
//! authority lifted that a day ago and nobody held it; a provision in no plain class is looked at
//! by two, one that punishes speech waits for a court; an answer that was false is held against its
//! authority for a year; two refusals look the same from outside, whatever they rest on; every
//! decision comes out again as it did, and what was changed since is found; a want of dual
//! criminality rests on what was found of the conduct, and help without it on two and a reason;
//! where the two States say opposite things is counted for each State, of what was answered.

use comity_domain::dual::Dual;
use comity_domain::id::Digest;
use comity_domain::misuse::Differences;
use comity_domain::request::{Detail, What};
use comity_domain::screen::{Concern, no_to_all, no_to_all_of_an_attack};
use comity_domain::workflow::Answer;
use comity_node::view::FindingResult;
use comity_protocol::directory::verify_link;
use comity_protocol::statement::{SignedFinding, open};
use jiff::SignedDuration;

use super::authorities::of_authority;
use super::*;

/// A disclosure that Borealia acknowledged; what Arcadia says of the person goes with it.
async fn asked(world: &World, change: impl FnOnce(&mut Draft)) -> (Desk<'_>, Desk<'_>, RequestId) {
    let drafter = desk(&world.xa, "Ivo", &[Role::Investigator]).await;
    let a = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    let mut draft = disclosure("traffic");
    change(&mut draft);
    let id = drafter.draft(draft).await;
    a.step(id, json!({ "step": "draft.approve" })).await;
    a.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let b = desk(&world.xb, "Bea", &[Role::CentralAuthority, Role::Decider]).await;
    b.act(id, json!({ "kind": "ack" })).await;
    (a, b, id)
}

/// An examination that answers these with yes.
pub(super) fn found(concerns: &[Concern]) -> Value {
    let mut answers = no_to_all_of_an_attack("A ransom was asked for.");
    for answer in &mut answers {
        if concerns.contains(&answer.concern) {
            answer.said = comity_domain::screen::Said::Yes;
            answer.words = "As the file shows.".to_owned();
        }
    }
    let is = json!({ "text": "All points.", "answers": answers });
    json!({ "step": "examine", "facts": { "transfer": "lawful" },
            "detail": { "detail": "screen", "is": is } })
}

fn grant() -> Value {
    json!({ "kind": "decide", "items": [{ "n": 1, "answer": "accept" }] })
}

fn overriding(act: Value) -> Value {
    let mut act = act;
    act["override"] = json!("protected-freedoms");
    act["body"] = json!({ "text": "The conduct is theft." });
    act
}

fn lift(text: &str) -> Value {
    json!({ "step": "lift", "facts": { "rule": "protected-freedoms" },
            "detail": { "detail": "text", "is": text } })
}

async fn refused_step(desk: &Desk<'_>, id: RequestId, take: Value) -> String {
    let take: Take = from(take);
    let done = desk.try_do(Some(id), Command::Take(Box::new(take))).await;
    done.unwrap_err().code().to_owned()
}

#[tokio::test]
async fn nothing_is_granted_before_the_questions_are_answered() {
    let world = World::new().await;
    let (_, b, id) = asked(&world, |_| ()).await;
    let examiner = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    let words = json!({ "step": "examine", "detail": { "detail": "text", "is": "All points." } });
    examiner.step(id, words).await;
    assert_eq!(b.refused(id, grant()).await, "policy.safeguard");
    let what = What::Message(comity_domain::message::Kind::Decide, Some(Answer::Accept));
    let lacks = |found: &[comity_node::view::FindingView]| -> Vec<String> {
        let lacks = found.iter().filter(|one| one.result == FindingResult::Lacks);
        lacks.map(|one| one.rule.to_string()).collect()
    };
    let before = world.xb.node.findings(&b.officer, id, what).await.unwrap();
    assert_eq!(lacks(&before), ["screened-first", "transfer-answered"]);
    // Half of the questions are none.
    let mut half = examination("All points.");
    half["detail"]["is"]["answers"].as_array_mut().unwrap().pop();
    assert_eq!(refused_step(&examiner, id, half).await, "request.field-missing");
    examiner.step(id, examination("All points.")).await;
    let after = world.xb.node.findings(&b.officer, id, what).await.unwrap();
    assert_eq!(lacks(&after), [""; 0]);
    b.act(id, grant()).await;
    let last = b.see(id).await.timeline.pop().unwrap();
    assert!(last.held.iter().any(|rule| rule.as_str() == "screened-first"), "{:?}", last.held);
}

#[tokio::test]
async fn an_examination_is_signed_with_every_sentence_in_it() {
    let world = World::new().await;
    let (_, b, id) = asked(&world, |_| ()).await;
    let pia = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    pia.step(id, found(&[Concern::Press])).await;
    let package = Box::pin(world.xb.node.package(&b.officer, id)).await.unwrap();
    let signed: Vec<_> = package.iter().filter(|(path, _)| path.starts_with("findings/")).collect();
    let [(_, statement)] = signed.as_slice() else { panic!("{}", signed.len()) };
    let directory = verify_link(None, &world.xb.node.directory(), world.xb.root).unwrap();
    let opened = open::<SignedFinding>(statement, &directory.value().ring().unwrap()).unwrap();
    let finding = opened.value();
    assert_eq!((finding.request, finding.officer), (id, pia.officer.id));
    // The sentences that the copy for the defence prints are those that were signed.
    let seen = pia.see(id).await;
    let step = seen.timeline.iter().rev().find_map(|line| line.step.as_ref()).unwrap();
    let Some(Detail::Screen(text)) = &step.detail else { panic!("{:?}", step.detail) };
    assert!(text.answers.iter().any(|answer| answer.words == "As the file shows."));
    assert_eq!(finding.finding, Digest::of_json(text));
}

#[tokio::test]
async fn the_examiner_answers_before_anything_of_the_others_is_shown() {
    let world = World::new().await;
    let say = |draft: &mut Draft| {
        draft.body.request.as_mut().unwrap().screen = no_to_all();
    };
    let (_, b, id) = asked(&world, say).await;
    let examiner = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    for desk in [&b, &examiner] {
        let seen = desk.see(id).await;
        assert!(seen.screen.hidden && seen.screen.theirs.is_empty());
        let body = seen.timeline[0].body.as_ref().unwrap();
        assert!(body.request.as_ref().unwrap().screen.is_empty());
    }
    examiner.step(id, found(&[Concern::Press])).await;
    let seen = examiner.see(id).await;
    assert_eq!(seen.screen.theirs.len(), Concern::ALL.len());
    assert!(seen.screen.differs && !seen.screen.hidden);
    assert_eq!(seen.screen.concerns, [Concern::Press].into());
}

#[tokio::test]
async fn what_was_found_stops_a_grant_until_it_was_lifted_for_a_day() {
    let world = World::new().await;
    let (a, b, id) = asked(&world, |_| ()).await;
    of_authority(&world, "Pia", "xb-prosecutor", Role::Examiner)
        .await
        .step(id, found(&[Concern::Press]))
        .await;
    assert_eq!(b.refused(id, grant()).await, "policy.safeguard");
    assert_eq!(b.refused(id, overriding(grant())).await, "policy.safeguard", "nobody lifted it");
    // Nobody of the authority that examined, nor of none that is known.
    let own = of_authority(&world, "Sol", "xb-prosecutor", Role::Supervisor).await;
    assert_eq!(refused_step(&own, id, lift("It is theft.")).await, "policy.safeguard");
    let (name, roles) = ("Sam".to_owned(), vec![Role::Supervisor]);
    let nobodys = comity_node::NewOfficer { name, login: None, authority: None, roles };
    let officer = world.xb.node.enrol(nobodys).await.unwrap().0;
    let unknown = Desk { post: &world.xb, officer };
    assert_eq!(refused_step(&unknown, id, lift("It is theft.")).await, "policy.safeguard");
    let senior = of_authority(&world, "Sue", "xb-central", Role::Supervisor).await;
    assert_eq!(refused_step(&senior, id, lift(" ")).await, "request.field-missing");
    senior.step(id, lift("It is theft, and no source is sought.")).await;
    world.hands.wait(SignedDuration::from_hours(23));
    assert_eq!(b.refused(id, overriding(grant())).await, "policy.safeguard", "a day is not over");
    world.hands.wait(SignedDuration::from_hours(1));
    assert_eq!(b.refused(id, grant()).await, "policy.safeguard", "the act does not say so");
    let done = b.act(id, overriding(grant())).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    // Whoever is to consent sees what to.
    let waiting = &senior.see(id).await.proposals[0];
    let answer = waiting.items[0].answer.as_ref().map(ToString::to_string);
    assert_eq!((waiting.items[0].n, answer.as_deref()), (1, Some("accept")));
    assert_eq!(waiting.text.as_deref(), Some("The conduct is theft."));
    assert_eq!(waiting.overridden.as_ref().unwrap().as_str(), "protected-freedoms");
    let checked = |rule: &str| {
        let found = waiting.findings.iter().find(|one| one.rule.as_str() == rule);
        found.map(|one| one.result)
    };
    assert_eq!(checked("screened-first"), Some(FindingResult::Holds));
    assert_eq!(checked("two-for-override"), Some(FindingResult::Holds), "with whoever reads it");
    // The oversight body holds it, and then nobody grants.
    let seat = desk(&world.xb, "Olga", &[Role::Oversight]).await;
    let hold = json!({ "step": "lift.hold", "facts": { "rule": "protected-freedoms" },
                       "detail": { "detail": "text", "is": "Show me the file." } });
    seat.step(id, hold).await;
    let held = Box::pin(world.xb.node.consent(&senior.officer, id, proposal)).await.unwrap_err();
    assert_eq!(held.code(), "policy.safeguard");
    // Lifted anew, it is a day again.
    senior.step(id, lift("The seat has seen the file.")).await;
    world.hands.wait(SignedDuration::from_hours(24));
    senior.consent(id, proposal).await;
    agreed(&world, &a, &b, id, "accepted").await;
    // Who asked learns that a rule was set aside, and nothing of why it applied.
    let there = a.see(id).await;
    let told = there.timeline.last().unwrap().facts.as_ref().unwrap();
    assert_eq!(told.overridden.as_ref().unwrap().as_str(), "safeguard");
    for named in ["protected-freedoms", "press"] {
        assert!(!serde_json::to_string(&there.timeline).unwrap().contains(named), "{named}");
    }
    // The oversight body of the State that decided finds the rule in the full reason.
    let here = b.see(id).await.timeline.into_iter().rev().find(|line| line.kind == "decide");
    let here = here.unwrap();
    assert_eq!(here.full_reason.unwrap().text, "override: protected-freedoms");
    // What was set aside is on record as that, and comes out again as that.
    assert_eq!(here.overridden, ["protected-freedoms".parse().unwrap()]);
    assert!(here.held.iter().all(|rule| rule.as_str() != "protected-freedoms"));
    assert_eq!(there.timeline.last().unwrap().overridden, ["safeguard".parse().unwrap()]);
    let replay = Box::pin(world.xb.node.replay(&b.officer, id)).await.unwrap();
    for act in &replay.acts {
        assert_eq!(act.differs, [""; 0], "{}", act.what);
    }
    assert!(!serde_json::to_string(&there).unwrap().contains("press"));
}

#[tokio::test]
async fn what_is_found_in_the_evidence_stops_its_hand_over() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let (a, b, id) = asked(&world, |_| ()).await;
    let examiner = of_authority(&world, "Pia", "xb-prosecutor", Role::Examiner).await;
    examiner.step(id, found(&[])).await;
    b.act(id, grant()).await;
    begun(&world, id).await;
    let read = std::io::Cursor::new(b"evidence");
    put(&world, id, (Role::Executor, connections()), read).await.unwrap();
    let keeper = desk(&world.xb, "Eva", &[Role::Evidence]).await;
    let chief = of_authority(&world, "Cleo", "xb-central", Role::Supervisor).await;
    let says = |step: &str, text: &str| {
        let detail = json!({ "detail": "text", "is": text });
        json!({ "step": step, "items": [1], "detail": detail })
    };
    keeper.step(id, says("exhibit.review", "Calls of a newsroom.")).await;
    chief.step(id, says("exhibit.clear", "Released.")).await;
    // Whoever reviewed it told the examiner, who answers anew; all work stands as it was.
    examiner.step(id, found(&[Concern::Press])).await;
    let whole = || json!({ "kind": "disclose", "items": [{ "n": 1, "answer": "whole" }] });
    assert_eq!(keeper.refused(id, whole()).await, "policy.safeguard");
    let what = What::Message(comity_domain::message::Kind::Disclose, Some(Answer::Whole));
    let findings = world.xb.node.findings(&keeper.officer, id, what).await.unwrap();
    let lacks = findings.iter().filter(|one| one.result == FindingResult::Lacks);
    let lacks: Vec<_> = lacks.map(|one| one.rule.as_str()).collect();
    assert_eq!(lacks, ["protected-freedoms"]);
    chief.step(id, lift("The newsroom was the victim, and asked for it.")).await;
    world.hands.wait(SignedDuration::from_hours(24));
    let done = keeper.act(id, overriding(whole())).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    chief.consent(id, proposal).await;
    agreed(&world, &a, &b, id, "delivered").await;
}

#[tokio::test]
async fn a_provision_in_no_plain_class_is_looked_at_by_two_and_one_of_speech_waits_for_a_court() {
    let world = World::new().await;
    let cite = |cite: &'static str| {
        move |draft: &mut Draft| {
            let said = draft.body.request.as_mut().unwrap();
            said.offences[0].provision = cite.to_owned();
        }
    };
    let (_, b, id) = asked(&world, cite("PC 999")).await;
    let (pia, max) = (
        desk(&world.xb, "Pia", &[Role::Examiner]).await,
        desk(&world.xb, "Max", &[Role::Examiner]).await,
    );
    pia.step(id, examination("All points.")).await;
    let seen = max.see(id).await.screen;
    assert!(seen.by_two && seen.hidden, "the second word is no echo of the first");
    assert_eq!(seen.unclassed, ["PC 999"]);
    pia.step(id, examination("All points, again.")).await;
    assert_eq!(b.refused(id, grant()).await, "policy.safeguard", "one person is not two");
    max.step(id, examination("All points.")).await;
    b.act(id, grant()).await;

    let (_, _, id) = asked(&world, cite("pc  144")).await;
    for desk in [&pia, &max] {
        desk.step(id, examination("All points.")).await;
    }
    let what = What::Message(comity_domain::message::Kind::Decide, Some(Answer::Accept));
    let found = world.xb.node.findings(&b.officer, id, what).await.unwrap();
    let result = |rule: &str| found.iter().find(|one| one.rule.as_str() == rule).unwrap().result;
    assert_eq!(result("protected-freedoms"), FindingResult::Lacks, "whatever was answered");
    assert_eq!(result("speech-by-court"), FindingResult::Entered);
}

#[tokio::test]
async fn an_answer_that_was_false_is_held_against_its_authority_for_a_year() {
    let world = World::new().await;
    let say = |draft: &mut Draft| {
        draft.body.request.as_mut().unwrap().screen = no_to_all();
    };
    let (_, b, id) = asked(&world, say).await;
    let pia = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    pia.step(id, examination("All points.")).await;
    let seat = desk(&world.xb, "Olga", &[Role::Oversight]).await;
    let false_ = |concern: &str| {
        json!({ "step": "misstatement", "facts": { "outcome": concern },
        "detail": { "detail": "text", "is": "The court found a journalist." } })
    };
    assert_eq!(refused_step(&seat, id, false_("mood")).await, "request.field-missing");
    assert_eq!(refused_step(&b, id, false_("press")).await, "policy.missing-role");
    seat.step(id, false_("press")).await;
    // Under a name that its State does not know it is held to it all the same.
    let mut renamed = preservation();
    renamed.body.authority.as_mut().unwrap().code = "xa-special-desk".to_owned();
    let vera = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let unknown = vera.draft(renamed).await;
    vera.act(unknown, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    assert!(b.see(unknown).await.screen.misstated);
    let (_, _, next) = asked(&world, |_| ()).await;
    let seen = b.see(next).await.screen;
    assert!(seen.by_two && seen.misstated);
    pia.step(next, examination("All points.")).await;
    assert_eq!(b.refused(next, grant()).await, "policy.safeguard");
    // Another authority of the same State is not held to it.
    let other = |draft: &mut Draft| {
        draft.body.authority.as_mut().unwrap().code = "xa-prosecutor".to_owned();
    };
    let (_, _, of_other) = asked(&world, other).await;
    assert!(!b.see(of_other).await.screen.misstated);
    world.hands.wait(SignedDuration::from_hours(24 * 365));
    assert!(!b.see(next).await.screen.misstated);
}

#[tokio::test]
async fn a_want_of_dual_criminality_is_found_by_conduct_and_help_without_it_takes_two_and_a_reason()
{
    let world = World::new().await;
    let (_, b, id) = asked(&world, |_| ()).await;
    let examiner = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    let conduct = |here: &str| {
        let mut take = examination("All points.");
        take["detail"]["is"]["dual"] = json!([{ "offence": "illegal-access", "here": here,
            "conduct": "Read what another firm had left open to everybody." }]);
        take
    };
    let refuse = json!({ "kind": "decide", "considered": true,
        "items": [{ "n": 1, "answer": "refuse", "ground": "dual-criminality",
            "provision": "40(8)", "reason": "dual-criminality" }] });
    let helps = |text: Option<&str>| {
        json!({ "kind": "decide", "body": { "text": text },
            "items": [{ "n": 1, "answer": "accept" }] })
    };
    examiner.step(id, examination("All points.")).await;
    assert_eq!(b.refused(id, refuse.clone()).await, "policy.safeguard", "nobody looked at it");
    let seen = examiner.see(id).await.screen;
    assert_eq!((seen.dual, seen.conduct.len(), seen.conduct[0].found), (None, 1, None));
    assert!(seen.conduct[0].established && seen.conduct[0].research);
    assert_eq!(seen.conduct[0].provision.as_ref().unwrap().to_string(), "7");
    examiner.step(id, conduct("unsure")).await;
    assert_eq!(b.refused(id, refuse.clone()).await, "policy.safeguard", "it is not clear");
    examiner.step(id, conduct("no")).await;
    let seen = examiner.see(id).await.screen;
    assert_eq!(seen.dual, Some(Dual::Lacking));
    assert!(seen.dual_rules.iter().any(|(provision, _)| provision.to_string() == "40(8)"));
    assert_eq!(b.refused(id, helps(None)).await, "policy.safeguard", "it says why");
    let done = b.act(id, helps(Some("The victim is a hospital."))).await;
    assert!(matches!(done, Done::Proposed { .. }), "one was enough: {done:?}");
    let done = b.act(id, refuse).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    desk(&world.xb, "Cleo", &[Role::Supervisor]).await.consent(id, proposal).await;
    assert_eq!(b.see(id).await.items[0].state.code(), "refused");
}

#[tokio::test]
async fn refusals_to_protect_two_people_look_the_same_from_outside() {
    let world = World::new().await;
    let mut looks = Vec::new();
    let why = [
        (Concern::Asylum, "He was granted asylum here in spring, and lives in Port Lys."),
        (Concern::Press, "She edits a paper; the account is that of a source."),
        (Concern::Child, ""),
    ];
    let chief = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    for (concern, full) in why {
        let (a, b, id) = asked(&world, |_| ()).await;
        desk(&world.xb, "Pia", &[Role::Examiner]).await.step(id, found(&[concern])).await;
        let refuse = |text: Option<&str>, reason: &str| {
            json!({ "kind": "decide", "full_reason": (!full.is_empty()).then_some(full),
                "body": { "text": text }, "items": [{ "n": 1, "answer": "refuse",
                "ground": "discrimination", "provision": "40(22)", "reason": reason }] })
        };
        for wrong in
            [refuse(Some("He is safe here."), "human-rights"), refuse(None, "press-or-expression")]
        {
            assert_eq!(b.refused(id, wrong).await, "request.field-missing");
        }
        world.settle().await;
        let already = world.line.tapped().len();
        let done = b.act(id, refuse(None, "human-rights")).await;
        let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
        chief.consent(id, proposal).await;
        agreed(&world, &a, &b, id, "refused").await;
        let wire: Vec<(String, usize)> = world.line.tapped()[already..]
            .iter()
            .map(|(from, octets)| (from.to_string(), octets.len()))
            .collect();
        let seen = a.see(id).await;
        let last = seen.timeline.last().unwrap();
        let mut facts = last.facts.clone().unwrap();
        assert!(facts.full_reason.take().is_some(), "that there is one tells nothing either");
        // Officers cross as pseudonyms; the second person is the same here.
        looks.push((
            wire,
            serde_json::to_value(&facts).unwrap(),
            last.body.clone().map(|body| Body { reference: None, ..body }),
            seen.items[0].reason.clone(),
        ));
    }
    assert_eq!(looks[0], looks[1]);
    assert_eq!(looks[0], looks[2]);
}

#[tokio::test]
async fn every_decision_comes_out_again_as_it_did() {
    let world = World::new().await;
    let (a, b, id) = asked(&world, |_| ()).await;
    desk(&world.xb, "Pia", &[Role::Examiner]).await.step(id, examination("All points.")).await;
    b.act(id, grant()).await;
    serve_order(&desk(&world.xb, "Ed", &[Role::Executor]).await, id, 1, "produced", None).await;
    agreed(&world, &a, &b, id, "accepted").await;
    for (desk, acts) in [(&a, 3), (&b, 5)] {
        let replay = Box::pin(desk.post.node.replay(&desk.officer, id)).await.unwrap();
        assert_eq!(replay.acts.len(), acts);
        for act in &replay.acts {
            assert_eq!(act.differs, [""; 0], "{}", act.what);
            assert!(act.rules.is_some() && !act.by.is_empty(), "{}", act.what);
        }
    }
    // The rules of that time are read from what was kept. Were they other ones, it would be told.
    let rules = Box::pin(b.post.node.replay(&b.officer, id)).await.unwrap().acts[1].rules.unwrap();
    let key = format!("rules:{rules}");
    let kept = world.xb.node.store().setting(&key).await.unwrap().unwrap();
    let mut texts: Vec<(String, String)> = serde_json::from_slice(&kept).unwrap();
    for (file, text) in &mut texts {
        if file == "requests.cedar" {
            *text = text.replace("unless { resource.screened };", "unless { !resource.screened };");
        }
    }
    let other = serde_json::to_vec(&texts).unwrap();
    world.xb.node.store().put_setting(&key, other).await.unwrap();
    let replay = Box::pin(b.post.node.replay(&b.officer, id)).await.unwrap();
    let odd: Vec<_> = replay.acts.iter().filter(|act| !act.differs.is_empty()).collect();
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert_eq!(odd[0].what, "sent.decide");
    assert!(odd[0].differs[0].contains("screened-first"), "{:?}", odd[0].differs);
}

async fn differences(world: &World) -> Differences {
    let officer = world.xb.officer("Rae", &[Role::Administrator]).await;
    Box::pin(world.xb.node.peers(&officer)).await.unwrap().remove(0).rates.differences
}

#[tokio::test]
async fn where_the_two_say_opposite_things_is_counted_once_it_is_answered() {
    let world = World::new().await;
    let say = |draft: &mut Draft| {
        draft.body.request.as_mut().unwrap().screen = no_to_all();
    };
    let chief = desk(&world.xb, "Cleo", &[Role::Supervisor]).await;
    let pia = desk(&world.xb, "Pia", &[Role::Examiner]).await;
    let count = |answered, differ| Differences { answered, differ };
    // Of one of which only one of them answered, nothing is compared.
    let (a, b, id) = asked(&world, |_| ()).await;
    pia.step(id, examination("All points.")).await;
    b.act(id, grant()).await;
    agreed(&world, &a, &b, id, "accepted").await;
    assert_eq!(differences(&world).await, count(0, 0));
    // Both say the same.
    let (a, b, id) = asked(&world, say).await;
    pia.step(id, examination("All points.")).await;
    assert_eq!(differences(&world).await, count(0, 0), "nobody reads an answer in a count");
    b.act(id, grant()).await;
    agreed(&world, &a, &b, id, "accepted").await;
    assert_eq!(differences(&world).await, count(1, 0));
    // One says yes where the other says no, and it is refused.
    let (a, b, id) = asked(&world, say).await;
    pia.step(id, found(&[Concern::Child])).await;
    assert_eq!(differences(&world).await, count(1, 0));
    let refuse = json!({ "kind": "decide", "items": [{ "n": 1, "answer": "refuse",
        "ground": "discrimination", "provision": "40(22)", "reason": "human-rights" }] });
    let done = b.act(id, refuse).await;
    let Done::Proposed { proposal, .. } = done else { panic!("one was enough: {done:?}") };
    chief.consent(id, proposal).await;
    agreed(&world, &a, &b, id, "refused").await;
    assert_eq!(differences(&world).await, count(2, 1));
    // Whoever asked has no count of it.
    let other = Box::pin(world.xa.node.peers(&a.officer)).await.unwrap().remove(0);
    assert_eq!((other.rates.sent.requests, other.rates.differences), (3, count(0, 0)));
    // It is forgotten with the days that the rates look back.
    world.hands.wait(SignedDuration::from_hours(24 * 401));
    assert_eq!(differences(&world).await, count(0, 0));
}
