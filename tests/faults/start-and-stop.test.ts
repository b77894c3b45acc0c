import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { processesWith } from '../support/embedded.js';
import { testProcesses } from '../support/processes.js';
import { serversIn } from './embedded-servers.js';
import { askOnce } from './patient-api.js';

const haat = testProcesses();
const root = fileURLToPath(new URL('../..', import.meta.url));
/** A start takes long on a machine that has much else to do. */
const TIMEOUT_MS = 120_000;
const PATIENCE = { timeout: 60_000, interval: 20 };

/** Every database server that was ever started on the directory is gone. */
async function expectNoServers(dataDir: string): Promise<void> {
  const { mongod, redis } = serversIn(dataDir);
  const shown = [join(dataDir, 'mongod'), ...[mongod, redis].flatMap((one) => (one ? `127.0.0.1:${one.port}` : []))];
  await vi.waitFor(() => expect(shown.flatMap(processesWith)).toEqual([]), PATIENCE);
}

it(
  'refuses a data directory and a port that are in use, in words, and leaves who has them alone',
  async () => {
    const first = await haat.start();
    const second = await haat.launch();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Data directory ${haat.dataDir} is in use by process ${first.pid}.`);
    const DATA_DIR = join(haat.dataDir, 'other');
    const third = await haat.launch({ PORT: new URL(first.url).port, DATA_DIR });
    expect(await third.ended).toBe(1);
    expect(third.output()).toContain(`PORT: ${new URL(first.url).port} is in use. Choose another one, or 0.`);
    await expectNoServers(DATA_DIR);
    await first.ready();
    expect(await first.stop()).toBe(0);
    await expectNoServers(haat.dataDir);
  },
  TIMEOUT_MS,
);

it(
  'leaves no server behind when it is asked to end in the middle of its start, and starts again',
  async () => {
    const DATA_DIR = join(haat.dataDir, 'starting');
    const before = () => serversIn(DATA_DIR).mongod?.pid;
    const moments = [
      (url: string) => vi.waitFor(() => askOnce(url), PATIENCE),
      (_: string, last = before()) => vi.waitFor(() => expect(before()).not.toBe(last), PATIENCE),
    ];
    for (const moment of moments) {
      const product = await haat.launch({ DATA_DIR });
      await moment(product.url);
      await product.kill('SIGTERM');
      expect(await product.ended).toBe(0);
      await expectNoServers(DATA_DIR);
    }
    const product = await haat.start({ DATA_DIR });
    expect(await product.stop()).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  'ends in order when Ctrl-C is pressed twice',
  async () => {
    const product = await haat.start();
    await Promise.all([product.kill('SIGINT'), product.kill('SIGINT')]);
    expect(await product.ended).toBe(0);
    await expectNoServers(haat.dataDir);
  },
  TIMEOUT_MS,
);

it(
  'ends with the npm that started it',
  async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = { ...process.env, DATA_DIR: haat.dataDir, PORT: new URL(url).port };
    // it is built already
    const npm = spawn('npm', ['start', '--silent', '--ignore-scripts'], { cwd: root, env, stdio: 'ignore' });
    onTestFinished(() => void npm.kill());
    const gone = once(npm, 'exit');
    await vi.waitFor(async () => expect((await askOnce(`${url}/readyz`)).status).toBe(200), PATIENCE);
    npm.kill('SIGTERM');
    await gone;
    await vi.waitFor(() => expect(askOnce(url)).rejects.toThrow('fetch failed'), PATIENCE);
    await expectNoServers(haat.dataDir);
  },
  TIMEOUT_MS,
);
