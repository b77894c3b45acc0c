import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBefore, localTime, startOfDay } from '../../src/platform/local-time.js';

const at = (text: string): Date => new Date(text);

describe('the time on the wall', () => {
  it.each([
    ['2026-11-27T18:29:59Z', 'Asia/Kolkata', '2026-11-27', 23],
    ['2026-11-27T18:30:00Z', 'Asia/Kolkata', '2026-11-28', 0],
    ['2026-11-27T14:15:00Z', 'Asia/Kathmandu', '2026-11-27', 20],
    ['2026-11-27T02:59:00Z', 'America/Sao_Paulo', '2026-11-26', 23],
    ['2026-11-27T10:00:00Z', 'Pacific/Kiritimati', '2026-11-28', 0],
  ])('at %s in %s is %s, hour %i', (moment, zone, day, hour) => {
    expect(localTime(at(moment), zone)).toEqual({ day, hour });
  });
});

describe('the first moment of a day', () => {
  it.each([
    ['in India', '2026-11-27T10:00:00Z', 'Asia/Kolkata', 0, '2026-11-26T18:30:00Z'],
    ['of tomorrow', '2026-11-27T10:00:00Z', 'Asia/Kolkata', 1, '2026-11-27T18:30:00Z'],
    ['of 29 days ago', '2026-11-27T10:00:00Z', 'Asia/Kolkata', -29, '2026-10-28T18:30:00Z'],
    [
      'on the day that New York sleeps an hour less',
      '2026-03-08T20:00:00Z',
      'America/New_York',
      0,
      '2026-03-08T05:00:00Z',
    ],
    ['on the day after it', '2026-03-08T20:00:00Z', 'America/New_York', 1, '2026-03-09T04:00:00Z'],
    ['on the day that has 25 hours', '2026-11-01T20:00:00Z', 'America/New_York', 1, '2026-11-02T05:00:00Z'],
    ['where midnight itself is jumped over', '2026-04-24T12:00:00Z', 'Africa/Cairo', 0, '2026-04-23T22:00:00Z'],
  ])('%s', (_, moment, zone, days, first) => {
    expect(startOfDay(at(moment), zone, days)).toEqual(at(first));
  });

  it('is not after the moment, and the day before ends right there, in any zone and at any time', () => {
    const zones = fc.constantFrom(
      'Asia/Kolkata',
      'America/New_York',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Asia/Beirut',
    );
    const moments = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const first = startOfDay(moment, zone);
        const { day } = localTime(moment, zone);
        expect(first.getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(localTime(first, zone).day).toBe(day);
        expect(localTime(new Date(first.getTime() - 1), zone).day).not.toBe(day);
        expect(startOfDay(moment, zone, 1).getTime()).toBeGreaterThan(moment.getTime());
      }),
    );
  });
});

it('days before are counted on the calendar, so that the hour stays the same over a change of clocks', () => {
  expect(daysBefore(at('2026-03-10T14:00:00Z'), 'America/New_York', 7)).toEqual(at('2026-03-03T15:00:00Z'));
  expect(daysBefore(at('2026-11-27T10:00:00Z'), 'Asia/Kolkata', 1)).toEqual(at('2026-11-26T10:00:00Z'));
});
