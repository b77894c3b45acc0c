import { createHash } from 'node:crypto';

/** Ids of web clients begin so; what follows tells ours from those of another one on the same account. */
const OURS = '3EB0AA17';

/** The id of a message as WhatsApp writes one, the same at every try: said again it is still one message. */
export const outgoingId = (contactId: string, itemId: string): string =>
  OURS + createHash('sha256').update(`${contactId}.${itemId}`).digest('hex').slice(0, 14).toUpperCase();

export const isOurs = (messageId: string): boolean => messageId.startsWith(OURS);
