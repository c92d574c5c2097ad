// SPDX-License-Identifier: EUPL-1.2
use super::*;

const GOOD: &str = "state = \"XA\"\ndata = \"data\"\nkeys = \"keys\"\n\n\
                    [epoch]\nfile = \"epoch.key\"\n\n\
                    [api]\nlisten = \"127.0.0.1:8080\"\n\n[peers]\nlisten = \"0.0.0.0:8443\"\n";

fn refused(text: &str) -> String {
    Config::parse("comity.toml", text).unwrap_err().what
}

#[test]
fn a_configuration_has_defaults_for_its_log() {
    let config = Config::parse("comity.toml", GOOD).unwrap();
    assert_eq!(config.state.to_string(), "XA");
    assert_eq!(config.log, Log::default());
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let told = refused(&GOOD.replace("[api]", "[api]\nlisten_to = 1"));
    assert!(told.starts_with("comity.toml:9: ") && told.contains("listen_to"), "{told}");
}

#[test]
fn a_wrong_value_is_named_with_its_line() {
    let told = refused(&GOOD.replace("127.0.0.1:8080", "here"));
    assert!(told.starts_with("comity.toml:9: "), "{told}");
    let told = refused(&GOOD.replace("\"XA\"", "\"Arcadia\""));
    assert!(told.starts_with("comity.toml:1: ") && told.contains("Arcadia"), "{told}");
}

#[test]
fn an_epoch_key_in_the_data_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("comity.toml");
    std::fs::write(&file, GOOD.replace("epoch.key", "data/epoch.key")).unwrap();
    assert!(Config::read(&file).unwrap_err().what.contains("data folder"));
    std::fs::write(&file, GOOD.replace("file = \"epoch.key\"", "")).unwrap();
    assert!(Config::read(&file).unwrap_err().what.contains("either"));
    std::fs::write(&file, GOOD).unwrap();
    assert_eq!(Config::read(&file).unwrap().data, folder.path().join("data"));
}

#[test]
fn an_address_that_browsers_make_no_passkeys_for_is_named_with_its_line() {
    let with = |address: &str| GOOD.replace("[api]", &format!("[api]\npublic = \"{address}\""));
    let told = refused(&with("http://127.0.0.1:8080/"));
    assert!(told.starts_with("comity.toml:9: ") && told.contains("localhost"), "{told}");
    assert!(refused(&with("http://desk.example/")).contains("https"));
    assert!(Config::parse("comity.toml", &with("https://desk.example/")).is_ok());
}

#[test]
fn what_is_written_reads_back() {
    let with = GOOD.replace("[api]", "[api]\npublic = \"https://desk.example\"");
    let config = Config::parse("comity.toml", &with).unwrap();
    assert_eq!(Config::parse("again", &config.to_text().unwrap()).unwrap(), config);
}

#[test]
fn a_printing_program_that_is_not_there_is_found_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("comity.toml");
    std::fs::write(&file, format!("{GOOD}\n[print]\nprogram = \"comity-print\"\n")).unwrap();
    let print = Config::read(&file).unwrap().print.unwrap();
    assert_eq!(print.program, folder.path().join("comity-print"));
    assert!(print.set_up().unwrap_err().what.contains("comity-print"));
    std::fs::create_dir(&print.program).unwrap();
    assert!(print.set_up().unwrap_err().what.contains("is no file"));
    std::fs::remove_dir(&print.program).unwrap();
    std::fs::write(&print.program, "").unwrap();
    assert!(print.set_up().is_ok());
}
