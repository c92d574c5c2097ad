// SPDX-License-Identifier: EUPL-1.2
//! All that the template can reach: itself, the sheet, and fonts. No file, no package, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

use crate::check::Fault;

/// How a sheet looks.
const TEMPLATE: &str = include_str!("../template/sheet.typ");

/// What the template is given.
pub(crate) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Desk {
    /// A desk with these files on it, and these fonts.
    pub(crate) fn new(
        files: impl IntoIterator<Item = (&'static str, Vec<u8>)>,
        fonts: Vec<Font>,
    ) -> Result<Self, Fault> {
        let files = files.into_iter().map(|(name, bytes)| Ok((id(name)?, Bytes::new(bytes))));
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(id("sheet.typ")?, TEMPLATE.to_owned()),
            files: files.collect::<Result<_, Fault>>()?,
        })
    }

    /// The line of the template that is meant.
    pub(crate) fn line(&self, span: impl Into<DiagSpan>) -> Option<usize> {
        let range = self.range(span)?;
        let before = self.template.text().get(..range.start)?;
        Some(before.lines().count())
    }
}

fn id(name: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(name).map_err(|error| Fault::Print(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            return Ok(self.template.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(name, _)| *name == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// What a sheet says is of its own instant, not of that of its printing.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
