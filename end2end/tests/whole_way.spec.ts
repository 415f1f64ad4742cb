// The whole way, from a new organisation to a paid invoice: with the browser half and without it, in both languages.
import { expect, slug, test } from '../support/test.ts';
import { month, sum } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Садовая', number: '12' };
const payer = { name: 'Иванова Мария Петровна', account: '001204', flat: '5' };
/** 750,25 × 2. */
const OWED = 1500_50;

for (const live of [true, false]) {
  for (const speaks of ['ru', 'en'] as const) {
    test.describe(`${live ? 'with' : 'without'} the browser half, ${speaks}`, () => {
      test.use({ javaScriptEnabled: live, speaks, locale: speaks === 'ru' ? 'ru-RU' : 'en-GB' });

      test('from a new organisation to a paid invoice', async ({ landlord, staff, page }) => {
        test.slow();
        const name = speaks === 'ru' ? 'ТСЖ «Ромашка»' : 'Daisy Housing';
        const invitation = await landlord.opensTenant({
          name: `${name} ${live ? 1 : 0}`,
          slug: slug(`way-${speaks}-${live ? 'wasm' : 'plain'}`),
          email: 'anna@example.ru',
        });

        await staff.accepts(invitation, 'Анна');
        await staff.addsHouse(home);
        await staff.addsService('Вывоз мусора', 'чел.', '750,25');
        await staff.addsSubscriber(payer, home);
        await staff.connects('Вывоз мусора', '2');
        await staff.issuesInvoices(OWED);

        // The invoice is open, and says what for.
        await page.getByRole('row').filter({ hasText: payer.name }).getByRole('link').first().click();
        await staff.arrives(/№/);
        const number = ((await page.getByRole('heading', { level: 1 }).textContent()) ?? '').replace(/^.*№\s*/, '');
        await expect(page.locator('.badge')).toHaveText(staff.say('stateUnpaid'));
        await expect(page.getByRole('row').filter({ hasText: 'Вывоз мусора' })).toContainText(sum(speaks, OWED));

        await staff.recordsPayment(payer.account, OWED);
        await staff.reads(staff.say('nothingOwed'));

        // From the receipt to the invoice that it paid.
        const now = month(speaks, new Date());
        await staff.follows('invoiceOf', { number, month: now });
        await staff.arrives(staff.say('invoiceTitle', { number }));
        await expect(page.locator('.badge')).toHaveText(staff.say('statePaid'));
        await staff.reads(staff.say('paidInFull'));

        await staff.goesTo('home');
        await staff.arrives(staff.say('hello', { name: 'Анна' }));
        await expect(staff.figure('subscribers')).toContainText('1');
        await expect(staff.figure('charged')).toContainText(sum(speaks, OWED));
        await expect(staff.figure('paid')).toContainText(sum(speaks, OWED));
        await expect(staff.figure('debt')).toContainText(sum(speaks, 0));
      });
    });
  }
}
