import { createTelegram, type TelegramDeps } from '../../../bots/telegram/index.js';
import { createChats, createContacts } from '../../../src/contacts/index.js';
import { type Clock, systemClock } from '../../../src/platform/clock.js';
import { newId } from '../../../src/platform/ids.js';
import { createLogger } from '../../../src/platform/logger.js';
import type { Db } from '../../../src/platform/mongo.js';
import { createTexts } from '../../../src/platform/texts.js';
import type { FakeTelegram } from '../../support/telegram/start-fake-telegram.js';

export const texts = createTexts('en');

/** The people and chats of a database, as the channel sees them. */
export function peopleOf(db: Db, clock: Clock = systemClock) {
  const contacts = createContacts({ db, clock, trustBypass: true });
  const chats = createChats({ db, clock, by: newId(), wake: () => undefined });
  const contactOf = ({ id }: { id: number }) => contacts.at('telegram', String(id));
  return {
    contacts,
    chats,
    contactOf,
    /** What waits in the chat of somebody, oldest first. */
    async inboxOf(person: { id: number }) {
      const contact = await contactOf(person);
      return (contact && (await chats.find(contact._id))?.inbox) ?? [];
    },
  };
}

/** The words that wait in the chat of somebody. */
export const wordsOf = async (people: ReturnType<typeof peopleOf>, person: { id: number }): Promise<unknown[]> =>
  (await people.inboxOf(person)).map(({ text, choice, start }) => text ?? choice ?? `/start ${start}`.trim());

/** A logger that can be read, as an operator reads it. */
export function aLog() {
  let written = '';
  const logger = createLogger('debug', {
    write(line: string) {
      written += line;
    },
  });
  return { logger, read: () => written };
}

/** One process on the line to Telegram, with real contacts and chats; nobody answers what comes in. */
export function aLine(
  db: Db,
  { token, apiRoot }: FakeTelegram,
  given: Partial<Omit<TelegramDeps, 'config'>> & {
    mode?: 'polling' | 'webhook';
    token?: string;
    webhookSecret?: string;
    people?: ReturnType<typeof peopleOf>;
  } = {},
) {
  const { mode = 'polling', webhookSecret, people = peopleOf(db), ...deps } = given;
  const { logger, read } = aLog();
  const config = { token: given.token ?? token, apiRoot, mode, webhookSecret };
  const telegram = createTelegram({
    ...{ db, clock: systemClock, texts, logger, config, by: newId(), contacts: people.contacts },
    receive: (incoming) => people.chats.receive('telegram', incoming),
    media: { read: async () => undefined },
    publicUrl: 'http://localhost:3000',
    ...deps,
  });
  return { ...telegram, ...people, log: read, [Symbol.asyncDispose]: () => telegram.channel.stop() };
}

/** A line that has begun. */
export async function anOpenLine(...given: Parameters<typeof aLine>) {
  const line = aLine(...given);
  await line.channel.start();
  return line;
}
