// A tenant's person: accepts an invitation and does the office's work.
import { expect } from '@playwright/test';
import { Person } from './person.ts';
import { host } from './places.ts';
import { firstOfMonth, month, sum } from './words.ts';

export const PASSWORD = 'семь зелёных тетрадей';

export interface Home {
  locality: string;
  street: string;
  number: string;
}

export interface Payer {
  name: string;
  account: string;
  flat: string;
}

export class Staff extends Person {
  async accepts(invitation: string, name: string): Promise<void> {
    await this.page.goto(invitation);
    await this.arrives(this.say('welcome'));
    await this.fills({ personName: name, newPassword: PASSWORD });
    await this.presses('accept');
    await this.arrives(this.say('hello', { name }));
  }

  async logsIn(slug: string, email: string, password = PASSWORD): Promise<void> {
    await this.page.goto(`${host(slug)}/login`);
    await this.arrives(this.say('logInTitle'));
    await this.fills({ email, password });
    await this.presses('logIn');
  }

  async addsHouse(home: Home): Promise<void> {
    await this.goesTo('houses');
    await this.follows('newHouse');
    await this.arrives(this.say('newHouse'));
    await this.fills({ locality: home.locality, street: home.street, number: home.number });
    await this.page.getByRole('main').getByRole('button', { name: this.say('addHouse'), exact: true }).click();
    await this.arrives(new RegExp(home.street));
  }

  async addsService(name: string, unit: string, price: string, from = firstOfMonth()): Promise<void> {
    await this.goesTo('services');
    await this.follows('addService');
    await this.arrives(this.say('newService'));
    await this.fills({ name, unit, firstPrice: price, holdsFrom: from });
    await this.presses('addService');
    await this.arrives(name);
  }

  async addsSubscriber(payer: Payer, home: Home): Promise<void> {
    await this.goesTo('subscribers');
    await this.follows('addSubscriber');
    await this.arrives(this.say('addSubscriber'));
    await this.fills({ fullName: payer.name, accountNumber: payer.account });
    await this.chooses('house', home.street);
    await this.fills({ flat: payer.flat });
    await this.presses('createSubscriber');
    await this.arrives(payer.name);
  }

  /** On the subscriber's card. */
  async connects(service: string, quantity: string): Promise<void> {
    await this.unfolds('connectService');
    await this.chooses('service', service);
    await this.fills({ quantity, firstDay: firstOfMonth() });
    await this.presses('connect');
    await expect(this.page.getByRole('table', { name: this.say('links') }).getByRole('link', { name: service })).toBeVisible();
  }

  /** Arrives at the draft of this month. */
  async draftsInvoices(): Promise<void> {
    await this.goesTo('invoices');
    await this.follows('issueInvoices');
    await this.arrives(this.say('issuing'));
    await this.presses('makeDraft');
    await this.arrives(this.say('runOf', { month: month(this.language, new Date()) }));
  }

  async issuesInvoices(kopecks: number): Promise<void> {
    const total = sum(this.language, kopecks);
    const name = month(this.language, new Date());
    await this.draftsInvoices();
    await expect(this.figure('wouldBeCharged')).toContainText(total);
    await this.confirms('confirmRun', 'confirmRun');
    await expect(this.figure('issuedInAll')).toContainText(total);
    await this.follows('openRun', { month: name });
    await this.arrives(this.say('invoices'));
  }

  /** Takes what is owed at the desk, or a part of it, and arrives at the receipt. */
  async recordsPayment(account: string, kopecks: number, owed = kopecks): Promise<void> {
    await this.goesTo('payments');
    await this.follows('recordPayment');
    await this.arrives(this.say('desk'));
    await this.fills({ accountNumber: account });
    await this.presses('find');
    const typed = (sum: number) => (sum / 100).toFixed(2).replace('.', this.language === 'ru' ? ',' : '.');
    await expect(this.field(this.say('amount'))).toHaveValue(typed(owed));
    if (owed !== kopecks) await this.field(this.say('amount')).fill(typed(kopecks));
    await this.presses('take');
    await this.arrives(new RegExp(`^${this.say('receipt')}`));
    await this.reads(sum(this.language, kopecks));
  }

  async invites(name: string, email: string, role: 'operator' | 'administrator'): Promise<string> {
    await this.goesTo('users');
    await this.opensInvitation();
    await this.fills({ personName: name, email });
    await this.chooses('role', this.say(role));
    await this.presses('createInvitation');
    const link = this.page.getByRole('textbox', { name: this.say('link'), exact: true });
    await expect(link).toHaveValue(/\/invitation\//);
    return new URL(await link.inputValue(), this.page.url()).href;
  }

  /** The form of an invitation may be folded. */
  private async opensInvitation(): Promise<void> {
    const submit = this.page.getByRole('button', { name: this.say('createInvitation'), exact: true });
    if (!(await submit.isVisible())) await this.unfolds('invite');
    await expect(submit).toBeVisible();
  }
}
