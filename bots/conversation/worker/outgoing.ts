import type { OutboxItem } from '../../../src/contacts/index.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import type { Outgoing } from '../channel.js';

/** An item of an outbox as it goes to the channel, with what it says. */
export const outgoing = ({ id, seq, at, page, mark, edits, alert }: OutboxItem, prompt: Prompt): Outgoing => ({
  id,
  seq,
  at,
  prompt,
  ...(alert && { isAlert: true as const }),
  ...(page !== undefined && { page }),
  ...(mark !== undefined && { mark }),
  ...(edits && { edits }),
  ...(alert?.edits && { edits: alert.edits }),
});

/** Answers that rest in an outbox, each with the message that it answers. */
export const resting = (outbox: readonly OutboxItem[]): Outgoing[] =>
  outbox.flatMap((item) =>
    item.rests && item.prompt ? { ...outgoing(item, item.prompt), ...(item.heard && { heard: item.heard }) } : [],
  );
