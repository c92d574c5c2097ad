// SPDX-License-Identifier: EUPL-1.2
//! `comity request`: what officers do with requests, over the node's interface.
//!
//! Every command becomes one command of the interface; what may be done is for the node to say. The
//! named ones are short forms of `act` (a message) and `step`.

mod attach;
mod contacts;
pub(crate) mod examine;
mod replay;
mod secrecy;
mod show;
mod states;
mod steps;
mod terms;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::api::{Access, Api, escaped, query};
use crate::fault::Fault;
use crate::out;
use examine::Examine;
use steps::{Approved, Call, Order, Plain, Reply, Step};
use terms::Message;

/// Requests: draft, send, examine, decide, hold, hand over.
#[derive(Debug, Args)]
pub(crate) struct RequestCommand {
    #[command(flatten)]
    access: Access,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists requests, the most urgent clock first
    List(List),
    /// Shows a request whole, and what may happen next
    Show(Named),
    /// Puts every decision on a request again to the rules of its time
    Replay(Named),
    /// Begins a draft, or changes one, from a JSON file with `to`, `facts` and `body`
    Draft(Draft),
    /// Shows the States that a draft asks, or does something for each (`--each`)
    States(states::States),
    /// Enters a request of another State that came by other means, from a JSON file
    Enter(Enter),
    /// Checks a draft (central authority)
    Check(Plain),
    /// Approves a draft that another wrote
    Approve(Plain),
    /// Discards a draft
    Discard(Plain),
    /// Sends the draft
    Send(Message),
    /// Acknowledges
    Acknowledge(Message),
    /// Asks the other State
    Ask(Message),
    /// Answers its question
    Answer(Message),
    /// Opens a consultation (`--answer before-refusal`, `before-postponement` or `risk`)
    Consult(Message),
    /// Answers a consultation
    ConsultAnswer(Message),
    /// Decides (`--answer accept`, `accept-with-conditions`, `postpone` or `refuse`)
    Decide(Message),
    /// Accepts the conditions set
    Conditions(Message),
    /// Declines the conditions set
    DeclineConditions(Message),
    /// Examines
    Examine(Examine),
    /// Records an order served on a holder
    ServeOrder(Order),
    /// Records a holder's reply
    Reply(Reply),
    /// Says that execution has begun
    Started(Message),
    /// Reports on execution (`--answer not-held`, `impossible`, `objected` or `produced`)
    Report(Message),
    /// Reports that data are held (`--until`)
    Hold(Message),
    /// Reports that data are held provisionally (`--until`)
    HoldProvisionally(Message),
    /// Reports that nothing is held
    NotHeld(Message),
    /// Asks for more time (`--until`)
    Extend(Message),
    /// Answers that (`--answer granted` or `denied`)
    ExtendDecide(Message),
    /// Links a preservation to a disclosure (`--link`)
    Link(Message),
    /// Ends that (`--link`, `--until`)
    Unlink(Message),
    /// Lets go of data held
    Release(Message),
    /// Reviews exhibits
    Review(Plain),
    /// Clears exhibits to be handed over
    Clear(Plain),
    /// Hands exhibits over
    Disclose(Message),
    /// Receipts them (`--about`, `--answer intact` or `damaged`)
    Receipt(Message),
    /// Withdraws
    Withdraw(Message),
    /// Asks how it stands
    Status(Message),
    /// Answers that (`--about`)
    StatusAnswer(Message),
    /// Tells the other State something
    Note(Message),
    /// Corrects a message of one's own (`--about`)
    Correct(Message),
    /// Asks for secrecy again, or ends it earlier
    RenewSecrecy(secrecy::Renew),
    /// Agrees, for the oversight body, to one renewal of secrecy beyond a year
    AgreeSecrecy(secrecy::Agree),
    /// Erases the words and exhibits of a request whose time has come (two persons)
    Erase(Plain),
    /// Closes what has ended
    Close(Message),
    /// Records that a message's words were read over the telephone and matched
    Confirm(Call),
    /// Records a call
    Phone(Call),
    /// Attaches a file: a court's order, a scan, a translation
    Attach(attach::Attach),
    /// Finds the requests that name exactly this; the search is on record
    Find(Find),
    /// Records that somebody approved by telephone, and does what was approved
    ApprovedByPhone(Approved),
    /// Confirms, as who approved by telephone, that it is so
    ConfirmApproval(Message),
    /// Denies having approved by telephone
    DenyApproval(Message),
    /// Consents, as the second person
    Consent(Consent),
    /// Sends any message by its kind
    Act(Act),
    /// Takes any step by its kind
    Step(Step),
    /// Writes the package of a request into a folder
    Package(PackageOf),
    /// Other authorities of this State with the same identifier: how many, and contact with them
    Contacts(contacts::Contacts),
}

/// A request: its id or either State's reference.
#[derive(Debug, Args)]
struct Named {
    /// The request: its id, or a reference such as XA-2026-000123
    request: String,
}

#[derive(Debug, Args)]
struct List {
    /// Only in this state, such as `acknowledged`
    #[arg(long)]
    state: Option<String>,
    /// Only what waits for this State
    #[arg(long)]
    mine: bool,
    /// Only with this State
    #[arg(long, value_name = "CODE")]
    peer: Option<String>,
    /// Only with a clock that ends before this instant
    #[arg(long, value_name = "INSTANT")]
    due_before: Option<jiff::Timestamp>,
    /// Only with exactly this reference
    #[arg(long)]
    reference: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// After this request in the order of the list
    #[arg(long, value_name = "ID")]
    after: Option<String>,
}

#[derive(Debug, Args)]
struct Draft {
    /// The file; `-` reads standard input
    file: PathBuf,
    /// The draft to change; without it a new one begins
    #[arg(long)]
    request: Option<String>,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

#[derive(Debug, Args)]
struct Enter {
    /// The State whose request it is
    #[arg(long, value_name = "CODE")]
    from: String,
    /// The act as JSON; `-` reads standard input
    file: PathBuf,
    /// In which office, where several would do
    #[arg(long)]
    role: Option<String>,
}

#[derive(Debug, Args)]
struct Act {
    /// The kind of message, such as `clarify.ask`
    kind: String,
    #[command(flatten)]
    message: Message,
}

#[derive(Debug, Args)]
struct Consent {
    /// The request: its id, or a reference
    request: String,
    /// What to consent to, as `show` lists it
    proposal: String,
}

#[derive(Debug, Args)]
struct PackageOf {
    /// The request: its id, or a reference
    request: String,
    /// The folder to write, which must not exist
    folder: PathBuf,
}

impl RequestCommand {
    pub(crate) async fn run(self) -> Result<(), Fault> {
        let api = self.access.api()?;
        let json = self.access.json;
        match self.what {
            What::List(list) => show::list_all(&api.get(&list.path()).await?, json),
            What::Show(named) => {
                let path = format!("/api/v1/requests/{}", escaped(&named.request));
                show::request(&api.get(&path).await?, json)
            }
            What::Replay(named) => {
                let path = format!("/api/v1/requests/{}/replay", escaped(&named.request));
                replay::told(&api.get(&path).await?, json)
            }
            What::Draft(draft) => show::done(&draft.send(&api).await?, json),
            What::Enter(enter) => show::done(&enter.send(&api).await?, json),
            What::Consent(Consent { request, proposal }) => {
                let (request, proposal) = (escaped(&request), escaped(&proposal));
                let path = format!("/api/v1/requests/{request}/proposals/{proposal}/consent");
                show::done(&api.post(&path, &json!({})).await?, json)
            }
            What::Package(of) => package(&api, &of).await,
            What::States(states) => states.run(&api, json).await,
            What::Contacts(contacts) => contacts.run(&api, json).await,
            What::ServeOrder(order) => show::done(&order.take(&api).await?, json),
            What::Examine(found) => show::done(&found.take(&api).await?, json),
            What::Reply(reply) => show::done(&reply.take(&api).await?, json),
            What::Confirm(call) => show::done(&call.take(&api, "voice.confirm").await?, json),
            What::Attach(attach) => attach.run(&api, json).await,
            What::Find(find) => show::list_all(&find.look(&api).await?, json),
            What::ApprovedByPhone(call) => show::done(&call.record(&api).await?, json),
            What::Phone(call) => show::done(&call.take(&api, "phone.note").await?, json),
            What::RenewSecrecy(renewal) => show::done(&renewal.send(&api).await?, json),
            What::AgreeSecrecy(agreed) => show::done(&agreed.take(&api).await?, json),
            What::Step(step) => show::done(&step.take(&api).await?, json),
            other => match (other.plain(), other.message()) {
                (Some((plain, step)), _) => show::done(&plain.take(&api, step).await?, json),
                (None, Some((message, kind, answer))) => {
                    show::done(&message.send(&api, kind, answer).await?, json)
                }
                (None, None) => Ok(()),
            },
        }
    }
}

impl What {
    /// The steps that need no words of their own.
    fn plain(&self) -> Option<(&Plain, &'static str)> {
        Some(match self {
            Self::Check(plain) => (plain, "draft.check"),
            Self::Approve(plain) => (plain, "draft.approve"),
            Self::Discard(plain) => (plain, "draft.discard"),
            Self::Review(plain) => (plain, "exhibit.review"),
            Self::Clear(plain) => (plain, "exhibit.clear"),
            Self::Erase(plain) => (plain, "erase"),
            _ => return None,
        })
    }

    /// The messages, each with its kind and the answer that its name says.
    fn message(&self) -> Option<(&Message, &str, Option<&'static str>)> {
        Some(match self {
            Self::Act(Act { kind, message }) => (message, kind.as_str(), None),
            Self::Send(message) => (message, "req.submit", None),
            Self::Acknowledge(message) => (message, "ack", None),
            Self::Ask(message) => (message, "clarify.ask", None),
            Self::Answer(message) => (message, "clarify.answer", None),
            Self::Consult(message) => (message, "consult.open", None),
            Self::ConsultAnswer(message) => (message, "consult.answer", None),
            Self::Decide(message) => (message, "decide", None),
            Self::Conditions(message) => (message, "cond.accept", None),
            Self::DeclineConditions(message) => (message, "cond.decline", None),
            Self::Started(message) => (message, "exec.started", None),
            Self::Report(message) => (message, "exec.report", None),
            Self::Hold(message) => (message, "preserved", Some("held")),
            Self::HoldProvisionally(message) => (message, "preserved", Some("held-provisionally")),
            Self::NotHeld(message) => (message, "preserved", Some("not-held")),
            Self::Extend(message) => (message, "extend.ask", None),
            Self::ExtendDecide(message) => (message, "extend.decide", None),
            Self::Link(message) => (message, "link", None),
            Self::Unlink(message) => (message, "unlink", None),
            Self::Release(message) => (message, "release", None),
            Self::Disclose(message) => (message, "disclose", Some("whole")),
            Self::Receipt(message) => (message, "disclose.receipt", Some("intact")),
            Self::Withdraw(message) => (message, "withdraw", None),
            Self::Status(message) => (message, "status.query", None),
            Self::StatusAnswer(message) => (message, "status.answer", None),
            Self::Note(message) => (message, "note", None),
            Self::ConfirmApproval(message) => (message, "approval.confirm", None),
            Self::DenyApproval(message) => (message, "approval.deny", None),
            Self::Correct(message) => (message, "correct", None),
            Self::Close(message) => (message, "close", None),
            _ => return None,
        })
    }
}

/// A search.
#[derive(Debug, Args)]
struct Find {
    /// An address, a mailbox, a telephone number, an account, ...
    identifier: String,
    /// The case that it is for
    #[arg(long)]
    case: String,
    /// What kind of identifier it is, where it could be several
    #[arg(long)]
    kind: Option<String>,
}

impl Find {
    async fn look(&self, api: &Api) -> Result<Value, Fault> {
        let asked = json!({"identifier": self.identifier, "kind": self.kind, "case": self.case});
        api.post("/api/v1/searches", &asked).await
    }
}

impl List {
    fn path(&self) -> String {
        let query = query(&[
            ("state", self.state.clone()),
            ("owner", self.mine.then(|| "me".to_owned())),
            ("peer", self.peer.clone()),
            ("due_before", self.due_before.map(|at| at.to_string())),
            ("reference", self.reference.clone()),
            ("limit", Some(self.limit.to_string())),
            ("after", self.after.clone()),
        ]);
        format!("/api/v1/requests{query}")
    }
}

impl Draft {
    async fn send(&self, api: &Api) -> Result<Value, Fault> {
        let mut command = document(&self.file)?;
        let fields = command.as_object_mut().ok_or_else(|| Fault::unreadable("no JSON object"))?;
        fields.insert("command".to_owned(), json!("draft"));
        let path = match &self.request {
            Some(request) => format!("/api/v1/requests/{}/commands", escaped(request)),
            None => "/api/v1/requests".to_owned(),
        };
        api.post(&path, &said(self.role.as_deref(), &command)).await
    }
}

impl Enter {
    async fn send(&self, api: &Api) -> Result<Value, Fault> {
        let mut command = document(&self.file)?;
        let fields = command.as_object_mut().ok_or_else(|| Fault::unreadable("no JSON object"))?;
        fields.insert("command".to_owned(), json!("enter"));
        let mut said = said(self.role.as_deref(), &command);
        if let Some(said) = said.as_object_mut() {
            said.insert("from".to_owned(), json!(self.from));
        }
        api.post("/api/v1/requests", &said).await
    }
}

/// Shows what became of a command that another file sent.
pub(crate) fn show_done(done: &Value, json: bool) -> Result<(), Fault> {
    show::done(done, json)
}

/// A command with the office it is given in.
fn said(role: Option<&str>, command: &Value) -> Value {
    match role {
        Some(role) => json!({"role": role, "command": command}),
        None => json!({"command": command}),
    }
}

/// Something is done on a request.
async fn perform(
    api: &Api,
    request: &str,
    role: Option<&str>,
    command: Value,
) -> Result<Value, Fault> {
    let path = format!("/api/v1/requests/{}/commands", escaped(request));
    api.post(&path, &said(role, &command)).await
}

/// A JSON file, or standard input.
fn document(file: &PathBuf) -> Result<Value, Fault> {
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let wrong = |error: &dyn std::fmt::Display| {
        Fault::unreadable(format!("`{}` cannot be read: {error}", file.display()))
    };
    let text = text.map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}

async fn package(api: &Api, of: &PackageOf) -> Result<(), Fault> {
    use http_body_util::BodyExt as _;
    let path = format!("/api/v1/requests/{}/package", escaped(&of.request));
    let body = api.download(&path).await?;
    // LIMIT: what a node packs in memory it can also be read into memory.
    let octets = http_body_util::Limited::new(body, 1 << 30).collect().await;
    let octets = octets.map_err(|error| Fault::unavailable(format!("it broke off: {error}")))?;
    let octets = octets.to_bytes();
    let mut archive = tar::Archive::new(octets.as_ref());
    let mut package = crate::package::Package::begin(&of.folder)?;
    for entry in archive.entries().map_err(Fault::unreadable)? {
        let mut entry = entry.map_err(Fault::unreadable)?;
        let path = entry.path().map_err(Fault::unreadable)?.display().to_string();
        package.take(&path, &mut entry)?;
    }
    package.finish()?;
    out::say(format!("comity verify '{}'", of.folder.display()));
    Ok(())
}
