import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hours, isOpenAt, nextDayOpening, type Opening, opensAt } from '../../src/stores/hours.js';

const kolkata = { open: true, timeZone: 'Asia/Kolkata' };
const berlin = { open: true, timeZone: 'Europe/Berlin' };
const day = { from: '09:00', to: '21:00', closedDays: [] };
/** The evening and the first hours of the next day. */
const night = { from: '18:00', to: '02:00', closedDays: [] };
const at = (time: string): Date => new Date(time);
const iso = (date: Date | undefined): string | undefined => date?.toISOString().replace('.000', '');

describe('a store', () => {
  // Friday, 27 November 2026; 09:00 in Kolkata is 03:30 UTC
  it.each<[string, Opening, string, boolean, string | undefined]>([
    ['without hours is always open', kolkata, '2026-11-27T22:00:00Z', true, undefined],
    ['that was closed by hand stays so', { ...kolkata, open: false }, '2026-11-27T10:00:00Z', false, undefined],
    [
      'is closed a moment before it opens',
      { ...kolkata, hours: day },
      '2026-11-27T03:29:59Z',
      false,
      '2026-11-27T03:30:00Z',
    ],
    ['is open from the first moment', { ...kolkata, hours: day }, '2026-11-27T03:30:00Z', true, undefined],
    ['is open up to the last', { ...kolkata, hours: day }, '2026-11-27T15:29:59Z', true, undefined],
    ['is closed from then', { ...kolkata, hours: day }, '2026-11-27T15:30:00Z', false, '2026-11-28T03:30:00Z'],
    ['knows its own midnight', { ...kolkata, hours: day }, '2026-11-27T18:31:00Z', false, '2026-11-28T03:30:00Z'],
    ['is open past midnight', { ...kolkata, hours: night }, '2026-11-27T20:29:00Z', true, undefined],
    [
      'ends its night on the next day',
      { ...kolkata, hours: night },
      '2026-11-27T20:30:00Z',
      false,
      '2026-11-28T12:30:00Z',
    ],
    [
      'leaves out closed days',
      { ...kolkata, hours: { ...day, closedDays: [6, 7] } },
      '2026-11-28T06:00:00Z',
      false,
      '2026-11-30T03:30:00Z',
    ],
    [
      'ends on a closed day what began before',
      { ...kolkata, hours: { ...night, closedDays: [6] } },
      '2026-11-27T19:00:00Z',
      true,
      undefined,
    ],
    [
      'may be open to the end of the day',
      { ...kolkata, hours: { ...day, to: '24:00' } },
      '2026-11-27T18:29:59Z',
      true,
      undefined,
    ],
    [
      'is closed until a moment',
      { ...kolkata, closedUntil: at('2026-11-28T05:00:00Z') },
      '2026-11-27T10:00:00Z',
      false,
      '2026-11-28T05:00:00Z',
    ],
    [
      'and then opens with its hours',
      { ...kolkata, hours: day, closedUntil: at('2026-11-28T00:00:00Z') },
      '2026-11-27T10:00:00Z',
      false,
      '2026-11-28T03:30:00Z',
    ],
    [
      'and then is open within its hours',
      { ...kolkata, hours: day, closedUntil: at('2026-11-28T05:00:00Z') },
      '2026-11-27T10:00:00Z',
      false,
      '2026-11-28T05:00:00Z',
    ],
    [
      'forgets a moment that is over',
      { ...kolkata, hours: day, closedUntil: at('2026-11-26T05:00:00Z') },
      '2026-11-27T10:00:00Z',
      true,
      undefined,
    ],
    // clocks go from 02:00 to 03:00 on 28 March 2027, and back from 03:00 to 02:00 on 31 October 2027
    [
      'opens by the wall after the clocks went on',
      { ...berlin, hours: day },
      '2027-03-28T06:59:00Z',
      false,
      '2027-03-28T07:00:00Z',
    ],
    [
      'opens by the wall after the clocks went back',
      { ...berlin, hours: day },
      '2027-10-31T07:59:00Z',
      false,
      '2027-10-31T08:00:00Z',
    ],
    [
      'leaves out an opening that the clocks jump over',
      { ...berlin, hours: { ...day, from: '02:10', to: '02:50' } },
      '2027-03-28T00:30:00Z',
      false,
      '2027-03-28T01:10:00Z',
    ],
  ])('%s', (_what, store, now, open, opens) => {
    expect([isOpenAt(store, at(now)), iso(opensAt(store, at(now)))]).toEqual([open, opens]);
  });
});

describe('a store that closes for today', () => {
  it.each<[string, Opening, string, string]>([
    ['opens with the next day', kolkata, '2026-11-27T10:00:00Z', '2026-11-27T18:30:00Z'],
    ['opens at the next opening', { ...kolkata, hours: day }, '2026-11-27T10:00:00Z', '2026-11-28T03:30:00Z'],
    ['leaves out the opening of today', { ...kolkata, hours: day }, '2026-11-27T02:00:00Z', '2026-11-28T03:30:00Z'],
    [
      'leaves out closed days',
      { ...kolkata, hours: { ...day, closedDays: [6, 7] } },
      '2026-11-27T10:00:00Z',
      '2026-11-30T03:30:00Z',
    ],
    [
      'ends the night it is in, and no more',
      { ...kolkata, hours: night },
      '2026-11-27T19:30:00Z',
      '2026-11-28T12:30:00Z',
    ],
    ['leaves out the night to come', { ...kolkata, hours: night }, '2026-11-27T10:00:00Z', '2026-11-28T12:30:00Z'],
  ])('%s', (_what, store, now, opens) => expect(iso(nextDayOpening(store, at(now)))).toBe(opens));
});

const minutes = fc.integer({ min: 0, max: 1439 }).map((all) => {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(all / 60))}:${two(all % 60)}`;
});
const anOpening = fc.record({
  open: fc.constant(true),
  timeZone: fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu'),
  hours: fc
    .record({
      from: minutes,
      to: minutes,
      closedDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    })
    .filter(({ from, to }) => from !== to),
});
const moment = fc
  .integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) })
  .map((time) => new Date(Math.floor(time / 60_000) * 60_000));

describe('any hours', () => {
  it('open at the moment they say, and not a minute before', () => {
    fc.assert(
      fc.property(anOpening, moment, (store, now) => {
        const next = opensAt(store, now);
        if (isOpenAt(store, now)) {
          expect(next).toBeUndefined();
          return;
        }
        if (!next) throw new Error('a store with hours opens some day');
        expect(next > now).toBe(true);
        expect(isOpenAt(store, next)).toBe(true);
        expect(isOpenAt(store, new Date(next.getTime() - 60_000))).toBe(false);
      }),
    );
  });

  it('are closed for today until a later moment at which they are open', () => {
    fc.assert(
      fc.property(anOpening, moment, (store, now) => {
        const until = nextDayOpening(store, now);
        expect(until > now).toBe(true);
        expect(isOpenAt(store, until)).toBe(true);
        expect(opensAt({ ...store, closedUntil: until }, now)).toEqual(until);
      }),
    );
  });
});

describe('hours as they are sent', () => {
  it('are two times and the days that are closed, each once', () => {
    expect(Hours.parse({ from: '09:00', to: '24:00', closedDays: [7, 1, 7] })).toEqual({
      ...{ from: '09:00', to: '24:00', closedDays: [1, 7] },
    });
    expect(Hours.parse({ from: '18:00', to: '02:00' })).toEqual({ ...night });
  });

  it.each([
    { from: '9:00', to: '21:00' },
    { from: '24:00', to: '21:00' },
    { from: '09:00', to: '09:00' },
    { from: '09:00', to: '21:60' },
    { from: '09:00', to: '21:00', closedDays: [1, 2, 3, 4, 5, 6, 7] },
    { from: '09:00', to: '21:00', closedDays: [0] },
    { from: '09:00' },
  ])('are not %j', (hours) => expect(Hours.safeParse(hours).success).toBe(false));
});
