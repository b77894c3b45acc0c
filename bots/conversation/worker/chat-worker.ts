import type { Holding } from '../../../src/contacts/holding.js';
import type { Incoming } from '../../../src/contacts/incoming.js';
import type { Chats, Contacts } from '../../../src/contacts/index.js';
import type { ChannelName, Chat, Contact, Who } from '../../../src/contacts/model.js';
import type { Clock } from '../../../src/platform/clock.js';
import type { Logger } from '../../../src/platform/logger.js';
import type { Channel } from '../channel.js';
import type { Deliver } from './deliver.js';
import { resting } from './outgoing.js';
import type { TakeTurn } from './take-turn.js';

const SWEEP_MS = 2000;
const RENEW_MS = 10_000;
/** Chats that one look takes on; what a process that was away left behind comes in portions. */
const MOST_A_LOOK = 64;

export type ChatWorker = ReturnType<typeof createChatWorker>;

/**
 * Works the chats: one holder for each at a time, one message after another. A message that came is worked at once;
 * what another process left behind is found by a look every 2 s, so that a lost wake-up costs time and nothing else.
 */
export function createChatWorker(deps: {
  chats: Chats;
  holding: Holding;
  contacts: Contacts;
  channels: readonly Channel[];
  takeTurn: TakeTurn;
  deliver: Deliver;
  clock: Clock;
  logger: Logger;
}) {
  const { chats, holding, contacts, takeTurn, deliver, clock, logger } = deps;
  const channels = new Map<ChannelName, Channel>(deps.channels.map((channel) => [channel.name, channel]));
  const ours = (): ChannelName[] =>
    [...channels.values()].filter(({ isOurs }) => isOurs?.() ?? true).map(({ name }) => name);
  const busy = new Map<string, Promise<void>>();
  /** Chats that were given back, while their answers are being kept. */
  const keeping = new Map<string, Promise<void>>();
  /** Leases that are on their way to us. */
  const coming = new Set<Promise<unknown>>();
  /** Chats whose lease came while they were held already. */
  const missed = new Set<string>();
  let stopping = false;
  let sweep: NodeJS.Timeout | undefined;

  /**
   * Who a held chat is with. Whoever was asked for just now is known for the first step, and while the answer goes out,
   * unless a contact was changed here meanwhile; `again` asks for what anybody may have changed.
   */
  function personOf(who: Who): (again: boolean) => Promise<Contact | null> {
    let known: Who | null = who;
    let isFirst = true;
    return async (again) => {
      const isKnown = isFirst || !again;
      const person = known && isKnown && contacts.holds(known) ? known : await contacts.find(who._id);
      [known, isFirst] = [person, false];
      return person;
    };
  }

  /**
   * Does the next thing of a chat.
   * @param alerted whether the last one was an alert: then what the person wrote before the next one comes before it
   * @returns the chat as it then is, or null when it was let go
   */
  async function step(held: Chat, person: ReturnType<typeof personOf>, alerted: boolean): Promise<Chat | null> {
    const channel = channels.get(held.channel);
    if (!channel) throw new Error(`the channel ${held.channel} is not on here`);
    const contact = await person(holding.rests(held));
    if (!contact) {
      await contacts.erase(held._id);
      return null;
    }
    const chat = await holding.release(held);
    if (!chat) return null;
    const now = clock.now();
    const ready = ({ notBefore }: { notBefore?: Date }): boolean => !notBefore || notBefore <= now;
    const [item, message] = [holding.unsaid(chat)[0], chat.inbox[0]];
    // what rests goes with the next answer, but before anything else
    const rests = holding.rests(chat);
    const isDue = item !== undefined && (ready(item) || (item.rests && !rests));
    const isFirst = rests || !isDue || (alerted && item.alert && message && message.seq < item.seq);
    if (message && ready(message) && isFirst) {
      return answered(await takeTurn(chat, message, contact, channel), contact, channel);
    }
    if (item && isDue) return deliver(chat, item, contact, channel);
    if (contact.forgottenAt && contact._id === chat._id && !item && !message) {
      await channel.forget?.(contact);
      return (await contacts.erase(contact._id, chat.seq)) ? null : holding.renew(contact._id);
    }
    return holding.letGo(chat);
  }

  /** Begins to say what rests in a chat that was given back with its last turn. @returns the chat where it is still held */
  function answered(chat: Chat | null, contact: Contact, channel: Channel): Chat | null {
    if (!chat || holding.holds(chat)) return chat;
    const kept = keep(chat, contact, channel).finally(() => keeping.delete(chat._id));
    keeping.set(chat._id, kept);
    return null;
  }

  async function keep(chat: Chat, contact: Contact, channel: Channel): Promise<void> {
    try {
      await channel.keep?.(contact, resting(holding.unsaid(chat)));
      holding.said(chat);
    } catch (error) {
      logger.warn({ err: error, chat: chat._id }, 'an answer was left for later');
    }
  }

  async function hold(chat: Chat, who: Who): Promise<void> {
    const renewal = setInterval(() => void holding.renew(chat._id).catch(() => undefined), RENEW_MS);
    try {
      // the person may have seen the last answer, and written again, before that was kept
      await keeping.get(chat._id);
      const person = personOf(who);
      let next: Chat | null = chat;
      // alerts may come as fast as they are sent, and whoever answers them must be heard all the same
      for (let alerted = false; next && !stopping; ) {
        const isAlert: boolean = !alerted && holding.unsaid(next)[0]?.alert !== undefined;
        next = await step(next, person, alerted);
        alerted = isAlert;
      }
      if (next) await holding.handOver(chat._id);
    } catch (error) {
      // the lease is still ours and the work still there: the sweep comes back to it
      logger.warn({ err: error, chat: chat._id }, 'a chat was left for later');
    } finally {
      clearInterval(renewal);
    }
  }

  /** Holds a chat whose lease has come. One that comes while we end is handed over at once. */
  function work(chat: Chat, who: Who = chat): void {
    const { _id: id } = chat;
    if (busy.has(id)) {
      missed.add(id);
      return;
    }
    const done = hold(chat, who).finally(() => {
      busy.delete(id);
      // the lease may have come in the moment in which it was let go; else the sweep would find it
      if (missed.delete(id)) takeUp(id).catch(() => undefined);
    });
    busy.set(id, done);
  }

  /** @param met whom the chat is with, where that is known by the time its lease has come */
  async function workOn(lease: Promise<Chat | null>, met?: () => Who | undefined): Promise<void> {
    coming.add(lease);
    try {
      const chat = await lease;
      if (chat) work(chat, met?.());
    } finally {
      coming.delete(lease);
    }
  }

  const takeUp = (id: string): Promise<void> => workOn(holding.take(id, ours()));

  const wake = async (id: string): Promise<void> => {
    if (!stopping && !busy.has(id)) await takeUp(id);
  };

  async function look(): Promise<void> {
    try {
      await holding.clear();
      const due = await holding.due(ours(), [...busy.keys()], MOST_A_LOOK);
      await Promise.all(due.map(wake));
    } catch (error) {
      logger.warn({ err: error }, 'the look for waiting chats did not go through');
    }
    if (!stopping) sweep = setTimeout(look, SWEEP_MS);
  }

  return {
    /**
     * Takes a message of `channel` into its chat and begins to answer it. Resolves once it is safe.
     * @param from whom it is from, where that was asked for just now, or is being asked for; somebody who was forgotten
     *   meanwhile is another contact, and has another chat
     */
    async receive(channel: ChannelName, incoming: Incoming, from?: Contact | Promise<Contact>): Promise<void> {
      const { contactId } = incoming;
      let met: Contact | undefined;
      const meeting = Promise.resolve(from).then((who) => {
        met = who;
      });
      // the chat waits for nobody: who asks for a contact of a database that is killed may never be answered
      const known = () => (met?._id === contactId ? met : undefined);
      await Promise.all([workOn(chats.receive(channel, incoming), known), meeting]);
      if (!met || met._id === contactId) return;
      await workOn(chats.receive(channel, { ...incoming, contactId: met._id }), () => met);
    },

    /** Looks at a chat at once; for wake-ups from other processes. */
    wake: (id: string): void => void wake(id).catch(() => undefined),

    /** Works a chat whose lease came to this process with something to say; hands it over where that has ended. */
    work,

    /** Whether the chats of a channel are worked here now. */
    serves: (channel: ChannelName): boolean => !stopping && ours().includes(channel),

    start(): void {
      void look();
    },

    /** Ends after the step each chat is in; what is left is handed over. */
    async stop(): Promise<void> {
      stopping = true;
      clearTimeout(sweep);
      while (coming.size + busy.size + keeping.size > 0)
        await Promise.allSettled([...coming, ...busy.values(), ...keeping.values()]);
      await holding.clear(true).catch(() => undefined);
    },
  };
}
