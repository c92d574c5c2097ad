// SPDX-License-Identifier: EUPL-1.2
//! What programs send: commands, drafts, bodies, officers, peers, logs to split.

use comity_domain::screen::Concern;
use serde_json::{Map, Value, json};

use super::shape::{
    Object, any, count, flag, like, list, maybe, object, of, only, shapes, text, whole,
};

pub(super) fn add(all: &mut Map<String, Value>) {
    shapes! { all;
        "Begin" => object("A request begins.")
            .may("role", maybe(of("Role")))
            .may("from", maybe(of("StateCode")))
            .must("command", of("Command"))
            .done(),
        "Perform" => object("Something is done on a request.")
            .may("role", maybe(of("Role")))
            .must("command", of("Command"))
            .done(),
        "OfficerChange" => any(vec![
            object("Somebody gets a login.")
                .must("change", only("add"))
                .must("name", text())
                .may("login", maybe(text()))
                .may("authority", maybe(of("Code")))
                .must("roles", list(of("Role")))
                .done(),
            object("Somebody may be something else from now on.")
                .must("change", only("alter"))
                .must("officer", of("Id"))
                .may("login", maybe(text()))
                .may("authority", maybe(of("Code")))
                .must("roles", list(of("Role")))
                .done(),
            object("A new token; the old one opens nothing, and sign-in is set up anew.")
                .must("change", only("token"))
                .must("officer", of("Id"))
                .done(),
            object("Somebody has no login any more.")
                .must("change", only("end"))
                .must("officer", of("Id"))
                .done(),
        ]),
        "NewPeer" => object("A peer to be.")
            .must("fingerprint", of("Digest"))
            .must("statement", like("^[A-Za-z0-9+/]*={0,2}$"))
            .done(),
        "Release" => object("A peer that is gone for good, and why it is not waited for.")
            .must("state", of("StateCode"))
            .must("reason", text())
            .done(),
        "NewStanding" => object("A standing of a peer to be.")
            .must("standing", of("PeerStanding"))
            .done(),
        "EpochNumber" => object("An epoch key, by its number.")
            .must("epoch", whole(1, 4_294_967_295))
            .done(),
        "ToSplit" => object("A text to be split into identifiers.")
            .must("text", text())
            .may("zone", maybe(text()))
            .may("year", maybe(whole(1, 9999)))
            .done(),
    }
    comparing(all);
    desk(all);
    commands(all);
    facts(all);
    bodies(all);
    others(all);
    files(all);
    steps(all);
    identifiers(all);
    screens(all);
}

fn comparing(all: &mut Map<String, Value>) {
    shapes! { all;
        "Comparing" => object("What an officer found who held rows against the official text.")
            .must("instrument", of("Code"))
            .must("rows", list(of("Digest")))
            .must("verdict", of("Verdict"))
            .must("document", text())
            .must("page", text())
            .may("on", maybe(of("Day")))
            .may("says", maybe(text()))
            .done(),
    }
}

fn desk(all: &mut Map<String, Value>) {
    shapes! { all;
        "Search" => object("Whom to look for, and for which case.")
            .must("identifier", text())
            .may("kind", maybe(of("IdentifierKind")))
            .must("case", text())
            .done(),
        "PhoneApproval" => object("Somebody approved over the telephone.")
            .must("officer", of("Id"))
            .must("at", of("Instant"))
            .must("call", of("Call"))
            .may("proposal", maybe(of("Id")))
            .done(),
    }
}

fn commands(all: &mut Map<String, Value>) {
    let takes = object("A step of this State's own.").must("command", only("take"));
    shapes! { all;
        "Command" => any(vec![of("DraftCommand"), of("TakeCommand"), of("ActCommand")]),
        "DraftCommand" => draft(
            object("Begins or changes a draft.").must("command", only("draft")),
        ),
        "Draft" => draft(object("What has been written and not yet sent.")),
        "TakeCommand" => takes
            .must("step", of("Step"))
            .may("items", list(of("ItemNumber")))
            .may("facts", of("StepFacts"))
            .may("detail", maybe(of("Detail")))
            .done(),
        "ActCommand" => object("A message: signed and sent, or entered as it came by other means.")
            .must("command", json!({ "type": "string", "enum": ["act", "enter"] }))
            .must("kind", of("Kind"))
            .may("items", list(of("ItemFact")))
            .may("about", maybe(of("Id")))
            .may("link", maybe(of("Id")))
            .may("authority", maybe(of("Code")))
            .may("clocks", list(of("ClockFact")))
            .may("authorisation", maybe(of("Digest")))
            .may("considered", flag())
            .may("override", maybe(of("Code")))
            .may("full_reason", maybe(text()))
            .may("means", maybe(of("OtherMeans")))
            .may("facts", maybe(of("Facts")))
            .may("body", of("Body"))
            .done(),
    }
}

fn draft(object: Object) -> Value {
    object
        .must("to", of("StateCode"))
        .must("facts", of("Facts"))
        .must("body", of("Body"))
        .may("others", list(of("OtherState")))
        .may("of", maybe(of("Origin")))
        .done()
}

fn facts(all: &mut Map<String, Value>) {
    shapes! { all;
        "Facts" => object("The coded facts of a head. What a later version adds is kept.")
            .may("instrument", maybe(of("Code")))
            .may("measure", maybe(of("Code")))
            .may("basis", maybe(of("Provision")))
            .may("urgency", maybe(of("Code")))
            .may("offences", list(of("Code")))
            .may("maximum_years", maybe(whole(0, u64::from(u16::MAX))))
            .may("question", maybe(of("Code")))
            .may("danger", maybe(of("Code")))
            .may("items", list(of("ItemFact")))
            .may("attachments", list(of("ExhibitFact")))
            .may("clocks", list(of("ClockFact")))
            .may("about", maybe(of("Id")))
            .may("link", maybe(of("Id")))
            .may("channel", maybe(of("Code")))
            .may("authority", maybe(of("Code")))
            .may("second", maybe(of("Second")))
            .may("approval", maybe(of("Second")))
            .may("authorisation", maybe(of("Digest")))
            .may("home", maybe(of("Code")))
            .may("considered", flag())
            .may("override", maybe(of("Code")))
            .may("full_reason", maybe(of("Digest")))
            .and_more(Value::Bool(true))
            .done(),
        "ItemFact" => object("What a message says of one item.")
            .may("n", of("ItemNumber"))
            .may("tier", maybe(of("Code")))
            .may("identifier", maybe(of("Code")))
            .may("answer", maybe(of("Code")))
            .may("ground", maybe(of("Code")))
            .may("provision", maybe(of("Provision")))
            .may("reason", maybe(of("Code")))
            .may("outcome", maybe(of("Code")))
            .may("conditions", list(of("Code")))
            .may("until", maybe(of("Deadline")))
            .may("exhibits", list(of("ExhibitFact")))
            .may("path", maybe(of("PathFact")))
            .done(),
        "PathFact" => object("The next station of a communication, and no more.")
            .must("state", of("StateCode"))
            .must("provider", of("Code"))
            .done(),
        "PathName" => object("A provider on the path that the register does not know.")
            .must("n", of("ItemNumber"))
            .must("provider", text())
            .done(),
        "Deadline" => object("An instant, with the zone its sender counts in.")
            .must("at", of("Instant"))
            .must("zone", text())
            .done(),
        "ClockFact" => object("A deadline that a message states.")
            .must("clock", of("Code"))
            .must("due", of("Deadline"))
            .done(),
        "ExhibitFact" => object("A sealed file, as a head names it.")
            .must("id", of("Id"))
            .must("parcel", of("Digest"))
            .done(),
    }
}

fn others(all: &mut Map<String, Value>) {
    shapes! { all;
        "Second" => object("Another person than who signs: who consented or approved.")
            .must("officer", of("Id"))
            .must("role", of("Code"))
            .may("spoken", maybe(of("Instant")))
            .done(),
        "OtherMeans" => object("How a message travelled that did not come by this channel.")
            .must("channel", of("Code"))
            .must("at", of("Instant"))
            .may("scan", maybe(of("Digest")))
            .done(),
    }
}

fn files(all: &mut Map<String, Value>) {
    shapes! { all;
        "ExhibitName" => object("What a body says of a sealed file.")
            .must("id", of("Id"))
            .must("name", text())
            .must("capability", text())
            .must("manifest", text())
            .must("header", text())
            .done(),
        "Attachment" => object("A file that belongs to a message.")
            .may("id", maybe(of("Id")))
            .must("digest", of("Digest"))
            .must("name", text())
            .must("kind", of("Code"))
            .may("language", maybe(text()))
            .may("translation_of", maybe(of("Digest")))
            .may("certified_by", maybe(text()))
            .done(),
    }
}

fn bodies(all: &mut Map<String, Value>) {
    shapes! { all;
        "Body" => object("Names, identifiers and free text.")
            .may("reference", maybe(of("Reference")))
            .may("case", maybe(text()))
            .may("authority", maybe(of("Authority")))
            .may("on_behalf", maybe(of("Authority")))
            .may("text", maybe(text()))
            .may("language", maybe(text()))
            .may("request", maybe(of("RequestText")))
            .may("translations", list(of("Translation")))
            .may("items", list(of("BodyItem")))
            .may("exhibits", list(of("ExhibitName")))
            .may("path", list(of("PathName")))
            .may("attachments", list(of("Attachment")))
            .may("acts", list(of("OutsideAct")))
            .may("certificate", text())
            .done(),
        "RequestText" => request_text(),
        "OffenceText" => object("An offence in the words of the requesting State's law.")
            .must("code", of("Code"))
            .must("provision", text())
            .must("text", text())
            .done(),
        "BodyItem" => object("One item as its sender describes it.")
            .must("n", of("ItemNumber"))
            .must("identifier", of("Identifier"))
            .may("from", maybe(of("Instant")))
            .may("until", maybe(of("Instant")))
            .may("provider", maybe(text()))
            .may("detail", maybe(text()))
            .done(),
        "Authority" => object("An authority, as it signs letters.")
            .may("code", text())
            .may("name", text())
            .may("contact", maybe(of("Contact")))
            .done(),
        "Contact" => object("How an authority is reached.")
            .may("office", text())
            .may("phone", maybe(text()))
            .may("email", maybe(text()))
            .may("languages", list(text()))
            .done(),
        "ActFact" => object("What an act outside the system is, and what it allows.")
            .must("kind", of("Code"))
            .may("level", maybe(of("Level")))
            .may("tier", maybe(of("Code")))
            .may("items", list(of("ItemNumber")))
            .done(),
        "OutsideAct" => object("An act outside the system: an order, a letter, a call.")
            .must("kind", of("Code"))
            .must("authority", text())
            .must("office", text())
            .must("reference", text())
            .must("date", of("Day"))
            .must("scope", text())
            .may("level", maybe(of("Level")))
            .may("tier", maybe(of("Code")))
            .may("items", list(of("ItemNumber")))
            .may("expires", maybe(of("Instant")))
            .may("scan", maybe(of("Digest")))
            .done(),
    }
}

fn request_text() -> Value {
    const TEXTS: &[&str] = &[
        "case_nature",
        "facts",
        "data_link",
        "custodian",
        "necessity",
        "proportionality",
        "intention",
        "secrecy",
        "assistance",
        "purpose",
        "urgency",
        "danger",
        "validation",
        "persons",
    ];
    let shape = object("What only a request says in words.")
        .may("offences", list(of("OffenceText")))
        .may("secrecy_until", maybe(of("Instant")))
        .may("screen", list(of("Answered")));
    TEXTS.iter().fold(shape, |shape, name| shape.may(name, maybe(text()))).done()
}

fn steps(all: &mut Map<String, Value>) {
    let detail = |name: &'static str, is: Value| {
        object("The words of a step.").must("detail", only(name)).must("is", is).done()
    };
    shapes! { all;
        "StepFacts" => object("The coded facts of a step.")
            .may("to", maybe(of("StateCode")))
            .may("reference", maybe(of("Reference")))
            .may("provider", maybe(of("Code")))
            .may("channel", maybe(of("Code")))
            .may("outcome", maybe(of("Code")))
            .may("until", maybe(of("Deadline")))
            .may("act", maybe(of("Id")))
            .may("digest", maybe(of("Digest")))
            .may("expires", maybe(of("Instant")))
            .may("allows", maybe(of("ActFact")))
            .may("about", maybe(of("Id")))
            .may("approval", maybe(of("Second")))
            .may("proposal", maybe(of("Id")))
            .may("authority", maybe(of("Code")))
            .may("exhibits", list(of("ExhibitFact")))
            .may("beside", list(of("Beside")))
            .may("lead", maybe(of("Id")))
            .may("editors", list(of("Id")))
            .may("said", by_concern())
            .may("transfer", maybe(of("Transfer")))
            .may("dual", list(of("DualFact")))
            .may("rule", maybe(of("Code")))
            .done(),
        "Detail" => any(vec![
            detail("draft", of("Draft")),
            detail("body", of("Body")),
            detail("order", of("OrderText")),
            detail("reply", of("ReplyText")),
            detail("act", of("OutsideAct")),
            detail("attachment", of("Attachment")),
            detail("call", of("Call")),
            detail("proposal", of("Command")),
            detail("exhibit", of("ExhibitLine")),
            detail("text", text()),
            detail("screen", of("ScreenText")),
        ]),
        "OrderText" => object("The words of an order served by other means.")
            .may("entity", text())
            .may("reference", text())
            .may("text", text())
            .done(),
        "ReplyText" => object("The words of a holder's reply.")
            .may("reference", text())
            .may("text", text())
            .done(),
        "Call" => object("A telephone call.")
            .may("number", text())
            .may("office", text())
            .may("text", text())
            .done(),
        "ExhibitLine" => object("What custody needs to know of a sealed file.")
            .must("id", of("Id"))
            .must("name", text())
            .must("bytes", count())
            .must("capability", text())
            .must("manifest", text())
            .must("header", text())
            .must("source", text())
            .may("attachment", maybe(of("Attachment")))
            .done(),
    }
}

/// An answer to any of the questions about protected freedoms and persons.
fn by_concern() -> Value {
    let by = object("By question.");
    Concern::ALL.iter().fold(by, |by, concern| by.may(concern.code(), of("Said"))).done()
}

fn screens(all: &mut Map<String, Value>) {
    shapes! { all;
        "ScreenText" => object("What an examiner found, in words.")
            .may("text", text())
            .may("answers", list(of("Answered")))
            .may("research", list(of("Sign")))
            .may("dual", list(of("Conduct")))
            .done(),
        "Sign" => object("A sign of security research, looked into.")
            .must("sign", of("Research"))
            .must("said", of("Said"))
            .may("words", text())
            .done(),
        "Conduct" => object("The conduct behind an offence, and whether it would be one here.")
            .must("offence", of("Code"))
            .must("conduct", text())
            .must("here", of("Said"))
            .may("provision", text())
            .may("maximum_years", maybe(whole(0, u64::from(u16::MAX))))
            .done(),
        "DualFact" => object("What of it is coded.")
            .must("offence", of("Code"))
            .must("here", of("Said"))
            .may("maximum_years", maybe(whole(0, u64::from(u16::MAX))))
            .done(),
        "Answered" => object("A question about protected freedoms or persons, answered.")
            .must("concern", of("Concern"))
            .must("said", of("Said"))
            .may("words", text())
            .done(),
    }
}

fn identifiers(all: &mut Map<String, Value>) {
    let kind = |name: &'static str, what: &'static str| object(what).must("kind", only(name));
    shapes! { all;
        "Identifier" => any(vec![
            kind("ip", "An internet address, with port and instant.")
                .must("address", text())
                .may("port", maybe(whole(1, u64::from(u16::MAX))))
                .may("at", maybe(text()))
                .done(),
            kind("url", "A page or a service on the web.").must("url", text()).done(),
            kind("e-mail", "A mailbox.").must("address", text()).done(),
            kind("handle", "A public name on a platform.")
                .must("platform", of("Code"))
                .must("handle", text())
                .done(),
            kind("phone", "A telephone number, E.164.").must("number", text()).done(),
            kind("imei", "A mobile device.").must("number", text()).done(),
            kind("wallet", "An address of a crypto-asset.")
                .must("chain", of("Chain"))
                .must("address", text())
                .done(),
            kind("account", "An account at a service.")
                .must("service", of("Code"))
                .must("account", text())
                .done(),
            kind("device", "A device, by a number of this type.")
                .must("by", of("DeviceType"))
                .must("number", text())
                .done(),
            kind("description", "Words only.").must("text", text()).done(),
        ]),
    }
}
