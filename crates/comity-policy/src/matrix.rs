// SPDX-License-Identifier: EUPL-1.2
//! The whole matrix, role x action x state, as a page that lawyers can read.
//!
//! Each cell is an answer of the gate itself, with every other fact in order: the page shows what
//! an office may do at best. What else must hold is listed once, at the top. A change in what is
//! permitted is a visible difference of this page.

use std::collections::HashMap;

use comity_domain::id::{OfficerId, StateCode};
use comity_domain::law::Consultation;
use comity_domain::role::{Role, Side};
use comity_domain::workflow::{State, Workflow};

use crate::action::Action;
use crate::ask::{Ask, On, Tier};
use crate::denied::Denied;
use crate::gate::Gate;
use crate::rule::{Nature, Rule};

/// Column headings, in the order of the roles.
const HEADINGS: &[(Role, &str)] = &[
    (Role::Investigator, "INV"),
    (Role::Approver, "APP"),
    (Role::CentralAuthority, "CEN"),
    (Role::Duty, "DUT"),
    (Role::Examiner, "EXA"),
    (Role::Decider, "DEC"),
    (Role::Executor, "EXE"),
    (Role::Evidence, "EVI"),
    (Role::Supervisor, "SUP"),
    (Role::Oversight, "OVS"),
    (Role::Administrator, "ADM"),
];

/// Characters in a line.
const WIDTH: usize = 98;

const HEADER: &str = "\
WHO MAY DO WHAT

Printed by the program from its workflow tables and policies, and compared with them by a test: a
change in what is permitted is a change of this page.

How to read it. Rows are acts: messages that cross the border, steps that do not, and reading.
Columns are offices; an officer may hold several, and may then do what any of them may, except that
administration and oversight are combined with no other office. A cell assumes that everything else
is in order: the work before it is done, and by others; a reason is given; a consultation took place
where one is owed; the authorisation is on file; nothing is suspended. The rules that watch over
this are listed first. States in which the same is allowed stand together. Where several items are
concerned, each must stand in a state that allows the act.

  yes    this office may, alone
  two    this office may, when a second person consents
  two*   two persons where content data are concerned, one otherwise
  -      this office may not
";

/// The page.
#[must_use]
pub fn page(gate: &Gate) -> String {
    let mut page = HEADER.to_owned();
    page.push_str("\nOffices\n\n");
    for (role, heading) in HEADINGS {
        line(&mut page, &format!("  {heading}    {role}"));
    }
    rules(&mut page, gate);
    for workflow in Workflow::ALL {
        for side in Side::ALL {
            course(&mut page, gate, *workflow, *side);
        }
    }
    node(&mut page, gate);
    page
}

fn line(page: &mut String, text: &str) {
    page.push_str(text.trim_end());
    page.push('\n');
}

fn title(page: &mut String, text: &str) {
    let rule = "=".repeat(text.chars().count());
    line(page, &format!("\n\n{text}\n{rule}"));
}

const NATURES: &[(Nature, &str)] = &[
    (Nature::Role, "Rules that permit. What none of them permits is denied."),
    (Nature::Standing, "Rules that forbid by who one is. They are told alone."),
    (Nature::Second, "Rules that ask for a second person."),
    (Nature::Safeguard, "Rules that forbid by what was done or left undone."),
];

fn rules(page: &mut String, gate: &Gate) {
    title(page, "The rules");
    for (nature, meaning) in NATURES {
        line(page, &format!("\n{meaning}\n"));
        for rule in gate.rules().filter(|rule| rule.nature == *nature) {
            described(page, rule);
        }
    }
}

fn described(page: &mut String, rule: &Rule) {
    let source = rule.source.as_ref().map_or("house rule".to_owned(), ToString::to_string);
    let by = rule.overridden_by.map_or("nobody", Role::code);
    let known = rule.fact.code();
    let head = format!("  {:<24}{source:<14}fact {known:<12}override: {by}", rule.id);
    line(page, &head);
    wrapped(page, "      ", &rule.change);
}

/// The row of one act: a cell for each role.
type Cells = Vec<&'static str>;

/// The rows of one table.
type Rows = Vec<(Action, Cells)>;

/// One workflow from one side.
struct Course<'a> {
    gate: &'a Gate,
    workflow: Workflow,
    side: Side,
    acts: Vec<Action>,
    states: Vec<Option<State>>,
    /// Rows that were asked for before: the same for equal offices, unless a rule reads the states.
    known: HashMap<(Action, Vec<Role>, Option<State>), Option<Cells>>,
}

fn course(page: &mut String, gate: &Gate, workflow: Workflow, side: Side) {
    title(page, &format!("{} - the {side} State", capital(workflow.code())));
    let mut states: Vec<Option<State>> = workflow.states().into_iter().map(Some).collect();
    if side == Side::Requesting {
        states.insert(0, None);
    }
    let acts = Action::all().filter(|action| !action.is_upkeep()).collect();
    let mut course = Course { gate, workflow, side, acts, states, known: HashMap::new() };
    let rows = course.rows();
    // What is the same in every state is said once, at the end; before the sending all is said.
    let (always, varying): (Vec<_>, Vec<_>) = rows.iter().partition(|(_, cells)| {
        let mut sent = cells.iter().filter(|(state, _)| state.is_some()).map(|(_, cells)| cells);
        let first = sent.next();
        first.is_some_and(|first| first.is_some() && sent.all(|cells| cells == first))
    });
    let mut tables: Vec<(Vec<String>, Rows)> = Vec::new();
    for state in &course.states {
        let (name, shown) = match state {
            None => ("before it is sent".to_owned(), rows.iter().collect()),
            Some(state) => (format!("`{state}`"), varying.clone()),
        };
        let of_state = |(action, cells): &&(Action, States)| {
            let (_, cells) = cells.iter().find(|(at, _)| at == state)?;
            cells.clone().map(|cells| (*action, cells))
        };
        let shown: Vec<_> = shown.iter().filter_map(of_state).collect();
        match tables.iter_mut().find(|(_, rows)| *rows == shown) {
            Some((names, _)) => names.push(name),
            None => tables.push((vec![name], shown)),
        }
    }
    for (names, rows) in &tables {
        table(page, &names.join(", "), rows);
    }
    let last = |(action, cells): &&(Action, States)| {
        cells.last().and_then(|(_, cells)| cells.clone()).map(|cells| (*action, cells))
    };
    let always: Vec<_> = always.iter().filter_map(last).collect();
    table(page, "in every state, once it is sent", &always);
}

/// The cells of an act in each state; none where no office may do it.
type States = Vec<(Option<State>, Option<Cells>)>;

impl Course<'_> {
    fn rows(&mut self) -> Vec<(Action, States)> {
        let mut rows = Vec::new();
        for action in self.acts.clone() {
            let states = self.states.clone();
            rows.push((action, states.into_iter().map(|s| (s, self.cells(action, s))).collect()));
        }
        rows
    }

    fn cells(&mut self, action: Action, state: Option<State>) -> Option<Cells> {
        let offices = action.offices(self.workflow, self.side, state);
        let of_table = matches!(action, Action::Message(..) | Action::Step(_));
        if of_table && offices.is_empty() {
            return None;
        }
        let key = (action, offices, state.filter(|_| self.gate.reads_states()));
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = row(|role| {
            let ask = |tier| self.ask(&key, state, (role, tier));
            cell(self.gate, &ask(Tier::Traffic), Some(&ask(Tier::Content)))
        });
        self.known.insert(key, found.clone());
        found
    }

    fn ask(
        &self,
        (action, offices, _): &(Action, Vec<Role>, Option<State>),
        state: Option<State>,
        (role, tier): (Role, Tier),
    ) -> Ask {
        let on = On::new(self.workflow, self.side).in_order();
        let on = On { states: state.into_iter().collect(), tier: Some(tier), ..on };
        Ask { on: Some(on), offices: offices.clone(), ..fair(*action, role) }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn table(page: &mut String, heading: &str, rows: &[(Action, Cells)]) {
    line(page, "");
    wrapped(page, "", heading);
    if rows.is_empty() {
        line(page, "  nothing but what is allowed in every state");
        return;
    }
    let spread = |label: String, cells: &mut dyn Iterator<Item = &'static str>| {
        cells.fold(format!("{label:<36}"), |row, cell| row + &format!("{cell:<6}"))
    };
    line(page, &spread(String::new(), &mut HEADINGS.iter().map(|(_, heading)| *heading)));
    for (action, cells) in rows {
        line(page, &spread(format!("  {action}"), &mut cells.iter().copied()));
    }
}

/// Words in lines of a page's width, each line after this margin.
fn wrapped(page: &mut String, margin: &str, text: &str) {
    let mut row = margin.to_owned();
    for word in text.split_whitespace() {
        if row.chars().count() + 1 + word.chars().count() > WIDTH {
            line(page, &row);
            margin.clone_into(&mut row);
        }
        if row != margin {
            row.push(' ');
        }
        row.push_str(word);
    }
    line(page, &row);
}

fn node(page: &mut String, gate: &Gate) {
    title(page, "The node itself");
    let upkeep = Action::all().filter(|action| action.is_upkeep());
    let cells = |action| row(|role| cell(gate, &fair(action, role), None));
    let rows: Vec<_> = upkeep.filter_map(|action| Some((action, cells(action)?))).collect();
    table(page, "at any time", &rows);
}

fn row(cell: impl Fn(Role) -> &'static str) -> Option<Cells> {
    let cells: Cells = HEADINGS.iter().map(|(role, _)| cell(*role)).collect();
    cells.iter().any(|cell| *cell != "-").then_some(cells)
}

/// What the gate says of this; and of the same with content data, where there are data.
fn cell(gate: &Gate, ask: &Ask, content: Option<&Ask>) -> &'static str {
    let said = |ask: &Ask| match gate.may(ask) {
        Ok(_) => "yes",
        Err(Denied::NeedsSecond { .. }) => "two",
        Err(Denied::MissingRole { .. } | Denied::Standing { .. } | Denied::Safeguard { .. }) => "-",
        Err(_) => "error",
    };
    match (said(ask), content) {
        ("yes", Some(content)) if said(content) == "two" => "two*",
        (same, _) => same,
    }
}

/// A question in which everything is in order but for the role and a second person.
fn fair(action: Action, role: Role) -> Ask {
    let officer = |n| OfficerId::from_parts(1, [n; 10]);
    // The two letters are free for exercises; every officer of the page is of that State.
    let state: Option<StateCode> = "XA".parse().ok();
    #[expect(clippy::expect_used, reason = "two capital letters are a State's code")]
    let state = state.expect("a State's code");
    Ask {
        drafted_by: Some(officer(2)),
        edited_by: vec![officer(2)],
        examined_by: vec![officer(7)],
        executed_by: vec![officer(3)],
        reviewed_by: vec![officer(4)],
        entered_by: Some(officer(5)),
        proposed_by: Some(officer(6)),
        consultation: Some(Consultation::Required),
        consulted: true,
        reason: true,
        authorisation: true,
        considered: true,
        for_dual: false,
        apart: true,
        ..Ask::new(officer(1), state, vec![role], action)
    }
}
