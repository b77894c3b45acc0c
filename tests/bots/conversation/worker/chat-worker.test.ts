import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Channel, type Outgoing, SendFault } from '../../../../bots/conversation/channel.js';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { createChatWorker } from '../../../../bots/conversation/worker/chat-worker.js';
import { type AlertLedger, createDeliver } from '../../../../bots/conversation/worker/deliver.js';
import { type Answer, createTakeTurn } from '../../../../bots/conversation/worker/take-turn.js';
import { type ChannelName, createChats, createContacts, createHolding } from '../../../../src/contacts/index.js';
import { newId } from '../../../../src/platform/ids.js';
import { createLogger } from '../../../../src/platform/logger.js';
import { makeIndexes } from '../../../../src/platform/mongo.js';
import { testDb } from '../../../support/db.js';
import { eventually } from '../../../support/eventually.js';

const db = testDb();
beforeAll(() => makeIndexes(db));

const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** Answers every text with its echo, and keeps what each turn did under its once-key, as a service would. */
function echo(done = new Map<string, string>()): { answer: Answer; done: Map<string, string> } {
  const answer: Answer = async ({ text = '' }, chat, _contact, onceKey) => {
    if (!done.has(onceKey)) done.set(onceKey, text);
    const turn = { heard: [...((chat.turn as { heard?: string[] } | null)?.heard ?? []), text] };
    return { turn, shown: null, replies: [{ prompt: { text: `echo ${text}` } }] };
  };
  return { answer, done };
}

/** One process: everything of the worker over a channel that keeps what it was told to send. */
function aProcess(options: {
  name: ChannelName;
  answer: Answer;
  send?: (item: Outgoing) => Promise<{ platformId?: string }>;
  alerts?: Partial<AlertLedger>;
  said?: Outgoing[];
}) {
  const said = options.said ?? [];
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const by = newId();
  const contacts = createContacts({ db, clock, trustBypass: true });
  const holding = createHolding({ db, clock, by });
  const logger = createLogger('silent');
  const channel: Channel = {
    name: options.name,
    limits: LIMITS['web-chat'],
    send: async (_contact, item) => {
      const sent = (await options.send?.(item)) ?? {};
      said.push(item);
      return sent;
    },
    fetch: async () => Buffer.alloc(0),
    start: async () => undefined,
    stop: async () => undefined,
  };
  const alerts: AlertLedger = {
    compose: async ({ eventId }) => ({ text: `alert ${eventId}` }),
    sent: async () => undefined,
    failed: async () => undefined,
    tried: async () => undefined,
    ...options.alerts,
  };
  const chats = createChats({ db, clock, by, wake: ({ _id }) => worker.wake(_id) });
  const t = () => 'sorry';
  const worker = createChatWorker({
    chats,
    holding,
    contacts,
    channels: [channel],
    takeTurn: createTakeTurn({ holding, contacts, answer: options.answer, t: () => t, logger }),
    deliver: createDeliver({ holding, contacts, alerts, clock, logger }),
    clock,
    logger,
  });
  stops.push(() => worker.stop());
  return {
    ...{ said, worker, chats, holding, contacts },
    skip: (ms: number) => {
      aheadMs += ms;
    },
    hear: (contactId: string, text: string, messageId = newId()) =>
      worker.receive(options.name, { contactId, messageId, at: new Date(), text }),
    texts: () => said.map(({ prompt }) => prompt.text),
  };
}

/** Each test has a channel of its own, so that a sweep finds only its chats. */
const meet = async (p: ReturnType<typeof aProcess>, channel: ChannelName) =>
  (await p.contacts.meet(channel, newId()))._id;

describe('a chat', () => {
  it('is answered in the order in which it was written to', async () => {
    const p = aProcess({ name: 'web-chat', answer: echo().answer });
    const id = await meet(p, 'web-chat');
    for (const text of ['one', 'two', 'three', 'four']) await p.hear(id, text);
    await eventually(() => expect(p.texts()).toEqual(['echo one', 'echo two', 'echo three', 'echo four']));
    await p.worker.stop();
    expect((await p.chats.find(id))?.turn).toEqual({ heard: ['one', 'two', 'three', 'four'] });
  });

  it('is answered once when the same message reaches two processes at once', async () => {
    const said: Outgoing[] = [];
    const { answer, done } = echo();
    const [p, q] = [aProcess({ name: 'web-chat', answer, said }), aProcess({ name: 'web-chat', answer, said })];
    const id = await meet(p, 'web-chat');
    await Promise.all([p.hear(id, 'hello', 'm1'), q.hear(id, 'hello', 'm1'), p.hear(id, 'bye', 'm2')]);
    await eventually(async () => expect((await p.chats.find(id))?.wakeAt).toBeUndefined());
    expect(p.texts().sort()).toEqual(['echo bye', 'echo hello']);
    expect(done.size).toBe(2);
  });

  it('does not wait for another chat whose platform is slow', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const p = aProcess({
      name: 'web-chat',
      answer: echo().answer,
      send: async ({ prompt }) => {
        if (prompt.text === 'echo slow') await gate;
        return {};
      },
    });
    const [slow, quick] = [await meet(p, 'web-chat'), await meet(p, 'web-chat')];
    await p.hear(slow, 'slow');
    await p.hear(quick, 'quick');
    await eventually(() => expect(p.texts()).toEqual(['echo quick']));
    open();
    await eventually(() => expect(p.texts()).toEqual(['echo quick', 'echo slow']));
  });
});

describe('a process that dies', () => {
  it('after handling and before committing: the next one takes the same turn, with the same key', async () => {
    const { answer, done } = echo();
    const dying = aProcess({ name: 'telegram', answer });
    const id = await meet(dying, 'telegram');
    const committed = vi.spyOn(dying.holding, 'commit').mockRejectedValue(new Error('killed'));
    vi.spyOn(dying.holding, 'postpone').mockRejectedValue(new Error('killed'));
    await dying.hear(id, 'hello');
    await eventually(() => expect(committed).toHaveBeenCalled());
    await dying.worker.stop();

    const heir = aProcess({ name: 'telegram', answer });
    heir.skip(31_000);
    heir.worker.start();
    await eventually(() => expect(heir.texts()).toEqual(['echo hello']));
    expect([...done.keys()]).toEqual([`${id}.0`]);
  });

  it('after sending and before noting it: it is said again under the same id, and nothing is lost', async () => {
    const dying = aProcess({ name: 'telegram', answer: echo().answer });
    const id = await meet(dying, 'telegram');
    vi.spyOn(dying.holding, 'sent').mockRejectedValue(new Error('killed'));
    await dying.hear(id, 'hello');
    await eventually(() => expect(dying.said).toHaveLength(1));
    await dying.worker.stop();

    const heir = aProcess({ name: 'telegram', answer: echo().answer });
    heir.skip(31_000);
    heir.worker.start();
    await eventually(() => expect(heir.said).toHaveLength(1));
    expect(heir.said[0]).toMatchObject({ id: dying.said[0]?.id, seq: dying.said[0]?.seq });
  });

  it('only seems dead: a holder that was paused changes nothing when it goes on', async () => {
    let go: () => void = () => undefined;
    const paused = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun: () => void = () => undefined;
    const inTurn = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { answer } = echo();
    const sleeper = aProcess({
      name: 'telegram',
      answer: async (...all) => {
        begun();
        await paused;
        return answer(...all);
      },
    });
    const id = await meet(sleeper, 'telegram');
    await sleeper.hear(id, 'hello');
    await inTurn;
    const heir = aProcess({ name: 'telegram', answer });
    heir.skip(31_000);
    heir.worker.start();
    await eventually(() => expect(heir.texts()).toEqual(['echo hello']));
    go();
    await sleeper.worker.stop();
    expect(sleeper.said).toEqual([]);
    expect((await heir.chats.find(id))?.turn).toEqual({ heard: ['hello'] });
  });
});

describe('what goes wrong', () => {
  it('is tried again, and a message nobody can handle ends with an apology', async () => {
    let tries = 0;
    const p = aProcess({
      name: 'whatsapp-web',
      answer: async (message, ...rest) => {
        if (message.text !== 'poison') return echo().answer(message, ...rest);
        tries++;
        throw new Error('a bug');
      },
    });
    const id = await meet(p, 'whatsapp-web');
    await p.hear(id, 'poison');
    await p.hear(id, 'next');
    await eventually(async () => {
      p.skip(60_000);
      p.worker.wake(id);
      expect(p.texts()).toEqual(['sorry', 'echo next']);
    });
    expect(tries).toBe(5);
  });

  it('gives up a message that cannot be put into words, and says what waits behind it', async () => {
    const failed = vi.fn(async () => undefined);
    const compose = async () => {
      throw new Error('a bug');
    };
    const p = aProcess({ name: 'whatsapp-web', answer: echo().answer, alerts: { compose, failed } });
    const contact = await p.contacts.meet('whatsapp-web', newId());
    await p.chats.say(contact, { id: 'e.0', alert: { eventId: 'e.0', orderId: 'e' } });
    await p.hear(contact._id, 'hello');
    await eventually(async () => {
      p.skip(60_000);
      p.worker.wake(contact._id);
      expect((await p.chats.find(contact._id))?.outbox).toEqual([]);
    });
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ eventId: 'e.0' }), expect.anything(), 'Error: a bug');
    await eventually(() => expect(p.texts()).toEqual(['echo hello']));
  });

  it('answers also while alerts come as fast as they are sent, each in its place', async () => {
    let alerts = 0;
    const said: Outgoing[] = [];
    const alert = (): Promise<void> => {
      const eventId = `o.${alerts++}`;
      return p.chats.say({ _id: id, channel: 'whatsapp-web' }, { id: eventId, alert: { eventId, orderId: 'o' } });
    };
    const p = aProcess({
      ...{ name: 'whatsapp-web', answer: echo().answer, said },
      send: async ({ isAlert }) => {
        if (said.length === 1) await p.hear(id, 'one');
        // as long as nobody is heard, and long enough to be sure of it
        if (isAlert && alerts < 30) await alert();
        return {};
      },
    });
    const id = await meet(p, 'whatsapp-web');
    await alert();
    await alert();
    await eventually(() => expect(said).toHaveLength(31));
    expect(p.texts().indexOf('echo one')).toBeLessThan(10);
    expect(said.map(({ seq }) => seq)).toEqual(said.map(({ seq }) => seq).sort((a, b) => a - b));
  });

  it('waits as the platform says, keeps the order, and answers others meanwhile', async () => {
    let refusals = 1;
    const p = aProcess({
      name: 'whatsapp-web',
      answer: echo().answer,
      send: async ({ prompt }) => {
        if (prompt.text === 'echo one' && refusals-- > 0) throw new SendFault('later', '429', 30_000);
        return {};
      },
    });
    const [id, other] = [await meet(p, 'whatsapp-web'), await meet(p, 'whatsapp-web')];
    await p.hear(id, 'one');
    await p.hear(id, 'two');
    await p.hear(other, 'three');
    await eventually(() => expect(p.texts()).toEqual(['echo three']));
    await eventually(async () => expect((await p.chats.find(id))?.outbox).toHaveLength(2));
    p.skip(31_000);
    await eventually(() => {
      p.worker.wake(id);
      expect(p.texts()).toEqual(['echo three', 'echo one', 'echo two']);
    });
  });

  it('marks a contact that nothing reaches, and tells the ledger', async () => {
    const failed = vi.fn(async () => undefined);
    const p = aProcess({
      name: 'whatsapp-web',
      answer: echo().answer,
      send: async () => {
        throw new SendFault('dead', 'blocked by the user');
      },
      alerts: { failed },
    });
    const contact = await p.contacts.meet('whatsapp-web', newId());
    await p.chats.say(contact, { id: 'e.0', alert: { eventId: 'e.0', orderId: 'e' } });
    await eventually(async () => expect((await p.chats.find(contact._id))?.outbox).toEqual([]));
    expect(failed).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'e.0' }),
      expect.anything(),
      'blocked by the user',
    );
    expect((await p.contacts.find(contact._id))?.deadAt).toBeInstanceOf(Date);
  });

  it('sends an alert once, however often it is put into the chat', async () => {
    const p = aProcess({ name: 'whatsapp-web', answer: echo().answer });
    const contact = await p.contacts.meet('whatsapp-web', newId());
    const alert = { id: 'o.0', alert: { eventId: 'o.0', orderId: 'o' } };
    await Promise.all([1, 2, 3, 4].map(() => p.chats.say(contact, alert)));
    await eventually(() => expect(p.texts()).toEqual(['alert o.0']));
    await p.chats.say(contact, alert);
    expect((await p.chats.find(contact._id))?.outbox).toEqual([]);
    await p.worker.stop();
    expect(p.texts()).toEqual(['alert o.0']);
  });
});

describe('somebody who asked to be forgotten', () => {
  it('hears the goodbye, and then nothing is left', async () => {
    const p = aProcess({
      name: 'whatsapp-cloud',
      answer: async (_message, _chat, contact) => {
        await p.contacts.forget(contact._id);
        return { turn: null, shown: null, replies: [{ prompt: { text: 'goodbye' } }] };
      },
    });
    const id = await meet(p, 'whatsapp-cloud');
    await p.contacts.linkAccount(id, newId(), '+919876543210', 'otp');
    await p.hear(id, 'forgetme');
    await eventually(async () => expect(await p.contacts.find(id)).toBeNull());
    expect(p.texts()).toEqual(['goodbye']);
    expect(await p.chats.find(id)).toBeNull();
  });

  it('is answered once more, and then forgotten, when they write while the goodbye is said', async () => {
    const p = aProcess({
      name: 'whatsapp-cloud',
      answer: async (message, chat, contact, onceKey) => {
        if (message.text === 'forgetme') await p.contacts.forget(contact._id);
        return echo().answer(message, chat, contact, onceKey);
      },
    });
    const address = newId();
    const { _id: id } = await p.contacts.meet('whatsapp-cloud', address);
    const { erase } = p.contacts;
    vi.spyOn(p.contacts, 'erase').mockImplementationOnce(async (...all) => {
      await p.contacts.meet('whatsapp-cloud', address);
      await p.hear(id, 'one more thing');
      return erase(...all);
    });
    await p.hear(id, 'forgetme');
    await eventually(async () => expect(await p.contacts.find(id)).toBeNull());
    expect(p.texts()).toEqual(['echo forgetme', 'echo one more thing']);
    expect(await p.chats.find(id)).toBeNull();
  });
});
