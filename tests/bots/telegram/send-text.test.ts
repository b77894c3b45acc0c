import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/platform/prompt.js';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aPerson, aSend, saidTo } from './a-send.js';

const choices = (count: number, label = (n: number) => `Product number ${n}`): Choice[] =>
  Array.from({ length: count }, (_, index) => ({ id: `product:${index}`, label: label(index + 1) }));

describe('a text', () => {
  it.each([
    'Asha <b>_*[ Pickles',
    '<i>Garlic</i> & chili &amp; <a href="x">',
    '_*[]()~`>#+-=|{}.!\\',
    'आशा अचार 🥭 ₹149',
    'two\n\nlines',
  ])('arrives as it was written: %j', async (text) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text });
    expect(saidTo(asha)).toMatchObject([{ text }]);
  });

  it('arrives as it was written, whatever a seller types', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const { say } = aSend(telegram);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), async (text) => {
        fc.pre(text.trim() !== '');
        await say(asha, { text });
        expect(saidTo(asha).at(-1)?.text).toBe(text.trim());
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['letters', 'a'.repeat(5000), 4096],
    ['pictures of two units each', '🥭'.repeat(3000), 4095],
  ])('that is too long for Telegram is cut and says so: %s', async (_what, text, length) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text });
    const [message] = saidTo(asha);
    expect(message?.text).toMatch(/^(a+|🥭+)…$/u);
    expect(message?.text).toHaveLength(length);
  });

  it('of exactly the greatest length is not cut', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text: 'a'.repeat(4096) });
    expect(saidTo(asha)[0]?.text).toBe('a'.repeat(4096));
  });

  it.each(['', ' \n '])('is sent even when there is none: %j', async (text) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text, choices: [{ id: 'yes', label: 'Yes' }] });
    expect(saidTo(asha)).toMatchObject([{ text: '…', buttons: [[{ label: 'Yes' }]] }]);
  });

  it('is known by its number in the chat, so that it can be edited later', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const platformId = await aSend(telegram).say(asha, { text: 'hello' });
    expect(platformId).toBe(String(saidTo(asha)[0]?.id));
  });
});

describe('choices', () => {
  it('are buttons, one a row', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const labels = ['Open my shop', 'Visit a shop that I know', 'Help'];
    await aSend(telegram).say(asha, { text: 'What next?', choices: choices(3, (n) => labels[n - 1] ?? '') });
    expect(saidTo(asha)[0]?.buttons).toMatchObject([
      [{ label: 'Open my shop', data: 'product:0' }],
      [{ label: 'Visit a shop that I know', data: 'product:1' }],
      [{ label: 'Help', data: 'product:2' }],
    ]);
  });

  it.each<[string, string[], string[][]]>([
    ['two short ones stand side by side', ['Yes', 'No'], [['Yes', 'No']]],
    ['a third begins a row', ['−', '+', 'Order'], [['−', '+'], ['Order']]],
    ['short is counted in characters', ['🥭'.repeat(12), 'a'.repeat(12)], [['🥭'.repeat(12), 'a'.repeat(12)]]],
    ['13 are not short', ['a'.repeat(13), 'No'], [['a'.repeat(13)], ['No']]],
  ])('are laid out for a thumb: %s', async (_how, labels, rows) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text: 'x', choices: choices(labels.length, (n) => labels[n - 1] ?? '') });
    expect(saidTo(asha)[0]?.buttons.map((row) => row.map(({ label }) => label))).toEqual(rows);
  });

  it('carry the mark of their question where they go stale without it', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const both = [
      { id: 'yes', label: 'Yes' },
      { id: 'orders', label: 'Orders' },
    ];
    await aSend(telegram).say(asha, { text: 'Sure?', choices: both }, { mark: 'k3' });
    expect(
      saidTo(asha)[0]
        ?.buttons.flat()
        .map(({ data }) => data),
    ).toEqual(['yes|k3', 'orders']);
  });

  it('are at most 100 buttons, and beyond that a page of them', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const { say } = aSend(telegram);
    await say(asha, { text: 'Which?', choices: choices(100) });
    await say(asha, { text: 'Which?', choices: choices(101) });
    await say(asha, { text: 'Which?', choices: choices(101) }, { page: 1 });
    const [whole, first, second] = saidTo(asha).map(({ buttons }) => buttons.flat().map(({ data }) => data));
    expect(whole).toHaveLength(100);
    expect(first).toEqual([...Array.from({ length: 8 }, (_, n) => `product:${n}`), 'page:1']);
    expect(second).toEqual([...Array.from({ length: 8 }, (_, n) => `product:${n + 8}`), 'page:2', 'page:0']);
  });

  it.each<[string, Choice]>([
    ['a label is too long', { id: 'product:1', label: 'a'.repeat(65) }],
    ['an id is too long, in bytes', { id: `category:${'आ'.repeat(19)}`, label: 'Pickles' }],
  ])('are a numbered list where %s for a button', async (_why, long) => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    await aSend(telegram).say(asha, { text: 'Which?', choices: [long, { id: 'product:2', label: 'Lemon' }] });
    const [message] = saidTo(asha);
    expect(message?.text).toBe(`Which?\n\n1 ${long.label}\n2 Lemon`);
    expect(message?.buttons).toEqual([]);
  });

  it('are never refused for their length', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const { say } = aSend(telegram);
    const choice = fc.record({
      id: fc.string({ minLength: 1, maxLength: 70 }),
      label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70 }).filter((label) => label.trim() !== ''),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 12 }), async (some) => {
        await say(asha, { text: 'Which?', choices: some }, { mark: 'k3' });
        for (const { data } of saidTo(asha).at(-1)?.buttons.flat() ?? []) {
          expect(Buffer.byteLength(data ?? '')).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 30 },
    );
    expect(telegram.calls('sendMessage').filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('the question for a phone number', () => {
  it('has the button that shares one’s own number, and the other choices below it', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const others = [
      { id: 'back', label: 'Back' },
      { id: 'cancel', label: 'Cancel' },
    ];
    await aSend(telegram).say(asha, { text: 'Your number?', ask: 'phone', choices: others });
    expect(asha.keyboard()).toEqual([['Share my number'], ['Back'], ['Cancel']]);
    asha.tapsKeyboard('Share my number');
    expect(telegram.unconfirmed().at(-1)?.message?.contact).toMatchObject({ user_id: asha.id });
  });

  it('takes its button away with the next message', async () => {
    await using telegram = await startFakeTelegram();
    const asha = aPerson(telegram);
    const { say } = aSend(telegram);
    await say(asha, { text: 'Your number?', ask: 'phone' });
    await say(asha, { text: 'What is your shop called?', ask: 'name' });
    expect(asha.keyboard()).toBeNull();
  });
});
