// SPDX-License-Identifier: EUPL-1.2
//! What lies between the nodes: octets go from one to the other in process, and the weather decides
//! what becomes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use comity_domain::id::{ExhibitId, StateCode};
use comity_node::network::{Address, Answer, Recall};
use comity_node::{Error, Network, NetworkError, Node, Reply};

use crate::Post;

/// What becomes of the next messages; when the list is at its end, all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// It arrives, and so does the answer.
    Clear,
    /// It does not arrive.
    Lost,
    /// It arrives, and the answer does not.
    AnswerLost,
    /// It arrives twice.
    Twice,
    /// One bit of it is flipped: the n-th, counted round.
    Flipped(usize),
    /// It is cut after so many octets.
    Cut(usize),
}

type Forecast = Arc<Mutex<Vec<Weather>>>;
type Tapped = Arc<Mutex<Vec<(StateCode, Bytes)>>>;

/// The line between all nodes of a world.
#[derive(Clone)]
pub struct Line {
    nodes: Arc<Mutex<BTreeMap<StateCode, Arc<Node>>>>,
    down: Arc<Mutex<BTreeSet<StateCode>>>,
    forger: Arc<Mutex<Option<Forger>>>,
    forecast: Forecast,
    tapped: Tapped,
}

/// What a hostile State makes of what it is asked to return: it is given its own node, the question
/// and who asks, and answers what it likes.
pub type Forger = Arc<
    dyn Fn(Arc<Node>, StateCode, Recall) -> Pin<Box<dyn Future<Output = Option<Bytes>> + Send>>
        + Send
        + Sync,
>;

/// The line as one State's node sees it.
pub struct End {
    from: StateCode,
    line: Line,
}

impl Line {
    pub(crate) fn between(posts: &[&Post]) -> Self {
        let nodes = posts.iter().map(|post| (post.state, post.node.clone()));
        Self {
            nodes: Arc::new(Mutex::new(nodes.collect())),
            down: Arc::default(),
            forger: Arc::default(),
            forecast: Forecast::default(),
            tapped: Tapped::default(),
        }
    }

    /// Puts another node in the place of this State's, such as one from a backup.
    pub(crate) fn replace(&self, state: StateCode, node: Arc<Node>) {
        self.nodes.lock().unwrap().insert(state, node);
    }

    /// Takes a State's node out of the line while it is closed.
    pub(crate) fn remove(&self, state: StateCode) {
        self.nodes.lock().unwrap().remove(&state);
    }

    fn node(&self, state: StateCode) -> Result<Arc<Node>, NetworkError> {
        let lost = || NetworkError(format!("{state} cannot be reached"));
        if self.down.lock().unwrap().contains(&state) {
            return Err(lost());
        }
        self.nodes.lock().unwrap().get(&state).cloned().ok_or_else(lost)
    }

    /// Cuts a State off, or connects it again.
    pub fn cut_off(&self, state: StateCode, off: bool) {
        let mut down = self.down.lock().unwrap();
        if off {
            down.insert(state)
        } else {
            down.remove(&state)
        };
    }

    /// From now on what is returned to a recovering node is what the forger makes of it.
    pub fn forge(&self, forger: Option<Forger>) {
        *self.forger.lock().unwrap() = forger;
    }

    /// This State's end.
    #[must_use]
    pub fn of(&self, from: StateCode) -> End {
        End { from, line: self.clone() }
    }

    /// Announces the weather for the next messages.
    pub fn announce(&self, weather: &[Weather]) {
        self.forecast.lock().unwrap().extend(weather.iter().rev());
    }

    /// Whatever weather was announced and has not come does not come.
    pub fn clear_up(&self) {
        self.forecast.lock().unwrap().clear();
    }

    /// Every sealed message that went over the line, with its sender: what a wire-tap has.
    #[must_use]
    pub fn tapped(&self) -> Vec<(StateCode, Bytes)> {
        self.tapped.lock().unwrap().clone()
    }

    async fn hand(
        &self,
        from: StateCode,
        to: StateCode,
        sealed: Bytes,
    ) -> Result<Reply, NetworkError> {
        self.node(from)?;
        let node = self.node(to)?;
        Ok(match Box::pin(node.receive(from, sealed)).await {
            Ok(receipt) => Reply::Receipt(receipt),
            Err(rejected) => {
                let (code, text) = (rejected.code(), rejected.to_string());
                if rejected.again() {
                    Reply::Later { code, text }
                } else {
                    Reply::Refused { code, text }
                }
            }
        })
    }
}

impl Network for End {
    fn deliver<'a>(&'a self, to: &'a Address, sealed: Bytes) -> Answer<'a, Reply> {
        Box::pin(async move {
            self.line.tapped.lock().unwrap().push((self.from, sealed.clone()));
            let weather = self.line.forecast.lock().unwrap().pop().unwrap_or(Weather::Clear);
            let lost = || NetworkError("the line is down".to_owned());
            let hand = |octets| self.line.hand(self.from, to.state, octets);
            match weather {
                Weather::Clear => hand(sealed).await,
                Weather::Lost => Err(lost()),
                Weather::AnswerLost => {
                    hand(sealed).await?;
                    Err(lost())
                }
                Weather::Twice => {
                    hand(sealed.clone()).await?;
                    hand(sealed).await
                }
                Weather::Flipped(bit) => {
                    let mut octets = sealed.to_vec();
                    let at = bit / 8 % octets.len();
                    octets[at] ^= 1 << (bit % 8);
                    hand(Bytes::from(octets)).await
                }
                Weather::Cut(octets) => hand(sealed.slice(..octets.min(sealed.len()))).await,
            }
        })
    }

    fn parcel<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
    ) -> Answer<'a, Bytes> {
        Box::pin(async move {
            let node = self.line.node(from.state)?;
            let served = node.serve_parcel(self.from, exhibit, capability);
            Box::pin(served).await.map_err(|error| NetworkError(error.to_string()))
        })
    }

    fn chunk<'a>(
        &'a self,
        from: &'a Address,
        exhibit: ExhibitId,
        capability: &'a str,
        range: (u64, u64),
    ) -> Answer<'a, Bytes> {
        Box::pin(async move {
            let node = self.line.node(from.state)?;
            let served = node.serve_chunk(self.from, exhibit, capability, range);
            Box::pin(served).await.map_err(|error| NetworkError(error.to_string()))
        })
    }

    fn recall<'a>(&'a self, from: &'a Address, what: Recall) -> Answer<'a, Option<Bytes>> {
        Box::pin(async move {
            let node = self.line.node(from.state)?;
            let forger = self.line.forger.lock().unwrap().clone();
            if let Some(forger) = forger {
                return Ok(forger(node, self.from, what).await);
            }
            let served = match what {
                Recall::Heads { ask, after } => {
                    Box::pin(node.serve_heads(self.from, ask, after)).await
                }
                Recall::Statement { request, state, seq } => {
                    Box::pin(node.serve_statement(self.from, (request, state, seq))).await
                }
            };
            match served {
                Ok(octets) => Ok(Some(octets)),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(NetworkError(error.to_string())),
            }
        })
    }

    fn renewal<'a>(&'a self, from: &'a Address, seq: u32) -> Answer<'a, Option<Bytes>> {
        Box::pin(async move {
            let node = self.line.node(from.state)?;
            let served = node.serve_directory(seq);
            Box::pin(served).await.map_err(|error| NetworkError(error.to_string()))
        })
    }

    fn directory<'a>(&'a self, _url: &'a str) -> Answer<'a, Bytes> {
        Box::pin(async { Err(NetworkError("directories are handed over by hand here".to_owned())) })
    }
}
