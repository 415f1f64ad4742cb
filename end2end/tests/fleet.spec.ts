// All organisations' databases together: what the landlord sees where all of them are up to date.
import { expect, slug, test } from '../support/test.ts';

test('the fleet says that all databases are up to date, and on which server they stand', async ({ landlord, page }) => {
  await landlord.opensTenant({ name: 'Во флоте', slug: slug('fleet'), email: 'anna@example.ru' });
  await landlord.opensConsole();
  await landlord.goesTo('fleet');
  await landlord.reads(landlord.say('allCurrent'));
  await expect(page.getByRole('row').filter({ hasText: 'home' })).toContainText(landlord.say('takesNew'));
  await expect(page.getByRole('button', { name: landlord.say('beginRun'), exact: true })).toHaveCount(0);
});
