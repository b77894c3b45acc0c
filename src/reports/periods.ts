import { daysBefore, startOfDay } from '../platform/local-time.js';

/** What a report can be about: today, or so many days up to and with today. */
export const DAYS = [1, 7, 30] as const;
export type Days = (typeof DAYS)[number];

/** From `from` on, up to but without `to`. */
export type Span = { from: Date; to: Date };

/**
 * `marks` are the bounds of the bars of a chart, one more than there are bars: hours of today, else days. `before` is
 * what the period is held against: the one before it, up to the same time of its last day, since half a day is no
 * match for a whole one.
 */
export type Period = Span & { days: Days; marks: Date[]; before: Span };

const HOUR_MS = 3_600_000;

/** The period that ends with the day of `now`, cut at midnights of the time zone; a day may have 23 or 25 hours. */
export function periodOf(days: Days, now: Date, timeZone: string): Period {
  const from = startOfDay(now, timeZone, 1 - days);
  const to = startOfDay(now, timeZone, 1);
  const marks =
    days === 1
      ? hoursBetween(from, to)
      : Array.from({ length: days + 1 }, (_, i) => startOfDay(now, timeZone, 1 - days + i));
  const before = { from: startOfDay(now, timeZone, 1 - 2 * days), to: daysBefore(now, timeZone, days) };
  return { days, from, to, marks, before };
}

function hoursBetween(from: Date, to: Date): Date[] {
  const hours = Math.ceil((to.getTime() - from.getTime()) / HOUR_MS);
  return [...Array.from({ length: hours }, (_, i) => new Date(from.getTime() + i * HOUR_MS)), to];
}
