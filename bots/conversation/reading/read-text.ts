import { cutPage, pageOf } from '../asking/pages.js';
import type { Shown } from '../asking/shown.js';
import { ALERT_WORDS, ALWAYS, COMMANDS, commandOfChoice, QUICK_WORDS, type QuickWord } from '../commands.js';
import { isOpen, type Meaning } from './meaning.js';
import { parseRows } from './numbers.js';
import type { Reading } from './read-message.js';
import { meaningOf, means, phrasesOf, plain } from './typed-words.js';

const ANSWER: Meaning = { kind: 'answer' };

/** Where free text is asked, a word about an order needs this much of its number, so that `no 7` is an address. */
const SURE_PART = 3;

/** Tells what a typed text is. Where free text is asked it is the answer, but for a few words. */
export function readText(text: string, reading: Reading): Meaning {
  const { situation, shown, words } = reading;
  const free = situation === 'text';
  return (
    readSlash(text, reading) ??
    readAlways(text, reading) ??
    // a number is the row it stands beside, also where another row is called by that number
    (shown && !free ? readRows(text, shown) : undefined) ??
    (shown ? readLabel(text, shown, reading) : undefined) ??
    readOrderWord(text, reading) ??
    (free ? undefined : readCommand(text, reading)) ??
    readQuick(text, reading) ??
    (means(text, 'greeting', words) ? { kind: 'greeting' } : ANSWER)
  );
}

/** `/orders`, `/shop asha`, also as Telegram writes it in groups: `/orders@haat_bot`. */
function readSlash(text: string, { words }: Reading): Meaning | undefined {
  const [, name, , rest = ''] = /^\/(\p{L}[\p{L}\p{M}\p{N}_-]*)(@\w+)?(?:\s+(.*))?$/su.exec(text) ?? [];
  if (name === undefined) return undefined;
  const bare = name.replace(/[_-]/g, '');
  const command = COMMANDS.find((known) => known === bare.toLowerCase()) ?? meaningOf(name, COMMANDS, words);
  const word = meaningOf(name, ALERT_WORDS, words);
  if (command) {
    // a deep link as it was typed or pasted
    if (command === 'start' && rest.trim() !== '') return { kind: 'start', payload: rest.trim() };
    const always = ALWAYS.find((one) => one === command);
    return always ? { kind: 'always', word: always } : { kind: 'command', command, arg: rest.trim() };
  }
  return word ? { kind: 'word', word, arg: rest.trim() } : { kind: 'unknown-command' };
}

function readAlways(text: string, { words }: Reading): Meaning | undefined {
  const word = meaningOf(text, ALWAYS, words);
  return word && { kind: 'always', word };
}

/** A choice typed as its label, or as one of the words its id has (`yes`, `skip`, `my-orders`). */
function readLabel(text: string, shown: Shown, { words }: Reading): Meaning | undefined {
  const typed = plain(text);
  if (typed === '') return undefined;
  const id = shown.ids.find(
    (one, index) => plain(shown.labels[index] ?? '') === typed || means(text, wordKeyOf(one), words),
  );
  return id === undefined ? undefined : { kind: 'choice', id, mark: shown.mark, typed: true };
}

/** The key of a choice's words: its command's, else itself in one word (`sold-out` → `soldOut`). */
const wordKeyOf = (id: string): string =>
  commandOfChoice(id) ?? id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Numbers of the rows last shown; what was not shown is no number. */
function readRows(text: string, shown: Shown): Meaning | undefined {
  const typed = parseRows(text);
  if (!typed || shown.ids.length === 0) return undefined;
  const choices = shown.ids.map((id) => ({ id, ...(id === shown.zero && { zero: true as const }) }));
  const { rows, more, back } = cutPage(choices, shown.page, (page) => ({ id: `page:${page}` }));
  const idOf = (row: number): string | undefined => (row === 9 ? more : row === 0 ? back : rows[row - 1])?.id;
  const picked = typed.flatMap(({ row, times }) => {
    const choice = idOf(row);
    return choice === undefined ? [] : [{ choice, times }];
  });
  const [first] = picked;
  if (!first || picked.length < typed.length) return undefined;
  if (picked.length > 1 || first.times > 1) return { kind: 'several', picked };
  const page = pageOf(first.choice);
  if (page !== undefined) return { kind: 'page', page };
  if (first.choice === 'back') return { kind: 'always', word: 'back' };
  return { kind: 'choice', id: first.choice, mark: shown.mark, typed: true };
}

/** `ok 7K3`; a plain `ok` or `reply` only where no question is open. */
function readOrderWord(text: string, { situation, words }: Reading): Meaning | undefined {
  const [first = '', part, ...rest] = text.split(/\s+/);
  const word = meaningOf(first, ALERT_WORDS, words);
  if (!word || rest.length > 0) return undefined;
  if (part === undefined) {
    return (word === 'ok' || word === 'reply') && (situation === 'rest' || situation === 'idle')
      ? { kind: 'word', word, arg: '' }
      : undefined;
  }
  const isPart = /^#?[A-Za-z0-9-]{1,20}$/.test(part);
  if (!isPart || (situation === 'text' && part.length < SURE_PART)) return undefined;
  return { kind: 'word', word, arg: part };
}

/** A command without a slash, `shop <link>`, or the address of a store's page. */
function readCommand(text: string, { words, publicUrl }: Reading): Meaning | undefined {
  const link = storeLinkIn(text, publicUrl);
  if (link) return { kind: 'command', command: 'shop', arg: link };
  const [first = '', second, ...rest] = text.split(/\s+/);
  if (second && rest.length === 0 && means(first, 'shop', words)) {
    return { kind: 'command', command: 'shop', arg: second };
  }
  const command = meaningOf(text, COMMANDS, words);
  return command && { kind: 'command', command, arg: '' };
}

/** What people say behind the name as well: `lemon sold out`, `नींबू खत्म`. */
const AFTER_NAME: readonly QuickWord[] = ['soldOut', 'backIn'];

/** `price mango 159`: what is to be done, and with what; only where no question is open. */
function readQuick(text: string, { situation, words }: Reading): Meaning | undefined {
  if (isOpen(situation)) return undefined;
  const typed = text.split(/\s+/);
  // each part once, since it is compared with every phrase of its length
  const parts = new Map<string, string>();
  const part = (from: number, length: number): string => {
    const place = `${from} ${length}`;
    const made = parts.get(place) ?? plain(typed.slice(from, from + length).join(' '));
    parts.set(place, made);
    return made;
  };
  const readings = QUICK_WORDS.flatMap((word) =>
    [...phrasesOf(word, words)].flatMap(([phrase, length]) => {
      const cuts = AFTER_NAME.includes(word) ? [0, typed.length - length] : [0];
      const at = length > typed.length ? undefined : cuts.find((from) => part(from, length) === phrase);
      return at === undefined ? [] : { word, length, arg: typed.toSpliced(at, length).join(' ') };
    }),
  );
  // "stock खत्म mango" sells out, though it begins with the word for how many there are
  const [longest] = readings.sort((one, other) => other.length - one.length);
  return longest && { kind: 'quick', word: longest.word, arg: longest.arg };
}

/** The link in a pasted address of this Haat's storefront, with or without `https://`. */
function storeLinkIn(text: string, publicUrl: string): string | undefined {
  if (!/\/s\//i.test(text)) return undefined;
  const host = publicUrl.replace(/^https?:\/\//, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|[\\s/(<])${host}/s/([A-Za-z0-9-]{1,60})(?![A-Za-z0-9-])`, 'i').exec(text)?.[1];
}
