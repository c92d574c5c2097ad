// SPDX-License-Identifier: EUPL-1.2
//! Holds answers against the description: as much of JSON Schema as the description uses.

use comity_web::schema::description;
use serde_json::Value;

use crate::desk::Answer;

/// What is wrong with an answer, by the description of its operation.
pub(crate) fn answer(method: &str, path: &str, answer: &Answer) -> Result<(), String> {
    let method = method.to_lowercase();
    let described = description()["paths"].as_object().unwrap().iter();
    let pattern = described.filter(|(pattern, _)| matches(pattern, path)).min_by_key(|(p, _)| {
        // A literal address comes before one with a name in it.
        p.contains('{')
    });
    let problem = &description()["components"]["schemas"]["Problem"];
    let Some((_, operations)) = pattern else {
        expect(answer.status == 404, "an address that is not described is there")?;
        return body(answer, "application/problem+json", problem);
    };
    let Some(operation) = operations.get(method) else {
        expect(answer.status == 405, "a method that is not described is answered")?;
        expect(answer.headers.contains_key("allow"), "does not say what it allows")?;
        return body(answer, "application/problem+json", problem);
    };
    let response = operation["responses"].get(answer.status.to_string());
    let response = resolve(response.ok_or("this status is not described")?);
    let Some(content) = response.get("content") else {
        return expect(answer.body.is_empty(), "a body is not described");
    };
    let (media_type, content) = content.as_object().unwrap().iter().next().unwrap();
    body(answer, media_type, &content["schema"])
}

fn expect(is: bool, wrong: &str) -> Result<(), String> {
    if is { Ok(()) } else { Err(wrong.to_owned()) }
}

fn body(answer: &Answer, media_type: &str, schema: &Value) -> Result<(), String> {
    let sent = answer.headers["content-type"].to_str().unwrap();
    let essence = sent.split(';').next().unwrap();
    expect(essence == media_type, "its media type is another")?;
    if media_type.ends_with("json") {
        return fits(schema, &answer.json(), "");
    }
    Ok(())
}

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(part, of)| part.starts_with('{') || *part == of)
}

fn resolve(value: &'static Value) -> &'static Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(pointer) => description().pointer(pointer.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

/// Why a value does not fit a schema, with the place.
pub(crate) fn fits(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
        let target = description().pointer(pointer.strip_prefix('#').unwrap()).unwrap();
        return fits(target, value, at);
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let faults: Vec<String> =
            any.iter().map_while(|schema| fits(schema, value, at).err()).collect();
        let all = faults.len() == any.len();
        return if all { Err(format!("none of: {}", faults.join(" | "))) } else { Ok(()) };
    }
    if let Some(members) = schema.get("enum").and_then(Value::as_array) {
        return expect(members.contains(value), &format!("`{at}`: {value} is no member"));
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("null") => expect(value.is_null(), &format!("`{at}` is not null")),
        Some("boolean") => expect(value.is_boolean(), &format!("`{at}` is no boolean")),
        Some("string") => expect(value.is_string(), &format!("`{at}` is no text")),
        Some("integer") => {
            let number = value.as_u64().ok_or(format!("`{at}` is no whole number"))?;
            let least = schema.get("minimum").and_then(Value::as_u64).unwrap_or(0);
            let most = schema.get("maximum").and_then(Value::as_u64).unwrap_or(u64::MAX);
            expect((least..=most).contains(&number), &format!("`{at}` is out of bounds"))
        }
        Some("array") => list(schema, value, at),
        Some("object") => object(schema, value, at),
        _ => expect(schema == &Value::Bool(true), &format!("`{at}` has no schema")),
    }
}

fn list(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let list = value.as_array().ok_or(format!("`{at}` is no list"))?;
    if let Some(places) = schema.get("prefixItems").and_then(Value::as_array) {
        expect(places.len() == list.len(), &format!("`{at}` has another length"))?;
        let mut both = places.iter().zip(list).enumerate();
        return both.try_for_each(|(n, (schema, value))| fits(schema, value, &format!("{at}/{n}")));
    }
    let mut members = list.iter().enumerate();
    members.try_for_each(|(n, value)| fits(&schema["items"], value, &format!("{at}/{n}")))
}

fn object(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let object = value.as_object().ok_or(format!("`{at}` is no object"))?;
    let known = schema.get("properties").and_then(Value::as_object);
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        expect(object.contains_key(name.as_str().unwrap()), &format!("`{at}` has no {name}"))?;
    }
    for (name, value) in object {
        let at = format!("{at}/{name}");
        match (known.and_then(|known| known.get(name)), schema.get("additionalProperties")) {
            (Some(schema), _) => fits(schema, value, &at)?,
            (None, Some(Value::Bool(false))) => return Err(format!("`{at}` is not described")),
            (None, Some(more)) if more.is_object() => fits(more, value, &at)?,
            (None, _) => {}
        }
    }
    Ok(())
}

#[test]
fn a_shape_that_is_wrong_is_found_out() {
    let of = |name: &str| &description()["components"]["schemas"][name];
    let right = |name, value: Value| fits(of(name), &value, "").is_ok();
    assert!(right("Deadline", serde_json::json!({ "at": "2026-11-20T00:00:00Z", "zone": "UTC" })));
    assert!(!right("Deadline", serde_json::json!({ "at": "2026-11-20T00:00:00Z" })));
    assert!(!right("Deadline", serde_json::json!({ "at": "x", "zone": "UTC", "more": 1 })));
    assert!(!right("Deadline", serde_json::json!({ "at": 1, "zone": "UTC" })));
    assert!(right("Role", "duty".into()) && !right("Role", "king".into()));
    assert!(right("ItemNumber", 65535.into()) && !right("ItemNumber", 65536.into()));
    assert!(!right("Lines", serde_json::json!([{}])));
}
