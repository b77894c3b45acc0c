import { z } from 'zod';
import type { Order } from '../../orders/model.js';
import { StatusChange } from '../../orders/rules.js';
import { STATUSES } from '../../orders/statuses.js';
import { pageOf, pageQueryById } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { OrderSchema, orderView, SoldOrderSchema, soldOrderView } from './order-schema.js';

const tag = 'orders';
const ofOrder = z.object({ orderId: PathParam.orderId });

/** What sellers do with orders; reading one is shared with buyers. */
export function sellingRoutes({ orders, stores, mediaUrl }: Pick<Services, 'orders' | 'stores' | 'mediaUrl'>): Route[] {
  const allSold = async (found: readonly Order[]) => {
    const alerts = await orders.alertsOf(found.map(({ _id }) => _id));
    return found.map((order) => soldOrderView(order, alerts.get(order._id) ?? [], mediaUrl));
  };
  const sold = async (order: Order) =>
    soldOrderView(order, (await orders.alertsOf([order._id])).get(order._id) ?? [], mediaUrl);

  return [
    route(
      {
        id: 'listStoreOrders',
        method: 'get',
        path: '/stores/{storeId}/orders',
        tag,
        summary: "A store's orders, the newest first",
        auth: 'seller',
        params: z.object({ storeId: PathParam.storeId }),
        query: z.strictObject({ ...pageQueryById, status: z.enum(STATUSES).optional() }),
        answers: { 200: pageOf(SoldOrderSchema) },
      },
      async ({ params, query, caller }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        const { items, nextCursor } = await orders.ofStore(store._id, query);
        return answer(200, { items: await allSold(items), nextCursor });
      },
    ),
    route(
      {
        id: 'readOrder',
        method: 'get',
        path: '/orders/{orderId}',
        tag,
        summary: 'An order, as a seller reads it or as its buyer does',
        auth: 'either',
        params: ofOrder,
        answers: { 200: z.union([SoldOrderSchema, OrderSchema]) },
      },
      async ({ params: { orderId }, caller }) => {
        if (caller.audience === 'customer') {
          return answer(200, orderView(await orders.ofCustomerById(caller.customerId, orderId), mediaUrl));
        }
        const { order } = await orders.ofAccountById(caller.accountId, orderId);
        return answer(200, await sold(order));
      },
    ),
    route(
      {
        id: 'setOrderStatus',
        method: 'post',
        path: '/orders/{orderId}/status',
        tag,
        summary: 'Moves an order on; the buyer is told',
        auth: 'seller',
        params: ofOrder,
        body: StatusChange.meta({ examples: [{ status: 'accepted' }, { status: 'rejected', reason: 'Sold out' }] }),
        idempotent: 'accepted',
        answers: { 200: SoldOrderSchema },
        refuses: { 409: ['illegal_status'] },
      },
      async ({ params, body, caller, once }) =>
        answer(200, await sold(await orders.setStatus(caller.accountId, params.orderId, body, once))),
    ),
  ];
}
