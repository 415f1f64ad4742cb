// The books: proved on demand and seen on the first page; the balance by month and on a day, with wasm and without.
import { expect, slug, test } from '../support/test.ts';
import { sum, today } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Садовая', number: '12' };
const payer = { name: 'Иванова Мария Петровна', account: '001204', flat: '5' };
/** 750,25 × 2. */
const OWED = 1500_50;

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('books are proved, and a balance is known for any day', async ({ landlord, staff, page }) => {
      test.slow();
      const at = slug(`books-${live ? 'wasm' : 'plain'}`);
      await staff.accepts(await landlord.opensTenant({ name: `ТСЖ ${at}`, slug: at, email: 'anna@example.ru' }), 'Анна');
      await staff.reads(staff.say('booksNotProved'));
      await staff.addsHouse(home);
      await staff.addsService('Вывоз мусора', 'чел.', '750,25');
      await staff.addsSubscriber(payer, home);
      const card = page.url();
      await staff.connects('Вывоз мусора', '2');
      await staff.issuesInvoices(OWED);
      await staff.recordsPayment(payer.account, 500_00, OWED);

      await staff.goesTo('home');
      await staff.follows('details');
      await staff.arrives(staff.say('booksTitle'));
      await staff.presses('proveNow');
      await staff.reads(staff.say('booksAgree'));
      await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
      await staff.goesTo('home');
      await staff.reads(staff.say('booksAgreeToday'));

      // The month's row: opening, charged, paid, closing.
      await page.goto(card);
      await expect(page.getByRole('img', { name: /Столбцы по месяцам/ })).toBeVisible();
      await staff.unfolds('asTable');
      const months = page.getByRole('table', { name: staff.say('byMonth') });
      await expect(months.getByRole('row')).toHaveCount(2);
      await expect(months).toContainText(sum('ru', 1000_50).replace(' ₽', ''));

      // On a day: today what is left, long ago nothing. The day stands in the address.
      const day = page.getByLabel(staff.say('balanceOn'));
      await day.fill(today());
      await staff.presses('showDay');
      await expect(page).toHaveURL(new RegExp(`[?&]on=${today()}`));
      await expect(page.getByRole('status').filter({ hasText: sum('ru', 1000_50) })).toBeVisible();
      await expect(day).toHaveValue(today());
      await page.goto(`${card.split('?')[0]}?on=2020-01-01`);
      await expect(page.getByRole('status').filter({ hasText: '01.01.2020' })).toBeVisible();
      await page.goto(`${card.split('?')[0]}?on=yesterday`);
      await staff.reads(staff.say('notADate'));
    });
  });
}
