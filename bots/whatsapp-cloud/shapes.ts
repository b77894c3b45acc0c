import { z } from 'zod';

/**
 * What Meta posts, as far as we read it; the rest is let through unread (facebook/openapi, business-messaging-api;
 * "messages webhook reference" of the WhatsApp Business Platform). What a message can do without is taken as absent
 * where it is odd: a name that is null must not cost anybody their words.
 */
const Id = z
  .string()
  .min(1)
  .max(500)
  // half a character is kept as another one, and would not be found again
  .regex(/^\P{Surrogate}+$/u);
const Words = z.string().max(100_000);

/** What is not there, is null, or is not what it should be is undefined. */
const maybe = <T extends z.ZodType>(schema: T) =>
  z
    .unknown()
    .transform((value): z.output<T> | undefined => schema.safeParse(value).data)
    .optional();
/** The entries of a list that can be read; none where there is no list. */
const each = <T extends z.ZodType>(schema: T) =>
  z
    .unknown()
    .transform((value): z.output<T>[] =>
      (Array.isArray(value) ? value : []).flatMap((one) => {
        const read = schema.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    )
    .prefault(undefined);

export const Body = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: each(z.object({ changes: each(z.object({ field: z.string(), value: z.unknown() })) })),
});

const Errors = each(z.object({ code: z.number(), title: maybe(Words), message: maybe(Words) }));

export const Change = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: each(
    z.object({
      profile: maybe(z.object({ name: maybe(Words) })),
      wa_id: maybe(Id),
      // of a person whose number is hidden behind a username, and of everybody else too
      user_id: maybe(Id),
    }),
  ),
  messages: z.array(z.unknown()).default([]).catch([]),
  statuses: z.array(z.unknown()).default([]).catch([]),
  /** Of the account or the number, not of a message. */
  errors: Errors,
});
export type Change = z.infer<typeof Change>;

const Media = z.object({
  id: Id,
  sha256: maybe(z.string()),
  caption: maybe(Words),
  filename: maybe(Words),
  mime_type: maybe(z.string()),
});
const Reply = z.object({ id: Id });

export const Message = z.object({
  id: Id,
  type: z.string(),
  from: maybe(Id),
  from_user_id: maybe(Id),
  /** Of a group that the number is in ("Group messages webhook reference"). */
  group_id: maybe(Id),
  context: maybe(z.object({ id: maybe(Id) })),
  text: maybe(z.object({ body: Words })),
  image: maybe(Media),
  document: maybe(Media),
  button: maybe(z.object({ text: Words })),
  interactive: maybe(z.object({ button_reply: maybe(Reply), list_reply: maybe(Reply) })),
  location: maybe(
    z.object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: maybe(Words),
      address: maybe(Words),
    }),
  ),
  contacts: maybe(z.array(z.object({ phones: each(z.object({ phone: maybe(Words), wa_id: maybe(Id) })) }))),
  order: maybe(
    z.object({
      product_items: z
        .array(z.object({ product_retailer_id: Id, quantity: z.coerce.number().int().positive() }))
        .max(100),
    }),
  ),
});
export type Message = z.infer<typeof Message>;

export const Status = z.object({
  id: Id,
  status: z.string(),
  /** In seconds since 1970. */
  timestamp: maybe(z.coerce.number().int().positive()),
  recipient_id: maybe(Id),
  recipient_user_id: maybe(Id),
  errors: Errors,
});
export type Status = z.infer<typeof Status>;
