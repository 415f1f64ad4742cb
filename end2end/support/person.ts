// A person at a browser: finds fields by their labels and buttons by what they say, in the language of the pages.
import { expect, type Locator, type Page } from '@playwright/test';
import { fits } from './trouble.ts';
import { words, type Language, type Word } from './words.ts';

export class Person {
  readonly say: ReturnType<typeof words>;

  constructor(
    readonly page: Page,
    readonly language: Language,
    /** The browser half runs. */
    readonly live: boolean,
  ) {
    this.say = words(language);
  }

  /** Waits until a page with this heading is there and, if the browser half runs, until it has taken the page over. */
  async arrives(heading: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: heading, ...(typeof heading === 'string' ? { exact: true } : {}) })).toBeVisible();
    if (this.live) await expect(this.page.locator('html[data-alive]')).toBeAttached();
    await fits(this.page);
  }

  /** The field of a label. The star of a required field is not part of its name. */
  field(label: string, within: Page | Locator = this.page): Locator {
    const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return within.getByLabel(new RegExp(`^${escaped}\\s*\\*?$`)).and(this.page.locator('input, select, textarea'));
  }

  async fills(fields: Partial<Record<Word, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await this.field(this.say(label as Word)).fill(value);
  }

  async presses(word: Word, values?: Record<string, string>): Promise<void> {
    await this.page.getByRole('button', { name: this.say(word, values), exact: true }).click();
  }

  async follows(word: Word, values?: Record<string, string>): Promise<void> {
    await this.page.getByRole('link', { name: this.say(word, values), exact: true }).first().click();
  }

  /** Unfolds what stands behind a summary. */
  async unfolds(word: Word, values?: Record<string, string>): Promise<void> {
    await this.page.locator('summary').filter({ hasText: this.say(word, values), visible: true }).first().click();
  }

  /** Answers the question behind a button. */
  async confirms(opener: Word, confirm: Word, values?: Record<string, string>): Promise<void> {
    await this.unfolds(opener, values);
    await this.page.getByRole('dialog').getByRole('button', { name: this.say(confirm, values), exact: true }).click();
  }

  async chooses(label: Word, option: string | RegExp): Promise<void> {
    const select = this.field(this.say(label));
    const value = await select.locator('option').filter({ hasText: option }).first().getAttribute('value');
    await select.selectOption(value);
  }

  /** A field was refused: the reason stands beside it. */
  async isTold(label: Word, reason: Word): Promise<void> {
    const field = this.field(this.say(label));
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(this.say(reason).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  }

  async reads(text: string, options?: { timeout: number }): Promise<void> {
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible(options);
  }

  /** Goes to a section by the menu at the side or at the foot of a phone. */
  async goesTo(section: Word): Promise<void> {
    const menu = this.page.getByRole('navigation', { name: this.say('navigation') });
    const link = menu.getByRole('link', { name: this.say(section), exact: true });
    if (!(await link.isVisible())) await menu.locator('summary').click();
    await link.click();
    if (section !== 'home') await this.arrives(section === 'imports' ? this.say('importTitle') : this.say(section));
  }

  /** A number of a page with its label. */
  figure(label: Word, values?: Record<string, string>): Locator {
    return this.page.locator('.figure').filter({ has: this.page.locator('.figure-label').getByText(this.say(label, values), { exact: true }) });
  }

  /** Chooses the language of the pages by the form in the menu. */
  async speaks(): Promise<void> {
    if ((await this.page.locator('html').getAttribute('lang')) === this.language) return;
    await this.page.locator('.person > summary').click();
    await this.page.getByRole('button', { name: this.language === 'ru' ? 'Русский' : 'English', exact: true }).click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', this.language);
  }

  async logsOut(): Promise<void> {
    await this.page.locator('.person > summary').click();
    await this.presses('logOut');
    await this.arrives(this.say('logInTitle'));
  }
}
