import { beforeAll, expect, it, vi } from 'vitest';
import type { Channel } from '../../../../bots/conversation/channel.js';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { createChatWorker } from '../../../../bots/conversation/worker/chat-worker.js';
import { createChats, createContacts, createHolding } from '../../../../src/contacts/index.js';
import { systemClock as clock } from '../../../../src/platform/clock.js';
import { newId } from '../../../../src/platform/ids.js';
import { createLogger } from '../../../../src/platform/logger.js';
import { makeIndexes } from '../../../../src/platform/mongo.js';
import { testDb } from '../../../support/db.js';

const db = testDb();
beforeAll(() => makeIndexes(db));

const contacts = createContacts({ db, clock, trustBypass: true });
const meet = async (): Promise<string> => (await contacts.meet('web-chat', newId()))._id;
const says = (contactId: string, text: string) => ({ contactId, messageId: newId(), at: clock.now(), text });

const never = async () => {
  throw new Error('nothing is sent here');
};
const channel: Channel = {
  name: 'web-chat',
  limits: LIMITS['web-chat'],
  ...{ send: never, fetch: never, start: never, stop: never },
};

/** A worker without its sweep, that hears and says nothing. */
function aWorker() {
  const by = newId();
  const own = {
    chats: createChats({ db, clock, by, wake: () => undefined }),
    holding: createHolding({ db, clock, by }),
  };
  const heard: string[] = [];
  const worker = createChatWorker({
    chats: own.chats,
    holding: own.holding,
    ...{ contacts, clock, deliver: never, channels: [channel], logger: createLogger('silent') },
    takeTurn(chat, message) {
      heard.push(message.text ?? '');
      return own.holding.commit(chat, message, { turn: null, shown: null, replies: [] });
    },
  });
  return { ...own, worker, heard };
}

/** What `ask` does, whose answers are held back until `goOn`; `done`: it has had its effect. */
function holdBack<Args extends unknown[], Result>(ask: (...args: Args) => Promise<Result>) {
  let goOn = () => {};
  let has = () => {};
  const back = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const done = new Promise<void>((resolve) => {
    has = resolve;
  });
  const later = async (...args: Args): Promise<Result> => {
    const result = await ask(...args);
    has();
    await back;
    return result;
  };
  return { later, done, goOn: () => goOn() };
}

it('hands over a chat whose lease comes while it ends, so that nobody waits for it', async () => {
  const [leaving, other, id] = [aWorker(), aWorker(), await meet()];
  await other.chats.receive('web-chat', says(id, 'hello'));
  await other.holding.handOver(id);
  const take = holdBack(leaving.holding.take);
  leaving.holding.take = take.later;
  leaving.worker.wake(id);
  await take.done;
  const stopped = leaving.worker.stop();
  take.goOn();
  await stopped;
  expect(leaving.heard).toEqual([]);
  expect(await other.holding.take(id, ['web-chat'])).toMatchObject({ inbox: [{ text: 'hello' }] });
});

it('hands over what is still said to it while it ends', async () => {
  const [leaving, other, id] = [aWorker(), aWorker(), await meet()];
  const receive = holdBack(leaving.chats.receive);
  leaving.chats.receive = receive.later;
  const received = leaving.worker.receive('web-chat', says(id, 'hello'));
  await receive.done;
  const stopped = leaving.worker.stop();
  receive.goOn();
  await Promise.all([received, stopped]);
  expect(await other.holding.take(id, ['web-chat'])).toMatchObject({ inbox: [{ text: 'hello' }] });
});

it('answers at once what is said in the moment in which it lets a chat go', async () => {
  const [{ worker, chats, holding, heard }, id] = [aWorker(), await meet()];
  const letGo = holdBack(holding.letGo);
  holding.letGo = letGo.later;
  await worker.receive('web-chat', says(id, 'one'));
  await letGo.done;
  await worker.receive('web-chat', says(id, 'two'));
  letGo.goOn();
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two']));
  await worker.stop();
  expect(await chats.find(id)).not.toHaveProperty('lease');
});
