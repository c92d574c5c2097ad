// SPDX-License-Identifier: EUPL-1.2
//! Loading policies: everything that can be wrong with them is found here, with file and line.
//!
//! Beyond Cedar's own strict checks: every policy carries its annotations and no others, its name
//! is its own, it uses nothing that a later proof could not follow, and the schema's closed lists
//! are those of the tables of this version.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;
use std::sync::Arc;

use cedar_policy::ffi::DetailedError;
use cedar_policy::{
    ActionConstraint, Authorizer, Effect, EntityUid, Policy, PolicyId, PolicySet, Schema,
    SchemaFragment, ValidationMode, Validator,
};
use comity_domain::id::{Code, Digest};
use comity_domain::law::Consultation;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{Answer, State, Workflow};
use serde_json::Value;

use super::facts::Vocabulary;
use super::source::{PolicyError, Statement, error_in, statements};
use super::{Gate, SHARED, Slice};
use crate::action::Action;
use crate::ask::Tier;
use crate::rule::{Nature, Rule, RuleId};

// LIMIT: the shared files are under 32 KiB together; a State's own may be eight times as long.
const SOURCES_BYTES_MAX: usize = 256 * 1024;
// LIMIT: each rule is evaluated for each question; 512 keep an answer under a millisecond.
const RULES_MAX: usize = 512;

const ANNOTATIONS: [&str; 7] = ["id", "kind", "provision", "text", "fact", "override", "change"];

/// What the provers cannot follow. Templates and empty sets are refused by Cedar itself.
const UNPROVABLE: [&str; 3] = ["like", "datetime", "duration"];

pub(super) fn load(sources: &[(&str, &str)]) -> Result<Gate, PolicyError> {
    let whole = |line| PolicyError::new("policies", None, line);
    let bytes: usize = sources.iter().map(|(_, text)| text.len()).sum();
    if bytes > SOURCES_BYTES_MAX {
        return Err(whole(format!("{bytes} octets are more than {SOURCES_BYTES_MAX}")));
    }
    let (schema, lists) = schema(sources)?;
    let mut statements_of = Vec::new();
    for (file, text) in sources.iter().filter(|(file, _)| !is_schema(file)) {
        if !is_policies(file) {
            return Err(PolicyError::new(file, None, "is neither `.cedarschema` nor `.cedar`"));
        }
        statements_of.extend(statements(file, text));
    }
    if statements_of.len() > RULES_MAX {
        return Err(whole(format!("{} rules are more than {RULES_MAX}", statements_of.len())));
    }
    let rules = policies(&statements_of, &Validator::new(schema.clone()))?;
    lists.rules(&rules)?;
    let named = rules.iter().map(|(rule, _)| (rule.id.clone(), Arc::clone(rule))).collect();
    let slices = slices(&schema, &rules)?;
    Ok(Gate {
        vocabulary: Vocabulary::new().map_err(whole)?,
        slices,
        reads_states: rules.iter().any(|(_, policy)| reads(policy, "stands")),
        rules: named,
        digest: digest(sources),
        authorizer: Authorizer::new(),
    })
}

type Named = (Arc<Rule>, Policy);

/// For each action the policies whose scope it is in. The others cannot apply to it, nor err.
fn slices(schema: &Schema, rules: &[Named]) -> Result<HashMap<&'static str, Slice>, PolicyError> {
    let wrong = |what: String| PolicyError::new("policies", None, what);
    let entities = schema.action_entities().map_err(|e| wrong(e.to_string()))?;
    let mut found = HashMap::new();
    for code in Action::all().map(Action::code).collect::<BTreeSet<_>>() {
        let action = entities.iter().find(|entity| entity.uid().id().unescaped() == code);
        let action = action.ok_or_else(|| wrong(format!("`{code}` is no action of the schema")))?;
        let mut slice =
            Slice { action: action.clone(), permits: PolicySet::new(), forbids: PolicySet::new() };
        let within = |group: &EntityUid| {
            *group == action.uid() || entities.is_ancestor_of(group, &action.uid())
        };
        for (_, policy) in rules {
            let applies = match policy.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::Eq(one) => within(&one),
                ActionConstraint::In(groups) => groups.iter().any(within),
            };
            let set = match policy.effect() {
                Effect::Permit => &mut slice.permits,
                Effect::Forbid => &mut slice.forbids,
            };
            if applies {
                set.add(policy.clone()).map_err(|e| wrong(e.to_string()))?;
            }
        }
        found.insert(code, slice);
    }
    Ok(found)
}

fn is_schema(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|ext| ext == "cedarschema")
}

fn is_policies(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|ext| ext == "cedar")
}

/// Over names (without folders) and texts, in the order of names: where the files lie does not
/// matter.
fn digest(sources: &[(&str, &str)]) -> Digest {
    let name = |file: &str| file.rsplit('/').next().unwrap_or(file).to_owned();
    let mut named: Vec<_> = sources.iter().map(|(file, text)| (name(file), *text)).collect();
    named.sort_unstable();
    Digest::of_json(&named)
}

fn schema<'a>(sources: &[(&'a str, &'a str)]) -> Result<(Schema, Lists<'a>), PolicyError> {
    let mut found = sources.iter().filter(|(file, _)| is_schema(file));
    let Some((file, text)) = found.next() else {
        return Err(PolicyError::new("policies", None, "there is no `.cedarschema` among them"));
    };
    if let Some((other, _)) = found.next() {
        return Err(PolicyError::new(other, None, format!("is a second schema beside `{file}`")));
    }
    let (fragment, _) = SchemaFragment::from_cedarschema_str(text)
        .map_err(|e| error_in(file, text, &DetailedError::from(&e)))?;
    let schema = Schema::from_schema_fragments([fragment.clone()])
        .map_err(|e| error_in(file, text, &DetailedError::from(&e)))?;
    let json = fragment.to_json_value().map_err(|e| PolicyError::new(file, None, e.to_string()))?;
    let lists = Lists { file, text, json };
    lists.check()?;
    Ok((schema, lists))
}

/// The closed lists of the schema.
struct Lists<'a> {
    file: &'a str,
    text: &'a str,
    json: Value,
}

impl Lists<'_> {
    fn check(&self) -> Result<(), PolicyError> {
        self.same("Role", Role::ALL.iter().map(|x| x.code()))?;
        self.same("Side", Side::ALL.iter().map(|x| x.code()))?;
        self.same("Workflow", Workflow::ALL.iter().map(|x| x.code()))?;
        self.same("ItemState", State::ALL.iter().map(|x| x.code()))?;
        self.same("Answer", Answer::ALL.iter().map(|x| x.code()))?;
        self.same("Tier", Tier::ALL.iter().map(|x| x.code()))?;
        self.same("Consultation", Consultation::ALL.iter().map(|x| x.code()))?;
        let stated = self.json.pointer("//actions");
        let actions = stated.and_then(Value::as_object).into_iter().flatten();
        // A group of actions applies to nothing itself.
        let acted = actions.filter(|(_, what)| {
            let principals = what.pointer("/appliesTo/principalTypes").and_then(Value::as_array);
            principals.is_some_and(|principals| !principals.is_empty())
        });
        self.equal("action", acted.map(|(name, _)| name.as_str()), Action::all().map(Action::code))
    }

    /// The rules that may be overridden are those that the schema lets a policy name.
    fn rules(&self, rules: &[Named]) -> Result<(), PolicyError> {
        let open = rules.iter().map(|(rule, _)| rule).filter(|rule| rule.overridden_by.is_some());
        self.same("Rule", open.map(|rule| rule.id.as_str()))
    }

    fn same<'b>(&self, list: &str, ours: impl Iterator<Item = &'b str>) -> Result<(), PolicyError> {
        let members = self.json.pointer(&format!("//entityTypes/{list}/enum"));
        let members = members.and_then(Value::as_array).into_iter().flatten();
        self.equal(list, members.filter_map(Value::as_str), ours)
    }

    fn equal<'a, 'b>(
        &self,
        list: &str,
        theirs: impl Iterator<Item = &'a str>,
        ours: impl Iterator<Item = &'b str>,
    ) -> Result<(), PolicyError> {
        let theirs: BTreeSet<&str> = theirs.collect();
        let ours: BTreeSet<&str> = ours.collect();
        let line = self.text.lines().position(|line| line.contains(&format!("entity {list} enum")));
        let wrong = |what: String| Err(PolicyError::new(self.file, line.map(|at| at + 1), what));
        if let Some(extra) = theirs.difference(&ours).next() {
            return wrong(format!("`{extra}` of `{list}` is not known to this version"));
        }
        if let Some(missing) = ours.difference(&theirs).next() {
            return wrong(format!("`{list}` lacks `{missing}`, which this version has"));
        }
        Ok(())
    }
}

fn policies(
    statements: &[Statement<'_>],
    validator: &Validator,
) -> Result<Vec<Named>, PolicyError> {
    let mut found: BTreeMap<RuleId, Named> = BTreeMap::new();
    for statement in statements {
        let parsed = Policy::parse(None, statement.text)
            .map_err(|e| statement.error(&DetailedError::from(&e)))?;
        let rule = rule(&parsed, statement)?;
        if let Some((other, _)) = found.get(&rule.id) {
            let place = format!("{}:{}", other.file, other.line);
            let what = format!("`{}` is already the name of the rule at {place}", rule.id);
            return Err(PolicyError::new(statement.file, Some(statement.line), what));
        }
        let policy = parsed.new_id(PolicyId::new(rule.id.as_str()));
        check(&policy, statement, validator)?;
        found.insert(rule.id.clone(), (Arc::new(rule), policy));
    }
    Ok(found.into_values().collect())
}

/// Types, and what a proof could not follow.
fn check(
    policy: &Policy,
    statement: &Statement<'_>,
    validator: &Validator,
) -> Result<(), PolicyError> {
    let wrong = |what: String| PolicyError::new(statement.file, Some(statement.line), what);
    let json = policy.to_json().map_err(|e| wrong(e.to_string()))?;
    if let Some(word) = UNPROVABLE.iter().find(|word| mentions(&json, &|key, _| key == **word)) {
        let instead = "name codes, or whole numbers worked out beforehand";
        return Err(wrong(format!("uses `{word}`, which no proof can follow; {instead}")));
    }
    let one = PolicySet::from_policies([policy.clone()]).map_err(|e| wrong(e.to_string()))?;
    let result = validator.validate(&one, ValidationMode::Strict);
    if let Some(error) = result.validation_errors().next() {
        return Err(statement.error(&DetailedError::from(error)));
    }
    if let Some(warning) = result.validation_warnings().next() {
        return Err(statement.error(&DetailedError::from(warning)));
    }
    Ok(())
}

/// Whether a policy reads this attribute of anything.
fn reads(policy: &Policy, attribute: &str) -> bool {
    // A policy that has no JSON form was refused before; were it not, it would count as reading it.
    let found = |key: &str, value: &Value| key == "attr" && value.as_str() == Some(attribute);
    policy.to_json().map_or(true, |json| mentions(&json, &found))
}

fn mentions(json: &Value, what: &impl Fn(&str, &Value) -> bool) -> bool {
    match json {
        Value::Object(map) => map.iter().any(|(k, value)| what(k, value) || mentions(value, what)),
        Value::Array(values) => values.iter().any(|value| mentions(value, what)),
        _ => false,
    }
}

fn rule(policy: &Policy, statement: &Statement<'_>) -> Result<Rule, PolicyError> {
    let wrong = |what: String| PolicyError::new(statement.file, Some(statement.line), what);
    if let Some((extra, _)) = policy.annotations().find(|(key, _)| !ANNOTATIONS.contains(key)) {
        let known = ANNOTATIONS.join(", @");
        return Err(wrong(format!("`@{extra}` is no annotation of ours; they are @{known}")));
    }
    let text = |key: &str| match policy.annotation(key) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(wrong(format!("lacks its annotation `@{key}`"))),
    };
    let nature: Nature = read(text("kind")?, &wrong)?;
    if (nature == Nature::Role) != (policy.effect() == Effect::Permit) {
        return Err(wrong(format!(
            "a rule of kind `{nature}` does not do that: only `role` permits"
        )));
    }
    let source = match text("provision")? {
        "house" => None,
        provision => Some(read(provision, &wrong)?),
    };
    let overridden_by = match text("override")? {
        "nobody" => None,
        "supervisor" => Some(Role::Supervisor),
        other => {
            return Err(wrong(format!("`{other}` may not override: `supervisor` or `nobody`")));
        }
    };
    Ok(Rule {
        id: RuleId(read::<Code>(text("id")?, &wrong)?),
        nature,
        source,
        text: read(text("text")?, &wrong)?,
        fact: read(text("fact")?, &wrong)?,
        overridden_by,
        change: text("change")?.to_owned(),
        file: statement.file.to_owned(),
        line: statement.line,
    })
}

fn read<T: FromStr>(text: &str, wrong: &impl Fn(String) -> PolicyError) -> Result<T, PolicyError>
where
    T::Err: ToString,
{
    text.parse().map_err(|e: T::Err| wrong(e.to_string()))
}

/// The gate with the policies every node has. They are part of the program and tested with it.
impl Gate {
    /// Loads [`SHARED`].
    pub fn shared() -> Result<Self, PolicyError> {
        load(SHARED)
    }
}
