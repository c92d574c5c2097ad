// SPDX-License-Identifier: EUPL-1.2
//! What the program says on its standard output and error. A reader that has gone away is no fault.

use std::io::Write;

use serde::Serialize;

use crate::fault::Fault;

/// A line on standard output.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// A line on standard error.
pub(crate) fn warn(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// A value for machines.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(value).map_err(Fault::bad)?;
    say(text);
    Ok(())
}
