use super::*;
#[test]
fn loads() { println!("{:?}", Gate::shared().map_err(|e| e.to_string())); Gate::shared().unwrap(); }
