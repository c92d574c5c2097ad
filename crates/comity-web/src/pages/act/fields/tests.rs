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

#[test]
fn a_renewal_of_secrecy_names_its_act_and_leaves_the_message_to_the_node() {
    let digest = "ab".repeat(32);
    let fields = Fields::with(&[("secrecy-act", digest.clone())]);
    let until: Timestamp = "2027-01-31T00:00:00Z".parse().unwrap();
    let mut act = json!({ "command": "act", "kind": "correct", "about": "of the last message",
        "body": { "text": "The accounts are still being frozen." } });
    renewed(&mut act, &fields, until);
    let Command::Act(act) = serde_json::from_value(act).unwrap() else { panic!("no message") };
    assert_eq!(act.about, None);
    assert_eq!(act.authorisation.unwrap().to_string(), digest);
    assert_eq!(act.body.request.unwrap().secrecy_until, Some(until));
    assert!(act.body.text.is_some());
}
