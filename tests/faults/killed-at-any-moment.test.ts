import { expect, it, vi } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { type Product, testProcesses } from '../support/processes.js';
import { serversIn, signalServer } from './embedded-servers.js';
import { aMarketDay } from './market.js';
import { chance } from './moments.js';

const haat = testProcesses();
const SEED = 20_261_123;
const KILLS = 6;

const outputs: string[] = [];

async function killAll(product: Product): Promise<void> {
  const gone = product.kill('SIGKILL');
  for (const server of ['mongod', 'redis'] as const) signalServer(haat.dataDir, server, 'SIGKILL');
  await gone;
  outputs.push(product.output());
}

/** Kills a product in the middle of its start: as soon as it has started MongoDB, which has hardly opened its files. */
async function killStarting(env: Record<string, string>): Promise<void> {
  const before = serversIn(haat.dataDir).mongod?.pid;
  const product = await haat.launch(env);
  await vi.waitFor(() => expect(serversIn(haat.dataDir).mongod?.pid).not.toBe(before), {
    timeout: 60_000,
    interval: 5,
  });
  await killAll(product);
}

it('loses nothing and does nothing twice when everything is killed at any moment, again and again', async () => {
  const env = { PORT: String(await freePort()), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
  await killStarting(env);
  let product = await haat.start(env);
  const day = await aMarketDay({ api: [product.url], bots: [product.url] });
  const random = chance(SEED);

  async function storm(): Promise<void> {
    for (let kill = 0; kill < KILLS; kill++) {
      await day.moments.after(random(1, 150));
      await killAll(product);
      if (kill % 3 === 1) await killStarting(env);
      product = await haat.start(env);
    }
  }

  await day.goOn(storm());
  await day.expectNothingLost();
  await haat.expectSound(env);
  expect(outputs.join()).not.toContain('"status":500');
}, 300_000);
