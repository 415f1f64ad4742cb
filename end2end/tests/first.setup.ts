// Before all specs: the link that the server printed at its first start makes the owner, once. Then a session of the
// owner is opened for each worker.
import { OWNER, SESSIONS, consoleHost, session } from '../support/places.ts';
import { Landlord } from '../support/landlord.ts';
import { expect, test } from '../support/test.ts';

test.use({ storageState: { cookies: [], origins: [] } });

test('the set-up link makes the owner, once', async ({ landlord, page, browser }) => {
  const link = process.env['KVITOK_SETUP_LINK'];
  expect(link, 'the server printed a set-up link').toBeTruthy();
  await page.goto(link ?? '');
  await landlord.arrives(landlord.say('setup'));

  // A refusal keeps what was typed and does not use the link up.
  await landlord.fills({ yourName: OWNER.name, landlordEmail: OWNER.email, password: 'short' });
  await landlord.presses('doSetup');
  await landlord.isTold('password', 'tooShort8');
  await expect(landlord.field(landlord.say('yourName'))).toHaveValue(OWNER.name);

  await landlord.fills({ password: OWNER.password });
  await landlord.presses('doSetup');
  await landlord.arrives(landlord.say('tenants'));
  await page.context().storageState({ path: session(0) });

  await page.goto(link ?? '');
  await landlord.reads(landlord.say('setupUsed'));

  for (let number = 1; number < SESSIONS; number += 1) {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const other = new Landlord(await context.newPage(), 'ru', false);
    await other.page.goto(`${consoleHost()}/login`);
    await other.fills({ landlordEmail: OWNER.email, password: OWNER.password });
    await other.presses('logIn');
    await other.arrives(other.say('tenants'));
    await context.storageState({ path: session(number) });
    await context.close();
  }
});
