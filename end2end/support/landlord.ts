// The landlord's person: opens, changes and ends tenants in the console.
import { expect } from '@playwright/test';
import { Person } from './person.ts';
import { consoleHost, host } from './places.ts';

export interface NewTenant {
  name: string;
  slug: string;
  email: string;
}

export class Landlord extends Person {
  async opensConsole(): Promise<void> {
    await this.page.goto(consoleHost());
    await this.speaks();
    await this.arrives(this.say('tenants'));
  }

  /** Opens a tenant and gives back the link of its first administrator. */
  async opensTenant({ name, slug, email }: NewTenant): Promise<string> {
    await this.opensConsole();
    await this.follows('addTenant');
    await this.arrives(this.say('newTenant'));
    await this.fills({ name, slug, adminEmail: email });
    await this.chooses('timeZone', 'UTC+3');
    await this.chooses('language', this.language === 'ru' ? 'Русский' : 'English');
    await this.presses('create');
    await this.reads(this.say('tenantReady'));
    await this.reads(this.say('createdIn'));
    await expect(this.page.getByRole('link', { name: new URL(host(slug)).host })).toHaveAttribute('href', host(slug));
    const link = this.field(this.say('invitationLink'));
    await expect(link).toHaveAttribute('readonly');
    return link.inputValue();
  }

  async opensCard(name: string, inTrash = false): Promise<void> {
    await this.opensConsole();
    if (inTrash) await this.follows('inTrash');
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.arrives(name);
  }

  async trashes(name: string): Promise<void> {
    await this.opensCard(name);
    await this.confirms('toTrash', 'trashConfirm');
    await this.reads(this.say('tenantTrashed'));
  }

  async restores(name: string): Promise<void> {
    await this.opensCard(name, true);
    await this.presses('restore');
    await this.reads(this.say('tenantRestored'));
  }
}
