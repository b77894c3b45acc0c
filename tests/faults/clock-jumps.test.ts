import { expect, it } from 'vitest';
import { testDb, testRedis, testRedisUrl, uriOf } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { aMarketDay } from './market.js';

const haat = testProcesses();
const db = testDb();
testRedis();
const JUMPS = 6;
const CLOCK = new URL('../support/jumping-clock.mjs', import.meta.url);

it('loses nothing and says nothing twice while the clock of one of two jumps ahead and back', async () => {
  const shared = { MONGODB_URI: uriOf(db.name), REDIS_URL: testRedisUrl(), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
  const [jumping, steady] = await Promise.all([
    haat.start({ ...shared, NODE_OPTIONS: `--import ${CLOCK.href}` }),
    haat.start(shared),
  ]);
  const both = [jumping.url, steady.url];
  const day = await aMarketDay({ api: both, bots: both });

  async function storm(): Promise<void> {
    for (let jump = 0; jump < JUMPS; jump++) {
      await day.moments.after(60);
      process.kill(jumping.pid, 'SIGUSR2');
    }
  }
  await day.goOn(storm());
  await day.expectNothingLost();
  await haat.expectSound(shared);
  expect(`${jumping.output()}${steady.output()}`).not.toContain('"status":500');
}, 300_000);
