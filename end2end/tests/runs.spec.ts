// A month in four steps: draft, exceptions, confirmation, invoices; what is wrong is taken back and done again.
import { expect, slug, test } from '../support/test.ts';
import { month, sum } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Лесная', number: '3' };
const good = { name: 'Иванова Мария Петровна', account: '001204', flat: '5' };
const bad = { name: 'Петров Олег Ильич', account: '001205', flat: '6' };
const TOTAL = 300_00;

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('a month is drafted, issued, undone and issued again', async ({ landlord, staff, page }) => {
      test.slow();
      const at = slug(`runs-${live ? 'wasm' : 'plain'}`);
      await staff.accepts(await landlord.opensTenant({ name: 'Выставление', slug: at, email: 'anna@example.ru' }), 'Анна');
      await staff.addsHouse(home);
      await staff.addsService('Охрана', 'мес.', '300');
      await staff.addsService('Полив', 'мес.', '50', '2099-01-01');
      await staff.addsSubscriber(good, home);
      await staff.connects('Охрана', '1');
      await staff.addsSubscriber(bad, home);
      await staff.connects('Полив', '1');

      // One account can't be computed: it is parked with its reason, and the other goes on.
      await staff.draftsInvoices();
      const draft = page.url();
      await expect(staff.figure('wouldBeCharged')).toContainText(sum('ru', TOTAL));
      await expect(staff.figure('parkedAccounts')).toContainText('1');
      await staff.follows('exceptions');
      const row = page.getByRole('row').filter({ hasText: bad.account });
      await expect(row).toContainText(staff.say('noTariff'));
      await expect(row).toContainText(staff.say('mendFirst'));
      await expect(page.getByRole('row').filter({ hasText: good.account })).toHaveCount(0);

      // Asked for again it is the same draft.
      await staff.draftsInvoices();
      expect(new URL(page.url()).pathname).toBe(new URL(draft).pathname);
      await staff.confirms('confirmRun', 'confirmRun');
      await expect(staff.figure('issuedInAll')).toContainText(sum('ru', TOTAL));
      await expect(staff.figure('notCharged')).toContainText('1');
      await staff.follows('oneByOne');
      await staff.arrives(staff.say('completeness'));
      await expect(page.getByRole('row').filter({ hasText: bad.account })).toContainText(staff.say('noTariff'));

      // Nothing has been paid: the run is taken back, for a reason.
      await page.goto(draft);
      await staff.arrives(staff.say('runOf', { month: month('ru', new Date()) }));
      await staff.unfolds('undoRun');
      const dialog = page.getByRole('dialog');
      await staff.field(staff.say('undoReason'), dialog).fill('Не тот тариф');
      await dialog.getByRole('button', { name: staff.say('undoRun'), exact: true }).click();
      await staff.reads('Не тот тариф');

      await staff.issuesInvoices(TOTAL);
      await expect(page.getByRole('row').filter({ hasText: good.account })).toHaveCount(2);
    });
  });
}
