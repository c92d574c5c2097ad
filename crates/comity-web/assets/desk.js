// SPDX-License-Identifier: EUPL-1.2
// What a page gains from a script. Everything works without it.
"use strict";

// A form goes once: a second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Coming back with the browser's button, forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What went wrong is read out first.
document.querySelector("[role=alert][tabindex]")?.focus();
