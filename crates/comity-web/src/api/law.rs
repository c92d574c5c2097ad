// SPDX-License-Identifier: EUPL-1.2
//! An instrument as this node has loaded it, each row with how well it was checked.

use axum::Json;
use axum::extract::State;
use comity_domain::id::{Code, Digest, Provision};
use comity_domain::law::{
    Available, Checked, Consultation, Element, Instrument, LimitKind, Necessity, Term, Workflow,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::app::App;
use crate::input::{At, Given};
use crate::problem::Problem;
use crate::schema::{OfInstrument, Read};
use crate::who::Who;

/// An instrument.
#[derive(Serialize)]
pub(crate) struct InstrumentView {
    code: Code,
    title: String,
    short: String,
    adopted: Option<Date>,
    digest: Digest,
    measures: Vec<MeasureView>,
    tiers: Vec<RowView>,
    offences: Vec<RowView>,
    grounds: Vec<RowView>,
    postponements: Vec<RowView>,
    duties: Vec<RowView>,
    limits: Vec<LimitView>,
}

/// A row that is a code, a provision and a text.
#[derive(Serialize)]
struct RowView {
    code: Code,
    provision: Provision,
    text: String,
    checked: Checked,
    source: String,
}

#[derive(Serialize)]
struct MeasureView {
    #[serde(flatten)]
    row: RowView,
    workflow: Workflow,
    tiers: Vec<Code>,
    elements: Vec<ElementView>,
    refusals: Vec<RefusalView>,
}

#[derive(Serialize)]
struct ElementView {
    element: Element,
    provision: Provision,
    required: Necessity,
    text: String,
    checked: Checked,
}

#[derive(Serialize)]
struct RefusalView {
    ground: Code,
    provision: Provision,
    available: Available,
    consultation: Consultation,
    checked: Checked,
}

#[derive(Serialize)]
struct LimitView {
    #[serde(flatten)]
    row: RowView,
    kind: LimitKind,
    term: Option<Term>,
    date: Option<Date>,
}

/// What an instrument says: its measures, grounds, limits, and how well each row was compared.
#[utoipa::path(
    get, path = "/api/v1/law/{instrument}", operation_id = "law", tag = "law",
    params(OfInstrument),
    responses((status = 200, description = "The instrument.",
        body = ref("#/components/schemas/Instrument")), Read)
)]
pub(crate) async fn handle(
    State(app): State<App>,
    _who: Who,
    At(code): At<Code>,
) -> Given<InstrumentView> {
    let instrument = app.node.law().instrument(&code);
    Ok(Json(view(instrument.ok_or_else(|| Problem::not_found("instrument of this code"))?)))
}

/// The view of any row that has a code, a provision and a text.
macro_rules! row {
    ($row:expr) => {
        RowView {
            code: $row.code.clone(),
            provision: $row.provision.clone(),
            text: $row.text.clone(),
            checked: $row.checked,
            source: $row.source.clone(),
        }
    };
}

fn view(law: &Instrument) -> InstrumentView {
    let limits = law.limits().map(|limit| LimitView {
        row: row!(limit),
        kind: limit.kind,
        term: limit.term,
        date: limit.date,
    });
    InstrumentView {
        code: law.code().clone(),
        title: law.title().to_owned(),
        short: law.short().to_owned(),
        adopted: law.adopted(),
        digest: law.digest(),
        measures: measures(law),
        tiers: law.tiers().map(|row| row!(row)).collect(),
        offences: law.offences().map(|row| row!(row)).collect(),
        grounds: law.grounds().map(|row| row!(row)).collect(),
        postponements: law.postponements().map(|row| row!(row)).collect(),
        duties: law.duties().map(|row| row!(row)).collect(),
        limits: limits.collect(),
    }
}

fn measures(law: &Instrument) -> Vec<MeasureView> {
    let view = |measure: &comity_domain::law::Measure| MeasureView {
        row: row!(measure),
        workflow: measure.workflow,
        tiers: measure.tiers.clone(),
        elements: law
            .required(&measure.code)
            .iter()
            .map(|row| ElementView {
                element: row.element,
                provision: row.provision.clone(),
                required: row.required,
                text: row.text.clone(),
                checked: row.checked,
            })
            .collect(),
        refusals: law
            .refusals(&measure.code)
            .map(|row| RefusalView {
                ground: row.ground.clone(),
                provision: row.provision.clone(),
                available: row.available,
                consultation: row.consultation,
                checked: row.checked,
            })
            .collect(),
    };
    law.measures().map(view).collect()
}
