import type { VNode } from 'preact';
import type { Order, PaymentMethod } from '../../orders/model.js';
import type { T } from '../../platform/texts.js';
import type { Store } from '../../stores/model.js';
import type { ShopReader } from '../reader.js';

/** A way to pay, whole: whether a shop takes it, how it is called, and what there is to do after the order. */
export type PaymentWay = {
  id: PaymentMethod;
  /** Whether this shop takes it. */
  isTaken(store: Store): boolean;
  label(t: T): string;
  /** What the buyer is shown on the order's page while there is still something to pay. */
  toPay(order: Order, store: Store, reader: ShopReader): Promise<VNode>;
};
