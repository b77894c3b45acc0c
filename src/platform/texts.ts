import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type FormatterModule } from 'i18next';
import { packageRoot } from './package-root.js';

/** The sentence of a key in one language, its slots filled; `count` chooses the plural by the rules of CLDR. */
export type T = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/** For each meaning (`yes`, `back`, a command …) the words people of a language type for it. */
export type Words = Readonly<Record<string, readonly string[]>>;

export type Texts = {
  /** Texts of `language` (BCP 47; `hi-IN` falls back to `hi`, then to English). */
  t(language: string | null | undefined): T;
  /** Words of the language that `t` would speak, and the English ones, which work always. */
  words(language: string | null | undefined): Words;
  /** The languages that have a locale file. */
  languages: readonly string[];
};

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** Whether a language (BCP 47) is written from right to left. */
export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.test(language);

/** Reads `<folder>/<language>.json`, the only place where words a person reads are kept. */
export function createTexts(defaultLanguage = 'en', folder = join(packageRoot, 'locales')): Texts {
  const locales = new Map<string, Record<string, unknown>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    locales.set(file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  const instance = i18next.createInstance().use<FormatterModule>({
    type: 'formatter',
    init: () => undefined,
    add: () => undefined,
    addCached: () => undefined,
    format: (value, _, language) => written(value, language ?? defaultLanguage),
  });
  void instance.init({
    resources: Object.fromEntries([...locales].map(([language, translation]) => [language, { translation }])),
    fallbackLng: [defaultLanguage, 'en'],
    initAsync: false,
    // what a person typed must arrive as written; each page escapes for itself
    interpolation: { escapeValue: false, prefix: '{', suffix: '}', skipOnVariables: true, alwaysFormat: true },
    nsSeparator: false,
    returnNull: false,
  });
  const wordsOf = (language: string): Record<string, string[]> =>
    (locales.get(language)?.words ?? {}) as Record<string, string[]>;
  const english = wordsOf('en');
  // of each locale once, since each message asks for it
  const spoken = new Map([...locales.keys()].map((language) => [language, kept(instance.getFixedT(language) as T)]));
  const wordsMade = new Map<string, Words>();
  const withEnglish = (language: string): Words => {
    const own = wordsOf(language);
    return Object.fromEntries(
      Object.keys(english).map((meaning) => [
        meaning,
        [...new Set([...(own[meaning] ?? []), ...(english[meaning] ?? [])])],
      ]),
    );
  };
  return {
    t(language) {
      const asked = language ?? defaultLanguage;
      return spoken.get(asked) ?? (instance.getFixedT(asked) as T);
    },
    words(language) {
      const tags = [language, language?.split('-')[0], defaultLanguage, defaultLanguage.split('-')[0]];
      const nearest = tags.find((tag) => tag && locales.has(tag)) ?? 'en';
      const made = wordsMade.get(nearest) ?? withEnglish(nearest);
      wordsMade.set(nearest, made);
      return made;
    },
    languages: [...locales.keys()].sort(),
  };
}

/** Keeps the sentences that have no slots, which i18next looks up anew each time. */
function kept(t: T): T {
  const made = new Map<string, string>();
  return (key, params) => {
    if (params) return t(key, params);
    const sentence = made.get(key) ?? t(key);
    made.set(key, sentence);
    return sentence;
  };
}

/**
 * What fills a slot, as it stands in a sentence of `language`. Numbers get the signs between their digits. In a sentence
 * from right to left, whatever else fills a slot has a direction of its own, so that a name in Latin letters at the
 * beginning does not turn the whole line around (Unicode's first-strong isolates); a link stays one that can be tapped.
 */
function written(value: unknown, language: string): string {
  if (typeof value === 'number') return numbersOf(language).format(value);
  const text = String(value ?? '');
  if (!isRightToLeft(language) || text === '' || /^https?:/.test(text)) return text;
  // what has no letter to tell (a phone number, an amount) goes from left to right
  const isolate = /\p{L}/u.test(text) ? '\u2068' : '\u2066';
  return `${isolate}${text.replace(/[\u2066-\u2069]/g, '')}\u2069`;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numbersOf(language: string): Intl.NumberFormat {
  const made = numberFormats.get(language) ?? new Intl.NumberFormat(language, { numberingSystem: 'latn' });
  numberFormats.set(language, made);
  return made;
}
