// SPDX-License-Identifier: EUPL-1.2
// An officer of a founded node comes in: with a token once, then with a password and a code, then
// with a passkey, which they show again before they send.
//
// Two nodes, made as an operator makes them. Their clock is libfaketime's, so that a code can pass
// and five minutes can go by without anybody waiting; the authenticator is Chromium's own.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "./desk.mjs";
import { stumbles } from "./eye.mjs";
import { faults, home, ports, started, told, visitor, words } from "./stage.mjs";

const FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
const PASSWORD = "spoon harbour violin";

/** The clock of the nodes: the system's, moved on by hand. */
class Clock {
  constructor() {
    this.file = join(home("sign-in"), "clock");
    this.moved = 0;
    this.move(0);
    this.env = {
      LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  move(seconds) {
    this.moved += seconds;
    writeFileSync(this.file, `+${this.moved}`);
  }

  /** What a device that took up this key shows now: RFC 6238. */
  code(key) {
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const five = (letter) => digits.indexOf(letter).toString(2).padStart(5, "0");
    const octets = [...key].map(five).join("").match(/.{8}/g).map((eight) => parseInt(eight, 2));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1_000 + this.moved) / 30)));
    const tag = createHmac("sha1", Buffer.from(octets)).update(step).digest();
    const number = tag.readUInt32BE(tag[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  }
}

/** Founds a node, and lets it serve. */
async function founded(state, clock) {
  const [api, peers] = await ports(2);
  const dir = join(home("sign-in"), state);
  const first = ["Ana=duty", "Bea=administrator", "Cem=administrator"];
  const officers = first.flatMap((one) => ["--officer", one]);
  const made = JSON.parse(await told([
    "init", "--json", "--state", state, "--dir", dir, ...officers,
    "--api", `127.0.0.1:${api}`, "--peers", `127.0.0.1:${peers}`,
  ], clock.env));
  await started(["serve", "--config", made.config], /the node serves/, clock.env);
  const [ana, bea] = made.officers.map((officer) => officer.token);
  const [url, numbered] = ["localhost", "127.0.0.1"].map((name) => `http://${name}:${api}`);
  return { state, url, api: numbered, ana, bea, root: made.fingerprint };
}

async function meets(node, other) {
  const words = ["peer", "--url", node.api, "--token", node.bea, "add", other.state];
  const from = `${other.api}/.well-known/comity/directory`;
  await told([...words, "--root", other.root, "--from", from]);
}

/** A whole draft, made by a program with the officer's token. */
async function drafted(node) {
  const at = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)}Z`;
  const reason = "The demand says that the server is wiped at 03:52.";
  const said = [
    "case-nature", "facts", "persons", "data-link", "custodian", "necessity", "proportionality",
    "purpose", "assistance", "intention", "urgency",
  ];
  const request = Object.fromEntries(said.map((name) => [name.replace("-", "_"), reason]));
  request.offences = [{ code: "illegal-access", provision: "PC 301", text: "Whoever enters" }];
  const command = {
    command: "draft", to: "XB",
    facts: {
      instrument: "uncc", measure: "preservation", basis: "35(1)(b)", urgency: "urgent",
      offences: ["illegal-access"], maximum_years: 5,
      items: [{ n: 1, tier: "traffic", identifier: "ip" }],
    },
    body: {
      case: "NUIPC 118/26.4", language: "en", request,
      authority: { code: "xa-247", name: "24/7 contact point", contact: {
        office: "Desk", phone: "+99955500101", email: "desk@arcadia.example", languages: ["en"] } },
      items: [{ n: 1, identifier: { kind: "ip", address: "203.0.113.7", port: 50123, at } }],
    },
  };
  const answer = await fetch(`${node.api}/api/v1/requests`, {
    method: "POST",
    headers: { authorization: `Bearer ${node.ana}`, "content-type": "application/json" },
    body: JSON.stringify({ command }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).request;
}

export async function play(t) {
  const w = words("en");
  const clock = new Clock();
  const [arcadia, borealia] = await Promise.all(["XA", "XB"].map((state) => founded(state, clock)));
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

  const key = await setsAPassword(desk, arcadia, clock);
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

/** The first time: the token leads to one page, and what is set up there to the docket. */
async function setsAPassword(desk, node, clock) {
  const { page, w } = desk;
  await page.goto(node.url);
  await desk.field("door-token").fill(node.ana);
  await page.locator("form").filter({ has: page.locator("#token") }).getByRole("button").click();
  await desk.heading(w("sign-in-first")).waitFor();
  assert.deepEqual(await stumbles(page), []);
  const key = (await page.locator("#key").textContent()).trim();
  await desk.field("sign-in-password-new").fill(PASSWORD);
  await desk.field("sign-in-code").fill(clock.code(key));
  await desk.press("sign-in-save");
  await page.waitForURL("**/docket");
  return key;
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
