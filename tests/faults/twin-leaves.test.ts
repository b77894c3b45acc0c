import { expect, it } from 'vitest';
import { testDb, testRedis, testRedisUrl, uriOf } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { aMarketDay } from './market.js';
import { heldChats } from './twins.js';

const haat = testProcesses();
const db = testDb();
testRedis();

it('hands its work over when one of two is asked to end, and nobody at the other notices', async () => {
  const shared = { MONGODB_URI: uriOf(db.name), REDIS_URL: testRedisUrl(), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
  const [leaving, staying] = await Promise.all([haat.start(shared), haat.start(shared)]);
  const both = [leaving.url, staying.url];
  const day = await aMarketDay({ api: both, bots: both });

  async function leave(): Promise<void> {
    await day.moments.after(150);
    await leaving.kill('SIGTERM');
    await day.moments.after(50);
  }
  await day.goOn(leave());
  expect(await leaving.ended).toBe(0);
  expect(await heldChats(db).count(leaving)).toBe(0);
  await day.expectNothingLost();
  await haat.expectSound(shared);
  expect(staying.output()).not.toMatch(/"status":5\d\d/);
}, 300_000);
