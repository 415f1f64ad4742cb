// «Log in as»: a reason, a pass, one button at the tenant's door, a banner on every page, and the end.
import { consoleHost, host, OWNER } from '../support/places.ts';
import { expect, slug, test } from '../support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with the browser half' : 'without it', () => {
    test.use({ javaScriptEnabled });

    test('support enters a tenant for a reason and is seen there', async ({ landlord, staff, page, trouble }) => {
      trouble.expects(403, 410);
      const at = slug(javaScriptEnabled ? 'visit' : 'visit-plain');
      const name = `Гости ${at}`;
      await staff.accepts(await landlord.opensTenant({ name, slug: at, email: 'anna@example.ru' }), 'Анна');
      await staff.logsOut();

      await landlord.opensCard(name);
      await landlord.follows('logInAs');
      await landlord.arrives(landlord.say('visitTitle'));
      await landlord.fills({ visitReason: 'помочь' });
      await landlord.presses('getPass');
      await landlord.isTold('visitReason', 'tooShort10');
      await landlord.fills({ visitReason: 'Обращение № 4512: не сходится сальдо' });
      await landlord.presses('getPass');
      await landlord.reads(landlord.say('passReady'));
      const door = await page.getByRole('link', { name: landlord.say('goToTenant') }).getAttribute('href');
      expect(door).toContain(`${host(at)}/enter/`);

      // A look at the door uses nothing up.
      await page.goto(door ?? '');
      await page.goto(door ?? '');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(landlord.say('visitDoor'));
      await page.getByRole('button', { name: landlord.say('logIn'), exact: true }).click();
      const banner = landlord.say('visitBanner', { name: 'Анна', visitor: OWNER.name });
      await expect(page.getByText(banner)).toBeVisible();
      await page.goto(`${host(at)}/subscribers`);
      await expect(page.getByText(banner)).toBeVisible();
      expect((await page.goto(`${host(at)}/users`))?.status()).toBe(403);
      await page.getByRole('button', { name: landlord.say('finishVisit'), exact: true }).click();
      await staff.arrives(staff.say('logInTitle'));
      expect((await page.goto(door ?? ''))?.status()).toBe(200);
      await page.getByRole('button', { name: landlord.say('logIn'), exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(landlord.say('passSpent'));

      // The installation's audit tells who, why and when.
      await page.goto(`${consoleHost()}/audit?verb=visit_begun`);
      await landlord.arrives(landlord.say('audit'));
      await landlord.reads('Обращение № 4512: не сходится сальдо');
    });
  });
}
