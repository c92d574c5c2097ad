// SPDX-License-Identifier: EUPL-1.2
//! A few threads that read, each with a connection of its own.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Fault, connect_to_read};
use crate::{Cause, StoreError};

type Read = Box<dyn FnOnce(&Connection) + Send>;

#[derive(Debug)]
pub(crate) struct Readers {
    // `None` once it is being closed: that is what ends the threads.
    queue: Option<Sender<Read>>,
    threads: Vec<JoinHandle<()>>,
    path: Arc<Path>,
}

impl Readers {
    pub(crate) fn start(path: &Path, count: usize) -> Result<Self, StoreError> {
        let (queue, reads) = mpsc::channel();
        let reads = Arc::new(Mutex::new(reads));
        let mut threads = Vec::new();
        for _ in 0..count.max(1) {
            let (db, reads) = (connect_to_read(path)?, Arc::clone(&reads));
            let thread = thread::Builder::new()
                .name("comity-read".to_owned())
                .spawn(move || run(&db, &reads))
                .map_err(|e| StoreError::io(path, &e))?;
            threads.push(thread);
        }
        Ok(Self { queue: Some(queue), threads, path: path.into() })
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = oneshot::channel();
        let path = Arc::clone(&self.path);
        let read: Read = Box::new(move |db| {
            // Whoever asked may have gone; then nobody is told.
            let _ = tell.send(work(db).map_err(|fault| fault.named(&path)));
        });
        let queue = self.queue.as_ref().ok_or(Cause::Closed)?;
        queue.send(read).map_err(|_| Cause::Closed)?;
        told.await.map_err(|_| Cause::Closed)?
    }
}

fn run(db: &Connection, reads: &Mutex<Receiver<Read>>) {
    loop {
        // The lock is held while waiting, so that exactly one thread waits on the queue.
        let next = reads.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(read) = next else { return };
        read(db);
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so; there is nothing left to close.
            let _ = thread.join();
        }
    }
}
