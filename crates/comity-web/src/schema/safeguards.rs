// SPDX-License-Identifier: EUPL-1.2
//! Questions about protected freedoms and persons, findings, and what comes of putting them again.

use serde_json::{Map, Value};

use super::shape::{count, flag, list, maybe, object, of, row, shapes, text, whole};

pub(super) fn add(all: &mut Map<String, Value>) {
    shapes! { all;
        "ScreenView" => object("What is asked and answered about protected freedoms and persons.")
            .must("asked", flag())
            .must("answered", flag())
            .must("by_two", flag())
            .must("unclassed", list(text()))
            .must("misstated", flag())
            .must("concerns", list(of("Concern")))
            .must("transfer", maybe(of("Transfer")))
            .must("hidden", flag())
            .must("differs", flag())
            .must("theirs", list(of("Answered")))
            .must("lifts", list(of("LiftView")))
            .must("dual", maybe(of("Dual")))
            .must("conduct", list(of("ConductView")))
            .must("dual_rules", list(row(vec![of("Provision"), of("CriminalityRule")])))
            .done(),
        "ConductView" => object("An offence, and what was found of the conduct.")
            .must("offence", of("Code"))
            .must("provision", maybe(of("Provision")))
            .must("established", flag())
            .must("research", flag())
            .must("found", maybe(of("Dual")))
            .must("maximum_years", maybe(whole(0, u64::from(u16::MAX))))
            .done(),
        "LiftView" => object("A rule that a senior officer lifted.")
            .must("rule", of("Code"))
            .must("at", of("InstantView"))
            .must("from", of("InstantView"))
            .must("held", maybe(of("InstantView")))
            .must("holds", flag())
            .done(),
        "SecrecyView" => object("For how long a request stays secret.")
            .must("since", of("InstantView"))
            .must("until", of("InstantView"))
            .must("ended", flag())
            .must("alone_until", of("InstantView"))
            .must("agreed", maybe(of("InstantView")))
            .must("notice", maybe(of("InstantView")))
            .must("told", maybe(of("InstantView")))
            .must("renewable", flag())
            .must("periods", list(of("SecrecyPeriodView")))
            .done(),
        "SecrecyPeriodView" => object("A message that asks for secrecy.")
            .must("message", of("Id"))
            .must("at", of("InstantView"))
            .must("asked", of("InstantView"))
            .must("until", maybe(of("InstantView")))
            .must("short", maybe(of("SecrecyShort")))
            .must("ended", maybe(of("InstantView")))
            .must("act", maybe(of("OutsideAct")))
            .done(),
    }
    findings(all);
}

fn findings(all: &mut Map<String, Value>) {
    shapes! { all;
        "ActFindings" => list(of("ActFinding")),
        "ActFinding" => object("What a rule says of an act that is not done yet.")
            .must("rule", of("Code"))
            .must("text", of("Code"))
            .must("provision", maybe(text()))
            .must("fact", of("Code"))
            .must("result", of("FindingResult"))
            .must("override_by", maybe(of("Role")))
            .must("standing", flag())
            .must("change", text())
            .done(),
        "ReplayView" => object("Every act on a request, put again to the rules of its time.")
            .must("request", of("Id"))
            .must("acts", list(of("ReplayedView")))
            .done(),
        "ReplayedView" => object("An act, put again.")
            .must("version", count())
            .must("at", of("Instant"))
            .must("what", text())
            .must("rules", maybe(of("Digest")))
            .must("law", maybe(of("Digest")))
            .must("by", text())
            .must("held", list(of("Code")))
            .must("differs", list(text()))
            .done(),
    }
}
