// The specs' own `test`: two persons at one browser (their hosts keep their sessions apart), and an eye on what goes
// wrong behind the pages.
import { test as base, type TestInfo } from '@playwright/test';
import { Landlord } from './landlord.ts';
import { session } from './places.ts';
import { Staff } from './staff.ts';
import { fits, Trouble } from './trouble.ts';
import type { Language } from './words.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  /** The language of this spec's person. */
  speaks: Language;
  trouble: Trouble;
  landlord: Landlord;
  staff: Staff;
}

/** Marks the document once the browser half has been started, so that specs need not guess. */
function tellWhenAlive(): void {
  if (typeof WebAssembly === 'undefined') return;
  const start = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const started = await start(...given);
    // The page's own steps after this one are microtasks; they are done when the timer fires.
    setTimeout(() => document.documentElement.setAttribute('data-alive', ''));
    return started;
  };
}

export const test = base.extend<Fixtures>({
  speaks: ['ru', { option: true }],
  storageState: async ({}, use, info) => use(session(info.parallelIndex)),
  trouble: [
    async ({ context, page, javaScriptEnabled }, use) => {
      const trouble = new Trouble();
      trouble.watch(context);
      if (javaScriptEnabled) await context.addInitScript(tellWhenAlive);
      await use(trouble);
      if (page.url().startsWith('http')) await fits(page);
      trouble.none();
    },
    { auto: true },
  ],
  landlord: async ({ page, speaks, javaScriptEnabled }, use) => use(new Landlord(page, speaks, javaScriptEnabled)),
  staff: async ({ page, speaks, javaScriptEnabled }, use) => use(new Staff(page, speaks, javaScriptEnabled)),
});

/** A slug that no other spec uses. */
export function slug(start: string, info: TestInfo = test.info()): string {
  return `${start}-${info.project.name}${info.repeatEachIndex}${info.retry}`.toLowerCase();
}
