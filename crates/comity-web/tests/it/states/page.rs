// SPDX-License-Identifier: EUPL-1.2
//! What holds for every page: it is well formed, says in which language it is, and says all of it
//! in that language.

/// Elements that have no end.
const VOID: [&str; 7] = ["meta", "link", "input", "br", "img", "hr", "path"];

/// What stands in Latin letters on a page of any language: names of things and what is quoted.
const FOREIGN: [&str; 4] = ["bdi", "textarea", "script", "svg"];

/// What is typed so in every language.
const EVERYWHERE: [&str; 5] = ["comity", "verify", "other", "essential", "interests"];

/// What a page lacks, if anything.
pub(crate) fn fault(page: &str, lang: &str) -> Option<String> {
    let dir = if lang == "ar" { "rtl" } else { "ltr" };
    if !page.contains(&format!(r#"<html lang="{lang}" dir="{dir}""#)) {
        return Some(format!("it is not marked as `{lang}`, written {dir}"));
    }
    let texts = match texts(page) {
        Ok(texts) => texts,
        Err(fault) => return Some(fault),
    };
    let foreign = texts.iter().find_map(|text| match lang {
        "ar" => text.split(|c: char| !c.is_ascii_alphabetic()).find(|word| is_latin(word)),
        _ => Some(text.trim()).filter(|text| is_key(text)),
    });
    foreign.map(|word| format!("`{word}` is in no language"))
}

/// Whether it is a word in Latin letters; names of things have large ones.
fn is_latin(word: &str) -> bool {
    let small = word.bytes().all(|c| c.is_ascii_lowercase());
    small && word.len() > 2 && !EVERYWHERE.contains(&word)
}

/// Whether a text is a key or a code, and nothing that anybody would write.
fn is_key(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let lower = |part: &&str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_lowercase());
    parts.len() > 1 && parts.iter().all(lower)
}

/// The texts between the tags that are in the page's own language.
fn texts(page: &str) -> Result<Vec<&str>, String> {
    let mut texts = Vec::new();
    // What is open: the element, and whether what is in it is in the page's language.
    let mut open: Vec<(&str, bool)> = vec![("", true)];
    let mut rest = page;
    while let Some((text, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').ok_or("a tag does not end")?;
        let own = open.last().is_some_and(|(_, own)| *own);
        if own && !text.trim().is_empty() {
            texts.push(text);
        }
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some((opened, _)) if opened == name => {}
                Some((opened, _)) => return Err(format!("`{name}` ends inside `{opened}`")),
                None => return Err(format!("`{name}` ends and did not begin")),
            }
        } else if !tag.starts_with('!') {
            let name = tag.split_whitespace().next().unwrap_or_default();
            if tag.matches('"').count() % 2 == 1 {
                return Err(format!("`{tag}` has a value that does not end"));
            }
            let quoted = FOREIGN.contains(&name) || is_of_a_language(tag);
            if !VOID.contains(&name) && !tag.ends_with('/') {
                open.push((name, own && !quoted));
            }
        }
    }
    match open.as_slice() {
        [_] => Ok(texts),
        still => Err(format!("{still:?} do not end")),
    }
}

/// Whether an element says that what is in it is in a language of its own, or in anybody's.
fn is_of_a_language(tag: &str) -> bool {
    !tag.starts_with("html") && (tag.contains(" lang=") || tag.contains(r#"dir="auto""#))
}

#[test]
fn what_is_wrong_with_a_page_is_found() {
    let page = |body: &str, lang: &str, dir: &str| {
        format!(r#"<!doctype html><html lang="{lang}" dir="{dir}"><body>{body}</body></html>"#)
    };
    let english = |body: &str| fault(&page(body, "en", "ltr"), "en");
    let arabic = |body: &str| fault(&page(body, "ar", "rtl"), "ar");
    assert!(english("<p>Docket <br>of <b>by-mail</b></p>").is_some());
    assert_eq!(english("<p>A docket<br>of <b>mail</b></p>"), None);
    assert!(english("<p>state-of-some-request</p>").is_some());
    assert!(english("<p><b>x</p></b>").is_some());
    assert!(english("<p>").is_some());
    assert!(fault(&page("", "en", "ltr"), "ar").is_some());
    assert_eq!(arabic("<p>جدول <bdi>docket</bdi> <span lang=\"en\">docket</span> UTC</p>"), None);
    assert!(arabic("<p>docket</p>").is_some());
}
