// Lists: what is sought stands in the address, and a search that is still waiting breaks nothing.
import { expect, slug, test } from '../support/test.ts';

test('a list can be left while its search still waits', async ({ landlord, staff, page }) => {
  await staff.accepts(await landlord.opensTenant({ name: 'Списки', slug: slug('lists'), email: 'anna@example.ru' }), 'Анна');
  await staff.goesTo('subscribers');
  await page.clock.install();
  await page.getByPlaceholder(staff.say('findSubscriber')).fill('Иванов');
  await staff.goesTo('services');
  await page.clock.runFor(2_000);
  await staff.goesTo('houses');
  await expect(page).toHaveURL(/\/houses$/);
});

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('what is sought stands in the address', async ({ landlord, page }) => {
      const at = slug(`sought-${live ? 'wasm' : 'plain'}`);
      await landlord.opensTenant({ name: `Искомая ${at}`, slug: at, email: 'anna@example.ru' });
      await landlord.opensConsole();
      const search = page.getByRole('searchbox');
      await search.fill(at);
      await search.press('Enter');
      await expect(page).toHaveURL(new RegExp(`[?&]q=${at}`));
      await expect(page.getByRole('main').getByRole('link', { name: `Искомая ${at}` })).toBeVisible();
      await expect(page.getByRole('main').getByRole('row')).toHaveCount(2);
      await page.reload();
      await expect(search).toHaveValue(at);
      await search.fill('нет такой организации');
      await search.press('Enter');
      await expect(page.getByRole('heading', { level: 2, name: 'Ничего не найдено' })).toBeVisible();
    });
  });
}
