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

/** The day of the week `days` after the local day of `at`, as ISO counts: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (at: Date, timeZone: string, days = 0): number => inZone(at, timeZone).add({ days }).dayOfWeek;

/**
 * The moment at which a clock on a wall shows `time` (`09:00`), `days` after the local day of `at`. A time that the
 * clocks jump over is as much later; of one that comes twice it is the first.
 */
export function momentOn(at: Date, timeZone: string, days: number, time: string): Date {
  const day = inZone(at, timeZone).toPlainDate().add({ days });
  return dateOf(day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }));
}

const inZone = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

const dateOf = ({ epochMilliseconds }: Temporal.ZonedDateTime): Date => new Date(epochMilliseconds);
