import { randomInt } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import { sendTo, typeAsOwner, type Writing } from './inbound.js';
import { keepMedia } from './media.js';
import { S } from './nodes.js';
import type { Sent, World } from './world.js';

const PATIENCE_MS = 15_000;

export type PersonOptions = Pick<Writing, 'via' | 'hidden'> & {
  name?: string;
  /** Digits with the country's code. */
  phone?: string;
};
export type Person = ReturnType<typeof createPerson>;

/** Somebody with WhatsApp on their phone, who writes to the number that is linked. */
export function createPerson(world: World, options: PersonOptions = {}) {
  const { name = 'Asha', phone = `9198${randomInt(10_000_000, 99_999_999)}`, via = 'pn', hidden = false } = options;
  const party = world.person(phone, name);
  const written: string[] = [];
  let heard = 0;
  const messages = (): Sent[] => world.sent.filter(({ pn }) => pn === phone);
  const transcript = (): string =>
    [
      ...written,
      ...messages().map(({ text }) => `bot: ${text}`),
      ...world.happened.slice(-15).map((one) => JSON.stringify(one)),
    ].join('\n');
  const sends = (content: proto.IMessage, of: Writing = {}): Promise<string> => {
    written.push(`${name}: ${JSON.stringify(content).slice(0, 200)}`);
    return sendTo(world, party, content, { via, hidden, ...of });
  };
  const types = (text: string, of: Writing & { quotes?: string } = {}): Promise<string> =>
    sends(
      of.quotes ? { extendedTextMessage: { text, contextInfo: { stanzaId: of.quotes } } } : { conversation: text },
      of,
    );
  const last = (): Sent | undefined => messages().at(-1);

  return {
    ...{ name, phone, messages, transcript, sends, types, last },
    addresses: { pn: `${phone}@${S}`, lid: `${party.lid}@lid` },
    /** Comes by a link of ours, with the words that it has ready. */
    start: (payload = ''): Promise<string> =>
      types(payload === '' ? 'start' : payload.startsWith('s_') ? `shop ${payload.slice(2)}` : `Hello! ${payload}`),
    /** Answers the last message by the number of a row, or by its words where it has none. */
    taps(label: string): Promise<string> {
      const row = last()
        ?.text.split('\n')
        .find((line) => line.includes(label));
      if (!row) throw new Error(`no "${label}" under:\n${transcript()}`);
      return types(/^\*(\d)\*/.exec(row)?.[1] ?? label);
    },
    sendsPhoto: (bytes: Buffer, { caption, alter = false }: { caption?: string; alter?: boolean } = {}) =>
      sends({
        imageMessage: {
          ...keepMedia(world, bytes, 'Image', { alter }),
          mimetype: 'image/jpeg',
          ...(caption && { caption }),
        },
      }),
    sendsFile: (bytes: Buffer, { fileName, mimeType }: { fileName: string; mimeType: string }) =>
      sends({ documentMessage: { ...keepMedia(world, bytes, 'Document'), mimetype: mimeType, fileName } }),
    /** The owner of the linked phone writes to this person herself. */
    isWrittenToByOwner: (text: string): Promise<string> => typeAsOwner(world, party, text, via),
    waitFor: <T>(look: () => T, withinMs = PATIENCE_MS) => world.changes.until(look, withinMs, transcript),
    /** The next message, after the last one that was heard, whose text `is` matches. */
    async hears(is: string | RegExp, withinMs = PATIENCE_MS): Promise<Sent> {
      const fits = ({ text, n }: Sent): boolean =>
        n > heard && (typeof is === 'string' ? text.includes(is) : is.test(text));
      const message = await world.changes.until(() => messages().find(fits), withinMs, transcript);
      heard = message.n;
      return message;
    },
  };
}
