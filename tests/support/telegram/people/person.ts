import { randomInt } from 'node:crypto';
import type { Chat, User } from 'grammy/types';
import type { Found } from '../changes.js';
import { addPersonMessage, type Content, openChat, replaceMessage } from '../chats.js';
import { botUser, createUserId, type Standing, type World } from '../world.js';
import { commandsIn } from './commands.js';
import { createSharing } from './sharing.js';
import { createTaps } from './taps.js';
import { answersTo, labelsOf, type SeenMessage, seenMessages, transcriptOf, unansweredOf } from './view.js';

const PATIENCE_MS = 15_000;

export type PersonOptions = {
  firstName?: string;
  /** IETF tag as the app tells it: `en`, `hi`, `pt-br`. */
  languageCode?: string;
  username?: string;
  /** Digits with country code, as Telegram gives it, often without +. */
  phone?: string;
};

export type Person = ReturnType<typeof createPerson>;

/** Somebody with the Telegram app and a private chat with the bot; has to `start` it before anything else. */
export function createPerson(world: World, options: PersonOptions = {}) {
  const { firstName = 'Asha', languageCode, username, phone = `9198${randomInt(10_000_000, 99_999_999)}` } = options;
  const user: User = {
    id: createUserId(),
    is_bot: false,
    first_name: firstName,
    ...(username && { username }),
    ...(languageCode && { language_code: languageCode }),
  };
  const chat: Chat.PrivateChat = { id: user.id, type: 'private', first_name: firstName, ...(username && { username }) };
  const state = openChat(world, chat, 'unmet');
  const transcript = () => transcriptOf(world, state, firstName);
  let heard = 0;

  /** Sends any content; gives the id of the message. */
  function sends(content: Content): number {
    if (state.standing !== 'open') throw new Error(`${firstName} cannot write: the chat is ${state.standing}`);
    return addPersonMessage(world, state, user, content).message_id;
  }
  function types(text: string): number {
    const entities = commandsIn(text);
    return sends({ text, ...(entities.length && { entities }) });
  }

  function becomes(standing: Standing): void {
    const wasBlocked = state.standing === 'blocked';
    if (state.standing === standing) return;
    state.standing = standing;
    const bot = botUser(world);
    const member = { user: bot, status: 'member' } as const;
    const kicked = { user: bot, status: 'kicked', until_date: 0 } as const;
    const [old, next] = standing === 'blocked' ? [member, kicked] : [kicked, member];
    if (wasBlocked || standing === 'blocked') {
      const date = Math.floor(world.now() / 1000);
      world.updates.push({
        my_chat_member: { chat, from: user, date, old_chat_member: old, new_chat_member: next },
      });
    }
    world.changes.tell();
  }

  /** Settles as soon as `look` finds something; the error after `withinMs` has the transcript. */
  const waitFor = <T>(look: () => T, withinMs = PATIENCE_MS): Promise<Found<T>> =>
    world.changes.until(look, withinMs, transcript);

  return {
    user,
    id: user.id,
    phone,
    /** Presses Start, with the payload of a deep link (up to 64 of A–Z a–z 0–9 _ -); unblocks the bot. */
    start(payload = ''): number {
      if (payload && !/^[\w-]{1,64}$/.test(payload)) throw new Error(`no deep link can carry "${payload}"`);
      becomes('open');
      return types(payload ? `/start ${payload}` : '/start');
    },
    types,
    sends,
    /** Changes a message of one's own. */
    edits(messageId: number, text: string): void {
      const kept = state.messages.get(messageId);
      if (!kept?.message.text || kept.message.from?.id !== user.id) {
        throw new Error(`${firstName} has no text ${messageId} to edit:\n${transcript()}`);
      }
      const { entities: _, ...rest } = kept.message;
      const edited = { ...rest, chat, from: user, text, edit_date: Math.floor(world.now() / 1000) };
      replaceMessage(world, state, kept, edited);
      world.updates.push({ edited_message: edited });
    },
    /** Removes any message from the chat; the bot is not told. */
    deletes(messageId: number): void {
      state.messages.delete(messageId);
      world.changes.tell();
    },
    blocks: () => becomes('blocked'),
    unblocks(): void {
      if (state.standing === 'blocked') becomes('open');
    },
    /** Deletes the whole account; the bot is not told. */
    deactivates(): void {
      state.standing = 'deactivated';
    },
    ...createSharing({ world, user, phone, sends }),
    ...createTaps({ world, user, phone, chat: state, sends, transcript }),

    messages: () => seenMessages(world, state),
    transcript,
    /** Labels of the reply keyboard by row; null when there is none. */
    keyboard: () => state.keyboard && labelsOf(state.keyboard),
    /** What the bot showed above the chat, oldest first: `typing`, `upload_photo` … */
    actions: (): readonly string[] => state.actions,
    callbackAnswers: () => answersTo(world, user.id),
    unanswered: () => unansweredOf(world, user.id),
    waitFor,
    /** The next message of the bot, after the last one that was heard, whose text `is` matches. */
    async hears(
      is: string | RegExp | ((message: SeenMessage) => boolean),
      withinMs = PATIENCE_MS,
    ): Promise<SeenMessage> {
      const fits = (message: SeenMessage): boolean => {
        if (message.from !== 'bot' || message.id <= heard) return false;
        if (typeof is === 'function') return is(message);
        return typeof is === 'string' ? message.text.includes(is) : is.test(message.text);
      };
      const message = await waitFor(() => seenMessages(world, state).find(fits), withinMs);
      heard = message.id;
      return message;
    },
  };
}
