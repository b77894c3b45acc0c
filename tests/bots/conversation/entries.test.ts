import { describe, expect, it } from 'vitest';
import { openedBy } from '../../../bots/conversation/entries.js';
import { type AnyFlow, type Base, type Entry, finish } from '../../../bots/conversation/flow.js';
import { form } from '../../support/tiny-flows.js';

const open = () => finish();
const flowWith = (id: string, ...entries: Entry<{ at: string }, Base>[]): AnyFlow<Base> => ({
  id,
  schema: form.schema,
  start: { at: 'name' },
  steps: {},
  entries,
});

const flows = [
  flowWith('one', { command: 'addproduct', open }, { choice: 'accept:', open }, { start: 's_', open }),
  flowWith('two', { choice: 'add-product', open }, { photo: true, open }, { word: 'ok', text: true, open }),
];
const opened = (...by: [Parameters<typeof openedBy>[1], string?]) =>
  openedBy(flows, ...by).map(({ flow, arg }) => `${flow.id} ${arg}`.trim());

describe('an entry', () => {
  it('opens by its command and by the choice that means the same, in the order of the flows', () => {
    expect(opened('command', 'addproduct')).toEqual(['one', 'two']);
    expect(opened('choice', 'add-product')).toEqual(['one', 'two']);
    expect(opened('command', 'orders')).toEqual([]);
  });

  it('hands on what follows its prefix', () => {
    expect(opened('choice', 'accept:77')).toEqual(['one 77']);
    expect(opened('choice', 'accept')).toEqual([]);
    expect(opened('start', 's_asha')).toEqual(['one asha']);
    expect(opened('start', 'x')).toEqual([]);
  });

  it('opens for photos, texts and words', () => {
    expect(opened('photo')).toEqual(['two']);
    expect(opened('text')).toEqual(['two']);
    expect(opened('word', 'ok')).toEqual(['two']);
    expect(opened('word', 'no')).toEqual([]);
  });
});
