import { randomInt } from 'node:crypto';
import type { User } from 'grammy/types';
import { addPersonMessage, openChat } from '../chats.js';
import { botUser, type KnownChat, type World } from '../world.js';
import { commandsIn } from './commands.js';
import { seenMessages, transcriptOf } from './view.js';

export type Group = ReturnType<typeof createGroup>;

/** A supergroup that the bot was added to, and which tells it everything that members write. */
export function createGroup(world: World, { title = 'Neighbours' }: { title?: string } = {}) {
  const chat: KnownChat = { id: -randomInt(1_000_000_000_000, 1_009_999_999_999), type: 'supergroup', title };
  const state = openChat(world, chat, 'open');
  const from: User = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
  const user = botUser(world);
  world.updates.push({
    my_chat_member: {
      chat,
      from,
      date: Math.floor(world.now() / 1000),
      old_chat_member: { user, status: 'left' },
      new_chat_member: { user, status: 'member' },
    },
  });
  return {
    id: chat.id,
    /** `member` is a person of the same fake. */
    says(member: { user: User }, text: string): number {
      const entities = commandsIn(text);
      return addPersonMessage(world, state, member.user, { text, ...(entities.length && { entities }) }).message_id;
    },
    messages: () => seenMessages(world, state),
    transcript: () => transcriptOf(world, state, 'member'),
  };
}
