// SPDX-License-Identifier: EUPL-1.2
//! The tables of an instrument's file, one struct each: this is the format.
//!
//! Unknown keys are refused. `checked` and `source` say of each row how well it was compared, and
//! with what; `source` is the name of a [`Source`] and the place in it, such as `uncac 46(21)`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::load::{Members, Reference, Row};
use super::{Checked, Element, Term};
use crate::codes;
use crate::id::{Code, Provision, StateCode};

codes! {
    /// How strongly an article binds.
    pub enum Modality is "a modality" {
        /// A duty.
        Shall = "shall",
        /// A duty to try.
        ShallEndeavour = "shall-endeavour",
        /// A duty to consider.
        ShallConsider = "shall-consider",
        /// A choice.
        May = "may",
    }
}

codes! {
    /// The workflow that carries a measure.
    pub enum Workflow is "a workflow" {
        /// Stored data are held.
        Preservation = "preservation",
        /// Stored data are handed over.
        Disclosure = "disclosure",
        /// Stored data are handed over at once, and it is validated afterwards.
        Emergency = "emergency-disclosure",
        /// The next provider and its State are named.
        Path = "path-disclosure",
        /// A question to the contact point.
        Inquiry = "contact-point",
        /// Information that nobody asked for.
        Information = "spontaneous-information",
        /// The measure is known, and no workflow carries it.
        NoneYet = "none-yet",
    }
}

codes! {
    /// When an element has to be there.
    pub enum Necessity is "when an element is required" {
        /// In every request.
        Always = "always",
        /// Where the case gives reason for it.
        WhereFitting = "where-fitting",
    }
}

codes! {
    /// Whether a ground can be used to refuse a measure.
    pub enum Available is "an availability" {
        /// It can.
        Yes = "yes",
        /// It is not on the list of that measure.
        No = "no",
        /// The instrument forbids it in so many words.
        Barred = "barred",
        /// By a State that made the reservation.
        ByReservation = "by-reservation",
    }
}

codes! {
    /// Whether the other State is consulted first.
    pub enum Consultation is "a duty to consult" {
        /// Always.
        Required = "required",
        /// Where the case gives reason for it.
        WhereAppropriate = "where-appropriate",
        /// No: it would tell the other State what it must not learn.
        Never = "never",
        /// The instrument asks for none.
        None = "none",
    }
}

codes! {
    /// Whether reasons are owed.
    pub enum Reasons is "a duty to give reasons" {
        /// For every refusal.
        Always = "always",
        /// Unless the law of the requested State prevents it.
        UnlessLawPrevents = "unless-law-prevents",
    }
}

codes! {
    /// What a limit is.
    pub enum LimitKind is "a kind of limit" {
        /// At least this much.
        Minimum = "minimum",
        /// At most this much.
        Maximum = "maximum",
        /// From here on.
        Threshold = "threshold",
        /// This much, unless something else was agreed.
        Default = "default",
        /// Exactly this much.
        Fixed = "fixed",
        /// Until a date.
        Until = "until",
        /// From a date on.
        Since = "since",
        /// A duty of speed without a number.
        NoNumber = "no-number",
    }
}

codes! {
    /// What an instrument says of dual criminality.
    pub enum CriminalityRule is "a rule on dual criminality" {
        /// It must be there.
        Required = "required",
        /// Its lack may be waived.
        MayWaive = "may-waive",
        /// Its lack may be a ground.
        MayRefuse = "may-refuse",
        /// It is not asked for.
        NotAsked = "not-asked",
        /// It may be asked for by who reserved it.
        ByReservation = "by-reservation",
        /// The conduct decides, not the name.
        Conduct = "conduct",
        /// It must be there for an offence abroad from which proceeds are laundered.
        Predicate = "predicate",
    }
}

codes! {
    /// By what an instrument binds a State.
    pub enum Binds is "a way to be bound" {
        /// By an instrument of its own, such as a ratification.
        Accession = "accession",
        /// By being one of the two States that made it.
        Pair = "pair",
        /// By being a member of an organisation.
        Membership = "membership",
        /// By nothing: assistance is given because it is asked, and would be given in return.
        Nothing = "nothing",
    }
}

codes! {
    /// Who may join an instrument.
    pub enum Open is "a circle of States" {
        /// Every State.
        All = "all",
        /// Members of an organisation, and whom they invite.
        Invited = "invited",
    }
}

codes! {
    /// From when a term of the final provisions is counted to.
    pub enum Reckoning is "a way to reckon" {
        /// To the day itself.
        Day = "day",
        /// To the first day of the month after it.
        MonthAfter = "month-after",
    }
}

codes! {
    /// How an instrument stands to others that bind the same States.
    pub enum RelationRule is "a relation to other instruments" {
        /// A treaty on mutual assistance between the two stays in charge, unless both choose this.
        Yields = "yields",
        /// Others remain usable beside it.
        Beside = "beside",
        /// It supplements its parent and has no life without it.
        Supplements = "supplements",
        /// What it does not cover goes by an instrument that is named in the text.
        Elsewhere = "elsewhere",
    }
}

codes! {
    /// Which offences a branch of the scope covers.
    pub enum Covered is "a circle of offences" {
        /// Those that the instrument itself makes offences.
        Established = "established",
        /// Any that the instrument knows.
        Any = "any",
    }
}

/// Declares the rows: the table's name, the fields, the names a row takes, where its fields point.
macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $name:ident in $table:literal names $row:ident => $names:expr;
        refers { $($key:literal $refers:expr => $into:literal),* $(,)? }
        { $( $(#[$fdoc:meta])* $field:ident: $type:ty ),+ $(,)? }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $name {
            $( $(#[$fdoc])* pub $field: $type, )+
            /// How well it was checked.
            pub checked: Checked,
            /// Against what: the name of a source, then the place in it.
            pub source: String,
            /// A remark for people.
            pub note: Option<String>,
        }

        impl Row for $name {
            fn table(&self) -> &'static str {
                $table
            }

            fn names(&self) -> Vec<String> {
                let $row = self;
                $names
            }

            fn standing(&self) -> Option<(Checked, &str)> {
                Some((self.checked, &self.source))
            }

            fn references(&self) -> Vec<Reference> {
                let $row = self;
                vec![$(($key, $into, $refers)),*]
            }
        }
    )+};
}

rows! {
    /// One article.
    Article in "article" names row => vec![row.number.to_string()];
    refers { "chapter" vec![row.chapter.clone()] => "chapter" }
    {
        /// Its number.
        number: u16,
        /// The chapter it stands in, in Roman numerals.
        chapter: String,
        /// Its title.
        title: String,
        /// What it is about: `offence`, `mla`, `final`.
        kind: Code,
        /// How strongly it binds; empty where it binds nobody.
        modality: Vec<Modality>,
        /// What it says, in our own words.
        summary: String,
    }

    /// One provision that something refers to.
    Clause in "provision" names row => vec![row.id.to_string()];
    refers { "id" vec![row.id.article().to_string()] => "article" }
    {
        /// Which one, such as `40(21)(b)`.
        id: Provision,
        /// What it says, in our own words.
        gist: String,
    }

    /// A tier of data.
    Tier in "tier" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code, such as `traffic`.
        code: Code,
        /// Where it is defined.
        provision: Provision,
        /// What it is.
        text: String,
    }

    /// An offence.
    Offence in "offence" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code, such as `illegal-access`.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// Whether the instrument itself makes it an offence; others it only covers.
        established: bool,
        /// What it is.
        text: String,
    }

    /// Something the contact point of the network does.
    Function in "function" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// What it is.
        text: String,
    }

    /// A kind of assistance.
    Measure in "measure" names row => vec![row.code.to_string()];
    refers {
        "provision" vec![row.provision.to_string()] => "provision",
        "domestic" row.domestic.members() => "provision",
        "tiers" row.tiers.members() => "tier",
    }
    {
        /// Its code, such as `preservation`.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// The domestic power that carries it out.
        domestic: Option<Provision>,
        /// The tiers of data it may be about.
        tiers: Vec<Code>,
        /// The workflow that carries it.
        workflow: Workflow,
        /// What it is.
        text: String,
    }

    /// How States are bound, and when: there is one of it.
    Joining in "joining" names row => vec![row.binds.to_string()];
    refers {
        "instruments" row.instruments.members() => "limit",
        "entry" row.entry.members() => "limit",
        "later" row.later.members() => "limit",
        "denunciation" row.denunciation.members() => "limit",
        "signature" row.signature.members() => "limit",
        "applies" row.applies.members() => "limit",
    }
    {
        /// By what.
        binds: Binds,
        /// Who may join, where it is joined.
        open: Option<Open>,
        /// The instrument that one has to be bound by first.
        parent: Option<Code>,
        /// The two States, of a treaty between two.
        #[serde(default)]
        between: Vec<StateCode>,
        /// The organisation, where its members are bound.
        of: Option<StateCode>,
        /// Its members that are not bound.
        #[serde(default)]
        without: Vec<StateCode>,
        /// The limit that says how many instruments bring it into force.
        instruments: Option<Code>,
        /// Whether those of an organisation are counted in addition to its members'.
        #[serde(default)]
        organisations_count: bool,
        /// The limit from the last of them to entry into force.
        entry: Option<Code>,
        /// The limit from a later Party's own instrument.
        later: Option<Code>,
        /// The limit from the receipt of a denunciation to its effect.
        denunciation: Option<Code>,
        /// The limit with the last day of signature.
        signature: Option<Code>,
        /// The limit with the first day, where a text fixes it.
        applies: Option<Code>,
        /// To which day these are counted.
        reckoning: Option<Reckoning>,
    }

    /// How it stands to other instruments, at one place.
    Relation in "relation" names row => vec![row.provision.to_string()];
    refers {
        "provision" vec![row.provision.to_string()] => "provision",
        "measures" row.measures.members() => "measure",
    }
    {
        /// Where.
        provision: Provision,
        /// How.
        rule: RelationRule,
        /// The measures it is about; all of them where it names none.
        #[serde(default)]
        measures: Vec<Code>,
        /// In words.
        text: String,
    }

    /// A branch of the instrument's scope.
    Scope in "scope" names row => vec![row.branch.to_string()];
    refers {
        "branch" vec![row.branch.to_string()] => "provision",
        "threshold" row.threshold.members() => "limit",
        "measures" row.measures.members() => "measure",
    }
    {
        /// The provision that opens it.
        branch: Provision,
        /// What it covers, such as `evidence-of-serious-crime`.
        covers: Code,
        /// Which offences; any, if absent.
        offences: Option<Covered>,
        /// The limit that the offence has to reach.
        threshold: Option<Code>,
        /// The measures it opens.
        measures: Vec<Code>,
        /// What it is.
        text: String,
    }

    /// Something a request for a measure contains.
    Requirement in "element"
    names row => row.measures.iter().map(|m| format!("{m}/{}", row.element)).collect();
    refers {
        "provision" vec![row.provision.to_string()] => "provision",
        "measures" row.measures.members() => "measure",
    }
    {
        /// The measures that ask for it.
        measures: Vec<Code>,
        /// What is asked for.
        element: Element,
        /// Where it is asked for.
        provision: Provision,
        /// When.
        required: Necessity,
        /// What to write there.
        text: String,
    }

    /// A ground on which assistance might be refused.
    Ground in "ground" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code, such as `essential-interests`.
        code: Code,
        /// Where it stands, or the list that does not name it.
        provision: Provision,
        /// What it is.
        text: String,
    }

    /// One cell of the refusal matrix: whether a ground can be used on some measures.
    Refusal in "refusal"
    names row => row.measures.iter().map(|m| format!("{m}/{}", row.ground)).collect();
    refers {
        "ground" vec![row.ground.to_string()] => "ground",
        "measures" row.measures.members() => "measure",
        "provision" vec![row.provision.to_string()] => "provision",
        "via" row.via.members() => "provision",
    }
    {
        /// The ground.
        ground: Code,
        /// The measures.
        measures: Vec<Code>,
        /// Whether it can be used.
        available: Available,
        /// The provision of the answer: the ground, the bar, the reservation or the closed list.
        provision: Provision,
        /// The provision that opens the ground for these measures, where it is another.
        via: Option<Provision>,
        /// Whether the other State is consulted first.
        consultation: Consultation,
        /// Whether reasons are owed; always, unless the row says otherwise.
        reasons: Option<Reasons>,
    }

    /// A ground on which execution may be postponed.
    Postponement in "postponement" names row => vec![row.code.to_string()];
    refers {
        "provision" vec![row.provision.to_string()] => "provision",
        "measures" row.measures.members() => "measure",
    }
    {
        /// Its code.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// The measures it is for.
        measures: Vec<Code>,
        /// Whether the other State is consulted first.
        consultation: Consultation,
        /// What it is.
        text: String,
    }

    /// A duty that a step of a workflow fulfils.
    Duty in "duty" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code, such as `use-limitation`.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// What it asks for.
        text: String,
    }

    /// A limit: a number, a date, or a duty of speed.
    Limit in "limit" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code, such as `domestic-order`.
        code: Code,
        /// Where it stands.
        provision: Provision,
        /// What it is.
        kind: LimitKind,
        /// The number, unless it is a date or has none.
        term: Option<Term>,
        /// The date, if it is one.
        date: Option<Date>,
        /// What it limits.
        text: String,
    }

    /// What the instrument says of dual criminality at one place.
    DualCriminality in "dual-criminality" names row => vec![row.provision.to_string()];
    refers {
        "provision" vec![row.provision.to_string()] => "provision",
        "measures" row.measures.members() => "measure",
    }
    {
        /// Where.
        provision: Provision,
        /// What.
        rule: CriminalityRule,
        /// The measures it decides on; none where it says how to compare, not whether.
        measures: Vec<Code>,
        /// In words.
        text: String,
    }

    /// A reservation that the instrument allows.
    Reservable in "reservation" names row => vec![row.provision.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Where.
        provision: Provision,
        /// What may be reserved.
        text: String,
    }

    /// Something a State notifies.
    Notification in "notification" names row => vec![row.code.to_string()];
    refers { "provision" vec![row.provision.to_string()] => "provision" }
    {
        /// Its code.
        code: Code,
        /// Where it is asked for.
        provision: Provision,
        /// What is notified.
        text: String,
        /// When.
        when: String,
    }
}

/// What a row was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in this file.
    pub id: Code,
    /// What it is.
    pub title: String,
    /// The most that a row compared with it may claim.
    pub gives: Checked,
}

/// A chapter of the instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Its number, in Roman numerals.
    pub number: String,
    /// Its title.
    pub title: String,
}

impl Row for Source {
    fn table(&self) -> &'static str {
        "source"
    }

    fn names(&self) -> Vec<String> {
        vec![self.id.to_string()]
    }

    fn standing(&self) -> Option<(Checked, &str)> {
        None
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }
}

impl Row for Chapter {
    fn table(&self) -> &'static str {
        "chapter"
    }

    fn names(&self) -> Vec<String> {
        vec![self.number.clone()]
    }

    fn standing(&self) -> Option<(Checked, &str)> {
        None
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }
}

impl Refusal {
    /// Whether reasons are owed.
    pub fn reasons(&self) -> Reasons {
        self.reasons.unwrap_or(Reasons::Always)
    }
}
