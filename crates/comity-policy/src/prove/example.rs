// SPDX-License-Identifier: EUPL-1.2
//! A question that shows something, made as small as it will go by asking the evaluator again.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicyId, PolicySet, Request, RequestEnv,
    Schema,
};
use cedar_policy_symcc::Env;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::words::told;

/// A question: who, what, on what, with which facts. Facts lie as in the schema, entities as
/// `{"__entity": {"type", "id"}}`; what is unknown is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The act, by its name in the policies.
    pub action: String,
    /// The type of what it is done to: `Request` or `Node`.
    pub resource_type: String,
    /// The officer's facts.
    pub principal: Map<String, Value>,
    /// The facts of the request, or of the node.
    pub resource: Map<String, Value>,
    /// The facts of the act.
    pub context: Map<String, Value>,
    /// The officer's own name here, by which the facts of the act may name the same person.
    pub officer: String,
}

/// With what it says in the words of the field beside the facts.
impl Serialize for Example {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = to.serialize_struct("Example", 7)?;
        fields.serialize_field("told", &told(self))?;
        fields.serialize_field("action", &self.action)?;
        fields.serialize_field("resource_type", &self.resource_type)?;
        fields.serialize_field("principal", &self.principal)?;
        fields.serialize_field("resource", &self.resource)?;
        fields.serialize_field("context", &self.context)?;
        fields.serialize_field("officer", &self.officer)?;
        fields.end()
    }
}

impl Example {
    fn put(&self, schema: &Schema) -> Option<(Request, Entities)> {
        let uid = |of: &str, id: &str| EntityUid::from_json(json!({ "type": of, "id": id })).ok();
        let action = uid("Action", &self.action)?;
        let entity = |of: &str, id: &str, attrs: &Map<String, Value>| {
            let uid = json!({ "type": of, "id": id });
            json!({ "uid": uid, "attrs": attrs, "parents": [] })
        };
        let entities = json!([
            entity("Officer", &self.officer, &self.principal),
            entity(&self.resource_type, "this", &self.resource),
        ]);
        let entities = Entities::from_json_value(entities, Some(schema)).ok()?;
        let context = Value::Object(self.context.clone());
        let context = Context::from_json_value(context, Some((schema, &action))).ok()?;
        let officer = uid("Officer", &self.officer)?;
        let resource = uid(&self.resource_type, "this")?;
        let request = Request::new(officer, action, resource, context, Some(schema)).ok()?;
        Some((request, entities))
    }

    /// The policies of a set that forbid it; none where nothing permits it either.
    pub(super) fn forbidding(&self, schema: &Schema, set: &PolicySet) -> Option<Vec<PolicyId>> {
        let (request, entities) = self.put(schema)?;
        let response = Authorizer::new().is_authorized(&request, set, &entities);
        let mut found: Vec<_> = response.diagnostics().reason().cloned().collect();
        found.sort_unstable();
        (response.decision() == Decision::Deny).then_some(found)
    }

    /// Each question that says one thing less than this one.
    fn smaller(&self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut with = |part: fn(&mut Self) -> &mut Map<String, Value>| {
            let mut copy = self.clone();
            for less in less(part(&mut copy)) {
                let mut smaller = self.clone();
                *part(&mut smaller) = less;
                found.push(smaller);
            }
        };
        with(|of| &mut of.context);
        with(|of| &mut of.resource);
        with(|of| &mut of.principal);
        found
    }
}

/// Each record that says one thing less than this one: a fact left out, a flag taken down, a member
/// of a list dropped.
fn less(record: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    for (name, value) in record {
        let mut without = record.clone();
        without.remove(name);
        found.push(without);
        let changed = match value {
            Value::Bool(true) => vec![Value::Bool(false)],
            Value::Array(members) => (0..members.len())
                .map(|at| {
                    let mut rest = members.clone();
                    rest.remove(at);
                    Value::Array(rest)
                })
                .collect(),
            Value::Object(inner) if !inner.contains_key("__entity") => {
                less(inner).into_iter().map(Value::Object).collect()
            }
            _ => Vec::new(),
        };
        for value in changed {
            let mut with = record.clone();
            with.insert(name.clone(), value);
            found.push(with);
        }
    }
    found
}

/// Asks the ordinary evaluator about one kind of question.
pub(super) struct Judge<'a> {
    schema: &'a Schema,
    env: &'a RequestEnv,
    authorizer: Authorizer,
}

impl<'a> Judge<'a> {
    pub(super) fn new(schema: &'a Schema, env: &'a RequestEnv) -> Self {
        Self { schema, env, authorizer: Authorizer::new() }
    }

    /// Whether a set allows it. A rule that errs is passed over here, as the solver does.
    fn allows(&self, set: &PolicySet, request: &Request, entities: &Entities) -> bool {
        self.authorizer.is_authorized(request, set, entities).decision() == Decision::Allow
    }

    /// Whether one of its rules cannot be evaluated.
    pub(super) fn errs(&self, set: &PolicySet, request: &Request, entities: &Entities) -> bool {
        let response = self.authorizer.is_authorized(request, set, entities);
        response.diagnostics().errors().next().is_some()
    }

    /// The found question, or one that says less and shows the same.
    pub(super) fn smallest(
        &self,
        found: &Env,
        shows: &dyn Fn(&Request, &Entities) -> bool,
    ) -> Result<Example, String> {
        let mut smallest = self.read(found).ok_or("what the solver found cannot be read")?;
        let holds = |example: &Example| {
            example.put(self.schema).is_some_and(|(request, entities)| shows(&request, &entities))
        };
        if !holds(&smallest) {
            return Err("what the solver found does not show it".to_owned());
        }
        loop {
            let (mut at, mut changed) = (0, false);
            // What could not be left out before may be left out once something else is gone.
            while let Some(smaller) = smallest.smaller().into_iter().nth(at) {
                if holds(&smaller) {
                    (smallest, changed) = (smaller, true);
                } else {
                    at += 1;
                }
            }
            if !changed {
                return Ok(smallest);
            }
        }
    }

    /// The same, of what the first set allows and the second does not.
    pub(super) fn smallest_between(
        &self,
        found: &Env,
        (first, second): (&PolicySet, &PolicySet),
    ) -> Result<Example, String> {
        self.smallest(found, &|request, entities| {
            self.allows(first, request, entities) && !self.allows(second, request, entities)
        })
    }

    fn read(&self, found: &Env) -> Option<Example> {
        let request = &found.request;
        let (principal, resource) = (request.principal()?, request.resource()?);
        let entities = found.entities.to_json_value().ok()?;
        let attrs = |uid: &EntityUid| {
            let wanted = json!({ "type": uid.type_name().to_string(), "id": uid.id().unescaped() });
            let mut all = entities.as_array()?.iter();
            let entity = all.find(|entity| entity.get("uid") == Some(&wanted))?;
            entity.get("attrs")?.as_object().cloned()
        };
        Some(Example {
            action: self.env.action().id().unescaped().to_owned(),
            resource_type: self.env.resource().to_string(),
            principal: attrs(principal)?,
            resource: attrs(resource)?,
            context: request.context()?.to_json_value().ok()?.as_object()?.clone(),
            officer: principal.id().unescaped().to_owned(),
        })
    }
}
