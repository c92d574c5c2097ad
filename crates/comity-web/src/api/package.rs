// SPDX-License-Identifier: EUPL-1.2
//! What a court can verify offline: everything but the exhibits' octets.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use comity_node::Error;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::Named;
use crate::app::App;
use crate::input::At;
use crate::problem::Problem;
use crate::schema::{OfRequest, Read};
use crate::who::Who;

/// The package of a request: statements, receipts, proofs, manifests.
#[utoipa::path(
    get, path = "/api/v1/requests/{id}/package", operation_id = "package", tag = "exhibits",
    params(OfRequest),
    responses(
        (status = 200, description = "The package.", content_type = "application/x-tar",
         body = ref("#/components/schemas/Octets")),
        Read,
    )
)]
pub(crate) async fn handle(
    State(app): State<App>,
    Who(officer): Who,
    At(id): At<Named>,
) -> Result<Response, Problem> {
    let request = id.resolve(&app, &officer).await?;
    let files = app.node.package(&officer, request).await?;
    let packed = pack(&files).map_err(|error| Error::Unavailable {
        what: "the package could not be put together".to_owned(),
        source: Some(Box::new(error)),
    })?;
    let name = format!("attachment; filename=\"{request}.tar\"");
    let headers = [(CONTENT_TYPE, "application/x-tar".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, packed).into_response())
}

/// The same files always make the same octets: no owner, no time of packing.
fn pack(files: &[(String, Vec<u8>)]) -> std::io::Result<Bytes> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, octets) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(octets.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, path, octets.as_slice())?;
    }
    Ok(tar.into_inner()?.into())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::pack;

    #[test]
    fn a_package_unpacks_to_what_was_packed_and_is_always_the_same() {
        let files = vec![
            ("bagit.txt".to_owned(), b"BagIt-Version: 1.0\n".to_vec()),
            (format!("data/{}.json", "long".repeat(40)), vec![7; 1000]),
        ];
        let packed = pack(&files).unwrap();
        assert_eq!(packed, pack(&files).unwrap());
        let mut archive = tar::Archive::new(packed.as_ref());
        let unpacked: Vec<(String, Vec<u8>)> = archive
            .entries()
            .unwrap()
            .map(|entry| {
                let mut entry = entry.unwrap();
                let mut octets = Vec::new();
                entry.read_to_end(&mut octets).unwrap();
                (entry.path().unwrap().to_str().unwrap().to_owned(), octets)
            })
            .collect();
        assert_eq!(unpacked, files);
    }

    #[test]
    fn a_path_that_leaves_the_package_is_not_packed() {
        assert!(pack(&[("../outside".to_owned(), Vec::new())]).is_err());
    }
}
