// SPDX-License-Identifier: EUPL-1.2
//! The smallest shapes: identifiers, instants, and the closed lists, taken from the lists
//! themselves.

use comity_domain::dual::Dual;
use comity_domain::identifier::{Chain, DeviceType, IdentifierKind, Reserved};
use comity_domain::law;
use comity_domain::message::Kind;
use comity_domain::request::Short;
use comity_domain::role::{Role, Side};
use comity_domain::screen::{Concern, Research, Said, Transfer};
use comity_domain::workflow::domestic::{Step, Work};
use comity_domain::workflow::{Answer, State};
use comity_node::PeerStanding;
use comity_node::proofs::PolicyStanding;
use comity_node::view::FindingResult;
use serde_json::{Map, Value, json};

use super::shape::{any, like, members, of, shapes, text, whole};

const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const REFERENCE: &str = "^[A-Z]{2}-[0-9]{4}-[0-9]{6}$";

pub(super) fn add(all: &mut Map<String, Value>) {
    shapes! { all;
        "Id" => like(UUID),
        "Reference" => like(REFERENCE),
        "RequestName" => any(vec![of("Id"), of("Reference")]),
        "StateCode" => like("^[A-Z]{2}$"),
        "Digest" => like("^[0-9a-f]{64}$"),
        "Code" => like("^[a-z0-9.-]{1,64}$"),
        "Provision" => like(r"^[1-9][0-9]{0,3}(\([a-z0-9]{1,4}\)){0,4}$"),
        "Instant" => json!({ "type": "string", "format": "date-time" }),
        "Day" => json!({ "type": "string", "format": "date" }),
        "ItemNumber" => whole(0, u64::from(u16::MAX)),
        "Flag" => json!({ "type": "boolean" }),
        "Name" => json!({ "type": "string", "minLength": 1, "maxLength": 255 }),
        "IdentifierKind" => members(IdentifierKind::ALL.iter().map(|kind| kind.code())),
        "PageLines" => whole(1, 200),
        "RecordNumber" => whole(1, 9_007_199_254_740_991),
        "ReviewLines" => whole(1, 50),
        "Owner" => members(["me"]),
        "Text" => text(),
        "Octets" => json!({ "type": "string", "format": "binary" }),
        "Statement" => json!({ "type": "object", "description": "A signed statement (JWS)." }),
        "Description" => json!({ "type": "object", "description": "OpenAPI 3.1." }),
    }
    roles(all);
    laws(all);
}

fn roles(all: &mut Map<String, Value>) {
    shapes! { all;
        "Concern" => members(Concern::ALL.iter().map(|code| code.code())),
        "Said" => members(Said::ALL.iter().map(|code| code.code())),
        "Dual" => members(Dual::ALL.iter().map(|code| code.code())),
        "Research" => members(Research::ALL.iter().map(|code| code.code())),
        "CriminalityRule" => members(law::CriminalityRule::ALL.iter().map(|code| code.code())),
        "Transfer" => members(Transfer::ALL.iter().map(|code| code.code())),
        "SecrecyShort" => members(Short::ALL.iter().map(|code| code.code())),
        "FindingResult" => members(FindingResult::ALL.iter().map(|code| code.code())),
        "Role" => members(Role::ALL.iter().map(|code| code.code())),
        "Side" => members(Side::ALL.iter().map(|code| code.code())),
        "Answer" => members(Answer::ALL.iter().map(|code| code.code())),
        "Kind" => members(Kind::ALL.iter().map(|code| code.code())),
        "PolicyStanding" => members(PolicyStanding::ALL.iter().map(|code| code.code())),
        "PeerStanding" => members(PeerStanding::ALL.iter().map(|code| code.code())),
        "Step" => members(Step::ALL.iter().map(|code| code.code())),
        "Work" => members(Work::ALL.iter().map(|code| code.code())),
        "ItemState" => members(State::ALL.iter().map(|code| code.code())),
        "Chain" => members(Chain::ALL.iter().map(|code| code.code())),
        "DeviceType" => members(DeviceType::ALL.iter().map(|code| code.code())),
        "Reserved" => members(Reserved::ALL.iter().map(|code| code.code())),
    }
}

fn laws(all: &mut Map<String, Value>) {
    shapes! { all;
        "Level" => members(law::Level::ALL.iter().map(|code| code.code())),
        "Checked" => members(law::Checked::ALL.iter().map(|code| code.code())),
        "Element" => members(law::Element::ALL.iter().map(|code| code.code())),
        "Necessity" => members(law::Necessity::ALL.iter().map(|code| code.code())),
        "Available" => members(law::Available::ALL.iter().map(|code| code.code())),
        "Consultation" => members(law::Consultation::ALL.iter().map(|code| code.code())),
        "ScopeRule" => members(law::ScopeRule::ALL.iter().map(|code| code.code())),
        "Held" => members(law::Held::ALL.iter().map(|code| code.code())),
        "Covered" => members(law::Covered::ALL.iter().map(|code| code.code())),
        "Verdict" => members(law::Verdict::ALL.iter().map(|code| code.code())),
        "RowProgress" => members(law::Progress::ALL.iter().map(|code| code.code())),
        "Certainty" => members(law::Certainty::ALL.iter().map(|code| code.code())),
        "Circle" => members(law::Circle::ALL.iter().map(|code| code.code())),
        "LawPart" => members(law::Part::ALL.iter().map(|code| code.code())),
        "Region" => members(law::Region::ALL.iter().map(|code| code.code())),
        "RelationRule" => members(law::RelationRule::ALL.iter().map(|code| code.code())),
        "SaidKind" => members(law::SaidKind::ALL.iter().map(|code| code.code())),
        "Stage" => members(law::Stage::ALL.iter().map(|code| code.code())),
        "BasisReason" => members(law::Why::ALL.iter().map(|code| code.code())),
        // A day, a month, or two days between which it lies.
        "Dated" => like(
            "^[0-9]{4}-[0-9]{2}(-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?$",
        ),
        "LimitKind" => members(law::LimitKind::ALL.iter().map(|code| code.code())),
        "WorkflowName" => members(law::Workflow::ALL.iter().map(|code| code.code())),
    }
}
