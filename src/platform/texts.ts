import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
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

/** Reads `<folder>/<language>.json`, the only place where words a person reads are kept. */
export function createTexts(defaultLanguage = 'en', folder = join(packageRoot, 'locales')): Texts {
  const locales = new Map<string, Record<string, unknown>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    locales.set(file.slice(0, -5), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  const instance = i18next.createInstance();
  void instance.init({
    resources: Object.fromEntries([...locales].map(([language, translation]) => [language, { translation }])),
    fallbackLng: [defaultLanguage, 'en'],
    initAsync: false,
    // what a person typed must arrive as written; each page escapes for itself
    interpolation: { escapeValue: false, prefix: '{', suffix: '}', skipOnVariables: true },
    nsSeparator: false,
    returnNull: false,
  });
  const wordsOf = (language: string): Record<string, string[]> =>
    (locales.get(language)?.words ?? {}) as Record<string, string[]>;
  const english = wordsOf('en');
  return {
    t: (language) => instance.getFixedT(language ?? defaultLanguage) as T,
    words(language) {
      const tags = [language, language?.split('-')[0], defaultLanguage, defaultLanguage.split('-')[0]];
      const own = wordsOf(tags.find((tag) => tag && locales.has(tag)) ?? 'en');
      return Object.fromEntries(
        Object.keys(english).map((meaning) => [
          meaning,
          [...new Set([...(own[meaning] ?? []), ...(english[meaning] ?? [])])],
        ]),
      );
    },
    languages: [...locales.keys()].sort(),
  };
}
