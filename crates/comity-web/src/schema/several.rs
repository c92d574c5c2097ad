// SPDX-License-Identifier: EUPL-1.2
//! One draft to several States, and its words in other languages, as programs see them.

use comity_node::{Became, Onward};
use serde_json::{Map, Value};

use super::shape::{flag, list, maybe, members, object, of, row, shapes, text};

pub(super) fn add(all: &mut Map<String, Value>) {
    written(all);
    shapes! { all;
        "BesideView" => object("A request to another State, made from the same draft.")
            .must("to", of("StateCode"))
            .must("request", of("Id"))
            .must("ours", maybe(text()))
            .must("state", maybe(of("Code")))
            .must("lead", flag())
            .done(),
        "EachViews" => list(of("EachView")),
        "EachView" => object("One of the States that a draft asks.")
            .must("to", of("StateCode"))
            .must("name", text())
            .must("request", maybe(of("Id")))
            .must("ours", maybe(text()))
            .must("state", maybe(of("Code")))
            .must("changed", flag())
            .must("peer", maybe(of("PeerStanding")))
            .must("voiced", flag())
            .must("drill", maybe(of("Code")))
            .must("bases", list(of("Code")))
            .must("instrument", maybe(of("Code")))
            .must("languages", list(text()))
            .must("taken", flag())
            .must("missing", list(of("Missing")))
            .must("why", maybe(text()))
            .must("more", list(of("MoreView")))
            .must("reservations", list(of("ReservedView")))
            .must("clocks", list(row(vec![of("Code"), of("Instant")])))
            .must("before", list(of("Line")))
            .must("told", list(of("StateCode")))
            .done(),
        "MoreView" => object("What an instrument asks for beyond that of the first State.")
            .must("element", of("Element"))
            .must("provision", of("Provision"))
            .must("checked", of("Checked"))
            .done(),
        "ReservedView" => object("A reservation of a State.")
            .must("provision", of("Provision"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
        "ForEach" => object("Something to be done for each State of a draft.")
            .may("role", maybe(of("Role")))
            .must("what", members(Onward::ALL.iter().map(|code| code.code())))
            .done(),
        "EachDones" => list(of("EachDone")),
        "EachDone" => object("What became of it for one State.")
            .must("to", of("StateCode"))
            .must("request", maybe(of("Id")))
            .must("done", members(Became::ALL.iter().map(|code| code.code())))
            .must("why", maybe(text()))
            .must("missing", list(of("Missing")))
            .must("what", maybe(of("Done")))
            .done(),
    }
}

/// What is written in a draft.
fn written(all: &mut Map<String, Value>) {
    shapes! { all;
        "OtherState" => object("Another State to be asked the same; the node gives `request`.")
            .must("to", of("StateCode"))
            .may("request", maybe(of("Id")))
            .may("instrument", maybe(of("Code")))
            .may("basis", maybe(of("Provision")))
            .done(),
        "Origin" => object("The draft that this one was made from; only the node says so.")
            .must("lead", of("Id"))
            .must("text", of("Digest"))
            .must("editors", list(of("Id")))
            .done(),
        "Beside" => object("A request that is made from a draft.")
            .must("to", of("StateCode"))
            .must("request", of("Id"))
            .done(),
        "Translation" => object("The words of a request in another language. In what arrives, \
            `by` may be of a later version.")
            .must("language", text())
            .must("by", of("Code"))
            .may("translator", maybe(text()))
            .must("texts", list(of("Translated")))
            .done(),
        "Translated" => object("One text: of which element, and of which offence or item.")
            .must("of", of("Code"))
            .may("offence", maybe(of("Code")))
            .may("item", maybe(of("ItemNumber")))
            .must("text", text())
            .done(),
    }
}
