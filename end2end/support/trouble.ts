// What must not happen behind a page: errors and warnings in the console (a failed hydration says so there), uncaught
// exceptions, requests that fail.
import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Chromium says this of every failed request; the requests themselves are watched below. */
const SAID_OF_REQUESTS = /^Failed to load resource/;
/** A page that is left within seconds has not used what it preloaded. */
const SAID_OF_PRELOADS = /preloaded using link preload but not used/;

export class Trouble {
  private readonly seen: string[] = [];
  private readonly statuses = new Set<number>();

  /** This spec asks for pages that answer so. */
  expects(...statuses: number[]): void {
    for (const status of statuses) this.statuses.add(status);
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      const text = message.text();
      if (!['error', 'warning'].includes(message.type())) return;
      if (SAID_OF_REQUESTS.test(text) || SAID_OF_PRELOADS.test(text)) return;
      this.seen.push(`${message.type()} in the console of ${message.page()?.url()}: ${text}`);
    });
    context.on('weberror', (error) => this.seen.push(`uncaught on ${error.page()?.url()}: ${error.error().stack ?? error.error().message}`));
    context.on('response', (response) => {
      const status = response.status();
      if (status < 400 || this.statuses.has(status)) return;
      // A refused form is an answer like any other.
      if (status === 422 || status === 409) return;
      this.seen.push(`${status} for ${response.request().method()} ${response.url()}`);
    });
  }

  /** Fails if anything was seen. */
  none(): void {
    expect(this.seen, 'trouble behind the pages').toEqual([]);
  }
}

/** Nothing is wider than the screen. */
export async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= screen) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > screen + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`)
      .slice(-5);
  });
  expect(wide, `wider than the screen on ${page.url()}`).toEqual([]);
}
