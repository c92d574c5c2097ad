// SPDX-License-Identifier: EUPL-1.2
//! Every page in every state and language.
//!
//! A request of each kind is walked through its tables by two desks, from page to page as people
//! go: each act that a page offers is opened, filled in and posted. Again and again, since a road
//! that was not taken leads elsewhere: each walk takes one turn off the main road that no walk took
//! before. Whatever is new on the way is rendered in both languages. States at the end of long
//! turns are not all reached in the time there is: beside the pages' own code a test shows a
//! request in every one of them, and the domain's own tests walk them.

pub(crate) mod page;

use std::collections::{BTreeMap, BTreeSet};

use comity_domain::id::RequestId;
use comity_domain::role::Role;
use comity_node::Officer;
use comity_node::view::{PossibleView, RequestView};
use comity_testkit::{Post, World};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::Desk;
use crate::evidence::disclosure;

/// LIMIT: acts of one walk; the longest road from a draft to the end of its data has thirty.
const STEPS: usize = 45;

/// LIMIT: walks of one kind of request: they take ten seconds, all kinds side by side.
const WALKS: usize = 5;

/// Acts that move nothing: each is done once.
const ASIDE: &str = "status.query status.answer note correct notice.sent phone.note act.enter";

/// Acts after which a request is not what it could have become.
const TURNS: &str = "withdraw close lapse expire release delete.order delete.done freeze keep \
    consult.open clarify.ask forwarded extend.ask use.ask expire.warn draft.discard erase certify \
    cond.decline link";

/// Answers after which it ends sooner.
const SHORT: &str = "refuse postpone not-held impossible objected denied damaged \
    accept-with-conditions held-provisionally part";

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// An officer with every office that goes together, at a desk whose door is open to them.
struct Side<'a> {
    post: &'a Post,
    officers: Vec<Officer>,
    browsers: Vec<Browser<'a>>,
}

/// A request that two desks work on.
struct Walk<'a> {
    world: &'a World,
    sides: [Side<'a>; 2],
    request: RequestId,
    /// What holders answer, walk by walk.
    outcomes: &'static [&'static str],
    outcome: &'static str,
    /// How often each act was done, in all walks and in this one.
    done: BTreeMap<String, usize>,
    here: BTreeMap<String, usize>,
    /// Pages that were rendered, by what they show.
    rendered: BTreeSet<String>,
    /// The states that items were in.
    states: BTreeSet<String>,
    /// Turns off the main road that were taken.
    turns: BTreeSet<String>,
    /// What was refused last, and why: for whoever looks into a failure.
    refused: BTreeMap<String, String>,
}

async fn people(post: &Post) -> Vec<Officer> {
    let apart = [Role::Administrator, Role::Oversight];
    let all: Vec<Role> = Role::ALL.iter().copied().filter(|r| !apart.contains(r)).collect();
    let mut officers = Vec::new();
    for name in ["One", "Two", "Three"] {
        officers.push(post.officer(name, &all).await);
    }
    officers
}

impl<'a> Side<'a> {
    async fn new(post: &'a Post, desk: &'a Desk, officers: Vec<Officer>) -> Self {
        let mut browsers = Vec::new();
        for n in 0..officers.len() {
            let mut browser = Browser::at_open_door(desk).await;
            let n = n.to_string();
            assert_eq!(browser.post("/door", &[("person", &n)]).await, 200);
            browsers.push(browser);
        }
        Self { post, officers, browsers }
    }

    async fn view(&self, request: RequestId) -> Option<RequestView> {
        Box::pin(self.post.node.show(&self.officers[0], request)).await.ok()
    }
}

/// Grounds with their provisions and reasons, by what they are for.
fn ground(act: &PossibleView) -> (&'static str, &'static str, &'static str) {
    match (act.kind.as_str(), act.answer.as_deref()) {
        (_, Some("postpone" | "before-postponement")) => ("own-case", "40(27)", "own-proceedings"),
        ("consult.open", _) => ("essential-interests", "40(21)(b)", "essential-interests"),
        _ => ("discrimination", "40(22)", "human-rights"),
    }
}

/// What a field of an act is filled in with, as far as it is not on the page already.
fn value(act: &PossibleView, name: &str, now: jiff::Timestamp) -> String {
    let in_days = |days: i64| {
        let at = now + SignedDuration::from_hours(24 * days);
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let (ground, provision, reason) = ground(act);
    match name {
        "until" if act.kind.starts_with("order.") => in_days(89),
        "until" if act.kind.starts_with("extend") => in_days(85),
        "until" | "expires" => in_days(61),
        "ground" => ground.to_owned(),
        "provision" => provision.to_owned(),
        "reason" => reason.to_owned(),
        "conditions" => "use-limitation".to_owned(),
        "link" => "01900000-0000-7000-8000-000000000000".to_owned(),
        "next-state" => "XC".to_owned(),
        "provider" => "other".to_owned(),
        "channel" => "portal".to_owned(),
        "act" => "order".to_owned(),
        "rule" => "protected-freedoms".to_owned(),
        "concern" => "press".to_owned(),
        "transfer" => "lawful".to_owned(),
        asked if asked.starts_with("screen-") || asked.starts_with("sign-") => "no".to_owned(),
        here if here.starts_with("here-") => "yes".to_owned(),
        years if years.starts_with("years-") => "4".to_owned(),
        // On this ground no words cross.
        "text" if act.answer.as_deref() == Some("refuse") => String::new(),
        "date" => "2026-11-20".to_owned(),
        "number" => "+99955500101".to_owned(),
        _ => "In good order".to_owned(),
    }
}

/// The names of the fields of a page's last form.
fn names(page: &str) -> BTreeSet<String> {
    let form = page.rsplit_once("<form").map_or("", |(_, form)| form);
    let names = form.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| !matches!(*name, "form" | "item")).map(str::to_owned).collect()
}

impl<'a> Walk<'a> {
    async fn new(
        world: &'a World,
        desks: &'a [Desk; 2],
        people: [Vec<Officer>; 2],
        outcomes: &'static [&'static str],
    ) -> Self {
        let outcome = outcomes[0];
        let [first, second] = people;
        let sides = [
            Side::new(&world.xa, &desks[0], first).await,
            Side::new(&world.xb, &desks[1], second).await,
        ];
        let request = RequestId::from_parts(0, [0; 10]);
        let (done, here, states) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let (rendered, turns) = (BTreeSet::new(), BTreeSet::new());
        let refused = BTreeMap::new();
        Self {
            world,
            sides,
            request,
            outcomes,
            outcome,
            done,
            here,
            rendered,
            states,
            turns,
            refused,
        }
    }

    /// A preservation that was asked for and is being carried out.
    async fn preserved(&mut self) -> String {
        let command = serde_json::from_value(draft("preservation")).unwrap();
        let side = &self.sides[0];
        let done = Box::pin(side.post.node.perform(&side.officers[0], None, None, command)).await;
        let comity_node::view::Done::Recorded { request, .. } = done.unwrap() else { panic!() };
        let submit = json!({ "command": "act", "kind": "req.submit" });
        let submit = serde_json::from_value(submit).unwrap();
        let sent = side.post.node.perform(&side.officers[0], None, Some(request), submit);
        Box::pin(sent).await.unwrap();
        Box::pin(self.world.settle()).await;
        request.to_string()
    }

    /// A new request, from its draft on; says whether a new turn was taken.
    async fn go(&mut self, draft: &Value, walk: usize) -> bool {
        let command = serde_json::from_value(draft.clone()).unwrap();
        let side = &self.sides[0];
        let done = Box::pin(side.post.node.perform(&side.officers[0], None, None, command)).await;
        let comity_node::view::Done::Recorded { request, .. } = done.unwrap() else { panic!() };
        self.request = request;
        self.here.clear();
        // Mostly the first: only it leads on.
        self.outcome = self.outcomes[usize::from(walk == 3) % self.outcomes.len()];
        if walk == 0 {
            for screen in ["items", "case", "reasons", "files", "states", "review"] {
                self.render(0, &format!("/requests/{request}/draft/{screen}")).await;
            }
            self.render(0, "/requests/new").await;
            self.render(0, &format!("/requests/{request}/attachments")).await;
        }
        let mut turned = None;
        for _ in 0..STEPS {
            Box::pin(self.world.settle()).await;
            self.look().await;
            if !self.step(&mut turned).await {
                break;
            }
        }
        turned.is_some()
    }

    /// Renders what is new at both desks.
    async fn look(&mut self) {
        for n in 0..2 {
            let Some(view) = self.sides[n].view(self.request).await else { continue };
            let items = view.items.iter().map(|item| {
                self.states.insert(item.state.code().to_owned());
                format!("{} {} {} {}", item.state, item.work, item.suspended, item.frozen)
            });
            let items: BTreeSet<String> = items.collect();
            let (state, waits) = (view.state, !view.proposals.is_empty());
            let seen = format!("{n} {state:?} {items:?} {waits} {}", view.draft.is_some());
            if !self.rendered.insert(seen) {
                continue;
            }
            let page = format!("/requests/{}", self.request);
            self.render(n, &page).await;
            self.render(n, "/docket?view=all").await;
            let last = view.timeline.iter().rev().find(|line| line.what != "step");
            if let Some(line) = last.filter(|line| line.message.is_some())
                && self.rendered.insert(format!("letter {n} {} {state:?}", line.kind))
            {
                self.render(n, &format!("{page}/letters/{}", line.version)).await;
            }
            let order = view.timeline.iter().rev().find(|line| line.kind == "order.serve");
            if let Some(line) = order.filter(|_| self.rendered.insert(format!("order {n}"))) {
                self.render(n, &format!("{page}/letters/{}", line.version)).await;
            }
            for act in &view.possible {
                let title = format!("{n} {} {:?}", act.kind, act.answer);
                if shown(act) && act.first.is_empty() && self.rendered.insert(title) {
                    self.render(n, &at(self.request, act)).await;
                }
            }
        }
    }

    /// Renders a page in both languages.
    async fn render(&mut self, n: usize, path: &str) {
        let browser = &mut self.sides[n].browsers[2];
        for lang in ["en", "ar"] {
            browser.keep("comity-language", lang);
            assert_eq!(get(browser, 2, path).await, 200, "{path}: {}", browser.page);
            if let Some(fault) = page::fault(&browser.page, lang) {
                panic!("{path} in {lang}: {fault}\n{}", browser.page);
            }
        }
    }

    /// Does the next act: on the main road, or off it where nobody went yet.
    async fn step(&mut self, turned: &mut Option<String>) -> bool {
        if self.consent().await {
            return true;
        }
        let mut all = Vec::new();
        for n in 0..2 {
            let Some(view) = self.sides[n].view(self.request).await else { continue };
            let roles = &self.sides[n].officers[0].roles;
            let may = |act: &PossibleView| act.roles.iter().any(|role| roles.contains(role));
            let ready = |act: &PossibleView| shown(act) && may(act) && act.first.is_empty();
            all.extend(view.possible.into_iter().filter(ready).map(|act| (n, act)));
        }
        all.retain(|(n, act)| self.here.get(&name(*n, act)).copied().unwrap_or(0) < 2);
        let off = |act: &PossibleView| {
            is_in(TURNS, &act.kind) || act.answer.as_deref().is_some_and(|one| is_in(SHORT, one))
        };
        let (mut road, beside): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, act)| !off(act) && !is_in(ASIDE, &act.kind));
        // Off the road once in a walk, where nobody went yet.
        let new = |(n, act): &(usize, PossibleView)| {
            let once = turned.is_none() || is_in(ASIDE, &act.kind);
            once && !self.turns.contains(&name(*n, act))
        };
        let beside: Vec<_> = beside.into_iter().filter(new).collect();
        for (n, act) in beside {
            let name = name(n, &act);
            if self.take(n, &act).await {
                self.turns.insert(name.clone());
                if !is_in(ASIDE, &act.kind) {
                    *turned = Some(name);
                }
                return true;
            }
        }
        let done = |n: usize, act: &PossibleView| self.done.get(&name(n, act)).copied();
        // Words are compared before anything is decided.
        road.sort_by_key(|(n, act)| (act.kind != "voice.confirm", done(*n, act).unwrap_or(0)));
        for (n, act) in road {
            *self.done.entry(name(n, &act)).or_default() += 1;
            if self.take(n, &act).await {
                return true;
            }
        }
        false
    }

    /// A second person consents to what waits for one.
    async fn consent(&mut self) -> bool {
        for n in 0..2 {
            let Some(view) = self.sides[n].view(self.request).await else { continue };
            let Some(proposal) = view.proposals.first() else { continue };
            let (path, id) = (format!("/requests/{}", self.request), proposal.proposal.to_string());
            for (person, browser) in self.sides[n].browsers.iter_mut().enumerate() {
                get(browser, person, &path).await;
                let said = [("proposal", &*id), ("touch-click", "yes")];
                if browser.post(&format!("{path}/consent"), &said).await == 200 {
                    return true;
                }
            }
        }
        false
    }

    /// Opens an act, fills it in and posts it, as one officer after the other until one may.
    async fn take(&mut self, n: usize, act: &PossibleView) -> bool {
        if let Some(at) = act.not_before {
            let left = at.duration_since(self.world.hands.read());
            self.world.hands.wait(left.max(SignedDuration::ZERO) + SignedDuration::from_secs(1));
        }
        *self.here.entry(name(n, act)).or_default() += 1;
        // A minute passes between two acts.
        self.world.hands.wait(SignedDuration::from_mins(1));
        let (path, now) = (at(self.request, act), self.world.hands.read());
        for (person, browser) in self.sides[n].browsers.iter_mut().enumerate() {
            assert_eq!(get(browser, person, &path).await, 200, "{path}: {}", browser.page);
            if act.kind == "exhibit.put" {
                let form = browser.mark().unwrap();
                let fields = [("form", &*form), ("item", "1"), ("source", "Nimbus, O-1")];
                let to = format!("/requests/{}/exhibits", self.request);
                if browser.upload(&to, &fields, ("a.csv", b"a,b\n")).await == 200 {
                    return true;
                }
                continue;
            }
            let mut fields: Vec<(String, String)> = names(&browser.page)
                .into_iter()
                .map(|f| (f.clone(), value(act, &f, now)))
                .collect();
            if let Some(field) = fields.iter_mut().find(|(name, _)| name == "outcome") {
                self.outcome.clone_into(&mut field.1);
            }
            fields.push(("touch-click".to_owned(), "yes".to_owned()));
            let said: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (&**a, &**b)).collect();
            if browser.post(&path, &said).await == 200 {
                return true;
            }
            let why = browser.between("</strong></p><p>", "</p>");
            self.refused.insert(name(n, act), why.unwrap_or_default());
        }
        false
    }
}

/// Goes to a page; after a shift has ended, through the door first.
async fn get(browser: &mut Browser<'_>, person: usize, path: &str) -> u16 {
    let answer = browser.get(path).await;
    if browser.path != "/" {
        return answer;
    }
    assert_eq!(browser.post("/door", &[("person", &person.to_string())]).await, 200);
    browser.get(path).await
}

/// Whether a page offers it.
fn shown(act: &PossibleView) -> bool {
    !is_in("propose proposal.decline draft.save exhibit.open attach attach.open", &act.kind)
}

/// What an act is remembered by.
fn name(n: usize, act: &PossibleView) -> String {
    format!("{n} {} {}", act.kind, act.answer.as_deref().unwrap_or_default())
}

/// Where an act is done.
fn at(request: RequestId, act: &PossibleView) -> String {
    if act.kind == "exhibit.put" {
        return format!("/requests/{request}/exhibits?item=1");
    }
    let answer = act.answer.as_deref().map(|answer| format!("&answer={answer}"));
    let answer = answer.unwrap_or_default();
    format!("/requests/{request}/act?what={}&kind={}{answer}", act.what, act.kind)
}

/// A whole draft of a measure.
fn draft(measure: &str) -> Value {
    let mut draft = disclosure();
    draft["facts"]["measure"] = json!(measure);
    let request = &mut draft["body"]["request"];
    request["persons"] = json!("x");
    request["custodian"] = json!("x");
    match measure {
        "emergency-disclosure" => {
            request["danger"] = json!("x");
            request["validation"] = json!("x");
            draft["facts"]["danger"] = json!("life");
            draft["facts"]["urgency"] = json!("emergency");
        }
        "contact-point" => {
            draft["facts"]["question"] = json!("holder");
            draft["facts"]["items"][0]["tier"] = json!(null);
        }
        _ => {}
    }
    draft
}

/// Walks; the states of the main road were all reached.
async fn walked(measure: &str, outcomes: &'static [&'static str], road: &str) {
    let world = Box::pin(World::new()).await;
    let people = [people(&world.xa).await, people(&world.xb).await];
    let desks = [
        Desk::of(&world, &world.xa.node).await.open_to(&world, people[0].clone()),
        Desk::of(&world, &world.xb.node).await.open_to(&world, people[1].clone()),
    ];
    let mut walk = Walk::new(&world, &desks, people, outcomes).await;
    let mut draft = draft(measure);
    if measure == "path-disclosure" {
        draft["facts"]["link"] = json!(walk.preserved().await);
    }
    for n in 0..WALKS {
        if !Box::pin(walk.go(&draft, n)).await {
            break;
        }
    }
    let mut road = road.split_whitespace();
    let missing = road.find(|state| !walk.states.contains(*state));
    let refused = &walk.refused;
    assert_eq!(missing, None, "{measure}; refused were {refused:#?}");
}

#[tokio::test]
async fn every_page_of_a_preservation_is_rendered() {
    walked("preservation", &["held", "not-held"], "sent acknowledged accepted preserved").await;
}

#[tokio::test]
async fn every_page_of_a_disclosure_is_rendered() {
    let road = "sent acknowledged accepted executing delivered received";
    walked("disclosure", &["produced", "not-held"], road).await;
}

#[tokio::test]
async fn every_page_of_an_emergency_is_rendered() {
    let road = "sent acknowledged accepted executing delivered validation-due";
    walked("emergency-disclosure", &["produced", "not-held"], road).await;
}

#[tokio::test]
async fn every_page_of_a_path_is_rendered() {
    walked("path-disclosure", &["produced"], "sent acknowledged accepted answered").await;
}

#[tokio::test]
async fn every_page_of_an_inquiry_is_rendered() {
    walked("contact-point", &["held"], "sent acknowledged answered").await;
}
