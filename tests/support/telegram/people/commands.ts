import type { MessageEntity } from 'grammy/types';

/** Telegram marks commands in what people write, as in "/start" and "see /help"; bots look for these marks. */
export function commandsIn(text: string): MessageEntity[] {
  return [...text.matchAll(/(?<=^|\s)\/\w{1,64}(@\w{3,32})?(?=$|\s)/g)].map(({ 0: command, index }) => ({
    type: 'bot_command',
    offset: index,
    length: command.length,
  }));
}
