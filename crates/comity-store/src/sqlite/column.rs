// SPDX-License-Identifier: EUPL-1.2
//! How our values lie in columns: identifiers as sixteen octets, codes as text, instants as
//! numbers.

use std::fmt::Display;
use std::str::FromStr;

use comity_domain::id::{
    AttachmentId, CredentialId, Digest, ExhibitId, MessageId, OfficerId, RequestId,
};
use jiff::Timestamp;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::list::from_micros;

/// A value that is a fixed number of octets.
pub(crate) trait Octets: Sized {
    fn octets(&self) -> &[u8];
    fn from_octets(octets: &[u8]) -> Option<Self>;
}

macro_rules! uuid_octets {
    ($($name:ty),+ $(,)?) => {$(
        impl Octets for $name {
            fn octets(&self) -> &[u8] {
                self.as_bytes()
            }

            fn from_octets(octets: &[u8]) -> Option<Self> {
                let (millis, random) = octets.split_first_chunk::<6>()?;
                let [a, b, c, d, e, f] = *millis;
                let millis = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
                let id = Self::from_parts(millis, random.try_into().ok()?);
                // What is no identifier of version 7 comes out changed.
                (id.octets() == octets).then_some(id)
            }
        }
    )+};
}

uuid_octets!(AttachmentId, CredentialId, ExhibitId, MessageId, OfficerId, RequestId);

impl Octets for Digest {
    fn octets(&self) -> &[u8] {
        self.as_bytes()
    }

    fn from_octets(octets: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(octets).ok().map(Self::from)
    }
}

/// A value of octets as a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id<T>(pub(crate) T);

impl<T: Octets> ToSql for Id<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.octets())))
    }
}

impl<T: Octets> FromSql for Id<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let octets = value.as_blob()?;
        T::from_octets(octets).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

/// A value with a text form as a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> ToSql for Text<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

impl<T> FromSql for Text<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(FromSqlError::other)
    }
}

/// An instant as a column: microseconds since 1970.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The instant in a column.
pub(crate) fn instant(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    let micros = row.get(column)?;
    from_micros(micros).ok_or(rusqlite::Error::IntegralValueOutOfRange(0, micros))
}
