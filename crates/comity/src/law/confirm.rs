// SPDX-License-Identifier: EUPL-1.2
//! `comity law confirmations` and `comity law confirm`: officers of the central authority hold rows
//! of the law against the official text before a node is for production.

use clap::Args;
use comity_domain::id::Code;
use comity_node::doctor::DIGEST_LETTERS;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::api::{Access, Api};
use crate::fault::{Exit, Fault};
use crate::out;

const CONFIRMATIONS: &str = "/api/v1/law/confirmations";

/// The fewest letters of a digest that name a row.
const LETTERS_MIN: usize = 8;

/// Lists the rows of the law that stand in the way of production, the shortest list first
#[derive(Debug, Args)]
pub(super) struct Listing {
    /// Only those of this instrument
    #[arg(long)]
    instrument: Option<Code>,
    /// What stands in each row, too, key by key
    #[arg(long)]
    fields: bool,
    #[command(flatten)]
    access: Access,
}

/// Says that rows were held against the official text, and what was found; two officers who agree
/// confirm a row
#[derive(Debug, Args)]
pub(super) struct Confirming {
    /// The instrument
    instrument: Code,
    /// Rows, by the first letters of their digests, as `comity law confirmations` lists them
    #[arg(required = true, value_name = "DIGEST")]
    rows: Vec<String>,
    /// The official document
    #[arg(long, value_name = "NAME")]
    document: String,
    /// The page or place in it
    #[arg(long)]
    page: String,
    /// The day on which that was done; today if it is left out
    #[arg(long, value_name = "DAY")]
    on: Option<Date>,
    /// The text says otherwise: what it says, in your own words
    #[arg(long, value_name = "TEXT")]
    differs: Option<String>,
    #[command(flatten)]
    access: Access,
}

impl Listing {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let mut all = self.access.api()?.get(CONFIRMATIONS).await?;
        if let (Some(only), Some(lists)) = (&self.instrument, all.as_array_mut()) {
            lists.retain(|list| text(list, "instrument") == only.as_str());
        }
        if self.access.json {
            return out::json(&all);
        }
        let lists = all.as_array().map(Vec::as_slice).unwrap_or_default();
        if lists.is_empty() {
            out::say("no row of the law stands in the way of production");
        }
        for list in lists {
            self.print(list);
        }
        Ok(())
    }

    fn print(&self, list: &Value) {
        let (instrument, measure) = (text(list, "instrument"), text(list, "measure"));
        let left = list.get("left").and_then(Value::as_u64).unwrap_or_default();
        let rows = list.get("rows").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let above = match left.saturating_sub(u64::try_from(rows.len()).unwrap_or(left)) {
            0 => String::new(),
            above => format!(", {above} of them listed above"),
        };
        out::say(format!("{instrument} {measure}: {left} rows are to be confirmed{above}"));
        for row in rows {
            let digest: String = text(row, "digest").chars().take(DIGEST_LETTERS).collect();
            let (table, name) = (text(row, "table"), text(row, "row"));
            out::say(format!("  {digest}  {table} {name}{}", so_far(row)));
            let fields = row.get("fields").and_then(Value::as_array);
            for field in fields.into_iter().flatten().filter(|_| self.fields) {
                let part = |n| field.get(n).and_then(Value::as_str).unwrap_or_default();
                out::say(format!("      {}: {}", part(0), part(1)));
            }
        }
    }
}

/// What was said of the row until now.
fn so_far(row: &Value) -> String {
    match text(row, "progress") {
        "one" => "  (one officer confirmed it)".to_owned(),
        "disputed" => {
            let words = row.get("words").and_then(Value::as_array);
            let mut says =
                words.into_iter().flatten().filter_map(|word| word.get("says")?.as_str());
            format!(
                "  (an officer: the text says otherwise: {})",
                says.next_back().unwrap_or_default()
            )
        }
        _ => String::new(),
    }
}

impl Confirming {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        let verdict = if self.differs.is_some() { "differs" } else { "agrees" };
        let said = json!({
            "instrument": self.instrument, "rows": self.digests(&api).await?,
            "verdict": verdict, "document": self.document, "page": self.page, "on": self.on,
            "says": self.differs,
        });
        let done = api.post(CONFIRMATIONS, &said).await?;
        if self.access.json {
            return out::json(&done);
        }
        for row in done.as_array().into_iter().flatten() {
            let now = match text(row, "progress") {
                "confirmed" => "confirmed by two officers",
                "one" => "confirmed by one officer; another one confirms it next",
                "disputed" => "in dispute: the row is put right, or who disagreed agrees",
                other => other,
            };
            out::say(format!("{} {}: {now}", text(row, "table"), text(row, "row")));
        }
        Ok(())
    }

    /// The whole digests of the rows that are meant, of those that wait.
    async fn digests(&self, api: &Api) -> Result<Vec<String>, Fault> {
        let all = api.get(CONFIRMATIONS).await?;
        let lists = all.as_array().map(Vec::as_slice).unwrap_or_default();
        let of = |list: &&Value| text(list, "instrument") == self.instrument.as_str();
        let rows = lists.iter().filter(of).filter_map(|list| list.get("rows")?.as_array());
        let known: Vec<&str> = rows.flatten().map(|row| text(row, "digest")).collect();
        let whole = |given: &String| {
            let mut found = known.iter().filter(|digest| digest.starts_with(given.as_str()));
            match (found.next(), found.next()) {
                _ if given.len() < LETTERS_MIN => Err(Fault::unreadable(format!(
                    "`{given}` is too short: give {LETTERS_MIN} letters of the digest"
                ))),
                (Some(one), None) => Ok((*one).to_owned()),
                (Some(_), Some(_)) => Err(Fault::unreadable(format!(
                    "`{given}` begins several digests: give more letters"
                ))),
                // A row that is confirmed already can still be disputed, by its whole digest.
                (None, _) if given.len() == 64 => Ok(given.clone()),
                (None, _) => Err(Fault::with_exit(
                    Exit::Missing,
                    format!("no row of `{}` that waits begins with `{given}`", self.instrument),
                )
                .hint("`comity law confirmations` lists them; a row that was changed has another")),
            }
        };
        self.rows.iter().map(whole).collect()
    }
}

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of.get(field).and_then(Value::as_str).unwrap_or_default()
}
