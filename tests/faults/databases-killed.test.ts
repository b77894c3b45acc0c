import { expect, it, vi } from 'vitest';
import { testProcesses } from '../support/processes.js';
import { type ServerName, serversIn, signalServer } from './embedded-servers.js';
import { aMarketDay } from './market.js';
import { chance } from './moments.js';

const haat = testProcesses();
const SEED = 20_261_124;
const KILLED: readonly ServerName[] = ['mongod', 'redis', 'redis', 'mongod', 'mongod', 'redis'];

it('goes on by itself and loses nothing when MongoDB and Redis are killed under it, again and again', async () => {
  const product = await haat.start({ RATE_LIMITS: 'off', LOG_LEVEL: 'warn' });
  const day = await aMarketDay({ api: [product.url], bots: [product.url] });
  const random = chance(SEED);

  async function storm(): Promise<void> {
    for (const server of KILLED) {
      await day.moments.after(random(1, 150));
      const killed = serversIn(haat.dataDir)[server]?.pid;
      signalServer(haat.dataDir, server, 'SIGKILL');
      await vi.waitFor(() => expect(serversIn(haat.dataDir)[server]?.pid).not.toBe(killed), { timeout: 60_000 });
      await product.ready();
    }
  }

  await day.goOn(storm());
  await day.expectNothingLost();
  await haat.expectSound();
  expect(await product.stop()).toBe(0);
  expect(product.output()).not.toContain('"status":500');
}, 300_000);
