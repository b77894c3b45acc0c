import { randomInt } from 'node:crypto';
import { jidDecode, proto } from '@whiskeysockets/baileys';
import { createHearing, wordsOfLink } from '../hearing.js';
import { seconds } from './crypto.js';
import { type MediaKind, putMedia } from './media.js';
import { aMessageId, node, SERVER } from './nodes.js';
import { linkedOf, type Sent, tell, type World } from './world.js';

export type PersonOptions = {
  name?: string;
  /** Digits with the country's code. */
  phone?: string;
  /** How WhatsApp names this person: by the number, by an id beside it, or by the id alone. */
  via?: 'phone' | 'lid' | 'lid-only';
};
export type How = {
  id?: string;
  /** Unix seconds. */
  at?: number;
  /** The id of the message that it quotes. */
  quotes?: string;
  /** Said in a group, and not to the shop alone. */
  group?: string;
};
export type Person = ReturnType<typeof createPerson>;

/** Somebody with WhatsApp on the phone, and a chat with the linked one. */
export function createPerson(world: World, options: PersonOptions = {}) {
  const { name = 'Asha', phone = `9198${randomInt(10_000_000, 99_999_999)}`, via = 'phone' } = options;
  const party = world.partyOf(phone, name);
  const said: string[] = [];
  const isThis = (jid: string): boolean => {
    const { user, server } = jidDecode(jid) ?? {};
    return server === 'lid' ? user === party.lid : user === phone;
  };
  const messages = (): Sent[] => world.sent.filter(({ to }) => isThis(to));
  const transcript = (): string => [...said, ...messages().map(({ text }) => `bot: ${text}`)].join('\n');

  async function deliver(
    content: proto.IMessage,
    attrs: Record<string, string | undefined>,
    type: string,
  ): Promise<void> {
    const device = linkedOf(world);
    const plain = proto.Message.encode(proto.Message.fromObject(content)).finish();
    const sealed = await party.encrypt(device, plain);
    const stanza = node('message', { type, notify: name, ...attrs }, [
      node('enc', { v: '2', type: sealed.type }, sealed.bytes),
    ]);
    device.queue.push(stanza);
    device.line?.send(stanza);
    tell(world, 'said', { by: name, id: attrs.id });
  }
  const who = (via_: PersonOptions['via']): Record<string, string> => {
    const [number, lid] = [`${phone}@${SERVER}`, `${party.lid}@lid`];
    if (via_ === 'lid-only') return { from: lid, addressing_mode: 'lid' };
    return via_ === 'lid'
      ? { from: lid, sender_pn: number, addressing_mode: 'lid' }
      : { from: number, sender_lid: lid };
  };

  async function sends(content: proto.IMessage, shown: string, how: How = {}): Promise<string> {
    const { id = aMessageId(), at = seconds(), group } = how;
    said.push(`${name}: ${shown}`);
    const { from, ...rest } = who(options.via);
    const by = group ? { from: group, participant: from } : { from, ...rest };
    const isMedia = content.imageMessage || content.documentMessage;
    await deliver(content, { ...by, id, t: String(at) }, isMedia ? 'media' : 'text');
    return id;
  }
  const types = (text: string, how: How = {}): Promise<string> =>
    sends(
      how.quotes === undefined
        ? { conversation: text }
        : {
            extendedTextMessage: {
              text,
              contextInfo: { stanzaId: how.quotes, participant: `${world.phone}@${SERVER}` },
            },
          },
      text,
      how,
    );
  const put = (bytes: Buffer, kind: MediaKind, altered = false) => putMedia(world, bytes, kind, { altered });

  return {
    ...createHearing({ changes: world.changes, messages, transcript }),
    ...{ name, phone, party, messages, transcript, sends, types, via },
    jid: via === 'phone' ? `${phone}@${SERVER}` : `${party.lid}@lid`,
    /** Comes by a link of ours, with the words that it has ready. */
    start: (payload = ''): Promise<string> => types(wordsOfLink(payload)),
    /** Answers what is written so under the last message: by its number, or its words. */
    taps(label: string): Promise<string> {
      const row = messages()
        .at(-1)
        ?.text.split('\n')
        .find((line) => line.includes(label) && /^(\*[^*]+\*|•) /.test(line));
      if (!row) throw new Error(`no "${label}" under:\n${transcript()}`);
      return types(/^\*([^*]+)\*/.exec(row)?.[1] ?? row.slice(2));
    },
    sendsPhoto(
      bytes: Buffer,
      { caption, altered, url, ...how }: { caption?: string; altered?: boolean; url?: string } & How = {},
    ) {
      const media = { ...put(bytes, 'Image', altered), ...(url !== undefined && { url, directPath: null }) };
      const imageMessage = { ...media, mimetype: 'image/jpeg', ...(caption && { caption }), height: 1, width: 1 };
      return sends({ imageMessage }, `(photo) ${caption ?? ''}`, how);
    },
    sendsFile: (bytes: Buffer, { fileName, mimeType }: { fileName: string; mimeType: string }) =>
      sends({ documentMessage: { ...put(bytes, 'Document'), mimetype: mimeType, fileName } }, `(file ${fileName})`),
    sharesLocation: (degreesLatitude: number, degreesLongitude: number) =>
      sends({ locationMessage: { degreesLatitude, degreesLongitude } }, '(place)'),
    /** As the owner of the linked phone: writes to somebody from the phone itself. */
    async writesTo(to: { jid: string }, text: string): Promise<void> {
      const content = { deviceSentMessage: { destinationJid: to.jid, message: { conversation: text } } };
      const attrs = { from: `${phone}@${SERVER}`, recipient: to.jid, id: aMessageId(), t: String(seconds()) };
      await deliver(content, attrs, 'text');
    },
  };
}
