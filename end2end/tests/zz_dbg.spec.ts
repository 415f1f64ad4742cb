import { test, slug } from '../support/test.ts';
import { consoleHost } from '../support/places.ts';
test('shots', async ({ landlord, page }) => {
  test.setTimeout(120000);
  const w = test.info().project.name;
  const shot = (n: string) => page.screenshot({ path: `/tmp/kvrun/shots/${n}-${w}.png`, fullPage: true });
  const at = slug('shots');
  await page.goto(consoleHost() + '/login'); 
  await landlord.opensTenant({ name: 'ТСЖ «Ромашка» ' + w, slug: at, email: 'anna@example.ru' });
  await shot('created');
  await page.goto(consoleHost()); await landlord.arrives('Организации'); await shot('list');
  await page.goto(consoleHost() + '/?show=trashed'); await landlord.arrives('Организации'); await shot('trash');
  await page.goto(consoleHost() + '/tenants/new'); await landlord.arrives('Новая организация'); await landlord.presses('create'); await landlord.isTold('name', 'required'); await shot('new');
  await landlord.trashes('ТСЖ «Ромашка» ' + w); await shot('trashed');
  await landlord.page.getByRole('link', {name: 'Изменить'}).click(); await landlord.arrives('Правка организации'); await shot('edit');
  await page.context().clearCookies(); await page.goto(consoleHost() + '/login'); await landlord.arrives('Вход'); await shot('login');
  await page.goto(process.env['KVITOK_SETUP_LINK']!); await landlord.arrives('Первый запуск'); await shot('setup');
});
