// SPDX-License-Identifier: EUPL-1.2
// A browser that runs no script: pages are read, forms are posted.

import assert from "node:assert/strict";
import { Desk } from "./desk.mjs";
import { begun, caseTold, pasted, reasoned } from "./draft.mjs";
import { faults, visitor, words } from "./stage.mjs";

export async function play(t, { arcadia }) {
  const w = words("en");
  const context = await visitor({ javaScriptEnabled: false });
  const desk = await Desk.open(context, arcadia, w);
  await desk.be("Ana Duarte");
  const reference = await begun(desk, "preservation", "normal");
  await pasted(desk, "198.51.100.23:51877 2026-11-19T03:05:00Z\nnothing");
  await desk.page.locator("#tier-1").selectOption("traffic");
  await desk.field("field-custodian").fill("Puffin Hosting");
  await desk.press("draft-next");
  await caseTold(desk);
  await reasoned(desk, "It ends soon.");
  await desk.find(reference);
  await desk.act("phone-note", { fields: { text: "They wait for it." } });
  await desk.page.getByText(w("kind-phone-note"), { exact: true }).waitFor();
  await desk.follow("directory-title");
  await desk.page.getByRole("heading", { name: "Borealia" }).waitFor();

  // Settings are a form as well.
  await desk.page.locator("header details.who > summary").click();
  await desk.page.getByRole("button", { name: "العربية" }).click();
  assert.equal(await desk.page.locator("html").getAttribute("dir"), "rtl");
  assert.deepEqual(faults(context), []);
  await context.close();
}
