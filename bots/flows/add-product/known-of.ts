import type { Product } from '../../../src/catalog/model.js';
import type { Detail } from './turn.js';

/** What need not be asked of a product that was put up before. Every product has a category: a button may change it. */
export const knownOf = ({ mrp, salePrice, description, stock, photo }: Product): Detail[] => [
  ...(mrp === salePrice ? [] : ['mrp' as const]),
  ...(description === '' ? [] : ['describe' as const]),
  ...(stock === null ? [] : ['stock' as const]),
  ...(photo === null ? [] : ['photo' as const]),
];
