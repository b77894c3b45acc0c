import express from 'express';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createChatWorker } from '../../../bots/conversation/worker/chat-worker.js';
import { createDeliver } from '../../../bots/conversation/worker/deliver.js';
import { type Answer, createTakeTurn } from '../../../bots/conversation/worker/take-turn.js';
import { createHistory, createWebChat, type WebChatDeps } from '../../../bots/web-chat/index.js';
import type { Item } from '../../../bots/web-chat/item.js';
import { createChats, createContacts, createHolding, type Incoming } from '../../../src/contacts/index.js';
import { newId } from '../../../src/platform/ids.js';
import { createDiskMedia } from '../../../src/platform/media/disk-media.js';
import type { Db } from '../../../src/platform/mongo.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { createTexts } from '../../../src/platform/texts.js';
import { listen } from '../../support/listen.js';
import { tempDir } from '../../support/temp-dir.js';

/** What the bot of a test answers; undefined for silence. */
export type Script = (message: Incoming) => Prompt | undefined | Promise<Prompt | undefined>;

export const echo: Script = ({ text, choice, photos, start }) => ({
  text: `${start !== undefined ? 'Namaste!' : 'You said'} ${text ?? choice ?? (photos ? 'a photo' : '')}`.trim(),
});

/** A web chat on a real database, with the real worker behind it and a script in place of the conversations. */
export async function aWebChat(db: Db, script: Script = echo, more: Partial<WebChatDeps> = {}) {
  const logger = pino({ level: 'silent' });
  const clock = { now: () => new Date() };
  const texts = createTexts('en');
  const media = createDiskMedia(tempDir());
  const by = newId();
  const contacts = createContacts({ db, clock, trustBypass: true });
  const holding = createHolding({ db, clock, by });
  const chats = createChats({ db, clock, by, wake: ({ _id }) => worker.wake(_id) });
  const history = createHistory({ db, clock });
  const heard: Incoming[] = [];
  /** Who wrote to this chat: what a test before left in the database is worked here, too, and is none of its own. */
  const writers = new Set<string>();

  const { router, channel } = createWebChat({
    history,
    contacts,
    async receive(incoming, from) {
      writers.add((await from)._id);
      return worker.receive('web-chat', incoming, from);
    },
    media,
    clock,
    texts,
    logger,
    publicUrl: 'http://localhost:3000',
    language: 'en',
    secureCookies: false,
    ...more,
  });
  // a turn that is thrown away, as when its chat was read just before it was let go, has told nobody anything
  const commit: typeof holding.commit = async (chat, message, ...turned) => {
    const committed = await holding.commit(chat, message, ...turned);
    if (committed && writers.has(message.contactId)) heard.push(message);
    return committed;
  };
  const answer: Answer = async (message, chat) => {
    const prompt = await script(message);
    return { turn: chat.turn, shown: null, replies: prompt ? [{ prompt }] : [] };
  };
  const alerts = { compose: async () => null, sent: async () => {}, failed: async () => {}, tried: async () => {} };
  const worker = createChatWorker({
    chats,
    holding,
    contacts,
    channels: [channel],
    takeTurn: createTakeTurn({
      ...{ holding: { ...holding, commit }, contacts, answer, logger },
      t: (language) => texts.t(language),
    }),
    deliver: createDeliver({ holding, contacts, alerts, clock, logger }),
    clock,
    logger,
  });
  const app = express();
  app.use('/chat', router);
  const server = await listen(app);
  await channel.start();
  worker.start();
  onTestFinished(async () => {
    await channel.stop();
    await worker.stop();
    await server[Symbol.asyncDispose]();
  });
  return { url: server.url, drop: server.drop, channel, contacts, chats, history, media, heard, texts };
}

export type WebChat = Awaited<ReturnType<typeof aWebChat>>;

/** A program that keeps its cookie, as a browser does. */
export async function aVisitor(url: string, headers: Record<string, string> = {}) {
  const first = await fetch(`${url}/chat`, { headers });
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { cookie, ...headers, ...(init.headers as Record<string, string>) } });

  const visitor = {
    cookie,
    call,
    post: (message: object) =>
      call('/chat/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      }),
    upload(fields: Record<string, string | Blob>) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        if (typeof value === 'string') form.append(name, value);
        else form.append(name, value, value instanceof File ? value.name : 'photo.jpg');
      }
      return call('/chat/messages', { method: 'POST', body: form });
    },
    async messages(query = ''): Promise<{ items: Item[]; nextCursor: string | null }> {
      const answer = await call(`/chat/messages${query}`);
      return (await answer.json()) as { items: Item[]; nextCursor: string | null };
    },
    /** What is said, once there are `count` messages. */
    async said(count: number): Promise<Item[]> {
      for (;;) {
        const { items } = await visitor.messages('?limit=100');
        if (items.length >= count) return items;
        await new Promise((next) => setTimeout(next, 20));
      }
    },
  };
  return visitor;
}
