// Where things are: the console, the tenants' hosts, the sessions kept for the specs.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname ?? '.';
const port = (): string => process.env['KVITOK_PORT'] ?? '3000';

/** The console's address. */
export const consoleHost = (): string => `http://localhost:${port()}`;

/** A tenant's address. Chromium takes every name under localhost for this machine. */
export const host = (slug: string): string => `http://${slug}.localhost:${port()}`;

/** The owner of the installation, made by the first spec. */
export const OWNER = { name: 'Павел Владимиров', email: 'owner@kvitok.test', password: 'пять синих квитанций' };

/** So many sessions of the owner are opened: one a worker, since what a form left is kept in the session. */
export const SESSIONS = 4;

/** Where a session is kept. */
export function session(number: number): string {
  const folder = join(here, '..', '.auth');
  mkdirSync(folder, { recursive: true });
  return join(folder, `owner-${number % SESSIONS}.json`);
}

export const fixture = (name: string): string => join(here, '..', 'fixtures', name);
