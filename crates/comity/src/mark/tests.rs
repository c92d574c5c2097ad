// SPDX-License-Identifier: EUPL-1.2
use super::*;

fn mark(peers: &[&str]) -> Mark {
    let peers = peers.iter().map(|peer| peer.parse().unwrap()).collect();
    Mark { store: "00ff".to_owned(), events: 12, chain: Digest::of(b"chain"), peers }
}

#[test]
fn a_mark_comes_back_as_it_was_written() {
    for peers in [&[][..], &["XB"], &["XB", "XC"]] {
        let mark = mark(peers);
        assert_eq!(mark.to_string().parse::<Mark>(), Ok(mark));
    }
}

#[test]
fn what_is_no_mark_is_refused_with_what_is_wrong() {
    let text = mark(&["XB"]).to_string();
    for (spoilt, why) in [
        (String::new(), "first line"),
        (text.replace("mark 1", "mark 2"), "first line"),
        (text.replace("events 12", "events many"), "events"),
        (text.replace("chain ", "chain x"), "chain"),
        (text.replace("XB", "xb"), "State"),
    ] {
        assert!(spoilt.parse::<Mark>().unwrap_err().contains(why), "{spoilt}");
    }
}

#[test]
fn a_mark_that_is_not_there_is_none_and_one_that_is_spoilt_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.mark");
    assert_eq!(read(&path).unwrap(), None);
    std::fs::write(&path, "nonsense").unwrap();
    assert!(read(&path).unwrap_err().hint.unwrap().contains("comity restored begin"));
}
