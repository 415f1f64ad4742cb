// Penalties: rules as rows with their source, what a month would charge, a subscriber's calculation, giving up a debt.
import { expect, slug, test } from '../support/test.ts';
import { sum } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Луговая', number: '4' };
const payer = { name: 'Сидоров Пётр Ильич', account: '004417', flat: '2' };

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('rules are entered with their source and shown', async ({ landlord, staff, page }) => {
      await staff.accepts(await landlord.opensTenant({ name: 'Пени', slug: slug(`rules-${live ? 'wasm' : 'plain'}`), email: 'anna@example.ru' }), 'Анна');
      const { origin } = new URL(page.url());
      await page.goto(`${origin}/penalties`);
      await staff.arrives('Пени');
      await staff.reads('Начислять нечего');
      await page.getByRole('link', { name: 'Правила и ставки' }).click();
      await staff.arrives('Сроки оплаты и правила пени');
      await staff.reads('Постановление Правительства РФ от 18.03.2025 № 329');

      // Refused: what was typed stays, the reason stands beside the field.
      await page.locator('summary').filter({ hasText: 'Добавить ставку' }).click();
      const form = page.locator('form').filter({ has: page.getByText('Добавить ставку') });
      await staff.field('Действует с', form).fill('2099-01-01');
      await staff.field('Процентов годовых', form).fill('250');
      await staff.field('Источник', form).fill('Постановление о ставке');
      await form.getByRole('button', { name: 'Добавить', exact: true }).click();
      await expect(staff.field('Процентов годовых', form)).toHaveAttribute('aria-invalid', 'true');
      await expect(staff.field('Источник', form)).toHaveValue('Постановление о ставке');
      await staff.field('Процентов годовых', form).fill('11,25');
      await form.getByRole('button', { name: 'Добавить', exact: true }).click();
      await expect(page.getByRole('row').filter({ hasText: 'Постановление о ставке' })).toContainText('11,25');
    });

    test('a debt is given up for a reason, and never more than is open', async ({ landlord, staff, page }) => {
      test.slow();
      await staff.accepts(await landlord.opensTenant({ name: 'Списания', slug: slug(`off-${live ? 'wasm' : 'plain'}`), email: 'anna@example.ru' }), 'Анна');
      await staff.addsHouse(home);
      await staff.addsService('Охрана', 'мес.', '300');
      await staff.addsSubscriber(payer, home);
      await staff.connects('Охрана', '1');
      const card = page.url().split('?')[0] ?? '';
      await staff.issuesInvoices(300_00);

      await page.goto(card);
      await staff.arrives(payer.name);
      await page.getByRole('link', { name: 'Расчёт пени' }).click();
      await staff.arrives('Расчёт пени');
      await staff.reads('Просрочки нет');
      await staff.field('Что списывается').selectOption('debt');
      await staff.field('Сумма').fill('300,01');
      await staff.field('Основание').fill('Решение правления № 7');
      await page.getByRole('button', { name: 'Списать', exact: true }).click();
      await expect(staff.field('Сумма')).toHaveAttribute('aria-invalid', 'true');
      await expect(staff.field('Основание')).toHaveValue('Решение правления № 7');
      await staff.field('Сумма').fill('300');
      await page.getByRole('button', { name: 'Списать', exact: true }).click();
      await expect(page.getByRole('row').filter({ hasText: 'Решение правления № 7' })).toContainText(sum('ru', 300_00).replace(/\s*₽$/u, ''));
      await expect(page.getByRole('button', { name: 'Списать', exact: true })).toHaveCount(0);
    });
  });
}
