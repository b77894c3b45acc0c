import type { Request } from 'express';
import { languageOf } from '../platform/http/problem-handler.js';
import { formatMoney, type Money } from '../platform/money.js';
import type { T, Texts } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { localeOf } from '../stores/rules.js';

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** Whoever reads a page: the language it speaks to them. */
export type Reader = { language: string; dir: 'ltr' | 'rtl'; t: T };

/** Besides the words, how amounts of a store are written. */
export type ShopReader = Reader & { money(amount: Money): string; percent(amount: number): string };

export type Languages = { texts: Pick<Texts, 't' | 'languages'>; defaultLanguage: string };

/** In the language that the browser asks for, else the store's, else the program's, of those that there are. */
export function readerOf(req: Request, { texts, defaultLanguage }: Languages, store?: Pick<Store, 'language'>): Reader {
  const known = [store?.language, store?.language.split('-')[0]].find((tag) => tag && texts.languages.includes(tag));
  const language = languageOf(req, texts.languages) ?? known ?? defaultLanguage;
  return { language, dir: RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr', t: texts.t(language) };
}

/** The locale of days and times: the language of the page, as it is written at home in the store. */
export const localeFor = ({ language }: Reader, { country }: Pick<Store, 'country'>): string =>
  localeOf({ language, country });

/** Amounts are written as at home in the store, whatever the language of the page. */
export function shopReader(reader: Reader, store: Pick<Store, 'language' | 'country' | 'currency'>): ShopReader {
  const locale = localeOf(store);
  const percents = new Intl.NumberFormat(locale, { style: 'percent' });
  return {
    ...reader,
    money: (amount) => formatMoney(amount, store.currency, locale),
    percent: (amount) => percents.format(amount / 100),
  };
}
