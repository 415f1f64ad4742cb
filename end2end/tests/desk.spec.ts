// The cash desk: one payment after the other by keys alone, with the browser half and without it.
import { expect, slug, test } from '../support/test.ts';
import { month, sum } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Кассовая', number: '4' };
const payer = { name: 'Сидорова Анна Петровна', account: '000301', flat: '3' };
/** 400,00 × 1. */
const OWED = 400_00;

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('the desk takes, asks about a twin and takes back', async ({ landlord, staff, page }) => {
      test.slow();
      const kind = live ? 'wasm' : 'plain';
      const invitation = await landlord.opensTenant({ name: `Касса ${kind}`, slug: slug(`desk-${kind}`), email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.addsHouse(home);
      await staff.addsService('Охрана', 'мес.', '400');
      await staff.addsSubscriber(payer, home);
      await staff.connects('Охрана', '1');
      await staff.issuesInvoices(OWED);

      await staff.goesTo('cashDesk');
      const account = staff.field(staff.say('accountOrName'));
      const amount = staff.field(staff.say('amount'));
      await expect(account).toBeFocused();

      // A name leads to the account.
      await page.keyboard.type('Сидорова');
      if (!live) {
        await staff.presses('showParts');
      }
      await staff.reads(staff.say('whoIsIt'));
      await page.getByRole('main').getByRole('link', { name: payer.name, exact: true }).click();
      await expect(account).toHaveValue(payer.account);
      await expect(amount).toBeFocused();

      // What is shown is what is taken.
      await page.keyboard.type('450');
      if (!live) {
        await staff.presses('showParts');
        await expect(amount).toHaveValue('450');
      }
      const shown = page.getByRole('region', { name: staff.say('willBePaid') });
      await expect(shown).toContainText(month(staff.language, new Date()));
      await expect(shown).toContainText(sum(staff.language, OWED));
      await expect(shown).toContainText(staff.say('leftAsAdvance'));
      await amount.focus();
      await page.keyboard.press('Enter');
      await staff.reads(staff.say('tookFrom', { sum: sum(staff.language, 450_00), name: payer.name }));
      const mine = page.getByRole('table', { name: staff.say('myPayments') });
      await expect(mine.getByRole('row').filter({ hasText: payer.name })).toHaveCount(1);

      // The next one, by keys alone.
      await page.goto(`${new URL(page.url()).origin}/desk`);
      await staff.arrives(staff.say('cashDesk'));
      await expect(account).toBeFocused();
      await page.keyboard.type(payer.account);
      await page.keyboard.press('Tab');
      await page.keyboard.type('12,34');
      await page.keyboard.press('Enter');
      await staff.reads(staff.say('tookFrom', { sum: sum(staff.language, 12_34), name: payer.name }));
      await expect(account).toBeFocused();
      await expect(account).toHaveValue('');

      // The same once more is asked about; the tick takes it.
      await page.keyboard.type(payer.account);
      await page.keyboard.press('Tab');
      await page.keyboard.type('12,34');
      await page.keyboard.press('Enter');
      await staff.isTold('anotherPayment', 'looksRepeated');
      await expect(mine.getByRole('row').filter({ hasText: payer.name })).toHaveCount(2);
      await staff.field(staff.say('anotherPayment')).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await expect(mine.getByRole('row').filter({ hasText: payer.name })).toHaveCount(3);

      // The last one is taken back and stays in sight as such.
      const last = mine.getByRole('row').filter({ hasText: payer.name }).first();
      await last.locator('summary').click();
      await page.getByRole('dialog').filter({ visible: true }).getByRole('button', { name: staff.say('reversePayment'), exact: true }).click();
      await expect(last).toContainText(staff.say('stateReversed'));
    });
  });
}
