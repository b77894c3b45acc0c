import { expect, it } from 'vitest';
import { testDb, testRedis, testRedisUrl, uriOf } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { aMarketDay } from './market.js';
import { heldChats } from './twins.js';

const haat = testProcesses();
const db = testDb();
testRedis();

it('works on through the others when one is killed and another stands still in the middle of chats and alerts', async () => {
  const shared = { MONGODB_URI: uriOf(db.name), REDIS_URL: testRedisUrl(), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
  const worker = () => haat.start({ ...shared, ROLES: 'bots,jobs' });
  const [api, ...workers] = await Promise.all([haat.start({ ...shared, ROLES: 'api' }), worker(), worker(), worker()]);
  const [killed, paused, other] = workers;
  const bots = workers.map(({ url }) => url);
  const day = await aMarketDay({ api: [api.url], bots });
  const chats = heldChats(db);

  async function strike(): Promise<void> {
    await day.moments.after(100);
    await chats.stopInTheMiddle(killed, day.moments);
    await killed.kill('SIGKILL');
    await chats.stopInTheMiddle(paused, day.moments);
    bots.splice(0, bots.length, other.url);
  }
  await day.goOn(strike());
  await day.expectNothingLost();

  // what it goes on with was done by another long ago
  await paused.kill('SIGCONT');
  bots.splice(0, bots.length, paused.url);
  await paused.ready();
  await day.expectNothingLost();
  await haat.expectSound(shared);
  expect(`${api.output()}${other.output()}`).not.toMatch(/"status":5\d\d/);
}, 300_000);
