// SPDX-License-Identifier: EUPL-1.2
// Whether a page can be used by everybody: the rules of axe, and nothing wider than the screen.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LAPTOP, PHONE } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA and what it stands on, and what axe's authors hold to be good besides. */
const ALL = {
  type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** The rules that read colours: a theme changes those alone, and a language no colour. */
const COLOURS = ["color-contrast", "link-in-text-block"];
const OF_COLOURS = { runOnly: { type: "rule", values: COLOURS } };
const OF_ALL = { runOnly: ALL };
const BUT_COLOURS = {
  runOnly: ALL, rules: Object.fromEntries(COLOURS.map((rule) => [rule, { enabled: false }])),
};

/**
 * What somebody would stumble over on the page that is open: on a laptop and on a telephone; by
 * day and by night, unless its colours were looked at in another language.
 */
export async function stumbles(page, colours = true) {
  const found = [];
  await page.evaluate(AXE);
  for (const [name, size] of [["laptop", LAPTOP], ["telephone", PHONE]]) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) found.push(`${name}: ${wider} pixels wider than the screen`);
    const themes = colours ? [["light", OF_ALL], ["dark", OF_COLOURS]] : [["light", BUT_COLOURS]];
    for (const [theme, options] of themes) {
      const violations = await page.evaluate(judged, { theme, options });
      found.push(...violations.map((violation) => `${name}, ${theme}: ${violation}`));
    }
  }
  return found;
}

/** Runs in the page. */
async function judged({ theme, options }) {
  document.documentElement.dataset.theme = theme;
  const all = await window.axe.run(document, { ...options, resultTypes: ["violations"] });
  const said = (node) => `${node.html} (${node.failureSummary})`;
  return all.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(said).join(" | ")}`);
}
