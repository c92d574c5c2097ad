// SPDX-License-Identifier: EUPL-1.2
//! One instrument, loaded and looked up.

mod written;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::load::Page;
use super::rows::{
    Article, Binds, Chapter, Clause, DualCriminality, Duty, Function, Ground, Joining, Limit,
    Measure, Notification, Offence, Postponement, Refusal, Relation, Requirement, Reservable,
    Scope, Source, Tier,
};
use super::{Checked, LawError, RowText};
use crate::id::{Code, Digest, Provision};
use written::Written;

/// A treaty as data.
#[derive(Debug, Clone)]
pub struct Instrument {
    file: String,
    digest: Digest,
    code: Code,
    title: String,
    short: String,
    adopted: Option<Date>,
    joining: Joining,
    relations: Vec<Relation>,
    languages: Vec<String>,
    sources: BTreeMap<Code, Source>,
    chapters: Vec<Chapter>,
    articles: Vec<Article>,
    clauses: BTreeMap<Provision, Clause>,
    tiers: BTreeMap<Code, Tier>,
    offences: BTreeMap<Code, Offence>,
    functions: BTreeMap<Code, Function>,
    measures: BTreeMap<Code, Measure>,
    scopes: BTreeMap<Provision, Scope>,
    contents: BTreeMap<Code, Vec<Requirement>>,
    grounds: BTreeMap<Code, Ground>,
    refusals: BTreeMap<Code, BTreeMap<Code, Refusal>>,
    postponements: BTreeMap<Code, Postponement>,
    duties: BTreeMap<Code, Duty>,
    limits: BTreeMap<Code, Limit>,
    dual_criminality: Vec<DualCriminality>,
    reservable: BTreeMap<Provision, Reservable>,
    notifications: Vec<Notification>,
    standings: Vec<Standing>,
    texts: BTreeMap<(&'static str, String), RowText>,
}

/// How well one row of an instrument was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The table it is in, such as `limit`.
    pub table: &'static str,
    /// Its name there, such as `domestic-order`.
    pub row: String,
    /// How well.
    pub checked: Checked,
    /// The line at which it begins.
    pub line: u32,
}

impl Instrument {
    /// Reads the text of `file` strictly.
    pub fn parse(file: &str, text: &str) -> Result<Self, LawError> {
        let page = Page { file, text };
        let written: Written = page.read()?;
        written.check(page)?;
        // Once more as it is written, so that a row's digest is of the file and of no type of ours.
        let plain: toml::Table = page.read()?;
        Ok(written.settle(page, (Digest::of(text.as_bytes()), &plain)))
    }

    /// The file it was loaded under.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// SHA-256 of the file's octets: what a head names as the law its sender acted by.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Its code, such as `uncc`.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is called for short.
    pub fn short(&self) -> &str {
        &self.short
    }

    /// When it was adopted; absent where nothing was.
    pub fn adopted(&self) -> Option<Date> {
        self.adopted
    }

    /// How States are bound by it, and when.
    pub fn joining(&self) -> &Joining {
        &self.joining
    }

    /// Whether it binds anybody at all; comity does not.
    pub fn is_binding(&self) -> bool {
        self.joining.binds != Binds::Nothing
    }

    /// How it stands to other instruments.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// How it stands to other instruments when it comes to this measure.
    pub fn relations_of(&self, measure: &Code) -> impl Iterator<Item = &Relation> {
        let about = |row: &&Relation| row.measures.is_empty() || row.measures.contains(measure);
        self.relations.iter().filter(about)
    }

    /// The languages of its authentic texts.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// What its rows were compared with.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// The source that a row's `source` begins with.
    pub fn source(&self, row_source: &str) -> Option<&Source> {
        let name = row_source.split(' ').next()?.parse().ok()?;
        self.sources.get(&name)
    }

    /// How well each row was checked, in the order of the tables.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// A row as it is written, by its table and its names there, as [`Standing`] has them.
    pub fn row_text(&self, table: &str, row: &str) -> Option<&RowText> {
        let named = |(of, name): &&(&'static str, String)| *of == table && name == row;
        // A few hundred rows: to look one up by a borrowed pair is not worth a type of its own.
        let name = self.texts.keys().find(named)?;
        self.texts.get(name)
    }

    /// The article that a row stands on, by its table and its names there: that of the provision
    /// which it names itself.
    pub fn article_of(&self, table: &str, row: &str) -> Option<u16> {
        let names = ["provision", "branch", "id", "number"];
        let fields = &self.row_text(table, row)?.fields;
        let named = |name| fields.iter().find(|(key, _)| key == name);
        let (_, provision) = names.into_iter().find_map(named)?;
        Some(provision.parse::<Provision>().ok()?.article())
    }

    /// The row of this digest, if one stands so today.
    pub fn row_of(&self, digest: Digest) -> Option<(&Standing, &RowText)> {
        let mut rows = self.standings.iter().filter_map(|standing| {
            Some((standing, self.texts.get(&(standing.table, standing.row.clone()))?))
        });
        rows.find(|(_, text)| text.digest == digest)
    }

    /// Its chapters, in order.
    pub fn chapters(&self) -> &[Chapter] {
        &self.chapters
    }

    /// Its articles, in order; without a gap unless the file lists only those it uses.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article with this number.
    pub fn article(&self, number: u16) -> Option<&Article> {
        let at = self.articles.binary_search_by_key(&number, |article| article.number).ok()?;
        self.articles.get(at)
    }

    /// What a provision says. A whole article is a provision too, its title the gist.
    pub fn provision(&self, id: &Provision) -> Option<&Clause> {
        self.clauses.get(id)
    }

    /// Every provision that something may refer to.
    pub fn provisions(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.values()
    }

    /// The tier of data with this code.
    pub fn tier(&self, code: &Code) -> Option<&Tier> {
        self.tiers.get(code)
    }

    /// Every tier of data.
    pub fn tiers(&self) -> impl Iterator<Item = &Tier> {
        self.tiers.values()
    }

    /// The offence with this code.
    pub fn offence(&self, code: &Code) -> Option<&Offence> {
        self.offences.get(code)
    }

    /// Every offence.
    pub fn offences(&self) -> impl Iterator<Item = &Offence> {
        self.offences.values()
    }

    /// The function of the contact point with this code.
    pub fn function(&self, code: &Code) -> Option<&Function> {
        self.functions.get(code)
    }

    /// Every function of the contact point.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        self.functions.values()
    }

    /// The measure with this code.
    pub fn measure(&self, code: &Code) -> Option<&Measure> {
        self.measures.get(code)
    }

    /// Every measure.
    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.values()
    }

    /// The branch of the scope that this provision opens.
    pub fn scope(&self, branch: &Provision) -> Option<&Scope> {
        self.scopes.get(branch)
    }

    /// Every branch of the scope.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }

    /// What a request for this measure contains, in the order of the file.
    pub fn required(&self, measure: &Code) -> &[Requirement] {
        self.contents.get(measure).map_or(&[], Vec::as_slice)
    }

    /// The ground with this code.
    pub fn ground(&self, code: &Code) -> Option<&Ground> {
        self.grounds.get(code)
    }

    /// Every ground, also those that are barred everywhere.
    pub fn grounds(&self) -> impl Iterator<Item = &Ground> {
        self.grounds.values()
    }

    /// Whether this measure can be refused on this ground. None where the instrument has no rules
    /// on refusing the measure, or does not know one of the two.
    pub fn refusal(&self, measure: &Code, ground: &Code) -> Option<&Refusal> {
        self.refusals.get(measure)?.get(ground)
    }

    /// The whole column of a measure: a cell for every ground.
    pub fn refusals(&self, measure: &Code) -> impl Iterator<Item = &Refusal> {
        self.refusals.get(measure).into_iter().flat_map(BTreeMap::values)
    }

    /// The ground of postponement with this code, if this measure may be postponed on it.
    pub fn postponement(&self, measure: &Code, code: &Code) -> Option<&Postponement> {
        self.postponements.get(code).filter(|row| row.measures.contains(measure))
    }

    /// Every ground of postponement.
    pub fn postponements(&self) -> impl Iterator<Item = &Postponement> {
        self.postponements.values()
    }

    /// The duty with this code.
    pub fn duty(&self, code: &Code) -> Option<&Duty> {
        self.duties.get(code)
    }

    /// Every duty.
    pub fn duties(&self) -> impl Iterator<Item = &Duty> {
        self.duties.values()
    }

    /// The limit with this code.
    pub fn limit(&self, code: &Code) -> Option<&Limit> {
        self.limits.get(code)
    }

    /// Every limit.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.limits.values()
    }

    /// What is said of dual criminality for this measure.
    pub fn dual_criminality(&self, measure: &Code) -> impl Iterator<Item = &DualCriminality> {
        self.dual_criminality.iter().filter(|row| row.measures.contains(measure))
    }

    /// All that is said of dual criminality, also how it is compared.
    pub fn dual_criminality_rules(&self) -> &[DualCriminality] {
        &self.dual_criminality
    }

    /// The reservation that may be made under this provision.
    pub fn reservable(&self, provision: &Provision) -> Option<&Reservable> {
        self.reservable.get(provision)
    }

    /// Every reservation that may be made.
    pub fn reservables(&self) -> impl Iterator<Item = &Reservable> {
        self.reservable.values()
    }

    /// What a State notifies.
    pub fn notifications(&self) -> &[Notification] {
        &self.notifications
    }
}
