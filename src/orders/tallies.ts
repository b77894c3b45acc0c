import type { Model } from 'mongoose';
import type { Order } from './model.js';
import { isClosed, STATUSES, type Status } from './statuses.js';

/** More different products than one market stall has. */
const MOST_ROWS = 500;

/** How many orders of these stores there are at each open status; answered by the index alone. */
export async function countOpen(
  orders: Model<Order>,
  storeIds: readonly string[],
): Promise<ReadonlyMap<Status, number>> {
  const open = STATUSES.filter((status) => !isClosed(status));
  const counts = await orders.aggregate<{ _id: Status; count: number }>([
    { $match: { storeId: { $in: [...storeIds] }, status: { $in: open } } },
    { $group: { _id: '$status', count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [_id, count]));
}

/** One product that is to be packed: so many pieces, for so many orders. */
export type PickRow = { productId: string; name: string; pieces: number; orders: number };

/** What is to be packed of the accepted orders of these stores, by name; at most 500 products. */
export const pickList = (orders: Model<Order>, storeIds: readonly string[]): Promise<PickRow[]> =>
  orders.aggregate<PickRow>([
    { $match: { storeId: { $in: [...storeIds] }, status: 'accepted' } },
    { $unwind: '$lines' },
    {
      $group: {
        _id: '$lines.productId',
        // as it was called in the newest of them
        name: { $last: '$lines.name' },
        pieces: { $sum: '$lines.qty' },
        orders: { $sum: 1 },
      },
    },
    { $sort: { name: 1, _id: 1 } },
    { $limit: MOST_ROWS },
    { $project: { _id: 0, productId: '$_id', name: 1, pieces: 1, orders: 1 } },
  ]);
