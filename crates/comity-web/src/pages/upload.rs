// SPDX-License-Identifier: EUPL-1.2
//! A form with a file in it: fields first, then the file, piece by piece.

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use bytes::Bytes;
use tokio::time::timeout;

use super::fault::PageFault;
use super::form::same;
use super::visit::Visit;
use super::words::Lang;
use crate::stream::{PIECE_TIME, Pipe};

/// LIMIT: octets of a field beside the file, and such fields.
const FIELD_BYTES_MAX: usize = 4 * 1024;
pub(super) const FIELDS_MAX: usize = 8;

/// LIMIT: characters of a name or a source.
const CHARS_MAX: usize = 255;

/// Whether a name says something and is no letter.
pub(super) fn fits(text: &str) -> bool {
    (1..=CHARS_MAX).contains(&text.chars().count())
}

/// The file's name and media type, if the form that it comes in has the mark of this session. Asked
/// before a single octet of the file is read: a form of another site has no mark.
pub(super) fn named(
    visit: &Visit,
    mark: &str,
    field: &Field<'_>,
) -> Result<(String, String), PageFault> {
    let lang = visit.guest.lang;
    if !same(mark, &visit.form) {
        return Err(PageFault::Form(lang, "fault-form-token"));
    }
    let name = field.file_name().unwrap_or_default().trim().to_owned();
    if !fits(&name) {
        return Err(PageFault::Form(lang, "fault-field-missing"));
    }
    let media_type = field.content_type().filter(|text| fits(text));
    Ok((name, media_type.unwrap_or("application/octet-stream").to_owned()))
}

pub(super) async fn next(lang: Lang, form: &mut Multipart) -> Result<Option<Field<'_>>, PageFault> {
    let slow = |_| PageFault::Form(lang, "fault-form-slow");
    let field = timeout(PIECE_TIME, form.next_field()).await.map_err(slow)?;
    field.map_err(|_| PageFault::Form(lang, "fault-form-field"))
}

pub(super) async fn text(lang: Lang, mut field: Field<'_>) -> Result<String, PageFault> {
    let mut octets = Vec::new();
    while let Some(piece) = chunk(lang, &mut field).await? {
        octets.extend_from_slice(&piece);
        if octets.len() > FIELD_BYTES_MAX {
            return Err(PageFault::Form(lang, "fault-form-large"));
        }
    }
    String::from_utf8(octets).map_err(|_| PageFault::Form(lang, "fault-field-form"))
}

async fn chunk(lang: Lang, field: &mut Field<'_>) -> Result<Option<Bytes>, PageFault> {
    let slow = |_| PageFault::Form(lang, "fault-form-slow");
    let piece = timeout(PIECE_TIME, field.chunk()).await.map_err(slow)?;
    piece.map_err(|_| PageFault::Form(lang, "fault-form-field"))
}

/// Feeds the file until its end. If it breaks off, whoever reads it is told by the pipe's end.
pub(super) async fn feed(
    lang: Lang,
    mut field: Field<'_>,
    mut pipe: Pipe,
) -> Result<(), PageFault> {
    while let Some(piece) = chunk(lang, &mut field).await? {
        let fed = pipe.feed(piece).await;
        if !fed.map_err(|_| PageFault::Form(lang, "fault-file-large"))? {
            return Ok(());
        }
    }
    pipe.end().await;
    Ok(())
}
