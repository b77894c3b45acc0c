import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { vi } from 'vitest';
import type { Item } from '../../bots/web-chat/item.js';
import { type Sent, webPerson } from '../support/web-person.js';
import type { Moments } from './moments.js';
import { patiently } from './patiently.js';

const PATIENCE = { timeout: 90_000, interval: 100 };

type Line = Sent | { photo: Uint8Array<ArrayBuffer>; text: string; messageId?: string };
export type ChattingSeller = Awaited<ReturnType<typeof aChattingSeller>>;

/** A seller at the chat page who sends each message again, under its id, until Haat has said that it is taken. */
export async function aChattingSeller(bots: readonly string[], moments: Moments) {
  const person = await vi.waitFor(() => webPerson(bots), PATIENCE);
  const taken: string[] = [];

  async function send(line: Line, messageId: string): Promise<void> {
    const post = () => {
      moments.pass();
      return person.post(bodyOf(line, messageId));
    };
    // the page, too, writes slower when it is told that it is a lot at once
    const answer = await patiently(post, 429);
    moments.pass();
    if (answer.status !== 202) throw new Error(`the message was refused: ${answer.status} ${await answer.text()}`);
  }

  async function sends(line: Line): Promise<void> {
    const messageId = line.messageId ?? randomUUID();
    await send(line, messageId);
    // now and then the answer is lost on its way, and the page sends the message again
    if (taken.push(messageId) % 3 === 0) await send(line, messageId);
  }

  /** All that was said, as soon as somebody tells it. */
  const conversation = (): Promise<Item[]> => vi.waitFor(() => person.conversation(), PATIENCE);

  return {
    sends,
    /** Sends once, whatever comes of it. */
    async says(sent: Sent): Promise<{ status: number; code: string | undefined }> {
      const answer = await person.post(sent);
      return { status: answer.status, code: /"code":"(\w+)"/.exec(await answer.text())?.[1] };
    },
    /** Ids of the messages that Haat said it has. */
    taken: taken as readonly string[],
    conversation,
    /** Waits for something in the conversation, wherever it stands. */
    finds: (is: (item: Item) => boolean): Promise<Item> =>
      vi.waitFor(async () => {
        const found = (await person.conversation()).find((item) => item.from === 'bot' && is(item));
        return found ?? Promise.reject(new Error(`not said yet: ${is}`));
      }, PATIENCE),
  };
}

function bodyOf(line: Line, messageId: string): Sent | FormData {
  if (!('photo' in line)) return { ...line, messageId };
  const form = new FormData();
  form.set('messageId', messageId);
  form.set('text', line.text);
  form.set('photo', new Blob([line.photo], { type: 'image/jpeg' }), 'photo.jpg');
  return form;
}

/** A small photo as a phone might send it. */
export async function aPhoto(): Promise<Uint8Array<ArrayBuffer>> {
  const plain = { width: 64, height: 48, channels: 3, background: '#c84' } as const;
  return new Uint8Array(await sharp({ create: plain }).jpeg().toBuffer());
}

let mobiles = 0;
export const aMobile = (): string => `+9198${String(20_000_000 + mobiles++)}`;

/** What somebody writes to become a seller with an open shop. */
export const openingAShop = (name: string, mobile = aMobile()): Line[] => [
  { start: '' },
  { choice: 'sell' },
  { text: mobile },
  { text: '1234' },
  { text: name },
  { text: 'Camp, Pune' },
];

/** A product with a photo, and one without. */
export const twoProducts = (photo: Uint8Array<ArrayBuffer>): Line[] => [
  { photo, text: 'Mango pickle 149 (199) #Pickles' },
  { choice: 'add-product' },
  { text: 'Papad 45 x12' },
  { choice: 'skip' },
];

/** What the bot said, without what differs from shop to shop: links and ids. */
export const saidBy = (items: readonly Item[]): string[] =>
  items
    .filter(({ from }) => from === 'bot')
    .map(({ text, photo, choices = [] }) =>
      [photo ? '(picture)' : '', text, ...choices.map(({ id }) => `[${id}]`)]
        .join(' ')
        .replace(/http\S+\/s\/[a-z0-9-]+/g, '(link)')
        .replace(/[0-9a-f]{24}/g, '…'),
    );
