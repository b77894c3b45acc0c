import { openShop } from '../support/a-shop.mjs';
import { load } from '../support/load.mjs';
import { compare, inPairs } from '../support/pairs.mjs';
import { besidePeer } from '../support/peers.mjs';

const CARTS = 200;
const LINES = 5;

const PRODUCTS = 50;
/** Counted of each, so that the stock is looked at and never comes to its end. */
const STOCK = 1000;

/** Sets a line of a cart, with its price and stock read. */
export async function cart(world) {
  const server = await world.haat();
  const { api, link, products } = await openShop(server.url, PRODUCTS, { stock: STOCK });
  const made = Array.from({ length: CARTS }, () => api('POST', '/carts', { storeLink: link }));
  const carts = (await Promise.all(made)).map(({ cartId }) => cartId);
  const floor = await world.floor('redis-cart.mjs', [], world.part());
  let n = 0;
  /** Always the same five products of a cart, in amounts that change. */
  const next = (prefix) => () => {
    const i = n++;
    const product = products[((i % CARTS) + (Math.floor(i / CARTS) % LINES) * 7) % PRODUCTS];
    return {
      ...{ method: 'PUT', path: `${prefix}/carts/${carts[i % CARTS]}/lines/${product.id}` },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ qty: 1 + (i % 9), storeLink: link }),
    };
  };
  const pairs = await inPairs({
    ours: () => load({ url: server.url, pid: server.pid, next: next('/api/v1') }),
    floor: () => load({ url: floor.url, pid: floor.pid, next: next('') }),
  });
  await floor.stop();
  await server.stop();
  const of = ({ perSecond }) => perSecond;
  const row = compare(pairs, { name: 'cart', what: 'cart: set a line', unit: '/s', least: 0.75, of });
  return [row, besidePeer('cart', row)];
}
