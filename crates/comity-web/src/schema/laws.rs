// SPDX-License-Identifier: EUPL-1.2
//! On what a request can stand, and who joined an instrument.

use serde_json::{Map, Value};

use super::shape::{count, flag, list, maybe, object, of, shapes, text};

pub(super) fn add(all: &mut Map<String, Value>) {
    basis(all);
    asked(all);
    status(all);
}

fn basis(all: &mut Map<String, Value>) {
    shapes! { all;
        "Basis" => object("On what a request can stand.")
            .must("from", of("StateCode"))
            .must("to", of("StateCode"))
            .must("measure", of("Code"))
            .must("on", of("Day"))
            .must("first", maybe(of("Code")))
            .must("comity", flag())
            .must("why", list(of("BasisReason")))
            .must("usable", list(of("BasisLine")))
            .must("silent", list(of("BasisLine")))
            .must("relations", list(of("LawRelation")))
            .must("applies", list(of("LawApplied")))
            .must("asks", maybe(of("LawAsked")))
            .must("unknown", list(of("StateCode")))
            .done(),
        "BasisLine" => object("An instrument that binds both States.")
            .must("instrument", of("Code"))
            .must("short", text())
            .must("from", of("Day"))
            .must("circle", of("Circle"))
            .must("provision", maybe(of("Provision")))
            .must("checked", maybe(of("Checked")))
            .must("reservations", list(of("LawReserved")))
            .done(),
        "LawReserved" => object("A reservation that holds.")
            .must("state", of("StateCode"))
            .must("provision", of("Provision"))
            .must("text", text())
            .must("checked", of("Checked"))
            .must("source", text())
            .done(),
        "LawRelation" => object("What an instrument says of others.")
            .must("instrument", of("Code"))
            .must("provision", of("Provision"))
            .must("rule", of("RelationRule"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
        "LawApplied" => object("A row of the instrument that applies.")
            .must("part", of("LawPart"))
            .must("provision", of("Provision"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
    }
}

fn asked(all: &mut Map<String, Value>) {
    shapes! { all;
        "LawAsked" => object("What the requested State asks for.")
            .must("languages", list(text()))
            .must("reservations", list(of("LawReserved")))
            .must("said", list(of("LawDeclared")))
            .must("thresholds", list(of("LawThreshold")))
            .must("contents", list(of("LawElement")))
            .must("branches", list(of("LawBranch")))
            .must("measured_by", list(of("StateCode")))
            .must("additions", list(of("LawAddition")))
            .done(),
        "LawBranch" => object("A branch of the scope that opens the measure.")
            .must("branch", of("Provision"))
            .must("covers", of("Code"))
            .must("offences", of("Covered"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
        "LawAddition" => object("What a State's law asks for in addition for an offence.")
            .must("state", of("StateCode"))
            .must("provision", of("Provision"))
            .must("text", text())
            .must("since", of("Day"))
            .must("certainty", of("Certainty"))
            .must("source", text())
            .done(),
        "LawDeclared" => object("What a register has of the State's declarations.")
            .must("kind", of("SaidKind"))
            .must("provisions", list(of("Provision")))
            .must("when", of("Dated"))
            .must("text", text())
            .must("certainty", of("Certainty"))
            .done(),
        "LawThreshold" => object("From where on a branch of the scope covers an offence.")
            .must("branch", of("Provision"))
            .must("covers", of("Code"))
            .must("text", text())
            .must("checked", of("Checked"))
            .done(),
    }
}

fn status(all: &mut Map<String, Value>) {
    shapes! { all;
        "LawStatus" => object("Who joined an instrument, by a snapshot that tells up to `as_of`.")
            .must("instrument", of("Code"))
            .must("short", text())
            .must("on", of("Day"))
            .must("as_of", of("Day"))
            .must("digest", of("Digest"))
            .must("needed", count())
            .must("provision", maybe(of("Provision")))
            .must("counted", count())
            .must("disputed", count())
            .must("missing", count())
            .must("entry", maybe(of("Dated")))
            .must("in_force", flag())
            .must("signature_until", maybe(of("Day")))
            .must("signature_open", flag())
            .must("supposed", list(of("LawSupposed")))
            .must("counts", of("LawCounts"))
            .must("deposits", list(of("LawArrival")))
            .must("states", list(of("LawState")))
            .must("said", list(of("LawSaid")))
            .must("remarks", list(of("LawRemark")))
            .must("sources", list(of("LawWitness")))
            .done(),
        "LawSupposed" => object("An instrument that somebody might deposit.")
            .must("state", of("StateCode"))
            .must("on", of("Day"))
            .done(),
        "LawCounts" => object("How many States, organisations apart, stand where.")
            .must("party", count())
            .must("deposited", count())
            .must("signed", count())
            .must("left", count())
            .must("nothing", count())
            .done(),
    }
    rows(all);
}

fn rows(all: &mut Map<String, Value>) {
    shapes! { all;
        "LawArrival" => object("An instrument that was deposited.")
            .must("state", of("StateCode"))
            .must("when", of("Dated"))
            .must("counts", flag())
            .must("supposed", flag())
            .must("bound", maybe(of("Dated")))
            .must("certainty", maybe(of("Certainty")))
            .must("note", maybe(text()))
            .done(),
        "LawState" => object("Where a State stands.")
            .must("state", of("StateCode"))
            .must("en", text())
            .must("ar", text())
            .must("region", of("Region"))
            .must("stage", of("Stage"))
            .must("signed", maybe(of("Dated")))
            .must("deposited", maybe(of("Dated")))
            .must("certainty", maybe(of("Certainty")))
            .must("said", flag())
            .done(),
        "LawSaid" => object("A reservation or declaration of a State.")
            .must("state", of("StateCode"))
            .must("kind", of("SaidKind"))
            .must("provisions", list(of("Provision")))
            .must("when", of("Dated"))
            .must("text", text())
            .must("certainty", of("Certainty"))
            .must("note", maybe(text()))
            .done(),
        "LawRemark" => object("A remark on the snapshot.")
            .must("text", text())
            .must("certainty", of("Certainty"))
            .must("source", text())
            .done(),
        "LawWitness" => object("A source of the snapshot.")
            .must("id", of("Code"))
            .must("title", text())
            .must("gives", of("Certainty"))
            .done(),
    }
}
