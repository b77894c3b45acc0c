import { createHash, randomBytes, randomInt } from 'node:crypto';
import { createHearing, wordsOfLink } from '../hearing.js';
import type { Sent, World } from './world.js';

export type PersonOptions = {
  name?: string;
  /** Digits with the country's code. */
  phone?: string;
  /** The id that Meta gives in place of a number; with `hidden` it gives no number at all. */
  userId?: string;
  hidden?: boolean;
};
export type Person = ReturnType<typeof createPerson>;

/** Somebody with WhatsApp, and a chat with the business. */
export function createPerson(world: World, tell: (value: object) => Promise<void>, options: PersonOptions = {}) {
  const { name = 'Asha', phone = `9198${randomInt(10_000_000, 99_999_999)}`, userId, hidden = false } = options;
  const address = hidden && userId ? userId : phone;
  const said: string[] = [];
  const messages = (): Sent[] => world.sent.filter(({ to }) => to === address);
  const transcript = (): string =>
    [
      ...said,
      ...messages().map(({ text, buttons }) => `bot: ${text} ${buttons.map(({ title }) => `[${title}]`).join(' ')}`),
    ].join('\n');

  /** The value of the webhook that brings a message of this person. */
  function changeOf(content: object, id = `wamid.${randomBytes(12).toString('hex')}`, quotes?: string): object {
    return {
      contacts: [{ profile: { name }, ...(!hidden && { wa_id: phone }), ...(userId && { user_id: userId }) }],
      messages: [
        {
          ...(!hidden && { from: phone }),
          ...(userId && { from_user_id: userId }),
          id,
          timestamp: String(Math.floor(world.now() / 1000)),
          ...content,
          ...(quotes && { context: { from: world.number, id: quotes } }),
        },
      ],
    };
  }
  function sends(content: object, shown: string, quotes?: string): Promise<void> {
    said.push(`${name}: ${shown}`);
    world.wroteAt.set(address, world.now());
    return tell(changeOf(content, undefined, quotes));
  }
  const types = (body: string, { quotes }: { quotes?: string } = {}) =>
    sends({ type: 'text', text: { body } }, body, quotes);
  /** Puts bytes where Meta keeps what people send. */
  function keep(bytes: Buffer, type: string, told: { size?: number; sha256?: string } = {}) {
    const id = String(randomInt(1e12, 9e12));
    world.media.set(id, { bytes, type, ...told });
    return { id, mime_type: type, sha256: createHash('sha256').update(bytes).digest('base64') };
  }
  const hearing = createHearing({ changes: world.changes, messages, transcript });

  return {
    ...hearing,
    ...{ name, phone, address, messages, transcript, sends, types, changeOf, keep },
    /** As if nothing had been written for longer than Meta's window is open. */
    wasSilentForADay: (): void => void world.wroteAt.set(address, world.now() - 25 * 3_600_000),
    /** Comes by a link of ours, with the words that it has ready. */
    start: (payload = '') => types(wordsOfLink(payload)),
    /** Presses a button or a row by what is written on it, or types its number or its words where there is none. */
    taps(label: string, { on = hearing.last()?.id }: { on?: string | undefined } = {}): Promise<void> {
      const message = messages().find(({ id }) => id === on);
      const button = message?.buttons.find(({ title }) => title.includes(label));
      if (message && button) {
        const { id, title } = button;
        const reply =
          message.buttons.length > 3
            ? { type: 'list_reply', list_reply: { id, title } }
            : { type: 'button_reply', button_reply: { id, title } };
        return sends({ type: 'interactive', interactive: reply }, `[${title}]`, message.id);
      }
      const row = message?.text.split('\n').find((line) => line.includes(label));
      const number = /^\*(\d)\*/.exec(row ?? '')?.[1];
      if (!row) throw new Error(`no "${label}" under:\n${transcript()}`);
      return types(number ?? label);
    },
    sendsPhoto(bytes: Buffer, { caption }: { caption?: string } = {}) {
      return sends(
        { type: 'image', image: { ...keep(bytes, 'image/jpeg'), ...(caption && { caption }) } },
        `(photo) ${caption ?? ''}`,
      );
    },
    sendsFile: (bytes: Buffer, { fileName, mimeType }: { fileName: string; mimeType: string }) =>
      sends({ type: 'document', document: { ...keep(bytes, mimeType), filename: fileName } }, `(file ${fileName})`),
    sharesLocation: (latitude: number, longitude: number) =>
      sends({ type: 'location', location: { latitude, longitude } }, '(place)'),
  };
}
