import type { Contact, InboxItem } from '../../src/contacts/index.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Channel, Outgoing } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { render } from '../conversation/render.js';
import { type History, type Row, saidIn } from './history.js';
import { saidId } from './model.js';
import { isPrivateKey } from './private-media.js';
import type { Wakes } from './wakes.js';

type ChannelDeps = {
  history: History;
  media: MediaStorage;
  wakes: Wakes;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const limits = LIMITS['web-chat'];

/** How the chat worker speaks to web chats: to send is to keep, and to wake the pages that look. */
export function createWebChatChannel({ history, media, wakes, start, stop }: ChannelDeps): Channel {
  /** @param isSafe whether they stand elsewhere until they are kept, so that whoever looks here may see them at once */
  async function recordRows(
    contact: Contact,
    rows: readonly (Row | undefined | Promise<Row | undefined>)[],
    isSafe = false,
  ) {
    const known = (await Promise.all(rows)).filter((row): row is Row => row !== undefined);
    const said = saidIn(contact._id, known);
    if (isSafe) wakes.here(contact.replyTo, said);
    const kept = await history.record(said);
    if (!isSafe) wakes.here(contact.replyTo, kept);
    wakes.there(contact.replyTo);
  }

  const rowsOf = (contact: Contact, items: readonly Outgoing[]) =>
    items.flatMap((item) => [item.heard && rowOf(contact, item.heard, history), saidOf(item)]);

  return {
    name: 'web-chat',
    limits,

    async send(contact, item) {
      const { seq, edits } = item;
      if (edits?.seq === undefined) await recordRows(contact, rowsOf(contact, [item]));
      else {
        const { text, choices } = saidOf(item);
        await history.edit(contact._id, edits.seq, { text, ...(choices && { choices }) });
        wakes.wake(contact.replyTo);
      }
      return { platformId: saidId(contact._id, edits?.seq ?? seq) };
    },

    keep: (contact, items) => recordRows(contact, rowsOf(contact, items), true),

    record: (contact, received) =>
      recordRows(
        contact,
        received.map((item) => rowOf(contact, item, history)),
      ),

    async fetch(ref) {
      // a reference comes out of our own inbox; anything else would let a message read what is not its own
      const bytes = isPrivateKey(ref) ? await media.read(ref) : undefined;
      if (!bytes) throw new Error('what was sent with this message is not there any more');
      return bytes;
    },

    async forget(contact) {
      const kept = await history.forget(contact._id, contact.replyTo);
      for (const key of kept) if (isPrivateKey(key)) await media.delete(key);
      wakes.wake(contact.replyTo);
    },

    start,
    stop,
  };
}

/** What the person sees of what the bot says. */
function saidOf({ seq, at, prompt, page, mark }: Outgoing): Row {
  const { text, photo, file, buttons } = render(prompt, limits, {
    ...(page !== undefined && { page }),
    ...(mark !== undefined && { mark }),
  });
  return {
    ...{ seq, from: 'bot', at, text },
    ...(buttons && { choices: buttons.map(({ id, label }) => ({ id, label })) }),
    ...(photo && { photo }),
    ...(file && { file: file.name, fileKey: file.key }),
    ...(prompt.ask && { ask: prompt.ask }),
  };
}

/** What the person sees of their own message; nothing for the hello that the page says by itself. */
async function rowOf(contact: Contact, item: InboxItem, history: History): Promise<Row | undefined> {
  const { seq, at, messageId, choice, photos, file, contact: shared } = item;
  const label = choice === undefined ? undefined : ((await history.labelOf(contact._id, choice)) ?? choice);
  const photo = photos?.[0]?.ref;
  const text = item.text ?? label ?? shared?.phone ?? '';
  if (text === '' && !photo && !file) return undefined;
  return {
    seq,
    from: 'you',
    at,
    text,
    messageId,
    ...(photo && { photo }),
    ...(file && { file: file.name ?? '' }),
    ...(choice !== undefined && { choice }),
  };
}
