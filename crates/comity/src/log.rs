// SPDX-License-Identifier: EUPL-1.2
//! Log lines, to standard error. They hold ids, codes and office names; never a name, an
//! identifier, a key or a token: the types that hold those print none of it.

use tracing::Level as Tracing;
use tracing_subscriber::fmt;

use crate::config::{Level, Log, LogFormat};

/// Begins to log. A second call changes nothing.
pub(crate) fn begin(log: &Log) {
    let level = match log.level {
        Level::Error => Tracing::ERROR,
        Level::Warn => Tracing::WARN,
        Level::Info => Tracing::INFO,
        Level::Debug => Tracing::DEBUG,
    };
    let lines = fmt().with_max_level(level).with_writer(std::io::stderr).with_target(true);
    let begun = match log.format {
        LogFormat::Json => tracing::subscriber::set_global_default(lines.json().finish()),
        LogFormat::Text => tracing::subscriber::set_global_default(lines.with_ansi(false).finish()),
    };
    if begun.is_err() {
        tracing::debug!("logging had begun already");
    }
}
