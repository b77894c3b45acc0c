import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadConfig } from '../../dist/src/platform/config.js';
import { startEmbedded } from '../../dist/src/platform/embedded/index.js';
import { onCore, root, startHaat } from '../a-haat.mjs';
import { openShop } from './a-shop.mjs';

const SHOP_PRODUCTS = 200;

/** What the rows are measured in: databases for all, with a part of its own for whoever asks, and servers on core 0. */
export async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'haat-bench-'));
  const log = { info: () => undefined, warn: () => undefined };
  const options = { ...loadConfig(process.env).embedded, dataDir: folder, mongo: true, redis: true, log };
  const databases = await startEmbedded(options);
  const ends = [];
  let parts = 0;
  let shop;

  /** Connections to a database of its own. */
  function part() {
    const uri = new URL(databases.mongodbUri);
    uri.pathname = `/bench-${++parts}`;
    // Redis has sixteen
    return { MONGODB_URI: uri.href, REDIS_URL: `${databases.redisUrl}/${parts % 16}` };
  }

  async function stopping(started) {
    let stopped;
    const stop = () => (stopped ??= started.stop());
    ends.push(stop);
    return { ...started, stop };
  }

  async function haat(env = {}, at = part(), core = 0) {
    const started = await startHaat({ RATE_LIMITS: 'off', ROLES: 'api', ...at, ...env }, core);
    return { ...(await stopping(started)), at };
  }

  async function close() {
    for (const end of ends.reverse()) await end();
    await databases.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  // whoever has seen enough leaves no servers behind
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => close().finally(() => process.exit(1)));

  return {
    ...{ folder, part, haat, close },

    /** One shop of 200 products, for all rows that do not change it for good. */
    shop: () => (shop ??= haat().then(async (server) => ({ server, ...(await openShop(server.url, SHOP_PRODUCTS)) }))),

    /** A program of `bench/floors`, once it has said its first line. */
    async floor(file, args = [], env = {}) {
      const [command, ...rest] = onCore(0, process.execPath, `bench/floors/${file}`, ...args);
      const child = spawn(command, rest, {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const said = async () => (await lines.next()).value;
      const url = await said();
      if (url === undefined) throw new Error(`the floor ${file} does not start`);
      const stop = async () => {
        if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
      };
      /** Has the floor do something, in a line, and waits for the line that it answers. */
      const ask = (line) => {
        child.stdin.write(`${line}\n`);
        return said();
      };
      return stopping({ url, pid: child.pid, ask, stop });
    },
  };
}
