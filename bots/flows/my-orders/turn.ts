import { z } from 'zod';

const one = <Name extends string>(name: Name) =>
  z.object({ at: z.literal(name), customerId: z.string(), orderId: z.string() });

export const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list'), customerId: z.string(), cursor: z.string().optional() }),
  one('order'),
  one('cancel'),
  one('paid'),
  one('note'),
]);
export type Turn = z.infer<typeof Turn>;
