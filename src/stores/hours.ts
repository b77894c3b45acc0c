import { z } from 'zod';
import { momentOn, startOfDay, weekdayOf } from '../platform/local-time.js';
import type { Store } from './model.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const Time = z.string().regex(TIME, 'should be a time like 09:00');

/**
 * When a store is open, the same on all days but those that are closed. `to` before `from` is on the day after
 * (18:00–02:00); 24:00 is the end of the day. Days are those of ISO: 1 is Monday, 7 is Sunday.
 */
export const Hours = z
  .strictObject({
    from: Time,
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'should be a time like 21:00'),
    closedDays: z
      .array(z.int().min(1).max(7))
      .max(6)
      .default([])
      .overwrite((days) => [...new Set(days)].sort()),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'should be another time than from' });
export type Hours = z.infer<typeof Hours>;

/** What decides whether a store takes orders at a moment. */
export type Opening = Pick<Store, 'open' | 'closedUntil' | 'hours' | 'timeZone'>;

/** A night that began the day before may still go on; the days before that are over. */
const FIRST_DAY = -1;
/** With one open day a week the next one is 7 days off; a clock that jumps over it makes it 14. */
const LAST_DAY = 15;

type Span = { start: Date; end: Date };

/** Whether the store takes orders at this moment. */
export function isOpenAt(store: Opening, now: Date): boolean {
  if (!store.open || (store.closedUntil && now < store.closedUntil)) return false;
  return !store.hours || spansFrom(store.hours, store.timeZone, now).some(({ start }) => start <= now);
}

/**
 * When the store opens next, seen from a moment at which it is closed; undefined while it is open,
 * and where it is opened by hand.
 */
export function opensAt(store: Opening, now: Date): Date | undefined {
  if (!store.open || isOpenAt(store, now)) return undefined;
  const from = store.closedUntil && store.closedUntil > now ? store.closedUntil : now;
  if (!store.hours) return from;
  const [next] = spansFrom(store.hours, store.timeZone, from);
  return next && (next.start > from ? next.start : from);
}

/**
 * When a store that closes now for today opens again: at its first opening of a later day, or with the next day where
 * it has no hours. After midnight a night that began yesterday is still yesterday.
 */
export function nextDayOpening({ hours, timeZone }: Pick<Store, 'hours' | 'timeZone'>, now: Date): Date {
  const tomorrow = startOfDay(now, timeZone, 1);
  if (!hours) return tomorrow;
  const spans = spansFrom(hours, timeZone, now);
  const [first, second] = spans;
  if (first && first.start <= now) return second?.start ?? tomorrow;
  return spans.find(({ start }) => start >= tomorrow)?.start ?? tomorrow;
}

/** The times it is open that are not over at `now`, in order. */
function spansFrom({ from, to, closedDays }: Hours, timeZone: string, now: Date): Span[] {
  const spans: Span[] = [];
  for (let day = FIRST_DAY; day <= LAST_DAY; day++) {
    if (closedDays.includes(weekdayOf(now, timeZone, day))) continue;
    const start = momentOn(now, timeZone, day, from);
    const end =
      to === '24:00' ? startOfDay(now, timeZone, day + 1) : momentOn(now, timeZone, to > from ? day : day + 1, to);
    // a time that the clocks jump over leaves nothing
    if (start < end && end > now) spans.push({ start, end });
  }
  return spans;
}
