// The life of a tenant: its addresses, the trash, the end; and that one tenant's session is nothing to another.
import { consoleHost, host } from '../support/places.ts';
import { expect, slug, test } from '../support/test.ts';

test('a changed address leads from the old host to the new one', async ({ landlord, page }) => {
  const [before, after] = [slug('before'), slug('after')];
  await landlord.opensTenant({ name: 'Переезд', slug: before, email: 'anna@example.ru' });
  await landlord.follows('openCard');
  await landlord.arrives('Переезд');
  await landlord.follows('change');
  await landlord.arrives(landlord.say('editTenant'));
  await landlord.fills({ slug: after });
  await landlord.presses('save');
  await landlord.reads(landlord.say('changesSaved'));
  await landlord.reads(landlord.say('formerAddresses'));

  await page.goto(`${host(before)}/login`);
  await expect(page).toHaveURL(`${host(after)}/login`);
  await landlord.arrives(landlord.say('logInTitle'));
});

test('the trash shuts the door, restoring opens it, and the end asks for the address', async ({ landlord, page, trouble }) => {
  trouble.expects(403, 404);
  const at = slug('ended');
  const name = `Закрытая ${at}`;
  await landlord.opensTenant({ name, slug: at, email: 'anna@example.ru' });

  await landlord.trashes(name);
  expect((await page.goto(host(at)))?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(landlord.say('closed'));

  await landlord.restores(name);
  expect((await page.goto(host(at)))?.status()).toBe(200);
  await landlord.arrives(landlord.say('logInTitle'));

  await landlord.trashes(name);
  await landlord.fills({ purgeSlug: 'another' });
  await landlord.presses('purge');
  await landlord.isTold('purgeSlug', 'doesNotMatch');
  await landlord.fills({ purgeSlug: at });
  await landlord.presses('purge');
  // Postgres writes a checkpoint before it drops a database.
  await landlord.reads(landlord.say('tenantPurged'), { timeout: 30_000 });
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  expect((await page.goto(host(at)))?.status()).toBe(404);
});

test('the console’s path of a tenant leads to the tenant’s own host', async ({ landlord, page }) => {
  const at = slug('path');
  await landlord.opensTenant({ name: 'Путь', slug: at, email: 'anna@example.ru' });
  await page.goto(`${consoleHost()}/tenant/${at}/crm`);
  await expect(page).toHaveURL(new RegExp(`^${host(at)}/`));
});

test('one tenant’s session opens no other tenant', async ({ landlord, staff, page, context }) => {
  const [one, other] = [slug('one'), slug('other')];
  await landlord.opensTenant({ name: 'Другая', slug: other, email: 'boris@example.ru' });
  await staff.accepts(await landlord.opensTenant({ name: 'Одна', slug: one, email: 'anna@example.ru' }), 'Анна');

  // The browser itself keeps the cookie to its host.
  await page.goto(`${host(other)}/subscribers`);
  await expect(page).toHaveURL(/\/login/);

  // Carried over by hand, it is nobody's session there.
  const cookies = (await context.cookies()).filter((cookie) => cookie.domain === new URL(host(one)).hostname);
  expect(cookies.length).toBeGreaterThan(0);
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: new URL(host(other)).hostname })));
  await page.goto(`${host(other)}/subscribers`);
  await expect(page).toHaveURL(/\/login/);
  await staff.arrives(staff.say('logInTitle'));
});
