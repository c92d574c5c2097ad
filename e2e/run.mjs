// SPDX-License-Identifier: EUPL-1.2
// Plays the journeys, or those that are named: node run.mjs PROJECT PROGRAM FOLDER [NAME...]
//
// A journey is a file that exports `play`; a new one is a line here. Journeys on the demo share it
// and go one after another, since each hears what another's request rings; a journey with nodes of
// its own goes beside them.

import test from "node:test";
import * as stage from "./stage.mjs";
import * as clean from "./clean.mjs";
import * as emergency from "./emergency.mjs";
import * as night from "./night.mjs";
import * as noScript from "./no-script.mjs";
import * as report from "./report.mjs";
import * as several from "./several.mjs";
import * as signIn from "./sign-in.mjs";
import * as watch from "./watch.mjs";

const ON_THE_DEMO = {
  "the night, in English on two laptops": (t) => night.play(t, desks, "en"),
  "the night, in Arabic on two telephones": (t) => night.play(t, desks, "ar"),
  "what cannot wait, and what is only asked": (t) => emergency.play(t, desks),
  "two States asked on the word of a judge": (t) => several.play(t, desks),
  "everything without a script": (t) => noScript.play(t, desks),
  "every page for everybody": (t) => clean.play(t, desks),
};

const ON_THEIR_OWN = {
  "signing in with a passkey, and touching it before what binds": (t) => signIn.play(t),
  "a report on a State's own law": () => report.play(),
  "the night shift: woken, woken further, and handed over": (t) => watch.play(t),
};

const wanted = process.argv.slice(5);
const isWanted = ([name]) => wanted.length === 0 || wanted.some((part) => name.includes(part));

let desks;

async function played(t, journeys) {
  for (const [name, play] of Object.entries(journeys).filter(isWanted)) {
    await t.test(name, async (t) => {
      try {
        await play(t);
      } catch (error) {
        // At once: what the runner says at its end is lost where it is ended from outside.
        t.diagnostic(String(error?.message ?? error).slice(0, 2_000));
        for (const line of await stage.pictures(name.split(",")[0])) t.diagnostic(line);
        throw error;
      }
    });
  }
}

test("journeys", { concurrency: 2 }, async (t) => {
  t.after(stage.close);
  await stage.open();
  await Promise.all([
    t.test("on the demo", async (t) => {
      if (!Object.entries(ON_THE_DEMO).some(isWanted)) return;
      desks = await stage.demo();
      await played(t, ON_THE_DEMO);
    }),
    t.test("on nodes of their own", (t) => played(t, ON_THEIR_OWN)),
  ]);
});
