import { beforeEach, describe, expect, it } from 'vitest';
import { createTalk, type Talk } from '../../../support/talk.js';
import { shop, tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

let talk: Talk;
beforeEach(() => {
  talk = createTalk({ flows: tinyFlows, deps: tinyDeps });
});

describe('outside any question', () => {
  it('greets who greets, and who starts', async () => {
    for (const text of ['Namaste!', 'hi', 'start', '/start']) expect(await talk.type(text)).toBe('Welcome');
    expect(await talk.send({ start: '' })).toBe('Welcome');
    expect(await talk.send({ start: 'x_what' })).toBe('Welcome');
  });

  it('answers an unknown word with what can be done', async () => {
    expect(await talk.type('gibberish')).toBe("I didn't understand that. I can do this:");
    expect(talk.ids()).toEqual(['new-store']);
    expect(await talk.type('/wings')).toMatch(/^I didn't understand/);
    expect(await talk.send({ location: { latitude: 1, longitude: 2 } })).toMatch(/^I didn't understand/);
    expect(await talk.send({})).toMatch(/^I didn't understand/);
  });

  it('opens a shop by command, by deep link and by its address', async () => {
    expect(await talk.type('shop asha-pickles')).toBe('Shelf of asha-pickles');
    expect(await talk.type('SHOP Asha')).toBe('Shelf of Asha');
    expect(await talk.send({ start: 's_asha' })).toBe('Shelf of asha');
    expect(await talk.type('/start s_asha')).toBe('Shelf of asha');
    for (const text of [
      'https://haat.example/s/asha',
      'haat.example/s/asha',
      'Look: https://haat.example/s/asha/ !',
      'http://HAAT.example/s/asha?x=1',
    ]) {
      expect(await talk.type(text)).toBe('Shelf of asha');
    }
    expect(await talk.type('https://nothaat.example/s/asha')).toMatch(/^I didn't understand/);
  });

  it('does at once what a quick word asks, with what follows it as it was typed', async () => {
    expect(await talk.type('Price  Mango Pickle 159')).toBe('priced Mango Pickle 159');
    expect(await talk.type('price')).toMatch(/^I didn't understand/);
    expect(await talk.type('prices go up')).toMatch(/^I didn't understand/);
    await talk.type('shop asha');
    expect(await talk.type('price mango 159')).toBe('priced mango 159');
    await talk.type('/newstore');
    expect(await talk.type('price mango 159')).toBe('What colour has price mango 159?');
  });

  it('gives a file to whoever takes files from anywhere', async () => {
    expect(await talk.send({ file: { ref: 'f', name: 'stock.csv' } })).toBe('file stock.csv');
  });

  it('gives a photo, and a text nobody asked for, to whoever takes them', async () => {
    expect(await talk.photo('Mango 149')).toBe('photo Mango 149');
    expect(await talk.photo('/start')).toBe('photo /start');
    expect(await talk.type('anywhere')).toBe('found');
  });
});

describe('at rest in a flow', () => {
  beforeEach(async () => {
    await talk.type('shop asha');
  });

  it('searches first, and then says what can be done', async () => {
    expect(await talk.type('mango')).toBe('one mango\n\nShelf of asha');
    expect(await talk.type('gibberish')).toBe("I didn't understand that. I can do this:");
    expect(await talk.type('mango')).toBe('one mango\n\nShelf of asha');
  });

  it('takes words as commands, and a photo for what it would be outside', async () => {
    expect(await talk.type('anywhere')).toBe('found');
    expect(await talk.photo('Mango 149')).toBe('photo Mango 149');
    expect(await talk.type('new store')).toBe('What name?');
  });

  it('takes what is pressed after a day as well', async () => {
    talk.wait(24 * 60);
    expect(await talk.type('mango')).toBe('one mango\n\nShelf of asha');
    expect(await talk.press('add:a')).toBe('took add:a\n\nShelf of asha');
  });

  it('is never silent, even where a step has nothing of its own to say', async () => {
    const { shelf } = shop.steps;
    const ask = () => ({ text: '', choices: [{ id: 'add:a', label: 'Add a' }] });
    talk = createTalk({ flows: [{ ...shop, steps: { shelf: { ...shelf, ask } } }], deps: tinyDeps });
    expect(await talk.type('shop asha')).toBe('What would you like to do next?');
    expect(await talk.press('page:3')).toBe('What would you like to do next?');
    expect(await talk.type('mango')).toBe('one mango');
    expect(talk.ids()).toEqual(['add:a']);
  });

  it('is left with cancel or back', async () => {
    expect(await talk.type('back')).toMatch(/^I stopped here/);
    expect(await talk.type('mango')).toMatch(/^I didn't understand/);
  });
});
