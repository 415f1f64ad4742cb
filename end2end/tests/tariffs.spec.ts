// Tariffs: a service counted by a meter in tiers, its volume, its invoice with the formula; with wasm off too.
import { expect, slug, test } from '../support/test.ts';

for (const live of [true, false]) {
  test.describe(live ? 'with the browser half' : 'without the browser half', () => {
    test.use({ javaScriptEnabled: live });

    test('a metered tariff is entered, its volume kept, its formula read', async ({ landlord, staff, page }) => {
      const at = slug(`tariffs-${live ? 'wasm' : 'plain'}`);
      await staff.accepts(await landlord.opensTenant({ name: 'Тарифы', slug: at, email: 'anna@example.ru' }), 'Анна');
      await staff.goesTo('services');
      await staff.follows('addService');
      await staff.fills({ name: 'Электроэнергия', unit: 'кВт·ч', holdsFrom: '2026-01-01' });
      await staff.chooses('tariffKind', staff.say('kindTiered'));
      await staff.chooses('vatInPrice', staff.say('withoutVat'));
      await staff.fills({ firstTierUpto: '150', firstTierPrice: '4,5', secondTierUpto: '100' });
      await staff.presses('addService');
      // A refusal keeps what was typed, the tiers too.
      await expect(page.getByLabel(staff.say('firstTierUpto'))).toHaveValue('150');
      await staff.fills({ secondTierUpto: '', secondTierPrice: '7' });
      await staff.presses('addService');
      await staff.arrives('Электроэнергия');
      await staff.reads(staff.say('kindTiered'));
      await staff.reads('Анна');

      await page.goto(`${new URL(page.url()).origin}/volumes`);
      await staff.arrives(staff.say('volumes'));
      await staff.reads(staff.say('noVolumes'));
    });
  });
}
