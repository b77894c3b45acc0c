import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Outgoing, SendFault } from '../../../bots/conversation/channel.js';
import { newId } from '../../../src/platform/ids.js';
import type { Prompt } from '../../../src/platform/prompt.js';
import { testClock } from '../../support/clock.js';
import { testDb } from '../../support/db.js';
import { startFakeCloud } from '../../support/whatsapp-cloud/start-fake-cloud.js';
import type { Fault } from '../../support/whatsapp-cloud/world.js';
import { aWebp } from '../telegram/a-send.js';
import { aCloud } from './a-cloud.js';

const db = testDb();

/** Asha has just written; `say` sends her something. */
async function anOpenChat(template?: { name: string; language: string }) {
  const clock = testClock();
  const cloud = await aCloud(db, { clock, ...(template && { template }) });
  const asha = cloud.meta.person();
  await asha.types('hello');
  async function say(prompt: Prompt, more: Partial<Outgoing> = {}): Promise<{ platformId?: string }> {
    const contact = await cloud.contactOf(asha);
    if (!contact) throw new Error('nobody is there');
    return cloud.channel.send(contact, { id: newId(), seq: 1, at: clock.now(), prompt, ...more });
  }
  const failing = async (...given: Parameters<typeof say>): Promise<SendFault> => {
    const thrown = await say(...given).then(
      () => new Error('it was sent'),
      (error: unknown) => error,
    );
    if (thrown instanceof SendFault) return thrown;
    throw thrown;
  };
  return { ...cloud, clock, asha, say, failing };
}
const choices = (count: number, label = 'Choice') =>
  Array.from({ length: count }, (_, n) => ({ id: `choice:${n}`, label: `${label} ${n}` }));

describe('a message', () => {
  it('is text, with its links shown', async () => {
    const { asha, say, meta } = await anOpenChat();
    const { platformId } = await say({ text: 'Open: https://haat.example/s/asha' });
    expect(asha.last()).toMatchObject({ id: platformId, text: 'Open: https://haat.example/s/asha', buttons: [] });
    expect(meta.calls().at(-1)?.body).toMatchObject({ text: { preview_url: true } });
    await say({ text: '  ' });
    expect(asha.last()?.text).toBe('…');
  });

  it.each([
    [1, 'Choice', 1],
    [3, 'Choice', 3],
    [4, 'Choice', 4],
    [10, 'A product with a name longer than a title', 10],
    [3, 'Longer than a button takes', 3],
  ])('with %i choices (%s) has them as buttons or as a list', async (count, label, shown) => {
    const { asha, say } = await anOpenChat();
    await say({ text: 'Which?', choices: choices(count, label) });
    expect(asha.last()?.buttons.map(({ title }) => title)).toEqual(choices(shown, label).map((one) => one.label));
  });

  it('with more choices than a list takes, or a text longer than a list has, is numbered', async () => {
    const { asha, say } = await anOpenChat();
    await say({ text: 'x'.repeat(1100), choices: choices(3) });
    expect(asha.last()).toMatchObject({ buttons: [] });
    expect(asha.last()?.text).toContain('*2* Choice 1');
    await say({ text: 'Which?', choices: choices(5, 'x'.repeat(80)) });
    expect(asha.last()?.text).toContain('*5* ');
  });

  it('whose two buttons read the same is not refused', async () => {
    const { asha, say } = await anOpenChat();
    const twins = [
      { id: 'product:1', label: 'Mango' },
      { id: 'product:2', label: 'Mango' },
    ];
    await say({ text: 'Which?', choices: twins });
    expect(asha.last()?.buttons.map(({ id }) => id)).toEqual(['product:1', 'product:2']);
  });

  it('has a picture, with up to three buttons under it, which goes to Meta once', async () => {
    const { asha, say, media, meta } = await anOpenChat();
    media.set('p/1.webp', await aWebp());
    await say({ text: 'Mango', photo: 'p/1.webp', choices: choices(2) });
    expect(asha.last()).toMatchObject({ text: 'Mango', media: { kind: 'image' } });
    expect(asha.last()?.buttons).toHaveLength(2);
    expect(asha.last()?.bytes?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    await say({ text: 'Mango', photo: 'p/1.webp', choices: choices(5) });
    expect(asha.last()?.text).toContain('*5* Choice 4');
    expect(meta.calls().filter(({ path }) => path.endsWith('/media'))).toHaveLength(1);
  });

  it('has a file', async () => {
    const { asha, say, media } = await anOpenChat();
    media.set('private/x.csv', Buffer.from('name\nMango'));
    await say({ text: 'Your products', file: { key: 'private/x.csv', name: 'products.csv' } });
    expect(asha.last()).toMatchObject({ text: 'Your products', media: { kind: 'document', filename: 'products.csv' } });
    expect(asha.last()?.bytes?.toString()).toBe('name\nMango');
  });

  it('goes without its picture when that is gone, is none, or is refused', async () => {
    const { asha, say, media, meta } = await anOpenChat();
    await say({ text: 'Gone', photo: 'p/gone.webp' });
    media.set('p/none.webp', Buffer.from('no picture'));
    await say({ text: 'None', photo: 'p/none.webp' });
    media.set('p/3.webp', await aWebp());
    meta.fault({ on: 'media', with: { status: 400, code: 131053 } });
    await say({ text: 'Refused', photo: 'p/3.webp' });
    expect(asha.messages().map(({ text, media }) => [text, media])).toEqual([
      ['Gone', undefined],
      ['None', undefined],
      ['Refused', undefined],
    ]);
  });

  it('hands its picture over again when Meta does not know it any more', async () => {
    const { asha, say, media, meta } = await anOpenChat();
    media.set('p/1.webp', await aWebp());
    await say({ text: 'One', photo: 'p/1.webp' });
    meta.fault({ on: 'messages', with: { status: 400, code: 131053 } });
    await say({ text: 'Two', photo: 'p/1.webp' });
    expect(asha.last()).toMatchObject({ text: 'Two', media: { kind: 'image' } });
    expect(meta.calls().filter(({ path }) => path.endsWith('/media'))).toHaveLength(2);
  });

  it('cannot take the place of an alert that stands, and is not said again', async () => {
    const { asha, say } = await anOpenChat();
    expect(await say({ text: 'Accepted' }, { isAlert: true, edits: { platformId: 'w' } })).toEqual({});
    expect(asha.messages()).toEqual([]);
    await say({ text: 'The card' }, { edits: { platformId: 'w' } });
    expect(asha.last()?.text).toBe('The card');
  });
});

describe('after 24 hours of silence', () => {
  const alert = {
    text: 'New order HT-1: ₹149\n1 × Mango',
    choices: [{ id: 'accept:1', label: 'Accept', word: 'ok 1' }],
  };

  it('an alert goes as the template, in one line, with the words that answer it', async () => {
    const { asha, say, clock } = await anOpenChat({ name: 'order_news', language: 'en' });
    clock.pass(24 * 3600 + 1);
    const { platformId } = await say(alert, { isAlert: true });
    expect(asha.last()).toMatchObject({
      id: platformId,
      text: 'New order HT-1: ₹149 · 1 × Mango · *ok 1* Accept',
      template: { name: 'order_news', language: 'en' },
    });
    await asha.types('ok 1');
    await say({ text: 'Taken.' });
    expect(asha.last()).toMatchObject({ text: 'Taken.' });
    expect(asha.last()?.template).toBeUndefined();
  });

  it('an alert of many lines keeps the words that answer it, within what a template takes', async () => {
    const { asha, say, clock } = await anOpenChat({ name: 'order_news', language: 'en' });
    clock.pass(24 * 3600 + 1);
    const lines = Array.from({ length: 90 }, (_, n) => `${n} × \tMango     pickle, the big glass`).join('\n');
    await say({ ...alert, text: lines }, { isAlert: true });
    expect(asha.last()?.text).toMatch(/^0 × Mango pickle, the big glass · 1 × .*… · \*ok 1\* Accept$/);
    expect(asha.last()?.text.length).toBeGreaterThan(700);
    expect(asha.last()?.text.length).toBeLessThanOrEqual(900);
  });

  it('it fails with that reason where there is no template, and so does all else', async () => {
    const bare = await anOpenChat();
    bare.clock.pass(24 * 3600 + 1);
    expect(await bare.failing(alert, { isAlert: true })).toMatchObject({
      kind: 'final',
      message: 'the 24-hour window is closed, and WHATSAPP_CLOUD_TEMPLATE is not set',
    });
    const { failing, clock } = await anOpenChat({ name: 'order_news', language: 'en' });
    clock.pass(24 * 3600 + 1);
    const said = await failing({ text: 'Good evening' });
    expect(said).toMatchObject({ kind: 'final', message: 'the 24-hour window is closed' });
  });

  it('Meta’s own clock decides where ours is wrong', async () => {
    const { asha, say, meta, failing } = await anOpenChat({ name: 'order_news', language: 'hi' });
    meta.fault({ on: 'messages', with: { status: 400, code: 131047 } });
    await say(alert, { isAlert: true });
    expect(asha.last()?.template).toEqual({ name: 'order_news', language: 'hi' });
    meta.fault({ on: 'messages', with: { status: 400, code: 131047 } });
    expect(await failing({ text: 'Hello' })).toMatchObject({ kind: 'final' });
  });
});

describe('what Meta refuses', () => {
  const cases: [string, Fault['with'], object][] = [
    ['is tried later when there was too much', { status: 400, code: 130429 }, { kind: 'later', afterMs: undefined }],
    ['is tried later when it says when', { status: 429, code: 4, retryAfter: 7 }, { kind: 'later', afterMs: 7000 }],
    ['to this person waits a little', { status: 400, code: 131056 }, { kind: 'later', afterMs: 6000 }],
    ['as spam waits an hour', { status: 400, code: 131048 }, { kind: 'later', afterMs: 3_600_000 }],
    ['in HTML is tried later', { status: 502, html: true }, { kind: 'later' }],
    ['without an answer is tried later', 'drop', { kind: 'later', message: 'Meta cannot be reached' }],
    ['for the token waits for the operator', { status: 401, code: 190 }, { kind: 'later', afterMs: 60_000 }],
    [
      'for a number that the token lost waits for the operator',
      { status: 400, code: 100, subcode: 33 },
      { kind: 'later', afterMs: 60_000 },
    ],
    ['for the bill waits for the operator', { status: 400, code: 131042 }, { kind: 'later', afterMs: 60_000 }],
    ['since it cannot arrive is final', { status: 400, code: 131026 }, { kind: 'final' }],
    ['for its form is final', { status: 400, code: 100 }, { kind: 'final' }],
    ['with a code of tomorrow is final', { status: 400, code: 139999 }, { kind: 'final' }],
    ['with a code of tomorrow, at Meta, is tried later', { status: 503, code: 139999 }, { kind: 'later' }],
  ];
  it.each(cases)('%s', async (_, fault, meant) => {
    const { failing, say, asha, meta } = await anOpenChat();
    meta.fault({ on: 'messages', with: fault });
    const thrown = await failing({ text: 'Hello' });
    expect(thrown).toMatchObject(meant);
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain(meta.token);
    await say({ text: 'Hello' });
    expect(asha.last()?.text).toBe('Hello');
  });

  it('for the account is told to the operator until it is mended, never with the token', async () => {
    const { channel, failing, say, meta, log } = await anOpenChat();
    await channel.start();
    await expect.poll(() => channel.state?.()).toBe('up');
    meta.fault({ on: 'messages', times: 2, with: { status: 401, code: 190 } });
    for (let n = 0; n < 2; n++) await failing({ text: 'Hello' });
    expect([channel.state?.(), channel.detail?.()]).toEqual(['down', expect.stringContaining('190')]);
    expect(log().match(/see to it at Meta/g)).toHaveLength(1);
    await say({ text: 'Hello' });
    expect([channel.state?.(), channel.detail?.()]).toEqual(['up', undefined]);
    expect(log()).not.toContain(meta.token);
    await channel.stop();
  });
});

describe('a number that this token may not use', () => {
  it('is told to the operator, and no message is lost for it', async () => {
    const clock = testClock();
    const meta = await startFakeCloud({ now: () => clock.now().getTime() });
    const stranger = { ...meta, phoneId: '100000000000001' };
    const { channel, contacts, log } = await aCloud(db, { meta: stranger, clock });
    const contact = await contacts.meet('whatsapp-cloud', '919876512345');
    const item = { id: newId(), seq: 1, at: clock.now(), prompt: { text: 'Hello' } };
    await expect(channel.send(contact, item)).rejects.toMatchObject({ kind: 'later' });
    expect(channel.detail?.()).toContain('does not exist');
    expect(log()).toContain('see to it at Meta');
  });
});

describe('the token', () => {
  it('is in no log and in no reason, though Meta may say it back', async () => {
    const { channel, failing, meta, log } = await anOpenChat();
    const says = `Malformed access token ${meta.token}`;
    meta.fault({ on: 'messages', with: { status: 401, code: 190, says } });
    const thrown = await failing({ text: 'Hello' });
    expect(thrown.message).toBe('Meta says 190: (#190) Malformed access token …');
    for (const told of [inspect(thrown, { depth: 9, showHidden: true }), channel.detail?.(), log()])
      expect(told).not.toContain(meta.token);
  });
});

describe('the line to Meta', () => {
  it('leads to the number, as soon as Meta has told it', async () => {
    const { channel, link, meta } = await anOpenChat();
    meta.fault({ on: 'number', with: { status: 500, html: true } });
    expect([link(), channel.state?.()]).toEqual([undefined, 'down']);
    await channel.start();
    await expect.poll(() => link()).toBe(`https://wa.me/${meta.number}?text={text}`);
    await channel.stop();
  });

  it('shows that somebody is being answered, under the message that came last', async () => {
    const { channel, asha, contactOf, meta } = await anOpenChat();
    const contact = await contactOf(asha);
    if (contact) await channel.working?.(contact);
    const read = meta.calls().at(-1)?.body;
    expect(read).toMatchObject({ status: 'read', typing_indicator: { type: 'text' } });
    expect(read?.message_id).toMatch(/^wamid\./);
  });
});
