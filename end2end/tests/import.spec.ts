// An office's own file: a thousand rows in windows-1251, twelve of them faulty.
import { readFileSync } from 'node:fs';
import { fixture } from '../support/places.ts';
import { expect, slug, test } from '../support/test.ts';
import { sum } from '../support/words.ts';

interface Facts {
  good: number;
  refused: number;
  debt: number;
  advance: number;
  services: string[];
  known: { account: string; name: string; kopecks: number }[];
}
const facts = JSON.parse(readFileSync(fixture('subscribers-1251.json'), 'utf8')) as Facts;
const count = '988 абонентов';

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('a file is looked at, corrected and registered', async ({ landlord, staff, page }) => {
      test.slow();
      const at = slug(`import-${live ? 'wasm' : 'plain'}`);
      await staff.accepts(await landlord.opensTenant({ name: 'Перенос', slug: at, email: 'anna@example.ru' }), 'Анна');
      for (const service of facts.services) await staff.addsService(service, 'мес.', '100', '2026-01-01');

      await staff.goesTo('imports');
      await staff.field(staff.say('file')).setInputFiles(fixture('subscribers-1251.csv'));
      await staff.presses('checkFile');
      await expect(staff.figure('canBeImported')).toContainText(String(facts.good));
      await expect(staff.figure('refused')).toContainText(String(facts.refused));
      await expect(staff.figure('openingDebts')).toContainText(sum('ru', facts.debt));
      await expect(staff.figure('openingAdvances')).toContainText(sum('ru', facts.advance));

      // The faulty rows come back with their reasons, ready to be corrected.
      const download = page.waitForEvent('download');
      await staff.follows('downloadRefused');
      const text = readFileSync(await (await download).path(), 'utf8');
      const rows = text.trim().split(/\r?\n/);
      expect(rows).toHaveLength(1 + facts.refused);
      expect(rows[0]).toContain('Лицевой счёт');
      expect(rows[0]).toContain(staff.say('whyRefused'));
      for (const reason of ['Введите сумму', 'Введите адрес почты', 'Введите номер телефона', 'То же значение стоит в строке 2', 'Такой записи нет']) {
        expect(text).toContain(reason);
      }

      // So many rows are a job: the page follows it by itself, or by a link where there is no browser half.
      await staff.confirms('importMany', 'importConfirm', { count });
      await expect(async () => {
        if (!live && (await staff.figure('imported').count()) === 0) await staff.follows('refresh');
        await expect(staff.figure('imported')).toBeVisible({ timeout: 2000 });
      }).toPass();
      await expect(staff.figure('imported')).toContainText(String(facts.good));

      await staff.goesTo('subscribers');
      for (const { account, name, kopecks } of facts.known) {
        await page.getByPlaceholder(staff.say('findSubscriber')).fill(account);
        await page.getByPlaceholder(staff.say('findSubscriber')).press('Enter');
        const row = page.getByRole('row').filter({ hasText: account });
        await expect(row).toContainText(name);
        const word = kopecks > 0 ? 'owes' : kopecks < 0 ? 'ahead' : 'even';
        await expect(row).toContainText(staff.say(word));
        if (kopecks !== 0) await expect(row).toContainText(sum('ru', Math.abs(kopecks)));
      }
      await staff.goesTo('home');
      await expect(staff.figure('subscribers')).toContainText(String(facts.good));
      await expect(staff.figure('debt')).toContainText(sum('ru', facts.debt));
    });
  });
}
