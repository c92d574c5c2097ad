// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a policy file is said with its file and line; what errs at run time denies.

use super::*;
use crate::set::{FLOOR, ROLES, SCHEMA};

const NOTES: &str = r#"@kind("safeguard")
@provision("uncc 24(1)")
@text("rule-own")
@fact("local")
@override("nobody")
@change("something changes")
"#;

fn taken() -> Vec<(&'static str, &'static str)> {
    Set::sources("plain").to_vec()
}

/// The plain set with one file more.
fn beside_the_shared(file: &str, text: &str) -> Result<Gate, PolicyError> {
    Gate::new(&Set::read(&[taken(), vec![(file, text)]].concat())?)
}

fn with(policy: &str) -> Result<Gate, PolicyError> {
    let text = format!("// A State's own.\n\n@id(\"own\")\n{NOTES}{policy}\n");
    beside_the_shared("national/an-own.cedar", &text)
}

/// Line 10 is the first of the policy, 3 the first of its annotations.
fn check(policy: &str, line: usize, what: &str) {
    let error = with(policy).expect_err(policy);
    assert_eq!((error.file.as_str(), error.line), ("an-own.cedar", Some(line)), "{error}");
    assert!(error.what.contains(what), "{error}");
    assert!(error.to_string().starts_with(&format!("an-own.cedar:{line}: ")), "{error}");
}

#[test]
fn a_sound_national_policy_loads_and_counts_in_the_digest() {
    let own = with("forbid (principal, action == Action::\"note\", resource);").expect("loads");
    assert_ne!(own.digest(), gate().digest());
    let ask = message(Kind::Note, None, &[Role::Examiner]);
    assert_eq!(own.may(&ask).expect_err("denied").rules(), [code("own")]);
    assert!(gate().may(&ask).is_ok());
}

#[test]
fn a_broken_policy_gives_an_error_with_file_and_line() {
    check("forbid (principal, action, resource", 10, "unexpected");
    check("forbid (principal, action == Action::\"nod\", resource);", 10, "nod");
    check("forbid (principal, action, resource)\nwhen { context.colour };", 11, "colour");
    check(
        "forbid (principal, action == Action::\"note\", resource)\n\
         when { context.drafter == principal };",
        11,
        "optional",
    );
    check(
        "forbid (principal, action, resource)\nwhen { principal.roles.contains(Role::\"king\") };",
        11,
        "king",
    );
    check("forbid (principal, action, resource) when { false };", 3, "impossible");
    check("forbid (principal == ?principal, action, resource);", 10, "template");
}

#[test]
fn what_a_proof_could_not_follow_is_refused() {
    check(
        "forbid (principal, action == Action::\"note\", resource)\n\
         when { \"abc\" like \"a*\" };",
        3,
        "like",
    );
    check(
        "forbid (principal, action == Action::\"note\", resource)\n\
         when { principal.roles == [] };",
        11,
        "empty set",
    );
    check(
        "forbid (principal, action, resource) when { datetime(\"2026-01-01\") < \
         datetime(\"2027-01-01\") };",
        3,
        "datetime",
    );
}

#[test]
fn a_rule_says_everything_of_itself_and_nothing_else() {
    let good = "forbid (principal, action == Action::\"note\", resource);";
    check(&format!("@colour(\"red\")\n{good}"), 3, "@colour");
    check("permit (principal, action == Action::\"note\", resource);", 3, "only `role` permits");
    let lacking = |key: &str| {
        let lines = NOTES.lines().filter(|line| !line.starts_with(&format!("@{key}(")));
        let text = format!("@id(\"own\")\n{}\n{good}", lines.collect::<Vec<_>>().join("\n"));
        beside_the_shared("an-own.cedar", &text).expect_err(key)
    };
    for key in ["kind", "provision", "text", "fact", "override", "change"] {
        let error = lacking(key);
        assert_eq!(error.what, format!("lacks its annotation `@{key}`"));
        assert_eq!(error.line, Some(1));
    }
    let wrong = |from: &str, to: &str| {
        let text = format!("@id(\"own\")\n{}{good}", NOTES.replace(from, to));
        beside_the_shared("an-own.cedar", &text).expect_err(to).what
    };
    assert!(wrong("\"local\"", "\"hearsay\"").contains("hearsay"));
    assert!(wrong("uncc 24(1)", "Article 24").contains("Article 24"));
    assert!(wrong("nobody", "investigator").contains("may not override"));
    // The schema lists the rules that may be overridden; a policy cannot add itself to them.
    assert!(wrong("nobody", "supervisor").contains("`Rule` lacks `own`"));
}

#[test]
fn two_rules_never_share_a_name() {
    let text = format!(
        "@id(\"suspended\")\n{NOTES}forbid (principal, action == Action::\"note\", resource);"
    );
    let error = beside_the_shared("an-own.cedar", &text).expect_err("a name that is taken");
    assert!(error.what.contains("`suspended` is already the name"), "{error}");
    assert_eq!(error.file, "floor.cedar");
}

#[test]
fn a_rule_of_the_floor_is_taken_over_word_for_word_or_not_at_all() {
    let [(_, acts), requests] = FLOOR;
    let floor = acts
        .replace("unless { context.reason };", "unless { context.reason || resource.suspended };");
    let files = [("roles.cedar", ROLES.1), ("floor.cedar", floor.as_str()), requests];
    let error = Gate::new(&Set::read(&files).expect("a set")).expect_err("a bent floor");
    assert!(error.what.contains("is a rule of the floor and reads differently"), "{error}");
    assert_eq!(error.file, "floor.cedar");
}

#[test]
fn the_floor_holds_whether_a_set_takes_it_over_or_not() {
    let bare = Gate::new(&Set::read(&[("roles.cedar", ROLES.1)]).expect("a set")).expect("loads");
    assert_eq!(bare.rules().count(), gate().rules().count());
    let ask = message(Kind::Decide, Some(Answer::Refuse), &[Role::Decider]);
    let reasonless = Ask { reason: false, ..ask };
    assert!(bare.may(&reasonless).expect_err("denied").rules().contains(&code("reasons-given")));
}

#[test]
fn a_schema_of_another_version_is_refused() {
    let schema = SCHEMA.1;
    let load = |from: &str, to: &str| {
        let text = schema.replace(from, to);
        assert_ne!(text, schema);
        match Shared::of(&text) {
            Ok(_) => panic!("{to} was taken"),
            Err(error) => error,
        }
    };
    let error = load("\"requested\"", "\"requested\", \"third\"");
    assert!(error.what.contains("`third` of `Side` is not known"), "{error}");
    assert_eq!(error.line, schema.lines().position(|l| l.contains("entity Side")).map(|n| n + 1));
    assert!(load("\"intact\",", "").what.contains("`Answer` lacks `intact`"));
    assert!(load("\"phone.note\", ", "").what.contains("`action` lacks `phone.note`"));
    assert!(load("entity Node", "entity Node extends").line.is_some());
}

#[test]
fn every_file_of_a_set_is_known_and_there_once() {
    let set = |file, text| Set::read(&[taken(), vec![(file, text)]].concat());
    let stray = Gate::new(&set("floor.txt", "").expect("a set")).expect_err("stray");
    assert_eq!(stray.file, "floor.txt");
    assert!(set("else/floor.cedar", "").expect_err("twice").what.contains("twice"));
    let takes = |text| Set::read(&[("mine/set.toml", text)]).expect_err(text);
    let error = takes("\ntakes = [\"roles\", \"cellar\"]");
    assert_eq!((error.file.as_str(), error.line), ("mine/set.toml", Some(2)));
    assert!(error.what.contains("`cellar` is no shared file: `roles` or `floor`"), "{error}");
    assert_eq!(takes("takes = []\nmore = 1").line, Some(2));
}

#[test]
fn policies_without_end_are_not_read() {
    let long = "// so it goes on\n".repeat(20_000);
    assert!(beside_the_shared("long.cedar", &long).expect_err("too long").what.contains("octets"));
    let many = "permit (principal, action, resource);\n".repeat(600);
    assert!(beside_the_shared("many.cedar", &many).expect_err("too many").what.contains("rules"));
    let files: Vec<_> = (0..40).map(|n| (format!("{n}.cedar"), String::new())).collect();
    assert!(Set::read(&files).expect_err("too many").what.contains("40 files"));
}

#[test]
fn the_digest_is_over_names_and_texts_and_nothing_else() {
    let files = [("else/floor.cedar", FLOOR[0].1), ("roles.cedar", ROLES.1), FLOOR[1]];
    assert_eq!(Set::read(&files).expect("a set").digest(), gate().digest());
}

#[test]
fn a_policy_that_errs_at_run_time_denies() {
    // The drafter is no part of the question's entities: to read their roles errs.
    let errs = with(
        "forbid (principal, action == Action::\"note\", resource)\n\
         when { context has drafter && context.drafter.roles.contains(Role::\"duty\") };",
    );
    let errs = errs.expect("loads");
    let ask = message(Kind::Note, None, &[Role::Examiner]);
    let denied = errs.may(&ask).expect_err("denied");
    assert_eq!(denied.code(), "policy.erred");
    assert_eq!(denied.rules(), [code("own")]);
    assert!(errs.officer(&ask, binding()).is_err());
    // Where it does not err, it does not deny.
    assert!(errs.may(&Ask { drafted_by: None, ..ask }).is_ok());
}

#[test]
fn a_sum_that_overflows_denies() {
    let errs = with(
        "forbid (principal, action == Action::\"note\", resource)\n\
         when { context.consulted && 9223372036854775807 + 1 < 0 };",
    );
    let ask = message(Kind::Note, None, &[Role::Examiner]);
    assert_eq!(errs.expect("loads").may(&ask).expect_err("denied").code(), "policy.erred");
}
