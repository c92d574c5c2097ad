// SPDX-License-Identifier: EUPL-1.2
//! What waits for a second person, as they read it: nobody consents to what they cannot see.

use comity_domain::id::{Code, ProposalId};
use comity_domain::message::ItemFact;
use comity_domain::request::{Command, Detail, Proposal, Request, decide};
use comity_domain::role::Role;
use serde::Serialize;

use super::ask::Actor;
use super::perform::judged;
use crate::view::FindingView;
use crate::{Error, Node, Officer};

/// An act that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalView {
    /// What to consent to.
    pub proposal: ProposalId,
    /// The role of who prepared it.
    pub by: Role,
    /// What it is, in a few words.
    pub what: String,
    /// What it says of which items; of a step the numbers alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemFact>,
    /// Its words, as they will cross or be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The full reason, which does not cross.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_reason: Option<String>,
    /// The rule that it sets aside.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Code>,
    /// Whether it was approved over the telephone, and something stopped it then.
    pub spoken: bool,
    /// What the safeguards say of exactly this, with the officer who reads it as second person, if
    /// they may be.
    pub findings: Vec<FindingView>,
}

impl Node {
    /// Those of a request, with what each says and what was checked of it.
    pub(super) async fn proposals(
        &self,
        officer: &Officer,
        request: &Request,
    ) -> Result<Vec<ProposalView>, Error> {
        let mut views = proposals(request);
        for (view, proposal) in views.iter_mut().zip(request.proposals.values()) {
            if let Some(command) = proposal.command.as_deref() {
                view.findings = self.checked(officer, request, (proposal, command)).await?;
            }
        }
        Ok(views)
    }

    async fn checked(
        &self,
        officer: &Officer,
        request: &Request,
        (proposal, command): (&Proposal, &Command),
    ) -> Result<Vec<FindingView>, Error> {
        let Ok(first) = self.officer_of(proposal.by.officer).await else { return Ok(Vec::new()) };
        if self.may_consent(officer, request, first.id).is_err() {
            return Ok(Vec::new());
        }
        let actor = Actor { second: Some(officer), ..Actor::alone(&first) };
        let rules = self.rules(request, command).await?;
        // What the tables or the law stop by now has nothing to be checked.
        let Ok(decided) = decide(request, proposal.by, command, rules) else {
            return Ok(Vec::new());
        };
        let asks = self.asks(&judged(request, command), &actor, &decided);
        self.found(asks.iter().map(|(ask, _)| ask))
    }
}

fn proposals(request: &Request) -> Vec<ProposalView> {
    let view = |(id, proposal): (&ProposalId, &Proposal)| {
        let bare = ProposalView {
            proposal: *id,
            by: proposal.by.role,
            what: "erased".to_owned(),
            items: Vec::new(),
            text: None,
            full_reason: None,
            overridden: None,
            spoken: proposal.spoken.is_some(),
            findings: Vec::new(),
        };
        match proposal.command.as_deref() {
            Some(Command::Act(act) | Command::Enter(act)) => ProposalView {
                what: act.kind.to_string(),
                items: act.items.clone(),
                text: act.body.text.clone(),
                full_reason: act.full_reason.clone(),
                overridden: act.overridden.clone(),
                ..bare
            },
            Some(Command::Take(take)) => ProposalView {
                what: take.step.to_string(),
                items: take
                    .items
                    .iter()
                    .map(|n| ItemFact { n: *n, ..ItemFact::default() })
                    .collect(),
                text: match &take.detail {
                    Some(Detail::Text(text)) => Some(text.clone()),
                    _ => None,
                },
                ..bare
            },
            Some(Command::Draft(_)) => ProposalView { what: "draft.save".to_owned(), ..bare },
            None => bare,
        }
    };
    request.proposals.iter().map(view).collect()
}
