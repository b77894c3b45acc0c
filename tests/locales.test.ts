import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERT_WORDS } from '../bots/conversation/commands.js';
import { plain } from '../bots/conversation/reading/typed-words.js';
import { packageRoot } from '../src/platform/package-root.js';

type Tree = { [key: string]: string | string[] | Tree };

const LANGUAGES = ['ar', 'en', 'es', 'hi', 'id', 'pt'];

const read = (language: string): Tree =>
  JSON.parse(readFileSync(join(packageRoot, 'locales', `${language}.json`), 'utf8'));

/** Every sentence of a tree by its whole key; typed words are lists and no sentences. */
const sentencesOf = (tree: Tree, path = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[path + key, value]];
    return Array.isArray(value) ? [] : sentencesOf(value, `${path}${key}.`);
  });

const wordsOf = (tree: Tree) => tree.words as Record<string, string[]>;

const PLURAL = /_(zero|one|two|few|many|other)$/;
const english = sentencesOf(read('en'));
const counted = new Set(english.filter(([key]) => key.endsWith('_other')).map(([key]) => key.replace(PLURAL, '')));
const inEnglish = new Map(english);

/** Keys that a language must have: those of English, with the plurals that CLDR has for it. */
const keysFor = (language: string): string[] => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const keys = english.flatMap(([key]) => {
    const bare = key.replace(PLURAL, '');
    if (!counted.has(bare)) return [key];
    // a sentence of its own for none is English's choice, whether or not the grammar has one
    return [...forms.map((form) => `${bare}_${form}`), ...(inEnglish.has(`${bare}_zero`) ? [`${bare}_zero`] : [])];
  });
  return [...new Set(keys)].sort();
};

/** The forms that stand for one number alone, so that it may be said in words. */
const ONE_NUMBER: Record<string, readonly string[]> = {
  ar: ['zero', 'one', 'two'],
  es: ['zero', 'one'],
  en: ['zero', 'one'],
  hi: ['zero'],
  pt: ['zero'],
  id: ['zero'],
};

const slotsOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
const withoutCount = (slots: readonly string[]): string[] => slots.filter((slot) => slot !== '{count}');

/** Labels of buttons and rows that channels cut or refuse when they are longer. */
const BUTTON =
  /\.do\.|^(signUp\.resend|addProduct\.(noPhoto|leaveOut|withoutPhotos)|forgetMe\.(yes|no)|orders\.(accept|reject)|common\.(more|previous|shareNumber)|webChat\.(earlier|newer|send)|prove\.(yes|no)|alert\.reasons\.\w+|buy\.(backToShop|add|less|more|undo|resend|deliver|pickUp|payCash|payUpi|changeAddress|seeOrder|cancelOrder|yesCancel|noKeep|iPaid|noPicture|addNote|changeNote|removeNote))$/;

const source = ['src', 'bots', 'jobs']
  .flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(tsx?|js)$/.test(file))
      .map((file) => readFileSync(join(packageRoot, folder, file), 'utf8')),
  )
  .join('\n');

const tokens = new Set(source.match(/\w+/g));
for (const [, what = ''] of source.matchAll(/\bnotFound\(([^)]*)\)/g)) {
  for (const [, word] of what.matchAll(/'(\w+)'/g)) tokens.add(`no_${word}`);
}

/** What the source calls by name, and the patterns of what it calls by a part that it computes. */
const named = new Set([...source.matchAll(/['`"]([a-zA-Z]+(?:\.\w+)+)['`"]/g)].map(([, key]) => key));
const patterns = [...source.matchAll(/`([a-zA-Z]+\.[^`\s]*\$\{[^`]*)`/g)].map(
  ([, template = '']) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{([^}]*)\}/g, partOf)}$`),
);

/** Of a part that is one word or another, these two; else any. */
function partOf(_: string, expression: string): string {
  const [, one, other] = /\? '(\w*)' : '(\w*)'$/.exec(expression) ?? [];
  return one === undefined ? '(\\w*?)' : `(?:${one}|${other})`;
}

/** Whether something in the source says `key`; what stands in a computed part must occur there too. */
const isUsed = (key: string): boolean => {
  // i18next adds the form of the plural and the context
  const bare = key.replace(PLURAL, '').replace(/_(today|tomorrow|day|date)$/, '');
  if (named.has(bare)) return true;
  return patterns.some((pattern) => {
    const parts = pattern.exec(bare)?.slice(1);
    return parts?.every((part) => part === '' || tokens.has(part));
  });
};

it('the languages of the shop have a file each', () => {
  const files = readdirSync(join(packageRoot, 'locales')).map((file) => file.replace(/\.json$/, ''));
  expect(files.sort()).toEqual(LANGUAGES);
});

describe('what the program says', () => {
  it('has a sentence for every key that is named', () => {
    const known = new Set(english.map(([key]) => key.replace(PLURAL, '')));
    const said = [...source.matchAll(/\bt\(\s*'([a-zA-Z]+(?:\.\w+)+)'/g)].map(([, key]) => key);
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter((key) => !known.has(key ?? ''))).toEqual([]);
  });

  it('has no sentence that is never said', () => {
    expect(english.map(([key]) => key).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('has no typed word that is never read', () => {
    expect(Object.keys(wordsOf(read('en'))).filter((meaning) => !tokens.has(meaning))).toEqual([]);
  });
});

describe.each(LANGUAGES)('%s', (language) => {
  const tree = read(language);
  const sentences = sentencesOf(tree);

  it('has every sentence in each of its plurals, and no other', () => {
    expect(sentences.map(([key]) => key).sort()).toEqual(keysFor(language));
  });

  it('fills the same slots as English', () => {
    const other = sentences.filter(([key, text]) => {
      const bare = key.replace(PLURAL, '');
      const model = inEnglish.get(counted.has(bare) ? `${bare}_other` : key) ?? '';
      const form = PLURAL.exec(key)?.[1] ?? '';
      const [mine, theirs] = [slotsOf(text), slotsOf(model)];
      const may = counted.has(bare) && ONE_NUMBER[language]?.includes(form) ? withoutCount : (slots: string[]) => slots;
      return may(mine).join() !== may(theirs).join();
    });
    expect(other).toEqual([]);
  });

  it('speaks in sentences of at most 12 words, with room for longer languages', () => {
    const most = language === 'en' ? 12 : 17;
    const long = sentences
      .filter(([key]) => !/^refusals\.(idempotency|cart_changed|csv)/.test(key) || language === 'en')
      .filter(([, text]) => text.split(/[.?!:।؟]\s|\n/).some((one) => one.split(/\s+/).filter(Boolean).length > most));
    expect(long).toEqual([]);
  });

  it('fits its buttons into 20 characters', () => {
    const buttons = sentences.filter(([key]) => BUTTON.test(key));
    expect(buttons.length).toBeGreaterThan(100);
    expect(buttons.filter(([, text]) => [...text.replace('{number}', 'HT-7K3Q9')].length > 20)).toEqual([]);
  });

  it('knows a word for every meaning, and one meaning for every word', () => {
    const words = wordsOf(tree);
    expect(Object.keys(words).sort()).toEqual(Object.keys(wordsOf(read('en'))).sort());
    const meanings = new Map<string, Set<string>>();
    for (const list of [wordsOf(read('en')), words]) {
      for (const [meaning, typed] of Object.entries(list)) {
        expect(typed.length).toBeGreaterThan(0);
        for (const word of typed) {
          meanings.set(plain(word), (meanings.get(plain(word)) ?? new Set()).add(meaning));
        }
      }
    }
    // "back mango" puts a product back, "back" alone goes back
    const twice = [...meanings].filter(([, of]) => of.size > 1 && [...of].sort().join() !== 'back,backIn');
    expect(twice.map(([word, of]) => [word, ...of])).toEqual([]);
  });

  it('answers an alert by one word and a number', () => {
    expect([...ALERT_WORDS].filter((meaning) => /\s/.test(wordsOf(tree)[meaning]?.[0] ?? ' '))).toEqual([]);
  });
});

it('English blames nobody', () => {
  // only where a message is lost after all is there something to be sorry for
  const said = english.filter(
    ([key]) => !['common.apology', 'import.counts.wrong_one', 'import.counts.wrong_other'].includes(key),
  );
  expect(said.filter(([, text]) => /\b(invalid|error|failed|wrong|sorry)\b/i.test(text))).toEqual([]);
});
