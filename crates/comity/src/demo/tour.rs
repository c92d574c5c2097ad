// SPDX-License-Identifier: EUPL-1.2
//! Where to look once the story is told.

use comity_domain::role::Role;

use super::disclosure::Case;
use super::world::Country;
use crate::out::say;

pub(super) fn show(arcadia: &Country, borealia: &Country, case: &Case) {
    say("");
    say("Both nodes go on running until Ctrl-C.");
    for country in [arcadia, borealia] {
        let (name, state) = (&country.name, country.node.state());
        say("");
        say(format!(
            "{name} ({state})   desk and interface http://{}   peers https://{}",
            country.api, country.peers
        ));
        let mut seen = Vec::new();
        for (officer, token) in country.people.values() {
            if seen.contains(&officer.id) {
                continue;
            }
            seen.push(officer.id);
            let roles: Vec<&str> = officer.roles.iter().map(|role| role.code()).collect();
            say(format!("   {:<14} {:<28} {token}", officer.name, roles.join(",")));
        }
    }
    let Some((_, duty)) = borealia.people.get(&Role::Duty) else { return };
    let Some((_, evidence)) = arcadia.people.get(&Role::Evidence) else { return };
    say("");
    say("Open both desks side by side, and be whom you like:");
    say(format!("   http://{}   http://{}", arcadia.api, borealia.api));
    say("   In one window be Ana Duarte: open the urgent draft that waits for her, and send it.");
    say(
        "   In the other be Aiko Mori: her page rings. Acknowledge, compare the six words, answer.",
    );
    say("");
    say("A tour in another terminal:");
    say("   1. What Borealia's desk sees:");
    say(format!("        export COMITY_URL=http://{} COMITY_TOKEN={duty}", borealia.api));
    say("        comity request list");
    say("   2. The whole of the disclosure, and what may happen next:");
    say(format!("        comity request show {}", case.request));
    say("   3. A message across the border, receipted in the blink of an eye:");
    say(format!("        comity request note {} --text 'thank you'", case.request));
    say("   4. The evidence, as Arcadia's evidence office:");
    say(format!("        export COMITY_URL=http://{} COMITY_TOKEN={evidence}", arcadia.api));
    say(format!("        comity exhibit get {} {} evidence.log", case.request, case.exhibit));
    say("   5. The figures, and the whole interface:");
    say(format!("        curl http://{}/metrics", arcadia.api));
    say(format!("        curl http://{}/api/v1/openapi.json", arcadia.api));
}
