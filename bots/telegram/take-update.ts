import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { Texts } from '../../src/platform/texts.js';
import { createTakeFrom } from '../conversation/take-from.js';
import { createTakeOrTell } from '../conversation/take-or-tell.js';
import { faultOf } from './faults.js';
import { type Parsed, parseUpdate } from './parse.js';

export type TakeUpdateDeps = {
  api: Pick<Api, 'answerCallbackQuery' | 'sendMessage'>;
  contacts: Pick<Contacts, 'at' | 'meet' | 'markDead'>;
  /** Resolves once the message is safe in the inbox of its chat; the same `messageId` has one effect. */
  receive(incoming: Incoming, from: Contact | Promise<Contact>): Promise<unknown>;
  texts: Pick<Texts, 't' | 'languages'>;
  clock: Clock;
  logger: Logger;
};

export type TakeUpdate = (update: Update) => Promise<void>;

/**
 * Takes one update into its chat. Once this has resolved the update may be confirmed to Telegram; what it threw is to
 * be tried again. An update that comes twice has one effect.
 */
export function createTakeUpdate(deps: TakeUpdateDeps): TakeUpdate {
  const { api, contacts, receive, texts, clock, logger } = deps;
  const takeFrom = createTakeFrom();
  const inVain = (what: string) => (error: unknown) => logger.debug({ err: faultOf(error) }, what);

  const takeOrTell = createTakeOrTell({
    ...{ receive, texts },
    tell: ({ replyTo }, text) => void api.sendMessage(replyTo, text).catch(inVain('a refusal could not be told')),
  });

  function answerTap(callbackId: string): void {
    // a tap that came twice, or late, has been answered or is none any more
    api.answerCallbackQuery(callbackId).catch(inVain('a tap could not be answered'));
  }

  async function takeSaid({ address, name, language, said }: Extract<Parsed, { kind: 'said' }>): Promise<void> {
    const known = spoken(texts.languages, language);
    const met = contacts.meet('telegram', address, { name, ...(known && { language: known }) });
    await takeFrom(address, met, (contactId) => takeOrTell(met, { ...said, contactId, at: clock.now() }));
  }

  async function takeBlocked({ address, atSeconds }: Extract<Parsed, { kind: 'blocked' }>): Promise<void> {
    const contact = await contacts.at('telegram', address);
    if (!contact) return;
    // news that come again, after the person came back; where this is wrong, the next message finds it out
    if (Math.floor(contact.lastSeenAt.getTime() / 1000) > atSeconds) return;
    await contacts.markDead(contact._id);
  }

  return async (update) => {
    const parsed = parseUpdate(update);
    if (parsed?.kind === 'unreadable') {
      logger.error({ err: parsed.error, update: update.update_id }, 'an update could not be read');
    }
    if (parsed?.kind === 'said') await takeSaid(parsed);
    if (parsed?.kind === 'blocked') await takeBlocked(parsed);
    if (parsed && 'callbackId' in parsed && parsed.callbackId) answerTap(parsed.callbackId);
  };
}

/** The one of our languages that a person's app is in: Telegram says `pt-br` or `pt`, we say `pt-BR`. */
function spoken(languages: readonly string[], asked = ''): string | undefined {
  const wanted = asked.toLowerCase();
  const [family] = wanted.split('-');
  return languages.find((one) => one.toLowerCase() === wanted) ?? languages.find((one) => one.split('-')[0] === family);
}
