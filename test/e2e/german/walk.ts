import type { Locator, Page } from 'playwright-core';
import { problemOf, spokenOn } from './spoken.ts';

/** Opens all that can be opened on a page without doing anything, and reads it. */
export class Walk {
  readonly #page: Page;
  readonly #cores: ReadonlySet<string>;
  readonly #problems = new Map<string, string>();
  #opened = 0;

  constructor(page: Page, cores: ReadonlySet<string>) {
    this.#page = page;
    this.#cores = cores;
  }

  /** Every English text that was met, and where it was met first. */
  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  /** How many dialogs, details and choices were opened. */
  get opened(): number {
    return this.#opened;
  }

  /** Reads the page as it stands. */
  async read(where: string): Promise<void> {
    await this.#page.evaluate<unknown>('new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))');
    for (const spoken of await spokenOn(this.#page)) {
      const problem = problemOf(spoken, this.#cores);
      if (problem !== undefined && !this.#problems.has(problem)) this.#problems.set(problem, where);
    }
  }

  /** The page, what is folded up, each choice, each question that a button asks, and each row's details. */
  async everything(where: string): Promise<void> {
    const page = this.#page;
    await this.#unfold();
    await this.read(where);
    await this.#choices(where, page.locator('body'));
    await this.#questions(where, page.locator('main'));
    const rows = page.locator('main tbody tr[tabindex], main a.line');
    const count = Math.min(await rows.count(), 12);
    for (let index = 0; index < count; index += 1) {
      await rows.nth(index).click();
      const detail = page.locator('.detail');
      if ((await detail.count()) === 0) break;
      this.#opened += 1;
      await this.read(`${where}, row ${index + 1}`);
      await this.#questions(`${where}, row ${index + 1}`, detail);
      await page.keyboard.press('Escape');
    }
  }

  async #unfold(): Promise<void> {
    await this.#page.evaluate<void>(
      'for (const one of document.querySelectorAll("details")) one.open = true; undefined',
    );
  }

  /** Each option of each list, and each radio button. What the settings save at once is not touched. */
  async #choices(where: string, place: Locator): Promise<void> {
    const radios = place.locator('input[type=radio]:enabled');
    for (let index = 0; index < (await radios.count()); index += 1) {
      await radios.nth(index).check({ force: true });
      this.#opened += 1;
      await this.#unfold();
      await this.read(`${where}, choice ${index + 1}`);
    }
    const lists = place.locator('select:enabled:not(.setting select)');
    for (let list = 0; list < (await lists.count()); list += 1) {
      const options = await lists.nth(list).locator('option').count();
      for (let option = 0; option < options; option += 1) {
        await lists.nth(list).selectOption({ index: option });
        this.#opened += 1;
        await this.read(`${where}, list ${list + 1}, option ${option + 1}`);
      }
    }
  }

  /** Each button that ends with an ellipsis asks something before it does anything. */
  async #questions(where: string, place: Locator): Promise<void> {
    const buttons = place.locator('button:enabled').filter({ hasText: /…$/ });
    const asked = new Set<string>();
    for (let index = 0; index < (await buttons.count()); index += 1) {
      const button = buttons.nth(index);
      const name = (await button.innerText()).trim();
      if (asked.has(name) || !(await button.isVisible())) continue;
      asked.add(name);
      await button.click();
      const dialog = this.#page.locator('dialog[open]');
      if ((await dialog.count()) === 0) continue;
      this.#opened += 1;
      await this.read(`${where}, “${name}”`);
      await this.#choices(`${where}, “${name}”`, dialog);
      await this.#mistakes(`${where}, “${name}”`, dialog);
      await this.#page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' }).catch(() => undefined);
    }
  }

  /** What forms say of values that cannot be. */
  async #mistakes(where: string, dialog: Locator): Promise<void> {
    const fields = dialog.locator('input[type=text]:enabled, input[type=password]:enabled, input:not([type]):enabled');
    for (const value of ['x', 'sk-ant-oat01-', 'ftp://some one/?a#b', 'http://203.0.113.9']) {
      for (let index = 0; index < (await fields.count()); index += 1) await fields.nth(index).fill(value);
      await this.read(`${where}, with “${value}”`);
    }
  }
}
