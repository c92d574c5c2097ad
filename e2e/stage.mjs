// SPDX-License-Identifier: EUPL-1.2
// What a journey needs: programs that run, one browser, people at pages.
//
// Nothing waits for a time to pass: a journey waits for what a person would see, and the limit is
// only there so that what never comes is said.

import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

/** LIMIT: milliseconds for what a page does: a hundred times what it takes on a quiet machine. */
export const PATIENCE = 20_000;

/** LIMIT: milliseconds until a program serves; the demo plays its whole story before. */
const START = 120_000;

/** A laptop and a telephone. */
export const LAPTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

const running = [];

/** Where the nodes lie: in memory where that can be, or a busy disk would be what is waited for. */
const HOMES = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "comity-e2e-"));

/** Where the project is, the program under test, a folder for what the journeys make. */
export const [PROJECT, PROGRAM, FOLDER] = process.argv.slice(2, 5);

/** The texts of a language, by key, as the pages have them. */
export function words(language) {
  const all = new Map();
  const folder = join(PROJECT, "crates/comity-web/locales", language);
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const [, key, text] = line.match(/^([a-z][a-z0-9-]*) = (.*)$/) ?? [];
      if (key) all.set(key, text);
    }
  }
  return (key) => {
    const text = all.get(key);
    if (text === undefined) throw new Error(`${language} has no word for ${key}`);
    return text;
  };
}

/** Ports that nobody listens at now. */
export async function ports(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => done(server));
  })));
  const found = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return found;
}

/** Runs the program to its end; gives what it says. */
export async function told(args, env = {}) {
  const said = await promisify(execFile)(PROGRAM, args, { env: { ...process.env, ...env } });
  return said.stdout;
}

/** Starts the program; gives the first line that matches. */
export function started(args, pattern, env = {}) {
  const child = spawn(PROGRAM, args, {
    env: { ...process.env, TMPDIR: HOMES, ...env }, stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const said = [];
  return new Promise((done, fail) => {
    const silent = () => fail(new Error(`no ${pattern} from ${args[0]}:\n${said.join("\n")}`));
    const limit = setTimeout(silent, START);
    const read = (line) => {
      said.push(line);
      const match = line.match(pattern);
      if (!match) return;
      clearTimeout(limit);
      done(match);
    };
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", read);
    child.on("exit", (code) => {
      clearTimeout(limit);
      fail(new Error(`${args[0]} ended with ${code}:\n${said.join("\n")}`));
    });
  });
}

/** The demo, its story told: the addresses of both desks. */
export async function demo() {
  const both = /^ {3}(http:\/\/[\d.:]+) {3}(http:\/\/[\d.:]+)$/;
  const [, arcadia, borealia] = await started(["demo"], both);
  return { arcadia, borealia };
}

let browser;

/** The browser: Debian's own, with nothing downloaded. */
export async function open() {
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
}

/** Ends everything that was started. */
export async function close() {
  await browser?.close();
  await Promise.all(running.filter((child) => child.exitCode === null).map((child) => {
    child.removeAllListeners("exit");
    child.kill("SIGINT");
    return once(child, "exit");
  }));
  rmSync(HOMES, { recursive: true, force: true });
}

/** What a journey saw go wrong that no person would have seen. */
const wrongs = new WeakMap();

/** A visitor: cookies of their own, as many pages as they like. */
export async function visitor({ language = "en", theme = "light", ...options } = {}) {
  const context = await browser.newContext({
    viewport: LAPTOP, colorScheme: theme, locale: language, ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const wrong = [];
  wrongs.set(context, wrong);
  context.on("weberror", (error) => wrong.push(String(error.error())));
  context.on("console", (message) => {
    // An answer that says no is an answer; a page that forbids itself something is a fault.
    const answer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !answer) wrong.push(message.text());
  });
  return context;
}

/** What went wrong in the pages of a visitor, such as a script that failed. */
export function faults(context) {
  return wrongs.get(context);
}

/** A folder for a node. */
export function home(name) {
  const path = join(HOMES, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Where a journey leaves what it makes. */
export function folder(name) {
  const path = join(FOLDER, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Every page that is open, as pictures, for whoever looks into a failure. */
export async function pictures(name) {
  const said = [];
  for (const [n, page] of browser.contexts().flatMap((context) => context.pages()).entries()) {
    const path = join(folder("failures"), `${name}-${n}.png`);
    const taken = await page.screenshot({ path, fullPage: true }).catch(() => null);
    if (taken) said.push(`${path}: ${page.url()}`);
  }
  return said;
}
