import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyOf } from '../../../../bots/conversation/asking/reply.js';
import { shownAfter } from '../../../../bots/conversation/asking/shown.js';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { readMessage } from '../../../../bots/conversation/reading/read-message.js';
import { render } from '../../../../bots/conversation/render.js';
import type { ChannelName } from '../../../../src/contacts/model.js';
import type { Prompt } from '../../../../src/platform/prompt.js';

const row = (n: number) => ({ id: `product:${n}`, label: `Mango ${n}` });
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n + 1));

describe('a prompt', () => {
  it('has buttons where the channel has them, with a mark where one is needed', () => {
    const prompt = { text: 'Sure?', choices: [{ id: 'yes', label: 'Yes' }, row(1)] };
    const buttons = [
      { id: 'yes|k3', label: 'Yes' },
      { id: 'product:1', label: 'Mango 1' },
    ];
    for (const name of ['web-chat', 'telegram', 'whatsapp-cloud'] as const) {
      expect(render(prompt, LIMITS[name], { mark: 'k3' })).toEqual({ text: 'Sure?', buttons });
    }
    expect(render(prompt, LIMITS['whatsapp-web'], { mark: 'k3' })).toEqual({ text: 'Sure?\n\n*1* Yes\n*2* Mango 1' });
  });

  it('is a list of rows on WhatsApp Cloud from four choices on, and numbered where a label is too long', () => {
    const limits = LIMITS['whatsapp-cloud'];
    expect(render({ text: 'Which?', choices: rows(10) }, limits).buttons).toHaveLength(10);
    const described = [...rows(1), { id: 'add:1', label: 'Mango pickle, hot and sour' }];
    expect(render({ text: 'Which?', choices: described }, limits).buttons).toHaveLength(2);
    const long = [...rows(1), { id: 'add:1', label: `Mango pickle, ${'hot '.repeat(15)}sour` }];
    expect(render({ text: 'Which?', choices: long }, limits)).toEqual({
      text: `Which?\n\n*1* Mango 1\n*2* Mango pickle, ${'hot '.repeat(15)}sour`,
    });
    // a list has no picture above it
    expect(render({ text: 'Which?', photo: 'p/1.webp', choices: rows(4) }, limits).buttons).toBeUndefined();
    expect(render({ text: 'Which?', photo: 'p/1.webp', choices: rows(3) }, limits).buttons).toHaveLength(3);
  });

  it('takes its file along in every channel, and its text within what stands under one', () => {
    const file = { key: 'private/x.csv', name: 'x.csv' };
    const choices = rows(2);
    expect(render({ text: 'Here.', file, choices }, LIMITS['whatsapp-web'])).toEqual({
      text: 'Here.\n\n*1* Mango 1\n*2* Mango 2',
      file,
    });
    for (const limits of Object.values(LIMITS)) {
      const rendered = render({ text: 'x'.repeat(9000), file, choices }, limits);
      expect(rendered.file).toEqual(file);
      expect(rendered.text.length).toBeLessThanOrEqual(limits.caption);
    }
  });

  it('keeps 9 for more and 0 for back', () => {
    const choices = [...rows(3), { id: 'back', label: 'Back' }, { id: 'next', label: 'More' }];
    expect(render({ text: '', choices }, LIMITS['whatsapp-web']).text).toBe(
      '*1* Mango 1\n*2* Mango 2\n*3* Mango 3\n*9* More\n*0* Back',
    );
  });

  it('lists words to type where free text is asked', () => {
    const prompt: Prompt = { text: 'Price?', ask: 'price', choices: [{ id: 'mrp', label: 'Same as MRP' }] };
    expect(render(prompt, LIMITS['whatsapp-web']).text).toBe('Price?\n\n• Same as MRP');
  });

  it('is never numbered where its choices have words of their own, as those of an alert', () => {
    const choices = [
      { id: 'accept:1', label: 'Accept', word: 'ok 7K3' },
      { id: 'reject:1', label: "Can't take it", word: 'no 7K3' },
    ];
    expect(render({ text: 'New order', choices }, LIMITS['whatsapp-web']).text).toBe(
      "New order\n\n*ok 7K3* Accept\n*no 7K3* Can't take it",
    );
    expect(render({ text: 'New order', choices }, LIMITS.telegram).buttons).toEqual([
      { id: 'accept:1', label: 'Accept' },
      { id: 'reject:1', label: "Can't take it" },
    ]);
  });

  it('is numbered where its text is too long to stand over buttons', () => {
    const rendered = render({ text: 'x'.repeat(1025), choices: rows(2) }, LIMITS['whatsapp-cloud']);
    expect(rendered.buttons).toBeUndefined();
    expect(rendered.text).toMatch(/x\n\n\*1\* Mango 1\n\*2\* Mango 2$/);
  });

  it('ends behind a whole word, unless a word is longer than all there is room for', () => {
    const words = render({ text: 'pickles '.repeat(600) }, LIMITS.telegram).text;
    expect(words).toMatch(/ pickles…$/);
    expect(words.length).toBeGreaterThan(4080);
    expect(render({ text: 'x'.repeat(5000) }, LIMITS.telegram).text).toBe(`${'x'.repeat(4095)}…`);
  });

  it('gives each choice one line, so that a label cannot pass for two rows', () => {
    const choices = [
      { id: 'a', label: 'Mango\n*2* Lemon' },
      { id: 'b', label: 'Lime\u2028*1* Salt' },
    ];
    const rendered = render({ text: 'Which?', choices }, LIMITS['whatsapp-web']);
    expect(rendered.text).toBe('Which?\n\n*1* Mango *2* Lemon\n*2* Lime *1* Salt');
  });

  it('ends in an ellipsis where it is too long, and keeps its rows', () => {
    const rendered = render({ text: '🥭'.repeat(5000), photo: 'p', choices: rows(2) }, LIMITS['whatsapp-web']);
    expect(rendered.text).toMatch(/^(🥭)+…\n\n\*1\* Mango 1\n\*2\* Mango 2$/u);
    expect(rendered.photo).toBe('p');
  });
});

const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 });
const id = fc.oneof(
  fc.constantFrom('yes', 'skip', 'back', 'next', 'cart', 'cod'),
  fc.stringMatching(/^[a-z]{1,9}:[0-9a-f]{24}$/),
);
const prompts = fc.record(
  {
    text: fc.string({ unit: 'grapheme', maxLength: 6000 }),
    photo: fc.constant('p/1.webp'),
    ask: fc.constantFrom('photo' as const, 'file' as const),
    choices: fc.uniqueArray(fc.record({ id, label }), { maxLength: 40, selector: (choice) => choice.id }),
  },
  { requiredKeys: ['text'] },
);
const names = fc.constantFrom<ChannelName>('web-chat', 'telegram', 'whatsapp-cloud', 'whatsapp-web');
const t = (key: string): string => key.slice('common.'.length);

/** Every page of a prompt as a channel shows it, and what is kept of it. */
function pagesOf(prompt: Prompt, name: ChannelName) {
  const count = Math.max(1, Math.ceil((prompt.choices?.length ?? 0) / 8));
  return Array.from({ length: count }, (_, page) => {
    const reply = replyOf(prompt, 'm4rk', page, t);
    return { reply, rendered: render(reply.prompt, LIMITS[name], { page, mark: 'm4rk' }) };
  });
}

describe('whatever is said', () => {
  it('exceeds no limit of its channel', () => {
    fc.assert(
      fc.property(prompts, names, (prompt, name) => {
        const limits = LIMITS[name];
        for (const { rendered } of pagesOf(prompt, name)) {
          expect(rendered.text.length).toBeLessThanOrEqual(prompt.photo ? limits.caption : limits.text);
          if (!rendered.buttons) continue;
          expect(rendered.text.length).toBeLessThanOrEqual(limits.withButtons);
          const fitting = limits.buttons.filter(
            (form) =>
              (rendered.buttons ?? []).length <= form.max &&
              (rendered.buttons ?? []).every(
                (one) => one.label.length <= form.label && Buffer.byteLength(one.id) <= form.idBytes,
              ),
          );
          expect(fitting.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('offers every choice, as a button or as a number that means what was shown', () => {
    fc.assert(
      fc.property(prompts, names, (prompt, name) => {
        const reached = new Set<string>();
        for (const { reply, rendered } of pagesOf(prompt, name)) {
          for (const button of rendered.buttons ?? []) reached.add(button.id.split('|')[0] ?? '');
          if (rendered.buttons) continue;
          const shown = shownAfter([reply], 'm4rk');
          for (const [, number = '', shownLabel = ''] of rendered.text.matchAll(/^\*?(\d)\*? (.*)$/gm)) {
            const message = { contactId: 'c', messageId: 'm', at: new Date(0) };
            const reading = { situation: 'choices', shown, words: {}, publicUrl: 'https://haat.example' } as const;
            const meaning = readMessage(message, number, reading);
            const chosen =
              meaning.kind === 'choice' ? meaning.id : meaning.kind === 'always' ? meaning.word : meaning.kind;
            reached.add(chosen);
            const meant = (prompt.choices?.find((one) => one.id === chosen)?.label ?? '').replace(/\s+/g, ' ');
            const whole = meant === shownLabel || chosen === 'page';
            if (!whole) expect(meant.startsWith(shownLabel.replace(/…$/, ''))).toBe(true);
          }
        }
        // a text of digits could look like a row
        fc.pre(!/^\*?\d\*? /m.test(prompt.text));
        expect([...reached]).toEqual(expect.arrayContaining((prompt.choices ?? []).map((choice) => choice.id)));
      }),
      {
        numRuns: 100,
        examples: [
          [{ text: '', choices: [{ id: 'cod', label: 'Cash\u2028*2* free' }] }, 'whatsapp-web'],
          [
            {
              text: '',
              choices: [
                { id: 'cart', label: '２' },
                { id: 'cod', label: 'Lime' },
              ],
            },
            'whatsapp-web',
          ],
        ],
      },
    );
  });
});
