// SPDX-License-Identifier: EUPL-1.2
use super::*;
use crate::sample::law;

const FILE: &str = r#"
state = "XB"

[[provision]]
cite = "Penal Code 12"
offence = "illegal-access"
maximum_years = 4
text = "Entering a system without right"
checked = "text"
source = "invented"

[[class]]
state = "XA"
cite = "PC 202"
class = "computer"
by = ["Ministry of Justice", "Prosecutor General"]
on = "2026-02-01"
"#;

fn wrong(from: &str, to: &str) -> LawError {
    assert!(FILE.contains(from), "{from}");
    Provisions::parse("f", &FILE.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn a_provision_is_found_however_it_is_spaced_and_only_as_whose_it_is() {
    let read = Provisions::parse("f", FILE).unwrap();
    let (xa, xc) = ("XA".parse().unwrap(), "XC".parse().unwrap());
    assert_eq!(read.class(xa, " pc  202 ").unwrap().class, Class::Computer);
    assert_eq!(read.class(xc, "PC 202"), None);
    assert_eq!(read.class(xa, "PC 203"), None);
}

#[test]
fn one_office_alone_puts_nothing_into_a_class() {
    let fault = wrong("\"Prosecutor General\"", "\"ministry  of justice\"");
    assert!(fault.what.contains("two offices"), "{fault}");
    assert_eq!(fault.line, 16);
    assert!(wrong("\"Prosecutor General\"", "\" \"").what.contains("two offices"));
    assert!(wrong(", \"Prosecutor General\"", "").what.contains("2"));
}

#[test]
fn what_is_odd_is_said_with_its_line() {
    let odd = [
        ("state = \"XA\"", "state = \"XB\"", 13),
        ("cite = \"PC 202\"", "cite = \" \"", 14),
        ("source = \"invented\"", "source = \"\"", 10),
        ("class = \"computer\"", "class = \"terror\"", 15),
    ];
    for (from, to, line) in odd {
        assert_eq!(wrong(from, to).line, line, "{to}");
    }
    let strange = FILE.replacen("illegal-access", "sorcery", 1);
    let strange = Provisions::parse("f", &strange).unwrap();
    let fault = law().clone().with_provisions(vec![strange]).unwrap_err();
    assert!(fault.what.contains("sorcery"), "{fault}");
}

#[test]
fn what_ships_classifies_what_the_invented_states_cite() {
    let [xa, xb] = ["XA", "XB"].map(|state| state.parse().unwrap());
    for row in law().citable(xa) {
        assert_eq!(law().class(xb, xa, &row.cite).map(Class::is_plain), Some(true), "{}", row.cite);
    }
    assert!(!law().citable(xa).is_empty());
}
