import type { Store } from './model.js';

/** The locale that the store's amounts and dates are written in, as `en-IN`. */
export const localeOf = ({ language, country }: Pick<Store, 'language' | 'country'>): string =>
  language.includes('-') ? language : `${language}-${country}`;
