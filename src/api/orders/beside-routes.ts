import { z } from 'zod';
import { PAYMENT_STATES } from '../../orders/model.js';
import { Note } from '../../orders/rules.js';
import { Id } from '../../platform/ids.js';
import { Refusal } from '../../platform/refusal.js';
import { CartSchema } from '../carts/cart-schema.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { OrderSchema, orderView } from './order-schema.js';

const tag = 'orders';
const ofOrder = z.object({ orderId: PathParam.orderId });
const Payment = z.strictObject({ state: z.enum(PAYMENT_STATES) });

/** What happens beside an order's way: its payment, its note, what is to be packed, and the same once more. */
export const besideRoutes = ({
  orders,
  photos,
  stores,
  mediaUrl,
}: Pick<Services, 'orders' | 'photos' | 'stores' | 'mediaUrl'>): Route[] => [
  route(
    {
      id: 'setPayment',
      method: 'post',
      path: '/orders/{orderId}/payment',
      tag,
      summary:
        'Says how the payment stands: a buyer that it is made, with a picture when it comes as a form, a seller that it came or did not',
      auth: 'either',
      params: ofOrder,
      body: Payment.meta({ examples: [{ state: 'received' }] }),
      form: { file: 'image', body: Payment.extend({ image: z.literal('').optional() }) },
      idempotent: 'accepted',
      answers: { 200: OrderSchema },
      refuses: { 403: ['wrong_side'], 409: ['nothing_to_pay'] },
    },
    async ({ params: { orderId }, body: { state }, file, caller, once, unhurried }) => {
      if ((caller.audience === 'customer') !== (state === 'claimed')) throw new Refusal('wrong_side', 403);
      const photo = file && caller.audience === 'customer' ? await unhurried(() => photos.take(file)) : undefined;
      const order =
        caller.audience === 'customer'
          ? await orders.claimPaid(caller.customerId, orderId, photo, once)
          : await orders.setPayment(caller.accountId, orderId, state, once);
      return answer(200, orderView(order, mediaUrl));
    },
  ),
  route(
    {
      id: 'setNote',
      method: 'post',
      path: '/orders/{orderId}/note',
      tag,
      summary: 'Changes the note of an order until it is on its way; an empty one takes it off',
      auth: 'customer',
      params: ofOrder,
      body: z.strictObject({ note: Note }).meta({ examples: [{ note: 'Please ring twice' }] }),
      idempotent: 'accepted',
      answers: { 200: OrderSchema },
      refuses: { 409: ['note_too_late'] },
    },
    async ({ params, body, caller, once }) =>
      answer(200, orderView(await orders.setNote(caller.customerId, params.orderId, body.note, once), mediaUrl)),
  ),
  route(
    {
      id: 'orderAgain',
      method: 'post',
      path: '/orders/{orderId}/again',
      tag,
      summary: "A new cart of what was ordered, at today's prices; what is gone is left out",
      auth: 'customer',
      params: ofOrder,
      idempotent: 'accepted',
      answers: { 201: CartSchema },
    },
    async ({ params, caller, once }) => answer(201, await orders.again(caller.customerId, params.orderId, once)),
  ),
  route(
    {
      id: 'pickList',
      method: 'get',
      path: '/stores/{storeId}/pick-list',
      tag,
      summary: 'What is to be packed of the accepted orders, by product',
      auth: 'seller',
      params: z.object({ storeId: PathParam.storeId }),
      answers: {
        200: z.object({
          items: z.array(z.object({ productId: Id, name: z.string(), pieces: z.int().min(1), orders: z.int().min(1) })),
        }),
      },
    },
    async ({ params, caller }) => {
      const store = await stores.own(caller.accountId, params.storeId);
      return answer(200, { items: await orders.pickList([store._id]) });
    },
  ),
];
