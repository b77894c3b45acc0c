import type { Request } from 'express';
import { readCookie } from '../platform/http/cookies.js';
import { languageOf } from '../platform/http/problem-handler.js';
import { formatMoney, type Money } from '../platform/money.js';
import { isRightToLeft, type T, type Texts } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { localeOf } from '../stores/rules.js';

/** Whoever reads a page: the language it speaks to them, and the others that it could. */
export type Reader = { language: string; others: readonly string[]; dir: 'ltr' | 'rtl'; t: T };

/** Besides the words, how amounts of a store are written. */
export type ShopReader = Reader & {
  money(amount: Money): string;
  percent(amount: number): string;
  number(amount: number): string;
  /** Day and time where the store is. */
  time(at: Date): string;
};

export type Languages = { texts: Pick<Texts, 't' | 'languages'>; defaultLanguage: string };

/** Keeps the language that a visitor chose. */
export const LANGUAGE_COOKIE = 'haat_language';

/** In the language that the visitor chose, else the one that the browser asks for, else the store's, else the program's, of those that there are. */
export function readerOf(req: Request, { texts, defaultLanguage }: Languages, store?: Pick<Store, 'language'>): Reader {
  const known = [store?.language, store?.language.split('-')[0]].find((tag) => tag && texts.languages.includes(tag));
  const chosen = texts.languages.find((tag) => tag === readCookie(req, LANGUAGE_COOKIE));
  const language = chosen ?? languageOf(req, texts.languages) ?? known ?? defaultLanguage;
  const others = texts.languages.filter((tag) => tag !== language);
  return { language, others, dir: isRightToLeft(language) ? 'rtl' : 'ltr', t: texts.t(language) };
}

/** The locale of days and times: the language of the page, as it is written at home in the store. */
export const localeFor = ({ language }: Reader, { country }: Pick<Store, 'country'>): string =>
  localeOf({ language, country });

/** Amounts are written as at home in the store, whatever the language of the page. */
export function shopReader(
  reader: Reader,
  store: Pick<Store, 'language' | 'country' | 'currency' | 'timeZone'>,
): ShopReader {
  const locale = localeOf(store);
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  return {
    ...reader,
    money: (amount) => formatMoney(amount, store.currency, locale),
    percent: (amount) => percents.format(amount / 100),
    number: (amount) => numbers.format(amount),
    time: (at) =>
      new Intl.DateTimeFormat(localeFor(reader, store), {
        timeZone: store.timeZone,
        ...{ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
      }).format(at),
  };
}
