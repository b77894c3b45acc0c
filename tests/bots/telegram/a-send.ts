import { inspect } from 'node:util';
import { Api } from 'grammy';
import sharp from 'sharp';
import { expect } from 'vitest';
import { type Outgoing, SendFault } from '../../../bots/conversation/channel.js';
import { createPictures } from '../../../bots/telegram/pictures.js';
import { createSend } from '../../../bots/telegram/send.js';
import type { Contact } from '../../../src/contacts/index.js';
import { newId } from '../../../src/platform/ids.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { createTexts } from '../../../src/platform/texts.js';
import type { FakeTelegram } from '../../support/telegram/start-fake-telegram.js';

export const apiOf = ({ token, apiRoot }: FakeTelegram): Api => new Api(token, { apiRoot });

/** Our pictures are WebP. */
export const aWebp = (width = 64): Promise<Buffer> =>
  sharp({ create: { width, height: 48, channels: 3, background: '#c84' } })
    .webp()
    .toBuffer();

/** What the bot says goes through the real calls of grammY to the fake; `media` are the pictures that are kept. */
export function aSend(telegram: FakeTelegram, media = new Map<string, Buffer | Error>()) {
  const storage = {
    async read(key: string) {
      const kept = media.get(key);
      if (kept instanceof Error) throw kept;
      return kept;
    },
  };
  const send = createSend({
    api: apiOf(telegram),
    pictures: createPictures(storage),
    media: storage,
    texts: createTexts('en'),
  });
  return {
    media,
    /** Says a prompt to somebody. @returns the platform's id of the message */
    async say({ id }: { id: number }, prompt: Prompt, more: Partial<Outgoing> = {}): Promise<string> {
      const now = new Date();
      const address = String(id);
      const contact: Contact = {
        ...{ _id: newId(), channel: 'telegram', addresses: [address], replyTo: address },
        ...{ lastSeenAt: now, createdAt: now },
      };
      return (await send(contact, { id: newId(), seq: 1, at: now, prompt, ...more })).platformId;
    },
  };
}

/** Somebody who has begun a chat with the bot. */
export function aPerson(telegram: FakeTelegram) {
  const person = telegram.person();
  person.start();
  return person;
}

/** What the bot has said to somebody, oldest first. */
export const saidTo = (person: ReturnType<FakeTelegram['person']>) =>
  person.messages().filter(({ from }) => from === 'bot');

/** What a message that was not sent says about it. */
export async function faultIn(sending: Promise<unknown>): Promise<SendFault> {
  const thrown = await sending.then(
    () => new Error('it was sent'),
    (error: unknown) => error,
  );
  if (thrown instanceof SendFault) return thrown;
  throw thrown;
}

/** Nobody who reads a log may learn the token of the bot. */
export function expectNoToken(error: unknown, { token }: FakeTelegram): void {
  const shown = `${error} ${JSON.stringify(error)} ${inspect(error, { depth: 20, showHidden: true })}`;
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(token.split(':')[1]);
}
