// SPDX-License-Identifier: EUPL-1.2
//! What programs are answered: requests, lists, officers, peers, checks, law, problems.

use serde_json::{Map, Value, json};

use super::shape::{
    Object, any, count, flag, list, maybe, object, of, only, row, shapes, text, whole,
};

pub(super) fn add(all: &mut Map<String, Value>) {
    shapes! { all;
        "Problem" => object("What went wrong, whose fault it is, what to do.")
            .must("type", text())
            .must("title", text())
            .must("status", whole(400, 599))
            .must("code", of("Code"))
            .must("detail", text())
            .may("hint", text())
            .may("missing", list(of("Missing")))
            .done(),
        "Missing" => object("Something that a request still lacks.")
            .must("element", of("Element"))
            .must("gap", of("Code"))
            .must("what", text())
            .must("item", maybe(of("ItemNumber")))
            .must("instrument", of("Code"))
            .must("provision", of("Provision"))
            .must("checked", of("Checked"))
            .done(),
    }
    persons(all);
    officers(all);
    upkeep(all);
    requests(all);
    items(all);
    timeline(all);
    desk(all);
    pasted(all);
    laws(all);
    confirmations(all);
}

fn persons(all: &mut Map<String, Value>) {
    shapes! { all;
        "Officer" => object("A person with a login.")
            .must("id", of("Id"))
            .must("name", text())
            .must("login", maybe(text()))
            .must("state", of("StateCode"))
            .must("authority", maybe(of("Code")))
            .must("roles", list(of("Role")))
            .done(),
        "Peer" => object("A peer, by its directory statement as last believed.")
            .must("state", of("StateCode"))
            .must("name", text())
            .must("seq", count())
            .must("fingerprint", of("Digest"))
            .must("words", text())
            .must("expires", of("Instant"))
            .must("url", text())
            .must("standing", of("PeerStanding"))
            .must("voice", maybe(of("Voice")))
            .must("issued", of("Instant"))
            .must("contact_points", list(of("ContactPointView")))
            .must("authorities", list(text()))
            .must("policies", of("PolicyStanding"))
            .must("broken_rules", list(text()))
            .must("rates", of("Rates"))
            .done(),
        "ContactPointView" => object("An office of a peer, as its own statement says.")
            .must("office", text())
            .must("phone", maybe(text()))
            .must("email", maybe(text()))
            .must("hours", text())
            .must("languages", list(text()))
            .done(),
        "Peers" => list(of("Peer")),
        "Drills" => list(of("DrillView")),
        "Turned" => object("What a turnover of the epoch key came to.")
            .must("epoch", count())
            .must("keys", count())
            .must("certified", count())
            .must("falls_to", maybe(text()))
            .done(),
        "Certified" => object("How many deletion certificates were signed.")
            .must("certified", count())
            .done(),
        "DeadLetter" => object("A message whose delivery was given up.")
            .must("message", of("Id"))
            .must("request", of("Id"))
            .must("to", of("StateCode"))
            .must("attempts", count())
            .must("error", text())
            .done(),
        "DeadLetters" => list(of("DeadLetter")),
        "Refused" => object("Octets of a peer that were refused at the door.")
            .must("number", count())
            .must("from", maybe(of("StateCode")))
            .must("code", of("Code"))
            .must("at", of("Instant"))
            .must("bytes", count())
            .must("digest", of("Digest"))
            .done(),
        "RefusedList" => list(of("Refused")),
    }
    recovery(all);
}

fn recovery(all: &mut Map<String, Value>) {
    let asked = object("A peer that has still to answer.")
        .must("state", of("StateCode"))
        .must("note", maybe(text()))
        .done();
    let released = object("A peer without whom the recovery went on.")
        .must("state", of("StateCode"))
        .must("by", of("Id"))
        .must("reason", text())
        .must("at", of("Instant"))
        .done();
    shapes! { all;
        "RecoveryView" => object("How the recovery of a restored node stands.")
            .must("recovering", flag())
            .must("why", of("Code"))
            .must("begun", of("Instant"))
            .must("ended", maybe(of("Instant")))
            .must("waiting", list(asked))
            .must("answered", list(of("StateCode")))
            .must("released", list(released))
            .must("forked", list(of("Id")))
            .must("returned", count())
            .done(),
        "Recovery" => maybe(of("RecoveryView")),
    }
}

fn officers(all: &mut Map<String, Value>) {
    shapes! { all;
        "OfficerView" => object("An officer as administrators see them.")
            .must("id", of("Id"))
            .must("name", text())
            .must("login", maybe(text()))
            .must("state", of("StateCode"))
            .must("authority", maybe(of("Code")))
            .must("roles", list(of("Role")))
            .must("active", flag())
            .must("changes", list(of("OfficerChanged")))
            .done(),
        "Officers" => list(of("OfficerView")),
        "OfficerChanged" => object("What administrators did with a login.")
            .must("at", of("Instant"))
            .must("by", of("Id"))
            .must("second", maybe(of("Id")))
            .must("change", text())
            .must("roles", list(of("Role")))
            .done(),
        "OfficerDone" => any(vec![
            object("It is so from now on. A token is shown this once.")
                .must("done", only("changed"))
                .must("officer", of("Officer"))
                .must("token", maybe(text()))
                .done(),
            object("It waits for another administrator.")
                .must("done", only("proposed"))
                .must("proposal", of("Id"))
                .must("why", text())
                .must("any_of", list(of("Role")))
                .done(),
        ]),
        "OfficerProposals" => list(of("OfficerProposal")),
        "OfficerProposal" => object("A change that waits for a second administrator.")
            .must("proposal", of("Id"))
            .must("by", of("Id"))
            .must("at", of("Instant"))
            .must("is", of("OfficerChange"))
            .done(),
    }
}

fn upkeep(all: &mut Map<String, Value>) {
    shapes! { all;
        "Providers" => list(of("Provider")),
        "Provider" => object("A service provider, as the register of this node has it.")
            .must("code", of("Code"))
            .must("name", text())
            .must("services", list(of("Code")))
            .must("languages", list(text()))
            .must("searches_by", list(of("Code")))
            .must("holds", list(of("Holding")))
            .must("entities", list(of("Entity")))
            .done(),
        "Holding" => object("What a provider holds of one tier, and for how long.")
            .must("tier", of("Code"))
            .must("retention", any(vec![
                only("while-account-exists"),
                object("So many days.").must("days", count()).done(),
            ]))
            .must("checked", of("Code"))
            .must("source", text())
            .done(),
        "Entity" => object("A provider's legal entity in a State.")
            .must("state", of("StateCode"))
            .must("name", text())
            .must("channels", list(of("ProviderChannel")))
            .done(),
        "ProviderChannel" => object("One way to reach an entity.")
            .must("kind", of("Code"))
            .must("address", text())
            .must("day_and_night", flag())
            .done(),
        "Findings" => list(of("Finding")),
        "Finding" => object("Something that was looked at.")
            .must("name", text())
            .must("state", json!({ "type": "string", "enum": ["good", "warn", "bad"] }))
            .must("text", text())
            .must("hint", maybe(text()))
            .done(),
    }
}

fn requests(all: &mut Map<String, Value>) {
    let owner = row(vec![of("Side"), maybe(of("Role"))]);
    let clock = row(vec![of("Code"), of("Instant")]);
    shapes! { all;
        "Done" => any(vec![
            object("It is recorded; where a message was signed, it is on its way.")
                .must("done", only("recorded"))
                .must("request", of("Id"))
                .must("reference", maybe(text()))
                .must("message", maybe(of("Id")))
                .must("words", maybe(text()))
                .must("rule", text())
                .done(),
            object("It waits for a second person.")
                .must("done", only("proposed"))
                .must("request", of("Id"))
                .must("proposal", of("Id"))
                .must("why", text())
                .must("any_of", list(of("Role")))
                .done(),
        ]),
        "Line" => object("One line of a list.")
            .must("request", of("Id"))
            .must("ours", maybe(text()))
            .must("theirs", maybe(text()))
            .must("peer", of("StateCode"))
            .must("side", of("Side"))
            .must("measure", of("Code"))
            .must("urgency", of("Code"))
            .must("state", of("Code"))
            .must("owner", maybe(owner))
            .must("clock", maybe(clock))
            .must("items", count())
            .must("open_items", count())
            .must("updated", of("Instant"))
            .done(),
        "Lines" => list(of("Line")),
        "RequestView" => request_view(),
        "OwnerView" => object("Who must act, on which items.")
            .must("side", of("Side"))
            .must("role", of("Role"))
            .must("items", list(of("ItemNumber")))
            .done(),
        "InstantView" => object("An instant shown three ways.")
            .must("at", of("Instant"))
            .must("mine", text())
            .must("theirs", text())
            .must("utc", text())
            .done(),
    }
}

fn request_view() -> Value {
    object("A request, whole.")
        .must("request", of("Id"))
        .must("ours", maybe(text()))
        .must("theirs", maybe(text()))
        .must("requesting", of("StateCode"))
        .must("requested", of("StateCode"))
        .must("side", of("Side"))
        .must("version", count())
        .must("instrument", maybe(of("Code")))
        .must("measure", maybe(of("Code")))
        .must("state", maybe(of("ItemState")))
        .must("view", of("Digest"))
        .must("owners", list(of("OwnerView")))
        .must("items", list(of("ItemView")))
        .must("timeline", list(of("TimelineView")))
        .must("possible", list(of("PossibleView")))
        .must("draft", maybe(of("Draft")))
        .must("by_network", flag())
        .must("beside", list(of("BesideView")))
        .must("onward", list(of("Draft")))
        .must("proposals", list(of("ProposalView")))
        .must("urgency", maybe(of("Code")))
        .must("drill", maybe(of("DrillView")))
        .must("scope", list(of("ScopeFinding")))
        .must("uncompared", list(of("Id")))
        .must("undelivered", list(of("Id")))
        .must("fetches", list(of("FetchView")))
        .must("attachments", list(of("AttachmentView")))
        .must("screen", of("ScreenView"))
        .must("secrecy", maybe(of("SecrecyView")))
        .done()
}

fn items(all: &mut Map<String, Value>) {
    let clock = |at: Value| row(vec![text(), at]);
    shapes! { all;
        "ItemView" => object("One item.")
            .must("n", of("ItemNumber"))
            .must("tier", maybe(of("Code")))
            .must("identifier", maybe(text()))
            .must("state", of("ItemState"))
            .must("work", of("Work"))
            .must("held_until", maybe(of("InstantView")))
            .must("provisional", flag())
            .must("clock", maybe(clock(of("InstantView"))))
            .must("clocks", list(clock(of("Deadline"))))
            .must("answer", maybe(text()))
            .must("ground", maybe(of("Code")))
            .must("provision", maybe(of("Provision")))
            .must("holder", maybe(text()))
            .must("reason", maybe(of("Code")))
            .must("outcome", maybe(of("Code")))
            .must("conditions", list(of("Code")))
            .must("exhibits", list(of("Id")))
            .must("waiting", list(of("SealedView")))
            .must("opens", flag())
            .must("suspended", flag())
            .must("frozen", flag())
            .done(),
        "SealedView" => object("An exhibit that was put in here.")
            .must("id", of("Id"))
            .must("name", maybe(text()))
            .must("bytes", maybe(count()))
            .done(),
        "AttachmentView" => object("A file that is attached to a request.")
            .must("id", of("Id"))
            .must("file", maybe(of("Attachment")))
            .must("bytes", maybe(count()))
            .must("mine", flag())
            .must("message", maybe(of("Id")))
            .must("drafted", flag())
            .must("unread", flag())
            .done(),
        "FetchView" => object("How far an exhibit of the other State has come.")
            .must("exhibit", of("Id"))
            .must("here", flag())
            .must("bytes_here", count())
            .must("bytes", maybe(count()))
            .must("next", maybe(of("Instant")))
            .must("error", maybe(text()))
            .done(),
        "PossibleView" => object("Something that may be done next.")
            .must("what", json!({ "type": "string", "enum": ["message", "step"] }))
            .must("kind", text())
            .must("answer", maybe(text()))
            .must("items", list(of("ItemNumber")))
            .must("roles", list(of("Role")))
            .must("first", list(text()))
            .must("not_before", maybe(of("Instant")))
            .done(),
        "ProposalView" => object("An act that waits for a second person.")
            .must("proposal", of("Id"))
            .must("by", of("Role"))
            .must("what", text())
            .may("items", list(of("ItemFact")))
            .may("text", text())
            .may("full_reason", text())
            .may("override", of("Code"))
            .must("spoken", flag())
            .must("findings", list(of("ActFinding")))
            .done(),
    }
}

fn desk(all: &mut Map<String, Value>) {
    shapes! { all;
        "Searches" => list(of("SearchView")),
        "SearchView" => object("A search that is on record.")
            .must("number", count())
            .must("at", of("Instant"))
            .must("by", of("Id"))
            .must("name", maybe(text()))
            .must("case", text())
            .must("kind", of("IdentifierKind"))
            .must("term", of("Digest"))
            .must("found", count())
            .done(),
        "Voice" => object("That words were compared by voice with another State.")
            .must("at", of("Instant"))
            .must("by", of("Id"))
            .must("number", text())
            .must("office", text())
            .must("request", maybe(of("Id")))
            .must("root", maybe(of("Digest")))
            .done(),
        "SpokenView" => object("An approval given over the telephone.")
            .must("officer", of("Id"))
            .must("role", of("Code"))
            .must("state", of("StateCode"))
            .must("at", of("InstantView"))
            .must("due", of("InstantView"))
            .must("confirmed", maybe(flag()))
            .must("answered", maybe(of("InstantView")))
            .must("late", flag())
            .must("mine", flag())
            .done(),
    }
}

fn timeline(all: &mut Map<String, Value>) {
    shapes! { all;
        "TimelineView" => object("One thing that happened.")
            .must("version", count())
            .must("at", of("InstantView"))
            .must("what", json!({ "type": "string", "enum": ["sent", "received", "step"] }))
            .must("kind", text())
            .must("by", text())
            .must("message", maybe(of("Id")))
            .must("digest", maybe(of("Digest")))
            .must("words", maybe(text()))
            .must("effects", object("By item.").and_more(text()).done())
            .must("remarks", list(text()))
            .must("step", maybe(of("StepView")))
            .must("facts", maybe(of("Facts")))
            .must("body", maybe(of("Body")))
            .must("full_reason", maybe(of("FullReasonView")))
            .must("rule", text())
            .must("held", list(of("Code")))
            .must("overridden", list(of("Code")))
            .must("confirmed", flag())
            .must("spoken", list(of("SpokenView")))
            .done(),
        "DrillView" => object("An exercise, as both States see it.")
            .must("request", of("Id"))
            .must("tried", of("StateCode"))
            .must("asked", of("Instant"))
            .must("until", maybe(of("Instant")))
            .must("acknowledged", maybe(of("Instant")))
            .must("outcome", json!({
                "type": "string", "enum": ["waiting", "in-time", "late", "missed"],
            }))
            .done(),
        "StepView" => object("What a step says, beside its name.")
            .must("provider", maybe(of("Code")))
            .must("channel", maybe(of("Code")))
            .must("outcome", maybe(of("Code")))
            .must("until", maybe(of("InstantView")))
            .must("act", maybe(of("Id")))
            .must("expires", maybe(of("InstantView")))
            .must("alarm", maybe(of("AlarmFact")))
            .must("detail", maybe(of("Detail")))
            .done(),
        "AlarmFact" => object("Whom an alarm woke.")
            .must("stage", of("Code"))
            .must("told", list(of("Told")))
            .done(),
        "Told" => object("That an officer was told, or could not be.")
            .must("officer", of("Id"))
            .must("means", of("Code"))
            .must("taken", flag())
            .done(),
        "FullReasonView" => object("A full reason, with the salt that its signed digest needs.")
            .must("text", text())
            .must("salt", text())
            .done(),
    }
}

fn pasted(all: &mut Map<String, Value>) {
    let why = |name: &'static str| object("Why it was not taken.").must("why", only(name));
    let timed = |name: &'static str| why(name).must("time", text()).done();
    shapes! { all;
        "Pasted" => object("What a text came to. Each line is in exactly one of the four.")
            .must("items", list(of("PastedItem")))
            .must("dropped", list(of("Dropped")))
            .must("duplicates", list(of("Duplicate")))
            .must("blank", count())
            .done(),
        "PastedItem" => object("An identifier and where it was found.")
            .must("line", count())
            .must("identifier", of("Identifier"))
            .may("instant", text())
            .may("notes", list(of("Note")))
            .done(),
        "Note" => any(vec![
            object("It had been made unclickable.")
                .must("note", only("refanged"))
                .must("written", text())
                .done(),
            object("Another part of the line was not taken.")
                .must("note", only("not-taken"))
                .must("text", text())
                .must("why", of("Why"))
                .done(),
        ]),
        "Dropped" => object("A line that gave no item.")
            .must("line_number", count())
            .must("text", text())
            .must("why", of("Why"))
            .done(),
        "Duplicate" => object("A line that says nothing new.")
            .must("line_number", count())
            .must("first", count())
            .done(),
        "Why" => any(vec![
            why("no-identifier").done(),
            why("header").done(),
            why("remark").done(),
            why("reserved").must("address", text()).must("reserved", of("Reserved")).done(),
            timed("needs-zone"),
            timed("needs-year"),
            timed("zone-abbreviation"),
            why("time").must("error", text()).done(),
            timed("unread-time"),
            why("several-times").done(),
            why("refused").must("error", text()).done(),
            why("unnamed").done(),
            why("hidden").must("fault", text()).done(),
            why("too-long").done(),
            why("repeated").must("first", count()).done(),
        ]),
    }
}

fn confirmations(all: &mut Map<String, Value>) {
    shapes! { all;
        "ScopeFinding" => object("A point of the instrument's scope; nothing follows by itself.")
            .must("rule", of("ScopeRule"))
            .must("result", of("Held"))
            .must("instrument", of("Code"))
            .must("provision", of("Provision"))
            .must("checked", of("Checked"))
            .must("offence", maybe(of("Code")))
            .must("law_of", maybe(of("StateCode")))
            .must("months", maybe(count()))
            .must("stated", maybe(count()))
            .must("instead", list(of("Provision")))
            .must("change", maybe(text()))
            .done(),
        "ToConfirm" => list(of("RowsToConfirm")),
        "RowsToConfirm" => object("What is still to be confirmed for one measure.")
            .must("instrument", of("Code"))
            .must("measure", of("Code"))
            .must("left", count())
            .must("rows", list(of("RowToConfirm")))
            .done(),
        "RowToConfirm" => object("A row that stands in the way of production.")
            .must("digest", of("Digest"))
            .must("table", text())
            .must("row", text())
            .must("file", text())
            .must("line", count())
            .must("fields", list(list(text())))
            .must("measures", list(of("Code")))
            .must("progress", of("RowProgress"))
            .must("words", list(of("Compared")))
            .done(),
        "Compared" => object("What one officer said of one row.")
            .must("instrument", of("Code"))
            .must("table", text())
            .must("row", text())
            .must("digest", of("Digest"))
            .must("verdict", of("Verdict"))
            .must("document", text())
            .must("page", text())
            .must("on", of("Day"))
            .may("says", text())
            .must("by", of("Id"))
            .must("roles", list(of("Role")))
            .may("authority", of("Code"))
            .must("at", of("Instant"))
            .done(),
        "RowsDone" => list(of("RowDone")),
        "RowDone" => object("How far the confirmation of a row has come.")
            .must("digest", of("Digest"))
            .must("table", text())
            .must("row", text())
            .must("progress", of("RowProgress"))
            .done(),
    }
}

fn laws(all: &mut Map<String, Value>) {
    let entry = |what: &'static str| -> Object {
        object(what)
            .must("code", of("Code"))
            .must("provision", of("Provision"))
            .must("text", text())
            .must("checked", of("Checked"))
            .must("source", text())
    };
    shapes! { all;
        "LawRow" => entry("A row of an instrument.").done(),
        "LawLimit" => entry("A limit.")
            .must("kind", of("LimitKind"))
            .must("term", maybe(text()))
            .must("date", maybe(of("Day")))
            .done(),
        "LawMeasure" => entry("A measure.")
            .must("workflow", of("WorkflowName"))
            .must("tiers", list(of("Code")))
            .must("elements", list(of("LawElement")))
            .must("refusals", list(of("LawRefusal")))
            .done(),
        "LawElement" => object("Something that a request for the measure contains.")
            .must("element", of("Element"))
            .must("provision", of("Provision"))
            .must("required", of("Necessity"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
        "LawRefusal" => object("Whether the measure can be refused on a ground.")
            .must("ground", of("Code"))
            .must("provision", of("Provision"))
            .must("available", of("Available"))
            .must("consultation", of("Consultation"))
            .must("checked", of("Checked"))
            .done(),
        "Instrument" => object("An instrument, each row with how well it was checked.")
            .must("code", of("Code"))
            .must("title", text())
            .must("short", text())
            .must("adopted", maybe(of("Day")))
            .must("digest", of("Digest"))
            .must("measures", list(of("LawMeasure")))
            .must("tiers", list(of("LawRow")))
            .must("offences", list(of("LawRow")))
            .must("grounds", list(of("LawRow")))
            .must("postponements", list(of("LawRow")))
            .must("duties", list(of("LawRow")))
            .must("limits", list(of("LawLimit")))
            .done(),
    }
}
