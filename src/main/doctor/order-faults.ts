import type { Order, OrderEvent } from '../../orders/model.js';
import { mayMove } from '../../orders/statuses.js';

type Known = Pick<OrderEvent, '_id' | 'status'>;

/** What is wrong with an order, its sums, its way and the events of it; nothing in one that is sound. */
export function orderFaults(order: Order, events: readonly Known[]): string[] {
  return [...sumFaults(order), ...wayFaults(order), ...eventFaults(order, events)];
}

function sumFaults({ lines, subtotal, delivery, total }: Order): string[] {
  const faults: string[] = [];
  for (const { name, qty, salePrice, lineTotal, taken, left } of lines) {
    if (lineTotal !== qty * salePrice) faults.push(`${qty} × ${salePrice} of ${name} are not ${lineTotal}`);
    if (taken !== 0 && taken !== qty) faults.push(`${taken} of ${qty} ${name} left the stock`);
    if (left !== undefined && left !== null && left < 0) faults.push(`${left} ${name} were left`);
  }
  if (subtotal !== lines.reduce((sum, { lineTotal }) => sum + lineTotal, 0)) {
    faults.push('the lines are not the subtotal');
  }
  if (total !== subtotal + delivery) faults.push('subtotal and delivery are not the total');
  return faults;
}

function wayFaults({ history, status }: Order): string[] {
  const faults: string[] = [];
  if (history[0]?.status !== 'placed') faults.push('its history does not begin with placed');
  for (const [n, { status: to, by, payment, note }] of history.entries()) {
    const from = history[n - 1]?.status;
    if (from === undefined) continue;
    const isAside = payment !== undefined || note !== undefined;
    if (isAside ? from !== to : !mayMove(from, to, by)) faults.push(`the ${by} moved it from ${from} to ${to}`);
  }
  if (history.at(-1)?.status !== status) faults.push(`it is ${status}, and its history ends otherwise`);
  return faults;
}

function eventFaults({ _id, history }: Order, events: readonly Known[]): string[] {
  const known = new Map(events.map((event) => [event._id, event.status]));
  return history.flatMap(({ status }, n) => {
    const event = known.get(`${_id}.${n}`);
    if (event === undefined) return [`nobody is told that it is ${status}: event ${n} is missing`];
    return event === status ? [] : [`event ${n} tells that it is ${event}, and it was ${status}`];
  });
}
