import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mongodUri } from '../../src/platform/embedded/mongod.js';
import { freePort } from '../../src/platform/embedded/ports.js';
import { redisUrl } from '../../src/platform/embedded/redis.js';
import { serversIn } from '../faults/embedded-servers.js';
import { aMarketDay } from '../faults/market.js';
import { chance } from '../faults/moments.js';
import { rivalsOf } from '../faults/rivals.js';
import { type Part, strikesOn } from '../faults/strikes.js';
import { type Env, testProcesses } from '../support/processes.js';

const haat = testProcesses();
/** How long it goes on, and the chance it takes; CI runs the short form, `npm run torture` as long as it is told. */
const SECONDS = Number(process.env.TORTURE_SECONDS ?? 20);
const SEED = Number(process.env.TORTURE_SEED ?? 20_261_128);

/** Two of each role, as a shop of some size runs them; the first has the databases. */
async function sixParts(): Promise<Part[]> {
  const common = { RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
  const start = async (name: string, more: Env): Promise<Part> => {
    const env = { ...common, ...more, PORT: String(await freePort()) };
    return { name, env, product: await haat.start(env) };
  };
  const owner = await start('api', { ROLES: 'api' });
  const { mongod, redis } = serversIn(haat.dataDir);
  if (!mongod || !redis) throw new Error('the first process has no databases');
  const shared = { MONGODB_URI: mongodUri(mongod.port), REDIS_URL: redisUrl(redis.port) };
  const others = ['api', 'bots', 'bots', 'jobs', 'jobs'];
  return [owner, ...(await Promise.all(others.map((role) => start(role, { ...shared, ROLES: role }))))];
}

it(
  'nothing is lost and nothing is sold twice, whatever happens to processes and databases',
  async () => {
    const parts = await sixParts();
    const urlsOf = (role: string): string[] =>
      parts.filter(({ name }) => name === role).map(({ product }) => product.url);
    const places = { api: urlsOf('api'), bots: urlsOf('bots'), cartsGo: true };
    const day = await aMarketDay(places);
    const rivals = await rivalsOf(places, day.api, day.moments);
    const random = chance(SEED);
    const strikes = strikesOn(parts, haat.dataDir, haat.launch, random);
    const struck = new Map(strikes.map(({ name }) => [name, 0]));

    async function storm(): Promise<void> {
      const end = performance.now() + SECONDS * 1000;
      for (let n = 0; performance.now() < end; n++) {
        // each once before chance begins
        const one = strikes[n] ?? strikes[random(0, strikes.length - 1)];
        await one?.strike();
        struck.set(one?.name ?? '', (struck.get(one?.name ?? '') ?? 0) + 1);
        // so many things happen in between, unless everything stands still
        await Promise.race([day.moments.after(random(1, 300)), pause(10_000)]);
      }
      await Promise.all(parts.map(({ product }) => product.ready()));
    }

    await day.goOn(storm(), rivals.quarrel);
    const tried = {
      ...day.acknowledged(),
      'orders with a quarrel': rivals.orders.length,
      ...Object.fromEntries(struck),
    };
    await day.expectNothingLost();
    await rivals.expectOneWinnerEach();
    await haat.expectSound();
    process.stdout.write(
      `Seed ${SEED}, ${SECONDS} s.\n${linesOf(tried)}\nLost: nothing. Sold twice: nothing. Said twice: nothing.\n`,
    );
    for (const { product } of parts) expect(product.output()).not.toContain('"status":500');
  },
  SECONDS * 1000 + 400_000,
);

const linesOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([what, count]) => `  ${String(count).padStart(6)} ${what}`)
    .join('\n');
