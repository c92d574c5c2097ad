// SPDX-License-Identifier: EUPL-1.2
// One draft to two States at night, a court's order attached: a judge approves over the telephone,
// one State is asked at once, and what the other lacks is said; the approval is signed later.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { begun, caseTold, pasted, screen } from "./draft.mjs";
import { faults, folder, visitor, words } from "./stage.mjs";

const ORDER = "%PDF-1.7 one mailbox, ninety days";

/** An instant of a zone as a field of a browser takes it: the one that the page proposes. */
const proposed = (field) => field.inputValue();

export async function play(t, { arcadia, borealia }) {
  const w = words("en");
  const context = await visitor({ theme: "dark" });
  const here = await Desk.open(context, arcadia, w);
  const there = await Desk.open(context, borealia, w);
  await here.be("Ana Duarte");
  const reference = await drafts(here, w);
  await approvesByPhone(here, w, reference);
  await sendsToEach(here, w);

  // The other desk sees that it is not confirmed, and opens the order.
  await there.be("Aiko Mori");
  await there.find(reference);
  const note = there.page.locator(".file p.note.bad").filter({ hasText: w("spoken-title") });
  await note.waitFor();
  assert.equal(await opened(there, w), ORDER);

  // Who approved signs it, and both see that.
  await here.be("Tiago Lopes");
  await here.find(reference);
  await here.act("approval-confirm");
  await note.waitFor({ state: "detached" });
  assert.deepEqual(faults(context), []);
  await context.close();
}

/** A disclosure to two States, of which one takes our language; with a file. */
async function drafts(desk, w) {
  const { page } = desk;
  const reference = await begun(desk, "disclosure", "urgent", ["Borealia", "Cascadia"]);
  await pasted(desk, "198.51.100.23:51877 2026-11-19T03:05:00Z");
  await page.locator("#tier-1").selectOption("traffic");
  await desk.field("field-custodian").fill("Puffin Hosting");
  await desk.press("draft-next");
  await caseTold(desk, "xa-prosecutor");
  for (const field of await page.locator("form.stack > div > textarea").all()) {
    await field.fill("The server is wiped at noon.");
  }
  await desk.press("draft-next");
  // Cascadia takes no English; there is nobody to translate at this hour.
  await desk.heading(w("screen-translate")).waitFor();
  await screen(desk, "files");
  await desk.follow("attach-title");
  const path = join(folder("several"), "order.pdf");
  writeFileSync(path, ORDER);
  await desk.field("attach-language").fill("en");
  await desk.field("exhibit-file").setInputFiles(path);
  await desk.press("attach-go");
  await desk.heading(w("screen-files")).waitFor();
  assert.ok(await page.getByRole("checkbox", { name: "order.pdf" }).isChecked());
  await screen(desk, "review");
  await page.getByRole("link", { name: "XC" }).waitFor();
  return reference;
}

async function approvesByPhone(desk, w, reference) {
  const { page } = desk;
  await desk.find(reference);
  await desk.follow("spoken-title");
  await desk.field("spoken-who").selectOption({ label: "Tiago Lopes" });
  await desk.field("field-number").fill("+99955500120");
  await desk.field("field-office").fill("Duty judge");
  assert.match(await proposed(desk.field("spoken-when")), /^\d{4}-\d\d-\d\dT/);
  await desk.press("spoken-record");
  await page.waitForURL(/\/requests\/[0-9a-f-]+$/);
}

/** What can go goes, and what stays says why. */
async function sendsToEach(desk, w) {
  await desk.follow("each-title");
  await desk.press("each-send");
  await desk.row("Borealia").getByText(w("became-recorded")).waitFor();
  await desk.row("Cascadia").getByText(w("became-stays")).waitFor();
}

/** The file, as it comes out of the other State's desk. */
async function opened(desk, w) {
  const files = desk.page.getByRole("region", { name: w("files-title") });
  await files.getByText("order.pdf").waitFor();
  const [download] = await Promise.all([
    desk.page.waitForEvent("download"),
    files.getByRole("button", { name: w("exhibit-get") }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "order.pdf");
  return readFileSync(await download.path(), "utf8");
}
