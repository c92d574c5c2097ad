// SPDX-License-Identifier: EUPL-1.2
// An officer of a founded node comes in: with a token once, then with a password and a code, then
// with a passkey, which they show again before they send.
//
// Two nodes, made as an operator makes them. Their clock is libfaketime's, so that a code can pass
// and five minutes can go by without anybody waiting; the authenticator is Chromium's own.

import assert from "node:assert/strict";
import { Desk } from "./desk.mjs";
import { stumbles } from "./eye.mjs";
import { Clock, PASSWORD, drafted, founded, meets, setsAPassword } from "./nodes.mjs";
import { faults, visitor, words } from "./stage.mjs";

export async function play(t) {
  const w = words("en");
  const clock = new Clock("sign-in");
  const [arcadia, borealia] = await Promise.all(
    ["XA", "XB"].map((state) => founded("sign-in", state, clock)),
  );
  await meets(arcadia, borealia);
  await meets(borealia, arcadia);
  const request = await drafted(arcadia);

  const context = await visitor();
  const desk = await Desk.open(context, arcadia.url, w);
  const { page } = desk;
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options: {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } });
  const finger = (isUserVerified) =>
    devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });

  const key = await setsAPassword(desk, arcadia.ana, clock);
  await leaves(desk);
  await entersWithPassword(desk, clock, key);
  await addsAPasskey(desk);
  await leaves(desk);

  // A finger that is not the officer's opens nothing, and the page says so.
  await finger(false);
  await desk.press("door-passkey");
  await page.getByRole("alert").filter({ hasText: w("passkey-not-shown") }).waitFor();
  await finger(true);
  await desk.press("door-passkey");
  await page.waitForURL("**/docket");

  // Six minutes later sending needs the passkey once more, and nothing that was said is lost.
  clock.move(6 * 60);
  await page.goto(`${arcadia.url}/requests/${request}`);
  await desk.follow("act-req-submit");
  await desk.press("act-req-submit");
  await desk.heading(w("touch-title")).waitFor();
  assert.deepEqual(await stumbles(page), []);
  await desk.press("touch-passkey");
  await page.waitForURL(`**/requests/${request}`);
  await page.locator(".stand").getByText(w("state-sent"), { exact: true }).waitFor();
  await desk.words();
  assert.deepEqual(faults(context), []);
  await context.close();
}

async function leaves(desk) {
  await desk.page.locator("header details.who > summary").click();
  await desk.press("leave");
  await desk.heading(desk.w("door-title")).waitFor();
  assert.deepEqual(await stumbles(desk.page), []);
}

async function entersWithPassword(desk, clock, key) {
  // Each code is taken once.
  clock.move(60);
  await desk.field("door-login").fill("ana");
  await desk.page.locator("#password").fill(PASSWORD);
  await desk.page.locator("#code").fill(clock.code(key));
  const form = desk.page.locator("form").filter({ has: desk.page.locator("#login") });
  await form.getByRole("button").click();
  await desk.page.waitForURL("**/docket");
}

async function addsAPasskey(desk) {
  const { page, w } = desk;
  await page.goto(`${desk.url}/sign-in`);
  await desk.field("sign-in-name").fill("the blue stick");
  await desk.press("sign-in-passkey");
  await page.getByText("the blue stick").first().waitFor();
  await page.getByText(w("credential-passkey"), { exact: true }).waitFor();
}
