// SPDX-License-Identifier: EUPL-1.2
//! Why the data are needed: one field for each thing that the instrument asks to be told.

use askama::Template;
use axum::response::Response;
use comity_domain::completeness::Missing;
use comity_domain::id::Code;
use comity_domain::law::Element;
use comity_domain::request::Draft;
use comity_domain::screen::{Answered, Concern, Research, Said};
use comity_domain::workflow::{Question, Workflow};

use super::{Around, words};
use crate::pages::act::answers;
use crate::pages::clock;
use crate::pages::fault::{PageFault, rendered};
use crate::pages::form::Fields;
use crate::pages::frame::Frame;

/// The texts, in the order in which one thinks of them.
const TEXTS: &[Element] = &[
    Element::Danger,
    Element::Validation,
    Element::DataLink,
    Element::Necessity,
    Element::Proportionality,
    Element::Purpose,
    Element::Assistance,
    Element::Intention,
    Element::Urgency,
    Element::Secrecy,
];

/// What only an emergency has to say.
const EMERGENCY: &[Element] = &[Element::Danger, Element::Validation];

/// Whose danger makes an emergency.
const DANGERS: &[&str] = &["life", "safety"];

/// A text to be given, and what the instrument says of it.
struct Text {
    element: &'static str,
    value: String,
    provision: Option<String>,
    /// How well that row was checked, where it was not against the text itself.
    unsure: Option<&'static str>,
    always: bool,
    missing: Vec<Missing>,
}

#[derive(Template)]
#[template(path = "draft/reasons.html")]
struct Page {
    f: Frame,
    a: Around,
    asked: Vec<Text>,
    others: Vec<Text>,
    secrecy_until: String,
    /// The danger as coded, where an emergency is asked for.
    danger: Option<String>,
    /// What an inquiry asks, where it is one.
    question: Option<String>,
    /// The request it follows, where one is asked for.
    follows: Option<String>,
    /// What is said to the questions about protected freedoms and persons.
    screen: Vec<Answered>,
    /// Whether anything is said to them.
    answered: bool,
}

impl Page {
    /// The questions, where the other State's examiner is asked them too.
    fn concerns(&self) -> &'static [Concern] {
        let measure = self.a.draft.facts.measure.as_ref().map(Code::as_str);
        let asked = measure.and_then(Workflow::from_code).is_some_and(Workflow::hands_over);
        if asked { Concern::ALL } else { &[] }
    }

    /// The signs of research are the examiner's to look into.
    fn may_be_research(&self) -> bool {
        let _ = self;
        false
    }

    fn blind(&self) -> bool {
        let _ = self;
        false
    }

    fn said(&self, concern: Concern, said: &str) -> bool {
        self.screen.iter().any(|answer| answer.concern == concern && answer.said.code() == said)
    }

    /// The sentence of a question, by the name of its field.
    fn value(&self, name: &str) -> &str {
        let of = |answer: &&Answered| name.strip_prefix("why-") == Some(answer.concern.code());
        self.screen.iter().find(of).map_or("", |answer| answer.words.as_str())
    }

    fn dangers(&self) -> &'static [&'static str] {
        let _ = self;
        DANGERS
    }

    fn questions(&self) -> impl Iterator<Item = &'static str> {
        let _ = self;
        Question::ALL.iter().map(|question| question.code())
    }

    fn is_question(&self, code: &str) -> bool {
        self.question.as_deref() == Some(code)
    }

    fn is_danger(&self, code: &str) -> bool {
        self.danger.as_deref() == Some(code)
    }
}

pub(super) fn drawn(around: Around) -> Result<Response, PageFault> {
    let said = around.draft.body.request.as_ref();
    let until = said.and_then(|said| said.secrecy_until).map(|at| clock::wall(at, &around.zone));
    let (mut asked, mut others) = (Vec::new(), Vec::new());
    for element in TEXTS {
        let row = around.lacks.row(*element);
        let value = said.and_then(|said| said.words(*element)).unwrap_or_default().to_owned();
        let text = Text {
            element: element.code(),
            value,
            provision: row.map(|row| row.provision.clone()),
            unsure: row.map(|row| row.checked).filter(|checked| *checked != "text"),
            always: row.is_some_and(|row| row.always),
            missing: around.lacks.at(*element).cloned().collect(),
        };
        let wanted = row.is_some() || !text.value.is_empty();
        if wanted {
            asked.push(text);
        } else if !EMERGENCY.contains(element) {
            others.push(text);
        }
    }
    let facts = &around.draft.facts;
    let screen = said.map(|said| said.screen.clone()).unwrap_or_default();
    let danger = facts.danger.as_ref().map(ToString::to_string).unwrap_or_default();
    let question = facts.question.as_ref().map(ToString::to_string).unwrap_or_default();
    let follows = facts.link.map(|link| link.to_string()).unwrap_or_default();
    let page = Page {
        f: around.f.clone(),
        question: around.lacks.row(Element::Question).map(|_| question),
        danger: around.lacks.row(Element::Danger).map(|_| danger),
        follows: around.lacks.row(Element::Preservation).map(|_| follows),
        asked,
        others,
        answered: !screen.is_empty(),
        screen,
        secrecy_until: until.unwrap_or_default(),
        a: around,
    };
    rendered(&page, page.a.refused.is_some())
}

/// Puts what was posted into the draft. The error is a key.
pub(super) fn taken(draft: &mut Draft, fields: &Fields, zone: &str) -> Result<(), &'static str> {
    let until = clock::read(fields.get("secrecy-until"), zone)?;
    let request = draft.body.request.get_or_insert_default();
    request.secrecy_until = until;
    let asked = fields.get("question").and_then(Question::from_code);
    draft.facts.question = asked.and_then(|question| question.code().parse().ok());
    let coded = fields.get("danger-coded").filter(|code| DANGERS.contains(code));
    draft.facts.danger = coded.and_then(|code| code.parse().ok());
    if let Some(link) = fields.get("follows") {
        draft.facts.link = Some(link.parse().map_err(|_| "fault-follows")?);
    }
    let answers = answers(fields).into_iter().map(serde_json::from_value);
    let answers: Result<Vec<Answered>, _> = answers.collect();
    request.screen = answers.map_err(|_| "fault-field-form")?;
    for element in TEXTS {
        if let Some(text) = request.words_mut(*element) {
            *text = words(fields, element.code());
        }
    }
    Ok(())
}
