import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { createTalk, type Talk } from '../../../support/talk.js';
import { tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

let log: string[];
let talk: Talk;
beforeEach(() => {
  log = [];
  talk = createTalk({ flows: tinyFlows, deps: (onceKey) => tinyDeps(onceKey, (line) => log.push(line)) });
});

describe('a conversation', () => {
  it('goes from question to question and ends with what was done', async () => {
    expect(await talk.type('new store')).toBe('What name?');
    expect(await talk.type('Asha')).toBe('What colour has Asha?');
    expect(await talk.tap('colour:blue')).toBe('How many?');
    expect(await talk.type('3')).toBe('3 it is.\n\n3 blue Asha?');
    expect(await talk.tap('yes')).toBe('Asha is there.');
    expect(talk.state.turn).toBeNull();
    expect(new Set(log)).toEqual(new Set(['Asha by c1.4']));
  });

  it('says why an answer is refused, and asks again', async () => {
    await talk.type('/newstore');
    expect(await talk.type('x')).toMatch(/^Area and city are enough.*\n\nWhat name\?$/s);
    expect(await talk.type('Asha')).toBe('What colour has Asha?');
  });

  it('lets a fault through untouched', async () => {
    await talk.type('/newstore');
    await expect(talk.type('bug')).rejects.toThrow('a bug');
  });

  it('begins another flow where a step hands over', async () => {
    for (const text of ['/newstore', 'Asha', 'red', '1']) await talk.type(text);
    expect(await talk.tap('no')).toBe('What name?');
  });

  it('says again what it asked when the answer is none', async () => {
    for (const text of ['/newstore', 'Asha']) await talk.type(text);
    expect(await talk.type('purple rain')).toBe(
      "I didn't understand that. Here is my question again.\n\nWhat colour has Asha?",
    );
  });
});

describe('cancel, back and help', () => {
  it.each(['cancel', '/cancel', 'Stop!', 'CANCEL'])(
    'stops the flow at "%s", also where text is asked',
    async (text) => {
      await talk.type('/newstore');
      expect(await talk.type(text)).toMatch(/^I stopped here/);
      expect(talk.state.turn).toBeNull();
      expect(talk.ids()).toContain('new-store');
    },
  );

  it('goes back to the question before, and out of the first one', async () => {
    for (const text of ['/newstore', 'Asha']) await talk.type(text);
    expect(await talk.type('back')).toBe('What name?');
    expect(await talk.type('back')).toMatch(/^I stopped here/);
  });

  it('helps without losing the question', async () => {
    await talk.type('/newstore');
    expect(await talk.type('help')).toMatch(/"cancel" to stop\.\n\nWhat name\?$/);
    expect(await talk.type('Asha')).toBe('What colour has Asha?');
  });

  it('says what can be done where nothing is open', async () => {
    expect(await talk.type('help')).toMatch(/I can do this:$/);
    expect(await talk.type('cancel')).toMatch(/^Nothing is open/);
    expect(await talk.type('back')).toMatch(/^Nothing is open/);
    expect(talk.ids()).toEqual(['new-store']);
  });

  it('takes them as choices too', async () => {
    await talk.type('/newstore');
    expect(await talk.press('help')).toMatch(/What name\?$/);
    expect(await talk.press('cancel')).toMatch(/^I stopped here/);
  });
});

describe('a text question', () => {
  it.each([
    'Orders',
    'cart',
    'start',
    'shop asha',
    'ok 9ZZ',
    'no 7',
    'https://haat.example/s/asha',
    'yes',
    '/12 MG Road',
  ])('takes "%s" as the answer', async (text) => {
    await talk.type('/newstore');
    expect(await talk.type(text)).toBe(`What colour has ${text}?`);
  });

  it('takes a command with a slash as a command', async () => {
    await talk.type('/newstore');
    expect(await talk.type('/shop asha')).toBe('Shelf of asha');
  });

  it('says when a command with a slash is none, and asks again', async () => {
    await talk.type('/newstore');
    expect(await talk.type('/wings')).toMatch(/^I didn't understand that.*\n\nWhat name\?$/s);
  });

  it('takes its choices by their words, never by numbers', async () => {
    talk = createTalk({ flows: tinyFlows, deps: tinyDeps, limits: LIMITS['whatsapp-web'] });
    for (const text of ['/newstore', 'Asha']) await talk.type(text);
    expect(await talk.type('2')).toBe('How many?\n\n• Skip it');
    expect(await talk.type('1')).toMatch(/^1 it is\.\n\n1 blue Asha\?/);
    await talk.type('no');
    for (const text of ['Asha', '1']) await talk.type(text);
    expect(await talk.type('skip')).toMatch(/^0 red Asha\?/);
  });
});
