import { z } from 'zod';

/** `page`: of the lines that are left out, the first is 0. */
export const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('file') }),
  z.object({ at: z.literal('preview'), importId: z.string(), page: z.number().int().min(0) }),
]);
export type Turn = z.infer<typeof Turn>;
