// SPDX-License-Identifier: EUPL-1.2
// Asks the browser to be told while no page is open, and gives the node the address for it.
"use strict";

const form = document.getElementById("push");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const failed = document.getElementById("push-failed");
  try {
    const plain = form.dataset.key.replace(/-/g, "+").replace(/_/g, "/");
    const key = Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    await navigator.serviceWorker.register("/worker.js");
    const worker = await navigator.serviceWorker.ready;
    const there = await worker.pushManager.getSubscription();
    const options = { userVisibleOnly: true, applicationServerKey: key };
    const made = there ?? (await worker.pushManager.subscribe(options));
    form.elements.namedItem("endpoint").value = made.endpoint;
    form.submit();
  } catch {
    failed.hidden = false;
    delete form.dataset.sent;
  }
});
