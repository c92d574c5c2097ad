// SPDX-License-Identifier: EUPL-1.2
//! What looks like misuse, as programs read it and put it aside.

use comity_domain::law::Element;
use comity_domain::misuse::{Field, Rule};
use serde_json::{Map, Value};

use super::shape::{count, list, maybe, members, object, of, shapes, text};

pub(super) fn add(all: &mut Map<String, Value>) {
    shapes! { all;
        "MisuseRule" => members(Rule::ALL.iter().map(|code| code.code())),
        "MisuseField" => members(Field::ALL.iter().map(|code| code.code())),
        "MisuseView" => object("What is looked at, and what it raised. Nothing follows from it by \
            itself.")
            .must("since", of("Instant"))
            .must("requests", count())
            .must("alerts", list(of("AlertView")))
            .must("thresholds", list(of("ThresholdRow")))
            .done(),
        "AlertView" => object("An alert: its rule, the values that raised it, the messages.")
            .must("id", of("Digest"))
            .must("rule", of("MisuseRule"))
            .must("subject", of("AlertSubject"))
            .must("from", of("Instant"))
            .must("until", of("Instant"))
            .must("values", list(of("AlertValue")))
            .must("messages", count())
            .must("named", list(of("AlertNamed")))
            .must("withheld", count())
            .must("aside", maybe(of("AsideView")))
            .done(),
        "AlertSubject" => object("Whose traffic: a State's, or an authority's of it; no person's.")
            .must("side", of("Side"))
            .must("state", of("StateCode"))
            .must("authority", maybe(of("Code")))
            .done(),
        "AlertValue" => object("A field, its value, and the threshold that it reached.")
            .must("field", of("MisuseField"))
            .must("is", text())
            .may("reached", count())
            .done(),
        "AlertNamed" => object("A message, or octets that were turned away at the door.")
            .must("at", of("Instant"))
            .must("request", maybe(of("Id")))
            .must("reference", maybe(text()))
            .must("message", maybe(of("Id")))
            .must("octets", maybe(of("Digest")))
            .done(),
        "AsideView" => object("That a person put an alert aside.")
            .must("at", of("Instant"))
            .must("by", of("Id"))
            .must("name", maybe(text()))
            .must("reason", text())
            .done(),
        "AlertAside" => object("Why an alert is put aside.").must("reason", text()).done(),
        "ThresholdRow" => object("A threshold, with its reason.")
            .must("name", text())
            .must("is", list(text()))
            .must("why", text())
            .done(),
    }
    beside(all);
}

fn beside(all: &mut Map<String, Value>) {
    shapes! { all;
        "MisuseBeside" => object("What stands beside a request.")
            .must("alerts", list(of("AlertView")))
            .must("repeats", list(of("Repeat")))
            .done(),
        "Repeat" => object("The same words in so many of so many requests before.")
            .must("element", members(Element::ALL.iter().map(|code| code.code())))
            .must("same", count())
            .must("of", count())
            .done(),
        "Rates" => object("How often it was an emergency, and how often a rule was overridden, \
            between two States: both count the same, from what both have signed. And how often \
            they said opposite things of protected freedoms, which only the State that is asked \
            counts.")
            .must("since", of("Instant"))
            .must("received", of("Rate"))
            .must("sent", of("Rate"))
            .must("differences", of("Differences"))
            .done(),
        "Differences" => object("Of what the other State asked and was answered: requests of which \
            both States answered every question about protected freedoms, and those of them on \
            which one says yes where the other says no.")
            .must("answered", count())
            .must("differ", count())
            .done(),
        "Rate" => object("The counts of what one State asked of the other.")
            .must("requests", count())
            .must("emergencies", count())
            .must("late", count())
            .must("overrides_asking", count())
            .must("overrides_asked", count())
            .done(),
    }
}
