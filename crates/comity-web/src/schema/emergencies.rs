// SPDX-License-Identifier: EUPL-1.2
//! Emergencies after the event, as the oversight body and anybody may read them.

use serde_json::{Map, Value, json};

use super::shape::{count, flag, list, maybe, object, of, shapes, text};

pub(super) fn add(all: &mut Map<String, Value>) {
    let stands = ["none-owed", "due", "given", "late", "missing"];
    let stands = json!({ "type": "string", "enum": stands });
    let direction = json!({ "type": "string", "enum": ["sent", "received"] });
    shapes! { all;
        "Emergencies" => list(of("EmergencyView")),
        "EmergencyView" => object("An emergency after the event: no words, no identifiers.")
            .must("request", of("Id"))
            .must("ours", maybe(text()))
            .must("theirs", maybe(text()))
            .must("peer", of("StateCode"))
            .must("side", of("Side"))
            .must("measure", of("Code"))
            .must("danger", maybe(of("Code")))
            .must("asked", of("Instant"))
            .must("state", of("Code"))
            .must("handed_over", flag())
            .must("validation", stands)
            .must("due", maybe(of("Instant")))
            .done(),
        "Lifts" => list(of("LiftedView")),
        "LiftedView" => object("A rule that was lifted: no words, no identifiers.")
            .must("request", of("Id"))
            .must("ours", maybe(text()))
            .must("peer", of("StateCode"))
            .must("rule", of("Code"))
            .must("at", of("Instant"))
            .must("from", of("Instant"))
            .must("held", maybe(of("Instant")))
            .must("waits", flag())
            .must("told", flag())
            .done(),
        "PublicFigures" => object("How often it was an emergency.")
            .must("state", of("StateCode"))
            .must("cell_min", count())
            .must("embargo_days", count())
            .must("figures", list(of("PublicFigure")))
            .done(),
        "PublicFigure" => object("The requests between two States in one year.")
            .must("year", count())
            .must("peer", of("StateCode"))
            .must("direction", direction)
            .must("requests", count())
            .must("emergencies_min", count())
            .must("emergencies_max", count())
            .done(),
    }
}
