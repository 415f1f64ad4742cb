// A charge that was wrong: it is recalculated by a document of its own, and an invoice that should not be is voided.
import { expect, slug, test } from '../support/test.ts';
import { sum } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Лесная', number: '3' };
const payer = { name: 'Сомова Вера Ильинична', account: '000301', flat: '7' };

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('a recalculation and a void invoice leave their papers', async ({ landlord, staff, page }) => {
      test.slow();
      const at = slug(`fix-${live ? 'wasm' : 'plain'}`);
      await staff.accepts(await landlord.opensTenant({ name: 'Исправления', slug: at, email: 'anna@example.ru' }), 'Анна');
      await staff.addsHouse(home);
      await staff.addsService('Отопление', 'мес.', '1000');
      await staff.addsSubscriber(payer, home);
      await staff.connects('Отопление', '1');
      await staff.issuesInvoices(1000_00);
      await page.getByRole('row').filter({ hasText: payer.name }).getByRole('link').first().click();
      await staff.arrives(/№/);
      const invoice = page.url();
      await page.getByRole('link', { name: 'Карточка абонента' }).click();
      await staff.arrives(payer.name);

      // What was charged too much is credited; a sum above the charge is refused, and what was typed stays.
      await page.getByRole('link', { name: 'Сделать перерасчёт' }).click();
      await staff.arrives('Новый перерасчёт');
      const month = new Date().toISOString().slice(0, 7);
      await page.goto(`${page.url()}&month=${month}`);
      await expect(page.getByRole('row').filter({ hasText: 'Отопление' })).toContainText(sum('ru', 1000_00));
      await page.getByLabel('Услуга').selectOption({ label: 'Отопление' });
      await page.getByLabel('Сумма').fill('1000,01');
      await page.getByLabel('Причина').fill('Перерыв в отоплении, акт № 4');
      await page.getByRole('button', { name: 'Провести перерасчёт' }).click();
      await expect(page.getByLabel('Причина')).toHaveValue('Перерыв в отоплении, акт № 4');
      await expect(page.getByLabel('Сумма')).toHaveValue('1000,01');
      await expect(page.getByLabel('Сумма')).toHaveAttribute('aria-invalid', 'true');
      await page.getByLabel('Сумма').fill('250');
      await page.getByLabel('Основание').selectOption({ label: 'Качество или перерыв в услуге' });
      await page.getByRole('button', { name: 'Провести перерасчёт' }).click();
      await staff.arrives(/^Перерасчёт № П\d{4}-000001$/);
      await staff.reads('Качество или перерыв в услуге');
      await page.goto(invoice);
      await staff.reads(sum('ru', 750_00));

      // The invoice is voided for a reason that stays on it.
      await page.getByText('Аннулировать', { exact: true }).first().click();
      await page.getByLabel('Причина').fill('Услуга подключена по ошибке');
      await page.getByRole('button', { name: 'Аннулировать счёт' }).click();
      await expect(page.getByText('Услуга подключена по ошибке')).toBeVisible();
      await expect(page.locator('.badge').first()).toHaveText('аннулирован');
    });
  });
}
