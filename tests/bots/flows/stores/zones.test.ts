import { describe, expect, it } from 'vitest';
import { findZone, zonesOf } from '../../../../bots/flows/stores/zones.js';
import { Refusal } from '../../../../src/platform/refusal.js';
import { StoreChange } from '../../../../src/stores/rules.js';

describe('a time zone', () => {
  it.each([
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['kolkata', 'Asia/Kolkata'],
    [' New  York ', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['utc', 'UTC'],
  ])('typed as "%s" is %s', (text, zone) => {
    expect(findZone(text)).toBe(zone);
    expect(StoreChange.parse({ timeZone: zone })).toEqual({ timeZone: zone });
  });

  it.each(['', 'Gotham', '+05:30', 'x'.repeat(4000)])('is not "%.20s"', (text) => {
    expect(() => findZone(text)).toThrow(new Refusal('bad_time_zone', 422));
  });
});

describe('the time zones of a country', () => {
  it('are offered where they are few', () => {
    expect(zonesOf('IN')).toEqual([{ zone: 'Asia/Kolkata', city: 'Kolkata' }]);
    expect(zonesOf('ID').length).toBeGreaterThan(1);
    expect(zonesOf('US')).toEqual([]);
  });

  it('are such as a store can have', () => {
    for (const { zone } of ['NP', 'AE', 'PT', 'GB', 'MM'].flatMap(zonesOf)) {
      expect(StoreChange.safeParse({ timeZone: zone }).success, zone).toBe(true);
      expect(new TextEncoder().encode(`zone:${zone}`).length).toBeLessThanOrEqual(56);
    }
  });
});
