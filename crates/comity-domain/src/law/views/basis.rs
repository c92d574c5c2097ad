// SPDX-License-Identifier: EUPL-1.2
//! On what a request can stand, as it is told: the choice, the articles that apply, what the
//! requested State asks for.

use jiff::civil::Date;
use serde::Serialize;

use super::{Part, article::limit_text, cell};
use crate::id::{Code, Provision, StateCode};
use crate::law::register::{Certainty, SaidKind};
use crate::law::{
    Addition, Basis, Checked, Circle, Covered, Dated, Element, Instrument, Law, Measure, Necessity,
    Question, RelationRule, Scope, Why,
};

/// The answer to the question on what a request can stand.
#[derive(Debug, Clone, Serialize)]
pub struct BasisView {
    /// The requesting State.
    pub from: StateCode,
    /// The requested State.
    pub to: StateCode,
    /// The measure.
    pub measure: Code,
    /// The day.
    pub on: Date,
    /// What is to be used; absent where there is nothing.
    pub first: Option<Code>,
    /// Whether that is comity: nothing binds.
    pub comity: bool,
    /// Why that.
    pub why: Vec<Why>,
    /// What binds both and has the measure, the first to be used first.
    pub usable: Vec<BasisLine>,
    /// What binds both and does not have it.
    pub silent: Vec<BasisLine>,
    /// What the instruments say of each other for this measure.
    pub relations: Vec<RelationLine>,
    /// What applies of the first.
    pub applies: Vec<Applied>,
    /// What the requested State asks for, if the request stands on the first.
    pub asks: Option<AskedView>,
    /// The States of which no file says what binds them, registers apart.
    pub unknown: Vec<StateCode>,
}

/// An instrument that binds both.
#[derive(Debug, Clone, Serialize)]
pub struct BasisLine {
    /// The instrument.
    pub instrument: Code,
    /// What it is called for short.
    pub short: String,
    /// Since when it binds both.
    pub from: Date,
    /// How wide its circle is.
    pub circle: Circle,
    /// Where the measure stands, if it has it.
    pub provision: Option<Provision>,
    /// How well that was checked.
    pub checked: Option<Checked>,
    /// What either reserved.
    pub reservations: Vec<ReservedLine>,
}

/// A reservation that holds.
#[derive(Debug, Clone, Serialize)]
pub struct ReservedLine {
    /// Whose.
    pub state: StateCode,
    /// Under which provision.
    pub provision: Provision,
    /// What is reserved.
    pub text: String,
    /// How well that was checked.
    pub checked: Checked,
    /// Where it was declared.
    pub source: String,
}

/// What an instrument says of others.
#[derive(Debug, Clone, Serialize)]
pub struct RelationLine {
    /// The instrument.
    pub instrument: Code,
    /// Where.
    pub provision: Provision,
    /// What.
    pub rule: RelationRule,
    /// In words.
    pub text: String,
    /// How well that was checked.
    pub checked: Checked,
}

/// A row of the instrument that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// What it is.
    pub part: Part,
    /// Where it stands.
    pub provision: Provision,
    /// What it says.
    pub text: String,
    /// How well it was checked.
    pub checked: Checked,
}

/// What the requested State asks for.
#[derive(Debug, Clone, Serialize)]
pub struct AskedView {
    /// The languages it takes; none are known where it has no file.
    pub languages: Vec<String>,
    /// What it reserved.
    pub reservations: Vec<ReservedLine>,
    /// What a register has of its reservations and declarations.
    pub said: Vec<DeclaredLine>,
    /// From where on an offence is covered.
    pub thresholds: Vec<Threshold>,
    /// What the request contains.
    pub contents: Vec<ContentLine>,
    /// The branches of the scope that open the measure.
    pub branches: Vec<BranchLine>,
    /// The States by whose law a threshold is measured.
    pub measured_by: Vec<StateCode>,
    /// What the law of the requested State asks for in addition before a conduct is an offence.
    pub additions: Vec<AdditionLine>,
}

/// A branch of the scope.
#[derive(Debug, Clone, Serialize)]
pub struct BranchLine {
    /// The provision that opens it.
    pub branch: Provision,
    /// What it covers.
    pub covers: Code,
    /// Which offences.
    pub offences: Covered,
    /// What it is.
    pub text: String,
    /// How well that was checked.
    pub checked: Checked,
}

/// What a State's law asks for in addition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdditionLine {
    /// Whose law.
    pub state: StateCode,
    /// The provision that allows it.
    pub provision: Provision,
    /// What is required in addition.
    pub text: String,
    /// Since when.
    pub since: Date,
    /// How sure that is.
    pub certainty: Certainty,
    /// Where it was declared, or stands.
    pub source: String,
}

/// Something that a register has of a State.
#[derive(Debug, Clone, Serialize)]
pub struct DeclaredLine {
    /// A reservation or a declaration.
    pub kind: SaidKind,
    /// About which provisions.
    pub provisions: Vec<Provision>,
    /// When.
    pub when: Dated,
    /// What.
    pub text: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// From where on a branch of the scope covers an offence.
#[derive(Debug, Clone, Serialize)]
pub struct Threshold {
    /// The branch.
    pub branch: Provision,
    /// What it covers.
    pub covers: Code,
    /// The limit, in words.
    pub text: String,
    /// How well that was checked.
    pub checked: Checked,
}

/// Something the request contains.
#[derive(Debug, Clone, Serialize)]
pub struct ContentLine {
    /// What.
    pub element: Element,
    /// Where it is asked for.
    pub provision: Provision,
    /// When.
    pub required: Necessity,
    /// What to write there.
    pub text: String,
    /// How well that was checked.
    pub checked: Checked,
}

impl Law {
    /// On what a request can stand, as it is told.
    #[must_use]
    pub fn basis_view(&self, question: &Question<'_>) -> BasisView {
        let choice = self.choose(question);
        let first = choice.first();
        let line = |basis: &Basis<'_>| basis_line(basis, question.measure);
        let relation = |(instrument, row): &(&Instrument, &crate::law::Relation)| RelationLine {
            instrument: instrument.code().clone(),
            provision: row.provision.clone(),
            rule: row.rule,
            text: row.text.clone(),
            checked: row.checked,
        };
        BasisView {
            from: question.from,
            to: question.to,
            measure: question.measure.clone(),
            on: question.on,
            first: first.map(|instrument| instrument.code().clone()),
            comity: first.is_some() && choice.is_comity(),
            why: choice.why.clone(),
            usable: choice.usable.iter().map(line).collect(),
            silent: choice.silent.iter().map(line).collect(),
            relations: choice.relations.iter().map(relation).collect(),
            applies: first.map(|one| one.applies(question.measure)).unwrap_or_default(),
            asks: first.map(|instrument| self.asked_view(instrument, question)),
            unknown: choice.unknown,
        }
    }

    fn asked_view(&self, instrument: &Instrument, question: &Question<'_>) -> AskedView {
        let asks = self.asks(instrument, question);
        let said = asks.said.iter().map(|row| DeclaredLine {
            kind: row.kind,
            provisions: row.provisions.clone(),
            when: row.when,
            text: row.text.clone(),
            certainty: row.certainty,
        });
        let thresholds = asks.thresholds.iter().map(|(scope, limit)| Threshold {
            branch: scope.branch.clone(),
            covers: scope.covers.clone(),
            text: limit_text(limit),
            checked: limit.checked,
        });
        let contents = asks.contents.iter().map(|row| ContentLine {
            element: row.element,
            provision: row.provision.clone(),
            required: row.required,
            text: row.text.clone(),
            checked: row.checked,
        });
        let (requesting, requested) = self.measured_by(&[question.from, question.to]);
        let measured_by = [requesting.then_some(question.from), requested.then_some(question.to)];
        AskedView {
            languages: asks.languages.to_vec(),
            reservations: asks.reservations.iter().map(|row| reserved(question.to, row)).collect(),
            said: said.collect(),
            thresholds: thresholds.collect(),
            contents: contents.collect(),
            branches: instrument.branches(question.measure).map(branch_line).collect(),
            measured_by: measured_by.into_iter().flatten().collect(),
            additions: self.additions(instrument.code(), question.to, question.on),
        }
    }

    /// What the law of a State asks for in addition before a conduct is an offence of an
    /// instrument, by provision.
    #[must_use]
    pub fn additions(&self, instrument: &Code, state: StateCode, on: Date) -> Vec<AdditionLine> {
        let made = self.state(state).into_iter().flat_map(|own| own.additions(instrument, on));
        let line = |row: &Addition| AdditionLine {
            state,
            provision: row.provision.clone(),
            text: row.text.clone(),
            since: row.since,
            certainty: row.certainty,
            source: row.source.clone(),
        };
        made.map(line).collect()
    }
}

fn branch_line(row: &Scope) -> BranchLine {
    BranchLine {
        branch: row.branch.clone(),
        covers: row.covers.clone(),
        offences: row.offences.unwrap_or(Covered::Any),
        text: row.text.clone(),
        checked: row.checked,
    }
}

fn basis_line(basis: &Basis<'_>, measure: &Code) -> BasisLine {
    let measure = basis.instrument.measure(measure);
    let reservations = basis.reservations.iter().map(|(state, row)| reserved(*state, row));
    BasisLine {
        instrument: basis.instrument.code().clone(),
        short: basis.instrument.short().to_owned(),
        from: basis.from,
        circle: basis.instrument.circle(),
        provision: measure.map(|measure| measure.provision.clone()),
        checked: measure.map(|measure| measure.checked),
        reservations: reservations.collect(),
    }
}

fn reserved(state: StateCode, row: &crate::law::Reservation) -> ReservedLine {
    ReservedLine {
        state,
        provision: row.provision.clone(),
        text: row.text.clone(),
        checked: row.checked,
        source: row.source.clone(),
    }
}

/// The row of any table, as one that applies.
macro_rules! applied {
    ($part:expr, $row:expr, $text:expr) => {
        Applied {
            part: $part,
            provision: $row.provision.clone(),
            text: $text,
            checked: $row.checked,
        }
    };
}

impl Instrument {
    /// What applies when this measure is asked for, contents apart: [`Instrument::required`].
    #[must_use]
    pub fn applies(&self, code: &Code) -> Vec<Applied> {
        let Some(measure) = self.measure(code) else { return Vec::new() };
        let mut rows = vec![applied!(Part::Measure, measure, measure.text.clone())];
        rows.extend(self.powers(measure));
        for scope in self.scopes().filter(|scope| scope.measures.contains(code)) {
            rows.push(Applied {
                part: Part::Scope,
                provision: scope.branch.clone(),
                text: scope.text.clone(),
                checked: scope.checked,
            });
        }
        for row in self.dual_criminality(code) {
            rows.push(applied!(Part::DualCriminality, row, row.text.clone()));
        }
        for row in self.refusals(code) {
            if let (Some(part), Some(ground)) = (cell(row.available), self.ground(&row.ground)) {
                rows.push(applied!(part, row, ground.text.clone()));
            }
        }
        for row in self.postponements().filter(|row| row.measures.contains(code)) {
            rows.push(applied!(Part::Postponement, row, row.text.clone()));
        }
        rows.extend(self.around(measure));
        rows
    }

    /// The domestic power, where the instrument names one.
    fn powers(&self, measure: &Measure) -> Option<Applied> {
        let clause = self.provision(measure.domestic.as_ref()?)?;
        Some(Applied {
            part: Part::Domestic,
            provision: clause.id.clone(),
            text: clause.gist.clone(),
            checked: clause.checked,
        })
    }

    /// Duties and limits of the articles that the measure and its contents stand on.
    fn around(&self, measure: &Measure) -> Vec<Applied> {
        let mut articles = vec![measure.provision.article()];
        articles.extend(measure.domestic.iter().map(Provision::article));
        articles.extend(self.required(&measure.code).iter().map(|row| row.provision.article()));
        let here = |provision: &Provision| articles.contains(&provision.article());
        let duties = self.duties().filter(|row| here(&row.provision));
        let duties = duties.map(|row| applied!(Part::Duty, row, row.text.clone()));
        let limits = self.limits().filter(|row| here(&row.provision));
        let limits = limits.map(|row| applied!(Part::Limit, row, limit_text(row)));
        duties.chain(limits).collect()
    }
}

#[cfg(test)]
mod tests;
