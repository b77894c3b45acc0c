import { Temporal } from 'temporal-polyfill';

/** What a clock on a wall of `timeZone` (IANA) shows: `day` is `2026-11-27`, `hour` 0–23. */
export function localTime(at: Date, timeZone: string): { day: string; hour: number } {
  const zoned = inZone(at, timeZone);
  return { day: zoned.toPlainDate().toString(), hour: zoned.hour };
}

/**
 * The first moment of the local day of `at`, or of a day `days` later (negative: earlier). It is midnight but where
 * the clocks jump over that.
 */
export const startOfDay = (at: Date, timeZone: string, days = 0): Date =>
  dateOf(inZone(at, timeZone).add({ days }).startOfDay());

/** The same time on the wall, `days` before. */
export const daysBefore = (at: Date, timeZone: string, days: number): Date =>
  dateOf(inZone(at, timeZone).subtract({ days }));

const inZone = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

const dateOf = ({ epochMilliseconds }: Temporal.ZonedDateTime): Date => new Date(epochMilliseconds);
