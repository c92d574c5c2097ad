// SPDX-License-Identifier: EUPL-1.2
//! That two States have compared words by voice: who was called, on which number, when. It counts
//! for as long as the other State keeps the root key whose words were read.

use comity_domain::id::{Digest, OfficerId, RequestId, StateCode};
use comity_domain::message::Kind;
use comity_domain::request::{Call, Command, Detail, Plan, Request, Stepped};
use comity_domain::workflow::domestic::Step;
use comity_policy::{Action, DeskAct};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Node, Officer};

/// LIMIT: letters of each part of what is noted of a call.
const LETTERS_MAX: usize = 2_000;

/// That words were compared by voice with another State.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: OfficerId,
    /// The number called.
    pub number: String,
    /// The office that answered.
    pub office: String,
    /// The request whose words were read; absent where those of the root key were.
    pub request: Option<RequestId>,
    /// The root key that the other State had; absent for a State without a node.
    root: Option<Digest>,
}

impl Node {
    /// When words were last compared by voice with this State; nothing if never, or not since it
    /// has the root key that it has.
    pub async fn voice_with(&self, state: StateCode) -> Result<Option<Voice>, Error> {
        let voice: Option<Voice> = self.kept_own(&name(state)).await?;
        Ok(voice.filter(|voice| voice.root == self.root_of(state)))
    }

    /// Records that the six words of another State's root key were read over the telephone, at a
    /// number of the directory, and matched.
    pub async fn confirm_by_voice(
        &self,
        officer: &Officer,
        state: StateCode,
        call: &Call,
    ) -> Result<Voice, Error> {
        self.may(officer, Action::Desk(DeskAct::Voice))?;
        if self.known_peer(state).is_none() {
            return Err(Error::NotFound { what: "peer of this State" });
        }
        if !call.says_whom() {
            return Err(Error::conflict(
                "a call says which number was called and which office answered",
            ));
        }
        self.note_voice(officer.id, state, None, call).await
    }

    /// Whether this officer may compare words by voice.
    #[must_use]
    pub fn compares_voices(&self, officer: &Officer) -> bool {
        self.may(officer, Action::Desk(DeskAct::Voice)).is_ok()
    }

    /// The same from a step on a request, after it was written.
    pub(crate) async fn heard(&self, base: &Request, (stepped, detail): &(Stepped, Detail)) {
        let Detail::Call(call) = detail else { return };
        let (by, state) = (stepped.by.officer, base.other());
        // The step itself is on record: whoever finds nothing here calls once more.
        if let Err(error) = self.note_voice(by, state, Some(base.id), call).await {
            tracing::error!(%state, "that words were compared by voice was not kept: {error}");
        }
    }

    /// Whether this command may count on it. Only a grant asks.
    pub(crate) async fn voiced(&self, base: &Request, command: &Command) -> Result<bool, Error> {
        let decides = |command: &Command| match command {
            Command::Act(act) => act.kind == Kind::Decide,
            Command::Take(take) => match &take.detail {
                Some(Detail::Proposal(inner)) => {
                    matches!(&**inner, Command::Act(act) if act.kind == Kind::Decide)
                }
                _ => false,
            },
            _ => false,
        };
        Ok(decides(command) && self.voice_with(base.other()).await?.is_some())
    }

    async fn note_voice(
        &self,
        by: OfficerId,
        state: StateCode,
        request: Option<RequestId>,
        call: &Call,
    ) -> Result<Voice, Error> {
        let said = [&call.number, &call.office, &call.text];
        if said.iter().any(|text| text.chars().count() > LETTERS_MAX) {
            return Err(Error::conflict(format!("a note of a call has {LETTERS_MAX} letters")));
        }
        let voice = Voice {
            at: self.clock.now(),
            by,
            number: call.number.clone(),
            office: call.office.clone(),
            request,
            root: self.root_of(state),
        };
        self.keep_own(&name(state), &voice).await?;
        Ok(voice)
    }

    fn root_of(&self, state: StateCode) -> Option<Digest> {
        self.known_peer(state).map(|peer| peer.directory.value().root.fingerprint())
    }
}

/// What a step needs for [`Node::heard`], if words were compared by it.
pub(crate) fn compared(plan: &Plan) -> Option<(Stepped, Detail)> {
    match plan {
        Plan::Step { stepped, detail: Some(detail) } if stepped.step == Step::VoiceConfirm => {
            Some((stepped.clone(), detail.clone()))
        }
        _ => None,
    }
}

fn name(state: StateCode) -> String {
    format!("voice {state}")
}
