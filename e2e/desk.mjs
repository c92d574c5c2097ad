// SPDX-License-Identifier: EUPL-1.2
// Somebody at the pages of a State: they read words and press what is called so.

import assert from "node:assert/strict";

/** The six words of a message. */
const SIX = /^[a-z]+( [a-z]+){5}$/;

export class Desk {
  /** A page of a State's desk, read in a language. */
  constructor(page, url, w) {
    Object.assign(this, { page, url, w });
  }

  static async open(context, url, w) {
    return new Desk(await context.newPage(), url, w);
  }

  /** Becomes somebody of the demo, whoever one was before. */
  async be(name) {
    await this.look();
    await this.page.goto(this.url);
    const me = this.page.locator("header details.who > summary");
    const button = this.page.getByRole("button", { name });
    if (await button.count() === 0) {
      await me.click();
      await this.page.getByRole("button", { name: this.w("leave") }).click();
    }
    await button.click();
    await this.page.waitForURL((at) => at.pathname !== "/");
    assert.equal(await me.textContent(), name);
  }

  heading(name) {
    return this.page.getByRole("heading", { name, exact: true });
  }

  link(key) {
    return this.page.getByRole("link", { name: this.w(key), exact: true });
  }

  button(key) {
    return this.page.getByRole("button", { name: this.w(key), exact: true });
  }

  /** The field of a label; what stands behind the name of a field is a hint. */
  field(key) {
    return this.page.getByRole("main").getByLabel(this.w(key));
  }

  /** Looks at this desk: a browser draws the page in front, and lets the others be. */
  async look() {
    await this.page.bringToFront();
  }

  async press(key) {
    await this.look();
    await this.button(key).click();
  }

  async follow(key) {
    await this.look();
    await this.link(key).click();
  }

  /** Goes to a request by the number that either State calls it by. */
  async find(reference) {
    await this.look();
    await this.page.getByLabel(this.w("find-label")).fill(reference);
    await this.page.getByLabel(this.w("find-label")).press("Enter");
    await this.page.waitForURL(/\/requests\/[0-9a-f-]+$/);
  }

  /** Does an act that the request offers, on these items, with these fields filled in. */
  async act(kind, { items, fields = {} } = {}) {
    const title = `act-${kind}`;
    await this.follow(title);
    await this.page.getByRole("heading", { level: 1, name: this.w(title) }).waitFor();
    if (items) {
      for (const box of await this.page.locator("input[name=item]").all()) {
        await box.setChecked(items.includes(Number(await box.getAttribute("value"))));
      }
    }
    for (const [name, value] of Object.entries(fields)) {
      const field = this.field(`field-${name}`);
      const tag = await field.evaluate((element) => element.tagName);
      if (tag === "SELECT") await field.selectOption(value);
      else await field.fill(value);
    }
    await this.press(title);
    await this.page.waitForURL(/\/requests\/[0-9a-f-]+(#.*)?$/);
  }

  /** Answers every question about protected freedoms and persons with no. */
  async examine() {
    await this.follow("act-examine");
    for (const no of await this.page.locator("input[name^=screen-][value=no]").all()) {
      await no.check();
    }
    await this.page.locator("input[name=why-research]").fill("A ransom was asked for.");
    await this.field("field-transfer").selectOption("lawful");
    await this.press("act-examine");
    await this.page.waitForURL(/\/requests\/[0-9a-f-]+(#.*)?$/);
  }

  /** The six words of the newest message of a request. */
  async words() {
    const all = this.page.locator(".file .words bdi");
    const six = (await all.first().textContent()).trim();
    assert.match(six, SIX);
    return six;
  }

  /** A row of a table, by what stands in it. */
  row(text) {
    return this.page.getByRole("row").filter({ hasText: text });
  }

  /** Whether the page is wider than what it is read on. */
  async scrollsSideways() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}
