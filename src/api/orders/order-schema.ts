import { z } from 'zod';
import type { MediaUrl } from '../../catalog/product-view.js';
import { imageOf } from '../../catalog/product-view.js';
import { DELIVERY_STATES, type Delivery, type Order, PAYMENT_METHODS, PAYMENT_STATES } from '../../orders/model.js';
import { STATUSES } from '../../orders/statuses.js';
import { Id } from '../../platform/ids.js';
import { Amount, ImageSchema, Time } from '../edge/schemas.js';

const Status = z.enum(STATUSES);

const line = {
  productId: Id,
  name: z.string(),
  image: ImageSchema.nullable(),
  mrp: Amount,
  salePrice: Amount,
  qty: z.int().min(1),
  lineTotal: Amount,
};

const SoldLine = z.object({
  ...line,
  left: z.int().min(0).nullable().meta({ description: 'Pieces that stayed in stock; null when unlimited.' }),
});

const fields = {
  orderId: Id,
  storeId: Id,
  number: z.string().meta({ examples: ['HT-7K3Q9'] }),
  status: Status,
  lines: z.array(z.object(line)),
  subtotal: Amount,
  delivery: Amount,
  total: Amount,
  currency: z.string(),
  name: z.string(),
  mobile: z.string(),
  address: z.string().meta({ description: 'Empty when it is picked up.' }),
  pickup: z.boolean(),
  note: z.string().nullable(),
  payment: z.object({ method: z.enum(PAYMENT_METHODS), state: z.enum(PAYMENT_STATES) }),
  history: z.array(
    z.object({
      status: Status,
      at: Time,
      by: z.enum(['seller', 'customer']),
      reason: z.string().nullable(),
      payment: z
        .enum(PAYMENT_STATES)
        .nullable()
        .meta({ description: 'Set where the payment changed, not the status.' }),
    }),
  ),
  createdAt: Time,
};

/** An order as its buyer reads it. */
export const OrderSchema = z.object(fields).meta({ id: 'Order' });

/** An order as its seller reads it: with who bought, and what became of the alerts. */
export const SoldOrderSchema = z
  .object({
    ...fields,
    customerId: Id,
    lines: z.array(SoldLine),
    alerts: z.array(
      z.object({
        status: Status.meta({ description: 'What of the order was told.' }),
        channel: z.string(),
        state: z.enum(DELIVERY_STATES),
        attempts: z.int().min(0),
        lastError: z.string().nullable(),
        at: Time,
        sentAt: Time.nullable(),
      }),
    ),
  })
  .meta({ id: 'SoldOrder' });

export const orderView = (order: Order, mediaUrl: MediaUrl) => ({
  orderId: order._id,
  storeId: order.storeId,
  number: order.number,
  status: order.status,
  lines: order.lines.map(({ productId, name, photo, mrp, salePrice, qty, lineTotal }) => ({
    ...{ productId, name, image: imageOf(photo, mediaUrl), mrp, salePrice, qty, lineTotal },
  })),
  subtotal: order.subtotal,
  delivery: order.delivery,
  total: order.total,
  currency: order.currency,
  name: order.name,
  mobile: order.mobile,
  address: order.address,
  pickup: order.pickup ?? false,
  note: order.note ?? null,
  payment: { method: order.payment.method, state: order.payment.state },
  history: order.history.map(({ status, at, by, reason, payment }) => ({
    ...{ status, at: at.toISOString(), by, reason: reason ?? null, payment: payment ?? null },
  })),
  createdAt: order.createdAt.toISOString(),
});

export const soldOrderView = (order: Order, deliveries: readonly Delivery[], mediaUrl: MediaUrl) => ({
  ...orderView(order, mediaUrl),
  lines: orderView(order, mediaUrl).lines.map((sold, index) => ({ ...sold, left: order.lines[index]?.left ?? null })),
  customerId: order.customerId,
  alerts: deliveries
    .filter(({ to }) => to === 'seller')
    .map(({ eventId, channel, state, attempts, lastError, at, sentAt }) => ({
      status: statusTold(order, eventId),
      ...{ channel, state, attempts, lastError: lastError ?? null },
      at: at.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    })),
});

/** A reminder tells that an order is placed, as its first alert does. */
const statusTold = ({ history, status }: Order, eventId: string): Order['status'] =>
  history[Number(eventId.split('.')[1]) || 0]?.status ?? status;
