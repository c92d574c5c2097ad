// SPDX-License-Identifier: EUPL-1.2
//! Appends to the store in a folder and says each version once it is answered, until somebody kills
//! it. The test of crashes runs it: what it said must be there afterwards.
#![expect(clippy::print_stdout, reason = "what it prints is what it was answered")]

use std::error::Error;
use std::path::Path;

use comity_domain::id::RequestId;
use comity_policy::{Binding, Permit};
use comity_store::{Append, NewEvent, Options, Store};
use jiff::Timestamp;

/// Bounded, should nobody kill it.
const APPENDS_MAX: u32 = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("the folder of the store is missing")?;
    let store = Store::open(Path::new(&folder), &Options::default())?;
    tokio::runtime::Builder::new_current_thread().build()?.block_on(write(&store))
}

async fn write(store: &Store) -> Result<(), Box<dyn Error>> {
    let now = Timestamp::from_second(1_767_225_600)?;
    let request = RequestId::from_parts(1_767_225_600_001, [1; 10]);
    let mut version = store.load(request).await?.len() as u64;
    for _ in 0..APPENDS_MAX {
        let event = NewEvent {
            name: "something-happened".parse()?,
            at: now,
            record: b"a".to_vec(),
            detail: Some(b"detail of a".to_vec()),
        };
        let append = Append { events: vec![event], ..Append::default() };
        let events = Append::digest(request, &append.events);
        let binding = Binding { request, version, events };
        let permit = Permit::for_clock("test", now, now, binding).ok_or("no permit")?;
        version = store.append(permit, append).await?.version;
        println!("{version}");
    }
    Ok(())
}
