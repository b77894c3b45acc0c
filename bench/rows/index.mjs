import { catalog } from './catalog.mjs';
import { storefront } from './storefront.mjs';

/** All rows of the table, by the name that asks for them. Each is given the world and returns what was measured. */
export const ROWS = { catalog, storefront };
