// SPDX-License-Identifier: EUPL-1.2
// A life is in danger, and two ask; and a question to the contact point, which one may ask.

import assert from "node:assert/strict";
import { Desk } from "./desk.mjs";
import { begun, caseTold, pasted, reasoned } from "./draft.mjs";
import { faults, visitor, words } from "./stage.mjs";

export async function play(t, { arcadia, borealia }) {
  const w = words("en");
  const context = await visitor({ theme: "dark" });
  const here = await Desk.open(context, arcadia, w);
  const there = await Desk.open(context, borealia, w);
  await there.be("Aiko Mori");
  await asksForALife(here, there, w);
  await asksAQuestion(here, there, w);
  assert.deepEqual(faults(context), []);
  await context.close();
}

async function asksForALife(here, there, w) {
  await here.be("Ana Duarte");
  const reference = await begun(here, "emergency-disclosure", "urgent");
  await pasted(here, "198.51.100.23:51877 2026-11-19T03:05:00Z");
  await here.page.locator("#tier-1").selectOption("traffic");
  await here.press("draft-next");
  await caseTold(here);
  await here.page.getByRole("radio", { name: w("danger-life") }).check();
  await reasoned(here, "A child, abducted at noon; the caller gave until midnight.");
  await here.find(reference);

  // One prepares it, and it has not gone; another consents, and it goes.
  await here.act("req-submit");
  const waits = here.page.getByRole("region", { name: w("proposals-title") });
  await waits.getByText(w("act-req-submit")).waitFor();
  const alarm = there.page.getByRole("alert").filter({ hasText: w("alarm") });
  assert.equal(await alarm.isVisible(), false, "nothing rings before two have agreed");
  await here.be("Rui Matos");
  await here.find(reference);
  await waits.getByRole("button", { name: w("consent") }).click();
  await alarm.waitFor();

  // It is granted by one, who called back first.
  await there.find(reference);
  await there.act("ack");
  const grant = there.page.locator(".acts").getByText(w("act-decide-accept"), { exact: true });
  await grant.waitFor();
  await there.act("voice-confirm", { fields: { text: "They match." } });
  await there.examine();
  await there.act("decide-accept");
  await here.page.locator(".stand").getByText(w("state-accepted")).waitFor();
  const sent = here.page.locator(".file > li.sent");
  await sent.getByRole("link", { name: w("letter") }).last().click();
  await here.page.getByRole("article").getByText("A child, abducted at noon").first().waitFor();
}

async function asksAQuestion(here, there, w) {
  await here.be("Ana Duarte");
  const reference = await begun(here, "contact-point", "normal");
  await here.press("draft-next");
  await caseTold(here);
  await here.page.getByRole("radio", { name: w("question-legal-information") }).check();
  await reasoned(here, "What does your law ask of an order for traffic data?");
  await here.find(reference);
  await here.act("req-submit");
  await there.find(reference);
  await there.act("ack");
  const text = "An order of a judge, and of nobody else.";
  await there.act("inquiry-answer-granted", { fields: { text } });
  await here.page.locator(".stand").getByText(w("state-answered")).waitFor();
}
