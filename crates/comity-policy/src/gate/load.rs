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
use comity_domain::dual::Dual;
use comity_domain::id::Code;
use comity_domain::law::Consultation;
use comity_domain::role::{Role, Side};
use comity_domain::screen::{Concern, Transfer};
use comity_domain::workflow::{Answer, State, Workflow};
use serde_json::Value;

use super::facts::Vocabulary;
use super::source::{PolicyError, Statement, error_in, statements};
use super::{Gate, Slice};
use crate::action::Action;
use crate::ask::Tier;
use crate::rule::{Nature, Rule, RuleId};
use crate::set::{CEILING, FLOOR, PolicyFile, SCHEMA, Set, WELLFORMED};

// LIMIT: each rule is evaluated for each question; 512 keep an answer under a millisecond.
const RULES_MAX: usize = 512;

const ANNOTATIONS: [&str; 7] = ["id", "kind", "provision", "text", "fact", "override", "change"];

/// What the provers cannot follow. Templates and empty sets are refused by Cedar itself.
const UNPROVABLE: [&str; 3] = ["like", "datetime", "duration"];

/// What every set is read with.
pub(crate) struct Shared {
    schema: Schema,
    /// The closed lists of the schema.
    lists: Lists,
    /// What Comity will not carry.
    floor: Vec<Named>,
    /// What no question can be.
    form: Vec<Named>,
}

impl Shared {
    /// The files that the program carries.
    pub(crate) fn load() -> Result<Self, PolicyError> {
        Self::of(SCHEMA.1)
    }

    /// With another text of the schema.
    pub(super) fn of(schema: &str) -> Result<Self, PolicyError> {
        let (schema, lists) = read_schema(SCHEMA.0, schema)?;
        let floor: Vec<_> = FLOOR.iter().flat_map(|(file, text)| statements(file, text)).collect();
        let floor = policies(&floor, &schema, BAR)?;
        let form =
            policies(&statements(WELLFORMED.0, WELLFORMED.1), &schema, &[Nature::WellFormed])?;
        Ok(Self { schema, lists, floor, form })
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) fn floor(&self) -> &[Named] {
        &self.floor
    }

    pub(crate) fn form(&self) -> &[Named] {
        &self.form
    }

    /// What no policy may block; only a proof reads it.
    pub(crate) fn ceiling(&self) -> Result<Vec<Named>, PolicyError> {
        policies(&statements(CEILING.0, CEILING.1), &self.schema, &[Nature::Ceiling])
    }

    /// The rules of a set.
    pub(crate) fn set(&self, set: &Set) -> Result<Vec<Named>, PolicyError> {
        let mut found = Vec::new();
        for PolicyFile { file, text } in set.files() {
            if !is_policies(file) {
                return Err(PolicyError::new(file, None, "is neither `.cedar` nor `set.toml`"));
            }
            found.extend(statements(file, text));
        }
        if found.len() > RULES_MAX {
            let what = format!("{} rules are more than {RULES_MAX}", found.len());
            return Err(PolicyError::new("policies", None, what));
        }
        let rules = policies(&found, &self.schema, OWN)?;
        for (rule, policy) in &rules {
            let floor = self.floor.iter().find(|(floor, _)| floor.id == rule.id);
            if floor.is_some_and(|(_, floor)| floor.to_string() != policy.to_string()) {
                let what = format!(
                    "`{}` is a rule of the floor and reads differently there: take it over word \
                     for word, or give yours a name of its own",
                    rule.id
                );
                return Err(PolicyError::new(&rule.file, Some(rule.line), what));
            }
        }
        Ok(rules)
    }
}

/// What a floor may be made of.
const BAR: &[Nature] = &[Nature::Standing, Nature::Second, Nature::Safeguard];

/// What a State's set may be made of.
const OWN: &[Nature] = &[Nature::Role, Nature::Standing, Nature::Second, Nature::Safeguard];

/// The gate of a set: what the set permits, and neither the set nor the floor forbids.
pub(super) fn load(shared: &Shared, set: &Set) -> Result<Gate, PolicyError> {
    let whole = |line| PolicyError::new("policies", None, line);
    let mut rules = shared.set(set)?;
    // What a set took over of the floor is asked once.
    let own: BTreeSet<RuleId> = rules.iter().map(|(rule, _)| rule.id.clone()).collect();
    rules.extend(shared.floor.iter().filter(|(rule, _)| !own.contains(&rule.id)).cloned());
    shared.lists.rules(&rules)?;
    let named = rules.iter().map(|(rule, _)| (rule.id.clone(), Arc::clone(rule))).collect();
    let slices = slices(&shared.schema, &[&rules[..], &shared.form].concat())?;
    Ok(Gate {
        vocabulary: Vocabulary::new().map_err(whole)?,
        slices,
        waits: waiting(&rules),
        reads_states: rules.iter().any(|(_, policy)| reads(policy, "stands")),
        rules: named,
        digest: set.digest(),
        set: set.clone(),
        authorizer: Authorizer::new(),
    })
}

/// A rule and the policy that it describes.
pub(crate) type Named = (Arc<Rule>, Policy);

/// For each action the policies whose scope it is in. The others cannot apply to it, nor err.
fn slices(schema: &Schema, rules: &[Named]) -> Result<HashMap<&'static str, Slice>, PolicyError> {
    let wrong = |what: String| PolicyError::new("policies", None, what);
    let entities = schema.action_entities().map_err(|e| wrong(e.to_string()))?;
    let guards = rules.iter().filter(|(rule, _)| BAR.contains(&rule.nature));
    let guards: Result<BTreeMap<&RuleId, Policy>, String> =
        guards.map(|(rule, policy)| Ok((&rule.id, without_excuse(policy)?))).collect();
    let guards = guards.map_err(&wrong)?;
    let mut found = HashMap::new();
    for code in Action::all().map(Action::code).collect::<BTreeSet<_>>() {
        let action = entities.iter().find(|entity| entity.uid().id().unescaped() == code);
        let action = action.ok_or_else(|| wrong(format!("`{code}` is no action of the schema")))?;
        let mut slice = Slice {
            action: action.clone(),
            permits: PolicySet::new(),
            forbids: PolicySet::new(),
            form: PolicySet::new(),
            concerns: PolicySet::new(),
        };
        let within = |group: &EntityUid| {
            *group == action.uid() || entities.is_ancestor_of(group, &action.uid())
        };
        for (rule, policy) in rules {
            let applies = match policy.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::Eq(one) => within(&one),
                ActionConstraint::In(groups) => groups.iter().any(within),
            };
            let set = match policy.effect() {
                Effect::Permit => &mut slice.permits,
                Effect::Forbid if rule.nature == Nature::WellFormed => &mut slice.form,
                Effect::Forbid => &mut slice.forbids,
            };
            if let Some(guard) = guards.get(&rule.id).filter(|_| applies) {
                slice.concerns.add(guard.clone()).map_err(|e| wrong(e.to_string()))?;
            }
            if applies {
                set.add(policy.clone()).map_err(|e| wrong(e.to_string()))?;
            }
        }
        found.insert(code, slice);
    }
    Ok(found)
}

/// The same rule without its `unless`: whom it concerns, whether or not it then holds.
pub(crate) fn without_excuse(policy: &Policy) -> Result<Policy, String> {
    let mut json = policy.to_json().map_err(|e| e.to_string())?;
    if let Some(conditions) = json.get_mut("conditions").and_then(Value::as_array_mut) {
        conditions.retain(|one| one.get("kind").and_then(Value::as_str) != Some("unless"));
    }
    Policy::from_json(Some(policy.id().clone()), json).map_err(|e| e.to_string())
}

fn is_policies(file: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|ext| ext == "cedar")
}

fn read_schema(file: &'static str, text: &str) -> Result<(Schema, Lists), PolicyError> {
    let (fragment, _) = SchemaFragment::from_cedarschema_str(text)
        .map_err(|e| error_in(file, text, &DetailedError::from(&e)))?;
    let schema = Schema::from_schema_fragments([fragment.clone()])
        .map_err(|e| error_in(file, text, &DetailedError::from(&e)))?;
    let json = fragment.to_json_value().map_err(|e| PolicyError::new(file, None, e.to_string()))?;
    let lists = Lists { file, text: text.to_owned(), json };
    lists.check()?;
    Ok((schema, lists))
}

/// The closed lists of the schema.
struct Lists {
    file: &'static str,
    text: String,
    json: Value,
}

impl Lists {
    fn check(&self) -> Result<(), PolicyError> {
        self.same("Role", Role::ALL.iter().map(|x| x.code()))?;
        self.same("Side", Side::ALL.iter().map(|x| x.code()))?;
        self.same("Workflow", Workflow::ALL.iter().map(|x| x.code()))?;
        self.same("ItemState", State::ALL.iter().map(|x| x.code()))?;
        self.same("Answer", Answer::ALL.iter().map(|x| x.code()))?;
        self.same("Tier", Tier::ALL.iter().map(|x| x.code()))?;
        self.same("Concern", Concern::ALL.iter().map(|x| x.code()))?;
        self.same("Dual", Dual::ALL.iter().map(|x| x.code()))?;
        self.same("Transfer", Transfer::ALL.iter().map(|x| x.code()))?;
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
    schema: &Schema,
    natures: &[Nature],
) -> Result<Vec<Named>, PolicyError> {
    let validator = Validator::new(schema.clone());
    let mut found: BTreeMap<RuleId, Named> = BTreeMap::new();
    for statement in statements {
        let parsed = Policy::parse(None, statement.text)
            .map_err(|e| statement.error(&DetailedError::from(&e)))?;
        let rule = rule(&parsed, statement, natures)?;
        if let Some((other, _)) = found.get(&rule.id) {
            let place = format!("{}:{}", other.file, other.line);
            let what = format!("`{}` is already the name of the rule at {place}", rule.id);
            return Err(PolicyError::new(statement.file, Some(statement.line), what));
        }
        let policy = parsed.new_id(PolicyId::new(rule.id.as_str()));
        check(&policy, statement, &validator)?;
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

/// The rules that are lifted by a step of their own, and not in the act itself.
fn waiting(rules: &[Named]) -> BTreeSet<RuleId> {
    let waits = |(rule, policy): &&Named| rule.overridden_by.is_some() && reads(policy, "lifted");
    rules.iter().filter(waits).map(|(rule, _)| rule.id.clone()).collect()
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

fn rule(
    policy: &Policy,
    statement: &Statement<'_>,
    natures: &[Nature],
) -> Result<Rule, PolicyError> {
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
    if !natures.contains(&nature) {
        let known: Vec<_> = natures.iter().map(|nature| format!("`{nature}`")).collect();
        return Err(wrong(format!("a `{nature}` has no place here: {}", known.join(", "))));
    }
    let permits = matches!(nature, Nature::Role | Nature::Ceiling);
    if permits != (policy.effect() == Effect::Permit) {
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
