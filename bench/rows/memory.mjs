import { setTimeout as sleep } from 'node:timers/promises';
import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { load } from '../support/load.mjs';
import { median } from '../support/numbers.mjs';
import { bound } from '../support/pairs.mjs';
import { residentMb } from '../support/processor.mjs';
import { takeTurns } from '../support/turns.mjs';
import { webPeople } from '../support/web-people.mjs';

/** Of mixed load; the last fifth is held against the second, when all that is kept ready has been made. */
const MEMORY_SECONDS = Number(process.env.BENCH_MEMORY_SECONDS ?? 600);
const LOOK_EVERY_MS = 1000;
const PEOPLE = 4;
/** Of what it held before: the collector lets go when it likes, so that two looks are never quite the same. */
const MOST_GROWTH = 1.05;

/** What a process of all roles holds while people read, choose, order and chat at a pace that leaves it room. */
export async function memory(world) {
  const server = await world.haat({ ROLES: 'api,bots,jobs' });
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
  const any = (list) => list[Math.floor(Math.random() * list.length)];
  const setLine = () => ({
    ...{ method: 'PUT', path: `/api/v1/carts/${cart.cartId}/lines/${any(shop.products).id}` },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ qty: 1 + Math.floor(Math.random() * 9), storeLink: shop.link }),
  });
  const paced = (how) => load({ pid: server.pid, seconds: MEMORY_SECONDS, connections: 4, url: server.url, ...how });
  try {
    await Promise.all([
      paced({ url: `${server.url}/api/v1/storefront/${shop.link}/catalog`, perSecond: 100 }),
      paced({ url: shop.page, perSecond: 40 }),
      paced({ next: setLine, perSecond: 20 }),
      paced({ next: () => orderOf(any(buyers), [any(shop.products)]), status: 201, perSecond: 4 }),
      takeTurns({ ...slowly(people), people: PEOPLE, pid: server.pid, seconds: MEMORY_SECONDS }),
    ]);
  } finally {
    isOver = true;
    await watching;
    people.stop();
    await server.stop();
  }
  const fifth = Math.max(1, Math.floor(held.length / 5));
  const then = median(held.slice(fifth, 2 * fifth));
  const last = median(held.slice(-fifth));
  const minutes = MEMORY_SECONDS / 60;
  return [
    bound({ name: 'memory', what: `memory after ${minutes} min of mixed load`, unit: 'MB', ours: last }),
    bound({
      ...{ name: 'memory', what: 'the same, as a share of the second fifth', unit: '×' },
      ...{ most: MOST_GROWTH, ours: last / then },
    }),
  ];
}

/** People who read what they are told before they write again. */
const slowly = ({ write, onAnswer }) => ({
  write,
  onAnswer: (listener) => onAnswer((n) => setTimeout(listener, 500, n)),
});
