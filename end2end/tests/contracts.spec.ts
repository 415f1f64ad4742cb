// A contract from the subscriber's card to its early end, with its scan; and a slip in the history of premises.
import { expect, slug, test } from '../support/test.ts';
import { today } from '../support/words.ts';

const home = { locality: 'Калуга', street: 'ул. Садовая', number: '12' };
const payer = { name: 'Иванова Мария Петровна', account: '000101', flat: '5' };

/** So many days from now on, as browsers write days. */
const inDays = (days: number): string => today(new Date(Date.now() + days * 86_400_000));

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });
    const kind = live ? 'wasm' : 'plain';

    test('a contract is entered, scanned, found and ended', async ({ landlord, staff, page }) => {
      test.slow();
      const invitation = await landlord.opensTenant({ name: `Договоры ${kind}`, slug: slug(`deal-${kind}`), email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.addsHouse(home);
      await staff.addsService('Вывоз мусора', 'чел.', '750,25');
      await staff.addsSubscriber(payer, home);
      await staff.connects('Вывоз мусора', '2');

      await staff.follows('addContract');
      await staff.arrives(staff.say('newContract'));
      await expect(staff.field(staff.say('party'))).toHaveValue(payer.name);
      await expect(page.getByRole('checkbox', { name: /Вывоз мусора/ })).toBeChecked();
      await staff.fills({ contractNumber: '12/26', inForceUntil: inDays(-1) });
      await staff.presses('saveContract');
      await staff.isTold('subject', 'required');
      await staff.isTold('inForceUntil', 'endsBeforeItBegins');
      await expect(staff.field(staff.say('contractNumber'))).toHaveValue('12/26');
      await expect(page.getByRole('checkbox', { name: /Вывоз мусора/ })).toBeChecked();
      await staff.fills({ subject: 'Вывоз мусора', inForceUntil: inDays(10) });
      await staff.presses('saveContract');
      await staff.arrives(staff.say('contractNo', { number: '12/26' }));
      await expect(page.locator('.badge').first()).toHaveText(staff.say('contractExpires'));
      await expect(page.getByRole('main').getByRole('link', { name: 'Вывоз мусора' })).toBeVisible();

      const file = staff.field(staff.say('file'));
      await file.setInputFiles({ name: 'договор.txt', mimeType: 'text/plain', buffer: Buffer.from('Договор') });
      await staff.presses('uploadScan');
      await staff.isTold('file', 'notAScan');
      await file.setInputFiles({ name: 'договор.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') });
      await staff.presses('uploadScan');
      await expect(page.getByRole('link', { name: 'договор.pdf' })).toBeVisible();

      await staff.goesTo('contracts');
      await staff.follows('expiringIn30');
      await expect(page.getByRole('row').filter({ hasText: '12/26' })).toContainText(payer.account);
      await staff.follows('expiredOnes');
      await staff.reads(staff.say('noneExpired'));
      await page.goBack();
      await page.getByRole('link', { name: '12/26' }).click();
      await staff.arrives(staff.say('contractNo', { number: '12/26' }));

      await staff.fills({ endDay: today() });
      await staff.presses('endContract');
      await staff.isTold('endReason', 'required');
      await staff.fills({ endReason: 'продажа участка' });
      await staff.presses('endContract');
      await staff.reads(staff.say('endedEarly'));
      await staff.reads('продажа участка');
      await expect(page.locator('.badge').first()).toHaveText(staff.say('contractLastDay'));

      // The subscriber's card lists it.
      await page.getByRole('link', { name: new RegExp(payer.name) }).first().click();
      await staff.arrives(payer.name);
      await expect(page.getByRole('table', { name: staff.say('contracts') }).getByRole('row').filter({ hasText: '12/26' })).toBeVisible();
    });

    test('a wrong entry of premises is taken back', async ({ landlord, staff, page }) => {
      const invitation = await landlord.opensTenant({ name: `Площадь ${kind}`, slug: slug(`area-${kind}`), email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.addsHouse(home);
      await staff.addsSubscriber(payer, home);
      await staff.goesTo('houses');
      await page.getByRole('link', { name: new RegExp(home.street) }).first().click();
      await staff.arrives(new RegExp(home.street));
      for (const [area, day] of [['54,3', '2026-01-01'], ['45,3', '2026-02-01']] as const) {
        await page.getByRole('row').filter({ hasText: payer.name }).getByRole('link', { name: 'Изменить' }).click();
        await staff.reads(staff.say('premisesHistory'));
        await staff.fills({ area, holdsFrom: day });
        await staff.presses('save');
        await expect(page.getByRole('row').filter({ hasText: payer.name })).toContainText(area);
      }
      await page.getByRole('row').filter({ hasText: payer.name }).getByRole('link', { name: 'Изменить' }).click();
      await staff.confirms('takeEntryBack', 'takeEntryBack');
      await staff.reads(staff.say('entryTakenBack'));
      await expect(page.getByRole('row').filter({ hasText: payer.name })).toContainText('54,3');
    });
  });
}
