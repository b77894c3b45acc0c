import type { Message, ReplyKeyboardMarkup } from 'grammy/types';
import type { CallbackAnswer, ChatState, Kept, World } from '../world.js';

export type SeenButton = { label: string; data: string | null; url: string | null };

export type SeenMessage = {
  id: number;
  from: 'bot' | 'person';
  /** Text or caption, as shown: without markup. */
  text: string;
  photo: { bytes: Buffer; width: number; height: number } | null;
  document: { bytes: Buffer; fileName: string } | null;
  /** Inline buttons by row. */
  buttons: SeenButton[][];
  /** How often the message was edited. */
  edited: number;
  /** Id of the message that it answers. */
  replyTo: number | null;
  /** As it goes over the wire. */
  raw: Message;
};

/** What somebody who looks at the chat sees now. */
export function seenMessages(world: World, { messages }: ChatState): SeenMessage[] {
  return [...messages.values()].map((kept) => seen(world, kept));
}

function seen({ files, bot }: World, { message, edits }: Kept): SeenMessage {
  const file = files.byId(message.photo?.at(-1)?.file_id ?? '');
  const document = files.byId(message.document?.file_id ?? '');
  return {
    id: message.message_id,
    from: message.from?.id === bot.id ? 'bot' : 'person',
    text: message.text ?? message.caption ?? '',
    document: document ? { bytes: document.bytes, fileName: message.document?.file_name ?? '' } : null,
    photo: file ? { bytes: file.bytes, width: file.width, height: file.height } : null,
    buttons: (message.reply_markup?.inline_keyboard ?? []).map((row) =>
      row.map((button) => ({
        label: button.text,
        data: 'callback_data' in button ? button.callback_data : null,
        url: 'url' in button ? button.url : null,
      })),
    ),
    edited: edits,
    replyTo: message.reply_to_message?.message_id ?? null,
    raw: message,
  };
}

/** Labels of the reply keyboard by row. */
export const labelsOf = (keyboard: ReplyKeyboardMarkup): string[][] =>
  keyboard.keyboard.map((row) => row.map((button) => (typeof button === 'string' ? button : button.text)));

export const answersTo = (world: World, userId: number): CallbackAnswer[] =>
  [...world.queries.values()].flatMap(({ userId: asker, answer }) => (asker === userId && answer ? [answer] : []));

/** Ids of queries whose button still spins. */
export const unansweredOf = (world: World, userId: number): string[] =>
  [...world.queries.values()].filter((query) => query.userId === userId && !query.answer).map(({ id }) => id);

/** The chat to be read by people, one message a line. */
export function transcriptOf(world: World, chat: ChatState, name: string): string {
  const lines = seenMessages(world, chat).map(({ id, from, text, photo, buttons, edited, raw }) => {
    const { document, contact, location, sticker, voice } = raw;
    const parts = [
      photo && '(photo)',
      document && `(file ${document.file_name ?? ''})`,
      contact && `(contact ${contact.phone_number})`,
      location && `(location ${location.latitude}, ${location.longitude})`,
      sticker && '(sticker)',
      voice && '(voice)',
      text,
      ...buttons.flat().map(({ label }) => `[${label}]`),
      edited && `(edited ${edited}×)`,
    ];
    return `${id} ${from === 'bot' ? 'bot' : name}: ${parts.filter(Boolean).join(' ')}`;
  });
  if (chat.keyboard) lines.push(`keyboard: ${labelsOf(chat.keyboard).flat().join(' | ')}`);
  return lines.join('\n') || '(nothing was said)';
}
