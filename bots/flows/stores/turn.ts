import { z } from 'zod';

/** The store that a question is about; `free` are links to take in place of one that somebody has. */
const Open = { storeId: z.string(), free: z.array(z.string()).optional() };
export type Open = { storeId: string; free?: string[] | undefined };

const at = <Name extends string>(name: Name) => z.object({ at: z.literal(name), ...Open });

export const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list') }),
  at('menu'),
  at('days'),
  ...[at('name'), at('address'), at('link'), at('hours')],
  ...[at('delivery'), at('freeAbove'), at('minOrder'), at('upi'), at('payment')],
  ...[at('language'), at('currency'), at('lowStock'), at('timeZone')],
]);
export type Turn = z.infer<typeof Turn>;

/** What is set by an answer. */
export const ASKED = [
  ...(['name', 'address', 'link', 'hours', 'days', 'delivery', 'freeAbove', 'minOrder', 'upi', 'payment'] as const),
  ...(['language', 'currency', 'lowStock', 'timeZone'] as const),
];
export type Asked = (typeof ASKED)[number];

/** What is set by one tap. */
export const TOGGLED = ['closed', 'pickup', 'digest'] as const;
export type Toggled = (typeof TOGGLED)[number];

export type Setting = Asked | Toggled;
