import type { Store } from '../../stores/model.js';
import { cod } from './cod.js';
import type { PaymentWay } from './payment-way.js';
import { upi } from './upi.js';

export type { PaymentWay } from './payment-way.js';

/** Every way to pay, in the order they are offered. */
const WAYS: readonly PaymentWay[] = [cod, upi];

/** The ways that a shop takes. */
export const waysOf = (store: Store): PaymentWay[] => WAYS.filter((way) => way.isTaken(store));

/** The way an order is paid by. */
export const wayOf = (method: string): PaymentWay => WAYS.find(({ id }) => id === method) ?? cod;
