// SPDX-License-Identifier: EUPL-1.2
// A draft, one step a screen.

/** Chooses States, measure and how urgent; the draft is open at its first screen. */
export async function begun(desk, measure, urgency, states = ["Borealia"]) {
  const { page, w } = desk;
  await desk.follow("docket-title");
  await desk.follow("new-request");
  for (const state of states) {
    await page.getByRole("checkbox", { name: new RegExp(state) }).check();
  }
  await page.locator(`input[name=measure][value=${measure}]`).check();
  await page.getByRole("radio", { name: w(`urgency-${urgency}`), exact: true }).check();
  await desk.press("begin-go");
  await desk.heading(w("screen-items")).waitFor();
  return (await page.locator(".crumb bdi").textContent()).trim();
}

/** Pastes what a log says. */
export async function pasted(desk, log) {
  await desk.field("paste-title").fill(log);
  await desk.press("paste-go");
  await desk.page.locator("fieldset.item").first().waitFor();
}

/** Goes to a screen by its tab. */
export async function screen(desk, name) {
  await desk.page.locator("nav.tabs").getByRole("link", { name: desk.w(`screen-${name}`) }).click();
  await desk.heading(desk.w(`screen-${name}`)).waitFor();
}

/** Says which case it is; and for which authority the contact point asks, where for another. */
export async function caseTold(desk, behalf) {
  const { page, w } = desk;
  await desk.field("case-authority").selectOption("xa-247");
  if (behalf) await desk.field("case-on-behalf").selectOption(behalf);
  await desk.field("case-number").fill("NUIPC 118/26.4");
  // Whatever the language of the pages: this is the one of what is written here.
  await desk.field("case-language").selectOption("en");
  await page.getByRole("checkbox", { name: w("offence-illegal-access") }).check();
  await page.locator("#own-illegal-access").fill("Penal Code of Arcadia, section 301");
  await page.locator("#own-text-illegal-access").fill("Whoever enters a system without right");
  await desk.field("case-years").fill("5");
  await desk.field("case-basis").selectOption("35(1)(b)");
  for (const [name, text] of [
    ["case-nature", "An investigation of an extortion."],
    ["facts", "At 03:12 the files of a hospital were encrypted."],
    ["persons", "Nobody is known yet."],
  ]) {
    await page.locator(`textarea[name=${name}]`).fill(text);
  }
  await desk.press("draft-next");
  await desk.heading(w("screen-reasons")).waitFor();
}

/** Gives a reason wherever one is asked for, until nothing is missing. */
export async function reasoned(desk, text) {
  for (const field of await desk.page.locator("form.stack > div > textarea").all()) {
    await field.fill(text);
  }
  await desk.press("draft-next");
  await desk.page.getByText(desk.w("review-whole")).waitFor();
}
