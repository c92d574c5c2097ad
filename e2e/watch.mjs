// SPDX-License-Identifier: EUPL-1.2
// The night shift: who has duty is woken by mail, push and gateway; nobody answers, and who stands
// in is woken; they acknowledge, and sign for the shift.
//
// The mail server is nodemailer's, the clock libfaketime's. What makers of browsers run to reach
// them is not on this machine: a server here takes the node's rings, and Chromium's own tools hand
// one to the page's worker.

import assert from "node:assert/strict";
import { createHmac, createPublicKey, verify } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { Desk } from "./desk.mjs";
import { stumbles } from "./eye.mjs";
import { Clock, PASSWORD, drafted, founded, meets, setsAPassword } from "./nodes.mjs";
import { faults, home, visitor, words } from "./stage.mjs";

const SECRET = "between the node and its gateway";
const OFFICERS = [
  "Aiko=duty", "Ren=central-authority", "Jun=supervisor", "Sho=administrator", "Umi=administrator",
];

/** Something that waits for what comes, and gives it in order. */
class Box {
  constructor() {
    this.came = [];
    this.waiting = [];
  }

  put(one) {
    const next = this.waiting.shift();
    if (next) next(one);
    else this.came.push(one);
  }

  take() {
    if (this.came.length > 0) return Promise.resolve(this.came.shift());
    return new Promise((done) => this.waiting.push(done));
  }
}

/** A mail server that takes everything. */
async function mailServer() {
  const mails = new Box();
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        // Lines that a mail broke are one line again.
        const text = Buffer.concat(parts).toString().replaceAll(/\r\n[ \t]|=\r\n/g, " ");
        mails.put({ to, text });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return { mails, port: server.server.address().port, close: () => server.close() };
}

/** A server that takes POSTs. */
async function taker() {
  const posts = new Box();
  const server = createServer(async (request, answer) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    posts.put({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
    answer.writeHead(201).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { posts, port: server.address().port, close: () => server.close() };
}

/** A wall clock of a zone, so many hours from now, as a field of a browser takes it. */
function wall(hours, zone) {
  const at = new Date(Date.now() + hours * 3_600_000);
  return at.toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T").slice(0, 16);
}

/** Somebody of a node, signed in, in a browser of their own. */
async function officer(node, name, clock, w) {
  const context = await visitor();
  await context.grantPermissions(["notifications"], { origin: node.url });
  const desk = await Desk.open(context, node.url, w);
  desk.key = await setsAPassword(desk, node[name], clock);
  return desk;
}

/** The supervisor says who has duty. */
async function rosters(desk, w) {
  const { page } = desk;
  await page.goto(`${desk.url}/duty`);
  await page.getByText(w("duty-nobody-now")).waitFor();
  await page.locator("#officer").selectOption({ label: "Aiko" });
  await page.locator("#deputy").selectOption({ label: "Ren" });
  await page.locator("#begins").fill(wall(-1, "Asia/Tokyo"));
  await page.locator("#ends").fill(wall(10, "Asia/Tokyo"));
  await desk.press("duty-add");
  await page.locator(".now strong").getByText("Aiko").waitFor();
  assert.deepEqual(await stumbles(page), []);
}

/** An officer says how they are woken. */
async function reached(desk, mail, phone) {
  await desk.page.goto(`${desk.url}/reach`);
  await desk.page.locator("#mail").fill(mail);
  await desk.page.locator("#phone").fill(phone);
  await desk.press("reach-set");
  await desk.page.waitForURL("**/reach");
  assert.equal(await desk.page.locator("#mail").inputValue(), mail);
}

/** A browser is told: here its push service is the server that takes POSTs. */
async function subscribes(desk, endpoint) {
  const { page } = desk;
  assert.deepEqual(await stumbles(page), []);
  await page.locator("#push input[name=endpoint]").evaluate((field, value) => {
    field.value = value;
    field.form.submit();
  }, endpoint);
  await desk.button("reach-push-end").waitFor();
  return page.locator("#push").getAttribute("data-key");
}

/** The request says what happened to it, and nothing else does. */
function saysNothing(text, request) {
  for (const told of ["XA", "Arcadia", request, "203.0.113.7", "NUIPC"]) {
    assert.equal(text.includes(told), false, `${told} in ${text}`);
  }
}

function ringIsSigned(ring, key, port) {
  assert.equal(ring.body.length, 0);
  assert.equal(ring.headers.urgency, "high");
  const [, token, shown] = ring.headers.authorization.match(/^vapid t=([^,]+), k=(.+)$/);
  assert.equal(shown, key);
  const [head, claims, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((n) => n.toString("base64url"));
  const of = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const how = { key: of, dsaEncoding: "ieee-p1363" };
  const octets = Buffer.from(signature, "base64url");
  assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), how, octets));
  const said = JSON.parse(Buffer.from(claims, "base64url"));
  assert.equal(said.aud, `http://127.0.0.1:${port}`);
}

function messageIsSigned(message) {
  const tag = createHmac("sha256", SECRET).update(message.body).digest("hex");
  assert.equal(message.headers["comity-signature"], `sha256=${tag}`);
  return JSON.parse(message.body);
}

/** The worker says its sentence when a push comes, in a page that nobody looks at. */
async function rings(desk, w) {
  const { page } = desk;
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise((done) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(desk.url));
      if (ours) done(ours.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/worker.js");
    await navigator.serviceWorker.ready;
  });
  const registrationId = await registered;
  await devtools.send("ServiceWorker.deliverPushMessage", {
    origin: desk.url, registrationId, data: "",
  });
  const shown = await page.waitForFunction(async () => {
    const worker = await navigator.serviceWorker.ready;
    const [one] = await worker.getNotifications();
    return one?.body;
  });
  assert.equal(await shown.jsonValue(), w("push-text"));
}

export async function play() {
  const w = words("en");
  const clock = new Clock("watch");
  const [mail, takes] = await Promise.all([mailServer(), taker()]);
  const secret = join(home("watch"), "gateway-secret");
  writeFileSync(secret, SECRET);
  const more = `
[alarm.mail]
host = "127.0.0.1"
port = ${mail.port}
security = "none"
from = "Comity <desk@borealia.example>"

[alarm.push]
contact = "mailto:operator@borealia.example"
services = ["127.0.0.1:${takes.port}"]

[alarm.gateway]
url = "http://127.0.0.1:${takes.port}/gateway"
secret = "${secret}"
`;
  const [arcadia, borealia] = await Promise.all([
    founded("watch", "XA", clock), founded("watch", "XB", clock, OFFICERS, more),
  ]);
  await meets(arcadia, borealia, "bea");
  await meets(borealia, arcadia, "sho");

  const jun = await officer(borealia, "jun", clock, w);
  await rosters(jun, w);
  const aiko = await officer(borealia, "aiko", clock, w);
  await reached(aiko, "aiko@borealia.example", "+999 555 0201");
  const key = await subscribes(aiko, `http://127.0.0.1:${takes.port}/push`);
  const ren = await officer(borealia, "ren", clock, w);
  await reached(ren, "ren@borealia.example", "");

  // Something urgent arrives: Aiko is told by every way she set up.
  const request = await drafted(arcadia);
  await sends(arcadia, request);
  const first = await mail.mails.take();
  assert.deepEqual(first.to, ["aiko@borealia.example"]);
  assert.match(first.text, /^Subject: .*Borealia.*acknowledge until .* UTC/m);
  assert.ok(first.text.includes(w("stage-on-duty")));
  saysNothing(first.text, request);
  const posts = [await takes.posts.take(), await takes.posts.take()];
  const [ring, message] = ["/push", "/gateway"].map((at) => posts.find(({ path }) => path === at));
  ringIsSigned(ring, key, takes.port);
  const said = messageIsSigned(message);
  assert.deepEqual([said.to, said.stage], ["+9995550201", "on-duty"]);
  saysNothing(said.text, request);
  await rings(aiko, w);

  // Half an hour on nobody has acknowledged it: Ren is told.
  clock.move(31 * 60);
  await jun.page.goto(`${borealia.url}/requests/${request}`);
  await jun.act("phone-note", { fields: { text: "Nobody answers at the desk" } });
  const second = await mail.mails.take();
  assert.deepEqual(second.to, ["ren@borealia.example"]);
  assert.ok(second.text.includes(w("stage-next")));
  await ren.page.goto(`${borealia.url}/docket`);
  await ren.heading(w("ringing-title")).waitFor();
  assert.deepEqual(await stumbles(ren.page), []);
  await ren.page.locator(".ringing").getByRole("button").click();
  await ren.page.locator(".stand").getByText(w("state-acknowledged"), { exact: true }).waitFor();
  const file = ren.page.locator(".file > li").filter({ hasText: w("kind-alarm") });
  assert.equal(await file.count(), 2);

  await handsOver(aiko, ren, clock, w);
  for (const desk of [jun, aiko, ren]) {
    assert.deepEqual(faults(desk.page.context()), []);
    await desk.page.context().close();
  }
  mail.close();
  takes.close();
}

/** A draft is sent by the officer's program. */
async function sends(node, request) {
  const answer = await fetch(`${node.api}/api/v1/requests/${request}/commands`, {
    method: "POST",
    headers: { authorization: `Bearer ${node.ana}`, "content-type": "application/json" },
    body: JSON.stringify({ command: { command: "act", kind: "req.submit" } }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** The shift is left with a word, and its successor signs for it. */
async function handsOver(from, to, clock, w) {
  await from.page.goto(`${from.url}/hand-over`);
  assert.deepEqual(await stumbles(from.page), []);
  await from.field("shift-remarks").fill("The provider answers mail only.");
  await from.press("shift-leave");
  await from.page.getByText(w("shift-mine")).waitFor();
  await to.page.goto(`${to.url}/hand-over`);
  await to.page.getByText("The provider answers mail only.").waitFor();
  await to.press("shift-take-sign");
  // It is half an hour since the successor came in: they show once more that it is they.
  await to.heading(w("touch-title")).waitFor();
  clock.move(60);
  await to.page.locator("#touch-password").fill(PASSWORD);
  await to.page.locator("#touch-code").fill(clock.code(to.key));
  await to.press("touch-go");
  await to.heading(w("shift-before")).waitFor();
}
