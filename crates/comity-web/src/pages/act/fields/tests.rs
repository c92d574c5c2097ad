// SPDX-License-Identifier: EUPL-1.2

use comity_domain::law::ReasonCode;

use super::*;

#[test]
fn every_act_of_the_tables_has_a_form_whose_fields_have_texts() {
    let w = crate::pages::words::Lang::Arabic.words();
    let mut asked = 0;
    let check = |fields: Vec<Field>| {
        for field in &fields {
            let key = format!("field-{}", field.name);
            assert_ne!(w.say(&key), key, "a field without a name");
            let (set, codes) = field.form.choices();
            for code in codes {
                assert_ne!(w.code(set, code), **code, "`{set}` has no text for `{code}`");
            }
        }
        fields.len()
    };
    for kind in Kind::ALL {
        asked += check(of_message(*kind, None));
        for answer in Answer::ALL {
            asked += check(of_message(*kind, Some(*answer)));
        }
    }
    for step in Step::ALL {
        asked += check(of_step(*step));
    }
    assert!(asked > 100);
}

#[test]
fn the_reasons_to_choose_from_are_those_of_the_domain() {
    let known: Vec<&str> = ReasonCode::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(REASONS, known);
}
