import { setTimeout as sleep } from 'node:timers/promises';
import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { load } from '../support/load.mjs';
import { bound } from '../support/pairs.mjs';
import { residentMb } from '../support/processor.mjs';
import { takeTurns } from '../support/turns.mjs';
import { webPeople } from '../support/web-people.mjs';

/** Of mixed load. */
const MEMORY_SECONDS = Number(process.env.BENCH_MEMORY_SECONDS ?? 600);
const LOOK_EVERY_MS = 1000;
const PEOPLE = 4;
/** A fifth of the time after the beginning, all that is kept ready has been made. */
const READY_SECONDS = MEMORY_SECONDS / 5;
/** Of what it needed then: two collections never leave quite the same. */
const MOST_GROWTH = 1.05;
const NEEDED = ['nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes'];
const COLLECTS = new URL('../support/collect-when-asked.mjs', import.meta.url);

/**
 * What a process of all roles holds while people read, choose, order and chat at a pace that leaves it room: at most,
 * which is up to a collector that has gigabytes to spare, and what it needs, which is left once that has been made to work.
 */
export async function memory(world) {
  const server = await world.haat({ ROLES: 'api,bots,jobs', NODE_OPTIONS: `--import ${COLLECTS}` });
  const shop = await openShop(server.url, 50);
  const buyers = await buyersOf(shop.api, 20);
  const people = await webPeople(server.url, PEOPLE);
  const held = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      held.push(residentMb(server.pid));
      await sleep(LOOK_EVERY_MS);
    }
  })();
  const cart = await shop.api('POST', '/carts', { storeLink: shop.link });
  async function neededMb() {
    process.kill(server.pid, 'SIGUSR2');
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const bytes = NEEDED.map((name) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(metrics)?.[1]));
    return bytes.reduce((sum, one) => sum + one) / 1_000_000;
  }
  const any = (list) => list[Math.floor(Math.random() * list.length)];
  const setLine = () => ({
    ...{ method: 'PUT', path: `/api/v1/carts/${cart.cartId}/lines/${any(shop.products).id}` },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ qty: 1 + Math.floor(Math.random() * 9), storeLink: shop.link }),
  });
  const paced = (how) => load({ pid: server.pid, seconds: MEMORY_SECONDS, connections: 4, url: server.url, ...how });
  let then;
  let last;
  try {
    await Promise.all([
      sleep(READY_SECONDS * 1000).then(async () => (then = await neededMb())),
      paced({ url: `${server.url}/api/v1/storefront/${shop.link}/catalog`, perSecond: 100 }),
      paced({ url: shop.page, perSecond: 40 }),
      paced({ next: setLine, perSecond: 20 }),
      paced({ next: () => orderOf(any(buyers), [any(shop.products)]), status: 201, perSecond: 4 }),
      takeTurns({ ...slowly(people), people: PEOPLE, pid: server.pid, seconds: MEMORY_SECONDS }),
    ]);
    last = await neededMb();
  } finally {
    isOver = true;
    await watching;
    people.stop();
    await server.stop();
  }
  const minutes = MEMORY_SECONDS / 60;
  return [
    bound({ name: 'memory', what: `most memory in ${minutes} min of mixed load`, unit: 'MB', ours: Math.max(...held) }),
    bound({ name: 'memory', what: 'what of it is needed, after a collection', unit: 'MB', ours: last }),
    bound({
      ...{ name: 'memory', what: `the same, as a share of what was needed after ${READY_SECONDS / 60} min`, unit: '×' },
      ...{ most: MOST_GROWTH, ours: last / then },
    }),
  ];
}

/** People who read what they are told before they write again. */
const slowly = ({ write, onAnswer }) => ({
  write,
  onAnswer: (listener) => onAnswer((n) => setTimeout(listener, 500, n)),
});
