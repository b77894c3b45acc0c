import { z } from 'zod';

/**
 * What Meta posts, as far as we read it; the rest is let through unread (facebook/openapi, business-messaging-api;
 * "Webhooks" of the Cloud API's reference).
 */
const Id = z.string().min(1).max(500);
const Words = z.string().max(100_000);

export const Body = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
});

export const Change = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z
    .array(
      z.object({
        profile: z.object({ name: Words.optional() }).optional(),
        wa_id: Id.optional(),
        // of a person whose number is hidden behind a username, and of everybody else too
        user_id: Id.optional(),
      }),
    )
    .default([]),
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
});
export type Change = z.infer<typeof Change>;

const Media = z.object({
  id: Id,
  sha256: z.string().optional(),
  caption: Words.optional(),
  filename: Words.optional(),
});
const Reply = z.object({ id: Id });

export const Message = z.object({
  id: Id,
  type: z.string(),
  from: Id.optional(),
  from_user_id: Id.optional(),
  context: z.object({ id: Id.optional() }).nullish(),
  text: z.object({ body: Words }).optional(),
  image: Media.optional(),
  document: Media.extend({ mime_type: z.string().optional() }).optional(),
  button: z.object({ text: Words }).optional(),
  interactive: z.object({ button_reply: Reply.optional(), list_reply: Reply.optional() }).optional(),
  location: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: Words.optional(),
      address: Words.optional(),
    })
    .optional(),
  contacts: z
    .array(z.object({ phones: z.array(z.object({ phone: Words.optional(), wa_id: Id.optional() })).default([]) }))
    .optional(),
  order: z
    .object({
      product_items: z
        .array(z.object({ product_retailer_id: Id, quantity: z.coerce.number().int().positive() }))
        .max(100),
    })
    .optional(),
});
export type Message = z.infer<typeof Message>;

export const Status = z.object({
  id: Id,
  status: z.string(),
  recipient_id: Id.optional(),
  recipient_user_id: Id.optional(),
  errors: z.array(z.object({ code: z.number(), title: Words.optional(), message: Words.optional() })).default([]),
});
export type Status = z.infer<typeof Status>;
