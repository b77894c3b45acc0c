import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAYS, periodOf } from '../../src/reports/periods.js';

const at = (text: string): Date => new Date(text);
const HOUR_MS = 3_600_000;

describe('a period', () => {
  it('of one day is today by its hours, held against yesterday until this time', () => {
    const period = periodOf(1, at('2026-11-27T10:00:00Z'), 'Asia/Kolkata');
    expect(period).toMatchObject({ from: at('2026-11-26T18:30:00Z'), to: at('2026-11-27T18:30:00Z') });
    expect(period.before).toEqual({ from: at('2026-11-25T18:30:00Z'), to: at('2026-11-26T10:00:00Z') });
    expect(period.marks).toHaveLength(25);
  });

  it('of a week has seven days with today, held against the seven before', () => {
    const period = periodOf(7, at('2026-11-27T10:00:00Z'), 'Asia/Kolkata');
    expect(period.from).toEqual(at('2026-11-20T18:30:00Z'));
    expect(period.before).toEqual({ from: at('2026-11-13T18:30:00Z'), to: at('2026-11-20T10:00:00Z') });
    expect(period.marks).toHaveLength(8);
  });

  it.each([
    ['2026-03-08T20:00:00Z', 23],
    ['2026-11-01T20:00:00Z', 25],
    ['2026-11-02T20:00:00Z', 24],
  ])('of the day of %s in New York has %i hours', (moment, hours) => {
    expect(periodOf(1, at(moment), 'America/New_York').marks).toHaveLength(hours + 1);
  });

  it('of a week over a change of clocks has one day of 23 hours', () => {
    const { marks } = periodOf(7, at('2026-03-11T12:00:00Z'), 'America/New_York');
    const lengths = marks.slice(1).map((mark, i) => (mark.getTime() - (marks[i]?.getTime() ?? 0)) / HOUR_MS);
    expect(lengths).toEqual([24, 24, 24, 23, 24, 24, 24]);
  });

  it('is whole and has the present in its last day, whenever and wherever', () => {
    const zones = fc.constantFrom(
      'Asia/Kolkata',
      'America/New_York',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Asia/Beirut',
    );
    const moments = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...DAYS), moments, zones, (days, now, zone) => {
        const { from, to, marks, before } = periodOf(days, now, zone);
        expect(marks[0]).toEqual(from);
        expect(marks.at(-1)).toEqual(to);
        expect(marks.every((mark, i) => i === 0 || mark > (marks[i - 1] ?? mark))).toBe(true);
        expect(from <= now && now < to).toBe(true);
        expect(before.from < before.to && before.to <= from).toBe(true);
      }),
    );
  });
});
