import { alert } from './alert.mjs';
import { cart } from './cart.mjs';
import { catalog } from './catalog.mjs';
import { catalogChange } from './catalog-change.mjs';
import { chat } from './chat.mjs';
import { memory } from './memory.mjs';
import { hotOrder, order } from './order.mjs';
import { photo } from './photo.mjs';
import { start } from './start.mjs';
import { storefront } from './storefront.mjs';
import { storefrontSizes } from './storefront-sizes.mjs';

/** All rows of the table, by the name that asks for them. Each is given the world and returns what was measured. */
export const ROWS = {
  catalog,
  storefront,
  'catalog-change': catalogChange,
  cart,
  order,
  'hot-order': hotOrder,
  alert,
  chat,
  photo,
  'storefront-sizes': storefrontSizes,
  start,
  memory,
};
