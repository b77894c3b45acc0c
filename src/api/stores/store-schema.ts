import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import { Hours } from '../../stores/hours.js';
import type { Store } from '../../stores/model.js';
import { openStateOf } from '../../stores/opening.js';
import { Amount, Time } from '../edge/schemas.js';

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

/** What a buyer learns of a shop at this moment. */
export const ShopFace = StoreFace.extend({
  openNow: z.boolean().meta({ description: 'Whether it takes orders now.' }),
  opensAt: Time.nullable().meta({ description: 'Of a closed shop, when it opens by itself.' }),
  pickup: z.boolean().meta({ description: 'Whether buyers may come for what they ordered.' }),
}).meta({ id: 'ShopFace' });

export const StoreSchema = z
  .object({
    ...face,
    country: z.string(),
    language: z.string(),
    timeZone: z.string(),
    open: z.boolean().meta({ description: 'False: closed until it is opened by hand.' }),
    closedUntil: Time.nullable(),
    hours: Hours.nullable().meta({ description: 'Null: always open.' }),
    openNow: z.boolean(),
    opensAt: Time.nullable(),
    upiVpa: z.string().nullable(),
    paymentText: z.string().nullable(),
    pickup: z.boolean(),
    deliveryCharge: Amount,
    freeAbove: Amount.nullable(),
    minOrder: Amount.nullable(),
    lowStockAt: z.int().min(0),
    digest: z.boolean(),
    formerLinks: z.array(z.string()).meta({ description: 'They go on leading to the store.' }),
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

export const shopFace = (store: Store, url: Url, now: Date) => ({
  ...storeFace(store, url),
  ...openness(store, now),
  pickup: store.pickup,
});

const openness = (store: Store, now: Date) => {
  const { openNow, opensAt } = openStateOf(store, now, 'en');
  return { openNow, opensAt: opensAt?.toISOString() ?? null };
};

/** A store as its seller reads it. */
export const storeView = (store: Store, url: Url, now: Date) => ({
  ...storeFace(store, url),
  ...openness(store, now),
  country: store.country,
  language: store.language,
  timeZone: store.timeZone,
  open: store.open,
  closedUntil: store.closedUntil?.toISOString() ?? null,
  hours: store.hours ?? null,
  paymentText: store.paymentText ?? null,
  pickup: store.pickup,
  formerLinks: store.formerLinks,
  upiVpa: store.upiVpa ?? null,
  deliveryCharge: store.deliveryCharge,
  freeAbove: store.freeAbove ?? null,
  minOrder: store.minOrder ?? null,
  lowStockAt: store.lowStockAt,
  digest: store.digest,
  createdAt: store.createdAt.toISOString(),
});
