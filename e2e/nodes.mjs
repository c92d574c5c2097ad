// SPDX-License-Identifier: EUPL-1.2
// Nodes as an operator founds them, and officers who come in with a token for the first time.
//
// Their clock is libfaketime's, so that hours can go by without anybody waiting.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stumbles } from "./eye.mjs";
import { home, ports, started, told } from "./stage.mjs";

const FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
export const PASSWORD = "spoon harbour violin";

/** The clock of the nodes: the system's, moved on by hand. */
export class Clock {
  constructor(name) {
    this.file = join(home(name), "clock");
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

/** The officers of a node that nobody says more of, by name. */
const OFFICERS = ["Ana=duty", "Bea=administrator", "Cem=administrator"];

/** Founds a node, and lets it serve with these lines more in its configuration. */
export async function founded(name, state, clock, officers = OFFICERS, more = "") {
  const [api, peers] = await ports(2);
  const dir = join(home(name), state);
  const made = JSON.parse(await told([
    "init", "--json", "--state", state, "--dir", dir,
    ...officers.flatMap((one) => ["--officer", one]),
    "--api", `127.0.0.1:${api}`, "--peers", `127.0.0.1:${peers}`,
  ], clock.env));
  appendFileSync(made.config, more);
  await started(["serve", "--config", made.config], /the node serves/, clock.env);
  const [url, numbered] = ["localhost", "127.0.0.1"].map((at) => `http://${at}:${api}`);
  const named = officers.map((one, n) => [one.split("=")[0].toLowerCase(), made.officers[n].token]);
  return { state, url, api: numbered, root: made.fingerprint, ...Object.fromEntries(named) };
}

/** A node believes another: by an administrator of this name. */
export async function meets(node, other, by = "bea") {
  const words = ["peer", "--url", node.api, "--token", node[by], "add", other.state];
  const from = `${other.api}/.well-known/comity/directory`;
  await told([...words, "--root", other.root, "--from", from]);
}

/** A whole draft, made by a program with the officer's token. */
export async function drafted(node) {
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

/** The first time: the token leads to one page, and what is set up there to the docket. */
export async function setsAPassword(desk, token, clock) {
  const { page, w } = desk;
  await page.goto(desk.url);
  await desk.field("door-token").fill(token);
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
