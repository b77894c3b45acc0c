/** The states of an order, in the order a good one goes through them; the last two are its other ends. */
export const STATUSES = ['placed', 'accepted', 'packed', 'shipped', 'delivered', 'rejected', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** Who moves an order. */
export type Actor = 'seller' | 'customer';

const table: Record<Status, Partial<Record<Status, readonly Actor[]>>> = {
  placed: { accepted: ['seller'], rejected: ['seller'], cancelled: ['seller', 'customer'] },
  accepted: { packed: ['seller'], shipped: ['seller'], delivered: ['seller'], cancelled: ['seller'] },
  packed: { shipped: ['seller'], delivered: ['seller'] },
  shipped: { delivered: ['seller'] },
  delivered: {},
  rejected: {},
  cancelled: {},
};

/** Whether `actor` may move an order from one status to another. */
export const mayMove = (from: Status, to: Status, actor: Actor): boolean => !!table[from][to]?.includes(actor);

/** The statuses that a seller can choose next. */
export const nextFor = (from: Status, actor: Actor): Status[] => STATUSES.filter((to) => mayMove(from, to, actor));

/** An order that came to nothing gives back what it took from stock. */
export const givesBack = (status: Status): boolean => status === 'rejected' || status === 'cancelled';

/** Nothing follows. */
export const isClosed = (status: Status): boolean => nextFor(status, 'seller').length === 0;
