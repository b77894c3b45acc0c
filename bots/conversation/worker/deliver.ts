import type { Alert, Chat, Contact, Contacts, Holding, OutboxItem } from '../../../src/contacts/index.js';
import type { Clock } from '../../../src/platform/clock.js';
import type { Logger } from '../../../src/platform/logger.js';
import { isMongoDown } from '../../../src/platform/mongo.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { type Channel, SendFault } from '../channel.js';
import { outgoing } from './outgoing.js';
import { growingPauseMs } from './pause.js';

/** What is not taken by the platform for a day is given up. */
const GIVE_UP_MS = 24 * 3_600_000;
/** After so many faults that are nobody's fault but ours, a message is given up: what waits behind it must go out. */
const MOST_TRIES = 10;

/** What is known of alerts elsewhere: how they read now, and what became of them. */
export type AlertLedger = {
  /** The alert as the order is now; null when there is nothing to tell any more. */
  compose(alert: Alert, contact: Contact): Promise<(Prompt & { shows?: number }) | null>;
  /** @param shows as `compose` said it */
  sent(alert: Alert, contact: Contact, seq: number, platformId: string | undefined, shows?: number): Promise<void>;
  failed(alert: Alert, contact: Contact, reason: string): Promise<void>;
  /** Counts a try that did not go through yet. */
  tried(alert: Alert, contact: Contact, reason: string): Promise<void>;
};

export type Deliver = (chat: Chat, item: OutboxItem, contact: Contact, channel: Channel) => Promise<Chat | null>;

/** Sends the first item of a chat's outbox, and removes it once the platform took it or never will. */
export const createDeliver =
  (deps: { holding: Holding; contacts: Contacts; alerts: AlertLedger; clock: Clock; logger: Logger }): Deliver =>
  async (chat, item, contact, channel) => {
    const { holding, contacts, alerts, clock, logger } = deps;
    const { alert } = item;
    // the chat of somebody who turned out to be known already has rows of its own
    const told = { ...contact, _id: chat._id };
    // a page that asks for what came after the last message must not miss an older one
    const heard = [...chat.outbox.flatMap((one) => one.heard ?? []), ...chat.inbox];
    const before = heard.filter(({ seq }) => seq < item.seq).sort((a, b) => a.seq - b.seq);
    if (before.length > 0) await channel.record?.(contact, before);
    try {
      const composed = alert ? await alerts.compose(alert, told) : item.prompt && { ...item.prompt, shows: undefined };
      if (!composed) return await holding.sent(chat._id, item);
      const { shows, ...prompt } = composed;
      const { platformId } = await channel.send(contact, outgoing(item, prompt));
      if (alert) await alerts.sent(alert, told, item.seq, platformId, shows);
      // of somebody who asked to be forgotten the chat is not let go but erased
      return await holding.sent(chat._id, item, cardOf(prompt, platformId), contact.forgottenAt ? undefined : chat);
    } catch (thrown) {
      // a database that is away says nothing about the message
      if (isMongoDown(thrown)) throw thrown;
      const error = thrown instanceof SendFault ? thrown : bug(thrown, (item.tries ?? 0) + 1 < MOST_TRIES);
      const tooOld = clock.now().getTime() - item.at.getTime() > GIVE_UP_MS;
      if (error.kind === 'later' && !tooOld) {
        if (alert) await alerts.tried(alert, told, error.message);
        const pauseMs = error.afterMs ?? growingPauseMs(item.tries ?? 0);
        return holding.postpone(chat._id, 'outbox', item.seq, pauseMs, true);
      }
      logger.warn({ err: error, chat: chat._id }, 'a message could not be sent');
      if (error.kind === 'dead') await contacts.markDead(contact._id);
      if (alert) await alerts.failed(alert, told, error.message);
      return holding.sent(chat._id, item);
    }
  };

const bug = (thrown: unknown, again: boolean): SendFault =>
  new SendFault(again ? 'later' : 'final', String(thrown), undefined, { cause: thrown });

const cardOf = ({ card }: Prompt, platformId: string | undefined): Chat['card'] =>
  card !== undefined && platformId !== undefined ? { of: card, platformId } : undefined;
