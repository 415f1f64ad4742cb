// A refused form keeps what was typed and says why beside the field: with the browser half and without it.
import { host } from '../support/places.ts';
import { expect, slug, test } from '../support/test.ts';

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });
    const kind = live ? 'wasm' : 'plain';

    test('a new organisation is refused field by field', async ({ landlord, page }) => {
      await landlord.opensConsole();
      await landlord.follows('addTenant');
      await landlord.arrives(landlord.say('newTenant'));
      await landlord.fills({ slug: 'ромашка', adminEmail: 'anna.example.ru' });
      await landlord.chooses('timeZone', 'Омск');
      await landlord.presses('create');
      await expect(page.getByRole('alert')).toContainText(landlord.say('checkFields'));
      await landlord.isTold('name', 'required');
      await landlord.isTold('slug', 'badCharacters');
      await landlord.isTold('adminEmail', 'badEmail');
      await expect(landlord.field(landlord.say('slug'))).toHaveValue('ромашка');
      await expect(landlord.field(landlord.say('adminEmail'))).toHaveValue('anna.example.ru');
      await expect(landlord.field(landlord.say('timeZone'))).toHaveValue('Asia/Omsk');
    });

    test('an address that somebody has is refused', async ({ landlord }) => {
      const taken = slug(`taken-${kind}`);
      await landlord.opensTenant({ name: 'Первая', slug: taken, email: 'one@example.ru' });
      await landlord.opensConsole();
      await landlord.follows('addTenant');
      await landlord.arrives(landlord.say('newTenant'));
      await landlord.fills({ name: 'Вторая', slug: taken, adminEmail: 'two@example.ru' });
      await landlord.presses('create');
      await landlord.isTold('slug', 'taken');
      await expect(landlord.field(landlord.say('name'))).toHaveValue('Вторая');
    });

    test('a subscriber and a payment are refused and kept', async ({ landlord, staff, page }) => {
      const home = { locality: 'Калуга', street: 'ул. Кирова', number: '3' };
      const invitation = await landlord.opensTenant({ name: `Формы ${kind}`, slug: slug(`forms-${kind}`), email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.addsHouse(home);

      await staff.goesTo('subscribers');
      await staff.follows('addSubscriber');
      await staff.arrives(staff.say('addSubscriber'));
      await staff.fills({ accountNumber: '12_07', flat: '7', note: 'Звонить вечером' });
      await staff.chooses('house', home.street);
      await staff.presses('createSubscriber');
      await staff.isTold('fullName', 'required');
      await staff.isTold('accountNumber', 'badCharacters');
      await expect(staff.field(staff.say('flat'))).toHaveValue('7');
      await expect(staff.field(staff.say('note'))).toHaveValue('Звонить вечером');
      await expect(staff.field(staff.say('house')).locator('option:checked')).toContainText(home.street);
      await staff.fills({ fullName: 'Петров Пётр', accountNumber: '1207' });
      await staff.presses('createSubscriber');
      await staff.arrives('Петров Пётр');

      await page.goto(`${new URL(page.url()).origin}/payments/new?account=1207`);
      await staff.arrives(staff.say('desk'));
      await staff.fills({ amount: 'сто', remark: 'за декабрь' });
      await staff.presses('take');
      await staff.isTold('amount', 'notMoney');
      await expect(staff.field(staff.say('amount'))).toHaveValue('сто');
      await expect(staff.field(staff.say('remark'))).toHaveValue('за декабрь');
      await staff.fills({ amount: '100' });
      await staff.presses('take');
      await staff.arrives(new RegExp(`^${staff.say('receipt')}`));
    });

    test('a wrong password is refused, the e-mail stays', async ({ landlord, staff }) => {
      const at = slug(`door-${kind}`);
      const invitation = await landlord.opensTenant({ name: `Дверь ${kind}`, slug: at, email: 'anna@example.ru' });
      await staff.accepts(invitation, 'Анна');
      await staff.logsOut();
      await staff.logsIn(at, 'anna@example.ru', 'не тот пароль');
      await staff.isTold('password', 'wrongCredentials');
      await expect(staff.field(staff.say('email'))).toHaveValue('anna@example.ru');
      await staff.logsIn(at, 'anna@example.ru');
      await staff.arrives(staff.say('hello', { name: 'Анна' }));
    });

    test('an invitation works once', async ({ landlord, staff, page, trouble }) => {
      trouble.expects(410);
      const at = slug(`once-${kind}`);
      const invitation = await landlord.opensTenant({ name: `Однажды ${kind}`, slug: at, email: 'anna@example.ru' });

      // Too short a password is refused without using the link up.
      await page.goto(invitation);
      await staff.arrives(staff.say('welcome'));
      await staff.fills({ personName: 'Анна', newPassword: 'short' });
      await staff.presses('accept');
      await staff.isTold('newPassword', 'tooShort8');
      await expect(staff.field(staff.say('personName'))).toHaveValue('Анна');

      await staff.accepts(invitation, 'Анна');
      await staff.logsOut();
      await page.goto(invitation);
      await staff.arrives(staff.say('linkExpired'));
      await page.goto(`${host(at)}/invitation/such-a-link-was-never-made`);
      await staff.arrives(staff.say('linkExpired'));
    });
  });
}
