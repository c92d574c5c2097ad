// SPDX-License-Identifier: EUPL-1.2
//! Which fields an act needs, and the command that they make.

use comity_domain::id::Code;
use comity_domain::message::Kind;
use comity_domain::request::{Command, What, carries_files};
use comity_domain::role::Side;
use comity_domain::screen::{Concern, Research};
use comity_domain::workflow::domestic::Step;
use comity_domain::workflow::{Answer, Workflow};
use comity_node::view::{AttachmentView, PossibleView, RequestView, TimelineView};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::pages::clock;
use crate::pages::form::Fields;

/// An act that the tables allow now, and that somebody wants to do.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) message: bool,
    pub(crate) kind: String,
    pub(crate) answer: Option<String>,
    /// On which items it may be done.
    pub(crate) items: Vec<u16>,
    /// Whether it travels by other means than the network.
    elsewhere: bool,
    /// The conditions that stand, to be accepted as they are.
    conditions: Vec<String>,
    /// Whether it may ask for secrecy again.
    renews: bool,
}

/// A field of a form. Its texts are `field-NAME` and `field-NAME-hint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    pub(crate) needed: bool,
}

/// How a field looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Line,
    Text,
    /// Date and time in this State's zone.
    Instant,
    /// One of a closed list, by the set of its codes.
    One(&'static str, &'static [&'static str]),
    /// One of what the directory, the law or the request has; see [`options`].
    Known,
    /// Several of a list.
    Several(&'static str, &'static [&'static str]),
    /// Said, or not.
    Tick,
}

impl Form {
    /// What the template asks: which kind of field, and its choices.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Text => "text",
            Self::Instant => "instant",
            Self::One(..) => "one",
            Self::Known => "known",
            Self::Several(..) => "several",
            Self::Tick => "tick",
        }
    }

    pub(crate) fn choices(&self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::One(set, codes) | Self::Several(set, codes) => (set, codes),
            _ => ("", &[]),
        }
    }
}

/// The conditions that pages offer.
pub(crate) const CONDITIONS: &[&str] = &[
    "use-limitation",
    "confidential",
    "no-onward-transfer",
    "retention-end",
    "costs",
    "return-or-destroy",
    "intelligence-only",
];
const REASONS: &[&str] = &[
    "form-incomplete",
    "not-covered",
    "essential-interests",
    "domestic-law",
    "legal-system",
    "dual-criminality",
    "below-threshold",
    "political-offence",
    "discrimination",
    "human-rights",
    "torture-or-death-penalty",
    "ne-bis-in-idem",
    "time-bar",
    "immunity-or-privilege",
    "press-or-expression",
    "security-research",
    "too-broad",
    "data-protection",
    "conflict-of-law",
    "own-proceedings",
    "de-minimis",
    "authenticity-not-shown",
];
const CHANNELS: &[&str] = &["portal", "e-mail", "letter", "phone", "in-person"];
/// By which a message travels to a State without a node.
const MEANS: &[&str] = &["letter", "e-mail", "phone", "interpol", "by-hand"];
/// Why nothing is there, and why it cannot be done.
const ABSENT: &[&str] = &["not-held", "retention-passed"];
const UNDOABLE: &[&str] = &["impossible", "duplicate", "authority-not-competent"];
const OUTCOMES: &[&str] = &["held", "not-held", "produced", "impossible", "objected"];
const TRANSFERS: &[&str] = &["lawful", "with-conditions", "unlawful"];
const ACTS: &[&str] = &["order", "letter", "call"];
const LEVELS: &[&str] = &["police", "ministry", "prosecutor", "court"];
const TIERS: &[&str] = &["subscriber", "traffic", "content"];

const TEXT: Field = Field { name: "text", form: Form::Text, needed: false };
const TEXT_NEEDED: Field = Field { needed: true, ..TEXT };
const UNTIL: Field = Field { name: "until", form: Form::Instant, needed: true };
const GROUND: Field = Field { name: "ground", form: Form::Known, needed: true };
const PROVISION: Field = Field { name: "provision", form: Form::Line, needed: false };
const REASON: Field = Field { name: "reason", form: Form::One("reason", REASONS), needed: true };
const FULL_REASON: Field = Field { name: "full-reason", form: Form::Text, needed: false };
const LINK: Field = Field { name: "link", form: Form::Line, needed: true };
const REFERENCE: Field = Field { name: "reference", form: Form::Line, needed: true };

/// The fields of an act, besides its items.
pub(crate) fn fields_of(wish: &Wish) -> Vec<Field> {
    if wish.message {
        let fields = wish.kind.parse().map(|kind| of_message(kind, wish.answer()));
        let mut fields: Vec<Field> = fields.unwrap_or_default();
        if wish.renews {
            let form = Form::Instant;
            fields.push(Field { name: "secrecy-until", form, needed: false });
            fields.push(Field { name: "secrecy-act", form: Form::Known, needed: false });
        }
        if wish.elsewhere {
            fields.push(Field { name: "means", form: Form::One("channel", MEANS), needed: true });
            fields.push(Field { name: "travelled", form: Form::Instant, needed: true });
        }
        fields
    } else {
        wish.kind.parse().map(of_step).unwrap_or_default()
    }
}

fn of_message(kind: Kind, answer: Option<Answer>) -> Vec<Field> {
    match (kind, answer) {
        (Kind::Decide, Some(Answer::Refuse)) => {
            let considered = Field { name: "considered", form: Form::Tick, needed: false };
            vec![GROUND, PROVISION, REASON, TEXT, FULL_REASON, considered]
        }
        (Kind::Decide, Some(Answer::Postpone)) => {
            vec![GROUND, PROVISION, REASON, UNTIL, TEXT, FULL_REASON]
        }
        (Kind::Decide, Some(Answer::AcceptConditions)) => {
            let form = Form::Several("condition", CONDITIONS);
            vec![Field { name: "conditions", form, needed: true }, TEXT]
        }
        (Kind::ConsultOpen, about) if about != Some(Answer::BeforeUse) => vec![GROUND, TEXT_NEEDED],
        (Kind::Preserved, Some(Answer::Held | Answer::HeldProvisionally))
        | (Kind::ExtendDecide, Some(Answer::Granted))
        | (Kind::ExtendAsk | Kind::Unlink, _) => {
            let link = (kind == Kind::Unlink).then_some(LINK);
            link.into_iter().chain([UNTIL, TEXT]).collect()
        }
        (
            Kind::Preserved | Kind::ExecReport,
            Some(answer @ (Answer::NotHeld | Answer::Impossible)),
        ) => {
            let why = if answer == Answer::NotHeld { ABSENT } else { UNDOABLE };
            vec![Field { name: "came-of", form: Form::One("outcome", why), needed: false }, TEXT]
        }
        (Kind::Link, _) => vec![LINK, TEXT],
        (Kind::InfoUsed, _) => {
            vec![Field { name: "evidence-by", form: Form::Line, needed: false }, TEXT]
        }
        (Kind::Forwarded, _) => {
            let form = Form::Known;
            vec![Field { name: "given-to", form, needed: false }, TEXT_NEEDED]
        }
        (Kind::InquiryAnswer, Some(Answer::Denied)) => vec![REASON, FULL_REASON],
        (Kind::ExtendDecide | Kind::UseDecide, Some(Answer::Denied)) => {
            vec![Field { needed: false, ..REASON }, TEXT, FULL_REASON]
        }
        (Kind::Path, _) | (Kind::InquiryAnswer, Some(Answer::Held)) => {
            let known = |name| Field { name, form: Form::Known, needed: true };
            let firm = Field { name: "firm", form: Form::Line, needed: false };
            vec![known("next-state"), known("provider"), firm]
        }
        (
            Kind::ClarifyAsk
            | Kind::ClarifyAnswer
            | Kind::ConsultAnswer
            | Kind::Note
            | Kind::StatusAnswer
            | Kind::UseAsk
            | Kind::UseNotice
            | Kind::ConsultOpen
            | Kind::Freeze
            | Kind::Keep
            | Kind::ApprovalDeny
            | Kind::Correct,
            _,
        )
        | (Kind::DiscloseReceipt, Some(Answer::Damaged)) => vec![TEXT_NEEDED],
        (Kind::Submit | Kind::Ack, _) | (Kind::InquiryAnswer, Some(Answer::NotHeld)) => Vec::new(),
        _ => vec![TEXT],
    }
}

fn of_step(step: Step) -> Vec<Field> {
    let line = |name| Field { name, form: Form::Line, needed: true };
    let channel = Field { name: "channel", form: Form::One("channel", CHANNELS), needed: true };
    match step {
        Step::OrderServe => {
            let until = Field { needed: false, ..UNTIL };
            let provider = Field { name: "provider", form: Form::Known, needed: true };
            let entity = Field { needed: false, ..line("entity") };
            vec![provider, entity, channel, REFERENCE, until, TEXT_NEEDED]
        }
        Step::OrderReply => {
            let outcome = Form::One("outcome", OUTCOMES);
            let until = Field { needed: false, ..UNTIL };
            let outcome = Field { name: "outcome", form: outcome, needed: true };
            vec![outcome, REFERENCE, until, TEXT]
        }
        Step::VoiceConfirm => vec![line("number"), line("office"), TEXT],
        Step::PhoneNote => {
            let promised = Field { name: "promised", needed: false, ..UNTIL };
            vec![line("number"), line("office"), TEXT, promised]
        }
        Step::ActEnter => {
            let kind = Field { name: "act", form: Form::One("act-kind", ACTS), needed: true };
            let date = line("date");
            let scope = Field { name: "scope", form: Form::Text, needed: true };
            let may = |name, form| Field { name, form, needed: false };
            let level = may("level", Form::One("act-level", LEVELS));
            let tier = may("allows-tier", Form::One("tier", TIERS));
            let items = may("allows-items", Form::Line);
            let (expires, scan) = (may("expires", Form::Instant), may("scan", Form::Known));
            let said = [line("authority"), level, line("office"), REFERENCE, date, scope];
            let allows = [tier, items, expires, scan];
            std::iter::once(kind).chain(said).chain(allows).collect()
        }
        Step::Examine => {
            let transfer = Form::One("transfer", TRANSFERS);
            vec![Field { name: "transfer", form: transfer, needed: false }, TEXT]
        }
        Step::Lift | Step::LiftHold => {
            vec![Field { name: "rule", form: Form::Known, needed: true }, TEXT_NEEDED]
        }
        Step::SecrecyAgree => vec![UNTIL, TEXT_NEEDED],
        Step::Misstatement => {
            vec![Field { name: "concern", form: Form::Known, needed: true }, TEXT_NEEDED]
        }
        Step::DraftApprove | Step::DraftDiscard => Vec::new(),
        _ => vec![TEXT],
    }
}

impl Wish {
    /// The act, if the tables allow it now.
    pub(crate) fn of(
        r: &RequestView,
        what: &str,
        kind: &str,
        answer: Option<&str>,
    ) -> Option<Self> {
        let same = |possible: &&PossibleView| {
            possible.what == what && possible.kind == kind && possible.answer.as_deref() == answer
        };
        let found: Vec<&PossibleView> = r.possible.iter().filter(same).collect();
        let first = found.first()?;
        let mut items: Vec<u16> = found.iter().flat_map(|p| p.items.iter().copied()).collect();
        items.sort_unstable();
        items.dedup();
        let stand = r.items.iter().filter(|item| items.contains(&item.n));
        let conditions = stand.flat_map(|item| &item.conditions).map(ToString::to_string);
        let mut conditions: Vec<String> = conditions.collect();
        conditions.sort_unstable();
        conditions.dedup();
        Some(Self {
            message: first.what == "message",
            kind: first.kind.clone(),
            answer: first.answer.clone(),
            items,
            elsewhere: !r.by_network,
            renews: first.kind == Kind::Correct.code()
                && r.secrecy.as_ref().is_some_and(|secrecy| secrecy.renewable),
            conditions,
        })
    }

    /// The same as the tables name it.
    pub(crate) fn what(&self) -> Option<What> {
        if self.message {
            return Some(What::Message(self.kind.parse().ok()?, self.answer()));
        }
        Some(What::Step(self.kind.parse().ok()?))
    }

    pub(crate) fn answer(&self) -> Option<Answer> {
        self.answer.as_deref().and_then(|answer| answer.parse().ok())
    }

    /// The command that the fields make; or the key of what is wrong with them.
    pub(crate) fn command(
        &self,
        r: &RequestView,
        fields: &Fields,
        zone: &str,
        named: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Command, &'static str> {
        for field in fields_of(self) {
            if field.needed && fields.get(field.name).is_none() {
                return Err("fault-field-missing");
            }
        }
        let until = clock::read(fields.get("until"), zone)?;
        let until = until.map(|at| json!({ "at": at, "zone": zone }));
        let secret = clock::read(fields.get("secrecy-until").filter(|_| self.renews), zone)?;
        let value = if self.message {
            let went = clock::read(fields.get("travelled"), zone)?;
            let mut act = self.act(r, fields, until);
            if let Some(end) = secret {
                renewed(&mut act, fields, end);
            }
            if let (Some(act), Some(at), true) = (act.as_object_mut(), went, self.elsewhere) {
                let channel = fields.get("means");
                act.insert("means".to_owned(), json!({ "channel": channel, "at": at }));
            }
            act
        } else {
            self.step(r, fields, (zone, until), named)?
        };
        serde_json::from_value(value).map_err(|_| "fault-field-form")
    }

    /// Whether it says where something is held.
    fn tells_a_path(&self) -> bool {
        let held = self.answer() == Some(Answer::Held);
        self.kind == Kind::Path.code() || (self.kind == Kind::InquiryAnswer.code() && held)
    }

    /// The body that names the firm at which the path goes on.
    fn path_named(&self, fields: &Fields, firm: &str) -> Value {
        let name = |n: &u16| json!({ "n": n, "provider": firm });
        let names: Vec<Value> = self.chosen_items(fields).iter().map(name).collect();
        json!({ "path": names })
    }

    /// The files that may go with it: attached here, and not sent yet.
    pub(crate) fn files<'a>(&self, r: &'a RequestView) -> Vec<&'a AttachmentView> {
        let workflow = r.measure.as_ref().and_then(|code| Workflow::from_code(code.as_str()));
        let kind = self.kind.parse().ok().filter(|kind| *kind != Kind::Submit);
        let carries = workflow.zip(kind).is_some_and(|(of, kind)| carries_files(of, kind));
        if !self.message || r.side != Side::Requesting || !carries {
            return Vec::new();
        }
        let waits = |one: &&AttachmentView| one.mine && one.message.is_none();
        r.attachments.iter().filter(waits).filter(|one| one.file.is_some()).collect()
    }

    fn chosen_items(&self, fields: &Fields) -> Vec<u16> {
        self.items.iter().copied().filter(|n| chosen(*n, fields)).collect()
    }

    fn act(&self, r: &RequestView, fields: &Fields, until: Option<Value>) -> Value {
        let mut said = Map::new();
        let mut say = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                said.insert(name.to_owned(), value);
            }
        };
        let text = |name: &str| fields.get(name).map(Value::from);
        say("answer", self.answer.clone().map(Value::from));
        say("until", until);
        say("ground", text("ground"));
        say("provision", text("provision"));
        say("reason", text("reason"));
        say("outcome", text("came-of"));
        let mut conditions: Vec<String> = fields.all("conditions").map(str::to_owned).collect();
        if self.kind == Kind::CondAccept.code() {
            conditions.clone_from(&self.conditions);
        }
        say("conditions", (!conditions.is_empty()).then(|| json!(conditions)));
        let path = self.tells_a_path().then(
            || json!({ "state": fields.get("next-state"), "provider": fields.get("provider") }),
        );
        say("path", path);
        let of = |n: &u16| {
            let mut item = said.clone();
            item.insert("n".to_owned(), json!(n));
            Value::Object(item)
        };
        let mut act = json!({ "command": "act", "kind": self.kind });
        if let Some(act) = act.as_object_mut() {
            if !said.is_empty() || self.kind != Kind::Submit.code() && !self.items.is_empty() {
                let items: Vec<Value> = self.chosen_items(fields).iter().map(of).collect();
                act.insert("items".to_owned(), Value::from(items));
            }
            let mut add = |name: &str, value: Option<Value>| {
                if let Some(value) = value {
                    act.insert(name.to_owned(), value);
                }
            };
            add("link", text("link").or_else(|| text("evidence-by")));
            add("authority", text("given-to"));
            add("full_reason", text("full-reason"));
            add("override", text("override"));
            add("considered", fields.get("considered").map(|_| json!(true)));
            let ticked: Vec<&str> = fields.all("attachment").collect();
            let go = self.files(r).into_iter().filter(|one| ticked.contains(&&*one.id.to_string()));
            let go: Vec<_> = go.map(|one| json!(one.file)).collect();
            let says = fields.get("text").is_some() || !go.is_empty();
            add("body", says.then(|| json!({ "text": text("text"), "attachments": go })));
            if self.tells_a_path() {
                add("body", fields.get("firm").map(|firm| self.path_named(fields, firm)));
            }
            let owed = || r.timeline.iter().find(|line| line.spoken.iter().any(|one| one.mine));
            let about = match self.kind.parse() {
                Ok(Kind::ApprovalConfirm | Kind::ApprovalDeny) => {
                    owed().and_then(|line| line.message).map(|message| json!(message))
                }
                Ok(Kind::DiscloseReceipt) => last(r, Kind::Disclose),
                Ok(Kind::StatusAnswer) => last(r, Kind::StatusQuery),
                Ok(Kind::Correct) => last_of_ours(r),
                _ => None,
            };
            add("about", about);
        }
        act
    }

    fn step(
        &self,
        r: &RequestView,
        fields: &Fields,
        (zone, until): (&str, Option<Value>),
        named: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Value, &'static str> {
        let text = |name: &str| fields.get(name).unwrap_or_default();
        let step: Step = self.kind.parse().map_err(|_| "fault-field-form")?;
        let call = || {
            json!({"detail": "call", "is": {"number": text("number"), "office": text("office"),
                "text": text("text")}})
        };
        let reason = || json!({ "detail": "text", "is": text("text") });
        let (facts, detail) = match step {
            Step::OrderServe => (
                json!({"provider": text("provider"), "channel": text("channel"), "until": until}),
                json!({"detail": "order", "is": {"entity": entity(fields, named),
                    "reference": text("reference"), "text": text("text")}}),
            ),
            Step::OrderReply => (
                json!({"outcome": text("outcome"), "until": until}),
                json!({"detail": "reply", "is": {"reference": text("reference"),
                    "text": text("text")}}),
            ),
            Step::VoiceConfirm => {
                let about = first_of_theirs(r).and_then(|line| line.message);
                (json!({ "about": about }), call())
            }
            Step::PhoneNote => {
                let promised = clock::read(fields.get("promised"), zone)?;
                let promised = promised.map(|at| json!({ "at": at, "zone": zone }));
                (json!({ "until": promised }), call())
            }
            Step::Examine => (
                json!({ "transfer": fields.get("transfer") }),
                json!({"detail": "screen", "is": {"text": text("text"),
                    "answers": answers(fields), "research": signs(fields),
                    "dual": conduct(r, fields)?}}),
            ),
            Step::Lift | Step::LiftHold => (json!({ "rule": text("rule") }), reason()),
            Step::SecrecyAgree => (json!({ "until": until }), reason()),
            Step::Misstatement => (json!({ "outcome": text("concern") }), reason()),
            Step::ActCompare => {
                // Which one is compared, and that it is what was entered, the domain checks.
                let one = r.uncompared.first().filter(|_| r.uncompared.len() == 1);
                let act = fields.get("which").map(Value::from).or(one.map(|act| json!(act)));
                (json!({ "act": act }), Value::Null)
            }
            Step::ActEnter => {
                let expires = clock::read(fields.get("expires"), zone)?;
                let act = json!({"kind": text("act"), "authority": text("authority"),
                    "office": text("office"), "reference": text("reference"),
                    "date": text("date"), "scope": text("scope"), "expires": expires,
                    "level": fields.get("level"), "tier": fields.get("allows-tier"),
                    "items": numbers(fields.get("allows-items"))?,
                    "scan": fields.get("scan")});
                (json!({}), json!({"detail": "act", "is": act}))
            }
            _ => {
                let said = fields.get("text").map(|text| json!({"detail": "text", "is": text}));
                (json!({}), said.unwrap_or(Value::Null))
            }
        };
        // A request is erased as a whole.
        let whole = self.items.is_empty() || step == Step::Erase;
        let items = if whole { Vec::new() } else { self.chosen_items(fields) };
        Ok(json!({"command": "take", "step": self.kind, "items": items, "facts": facts,
            "detail": detail}))
    }
}

/// A correction that asks for secrecy again is about the request itself, which the node names, and
/// carries the act that it rests on.
fn renewed(act: &mut Value, fields: &Fields, until: Timestamp) {
    let Some(act) = act.as_object_mut() else { return };
    act.insert("about".to_owned(), Value::Null);
    act.insert("authorisation".to_owned(), json!(fields.get("secrecy-act")));
    let body = act.entry("body").or_insert_with(|| json!({}));
    if let Some(body) = body.as_object_mut() {
        body.insert("request".to_owned(), json!({ "secrecy_until": until }));
    }
}

/// The questions about protected freedoms and persons that were answered: `screen-CONCERN`, and why
/// in `why-CONCERN`.
pub(crate) fn answers(fields: &Fields) -> Vec<Value> {
    let answer = |concern: &Concern| {
        let said = fields.get(&format!("screen-{concern}"))?;
        let words = fields.get(&format!("why-{concern}")).unwrap_or_default();
        Some(json!({ "concern": concern, "said": said, "words": words }))
    };
    Concern::ALL.iter().filter_map(answer).collect()
}

/// The signs of security research that were looked into: `sign-SIGN`, and what was seen in
/// `seen-SIGN`.
fn signs(fields: &Fields) -> Vec<Value> {
    let sign = |sign: &Research| {
        let said = fields.get(&format!("sign-{sign}"))?;
        let words = fields.get(&format!("seen-{sign}")).unwrap_or_default();
        Some(json!({ "sign": sign, "said": said, "words": words }))
    };
    Research::ALL.iter().filter_map(sign).collect()
}

/// The entity served: as somebody named it, or as the register calls the provider chosen.
fn entity(fields: &Fields, named: &dyn Fn(&str) -> Option<String>) -> String {
    let said = fields.get("entity").map(str::to_owned);
    said.or_else(|| named(fields.get("provider")?)).unwrap_or_default()
}

/// Numbers of items, as somebody lists them.
fn numbers(said: Option<&str>) -> Result<Vec<u16>, &'static str> {
    let parts = said.unwrap_or_default().split([',', '،', ';', ' ']);
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| "fault-field-form")).collect()
}

/// What was found of the conduct behind each offence of the request: `here-OFFENCE` and its words.
fn conduct(r: &RequestView, fields: &Fields) -> Result<Vec<Value>, &'static str> {
    let mut all = Vec::new();
    for offence in r.screen.conduct.iter().map(|one| &one.offence) {
        let said = of_conduct(fields, offence);
        if said.iter().all(Option::is_none) {
            continue;
        }
        let [here, conduct, law, years] = said;
        let years = years.map(str::parse::<u16>).transpose().map_err(|_| "fault-field-form")?;
        let here = here.ok_or("fault-conduct-here")?;
        all.push(json!({"offence": offence, "here": here, "maximum_years": years,
            "conduct": conduct.unwrap_or_default(), "provision": law.unwrap_or_default()}));
    }
    Ok(all)
}

/// What was entered of the conduct behind an offence: whether it would be one here, the words, the
/// provision here and its maximum.
pub(crate) fn of_conduct<'a>(fields: &'a Fields, offence: &Code) -> [Option<&'a str>; 4] {
    ["here", "conduct", "law", "years"].map(|name| fields.get(&format!("{name}-{offence}")))
}

/// Whether an item's box is ticked: all are, before anything was posted.
pub(crate) fn chosen(n: u16, fields: &Fields) -> bool {
    let mut ticked = fields.all("item").peekable();
    ticked.peek().is_none() || ticked.any(|text| text.parse() == Ok(n))
}

/// The last message of a kind.
fn last(r: &RequestView, kind: Kind) -> Option<Value> {
    let of_kind = r.timeline.iter().rev().find(|line| line.kind == kind.code());
    of_kind.and_then(|line| line.message).map(|message| json!(message))
}

/// The last message of this State: what a correction is about.
fn last_of_ours(r: &RequestView) -> Option<Value> {
    let sent = r.timeline.iter().rev().find(|line| line.what == "sent");
    sent.and_then(|line| line.message).map(|message| json!(message))
}

/// The first message of the other State whose words were not compared yet.
pub(crate) fn first_of_theirs(r: &RequestView) -> Option<&TimelineView> {
    let open =
        |line: &&TimelineView| line.what == "received" && line.message.is_some() && !line.confirmed;
    r.timeline.iter().find(open)
}

#[cfg(test)]
mod tests;
