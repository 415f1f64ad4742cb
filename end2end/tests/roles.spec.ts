// Who may do what: what a role must not do is not offered, and its address answers plainly.
import { Staff } from '../support/staff.ts';
import { expect, slug, test } from '../support/test.ts';

test('an operator is offered and allowed only an operator’s work', async ({ landlord, staff, page, browser, trouble }) => {
  trouble.expects(403);
  const at = slug('roles');
  await staff.accepts(await landlord.opensTenant({ name: 'Роли', slug: at, email: 'anna@example.ru' }), 'Анна');
  await staff.addsService('Охрана', 'мес.', '300');
  const service = new URL(page.url()).pathname;
  const link = await staff.invites('Олег', 'oleg@example.ru', 'operator');

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  trouble.watch(context);
  const operator = new Staff(await context.newPage(), 'ru', false);
  await operator.accepts(link, 'Олег');
  const { origin } = new URL(operator.page.url());

  const menu = operator.page.getByRole('navigation', { name: operator.say('navigation') });
  await expect(menu.getByRole('link', { name: operator.say('users') })).toHaveCount(0);
  await expect(menu.getByRole('link', { name: operator.say('imports') })).toHaveCount(0);
  await operator.page.goto(`${origin}/services`);
  await operator.arrives(operator.say('services'));
  await expect(operator.page.getByRole('link', { name: operator.say('addService') })).toHaveCount(0);
  await operator.page.goto(`${origin}${service}`);
  await operator.arrives('Охрана');
  await expect(operator.page.getByRole('button', { name: operator.say('setPrice') })).toHaveCount(0);

  for (const path of ['/users', '/services/new', '/invoices/issue', '/imports']) {
    const answer = await operator.page.goto(`${origin}${path}`);
    expect(answer?.status(), path).toBe(403);
    await operator.reads(operator.say('noAccess'));
  }
  await context.close();
});

test('the last administrator stays one', async ({ landlord, staff, page }) => {
  await staff.accepts(await landlord.opensTenant({ name: 'Последний', slug: slug('last'), email: 'anna@example.ru' }), 'Анна');
  await staff.goesTo('users');
  await page.getByRole('link', { name: /Анна|anna@example\.ru/ }).first().click();
  await staff.chooses('role', staff.say('operator'));
  await staff.presses('changeRole');
  await expect(page.getByRole('alert')).toContainText(staff.say('lastAdmin'));
  await page.reload();
  await staff.goesTo('users');
});
