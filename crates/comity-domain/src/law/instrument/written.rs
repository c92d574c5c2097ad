// SPDX-License-Identifier: EUPL-1.2
//! An instrument's file as it is written, the checks of the whole, and the step to [`Instrument`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{Instrument, Standing};
use crate::id::{Code, Digest, Provision};
use crate::law::load::{Known, Page, Placed, placed};
use crate::law::rows::{
    Article, Available, Binds, Chapter, Clause, DualCriminality, Duty, Function, Ground, Joining,
    Limit, LimitKind, Measure, Notification, Offence, Postponement, Refusal, Relation, Requirement,
    Reservable, Scope, Source, Tier, Workflow,
};
use crate::law::{LawError, RowText};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    instrument: Code,
    title: String,
    short: String,
    articles: Spanned<u16>,
    /// Whether only those articles are here that something refers to.
    #[serde(default)]
    partial: bool,
    adopted: Option<Date>,
    languages: Vec<String>,
    joining: Spanned<Joining>,
    source: Vec<Spanned<Source>>,
    #[serde(default)]
    chapter: Vec<Spanned<Chapter>>,
    article: Vec<Spanned<Article>>,
    #[serde(default)]
    provision: Vec<Spanned<Clause>>,
    #[serde(default)]
    tier: Vec<Spanned<Tier>>,
    #[serde(default)]
    offence: Vec<Spanned<Offence>>,
    #[serde(default)]
    function: Vec<Spanned<Function>>,
    #[serde(default)]
    measure: Vec<Spanned<Measure>>,
    #[serde(default)]
    relation: Vec<Spanned<Relation>>,
    #[serde(default)]
    scope: Vec<Spanned<Scope>>,
    #[serde(default)]
    element: Vec<Spanned<Requirement>>,
    #[serde(default)]
    ground: Vec<Spanned<Ground>>,
    #[serde(default)]
    refusal: Vec<Spanned<Refusal>>,
    #[serde(default)]
    postponement: Vec<Spanned<Postponement>>,
    #[serde(default)]
    duty: Vec<Spanned<Duty>>,
    #[serde(default)]
    limit: Vec<Spanned<Limit>>,
    #[serde(default)]
    dual_criminality: Vec<Spanned<DualCriminality>>,
    #[serde(default)]
    reservation: Vec<Spanned<Reservable>>,
    #[serde(default)]
    notification: Vec<Spanned<Notification>>,
}

impl Written {
    fn rows(&self) -> Vec<Placed<'_>> {
        placed(&self.source)
            .chain(placed(std::slice::from_ref(&self.joining)))
            .chain(placed(&self.chapter))
            .chain(placed(&self.article))
            .chain(placed(&self.provision))
            .chain(placed(&self.tier))
            .chain(placed(&self.offence))
            .chain(placed(&self.function))
            .chain(placed(&self.measure))
            .chain(placed(&self.relation))
            .chain(placed(&self.scope))
            .chain(placed(&self.element))
            .chain(placed(&self.ground))
            .chain(placed(&self.refusal))
            .chain(placed(&self.postponement))
            .chain(placed(&self.duty))
            .chain(placed(&self.limit))
            .chain(placed(&self.dual_criminality))
            .chain(placed(&self.reservation))
            .chain(placed(&self.notification))
            .collect()
    }

    /// What the format alone does not see.
    pub(super) fn check(&self, page: Page<'_>) -> Result<(), LawError> {
        let rows = self.rows();
        let known = Known::collect(page, &rows)?;
        self.check_articles(page)?;
        let sources = self.source.iter().map(Spanned::get_ref);
        known.verify(page, &rows, &sources.map(|s| (s.id.as_str(), s)).collect())?;
        self.check_matrix(page, &known)?;
        self.check_limits(page)?;
        self.check_joining(page)
    }

    /// Articles run from 1 to the number that the file promises; those of a partial file are in
    /// order, and none is above that number.
    fn check_articles(&self, page: Page<'_>) -> Result<(), LawError> {
        let promised = *self.articles.get_ref();
        let mut before = 0;
        for article in &self.article {
            let (at, found) = (article.span().start, article.get_ref().number);
            if self.partial && (found <= before || found > promised) {
                let what = format!(
                    "article {found} cannot stand after article {before} of {promised} articles"
                );
                return Err(page.fault_at(at, "number", what));
            }
            if !self.partial && found != before + 1 {
                let expected = before + 1;
                let what = format!("article {expected} has to stand here, not article {found}");
                return Err(page.fault_at(at, "number", what));
            }
            before = found;
        }
        if !self.partial && self.article.len() != usize::from(promised) {
            let what =
                format!("{promised} articles are promised, {} are there", self.article.len());
            return Err(page.fault(self.articles.span().start, what));
        }
        // A whole article is a provision by itself.
        let bare = |id: &Provision| id.to_string() == id.article().to_string();
        match self.provision.iter().find(|row| bare(&row.get_ref().id)) {
            None => Ok(()),
            Some(row) => Err(page.fault_at(
                row.span().start,
                "id",
                "an article needs no row of its own here",
            )),
        }
    }

    /// A measure with any rule on refusals has one for every ground; what a workflow carries has
    /// both rules on refusals and contents.
    fn check_matrix(&self, page: Page<'_>, known: &Known) -> Result<(), LawError> {
        let columns: BTreeSet<&Code> =
            self.refusal.iter().flat_map(|row| &row.get_ref().measures).collect();
        for row in &self.measure {
            let (at, measure) = (row.span().start, row.get_ref());
            let code = &measure.code;
            let grounds = self.ground.iter().map(|g| &g.get_ref().code);
            let hole = grounds
                .filter(|ground| !known.has("refusal", &format!("{code}/{ground}")))
                .find(|_| columns.contains(code));
            if let Some(ground) = hole {
                let what = format!("nothing is said of refusing `{code}` on `{ground}`");
                return Err(page.fault(at, what));
            }
            let asked = self.element.iter().any(|e| e.get_ref().measures.contains(code));
            if measure.workflow != Workflow::NoneYet && !(asked && columns.contains(code)) {
                let what = format!("`{code}` has a workflow; it needs elements and refusals");
                return Err(page.fault(at, what));
            }
        }
        for row in &self.refusal {
            let (at, cell) = (row.span().start, row.get_ref());
            let provision = cell.provision.to_string();
            if cell.available == Available::ByReservation && !known.has("reservation", &provision) {
                let what = format!("`{provision}` is no reservation; add a row to [[reservation]]");
                return Err(page.fault_at(at, "provision", what));
            }
        }
        Ok(())
    }

    /// A limit is a number, a date or neither, as its kind says.
    fn check_limits(&self, page: Page<'_>) -> Result<(), LawError> {
        for row in &self.limit {
            let limit = row.get_ref();
            let fits = match limit.kind {
                LimitKind::NoNumber => limit.term.is_none() && limit.date.is_none(),
                LimitKind::Until | LimitKind::Since => limit.term.is_none() && limit.date.is_some(),
                _ => limit.term.is_some() && limit.date.is_none(),
            };
            if !fits {
                let what = "`until` and `since` have a `date`, `no-number` nothing, any other \
                            kind a `term`";
                return Err(page.fault_at(row.span().start, "kind", what));
            }
        }
        Ok(())
    }

    /// What belongs to another way to be bound is not there.
    fn check_joining(&self, page: Page<'_>) -> Result<(), LawError> {
        let (at, row) = (self.joining.span().start, self.joining.get_ref());
        let fault = |key, what: &str| Err(page.fault_at(at, key, what));
        let pair = row.binds == Binds::Pair;
        if !matches!((pair, row.between.as_slice()), (_, []) | (true, [_, _])) {
            return fault("between", "two States, and only where `binds` is `pair`");
        }
        if row.between.first().is_some_and(|first| row.between.last() == Some(first)) {
            return fault("between", "a treaty is between two different States");
        }
        if (row.binds == Binds::Membership) != row.of.is_some() {
            return fault("of", "an organisation, and only where `binds` is `membership`");
        }
        if row.of.is_none() && !row.without.is_empty() {
            return fault("without", "only members of an organisation can be left out");
        }
        if (row.binds == Binds::Accession) != row.open.is_some() {
            return fault("open", "who may join, and only where `binds` is `accession`");
        }
        let counted = [&row.instruments, &row.entry, &row.denunciation];
        if counted.iter().any(|code| code.is_some()) && row.reckoning.is_none() {
            return fault("binds", "say by `reckoning` to which day terms are counted");
        }
        Ok(())
    }

    /// The tables as they are looked up. Nothing can be lost: `check` came first.
    pub(super) fn settle(
        self,
        page: Page<'_>,
        (digest, plain_text): (Digest, &toml::Table),
    ) -> Instrument {
        let texts = self.texts(plain_text);
        let lines = page.lines();
        let standings = self.rows().into_iter().filter_map(|(at, row)| {
            let (checked, _) = row.standing()?;
            let (table, line) = (row.table(), lines.of(at));
            Some(Standing { table, row: row.names().join(", "), checked, line })
        });
        let standings = standings.collect();
        let articles: Vec<Article> = plain(self.article);
        let mut clauses = by(self.provision, |row| row.id.clone());
        clauses.extend(articles.iter().filter_map(|row| {
            let id: Provision = row.number.to_string().parse().ok()?;
            let gist = row.title.clone();
            let (checked, source, note) = (row.checked, row.source.clone(), row.note.clone());
            Some((id.clone(), Clause { id, gist, checked, source, note }))
        }));
        let mut contents: BTreeMap<Code, Vec<Requirement>> = BTreeMap::new();
        for row in plain(self.element) {
            for measure in &row.measures {
                contents.entry(measure.clone()).or_default().push(row.clone());
            }
        }
        let mut refusals: BTreeMap<Code, BTreeMap<Code, Refusal>> = BTreeMap::new();
        for row in plain(self.refusal) {
            for measure in &row.measures {
                let column = refusals.entry(measure.clone()).or_default();
                column.insert(row.ground.clone(), row.clone());
            }
        }
        Instrument {
            file: page.file.to_owned(),
            digest,
            code: self.instrument,
            title: self.title,
            short: self.short,
            adopted: self.adopted,
            joining: self.joining.into_inner(),
            relations: plain(self.relation),
            languages: self.languages,
            sources: by(self.source, |row| row.id.clone()),
            chapters: plain(self.chapter),
            articles,
            clauses,
            tiers: by(self.tier, |row| row.code.clone()),
            offences: by(self.offence, |row| row.code.clone()),
            functions: by(self.function, |row| row.code.clone()),
            measures: by(self.measure, |row| row.code.clone()),
            scopes: by(self.scope, |row| row.branch.clone()),
            contents,
            grounds: by(self.ground, |row| row.code.clone()),
            refusals,
            postponements: by(self.postponement, |row| row.code.clone()),
            duties: by(self.duty, |row| row.code.clone()),
            limits: by(self.limit, |row| row.code.clone()),
            dual_criminality: plain(self.dual_criminality),
            reservable: by(self.reservation, |row| row.provision.clone()),
            notifications: plain(self.notification),
            standings,
            texts,
        }
    }

    /// Each row as it is written: of one table, the rows come in the file's order both ways.
    fn texts(&self, file: &toml::Table) -> BTreeMap<(&'static str, String), RowText> {
        let mut met: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut texts = BTreeMap::new();
        for (_, row) in self.rows() {
            let table = row.table();
            let n = met.entry(table).or_default();
            let found = match file.get(table) {
                Some(toml::Value::Array(rows)) => rows.get(*n).and_then(toml::Value::as_table),
                Some(toml::Value::Table(only)) => Some(only),
                _ => None,
            };
            *n += 1;
            let text = found.map(|found| RowText::new(&self.instrument, table, found));
            texts.extend(text.map(|text| ((table, row.names().join(", ")), text)));
        }
        texts
    }
}

fn plain<T>(rows: Vec<Spanned<T>>) -> Vec<T> {
    rows.into_iter().map(Spanned::into_inner).collect()
}

fn by<K: Ord, T>(rows: Vec<Spanned<T>>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    plain(rows).into_iter().map(|row| (key(&row), row)).collect()
}
