import type { Product } from '../../catalog/model.js';
import type { Products } from '../../catalog/products.js';
import type { Customers } from '../../orders/customers.js';
import type { Order } from '../../orders/model.js';
import type { Orders } from '../../orders/service.js';
import { spacedMobile } from '../../platform/mobile.js';
import type { Store } from '../../stores/model.js';
import type { ExportKind } from '../model.js';
import { plainAmount } from './amounts.js';

/** A header and the rows below it, read one by one as they are asked for. */
export type Sheet = { header: readonly string[]; rows: AsyncIterable<readonly string[]> };

export type SheetDeps = {
  products: Pick<Products, 'each'>;
  orders: Pick<Orders, 'eachOfStore'>;
  customers: Pick<Customers, 'ofStore'>;
};

export const PRODUCT_HEADER = ['name', 'category', 'mrp', 'salePrice', 'stock', 'description', 'currency'] as const;
const ORDER_HEADER = [
  ...[
    'number',
    'placedAt',
    'status',
    'name',
    'mobile',
    'address',
    'items',
    'subtotal',
    'delivery',
    'total',
    'currency',
  ],
  ...['payment', 'paymentState', 'note'],
] as const;
const CUSTOMER_HEADER = ['name', 'mobile', 'orders', 'lastOrderAt'] as const;

const PAGE = 100;

/** All of a store's products, orders or customers as a table; of a customer what was given to this store. */
export function sheetOf(store: Store, kind: ExportKind, { products, orders, customers }: SheetDeps): Sheet {
  switch (kind) {
    case 'products':
      return { header: PRODUCT_HEADER, rows: mapped(products.each(store._id), productRow(store)) };
    case 'orders':
      return { header: ORDER_HEADER, rows: mapped(orders.eachOfStore(store._id), orderRow(store)) };
    case 'customers':
      return { header: CUSTOMER_HEADER, rows: customerRows(store, customers) };
  }
}

async function* mapped<T>(found: AsyncIterable<T>, row: (one: T) => string[]): AsyncGenerator<string[]> {
  for await (const one of found) yield row(one);
}

const productRow =
  ({ currency }: Store) =>
  ({ name, category, mrp, salePrice, stock, description }: Product): string[] => [
    ...[name, category, plainAmount(mrp, currency), plainAmount(salePrice, currency)],
    ...[stock === null ? '' : String(stock), description, currency],
  ];

const orderRow =
  (store: Store) =>
  ({ number, createdAt, status, name, mobile, address, note = '', ...order }: Order): string[] => {
    const money = (amount: number): string => plainAmount(amount, order.currency);
    const items = order.lines.map((line) => `${line.qty} × ${line.name} (${money(line.lineTotal)})`).join('; ');
    return [
      ...[number, localTime(createdAt, store), status, name, spacedMobile(mobile), address, items],
      ...[money(order.subtotal), money(order.delivery), money(order.total), order.currency],
      ...[order.payment.method, order.payment.state, note],
    ];
  };

async function* customerRows(store: Store, customers: SheetDeps['customers']): AsyncGenerator<string[]> {
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await customers.ofStore(store._id, { limit: PAGE, cursor });
    for (const { name, mobile, orders, lastOrderAt } of items) {
      yield [name, spacedMobile(mobile), String(orders), localTime(lastOrderAt, store)];
    }
    if (!nextCursor) return;
    cursor = nextCursor;
  }
}

/** `2026-11-23 15:30`, which spreadsheets take for a time, as the clock on the store's wall shows it. */
function localTime(at: Date, { timeZone }: Store): string {
  const parts = clockOf(timeZone).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const two = '2-digit' as const;
  const made = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two },
  });
  clocks.set(timeZone, made);
  return made;
}
