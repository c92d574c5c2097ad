// SPDX-License-Identifier: EUPL-1.2
// Passkeys: asks the node for a challenge, the browser for an answer, and posts it with the form.
//
// A form takes part by `data-passkey`: `get` to show a passkey, `create` to make one. Its
// `data-begin` is where challenges come from; its fields marked `data-ceremony` and `data-answer`
// take which challenge it was and what was answered.
"use strict";

const octets = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
};

const text = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (octet) => String.fromCharCode(octet)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const named = (list) => (list ?? []).map((one) => ({ ...one, id: octets(one.id) }));

async function ask(form) {
  const mark = form.elements.namedItem("form")?.value ?? "";
  const answer = await fetch(form.dataset.begin, {
    method: "POST",
    body: new URLSearchParams({ form: mark }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function show(options) {
  options.challenge = octets(options.challenge);
  options.allowCredentials = named(options.allowCredentials);
  const made = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = made.response;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: {},
    response: {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

async function make(options) {
  options.challenge = octets(options.challenge);
  options.user.id = octets(options.user.id);
  options.excludeCredentials = named(options.excludeCredentials);
  const made = await navigator.credentials.create({ publicKey: options });
  const { attestationObject, clientDataJSON } = made.response;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: {},
    response: {
      attestationObject: text(attestationObject),
      clientDataJSON: text(clientDataJSON),
    },
  };
}

// An answer to an earlier challenge is worth nothing: coming back, one begins anew.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[data-answer]")) field.value = "";
});

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const field = form.querySelector("[data-answer]");
    if (field.value !== "") return;
    event.preventDefault();
    event.stopPropagation();
    const said = form.querySelector("[data-said]");
    if (said) said.hidden = true;
    try {
      const begun = await ask(form);
      const work = form.dataset.passkey === "create" ? make : show;
      const answer = await work(begun.publicKey);
      form.querySelector("[data-ceremony]").value = begun.ceremony;
      field.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      // The browser says more to its user than it says to a page.
      if (said) said.hidden = false;
    }
  });
}
