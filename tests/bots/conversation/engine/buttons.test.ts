import { beforeEach, describe, expect, it } from 'vitest';
import { createTalk, type Talk } from '../../../support/talk.js';
import { tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

let log: string[];
let talk: Talk;
beforeEach(async () => {
  log = [];
  talk = createTalk({ flows: tinyFlows, deps: (onceKey) => tinyDeps(onceKey, (line) => log.push(line)) });
  for (const text of ['/newstore', 'Asha', 'red', '1']) await talk.type(text);
});

const wireOf = (id: string): string => talk.buttons().find((button) => button.id.startsWith(id))?.id ?? '';

describe('a plain yes', () => {
  it('carries the mark of its question, and other choices carry none', async () => {
    expect(wireOf('yes')).toMatch(/^yes\|[\w-]{6}$/);
    await talk.type('cancel');
    expect(talk.buttons()).toEqual([{ id: 'new-store', label: 'Open a new shop' }]);
  });

  it('does nothing at another question but bring that up again', async () => {
    const old = wireOf('yes');
    for (const text of ['no', 'Usha', 'blue', '2']) await talk.type(text);
    expect(await talk.press(old)).toBe('That button is from an earlier message.\n\n2 blue Usha?');
    expect(log).toEqual([]);
  });

  it('still works where the same question was asked again', async () => {
    const old = wireOf('yes');
    await talk.press('accept:7');
    await talk.type('hello');
    expect(await talk.press(old)).toBe('Asha is there.');
  });

  it('is stale when it is pressed twice', async () => {
    const old = wireOf('yes');
    await talk.press(old);
    expect(await talk.press(old)).toBe('That button is from an earlier message.');
    expect(talk.ids()).toContain('new-store');
  });

  it('works without a mark only where it is shown', async () => {
    expect(await talk.press('skip')).toMatch(/^That button is from an earlier message\.\n\n1 red Asha\?/);
    expect(await talk.press('yes')).toBe('Asha is there.');
  });
});

describe('a choice with an id', () => {
  it('works whenever it is pressed, and the open question comes again', async () => {
    expect(await talk.press('undo:9')).toBe('undid 9\n\n1 red Asha?');
    await talk.type('no');
    expect(await talk.press('undo:9')).toBe('undid 9\n\nWhat name?');
  });

  it('is refused in words, and the open question comes again', async () => {
    expect(await talk.press('undo:late')).toBe('I find no such order.\n\n1 red Asha?');
  });

  it('that nobody knows any more is answered too', async () => {
    expect(await talk.press('wings:1')).toMatch(/1 red Asha\?$/);
    await talk.type('cancel');
    expect(await talk.press('wings:1')).toBe('That button is from an earlier message.');
    expect(await talk.press('|')).toBe('That button is from an earlier message.');
  });

  it('opens its flow in place of the open one', async () => {
    expect(await talk.press('new-store')).toBe('What name?');
    expect(talk.state.turn).toEqual({ frames: [{ flow: 'form', turn: { at: 'name' } }] });
  });
});

describe('an alert in the middle of a question', () => {
  it('is accepted with its button, and leaves the question where it was', async () => {
    const { turn } = talk.state;
    expect(await talk.press('accept:7')).toBe('accepted 7\n\n1 red Asha?');
    expect(talk.state.turn).toEqual(turn);
  });

  it('may ask something of its own, and the question goes on after it', async () => {
    expect(await talk.press('reject:7')).toBe('Why not 7?');
    expect(await talk.type('no time')).toBe('7: no time\n\n1 red Asha?');
  });

  it('is left with cancel, and the question goes on', async () => {
    await talk.press('reject:7');
    expect(await talk.type('cancel')).toBe('I stopped here. What would you like to do next?\n\n1 red Asha?');
  });

  it('asks for one reason at a time', async () => {
    await talk.press('reject:7');
    await talk.press('reject:8');
    expect(await talk.tap('sold-out')).toBe('8: sold-out\n\n1 red Asha?');
  });

  it('is answered by a word and a part of the number', async () => {
    expect(await talk.type('ok 7K3')).toBe('accepted 7K3\n\n1 red Asha?');
    expect(await talk.type('ok 9')).toMatch(/^None of your orders has a number with 9\.\n\n1 red Asha\?/);
    await talk.type('no');
    expect(await talk.type('Okay 7K3')).toBe('accepted 7K3\n\nWhat name?');
    expect(await talk.type('/ok 7K3')).toBe('accepted 7K3\n\nWhat name?');
  });

  it('is not accepted by a plain ok while a question is open', async () => {
    expect(await talk.type('ok')).toMatch(/^I didn't understand/);
    await talk.type('cancel');
    expect(await talk.type('ok')).toBe('accepted only');
    await talk.type('shop asha');
    expect(await talk.type('ok')).toBe('accepted only');
  });
});
