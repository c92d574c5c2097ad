// SPDX-License-Identifier: EUPL-1.2
//! Files that go with the words of a request.

use super::*;
use crate::message::Attachment;

/// A file by its number, in this language.
fn file(n: u8, language: &str) -> Attachment {
    Attachment {
        id: Some(exhibit(n).id),
        digest: Digest::of(&[n, n]),
        name: format!("order-{n}.pdf"),
        kind: code("order"),
        language: Some(language.to_owned()),
        translation_of: None,
        certified_by: None,
    }
}

fn attach(n: u8, file: Attachment) -> Take {
    let sealed = put(1, n);
    let Some(Detail::Exhibit(line)) = sealed.detail else { panic!("it has a line of custody") };
    let line = ExhibitLine { attachment: Some(file), ..line };
    Take { step: Step::Attach, items: vec![], detail: Some(Detail::Exhibit(line)), ..sealed }
}

/// A draft that names these files.
fn naming(files: &[Attachment]) -> Command {
    let Command::Draft(mut draft) = drafted("uncc", Workflow::Preservation, &["traffic"]) else {
        panic!("that is no draft")
    };
    draft.body.attachments = files.to_vec();
    Command::Draft(draft)
}

/// A draft with the files of these numbers attached, of which it names those.
fn desk_with(attached: &[u8], named: &[Attachment]) -> Desk {
    let mut asks = Desk::new(Side::Requesting);
    asks.does(Role::Investigator, &naming(&[]));
    for n in attached {
        asks.steps(Role::Investigator, attach(*n, file(*n, "en")));
    }
    asks.does(Role::Investigator, &naming(named));
    asks
}

#[test]
fn what_the_draft_names_goes_with_the_request_and_nothing_else() {
    let mut asks = desk_with(&[1, 2], &[file(1, "en")]);
    assert_eq!(asks.request.attachments().count(), 2);
    asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
    let (event, detail) = asks.events.last().cloned().unwrap();
    let Some(Detail::Body(body)) = &detail else { panic!("it has words") };
    assert_eq!((body.attachments.len(), body.exhibits.len()), (1, 1));
    assert_eq!(body.exhibits[0].capability, "capability");
    let mut asked = Desk::new(Side::Requested);
    asked.receives((event, detail));
    let crossed: Vec<_> = asked.request.crossed_attachments().collect();
    assert_eq!(crossed, [exhibit(1)]);
    // Evidence is another thing: none has crossed.
    assert_eq!(asked.request.known_exhibits().count(), 0);
    let open = |n: u8| {
        let facts = StepFacts { exhibits: vec![exhibit(n)], ..StepFacts::default() };
        Take { facts, ..take(Step::AttachOpen) }
    };
    asked.steps(Role::Duty, open(1));
    assert!(matches!(asked.refuses(&takes(open(2))), Refusal::NothingHere { .. }));
}

#[test]
fn what_a_file_is_was_said_when_it_was_attached() {
    let claimed = Attachment { certified_by: Some("A notary".into()), ..file(1, "fr") };
    let mut asks = desk_with(&[1], &[claimed]);
    asks.does(Role::Duty, &does(Act::new(Kind::Submit)));
    let Some((_, Some(Detail::Body(body)))) = asks.events.last() else { panic!("it has words") };
    assert_eq!(body.attachments, [file(1, "en")]);
}

#[test]
fn a_file_that_is_not_sealed_here_stops_the_request() {
    let asks = desk_with(&[], &[file(1, "en")]);
    let refusal = asks.refuses(&does(Act::new(Kind::Submit)));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "{refusal}");
    let refusal = asks.refuses(&takes(take(Step::DraftApprove)));
    assert!(matches!(refusal, Refusal::NothingHere { .. }), "nobody approves it either: {refusal}");
}

#[test]
fn a_file_is_attached_once_and_with_its_own_line() {
    let asks = desk_with(&[1], &[]);
    let again = attach(2, Attachment { digest: file(1, "en").digest, ..file(2, "en") });
    assert_eq!(field(&asks.refuses(&takes(again))), "detail");
    assert_eq!(field(&asks.refuses(&takes(attach(2, file(3, "en"))))), "detail");
    assert_eq!(field(&asks.refuses(&takes(attach(1, file(1, "en"))))), "exhibits");
    let of_nothing = Attachment { translation_of: Some(Digest::of(b"?")), ..file(2, "en") };
    assert_eq!(field(&asks.refuses(&takes(attach(2, of_nothing)))), "translation_of");
    let nameless = Attachment { name: " ".into(), ..file(2, "en") };
    assert_eq!(field(&asks.refuses(&takes(attach(2, nameless)))), "attachments");
    // An exhibit is no attachment.
    assert_eq!(field(&asks.refuses(&takes(Take { step: Step::Attach, ..put(1, 2) }))), "detail");
}

#[test]
fn a_draft_names_each_file_once() {
    let asks = desk_with(&[1], &[]);
    assert_eq!(field(&asks.refuses(&naming(&[file(1, "en"), file(1, "en")]))), "attachments");
    let many: Vec<_> = (0..25).map(|n| file(n, "en")).collect();
    assert_eq!(field(&asks.refuses(&naming(&many))), "attachments");
}

#[test]
fn only_the_state_that_asks_sends_files() {
    let mut pair = Pair::open("uncc", Workflow::Disclosure, &["traffic"]);
    let body = Body {
        text: Some("See the file".into()),
        attachments: vec![file(1, "en")],
        ..Body::default()
    };
    let note = Act { body, ..Act::new(Kind::Note) };
    pair.asked.steps(Role::Duty, attach(1, file(1, "en")));
    assert_eq!(field(&pair.asked.refuses(&does(note.clone()))), "attachments");
    pair.asks.steps(Role::Investigator, attach(1, file(1, "en")));
    let query = Act { kind: Kind::StatusQuery, ..note.clone() };
    assert_eq!(field(&pair.asks.refuses(&does(query))), "attachments");
    pair.asks(Role::Investigator, note);
    assert_eq!(pair.asked.request.crossed_attachments().count(), 1);
}

#[test]
fn what_a_peer_names_against_the_rule_is_not_known() {
    let mut pair = Pair::open("uncc", Workflow::Disclosure, &["traffic"]);
    pair.asked(Role::Duty, with_text(Act::new(Kind::Note), "Wait"));
    let mut forged = pair.asked.events.last().cloned().unwrap();
    let Event::Sent(crossing) = &mut forged.0 else { panic!("it was sent") };
    crossing.head.facts.attachments = vec![exhibit(7)];
    let mut asks = Desk::new(Side::Requesting);
    asks.request = pair.asks.request.clone();
    asks.receives(forged);
    assert_eq!(asks.request.attachments().count(), 0);
}

#[test]
fn words_that_open_a_file_are_not_for_its_writer_to_say() {
    let mut pair = Pair::open("uncc", Workflow::Disclosure, &["traffic"]);
    let mut note = with_text(Act::new(Kind::Note), "Wait");
    let sealed = put(1, 3);
    let Some(Detail::Exhibit(line)) = &sealed.detail else { panic!("it has a line of custody") };
    note.body.exhibits = vec![line.into()];
    pair.asked(Role::Duty, note);
    let Some((_, Some(Detail::Body(body)))) = pair.asked.events.last() else { panic!("no words") };
    assert!(body.exhibits.is_empty(), "{body:?}");
}

#[test]
fn a_translation_goes_to_those_who_read_it() {
    let original = file(1, "en");
    let translation = Attachment { translation_of: Some(original.digest), ..file(2, "fr") };
    let body = Body { attachments: vec![original, translation], ..Body::default() };
    let sent = |taken: &[&str]| {
        let taken: Vec<String> = taken.iter().map(ToString::to_string).collect();
        body.for_readers_of(&taken).attachments.len()
    };
    assert_eq!((sent(&["en"]), sent(&["fr"]), sent(&[])), (1, 2, 2));
}
