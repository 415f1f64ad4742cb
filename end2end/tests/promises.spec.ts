// A promise and a plan on the subscriber's card: refused and kept, taken, listed, cancelled for a reason.
import { expect, slug, test } from '../support/test.ts';

const home = { locality: 'Калуга', street: 'ул. Речная', number: '9' };
const payer = { name: 'Орлова Вера Павловна', account: '009001', flat: '1' };

/** A day of the next month, as a date field takes it. */
function nextMonth(day: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() + 1, day)).toISOString().slice(0, 10);
}

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('instalments are agreed on, listed and cancelled', async ({ landlord, staff, page }) => {
      await staff.accepts(await landlord.opensTenant({ name: 'Обещания', slug: slug(`promise-${live ? 'wasm' : 'plain'}`), email: 'anna@example.ru' }), 'Анна');
      await staff.addsHouse(home);
      await staff.addsSubscriber(payer, home);
      const { origin } = new URL(page.url());
      await staff.reads('Обещаний не было.');

      await page.locator('summary').filter({ hasText: 'Оформить рассрочку' }).click();
      const form = page.locator('form').filter({ has: page.getByText('Оформить рассрочку') });
      await staff.field('Сумма', form).fill('1000');
      await staff.field('Платежей', form).fill('30');
      await staff.field('Первый платёж до', form).fill(nextMonth(10));
      await form.getByRole('button', { name: 'Записать', exact: true }).click();
      await expect(staff.field('Платежей', form)).toHaveAttribute('aria-invalid', 'true');
      await expect(staff.field('Сумма', form)).toHaveValue('1000');
      await staff.field('Платежей', form).fill('3');
      await form.getByRole('button', { name: 'Записать', exact: true }).click();
      await staff.reads('333,34');
      await expect(page.locator('summary').filter({ hasText: 'Оформить рассрочку' })).toHaveCount(0);

      await page.goto(`${origin}/promises?show=open`);
      await staff.arrives('Обещанные платежи');
      await expect(page.getByRole('row').filter({ hasText: payer.name })).toContainText('Рассрочка');
      await page.goto(`${origin}/promises?show=broken`);
      await staff.arrives('Нарушенные обещания');
      await staff.reads('Нарушенных обещаний нет');

      await page.goto(`${origin}/promises?show=open`);
      await page.getByRole('link', { name: payer.name }).click();
      await staff.arrives(payer.name);
      await page.locator('summary').filter({ hasText: 'Отменить' }).first().click();
      await page.getByRole('dialog').getByLabel('Причина').fill('Погасит сразу');
      await page.getByRole('dialog').getByRole('button', { name: 'Отменить обещание', exact: true }).click();
      await staff.reads('отменено');
    });
  });
}
