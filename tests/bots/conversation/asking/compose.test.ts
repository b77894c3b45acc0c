import { describe, expect, it } from 'vitest';
import { compose } from '../../../../bots/conversation/asking/compose.js';

const [a, b] = [
  { id: 'a', label: 'A' },
  { id: 'b', label: 'B' },
];

describe('what is said in one answer', () => {
  it('is one message with the question', () => {
    expect(compose([{ text: 'Done.' }, { text: 'Well.' }], { text: 'Next?', ask: 'name' })).toEqual([
      { text: 'Done.\n\nWell.\n\nNext?', ask: 'name' },
    ]);
  });

  it('carries choices in its last message alone, each once, those of the question first', () => {
    expect(compose([{ text: 'Done.', choices: [a, b] }], { text: 'Next?', choices: [b] })).toEqual([
      { text: 'Done.\n\nNext?', choices: [b, a] },
    ]);
    expect(compose([{ text: 'Card', photo: 'p', choices: [a] }, { text: 'Done.' }])).toEqual([
      { text: 'Card', photo: 'p' },
      { text: 'Done.', choices: [a] },
    ]);
  });

  it('keeps photos as messages of their own, in their order', () => {
    expect(compose([{ text: 'Open!' }, { text: '', photo: 'p' }], { text: 'Now a product.' })).toEqual([
      { text: 'Open!' },
      { text: '', photo: 'p' },
      { text: 'Now a product.' },
    ]);
  });

  it('keeps files as messages of their own, too', () => {
    const file = { key: 'private/x.csv', name: 'x.csv' };
    expect(compose([{ text: 'Here.', file, choices: [a] }, { text: 'Done.' }], { text: 'Next?' })).toEqual([
      { text: 'Here.', file },
      { text: 'Done.\n\nNext?', choices: [a] },
    ]);
    expect(compose([{ text: 'Here.', file, choices: [a] }])).toEqual([{ text: 'Here.', file, choices: [a] }]);
  });

  it('gives the choices of a silent question to what was said', () => {
    expect(compose([{ text: 'Live.' }], { text: '', choices: [a] })).toEqual([{ text: 'Live.', choices: [a] }]);
    expect(compose([{ text: 'Live.', photo: 'p' }], { text: '', choices: [a] })).toEqual([
      { text: 'Live.', photo: 'p', choices: [a] },
    ]);
  });

  it('leaves a message that waits for its time alone', () => {
    const later = { text: '3 products are live.', notBeforeMs: 1500, choices: [a] };
    expect(compose([{ text: 'One.' }, later], { text: 'Next?' })).toEqual([{ text: 'One.' }, later, { text: 'Next?' }]);
    expect(compose([{ text: 'One.', choices: [b] }], later)).toEqual([{ text: 'One.', choices: [b] }, later]);
  });

  it('is two messages where one would be too long', () => {
    const long = 'x'.repeat(900);
    expect(compose([{ text: long }], { text: 'Next?', choices: [a] })).toEqual([
      { text: long },
      { text: 'Next?', choices: [a] },
    ]);
  });
});
