// SPDX-License-Identifier: EUPL-1.2
//! Where the epoch key is kept: in a file of its own, or as a credential that systemd hands in.
//!
//! A file is turned over by the program: the next key is made durable beside it, and when every
//! data key lies under that one, the old octets are overwritten and the new file takes the name.
//! Whatever end comes in between, the key store says under which of the two its keys lie. A
//! credential is somebody else's: the next one is handed in beside it, and to destroy the old one
//! falls to whoever keeps them.

use std::fs::{File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use comity_node::{EpochKeeper, Retired};
use comity_protocol::erase::{EpochKey, KEY_BYTES, wrapped_under};
use zeroize::Zeroizing;

use crate::config::Config;
use crate::fault::Fault;
use crate::keys::{read_secret, write_secret};
use crate::opening::Credentials;

/// Where the epoch key lies.
pub(crate) fn path(config: &Config, credentials: &Credentials) -> Result<PathBuf, Fault> {
    match (&config.epoch.file, &config.epoch.credential, credentials) {
        (Some(file), _, _) => Ok(file.clone()),
        (None, Some(name), Some(folder)) => Ok(folder.join(name)),
        _ => Err(Fault::unreadable("the epoch key is a credential, and systemd gave none")
            .hint("start it as a unit with `LoadCredential=`, or name a `file` under [epoch]")),
    }
}

/// The key under which the data keys lie, and its keeper. `wrapped` is one of the data keys, if
/// there is any: it says which key that is, where a turnover was cut off.
pub(crate) fn open(
    config: &Config,
    credentials: &Credentials,
    wrapped: Option<&[u8]>,
) -> Result<(EpochKey, Arc<dyn EpochKeeper>), Fault> {
    let place = Place { path: path(config, credentials)? };
    let under = wrapped.and_then(|wrapped| wrapped_under(wrapped).ok());
    let current = read(&place.path);
    let next = read(&place.next());
    let fits = |key: &EpochKey| under.is_none_or(|number| number == key.epoch());
    let key = match (current, next) {
        (Ok(key), _) | (_, Ok(key)) if fits(&key) => key,
        (Err(fault), _) => return Err(fault),
        (Ok(key), _) => {
            let under = under.unwrap_or_default();
            return Err(Fault::unreadable(format!(
                "the data keys lie under epoch key {under}, and the one in `{}` is {}",
                place.path.display(),
                key.epoch()
            ))
            .hint(
                "one of the two is from another time: put back the key store (`data-keys`) that \
                 was last in use; an older one opens no more, and is not meant to",
            ));
        }
    };
    let keeper: Arc<dyn EpochKeeper> =
        if config.epoch.file.is_some() { Arc::new(Own(place)) } else { Arc::new(Foreign(place)) };
    Ok((key, keeper))
}

/// Writes an epoch key into a new file.
pub(crate) fn write(path: &Path, number: u32, octets: &[u8; KEY_BYTES]) -> Result<(), Fault> {
    let key = Zeroizing::new(hex::encode(octets));
    write_secret(path, Zeroizing::new(format!("{number} {}\n", *key)).as_bytes())?;
    path.parent().map_or(Ok(()), |folder| sync(folder).map_err(Fault::unavailable))
}

/// Reads an epoch key: its number and 64 hexadecimal digits.
pub(crate) fn read(path: &Path) -> Result<EpochKey, Fault> {
    let text = read_secret(path)?;
    let wrong = || {
        Fault::unreadable(format!("`{}` is no epoch key: a number and 64 digits", path.display()))
            .hint("without it nothing in the store can be read: restore it from its own copy")
    };
    let (number, key) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let mut octets = Zeroizing::new([0; KEY_BYTES]);
    hex::decode_to_slice(key, &mut *octets).map_err(|_| wrong())?;
    Ok(EpochKey::new(number.parse().map_err(|_| wrong())?, *octets))
}

/// A key's file, and the place of the next beside it.
struct Place {
    path: PathBuf,
}

impl Place {
    fn next(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".next");
        name.into()
    }
}

/// A key in a file that is the program's to change.
struct Own(Place);

impl EpochKeeper for Own {
    fn prepare(&self, number: u32, fresh: &[u8; KEY_BYTES]) -> Result<EpochKey, String> {
        let next = self.0.next();
        if read(&next).is_ok_and(|key| key.epoch() + 1 == number) {
            // It is the one in use: a turnover was cut off before it took its place.
            self.retire(number.saturating_sub(2), number - 1)?;
        } else if next.exists() {
            // What a turnover left that did not come about: nothing lies under it.
            destroy(&next).map_err(|error| said(&next, &error))?;
            std::fs::remove_file(&next).map_err(|error| said(&next, &error))?;
        }
        write(&next, number, fresh).map_err(|fault| fault.what)?;
        Ok(EpochKey::new(number, *fresh))
    }

    fn retire(&self, _old: u32, new: u32) -> Result<Retired, String> {
        let (path, next) = (&self.0.path, self.0.next());
        if read(path).is_ok_and(|key| key.epoch() == new) {
            return Ok(Retired::Destroyed);
        }
        let there = read(&next).map_err(|fault| fault.what)?;
        if there.epoch() != new {
            let found = there.epoch();
            return Err(format!("`{}` holds epoch key {found}, not {new}", next.display()));
        }
        let replaced = destroy(path)
            .and_then(|()| std::fs::rename(&next, path))
            .and_then(|()| path.parent().map_or(Ok(()), sync));
        replaced.map_err(|error| said(path, &error))?;
        Ok(Retired::Destroyed)
    }
}

/// A key that somebody else keeps and hands in.
struct Foreign(Place);

impl EpochKeeper for Foreign {
    fn prepare(&self, number: u32, _fresh: &[u8; KEY_BYTES]) -> Result<EpochKey, String> {
        let next = self.0.next();
        read(&next).map_err(|fault| {
            format!(
                "{}: make the next one with `comity keys epoch --number {number}`, hand it to the \
                 unit as a second credential of that name, start the node again",
                fault.what
            )
        })
    }

    fn retire(&self, old: u32, new: u32) -> Result<Retired, String> {
        Ok(Retired::FallsTo(format!(
            "whoever keeps the credential `{}`: replace it by key {new}, destroy every copy of key \
             {old}, then say so with `comity keys destroyed --number {old}`",
            self.0.path.display()
        )))
    }
}

/// Overwrites a file and removes it, if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Fault> {
    let removed = destroy(path).and_then(|()| match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    });
    removed.map_err(|error| Fault::unavailable(said(path, &error)))
}

/// Overwrites a file as well as its file system lets one.
fn destroy(path: &Path) -> std::io::Result<()> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    let zeros = vec![b'0'; usize::try_from(length).unwrap_or(0)];
    file.write_all(&zeros)?;
    file.sync_all()
}

fn sync(folder: &Path) -> std::io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

fn said(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`: {error}", path.display())
}

#[cfg(test)]
mod tests;
