import { beforeEach, describe, expect, it } from 'vitest';
import { createTalk, type Talk } from '../../../support/talk.js';
import { shop, tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

let talk: Talk;
beforeEach(async () => {
  talk = createTalk({ flows: tinyFlows, deps: tinyDeps });
  for (const text of ['/newstore', 'Asha', 'red']) await talk.type(text);
});

describe('an open question', () => {
  it('does not take a bare greeting for an answer', async () => {
    expect(await talk.type('Hello!')).toBe('How many?');
    await talk.type('back');
    await talk.type('back');
    expect(await talk.type('namaste')).toBe('What name?');
  });

  it('comes again with its draft after an hour, and then takes the answer', async () => {
    await talk.type('4');
    talk.wait(61);
    expect(await talk.type('yes')).toBe('4 red Asha?');
    expect(await talk.type('yes')).toBe('Asha is there.');
  });

  it('comes again for an unknown command, and promises no list', async () => {
    expect(await talk.type('/wings')).toBe("I didn't understand that. Here is my question again.\n\nHow many?");
  });

  it('takes an answer within the hour', async () => {
    talk.wait(59);
    expect(await talk.type('4')).toMatch(/4 red Asha\?$/);
  });

  it.each([
    ['a number', { text: '7' }],
    ['a plain button', { choice: 'skip' }],
    ['a place', { location: { latitude: 1, longitude: 2 } }],
  ])('does not take %s after an hour', async (_, message) => {
    talk.wait(61);
    expect(await talk.send(message)).toBe('How many?');
  });

  it('gives a photo after an hour to whoever takes photos, and comes again', async () => {
    talk.wait(61);
    expect(await talk.photo('Mango 149')).toBe('photo Mango 149\n\nHow many?');
    talk.wait(61);
    expect(await talk.send({ file: { ref: 'f', name: 'stock.csv' } })).toBe('file stock.csv\n\nHow many?');
  });

  it('gives a file that it does not want to whoever takes files, and comes again', async () => {
    await talk.type('cancel');
    await talk.press('sell');
    expect(await talk.send({ file: { ref: 'f', name: 'stock.csv' } })).toBe('file stock.csv\n\nSend a photo');
    expect(await talk.photo()).toMatch(/^Nice photo/);
  });

  it('takes a photo after an hour where a photo was asked', async () => {
    await talk.type('cancel');
    await talk.press('sell');
    talk.wait(61);
    expect(await talk.photo()).toMatch(/^Nice photo/);
  });

  it('comes again for a photo after an hour that nobody takes', async () => {
    talk = createTalk({ flows: tinyFlows.filter(({ id }) => id !== 'greeting'), deps: tinyDeps });
    await talk.type('/newstore');
    talk.wait(61);
    expect(await talk.photo()).toBe('What name?');
  });

  it('lets commands and choices with an id through after an hour', async () => {
    talk.wait(61);
    expect(await talk.press('accept:7')).toBe('accepted 7\n\nHow many?');
    talk.wait(61);
    expect(await talk.type('/shop asha')).toBe('Shelf of asha');
  });
});

describe('a saved turn that no longer fits', () => {
  it('begins its flow again, politely', async () => {
    talk.state = { ...talk.state, turn: { frames: [{ flow: 'form', turn: { at: 'count', nom: 'Asha' } }] } };
    expect(await talk.type('4')).toBe("I have changed a little, so let's begin this again.\n\nWhat name?");
    expect(await talk.type('Usha')).toBe('What colour has Usha?');
  });

  it('lets a command through', async () => {
    talk.state = { ...talk.state, turn: { frames: [{ flow: 'form', turn: { at: 'gone' } }] } };
    expect(await talk.type('/shop asha')).toBe('Shelf of asha');
  });

  it.each([
    ['a flow that is gone', { frames: [{ flow: 'gone', turn: { at: 'x' } }] }],
    ['another shape', { at: 'x' }],
    ['nothing readable', 'rubbish'],
  ])('says what can be done where it was %s', async (_, turn) => {
    talk.state = { turn, shown: { ids: 'rubbish' } };
    expect(await talk.type('4')).toBe("I have changed a little, so let's begin this again.");
    expect(talk.ids()).toContain('new-store');
    expect(talk.state.turn).toBeNull();
  });

  it('is a bug when a flow leads to it', async () => {
    const broken = {
      ...shop,
      entries: [{ start: 's_', open: () => ({ to: { at: 'shelf' as const, link: '' }, say: [] }) }],
    };
    const refusing = { ...broken, schema: shop.schema.refine(({ link }) => link !== '') };
    talk = createTalk({ flows: [refusing], deps: tinyDeps });
    await expect(talk.send({ start: 's_x' })).rejects.toThrow();
  });
});
