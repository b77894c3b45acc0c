import { asksFreeText } from '../../../bots/conversation/asking/free-text.js';
import { ROWS } from '../../../bots/conversation/asking/pages.js';
import type { Shown } from '../../../bots/conversation/asking/shown.js';
import type { Incoming } from '../../../src/contacts/incoming.js';
import type { Chat } from '../chat.js';
import type { Cast } from './cast.js';

/** Something a person does at a step; `label` is how it is drawn. */
export type Move = {
  label: string;
  /** Chooses among what is shown. */
  isTap?: true;
  /** @returns what pressing the button sent, where it was one */
  make(person: Chat): Promise<string | undefined>;
};

/** A move that is no button. */
export const doing = (label: string, act: (person: Chat) => Promise<unknown>): Move => ({
  label,
  async make(person) {
    await act(person);
    return undefined;
  },
});

const text = (typedText: string, label = 'text'): Move => doing(label, ({ types }) => types(typedText));
const photo = (caption?: string): Move => doing('photo', ({ sendsPhoto }) => sendsPhoto(1, caption));
const album = (caption?: string): Move => doing('album', ({ sendsAlbum }) => sendsAlbum([1, 2], caption));
let sheets = 0;
/** A file with a product that no shop has yet, and so many lines that are wrong. */
export const aSheet = (wrong = 0): string =>
  ['name,salePrice', `Jar ${++sheets},149`, ...Array.from({ length: wrong }, (_, n) => `Bad ${n},?`)].join('\n');
const file = (label: string, wrong: number): Move =>
  doing(label, ({ sendsFile }) => sendsFile(aSheet(wrong), 'products.csv'));
const place = doing('place', ({ sharesPlace }) => sharesPlace(26.9, 75.8, 'Hawa Mahal'));

let numbers = 0;
/** A number that nobody has yet. */
const aNumber = (): string => `+9195${String(10_000_000 + numbers++)}`;
const typedNumber = doing('number', ({ types }) => types(aNumber()));
const sharedNumber = doing('shared number', ({ sharesNumber }) => sharesNumber(aNumber()));

/** What is answered to each kind of question. */
const BY_ASK: Readonly<Record<string, Move[]>> = {
  name: [text('Asha Pickles', 'name')],
  address: [text('MI Road, Jaipur', 'address'), place],
  phone: [typedNumber, sharedNumber],
  code: [text('1234', 'code')],
  price: [text('149', 'price'), text('1.500', 'price')],
  count: [text('12', 'count')],
  text: [text('In words of my own 149')],
  photo: [photo(), photo('Mango chutney 149')],
  file: [file('file', 0), file('file with wrong lines', 20)],
};

/** Questions about one product that is for sale already; a photo there is the next product. */
const ONE_THING: ReadonlySet<string> = new Set(
  ['mrp', 'mrpReading', 'category', 'describe', 'stock', 'picture'].map((at) => `add-product.${at}`),
);

/** What is tried in a flow besides, at its other steps. */
const BY_FLOW: Readonly<Record<string, Move[]>> = {
  buy: [text('pickle'), text('papad'), text('1x2, 3', '1x2, 3')],
  orders: [text('ZZZZ', 'part of a number')],
  'add-product': [
    ...[photo(), photo('Mango chutney 149'), photo('Mango chutney'), photo('149'), photo('Jeans 32 899')],
    ...[photo('Mango 149\nLemon 99'), album(), album('Mango 149\nLemon 99')],
    ...[text('Mango 149'), text('Mango'), text('149'), text('Jeans 32 899')],
  ],
};

/** What is answered where not any text will do; what it changes is put back before the next person comes. */
const SETTINGS: Readonly<Record<string, string>> = {
  'stores.hours': '9-21',
  'stores.upi': 'asha@okaxis',
  'stores.currency': 'KWD',
  'stores.timeZone': 'Kolkata',
};

/** All that can be answered where `node` is (`<flow>.<step>`) and `shown` is before the person. */
export function movesAt(node: string, shown: Shown, { store }: Cast): Move[] {
  if (node === 'buy.link') return [text(store.link, 'link')];
  const set = SETTINGS[node];
  if (set !== undefined) return [...tapsOf(shown), text(set, 'an answer')];
  // taken, but for the shop that has it
  if (node === 'stores.link') return [...tapsOf(shown), text(store.link, 'link')];
  const flow = node.slice(0, node.indexOf('.'));
  const isPlain = ONE_THING.has(node) || (flow === 'buy' && asksFreeText(shown.ask));
  const besides = isPlain ? [photo()] : (BY_FLOW[flow] ?? []);
  return [...tapsOf(shown), ...(BY_ASK[shown.ask ?? ''] ?? []), ...besides];
}

/** Choices by what they do, without the id of what they do it to. */
export const kindOf = (id: string): string => /^setting:\w+(?=\.)/.exec(id)?.[0] ?? id.replace(/:.*$/, ':');

/** One choice of each kind. */
function tapsOf({ ids }: Shown): Move[] {
  const kinds = [...new Set(ids.map(kindOf))];
  return kinds.map((kind) => ({ label: kind.replace(/:$/, ''), isTap: true, make: (person) => tap(person, kind) }));
}

/** Chooses the first choice of a kind as the channel lets a person choose: by its button, its number or its words. */
async function tap(person: Chat, kind: string): Promise<string | undefined> {
  const shown = shownTo(person);
  const id = shown.ids.find((one) => kindOf(one) === kind) ?? '';
  const button = person.talk.buttons().find((one) => one.id.split('|')[0] === id);
  if (button) return press(person, button.id);
  if (asksFreeText(shown.ask)) return typed(person, shown.labels[shown.ids.indexOf(id)] ?? '');
  if (id === 'back' || id === shown.zero) return typed(person, '0');
  const rows = shown.ids.filter((one) => one !== 'back' && one !== shown.zero && one !== 'next');
  if (id === 'next') {
    // the step's own next page stands behind the last page of this list
    for (let page = 1; page < Math.ceil(rows.length / ROWS); page++) await person.types('9');
    return typed(person, '9');
  }
  const row = rows.indexOf(id);
  for (let page = 0; page < Math.floor(row / ROWS); page++) await person.types('9');
  return typed(person, String((row % ROWS) + 1));
}

async function press(person: Chat, wire: string): Promise<string> {
  await person.presses(wire);
  return wire;
}

async function typed(person: Chat, text: string): Promise<undefined> {
  await person.types(text);
}

export const shownTo = ({ talk }: Chat): Shown => talk.state.shown as Shown;

/** What changes nothing at a question: it only comes again. */
export const CALM: Readonly<Record<string, Partial<Incoming>>> = {
  'an empty message': {},
  'a greeting': { text: 'hello' },
  help: { text: 'help' },
  'an unknown command': { text: '/wings' },
  'an unknown choice': { choice: 'wings:1' },
  'a stale yes': { choice: 'yes|zzzzzz' },
  'a stale skip': { choice: 'skip|zzzzzz' },
};

/** What changes nothing where no question is open either. */
export const CALM_AT_REST: readonly string[] = ['help', 'an unknown command', 'an unknown choice', 'a stale yes'];
