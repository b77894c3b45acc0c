import { bound } from './pairs.mjs';

/**
 * What Vendure 3.7.3, the faster of two shops that are built for the same, did a second on this kind of machine, with 16
 * connections on one core; Medusa 2.21.2 did 13, 9.3 and 1.6. They also do taxes and promotions, which Haat does not.
 */
const PEER = {
  catalog: { perSecond: 68, least: 150, what: 'catalogs, beside Vendure 3.7.3 (68/s)' },
  cart: { perSecond: 121, least: 20, what: 'cart changes, beside Vendure 3.7.3 (121/s)' },
  order: { perSecond: 10.9, least: 30, what: 'orders, beside Vendure 3.7.3 (10.9/s)' },
};

/** A row beside a figure that was measured once, and not in the same minutes: it says how much faster, and no more. */
export function besidePeer(kind, { name, ours }) {
  const { perSecond, least, what } = PEER[kind];
  return bound({ name, what, unit: '×', least, ours: ours / perSecond });
}
