// The organisation's own details: each slip is told beside its field, receipts show what is filled in, operators read.
import { Staff } from '../support/staff.ts';
import { expect, slug, test } from '../support/test.ts';

/** One dark dot. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** The account of these digits whose key fits Sberbank's BIC: weights 7, 1 and 3 in turn, a round sum. */
function keyed(bic: string, start: string, end: string): string {
  const weights = [7, 1, 3];
  for (let key = 0; key < 10; key += 1) {
    const number = `${start}${key}${end}`;
    const digits = `${bic.slice(-3)}${number}`.split('').map(Number);
    const total = digits.reduce((sum, digit, at) => sum + ((digit * (weights[at % 3] ?? 0)) % 10), 0);
    if (total % 10 === 0) return number;
  }
  throw new Error('no key fits');
}

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });
    const kind = live ? 'wasm' : 'plain';

    test('details, an account and a logo', async ({ landlord, staff, page }) => {
      const invitation = await landlord.opensTenant({ name: `Реквизиты ${kind}`, slug: slug(`own-${kind}`), email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.goesTo('organisation');

      await staff.fills({ shortName: 'СНТ «Сад»', inn: '7707083894', kpp: '77360100', ogrn: '10277001321', postalAddress: 'Калуга, ул. Садовая, 1' });
      await staff.presses('saveDetails');
      await staff.isTold('inn', 'innCheck');
      await staff.isTold('kpp', 'kppFormat');
      await staff.isTold('ogrn', 'ogrnLength');
      await expect(staff.field(staff.say('shortName'))).toHaveValue('СНТ «Сад»');
      await staff.fills({ inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' });
      await staff.presses('saveDetails');
      await staff.reads(staff.say('changesSaved'));
      await expect(staff.field(staff.say('inn'))).toHaveValue('7707083893');

      const bic = '044525225';
      const number = keyed(bic, '40703810', '00000000001');
      const slip = `${number.slice(0, 19)}2`;
      await staff.fills({ bic, bank: 'ПАО Сбербанк, г. Москва', bankAccount: slip, correspondentAccount: '30101810400000000225' });
      await staff.presses('addAccount');
      await staff.isTold('bankAccount', 'accountCheck');
      await expect(staff.field(staff.say('bankAccount'))).toHaveValue(slip);
      await staff.fills({ bankAccount: number });
      await staff.presses('addAccount');
      const row = page.getByRole('table', { name: staff.say('bankAccounts') }).getByRole('row').filter({ hasText: number });
      await expect(row.locator('.badge')).toHaveText(staff.say('mainAccount'));

      const file = staff.field(staff.say('picture'));
      await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('%PDF-1.7\n') });
      await staff.presses('uploadLogo');
      await staff.isTold('picture', 'notAPicture');
      await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: PNG });
      await staff.presses('uploadLogo');
      const logo = page.getByRole('img', { name: staff.say('logo') });
      await expect(logo).toBeVisible();
      if (live) expect(await logo.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
    });
  });
}

test('a receipt names the organisation, an operator only reads', async ({ landlord, staff, page, browser, trouble }) => {
  const at = slug('own-read');
  await staff.accepts(await landlord.opensTenant({ name: 'Читатели', slug: at, email: 'anna@example.ru' }), 'Анна');
  await staff.goesTo('organisation');
  await staff.fills({ shortName: 'СНТ «Сад»', inn: '7707083893', postalAddress: 'Калуга, ул. Садовая, 1' });
  await staff.presses('saveDetails');
  await staff.reads(staff.say('changesSaved'));
  const home = { locality: 'Калуга', street: 'ул. Садовая', number: '1' };
  await staff.addsHouse(home);
  await staff.addsSubscriber({ name: 'Иванова Мария', account: '000101', flat: '5' }, home);
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/payments/new?account=000101`);
  await staff.arrives(staff.say('desk'));
  await staff.fills({ amount: '100' });
  await staff.presses('take');
  await staff.arrives(new RegExp(`^${staff.say('receipt')}`));
  await staff.reads('СНТ «Сад»');
  await staff.reads('ИНН 7707083893');
  await staff.reads('Калуга, ул. Садовая, 1');

  const link = await staff.invites('Олег', 'oleg@example.ru', 'operator');
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  trouble.watch(context);
  const operator = new Staff(await context.newPage(), 'ru', false);
  await operator.accepts(link, 'Олег');
  await operator.goesTo('organisation');
  await operator.reads(operator.say('adminChanges'));
  await operator.reads('7707083893');
  await expect(operator.page.getByRole('button', { name: operator.say('saveDetails') })).toHaveCount(0);
  await expect(operator.page.getByRole('button', { name: operator.say('addAccount') })).toHaveCount(0);
  await context.close();
});
