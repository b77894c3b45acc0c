import { z } from 'zod';

/** Problem details of RFC 9457, as every refusal is told. */
export const ProblemSchema = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people, in the language of Accept-Language.' }),
    code: z.string().meta({ description: 'The same in every language.' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'Why it was refused. `cart_changed` carries the new `cart`.',
    examples: [
      {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'No shop at this link. Ask the seller for it again.',
        code: 'no_shop',
        requestId: '0b7c5a52-8a4f-4a08-9df1-6b2f6f0c7f5e',
      },
    ],
  });
