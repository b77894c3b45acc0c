import sharp from 'sharp';
import type { AnyFlow } from '../../bots/conversation/flow.js';
import { LIMITS } from '../../bots/conversation/limits.js';
import { flows as allFlows, type Deps } from '../../bots/flows/index.js';
import type { ChannelName, Contact } from '../../src/contacts/index.js';
import type { Country } from '../../src/platform/mobile.js';
import type { TestServices } from './services.js';
import { createTalk } from './talk.js';

export type Chat = Awaited<ReturnType<typeof chatWith>>;

type Options = {
  channel?: ChannelName;
  flows?: AnyFlow<Deps>[];
  country?: Country;
  /** As the platform tells it of a person who writes for the first time. */
  known?: { name?: string; language?: string };
  /** Whether a messenger is on that links can lead to. */
  messenger?: boolean;
  /** See `createTalk`. */
  noReplay?: boolean;
};

/** A small photo of one colour, different for every number. */
export const aPhoto = (n = 0): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: { r: (n * 37) % 256, g: 120, b: n % 256 } } })
    .jpeg()
    .toBuffer();

let people = 0;

/**
 * A new person in a chat with the flows over real services, on one channel. Every message is answered twice with one
 * once-key, as after a crash. `transcript()` has all that was said, to be read.
 */
export async function chatWith(services: TestServices, options: Options = {}) {
  const {
    channel = 'web-chat',
    flows = allFlows,
    country = 'IN',
    known,
    messenger = false,
    noReplay = false,
  } = options;
  const contactId = (await services.contacts.meet(channel, `person-${++people}`, known))._id;
  const files = new Map<string, Buffer>();
  const lines: string[] = [];
  const vouched: { contactId: string; mobile: string }[] = [];
  let now = new Date('2026-11-23T10:00:00Z');

  const contact = async (): Promise<Contact> => {
    const found = await services.contacts.find(contactId);
    if (!found) throw new Error('the contact is gone');
    return found;
  };
  const talk = createTalk<Deps>({
    flows,
    contactId,
    now,
    noReplay,
    limits: LIMITS[channel],
    async deps(onceKey) {
      const met = await contact();
      const language = met.language ?? 'en';
      return {
        ...services,
        t: services.texts.t(language),
        words: services.texts.words(language),
        language,
        contact: met,
        onceKey,
        now,
        async fetch(ref) {
          const file = files.get(ref);
          if (!file) throw new Error(`there is no file ${ref}`);
          return file;
        },
        country,
        publicUrl: 'http://haat.test',
        messengers: {
          ways: async (payload) =>
            messenger ? [{ name: 'Telegram', url: `https://t.me/haat_bot?start=${payload}` }] : [],
        },
        async vouch(contactId, mobile) {
          vouched.push({ contactId, mobile });
        },
      };
    },
  });

  async function say(shown: string, message: Parameters<typeof talk.send>[0]): Promise<string> {
    lines.push(`you: ${shown}`);
    const said = await talk.send(message);
    for (const { prompt } of talk.replies) {
      const choices = (prompt.choices ?? []).map(({ label }) => ` [${label}]`).join('');
      lines.push(`haat: ${prompt.photo ? '(picture) ' : ''}${prompt.text}${choices}`);
    }
    return said;
  }
  const keep = async (photo: Buffer | number): Promise<string> => {
    const bytes = typeof photo === 'number' ? await aPhoto(photo) : photo;
    const ref = `file-${files.size}`;
    files.set(ref, bytes);
    return ref;
  };

  return {
    contactId,
    contact,
    /** Numbers that this person proved for other chats. */
    vouched,
    /** The bare chat, for what is not among the things people do. */
    talk,
    types: (text: string) => say(text, { text }),
    starts: (payload = '') => say(`START ${payload}`.trim(), { start: payload }),
    /** Presses a button of the last answer, or types its number or label where the channel has no buttons. */
    async taps(id: string) {
      const choice = talk.replies.flatMap(({ prompt }) => prompt.choices ?? []).find((one) => one.id === id);
      if (!choice) throw new Error(`no choice ${id} under: ${talk.said()} [${talk.ids().join(' ')}]`);
      const button = talk.buttons().find((one) => one.id === id || one.id.startsWith(`${id}|`));
      if (button) return say(`[${choice.label}]`, { choice: button.id });
      const row = talk
        .said()
        .split('\n')
        .find((line) => line.endsWith(` ${choice.label}`));
      const text = /\d+/.exec(row ?? '')?.[0] ?? choice.label;
      return say(text, { text });
    },
    /** Sends a choice as it went over the wire at some time. */
    presses: (wire: string) => say(`[${wire}]`, { choice: wire }),
    /** What pressing this button of the last answer sends, to be sent later. */
    wire: (id: string): string => talk.buttons().find((one) => one.id.split('|')[0] === id)?.id ?? '',
    sharesPlace: (latitude: number, longitude: number, label?: string) =>
      say(`(place ${label ?? ''})`, { location: { latitude, longitude, ...(label && { label }) } }),
    sharesNumber: (phone: string, verified = true) => say(`(number ${phone})`, { contact: { phone, verified } }),
    async sendsPhoto(photo: Buffer | number = 0, caption?: string) {
      const ref = await keep(photo);
      return say(`(photo) ${caption ?? ''}`.trim(), { photos: [{ ref }], ...(caption && { text: caption }) });
    },
    /** Chooses products in the messenger's own catalog. */
    orders: (order: { productId: string; qty: number }[]) => say('(a cart)', { order }),
    /** A file that is no picture. */
    async sendsFile(content: string | Buffer, name = 'file') {
      const ref = await keep(Buffer.from(content));
      return say(`(file ${name})`, { file: { ref, name } });
    },
    /** Several photos in one message, as some channels bring an album. */
    async sendsAlbum(photos: (Buffer | number)[], caption?: string) {
      const refs = await Promise.all(photos.map(async (photo) => ({ ref: await keep(photo) })));
      return say(`(${refs.length} photos) ${caption ?? ''}`.trim(), {
        photos: refs,
        ...(caption && { text: caption }),
      });
    },
    /** Lets time pass before the next message. */
    waits(minutes: number): void {
      now = new Date(now.getTime() + minutes * 60_000);
      talk.wait(minutes);
    },
    nextKey: talk.nextKey,
    /** What is written on all choices of the last answer. */
    labels: (): string[] => talk.replies.flatMap(({ prompt }) => (prompt.choices ?? []).map(({ label }) => label)),
    /** Ids of all choices of the last answer. */
    ids: talk.ids,
    said: talk.said,
    get replies() {
      return talk.replies;
    },
    /** The open flows as they are saved. */
    get turn() {
      return talk.state.turn;
    },
    transcript: () => lines.join('\n'),
  };
}

/** A seller with a shop, as if it had been opened in this chat before. */
export async function aSeller(
  services: TestServices,
  options: Options & { mobile?: string; shop?: string } = {},
): Promise<Chat & { store: Awaited<ReturnType<TestServices['stores']['create']>> }> {
  const chat = await chatWith(services, options);
  const mobile = options.mobile ?? `+9198${String(10_000_000 + people)}`;
  const { account } = await services.accounts.ensure(mobile);
  await services.contacts.linkAccount(chat.contactId, account._id, mobile, 'platform');
  const store = await services.stores.create(account, { name: options.shop ?? 'Asha Pickles', address: 'Jaipur' });
  return Object.assign(chat, { store });
}
