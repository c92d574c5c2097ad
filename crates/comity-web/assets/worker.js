// SPDX-License-Identifier: EUPL-1.2
// Told by the browser's push service that something urgent waits: says so, and opens the desk.
// What it says is fixed; a push carries nothing.
"use strict";

self.addEventListener("push", (event) => {
  const say = async () => {
    let said = { title: "Comity", text: "!", lang: "en", dir: "ltr" };
    try {
      said = await (await fetch("/worker/said")).json();
    } catch {
      // Without a way to the node it still has to ring.
    }
    const { title, text, lang, dir } = said;
    const shown = { body: text, lang, dir, tag: "alarm", renotify: true, requireInteraction: true };
    await self.registration.showNotification(title, shown);
  };
  event.waitUntil(say());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const desks = await self.clients.matchAll({ type: "window" });
    if (desks.length > 0) return desks[0].focus();
    return self.clients.openWindow("/docket?view=mine");
  };
  event.waitUntil(open());
});
