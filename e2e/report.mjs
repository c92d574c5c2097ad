// SPDX-License-Identifier: EUPL-1.2
// The reports of the worked examples, as somebody opens them who was sent the file: no node, no
// script, by day and by night, on a laptop and on a telephone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stumbles } from "./eye.mjs";
import { faults, PROJECT, visitor } from "./stage.mjs";

export async function play() {
  for (const theme of ["light", "dark"]) {
    const context = await visitor({ theme });
    const page = await context.newPage();
    for (const name of ["arcadia", "delphinia"]) {
      await page.goto(pathToFileURL(join(PROJECT, "law/assessments", `${name}.html`)).href);
      await page.getByRole("link", { name: "What to do next" }).click();
      assert.match(page.url(), /#next$/);
      assert.deepEqual(await stumbles(page), [], `${name}, ${theme}`);
    }
    assert.deepEqual(faults(context), []);
    await context.close();
  }
}
