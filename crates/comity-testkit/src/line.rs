// SPDX-License-Identifier: EUPL-1.2
//! What lies between the nodes: octets go from one to the other in process, and the weather decides
//! what becomes of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use comity_domain::id::{ExhibitId, StateCode};
use comity_node::network::{Address, Answer};
use comity_node::{Network, NetworkError, Node, Reply};

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
    nodes: Arc<BTreeMap<StateCode, Arc<Node>>>,
    forecast: Forecast,
    tapped: Tapped,
}

/// The line as one State's node sees it.
pub struct End {
    from: StateCode,
    line: Line,
}

impl Line {
    pub(crate) fn between(posts: &[&Post]) -> Self {
        let nodes = posts.iter().map(|post| (post.state, post.node.clone()));
        Self {
            nodes: Arc::new(nodes.collect()),
            forecast: Forecast::default(),
            tapped: Tapped::default(),
        }
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

    async fn hand(&self, from: StateCode, to: StateCode, sealed: Bytes) -> Reply {
        match Box::pin(self.nodes[&to].receive(from, sealed)).await {
            Ok(receipt) => Reply::Receipt(receipt),
            Err(rejected) => {
                let (code, text) = (rejected.code(), rejected.to_string());
                if rejected.again() {
                    Reply::Later { code, text }
                } else {
                    Reply::Refused { code, text }
                }
            }
        }
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
                Weather::Clear => Ok(hand(sealed).await),
                Weather::Lost => Err(lost()),
                Weather::AnswerLost => {
                    hand(sealed).await;
                    Err(lost())
                }
                Weather::Twice => {
                    hand(sealed.clone()).await;
                    Ok(hand(sealed).await)
                }
                Weather::Flipped(bit) => {
                    let mut octets = sealed.to_vec();
                    let at = bit / 8 % octets.len();
                    octets[at] ^= 1 << (bit % 8);
                    Ok(hand(Bytes::from(octets)).await)
                }
                Weather::Cut(octets) => Ok(hand(sealed.slice(..octets.min(sealed.len()))).await),
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
            let served = self.line.nodes[&from.state].serve_parcel(self.from, exhibit, capability);
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
            let node = &self.line.nodes[&from.state];
            let served = node.serve_chunk(self.from, exhibit, capability, range);
            Box::pin(served).await.map_err(|error| NetworkError(error.to_string()))
        })
    }

    fn directory<'a>(&'a self, _url: &'a str) -> Answer<'a, Bytes> {
        Box::pin(async { Err(NetworkError("directories are handed over by hand here".to_owned())) })
    }
}
