import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import type { Store } from '../../stores/model.js';
import { Amount } from '../edge/schemas.js';

const face = {
  storeId: Id,
  link: z.string().meta({ examples: ['asha-pickles'] }),
  url: z.url(),
  name: z.string(),
  address: z.string(),
  currency: z.string().meta({ examples: ['INR'] }),
};

/** What anybody may know of a store. */
export const StoreFace = z.object(face).meta({ id: 'StoreFace' });

export const StoreSchema = z
  .object({
    ...face,
    country: z.string(),
    language: z.string(),
    timeZone: z.string(),
    open: z.boolean(),
    upiVpa: z.string().nullable(),
    deliveryCharge: Amount,
    freeAbove: Amount.nullable(),
    minOrder: Amount.nullable(),
    lowStockAt: z.int().min(0),
    digest: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Store' });

type Url = (store: Store) => string;

export const storeFace = (store: Store, url: Url) => ({
  storeId: store._id,
  link: store.link,
  url: url(store),
  name: store.name,
  address: store.address,
  currency: store.currency,
});

/** A store as its seller reads it. */
export const storeView = (store: Store, url: Url) => ({
  ...storeFace(store, url),
  country: store.country,
  language: store.language,
  timeZone: store.timeZone,
  open: store.open,
  upiVpa: store.upiVpa ?? null,
  deliveryCharge: store.deliveryCharge,
  freeAbove: store.freeAbove ?? null,
  minOrder: store.minOrder ?? null,
  lowStockAt: store.lowStockAt,
  digest: store.digest,
  createdAt: store.createdAt.toISOString(),
});
