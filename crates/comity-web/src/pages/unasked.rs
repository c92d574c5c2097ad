// SPDX-License-Identifier: EUPL-1.2
//! What is called otherwise where information is offered that nobody asked for: the first message
//! is an offer and no request, and what is handed over is no evidence.

use comity_domain::workflow::Workflow;

use super::frame::Frame;

/// The codes with words of their own, `offer-SET-CODE`.
const OTHERWISE: &[(&str, &str)] = &[
    ("act", "disclose"),
    ("act", "disclose-whole"),
    ("act", "req.submit"),
    ("act", "withdraw"),
    ("kind", "disclose"),
    ("kind", "disclose.receipt"),
    ("kind", "req.submit"),
    ("state", "accepted"),
    ("state", "delivered"),
    ("state", "sent"),
];

/// Whether a measure is such an offer.
pub(crate) fn is_offer(measure: Option<&str>) -> bool {
    measure == Some(Workflow::Information.code())
}

/// The text of a code, as it is called for this measure.
pub(crate) fn word(f: &Frame, measure: Option<&str>, (set, code): (&str, &str)) -> String {
    if is_offer(measure) && OTHERWISE.contains(&(set, code)) {
        return f.c("offer", &format!("{set}-{code}"));
    }
    f.c(set, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::Lang;

    #[test]
    fn what_is_called_otherwise_has_words_in_every_language() {
        for lang in Lang::ALL {
            for (set, code) in OTHERWISE {
                let key = format!("{set}-{code}");
                assert_ne!(lang.words().code("offer", &key), key, "{lang}: {key}");
            }
        }
    }
}
