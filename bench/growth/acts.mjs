import { orderOf } from '../support/buyers.mjs';
import { load } from '../support/load.mjs';
import { takeTurns } from '../support/turns.mjs';

/** Few enough that the time of an act is told, and not how long it waited for others. */
export const AT_ONCE = 4;

const json = { 'content-type': 'application/json' };
const any = (list) => list[Math.floor(Math.random() * list.length)];

/**
 * What people do all day, each done by some of the shops that were opened by hand.
 * @returns by name a function that does it for a while, as fast as it is answered, and tells how fast
 */
export function actsOf({ stores, server, shops, buyers, people, carts }) {
  const paced = (how) => load({ url: server.url, pid: server.pid, connections: AT_ONCE, ...how });
  const api = '/api/v1';
  return {
    catalog: (how) =>
      paced({ next: () => ({ method: 'GET', path: `${api}/storefront/${any(shops).link}/catalog` }), ...how }),
    'any catalog': (how) => {
      const link = () =>
        stores > shops.length ? `copied-${Math.floor(Math.random() * (stores - shops.length))}` : any(shops).link;
      return paced({ next: () => ({ method: 'GET', path: `${api}/storefront/${link()}/catalog` }), ...how });
    },
    cart: (how) => {
      const next = () => {
        const { link, products, cartId } = any(carts);
        const path = `${api}/carts/${cartId}/lines/${any(products.slice(0, 20)).id}`;
        return { method: 'PUT', path, headers: json, body: JSON.stringify({ qty: 2, storeLink: link }) };
      };
      return paced({ next, ...how });
    },
    order: (how) => paced({ next: () => orderOf(any(buyers), any(shops).products.slice(0, 3)), status: 201, ...how }),
    'order list': (how) => {
      const next = () => {
        const { storeId, token } = any(shops);
        const path = `${api}/stores/${storeId}/orders?limit=20`;
        return { method: 'GET', path, headers: { authorization: `Bearer ${token}` } };
      };
      return paced({ next, ...how });
    },
    'chat turn': (how) => takeTurns({ ...people, people: AT_ONCE, pid: server.pid, ...how }),
  };
}

/** So long as one act takes, while some are under way at once. */
export const costMs = ({ perSecond }) => (AT_ONCE * 1000) / perSecond;
