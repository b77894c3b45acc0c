import { z } from 'zod';
import { STATUSES } from '../../../src/orders/statuses.js';

/** A list of orders: those at one status, or all that are over. */
export const LISTS = ['placed', 'accepted', 'packed', 'shipped', 'delivered', 'over'] as const;
export type List = (typeof LISTS)[number];

const Place = { of: z.enum(LISTS), cursor: z.string().optional() };

export const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('waiting') }),
  z.object({ at: z.literal('list'), ...Place }),
  // what was found by a typed number
  z.object({ at: z.literal('found'), orderIds: z.array(z.string()) }),
  z.object({ at: z.literal('order'), orderId: z.string(), from: z.object(Place).optional() }),
]);
export type Turn = z.infer<typeof Turn>;

/** The statuses that a list shows. */
export const statusesOf = (list: List) =>
  list === 'over' ? STATUSES.filter((status) => status === 'rejected' || status === 'cancelled') : [list];
