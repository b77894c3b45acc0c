import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { webPeople } from '../support/web-people.mjs';
import { AT_ONCE, actsOf } from './acts.mjs';
import { fillStores } from './fill.mjs';

const OPENED = 10;
const PRODUCTS = 20;

/** A Haat with so many stores, ten of which were opened by hand and are those that people go to. */
export async function openTown(world, stores) {
  const server = await world.haat({ ROLES: 'api,bots' });
  const shops = [];
  for (let i = 0; i < OPENED; i++) shops.push(await openShop(server.url, PRODUCTS, { photos: false }));
  const buyers = await buyersOf(shops[0].api, 50);
  const people = await webPeople(server.url, AT_ONCE);
  for (const shop of shops) await orderOnce(server, shop, buyers[0]);
  // somebody has to have chatted, so that there is a chat to copy
  await new Promise((heard) => {
    people.onAnswer(heard);
    people.write(0);
  });
  await fillStores(server.at.MONGODB_URI, shops[0].storeId, stores - OPENED);
  return townOf({ stores, server, shops, buyers, people });
}

/** The same town with other shops, for people to go to. */
export async function townOf({ stores, server, shops, buyers, people }) {
  const carts = await Promise.all(
    shops.map(async (shop) => ({ ...shop, ...(await shop.api('POST', '/carts', { storeLink: shop.link })) })),
  );
  return {
    stores,
    server,
    shops,
    buyers,
    people,
    acts: actsOf({ stores: stores - OPENED + shops.length, server, shops, buyers, people, carts }),
  };
}

export async function orderOnce(server, { products }, token) {
  const { path, ...request } = orderOf(token, products.slice(0, 3));
  const answer = await fetch(server.url + path, request);
  if (answer.status !== 201) throw new Error(`an order is answered ${answer.status}: ${await answer.text()}`);
}
