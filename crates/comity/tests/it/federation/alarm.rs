// SPDX-License-Identifier: EUPL-1.2
//! A night at the desk: an urgent request wakes who has duty, then who stands in, then everybody;
//! each step is in its file. And the shift is handed over.

use std::sync::Mutex;

use comity_domain::duty::{Roster, Stage, Turn};
use comity_domain::id::{OfficerId, RequestId};
use comity_domain::role::Role;
use comity_domain::screen::Concern;
use comity_node::duty::{About, Alarm, Attempt, Attempts, Means, Messenger, Reach};
use comity_testkit::World;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Desk, agreed, desk, preservation, until};

/// A way out of the node that writes down what it was given. Mail to `down` is not taken.
#[derive(Default)]
struct Post(Mutex<Vec<(String, Alarm)>>);

impl Post {
    /// What was told since it was last looked at.
    fn told(&self) -> Vec<(String, Stage)> {
        let told = std::mem::take(&mut *self.0.lock().unwrap());
        told.into_iter().map(|(to, alarm)| (to, alarm.stage)).collect()
    }
}

impl Messenger for Post {
    fn is_set_up(&self) -> bool {
        true
    }

    fn tell<'a>(&'a self, reach: &'a Reach, alarm: &'a Alarm) -> Attempts<'a> {
        let to = reach.mail.clone();
        if let Some(to) = &to {
            self.0.lock().unwrap().push((to.clone(), alarm.clone()));
        }
        let failed = |to: &String| to.starts_with("down").then(|| "no route".to_owned());
        let attempt = |to| Attempt { means: Means::Mail, failed: failed(&to), gone: None };
        Box::pin(std::future::ready(to.map(attempt).into_iter().collect()))
    }
}

/// Borealia's desk: Aiko has the night, Ren stands in, Jun is called when nobody answers.
struct Night<'a> {
    world: &'a World,
    a: Desk<'a>,
    aiko: Desk<'a>,
    ren: Desk<'a>,
    jun: Desk<'a>,
    post: Post,
}

async fn night<'a>(world: &'a World, mails: [&str; 3]) -> Night<'a> {
    let a = desk(&world.xa, "Vera", &[Role::Duty]).await;
    let aiko = desk(&world.xb, "Aiko", &[Role::Duty]).await;
    let ren = desk(&world.xb, "Ren", &[Role::CentralAuthority]).await;
    let jun = desk(&world.xb, "Jun", &[Role::Supervisor]).await;
    for (desk, mail) in [&aiko, &ren, &jun].into_iter().zip(mails) {
        let mail = Some(mail).filter(|mail| !mail.is_empty());
        world.xb.node.set_reach(desk.officer.id, "en", mail, None).await.unwrap();
    }
    let turn = turn(aiko.officer.id, Some(ren.officer.id));
    world.xb.node.set_roster(&jun.officer, Roster { turns: vec![turn] }).await.unwrap();
    Night { world, a, aiko, ren, jun, post: Post::default() }
}

/// The night in Tokyo's zone in which every test begins, at noon there.
fn turn(officer: OfficerId, deputy: Option<OfficerId>) -> Turn {
    Turn {
        officer,
        deputy,
        zone: "Asia/Tokyo".to_owned(),
        begins: date(2026, 11, 20).at(8, 0, 0, 0),
        ends: date(2026, 11, 20).at(20, 0, 0, 0),
        again: None,
        source: None,
    }
}

impl Night<'_> {
    async fn sound(&self) -> Option<Timestamp> {
        Box::pin(self.world.xb.node.sound_alarms(&self.post)).await.unwrap()
    }

    /// An urgent request arrives.
    async fn arrival(&self) -> RequestId {
        let id = self.a.draft(preservation()).await;
        self.a.act(id, json!({ "kind": "req.submit" })).await;
        self.world.settle().await;
        id
    }

    /// The alarms in its file: the stage, and who was told, with success.
    async fn file(&self, id: RequestId) -> Vec<(Stage, Vec<(OfficerId, bool)>)> {
        let seen = self.aiko.see(id).await;
        let steps = seen.timeline.into_iter().filter_map(|line| line.step?.alarm);
        let of = |told: Vec<comity_domain::request::Told>| {
            told.into_iter().map(|told| (told.officer, told.taken)).collect()
        };
        steps.map(|alarm| (alarm.stage, of(alarm.told))).collect()
    }
}

fn at(mail: &str, stage: Stage) -> (String, Stage) {
    (mail.to_owned(), stage)
}

#[tokio::test]
async fn an_alarm_goes_from_hand_to_hand_until_somebody_acknowledges() {
    let world = World::new().await;
    let night = night(&world, ["aiko@b.example", "ren@b.example", "jun@b.example"]).await;
    assert_eq!(night.sound().await, None);
    let id = night.arrival().await;
    let begun = world.hands.read();
    let half = night.sound().await.unwrap();
    assert_eq!(night.post.told(), [at("aiko@b.example", Stage::OnDuty)]);
    assert_eq!(half, begun + SignedDuration::from_mins(30), "half of an hour to acknowledge");
    assert_eq!(night.sound().await, Some(half), "once");
    assert_eq!(night.post.told(), []);
    world.hands.wait(SignedDuration::from_mins(30));
    let last = night.sound().await.unwrap();
    assert_eq!(night.post.told(), [at("ren@b.example", Stage::Next)]);
    assert_eq!(last, begun + SignedDuration::from_mins(45));
    world.hands.wait(SignedDuration::from_mins(15));
    assert_eq!(night.sound().await, None, "there is nobody else");
    let mut told = night.post.told();
    told.sort_unstable();
    let all = ["aiko", "jun", "ren"].map(|n| at(&format!("{n}@b.example"), Stage::Telephone));
    assert_eq!(told, all);
    let file = night.file(id).await;
    let stages: Vec<Stage> = file.iter().map(|(stage, _)| *stage).collect();
    assert_eq!(stages, [Stage::OnDuty, Stage::Next, Stage::Telephone]);
    assert_eq!(file[1].1, [(night.ren.officer.id, true)]);
    // What crossed is not touched by it: both States still see the same.
    agreed(&world, &night.a, &night.aiko, id, "sent").await;
}

#[tokio::test]
async fn who_acknowledges_is_left_in_peace() {
    let world = World::new().await;
    let night = night(&world, ["aiko@b.example", "ren@b.example", ""]).await;
    let id = night.arrival().await;
    night.sound().await;
    night.aiko.act(id, json!({ "kind": "ack" })).await;
    world.hands.wait(SignedDuration::from_mins(50));
    assert_eq!(night.sound().await, None);
    assert_eq!(night.post.told(), [at("aiko@b.example", Stage::OnDuty)]);
    assert_eq!(night.file(id).await.len(), 1);
}

#[tokio::test]
async fn whom_nothing_reaches_is_not_waited_for() {
    let world = World::new().await;
    let night = night(&world, ["down@b.example", "", "jun@b.example"]).await;
    let id = night.arrival().await;
    assert_eq!(night.sound().await, None);
    let told = [("down", Stage::OnDuty), ("down", Stage::Telephone), ("jun", Stage::Telephone)];
    let told = told.map(|(who, stage)| at(&format!("{who}@b.example"), stage));
    let mut said = night.post.told();
    // The list is called in no order that anybody chose.
    said[1..].sort_unstable();
    assert_eq!(said, told);
    let file = night.file(id).await;
    assert_eq!(file[0], (Stage::OnDuty, vec![(night.aiko.officer.id, false)]));
    assert_eq!(file[1], (Stage::Next, vec![(night.ren.officer.id, false)]), "no way is set up");
    assert!(file[2].1.contains(&(night.jun.officer.id, true)));
}

#[tokio::test]
async fn where_nobody_has_duty_everybody_who_could_is_woken() {
    let world = World::new().await;
    let night = night(&world, ["aiko@b.example", "ren@b.example", "jun@b.example"]).await;
    // Twelve hours on, the turn is over.
    world.hands.wait(SignedDuration::from_hours(12));
    let view = world.xb.node.roster(&night.jun.officer).await.unwrap();
    assert!(view.now.officers.is_empty());
    assert_eq!(view.gaps().count(), 1);
    let id = night.arrival().await;
    night.sound().await;
    let mut told = night.post.told();
    told.sort_unstable();
    assert_eq!(told, [at("aiko@b.example", Stage::OnDuty), at("ren@b.example", Stage::OnDuty)]);
    assert_eq!(night.file(id).await.len(), 1);
}

#[tokio::test]
async fn an_alarm_that_was_missed_while_the_node_was_down_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let night = night(&world, ["aiko@b.example", "ren@b.example", "jun@b.example"]).await;
    let id = night.arrival().await;
    night.sound().await;
    let post = night.post;
    world.hands.wait(SignedDuration::from_mins(50));
    let world = world.restarted(folder.path()).await;
    Box::pin(world.xb.node.sound_alarms(&post)).await.unwrap();
    let told = post.told();
    assert_eq!(told.len(), 4, "one before, three of the last stage after: {told:?}");
    let stage = |n: usize| told[n].1;
    assert_eq!((stage(0), stage(1)), (Stage::OnDuty, Stage::Telephone));
    assert!(world.xb.node.store().row(id).await.unwrap().is_some());
}

#[tokio::test]
async fn only_those_who_may_acknowledge_have_duty_and_only_some_say_who() {
    let world = World::new().await;
    let night = night(&world, ["", "", ""]).await;
    let node = &world.xb.node;
    let with = |turn| Roster { turns: vec![turn] };
    let by_duty = node.set_roster(&night.aiko.officer, with(turn(night.aiko.officer.id, None)));
    assert_eq!(by_duty.await.unwrap_err().code(), "policy.missing-role");
    let supervisor = node.set_roster(&night.jun.officer, with(turn(night.jun.officer.id, None)));
    let told = supervisor.await.unwrap_err().to_string();
    assert!(told.contains("Jun may not acknowledge"), "{told}");
    let stranger = OfficerId::from_parts(9, [9; 10]);
    let told = node.set_roster(&night.jun.officer, with(turn(stranger, None))).await;
    assert!(told.unwrap_err().to_string().contains("no officer of this State"));
    let ada = desk(&world.xb, "Ada", &[Role::Administrator]).await;
    assert_eq!(node.roster(&ada.officer).await.unwrap_err().code(), "policy.missing-role");
}

#[tokio::test]
async fn a_calendar_brings_turns_and_shows_them_to_whoever_has_the_key() {
    let world = World::new().await;
    let night = night(&world, ["", "", ""]).await;
    let (node, jun) = (&world.xb.node, &night.jun.officer);
    let event = |who: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Asia/Tokyo:20261120T200000\n\
             DTEND;TZID=Asia/Tokyo:20261121T080000\nRRULE:FREQ=DAILY\nSUMMARY:{who}\nEND:VEVENT\n\
             END:VCALENDAR\n"
        )
    };
    assert_eq!(node.take_calendar(jun, &event("Ren / aiko")).await.unwrap(), 1);
    let view = node.roster(jun).await.unwrap();
    assert_eq!(view.roster.turns.len(), 2, "what was entered here stays");
    assert_eq!(view.gaps().count(), 14, "each day but the first, from eight to eight");
    assert_eq!(node.take_calendar(jun, &event("Aiko")).await.unwrap(), 1);
    assert_eq!(node.roster(jun).await.unwrap().roster.turns.len(), 2, "replaced");
    let told = node.take_calendar(jun, &event("Mallory")).await.unwrap_err().to_string();
    assert!(told.contains("line 7") && told.contains("Mallory"), "{told}");
    let key = node.calendar_key(night.aiko.officer.id);
    let reader = node.officer_by_calendar_key(&key).await.unwrap();
    assert_eq!(reader.id, night.aiko.officer.id);
    let text = node.calendar_text(&reader).await.unwrap();
    assert!(text.contains("SUMMARY:Aiko / Ren\r\n") && text.contains("DTSTART:20261119T230000Z"));
    assert!(node.officer_by_calendar_key(&"0".repeat(64)).await.is_err());
}

#[tokio::test]
async fn a_shift_is_handed_over_with_what_is_open_and_what_was_promised() {
    let world = World::new().await;
    let night = night(&world, ["", "", ""]).await;
    let (node, id) = (&world.xb.node, night.arrival().await);
    night.aiko.act(id, json!({ "kind": "ack" })).await;
    let promised = until("2026-11-20T08:00:00Z");
    night
        .aiko
        .step(
            id,
            json!({
                "step": "phone.note", "facts": { "until": promised },
                "detail": { "detail": "call", "is": { "number": "+99955500101",
                    "office": "Duty desk of Arcadia", "text": "We call back by eight." } },
            }),
        )
        .await;
    node.leave_shift(&night.aiko.officer, "  The provider answers mail only.\n").await.unwrap();
    let told = node.take_shift(&night.aiko.officer).await.unwrap_err().to_string();
    assert!(told.contains("successor"), "{told}");
    let shift = node.shift(&night.ren.officer).await.unwrap();
    assert_eq!(shift.clocks.len(), 1);
    assert_eq!(shift.changed.len(), 1);
    let promise = &shift.promises[0];
    assert_eq!((promise.request, &*promise.to), (id, "Duty desk of Arcadia"));
    assert_eq!(promise.text, "We call back by eight.");
    assert_eq!((shift.waiting[0].state, shift.waiting[0].requests), (world.xb.state, 1));
    let (by, _, remarks) = shift.left.unwrap();
    assert_eq!((by, &*remarks), (night.aiko.officer.id, "The provider answers mail only."));
    world.hands.wait(SignedDuration::from_mins(1));
    node.take_shift(&night.ren.officer).await.unwrap();
    let next = node.shift(&night.jun.officer).await.unwrap();
    assert_eq!(next.since, world.hands.read());
    assert!(next.left.is_none() && next.changed.is_empty());
    assert_eq!(next.promises.len(), 1, "a promise outlives the shift");
    assert_eq!(next.before[0].by, night.ren.officer.id);
    assert_eq!(next.before[0].from, Some(night.aiko.officer.id));
    // Whoever sees no case hears nothing of one; the oversight body looks and takes no shift.
    let ada = desk(&world.xb, "Ada", &[Role::Administrator]).await;
    assert!(node.shift(&ada.officer).await.is_err());
    let odo = desk(&world.xb, "Odo", &[Role::Oversight]).await;
    assert!(node.shift(&odo.officer).await.is_ok());
    assert!(node.take_shift(&odo.officer).await.is_err());
}

#[tokio::test]
async fn the_oversight_body_is_told_of_a_lift_at_once_and_lists_what_it_may_still_hold() {
    let world = World::new().await;
    let night = night(&world, ["aiko@b.example", "ren@b.example", "jun@b.example"]).await;
    let seat = desk(&world.xb, "Olga", &[Role::Oversight]).await;
    world.xb.node.set_reach(seat.officer.id, "en", Some("seat@b.example"), None).await.unwrap();
    let id = lifted_on(&world, &night.a).await;
    let at = world.hands.read();
    night.sound().await;
    let told = std::mem::take(&mut *night.post.0.lock().unwrap());
    let [(to, alarm)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((to.as_str(), alarm.about), ("seat@b.example", About::Lift));
    assert_eq!(alarm.until, at + SignedDuration::from_hours(24));
    night.sound().await;
    assert_eq!(night.post.told(), [], "once");
    // It is on record in the file, and in no stage of an arrival's alarm.
    assert_eq!(night.file(id).await, [(Stage::OnDuty, vec![(seat.officer.id, true)])]);
    let list = |who: &comity_node::Officer| {
        let who = who.clone();
        let node = &world.xb.node;
        async move { Box::pin(node.lifted_rules(&who)).await }
    };
    assert_eq!(list(&night.jun.officer).await.unwrap_err().code(), "policy.missing-role");
    let listed = list(&seat.officer).await.unwrap();
    assert_eq!((listed.len(), listed[0].request, listed[0].waits), (1, id, true));
    let hold = json!({ "step": "lift.hold", "facts": { "rule": "protected-freedoms" },
                       "detail": { "detail": "text", "is": "Show me the file." } });
    seat.step(id, hold).await;
    let listed = list(&seat.officer).await.unwrap();
    assert!(listed[0].held.is_some() && !listed[0].waits && listed[0].told);
}

/// A disclosure asked of Borealia on which a rule was lifted.
async fn lifted_on(world: &World, a: &Desk<'_>) -> RequestId {
    let mut draft = super::disclosure("traffic");
    draft.facts.urgency = None;
    let id = desk(&world.xa, "Ivo", &[Role::Investigator]).await.draft(draft).await;
    let sender = desk(&world.xa, "Ada", &[Role::CentralAuthority, Role::Approver]).await;
    sender.step(id, json!({ "step": "draft.approve" })).await;
    sender.act(id, json!({ "kind": "req.submit" })).await;
    world.settle().await;
    let b = desk(&world.xb, "Bea", &[Role::CentralAuthority]).await;
    b.act(id, json!({ "kind": "ack" })).await;
    agreed(world, a, &b, id, "acknowledged").await;
    let examiner = super::authorities::of_authority(world, "Pia", "xb-prosecutor", Role::Examiner);
    examiner.await.step(id, super::screened::found(&[Concern::Press])).await;
    let chief = super::authorities::of_authority(world, "Sue", "xb-central", Role::Supervisor);
    let lift = json!({ "step": "lift", "facts": { "rule": "protected-freedoms" },
                       "detail": { "detail": "text", "is": "It is theft." } });
    chief.await.step(id, lift).await;
    id
}
