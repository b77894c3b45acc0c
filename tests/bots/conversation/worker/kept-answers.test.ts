import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Channel } from '../../../../bots/conversation/channel.js';
import { createChatWorker } from '../../../../bots/conversation/worker/chat-worker.js';
import { createDeliver } from '../../../../bots/conversation/worker/deliver.js';
import { type Answer, createTakeTurn } from '../../../../bots/conversation/worker/take-turn.js';
import { createWebChatChannel } from '../../../../bots/web-chat/channel.js';
import { createHistory } from '../../../../bots/web-chat/history.js';
import { createWakes } from '../../../../bots/web-chat/wakes.js';
import { createChats, createContacts, createHolding } from '../../../../src/contacts/index.js';
import { newId } from '../../../../src/platform/ids.js';
import { createLogger } from '../../../../src/platform/logger.js';
import { createDiskMedia } from '../../../../src/platform/media/disk-media.js';
import { makeIndexes } from '../../../../src/platform/mongo.js';
import { testDb } from '../../../support/db.js';
import { eventually } from '../../../support/eventually.js';
import { tempDir } from '../../../support/temp-dir.js';

const db = testDb();
beforeAll(() => makeIndexes(db));

const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

const echo: Answer = async ({ text }, { turn }) => ({
  turn,
  shown: null,
  replies: [{ prompt: { text: `echo ${text}` } }],
});

/** One process that works web chats, as they are kept. */
function aProcess(answer: Answer = echo) {
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const by = newId();
  const contacts = createContacts({ db, clock, trustBypass: true });
  const holding = createHolding({ db, clock, by });
  const history = createHistory({ db, clock });
  const logger = createLogger('silent');
  const nothing = async () => undefined;
  const channel: Channel = createWebChatChannel({
    ...{ history, media: createDiskMedia(tempDir()), wakes: createWakes(), start: nothing, stop: nothing },
  });
  const compose = async ({ eventId }: { eventId: string }) => ({ text: `alert ${eventId}` });
  const alerts = { compose, sent: nothing, failed: nothing, tried: nothing };
  const chats = createChats({ db, clock, by, wake: ({ _id }) => worker.wake(_id) });
  const worker = createChatWorker({
    ...{ chats, holding, contacts, channels: [channel], clock, logger },
    takeTurn: createTakeTurn({ holding, contacts, answer, t: () => () => 'sorry', logger }),
    deliver: createDeliver({ holding, contacts, alerts, clock, logger }),
  });
  stops.push(() => worker.stop());
  return {
    ...{ worker, chats, holding, contacts, channel },
    skip: (ms: number) => {
      aheadMs += ms;
    },
    meet: async () => (await contacts.meet('web-chat', newId()))._id,
    hear: (contactId: string, text: string) =>
      worker.receive('web-chat', { contactId, messageId: newId(), at: new Date(), text }),
    said: async (id: string) => (await history.after(id, '', 100)).map(({ text }) => text),
  };
}

type Process = ReturnType<typeof aProcess>;
const hasSaid = (p: Process, id: string, texts: readonly string[]) =>
  eventually(async () => expect(await p.said(id)).toEqual(texts));

/** Dies with its answer ready, before anybody can have seen it. */
async function dieAnswering(p: Process, id: string, text: string) {
  if (!p.channel.keep) throw new Error('nothing is kept');
  const keep = vi.spyOn(p.channel, 'keep').mockRejectedValue(new Error('killed'));
  await p.hear(id, text);
  await eventually(() => expect(keep).toHaveBeenCalled());
  vi.spyOn(p.holding, 'clear').mockResolvedValue();
  await p.worker.stop();
}

describe('a talk that is kept', () => {
  it('has what each said, in order, whichever process takes a message', async () => {
    const [p, q] = [aProcess(), aProcess()];
    const id = await p.meet();
    for (let n = 0; n < 6; n++) {
      await (n % 2 ? p : q).hear(id, `${n}`);
      await eventually(async () => expect(await p.said(id)).toContain(`echo ${n}`));
    }
    const all = Array.from({ length: 6 }, (_, n) => [`${n}`, `echo ${n}`]).flat();
    expect(await p.said(id)).toEqual(all);
    for (const one of [p, q]) await one.worker.stop();
    await hasSaid(p, id, all);
  });

  it('leaves nothing to do when nobody writes any more', async () => {
    const p = aProcess();
    const id = await p.meet();
    const taken = vi.spyOn(p.holding, 'take');
    await p.hear(id, 'hello');
    await hasSaid(p, id, ['hello', 'echo hello']);
    p.skip(2000);
    p.worker.start();
    await eventually(async () => expect((await p.chats.find(id))?.outbox).toEqual([]));
    expect(await p.chats.find(id)).not.toHaveProperty('wakeAt');
    expect(taken).not.toHaveBeenCalled();
  });

  it('is whole when a process dies before its answer was seen, and nobody writes again', async () => {
    const dying = aProcess();
    const id = await dying.meet();
    await dieAnswering(dying, id, 'hello');
    expect(await dying.said(id)).toEqual([]);

    const heir = aProcess();
    heir.skip(11_000);
    heir.worker.start();
    await hasSaid(heir, id, ['hello', 'echo hello']);
  });

  it('is whole when a process dies before its answer was seen, and the person writes on', async () => {
    const dying = aProcess();
    const id = await dying.meet();
    await dieAnswering(dying, id, 'hello');

    const heir = aProcess();
    await heir.hear(id, 'still there?');
    await hasSaid(heir, id, ['hello', 'echo hello', 'still there?', 'echo still there?']);
  });

  it('tells an alert at once, behind an answer that another process may still be saying', async () => {
    const dying = aProcess();
    const id = await dying.meet();
    await dieAnswering(dying, id, 'hello');

    const heir = aProcess();
    await heir.chats.say({ _id: id, channel: 'web-chat' }, { id: 'o.0', alert: { eventId: 'o.0', orderId: 'o' } });
    await hasSaid(heir, id, ['hello', 'echo hello', 'alert o.0']);
  });

  it('has what somebody wrote, and its answer, though it is never told whom it is from; and that holds up no end', async () => {
    const p = aProcess();
    const contactId = await p.meet();
    const incoming = { contactId, messageId: newId(), at: new Date(), text: 'hello' };
    void p.worker.receive('web-chat', incoming, new Promise(() => undefined));
    await hasSaid(p, contactId, ['hello', 'echo hello']);
    await p.worker.stop();
  });

  it('shows what somebody wrote while its answer takes long', async () => {
    let go: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const p = aProcess(async (...all) => {
      await slow;
      return echo(...all);
    });
    const id = await p.meet();
    await p.hear(id, 'hello');
    await hasSaid(p, id, ['hello']);
    go();
    await hasSaid(p, id, ['hello', 'echo hello']);
  });

  it('has what somebody wrote, also where nothing is answered, or nothing can be', async () => {
    const p = aProcess(async ({ text }, { turn }) => {
      if (text === 'poison') throw new Error('a bug');
      return { turn, shown: null, replies: [] };
    });
    const id = await p.meet();
    await p.hear(id, 'thanks');
    await hasSaid(p, id, ['thanks']);
    await p.hear(id, 'poison');
    await hasSaid(p, id, ['thanks', 'poison']);
  });
});
