import { defineCustomer } from '../../orders/customer-model.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from '../../orders/model.js';
import { defineStore } from '../../stores/model.js';
import { batches, type Look } from './finding.js';
import { orderFaults } from './order-faults.js';

/** Orders add up, went an allowed way, are told step by step, and belong to a store and a customer that are there. */
export const lookAtOrders: Look = async function* (db) {
  const [orders, events, stores, customers] = [
    defineOrder(db),
    defineOrderEvent(db),
    defineStore(db),
    defineCustomer(db),
  ];
  for await (const batch of batches<Order>(orders.find().lean<Order>().cursor())) {
    const ids = batch.map(({ _id }) => _id);
    const known = await events.find({ orderId: { $in: ids } }, { orderId: 1, status: 1 }).lean<OrderEvent[]>();
    const byOrder = new Map(ids.map((id): [string, OrderEvent[]] => [id, []]));
    for (const event of known) byOrder.get(event.orderId)?.push(event);
    const storeIds = new Set(await stores.distinct('_id', { _id: { $in: batch.map(({ storeId }) => storeId) } }));
    const customerIds = new Set(
      await customers.distinct('_id', { _id: { $in: batch.map(({ customerId }) => customerId) } }),
    );
    for (const order of batch) {
      const of = `order ${order._id} (${order.number})`;
      for (const says of orderFaults(order, byOrder.get(order._id) ?? [])) yield { of, says };
      if (!storeIds.has(order.storeId)) yield { of, says: `its store ${order.storeId} is not there` };
      if (!customerIds.has(order.customerId)) yield { of, says: `its customer ${order.customerId} is not there` };
    }
  }
  // what follows from an order without the order
  for await (const batch of batches<OrderEvent>(events.find().lean<OrderEvent>().cursor())) {
    const there = new Set(await orders.distinct('_id', { _id: { $in: batch.map(({ orderId }) => orderId) } }));
    for (const { _id, orderId } of batch) {
      if (!there.has(orderId)) yield { of: `event ${_id}`, says: 'its order is not there' };
    }
  }
};
