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

// A file that is chosen becomes the text of the field that takes it.
for (const chosen of document.querySelectorAll("input[type=file][data-into]")) {
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    if (file) document.getElementById(chosen.dataset.into).value = await file.text();
  });
}

// What went wrong is read out first.
document.querySelector("[role=alert][tabindex]")?.focus();

// What changes while a page is open. One of the open pages listens and tells the others, since a
// browser opens few connections to one place.
const main = document.getElementById("main");
const alarm = document.getElementById("alarm");
if (main?.dataset.live !== undefined && alarm) {
  const title = document.title;
  const channel = new BroadcastChannel("comity-desk");
  let version = Number(main.dataset.version);
  let ringing = 0;
  let quietAt = 0;
  let bell = null;

  const ring = () => {
    const sound = new AudioContext();
    for (const [at, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
      const tone = sound.createOscillator();
      const level = sound.createGain();
      tone.frequency.value = pitch;
      level.gain.setValueAtTime(0.15, sound.currentTime + at);
      level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.22);
      tone.connect(level).connect(sound.destination);
      tone.start(sound.currentTime + at);
      tone.stop(sound.currentTime + at + 0.24);
    }
    setTimeout(() => sound.close(), 1500);
  };

  const show = (count) => {
    ringing = count;
    alarm.hidden = count === 0;
    document.getElementById("alarm-count").textContent = count;
    document.title = count > 0 ? `(${count}) ${title}` : title;
    if (count <= quietAt) quietAt = Math.min(quietAt, count);
    const loud = count > quietAt;
    if (loud && bell === null) {
      ring();
      bell = setInterval(ring, 4000);
    } else if (!loud && bell !== null) {
      clearInterval(bell);
      bell = null;
    }
  };

  document.getElementById("alarm-quiet").addEventListener("click", () => {
    quietAt = ringing;
    show(ringing);
  });

  // Under a pointer that is down nothing is moved, or its press would be lost.
  let pressed = false;
  let afterwards = null;
  main.addEventListener("pointerdown", () => { pressed = true; });
  const released = () => setTimeout(() => {
    pressed = false;
    afterwards?.();
    afterwards = null;
  });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, released);

  // Whoever goes by keyboard stays where they were.
  const replace = (there) => {
    if (pressed) {
      afterwards = () => replace(there);
      return;
    }
    const focused = document.activeElement;
    const place = main.contains(focused) && focused !== main ? focused.outerHTML : null;
    main.replaceChildren(...there.childNodes);
    if (place === null) return;
    const all = main.querySelectorAll("a, button, summary, input, select, textarea");
    [...all].find((one) => one.outerHTML === place)?.focus({ preventScroll: true });
  };

  // A page that only shows is shown anew; one in which somebody writes is left alone.
  const refresh = async () => {
    if (main.dataset.live !== "yes" || main.querySelector("details[open]")) return;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = fresh.getElementById("main");
    if (there) replace(there);
  };

  // Silence must not be taken for quiet: a page that hears nothing says so.
  const deaf = document.getElementById("deaf");
  const heard = (told) => {
    deaf.hidden = !told.deaf;
    if (told.deaf) return;
    show(told.alarms);
    if (told.version !== version) refresh();
    version = told.version;
  };
  channel.addEventListener("message", (event) => heard(event.data));
  const tell = (told) => {
    channel.postMessage(told);
    heard(told);
  };
  // Whose session ended is not let in: the browser gives up, and so must the page, since another
  // one may be signed in anew. It asks again after a while, as those do that wait behind it.
  const listen = () => new Promise((done) => {
    const events = new EventSource("/events");
    events.addEventListener("desk", (event) => tell(JSON.parse(event.data)));
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED) return;
      tell({ deaf: true });
      done();
    });
  });
  const wait = () => new Promise((done) => setTimeout(done, 5000));
  const take = () => navigator.locks.request("comity-desk", listen).then(wait).then(take);
  if (navigator.locks) take();
}
