// SPDX-License-Identifier: EUPL-1.2
//! An exhibit as one age file, to be exchanged with other implementations:
//! `keygen`, `seal RECIPIENT[,...] IN OUT`, `open IDENTITY IN OUT`.
//!
//! A tool for tests. A file of another implementation has no manifest, so `open` first takes it in
//! as an exhibit of its own making.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufReader, Write as _};

use comity_domain::id::{Digest, ExhibitId, RequestId};
use comity_protocol::exhibit::{
    Description, ExhibitIdentity, ExhibitRecipient, Expected, Manifest, Seed, adopt, open,
    read_header, seal,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["keygen"] => {
            let identity = ExhibitIdentity::from_seed(chance()?);
            let recipient = identity.recipient()?;
            writeln!(io::stdout(), "{}\n{recipient}", *identity.secret_text())?;
        }
        ["seal", to, from, into] => {
            let to: Vec<ExhibitRecipient> =
                to.split(',').map(str::parse).collect::<Result<_, _>>()?;
            let mut payload = Vec::new();
            let sealed = seal(&to, Seed::new(chance()?), File::open(from)?, &mut payload)?;
            fs::write(into, [sealed.header, payload].concat())?;
        }
        ["open", identity, from, into] => {
            let identity: ExhibitIdentity = identity.parse()?;
            let sealed = adopt(&mut BufReader::new(File::open(from)?), &identity)?;
            let parcel = sealed
                .parcel(ExhibitId::from_parts(0, [0; 10]), RequestId::from_parts(0, [0; 10]))?;
            let digest = Digest::of_json(&parcel);
            let manifest = Manifest::new(&sealed, digest, description())?;
            let expected = Expected { parcel: &parcel, parcel_digest: digest, manifest: &manifest };
            let mut payload = BufReader::new(File::open(from)?);
            let header = read_header(&mut payload)??;
            open(&header, &identity, expected, payload, File::create(into)?)?;
        }
        _ => return Err("usage: keygen | seal RECIPIENTS IN OUT | open IDENTITY IN OUT".into()),
    }
    Ok(())
}

fn description() -> Description {
    Description {
        name: "file".to_owned(),
        media_type: "application/octet-stream".to_owned(),
        conditions: Vec::new(),
        source: "another implementation".to_owned(),
    }
}

fn chance() -> Result<[u8; 32], Box<dyn Error>> {
    let mut octets = [0; 32];
    aws_lc_rs::rand::fill(&mut octets)?;
    Ok(octets)
}
