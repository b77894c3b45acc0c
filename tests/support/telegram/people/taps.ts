import { randomInt } from 'node:crypto';
import type { CallbackQuery, KeyboardButton, User } from 'grammy/types';
import { asReply, type Content } from '../chats.js';
import type { ChatState, World } from '../world.js';
import { type SeenButton, type SeenMessage, seenMessages } from './view.js';

type Parts = {
  world: World;
  user: User;
  phone: string;
  chat: ChatState;
  sends(content: Content): number;
  transcript(): string;
};

/** Buttons under messages, and those in place of the letters. */
export function createTaps({ world, user, phone, chat, sends, transcript }: Parts) {
  /** Presses a button by the data it carries, also one that is not there any more. Gives the id of the query. */
  function sendsQuery(data: string, messageId: number): string {
    const id = `${user.id}${randomInt(1e9, 9e9)}`;
    const message = chat.messages.get(messageId)?.message;
    const query: CallbackQuery = {
      id,
      from: user,
      message: message ?? { chat: chat.chat, message_id: messageId, date: 0 },
      chat_instance: String(user.id),
      data,
    };
    world.queries.set(id, { id, userId: user.id, data, isTooOld: false });
    world.updates.push({ callback_query: query });
    world.changes.tell();
    return id;
  }

  /**
   * Presses the button with this label, or with this in its label or its data, of the newest message that has one; of
   * message `on` when that is given. Gives the id of the query, which is among `callbackAnswers()` when it is answered.
   * @throws Error in words when there is no such button, or when it is a link
   */
  function taps(what: string, { on }: { on?: number } = {}): string {
    const messages = seenMessages(world, chat).filter(({ id, buttons }) => buttons.length && (!on || id === on));
    for (const { id, buttons } of messages.reverse()) {
      const button = findButton(buttons.flat(), what);
      if (!button) continue;
      if (button.data === null) throw new Error(`[${button.label}] sends nothing, it opens ${button.url}`);
      return sendsQuery(button.data, id);
    }
    throw new Error(`no button "${what}"; there are: ${listed(messages)}\n${transcript()}`);
  }

  /** Presses a button of the reply keyboard: its label is sent, or what it asks for (the location: Jaipur). */
  function tapsKeyboard(label: string): number {
    const buttons = (chat.keyboard?.keyboard ?? [])
      .flat()
      .map((one) => (typeof one === 'string' ? { text: one } : one));
    const button: KeyboardButton | undefined =
      buttons.find(({ text }) => text === label) ?? buttons.find(({ text }) => text.includes(label));
    if (!button) {
      const there = buttons.map(({ text }) => text).join(' | ') || 'none';
      throw new Error(`no button "${label}" on the keyboard; there are: ${there}\n${transcript()}`);
    }
    const last = seenMessages(world, chat).findLast(({ from }) => from === 'bot');
    const reply = last ? { reply_to_message: asReply(last.raw) } : {};
    if (chat.keyboard?.one_time_keyboard) chat.keyboard = null;
    if ('request_contact' in button) {
      return sends({ contact: { phone_number: phone, first_name: user.first_name, user_id: user.id }, ...reply });
    }
    if ('request_location' in button) return sends({ location: { latitude: 26.9124, longitude: 75.7873 }, ...reply });
    return sends({ text: button.text });
  }

  return { taps, tapsKeyboard, sendsQuery };
}

const findButton = (buttons: SeenButton[], what: string): SeenButton | undefined =>
  buttons.find(({ label, data }) => label === what || data === what) ??
  buttons.find(({ label, data }) => label.includes(what) || data?.includes(what));

const listed = (messages: SeenMessage[]): string =>
  messages
    .flatMap(({ buttons }) => buttons.flat())
    .map(({ label, data, url }) => `[${label}] ${data ?? url}`)
    .join(', ') || 'none';
