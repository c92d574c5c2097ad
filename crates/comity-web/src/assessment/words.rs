// SPDX-License-Identifier: EUPL-1.2
//! The words of a report.

use comity_domain::law::assessment::{
    Act, Assistance, Force, Notice, NoticeState, Reference, Report, Status, Step,
};
use comity_domain::law::{Checked, Modality};

/// What the report is, and what it is not.
pub(super) const ABOUT: &str = "Each element of the Convention that a State's own law and \
     institutions answer to, with what its author says is there. It gives no grade and no rank. \
     What the author did not mention is not answered; nothing is assumed. It is not legal advice, \
     and it is no substitute for the text of the Convention.";

/// How the rows were checked.
pub(super) const MARKS: &str = "The letter after a provision says how well our own words were \
     checked: T compared with the text of the Convention, P with the text of the older treaty that \
     the provision was taken over from, M recalled or taken from secondary sources.";

/// Why the order is as it is.
pub(super) const ORDER: &str = "Obligations come before what is to be tried or considered, and \
     this before choices. Within each, what holds up cooperation most comes first: this order is \
     our judgement, and no provision gives it. What nobody answered may be in place; it has to be \
     found out.";

/// What technical assistance is here.
pub(super) const ASSISTANCE: &str = "Article 54 asks States that can to help those that ask. Each \
     kind of help, with the elements that are missing in whole or in part and that it fits.";

pub(super) fn title(report: &Report) -> String {
    format!("The law of {} and the {}", report.name, report.title)
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::InPlace => "in place",
        Status::Partial => "in part",
        Status::Missing => "missing",
        Status::Reserved => "reserved",
        Status::NotApplicable => "does not apply",
        Status::Chosen => "chosen",
        Status::NotChosen => "not chosen",
        Status::NotAnswered => "not answered",
    }
}

pub(super) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Shall => "must",
        Modality::ShallEndeavour => "must try",
        Modality::ShallConsider => "must consider",
        Modality::May => "may",
    }
}

pub(super) fn force(force: Force) -> &'static str {
    match force {
        Force::Obligation => "What the State must have",
        Force::Effort => "What the State must try or consider",
        Force::Choice => "What the State may choose",
    }
}

pub(super) fn act(act: Act) -> &'static str {
    match act {
        Act::Provide => "Provide for it",
        Act::Complete => "Complete it",
        Act::FindOut => "Find out",
        Act::Choose => "Choose",
    }
}

pub(super) fn notice(state: NoticeState) -> &'static str {
    match state {
        NoticeState::Due => "due",
        NoticeState::InPart => "made in part",
        NoticeState::Unknown => "not answered",
        NoticeState::Made => "made",
        NoticeState::NotNeeded => "not needed",
        NoticeState::OnEvent => "when it happens",
    }
}

pub(super) fn mark(checked: Checked) -> &'static str {
    match checked {
        Checked::Text => "T",
        Checked::Parent => "P",
        Checked::Memory => "M",
    }
}

pub(super) fn gives(checked: Checked) -> &'static str {
    match checked {
        Checked::Text => "compared with the text",
        Checked::Parent => "compared with the text of an older treaty",
        Checked::Memory => "recalled or from secondary sources",
    }
}

pub(super) fn reference(reference: &Reference) -> String {
    let Reference { law, section, since } = reference;
    format!("{law}, {section}, since {since}")
}

pub(super) fn gaps(kind: &Assistance) -> String {
    let gaps = kind.gaps.iter().map(|gap| format!("{} {}", gap.provision, gap.question));
    gaps.collect::<Vec<_>>().join(", ")
}

pub(super) fn carries(step: &Step) -> String {
    step.carries.iter().map(|c| c.measure.as_str()).collect::<Vec<_>>().join(", ")
}

pub(super) fn helps(step: &Step) -> String {
    step.help.iter().map(|help| help.title.as_str()).collect::<Vec<_>>().join(", ")
}

/// By what a notification was made, as far as it was.
pub(super) fn made(notice: &Notice) -> String {
    let by = notice.made.as_ref().map(reference);
    by.or_else(|| Some(format!("notified {}", notice.notified?))).unwrap_or_default()
}

pub(super) fn compared(report: &Report) -> String {
    let c = report.compared;
    format!(
        "Of {} elements our words were compared with the text of the Convention for {}, with that \
         of an older treaty for {}, and recalled for {}.",
        c.text.saturating_add(c.parent).saturating_add(c.memory),
        c.text,
        c.parent,
        c.memory
    )
}
