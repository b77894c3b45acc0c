import { z } from 'zod';
import { pageOf, pageQueryById } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { OrderSchema, orderView } from './order-schema.js';
import { PlaceOrder } from './place-schema.js';

const tag = 'orders';

/** What buyers do with orders. */
export const placingRoutes = ({
  orders,
  customers,
  mediaUrl,
}: Pick<Services, 'orders' | 'customers' | 'mediaUrl'>): Route[] => [
  route(
    {
      id: 'placeOrder',
      method: 'post',
      path: '/orders',
      tag,
      summary: 'Turns a cart into an order; the same key gives the same order',
      auth: 'customer',
      body: PlaceOrder,
      idempotent: 'required',
      answers: { 201: OrderSchema },
      refuses: {
        404: ['no_product', 'no_shop'],
        409: ['cart_changed', 'cart_other_store', 'store_closed', 'below_minimum', 'sold_out'],
        422: ['upi_not_taken', 'pickup_not_offered'],
      },
    },
    async ({ body, caller, once }) =>
      answer(201, orderView(await orders.place(caller.customerId, body, undefined, once), mediaUrl)),
  ),
  route(
    {
      id: 'listMyOrders',
      method: 'get',
      path: '/customers/me/orders',
      tag,
      summary: "The customer's orders, the newest first",
      auth: 'customer',
      query: z.strictObject(pageQueryById),
      answers: { 200: pageOf(OrderSchema) },
    },
    async ({ query, caller }) => {
      await customers.known(caller.customerId);
      const { items, nextCursor } = await orders.ofCustomer(caller.customerId, query);
      return answer(200, { items: items.map((order) => orderView(order, mediaUrl)), nextCursor });
    },
  ),
  route(
    {
      id: 'cancelOrder',
      method: 'post',
      path: '/orders/{orderId}/cancel',
      tag,
      summary: 'Takes an order back, while it is only placed',
      auth: 'customer',
      params: z.object({ orderId: PathParam.orderId }),
      idempotent: 'accepted',
      answers: { 200: OrderSchema },
      refuses: { 409: ['illegal_status'] },
    },
    async ({ params, caller, once }) =>
      answer(200, orderView(await orders.cancel(caller.customerId, params.orderId, once), mediaUrl)),
  ),
];
