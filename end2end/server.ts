// Starts the built program with an empty data folder before the specs, and stops it after them.
//
// Specs find it in the environment: KVITOK_URL (the landlord's origin), KVITOK_SETUP_LINK (printed once, at the first
// start), KVITOK_DATA. DATABASE_URL, where it is set, is passed on; else the program starts a Postgres of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const here = import.meta.dirname ?? resolve('.');
const patience = 90_000;

/** What cargo built, in the target directory that cargo uses. */
function binary(): string {
  const named = process.env['KVITOK_BIN'];
  const target = process.env['CARGO_TARGET_DIR'] ?? join(here, '..', 'target');
  const path = named ?? join(target, 'debug', 'kvitok');
  if (!existsSync(path)) throw new Error(`${path} is not built: run \`cargo xtask test --only browser\``);
  process.env['KVITOK_SITE'] ??= join(target, 'site');
  return path;
}

/** The first line that holds a link with `setup` in its path. */
async function setupLink(server: ChildProcess, log: NodeJS.WritableStream): Promise<string> {
  const last: string[] = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no set-up link within ${patience} ms:\n${last.join('\n')}`)), patience);
    const listen = (line: string): void => {
      log.write(`${line}\n`);
      last.push(line);
      if (last.length > 30) last.shift();
      const found = /https?:\/\/[^\s"']*setup[^\s"']*/.exec(line);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    };
    for (const stream of [server.stdout, server.stderr]) if (stream) createInterface(stream).on('line', listen);
    server.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`kvitok ended with ${code}:\n${last.join('\n')}`));
    });
  });
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGTERM');
  const slow = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(slow);
}

export default async function globalSetup(): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), 'kvitok-specs-'));
  // A Postgres of the program's own may run as another user, who has to walk through.
  chmodSync(data, 0o711);
  const results = join(here, 'test-results');
  mkdirSync(results, { recursive: true });
  const log = createWriteStream(join(results, 'server.log'));

  const program = binary();
  // The program takes every KVITOK_ variable for a key of its configuration, so it gets those it knows and no others.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KVITOK_')));
  const server = spawn(program, ['serve'], {
    cwd: join(here, '..'),
    env: { ...env, KVITOK_DATA: data, KVITOK_PORT: process.env['KVITOK_PORT'], KVITOK_SITE: process.env['KVITOK_SITE'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const finish = async (): Promise<void> => {
    await stop(server);
    log.end();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    process.env['KVITOK_SETUP_LINK'] = await setupLink(server, log);
  } catch (trouble) {
    await finish();
    throw trouble;
  }
  process.env['KVITOK_URL'] = `http://localhost:${process.env['KVITOK_PORT']}`;
  process.env['KVITOK_DATA'] = data;
  return finish;
}
