import { localTime, startOfDay } from '../platform/local-time.js';
import { Refusal } from '../platform/refusal.js';
import { isOpenAt, type Opening, opensAt } from './hours.js';
import { localeOf } from './locale.js';
import type { Store } from './model.js';

/** How a store is at a moment. `context` and the slots fill the sentences that have one for each `context`. */
export type OpenState = {
  openNow: boolean;
  /** Of a closed store, when it opens by itself. */
  opensAt: Date | undefined;
  slots: { context?: 'today' | 'tomorrow' | 'day' | 'date'; time?: string; day?: string };
};

/** A weekday names the days of one week only. */
const WEEK = 7;

/**
 * Whether the store is open, and in words of `locale` (BCP 47) when it opens, seen from its own time zone: today,
 * tomorrow, on a weekday, or on a date. Times of the same state and day read the same.
 */
export function openStateOf(store: Opening, now: Date, locale: string): OpenState {
  const { timeZone } = store;
  const next = opensAt(store, now);
  if (!next) return { openNow: isOpenAt(store, now), opensAt: undefined, slots: {} };
  const written = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const time = written({ hour: 'numeric', minute: '2-digit' }).format(next);
  const { day } = localTime(next, timeZone);
  const days = (ahead: number): string => localTime(startOfDay(now, timeZone, ahead), timeZone).day;
  const slots = (): OpenState['slots'] => {
    if (day === days(0)) return { context: 'today', time };
    if (day === days(1)) return { context: 'tomorrow', time };
    if (day < days(WEEK)) return { context: 'day', day: written({ weekday: 'long' }).format(next), time };
    return { context: 'date', day: written({ day: 'numeric', month: 'long' }).format(next), time };
  };
  return { openNow: false, opensAt: next, slots: slots() };
}

/** The store takes no orders now; `opensAt` tells a program when it does. */
export class StoreClosed extends Refusal {
  private readonly next: Date | undefined;

  constructor(store: Opening & Pick<Store, 'name' | 'language' | 'country'>, now: Date) {
    const { opensAt, slots } = openStateOf(store, now, localeOf(store));
    super('store_closed', 409, { shop: store.name, ...slots });
    this.next = opensAt;
  }

  override get extra() {
    return { opensAt: this.next?.toISOString() ?? null };
  }
}
