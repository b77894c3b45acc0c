import type { Store } from '../../src/stores/model.js';
import { localeOf } from '../../src/stores/rules.js';
import type { Deps } from './deps.js';

/** Day and time by the store's clock, as this person reads them, with the habits of the store's country. */
export function timeIn(
  at: Date,
  { timeZone, country }: Pick<Store, 'timeZone' | 'country'>,
  { language }: Pick<Deps, 'language'>,
): string {
  const shown = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(localeOf({ language, country }), { timeZone, ...shown }).format(at);
}
