import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Country } from '../../src/platform/mobile.js';
import { MAX_MONEY } from '../../src/platform/money.js';
import { Refusal } from '../../src/platform/refusal.js';
import { StoreClosed } from '../../src/stores/opening.js';
import {
  checkOrderable,
  deliveryFor,
  localeOf,
  NewStore,
  parseAddress,
  parseStoreName,
  StoreChange,
} from '../../src/stores/rules.js';

const nameRefused = new Refusal('bad_store_name', 422, { longest: 80 });
const addressRefused = new Refusal('bad_address', 422, { longest: 200 });

describe("a store's name", () => {
  it.each([
    ['  Asha \t Pickles \n', 'Asha Pickles'],
    ['Asha\u0000 Pic\u0007kles', 'Asha Pic kles'],
    ['\u202eselkciP\u202c Asha', 'selkciP Asha'],
    ['Asha\u200b\ufeff', 'Asha'],
    ['Cafe\u0301', 'Café'],
    ['आशा अचार', 'आशा अचार'],
    ['نان\u200cوایی', 'نان\u200cوایی'],
    ['👩\u200d🌾 Farm', '👩\u200d🌾 Farm'],
    ['{"$ne": null}', '{"$ne": null}'],
    ['<b>Asha</b>', '<b>Asha</b>'],
  ])('%j is kept as %j', (typed, kept) => expect(parseStoreName(typed)).toBe(kept));

  it.each([
    '',
    '   ',
    '\u200b',
    '\u200d\u200d',
    '\u3164',
    '\u2800',
    '\u0000',
    '\u202e\u202c',
    'x'.repeat(81),
    'x'.repeat(100_000),
  ])('is refused in words when it is %.20j', (typed) => expect(() => parseStoreName(typed)).toThrow(nameRefused));

  it('has at most 80 characters as people count them, not as computers do', () => {
    expect(parseStoreName('🥭'.repeat(80))).toBe('🥭'.repeat(80));
    expect(() => parseStoreName('🥭'.repeat(81))).toThrow(nameRefused);
  });

  it('is a clean line of 1 to 80 characters, or refused, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (typed) => {
        try {
          const name = parseStoreName(typed);
          expect([...name].length).toBeLessThanOrEqual(80);
          expect(name).toBe(name.trim().normalize('NFC'));
          expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]| {2}/u);
          expect(parseStoreName(name)).toBe(name);
        } catch (error) {
          expect(error).toEqual(nameRefused);
        }
      }),
    );
  });
});

it('takes an address of up to 200 characters in one line', () => {
  expect(parseAddress('12, Main Road\nJaipur')).toBe('12, Main Road Jaipur');
  expect(parseAddress('x'.repeat(200))).toHaveLength(200);
  for (const typed of ['', '\u200b', 'x'.repeat(201)]) expect(() => parseAddress(typed)).toThrow(addressRefused);
});

describe('what a program may ask for', () => {
  it('is a new store with a name, an address and perhaps a currency', () => {
    const asked = { name: ' Asha  Pickles', address: 'Jaipur' };
    expect(NewStore.parse(asked)).toEqual({ name: 'Asha Pickles', address: 'Jaipur' });
    expect(NewStore.parse({ ...asked, currency: 'KWD' }).currency).toBe('KWD');
  });

  it.each([
    [{ name: 'Asha' }, 'address'],
    [{ name: { $ne: null }, address: 'Jaipur' }, 'name'],
    [{ name: ['Asha'], address: 'Jaipur' }, 'name'],
    [{ name: 'Asha', address: 'Jaipur', currency: 'inr' }, 'currency'],
    [{ name: 'Asha', address: 'Jaipur', currency: 'RUPEES' }, 'currency'],
    [{ name: 'Asha', address: 'Jaipur', accountId: 'x' }, ''],
    [{ name: 'Asha', address: 'Jaipur', __proto__x: 1 }, ''],
  ])('is not %j', (asked, path) => {
    const parsed = NewStore.safeParse(asked);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each([
    [{}],
    [{ open: false }],
    [{ upiVpa: 'asha.s-1@okbank' }],
    [{ upiVpa: null, deliveryCharge: null, freeAbove: null, minOrder: null }],
    [{ deliveryCharge: 0, freeAbove: MAX_MONEY, minOrder: 1 }],
    [{ language: 'pt-BR', timeZone: 'Asia/Kolkata' }],
    [{ link: 'asha-2', pickup: true, paymentText: 'Bank of Jaipur\n1234' }],
    [{ hours: { from: '09:00', to: '21:00', closedDays: [7] }, closedUntil: '2026-11-28T03:30:00Z' }],
    [{ hours: null, closedUntil: null, paymentText: null }],
  ])('is the change %j', (change) => expect(StoreChange.parse(change)).toEqual(change));

  it.each([
    { name: null },
    { name: '' },
    { open: 'yes' },
    { upiVpa: '' },
    { upiVpa: 'asha' },
    { upiVpa: 'asha@ok@bank' },
    { deliveryCharge: -1 },
    { deliveryCharge: 1.5 },
    { freeAbove: MAX_MONEY + 1 },
    { minOrder: '100' },
    { minOrder: Number.NaN },
    { language: 'no language' },
    { language: 'x'.repeat(100_000) },
    { timeZone: 'Mars/Olympus' },
    { timeZone: '+05:30' },
    { timeZone: '' },
    { currency: 'USD' },
    { link: 'm!' },
    { link: null },
    { closedUntil: 'tomorrow' },
    { closedUntil: '2026-11-27' },
    { hours: { from: '9', to: '5' } },
    { hours: 'always' },
    { paymentText: 'x'.repeat(301) },
    { paymentText: '\u200b' },
    { pickup: null },
    { catalogVersion: 9 },
    { $set: { open: false } },
  ])('is not the change %.60j', (change) => expect(StoreChange.safeParse(change).success).toBe(false));

  it('is written down in OpenAPI from the same schemas', () => {
    expect(z.toJSONSchema(NewStore, { io: 'input' })).toMatchObject({
      required: ['name', 'address'],
      properties: { name: { type: 'string', minLength: 1, maxLength: 80 }, address: { maxLength: 200 } },
      additionalProperties: false,
    });
    const change = z.toJSONSchema(StoreChange, { io: 'input' });
    expect(Object.keys(change.properties ?? {})).toEqual(expect.arrayContaining(['name', 'deliveryCharge', 'digest']));
    expect(change.required ?? []).toEqual([]);
  });

  it('writes a language as the world does, and no debt of zero', () => {
    expect(StoreChange.parse({ language: 'PT-br' })).toEqual({ language: 'pt-BR' });
    expect(Object.is(StoreChange.parse({ deliveryCharge: -0 }).deliveryCharge, 0)).toBe(true);
  });
});

describe('delivery', () => {
  it.each([
    [{ deliveryCharge: 0 }, 10_000, 0],
    [{ deliveryCharge: 4000 }, 10_000, 4000],
    [{ deliveryCharge: 4000 }, 0, 0],
    [{ deliveryCharge: 4000, freeAbove: 50_000 }, 49_999, 4000],
    [{ deliveryCharge: 4000, freeAbove: 50_000 }, 50_000, 0],
    [{ deliveryCharge: 4000, freeAbove: 0 }, 1, 0],
  ])('of %j for a subtotal of %d costs %d', (store, subtotal, cost) => {
    expect(deliveryFor(store, subtotal)).toBe(cost);
  });
});

describe('an order', () => {
  const store = {
    ...({ name: 'Asha', open: true, currency: 'INR', language: 'en', country: 'IN' } as const),
    timeZone: 'Asia/Kolkata',
  };
  const now = new Date('2026-11-27T10:00:00Z');

  it('is taken by an open store without a minimum, and with one when it is reached', () => {
    expect(() => checkOrderable(store, 1, now)).not.toThrow();
    expect(() => checkOrderable({ ...store, minOrder: 20_000 }, 20_000, now)).not.toThrow();
  });

  it('is not taken by a closed store', () => {
    const closed = new Refusal('store_closed', 409, { shop: 'Asha' });
    expect(() => checkOrderable({ ...store, open: false }, 1, now)).toThrow(closed);
    expect(() => checkOrderable({ ...store, open: false }, 1, now)).toThrow(
      expect.objectContaining({ params: { shop: 'Asha' } }),
    );
  });

  it.each([
    ['2026-11-28T03:30:00Z', { context: 'tomorrow', time: expect.stringMatching(/^9:00.am$/) }],
    ['2026-11-27T12:00:00Z', { context: 'today', time: expect.stringMatching(/^5:30.pm$/) }],
    ['2026-11-30T03:30:00Z', { context: 'day', day: 'Monday', time: expect.stringMatching(/^9:00.am$/) }],
    ['2026-12-24T03:30:00Z', { context: 'date', day: '24 December', time: expect.stringMatching(/^9:00.am$/) }],
  ])('for a store closed until %s is told when it opens', (closedUntil, slots) => {
    const closed = new StoreClosed({ ...store, closedUntil: new Date(closedUntil) }, now);
    expect(closed).toMatchObject({ code: 'store_closed', status: 409, params: { shop: 'Asha', ...slots } });
    expect(closed.extra).toEqual({ opensAt: closedUntil.replace('Z', '.000Z') });
    expect(() => checkOrderable({ ...store, closedUntil: new Date(closedUntil) }, 1, now)).toThrow(StoreClosed);
  });

  it('that is too small is told what is missing, in the money of the store', () => {
    const params = { shop: 'Asha', minimum: '₹2,00,000', missing: '₹500.50' };
    const small = expect.objectContaining({ code: 'below_minimum', status: 409, params });
    expect(() => checkOrderable({ ...store, minOrder: 20_000_000 }, 19_949_950, now)).toThrow(small);
  });
});

describe('amounts and dates of a store', () => {
  const written = (language: string, country: Country) => {
    const locale = localeOf({ language, country });
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, 10, 27));
    return [new Intl.NumberFormat(locale).format(1234567.5), day];
  };

  it.each([
    ['en', 'IN', '12,34,567.5', '27/11/26'],
    ['pt', 'BR', '1.234.567,5', '27/11/2026'],
    ['pt-BR', 'PT', '1.234.567,5', '27/11/2026'],
    // whose own digits and calendars are not those of their price tags and bank statements
    ['ar', 'EG', '1,234,567.5', '27\u200f/11\u200f/2026'],
    ['ar', 'SA', '1,234,567.5', '27\u200f/11\u200f/2026'],
    ['hi-u-nu-deva', 'IN', '12,34,567.5', '27/11/26'],
  ] as const)('are written in %s of %s in the manner of the country, with digits that can be typed back', (...row) => {
    const [language, country, ...as] = row;
    expect(written(language, country)).toEqual(as);
  });
});
