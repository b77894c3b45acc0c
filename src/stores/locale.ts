import type { Store } from './model.js';

/**
 * The locale that amounts and dates of a store are written in: a language with the habits of the store's country, as
 * `en-IN-u-ca-gregory-nu-latn`. Digits and calendar are everywhere those of price tags and bank statements, so that a
 * number can be typed back as it is read.
 */
export function localeOf({ language, country }: Pick<Store, 'language' | 'country'>): string {
  const { region = country } = new Intl.Locale(language);
  return new Intl.Locale(language, { region, calendar: 'gregory', numberingSystem: 'latn' }).toString();
}
