// SPDX-License-Identifier: EUPL-1.2
// The night of the demo, at both desks at once: what a visitor sees in two minutes.

import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { begun, caseTold, pasted, reasoned, screen } from "./draft.mjs";
import { FOLDER, LAPTOP, PHONE, faults, visitor, words } from "./stage.mjs";

/** How long a request may take from one desk to the other's ear. */
const RINGS_WITHIN = 1_000;

const LOG = `198.51.100.23:51877 2026-11-19T03:05:00Z
10.0.0.7:443 2026-11-19T03:06:00Z
203.0.113.7:40022 2026-11-19T03:11:00Z
pay.here.first@mirabelle.example`;

/** Half a screen, for two desks side by side. */
const BESIDE = { width: 680, height: 800 };

/** A date and time as a field of a browser takes it, so many days from now. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

export async function play(t, { arcadia, borealia }, language) {
  const w = words(language);
  const phone = language === "ar";
  const theme = phone ? "dark" : "light";
  // One person, one browser, both desks: they are one visitor's.
  const context = await visitor({ language, theme, viewport: phone ? PHONE : LAPTOP });
  const here = await Desk.open(context, arcadia, w);
  const there = await Desk.open(context, borealia, w);
  const picture = phone ? () => {} : pictured(context);

  await there.be("Aiko Mori");
  await there.link("docket-title").waitFor();
  const quiet = await there.page.title();

  await here.be("Tiago Lopes");
  const reference = await drafts(here, w);
  await here.be("Ana Duarte");
  await here.find(reference);
  await here.act("req-submit");
  const sent = Date.now();

  // The other desk rings, in a page that nobody touched.
  const alarm = there.page.getByRole("alert").filter({ hasText: w("alarm") });
  await alarm.waitFor();
  const took = Date.now() - sent;
  assert.ok(took < RINGS_WITHIN, `it rang after ${took} ms`);
  assert.equal(await there.page.title(), `(1) ${quiet}`);
  await there.page.getByRole("row").filter({ hasText: reference }).waitFor();
  // And the sender sees, as little touched, that it has arrived.
  await here.page.locator(".stand .chip.hot").waitFor({ state: "detached" });
  await picture("rings", here, there);
  t.diagnostic(`the other desk rang after ${took} ms`);

  // Both read the same six words.
  await there.page.getByRole("row").filter({ hasText: reference }).getByRole("link").click();
  const six = await there.words();
  assert.equal(await here.words(), six);
  await picture("words", here, there);

  await staysUnderTheHand(here, there, w);
  await there.act("ack");
  await alarm.waitFor({ state: "hidden" });
  assert.equal((await there.page.title()).startsWith("("), false);
  await there.act("voice-confirm", { fields: { text: six } });
  await there.page.locator(".opening").getByText(w("confirmed"), { exact: true }).waitFor();
  await there.act("decide-accept");
  await holds(there);
  await expires(here, w);
  await picture("held", here);
  await letter(here, w, six, theme);
  assert.deepEqual(faults(context), []);
  await context.close();
}

/** Takes pictures of desks as a visitor has them before them: one, or two side by side. */
function pictured(context) {
  return async (name, ...desks) => {
    const shots = [];
    for (const desk of desks) {
      await desk.look();
      await desk.page.setViewportSize(desks.length > 1 ? BESIDE : LAPTOP);
      // One desk alone is about its items.
      const items = shots.length === 0 && desks.length === 1 ? ".items" : "body";
      await desk.page.locator(items).evaluate((element) => element.scrollIntoView());
      shots.push((await desk.page.screenshot({ animations: "disabled" })).toString("base64"));
      await desk.page.setViewportSize(LAPTOP);
    }
    const frame = await context.newPage();
    await frame.setViewportSize({ width: shots.length > 1 ? 1380 : 1280, height: 800 });
    const images = shots.map((shot) => `<img src="data:image/png;base64,${shot}">`);
    const style = "margin:0;display:flex;gap:20px;background:#8a8f92";
    await frame.setContent(`<body style="${style}">${images.join("")}`);
    await frame.screenshot({ path: join(FOLDER, `${name}.png`) });
    await frame.close();
  };
}

/** Drafts a request, one step a screen, until nothing is missing. */
async function drafts(desk, w) {
  const { page } = desk;
  const reference = await begun(desk, "preservation", "urgent");
  await pasted(desk, LOG);
  // What is taken is an item; what is not says why.
  await page.getByRole("status").filter({ hasText: "10.0.0.7" }).waitFor();
  assert.equal(await page.locator("fieldset.item").count(), 3);
  // What is missing stands there with its provision.
  await screen(desk, "review");
  const missing = page.locator(".lacks li").filter({ hasText: w("gap-element-necessity") });
  assert.match(await missing.textContent(), /\d+\(\d+\)/);
  await screen(desk, "items");
  for (const [n, tier] of [[1, "traffic"], [2, "traffic"], [3, "subscriber"]]) {
    await page.locator(`#tier-${n}`).selectOption(tier);
  }
  await page.locator("#from-3").fill("2026-11-01T00:00:00");
  await page.locator("#until-3").fill("2026-11-19T03:12:00");
  await desk.field("field-custodian").fill("Puffin Hosting");
  await desk.press("draft-next");
  await caseTold(desk);
  await reasoned(desk, "The demand says that the server is wiped at 03:52.");
  return reference;
}

/** A page shown anew neither swallows a press that has begun nor loses the keyboard's place. */
async function staysUnderTheHand(here, there, w) {
  const { page } = there;
  const anew = async () => {
    const shown = page.waitForResponse((answer) => answer.url() === page.url());
    await here.act("note", { fields: { text: "Please hurry" } });
    await (await shown).finished();
    await there.look();
  };
  const notes = page.locator(".file").getByText(w("kind-note"), { exact: true });
  const note = there.link("act-note");
  await note.focus();
  await anew();
  await notes.first().waitFor();
  assert.ok(await note.evaluate((link) => link === document.activeElement));
  const { x, y, width, height } = await note.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await anew();
  await page.mouse.up();
  await there.heading(w("act-note")).waitFor();
  await page.goBack();
  await page.waitForURL(/\/requests\/[0-9a-f-]+$/);
}

/** Two orders, two replies: two items are held and one is not. */
async function holds(desk) {
  const until = inDays(89);
  const orders = [[[1, 2], "puffin-hosting", "held"], [[3], "mirabelle-mail", "not-held"]];
  for (const [items, provider, outcome] of orders) {
    const order = { provider, channel: "portal", reference: "XB-PO-118", until };
    await desk.act("order-serve", { items, fields: { ...order, text: "Hold it." } });
    await desk.act("order-reply", { items, fields: { outcome, reference: "case 55-20", until } });
  }
  await desk.act("preserved-held", { items: [1, 2], fields: { until: inDays(75) } });
  await desk.act("preserved-not-held", { items: [3] });
}

/** What was held, and until when, in three zones; the page shows it by itself. */
async function expires(desk, w) {
  const { page } = desk;
  const rows = page.locator("table.items").getByRole("row");
  const held = rows.filter({ has: page.getByText(w("state-preserved"), { exact: true }) });
  await page.locator("table.items").getByText(w("state-not-held")).first().waitFor();
  assert.equal(await held.count(), 2);
  for (const row of await held.all()) {
    const zones = await row.locator(".zones dt").allTextContents();
    assert.deepEqual(zones, [w("zone-mine"), w("zone-theirs"), "UTC"]);
    const times = await row.locator(".zones dd").allTextContents();
    assert.equal(new Set(times).size, 3, `three zones: ${times}`);
  }
}

/** The request as a letter, on paper, and the answer to whoever holds it. */
async function letter(desk, w, six, theme) {
  const { page } = desk;
  const line = page.locator(".file > li").filter({ hasText: six });
  await line.getByRole("link", { name: w("letter") }).click();
  await page.getByRole("article").getByText(six).waitFor();
  await page.emulateMedia({ media: "print", colorScheme: theme });
  assert.equal(await page.getByRole("banner").isVisible(), false, "paper has no menu");
  await page.emulateMedia({ media: "screen", colorScheme: theme });
  const paper = await page.pdf({ preferCSSPageSize: true, path: join(FOLDER, "letter.pdf") });
  assert.ok(paper.length > 0);
  await page.goto(`${desk.url}/verify`);
  await page.getByLabel(w("verify-words")).fill(six.toUpperCase());
  await desk.press("verify-go");
  await page.getByRole("heading", { name: w("verify-yes") }).waitFor();
}
