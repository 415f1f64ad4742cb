// How the specs run: one fresh server for all of them, a wide and a narrow screen, the system's Chromium.
import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** A port nobody listens on. Workers read this file again and must get the same one: it stays in the environment. */
async function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(String(address.port)) : reject(address)));
    });
  });
}

process.env['KVITOK_PORT'] ??= await freePort();
const system = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: './tests',
  globalSetup: './server.ts',
  // Specs share one server with two cores; one spec's tenant is not another's.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  outputDir: './test-results',
  use: {
    baseURL: `http://localhost:${process.env['KVITOK_PORT']}`,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(existsSync(system) ? { executablePath: system } : {}),
      args: [
        ...(root ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
  projects: [
    // Makes the owner by the set-up link, which works once, and keeps sessions for the others.
    { name: 'first', testMatch: 'first.setup.ts' },
    { name: 'desktop', dependencies: ['first'], use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', dependencies: ['first'], use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
  ],
});
