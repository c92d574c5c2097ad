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

/** The rules that read colours: a theme changes those, and nothing else of a page. */
const OF_COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/**
 * What somebody would stumble over on the page that is open: on a laptop and on a telephone, by
 * day and by night.
 */
export async function stumbles(page) {
  const found = [];
  await page.evaluate(AXE);
  for (const [name, size] of [["laptop", LAPTOP], ["telephone", PHONE]]) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) found.push(`${name}: ${wider} pixels wider than the screen`);
    for (const [theme, runOnly] of [["light", ALL], ["dark", OF_COLOURS]]) {
      const violations = await page.evaluate(judged, { theme, runOnly });
      found.push(...violations.map((violation) => `${name}, ${theme}: ${violation}`));
    }
  }
  return found;
}

/** Runs in the page. */
async function judged({ theme, runOnly }) {
  document.documentElement.dataset.theme = theme;
  const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
  const said = (node) => `${node.html} (${node.failureSummary})`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(said).join(" | ")}`);
}
