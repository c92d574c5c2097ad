// SPDX-License-Identifier: EUPL-1.2
//! Policy sets that each break one promise.

use comity_policy::Set;
use comity_policy::prove::Obligation;

/// A set with one fault.
pub(super) struct Fault {
    /// What was done to it.
    pub(super) what: &'static str,
    pub(super) set: Set,
    /// The act at which it shows.
    pub(super) act: &'static str,
    /// The promise that it breaks.
    pub(super) breaks: Obligation,
    /// The rule that is named first: the one that is missing, or the one in the way.
    pub(super) rule: Option<&'static str>,
    /// What the request that shows it says.
    pub(super) words: &'static [&'static str],
}

/// The plain set's files, as a State that copied them would have them.
fn files() -> Vec<(String, String)> {
    let plain = Set::plain().unwrap();
    plain.files().iter().map(|text| (text.file.clone(), text.text.clone())).collect()
}

/// The plain set without one of its rules.
pub(super) fn without(rule: &str) -> Set {
    let mut files = files();
    let mark = format!("@id(\"{rule}\")");
    let (_, text) = files.iter_mut().find(|(_, text)| text.contains(&mark)).expect(rule);
    let (before, from) = text.split_once(&mark).expect(rule);
    let (_, after) = from.split_once(";\n").expect("a rule ends");
    *text = format!("{before}{after}");
    Set::read(&files).unwrap()
}

/// A set with one rule more.
fn with(set: &Set, policy: &str) -> Set {
    let own = format!(
        "@id(\"own\")\n@kind(\"{}\")\n@provision(\"house\")\n@text(\"rule-own\")\n\
         @fact(\"local\")\n@override(\"nobody\")\n@change(\"something changes\")\n{policy}",
        if policy.starts_with("permit") { "role" } else { "safeguard" }
    );
    let texts = set.files().iter().map(|text| (text.file.clone(), text.text.clone()));
    let files: Vec<_> = texts.chain([("own.cedar".to_owned(), own)]).collect();
    Set::read(&files).unwrap()
}

fn plain_with(policy: &str) -> Set {
    with(&Set::plain().unwrap(), policy)
}

/// A rule of the floor that a set left out.
fn lost(rule: &'static str, act: &'static str, words: &'static [&'static str]) -> Fault {
    let (what, breaks) = (rule, Obligation::Floor);
    Fault { what, set: without(rule), act, breaks, rule: Some(rule), words }
}

/// A rule of a set that closes what must stay open.
fn closed(what: &'static str, act: &'static str, policy: &str) -> Fault {
    let breaks = Obligation::Ceiling;
    Fault { what, set: plain_with(policy), act, breaks, rule: Some("own"), words: &[] }
}

/// A set under which nobody can do something any more.
fn dead(what: &'static str, act: &'static str, set: Set) -> Fault {
    Fault { what, set, act, breaks: Obligation::Possible, rule: None, words: &[] }
}

pub(super) fn faults() -> Vec<Fault> {
    let mut all = left_out();
    all.extend(weakened());
    all.extend(in_the_way());
    all.extend(impossible());
    all.push(Fault {
        what: "a sum that does not fit",
        set: plain_with(
            "forbid (principal, action == Action::\"note\", resource)\n\
             when { resource.suspended && 9223372036854775807 + 1 > 0 };",
        ),
        act: "note",
        breaks: Obligation::Sound,
        rule: Some("own"),
        words: &["suspended by a court"],
    });
    all
}

fn left_out() -> Vec<Fault> {
    vec![
        lost("own-draft", "draft.approve", &[]),
        lost("content-authorised", "disclose", &["data of unknown tier", "a second person"]),
        lost("two-for-release", "disclose", &["what  `disclose`"]),
        lost("second-is-another", "disclose", &["the same officer as second person"]),
        lost("two-for-refusal", "decide", &["saying `refuse`"]),
        lost("reasons-given", "decide", &[]),
        lost("consulted-before", "decide", &["saying"]),
        lost("never-consulted", "consult.open", &["before-"]),
        lost("oversight-apart", "decide", &["oversight"]),
        lost("administrator-apart", "read", &["administrator"]),
        lost("suspended", "exhibit.open", &["suspended by a court"]),
        lost("frozen", "read.exhibit", &["not validated in time"]),
        lost("spoken-hands-nothing-over", "erase", &["over the telephone"]),
        lost("offer-authorised", "req.submit", &["spontaneous-information"]),
        lost("given-authority", "note", &["given to an authority"]),
        lost("own-state", "read", &["an officer of another State"]),
        lost("complete", "decide", &["is missing"]),
        lost("not-in-bulk", "decide", &["more is asked for than the bounds allow"]),
        lost("stored-only", "decide", &["a period reaches beyond the request"]),
        lost("in-scope", "decide", &["out of the instrument's scope"]),
        lost("authority-lasts", "disclose", &["the authorisation it rests on has ended"]),
        lost("screened-first", "path", &["what  `path`"]),
        lost("protected-freedoms", "disclose", &["found:"]),
        lost("speech-by-court", "decide", &["found: speech"]),
        lost("transfer-lawful", "disclose", &["a hand-over would be unlawful"]),
        lost("onward-with-consent", "attach", &["came from a third State"]),
        lost("secrecy-past-year", "correct", &["beyond a year"]),
    ]
}

fn weakened() -> Vec<Fault> {
    let by_another = with(
        &without("review-by-another"),
        "forbid (principal, action == Action::\"exhibit.review\", resource)\n\
         when { !(resource has tier && resource.tier == Tier::\"subscriber\") }\n\
         unless { context has executors && !context.executors.contains(principal) };",
    );
    let for_override = with(
        &without("two-for-override"),
        "forbid (principal, action in Action::\"case\", resource is Request)\n\
         when { context.overriding } unless { context has second };",
    );
    vec![
        Fault {
            what: "a review of one's own work, for subscriber data",
            set: by_another,
            act: "exhibit.review",
            breaks: Obligation::Floor,
            rule: Some("review-by-another"),
            words: &["subscriber data"],
        },
        Fault {
            what: "any second person for an override",
            set: for_override,
            act: "ack",
            breaks: Obligation::Floor,
            rule: Some("two-for-override"),
            words: &["a rule is overridden", "a second person"],
        },
    ]
}

fn in_the_way() -> Vec<Fault> {
    vec![
        closed(
            "dual criminality for a preservation",
            "decide",
            "forbid (principal, action == Action::\"decide\", resource)\n\
             when { resource.workflow == Workflow::\"preservation\" && !resource.established &&\n\
               context has answer && context.answer == Answer::\"accept\" };",
        ),
        closed(
            "no acknowledgement of content data",
            "ack",
            "forbid (principal, action == Action::\"ack\", resource)\n\
             when { resource has tier && resource.tier == Tier::\"content\" };",
        ),
        closed(
            "nobody affected is told",
            "notice.sent",
            "forbid (principal, action == Action::\"notice.sent\", resource)\n\
             when { resource.side == Side::\"requested\" };",
        ),
        closed(
            "oversight reads no exhibit of an emergency",
            "read.exhibit",
            "forbid (principal, action == Action::\"read.exhibit\", resource)\n\
             when { resource.workflow == Workflow::\"emergency-disclosure\" }\n\
             unless { principal.roles.contains(Role::\"evidence\") };",
        ),
        closed(
            "what was granted is not held where its content is asked for",
            "preserved",
            "forbid (principal, action == Action::\"preserved\", resource)\n\
             when { !(resource has tier && resource.tier != Tier::\"content\") };",
        ),
        closed(
            "no withdrawal once it is executed",
            "withdraw",
            "forbid (principal, action == Action::\"withdraw\", resource)\n\
             when { resource.stands.contains(ItemState::\"executing\") };",
        ),
        closed(
            "the contact point answers its own authority only",
            "inquiry.answer",
            "forbid (principal, action == Action::\"inquiry.answer\", resource)\n\
             unless { principal has authority };",
        ),
    ]
}

fn impossible() -> Vec<Fault> {
    vec![
        dead("no rule permits reading", "read", without("reader")),
        dead(
            "a release only by one person, where the floor wants two",
            "disclose",
            plain_with(
                "forbid (principal, action == Action::\"disclose\", resource)\n\
                 when { context has second };",
            ),
        ),
        dead(
            "a remedy only by those who may order none",
            "remedy.order",
            plain_with(
                "forbid (principal, action == Action::\"remedy.order\", resource)\n\
                 when { principal.roles.contains(Role::\"oversight\") };",
            ),
        ),
    ]
}
