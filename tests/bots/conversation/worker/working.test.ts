import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../../bots/conversation/channel.js';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { type Answer, createTakeTurn } from '../../../../bots/conversation/worker/take-turn.js';
import type { Incoming } from '../../../../src/contacts/index.js';
import { newId } from '../../../../src/platform/ids.js';
import { createLogger } from '../../../../src/platform/logger.js';
import { testServices } from '../../../support/services.js';

const services = testServices();
const reply = { turn: null, shown: null, replies: [{ prompt: { text: 'here it is' } }] };

/** Takes one message, and counts how often the person was shown that something is under way. */
async function shownFor(answer: (shown: Promise<void>) => ReturnType<Answer>, message: Partial<Incoming> = {}) {
  let times = 0;
  let tell: () => void = () => undefined;
  const shown = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const nothing = async () => undefined;
  const channel: Channel = {
    ...{ name: 'telegram', limits: LIMITS.telegram, send: async () => ({}), fetch: async () => Buffer.of() },
    ...{ start: nothing, stop: nothing },
    async working() {
      times += 1;
      tell();
      throw new Error('nothing depends on it');
    },
  };
  const contact = await services.contacts.meet('telegram', newId());
  const incoming = { contactId: contact._id, messageId: 'm', at: new Date(), text: 'poster', ...message };
  const chat = await services.chats.receive('telegram', incoming);
  if (!chat?.inbox[0]) throw new Error('the chat is not ours');
  const takeTurn = createTakeTurn({
    ...{ holding: services.holding, contacts: services.contacts },
    answer: () => answer(shown),
    t: () => () => 'sorry',
    logger: createLogger('silent'),
  });
  const after = await takeTurn(chat, chat.inbox[0], contact, channel);
  return { times, said: after?.outbox.map(({ prompt }) => prompt?.text) };
}

describe('that an answer is under way', () => {
  it('is shown when it takes long', async () => {
    // as slow as it takes to be shown
    expect(await shownFor((shown) => shown.then(() => reply))).toEqual({ times: 1, said: ['here it is'] });
  });

  it('is not shown when it is quick', async () => {
    expect(await shownFor(async () => reply)).toEqual({ times: 0, said: ['here it is'] });
  });

  it('is shown at once for a photo or a file', async () => {
    expect(await shownFor(async () => reply, { photos: [{ ref: 'p' }] })).toMatchObject({ times: 1 });
    expect(await shownFor(async () => reply, { file: { ref: 'f' } })).toMatchObject({ times: 1 });
  });

  it('is shown no more once the answer is there, or was given up', async () => {
    const failing = await shownFor((shown) => shown.then(() => Promise.reject(new Error('broken'))));
    expect(failing).toEqual({ times: 1, said: [] });
  });
});
