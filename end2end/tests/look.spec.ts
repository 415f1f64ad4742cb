// How the pages look: accessible in both themes, nothing wider than the screen; pictures for the documents on demand
// (KVITOK_SCREENS=1).
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { consoleHost, host } from '../support/places.ts';
import { expect, slug, test } from '../support/test.ts';
import { fits } from '../support/trouble.ts';

const screens = process.env['KVITOK_SCREENS'] === '1';
/** The pages of which pictures are taken; the others are only looked at. */
const PICTURED = ['console', 'console-created', 'home', 'subscribers', 'subscriber', 'issue', 'invoice', 'desk-payer', 'receipt', 'imports', 'users', 'log-in'];
const folder = join(import.meta.dirname ?? '.', '..', '..', 'docs', 'screens');

async function looksWell(page: Page, name: string, kind: string): Promise<void> {
  await fits(page);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary ?? ''}`));
  expect.soft(found, `${name}, ${kind}, at ${page.url()}`).toEqual([]);
  if (screens && PICTURED.includes(name)) {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}-${kind}.png`), fullPage: true, animations: 'disabled' });
  }
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('every page', async ({ landlord, staff, page, trouble }) => {
      test.setTimeout(300_000);
      trouble.expects(403, 404, 410);
      const at = slug(`look-${theme}`);
      const kind = `${theme}-${test.info().project.name}`;
      const visits = async (origin: string, pages: [string, string][]): Promise<void> => {
        for (const [name, path] of pages) {
          await page.goto(`${origin}${path}`);
          await expect(page.locator('html[data-alive]')).toBeAttached();
          await looksWell(page, name, kind);
        }
      };

      const home = { locality: 'Калуга', street: 'ул. Садовая', number: '12' };
      const payer = { name: 'Иванова Мария Петровна', account: '001204', flat: '5' };
      const invitation = await landlord.opensTenant({ name: 'ТСЖ «Ромашка»', slug: at, email: 'anna@example.ru' });
      await looksWell(page, 'console-created', kind);
      await landlord.follows('openCard');
      const card = new URL(page.url()).pathname;
      await visits(consoleHost(), [
        ['console', '/'], ['console-trash', '/?show=trashed'], ['console-new', '/tenants/new'], ['console-card', card],
        ['console-edit', `${card}/edit`], ['console-missing', '/tenants/999999'], ['console-lost', '/no/such/page'], ['console-fleet', '/fleet'],
        ['console-visit', `${card}/visit`], ['console-people', '/people'], ['console-audit', '/audit'], ['console-account', '/account'],
        ['console-terms', `${card}/terms`], ['console-duplicate', `${card}/duplicate`], ['console-jobs', '/jobs'], ['console-metrics', '/metrics'],
        ['console-isolation', '/isolation'], ['console-letters', '/letters'], ['console-orphans', '/orphans'],
      ]);

      await page.goto(invitation);
      await looksWell(page, 'invitation', kind);
      await staff.accepts(invitation, 'Анна');
      await visits(host(at), [
        ['first-steps', '/'], ['subscribers-none', '/subscribers'], ['services-none', '/services'], ['invoices-none', '/invoices'],
        ['payments-none', '/payments'], ['houses-none', '/houses'],
      ]);
      await page.goto(host(at));
      await staff.addsHouse(home);
      const house = new URL(page.url()).pathname;
      await staff.addsService('Вывоз мусора', 'чел.', '750,25');
      const service = new URL(page.url()).pathname;
      await staff.addsSubscriber(payer, home);
      const subscriber = new URL(page.url()).pathname;
      await staff.connects('Вывоз мусора', '2');
      await staff.issuesInvoices(1500_50);
      await page.getByRole('row').filter({ hasText: payer.name }).getByRole('link').first().click();
      await staff.arrives(/№/);
      const invoice = new URL(page.url()).pathname;
      await staff.recordsPayment(payer.account, 1500_50);
      const receipt = new URL(page.url()).pathname;
      await visits(host(at), [
        ['home', '/'], ['subscribers', '/subscribers'], ['subscribers-nothing', '/subscribers?q=zzzz'], ['subscriber-new', '/subscribers/new'],
        ['subscriber', subscriber], ['subscriber-edit', `${subscriber}/edit`], ['houses', '/houses'], ['house-new', '/houses/new'],
        ['house', house], ['services', '/services'], ['service-new', '/services/new'], ['service', service], ['invoices', '/invoices'],
        ['issue', '/invoices/issue'], ['invoice', invoice], ['payments', '/payments'], ['desk', '/payments/new'],
        ['desk-payer', `/payments/new?account=${payer.account}`], ['receipt', receipt], ['imports', '/imports'], ['jobs', '/jobs'], ['users', '/users'],
        ['account', '/account'], ['missing', '/subscribers/999999'], ['lost', '/no/such/page'],
      ]);
      await page.goto(host(at));
      await staff.arrives(staff.say('hello', { name: 'Анна' }));
      await staff.logsOut();
      await looksWell(page, 'log-in', kind);
    });
  });
}
