import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../../bots/conversation/engine.js';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { render } from '../../../../bots/conversation/render.js';
import type { Incoming } from '../../../../src/contacts/incoming.js';
import { tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

const bytes = fc.string({ unit: 'binary', maxLength: 200 });
const words = fc.constantFrom(
  ...['/newstore', 'Asha', 'red', '3', 'yes', 'skip', 'back', 'cancel', 'help', 'hi', 'ok', 'ok 7K3', 'shop asha'],
  ...[
    '1x2, 3',
    '0',
    '9',
    '/',
    '/ ',
    '|',
    '{"$ne":1}',
    '$where',
    '__proto__',
    'constructor',
    '{t}',
    '{{name}}',
    '$t(x)',
  ],
);
const choices = fc.constantFrom(
  ...[
    'yes',
    'skip',
    'yes|x',
    'accept:',
    'accept:7',
    'reject:7',
    'undo:late',
    'page:1',
    'page:999',
    'colour:red',
    'add:a',
  ],
  ...['toString', '__proto__', 'back|', ':', '|', 'sold-out', 'new-store'],
);
const message = fc.record(
  {
    text: fc.oneof(bytes, words),
    choice: fc.oneof(bytes, choices),
    start: fc.oneof(bytes, fc.constantFrom('', 's_asha', 's_', '__proto__')),
    photos: fc.constant([{ ref: 'p' }]),
    file: fc.constant({ ref: 'f' }),
    contact: fc.record({ phone: bytes, verified: fc.boolean() }),
    location: fc.record({ latitude: fc.double(), longitude: fc.double() }),
  },
  { requiredKeys: [] },
);
/** Mostly one thing at a time, as people send it. */
const messages = fc.array(
  fc.oneof(
    message,
    words.map((text) => ({ text })),
    choices.map((choice) => ({ choice })),
  ),
  { maxLength: 25 },
);

describe('any messages in any order', () => {
  it('are answered in a form that every channel takes, and leave a turn that can be read again', async () => {
    const engine = createEngine(tinyFlows);
    await fc.assert(
      fc.asyncProperty(messages, async (sent) => {
        let chat: { turn: unknown; shown: unknown; lastAt: Date | null } = { turn: null, shown: null, lastAt: null };
        for (const [index, one] of sent.entries()) {
          const at = new Date(index * 1000);
          const incoming = { contactId: 'c1', messageId: String(index), at, ...one } as Incoming;
          const answered = await engine.answer(incoming, chat, tinyDeps(`c1.${index}`));
          expect(answered.replies.length).toBeGreaterThan(0);
          for (const { prompt } of answered.replies) {
            expect(prompt.text).not.toBe('');
            for (const limits of Object.values(LIMITS)) {
              expect(render(prompt, limits).text.length).toBeLessThanOrEqual(limits.text);
            }
          }
          const saved = JSON.stringify(answered);
          expect(saved.length).toBeLessThan(20_000);
          chat = { ...(JSON.parse(saved) as typeof chat), lastAt: at };
        }
      }),
      { numRuns: 200 },
    );
  });

  it('even when what was saved is anything', async () => {
    const engine = createEngine(tinyFlows);
    const frame = fc.record({ flow: fc.constantFrom('form', 'shop', 'gone', '__proto__'), turn: fc.jsonValue() });
    const turns = fc.oneof(fc.jsonValue(), fc.record({ frames: fc.array(frame, { maxLength: 20 }) }));
    await fc.assert(
      fc.asyncProperty(turns, fc.jsonValue(), words, async (turn, shown, text) => {
        const incoming = { contactId: 'c1', messageId: 'm', at: new Date(0), text };
        const { replies } = await engine.answer(incoming, { turn, shown, lastAt: null }, tinyDeps('c1.0'));
        expect(replies.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
