// SPDX-License-Identifier: EUPL-1.2
//! What each step has to say, and what it may not say.

use crate::dual::{self, DualFact};
use crate::id::Digest;
use crate::message::ExhibitFact;
use crate::request::decide::{Rules, attached, contact, decide, erasure, limit_days, spoken};
use crate::request::{
    ActFact, Command, Detail, ExhibitLine, Hand, Refusal, Request, StepFacts, Take,
};
use crate::role::Side;
use crate::screen::{self, Concern, Transfer};
use crate::workflow::domestic::Step;
use crate::workflow::{Answer, Workflow};

/// The coded facts of the step as they will be kept: those given, and digests of the words.
pub(super) fn checked(
    request: &Request,
    hand: Hand,
    take: &Take,
    rules: Rules<'_>,
) -> Result<StepFacts, Refusal> {
    let mut facts = take.facts.clone();
    if take.step != Step::Propose
        && facts.proposal.is_some_and(|id| !request.proposals.contains_key(&id))
    {
        return Err(Refusal::NothingHere { what: "proposal with that id that still waits" });
    }
    match take.step {
        Step::OrderServe => serve(request, take, &mut facts, rules)?,
        Step::OrderReply => reply(take, &mut facts)?,
        Step::ExhibitPut => put(request, take)?,
        Step::ExhibitOpen => open(request.known_exhibits(), &facts)?,
        Step::AttachOpen => open(request.attachments(), &facts)?,
        Step::ActEnter => enter(request, take, &mut facts)?,
        Step::ActCompare => compare(request, &mut facts)?,
        Step::Attach => attach(request, take, &mut facts)?,
        Step::PhoneNote | Step::VoiceConfirm => call(request, take)?,
        Step::ApprovalPhone => {
            call(request, take)?;
            spoken::fits(request, hand, take, rules)?;
        }
        Step::Propose => propose(request, hand, take, &mut facts, rules)?,
        Step::ProposalDecline if facts.proposal.is_none() => {
            return Err(lacks("proposal", "it says which proposal is declined"));
        }
        Step::ContactAsk
        | Step::ContactAsked
        | Step::ContactAgree
        | Step::ContactDecline
        | Step::ContactAnswered => contact::fits(request, take)?,
        Step::Erase => facts = erasure::facts(request, rules)?,
        Step::Examine => examine(request, take, &mut facts)?,
        Step::Lift => lift(request, take, &mut facts, rules)?,
        Step::LiftHold => hold(request, take, &mut facts)?,
        Step::Misstatement => misstatement(request, take, &mut facts)?,
        Step::SecrecyAgree => agree(request, take, &mut facts, rules)?,
        _ => {}
    }
    Ok(facts)
}

/// The answers are coded as they were written, whatever else the step says.
fn examine(request: &Request, take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    facts.said.clear();
    facts.dual.clear();
    let Some(Detail::Screen(found)) = &take.detail else {
        if facts.transfer.is_some() {
            return Err(lacks("detail", "whether data may be handed over is said in a finding"));
        }
        return Ok(());
    };
    if !found.answers.is_empty()
        && let Some(why) = screen::fault(&found.answers)
    {
        return Err(lacks("answers", why));
    }
    let offences = request.asked().map_or(&[][..], |asked| asked.offences.as_slice());
    if screen::may_be_research(offences)
        && let Some(why) = screen::research_fault(&found.answers, &found.research)
    {
        return Err(lacks("research", why));
    }
    if let Some(why) = dual::fault(&found.dual, offences) {
        return Err(lacks("dual", why));
    }
    let open = facts.transfer.is_none_or(|transfer| transfer == Transfer::Lawful);
    if !open && found.text.trim().is_empty() {
        let why = "it says on which conditions data may be handed over, or why on none";
        return Err(lacks("text", why));
    }
    facts.said = found.answers.iter().map(|answer| (answer.concern, answer.said)).collect();
    facts.dual = found.dual.iter().map(DualFact::from).collect();
    facts.digest = Some(Digest::of_json(found));
    Ok(())
}

/// A rule is lifted where an answer of an examiner's made it apply, by name and with a reason.
fn lift(
    request: &Request,
    take: &Take,
    facts: &mut StepFacts,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    if !request.has_hits(rules.law) {
        let what = "answer of an examiner's about protected freedoms or persons";
        return Err(Refusal::NothingHere { what });
    }
    facts.digest = Some(reasoned(take)?);
    facts.rule.as_ref().map(|_| ()).ok_or(lacks("rule", "it names the rule that is lifted"))
}

fn hold(request: &Request, take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    let lifted = facts.rule.as_ref().and_then(|rule| request.lifts.get(rule));
    if lifted.is_none_or(|lift| lift.held.is_some()) {
        return Err(Refusal::NothingHere { what: "rule of that name that was lifted here" });
    }
    facts.digest = Some(reasoned(take)?);
    Ok(())
}

/// Which answer of the State that asks was found false; it is held against the authority that gave
/// it, and not against the person.
fn misstatement(request: &Request, take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    let concern = facts.outcome.as_ref().and_then(|code| Concern::from_code(code.as_str()));
    let theirs = request.their_screen();
    let answered = |concern: Concern| theirs.iter().any(|answer| answer.concern == concern);
    if request.side == Side::Requesting || !concern.is_some_and(answered) {
        return Err(lacks("outcome", "it names the question that the other State answered so"));
    }
    facts.digest = Some(reasoned(take)?);
    facts.authority = request.asking().and_then(|authority| authority.code.parse().ok());
    Ok(())
}

/// The oversight body agrees to one renewal, until an instant, with its reason.
fn agree(
    request: &Request,
    take: &Take,
    facts: &mut StepFacts,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    if request.side != Side::Requesting || request.secrecy().is_none() {
        return Err(Refusal::NothingHere { what: "secrecy that this State asked for" });
    }
    facts.digest = Some(reasoned(take)?);
    match &facts.until {
        Some(until) if until.at > rules.now => Ok(()),
        _ => Err(lacks("until", "it says until when secrecy may last by it, an instant to come")),
    }
}

/// The digest of the reason that the step gives.
fn reasoned(take: &Take) -> Result<Digest, Refusal> {
    match &take.detail {
        Some(Detail::Text(text)) if !text.trim().is_empty() => Ok(Digest::of(text.as_bytes())),
        _ => Err(lacks("detail", "a reason is given, in words")),
    }
}

/// The code of a provider that is not in the register.
const OTHER: &str = "other";

fn lacks(field: &'static str, why: &'static str) -> Refusal {
    Refusal::FieldMissing { field, why }
}

/// An order names the entity served; one to hold data may not run longer than the instrument
/// allows.
fn serve(
    request: &Request,
    take: &Take,
    facts: &mut StepFacts,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let Some(Detail::Order(order)) = &take.detail else {
        return Err(lacks("detail", "an order has a text"));
    };
    if order.entity.trim().is_empty() {
        return Err(lacks("detail", "an order names the entity served"));
    }
    let served = facts.provider.as_ref();
    let listed = served.and_then(|code| rules.law.providers().find(code));
    if listed.is_some_and(|provider| !provider.is_called(&order.entity)) {
        let why = "the entity served is the provider's, as the register calls it, and never a \
                   person who works there; one that the register does not have is `other`";
        return Err(lacks("entity", why));
    }
    if listed.is_none() && served.is_none_or(|code| code.as_str() != OTHER) {
        let why = "an order is served on a provider of the register, by its code there, or on \
                   `other`, with the entity named in the order";
        return Err(lacks("provider", why));
    }
    facts.digest = Some(Digest::of_json(order));
    let shared = request.shared().ok_or(Refusal::NothingHere { what: "request that was sent" })?;
    if shared.workflow != Workflow::Preservation {
        return Ok(());
    }
    let until = facts.until.as_ref().ok_or(lacks("until", "an order to hold says until when"))?;
    let refuse = |wrong, bound, provision| {
        Err(Refusal::Deadline {
            what: "the end of the order",
            at: until.at,
            wrong,
            bound,
            provision,
        })
    };
    let instrument = rules.instrument(shared.instrument.as_ref())?;
    match limit_days(instrument, "domestic-order", rules.now) {
        Some((bound, provision)) if until.at > bound => refuse("later", bound, provision),
        _ if until.at <= rules.now => {
            refuse("earlier", rules.now, "the instant of the order".to_owned())
        }
        _ => Ok(()),
    }
}

fn reply(take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    let Some(Detail::Reply(text)) = &take.detail else {
        return Err(lacks("detail", "a reply has words"));
    };
    facts.digest = Some(Digest::of_json(text));
    let known =
        [Answer::Held, Answer::NotHeld, Answer::Impossible, Answer::Objected, Answer::Produced];
    let outcome = facts.outcome.as_ref().and_then(|code| Answer::from_code(code.as_str()));
    if outcome.is_some_and(|outcome| known.contains(&outcome)) {
        return Ok(());
    }
    Err(lacks("outcome", "a reply is held, not-held, impossible, objected or produced"))
}

fn put(request: &Request, take: &Take) -> Result<(), Refusal> {
    let line = custody(request, take)?;
    if line.attachment.is_some() {
        return Err(lacks("detail", "an attachment is no exhibit: attach it"));
    }
    let all = || request.shared().map_or(0, |shared| shared.items.len());
    let items = if take.items.is_empty() { all() } else { take.items.len() };
    if items == 1 { Ok(()) } else { Err(lacks("items", "an exhibit answers one item: name it")) }
}

/// The line of custody of the one file that this step sealed.
fn custody<'a>(request: &Request, take: &'a Take) -> Result<&'a ExhibitLine, Refusal> {
    let Some(Detail::Exhibit(line)) = &take.detail else {
        return Err(lacks("detail", "a sealed file has a line of custody"));
    };
    let [fact] = take.facts.exhibits.as_slice() else {
        return Err(lacks("exhibits", "one file is put in at a time"));
    };
    if fact.id != line.id {
        return Err(lacks("exhibits", "the line of custody is that of another file"));
    }
    if request.exhibits.contains_key(&fact.id) {
        let why = "a file with that id is here; a new one has an id of its own";
        return Err(lacks("exhibits", why));
    }
    Ok(line)
}

fn open(mut known: impl Iterator<Item = ExhibitFact>, facts: &StepFacts) -> Result<(), Refusal> {
    let [opened] = facts.exhibits.as_slice() else {
        return Err(lacks("exhibits", "it says which file was opened, and one at a time"));
    };
    if known.any(|known| known == *opened) {
        return Ok(());
    }
    Err(Refusal::NothingHere { what: "file with that id and parcel" })
}

fn enter(request: &Request, take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    let Some(Detail::Act(act)) = &take.detail else {
        return Err(lacks("detail", "the act itself is entered"));
    };
    let id = facts.act.ok_or(lacks("act", "an act entered has an id"))?;
    if request.acts.contains_key(&id) {
        let why = "an act with that id is here; what corrects it is entered as another";
        return Err(lacks("act", why));
    }
    facts.digest = Some(Digest::of_json(act));
    facts.expires = act.expires;
    let (kind, level, tier) = (act.kind.clone(), act.level, act.tier.clone());
    facts.allows = Some(ActFact { kind, level, tier, items: act.items.clone() });
    Ok(())
}

/// The second officer vouches for exactly what the first entered.
fn compare(request: &Request, facts: &mut StepFacts) -> Result<(), Refusal> {
    let act = facts.act.and_then(|id| request.acts.get(&id));
    let Some(act) = act.filter(|act| act.compared_by.is_none()) else {
        return Err(Refusal::NothingHere { what: "act that waits for comparison" });
    };
    if facts.digest.is_some_and(|digest| digest != act.digest) {
        let why = "what was compared is not what was entered: look at the entry again";
        return Err(lacks("digest", why));
    }
    facts.digest = Some(act.digest);
    Ok(())
}

/// A file that is sealed here, or one that lies elsewhere and is named by its digest.
fn attach(request: &Request, take: &Take, facts: &mut StepFacts) -> Result<(), Refusal> {
    if let Some(Detail::Attachment(file)) = &take.detail {
        facts.digest = Some(file.digest);
        return attached::described(file);
    }
    let line = custody(request, take)?;
    let file = line.attachment.as_ref().filter(|file| file.id == Some(line.id));
    let file = file.ok_or(lacks("detail", "an attachment says what it is"))?;
    if request.attached(file.digest).is_some() {
        return Err(lacks("detail", "this very file is attached already: name that one"));
    }
    attached::described(file)?;
    let other = |digest: &Digest| *digest != file.digest && request.attached(*digest).is_some();
    if file.translation_of.as_ref().is_none_or(other) {
        return Ok(());
    }
    Err(lacks("translation_of", "it names another file that is attached here"))
}

fn call(request: &Request, take: &Take) -> Result<(), Refusal> {
    let why = "a call says which number was called and which office answered";
    if !matches!(&take.detail, Some(Detail::Call(call)) if call.says_whom()) {
        return Err(lacks("detail", why));
    }
    let by = take.facts.about.map(|message| request.sent_by(message));
    match (take.step, by) {
        (Step::VoiceConfirm, None) => {
            Err(lacks("about", "it says of which message the words were read"))
        }
        (_, Some(None)) => Err(Refusal::NothingHere {
            what: "message of this request with the id named in `about`",
        }),
        _ => Ok(()),
    }
}

fn propose(
    request: &Request,
    hand: Hand,
    take: &Take,
    facts: &mut StepFacts,
    rules: Rules<'_>,
) -> Result<(), Refusal> {
    let Some(Detail::Proposal(command)) = &take.detail else {
        return Err(lacks("detail", "a proposal holds a command"));
    };
    let id = facts.proposal.ok_or(lacks("proposal", "a proposal has an id"))?;
    if request.proposals.contains_key(&id) {
        return Err(lacks("proposal", "a proposal with that id waits here"));
    }
    let on_proposals = |take: &Take| matches!(take.step, Step::Propose | Step::ProposalDecline);
    if matches!(&**command, Command::Take(take) if on_proposals(take)) {
        return Err(lacks("detail", "what is proposed is an act, not another proposal"));
    }
    decide(request, hand, command, rules)?;
    facts.digest = Some(Digest::of_json(command));
    Ok(())
}
