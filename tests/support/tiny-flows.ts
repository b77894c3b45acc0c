import { z } from 'zod';
import { type AnyFlow, type Base, type Flow, finish, goTo, handOver, pass } from '../../bots/conversation/flow.js';
import { Refusal } from '../../src/platform/refusal.js';
import { createTexts } from '../../src/platform/texts.js';

const texts = createTexts('en');

/** What the tiny flows do to the world, for tests to look at. */
export type TinyDeps = Base & { log(line: string): void };

export function tinyDeps(onceKey: string, log: (line: string) => void = () => undefined): TinyDeps {
  const at = new Date('2026-11-23T10:00:00Z');
  return {
    t: texts.t('en'),
    words: texts.words('en'),
    language: 'en',
    contact: {
      _id: 'c1',
      channel: 'web-chat',
      addresses: ['a'],
      replyTo: 'a',
      accountId: 'seller',
      lastSeenAt: at,
      createdAt: at,
    },
    onceKey,
    now: at,
    fetch: async () => Buffer.from(''),
    country: 'IN',
    publicUrl: 'https://haat.example',
    log,
  };
}

const Form = z.discriminatedUnion('at', [
  z.object({ at: z.literal('name') }),
  z.object({ at: z.literal('colour'), name: z.string() }),
  z.object({ at: z.literal('count'), name: z.string(), colour: z.string() }),
  z.object({ at: z.literal('sure'), name: z.string(), colour: z.string(), count: z.number() }),
]);

export const COLOURS = ['red', 'blue', 'green', 'white', 'black', 'pink', 'grey', 'gold', 'brown', 'plum'];

/** Asks for free text, for one of ten colours, for a number that may be skipped, and for a yes. */
export const form: Flow<z.infer<typeof Form>, TinyDeps> = {
  id: 'form',
  schema: Form,
  start: { at: 'name' },
  entries: [{ command: 'newstore', open: () => goTo({ at: 'name' }) }],
  steps: {
    name: {
      ask: () => ({ text: 'What name?', ask: 'name' }),
      accept({ text }) {
        if (!text || text.length < 2) throw new Refusal('bad_address', 422, { longest: 9 });
        if (text === 'bug') throw new Error('a bug');
        return goTo({ at: 'colour', name: text });
      },
    },
    colour: {
      ask: ({ name }) => ({
        text: `What colour has ${name}?`,
        choices: COLOURS.map((id) => ({ id: `colour:${id}`, label: id })),
      }),
      accept: ({ choice }, { name }) =>
        choice ? goTo({ at: 'count', name, colour: choice.slice('colour:'.length) }) : pass(),
      back: () => ({ at: 'name' }),
    },
    count: {
      ask: () => ({ text: 'How many?', ask: 'count', choices: [{ id: 'skip', label: 'Skip it' }] }),
      accept({ text, choice }, here) {
        if (choice === 'skip') return goTo({ ...here, at: 'sure', count: 0 });
        if (!/^\d+$/.test(text ?? '')) throw new Refusal('bad_address', 422, { longest: 9 });
        return goTo({ ...here, at: 'sure', count: Number(text) }, { text: `${text} it is.` });
      },
      back: ({ name }) => ({ at: 'colour', name }),
    },
    sure: {
      ask: ({ name, colour, count }) => ({
        text: `${count} ${colour} ${name}?`,
        choices: [
          { id: 'yes', label: 'Yes' },
          { id: 'no', label: 'No' },
        ],
      }),
      accept({ choice }, { name }, { log, onceKey }) {
        if (choice === 'no') return handOver('form');
        if (choice !== 'yes') return pass();
        log(`${name} by ${onceKey}`);
        return finish({ text: `${name} is there.`, choices: [{ id: 'undo:1', label: 'Undo' }] });
      },
    },
  },
};

const Shop = z.object({ at: z.literal('shelf'), link: z.string() });

/** Rests at a shelf where `1x2, 3` is taken, and finds words. */
export const shop: Flow<z.infer<typeof Shop>, TinyDeps> = {
  id: 'shop',
  schema: Shop,
  start: { at: 'shelf', link: '' },
  entries: [
    { command: 'shop', open: (link) => (link ? goTo({ at: 'shelf', link }) : pass()) },
    { start: 's_', open: (link) => goTo({ at: 'shelf', link }) },
    { text: true, open: (_, { text }) => (text === 'anywhere' ? finish({ text: 'found' }) : pass()) },
  ],
  steps: {
    shelf: {
      rest: true,
      several: true,
      ask: ({ link }) => ({
        text: `Shelf of ${link}`,
        choices: ['a', 'b', 'c'].map((id) => ({ id: `add:${id}`, label: `Add ${id}` })),
      }),
      accept({ text, several, choice }, here) {
        if (several) {
          return goTo(here, { text: several.map((one) => `${one.choice} x${one.times}`).join(' and ') });
        }
        if (choice) return goTo(here, { text: `took ${choice}` });
        return text === 'mango' ? goTo(here, { text: 'one mango' }) : pass();
      },
    },
  },
};

const Reason = z.object({ at: z.literal('why'), order: z.string() });

/** Runs over the others, like the answer to an alert. */
export const answering: Flow<z.infer<typeof Reason>, TinyDeps> = {
  id: 'answering',
  over: true,
  schema: Reason,
  start: { at: 'why', order: '' },
  entries: [
    { choice: 'accept:', open: (id, _, { log }) => done(id, log) },
    { word: 'ok', open: (part, _, { log }) => (part === '' || part === '7K3' ? done(part || 'only', log) : pass()) },
    {
      quick: 'price',
      open: (arg, _, { contact }) => (contact.accountId && arg ? finish({ text: `priced ${arg}` }) : pass()),
    },
    { choice: 'reject:', open: (order) => goTo({ at: 'why', order }) },
    {
      choice: 'undo:',
      open: (id) => {
        if (id === 'late') throw new Refusal('no_order', 404);
        return finish({ text: `undid ${id}` });
      },
    },
  ],
  steps: {
    why: {
      ask: ({ order }) => ({
        text: `Why not ${order}?`,
        ask: 'text',
        choices: [{ id: 'sold-out', label: 'Sold out' }],
      }),
      accept: ({ text, choice }, { order }) => finish({ text: `${order}: ${choice ?? text}` }),
    },
  },
};

function done(id: string, log: (line: string) => void) {
  log(`accept ${id}`);
  return finish({ text: `accepted ${id}` });
}

const Greeting = z.object({ at: z.literal('photo') });

/** Greets, and takes a photo from anywhere. */
export const greeting: Flow<z.infer<typeof Greeting>, TinyDeps> = {
  id: 'greeting',
  schema: Greeting,
  start: { at: 'photo' },
  entries: [
    { command: 'start', open: () => finish({ text: 'Welcome', choices: [{ id: 'sell', label: 'Sell' }] }) },
    { choice: 'sell', open: () => goTo({ at: 'photo' }) },
    { file: true, open: (_, { file }) => finish({ text: `file ${file?.name}` }) },
    { photo: true, open: (_, { text }) => finish({ text: `photo ${text ?? ''}` }) },
  ],
  steps: {
    photo: {
      ask: () => ({ text: 'Send a photo', ask: 'photo' }),
      accept: ({ photos }) => (photos ? finish({ text: 'Nice photo' }) : pass()),
    },
  },
};

export const tinyFlows: AnyFlow<TinyDeps>[] = [greeting, form, shop, answering];
