import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/platform/package-root.js';
import { testDbUri, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';

const processes = testProcesses();
const mongodbUri = testDbUri();
const run = promisify(execFile);

type Catalog = { categories: { name: string; products: { name: string; image: unknown; available: boolean }[] }[] };

it('the demo fills a running Haat with one shop, however often it is run', async () => {
  const env = { MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn' };
  const { url } = await processes.start(env);
  const demo = async (): Promise<string> => {
    const { stdout } = await run(process.execPath, [join(packageRoot, 'demo', 'fill.mjs'), url]);
    return /The shop is open: \S+(\/s\/\S+)/.exec(stdout)?.[1] ?? '';
  };
  const path = await demo();
  const shown = async (): Promise<Catalog> =>
    (await fetch(`${url}/api/v1/storefront/${path.replace('/s/', '')}/catalog`)).json();
  const { categories } = await shown();
  const products = categories.flatMap((category) => category.products);
  expect(categories).toHaveLength(8);
  expect(products.length).toBeGreaterThanOrEqual(60);
  expect(products.filter(({ image }) => image === null)).toEqual([]);
  expect(new Set(products.map(({ available }) => available))).toEqual(new Set([true, false]));
  expect((await fetch(url + path)).status).toBe(200);

  expect(await demo()).toBe(path);
  expect((await shown()).categories.flatMap((category) => category.products)).toHaveLength(products.length);
}, 240_000);
