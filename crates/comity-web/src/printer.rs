// SPDX-License-Identifier: EUPL-1.2
//! The program that prints sheets as PDF/A: told the sheet on its standard input, it answers on its
//! standard output. Nothing of a case stands in its arguments, in its environment or on the disk.

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// LIMIT: sheets that are printed at once; each takes one core for a second or two.
const AT_ONCE: usize = 2;

/// LIMIT: for one sheet. The longest message, of some hundred pages, takes a few seconds.
const TIME: Duration = Duration::from_secs(30);

/// LIMIT: octets of a PDF: fonts of several scripts are under 2 MiB, a page under 20 KiB.
const PDF_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// LIMIT: octets of what the program says when it fails: a few lines.
const SAID_BYTES_MAX: u64 = 2 * 1024;

/// The program, and how many may run.
#[derive(Debug)]
pub struct Printer {
    program: PathBuf,
    slots: Semaphore,
}

/// Why a sheet was not printed.
#[derive(Debug, Error)]
pub enum PrintError {
    /// Others are being printed.
    #[error("two sheets are being printed: try again in a moment")]
    Busy,
    /// The program did not start, or its pipes broke.
    #[error("the printing program does not run ({0}): an administrator looks after `[print]`")]
    Program(std::io::ErrorKind),
    /// It took too long.
    #[error("the printing program did not end within {} seconds and was stopped", TIME.as_secs())]
    Slow,
    /// It said no.
    #[error("the printing program refused: {0}")]
    Refused(String),
    /// What it gave is no PDF, or too large for one.
    #[error("the printing program gave something that is no PDF of an acceptable size")]
    Odd,
}

impl PrintError {
    /// The stable code, for logs: what the program said may quote the sheet.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "print.busy",
            Self::Program(_) => "print.program",
            Self::Slow => "print.slow",
            Self::Refused(_) => "print.refused",
            Self::Odd => "print.odd",
        }
    }
}

impl Printer {
    /// The program at this path.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self { program, slots: Semaphore::new(AT_ONCE) }
    }

    /// A sheet as PDF/A.
    pub(crate) async fn print(&self, sheet: Vec<u8>) -> Result<Vec<u8>, PrintError> {
        let _slot = self.slots.try_acquire().map_err(|_| PrintError::Busy)?;
        let done = timeout(TIME, self.run(sheet)).await.map_err(|_| PrintError::Slow)?;
        let Output { status, stdout, stderr } =
            done.map_err(|error| PrintError::Program(error.kind()))?;
        let whole = u64::try_from(stdout.len()).is_ok_and(|bytes| bytes <= PDF_BYTES_MAX);
        match status.success() {
            true if whole && stdout.starts_with(b"%PDF-") => Ok(stdout),
            true => Err(PrintError::Odd),
            false => {
                let said = String::from_utf8_lossy(&stderr);
                let said = said.strip_prefix("comity-print: ").unwrap_or(&said).trim();
                Err(PrintError::Refused(said.to_owned()))
            }
        }
    }

    /// Runs it. Whoever stops waiting ends it.
    async fn run(&self, sheet: Vec<u8>) -> std::io::Result<Output> {
        let mut command = Command::new(&self.program);
        // What stands in the environment of a node may be secret.
        command.env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let write = async {
            if let Some(mut stdin) = stdin {
                // A program that says no need not have read it all.
                let _ = stdin.write_all(&sheet).await;
            }
        };
        let read = (read(stdout, PDF_BYTES_MAX + 1), read(stderr, SAID_BYTES_MAX));
        let ((), stdout, stderr) = tokio::join!(write, read.0, read.1);
        let (stdout, stderr) = (stdout?, stderr?);
        Ok(Output { status: child.wait().await?, stdout, stderr })
    }
}

async fn read(pipe: Option<impl AsyncRead + Unpin>, bytes_max: u64) -> std::io::Result<Vec<u8>> {
    let mut read = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(bytes_max).read_to_end(&mut read).await?;
    }
    Ok(read)
}

#[cfg(test)]
mod tests;
