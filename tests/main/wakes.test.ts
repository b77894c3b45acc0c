import { expect, it, onTestFinished } from 'vitest';
import type { Chat } from '../../src/contacts/index.js';
import { createWakes } from '../../src/main/wakes.js';
import { newId } from '../../src/platform/ids.js';
import { connectRedis, redisReady } from '../../src/platform/redis.js';
import { testRedisUrl } from '../support/db.js';
import { eventually } from '../support/eventually.js';

/** One process, and what its worker heard. */
async function aProcess() {
  const [redis, subscriber] = [connectRedis(testRedisUrl(), 'carts'), connectRedis(testRedisUrl(), 'subscriber')];
  await Promise.all([redisReady(redis), redisReady(subscriber)]);
  onTestFinished(() => {
    redis.disconnect();
    subscriber.disconnect();
  });
  const heard: string[] = [];
  const wakes = createWakes({ redis, subscriber });
  wakes.listen({
    wake: (id) => heard.push(`wake ${id}`),
    work: ({ _id }) => heard.push(`work ${_id}`),
    serves: (channel) => channel === 'telegram',
  });
  // a subscriber answers in order: after this one the other stands
  await subscriber.subscribe('ready');
  return { wakes, heard };
}

it('a chat with something to do wakes this process and the others, each once', async () => {
  const [here, there] = [await aProcess(), await aProcess()];
  const [one, two] = [newId(), newId()];
  here.wakes.wake({ _id: one });
  there.wakes.wake({ _id: two });
  // what came back to whoever said it would have come before this
  await eventually(() => {
    expect(here.heard).toEqual([`wake ${one}`, `wake ${two}`]);
    expect([...there.heard].sort()).toEqual([`wake ${one}`, `wake ${two}`].sort());
  });
});

it('a chat whose lease is ours is worked here, and nobody else is told', async () => {
  const [here, there] = [await aProcess(), await aProcess()];
  const [held, other] = [newId(), newId()];
  here.wakes.wake({ _id: held }, { _id: held } as Chat);
  here.wakes.wake({ _id: other });
  await eventually(() => expect(there.heard).toEqual([`wake ${other}`]));
  expect(here.heard).toEqual([`work ${held}`, `wake ${other}`]);
  expect([here.wakes.serves('telegram'), here.wakes.serves('web-chat')]).toEqual([true, false]);
});
