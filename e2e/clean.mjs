// SPDX-License-Identifier: EUPL-1.2
// Every page there is, for everybody: both languages, both themes, laptop and telephone.
//
// Which pages there are is found by following links from where officers begin: a page that nobody
// links to is one that nobody reaches. Every request and every draft of the journeys before is
// looked at, and one page of each act.

import assert from "node:assert/strict";
import { Desk } from "./desk.mjs";
import { begun, screen } from "./draft.mjs";
import { stumbles } from "./eye.mjs";
import { faults, visitor, words } from "./stage.mjs";

/** LIMIT: octets of a page with all that it loads, exhibits apart. */
const PAGE_MAX = 100 * 1024;

/** Pages at once: as many as the cores of the smallest machine we run on. */
const ABREAST = 2;

/** Who looks: between them they see every page. */
const PEOPLE = [
  ["arcadia", "Tiago Lopes"], ["arcadia", "Sara Reis"], ["arcadia", "Ana Duarte"],
  ["arcadia", "Ines Prado"],
  ["borealia", "Aiko Mori"], ["borealia", "Ken Ito"],
];

const NO_REQUEST = "/requests/01900000-0000-7000-8000-000000000000";

/** What a page is one of: acts that differ only in their request are alike, and so are the articles
 * of one instrument, and their rows to confirm. */
function kind(url) {
  const instrument = url.pathname.match(/^\/law\/([^/]+)\/\d+$/)?.[1];
  if (instrument) return `article ${instrument}`;
  const confirmed = url.pathname.match(/^\/confirmations\/([^/]+)\/\w+$/)?.[1];
  if (confirmed) return `rows of ${confirmed}`;
  if (url.pathname === "/confirmations" && url.search) return "rows of a measure";
  const act = url.pathname.match(/\/requests\/[0-9a-f-]+\/(act|exhibits|attachments|by-phone)$/)?.[1];
  if (!act) return url.href.replace(/\?after=.*/, "");
  if (act === "by-phone" || act === "attachments") return act;
  return [act, ...["what", "kind", "answer"].map((name) => url.searchParams.get(name))].join(" ");
}

/** The pages that somebody reaches by links, one of each kind that nobody reached before. */
async function reached(desk, known) {
  const found = [];
  const begin = [
    "/docket", "/law", "/law/status", "/verify", "/verify?words=no+words", "/docket?reference=XA-1",
    NO_REQUEST,
  ];
  const queue = begin.map((path) => new URL(path, desk.url));
  while (queue.length > 0) {
    const url = queue.shift();
    if (known.has(kind(url))) continue;
    known.add(kind(url));
    const answer = await desk.page.request.get(url.href);
    if (!answer.headers()["content-type"].startsWith("text/html")) continue;
    found.push(url.href);
    for (const [, href] of (await answer.text()).matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const next = new URL(href.replaceAll(/&(#38|amp);/g, "&"), url);
      if (next.origin === desk.url) queue.push(next);
    }
  }
  return found;
}

/** Looks at pages, some at a time; gives what is wrong with them. */
async function looked(context, urls, colours) {
  const queue = [...urls];
  const wrong = [];
  const work = async () => {
    const page = await context.newPage();
    let weight = 0;
    page.on("response", async (response) => {
      if (response.url().endsWith("/events")) return;
      weight += (await response.body().catch(() => "")).length;
    });
    for (let url = queue.shift(); url; url = queue.shift()) {
      weight = 0;
      await page.goto(url, { waitUntil: "load" });
      const found = await stumbles(page, colours);
      if (weight > PAGE_MAX) found.push(`${weight} octets`);
      wrong.push(...found.map((what) => `${url}: ${what}`));
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  return wrong;
}

export async function play(t, desks) {
  const known = new Set();
  const wrong = [];
  for (const [where, who] of [["arcadia", null], ...PEOPLE]) {
    const first = await visitor();
    const desk = await Desk.open(first, desks[where], words("en"));
    if (who) await desk.be(who);
    if (who === "Tiago Lopes") {
      // For a State that takes other languages too, so that there is something to translate.
      await begun(desk, "disclosure", "normal", ["Borealia", "Cascadia"]);
      await desk.field("field-custodian").fill("Puffin Hosting");
      await desk.press("draft-save");
      await screen(desk, "review");
    }
    const urls = who ? await reached(desk, known) : [`${desks[where]}/`];
    for (const language of ["en", "ar"]) {
      const context = await visitor({ language, reducedMotion: "reduce" });
      await context.addCookies(await first.cookies());
      const found = await looked(context, urls, language === "en");
      wrong.push(...found.map((what) => `${language} ${who ?? "nobody"} ${what}`));
      assert.deepEqual(faults(context), []);
      await context.close();
    }
    await first.close();
  }
  t.diagnostic(`${known.size} pages in two languages and two themes on two screens`);
  assert.equal(wrong.length, 0, `${wrong.length} findings:\n${wrong.slice(0, 40).join("\n")}`);
}
